#include "disclosure/disclosure.h"

#include "disclosure/model.h"

#include "data/format.h"

struct protection {
    struct session *s;
    const struct disclosure_declaration *d;
    struct disclosure_result *out;
    size_t n; /* sources */
    struct model **models;
    const struct dataset **from; /* by model */
    size_t model_count;
    struct model_copy *copies;
    size_t copy_count;
    bool good;
};

static size_t find_source(const struct protection *p, struct str name) {
    for (size_t i = 0; i < p->n; i++) {
        if (str_equal(p->out->sets[i]->declaration->name, name))
            return i;
    }
    return SIZE_MAX;
}

static void unknown_set(struct protection *p, const struct disclosure_word *word, bool source) {
    struct session *s = p->s;
    size_t n = source ? p->n : p->d->set_count;
    struct str *names = ARENA_ARRAY(s->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = source ? p->out->sets[i]->declaration->name : p->d->sets[i].name.text;
    struct diag *d =
        diag_error(s->diags, "disclosure-set", word->span,
                   source ? "there is no data source `%.*s`" : "`%.*s` is not one of the `sets`",
                   STR_ARG(diag_quote(s->arena, word->text)));
    struct str near = diag_nearest(word->text, names, n);
    if (near.n > 0)
        diag_help(s->diags, d, "did you mean `%.*s`?", STR_ARG(diag_quote(s->arena, near)));
    else
        diag_help(s->diags, d,
                  source ? "a set has the name of a source in `data:`"
                         : "list it under `sets:` with its counts");
    p->good = false;
}

/* --- declarations -------------------------------------------------------------------------- */

static void check_entries(struct protection *p) {
    const struct disclosure_declaration *d = p->d;
    for (size_t i = 0; i < d->published_count + d->override_count; i++) {
        bool override = i >= d->published_count;
        const struct disclosure_at *at =
            override ? &d->overrides[i - d->published_count] : &d->published[i];
        bool known = false;
        for (size_t k = 0; k < d->set_count; k++)
            known = known || str_equal(d->sets[k].name.text, at->set.text);
        if (!known)
            unknown_set(p, &at->set, false);
        if (!override || (at->reason.text.n > 0 && at->approved_by.text.n > 0))
            continue;
        struct diag *e = diag_error(p->s->diags, "disclosure-override", at->span,
                                    "an override needs `reason:` and `approved_by:`");
        diag_help(p->s->diags, e, "they are listed in the manifest beside what is shown");
        p->good = false;
    }
}

static bool in_set(const struct disclosure_declaration *d, struct str source, struct str column) {
    for (size_t i = 0; i < d->set_count; i++) {
        for (size_t c = 0; str_equal(d->sets[i].name.text, source) && c < d->sets[i].count_count;
             c++) {
            if (str_equal(d->sets[i].counts[c].text, column))
                return true;
        }
    }
    return false;
}

/* Told by what it is, and protected with its counts: see beside.c. */
static bool is_made_of_counts(const struct protection *p, struct str source, struct str column) {
    for (size_t i = 0; i < p->model_count; i++) {
        const struct beside *b = str_equal(p->models[i]->set->name.text, source)
                                     ? model_find_beside(p->models[i], column)
                                     : NULL;
        if (b && (b->role == BESIDE_COPY || b->role == BESIDE_ROW_TOTAL))
            return true;
    }
    return false;
}

/* A column of persons that nothing protects. */
static void check_people(struct protection *p) {
    for (size_t i = 0; i < p->n; i++) {
        const struct source_declaration *source = p->out->sets[i]->declaration;
        for (size_t c = 0; c < source->type_count; c++) {
            const struct column_declaration *column = &source->types[c];
            if (column->type != COLUMN_PEOPLE || in_set(p->d, source->name, column->name) ||
                is_made_of_counts(p, source->name, column->name))
                continue;
            struct diag *e =
                diag_error(p->s->diags, "people-unprotected", column->span,
                           "`%.*s` counts people, but no set of `disclosure:` holds it",
                           STR_ARG(diag_quote(p->s->arena, column->name)));
            diag_help(p->s->diags, e, "add it to the counts of `%.*s` under `disclosure: sets:`",
                      STR_ARG(source->name));
            p->good = false;
        }
    }
}

static void read_models(struct protection *p) {
    const struct disclosure_declaration *d = p->d;
    p->models = ARENA_ARRAY(p->s->arena, struct model *, d->set_count + 1);
    for (size_t i = 0; i < d->set_count; i++) {
        size_t source = find_source(p, d->sets[i].name.text);
        if (source == SIZE_MAX) {
            unknown_set(p, &d->sets[i].name, true);
            continue;
        }
        p->models[p->model_count++] = model_read(p->s, d, &d->sets[i], p->out->sets[source]);
    }
}

/* --- copies elsewhere in the data ---------------------------------------------------------- */

static const struct value *value_at(const struct value *v, struct str path) {
    while (v && path.n > 0) {
        size_t dot = str_find(path, STR("."));
        v = v->kind == VALUE_MAP ? value_get(v, str_slice(path, 0, dot)) : NULL;
        path = dot == SIZE_MAX ? STR_EMPTY : str_slice(path, dot + 1, path.n);
    }
    return v;
}

static const struct value *with_value(struct arena *a, const struct value *v, struct str path,
                                      const struct value *leaf) {
    if (path.n == 0)
        return leaf;
    size_t dot = str_find(path, STR("."));
    struct str name = str_slice(path, 0, dot);
    struct str rest = dot == SIZE_MAX ? STR_EMPTY : str_slice(path, dot + 1, path.n);
    struct value *copy = ARENA_NEW(a, struct value);
    struct map *entries = ARENA_NEW(a, struct map);
    map_init(entries, a);
    *copy = *v;
    for (size_t i = 0; i < v->as.map.entries->n; i++) {
        const struct map_entry *e = &v->as.map.entries->entries[i];
        const struct value *inner = e->value;
        if (str_equal(e->key, name))
            inner = with_value(a, inner, rest, leaf);
        map_set(entries, e->key, (void *)(uintptr_t)inner);
    }
    copy->as.map.entries = entries;
    return copy;
}

static const struct value *find_copy(struct protection *p, struct str path, size_t *source) {
    size_t dot = str_find(path, STR("."));
    *source = dot == SIZE_MAX ? SIZE_MAX : find_source(p, str_slice(path, 0, dot));
    if (*source == SIZE_MAX)
        return NULL;
    return value_at(p->out->sets[*source]->value, str_slice(path, dot + 1, path.n));
}

/* The copy must be of that figure, or one of the two is wrong. */
static void check_copy(struct protection *p, const struct model_copy *copy) {
    const struct disclosure_word *path = &copy->same->path;
    size_t source;
    int64_t n;
    const struct value *v = find_copy(p, path->text, &source);
    struct str name = diag_quote(p->s->arena, path->text);
    if ((v && (value_used(p->s, v)->kind == VALUE_POISON || v->kind == VALUE_MARK)) ||
        (source != SIZE_MAX && p->out->sets[source]->value->kind == VALUE_POISON))
        return;
    if (!v) {
        struct diag *d = diag_error(p->s->diags, "disclosure-same", path->span,
                                    "the data hold no `%.*s`", STR_ARG(name));
        diag_help(p->s->diags, d,
                  "write the source and the keys down to the copy: "
                  "report.referrals.child");
    } else if (v->kind != VALUE_NUMBER || !decimal_to_int(v->as.number.value, &n) ||
               (copy->figure != FIGURE_NONE && n != copy->model->all.v[copy->figure].value)) {
        struct diag *d =
            diag_error(p->s->diags, "disclosure-same", path->span, "`%.*s` is no copy of `%.*s`",
                       STR_ARG(name), STR_ARG(diag_quote(p->s->arena, copy->same->figure.text)));
        diag_note(p->s->diags, d, v->origin, "it is %.*s", STR_ARG(value_describe(p->s->arena, v)));
        if (copy->figure != FIGURE_NONE)
            diag_note(p->s->diags, d, SPAN_NONE, "`%.*s` is %lld",
                      STR_ARG(diag_quote(p->s->arena, copy->same->figure.text)),
                      (long long)copy->model->all.v[copy->figure].value);
        diag_help(p->s->diags, d, "correct the figure that is wrong, or take this line out");
    } else {
        return;
    }
    p->good = false;
}

static void read_copies(struct protection *p) {
    p->copies = ARENA_ARRAY(p->s->arena, struct model_copy, p->d->same_count + 1);
    for (size_t i = 0; i < p->d->same_count; i++) {
        struct model_copy *copy = &p->copies[p->copy_count];
        *copy = (struct model_copy){.same = &p->d->same[i]};
        if (!model_resolve_same(p->s, p->models, p->model_count, copy)) {
            p->good = false;
            continue;
        }
        check_copy(p, copy);
        p->copy_count++;
    }
}

/* --- the solution -------------------------------------------------------------------------- */

static void solve(struct protection *p) {
    for (size_t i = 0; i < p->model_count; i++) {
        struct model *m = p->models[i];
        if (!m->good) {
            p->good = false;
            continue;
        }
        model_finish(m);
        model_force(m);
        model_finish(m);
        bool good = m->good && figures_protect(&m->f);
        if (m->good && !good)
            model_refuse(m);
        if (good) {
            model_check_beside(m);
            model_check_trees(m, p->out->sets, p->n);
            model_check_adding(m);
        }
        p->good = p->good && good && m->good;
    }
    for (size_t i = 0; i < p->model_count && !p->good; i++) {
        if (p->models[i]->f.v)
            model_hide_all(p->models[i]);
    }
}

static void write_copies(struct protection *p) {
    struct disclosure_result *out = p->out;
    struct arena *a = p->s->arena;
    out->copies = ARENA_ARRAY(a, struct disclosure_copy, p->copy_count + 1);
    for (size_t i = 0; i < p->copy_count; i++) {
        const struct model_copy *copy = &p->copies[i];
        size_t source;
        const struct value *old = find_copy(p, copy->same->path.text, &source);
        if (!old || !copy->model->f.v)
            continue;
        struct str path = copy->same->path.text;
        struct value *v = ARENA_NEW(a, struct value);
        *v = copy->figure == FIGURE_NONE ? *value_mark(a, copy->model->d->profile.mark)
                                         : *model_value(copy->model, copy->figure);
        v->origin = old->origin;
        struct dataset *set = ARENA_NEW(a, struct dataset);
        *set = *out->sets[source];
        size_t dot = str_find(path, STR("."));
        set->value = with_value(a, set->value, str_slice(path, dot + 1, path.n), v);
        out->sets[source] = set;
        out->copies[out->copy_count++] = (struct disclosure_copy){path, v};
    }
}

static void write_sets(struct protection *p) {
    struct disclosure_result *out = p->out;
    out->totals = ARENA_ARRAY(p->s->arena, struct disclosure_totals, p->model_count + 1);
    for (size_t i = 0; i < p->model_count; i++) {
        struct model *m = p->models[i];
        if (!m->f.v)
            continue;
        struct dataset *set = model_dataset(m);
        out->sets[find_source(p, m->set->name.text)] = set;
        out->totals[out->total_count++] = model_totals(m, set);
    }
}

static void count_hidden(struct disclosure_result *out, const struct model *m) {
    for (size_t k = 0; k < m->f.n; k++) {
        const struct figure *x = &m->f.v[k];
        bool number = figure_is_cell(&m->f, k) && m->cell[k]->kind == VALUE_NUMBER;
        out->primary += x->hidden && x->primary;
        out->secondary += x->hidden && !x->primary;
        out->zeros_shown += number && !x->hidden && x->value == 0;
    }
}

struct disclosure_result *disclosure_protect(struct session *s,
                                             const struct disclosure_declaration *d,
                                             struct dataset *const *sets, size_t n) {
    struct disclosure_result *out = ARENA_NEW(s->arena, struct disclosure_result);
    struct protection p = {.s = s, .d = d, .out = out, .n = n, .good = true};
    out->sets = ARENA_ARRAY(s->arena, struct dataset *, n + 1);
    for (size_t i = 0; i < n; i++)
        out->sets[i] = sets[i];
    check_entries(&p);
    read_models(&p);
    check_people(&p);
    p.good = model_check_twice(s, d, sets, n) && p.good;
    read_copies(&p);
    solve(&p);
    write_copies(&p);
    write_sets(&p);
    for (size_t i = 0; i < p.model_count && p.good; i++)
        count_hidden(out, p.models[i]);
    out->models = p.models;
    out->model_count = p.model_count;
    out->ok = p.good;
    return out;
}

const struct disclosure_totals *disclosure_totals_of(const struct disclosure_result *r,
                                                     struct str source) {
    for (size_t i = 0; r && i < r->total_count; i++) {
        if (str_equal(r->totals[i].set->name.text, source))
            return &r->totals[i];
    }
    return NULL;
}

const struct value *disclosure_row_total(const struct disclosure_result *r,
                                         const struct value *row) {
    const struct dataset *set = row->kind == VALUE_MAP ? row->as.map.set : NULL;
    const struct disclosure_totals *t =
        set ? disclosure_totals_of(r, set->declaration->name) : NULL;
    size_t low = 0, high = t && t->rows ? t->row_count : 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((uintptr_t)t->index[middle].row < (uintptr_t)row)
            low = middle + 1;
        else
            high = middle;
    }
    return t && t->rows && low < t->row_count && t->index[low].row == row ? t->index[low].total
                                                                          : NULL;
}

const struct disclosure_group *disclosure_group_of(const struct disclosure_totals *t,
                                                   struct str field, struct str value) {
    for (size_t i = 0; i < t->group_count; i++) {
        if (str_equal(t->groups[i].field, field) && str_equal(t->groups[i].value, value))
            return &t->groups[i];
    }
    return NULL;
}
