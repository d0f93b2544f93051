/* content.h - a page's content stream: state that is set only when it changes, compact operators.
 */
#ifndef QUIRE_PDF_CONTENT_H
#define QUIRE_PDF_CONTENT_H

#include "frame/frame.h"
#include "pdf/color.h"
#include "pdf/font.h"
#include "pdf/haru.h"

struct writer;

#define COLOR_UNKNOWN UINT32_MAX /* else 0xRRGGBB, or a byte of percents an ink */

struct content {
    struct writer *w;
    struct strbuf out;
    size_t page;
    struct span at; /* of the item being painted */
    length height;  /* of the page: y is turned over here */
    /* The open sequence. */
    element_id element;
    enum artifact artifact; /* of element 0 */
    bool marked;            /* there is one */
    bool spoken;            /* it has an ActualText: nothing else may join it */
    bool within;            /* it began within the text object */
    bool path;              /* rectangles wait to be filled, with more of their colour */
    bool in_text;           /* a text object is open: cells of a table share one */
    length line_x, line_y;  /* where Td counts from */
    uint32_t fill, stroke;  /* colours as set */
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
    bool overprint;      /* as set now */
    bool overprints;     /* ever on this page */
    bool registration;   /* the colour of all plates */
    bool modules;        /* the page has QR codes */
};

void content_init(struct content *c, struct writer *w, size_t page);
/* On a press solid black text overprints; all else knocks out. */
void content_fill_color(struct content *c, struct color color, enum ink_use use);
/* A sequence of nothing but text (`within`) stands in the text object that is open or opened for it. */
void content_begin_artifact(struct content *c, enum artifact kind, bool within);
/* A new sequence of an element, with an ActualText if it is not empty. */
void content_begin_element(struct content *c, element_id element, struct str actual, bool within);
void content_end_marked(struct content *c);
void content_begin_text(struct content *c);
/* What follows is no text. A sequence that began in the text object goes on as another one. */
void content_end_text(struct content *c);
/* x, y: on the page, y downwards; of a run's baseline. */
void content_shape(struct content *c, const struct shape *shape, length x, length y);
void content_image(struct content *c, const struct frame_item *item, length x, length y);
/* A line of text's own colour: under a link. */
void content_rectangle(struct content *c, struct color color, const struct haru_rectangle *r);
/* How far the handles of a quarter circle reach from its ends. */
length content_handle(length radius);
/* ".83 .39 0 .57 k" and whatever the operator ends in. */
void put_inks(struct strbuf *b, struct inks inks, const char *operator);
/* show.c: a run of glyphs. */
void content_show(struct content *c, const struct frame_item *item, length x, length y);
/* The entries of the page's Resources. */
struct str content_resources(const struct content *c);
bool content_is_transparent(const struct content *c);

#endif
