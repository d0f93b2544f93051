/* font.h - fonts as PDF has them: Type0 over CIDFontType2, embedded as subsets.
 *
 * A code stands for a glyph together with the text that it shows, numbered by first use: pages can
 * be finished before the subset is known, and one glyph can stand for two texts (a hyphen and a
 * soft hyphen) with the right text for each. CIDToGIDMap leads from code to glyph.
 */
#ifndef QUIRE_PDF_FONT_H
#define QUIRE_PDF_FONT_H

#include "text/font.h"

struct writer;

struct pdf_code {
    uint32_t glyph;
    int width; /* thousandths of an em */
    struct str text;
};

struct pdf_font {
    const struct font *font;
    unsigned index;         /* among the fonts of this file: /F3 */
    unsigned number;        /* of the object */
    struct span at;         /* what it is first used for */
    struct pdf_code *codes; /* codes[0] is code 1; 0 is .notdef */
    size_t n, cap;
    uint32_t *slots; /* hash: code or 0 */
    size_t slot_count;
    struct {
        uint32_t glyph, code;
    } ascii[128]; /* the last code found for each character, as most of a text is of these */
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
/* Writes all fonts used. */
void pdf_fonts_finish(struct writer *w);

#endif
