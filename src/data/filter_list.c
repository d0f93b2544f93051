#include "data/expr_internal.h"

#include "base/utf8.h"
#include "data/shares.h"
#include "data/total_row.h"

/* The items a filter works on: the list itself, or one field of each of its rows. */
struct items {
    const struct value **v;
    size_t n;
    bool poison;
};

static struct items items_poison(void) {
    return (struct items){.poison = true};
}

/* 'a.b' reaches into a map within a row, unless a field has that very name. */
static const struct value *field_of(const struct call *c, size_t argument, const struct value *item,
                                    struct str name) {
    const struct value *found = value_field_found(c->s, item, name);
    if (found)
        return found;
    struct span at = filter_argument_span(c, argument);
    size_t dot = str_find(name, STR("."));
    if (dot == SIZE_MAX)
        return value_field(c->s, at, item, name);
    const struct value *inner = value_field(c->s, at, item, str_slice(name, 0, dot));
    return field_of(c, argument, inner, str_slice(name, dot + 1, name.n));
}

static bool need_list(const struct call *c) {
    if (c->input->kind == VALUE_LIST)
        return true;
    filter_fail(c, "type-mismatch", "%.*s needs a list, and this is %.*s", STR_ARG(c->node->text),
                STR_ARG(value_describe(c->s->arena, c->input)));
    return false;
}

static bool need_field(const struct call *c, size_t argument) {
    if (c->args[argument]->kind == VALUE_TEXT)
        return true;
    struct diag *d =
        diag_error(c->s->diags, "type-mismatch", filter_argument_span(c, argument),
                   "%.*s needs the name of a field in quotes, not %.*s", STR_ARG(c->node->text),
                   STR_ARG(value_describe(c->s->arena, c->args[argument])));
    diag_help(c->s->diags, d, "`%.*s('field')`", STR_ARG(c->node->text));
    return false;
}

/* What is handed on is noted where it ends up. */
static void note_items(const struct call *c, const struct items *items) {
    enum filter_reads reads = filter_reads(c->node->text);
    for (size_t i = 0; c->scope->trace && reads != READS_PASSES && i < items->n; i++)
        trace_note(c->scope->trace, items->v[i],
                   reads == READS_MAKES ? TRACE_MADE_OF : TRACE_DECIDED_BY);
}

/* One field of all rows. Stops at the first row without it: the others would say the same. Faulty
 * cells are each told. */
static struct items items_of_field(const struct call *c, size_t argument) {
    const struct value *list = c->input;
    if (!need_list(c) || !need_field(c, argument))
        return items_poison();
    struct items out = {ARENA_ARRAY(c->s->arena, const struct value *, list->as.list.n),
                        list->as.list.n, false};
    for (size_t i = 0; i < out.n; i++) {
        const struct value *item = list->as.list.v[i];
        out.v[i] = field_of(c, argument, item, c->args[argument]->as.text);
        if (out.v[i]->kind != VALUE_POISON)
            continue;
        out.poison = true;
        if (!out.v[i]->as.fault)
            return items_poison();
    }
    note_items(c, &out);
    return out;
}

static struct items items_of(const struct call *c) {
    if (c->n > 0)
        return items_of_field(c, 0);
    if (!need_list(c))
        return items_poison();
    struct items out = {c->input->as.list.v, c->input->as.list.n, false};
    for (size_t i = 0; i < out.n; i++)
        out.poison = value_used(c->s, out.v[i])->kind == VALUE_POISON || out.poison;
    note_items(c, &out);
    return out;
}

static struct str field_shown(const struct call *c) {
    if (c->n == 0)
        return STR("the list");
    return str_format(c->s->arena, "`%.*s`", STR_ARG(diag_quote(c->s->arena, c->args[0]->as.text)));
}

