/* Two layouts that read one file must hide the same of it: what one hides, the other would print, or what
 * each hides alone would add up to what both were to keep. */
#include "disclosure/disclosure.h"

struct pair {
    struct session *s;
    const struct disclosure_side *x, *y;
    bool agree;
};

static const struct disclosure_set *find_set(const struct disclosure_declaration *d,
                                             struct str name) {
    for (size_t i = 0; i < d->set_count; i++) {
        if (str_equal(d->sets[i].name.text, name))
            return &d->sets[i];
    }
    return NULL;
}

static void disagree(struct pair *p, struct str source, struct span at, struct span other,
                     const char *what) {
    struct diag_list *l = p->s->diags;
    struct diag *d =
        diag_error(l, "disclosure-disagree", at, "two layouts protect `%.*s` differently: %s",
                   STR_ARG(diag_quote(p->s->arena, source)), what);
    diag_note(l, d, other, "the other layout");
    diag_help(l, d,
              "documents of one file hide the same figures: put `data:` and `disclosure:` into a "
              "layout that both are `based-on`");
    p->agree = false;
}

/* --- words as sets ------------------------------------------------------------------------- */

static bool has_word(const struct disclosure_word *v, size_t n, struct str text) {
    for (size_t i = 0; i < n; i++) {
        if (str_equal(v[i].text, text))
            return true;
    }
    return false;
}

static bool same_words(const struct disclosure_word *x, size_t n, const struct disclosure_word *y,
                       size_t k) {
    for (size_t i = 0; i < n; i++) {
        if (!has_word(y, k, x[i].text))
            return false;
    }
    for (size_t i = 0; i < k; i++) {
        if (!has_word(x, n, y[i].text))
            return false;
    }
    return true;
}

/* The entries of one layout about one set. */
struct entries {
    const struct disclosure_at *v;
    size_t n;
    struct str set;
};

static bool within(const struct entries *x, const struct entries *y) {
    for (size_t i = 0; i < x->n; i++) {
        bool found = !str_equal(x->v[i].set.text, x->set);
        for (size_t k = 0; k < y->n && !found; k++)
            found = str_equal(y->v[k].set.text, y->set) &&
                    str_equal(y->v[k].at.text, x->v[i].at.text) &&
                    str_equal(y->v[k].count.text, x->v[i].count.text);
        if (!found)
            return false;
    }
    return true;
}

static bool same_entries(struct entries x, struct entries y) {
    return within(&x, &y) && within(&y, &x);
}

static bool same_profile(const struct disclosure_profile *x, const struct disclosure_profile *y) {
    return x->low == y->low && x->high == y->high && x->zeros == y->zeros && x->round == y->round &&
           x->mark == y->mark && x->goal == y->goal;
}

/* --- one file ------------------------------------------------------------------------------ */

static const char *difference(const struct pair *p, const struct disclosure_set *x,
                              const struct disclosure_set *y) {
    const struct disclosure_declaration *a = p->x->declaration, *b = p->y->declaration;
    if (!same_profile(&a->profile, &b->profile))
        return "by another profile";
    if (!same_words(x->counts, x->count_count, y->counts, y->count_count))
        return "with other `counts`";
    if (!same_words(x->by, x->by_count, y->by, y->by_count))
        return "with another `by`";
    if (x->column_totals != y->column_totals || x->row_totals != y->row_totals ||
        x->grand_total != y->grand_total)
        return "with other `totals`";
    if (!same_words(x->groups, x->group_count, y->groups, y->group_count))
        return "with other `groups`";
    if (!same_entries((struct entries){a->published, a->published_count, x->name.text},
                      (struct entries){b->published, b->published_count, y->name.text}))
        return "with other `published` figures";
    if (!same_entries((struct entries){a->overrides, a->override_count, x->name.text},
                      (struct entries){b->overrides, b->override_count, y->name.text}))
        return "with another `override`";
    return NULL;
}

static void compare_source(struct pair *p, size_t i, size_t k) {
    const struct disclosure_side *x = p->x, *y = p->y;
    const struct source_declaration *a = &x->sources[i], *b = &y->sources[k];
    const struct disclosure_set *sx = find_set(x->declaration, a->name);
    const struct disclosure_set *sy = find_set(y->declaration, b->name);
    if (!sx && !sy)
        return;
    if (!sx || !sy) {
        disagree(p, b->name, sy ? sy->span : b->name_span, sx ? sx->span : a->name_span,
                 sy ? "the other does not protect it" : "this one does not protect it");
        return;
    }
    const char *what = difference(p, sx, sy);
    if (what)
        disagree(p, b->name, sy->span, sx->span, what);
}

/* --- copies -------------------------------------------------------------------------------- */

static struct str first_part(struct str path, struct str *rest) {
    size_t dot = str_find(path, STR("."));
    *rest = dot == SIZE_MAX ? STR_EMPTY : str_slice(path, dot + 1, path.n);
    return str_slice(path, 0, dot);
}

static struct str file_of(const struct disclosure_side *side, struct str source) {
    for (size_t i = 0; i < side->n; i++) {
        if (str_equal(side->sources[i].name, source))
            return side->files[i];
    }
    return STR_EMPTY;
}

static bool reads(const struct disclosure_side *side, struct str file) {
    for (size_t i = 0; i < side->n; i++) {
        if (side->files[i].n > 0 && str_equal(side->files[i], file))
            return true;
    }
    return false;
}

/* The entry of `side` for the same figure of the same file. */
static const struct disclosure_same *find_copy(const struct disclosure_side *side, struct str file,
                                               struct str rest) {
    for (size_t i = 0; i < side->declaration->same_count; i++) {
        const struct disclosure_same *same = &side->declaration->same[i];
        struct str own;
        struct str source = first_part(same->path.text, &own);
        if (str_equal(own, rest) && str_equal(file_of(side, source), file))
            return same;
    }
    return NULL;
}

/* What one calls a copy is a copy for the other too, where it reads that file. */
static void compare_copies(struct pair *p, const struct disclosure_side *x,
                           const struct disclosure_side *y) {
    for (size_t i = 0; i < x->declaration->same_count; i++) {
        const struct disclosure_same *same = &x->declaration->same[i];
        struct str rest;
        struct str file = file_of(x, first_part(same->path.text, &rest));
        if (file.n > 0 && reads(y, file) && !find_copy(y, file, rest))
            disagree(p, same->path.text, y->declaration->span, same->path.span,
                     "only one of them has it under `same:`");
    }
}

bool disclosure_agree(struct session *s, const struct disclosure_side *x,
                      const struct disclosure_side *y) {
    struct pair p = {s, x, y, true};
    for (size_t i = 0; i < x->n; i++) {
        for (size_t k = 0; k < y->n; k++) {
            if (x->files[i].n > 0 && str_equal(x->files[i], y->files[k]))
                compare_source(&p, i, k);
        }
    }
    compare_copies(&p, x, y);
    compare_copies(&p, y, x);
    return p.agree;
}
