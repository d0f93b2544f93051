#include "dump/dump_internal.h"

#include "image/image.h"

static const char *const ARTIFACTS[] = {"layout", "header", "footer", "background", "page"};

static void place(struct strbuf *b, length x, length y) {
    dump_length(b, "x", x);
    dump_length(b, "y", y);
}

static void size(struct strbuf *b, length width, length height) {
    dump_length(b, "w", width);
    dump_length(b, "h", height);
}

static void dump_glyphs(struct strbuf *b, const struct frame_item *item) {
    const struct glyph_run *run = item->as.glyphs.run;
    struct str name = font_postscript_name(run->font);
    size(b, run->width, run->size);
    strbuf_format(b, " font=%.*s", STR_ARG(name));
    dump_length(b, "size", run->size);
    dump_color(b, "color", item->as.glyphs.color);
    if (item->as.glyphs.underline)
        strbuf_add_c(b, " underline");
    if (run->rtl)
        strbuf_add_c(b, " rtl");
    dump_field(b, "lang", run->lang);
    strbuf_add_c(b, " text=");
    dump_quoted(b, run->text);
}

static void dump_shape(struct strbuf *b, const struct shape *s) {
    size(b, s->width, s->height);
    if (s->bar)
        strbuf_format(b, " series=%u category=%u", s->series, s->category);
    dump_color(b, "fill", s->fill);
    dump_color(b, "stroke", s->stroke);
    if (s->stroke.set)
        dump_length(b, "stroke-width", s->stroke_width);
    if (s->radius != 0)
        dump_length(b, "radius", s->radius);
    if (s->opacity != 0 && s->opacity != 100)
        strbuf_format(b, " opacity=%u", s->opacity);
    for (size_t i = 0; s->kind == SHAPE_POLYGON && i < s->point_count; i++) {
        strbuf_add_c(b, i == 0 ? " points=" : ";");
        length_print(b, s->points[i].x);
        strbuf_add_char(b, ',');
        length_print(b, s->points[i].y);
    }
}

static const char *item_name(const struct frame_item *item) {
    static const char *const shapes[] = {"rectangle", "line", "polygon", "modules"};
    switch (item->kind) {
    case ITEM_GLYPHS:
        return "text";
    case ITEM_SHAPE:
        return item->as.shape.bar ? "bar" : shapes[item->as.shape.kind];
    case ITEM_IMAGE:
        return "image";
    case ITEM_LINK:
        return "link";
    case ITEM_ANCHOR:
        return "anchor";
    case ITEM_FRAME:
    case ITEM_RUNS:
        return "frame";
    }
    return "item";
}

static void dump_kind(struct strbuf *b, const struct frame_item *item) {
    const struct link *link;
    switch (item->kind) {
    case ITEM_GLYPHS:
        dump_glyphs(b, item);
        break;
    case ITEM_SHAPE:
        dump_shape(b, &item->as.shape);
        break;
    case ITEM_IMAGE:
        size(b, item->as.image.width, item->as.image.height);
        if (item->as.image.clip.width != 0) {
            dump_length(b, "clip-x", item->as.image.clip.x);
            dump_length(b, "clip-y", item->as.image.clip.y);
            dump_length(b, "clip-w", item->as.image.clip.width);
            dump_length(b, "clip-h", item->as.image.clip.height);
        }
        break;
    case ITEM_LINK:
        link = item->as.link.link;
        size(b, item->as.link.width, item->as.link.height);
        dump_field(b, "address", link->address);
        dump_field(b, "target", link->target);
        break;
    case ITEM_ANCHOR:
        size(b, 0, 0);
        dump_field(b, "id", item->as.anchor.id);
        if (item->as.anchor.heading != 0)
            strbuf_format(b, " heading=%u", item->as.anchor.heading);
        dump_field(b, "label", item->as.anchor.label);
        break;
    case ITEM_FRAME:
    case ITEM_RUNS:
        break;
    }
}

static void dump_item(void *context, const struct frame_item *item, length x, length y) {
    struct strbuf *b = context;
    strbuf_format(b, "  %s", item_name(item));
    place(b, x, y);
    if (item->element != 0)
        strbuf_format(b, " element=%u", item->element);
    else
        strbuf_format(b, " artifact=%s", ARTIFACTS[item->artifact]);
    dump_kind(b, item);
    strbuf_add_char(b, '\n');
}

void dump_frames(struct strbuf *b, const struct page_list *pages) {
    static const char *const sides[] = {"top", "right", "bottom", "left"};
    for (size_t i = 0; i < pages->n; i++) {
        const struct page *page = &pages->v[i];
        strbuf_format(b, "page number=%u", page->number);
        size(b, page->frame->width, page->frame->height);
        for (size_t side = 0; side < 4; side++)
            dump_length(b, sides[side], page->margin[side]);
        dump_field(b, "label", page->label);
        dump_field(b, "section", page->section);
        dump_field(b, "master", page->master);
        strbuf_add_char(b, '\n');
        frame_walk(page->frame, dump_item, b);
    }
}