/* One diagnostic for all items that are not numbers, with a note at each. */
static const struct value *report_not_numbers(const struct call *c, const struct items *items) {
    enum { SHOWN = 20 };
    size_t bad = 0, first = SIZE_MAX;
    struct diag *d = NULL;
    for (size_t i = 0; i < items->n; i++) {
        const struct value *v = items->v[i];
        if (v->kind == VALUE_NUMBER || v->kind == VALUE_MARK)
            continue;
        if (first == SIZE_MAX) {
            first = i;
            d = diag_error(c->s->diags, v->kind == VALUE_NULL ? "empty-value" : "type-mismatch",
                           expr_name_span(c->node),
                           "%.*s needs numbers, and item %zu of %.*s is %.*s",
                           STR_ARG(c->node->text), i + 1, STR_ARG(field_shown(c)),
                           STR_ARG(value_describe(c->s->arena, v)));
        }
        if (bad++ < SHOWN && v->origin.source)
            diag_note(c->s->diags, d, v->origin, "not a number: %.*s",
                      STR_ARG(value_describe(c->s->arena, v)));
    }
    if (bad > SHOWN)
        diag_note(c->s->diags, d, SPAN_NONE, "and %zu more", bad - SHOWN);
    if (items->v[first]->kind == VALUE_NULL)
        diag_help(c->s->diags, d,
                  "an empty cell is not 0; fill it in, or leave such rows out "
                  "with `selectattr('field', '!=', null)`");
    else if (items->v[first]->kind == VALUE_MAP)
        diag_help(c->s->diags, d, "name the field: `%.*s('field')`", STR_ARG(c->node->text));
    else
        diag_help(c->s->diags, d,
                  "a column of numbers written with signs or commas needs a type "
                  "in `types:`");
    return &VALUE_POISON_VALUE;
}

/* NULL if all items are numbers; else the strongest mark, or poison after a diagnostic. */
static const struct value *check_numbers(const struct call *c, const struct items *items) {
    const struct value *strongest = NULL;
    bool bad = false;
    for (size_t i = 0; i < items->n; i++) {
        if (!mark_stronger(&strongest, items->v[i]))
            bad = bad || items->v[i]->kind != VALUE_NUMBER;
    }
    if (bad)
        return report_not_numbers(c, items);
    return strongest ? value_mark(c->s->arena, strongest->as.mark) : NULL;
}

static const struct value *too_large(const struct call *c) {
    return filter_fail(c, "number-too-large", "the result has more than %d digits", DECIMAL_DIGITS);
}

static const struct value *empty_list(const struct call *c) {
    return filter_fail(c, "empty-list", "%.*s of an empty list", STR_ARG(c->node->text));
}

static const struct decimal *sum_of(const struct call *c, const struct items *items) {
    const struct decimal *sum = decimal_from(c->s->arena, 0);
    for (size_t i = 0; sum && i < items->n; i++)
        sum = decimal_add(c->s->arena, sum, items->v[i]->as.number.value);
    return sum;
}

/* Rows that are added up, with the total of them among them. */
static void lint_total_row(const struct call *c, const struct items *items) {
    if (c->n > 0)
        total_row_lint(c->s, &(struct row_figures){c->input->as.list.v, items->v, items->n, 1});
}

const struct value *filter_sum(const struct call *c) {
    struct items items = items_of(c);
    if (items.poison)
        return &VALUE_POISON_VALUE;
    const struct value *special = check_numbers(c, &items);
    if (special)
        return special;
    const struct decimal *sum = sum_of(c, &items);
    lint_total_row(c, &items);
    return sum ? value_number(c->s->arena, sum) : too_large(c);
}

const struct value *filter_mean(const struct call *c) {
    struct items items = items_of(c);
    if (items.poison)
        return &VALUE_POISON_VALUE;
    const struct value *special = check_numbers(c, &items);
    if (special)
        return special;
    if (items.n == 0)
        return empty_list(c);
    const struct decimal *mean = sum_of(c, &items);
    lint_total_row(c, &items);
    if (mean)
        mean = decimal_divide(c->s->arena, mean, decimal_from(c->s->arena, (int64_t)items.n));
    return mean ? value_number(c->s->arena, mean) : too_large(c);
}

