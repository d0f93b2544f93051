/* content.h - a page's content stream: state that is set only when it changes, compact operators.
 */
#ifndef QUIRE_PDF_CONTENT_H
#define QUIRE_PDF_CONTENT_H

#include "frame/frame.h"
#include "pdf/font.h"
#include "pdf/haru.h"

struct writer;

enum { COLOR_UNKNOWN = 0x1000000 }; /* else 0xRRGGBB */

struct content {
    struct writer *w;
    struct strbuf out;
    size_t page;
    length height;      /* of the page: y is turned over here */
    element_id element; /* of the open sequence */
    bool spoken;        /* it has an ActualText: nothing else may join it */
    bool in_text;
    length line_x, line_y; /* where Td counts from */
    uint32_t fill, stroke; /* colours as set */
    length stroke_width, rise;
    const struct font *font;
    length size;
    /* What the page needs. */
    struct used_fonts {
        struct pdf_font **v;
        size_t n, cap;
    } fonts;
    struct used_images {
        const struct image **v;
        size_t n, cap;
    } images;
    bool opacities[101]; /* by percent */
};

void content_init(struct content *c, struct writer *w, size_t page);
void content_end_text(struct content *c);
void content_fill_color(struct content *c, struct color color);
void content_begin_artifact(struct content *c, enum artifact kind);
/* A new sequence of an element, with an ActualText if it is not empty. */
void content_begin_element(struct content *c, element_id element, struct str actual);
void content_end_marked(struct content *c);
/* x, y: on the page, y downwards; of a run's baseline. */
void content_shape(struct content *c, const struct shape *shape, length x, length y);
void content_image(struct content *c, const struct frame_item *item, length x, length y);
void content_rectangle(struct content *c, struct color color, const struct haru_rectangle *r);
/* show.c: a run of glyphs. */
void content_show(struct content *c, const struct frame_item *item, length x, length y);
/* The entries of the page's Resources. */
struct str content_resources(const struct content *c);
bool content_is_transparent(const struct content *c);

#endif
