/* master.c - page masters: margins, backgrounds, and the one page of a master with content. */
#include "layout/layout_internal.h"

bool page_is_mirrored(const struct layout *l, unsigned number) {
    const struct edition *e = l->in->document->edition;
    return e && edition_promises(e, "pdf/x-4") && number % 2 == 0;
}

/* A book in a script that runs from the right is bound at the right. */
static bool spine_is_right(const struct layout *l, unsigned number) {
    const struct edition *e = l->in->document->edition;
    bool faces = e && edition_promises(e, "pdf/x-4");
    return faces && (number % 2 == 0) != lang_is_rtl(l->in->document->lang);
}

void master_margins(const struct layout *l, const struct bound_master *m, unsigned number,
                    length margin[4]) {
    const struct page_geometry *page = &l->sheet->page;
    length em = style_get(l->sheet, "body")->font_size;
    for (int side = 0; side < 4; side++) {
        bool own = m && m->margin[side].unit != UNIT_AUTO;
        margin[side] =
            own ? dimension_resolve(m->margin[side], em, page->width) : page->margin[side];
    }
    if (spine_is_right(l, number)) {
        length swap = margin[SIDE_START];
        margin[SIDE_START] = margin[SIDE_END];
        margin[SIDE_END] = swap;
    }
}

static void background_image(struct layout *l, const struct bound_master *m, struct frame *page) {
    const struct image *image =
        image_load(l->in->images, l->s, m->background_image, m->background_span);
    if (!image || image->width == 0 || image->height == 0)
        return;
    length width = page->width;
    length height = length_scale(width, image->height, image->width);
    if ((height < page->height) == m->background_cover) {
        height = page->height;
        width = length_scale(height, image->width, image->height);
    }
    struct frame_item item = {.kind = ITEM_IMAGE, .artifact = ARTIFACT_BACKGROUND};
    item.x = (page->width - width) / 2;
    item.y = (page->height - height) / 2;
    item.span = m->background_span;
    item.as.image.image = image;
    item.as.image.width = width;
    item.as.image.height = height;
    if (width > page->width || height > page->height) {
        item.as.image.clip.x = -item.x;
        item.as.image.clip.y = -item.y;
        item.as.image.clip.width = page->width;
        item.as.image.clip.height = page->height;
    }
    frame_push(page, &item);
}

static struct color background_color(struct layout *l, const struct bound_master *m) {
    if (m->background_color.text.n == 0)
        return (struct color){.set = false};
    return style_color(l->s, l->sheet, m->background_color.text, m->background_color.span);
}

void master_background(struct layout *l, const struct bound_master *m, struct frame *page) {
    struct color color = background_color(l, m);
    if (color.set) {
        struct frame_item *item =
            frame_push_rectangle(page, color, 0, 0, (struct point){page->width, page->height});
        item->artifact = ARTIFACT_BACKGROUND;
        item->span = m->background_color.span;
    }
    if (m->background_image.n && l->in->images)
        background_image(l, m, page);
}

/* --- content of a master: placed blocks, and a flow between the margins --- */

struct place_box {
    length x, y, width, height;
    bool has_height, from_bottom;
};

static struct place_box place_measure(struct layout *l, const struct bound_block *b) {
    const struct page_geometry *page = &l->sheet->page;
    length em = style_get(l->sheet, "body")->font_size;
    length left = dimension_resolve(b->as.place.left, em, page->width);
    length right = dimension_resolve(b->as.place.right, em, page->width);
    length top = dimension_resolve(b->as.place.top, em, page->height);
    length bottom = dimension_resolve(b->as.place.bottom, em, page->height);
    struct place_box box = {.x = left, .y = top};
    bool by_right = b->as.place.left.unit == UNIT_AUTO && b->as.place.right.unit != UNIT_AUTO;
    box.width = page->width - left - right;
    if (b->as.place.width.unit != UNIT_AUTO) {
        box.width = dimension_resolve(b->as.place.width, em, page->width);
        if (by_right)
            box.x = page->width - right - box.width;
    }
    bool by_bottom = b->as.place.top.unit == UNIT_AUTO && b->as.place.bottom.unit != UNIT_AUTO;
    box.has_height = true;
    if (b->as.place.height.unit != UNIT_AUTO) {
        box.height = dimension_resolve(b->as.place.height, em, page->height);
        if (by_bottom)
            box.y = page->height - bottom - box.height;
    } else {
        box.height = page->height - top - bottom;
        /* Top and bottom together say how high it is; one alone says where it stands. */
        box.has_height = b->as.place.top.unit != UNIT_AUTO && b->as.place.bottom.unit != UNIT_AUTO;
        box.from_bottom = by_bottom;
    }
    return box;
}

