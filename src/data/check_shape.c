/* Checks that say how values should be: in a range, different, never falling, with links. */
#include "data/check_internal.h"

#include "data/address.h"
#include "data/dataset.h"

/* ---- what the shapes share ------------------------------------------------------------------ */

static struct span list_span(const struct report *r) {
    const struct check *c = r->check;
    return c->of ? expr_span(c->of) : c->are_count > 0 ? expr_span(c->are[0]) : c->span;
}

bool read_list(struct report *r, const struct expr *e, struct check_items *out) {
    const struct value *v = expr_eval(r->s, e, r->scope);
    *out = (struct check_items){.list = quoted(r, e)};
    if (v->kind == VALUE_LIST) {
        out->v = v->as.list.v;
        out->n = v->as.list.n;
        return true;
    }
    if (v->kind == VALUE_MARK)
        report_marked_condition(r->s, expr_span(e), v);
    if (v->kind == VALUE_POISON || v->kind == VALUE_MARK)
        return false;
    struct diag *d =
        diag_error(r->s->diags, "type-mismatch", expr_span(e), "this check needs a list, not %.*s",
                   STR_ARG(value_describe(r->s->arena, v)));
    diag_help(r->s->diags, d,
              v->kind == VALUE_MAP ? "name one of its entries that is a list"
                                   : "name a data source with rows, or a list of values");
    return false;
}

/* The values that a check lists one by one. */
static bool read_values(struct report *r, struct check_items *out) {
    const struct check *c = r->check;
    bool good = true;
    *out = (struct check_items){.n = c->are_count, .list = STR("the list")};
    out->v = ARENA_ARRAY(r->s->arena, const struct value *, c->are_count);
    for (size_t i = 0; i < c->are_count; i++) {
        out->v[i] = expr_eval(r->s, c->are[i], r->scope);
        good = good && out->v[i]->kind != VALUE_POISON;
    }
    return good;
}

/* The check's field of each row. */
static bool read_field(struct report *r, struct check_items *out) {
    const struct check_field *field = &r->check->field;
    bool good = true;
    out->rows = out->v;
    out->v = ARENA_ARRAY(r->s->arena, const struct value *, out->n);
    for (size_t i = 0; i < out->n; i++) {
        out->v[i] = value_field(r->s, field->span, out->rows[i], field->name);
        bool faulty = out->v[i]->kind == VALUE_POISON;
        good = good && !faulty;
        if (faulty && !out->v[i]->as.fault)
            return false; /* the others would say the same */
    }
    return good;
}

bool read_items(struct report *r, struct check_items *out) {
    const struct check *c = r->check;
    if (!c->of)
        return read_values(r, out);
    if (!read_list(r, c->of, out))
        return false;
    if (c->field.name.n > 0)
        return read_field(r, out);
    for (size_t i = 0; i < out->n; i++) {
        if (value_used(r->s, out->v[i])->kind == VALUE_POISON)
            return false;
        if (out->v[i]->kind != VALUE_MAP)
            continue;
        struct diag *d = diag_error(r->s->diags, "type-mismatch", expr_span(c->of),
                                    "the items of %.*s are rows, and this check needs one value of "
                                    "each",
                                    STR_ARG(out->list));
        diag_help(r->s->diags, d, "name the column: `field: ...`");
        return false;
    }
    return true;
}

struct str row_name(struct report *r, const struct value *row, size_t i) {
    struct arena *a = r->s->arena;
    const struct dataset *set = row->kind == VALUE_MAP ? row->as.map.set : NULL;
    const struct value *key =
        set && set->declaration->key.n > 0 ? value_get(row, set->declaration->key) : NULL;
    if (key && key->kind != VALUE_NULL && key->kind != VALUE_POISON)
        return str_format(a, "'%.*s'", STR_ARG(shown(r, key)));
    return str_format(a, "row %zu", i + 1);
}

static struct str item_name(struct report *r, const struct check_items *items, size_t i) {
    struct arena *a = r->s->arena;
    if (items->rows)
        return str_format(a, "%.*s of %.*s", STR_ARG(diag_quote(a, r->check->field.name)),
                          STR_ARG(row_name(r, items->rows[i], i)));
    if (!r->check->of)
        return shown_text(r, r->check->are[i]);
    return str_format(a, "item %zu", i + 1);
}

/* A cell, else its row. */
static struct span item_span(const struct check_items *items, size_t i) {
    struct span at = items->v[i]->origin;
    return at.source || !items->rows ? at : items->rows[i]->origin;
}

