/* link.h - where ids stand, and the annotations of links. */
#ifndef QUIRE_PDF_LINK_H
#define QUIRE_PDF_LINK_H

#include "base/map.h"
#include "base/vec.h"
#include "frame/frame.h"
#include "pdf/haru.h"

struct writer;

struct link_anchor {
    struct str id, label;
    unsigned heading;
    struct haru_place place;
    struct haru_destination *destination; /* made at first need */
};
VEC_DECLARE(link_anchors, struct link_anchor *);

struct link_area { /* one rectangle of a link; y upwards */
    const struct link *link;
    size_t page;
    struct haru_rectangle rectangle;
    bool done;
};
VEC_DECLARE(link_areas, struct link_area);

struct link_note { /* one annotation */
    element_id element;
    size_t page;
    unsigned number;
};
VEC_DECLARE(link_notes, struct link_note);

struct links {
    struct link_anchors anchors; /* in painting order */
    struct map by_id;
    struct link_areas areas;
    struct link_notes notes; /* in order of StructParent */
};

/* Walks all pages for anchors and areas, then makes the annotations. */
void links_make(struct writer *w);
struct haru_destination *links_destination(struct writer *w, struct link_anchor *a);

#endif
