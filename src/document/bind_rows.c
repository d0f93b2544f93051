#include "document/bind_internal.h"

#include <stdlib.h>

/* The rows that pass `where`, in place. */
static bool rows_filter(struct binder *b, const struct place *p, const struct expr *where,
                        struct rows *rows) {
    struct scope *scope = scope_inside(b, p->scope);
    const struct value **kept = ARENA_ARRAY(b->a, const struct value *, rows->n);
    size_t n = 0;
    bool all_ok = true;
    for (size_t i = 0; i < rows->n; i++) {
        scope_set(scope, STR("row"), rows->v[i]);
        bool ok = true;
        if (expr_test(b->s, where, scope, &ok) && ok)
            kept[n++] = rows->v[i];
        all_ok = all_ok && ok;
    }
    rows->v = kept;
    rows->n = n;
    return all_ok;
}

static bool rows_are_maps(struct binder *b, const struct rows_request *request,
                          const struct rows *rows) {
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->v[i]->kind == VALUE_MAP)
            continue;
        if (rows->v[i]->kind == VALUE_POISON)
            return false;
        struct diag *d = diag_error(b->s->diags, "rows-expected", expr_span(request->data),
                                    "item %zu of this %s's data is %.*s, not a row", i + 1,
                                    request->block, STR_ARG(value_describe(b->a, rows->v[i])));
        diag_help(b->s->diags, d, "each item must be a map of fields");
        return false;
    }
    return true;
}

bool rows_read(struct binder *b, const struct place *p, const struct rows_request *request,
               struct rows *out) {
    *out = (struct rows){0};
    if (request->data == NULL)
        return false;
    const struct value *v = expr_eval(b->s, request->data, p->scope);
    if (v->kind == VALUE_POISON)
        return false;
    if (v->kind != VALUE_LIST) {
        struct diag *d = diag_error(b->s->diags, "rows-expected", expr_span(request->data),
                                    "the data of a %s must be a list, not %.*s", request->block,
                                    STR_ARG(value_describe(b->a, v)));
        if (v->kind == VALUE_MAP)
            diag_help(b->s->diags, d, "name one of its entries that is a list of rows");
        else
            diag_help(b->s->diags, d, "name a data source that is a list, or write `[1, 2, 3]`");
        return false;
    }
    out->v = v->as.list.v;
    out->n = v->as.list.n;
    if (request->maps && !rows_are_maps(b, request, out))
        return false;
    return request->where == NULL || rows_filter(b, p, request->where, out);
}

const struct value *row_field(struct binder *b, const struct value *row, struct str field) {
    const struct value *v = row->kind == VALUE_MAP ? value_get(row, field) : NULL;
    return v != NULL ? value_used(b->s, v) : &VALUE_NULL_VALUE;
}

bool rows_have(struct binder *b, const struct rows *rows, const struct name *field) {
    if (rows->n == 0 || field->text.n == 0)
        return true;
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i]->kind == VALUE_MAP && value_get(rows->v[i], field->text) != NULL)
            return true;
    struct diag *d = diag_error(b->s->diags, "unknown-field", field->span,
                                "the rows have no field `%.*s`", STR_ARG(field->text));
    const struct value *row = rows->v[0];
    if (row->kind != VALUE_MAP || row->as.map.entries == NULL)
        return false;
    const struct map *entries = row->as.map.entries;
    struct str *names = ARENA_ARRAY(b->a, struct str, entries->n);
    struct strbuf all;
    strbuf_init(&all, b->a);
    for (size_t i = 0; i < entries->n; i++) {
        names[i] = entries->entries[i].key;
        strbuf_format(&all, "%s`%.*s`", i > 0 ? ", " : "", STR_ARG(names[i]));
    }
    struct str near = diag_nearest(field->text, names, entries->n);
    if (near.n > 0)
        diag_help(b->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else if (entries->n > 0 && entries->n <= 20)
        diag_help(b->s->diags, d, "they have %.*s", STR_ARG(strbuf_str(&all)));
    return false;
}

/* ---- order ---- */

struct sort_key {
    const struct value *value;
    size_t index;
    int direction;
};

/* 0: has an order among its like; greater: stands after them, in data order. */
static int standing(const struct value *v) {
    switch (v->kind) {
    case VALUE_NUMBER:
    case VALUE_DATE:
    case VALUE_TEXT:
    case VALUE_BOOLEAN:
        return 0;
    case VALUE_MARK:
    case VALUE_NULL:
    case VALUE_POISON:
    case VALUE_PROSE:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_REFERENCE:
        break;
    }
    return 1;
}

