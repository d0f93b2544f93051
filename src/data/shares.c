#include "data/shares.h"

#include <stdlib.h>

struct part {
    const struct decimal *figure, *units, *rest;
    size_t index;
};

static int by_remainder(const void *left, const void *right) {
    const struct part *x = left, *y = right;
    int order = decimal_compare(y->rest, x->rest);
    if (order == 0)
        order = decimal_compare(y->figure, x->figure);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static const struct decimal *power_of_ten(struct arena *a, int n) {
    return decimal_parse(a, str_format(a, "1e%d", n));
}

/* The sum of the figures; NULL and a fault where there is none to share. */
static const struct decimal *sum_of(struct arena *a, struct shares *s, enum shares_fault *fault) {
    const struct decimal *sum = decimal_from(a, 0);
    *fault = SHARES_TOO_LARGE;
    for (size_t i = 0; sum && i < s->n; i++) {
        s->bad = i;
        if (decimal_sign(s->figures[i]) < 0) {
            *fault = SHARES_NEGATIVE;
            return NULL;
        }
        sum = decimal_add(a, sum, s->figures[i]);
    }
    if (sum && decimal_sign(sum) == 0) {
        *fault = SHARES_OF_NOTHING;
        return NULL;
    }
    return sum;
}

/* The whole units of each part; gives how many are left over, negative if a number grew too large. */
static int64_t take_whole_units(struct arena *a, const struct shares *s, struct part *parts,
                                const struct decimal *sum) {
    const struct decimal *all = power_of_ten(a, s->places + 2), *left = all;
    int64_t n;
    for (size_t i = 0; i < s->n; i++) {
        const struct decimal *scaled = decimal_multiply(a, s->figures[i], all);
        if (!scaled)
            return -1;
        parts[i] = (struct part){s->figures[i], decimal_floor_divide(a, scaled, sum),
                                 decimal_modulo(a, scaled, sum), i};
        if (!parts[i].units || !parts[i].rest)
            return -1;
        left = decimal_subtract(a, left, parts[i].units);
    }
    return left && decimal_to_int(left, &n) ? n : -1;
}

enum shares_fault shares_make(struct arena *a, struct shares *s) {
    enum shares_fault fault;
    struct part *parts = ARENA_ARRAY(a, struct part, s->n);
    const struct decimal *sum = sum_of(a, s, &fault);
    int64_t left = sum ? take_whole_units(a, s, parts, sum) : 0;
    if (!sum || left < 0)
        return fault;
    const struct decimal *unit = power_of_ten(a, -s->places - 2);
    qsort(parts, s->n, sizeof *parts, by_remainder);
    for (size_t i = 0; i < s->n; i++) {
        const struct decimal *units = parts[i].units;
        if ((int64_t)i < left)
            units = decimal_add(a, units, decimal_from(a, 1));
        s->out[parts[i].index] = decimal_multiply(a, units, unit);
    }
    return SHARES_GOOD;
}
