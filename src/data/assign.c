#include "data/assign.h"

/* A typed word as a value: a mark, a number, true, false, null, else text. */
static const struct value *scalar(struct arena *a, struct str text) {
    enum mark mark;
    if (mark_parse(text, &mark)) {
        return value_mark(a, mark);
    }
    if (str_is(text, "true") || str_is(text, "false")) {
        return value_boolean(a, str_is(text, "true"));
    }
    if (str_is(text, "null") || str_is(text, "~")) {
        return &VALUE_NULL_VALUE;
    }
    bool leading_zero = text.n > 1 && text.p[0] == '0' && text.p[1] != '.';
    const struct decimal *number = leading_zero ? NULL : decimal_parse(a, text);
    return number ? value_number(a, number) : value_text(a, text);
}

const struct value *value_assign(struct arena *a, const struct value *root, struct str path,
                                 struct str text) {
    if (path.n == 0) {
        return scalar(a, text);
    }
    size_t dot = str_find(path, STR("."));
    struct str name = str_slice(path, 0, dot);
    struct str rest = dot == SIZE_MAX ? STR_EMPTY : str_slice(path, dot + 1, path.n);
    const struct value *old = root->kind == VALUE_MAP ? value_get(root, name) : NULL;
    const struct value *changed = old ? value_assign(a, old, rest, text) : NULL;
    if (!changed) {
        return NULL;
    }
    struct map *entries = ARENA_NEW(a, struct map);
    map_init(entries, a);
    for (size_t i = 0; i < root->as.map.entries->n; i++) {
        const struct map_entry *e = &root->as.map.entries->entries[i];
        map_set(entries, e->key, str_equal(e->key, name) ? (void *)(uintptr_t)changed : e->value);
    }
    struct value *copy = ARENA_NEW(a, struct value);
    *copy = *root;
    copy->as.map.entries = entries;
    return copy;
}
