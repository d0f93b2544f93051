#include "batch/diff.h"

void diff_init(struct diff *d, struct arena *a) {
    *d = (struct diff){.a = a};
    map_init(&d->known, a);
}

void diff_add(struct diff *d, const struct diff_change *change, const struct diff_place *place) {
    struct str key =
        str_format(d->a, "%d%c%.*s%c%.*s%c%.*s", (int)change->kind, 0, STR_ARG(change->what), 0,
                   STR_ARG(change->before), 0, STR_ARG(change->after));
    uintptr_t at = (uintptr_t)map_get(&d->known, key);
    if (!at) {
        vec_push(d->a, &d->changes, *change);
        at = d->changes.n;
        map_set(&d->known, key, (void *)at);
    }
    struct diff_places *places = &d->changes.v[at - 1].places;
    if (place) {
        vec_push(d->a, places, *place);
    }
}

/* --- the figures of one document ----------------------------------------------------------- */

VEC_DECLARE(figure_refs, const struct printed_figure *);

/* A figure's name -> all its occurrences, in reading order. */
static void group_figures(struct arena *a, const struct printed_list *l, struct map *out) {
    map_init(out, a);
    for (size_t i = 0; i < l->figure_count; i++) {
        struct figure_refs *refs = map_get(out, l->figures[i].what);
        if (!refs) {
            refs = ARENA_NEW(a, struct figure_refs);
            map_set(out, l->figures[i].what, refs);
        }
        const struct printed_figure *f = &l->figures[i];
        vec_push(a, refs, f);
    }
}

static bool holds(const struct figure_refs *refs, struct str shown) {
    for (size_t i = 0; i < refs->n; i++) {
        if (str_equal(refs->v[i]->shown, shown)) {
            return true;
        }
    }
    return false;
}

static void add_figure(struct diff *d, const struct diff_document *doc, struct diff_change change,
                       const struct printed_figure *f) {
    struct diff_place place = {.document = doc->file, .in = f->in, .page = f->page};
    change.what = f->what;
    diff_add(d, &change, &place);
}

/* The i-th is the i-th where both sides have as many; else a value that stands on both sides is the
 * same figure printed more or less often. */
static void compare_figure(struct diff *d, const struct diff_document *doc,
                           const struct figure_refs *before, const struct figure_refs *after) {
    bool paired = before->n == after->n;
    for (size_t i = 0; i < after->n; i++) {
        const struct printed_figure *f = after->v[i];
        if (!paired && holds(before, f->shown)) {
            continue;
        }
        const struct printed_figure *old = before->v[i < before->n ? i : before->n - 1];
        if (!str_equal(old->shown, f->shown)) {
            add_figure(
                d, doc,
                (struct diff_change){.kind = DIFF_FIGURE, .before = old->shown, .after = f->shown},
                f);
        }
    }
}

static void compare_figures(struct diff *d, const struct diff_document *before,
                            const struct diff_document *after) {
    struct arena *scratch = arena_new();
    struct map old, new;
    group_figures(scratch, &before->printed, &old);
    group_figures(scratch, &after->printed, &new);
    for (size_t i = 0; i < new.n; i++) {
        const struct figure_refs *refs = new.entries[i].value;
        const struct figure_refs *earlier = map_get(&old, new.entries[i].key);
        if (earlier) {
            compare_figure(d, after, earlier, refs);
            continue;
        }
        for (size_t k = 0; k < refs->n; k++) {
            add_figure(d, after,
                       (struct diff_change){
                           .kind = DIFF_NEW, .before = STR_EMPTY, .after = refs->v[k]->shown},
                       refs->v[k]);
        }
    }
    for (size_t i = 0; i < old.n; i++) {
        const struct figure_refs *refs = old.entries[i].value;
        for (size_t k = 0; k < refs->n && !map_has(&new, old.entries[i].key); k++) {
            add_figure(d, before,
                       (struct diff_change){
                           .kind = DIFF_GONE, .before = refs->v[k]->shown, .after = STR_EMPTY},
                       refs->v[k]);
        }
    }
    arena_free(scratch);
}

