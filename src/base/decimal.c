#include "base/decimal.h"

#include <gmp.h>
#include <stdlib.h>
#include <string.h>

/* value = coefficient * 10^-scale. Nearly all numbers of a report fit 64 bits; the others keep
 * their limbs behind the struct (limbs: their number, negative for a negative coefficient). */
struct decimal {
    int64_t small; /* when limbs is 0 */
    int32_t scale;
    int32_t limbs;
    mp_limb_t limb[];
};

/* GMP ends the process on its own terms when memory runs out, so it gets our allocator's manners.
 */
static void *gmp_alloc(size_t n) {
    void *p = malloc(n);
    if (!p)
        fail_memory();
    return p;
}

static void *gmp_grow(void *old, size_t old_size, size_t n) {
    (void)old_size;
    void *p = realloc(old, n);
    if (!p)
        fail_memory();
    return p;
}

static void gmp_release(void *p, size_t n) {
    (void)n;
    free(p);
}

static void load(mpz_t z, const struct decimal *x) {
    static bool prepared;
    if (!prepared) {
        mp_set_memory_functions(gmp_alloc, gmp_grow, gmp_release);
        prepared = true;
    }
    if (x->limbs == 0) {
        mpz_init_set_si(z, (long)x->small);
        return;
    }
    mpz_t view;
    mpz_roinit_n(view, x->limb, x->limbs);
    mpz_init_set(z, view);
}

static struct decimal *make_small(struct arena *a, int64_t value, int32_t scale) {
    struct decimal *d = ARENA_NEW(a, struct decimal);
    d->small = value;
    d->scale = value == 0 && scale < 0 ? 0 : scale;
    return d;
}

static void power_of_ten(mpz_t z, unsigned long n) {
    mpz_init(z);
    mpz_ui_pow_ui(z, 10, n);
}

static void shift_up(mpz_t z, unsigned long places) {
    if (places == 0)
        return;
    mpz_t p;
    power_of_ten(p, places);
    mpz_mul(z, z, p);
    mpz_clear(p);
}

static bool too_many_digits(const mpz_t z) {
    size_t digits = mpz_sizeinbase(z, 10); /* exact or one too many */
    if (digits <= DECIMAL_DIGITS)
        return false;
    if (digits > DECIMAL_DIGITS + 1)
        return true;
    mpz_t limit;
    power_of_ten(limit, DECIMAL_DIGITS);
    bool result = mpz_cmpabs(z, limit) >= 0;
    mpz_clear(limit);
    return result;
}

/* Takes z over and clears it. */
static const struct decimal *store(struct arena *a, mpz_t z, int64_t scale) {
    const struct decimal *result = NULL;
    if (mpz_sgn(z) == 0 && scale < 0)
        scale = 0;
    if (too_many_digits(z) || scale > DECIMAL_EXPONENT || scale < -DECIMAL_EXPONENT) {
        mpz_clear(z);
        return NULL;
    }
    if (mpz_fits_slong_p(z)) {
        result = make_small(a, mpz_get_si(z), (int32_t)scale);
    } else {
        size_t n = mpz_size(z);
        struct decimal *d = arena_alloc(a, sizeof *d + n * sizeof(mp_limb_t));
        memcpy(d->limb, mpz_limbs_read(z), n * sizeof(mp_limb_t));
        d->limbs = mpz_sgn(z) < 0 ? -(int32_t)n : (int32_t)n;
        d->scale = (int32_t)scale;
        result = d;
    }
    mpz_clear(z);
    return result;
}

static size_t skip_digits(struct str t, size_t i) {
    while (i < t.n && t.p[i] >= '0' && t.p[i] <= '9')
        i++;
    return i;
}

/* The exponent at *i (after `e`), false if it is not one or out of range. */
static bool parse_exponent(struct str t, size_t *i, int64_t *out) {
    bool negative = false;
    if (*i < t.n && (t.p[*i] == '+' || t.p[*i] == '-'))
        negative = t.p[(*i)++] == '-';
    size_t from = *i;
    int64_t value = 0;
    for (; *i < t.n && t.p[*i] >= '0' && t.p[*i] <= '9'; (*i)++) {
        value = value * 10 + (t.p[*i] - '0');
        if (value > DECIMAL_EXPONENT)
            return false;
    }
    *out = negative ? -value : value;
    return *i > from;
}

static const struct decimal *parse_big(struct arena *a, struct str digits, bool negative,
                                       int64_t scale) {
    mpz_t z;
    static const struct decimal zero;
    load(z, &zero);
    mpz_set_str(z, str_c(a, digits), 10);
    if (negative)
        mpz_neg(z, z);
    return store(a, z, scale);
}

