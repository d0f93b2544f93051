#include "batch/diff_values.h"

#include "data/format.h"

struct comparing {
    struct diff *d;
    struct str source;
    struct map columns; /* told to be new or gone: once */
};

static void add(struct comparing *c, enum diff_kind kind, struct str what,
                const struct value *before, const struct value *after);

/* --- single values ------------------------------------------------------------------------- */

static struct str shown(struct arena *a, const struct value *v) {
    if (v->kind == VALUE_NULL) {
        return STR("empty");
    }
    struct str text = value_text_of(a, v, STR("en"));
    return v->kind == VALUE_TEXT ? str_format(a, "'%.*s'", STR_ARG(text)) : text;
}

static bool is_same(struct arena *a, const struct value *x, const struct value *y) {
    if (x->kind != y->kind) {
        return false;
    }
    if (x->kind == VALUE_NUMBER) {
        return decimal_compare(x->as.number.value, y->as.number.value) == 0;
    }
    return str_equal(value_text_of(a, x, STR("en")), value_text_of(a, y, STR("en")));
}

/* What came or went is told by its name; a value of its own is told too. */
static struct str told(struct comparing *c, const struct value *v) {
    bool plain = v && v->kind != VALUE_MAP && v->kind != VALUE_LIST;
    return plain ? shown(c->d->a, v) : STR_EMPTY;
}

static void add(struct comparing *c, enum diff_kind kind, struct str what,
                const struct value *before, const struct value *after) {
    const struct value *at = after ? after : before;
    struct diff_place place = {.document = c->source, .at = at->origin};
    struct diff_change change = {
        .kind = kind, .what = what, .before = told(c, before), .after = told(c, after)};
    diff_add(c->d, &change, at->origin.source ? &place : NULL);
}

static void compare_values(struct comparing *c, struct str what, const struct value *before,
                           const struct value *after) {
    bool poison = before->kind == VALUE_POISON || after->kind == VALUE_POISON;
    if (!poison && !is_same(c->d->a, before, after)) {
        add(c, DIFF_FIGURE, what, before, after);
    }
}

/* --- rows ---------------------------------------------------------------------------------- */

/* Rows by name; the second of one name is "Rugby (2)". */
static void index_rows(struct arena *a, const struct value *list, struct map *out) {
    map_init(out, a);
    for (size_t i = 0; i < list->as.list.n; i++) {
        struct str name = dataset_row_name(a, list->as.list.v[i]), own = name;
        for (unsigned k = 2; map_has(out, own); k++) {
            own = str_format(a, "%.*s (%u)", STR_ARG(name), k);
        }
        map_set(out, own, (void *)(uintptr_t)list->as.list.v[i]);
    }
}

static void tell_column(struct comparing *c, enum diff_kind kind, struct str field,
                        const struct value *v) {
    struct str what =
        str_format(c->d->a, "the column '%.*s' of %.*s", STR_ARG(field), STR_ARG(c->source));
    if (map_set(&c->columns, what, (void *)(uintptr_t)v)) {
        struct diff_change change = {
            .kind = kind, .what = what, .before = STR_EMPTY, .after = STR_EMPTY};
        diff_add(c->d, &change, NULL);
    }
}

static void compare_row(struct comparing *c, struct str name, const struct value *before,
                        const struct value *after) {
    const struct map *old = before->as.map.entries, *new = after->as.map.entries;
    for (size_t i = 0; i < new->n; i++) {
        struct str field = new->entries[i].key;
        const struct value *earlier = map_get(old, field);
        if (!earlier) {
            tell_column(c, DIFF_NEW, field, new->entries[i].value);
            continue;
        }
        compare_values(c,
                       str_format(c->d->a, "%.*s: %.*s, %.*s", STR_ARG(c->source), STR_ARG(name),
                                  STR_ARG(field)),
                       earlier, new->entries[i].value);
    }
    for (size_t i = 0; i < old->n; i++) {
        if (!map_has(new, old->entries[i].key)) {
            tell_column(c, DIFF_GONE, old->entries[i].key, old->entries[i].value);
        }
    }
}

static void tell_row(struct comparing *c, struct str name, const struct value *before,
                     const struct value *after) {
    add(c, after ? DIFF_NEW : DIFF_GONE,
        str_format(c->d->a, "the row '%.*s' of %.*s", STR_ARG(name), STR_ARG(c->source)), before,
        after);
}

