/* tags.h - marked content on the pages, and the structure tree that it hangs on.
 *
 * The tree is the bound document's and is not changed here; what painting adds to an element (its
 * marked-content ids, its annotations, a figure's box) is kept in arrays by element id.
 */
#ifndef QUIRE_PDF_TAGS_H
#define QUIRE_PDF_TAGS_H

#include "base/vec.h"
#include "document/bound.h"

struct writer;

struct tag_mark { /* one thing that stands directly in an element; in order of painting */
    uint32_t page;
    uint32_t id;   /* marked-content id; or the annotation's object number */
    uint32_t next; /* index + 1 of the element's next mark, or 0 */
    bool annotation;
};
VEC_DECLARE(tag_marks, struct tag_mark);
VEC_DECLARE(tag_elements, element_id);

struct tag_element {
    uint32_t first, last; /* marks: index + 1, or 0 */
    uint32_t began;       /* order of the first mark in its subtree; UINT32_MAX: none */
    uint32_t figure;      /* the box of the figure it stands in, itself included, or 0 */
    unsigned number;      /* of the object; 0: left out */
    bool attached;        /* it has attachments */
};

struct tag_box { /* y upwards */
    bool set;
    size_t page;
    length left, bottom, right, top;
};

VEC_DECLARE(tag_boxes, struct tag_box);

struct tags {
    struct tag_element *elements; /* by element id */
    size_t n;
    struct tag_marks marks;
    struct tag_elements *pages;      /* by page: element by marked-content id */
    struct tag_elements annotations; /* by StructParent less the number of pages */
    struct tag_boxes boxes;          /* of figures; [0] is none's */
    struct tag_elements kids;        /* of the element being written */
};

void tags_init(struct writer *w);
/* Begins a marked-content sequence of an element; its id on the page. */
unsigned tags_mark(struct writer *w, size_t page, element_id element);
/* An annotation of an element; call in the order that its StructParent was counted. */
void tags_annotate(struct writer *w, size_t page, element_id element, unsigned annotation);
/* Something was drawn: grows the box of the figure that it belongs to, if any. */
void tags_cover(struct writer *w, element_id element, const struct tag_box *box);
/* Writes the tree; the number of the StructTreeRoot. */
unsigned tags_finish(struct writer *w);

/* tree.c: writes a number or name tree of `n` keys, at most 128 a node; the root's number. */
struct tag_tree {
    struct str kind; /* "Nums" or "Names" */
    size_t n;
    void (*put_key)(struct strbuf *b, const void *context, size_t i);
    void (*put_value)(struct strbuf *b, const void *context, size_t i);
    const void *context;
};
unsigned tag_tree_write(struct writer *w, const struct tag_tree *t);

#endif