const struct decimal *decimal_parse(struct arena *a, struct str text) {
    size_t i = 0;
    bool negative = false;
    if (text.n > 0 && (text.p[0] == '+' || text.p[0] == '-'))
        negative = text.p[i++] == '-';
    size_t whole = i, whole_end = skip_digits(text, i);
    if (whole_end == whole)
        return NULL;
    i = whole_end;
    size_t part = i, part_end = i;
    if (i < text.n && text.p[i] == '.') {
        part = i + 1;
        i = part_end = skip_digits(text, part);
        if (part_end == part)
            return NULL;
    }
    int64_t exponent = 0;
    if (i < text.n && (text.p[i] == 'e' || text.p[i] == 'E')) {
        i++;
        if (!parse_exponent(text, &i, &exponent))
            return NULL;
    }
    if (i != text.n)
        return NULL;
    while (whole < whole_end && text.p[whole] == '0')
        whole++;
    size_t n = whole_end - whole, m = part_end - part;
    int64_t scale = (int64_t)m - exponent;
    if (n + m > (size_t)DECIMAL_DIGITS * 2 || scale > DECIMAL_EXPONENT || scale < -DECIMAL_EXPONENT)
        return NULL;
    char small[20], *digits = n + m > 18 ? arena_alloc(a, n + m + 2) : small;
    digits[0] = '0';
    memcpy(digits + 1, text.p + whole, n);
    memcpy(digits + 1 + n, text.p + part, m);
    if (n + m > 18)
        return parse_big(a, (struct str){digits, n + m + 1}, negative, scale);
    int64_t value = 0;
    for (size_t k = 1; k <= n + m; k++)
        value = value * 10 + (digits[k] - '0');
    return make_small(a, negative ? -value : value, (int32_t)scale);
}

const struct decimal *decimal_from(struct arena *a, int64_t value) {
    return make_small(a, value, 0);
}

/* Both as whole numbers of one scale, which is given back. */
static int64_t align(mpz_t zx, mpz_t zy, const struct decimal *x, const struct decimal *y) {
    load(zx, x);
    load(zy, y);
    if (x->scale < y->scale)
        shift_up(zx, (unsigned long)(y->scale - x->scale));
    else
        shift_up(zy, (unsigned long)(x->scale - y->scale));
    return x->scale > y->scale ? x->scale : y->scale;
}

static bool both_small(const struct decimal *x, const struct decimal *y) {
    return x->limbs == 0 && y->limbs == 0;
}

const struct decimal *decimal_add(struct arena *a, const struct decimal *x,
                                  const struct decimal *y) {
    int64_t sum;
    if (both_small(x, y) && x->scale == y->scale &&
        !__builtin_add_overflow(x->small, y->small, &sum))
        return make_small(a, sum, x->scale);
    mpz_t zx, zy;
    int64_t scale = align(zx, zy, x, y);
    mpz_add(zx, zx, zy);
    mpz_clear(zy);
    return store(a, zx, scale);
}

const struct decimal *decimal_subtract(struct arena *a, const struct decimal *x,
                                       const struct decimal *y) {
    int64_t rest;
    if (both_small(x, y) && x->scale == y->scale &&
        !__builtin_sub_overflow(x->small, y->small, &rest))
        return make_small(a, rest, x->scale);
    mpz_t zx, zy;
    int64_t scale = align(zx, zy, x, y);
    mpz_sub(zx, zx, zy);
    mpz_clear(zy);
    return store(a, zx, scale);
}

const struct decimal *decimal_multiply(struct arena *a, const struct decimal *x,
                                       const struct decimal *y) {
    mpz_t zx, zy;
    load(zx, x);
    load(zy, y);
    mpz_mul(zx, zx, zy);
    mpz_clear(zy);
    return store(a, zx, (int64_t)x->scale + y->scale);
}

/* |x| * 10^k / |y| rounded half up, or down only to see how long it is. */
static void quotient(mpz_t q, const mpz_t x, const mpz_t y, int64_t k, bool rounded) {
    mpz_t n, d, r;
    mpz_init_set(n, x);
    mpz_init_set(d, y);
    mpz_init(r);
    if (k >= 0)
        shift_up(n, (unsigned long)k);
    else
        shift_up(d, (unsigned long)-k);
    mpz_tdiv_qr(q, r, n, d);
    mpz_mul_2exp(r, r, 1);
    if (rounded && mpz_cmp(r, d) >= 0)
        mpz_add_ui(q, q, 1);
    mpz_clears(n, d, r, NULL);
}

