/* element.h - the structure tree: what a screen reader walks. Made with the bound document, before
 * layout, and const from then on.
 *
 * An element is named by a small number; 0 is "artifact" (furniture, rules, backgrounds). Children
 * stand in reading order. Each frame item carries the id of the innermost element it belongs to, so
 * an element split over pages gets several marked-content ids for free; those, object references
 * and bounding boxes live in arrays of pdf/ by element id.
 */
#ifndef QUIRE_DOCUMENT_ELEMENT_H
#define QUIRE_DOCUMENT_ELEMENT_H

#include "base/session.h"

typedef uint32_t element_id; /* 0: artifact */

enum role {
    ROLE_DOCUMENT,
    ROLE_PART,
    ROLE_SECT,
    ROLE_DIV,
    ROLE_BLOCKQUOTE,
    ROLE_CAPTION,
    ROLE_TOC,
    ROLE_TOCI,
    ROLE_H1,
    ROLE_H2,
    ROLE_H3,
    ROLE_H4,
    ROLE_H5,
    ROLE_H6,
    ROLE_P,
    ROLE_L,
    ROLE_LI,
    ROLE_LBL,
    ROLE_LBODY,
    ROLE_TABLE,
    ROLE_THEAD,
    ROLE_TBODY,
    ROLE_TFOOT,
    ROLE_TR,
    ROLE_TH,
    ROLE_TD,
    ROLE_SPAN,
    ROLE_LINK,
    ROLE_REFERENCE,
    ROLE_NOTE,
    ROLE_FIGURE,
    ROLE_COUNT
} __attribute__((packed));

enum scope_of_header { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW, SCOPE_BOTH } __attribute__((packed));
enum list_numbering { NUMBERING_NONE, NUMBERING_DISC, NUMBERING_DECIMAL } __attribute__((packed));

/* What few elements have; each may be empty. */
struct element_words {
    struct str alt;       /* FIGURE */
    struct str lang;      /* where it differs from the parent's */
    struct str expansion; /* E: an acronym's long form */
};

/* What names an element, and what heads a cell. */
struct element_heads {
    struct str id;             /* NOTE and TH: unique in the document; else empty */
    const element_id *headers; /* TD, TH: the cells that head it (their ids are set) */
    size_t header_count;
};

/* A long table has hundreds of thousands: what is rare is kept apart. */
struct element {
    enum role role;
    enum scope_of_header scope;
    enum list_numbering numbering;
    uint16_t column_span, row_span; /* TH, TD; 0 means 1 */
    element_id parent, first_child, last_child, next;
    struct span span;
    const struct element_words *words; /* never NULL; see element_words() */
    const struct element_heads *heads; /* never NULL; see element_heads() */
};

struct element_tree {
    struct arena *arena;
    struct element *v; /* v[0] unused, v[1] the Document */
    size_t n, cap;
};

void element_tree_init(struct element_tree *t, struct arena *a);
/* Appends a child (parent 0: an element that element_attach puts in its place later). An address
 * from element_at is valid until the next call. */
element_id element_add(struct element_tree *t, element_id parent, enum role role, struct span span);
/* Makes an element that has no parent yet the last child of one. */
void element_attach(struct element_tree *t, element_id parent, element_id child);
/* Puts such an element before one that has a parent. */
void element_insert(struct element_tree *t, element_id before, element_id child);
struct element *element_at(struct element_tree *t, element_id id);
/* The words of an element, to be written to. */
struct element_words *element_words(struct element_tree *t, element_id id);
struct element_heads *element_heads(struct element_tree *t, element_id id);
/* The name PDF gives a role: "TH", "BlockQuote". */
const char *role_name(enum role role);

#endif
