/* legible.c - can the finished pages be read: contrast of text with what it stands on (WCAG 2, 1.4.3),
 * of bars with their ground (1.4.11), and the size of type. Looks at frames, changes nothing. */
#include "layout/layout.h"

enum {
    CONTRAST_TEXT = 450,  /* hundredths */
    CONTRAST_LARGE = 300, /* and graphics */
    LARGE = 18 * PT,
    LARGE_BOLD = 14 * PT,
    BOLD = 700,
    BODY_LEAST = 12 * PT, /* RNIB clear print: a warning below */
    TYPE_LEAST = 8 * PT   /* nothing is set smaller */
};

struct fill {
    length x, y, width, height;
    struct color color;
    const struct image *picture; /* its darkest and lightest colours are both measured against */
};
VEC_DECLARE(fill_list, struct fill);

struct reader {
    struct session *s;
    struct fill_list fills; /* of the page, in painting order */
    struct map seen;        /* a pair of colours is reported once, where it is first met */
    bool small_told;
};

static struct color white(void) {
    return (struct color){.set = true, .r = 255, .g = 255, .b = 255};
}

static uint8_t mix(uint8_t over, uint8_t under, unsigned percent) {
    return (uint8_t)((over * percent + under * (100 - percent) + 50) / 100);
}

static struct str color_text(struct arena *a, struct color c) {
    return str_format(a, "#%02X%02X%02X", c.r, c.g, c.b);
}

/* How much of the box [x, y, width, height] a fill covers, in percent. */
static int64_t cover(const struct fill *f, const struct fill *box) {
    length width = length_min(f->x + f->width, box->x + box->width) - length_max(f->x, box->x);
    length height = length_min(f->y + f->height, box->y + box->height) - length_max(f->y, box->y);
    if (width <= 0 || height <= 0 || box->width <= 0 || box->height <= 0)
        return 0;
    return length_scale(length_scale(width, 100, box->width), height, box->height);
}

/* The topmost fill under most of a box; white paper where there is none. */
static struct fill ground_of(const struct reader *r, const struct fill *box) {
    for (size_t i = r->fills.n; i-- > 0;) {
        const struct fill *f = &r->fills.v[i];
        bool apart = f->y >= box->y + box->height || box->y >= f->y + f->height;
        if (!apart && cover(f, box) >= 50)
            return *f;
    }
    return (struct fill){.color = white()};
}

/* True the first time that this mistake is met. */
static bool is_new(struct reader *r, const char *kind, struct color c, struct color ground) {
    struct str key = str_format(r->s->arena, "%s %02x%02x%02x %02x%02x%02x", kind, c.r, c.g, c.b,
                                ground.r, ground.g, ground.b);
    return map_set(&r->seen, key, r);
}

static struct color rgb_color(const uint8_t rgb[3]) {
    return (struct color){.set = true, .r = rgb[0], .g = rgb[1], .b = rgb[2]};
}

static void check_over_picture(struct reader *r, const struct frame_item *item,
                               const struct image *picture, unsigned wanted) {
    struct color c = item->as.glyphs.color;
    unsigned dark = color_contrast(c, rgb_color(picture->darkest));
    unsigned light = color_contrast(c, rgb_color(picture->lightest));
    unsigned contrast = dark < light ? dark : light;
    if (contrast >= wanted || !is_new(r, "picture", c, rgb_color(picture->darkest)))
        return;
    struct diag_list *l = r->s->diags;
    struct diag *d =
        diag_error(l, "contrast", item->span,
                   "text of %.*s over a picture has a contrast of %u.%02u to 1 where "
                   "the picture is nearest to it",
                   STR_ARG(color_text(r->s->arena, c)), contrast / 100, contrast % 100);
    diag_help(l, d, "give the text's box a `background`, or take a plainer picture");
}

static void check_contrast(struct reader *r, const struct frame_item *item,
                           const struct fill *box) {
    const struct glyph_run *run = item->as.glyphs.run;
    struct fill ground = ground_of(r, box);
    struct diag_list *l = r->s->diags;
    bool large = run->size >= LARGE || (run->size >= LARGE_BOLD && font_weight(run->font) >= BOLD);
    unsigned wanted = large ? CONTRAST_LARGE : CONTRAST_TEXT;
    struct color c = item->as.glyphs.color;
    if (ground.picture) {
        check_over_picture(r, item, ground.picture, wanted);
        return;
    }
    unsigned contrast = color_contrast(c, ground.color);
    if (contrast >= wanted || !is_new(r, large ? "large" : "text", c, ground.color))
        return;
    struct diag *d =
        diag_error(l, "contrast", item->span, "text of %.*s on %.*s has a contrast of %u.%02u to 1",
                   STR_ARG(color_text(r->s->arena, c)),
                   STR_ARG(color_text(r->s->arena, ground.color)), contrast / 100, contrast % 100);
    diag_label(l, d, "%s needs %s to 1 (WCAG 1.4.3)", large ? "large text" : "text",
               large ? "3" : "4.5");
    struct color better = color_passing(c, ground.color, wanted);
    diag_help(l, d, "the nearest colour that passes is \"%.*s\"",
              STR_ARG(color_text(r->s->arena, better)));
}

