/* utf8.h - code points in UTF-8 text. Well-formedness as in Unicode 15, table 3-7. */
#ifndef QUIRE_BASE_UTF8_H
#define QUIRE_BASE_UTF8_H

#include "base/str.h"

#define UTF8_BAD 0xFFFFFFFFu

/* Reads the code point at *at and moves *at past it; UTF8_BAD (and one byte on) where the bytes are
 * not well-formed. *at must be below s.n. */
uint32_t utf8_next(struct str s, size_t *at);
/* Writes at most 4 bytes, gives how many. */
size_t utf8_encode(uint32_t code_point, char out[4]);
/* Number of code points (a bad byte counts as one). */
size_t utf8_length(struct str s);
/* Offset of the first byte that is not well-formed, or SIZE_MAX. */
size_t utf8_find_bad(struct str s);

/* Control characters, and those that reorder or hide text on a terminal; UTF8_BAD too. */
bool utf8_is_unsafe(uint32_t code_point);

#endif
