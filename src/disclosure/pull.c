/* Rounding where some sums are in neither family: the flow does not know them, so each pulls at the costs of its
 * cells until the flow suits it too.
 *
 * Figures that are equally far from their multiples would all give way at once: their costs are spread, in
 * the order in which they were, and what comes out is near, though not always the nearest.
 */
#include "disclosure/rounding.h"

enum { ROUNDS = 60 };

struct pull {
    struct rounding *r;
    int64_t *by;   /* per sum beside: what is added to the cost of each of its cells */
    int64_t *step; /* per sum: by how much next, and the way it went last */
    int64_t *cost; /* before that */
    int64_t one;   /* the cost of one deviation */
};

/* How far what the flow makes of a sum is from what it may be. */
static int64_t excess_of(const struct pull *p, size_t sum, int64_t *total) {
    const struct rounding *r = p->r;
    const struct figure *x = &r->f->v[sum];
    *total = 0;
    for (size_t k = 0; k < x->n; k++)
        *total += r->chosen[x->cells[k]];
    if (*total < r->low[sum])
        return *total - r->low[sum];
    return *total > r->low[sum] + r->room[sum] ? *total - r->low[sum] - r->room[sum] : 0;
}

/* Harder while it is the same way, half as hard when it was too much. */
static void pull(struct pull *p, size_t sum, int64_t excess) {
    int64_t *step = &p->step[sum];
    bool same = (*step > 0) == (excess > 0);
    int64_t size = *step < 0 ? -*step : *step;
    if (excess == 0)
        return;
    size = same ? size + size / 4 : size / 2;
    size = size < 1 ? 1 : size > p->one * p->r->f->round ? p->one * p->r->f->round : size;
    *step = excess > 0 ? size : -size;
    p->by[sum] += *step;
}

/* Pulls where a sum does not hold; true if all do. */
static bool pull_all(struct pull *p, const struct nest *nest) {
    const struct figures *f = p->r->f;
    bool all = true;
    for (size_t i = f->cells; i < f->n; i++) {
        if (f->v[i].hidden || nest->family[i] != NEST_BESIDE)
            continue;
        int64_t total, excess = excess_of(p, i, &total);
        p->r->chosen[i] = total;
        pull(p, i, excess);
        all = all && excess == 0;
    }
    return all;
}

static void set_costs(struct pull *p, const struct nest *nest) {
    const struct figures *f = p->r->f;
    for (size_t i = 0; i < f->n; i++)
        p->r->cost[i] = p->cost[i];
    for (size_t i = f->cells; i < f->n; i++) {
        const struct figure *x = &f->v[i];
        for (size_t k = 0; !x->hidden && nest->family[i] == NEST_BESIDE && k < x->n; k++) {
            if (!f->v[x->cells[k]].hidden)
                p->r->cost[x->cells[k]] += p->by[i];
        }
    }
}

bool rounding_by_pull(struct rounding *r, const struct nest *nest) {
    struct pull p = {.r = r, .one = r->one};
    int64_t *kept = r->cost;
    p.by = ARENA_ARRAY(r->arena, int64_t, r->f->n);
    p.step = ARENA_ARRAY(r->arena, int64_t, r->f->n);
    p.cost = ARENA_ARRAY(r->arena, int64_t, r->f->n);
    r->cost = ARENA_ARRAY(r->arena, int64_t, r->f->n);
    for (size_t i = 0; i < r->f->n; i++) {
        p.step[i] = p.one * r->f->round / 16;
        int64_t spread = (int64_t)(rounding_scatter(i) % (uint64_t)(2 * r->one)) - r->one;
        p.cost[i] = kept[i] + (r->room[i] == 1 ? spread : 0);
    }
    bool good = false;
    for (int i = 0; i < ROUNDS && !good; i++) {
        struct arena_mark mark = arena_mark(r->arena);
        set_costs(&p, nest);
        rounding_by_flow(r, nest);
        arena_release(r->arena, mark);
        good = pull_all(&p, nest);
    }
    r->cost = kept;
    return good;
}
