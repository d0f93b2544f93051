/* What `at` and `count`, and the figures of `same:`, mean in a set. */
#include "disclosure/model.h"

static void take(struct model *m, struct figure_list *out, uint32_t figure) {
    if (figure != FIGURE_NONE)
        vec_push(m->s->arena, out, figure);
}

/* All rows: a count's cells and its total, or everything that the set publishes. */
static void take_all(struct model *m, size_t count, bool totals, struct figure_list *out) {
    for (size_t r = 0; r < m->rows; r++) {
        for (size_t c = 0; c < m->counts && !totals; c++) {
            if (count == SIZE_MAX || count == c)
                take(m, out, (uint32_t)(r * m->counts + c));
        }
        if (totals)
            take(m, out, model_row(m, r));
    }
    for (uint32_t i = (uint32_t)(m->rows * m->counts); !totals && count == SIZE_MAX && i < m->all.n;
         i++)
        take(m, out, i);
    if (!totals && count != SIZE_MAX && m->set->column_totals)
        take(m, out, model_column(m, count));
}

static void take_row(struct model *m, size_t row, size_t count, struct figure_list *out) {
    for (size_t c = 0; c < m->counts; c++) {
        if (count == SIZE_MAX || count == c)
            take(m, out, (uint32_t)(row * m->counts + c));
    }
    if (count == SIZE_MAX && m->set->row_totals)
        take(m, out, model_row(m, row));
}

static void take_totals(struct model *m, size_t count, bool grand, struct figure_list *out) {
    for (size_t c = 0; c < m->counts && !grand; c++) {
        if (count == SIZE_MAX || count == c)
            take(m, out, model_column(m, c));
    }
    if (grand || (count == SIZE_MAX && m->set->grand_total))
        take(m, out, model_grand(m));
}

static void take_group(struct model *m, struct model_group *g, size_t count,
                       struct figure_list *out) {
    for (size_t c = 0; c < m->counts; c++) {
        if (count == SIZE_MAX || count == c)
            take(m, out, model_group_column(m, g, c));
    }
}

/* A word that names nothing in the set, with the nearest that does. */
static void unknown_word(struct model *m, const struct disclosure_word *word, bool is_count) {
    struct session *s = m->s;
    size_t n = is_count ? m->counts : m->rows;
    struct str *names = ARENA_ARRAY(s->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = is_count ? m->set->counts[i].text : m->keys[i];
    struct diag *d = diag_error(s->diags, "disclosure-at", word->span, "`%.*s` has no %s '%.*s'",
                                STR_ARG(m->set->name.text), is_count ? "count" : "row",
                                STR_ARG(diag_quote(s->arena, word->text)));
    struct str near = diag_nearest(word->text, names, n);
    if (near.n > 0)
        diag_help(s->diags, d, "did you mean `%.*s`?", STR_ARG(diag_quote(s->arena, near)));
    else
        diag_help(s->diags, d, "%s",
                  is_count ? "one of the set's counts, or `total`"
                           : "a row by what its `by` field prints, `total`, or `all`");
}

bool model_resolve(struct model *m, const struct disclosure_at *at, struct figure_list *out) {
    size_t count = model_find_count(m, at->count.text);
    size_t row = model_find_row(m, at->at.text);
    struct model_group *group = model_find_group(m, at->at.text);
    bool total = count == SIZE_MAX && str_is(at->count.text, "total");
    if (at->count.text.n > 0 && count == SIZE_MAX && !total) {
        unknown_word(m, &at->count, true);
        return false;
    }
    if (row != SIZE_MAX && total)
        take(m, out, model_row(m, row));
    else if (row != SIZE_MAX)
        take_row(m, row, count, out);
    else if (str_is(at->at.text, "all"))
        take_all(m, count, total, out);
    else if (str_is(at->at.text, "total"))
        take_totals(m, count, total, out);
    else if (group && total)
        take(m, out, model_group_row(m, group));
    else if (group)
        take_group(m, group, count, out);
    else
        unknown_word(m, &at->at, false);
    return row != SIZE_MAX || group || str_is(at->at.text, "all") || str_is(at->at.text, "total");
}

/* --- same ---------------------------------------------------------------------------------- */

/* The figure that words mean in one set; FIGURE_NONE if they mean none. *known: they name one. */
static uint32_t figure_of(struct model *m, struct str words, bool *known) {
    *known = true;
    if (str_is(words, "total"))
        return model_grand(m);
    if (str_starts(words, "total ")) {
        struct str rest = str_trim(str_slice(words, 6, words.n));
        size_t count = model_find_count(m, rest), row = model_find_row(m, rest);
        if (count != SIZE_MAX)
            return model_column(m, count);
        if (row != SIZE_MAX)
            return model_row(m, row);
    }
    for (size_t c = 0; c < m->counts; c++) {
        struct str count = m->set->counts[c].text;
        if (words.n <= count.n + 1 || words.p[words.n - count.n - 1] != ' ' ||
            !str_equal(str_slice(words, words.n - count.n, words.n), count))
            continue;
        struct str key = str_trim(str_slice(words, 0, words.n - count.n));
        size_t row = model_find_row(m, key);
        struct model_group *group = model_find_group(m, key);
        if (row != SIZE_MAX)
            return (uint32_t)(row * m->counts + c);
        if (group)
            return model_group_column(m, group, c);
    }
    *known = false;
    return FIGURE_NONE;
}

/* The words in each set, with and without its name in front. */
static size_t look_up(struct model **models, size_t n, struct str words, struct model_copy *copy) {
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        struct str name = models[i]->set->name.text, rest = words;
        bool known = false;
        uint32_t figure = FIGURE_NONE;
        if (!models[i]->good)
            continue;
        if (words.n > name.n && str_equal(str_slice(words, 0, name.n), name) &&
            words.p[name.n] == ' ') {
            rest = str_trim(str_slice(words, name.n, words.n));
            figure = figure_of(models[i], rest, &known);
        }
        if (!known)
            figure = figure_of(models[i], words, &known);
        if (known) {
            copy->model = models[i];
            copy->figure = figure;
            found++;
        }
        if (known && rest.n < words.n)
            return 1;
    }
    return found;
}

bool model_resolve_same(struct session *s, struct model **models, size_t n,
                        struct model_copy *copy) {
    const struct disclosure_word *word = &copy->same->figure;
    size_t found = look_up(models, n, str_trim(word->text), copy);
    bool faulty = false;
    for (size_t i = 0; i < n; i++)
        faulty = faulty || !models[i]->good;
    if (found == 1 || (found == 0 && faulty))
        return found == 1;
    struct diag *d = diag_error(s->diags, "disclosure-same", word->span,
                                found ? "`%.*s` could be a figure of more than one set"
                                      : "no set has a figure `%.*s`",
                                STR_ARG(diag_quote(s->arena, word->text)));
    diag_help(s->diags, d, "%s",
              found ? "put the set's name in front: `referrals total child`"
                    : "write `total` and a count, `total` and a row, or a row and a count");
    return false;
}