const struct value *filter_median(const struct call *c) {
    struct items items = items_of(c);
    if (items.poison)
        return &VALUE_POISON_VALUE;
    const struct value *special = check_numbers(c, &items);
    if (special)
        return special;
    if (items.n == 0)
        return empty_list(c);
    size_t *order = values_sorted(c->s->arena, items.v, items.n, false);
    const struct value *upper = items.v[order[items.n / 2]];
    if (items.n % 2 == 1)
        return upper;
    const struct decimal *sum = decimal_add(
        c->s->arena, items.v[order[items.n / 2 - 1]]->as.number.value, upper->as.number.value);
    const struct decimal *half =
        sum ? decimal_divide(c->s->arena, sum, decimal_from(c->s->arena, 2)) : NULL;
    return half ? value_number(c->s->arena, half) : too_large(c);
}

/* wanted: -1 for the least, 1 for the greatest; of equals the first. */
static const struct value *extreme(const struct call *c, int wanted) {
    struct items items = items_of(c);
    const struct value *strongest = NULL, *best = NULL;
    if (items.poison)
        return &VALUE_POISON_VALUE;
    if (items.n == 0)
        return empty_list(c);
    for (size_t i = 0; i < items.n; i++) {
        const struct value *v = items.v[i];
        if (mark_stronger(&strongest, v))
            continue;
        if (v->kind != VALUE_NUMBER && v->kind != VALUE_DATE)
            return report_not_numbers(c, &items);
        int order = best ? values_order(v, best) : wanted;
        if (order == INCOMPARABLE)
            return filter_fail(c, "type-mismatch", "%.*s cannot compare dates with numbers",
                               STR_ARG(c->node->text));
        if (order == wanted)
            best = v;
    }
    for (size_t i = 0; strongest && i < items.n; i++) {
        if (items.v[i]->kind == VALUE_MARK)
            trace_note(c->scope->trace, items.v[i], TRACE_MADE_OF);
    }
    return strongest ? value_mark(c->s->arena, strongest->as.mark) : best;
}

const struct value *filter_min(const struct call *c) {
    return extreme(c, -1);
}

const struct value *filter_max(const struct call *c) {
    return extreme(c, 1);
}

/* A hidden figure's share is what the others leave of 100: with one mark in the list none is told. */
static const struct value *shares_marked(const struct call *c, const struct items *items,
                                         const struct value *mark) {
    const struct value **v = ARENA_ARRAY(c->s->arena, const struct value *, items->n);
    for (size_t i = 0; i < items->n; i++)
        v[i] = items->v[i]->kind == VALUE_MARK ? items->v[i] : mark;
    return value_list(c->s->arena, v, items->n);
}

static const struct value *shares_fail(const struct call *c, const struct items *items,
                                       const struct shares *of, enum shares_fault fault) {
    if (fault == SHARES_TOO_LARGE)
        return too_large(c);
    if (fault == SHARES_OF_NOTHING)
        return filter_fail(c, "no-shares", "the figures add up to 0, and 0 has no shares");
    const struct value *v = items->v[of->bad];
    struct diag *d = diag_error(c->s->diags, "no-shares", expr_name_span(c->node),
                                "item %zu is %.*s, and a share is never below 0", of->bad + 1,
                                STR_ARG(value_describe(c->s->arena, v)));
    if (v->origin.source)
        diag_note(c->s->diags, d, v->origin, "this value");
    return &VALUE_POISON_VALUE;
}

