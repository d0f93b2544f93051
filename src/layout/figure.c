/* figure.c - a chart or an image with its caption, subtitle and source line: one piece, never
 * broken. */
#include "layout/layout_internal.h"

#include "chart/chart.h"

struct figure {
    struct layout *l;
    const struct bound_block *block;
    struct frame *frame;
    length top;
};

/* A line of text of the figure; nothing where there is none. */
static void add_text(struct figure *k, const struct inline_text *text, const struct style *style,
                     element_id element) {
    if (!text->n)
        return;
    struct paragraph_request r = {.text = text,
                                  .style = style,
                                  .element = element,
                                  .lang = layout_lang(k->l, k->block->lang),
                                  .inside = k->l->context.inside};
    r.width = k->frame->width - style->margin[SIDE_START] - style->margin[SIDE_END];
    struct frame *lines = paragraph_frame(k->l, &r);
    k->top += style->margin[SIDE_TOP];
    if (!k->frame->baseline)
        k->frame->baseline = k->top + lines->baseline;
    frame_push_frame(k->frame, lines, style->margin[SIDE_START], k->top);
    k->top += lines->height + style->margin[SIDE_BOTTOM];
}

static struct frame *chart_figure(struct figure *k) {
    const struct bound_chart *chart = k->block->as.chart;
    struct style_sheet *sheet = k->l->sheet;
    struct str given = k->block->style;
    const struct style *above = NULL;
    struct chart_request request = {.chart = chart,
                                    .width = k->frame->width,
                                    .sheet = sheet,
                                    .fonts = k->l->fonts,
                                    .lang = layout_lang(k->l, k->block->lang),
                                    .grey = edition_promises(edition_of(k->l), "pdf/x-4"),
                                    .rtl = lang_is_rtl(layout_lang(k->l, k->block->lang)),
                                    .inside = k->l->context.inside};
    if (chart->caption.n) {
        above = style_part(sheet, given, "chart", "caption");
        add_text(k, &chart->caption, above, k->block->element);
    }
    if (chart->subtitle.n) {
        above = style_part(sheet, given, "chart", "subtitle");
        add_text(k, &chart->subtitle, above, k->block->element);
    }
    struct frame *drawing = chart_layout(k->l->s, &request);
    if (drawing) {
        if (above && !above->margin[SIDE_BOTTOM])
            k->top += LENGTH_MM(250);
        frame_push_frame(k->frame, drawing, 0, k->top);
        k->top += drawing->height;
    }
    add_text(k, &chart->source, style_part(sheet, given, "chart", "source"), k->block->element);
    return k->frame;
}

/* Pixels to lengths: as stated in the file, else 96 to the inch, for images without a size. */
static length natural_size(const struct image *image, uint32_t pixels) {
    int64_t resolution = image->dots_per_inch >= 1 ? (int64_t)(image->dots_per_inch + 0.5) : 96;
    return length_scale((length)pixels, 72 * PT, resolution);
}

struct picture {
    length width, height;                   /* of the box */
    length x, y, drawn_width, drawn_height; /* of the image in it */
};

static length asked(struct dimension d, length em, length whole) {
    bool given = d.unit == UNIT_ABSOLUTE || d.unit == UNIT_EM || d.unit == UNIT_PERCENT;
    return given ? dimension_resolve(d, em, whole) : 0;
}

static long long in_mm(length x) {
    return (x + LENGTH_MM(50)) / LENGTH_MM(100);
}

/* What an author asks for is not made smaller in silence. */
static void warn_shrunk(const struct figure *k, length wanted, bool by_width) {
    struct diag *d =
        diag_warning(k->l->s->diags, "image-too-wide", k->block->as.image.file_span,
                     "this image is to be %lld mm %s, which needs more than the %lld mm of its "
                     "place: it is drawn "
                     "smaller",
                     in_mm(wanted), by_width ? "wide" : "high", in_mm(k->frame->width));
    diag_help(k->l->s->diags, d, "give it less, or `width: 100%%`, or a wider place");
}

/* One measure gives the other by the image's shape; both make a box that it is contained in or that
 * it covers. An image is never wider than its place. */
static struct picture picture_measure(const struct figure *k, const struct image *image) {
    length em = style_get(k->l->sheet, "body")->font_size, whole = k->frame->width;
    length w = asked(k->block->as.image.width, em, whole);
    length h = asked(k->block->as.image.height, em, whole);
    bool asked_width = w > 0;
    struct picture p = {0};
    if (!w && !h)
        w = natural_size(image, image->width);
    if (!w)
        w = length_scale(h, image->width, image->height);
    if (w > whole) {
        if ((asked_width || h) && w > whole + PT / 2)
            warn_shrunk(k, asked_width ? w : h, asked_width);
        if (!k->block->as.image.cover && h)
            h = length_scale(h, whole, w);
        w = whole;
    }
    if (!h)
        h = length_scale(w, image->height, image->width);
    p.width = w;
    p.height = h;
    length by_width = length_scale(w, image->height, image->width);
    bool fill_width = k->block->as.image.cover ? by_width >= h : by_width <= h;
    p.drawn_width = fill_width ? w : length_scale(h, image->width, image->height);
    p.drawn_height = fill_width ? by_width : h;
    p.x = k->block->as.image.cover ? (w - p.drawn_width) / 2 : 0;
    p.y = k->block->as.image.cover ? (h - p.drawn_height) / 2 : 0;
    return p;
}

static struct frame *image_figure(struct figure *k) {
    struct style_sheet *sheet = k->l->sheet;
    const struct image *image = image_load(k->l->in->images, k->l->s, k->block->as.image.file,
                                           k->block->as.image.file_span);
    if (image && image->width && image->height) {
        struct picture p = picture_measure(k, image);
        struct frame_item item = {
            .kind = ITEM_IMAGE, .x = p.x, .y = k->top + p.y, .span = k->block->span};
        item.element = k->block->as.image.decorative ? 0 : k->block->element;
        item.as.image.image = image;
        item.as.image.width = p.drawn_width;
        item.as.image.height = p.drawn_height;
        if (k->block->as.image.cover) {
            item.as.image.clip.x = -p.x;
            item.as.image.clip.y = -p.y;
            item.as.image.clip.width = p.width;
            item.as.image.clip.height = p.height;
        }
        frame_push(k->frame, &item);
        k->top += p.height;
    }
    add_text(k, &k->block->as.image.caption, style_part(sheet, k->block->style, "image", "caption"),
             k->block->element);
    return k->frame;
}

struct frame *figure_layout(struct layout *l, const struct bound_block *block, length width) {
    struct figure k = {.l = l, .block = block, .frame = frame_new(l->arena, width, 0)};
    struct frame *frame = block->kind == BOUND_CHART ? chart_figure(&k) : image_figure(&k);
    frame->height = k.top;
    return frame;
}
