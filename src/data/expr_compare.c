#include "data/expr_internal.h"

#include "data/letters.h"

void report_marked_condition(struct session *s, struct span at, const struct value *v) {
    struct diag *d =
        diag_error(s->diags, "marked-condition", at, "a condition on a marked value: this is %.*s",
                   STR_ARG(mark_text(v->as.mark)));
    diag_help(s->diags, d, "a hidden figure must not decide what is shown; ask `is marked` first");
    if (v->origin.source)
        diag_note(s->diags, d, v->origin, "the marked value");
}

bool value_truth(struct session *s, struct span at, const struct value *v, bool *ok) {
    switch (v->kind) {
    case VALUE_POISON:
        *ok = false;
        return false;
    case VALUE_NULL:
        return false;
    case VALUE_BOOLEAN:
        return v->as.boolean;
    case VALUE_NUMBER:
        return decimal_sign(v->as.number.value) != 0;
    case VALUE_TEXT:
        return v->as.text.n > 0;
    case VALUE_LIST:
        return v->as.list.n > 0;
    case VALUE_MAP:
        return v->as.map.entries->n > 0;
    case VALUE_DATE:
    case VALUE_PROSE:
        return true;
    case VALUE_MARK:
        report_marked_condition(s, at, v);
        break;
    case VALUE_REFERENCE:
        diag_error(s->diags, "type-mismatch", at, "a reference cannot be a condition");
        break;
    }
    *ok = false;
    return false;
}

static int date_order(struct date x, struct date y) {
    int a = x.year * 10000 + x.month * 100 + x.day, b = y.year * 10000 + y.month * 100 + y.day;
    return (a > b) - (a < b);
}

bool value_as_date(const struct value *v, struct date *out) {
    if (v->kind == VALUE_DATE) {
        *out = v->as.date;
        return true;
    }
    return v->kind == VALUE_TEXT && date_parse(v->as.text, out);
}

int values_order(const struct value *x, const struct value *y) {
    struct date a, b;
    if (x->kind == VALUE_NUMBER && y->kind == VALUE_NUMBER)
        return decimal_compare(x->as.number.value, y->as.number.value);
    if (x->kind == VALUE_TEXT && y->kind == VALUE_TEXT)
        return text_order(x->as.text, y->as.text);
    if (x->kind == VALUE_BOOLEAN && y->kind == VALUE_BOOLEAN)
        return (int)x->as.boolean - (int)y->as.boolean;
    if (value_as_date(x, &a) && value_as_date(y, &b))
        return date_order(a, b);
    return INCOMPARABLE;
}

static bool maps_same(const struct map *x, const struct map *y) {
    if (x->n != y->n)
        return false;
    for (size_t i = 0; i < x->n; i++) {
        const struct value *other = map_get(y, x->entries[i].key);
        if (!other || !values_same(x->entries[i].value, other))
            return false;
    }
    return true;
}

bool values_same(const struct value *x, const struct value *y) {
    if (x == y || (x->kind == VALUE_NULL && y->kind == VALUE_NULL))
        return true;
    if (x->kind == VALUE_TEXT && y->kind == VALUE_TEXT)
        return str_equal(x->as.text, y->as.text);
    if (x->kind == VALUE_MARK && y->kind == VALUE_MARK)
        return x->as.mark == y->as.mark;
    if (x->kind == VALUE_MAP && y->kind == VALUE_MAP)
        return maps_same(x->as.map.entries, y->as.map.entries);
    if (x->kind != VALUE_LIST || y->kind != VALUE_LIST)
        return values_order(x, y) == 0;
    if (x->as.list.n != y->as.list.n)
        return false;
    for (size_t i = 0; i < x->as.list.n; i++) {
        if (!values_same(x->as.list.v[i], y->as.list.v[i]))
            return false;
    }
    return true;
}

/* The first mark anywhere in a value: a list is not compared past one. */
static const struct value *mark_inside(const struct value *v) {
    if (v->kind == VALUE_MARK)
        return v;
    size_t n = v->kind == VALUE_LIST  ? v->as.list.n
               : v->kind == VALUE_MAP ? v->as.map.entries->n
                                      : 0;
    for (size_t i = 0; i < n; i++) {
        const struct value *found = mark_inside(
            v->kind == VALUE_LIST ? v->as.list.v[i]
                                  : (const struct value *)v->as.map.entries->entries[i].value);
        if (found)
            return found;
    }
    return NULL;
}

static bool report_marks(struct session *s, struct span at, const struct value *x,
                         const struct value *y, bool *ok) {
    const struct value *mark = mark_inside(x);
    mark = mark ? mark : mark_inside(y);
    if (!mark)
        return false;
    report_marked_condition(s, at, mark);
    *ok = false;
    return true;
}

