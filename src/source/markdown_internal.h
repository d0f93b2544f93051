/* markdown_internal.h - what the files of the Markdown reader share. Private to source/. */
#ifndef QUIRE_SOURCE_MARKDOWN_INTERNAL_H
#define QUIRE_SOURCE_MARKDOWN_INTERNAL_H

#include "source/origin_map.h"
#include "source/prose_cut.h"

#include <md4c.h>

VEC_DECLARE(prose_vec, struct prose_node *);

/* A node whose end is not reached yet. */
struct prose_open {
    struct prose_node *node; /* NULL: the text itself */
    struct prose_vec children;
    bool implied;    /* a paragraph that md4c does not tell of */
    bool any;        /* from and to are set */
    size_t from, to; /* bytes of the text that its children cover */
};

struct prose_reader {
    struct session *session;
    struct prose *prose;
    struct origin_map places;
    struct cuts cuts;
    struct str buffer; /* what md4c reads */
    size_t shift;      /* bytes put before the text in it */
    size_t base;       /* offset in the text of the first byte after them */
    size_t last;       /* offset after the last text seen */
    int refused;       /* inside something that is a diagnostic: its text is passed over */
    struct prose_open open[LIMIT_NESTING + 1];
    size_t depth;
};

struct prose_node *prose_add(struct prose_reader *r, enum prose_kind kind, size_t from, size_t to);
bool prose_open_node(struct prose_reader *r, enum prose_kind kind, bool implied);
void prose_close_node(struct prose_reader *r);
/* Bytes [from, to) of the text belong to the open node. */
void prose_cover(struct prose_reader *r, size_t from, size_t to);
/* One text that md4c gives. */
void prose_text(struct prose_reader *r, MD_TEXTTYPE type, struct str text);
/* One that is passed over. */
void prose_skip(struct prose_reader *r, struct str text);
void prose_link(struct prose_reader *r, struct prose_node *link, const MD_SPAN_A_DETAIL *detail);
/* The text of `&name;` or `&#8211;`; false when the name is not known. */
bool entity_text(struct arena *a, struct str entity, struct str *out);

#endif