/* Content past the paper's edge would be cut off; a shape without content may bleed. */
static void check_on_page(struct layout *l, const struct bound_block *b,
                          const struct place_box *box) {
    const struct page_geometry *page = &l->sheet->page;
    const length slack = PT / 2;
    bool across = box->width <= 0 || box->x < -slack || box->x + box->width > page->width + slack;
    bool down = box->y < -slack || box->y + box->height > page->height + slack;
    if ((b->as.place.content.n == 0 && box->width > 0) || (!across && !down))
        return;
    diag_help(l->s->diags,
              diag_error(l->s->diags, "overflow", b->span,
                         "what is placed here reaches past the page's %s", across ? "side" : "end"),
              across ? "`left`, `width` and `right` together may be no more than the page's width"
                     : "`top` and `height` together may be no more than the page's height");
}

static bool place_layout(struct layout *l, const struct bound_block *b, struct frame *page) {
    struct place_box box = place_measure(l, b);
    check_on_page(l, b, &box);
    if (box.width <= 0)
        return false;
    const struct style *style = b->style.n ? style_find(l->sheet, b->style) : NULL;
    bool rtl = lang_is_rtl(layout_lang(l, b->lang));
    struct edges e = style ? style_edges(style, rtl) : (struct edges){0};
    struct region region = {.width = length_max(box.width - e.left - e.right, PT),
                            .height = box.height - e.top - e.bottom,
                            .full_height = box.height - e.top - e.bottom,
                            .empty = true};
    struct context old = l->context;
    if (style && style->background.set)
        l->context.inside = style;
    struct fragment f = flow_layout(l, &b->as.place.content, region, NULL);
    l->context = old;
    if (!f.frame)
        return false;
    length height = f.frame->height + e.top + e.bottom;
    if (!f.resume.done || height > box.height)
        diag_help(l->s->diags,
                  diag_error(l->s->diags, "overflow", b->span,
                             "what is placed here does not fit its space"),
                  "give `place` more height or width, or less content");
    if (box.has_height)
        height = length_max(height, box.height);
    length y = box.from_bottom ? box.y + box.height - height : box.y;
    struct frame *outer = frame_new(l->arena, box.width, height);
    if (b->id.n) {
        struct frame_item item = {.kind = ITEM_ANCHOR, .element = b->element, .span = b->span};
        item.as.anchor.id = b->id;
        frame_push(outer, &item);
    }
    if (style)
        paint_box_mirrored(outer, style, (struct point){box.width, height}, b->span, rtl);
    frame_push_frame(outer, f.frame, e.left, e.top);
    frame_push_frame(page, outer, box.x, y);
    return true;
}

/* Text on the master's ground takes the cover's colour where that can be read on it. */
static const struct style *cover_inside(struct layout *l, const struct bound_master *m) {
    const struct style *cover = style_find(l->sheet, STR("cover"));
    struct color ground = background_color(l, m);
    if (!cover)
        return NULL;
    if (m->background_image.n)
        return cover;
    enum { READABLE = 300 };
    return ground.set && color_contrast(cover->color, ground) >= READABLE ? cover : NULL;
}

/* --- what is placed over text --- */

