#include "job_internal.h"

/* The first page of each element. */
struct page_index {
    unsigned *first; /* by element; 0: on none */
    size_t n;
    unsigned page;
};

static void see_item(void *context, const struct frame_item *item, length x, length y) {
    struct page_index *index = context;
    (void)x;
    (void)y;
    if (item->element < index->n && index->first[item->element] == 0) {
        index->first[item->element] = index->page;
    }
}

static struct page_index index_pages(struct arena *a, const struct bound_document *d,
                                     const struct page_list *pages) {
    struct page_index index = {.n = d->elements.n};
    index.first = ARENA_ARRAY(a, unsigned, index.n + 1);
    for (size_t i = 0; i < pages->n; i++) {
        index.page = (unsigned)i + 1;
        frame_walk(pages->v[i].frame, see_item, &index);
    }
    return index;
}

struct printed_list job_printed(struct session *s, const struct bound_document *d,
                                const struct page_list *pages) {
    struct arena *a = s->arena;
    struct page_index index = index_pages(a, d, pages);
    struct printed_list out = {
        .figures = ARENA_ARRAY(a, struct printed_figure, d->figure_count + 1),
        .captions = ARENA_ARRAY(a, struct printed_caption, d->caption_count + 1)};
    for (size_t i = 0; i < d->figure_count; i++) {
        const struct bound_figure *f = &d->figures[i];
        unsigned page = index.first[f->element];
        if (page > 0) {
            out.figures[out.figure_count++] =
                (struct printed_figure){f->what, f->shown, f->in, page};
        }
    }
    for (size_t i = 0; i < d->caption_count; i++) {
        const struct bound_caption *c = &d->captions[i];
        unsigned page = index.first[c->element];
        if (page > 0) {
            out.captions[out.caption_count++] = (struct printed_caption){c->in, c->text, page};
        }
    }
    return out;
}

void job_dump_printed(struct strbuf *b, const struct printed_list *l) {
    for (size_t i = 0; i < l->caption_count; i++) {
        const struct printed_caption *c = &l->captions[i];
        strbuf_format(b, "page %u, %.*s: %.*s\n", c->page, STR_ARG(c->in), STR_ARG(c->text));
    }
    for (size_t i = 0; i < l->figure_count; i++) {
        const struct printed_figure *f = &l->figures[i];
        strbuf_format(b, "page %u%s%.*s: %.*s = %.*s\n", f->page, f->in.n ? ", " : "",
                      STR_ARG(f->in), STR_ARG(f->what), STR_ARG(f->shown));
    }
}