const struct value *filter_shares(const struct call *c, int places) {
    const struct value *hundred = c->keywords[0];
    struct arena *a = c->s->arena;
    if (hundred->kind != VALUE_NUMBER ||
        decimal_compare(hundred->as.number.value, decimal_from(a, 100)) != 0) {
        struct diag *d = diag_error(c->s->diags, "filter-arguments", filter_keyword_span(c, 0),
                                    "the shares of a whole add up to 100, not to %.*s",
                                    STR_ARG(value_describe(a, hundred)));
        diag_help(c->s->diags, d, "write `percent(sum=100)`");
        return &VALUE_POISON_VALUE;
    }
    if (c->input->kind == VALUE_NUMBER) {
        filter_fail(c, "type-mismatch", "percent(sum=100) needs a list, and this is %.*s",
                    STR_ARG(value_describe(a, c->input)));
        return &VALUE_POISON_VALUE;
    }
    struct call whole = *c;
    whole.n = 0; /* its argument is no field */
    struct items items = items_of(&whole);
    const struct value *special =
        items.poison ? &VALUE_POISON_VALUE : check_numbers(&whole, &items);
    if (special)
        return special->kind == VALUE_MARK ? shares_marked(c, &items, special) : special;
    const struct decimal **figures = ARENA_ARRAY(a, const struct decimal *, items.n);
    for (size_t i = 0; i < items.n; i++)
        figures[i] = items.v[i]->as.number.value;
    struct shares shares = {.figures = figures, .n = items.n, .places = places};
    shares.out = ARENA_ARRAY(a, const struct decimal *, items.n);
    enum shares_fault fault = items.n > 0 ? shares_make(a, &shares) : SHARES_GOOD;
    if (fault != SHARES_GOOD)
        return shares_fail(c, &items, &shares, fault);
    const struct value **v = ARENA_ARRAY(a, const struct value *, items.n);
    for (size_t i = 0; i < items.n; i++)
        v[i] = value_text(a, format_percent(a, shares.out[i], places, scope_lang(c->scope)));
    return value_list(a, v, items.n);
}

const struct value *filter_count(const struct call *c) {
    const struct value *v = c->input;
    trace_note_items(c->scope->trace, v);
    if (v->kind == VALUE_LIST)
        return value_integer(c->s->arena, (int64_t)v->as.list.n);
    if (v->kind == VALUE_MAP)
        return value_integer(c->s->arena, (int64_t)v->as.map.entries->n);
    if (v->kind == VALUE_TEXT)
        return value_integer(c->s->arena, (int64_t)utf8_length(v->as.text));
    return filter_fail(c, "type-mismatch", "%.*s needs a list, a map or a text, and this is %.*s",
                       STR_ARG(c->node->text), STR_ARG(value_describe(c->s->arena, v)));
}

static const struct value *end_of(const struct call *c, bool last) {
    if (!need_list(c))
        return &VALUE_POISON_VALUE;
    size_t n = c->input->as.list.n;
    return n == 0 ? empty_list(c) : c->input->as.list.v[last ? n - 1 : 0];
}

const struct value *filter_first(const struct call *c) {
    return end_of(c, false);
}

const struct value *filter_last(const struct call *c) {
    return end_of(c, true);
}

const struct value *filter_map(const struct call *c) {
    struct items items = items_of_field(c, 0);
    return items.poison ? &VALUE_POISON_VALUE : value_list(c->s->arena, items.v, items.n);
}

/* A list like the input's, of some of its rows: they are still rows of the same set. */
static const struct value *list_like(const struct call *c, const struct value **v, size_t n) {
    struct value *list = ARENA_NEW(c->s->arena, struct value);
    *list = *c->input;
    list->as.list.v = v;
    list->as.list.n = n;
    return list;
}

const struct value *filter_unique(const struct call *c) {
    struct items keys = items_of(c);
    if (keys.poison)
        return &VALUE_POISON_VALUE;
    const struct value **kept = ARENA_ARRAY(c->s->arena, const struct value *, keys.n);
    struct map seen; /* by printed form: values that print alike are compared */
    size_t n = 0;
    map_init(&seen, c->s->arena);
    for (size_t i = 0; i < keys.n; i++)
        keys.poison = !value_used_whole(c->s, keys.v[i]) || keys.poison;
    for (size_t i = 0; i < keys.n && !keys.poison; i++) {
        struct str text = value_text_of(c->s->arena, keys.v[i], STR("en"));
        if (keys.v[i]->kind == VALUE_NUMBER) /* 1 and 1.0 are one number */
            text = number_key(c->s->arena, keys.v[i]->as.number.value);
        text = str_format(c->s->arena, "%d:%.*s", (int)keys.v[i]->kind, STR_ARG(text));
        if (map_set(&seen, text, (void *)keys.v[i]))
            kept[n++] = c->input->as.list.v[i];
    }
    return keys.poison ? &VALUE_POISON_VALUE : list_like(c, kept, n);
}

