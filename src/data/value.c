#include "data/value.h"

#include "data/format.h"

const struct value VALUE_POISON_VALUE = {.kind = VALUE_POISON};
const struct value VALUE_NULL_VALUE = {.kind = VALUE_NULL};

static struct value *value_new(struct arena *a, enum value_kind kind) {
    struct value *v = ARENA_NEW(a, struct value);
    v->kind = kind;
    return v;
}

const struct value *value_boolean(struct arena *a, bool b) {
    struct value *v = value_new(a, VALUE_BOOLEAN);
    v->as.boolean = b;
    return v;
}

const struct value *value_number(struct arena *a, const struct decimal *d) {
    struct value *v = value_new(a, VALUE_NUMBER);
    v->as.number.value = d;
    return v;
}

const struct value *value_integer(struct arena *a, int64_t n) {
    return value_number(a, decimal_from(a, n));
}

const struct value *value_text(struct arena *a, struct str s) {
    struct value *v = value_new(a, VALUE_TEXT);
    v->as.text = s;
    return v;
}

const struct value *value_mark(struct arena *a, enum mark m) {
    struct value *v = value_new(a, VALUE_MARK);
    v->as.mark = m;
    return v;
}

const struct value *value_list(struct arena *a, const struct value **items, size_t n) {
    struct value *v = value_new(a, VALUE_LIST);
    v->as.list.v = items;
    v->as.list.n = n;
    return v;
}

const struct value *value_get(const struct value *map, struct str key) {
    if (map->kind != VALUE_MAP)
        return NULL;
    return map_get(map->as.map.entries, key);
}

/* One fault is told once, however often a total or a loop comes by it: diag_sort would drop the
 * repeats, but not before they fill the memory. */
static bool told_lately(const struct diag_list *l, const struct value *v) {
    enum { LOOK_BACK = 64 };
    for (size_t i = 0; i < l->all.n && i < LOOK_BACK; i++) {
        const struct diag *d = l->all.v[l->all.n - 1 - i];
        if (d->code == v->as.fault->code && span_compare(d->span, v->origin) == 0)
            return true;
    }
    return false;
}

const struct value *value_used(struct session *s, const struct value *v) {
    if (v->kind != VALUE_POISON || !v->as.fault || told_lately(s->diags, v))
        return v;
    const struct value_fault *fault = v->as.fault;
    struct diag *d = diag_error(s->diags, fault->code, v->origin, "%.*s", STR_ARG(fault->message));
    diag_help(s->diags, d, "%.*s", STR_ARG(fault->help));
    return v;
}

bool value_used_whole(struct session *s, const struct value *v) {
    bool sound = v->kind != VALUE_POISON;
    value_used(s, v);
    for (size_t i = 0; v->kind == VALUE_LIST && i < v->as.list.n; i++)
        sound = value_used_whole(s, v->as.list.v[i]) && sound;
    for (size_t i = 0; v->kind == VALUE_MAP && i < v->as.map.entries->n; i++)
        sound = value_used_whole(s, v->as.map.entries->entries[i].value) && sound;
    return sound;
}

struct str mark_text(enum mark m) {
    switch (m) {
    case MARK_LOW:
        return STR("[low]");
    case MARK_NOT_APPLICABLE:
        return STR("[z]");
    case MARK_NOT_AVAILABLE:
        return STR("[x]");
    case MARK_CONFIDENTIAL:
        return STR("[c]");
    }
    return STR_EMPTY;
}

bool mark_parse(struct str text, enum mark *out) {
    for (int m = MARK_LOW; m <= MARK_CONFIDENTIAL && text.n > 0 && text.p[0] == '['; m++) {
        if (str_equal(text, mark_text((enum mark)m))) {
            *out = (enum mark)m;
            return true;
        }
    }
    return false;
}