static int64_t strip_zeros(mpz_t z, int64_t scale) {
    if (mpz_sgn(z) == 0)
        return 0;
    while (scale > 0 && mpz_divisible_ui_p(z, 10)) {
        mpz_divexact_ui(z, z, 10);
        scale--;
    }
    return scale;
}

const struct decimal *decimal_divide(struct arena *a, const struct decimal *x,
                                     const struct decimal *y) {
    if (decimal_sign(y) == 0)
        return NULL;
    mpz_t zx, zy, q, limit;
    load(zx, x);
    load(zy, y);
    bool negative = mpz_sgn(zx) * mpz_sgn(zy) < 0;
    mpz_abs(zx, zx);
    mpz_abs(zy, zy);
    int64_t k = DECIMAL_QUOTIENT_DIGITS + 1 + (int64_t)mpz_sizeinbase(zy, 10) -
                (int64_t)mpz_sizeinbase(zx, 10);
    mpz_init(q);
    power_of_ten(limit, DECIMAL_QUOTIENT_DIGITS);
    quotient(q, zx, zy, k, false);
    while (mpz_cmp(q, limit) >= 0)
        quotient(q, zx, zy, --k, false);
    quotient(q, zx, zy, k, true);
    mpz_clears(zx, zy, limit, NULL);
    if (negative)
        mpz_neg(q, q);
    int64_t scale = strip_zeros(q, k + x->scale - y->scale);
    if (scale < 0 && scale >= -DECIMAL_DIGITS) {
        shift_up(q, (unsigned long)-scale);
        scale = 0;
    }
    return store(a, q, scale);
}

const struct decimal *decimal_floor_divide(struct arena *a, const struct decimal *x,
                                           const struct decimal *y) {
    if (decimal_sign(y) == 0)
        return NULL;
    mpz_t zx, zy;
    align(zx, zy, x, y);
    mpz_fdiv_q(zx, zx, zy);
    mpz_clear(zy);
    return store(a, zx, 0);
}

const struct decimal *decimal_modulo(struct arena *a, const struct decimal *x,
                                     const struct decimal *y) {
    if (decimal_sign(y) == 0)
        return NULL;
    mpz_t zx, zy;
    int64_t scale = align(zx, zy, x, y);
    mpz_fdiv_r(zx, zx, zy);
    mpz_clear(zy);
    return store(a, zx, scale);
}

const struct decimal *decimal_negate(struct arena *a, const struct decimal *x) {
    if (x->limbs == 0 && x->small != INT64_MIN)
        return make_small(a, -x->small, x->scale);
    mpz_t z;
    load(z, x);
    mpz_neg(z, z);
    return store(a, z, x->scale);
}

const struct decimal *decimal_abs(struct arena *a, const struct decimal *x) {
    return decimal_sign(x) < 0 ? decimal_negate(a, x) : x;
}

/* Cuts the last `places` digits off z by the rule. */
static void round_off(mpz_t z, unsigned long places, enum decimal_rounding how) {
    mpz_t unit, rest;
    power_of_ten(unit, places);
    mpz_init(rest);
    int sign = mpz_sgn(z);
    mpz_abs(z, z);
    mpz_tdiv_qr(z, rest, z, unit);
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmp(rest, unit);
    bool away = false;
    switch (how) {
    case DECIMAL_HALF_UP:
        away = half >= 0;
        break;
    case DECIMAL_HALF_EVEN:
        away = half > 0 || (half == 0 && mpz_odd_p(z));
        break;
    case DECIMAL_FLOOR:
    case DECIMAL_CEILING:
        away = mpz_sgn(rest) != 0 && (sign < 0) == (how == DECIMAL_FLOOR);
        break;
    }
    if (away)
        mpz_add_ui(z, z, 1);
    if (sign < 0)
        mpz_neg(z, z);
    mpz_clears(unit, rest, NULL);
}

const struct decimal *decimal_round(struct arena *a, const struct decimal *x, int places,
                                    enum decimal_rounding how) {
    if (x->scale == places)
        return x;
    mpz_t z;
    load(z, x);
    int64_t drop = (int64_t)x->scale - places;
    if (drop > (int64_t)DECIMAL_DIGITS + 1) /* nothing is left of it, and 10^drop may be huge */
        mpz_set_si(z, how == DECIMAL_FLOOR && mpz_sgn(z) < 0     ? -1
                      : how == DECIMAL_CEILING && mpz_sgn(z) > 0 ? 1
                                                                 : 0);
    else if (drop > 0)
        round_off(z, (unsigned long)drop, how);
    else if (-drop <= (int64_t)2 * DECIMAL_EXPONENT)
        shift_up(z, (unsigned long)-drop);
    int64_t scale = places;
    if (scale < 0 && scale >= -DECIMAL_DIGITS) {
        shift_up(z, (unsigned long)-scale);
        scale = 0;
    }
    return store(a, z, scale);
}