static void compare_rows(struct comparing *c, const struct value *before,
                         const struct value *after) {
    struct map old, new;
    index_rows(c->d->a, before, &old);
    index_rows(c->d->a, after, &new);
    for (size_t i = 0; i < new.n; i++) {
        const struct value *earlier = map_get(&old, new.entries[i].key);
        if (earlier) {
            compare_row(c, new.entries[i].key, earlier, new.entries[i].value);
        } else {
            tell_row(c, new.entries[i].key, NULL, new.entries[i].value);
        }
    }
    for (size_t i = 0; i < old.n; i++) {
        if (!map_has(&new, old.entries[i].key)) {
            tell_row(c, old.entries[i].key, old.entries[i].value, NULL);
        }
    }
}

static bool is_rows(const struct value *v) {
    for (size_t i = 0; v->kind == VALUE_LIST && i < v->as.list.n; i++) {
        if (v->as.list.v[i]->kind != VALUE_MAP || !v->as.list.v[i]->as.map.set) {
            return false;
        }
    }
    return v->kind == VALUE_LIST;
}

/* --- trees --------------------------------------------------------------------------------- */

static void compare_trees(struct comparing *c, struct str path, const struct value *before,
                          const struct value *after);

static void compare_maps(struct comparing *c, struct str path, const struct value *before,
                         const struct value *after) {
    const struct map *old = before->as.map.entries, *new = after->as.map.entries;
    for (size_t i = 0; i < new->n; i++) {
        struct str inner =
            str_format(c->d->a, "%.*s.%.*s", STR_ARG(path), STR_ARG(new->entries[i].key));
        const struct value *earlier = map_get(old, new->entries[i].key);
        if (earlier) {
            compare_trees(c, inner, earlier, new->entries[i].value);
        } else {
            add(c, DIFF_NEW, inner, NULL, new->entries[i].value);
        }
    }
    for (size_t i = 0; i < old->n; i++) {
        if (!map_has(new, old->entries[i].key)) {
            add(c, DIFF_GONE,
                str_format(c->d->a, "%.*s.%.*s", STR_ARG(path), STR_ARG(old->entries[i].key)),
                old->entries[i].value, NULL);
        }
    }
}

static void compare_lists(struct comparing *c, struct str path, const struct value *before,
                          const struct value *after) {
    size_t old = before->as.list.n, new = after->as.list.n;
    for (size_t i = 0; i < (old > new ? old : new); i++) {
        struct str inner = str_format(c->d->a, "%.*s[%zu]", STR_ARG(path), i);
        if (i < old && i < new) {
            compare_trees(c, inner, before->as.list.v[i], after->as.list.v[i]);
        } else if (i < new) {
            add(c, DIFF_NEW, inner, NULL, after->as.list.v[i]);
        } else {
            add(c, DIFF_GONE, inner, before->as.list.v[i], NULL);
        }
    }
}

static void compare_prose(struct comparing *c, const struct value *before,
                          const struct value *after) {
    if (!str_equal(before->origin.source->bytes, after->origin.source->bytes)) {
        struct diff_place place = {.document = c->source, .at = after->origin};
        struct diff_change change = {
            .kind = DIFF_TEXT, .what = c->source, .before = STR_EMPTY, .after = STR_EMPTY};
        diff_add(c->d, &change, &place);
    }
}

static void compare_trees(struct comparing *c, struct str path, const struct value *before,
                          const struct value *after) {
    if (before->kind == VALUE_POISON || after->kind == VALUE_POISON) {
        return;
    }
    if (before->kind == VALUE_MAP && after->kind == VALUE_MAP) {
        compare_maps(c, path, before, after);
    } else if (is_rows(before) && is_rows(after)) {
        compare_rows(c, before, after);
    } else if (before->kind == VALUE_LIST && after->kind == VALUE_LIST) {
        compare_lists(c, path, before, after);
    } else if (before->kind == VALUE_PROSE && after->kind == VALUE_PROSE) {
        compare_prose(c, before, after);
    } else {
        compare_values(c, path, before, after);
    }
}

/* What the set publishes of its sums. */
static void compare_totals(struct comparing *c, const struct value *before,
                           const struct value *after) {
    for (size_t i = 0; i < after->as.map.entries->n; i++) {
        const struct map_entry *e = &after->as.map.entries->entries[i];
        const struct value *earlier = value_get(before, e->key);
        if (earlier) {
            compare_values(
                c, str_format(c->d->a, "%.*s: total, %.*s", STR_ARG(c->source), STR_ARG(e->key)),
                earlier, e->value);
        }
    }
}

void diff_source(struct diff *d, const struct diff_source *s) {
    struct comparing c = {.d = d, .source = s->name};
    map_init(&c.columns, d->a);
    compare_trees(&c, s->name, s->before->value, s->after->value);
    if (s->before->totals && s->after->totals) {
        compare_totals(&c, s->before->totals, s->after->totals);
    }
}