struct str value_describe(struct arena *a, const struct value *v) {
    switch (v->kind) {
    case VALUE_POISON:
        return STR("a faulty value");
    case VALUE_NULL:
        return STR("empty");
    case VALUE_BOOLEAN:
        return v->as.boolean ? STR("true") : STR("false");
    case VALUE_NUMBER:
        return str_format(a, "the number %.*s",
                          STR_ARG(diag_quote(a, decimal_text(a, v->as.number.value))));
    case VALUE_DATE:
        return str_format(a, "the date %04d-%02d-%02d", v->as.date.year, v->as.date.month,
                          v->as.date.day);
    case VALUE_TEXT:
        return str_format(a, "the text '%.*s'", STR_ARG(diag_quote(a, v->as.text)));
    case VALUE_PROSE:
        return STR("prose");
    case VALUE_LIST:
        return str_format(a, "a list of %zu item%s", v->as.list.n, v->as.list.n == 1 ? "" : "s");
    case VALUE_MAP:
        return STR("a map");
    case VALUE_MARK:
        return str_format(a, "the marked value %.*s", STR_ARG(mark_text(v->as.mark)));
    case VALUE_REFERENCE:
        return STR("a reference");
    }
    return STR_EMPTY;
}

static void value_from_scalar(struct session *s, const struct node *node, struct value *v) {
    enum mark mark;
    struct date date;
    if (node->kind == NODE_NULL) {
        v->kind = VALUE_NULL;
    } else if (node->kind == NODE_BOOLEAN) {
        v->kind = VALUE_BOOLEAN;
        v->as.boolean = node->boolean;
    } else if (node->kind == NODE_NUMBER) {
        v->kind = VALUE_NUMBER;
        v->as.number.value = decimal_parse(s->arena, node->text);
        if (!v->as.number.value) {
            struct diag *d = diag_error(s->diags, "number-too-large", node->span,
                                        "the number %.*s cannot be held exactly",
                                        STR_ARG(diag_quote(s->arena, node->text)));
            diag_help(s->diags, d,
                      "at most %d digits and an exponent of %d; put it in quotes if "
                      "it is a text",
                      DECIMAL_DIGITS, DECIMAL_EXPONENT);
            v->kind = VALUE_POISON;
        }
    } else if (mark_parse(node->text, &mark)) {
        v->kind = VALUE_MARK;
        v->as.mark = mark;
    } else if (node->style == NODE_PLAIN && date_parse(node->text, &date)) {
        v->kind = VALUE_DATE;
        v->as.date = date;
    } else {
        v->kind = VALUE_TEXT;
        v->as.text = node->text;
    }
}

/* `[c]` without quotes is a list to YAML; in data it can only be meant as the mark. */
static bool value_from_trap(const struct node *node, struct value *v) {
    if (node->kind != NODE_LIST || node->trap != TRAP_MARK || node->n != 1)
        return false;
    static const struct {
        const char *letter;
        enum mark mark;
    } letters[] = {{"c", MARK_CONFIDENTIAL},
                   {"x", MARK_NOT_AVAILABLE},
                   {"z", MARK_NOT_APPLICABLE},
                   {"low", MARK_LOW}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (str_is(node->items[0]->text, letters[i].letter)) {
            v->kind = VALUE_MARK;
            v->as.mark = letters[i].mark;
            return true;
        }
    }
    return false;
}

static void value_from_list(struct session *s, const struct node *node, struct value *v) {
    v->kind = VALUE_LIST;
    v->as.list.n = node->n;
    v->as.list.v = ARENA_ARRAY(s->arena, const struct value *, node->n);
    for (size_t i = 0; i < node->n; i++)
        v->as.list.v[i] = value_from_node(s, node->items[i]);
}

static void value_from_map(struct session *s, const struct node *node, struct value *v) {
    struct map *entries = ARENA_NEW(s->arena, struct map);
    map_init(entries, s->arena);
    for (size_t i = 0; i < node->n; i++) {
        const struct node *value = node->entries[i].value;
        if (str_starts(node->entries[i].key, "x-"))
            continue;
        if (value->kind == NODE_NULL && value->trap == TRAP_FLOW_COMMA) {
            report_flow_comma(s, node, i);
            continue;
        }
        map_set(entries, node->entries[i].key, (void *)value_from_node(s, value));
    }
    v->kind = VALUE_MAP;
    v->as.map.entries = entries;
}

const struct value *value_from_node(struct session *s, const struct node *node) {
    if (!node)
        return &VALUE_POISON_VALUE;
    struct value *v = ARENA_NEW(s->arena, struct value);
    v->origin = node->span;
    if (value_from_trap(node, v))
        return v;
    if (node->kind == NODE_LIST)
        value_from_list(s, node, v);
    else if (node->kind == NODE_MAP)
        value_from_map(s, node, v);
    else
        value_from_scalar(s, node, v);
    return v;
}
