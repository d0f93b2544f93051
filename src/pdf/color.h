/* color.h - colours to percentages of the four inks; the only door to Little CMS.
 *
 * Every colour is converted once and remembered. All values are whole percents, so that the bytes of
 * a file do not hang on the last digit of a floating-point number.
 */
#ifndef QUIRE_PDF_COLOR_H
#define QUIRE_PDF_COLOR_H

#include "base/session.h"
#include "pdf/pdf.h"

enum ink { INK_CYAN, INK_MAGENTA, INK_YELLOW, INK_BLACK, INK_COUNT };
enum ink_use { INK_AREA, INK_TEXT };

struct inks {
    uint8_t v[INK_COUNT]; /* percent */
};

struct inker;

/* NULL after a diagnostic. */
struct inker *inker_new(struct session *s, const struct press *p);
void inker_free(struct inker *k);
/* The same for another document, to whose session its diagnostics go. */
struct inker *inker_for(struct inker *k, struct session *s);
/* Diagnostics: a theme's own print value over the ink limit is refused; a converted one is brought
 * below it and warned of. */
struct inks inker_inks(struct inker *k, struct color c, enum ink_use use, struct span at);
/* As the profile calls itself, in ASCII. */
struct str inker_description(const struct inker *k);
/* Less colour and more black, until the sum is within the limit. */
struct inks inks_limit(struct inks inks, unsigned limit);
/* "2.14" */
struct str color_library_version(struct arena *a);

#endif
