/* paragraph.h - a paragraph on its way from segments to lines.
 *
 *     segments -> text -> items (one font, script, level, segment) -> pieces (words and spaces,
 *     shaped) -> units (what stays together on a line) -> lines
 *
 * Offsets are bytes of the paragraph's whole text.
 */
#ifndef QUIRE_TEXT_PARAGRAPH_H
#define QUIRE_TEXT_PARAGRAPH_H

#include "text/font_internal.h"
#include "text/text.h"

enum { LIMIT_MARKS = 32 }; /* combining marks on one base */

struct text_item {
    size_t from, to;
    size_t segment;
    const struct font *font;
    hb_script_t script;
    uint8_t level;
    uint32_t look; /* index of its struct look */
};
VEC_DECLARE(item_vec, struct text_item);

/* A word or spaces in one look; shared between all paragraphs. */
struct shaped {
    struct glyph *glyphs; /* clusters from the word's start */
    size_t n;
    length width;
    bool missing; /* a glyph 0 is among them */
};

enum piece_kind { PIECE_WORD, PIECE_SPACE, PIECE_FIXED_SPACE, PIECE_NEWLINE };
enum piece_break { AFTER_KEEP, AFTER_BREAK, AFTER_HARD };

struct text_piece {
    size_t from, to;
    size_t item;
    enum piece_kind kind;
    enum piece_break after;
    bool soft_hyphen;            /* ends in U+00AD with a break after it */
    length hyphen;               /* width of the hyphen it then needs */
    const struct shaped *shaped; /* NULL for a newline */
    length width;
};
VEC_DECLARE(piece_vec, struct text_piece);

struct text_unit {
    size_t first, end; /* pieces */
    length width;      /* without the trailing spaces */
    length space;      /* of the trailing spaces */
    length stretch;    /* of no-break spaces within */
    length hyphen;
    bool hard;
};
VEC_DECLARE(unit_vec, struct text_unit);

/* Units [first, end) make a line. */
struct break_range {
    size_t first, end;
};
VEC_DECLARE(break_vec, struct break_range);

VEC_DECLARE(byte_vec, char);

/* Everything about a word's look but its text. */
struct look {
    length size, spacing;
    hb_script_t script;
    unsigned font;
    size_t language;
    bool rtl, tabular;
};
VEC_DECLARE(look_vec, struct look);

/* Arrays that every paragraph uses again; they live on the font set's arena. */
struct paragraph_work {
    struct str lang; /* asked for last, and whether it runs from the right */
    bool lang_rtl;
    struct item_vec items;
    struct piece_vec pieces;
    struct unit_vec units;
    struct break_vec lines;
    struct byte_vec breaks, compact;
    struct look_vec looks; /* each once: a word is cached under its look's index */
};

struct paragraph {
    struct font_set *fonts;
    struct session *s;
    struct arena *scratch; /* of the arrays that are used again */
    struct arena *temp;    /* of what is needed for this paragraph only */
    struct arena *out;     /* of what its runs are made of */
    struct arena *list;    /* of its lines' lists of runs */
    const struct text_segment *segments;
    size_t segment_count;
    struct str text;
    size_t *starts; /* of each segment, and the text's end */
    size_t one[2];  /* of a single segment */
    bool ascii;
    bool rtl;
    uint8_t *levels; /* per byte; NULL: all 0 */
    struct item_vec items;
    struct piece_vec pieces;
    struct unit_vec units;
    struct break_vec lines;
    bool poisoned, overflow;
    struct span overflow_at;
};

struct line_frame {
    length width, first_indent;
    enum text_align align;
};

/* paragraph.c: text, direction, levels. */
void paragraph_init(struct paragraph *p, const struct text_request *r);
bool language_is_rtl(struct paragraph *p, struct str lang);
/* The segment's face. */
const struct font *segment_font(struct paragraph *p, size_t segment);

/* itemize.c */
void paragraph_itemize(struct paragraph *p);
/* End of the grapheme cluster that starts at byte `at`. */
size_t grapheme_end(struct str text, size_t at);
bool is_default_ignorable(uint32_t c);
bool is_combining_mark(uint32_t c);

/* missing.c: tells of a character that no font has. */
void report_missing(struct paragraph *p, size_t segment, uint32_t code_point);

/* pieces.c: opportunities, and the text cut and shaped. */
void paragraph_cut(struct paragraph *p);

/* shape.c */
uint32_t shape_look(struct paragraph *p, const struct text_item *item);
const struct shaped *shape_text(struct paragraph *p, const struct text_item *item, size_t from,
                                size_t to);
/* The hyphen at a line's end, in the look of an item. */
struct glyph shape_hyphen(struct paragraph *p, const struct text_item *item);

/* units.c: pieces to units for lines of that width; what is too wide for one is cut. */
void paragraph_unite(struct paragraph *p, const struct line_frame *f);

/* plain.c */
enum { PLAIN_PIECES = 16 };
struct plain_line { /* words and spaces, all of the text */
    const struct font *font;
    const struct shaped *pieces[PLAIN_PIECES];
    size_t from[PLAIN_PIECES]; /* bytes of the text */
    size_t n, glyphs;
    length width, widest; /* of all, and of the widest word */
};
/* false: the text needs the long way. */
bool plain_line(struct paragraph *p, const struct text_segment *segments, size_t n,
                struct plain_line *line);
struct text_block *plain_block(struct paragraph *p, const struct plain_line *line,
                               const struct text_request *r);

/* linebreak.c, knuth_plass.c: units [from, to) end with a hard break. */
length line_room(const struct line_frame *f, size_t first_unit);
void break_ragged(struct paragraph *p, const struct line_frame *f, struct break_range units);
void break_justified(struct paragraph *p, const struct line_frame *f, struct break_range units);

/* line.c */
/* Where a line of that width begins in its first line's room, from the left. */
length line_start(const struct line_frame *f, length width);
void line_measure_font(struct text_line *line, const struct font *font, length size);
void line_make(struct paragraph *p, const struct line_frame *f, struct break_range units,
               struct text_line *out);

#endif