struct ink {
    length left, top, right, bottom;
    size_t owner; /* the item of the page it belongs to */
};
VEC_DECLARE(ink_list, struct ink);

struct ink_finder {
    struct arena *arena;
    struct ink_list list;
    size_t owner;
    bool grounds; /* grounds count too: they hide what they are painted over */
};

static void find_ink(void *context, const struct frame_item *item, length x, length y) {
    struct ink_finder *f = context;
    if (item->kind == ITEM_SHAPE && f->grounds && item->as.shape.fill.set) {
        const struct shape *s = &item->as.shape;
        struct ink ground = {x, y, x + s->width, y + s->height, f->owner};
        vec_push(f->arena, &f->list, ground);
    }
    if (item->kind != ITEM_GLYPHS || str_trim(item->as.glyphs.run->text).n == 0)
        return;
    const struct glyph_run *run = item->as.glyphs.run;
    struct ink ink = {x, y - run->size * 6 / 10, x + run->width, y + run->size / 10, f->owner};
    vec_push(f->arena, &f->list, ink);
}

static bool inks_overlap(const struct ink *a, const struct ink *b) {
    return length_min(a->right, b->right) - length_max(a->left, b->left) > PT &&
           length_min(a->bottom, b->bottom) - length_max(a->top, b->top) > PT;
}

/* The first item of the page whose text is covered by `item`; n where there is none. */
static size_t text_below(struct layout *l, const struct frame *page, size_t item) {
    struct ink_finder f = {.arena = l->arena};
    for (; f.owner <= item; f.owner++) {
        f.grounds = f.owner == item;
        struct frame one = {.arena = l->arena, .items = &page->items[f.owner], .n = 1};
        frame_walk(&one, find_ink, &f);
    }
    for (size_t i = 0; i < f.list.n; i++)
        for (size_t k = 0; f.list.v[i].owner == item && k < i; k++)
            if (f.list.v[k].owner != item && inks_overlap(&f.list.v[i], &f.list.v[k]))
                return f.list.v[k].owner;
    return page->n;
}

/* Blocks are placed without regard to each other: none may hide the text of another. */
static void check_placed(struct layout *l, const struct bound_block *b, const struct frame *page) {
    if (page->n < 2 || text_below(l, page, page->n - 1) == page->n)
        return;
    diag_help(l->s->diags,
              diag_warning(l->s->diags, "overlap", b->span,
                           "what is placed here covers other text of this page"),
              "give it another place, or the text more width; blocks in one `place` stand "
              "below each other");
}

struct frame *master_content(struct layout *l, const struct bound_block *block, unsigned number) {
    const struct page_geometry *geometry = &l->sheet->page;
    const struct bound_master *m = block->as.master.master;
    const struct bound_list *content = &block->as.master.content;
    length margin[4];
    master_margins(l, m, number, margin);
    struct frame *page = frame_new(l->arena, geometry->width, geometry->height);
    struct context old = l->context;
    l->context = (struct context){.cover = true, .inside = cover_inside(l, m)};
    struct region region = {.width = page->width - margin[SIDE_START] - margin[SIDE_END],
                            .height = page->height - margin[SIDE_TOP] - margin[SIDE_BOTTOM],
                            .empty = true};
    region.full_height = region.height;
    struct fragment f = flow_layout(l, content, region, NULL);
    if (f.frame && f.frame->n)
        frame_push_frame(page, f.frame, margin[SIDE_START], margin[SIDE_TOP]);
    if (!f.resume.done)
        diag_help(l->s->diags,
                  diag_error(l->s->diags, "overflow", block->span,
                             "the content of master `%.*s` is more than one page",
                             STR_ARG(m->name)),
                  "take some of its content away, or make its margins smaller");
    for (size_t i = 0; i < content->n; i++)
        if (content->v[i]->kind == BOUND_PLACE)
            if (place_layout(l, content->v[i], page))
                check_placed(l, content->v[i], page);
    l->context = old;
    return page;
}
