/* length.h - lengths are whole thousandths of a point, so that layout is the same everywhere.
 *
 * A length never holds a rounding of the machine's floating point. 1 mm is 2834.6 (rounded half up
 * when a length is made from text; sums of lengths are exact).
 */
#ifndef QUIRE_BASE_LENGTH_H
#define QUIRE_BASE_LENGTH_H

#include "base/str.h"

typedef int64_t length; /* 1/1000 pt */

#define PT 1000
#define LENGTH_MAX ((length)32767 * PT)
/* n hundredths of a millimetre, for constants: LENGTH_MM(350) is 3.5 mm. */
#define LENGTH_MM(hundredths) (((length)(hundredths)*7200 + 127) / 254)

/* a * b / c without overflow for lengths in range, rounded half away from zero; c > 0. */
length length_scale(length a, int64_t b, int64_t c);
static inline length length_max(length a, length b) {
    return a > b ? a : b;
}
static inline length length_min(length a, length b) {
    return a < b ? a : b;
}
/* Points in decimal, at most 3 places, no trailing zeros, no locale: "12.5". */
void length_print(struct strbuf *b, length value);

/* A length as an author writes it: pt mm cm in are absolute, em % fr wait for what they refer to. */
enum unit { UNIT_AUTO, UNIT_ABSOLUTE, UNIT_EM, UNIT_PERCENT, UNIT_FR, UNIT_NUMBER };

struct dimension {
    enum unit unit;
    int64_t value; /* UNIT_ABSOLUTE: a length; others: thousandths (1.5em is 1500) */
};

/* "12pt", "1.45" (UNIT_NUMBER), "auto", "2fr", "50%"; false if it is none of them or out of range. */
bool dimension_parse(struct str text, struct dimension *out);
/* em: the font size; whole: what 100 % is. AUTO, FR and NUMBER give 0. */
length dimension_resolve(struct dimension d, length em, length whole);

#endif
