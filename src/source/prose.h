/* prose.h - Markdown (CommonMark by md4c) as a tree, with `{{ expressions }}` taken out before and
 * put back after, so that a value is always plain text and never Markdown.
 *
 * split_pieces cuts a text into literal pieces and expressions. markdown_read gives blocks (or, with
 * MARKDOWN_INLINE, inline nodes only: in captions, cells, headings). Images, HTML, tables and code are
 * diagnostics. Notes: `[^name]` in text, `[^name]: text` at the start of a line defines one.
 */
#ifndef QUIRE_SOURCE_PROSE_H
#define QUIRE_SOURCE_PROSE_H

#include "source/node.h"

/* A literal text or the source of one expression (between the braces). */
struct piece {
    bool expression;
    struct str text;
    size_t offset; /* of text in the origin's text */
};

struct pieces {
    struct piece *v;
    size_t n;
};

/* `{{ '{{' }}` is how a literal pair of braces is written; braces inside quotes do not end an
 * expression. An expression that is not closed is a diagnostic at its braces. */
struct pieces split_pieces(struct session *s, const struct origin *origin);

enum prose_kind {
    /* blocks */
    PROSE_PARAGRAPH, /* inline children */
    PROSE_HEADING,   /* level; inline children */
    PROSE_LIST,      /* ordered, start; PROSE_ITEM children */
    PROSE_ITEM,      /* block children (a tight list's item has paragraphs too) */
    PROSE_QUOTE,     /* block children */
    /* inline */
    PROSE_TEXT,       /* text */
    PROSE_EXPRESSION, /* index: which expression of the text */
    PROSE_EMPHASIS,
    PROSE_STRONG,
    PROSE_LINK,  /* address; inline children */
    PROSE_BREAK, /* hard line break */
    PROSE_NOTE   /* text: the note's name */
};

struct prose_node {
    enum prose_kind kind;
    unsigned level;      /* heading */
    bool ordered, tight; /* list */
    unsigned start;      /* ordered list */
    struct str text;
    size_t index;          /* PROSE_EXPRESSION */
    struct pieces address; /* PROSE_LINK: index field of expression pieces is `index` below */
    size_t address_index;  /* number of the address's first expression among all expressions */
    bool bare;             /* a link whose text is its address (autolinked) */
    struct span span;
    struct prose_node **children;
    size_t n;
};

struct prose_note {
    struct str name;
    struct span span;
    struct prose_node **content; /* inline */
    size_t n;
};

struct prose {
    struct origin origin;
    struct piece *expressions; /* in order of the text */
    size_t expression_count;
    struct prose_node **blocks; /* or inline nodes with MARKDOWN_INLINE */
    size_t n;
    struct prose_note *notes;
    size_t note_count;
};

enum markdown_mode { MARKDOWN_BLOCKS, MARKDOWN_INLINE };

/* Never NULL: after a diagnostic what could be read is there. */
struct prose *markdown_read(struct session *s, const struct origin *origin,
                            enum markdown_mode mode);

#endif