bool none_marked(struct report *r, const struct check_items *items) {
    struct diag_list *l = r->s->diags;
    struct diag *d = NULL;
    size_t n = 0;
    for (size_t i = 0; i < items->n; i++) {
        if (items->v[i]->kind != VALUE_MARK)
            continue;
        if (!d)
            d = diag_error(l, "marked-condition", list_span(r),
                           "this check meets a marked value and cannot be made");
        if (n++ < FIGURES_SHOWN)
            diag_note(l, d, item_span(items, i), "%.*s is %.*s", STR_ARG(item_name(r, items, i)),
                      STR_ARG(mark_text(items->v[i]->as.mark)));
    }
    if (n > FIGURES_SHOWN)
        diag_note(l, d, SPAN_NONE, "and %zu more", n - FIGURES_SHOWN);
    struct str field = r->check->field.name;
    if (d && r->check->of && field.n > 0)
        diag_help(l, d, "leave such rows out: `of: \"%.*s | rejectattr('%.*s', 'marked')\"`",
                  STR_ARG(shown_text(r, r->check->of)), STR_ARG(diag_quote(r->s->arena, field)));
    else if (d)
        diag_help(l, d, "leave it out of the list");
    return !d;
}

void fail_item(struct report *r, struct span span, struct str text) {
    if (r->failures++ < FIGURES_SHOWN)
        add_figure(r, span, text);
}

/* True if nothing failed; else the report, with the rule and what to do. */
static bool conclude(struct report *r, struct str rule, const char *help) {
    struct diag_list *l = r->s->diags;
    if (r->failures == 0)
        return true;
    struct diag *d = report_failure(r);
    if (r->failures > FIGURES_SHOWN)
        diag_note(l, d, SPAN_NONE, "and %zu more", r->failures - FIGURES_SHOWN);
    diag_note(l, d, list_span(r), "%.*s", STR_ARG(rule));
    diag_help(l, d, "%s", help);
    note_reason(r, d);
    return false;
}

static struct str described(struct report *r, const struct value *v) {
    return v->kind == VALUE_NULL ? STR("empty") : value_describe(r->s->arena, v);
}

/* ---- range and dates ------------------------------------------------------------------------ */

struct limits {
    const struct value *from, *to; /* or NULL */
    bool dates;
};

/* A bound: NULL where there is none; *good is false after a diagnostic. */
static const struct value *read_bound(struct report *r, const struct expr *e, bool *good) {
    struct date date;
    bool dates = r->check->kind == CHECK_DATES;
    if (!e)
        return NULL;
    const struct value *v = expr_eval(r->s, e, r->scope);
    if (value_as_date(v, &date) || (!dates && v->kind == VALUE_NUMBER))
        return v;
    *good = false;
    if (v->kind == VALUE_MARK) {
        report_marked_condition(r->s, expr_span(e), v);
    } else if (v->kind != VALUE_POISON) {
        struct diag *d =
            diag_error(r->s->diags, "type-mismatch", expr_span(e), "this bound is %.*s, not a %s",
                       STR_ARG(value_describe(r->s->arena, v)), dates ? "date" : "number");
        diag_help(r->s->diags, d, "%s",
                  dates ? "write a date such as 2022-04-01" : "write a number");
    }
    return NULL;
}

static bool read_limits(struct report *r, struct limits *out) {
    const struct check *c = r->check;
    struct date date;
    bool good = true;
    out->from = read_bound(r, c->from, &good);
    out->to = read_bound(r, c->to, &good);
    const struct value *one = out->from ? out->from : out->to;
    out->dates = one && value_as_date(one, &date);
    if (!good || !out->from || !out->to)
        return good;
    int order = values_order(out->from, out->to);
    if (order <= 0)
        return true;
    struct diag *d = order == INCOMPARABLE
                         ? diag_error(r->s->diags, "type-mismatch", expr_span(c->to),
                                      "one bound is a date and the other a number")
                         : diag_error(r->s->diags, "range-empty", expr_span(c->to),
                                      "nothing lies from %.*s to %.*s",
                                      STR_ARG(shown(r, out->from)), STR_ARG(shown(r, out->to)));
    diag_help(r->s->diags, d, "`from` is the least that is allowed, `to` the most");
    return false;
}

/* ", 30 above 100": by how much a value misses a bound. */
static struct str distance(struct report *r, const struct value *v, const struct value *bound,
                           bool above) {
    struct arena *a = r->s->arena;
    struct date x, y;
    struct str text = shown(r, bound);
    if (value_as_date(v, &x) && value_as_date(bound, &y)) {
        int days = date_number(x) - date_number(y);
        days = days < 0 ? -days : days;
        return str_format(a, "%d day%s %s %.*s", days, days == 1 ? "" : "s",
                          above ? "after" : "before", STR_ARG(text));
    }
    const struct decimal *by = decimal_subtract(a, v->as.number.value, bound->as.number.value);
    struct str amount = by ? decimal_text(a, decimal_abs(a, by)) : STR_EMPTY;
    return str_format(a, "%.*s %s %.*s", STR_ARG(amount), above ? "above" : "below", STR_ARG(text));
}

