/* letters.h - upper and lower case of the alphabets quire meets, without the locale. */
#ifndef QUIRE_DATA_LETTERS_H
#define QUIRE_DATA_LETTERS_H

#include "base/str.h"

/* Latin, Greek and Cyrillic; other code points are their own upper and lower case. */
uint32_t letter_upper(uint32_t c);
uint32_t letter_lower(uint32_t c);
bool letter_is(uint32_t c); /* a letter or mark of any script: all beyond ASCII but punctuation */
struct str text_upper(struct arena *a, struct str s);
struct str text_lower(struct arena *a, struct str s);
/* Each word's first letter upper, the others lower. */
struct str text_title(struct arena *a, struct str s);
/* Lower-case letters and digits joined by hyphens, accents off Latin letters: for file names. */
struct str text_slug(struct arena *a, struct str s);
/* Order for readers: by letters without regard to case and accents, then by code points. */
int text_order(struct str x, struct str y);

#endif
