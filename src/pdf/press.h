/* press.h - what the press edition adds to a page: boxes, marks, and a look at what would print badly.
 *
 * The media is the trim with room for bleed and marks all round. A page's content is moved so that
 * the frame's (0, 0) is the trim's corner, and cut at the bleed's edge.
 */
#ifndef QUIRE_PDF_PRESS_H
#define QUIRE_PDF_PRESS_H

#include "frame/frame.h"
#include "pdf/color.h"
#include "pdf/digest.h"
#include "pdf/haru.h"

struct content;
struct writer;

struct press_state {
    struct inker *inker;   /* NULL: the screen edition */
    length room;           /* from the media's edge to the trim's */
    struct digest digest;  /* of all that is painted */
    unsigned registration; /* the colour space of all plates, once it is used */
};

/* From the edge of the trim to that of the media. */
length press_room(const struct press *p);
/* false after a diagnostic. On the screen edition nothing happens. */
bool press_begin(struct writer *w);
void press_end(struct writer *w);
/* All pages, empty, with their boxes. */
void press_add_pages(struct writer *w);
void press_open_page(struct content *c);
void press_close_page(struct content *c);
/* The colour of all plates, an object. */
unsigned press_registration(struct writer *w);
/* preflight.c: warns of lines and pictures that a press prints badly. */
void preflight(struct writer *w, const struct frame_item *item, struct span at);

/* The profile as it stands in the file. */
struct str press_pack(struct arena *a, struct str profile);

#endif