static bool has_kind(const struct value *v, bool dates) {
    struct date date;
    return dates ? value_as_date(v, &date) : v->kind == VALUE_NUMBER;
}

static void check_bounds(struct report *r, const struct check_items *items, size_t i,
                         const struct limits *limits) {
    const struct value *v = items->v[i];
    struct str name = item_name(r, items, i);
    bool below = limits->from && values_order(v, limits->from) < 0;
    bool above = limits->to && values_order(v, limits->to) > 0;
    if (!has_kind(v, limits->dates))
        fail_item(r, item_span(items, i),
                  str_format(r->s->arena, "%.*s is %.*s, not a %s", STR_ARG(name),
                             STR_ARG(described(r, v)), limits->dates ? "date" : "number"));
    else if (below || above)
        fail_item(r, item_span(items, i),
                  str_format(r->s->arena, "%.*s is %.*s, %.*s", STR_ARG(name), STR_ARG(shown(r, v)),
                             STR_ARG(distance(r, v, above ? limits->to : limits->from, above))));
}

static struct str range_rule(struct report *r, const struct check_items *items,
                             const struct limits *limits) {
    struct arena *a = r->s->arena;
    struct str from = limits->from ? shown(r, limits->from) : STR_EMPTY;
    struct str to = limits->to ? shown(r, limits->to) : STR_EMPTY;
    struct str range = limits->from && limits->to
                           ? str_format(a, "from %.*s to %.*s", STR_ARG(from), STR_ARG(to))
                       : limits->from ? str_format(a, "%.*s or more", STR_ARG(from))
                                      : str_format(a, "%.*s or less", STR_ARG(to));
    return str_format(a, "not %.*s: %zu of %zu values of %.*s", STR_ARG(range), r->failures,
                      items->n, STR_ARG(items->list));
}

bool check_range(struct report *r) {
    struct check_items items;
    struct limits limits;
    bool good = read_limits(r, &limits);
    if (!read_items(r, &items) || !good)
        return false;
    bool whole = none_marked(r, &items);
    for (size_t i = 0; i < items.n; i++) {
        if (items.v[i]->kind != VALUE_MARK)
            check_bounds(r, &items, i, &limits);
    }
    if (r->failures > 0 && r->check->from)
        collect(r, r->check->from);
    if (r->failures > 0 && r->check->to)
        collect(r, r->check->to);
    struct str rule = range_rule(r, &items, &limits);
    return conclude(r, rule,
                    limits.dates ? "correct the dates, or the period"
                                 : "correct the figures, or the range") &&
           whole;
}

/* ---- no-decrease ---------------------------------------------------------------------------- */

/* A value is of the kind of the first: what has another has no order with it. */
static void check_order(struct report *r, const struct check_items *items, size_t i) {
    struct arena *a = r->s->arena;
    const struct value *v = items->v[i], *before = items->v[i - (i > 0)];
    struct str name = item_name(r, items, i);
    int order = values_order(v, before);
    bool text = v->kind == VALUE_TEXT && before->kind == VALUE_TEXT;
    struct date date;
    if (order == INCOMPARABLE) {
        fail_item(r, item_span(items, i),
                  str_format(a, "%.*s is %.*s, which has no order%s", STR_ARG(name),
                             STR_ARG(described(r, v)), i > 0 ? " with the one before" : ""));
        return;
    }
    if (order >= 0)
        return;
    struct str miss = text && !value_as_date(v, &date)
                          ? str_format(a, "which comes before '%.*s'", STR_ARG(shown(r, before)))
                          : distance(r, v, before, false);
    fail_item(
        r, item_span(items, i),
        str_format(a, "%.*s is %.*s, %.*s", STR_ARG(name), STR_ARG(shown(r, v)), STR_ARG(miss)));
    if (r->failures <= FIGURES_SHOWN)
        add_figure(r, item_span(items, i - 1),
                   str_format(a, "%.*s, before it, is %.*s", STR_ARG(item_name(r, items, i - 1)),
                              STR_ARG(shown(r, before))));
}

