/* decimal.h - exact decimal numbers.
 *
 * A `const struct decimal *` is immutable and lives on the arena it was made on. Sums, differences
 * and products are exact; division gives 34 digits, half up. No operation rounds through binary
 * floating point. At most DECIMAL_DIGITS digits and an exponent of +-DECIMAL_EXPONENT: beyond that an
 * operation gives NULL and the caller reports `number-too-large`.
 */
#ifndef QUIRE_BASE_DECIMAL_H
#define QUIRE_BASE_DECIMAL_H

#include "base/str.h"

enum { DECIMAL_DIGITS = 1000, DECIMAL_EXPONENT = 9999, DECIMAL_QUOTIENT_DIGITS = 34 };

struct decimal;

/* Half up is away from zero: -2.5 is -3. Half even is the banker's. */
enum decimal_rounding { DECIMAL_HALF_UP, DECIMAL_HALF_EVEN, DECIMAL_FLOOR, DECIMAL_CEILING };

/* Text: [+-]digits[.digits][e[+-]digits], nothing else; NULL if it is not that. */
const struct decimal *decimal_parse(struct arena *a, struct str text);
const struct decimal *decimal_from(struct arena *a, int64_t value);
const struct decimal *decimal_add(struct arena *a, const struct decimal *x,
                                  const struct decimal *y);
const struct decimal *decimal_subtract(struct arena *a, const struct decimal *x,
                                       const struct decimal *y);
const struct decimal *decimal_multiply(struct arena *a, const struct decimal *x,
                                       const struct decimal *y);
/* 34 significant digits, half up; NULL when y is 0. */
const struct decimal *decimal_divide(struct arena *a, const struct decimal *x,
                                     const struct decimal *y);
/* Floor division and its remainder (the sign of y, as in Jinja2 and Python); NULL when y is 0. */
const struct decimal *decimal_floor_divide(struct arena *a, const struct decimal *x,
                                           const struct decimal *y);
const struct decimal *decimal_modulo(struct arena *a, const struct decimal *x,
                                     const struct decimal *y);
const struct decimal *decimal_negate(struct arena *a, const struct decimal *x);
const struct decimal *decimal_abs(struct arena *a, const struct decimal *x);
/* To n places after the point (n may be negative: tens, hundreds). */
const struct decimal *decimal_round(struct arena *a, const struct decimal *x, int places,
                                    enum decimal_rounding how);
int decimal_compare(const struct decimal *x, const struct decimal *y);
int decimal_sign(const struct decimal *x);
bool decimal_is_integer(const struct decimal *x);
/* Digits after the point as written: 1.50 has 2. */
int decimal_places(const struct decimal *x);
/* Plain digits, as written, never an exponent: "-1234.50". */
struct str decimal_text(struct arena *a, const struct decimal *x);
/* The value if it is whole and fits; false otherwise. */
bool decimal_to_int(const struct decimal *x, int64_t *out);
/* floor(x * scale) rounded half up as an integer, for geometry only; saturates at int64 bounds. */
int64_t decimal_scaled(const struct decimal *x, int64_t scale);

#endif
