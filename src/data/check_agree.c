/* Two sources that tell the same: row by row, field by field. */
#include "data/check_internal.h"

struct side {
    const struct expr *expr;
    struct check_items rows;
    struct str *keys;
    struct map by_key; /* text -> const struct value *, the row */
};

static struct str quoted_key(struct report *r, struct str key) {
    return str_format(r->s->arena, "'%.*s'", STR_ARG(diag_quote(r->s->arena, key)));
}

/* A row's key, as both sides print it: 1 and 1.0 are one number. */
static bool read_key(struct report *r, const struct value *row, struct str *out) {
    const struct check *c = r->check;
    struct strbuf b;
    strbuf_init(&b, r->s->arena);
    for (size_t i = 0; i < c->by_count; i++) {
        const struct value *v = value_field(r->s, c->by[i].span, row, c->by[i].name);
        if (v->kind == VALUE_POISON)
            return false;
        if (v->kind == VALUE_MARK) {
            report_marked_condition(r->s, c->by[i].span, v);
            return false;
        }
        strbuf_add_c(&b, i > 0 ? ", " : "");
        strbuf_add(&b, v->kind == VALUE_NUMBER ? number_key(r->s->arena, v->as.number.value)
                                               : value_text_of(r->s->arena, v, STR("en")));
    }
    *out = strbuf_str(&b);
    return true;
}

static bool read_side(struct report *r, struct side *side) {
    if (!read_list(r, side->expr, &side->rows))
        return false;
    side->keys = ARENA_ARRAY(r->s->arena, struct str, side->rows.n);
    map_init(&side->by_key, r->s->arena);
    for (size_t i = 0; i < side->rows.n; i++) {
        const struct value *row = side->rows.v[i];
        struct str *key = &side->keys[i];
        if (!read_key(r, row, key))
            return false;
        const struct value *first = map_get(&side->by_key, *key);
        if (!first) {
            map_set(&side->by_key, *key, (void *)(uintptr_t)row);
            continue;
        }
        struct str name = quoted_key(r, *key);
        fail_item(r, row->origin,
                  str_format(r->s->arena, "%.*s stands in %.*s again", STR_ARG(name),
                             STR_ARG(side->rows.list)));
        if (r->failures <= FIGURES_SHOWN)
            add_figure(r, first->origin,
                       str_format(r->s->arena, "%.*s is here first", STR_ARG(name)));
    }
    return true;
}

static void missing_rows(struct report *r, const struct side *in, const struct side *other) {
    for (size_t i = 0; i < in->rows.n; i++) {
        if (map_has(&other->by_key, in->keys[i]))
            continue;
        fail_item(r, in->rows.v[i]->origin,
                  str_format(r->s->arena, "%.*s of %.*s has no row in %.*s",
                             STR_ARG(quoted_key(r, in->keys[i])), STR_ARG(in->rows.list),
                             STR_ARG(other->rows.list)));
    }
}

/* A hidden figure agrees with nothing; two that are both said not to exist agree. */
static bool is_hidden(const struct value *v) {
    return v->kind == VALUE_MARK && (v->as.mark == MARK_CONFIDENTIAL || v->as.mark == MARK_LOW);
}

static void differ(struct report *r, struct str name, const struct value *x,
                   const struct value *y) {
    struct arena *a = r->s->arena;
    bool numbers = x->kind == VALUE_NUMBER && y->kind == VALUE_NUMBER, alike = x->kind == y->kind;
    const struct decimal *by =
        numbers ? decimal_subtract(a, y->as.number.value, x->as.number.value) : NULL;
    struct str left = alike ? shown(r, x) : value_describe(a, x);
    struct str right = alike ? shown(r, y) : value_describe(a, y);
    fail_item(r, x->origin, str_format(a, "%.*s is %.*s", STR_ARG(name), STR_ARG(left)));
    if (r->failures > FIGURES_SHOWN)
        return;
    struct str other = quoted(r, r->check->with);
    add_figure(r, y->origin,
               by ? str_format(a, "%.*s says %.*s, %.*s %s", STR_ARG(other), STR_ARG(right),
                               STR_ARG(decimal_text(a, decimal_abs(a, by))),
                               decimal_sign(by) > 0 ? "more" : "less")
                  : str_format(a, "%.*s says %.*s", STR_ARG(other), STR_ARG(right)));
}

/* False after a diagnostic. */
static bool compare_field(struct report *r, const struct check_field *field, struct str key,
                          const struct value *rows[2]) {
    const struct value *v[2];
    for (size_t i = 0; i < 2; i++) {
        v[i] = value_field(r->s, field->span, rows[i], field->name);
        if (v[i]->kind == VALUE_POISON)
            return false;
    }
    bool hidden = is_hidden(v[0]) && is_hidden(v[1]);
    if (hidden)
        report_marked_condition(r->s, field->span, v[0]);
    else if (!values_same(v[0], v[1]))
        differ(r,
               str_format(r->s->arena, "%.*s of %.*s",
                          STR_ARG(diag_quote(r->s->arena, field->name)),
                          STR_ARG(quoted_key(r, key))),
               v[0], v[1]);
    return !hidden;
}

static bool compare_rows(struct report *r, const struct side *one, const struct side *two) {
    const struct check *c = r->check;
    bool good = true;
    for (size_t i = 0; i < one->rows.n; i++) {
        const struct value *other = map_get(&two->by_key, one->keys[i]);
        for (size_t f = 0; other && f < c->field_count; f++) {
            const struct value *rows[2] = {one->rows.v[i], other};
            good = compare_field(r, &c->fields[f], one->keys[i], rows) && good;
        }
    }
    return good;
}

bool check_agree(struct report *r) {
    struct diag_list *l = r->s->diags;
    const struct check *c = r->check;
    struct side one = {.expr = c->of}, two = {.expr = c->with};
    bool good = read_side(r, &one);
    if (!read_side(r, &two) || !good)
        return false;
    missing_rows(r, &one, &two);
    missing_rows(r, &two, &one);
    good = compare_rows(r, &one, &two);
    if (r->failures == 0)
        return good;
    struct diag *d = report_failure(r);
    if (r->failures > FIGURES_SHOWN)
        diag_note(l, d, SPAN_NONE, "and %zu more", r->failures - FIGURES_SHOWN);
    diag_note(l, d, expr_span(c->of), "%.*s and %.*s differ in %zu place%s", STR_ARG(one.rows.list),
              STR_ARG(two.rows.list), r->failures, r->failures == 1 ? "" : "s");
    diag_help(l, d, "correct the one that is wrong");
    note_reason(r, d);
    return false;
}
