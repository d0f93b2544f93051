/* selection.c - an edition of some pages only: those of the masters it names. Their numbers stay those of
 * the whole document. */
#include "layout/layout_internal.h"

static bool is_chosen(const struct edition *e, struct str master) {
    for (size_t i = 0; i < e->only_count; i++)
        if (str_equal(e->only[i].text, master))
            return true;
    return false;
}

static void keep_id(void *context, const struct frame_item *item, length x, length y) {
    struct map *ids = context;
    (void)x, (void)y;
    if (item->kind == ITEM_ANCHOR && item->as.anchor.id.n)
        map_set(ids, item->as.anchor.id, (void *)(uintptr_t)1);
}

/* --- links to what is not in this edition --- */

struct dead_links {
    const struct element_tree *tree;
    struct map ids; /* of what is in it */
    bool *dead;     /* by element: such a link */
};

static bool leads_nowhere(const struct dead_links *d, const struct frame_item *item) {
    return item->kind == ITEM_LINK && item->as.link.link->address.n == 0 &&
           !map_has(&d->ids, item->as.link.link->target);
}

static void mark_dead(void *context, const struct frame_item *item, length x, length y) {
    struct dead_links *d = context;
    (void)x, (void)y;
    if (item->element < d->tree->n && leads_nowhere(d, item))
        d->dead[item->element] = true;
}

/* The text of a dead link belongs to what the link stands in. */
static element_id living(const struct dead_links *d, element_id element) {
    element_id out = element;
    for (element_id e = element; e && e < d->tree->n; e = d->tree->v[e].parent)
        if (d->dead[e])
            out = d->tree->v[e].parent;
    return out;
}

static const struct frame_run *living_runs(const struct dead_links *d, struct arena *a,
                                           const struct frame_item *item) {
    size_t n = item->as.runs.n;
    struct frame_run *v = ARENA_ARRAY(a, struct frame_run, n);
    for (size_t i = 0; i < n; i++) {
        v[i] = item->as.runs.v[i];
        v[i].element = living(d, v[i].element);
    }
    return v;
}

/* A copy without the areas of dead links: their text stays. */
static struct frame *without_links(const struct dead_links *d, const struct frame *f) {
    struct frame *copy = frame_new(f->arena, f->width, f->height);
    copy->baseline = f->baseline;
    for (size_t i = 0; i < f->n; i++) {
        struct frame_item item = f->items[i];
        if (leads_nowhere(d, &item))
            continue;
        item.element = living(d, item.element);
        if (item.kind == ITEM_FRAME)
            item.as.frame = without_links(d, item.as.frame);
        if (item.kind == ITEM_RUNS)
            item.as.runs.v = living_runs(d, f->arena, &item);
        frame_push(copy, &item);
    }
    return copy;
}

static void drop_dead_links(struct layout *l, struct page_list *pages) {
    struct dead_links d = {.tree = &l->in->document->elements};
    d.dead = ARENA_ARRAY(l->arena, bool, d.tree->n);
    map_init(&d.ids, l->arena);
    for (size_t i = 0; i < pages->n; i++)
        frame_walk_places(pages->v[i].frame, keep_id, &d.ids);
    for (size_t i = 0; i < pages->n; i++)
        frame_walk_places(pages->v[i].frame, mark_dead, &d);
    for (size_t i = 0; i < pages->n; i++)
        pages->v[i].frame = without_links(&d, pages->v[i].frame);
}

static void warn_unused(struct layout *l, const struct edition *e, const struct page_list *pages) {
    for (size_t i = 0; i < e->only_count; i++) {
        const struct name *name = &e->only[i];
        bool used = false;
        for (size_t k = 0; k < pages->n && !used; k++)
            used = str_equal(pages->v[k].master, name->text);
        if (!used)
            diag_help(l->s->diags,
                      diag_warning(l->s->diags, "only-unused", name->span,
                                   "no page of this document is made with master `%.*s`",
                                   STR_ARG(name->text)),
                      "name masters that the content uses, or leave this one out");
    }
}

void pages_select(struct layout *l, struct page_list *pages) {
    const struct edition *e = l->in->document->edition;
    if (!e || e->only_count == 0)
        return;
    size_t n = 0;
    warn_unused(l, e, pages);
    for (size_t i = 0; i < pages->n; i++)
        if (is_chosen(e, pages->v[i].master))
            pages->v[n++] = pages->v[i];
    pages->n = n;
    if (n == 0)
        diag_help(l->s->diags,
                  diag_error(l->s->diags, "no-pages", e->only[0].span,
                             "edition `%.*s` would have no page", STR_ARG(e->name.text)),
                  "name under `only` the master of at least one page");
    drop_dead_links(l, pages);
}