static void check_size(struct reader *r, const struct frame_item *item) {
    length size = item->as.glyphs.run->size;
    if (size >= TYPE_LEAST || r->small_told)
        return;
    r->small_told = true;
    struct strbuf b;
    strbuf_init(&b, r->s->arena);
    length_print(&b, size);
    struct diag *d = diag_error(r->s->diags, "type-too-small", item->span,
                                "type of %.*s pt cannot be read", STR_ARG(strbuf_str(&b)));
    diag_help(r->s->diags, d, "set it at 8pt or more; body text at 12pt or more");
}

static void check_run(struct reader *r, const struct frame_item *item, length x, length y) {
    const struct glyph_run *run = item->as.glyphs.run;
    if (str_trim(run->text).n == 0)
        return;
    /* From the baseline to the height of small letters: what the eye reads. */
    struct fill box = {x, y - run->size / 2, run->width, run->size / 2, white(), NULL};
    check_contrast(r, item, &box);
    check_size(r, item);
}

static void check_bar(struct reader *r, const struct frame_item *item, const struct fill *bar) {
    struct fill ground = ground_of(r, bar);
    unsigned contrast = color_contrast(bar->color, ground.color);
    if (ground.picture || contrast >= CONTRAST_LARGE || !is_new(r, "bar", bar->color, ground.color))
        return;
    struct diag_list *l = r->s->diags;
    struct diag *d = diag_warning(
        l, "chart-contrast", item->span, "bars of %.*s on %.*s have a contrast of %u.%02u to 1",
        STR_ARG(color_text(r->s->arena, bar->color)),
        STR_ARG(color_text(r->s->arena, ground.color)), contrast / 100, contrast % 100);
    struct color better = color_passing(bar->color, ground.color, CONTRAST_LARGE);
    diag_help(l, d, "bars need 3 to 1 (WCAG 1.4.11); the nearest colour that passes is \"%.*s\"",
              STR_ARG(color_text(r->s->arena, better)));
}

static void check_shape(struct reader *r, const struct frame_item *item, length x, length y) {
    const struct shape *shape = &item->as.shape;
    if (shape->kind != SHAPE_RECTANGLE || !shape->fill.set)
        return;
    struct fill fill = {x, y, shape->width, shape->height, shape->fill, NULL};
    if (shape->bar)
        check_bar(r, item, &fill);
    if (shape->opacity > 0 && shape->opacity < 100) {
        struct color under = ground_of(r, &fill).color;
        fill.color.r = mix(fill.color.r, under.r, shape->opacity);
        fill.color.g = mix(fill.color.g, under.g, shape->opacity);
        fill.color.b = mix(fill.color.b, under.b, shape->opacity);
    }
    vec_push(r->s->arena, &r->fills, fill);
}

static void visit(void *context, const struct frame_item *item, length x, length y) {
    struct reader *r = context;
    switch (item->kind) {
    case ITEM_GLYPHS:
        check_run(r, item, x, y);
        break;
    case ITEM_SHAPE:
        check_shape(r, item, x, y);
        break;
    case ITEM_IMAGE: {
        struct fill picture = {
            x, y, item->as.image.width, item->as.image.height, white(), item->as.image.image};
        vec_push(r->s->arena, &r->fills, picture);
        break;
    }
    case ITEM_LINK:
    case ITEM_ANCHOR:
    case ITEM_FRAME:
    case ITEM_RUNS:
        break;
    }
}

static void check_body(struct session *s, const struct layout_input *in) {
    length size = style_get(in->sheet, "body")->font_size;
    if (size >= BODY_LEAST)
        return;
    struct strbuf b;
    strbuf_init(&b, s->arena);
    length_print(&b, size);
    struct diag *d =
        diag_warning(s->diags, "body-too-small", in->span,
                     "body text of %.*s pt is small for many readers", STR_ARG(strbuf_str(&b)));
    diag_help(s->diags, d, "clear print starts at 12pt: `styles: {body: {font-size: 12pt}}`");
}

void layout_check_legible(struct session *s, const struct layout_input *in,
                          const struct page_list *pages) {
    struct reader r = {.s = s};
    map_init(&r.seen, s->arena);
    check_body(s, in);
    for (size_t i = 0; i < pages->n; i++) {
        r.fills.n = 0;
        frame_walk(pages->v[i].frame, visit, &r);
    }
}
