/* text.h - a paragraph's styled text to lines of glyph runs.
 *
 * The steps are files: itemize (script, bidi by FriBidi, fallback by grapheme), shape (HarfBuzz, with
 * a cache of shaped words), linebreak (opportunities by libunibreak; first fit where ragged, Knuth
 * and Plass where justified), line (visual order). A character that no font has is a diagnostic with
 * its name and place, and poisons the paragraph. Lengths are exact: a line's width is the sum of its
 * glyphs' advances.
 *
 *     struct text_block *b = text_layout(fonts, s, &(struct text_request){segments, n, width, ...});
 */
#ifndef QUIRE_TEXT_TEXT_H
#define QUIRE_TEXT_TEXT_H

#include "text/font.h"

struct glyph {
    uint32_t id;
    uint32_t cluster; /* byte offset in the run's text of the first byte this glyph stands for */
    int32_t advance;  /* a length along the line, letter-spacing included; justified: stretched */
    int32_t x_offset, y_offset; /* lengths; y upwards */
};

/* Shaped text in one font, size and direction. Glyphs are in visual order, left to right. */
struct glyph_run {
    const struct font *font;
    length size;
    const struct glyph *glyphs;
    size_t n;
    struct str text; /* all of it stands for the glyphs, in logical order */
    bool rtl;
    length width;
    struct str lang;
};

struct text_segment {
    struct str text;           /* "\n" (U+2028 too) is a hard break */
    const struct style *style; /* font, size, weight, slant, spacing, tabular figures */
    struct str lang;
    bool no_break; /* keep on one line if it fits */
    struct span span;
};

enum text_direction { DIRECTION_AUTO, DIRECTION_LTR, DIRECTION_RTL };

struct text_request {
    const struct text_segment *segments;
    size_t n;
    length width;          /* of a line */
    length first_indent;   /* taken off the first line, may be 0 */
    enum text_align align; /* START and END follow the paragraph's direction */
    bool hyphens;
    enum text_direction direction; /* AUTO: by the first strong character, else by lang */
    struct str lang;
    /* Where the runs go, and where the block and its lines; NULL: the session's arena. */
    struct arena *runs, *lines;
};

struct line_run {
    struct glyph_run *run;
    length x;       /* left edge in the line's box (alignment applied) */
    size_t segment; /* which segment it is of */
};

struct text_line {
    struct line_run *runs; /* in logical order, so that painting follows reading */
    size_t n;
    length width;           /* of the ink and inner spaces; trailing spaces hang and count 0 */
    length ascent, descent; /* of the fonts on it, both positive */
    bool hard;              /* ends in a hard break or the paragraph's end */
};

struct text_block {
    struct text_line *lines; /* at least one, even for empty text */
    size_t n;
    length width; /* of the widest line */
    bool rtl;
    bool overflow; /* a word was broken anywhere because it is longer than the line */
    struct span overflow_at;
    bool poisoned;
};

struct text_block *text_layout(struct font_set *fonts, struct session *s,
                               const struct text_request *r);

/* Widths that decide columns: the longest piece that cannot be broken, and all on one line. */
struct text_extent {
    length min, max;
};
struct text_extent text_measure(struct font_set *fonts, struct session *s,
                                const struct text_segment *segments, size_t n);

#endif