static bool report_kinds(struct session *s, struct span at, const struct value *x,
                         const struct value *y, bool *ok) {
    struct diag *d =
        diag_error(s->diags, "type-mismatch", at, "%.*s cannot be compared with %.*s",
                   STR_ARG(value_describe(s->arena, x)), STR_ARG(value_describe(s->arena, y)));
    if (x->kind == VALUE_NULL || y->kind == VALUE_NULL)
        diag_help(s->diags, d,
                  "an empty cell is not 0; ask `!= null` first, or write "
                  "`| default(0)`");
    else if (x->kind == VALUE_TEXT && y->kind == VALUE_NUMBER)
        diag_help(s->diags, d,
                  "if the column holds numbers, give it a type in `types:`; else put "
                  "the number in quotes");
    else if (x->kind == VALUE_NUMBER && y->kind == VALUE_TEXT)
        diag_help(s->diags, d, "write the number without quotes");
    if (x->origin.source)
        diag_note(s->diags, d, x->origin, "the left value");
    if (y->origin.source)
        diag_note(s->diags, d, y->origin, "the right value");
    *ok = false;
    return false;
}

bool values_compare(struct session *s, const struct comparison *c, bool *ok) {
    const struct value *x = c->x, *y = c->y;
    struct str op = c->op;
    struct span at = c->at;
    bool sound = value_used_whole(s, x);
    if (!value_used_whole(s, y) || !sound) {
        *ok = false;
        return false;
    }
    if (report_marks(s, at, x, y, ok))
        return false;
    bool equality = str_is(op, "==") || str_is(op, "!=");
    int order = values_order(x, y);
    if (equality) {
        bool comparable = order != INCOMPARABLE || x->kind == y->kind || x->kind == VALUE_NULL ||
                          y->kind == VALUE_NULL;
        if (!comparable || x->kind == VALUE_PROSE || x->kind == VALUE_REFERENCE)
            return report_kinds(s, at, x, y, ok);
        return values_same(x, y) == str_is(op, "==");
    }
    if (order == INCOMPARABLE)
        return report_kinds(s, at, x, y, ok);
    if (str_is(op, "<"))
        return order < 0;
    if (str_is(op, "<="))
        return order <= 0;
    return str_is(op, ">") ? order > 0 : order >= 0;
}

bool value_contains(struct session *s, struct span at, const struct value *item,
                    const struct value *in, bool *ok) {
    bool sound = value_used_whole(s, item);
    if (!value_used_whole(s, in) || !sound) {
        *ok = false;
        return false;
    }
    if (report_marks(s, at, item, in, ok))
        return false;
    if (in->kind == VALUE_TEXT && item->kind == VALUE_TEXT)
        return str_find(in->as.text, item->as.text) != SIZE_MAX;
    if (in->kind == VALUE_MAP && item->kind == VALUE_TEXT)
        return map_has(in->as.map.entries, item->as.text);
    if (in->kind != VALUE_LIST) {
        struct diag *d = diag_error(
            s->diags, "type-mismatch", at, "`in` cannot look for %.*s in %.*s",
            STR_ARG(value_describe(s->arena, item)), STR_ARG(value_describe(s->arena, in)));
        diag_help(s->diags, d, "right of `in` stands a list, a text or a map");
        *ok = false;
        return false;
    }
    for (size_t i = 0; i < in->as.list.n; i++) {
        if (values_compare(s, &(struct comparison){at, item, STR("=="), in->as.list.v[i]}, ok))
            return true;
        if (!*ok)
            return false;
    }
    return false;
}

static bool sorts_last(const struct value *v) {
    return v->kind == VALUE_MARK || v->kind == VALUE_NULL || v->kind == VALUE_POISON;
}

/* True if y has to stand before x. */
static bool must_swap(const struct value *x, const struct value *y, bool reverse) {
    if (sorts_last(x) || sorts_last(y))
        return x->kind != y->kind &&
               (sorts_last(y) ? x->kind == VALUE_NULL && y->kind == VALUE_MARK : true);
    int order = values_order(x, y);
    return order != INCOMPARABLE && (reverse ? order < 0 : order > 0);
}

/* Merge sort from the bottom up: stable, and no worst case. */
size_t *values_sorted(struct arena *a, const struct value **v, size_t n, bool reverse) {
    size_t *from = ARENA_ARRAY(a, size_t, n), *to = ARENA_ARRAY(a, size_t, n);
    for (size_t i = 0; i < n; i++)
        from[i] = i;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t i = start, j = middle;
            for (size_t k = start; k < end; k++) {
                bool right = i == middle || (j < end && must_swap(v[from[i]], v[from[j]], reverse));
                to[k] = right ? from[j++] : from[i++];
            }
        }
        size_t *other = from;
        from = to;
        to = other;
    }
    return from;
}

struct str number_key(struct arena *a, const struct decimal *d) {
    struct str text = decimal_text(a, d);
    if (decimal_places(d) == 0)
        return text;
    while (text.n > 0 && text.p[text.n - 1] == '0')
        text.n--;
    if (text.n > 0 && text.p[text.n - 1] == '.')
        text.n--;
    return str_is(text, "-0") ? STR("0") : text;
}
