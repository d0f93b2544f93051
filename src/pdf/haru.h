/* haru.h - the document, page, annotation, outline and object model of libharu, and its only door.
 *
 * No foreign byte passes: no font or image file, no number that did not come from a length in
 * range, and text only inside string objects. The library's first error is kept; nothing is saved
 * after one. Its objects are numbered from 1 as they are made; what we write ourselves is numbered
 * after them (write.h), so all pages, annotations and outline entries are made before the first of
 * ours.
 */
#ifndef QUIRE_PDF_HARU_H
#define QUIRE_PDF_HARU_H

#include "base/length.h"
#include "base/session.h"

struct haru;

struct haru_rectangle { /* in PDF's coordinates: y upwards */
    length left, bottom, right, top;
};

struct haru_place { /* what a link or outline entry opens */
    size_t page;    /* index */
    length x, y;    /* y upwards */
};

struct haru_page {
    struct str content;   /* deflated */
    struct str resources; /* entries of the dictionary */
    size_t struct_parents;
    bool transparent;
};

/* press: PDF 1.6, blended in the four inks; else 1.7 in RGB. */
struct haru *haru_new(struct session *s, bool press);
void haru_free(struct haru *h);
/* false, with a diagnostic, once the library has refused anything. */
bool haru_ok(struct haru *h);

size_t haru_add_page(struct haru *h, length width, length height);
/* Where a page is printed to, and where it is cut. */
void haru_set_boxes(struct haru *h, size_t page, const struct haru_rectangle *bleed,
                    const struct haru_rectangle *trim);
/* The object number of a page by its index. */
unsigned haru_page_number(const struct haru *h, size_t index);
void haru_fill_page(struct haru *h, size_t index, const struct haru_page *page);

/* A destination for links and outline entries; good as long as the document. */
struct haru_destination;
struct haru_destination *haru_add_destination(struct haru *h, const struct haru_place *place);

struct haru_outline;
/* parent NULL: top level. */
struct haru_outline *haru_add_outline(struct haru *h, struct haru_outline *parent, struct str title,
                                      struct haru_destination *to);

/* Link annotations on a page. `entries` are written into the dictionary as they are. The object's
 * number, or 0. */
unsigned haru_add_link(struct haru *h, size_t page, const struct haru_rectangle *r,
                       struct haru_destination *to, struct str entries);
unsigned haru_add_web_link(struct haru *h, size_t page, const struct haru_rectangle *r,
                           struct str address, struct str entries);

/* Further entries of the two dictionaries. */
void haru_extend_catalog(struct haru *h, struct str entries);
void haru_set_info(struct haru *h, struct str entries);

/* For saving: objects 1 to count. */
bool haru_is_press(const struct haru *h);
unsigned haru_count(const struct haru *h);
unsigned haru_catalog_number(const struct haru *h);
unsigned haru_info_number(const struct haru *h);
bool haru_is_stream(const struct haru *h, unsigned number);
/* A stream's length, which stands outside of object streams: a reader that needs it to find a
 * stream's end should not have to unpack another stream first. */
bool haru_is_length(const struct haru *h, unsigned number);
/* Appends the object's value; streams first: the objects of their lengths are set by it. */
void haru_write(struct haru *h, unsigned number, struct strbuf *out);

#endif
