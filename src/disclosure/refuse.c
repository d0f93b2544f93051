/* What is forced to be visible, and what is said when that, or anything else, gives counts away. */
#include "disclosure/model.h"

#include <string.h>

enum { SHOWN_NOTES = 5 };

static bool small(const struct model *m, int64_t value) {
    return value >= m->f.low && value <= m->f.high;
}

static bool is_of(const struct model *m, const struct disclosure_at *at) {
    return str_equal(at->set.text, m->set->name.text);
}

static void force_override(struct model *m, const struct disclosure_at *at) {
    struct figure_list list = {0};
    if (!model_resolve(m, at, &list)) {
        m->good = false;
        return;
    }
    for (size_t i = 0; i < list.n; i++) {
        m->all.v[list.v[i]].forced = true;
        m->notes.v[list.v[i]].override = at;
    }
}

/* One error for an entry, however many small figures it names. */
static void force_published(struct model *m, const struct disclosure_at *at) {
    struct session *s = m->s;
    struct figure_list list = {0};
    struct diag *d = NULL;
    size_t told = 0;
    if (!model_resolve(m, at, &list)) {
        m->good = false;
        return;
    }
    for (size_t i = 0; i < list.n; i++) {
        struct figure *x = &m->all.v[list.v[i]];
        x->forced = x->exact = true;
        m->notes.v[list.v[i]].published = at;
        if (!small(m, x->value) || m->notes.v[list.v[i]].override)
            continue;
        struct str label = diag_quote(s->arena, m->notes.v[list.v[i]].label);
        if (!d) {
            d = diag_error(s->diags, "disclosure-public", at->span,
                           "already public in %.*s: hiding `%.*s` here protects nobody",
                           STR_ARG(at->source.text.n ? diag_quote(s->arena, at->source.text)
                                                     : STR("another document")),
                           STR_ARG(label));
            diag_help(s->diags, d,
                      "leave it out of `counts`, merge rows until no count is %lld to %lld, or "
                      "show it by an `override` with its reason",
                      (long long)m->f.low, (long long)m->f.high);
        } else if (told < SHOWN_NOTES) {
            diag_note(s->diags, d, SPAN_NONE, "so is `%.*s`", STR_ARG(label));
            told++;
        }
        m->good = false;
    }
}

void model_force(struct model *m) {
    const struct disclosure_declaration *d = m->d;
    for (size_t i = 0; i < d->override_count; i++) {
        if (is_of(m, &d->overrides[i]))
            force_override(m, &d->overrides[i]);
    }
    for (size_t i = 0; i < d->published_count; i++) {
        if (is_of(m, &d->published[i]))
            force_published(m, &d->published[i]);
    }
}

/* What leaks through the forced figures alone, everything else hidden. */
static size_t leaks_of_forced(const struct model *m) {
    struct arena *scratch = arena_new();
    struct figures alone = m->f;
    alone.range = false;
    alone.v = ARENA_ARRAY(scratch, struct figure, alone.n);
    for (size_t i = 0; i < alone.n; i++) {
        alone.v[i] = m->f.v[i];
        alone.v[i].hidden = !alone.v[i].forced;
        alone.v[i].loose = true;
    }
    struct audit audit = figures_audit(&alone, scratch, false);
    arena_free(scratch);
    return audit.n;
}

static const char *interval_text(struct model *m, uint32_t figure) {
    struct interval i;
    figures_intervals(&m->f, &figure, 1, &i);
    struct arena *a = m->s->arena;
    if (i.most == INT64_MAX)
        return str_c(a, str_format(a, "could be %lld or more", (long long)i.least));
    if (i.least == i.most)
        return str_c(a, str_format(a, "could only be %lld", (long long)i.least));
    return str_c(
        a, str_format(a, "could only be %lld to %lld", (long long)i.least, (long long)i.most));
}

static void note_published(struct model *m, struct diag *d) {
    const struct disclosure_at *last = NULL;
    size_t told = 0;
    for (size_t i = 0; i < m->notes.n && told < SHOWN_NOTES; i++) {
        const struct disclosure_at *at = m->notes.v[i].published;
        if (!at || at == last)
            continue;
        diag_note(m->s->diags, d, at->span, "published in %.*s",
                  STR_ARG(at->source.text.n ? diag_quote(m->s->arena, at->source.text)
                                            : STR("another document")));
        last = at;
        told++;
    }
}

void model_refuse(struct model *m) {
    struct session *s = m->s;
    size_t forced = leaks_of_forced(m), n = m->f.unsafe_count;
    const char *counts = n == 1 ? "count" : "counts";
    struct diag *d = forced > 0
                         ? diag_error(s->diags, "disclosure-public", m->set->name.span,
                                      "what is already public tells %zu small %s of `%.*s`: "
                                      "hiding %s here protects nobody",
                                      n, counts, STR_ARG(m->set->name.text), n == 1 ? "it" : "them")
                         : diag_error(s->diags, "disclosure-unsafe", m->set->name.span,
                                      "%zu small %s of `%.*s` cannot be protected", n, counts,
                                      STR_ARG(m->set->name.text));
    for (size_t i = 0; i < n && i < SHOWN_NOTES; i++) {
        uint32_t figure = m->f.unsafe[i];
        diag_note(s->diags, d, figure_is_cell(&m->f, figure) ? m->cell[figure]->origin : SPAN_NONE,
                  "`%.*s` %s, by what would be published",
                  STR_ARG(diag_quote(s->arena, m->notes.v[figure].label)),
                  interval_text(m, figure));
    }
    if (forced > 0)
        note_published(m, d);
    diag_help(s->diags, d,
              m->f.range && forced == 0
                  ? "merge rows until the counts are above %lld, publish the totals alone, or "
                    "write `protect: exact`"
                  : "merge rows until the counts are above %lld, or leave these counts out and "
                    "publish the totals alone",
              (long long)m->f.high);
}

void model_hide_all(struct model *m) {
    for (size_t i = 0; i < m->f.n; i++) {
        struct figure *x = &m->f.v[i];
        const struct value *cell = figure_is_cell(&m->f, i) ? m->cell[i] : NULL;
        x->hidden = !cell || cell->kind == VALUE_NUMBER;
    }
}