/* Captions in order: a table more or less shifts the others, so equal ones are passed over first. */
static void compare_captions(struct diff *d, const struct diff_document *before,
                             const struct diff_document *after) {
    const struct printed_list *x = &before->printed, *y = &after->printed;
    size_t head = 0, tail = 0;
    while (head < x->caption_count && head < y->caption_count &&
           str_equal(x->captions[head].text, y->captions[head].text)) {
        head++;
    }
    while (tail < x->caption_count - head && tail < y->caption_count - head &&
           str_equal(x->captions[x->caption_count - tail - 1].text,
                     y->captions[y->caption_count - tail - 1].text)) {
        tail++;
    }
    size_t old = x->caption_count - head - tail, new = y->caption_count - head - tail;
    for (size_t i = 0; i < (old > new ? old : new); i++) {
        const struct printed_caption *a = i < old ? &x->captions[head + i] : NULL;
        const struct printed_caption *b = i < new ? &y->captions[head + i] : NULL;
        if (a && b && str_equal(a->text, b->text)) {
            continue;
        }
        const struct printed_caption *at = b ? b : a;
        struct diff_place place = {.document = after->file, .in = at->in, .page = at->page};
        struct diff_change change = {.kind = DIFF_CAPTION,
                                     .what = at->in,
                                     .before = a ? a->text : STR_EMPTY,
                                     .after = b ? b->text : STR_EMPTY};
        diff_add(d, &change, &place);
    }
}

/* --- documents ----------------------------------------------------------------------------- */

static bool is_written(const struct diff_document *doc) {
    return doc->status.n == 0 || str_is(doc->status, "written");
}

static void compare_document(struct diff *d, const struct diff_document *before,
                             const struct diff_document *after) {
    struct diff_place place = {.document = after->file};
    if (!str_equal(before->status, after->status)) {
        struct diff_change change = {.kind = DIFF_STATUS,
                                     .what = after->file,
                                     .before = before->status,
                                     .after = after->status,
                                     .why = after->why};
        diff_add(d, &change, &place);
    }
    if (!is_written(before) || !is_written(after)) {
        return;
    }
    if (before->pages != after->pages) {
        struct diff_change change = {.kind = DIFF_PAGES,
                                     .what = after->file,
                                     .before = str_format(d->a, "%u", before->pages),
                                     .after = str_format(d->a, "%u", after->pages)};
        diff_add(d, &change, &place);
    }
    compare_captions(d, before, after);
    compare_figures(d, before, after);
}

static void one_sided(struct diff *d, const struct diff_document *doc, bool gone) {
    struct diff_place place = {.document = doc->file};
    struct str status = doc->status.n ? doc->status : STR("written");
    struct diff_change change = {.kind = DIFF_DOCUMENT,
                                 .what = doc->file,
                                 .before = gone ? status : STR_EMPTY,
                                 .after = gone ? STR_EMPTY : status};
    diff_add(d, &change, &place);
}

void diff_documents(struct diff *d, const struct diff_documents *before,
                    const struct diff_documents *after) {
    struct map old, new;
    map_init(&old, d->a);
    map_init(&new, d->a);
    for (size_t i = 0; i < before->n; i++) {
        map_set(&old, before->v[i].file, &before->v[i]);
    }
    for (size_t i = 0; i < after->n; i++) {
        map_set(&new, after->v[i].file, &after->v[i]);
        const struct diff_document *earlier = map_get(&old, after->v[i].file);
        if (earlier) {
            compare_document(d, earlier, &after->v[i]);
        } else {
            one_sided(d, &after->v[i], false);
        }
    }
    for (size_t i = 0; i < before->n; i++) {
        if (!map_has(&new, before->v[i].file)) {
            one_sided(d, &before->v[i], true);
        }
    }
}
