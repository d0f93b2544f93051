#include "data/expr_internal.h"

/* Every filter: how many arguments it takes (at least, at most), whether a mark goes through it
 * unchanged, because nothing may be made of a hidden figure, what it does with what it reads, and its
 * arguments with names. */
static const struct filter {
    struct str name;
    const struct value *(*apply)(const struct call *c);
    size_t least, most;
    bool mark_passes;
    enum filter_reads reads;
    struct str keywords[MOST_KEYWORDS];
} filters[] = {
#define FILTER(name, least, most, mark_passes, reads)                                              \
    {                                                                                              \
        {#name, sizeof #name - 1}, filter_##name, least, most, mark_passes, reads, {               \
            { NULL, 0 }                                                                            \
        }                                                                                          \
    }
#define FILTER_WITH(name, least, most, reads, keyword)                                             \
    {                                                                                              \
        {#name, sizeof #name - 1}, filter_##name, least, most, true, reads, {                      \
            { keyword, sizeof keyword - 1 }                                                        \
        }                                                                                          \
    }
    FILTER(sum, 0, 1, true, READS_MAKES),
    FILTER(min, 0, 1, true, READS_DECIDES),
    FILTER(max, 0, 1, true, READS_DECIDES),
    FILTER(mean, 0, 1, true, READS_MAKES),
    FILTER(median, 0, 1, true, READS_MAKES),
    FILTER(count, 0, 0, false, READS_MAKES),
    FILTER(first, 0, 0, true, READS_PASSES),
    FILTER(last, 0, 0, true, READS_PASSES),
    FILTER(unique, 0, 1, true, READS_DECIDES),
    FILTER_WITH(sort, 0, 1, READS_DECIDES, "reverse"),
    FILTER(map, 1, 1, true, READS_PASSES),
    FILTER(selectattr, 1, 3, true, READS_DECIDES),
    FILTER(rejectattr, 1, 3, true, READS_DECIDES),
    FILTER(groupby, 1, 1, true, READS_DECIDES),
    FILTER(join, 0, 1, true, READS_MAKES),
    FILTER_WITH(round, 0, 1, READS_MAKES, "method"),
    FILTER(abs, 0, 0, true, READS_MAKES),
    FILTER(number, 0, 1, true, READS_MAKES),
    FILTER_WITH(percent, 0, 1, READS_MAKES, "sum"),
    FILTER(money, 0, 1, true, READS_MAKES),
    FILTER(date, 0, 1, true, READS_MAKES),
    FILTER(ordinal, 0, 0, true, READS_MAKES),
    FILTER(words, 0, 0, true, READS_MAKES),
    FILTER(upper, 0, 0, true, READS_MAKES),
    FILTER(lower, 0, 0, true, READS_MAKES),
    FILTER(title, 0, 0, true, READS_MAKES),
    FILTER(slug, 0, 0, true, READS_MAKES),
    FILTER(default, 1, 1, true, READS_PASSES),
    FILTER(plural, 2, 3, false, READS_MAKES),
    {{"length", 6}, filter_count, 0, 0, false, READS_MAKES, {{NULL, 0}}},
#undef FILTER
#undef FILTER_WITH
};

enum { FILTERS = sizeof filters / sizeof *filters };

static const struct filter *filter_find(struct str name) {
    for (size_t i = 0; i < FILTERS; i++) {
        if (str_equal(filters[i].name, name))
            return &filters[i];
    }
    return NULL;
}

enum filter_reads filter_reads(struct str name) {
    const struct filter *f = filter_find(name);
    return f ? f->reads : READS_MAKES;
}

bool filter_exists(struct str name) {
    return filter_find(name) != NULL;
}

/* What other template languages call the same thing. */
static const struct {
    const char *theirs, *ours;
} aliases[] = {{"format", "number"},     {"average", "mean"},      {"avg", "mean"},
               {"currency", "money"},    {"uppercase", "upper"},   {"lowercase", "lower"},
               {"capitalize", "title"},  {"size", "length"},       {"total", "sum"},
               {"filter", "selectattr"}, {"select", "selectattr"}, {"reject", "rejectattr"},
               {"distinct", "unique"},   {"strftime", "date"},     {"d", "default"},
               {"pluralize", "plural"},  {"percentage", "percent"}};