int decimal_sign(const struct decimal *x) {
    if (x->limbs != 0)
        return x->limbs < 0 ? -1 : 1;
    return (x->small > 0) - (x->small < 0);
}

int decimal_compare(const struct decimal *x, const struct decimal *y) {
    if (both_small(x, y) && x->scale == y->scale)
        return (x->small > y->small) - (x->small < y->small);
    if (decimal_sign(x) != decimal_sign(y))
        return decimal_sign(x) < decimal_sign(y) ? -1 : 1;
    mpz_t zx, zy;
    align(zx, zy, x, y);
    int order = mpz_cmp(zx, zy);
    mpz_clears(zx, zy, NULL);
    return (order > 0) - (order < 0);
}

bool decimal_is_integer(const struct decimal *x) {
    if (x->scale <= 0)
        return true;
    mpz_t z, unit;
    load(z, x);
    power_of_ten(unit, (unsigned long)x->scale);
    bool whole = mpz_divisible_p(z, unit) != 0;
    mpz_clears(z, unit, NULL);
    return whole;
}

int decimal_places(const struct decimal *x) {
    return x->scale > 0 ? x->scale : 0;
}

/* Of a number that fits: what nearly every figure is. */
static struct str small_text(struct arena *a, const struct decimal *x) {
    enum { ROOM = 64 };
    char text[ROOM], *end = text + ROOM, *p = end;
    uint64_t rest = x->small < 0 ? 0 - (uint64_t)x->small : (uint64_t)x->small;
    for (int32_t i = x->scale; i < 0; i++)
        *--p = '0';
    for (int32_t places = x->scale; rest > 0 || places >= 0; rest /= 10, places--) {
        if (places == 0 && x->scale > 0)
            *--p = '.';
        *--p = (char)('0' + rest % 10);
    }
    if (x->small < 0)
        *--p = '-';
    return str_copy(a, (struct str){p, (size_t)(end - p)});
}

struct str decimal_text(struct arena *a, const struct decimal *x) {
    if (x->limbs == 0 && x->scale >= -20 && x->scale <= 20)
        return small_text(a, x);
    mpz_t z;
    load(z, x);
    char *digits = arena_alloc(a, mpz_sizeinbase(z, 10) + 2);
    bool negative = mpz_sgn(z) < 0;
    mpz_abs(z, z);
    mpz_get_str(digits, 10, z);
    mpz_clear(z);
    size_t n = strlen(digits), places = (size_t)decimal_places(x);
    struct strbuf b;
    strbuf_init(&b, a);
    if (negative)
        strbuf_add_char(&b, '-');
    if (n <= places) {
        strbuf_add_c(&b, "0.");
        for (size_t i = n; i < places; i++)
            strbuf_add_char(&b, '0');
        strbuf_add_bytes(&b, digits, n);
        return strbuf_str(&b);
    }
    strbuf_add_bytes(&b, digits, n - places);
    for (int32_t i = x->scale; i < 0; i++)
        strbuf_add_char(&b, '0');
    if (places > 0) {
        strbuf_add_char(&b, '.');
        strbuf_add_bytes(&b, digits + n - places, places);
    }
    return strbuf_str(&b);
}

bool decimal_to_int(const struct decimal *x, int64_t *out) {
    if (x->limbs == 0 && x->scale == 0) {
        *out = x->small;
        return true;
    }
    if (!decimal_is_integer(x))
        return false;
    mpz_t z;
    load(z, x);
    if (x->scale < 0) {
        shift_up(z, (unsigned long)-x->scale);
    } else {
        mpz_t unit;
        power_of_ten(unit, (unsigned long)x->scale);
        mpz_divexact(z, z, unit);
        mpz_clear(unit);
    }
    bool fits = mpz_fits_slong_p(z) != 0;
    if (fits)
        *out = mpz_get_si(z);
    mpz_clear(z);
    return fits;
}

int64_t decimal_scaled(const struct decimal *x, int64_t scale) {
    mpz_t z;
    load(z, x);
    mpz_mul_si(z, z, (long)scale);
    if (x->scale > 0)
        round_off(z, (unsigned long)x->scale, DECIMAL_HALF_UP);
    else
        shift_up(z, (unsigned long)-x->scale);
    int64_t result;
    if (mpz_fits_slong_p(z))
        result = mpz_get_si(z);
    else
        result = mpz_sgn(z) < 0 ? INT64_MIN : INT64_MAX;
    mpz_clear(z);
    return result;
}