const struct value *filter_sort(const struct call *c) {
    struct items keys = items_of(c);
    if (keys.poison)
        return &VALUE_POISON_VALUE;
    const struct value *sample = NULL;
    for (size_t i = 0; i < keys.n; i++) {
        const struct value *v = keys.v[i];
        if (v->kind == VALUE_MARK || v->kind == VALUE_NULL)
            continue;
        sample = sample ? sample : v;
        if (values_order(sample, v) != INCOMPARABLE)
            continue;
        return filter_fail(c, "type-mismatch", "sort cannot order %.*s and %.*s",
                           STR_ARG(value_describe(c->s->arena, sample)),
                           STR_ARG(value_describe(c->s->arena, v)));
    }
    bool ok = true;
    bool reverse =
        c->keywords[0] && value_truth(c->s, filter_keyword_span(c, 0), c->keywords[0], &ok);
    if (!ok)
        return &VALUE_POISON_VALUE;
    size_t *order = values_sorted(c->s->arena, keys.v, keys.n, reverse);
    const struct value **sorted = ARENA_ARRAY(c->s->arena, const struct value *, keys.n);
    for (size_t i = 0; i < keys.n; i++)
        sorted[i] = c->input->as.list.v[order[i]];
    return list_like(c, sorted, keys.n);
}

enum attribute_test { TEST_FAULTY, TEST_TRUTH, TEST_MARKED, TEST_IN, TEST_COMPARE };

static enum attribute_test attribute_test(const struct call *c) {
    static const struct str operators[] = {{"==", 2}, {"!=", 2}, {"<", 1},  {"<=", 2},
                                           {">", 1},  {">=", 2}, {"in", 2}, {"marked", 6}};
    static const struct {
        const char *theirs, *ours;
    } names[] = {{"eq", "=="},         {"equalto", "=="}, {"=", "=="},  {"ne", "!="},
                 {"lt", "<"},          {"lessthan", "<"}, {"le", "<="}, {"gt", ">"},
                 {"greaterthan", ">"}, {"ge", ">="}};
    enum { OPERATORS = sizeof operators / sizeof *operators };
    if (c->n == 1)
        return TEST_TRUTH;
    struct str op = c->args[1]->kind == VALUE_TEXT ? c->args[1]->as.text : STR_EMPTY;
    size_t found = 0;
    while (found < OPERATORS && !str_equal(operators[found], op))
        found++;
    if (found == OPERATORS) {
        struct diag *d = diag_error(c->s->diags, "filter-arguments", filter_argument_span(c, 1),
                                    "%.*s does not know the operator %.*s", STR_ARG(c->node->text),
                                    STR_ARG(value_describe(c->s->arena, c->args[1])));
        diag_help(c->s->diags, d,
                  "the operators are '==', '!=', '<', '<=', '>', '>=', 'in' and "
                  "'marked'");
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (str_is(op, names[i].theirs))
                diag_help(c->s->diags, d, "write '%s'", names[i].ours);
        }
        return TEST_FAULTY;
    }
    bool marked = str_is(op, "marked");
    if (c->n != (marked ? 2 : 3)) {
        diag_error(c->s->diags, "filter-arguments", filter_argument_span(c, 1),
                   marked ? "'marked' takes no value" : "a value to compare with is missing");
        return TEST_FAULTY;
    }
    return marked ? TEST_MARKED : str_is(op, "in") ? TEST_IN : TEST_COMPARE;
}

