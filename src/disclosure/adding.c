/* What is said where rounded figures do not add up as printed. */
#include "disclosure/model.h"

static bool is_alone(const struct model *m) {
    return m->f.rounded == ROUNDED_ALONE || m->f.rounded == ROUNDED_GIVEN_UP;
}

static void warn_of_set(struct model *m) {
    struct session *s = m->s;
    long long base = m->f.round;
    bool proved = m->f.rounded == ROUNDED_ALONE;
    struct diag *d =
        diag_warning(s->diags, "rounded-alone", m->set->name.span,
                     "the totals of `%.*s` may not add up: %s", STR_ARG(m->set->name.text),
                     proved ? "no rounding makes all of them do so"
                            : "no rounding was found that makes all of them do so");
    diag_note(s->diags, d, SPAN_NONE, "each figure is rounded to %lld by itself", base);
    diag_help(s->diags, d,
              proved ? "say so under its tables, or round to a smaller number"
                     : "say so under its tables, or publish fewer sums in `totals` and `groups`");
}

/* A sum of shown cells that is not what they add up to. */
static bool differs(const struct model *m, const struct figure *x) {
    int64_t sum = 0;
    for (size_t i = 0; i < x->n; i++) {
        if (m->f.v[x->cells[i]].hidden)
            return false;
        sum += m->f.v[x->cells[i]].shown;
    }
    return !x->hidden && sum != x->shown;
}

static bool is_cause(const struct model *m, uint32_t figure) {
    const struct figure *x = &m->f.v[figure];
    return (x->forced || x->exact) && x->value % m->f.round != 0;
}

/* The figure that is shown exactly: the sum itself, or one of its cells. */
static uint32_t cause_of(const struct model *m, uint32_t sum) {
    const struct figure *x = &m->f.v[sum];
    size_t i = 0;
    if (is_cause(m, sum))
        return sum;
    while (i + 1 < x->n && !is_cause(m, x->cells[i]))
        i++;
    return x->cells[i];
}

static void warn_of_sums(struct model *m) {
    struct session *s = m->s;
    uint32_t first = FIGURE_NONE;
    size_t more = 0;
    for (uint32_t i = (uint32_t)m->f.cells; i < m->f.n; i++) {
        if (!differs(m, &m->f.v[i]))
            continue;
        more += first != FIGURE_NONE;
        first = first == FIGURE_NONE ? i : first;
    }
    if (first == FIGURE_NONE)
        return;
    uint32_t cause = cause_of(m, first);
    const struct model_note *note = &m->notes.v[cause];
    const struct disclosure_at *at = note->override ? note->override : note->published;
    struct diag *d =
        diag_warning(s->diags, "rounded-exact", at ? at->span : m->set->span,
                     "`%.*s` of `%.*s` does not add up as printed: `%.*s` is not rounded",
                     STR_ARG(diag_quote(s->arena, m->notes.v[first].label)),
                     STR_ARG(m->set->name.text), STR_ARG(diag_quote(s->arena, note->label)));
    if (more > 0)
        diag_note(s->diags, d, SPAN_NONE, "%zu more total%s", more,
                  more == 1 ? " does not either" : "s do not either");
    diag_help(s->diags, d,
              "say so under the table: what is overridden or public already is printed "
              "exactly");
}

void model_check_adding(struct model *m) {
    if (is_alone(m))
        warn_of_set(m);
    else if (m->f.rounded != ROUNDED_NOT)
        warn_of_sums(m);
}
