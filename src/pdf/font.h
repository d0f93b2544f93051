/* font.h - fonts as PDF has them: Type0 over CIDFontType2, embedded as subsets.
 *
 * A code stands for a glyph together with the text that it shows: pages can be finished before the
 * subset is known, and one glyph can stand for two texts (a hyphen and a soft hyphen) with the right
 * text for each. CIDToGIDMap leads from code to glyph. The printable characters of ASCII, and the digits
 * of tables, have codes of their own; all else is numbered by first use.
 *
 * A subset is rounded up: a font that shows many small letters has all of them, one that shows a digit
 * has all ten. It costs a file about 5 KB, and documents of one layout then have the same subsets, which
 * are made once (cache.h).
 */
#ifndef QUIRE_PDF_FONT_H
#define QUIRE_PDF_FONT_H

#include "text/font.h"

struct writer;

struct pdf_code {
    uint32_t glyph;
    int width; /* thousandths of an em */
    bool used; /* a fixed code may be of no use in this file */
    struct str text;
};

/* Codes from 1 on: ASCII from the space, the digits of tables, then by first use. */
enum {
    CODE_TABULAR = FONT_ASCII,     /* codes before the first digit of a table */
    CODE_FIXED = CODE_TABULAR + 10 /* codes before the first of its own */
};

struct pdf_font {
    const struct font *font;
    unsigned index;         /* among the fonts of this file: /F3 */
    unsigned number;        /* of the object */
    struct span at;         /* what it is first used for */
    struct pdf_code *codes; /* codes[0] is code 1; 0 is .notdef */
    size_t n, cap;
    uint32_t *slots; /* hash of those that are not fixed: code or 0 */
    size_t slot_count;
};

struct pdf_fonts {
    struct pdf_font **by_id; /* by font_id */
    size_t id_count;
    struct pdf_font **v; /* in order of first use */
    size_t n, cap;
};

struct pdf_font *pdf_font_use(struct writer *w, const struct font *f, struct span at);
/* The code of a glyph that shows this text; 0 when the font has no code left. */
unsigned pdf_font_code(struct writer *w, struct pdf_font *f, uint32_t glyph, struct str text);
/* Takes a fixed code into the subset, showing this glyph; none where the face does not draw it. */
void pdf_font_fix(struct pdf_font *f, unsigned code, uint32_t glyph);
/* font_write.c: writes all fonts used. */
void pdf_fonts_finish(struct writer *w);

#endif
