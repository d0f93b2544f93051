#include "disclosure/rounding.h"

enum { TIES = 1024, SMALL = 80 };

/* --- the choices of a figure --------------------------------------------------------------- */

static bool of_hidden_size(const struct figures *f, int64_t value) {
    return value == 0 ? !f->zeros_shown : value >= f->low && value <= f->high;
}

/* The multiples that may stand for a value: two, or one if the other would look like a hidden count. */
struct choice {
    int64_t low, high;
};

static struct choice choice_of(const struct figures *f, int64_t value) {
    int64_t low = value / f->round * f->round;
    struct choice c = {low, low == value ? low : low + f->round};
    if (low < value && value > f->high && of_hidden_size(f, low))
        c.low = c.high;
    else if (low < value && value < f->low && of_hidden_size(f, c.high))
        c.high = c.low;
    return c;
}

/* The nearest of them, upwards from halfway. */
static int64_t nearest(const struct figures *f, int64_t value) {
    struct choice c = choice_of(f, value);
    return c.low < c.high && value - c.low < c.high - value ? c.low : c.high;
}

uint64_t rounding_scatter(uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
    x = (x ^ x >> 27) * 0x94d049bb133111ebU;
    return x ^ x >> 31;
}

/* Deviations count first, so all weights together stay below one; and costs of a path far below 64 bits. */
static int64_t weights_most(const struct figures *f, int64_t *one) {
    int64_t n = (int64_t)f->n + 1, most = TIES;
    while (most > 1 && n * most >= ((int64_t)1 << 52) / f->round / n)
        most /= 2;
    *one = n * most;
    return most;
}

static void make_choices(struct rounding *r) {
    const struct figures *f = r->f;
    int64_t ties = weights_most(f, &r->one);
    r->low = ARENA_ARRAY(r->arena, int64_t, f->n);
    r->room = ARENA_ARRAY(r->arena, int64_t, f->n);
    r->cost = ARENA_ARRAY(r->arena, int64_t, f->n);
    r->chosen = ARENA_ARRAY(r->arena, int64_t, f->n);
    for (size_t i = 0; i < f->n; i++) {
        int64_t value = f->v[i].value;
        if (f->v[i].hidden) {
            r->room[i] = ROUNDING_OPEN;
            continue;
        }
        struct choice c = choice_of(f, value);
        int64_t tie = 1 + (int64_t)(rounding_scatter(i) % (uint64_t)ties);
        r->low[i] = c.low / f->round;
        r->room[i] = c.low < c.high;
        r->cost[i] = (c.high - value - (value - c.low)) * r->one;
        r->cost[i] += nearest(f, value) == c.high ? -tie : tie;
    }
}

/* --- what is known of the true figures ----------------------------------------------------- */

/* Figures that are joined by sums, as trees. */
static uint32_t root_of(uint32_t *up, uint32_t i) {
    while (up[i] != i)
        i = up[i] = up[up[i]];
    return i;
}

static uint32_t *join(const struct figures *f, struct arena *a) {
    uint32_t *up = ARENA_ARRAY(a, uint32_t, f->n);
    for (uint32_t i = 0; i < f->n; i++)
        up[i] = i;
    for (uint32_t i = (uint32_t)f->cells; i < f->n; i++) {
        for (size_t k = 0; !f->v[i].hidden && k < f->v[i].n; k++)
            up[root_of(up, f->v[i].cells[k])] = root_of(up, i);
    }
    return up;
}

/* All values whose nearest multiple is this. */
static void bounds_of_nearest(const struct figures *f, struct figure *x) {
    int64_t base = f->round;
    x->least = x->shown - base / 2;
    x->most = x->shown + (base + 1) / 2 - 1;
    if (x->value < x->least) /* the lower multiple is out of the question, for all above it */
        x->least = x->shown - base + 1;
    if (x->value > x->most)
        x->most = x->shown + base - 1;
    if (x->least < 0)
        x->least = 0;
}

static void bounds_of_way(struct figure *x) {
    x->least = x->value < x->shown ? x->value : x->shown;
    x->most = x->value < x->shown ? x->shown : x->value;
}

/* Whether there is a rounding depends on which figures are multiples and between which two the others
 * lie: each stays on its side. */
static void bounds_of_side(const struct figures *f, struct figure *x) {
    bounds_of_nearest(f, x);
    if (x->value > x->shown)
        x->least = x->shown + 1;
    else if (x->value < x->shown)
        x->most = x->shown - 1;
    else
        x->least = x->most = x->value;
}

static void set_bounds(struct figures *f, const bool *pushed, uint32_t *up) {
    for (uint32_t i = 0; i < f->n; i++) {
        struct figure *x = &f->v[i];
        x->least = x->most = x->value;
        if (x->hidden || x->forced || x->exact)
            continue;
        if (f->rounded == ROUNDED_ALONE)
            bounds_of_side(f, x);
        else if (f->rounded == ROUNDED_TO_ADD && pushed[root_of(up, i)])
            bounds_of_way(x);
        else if (f->rounded == ROUNDED_TO_ADD)
            bounds_of_nearest(f, x);
        if (x->value > f->high && x->least <= f->high)
            x->least = f->high + 1;
        if (x->value < f->low && x->most >= f->low)
            x->most = f->low - 1;
        if (x->value > 0 && x->least == 0)
            x->least = 1;
    }
}

/* --- all of it ----------------------------------------------------------------------------- */

/* Small systems can be searched in full. */
static bool is_small(const struct rounding *r) {
    size_t either = 0;
    for (size_t i = 0; i < r->f->n; i++)
        either += rounding_takes(r->f, i) && r->room[i] > 0;
    return either <= SMALL;
}

static enum rounded find(struct rounding *r, bool print) {
    struct nest nest;
    if (nest_make(&nest, r->f, r->arena))
        return rounding_by_flow(r, &nest) ? ROUNDED_TO_ADD : ROUNDED_ALONE;
    enum rounded out = is_small(r) ? rounding_by_search(r) : ROUNDED_GIVEN_UP;
    if (out == ROUNDED_TO_ADD || out == ROUNDED_ALONE || !print)
        return out;
    if (!rounding_by_flow(r, &nest))
        return ROUNDED_ALONE;
    if (rounding_by_pull(r, &nest) || rounding_mend(r, &nest))
        return ROUNDED_BY_STEPS;
    return rounding_by_search(r);
}

void figures_round(struct figures *f, bool print) {
    f->rounded = ROUNDED_NOT;
    if (f->round <= 1)
        return;
    struct arena *scratch = arena_new();
    struct rounding r = {.f = f, .arena = scratch};
    bool *pushed = ARENA_ARRAY(scratch, bool, f->n);
    uint32_t *up = join(f, scratch);
    make_choices(&r);
    f->rounded = find(&r, print);
    bool adds = f->rounded == ROUNDED_TO_ADD || f->rounded == ROUNDED_BY_STEPS;
    for (uint32_t i = 0; i < f->n; i++) {
        struct figure *x = &f->v[i];
        int64_t near = x->hidden ? 0 : nearest(f, x->value);
        int64_t shown = adds ? r.chosen[i] * f->round : near;
        if (!x->hidden && shown != near)
            pushed[root_of(up, i)] = true;
        x->shown = x->hidden || x->forced || x->exact ? x->value : shown;
    }
    set_bounds(f, pushed, up);
    arena_free(scratch);
}
