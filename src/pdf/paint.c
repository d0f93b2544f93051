#include "pdf/content.h"
#include "pdf/writer.h"

/* One page being painted: which marked sequence is open. */
struct painter {
    struct writer *w;
    size_t page;
    struct content content;
    bool open;
    enum artifact artifact;
};

static void close_sequence(struct painter *p) {
    if (p->open)
        content_end_marked(&p->content);
    p->open = false;
}

/* Of what begins like this nothing else is expected in its sequence. */
static bool is_text_alone(const struct painter *p, const struct frame_item *item) {
    enum role role = p->w->in->document->elements.v[item->element].role;

    return item->kind == ITEM_GLYPHS && !item->as.glyphs.underline &&
           (!item->element || role != ROLE_FIGURE);
}

/* Items of one element that follow each other share a sequence. */
static void enter(struct painter *p, const struct frame_item *item) {
    if (p->open && !p->content.spoken && p->content.element == item->element &&
        (item->element || p->artifact == item->artifact))
        return;
    close_sequence(p);
    p->open = true;
    p->artifact = item->artifact;
    bool text = is_text_alone(p, item);
    if (item->element)
        content_begin_element(&p->content, item->element, STR_EMPTY, text);
    else
        content_begin_artifact(&p->content, item->artifact, text);
}

static struct haru_rectangle extent(const struct painter *p, const struct frame_item *item,
                                    length x, length y) {
    length top = p->content.height - y;

    if (item->kind == ITEM_GLYPHS) {
        const struct glyph_run *run = item->as.glyphs.run;
        const struct font_metrics *m = font_metrics(run->font);
        return (struct haru_rectangle){
            x, top + length_scale(m->descent, run->size, m->units_per_em), x + run->width,
            top + length_scale(m->ascent, run->size, m->units_per_em)};
    }
    if (item->kind == ITEM_IMAGE) {
        if (item->as.image.clip.width > 0) {
            x += item->as.image.clip.x;
            top -= item->as.image.clip.y;
            return (struct haru_rectangle){x, top - item->as.image.clip.height,
                                           x + item->as.image.clip.width, top};
        }
        return (struct haru_rectangle){x, top - item->as.image.height, x + item->as.image.width,
                                       top};
    }
    if (item->as.shape.kind == SHAPE_POLYGON) {
        const struct shape *s = &item->as.shape;
        struct haru_rectangle r = {LENGTH_MAX, LENGTH_MAX, -LENGTH_MAX, -LENGTH_MAX};
        for (size_t i = 0; i < s->point_count; i++) {
            r.left = length_min(r.left, x + s->points[i].x);
            r.right = length_max(r.right, x + s->points[i].x);
            r.bottom = length_min(r.bottom, top - s->points[i].y);
            r.top = length_max(r.top, top - s->points[i].y);
        }
        return r;
    }
    return (struct haru_rectangle){
        length_min(x, x + item->as.shape.width), length_min(top, top - item->as.shape.height),
        length_max(x, x + item->as.shape.width), length_max(top, top - item->as.shape.height)};
}

static bool in_range(length v) {
    return v >= -LENGTH_MAX && v <= LENGTH_MAX;
}

/* Without looking at its font: a run that lies far from where pages end. */
static bool is_well_placed(const struct frame_item *item, length x, length y) {
    const struct glyph_run *run = item->as.glyphs.run;
    const length most = LENGTH_MAX / 4;

    return x > -most && x < most && y > -most && y < most && run->width < most &&
           run->size < most / 16;
}

/* false after a diagnostic: an item that no page can hold. */
static bool check(struct painter *p, const struct frame_item *item, length x, length y) {
    struct haru_rectangle r;

    if (item->element >= p->w->tags.n) {
        refuse_internal(
            p->w->s, item->span,
            STR("this is neither tagged nor an artifact: it has no place in the structure tree "
                "(PDF/UA-1, 7.1)"));
        return false;
    }
    if (item->kind == ITEM_GLYPHS && !p->w->tags.elements[item->element].figure &&
        is_well_placed(item, x, y))
        return true; /* nearly always: nobody asks for its box */
    r = extent(p, item, x, y);
    if (!in_range(r.left) || !in_range(r.right) || !in_range(r.bottom) || !in_range(r.top)) {
        diag_help(p->w->s->diags,
                  diag_error(p->w->s->diags, "limit-coordinate", item->span,
                             "this lies more than 32,767 pt away from the page"),
                  "give it a smaller size, indent or place");
        return false;
    }
    if (item->element) {
        struct tag_box box = {true, p->page, r.left, r.bottom, r.right, r.top};
        tags_cover(p->w, item->element, &box);
    }
    return true;
}

static bool draws(const struct frame_item *item) {
    switch (item->kind) {
    case ITEM_GLYPHS:
        return item->as.glyphs.run->n > 0;
    case ITEM_SHAPE:
        return item->as.shape.fill.set || item->as.shape.stroke.set;
    case ITEM_IMAGE:
        return true;
    case ITEM_LINK:
    case ITEM_ANCHOR:
    case ITEM_FRAME:
    case ITEM_RUNS:
        break;
    }
    return false;
}

/* For what has no place of its own: that of its file or element, or of the edition that asks so
 * much. */
static struct span place_of(const struct painter *p, const struct frame_item *item) {
    const struct element_tree *tree = &p->w->in->document->elements;

    if (item->span.source)
        return item->span;
    if (item->kind == ITEM_IMAGE && item->as.image.image->span.source)
        return item->as.image.image->span;
    if (item->element && tree->v[item->element].span.source)
        return tree->v[item->element].span;
    return p->w->in->press.span;
}

static void paint(void *context, const struct frame_item *item, length x, length y) {
    struct painter *p = context;

    if (!draws(item) || !check(p, item, x, y))
        return;
    p->content.at = place_of(p, item);
    if (p->w->in->press.on)
        preflight(p->w, item, p->content.at);
    enter(p, item);
    if (item->kind == ITEM_GLYPHS)
        content_show(&p->content, item, x, y);
    else if (item->kind == ITEM_SHAPE)
        content_shape(&p->content, &item->as.shape, x, y);
    else
        content_image(&p->content, item, x, y);
}

static struct deflater *page_deflater(struct writer *w, const struct content *c) {
    if (!c->modules)
        return w->deflater;
    if (!w->fast)
        w->fast = pdf_cache_deflater(w->cache, DEFLATE_FAST);
    return w->fast;
}

static void paint_page(struct writer *w, size_t page) {
    struct painter p = {.w = w, .page = page};
    struct haru_page done;
    struct str painted;

    content_init(&p.content, w, page);
    if (w->in->press.on)
        press_open_page(&p.content);
    frame_walk(w->in->pages->v[page].frame, paint, &p);
    close_sequence(&p);
    content_end_text(&p.content);
    if (w->in->press.on)
        press_close_page(&p.content);
    done.resources = content_resources(&p.content); /* before, as it may compress something too */
    done.struct_parents = page;
    done.transparent = content_is_transparent(&p.content);
    painted = strbuf_str(&p.content.out);
    done.content = deflater_borrow(page_deflater(w, &p.content), painted);
    w->content = p.content.out;
    haru_fill_page(w->haru, page, &done);
}

void paint_pages(struct writer *w) {
    for (size_t i = 0; i < w->in->pages->n; i++)
        paint_page(w, i);
    for (size_t i = 0; i < w->links.notes.n; i++) {
        const struct link_note *note = &w->links.notes.v[i];
        tags_annotate(w, note->page, note->element, note->number);
    }
}