struct str filter_nearest(struct str name) {
    struct str names[FILTERS];
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (str_is(name, aliases[i].theirs))
            return str_from(aliases[i].ours);
    }
    for (size_t i = 0; i < FILTERS; i++)
        names[i] = filters[i].name;
    return diag_nearest(name, names, FILTERS);
}

bool filter_check_arguments(struct session *s, const struct expr *node) {
    const struct filter *f = filter_find(node->text);
    size_t n = node->n - 1;
    if (n >= f->least && n <= f->most)
        return true;
    struct diag *d = f->least == f->most
                         ? diag_error(s->diags, "filter-arguments", expr_name_span(node),
                                      "%.*s takes %zu argument%s, not %zu", STR_ARG(f->name),
                                      f->least, f->least == 1 ? "" : "s", n)
                         : diag_error(s->diags, "filter-arguments", expr_name_span(node),
                                      "%.*s takes %zu to %zu arguments, not %zu", STR_ARG(f->name),
                                      f->least, f->most, n);
    if (f->most == 0 && n > 0)
        diag_help(s->diags, d,
                  "write `| %.*s`; the field of a list of rows is taken out with "
                  "`| map('field')` before",
                  STR_ARG(f->name));
    return false;
}

size_t filter_keyword(struct arena *a, struct str filter, struct str name, struct str *help) {
    const struct filter *f = filter_find(filter);
    struct str near = diag_nearest(name, f->keywords, MOST_KEYWORDS);
    for (size_t i = 0; i < MOST_KEYWORDS; i++) {
        if (f->keywords[i].n > 0 && str_equal(f->keywords[i], name))
            return i;
    }
    *help =
        near.n > 0 ? str_format(a, "did you mean `%.*s`?", STR_ARG(near))
        : f->keywords[0].n > 0
            ? str_format(a, "the one with a name is `%.*s`", STR_ARG(f->keywords[0]))
            : str_format(a, "%.*s has none with a name; write `==` to compare", STR_ARG(filter));
    return MOST_KEYWORDS;
}

struct span filter_keyword_span(const struct call *call, size_t i) {
    return expr_span(call->node->keywords[i]);
}

struct span filter_argument_span(const struct call *call, size_t i) {
    return expr_span(call->node->args[i + 1]);
}

const struct value *filter_fail(const struct call *call, const char *code, const char *format,
                                ...) {
    va_list args;
    va_start(args, format);
    struct str message = str_vformat(call->s->arena, format, args);
    va_end(args);
    struct diag *d =
        diag_error(call->s->diags, code, expr_name_span(call->node), "%.*s", STR_ARG(message));
    if (call->input->origin.source && call->input->kind != VALUE_LIST)
        diag_note(call->s->diags, d, call->input->origin, "this value");
    return &VALUE_POISON_VALUE;
}

const struct value *filter_apply(const struct call *call) {
    const struct filter *f = filter_find(call->node->text);
    if (call->input->kind == VALUE_MARK && f->mark_passes)
        return call->input;
    if (f->reads == READS_MAKES && call->input->kind != VALUE_LIST)
        trace_note(call->scope->trace, call->input, TRACE_MADE_OF);
    if (call->input->kind == VALUE_REFERENCE)
        return filter_fail(call, "type-mismatch",
                           "a reference stands alone in its braces, without a filter");
    for (size_t i = 0; i < call->n + MOST_KEYWORDS; i++) {
        bool named = i >= call->n;
        const struct value *v = named ? call->keywords[i - call->n] : call->args[i];
        if (!v || v->kind != VALUE_MARK)
            continue;
        report_marked_condition(
            call->s, named ? filter_keyword_span(call, i - call->n) : filter_argument_span(call, i),
            v);
        return &VALUE_POISON_VALUE;
    }
    return f->apply(call);
}

bool mark_stronger(const struct value **strongest, const struct value *v) {
    if (v->kind != VALUE_MARK)
        return false;
    if (!*strongest || v->as.mark > (*strongest)->as.mark)
        *strongest = v;
    return true;
}
