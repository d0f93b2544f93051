/* font.h - font files, families, faces, and which face draws a character.
 *
 * fonts/families.yaml says which files make a family. A family of a theme is looked for in ROOT/fonts,
 * then the program's own fonts folder, and only then with fontconfig (a warning names the file). Faces
 * are loaded at first use. HarfBuzz alone parses font bytes; a face with no glyphs is refused.
 *
 * A font set outlives documents: in a batch it is warmed, then shared copy-on-write by workers. It has
 * an arena of its own; the bytes of font files stay with the session's files, which must outlive it. The cache of shaped words hangs on it, bounded.
 */
#ifndef QUIRE_TEXT_FONT_H
#define QUIRE_TEXT_FONT_H

#include "base/length.h"
#include "base/session.h"
#include "style/style.h"

struct font;     /* one loaded face */
struct font_set; /* all families known, faces loaded, caches */

struct font_metrics {
    int units_per_em;
    int ascent, descent; /* font units; descent is negative */
    int cap_height, x_height;
    int underline_position, underline_thickness; /* font units; position negative below */
    int x_min, y_min, x_max, y_max;
    int italic_angle; /* degrees, usually 0 or -12 */
};

/* own_fonts: the program's fonts folder (absolute). */
struct font_set *font_set_new(struct session *s, struct str own_fonts);
void font_set_free(struct font_set *set);
/* Takes a theme's fonts: and fallback:. Every family is found now (a missing one is font-missing, with
 * a near family), no file is opened yet. false after a diagnostic. */
bool font_set_use(struct font_set *set, struct session *s, const struct style_sheet *sheet);
/* The paths of all files of the families in use, the fallback's too, where they are found first. */
void font_set_each_file(struct font_set *set, struct session *s,
                        void (*file)(void *context, struct str path), void *context);
/* The face for an entry of `fonts:`, a weight (0: the entry's own; else the nearest as CSS does) and a
 * slant. Never NULL once font_set_use gave true; a file that cannot be read is a diagnostic and gives
 * another face of the set. */
const struct font *font_find(struct font_set *set, struct session *s, struct str key,
                             unsigned weight, bool italic);
/* Small and dense: 0, 1, 2 ... in order of first load in this set. */
unsigned font_id(const struct font *f);
const struct font_metrics *font_metrics(const struct font *f);
struct str font_postscript_name(const struct font *f); /* "OpenSans-Bold" */
unsigned font_weight(const struct font *f);
bool font_is_italic(const struct font *f);
/* The glyphs of the characters that nearly every document has; 0 where the face draws none. */
enum { FONT_ASCII = 95 };
struct font_glyphs {
    uint32_t ascii[FONT_ASCII]; /* from the space on */
    uint32_t tabular[10];       /* digits as they are set in tables */
};
/* `tabular`: with the digits of tables, which cost something to find out. */
const struct font_glyphs *font_glyphs(const struct font *f, bool tabular);
/* Advance of a glyph in font units. */
int font_advance(const struct font *f, uint32_t glyph);

/* The font's bytes cut to the glyphs (sorted or not; 0 is always kept), by hb-subset, with
 * RETAIN_GIDS so that glyph ids stay as they are. Layout tables, names and hints are dropped.
 * n glyph ids; result on the arena. Empty after a diagnostic. */
struct str font_subset(struct session *s, const struct font *f, const uint32_t *glyphs, size_t n);

#endif
