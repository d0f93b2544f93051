/* What a press prints badly though nothing is wrong with it on a screen. */
#include "pdf/press.h"
#include "pdf/writer.h"

enum {
    DOTS_WANTED = 300,
    POINTS_AN_INCH = 72,
    HUNDREDTHS_AN_INCH = 2540 /* of a millimetre */
};
#define THINNEST ((length)PT / 4)

static void warn_of_line(struct writer *w, length width, struct span at) {
    struct strbuf b;
    struct diag *d;

    strbuf_init(&b, w->arena);
    length_print(&b, width);
    d = diag_warning(w->s->diags, "hairline", at,
                     "this line is %.*s pt thin; a press may lose what is under 0.25 pt",
                     STR_ARG(strbuf_str(&b)));
    diag_help(w->s->diags, d, "make it 0.25pt or more");
}

static void check_shape(struct writer *w, const struct frame_item *item, struct span at) {
    const struct shape *s = &item->as.shape;
    length thin = length_min(s->width, s->height);

    if (s->stroke.set && s->stroke_width > 0 && s->stroke_width < THINNEST)
        warn_of_line(w, s->stroke_width, at);
    else if (s->kind == SHAPE_RECTANGLE && s->fill.set && !s->bar && thin > 0 && thin < THINNEST)
        warn_of_line(w, thin, at); /* a bar is as long as its figure */
}

/* Pixels on an inch, rounded: a picture of 299.7 was meant to have 300. */
static int64_t dots(uint32_t count, length size) {
    return size > 0 ? ((int64_t)count * POINTS_AN_INCH * PT + size / 2) / size : DOTS_WANTED;
}

/* Enough for a size, rounded up. */
static int64_t pixels(length size) {
    return (size * DOTS_WANTED + POINTS_AN_INCH * PT - 1) / (POINTS_AN_INCH * PT);
}

/* The largest size in millimetres at which so many pixels are enough. */
static int64_t millimetres(uint32_t count) {
    return (int64_t)count * HUNDREDTHS_AN_INCH / DOTS_WANTED / 100;
}

static void check_picture(struct writer *w, const struct frame_item *item, struct span at) {
    const struct image *image = item->as.image.image;
    int64_t across = dots(image->width, item->as.image.width);
    int64_t down = dots(image->height, item->as.image.height);
    int64_t fewer = across < down ? across : down;
    struct diag *d;

    if (fewer >= DOTS_WANTED || fewer <= 0)
        return;
    d = diag_warning(w->s->diags, "image-resolution", at,
                     "this picture is printed with %lld dots an inch; a press wants %d",
                     (long long)fewer, DOTS_WANTED);
    diag_help(w->s->diags, d,
              "take one of at least %lld by %lld pixels, or print it at most %lld mm wide",
              (long long)pixels(item->as.image.width), (long long)pixels(item->as.image.height),
              (long long)millimetres(image->width));
}

void preflight(struct writer *w, const struct frame_item *item, struct span at) {
    if (item->kind == ITEM_SHAPE)
        check_shape(w, item, at);
    else if (item->kind == ITEM_IMAGE)
        check_picture(w, item, at);
}
