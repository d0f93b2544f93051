/* span.h - a place in an input file, and the file as it was read.
 *
 * Lines and columns count from 1; columns count code points. A span with a NULL source is "no
 * place"; one with line 0 is the file as a whole.
 */
#ifndef QUIRE_BASE_SPAN_H
#define QUIRE_BASE_SPAN_H

#include "base/str.h"

struct line_table;

struct source {
    struct str path;  /* as shown to the user: relative to the current directory where it can be */
    struct str bytes; /* the whole file; UTF-8 once a reader has accepted it */
    bool figures; /* data, as against layouts: what a message quotes of it is not for everybody */
    struct arena *arena;      /* for the line table; NULL: lines are counted each time */
    struct line_table *lines; /* offset of each line's first byte, made at first use */
};

struct span {
    const struct source *source;
    uint32_t line, column, length; /* length in code points, at least 1 when there is a place */
};

#define SPAN_NONE ((struct span){NULL, 0, 0, 0})

/* The place of bytes [from, to) of the source. */
struct span span_of_bytes(const struct source *s, size_t from, size_t to);
/* The text of line n (from 1) without its line end; empty past the end. */
struct str source_line(const struct source *s, uint32_t line);
/* Byte offset of a line and column (code points, both from 1), clamped to the line's end. */
size_t source_offset(const struct source *s, uint32_t line, uint32_t column);
/* The first place of `what` in the `window` bytes from a span's start on; else the span itself. */
struct span span_find(struct span at, struct str what, size_t window);
/* Order by path, line, column. */
int span_compare(struct span a, struct span b);

#endif