bool check_no_decrease(struct report *r) {
    struct check_items items;
    if (!read_items(r, &items))
        return false;
    bool whole = none_marked(r, &items);
    for (size_t i = 0; i < items.n && whole; i++)
        check_order(r, &items, i);
    return conclude(r,
                    str_format(r->s->arena, "falling: %zu of %zu values of %.*s", r->failures,
                               items.n, STR_ARG(items.list)),
                    "correct the figures, or their order") &&
           whole;
}

/* ---- unique --------------------------------------------------------------------------------- */

/* What tells an item from others: the fields of `by`, or the item itself. */
static bool identity(struct report *r, const struct value *item, struct str *key, struct span *at) {
    const struct check *c = r->check;
    struct strbuf b;
    strbuf_init(&b, r->s->arena);
    *at = item->origin;
    for (size_t i = 0; i < c->by_count || (i == 0 && c->by_count == 0); i++) {
        const struct value *v =
            c->by_count == 0 ? item : value_field(r->s, c->by[i].span, item, c->by[i].name);
        if (v->kind == VALUE_MARK)
            report_marked_condition(r->s, c->by_count > 0 ? c->by[i].span : list_span(r), v);
        if (v->kind == VALUE_MARK || value_used(r->s, v)->kind == VALUE_POISON)
            return false;
        if (i == 0 && v->origin.source)
            *at = v->origin;
        strbuf_add_c(&b, i > 0 ? ", " : "");
        strbuf_add(&b, v->kind == VALUE_NUMBER ? number_key(r->s->arena, v->as.number.value)
                                               : value_text_of(r->s->arena, v, STR("en")));
    }
    *key = strbuf_str(&b);
    return true;
}

/* Rows differ in something, or they are a mistake; the check says in what. */
static bool by_is_named(struct report *r, const struct check_items *items) {
    for (size_t i = 0; i < items->n && r->check->by_count == 0; i++) {
        if (items->v[i]->kind != VALUE_MAP)
            continue;
        struct diag *d =
            diag_error(r->s->diags, "type-mismatch", list_span(r),
                       "the items of %.*s are rows: in what do they differ?", STR_ARG(items->list));
        diag_help(r->s->diags, d, "name the columns: `by: [...]`");
        return false;
    }
    return true;
}

bool check_unique(struct report *r) {
    struct arena *a = r->s->arena;
    struct check_items items;
    struct map seen;
    if (!read_list(r, r->check->of, &items) || !by_is_named(r, &items))
        return false;
    struct span *places = ARENA_ARRAY(a, struct span, items.n);
    map_init(&seen, a);
    for (size_t i = 0; i < items.n; i++) {
        struct str key;
        if (!identity(r, items.v[i], &key, &places[i]))
            return false;
        const struct span *first = map_get(&seen, key);
        if (!first) {
            map_set(&seen, key, &places[i]);
            continue;
        }
        struct str what = key.n > 0 ? str_format(a, "'%.*s'", STR_ARG(diag_quote(a, key)))
                                    : STR("an empty value");
        fail_item(r, places[i], str_format(a, "%.*s stands here again", STR_ARG(what)));
        if (r->failures <= FIGURES_SHOWN)
            add_figure(r, *first, str_format(a, "%.*s is here first", STR_ARG(what)));
    }
    return conclude(r,
                    str_format(a, "repeats: %zu of %zu items of %.*s", r->failures, items.n,
                               STR_ARG(items.list)),
                    r->check->by_count > 0 ? "take the repeats away, or name more fields in `by:`"
                                           : "take the repeats away");
}

/* ---- links ---------------------------------------------------------------------------------- */

bool check_links(struct report *r) {
    struct arena *a = r->s->arena;
    struct check_items items;
    if (!read_items(r, &items))
        return false;
    for (size_t i = 0; i < items.n; i++) {
        const struct value *v = items.v[i];
        struct str name = item_name(r, &items, i);
        struct str address = v->kind == VALUE_TEXT ? str_trim(v->as.text) : STR_EMPTY;
        const char *fault = v->kind == VALUE_TEXT ? address_fault(address) : NULL;
        if (v->kind != VALUE_TEXT)
            fail_item(
                r, item_span(&items, i),
                str_format(a, "%.*s is %.*s, not a link", STR_ARG(name), STR_ARG(described(r, v))));
        else if (fault)
            fail_item(r, item_span(&items, i),
                      str_format(a, "%.*s, `%.*s`, %s", STR_ARG(name),
                                 STR_ARG(diag_quote(a, address)), fault));
    }
    return conclude(r,
                    str_format(a, "without a link that can be followed: %zu of %zu items of %.*s",
                               r->failures, items.n, STR_ARG(items.list)),
                    "a link is https, http, mailto or tel: `https://www.example.org/report.pdf`");
}
