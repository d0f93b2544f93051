/* Rule 5: on a small system, the fewest cells and then the smallest that make it safe.
 *
 * What must change for an unsafe figure is among the cells joined to it by equations: one of them is hidden
 * and the search goes on, those tried before are kept visible. Depth grows one by one, so the first success
 * is one with the fewest cells. The number of attacks is bounded, not the time.
 */
#include "disclosure/figures.h"

enum { SMALL = 40, ATTACKS = 3000, TRIM_LIMIT = 300, TRIM_FIGURES = 2000000 };

struct optimum {
    struct figures *f;
    bool *kept; /* by cell: stays visible in this branch */
    bool *best; /* by cell: hidden in the best pattern */
    size_t best_count;
    int64_t best_sum;
    int attacks;
};

static bool is_secondary(const struct figure *x) {
    return x->hidden && !x->primary;
}

/* The first figure that can be worked out, or FIGURE_NONE. */
static uint32_t first_unsafe(struct optimum *o) {
    struct arena *scratch = arena_new();
    figures_round(o->f, false);
    struct audit audit = figures_audit(o->f, scratch, true);
    uint32_t unsafe = audit.n ? audit.v[0].figure : FIGURE_NONE;
    arena_free(scratch);
    o->attacks++;
    return unsafe;
}

static void keep_pattern(struct optimum *o, size_t count, int64_t sum) {
    o->best_count = count;
    o->best_sum = sum;
    for (size_t i = 0; i < o->f->cells; i++)
        o->best[i] = is_secondary(&o->f->v[i]);
}

/* All patterns of `left` more cells from here. */
static void deepen(struct optimum *o, size_t left, size_t count, int64_t sum) {
    if (o->attacks >= ATTACKS || (count + left == o->best_count && sum >= o->best_sum))
        return;
    uint32_t unsafe = first_unsafe(o);
    if (unsafe == FIGURE_NONE) {
        keep_pattern(o, count, sum);
        return;
    }
    if (left == 0)
        return;
    struct arena *scratch = arena_new();
    struct neighbours near = figures_neighbours(o->f, scratch, unsafe, false);
    size_t i = 0;
    for (; i < near.cell_count && o->attacks < ATTACKS; i++) {
        struct figure *x = &o->f->v[near.cells[i]];
        if (o->kept[near.cells[i]])
            continue;
        if (count + left == o->best_count && sum + x->value >= o->best_sum)
            break;
        x->hidden = true;
        deepen(o, left - 1, count + 1, sum + x->value);
        x->hidden = false;
        o->kept[near.cells[i]] = true;
        near.cells[i] |= (uint32_t)1 << 31;
    }
    for (size_t k = 0; k < near.cell_count; k++) {
        if (near.cells[k] >> 31)
            o->kept[near.cells[k] & (UINT32_MAX >> 1)] = false;
    }
    arena_free(scratch);
}

static void find_optimum(struct optimum *o) {
    struct figures *f = o->f;
    size_t count = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < f->cells; i++) {
        if (is_secondary(&f->v[i])) {
            count++;
            sum += f->v[i].value;
        }
    }
    keep_pattern(o, count, sum);
    for (size_t i = 0; i < f->cells; i++)
        f->v[i].hidden = f->v[i].primary;
    for (size_t depth = 0; depth <= o->best_count && o->attacks < ATTACKS; depth++)
        deepen(o, depth, 0, 0);
    for (size_t i = 0; i < f->cells; i++)
        f->v[i].hidden = f->v[i].primary || o->best[i];
}

/* Shows each secondary figure again that need not be hidden, sums and then large cells first. */
static void trim(struct optimum *o) {
    struct figures *f = o->f;
    bool *tried = o->kept;
    for (;;) {
        size_t pick = f->n;
        for (size_t i = 0; i < f->n; i++) {
            const struct figure *x = &f->v[i];
            if (!tried[i] && is_secondary(x) &&
                (pick == f->n || x->rank < f->v[pick].rank ||
                 (x->rank == f->v[pick].rank && x->value > f->v[pick].value)))
                pick = i;
        }
        if (pick == f->n)
            return;
        tried[pick] = true;
        f->v[pick].hidden = false;
        if (first_unsafe(o) != FIGURE_NONE)
            f->v[pick].hidden = true;
    }
}

void figures_improve(struct figures *f) {
    struct arena *scratch = arena_new();
    struct optimum o = {.f = f};
    o.kept = ARENA_ARRAY(scratch, bool, f->n);
    o.best = ARENA_ARRAY(scratch, bool, f->cells);
    size_t unknown = 0, secondary = 0;
    for (size_t i = 0; i < f->n; i++) {
        unknown += figure_is_cell(f, i) && !f->v[i].forced;
        secondary += is_secondary(&f->v[i]);
    }
    bool light = f->round <= 1 || secondary * f->n <= TRIM_FIGURES;
    if (secondary > 0 && secondary <= TRIM_LIMIT && light)
        trim(&o);
    for (size_t i = 0; i < f->n; i++)
        o.kept[i] = false;
    if (secondary > 0 && unknown <= SMALL)
        find_optimum(&o);
    arena_free(scratch);
}
