/* shares.h - percentages that add up to 100, by largest remainder.
 *
 * Each figure gets the whole units of its share; the units that are then left over go to the largest
 * remainders, one each; of equal remainders to the larger figure, then to the earlier. A share is a
 * fraction: 0.33, or 0.333 with one place.
 */
#ifndef QUIRE_DATA_SHARES_H
#define QUIRE_DATA_SHARES_H

#include "base/decimal.h"

enum shares_fault {
    SHARES_GOOD,
    SHARES_NEGATIVE, /* a figure below 0 has no share; *bad is its index */
    SHARES_OF_NOTHING,
    SHARES_TOO_LARGE
};

struct shares {
    const struct decimal *const *figures;
    size_t n;
    int places;                 /* of a percentage */
    const struct decimal **out; /* n */
    size_t bad;
};

enum shares_fault shares_make(struct arena *a, struct shares *s);

#endif