static bool item_passes(const struct call *c, enum attribute_test test, struct span at,
                        const struct value *v, bool *ok) {
    switch (test) {
    case TEST_TRUTH:
        return value_truth(c->s, at, v, ok);
    case TEST_MARKED:
        return v->kind == VALUE_MARK;
    case TEST_IN:
        return value_contains(c->s, at, v, c->args[2], ok);
    case TEST_COMPARE:
        return values_compare(c->s, &(struct comparison){at, v, c->args[1]->as.text, c->args[2]},
                              ok);
    case TEST_FAULTY:
        break;
    }
    *ok = false;
    return false;
}

static const struct value *select_rows(const struct call *c, bool wanted) {
    struct items keys = items_of_field(c, 0);
    enum attribute_test test = keys.poison ? TEST_FAULTY : attribute_test(c);
    if (test == TEST_FAULTY)
        return &VALUE_POISON_VALUE;
    const struct value **kept = ARENA_ARRAY(c->s->arena, const struct value *, keys.n);
    struct span at = expr_name_span(c->node);
    size_t n = 0;
    for (size_t i = 0; i < keys.n; i++) {
        bool ok = true;
        if (item_passes(c, test, at, keys.v[i], &ok) == wanted)
            kept[n++] = c->input->as.list.v[i];
        if (!ok)
            return &VALUE_POISON_VALUE;
    }
    return list_like(c, kept, n);
}

const struct value *filter_selectattr(const struct call *c) {
    return select_rows(c, true);
}

const struct value *filter_rejectattr(const struct call *c) {
    return select_rows(c, false);
}

static const struct value *group_make(const struct call *c, const struct value *key,
                                      const struct value **rows, size_t n) {
    struct map *entries = ARENA_NEW(c->s->arena, struct map);
    struct value *group = ARENA_NEW(c->s->arena, struct value);
    map_init(entries, c->s->arena);
    map_set(entries, STR("grouper"), (void *)key);
    map_set(entries, STR("list"), (void *)list_like(c, rows, n));
    group->kind = VALUE_MAP;
    group->as.map.entries = entries;
    return group;
}

/* As in Jinja2: maps with `grouper` and `list`, in the order of the groupers. */
const struct value *filter_groupby(const struct call *c) {
    struct items keys = items_of_field(c, 0);
    if (keys.poison)
        return &VALUE_POISON_VALUE;
    size_t *order = values_sorted(c->s->arena, keys.v, keys.n, false);
    const struct value **groups = ARENA_ARRAY(c->s->arena, const struct value *, keys.n);
    size_t n = 0;
    for (size_t from = 0, to; from < keys.n; from = to) {
        const struct value *key = keys.v[order[from]];
        for (to = from + 1; to < keys.n && values_same(key, keys.v[order[to]]); to++)
            continue;
        const struct value **rows = ARENA_ARRAY(c->s->arena, const struct value *, to - from);
        for (size_t i = from; i < to; i++)
            rows[i - from] = c->input->as.list.v[order[i]];
        groups[n++] = group_make(c, key, rows, to - from);
    }
    return value_list(c->s->arena, groups, n);
}

const struct value *filter_join(const struct call *c) {
    struct strbuf b;
    if (!need_list(c) || !value_used_whole(c->s, c->input))
        return &VALUE_POISON_VALUE;
    if (c->n > 0 && c->args[0]->kind != VALUE_TEXT)
        return filter_fail(c, "type-mismatch", "join needs a text to put between the items");
    strbuf_init(&b, c->s->arena);
    trace_note(c->scope->trace, c->input, TRACE_MADE_OF);
    for (size_t i = 0; i < c->input->as.list.n; i++) {
        const struct value *v = c->input->as.list.v[i];
        if (v->kind == VALUE_REFERENCE || v->kind == VALUE_PROSE)
            return filter_fail(c, "type-mismatch", "%.*s cannot be joined to a text",
                               STR_ARG(value_describe(c->s->arena, v)));
        if (i > 0)
            strbuf_add(&b, c->n > 0 ? c->args[0]->as.text : STR(", "));
        strbuf_add(&b, value_text_of(c->s->arena, v, scope_lang(c->scope)));
    }
    return value_text(c->s->arena, strbuf_str(&b));
}