static int compare_dates(struct date x, struct date y) {
    if (x.year != y.year)
        return x.year < y.year ? -1 : 1;
    if (x.month != y.month)
        return x.month < y.month ? -1 : 1;
    return (x.day > y.day) - (x.day < y.day);
}

static int compare_values(const struct value *x, const struct value *y) {
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind == VALUE_NUMBER)
        return decimal_compare(x->as.number.value, y->as.number.value);
    if (x->kind == VALUE_DATE)
        return compare_dates(x->as.date, y->as.date);
    if (x->kind == VALUE_BOOLEAN)
        return (int)x->as.boolean - (int)y->as.boolean;
    return str_compare(x->as.text, y->as.text);
}

static int compare_keys(const void *left, const void *right) {
    const struct sort_key *x = left, *y = right;
    int sx = standing(x->value), sy = standing(y->value);
    int order = sx - sy;
    if (order == 0 && sx == 0)
        order = compare_values(x->value, y->value) * x->direction;
    if (order == 0)
        order = x->index < y->index ? -1 : 1;
    return order;
}

size_t *keys_in_order(struct arena *a, const struct value **v, size_t n, bool descending) {
    struct sort_key *keys = ARENA_ARRAY(a, struct sort_key, n);
    size_t *order = ARENA_ARRAY(a, size_t, n);
    for (size_t i = 0; i < n; i++)
        keys[i] = (struct sort_key){v[i], i, descending ? -1 : 1};
    if (n > 1)
        qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 0; i < n; i++)
        order[i] = keys[i].index;
    return order;
}

void rows_sort(struct binder *b, struct rows *rows, const struct name *field, bool descending) {
    if (field->text.n == 0 || rows->n == 0)
        return;
    const struct value **keys = ARENA_ARRAY(b->a, const struct value *, rows->n);
    for (size_t i = 0; i < rows->n; i++)
        keys[i] = row_field(b, rows->v[i], field->text);
    size_t *order = keys_in_order(b->a, keys, rows->n, descending);
    const struct value **sorted = ARENA_ARRAY(b->a, const struct value *, rows->n);
    for (size_t i = 0; i < rows->n; i++)
        sorted[i] = rows->v[order[i]];
    rows->v = sorted;
}

/* ---- figures ---- */

const struct value *rows_sum(struct binder *b, const struct value **v, size_t n, struct span span) {
    const struct decimal *sum = NULL;
    const struct value *marked = NULL;
    for (size_t i = 0; i < n; i++) {
        if (v[i]->kind == VALUE_POISON)
            return v[i];
        if (v[i]->kind == VALUE_MARK) {
            if (marked == NULL || v[i]->as.mark > marked->as.mark)
                marked = v[i];
        } else if (v[i]->kind == VALUE_NUMBER && marked == NULL) {
            sum =
                sum == NULL ? v[i]->as.number.value : decimal_add(b->a, sum, v[i]->as.number.value);
            if (sum == NULL) {
                diag_help(b->s->diags,
                          diag_error(b->s->diags, "number-too-large", span,
                                     "the sum of this column has more than %d digits",
                                     DECIMAL_DIGITS),
                          "take the `total` away, or round the figures");
                return &VALUE_POISON_VALUE;
            }
        }
    }
    if (marked != NULL)
        return value_mark(b->a, marked->as.mark);
    return sum != NULL ? value_number(b->a, sum) : NULL;
}

struct str figure_text(struct binder *b, const struct value *v, const struct value_format *f,
                       struct str lang) {
    switch (v->kind) {
    case VALUE_POISON:
    case VALUE_NULL:
        return STR_EMPTY;
    case VALUE_MARK:
        return mark_text(v->as.mark);
    case VALUE_NUMBER:
        return f != NULL ? value_format_text(b->a, v, f, lang)
                         : format_number(b->a, v->as.number.value, -1, lang);
    case VALUE_DATE:
        if (f != NULL)
            return value_format_text(b->a, v, f, lang);
        break;
    case VALUE_BOOLEAN:
    case VALUE_TEXT:
    case VALUE_PROSE:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_REFERENCE:
        break;
    }
    return value_used_whole(b->s, v) ? value_text_of(b->a, v, lang) : STR_EMPTY;
}
