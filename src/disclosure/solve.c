/* The order of the steps: primary, secondary, attack, repair, and the optimum on small systems. */
#include "disclosure/figures.h"

#include "disclosure/rows.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 200 };

void figures_find_primary(struct figures *f) {
    for (size_t i = 0; i < f->n; i++) {
        struct figure *x = &f->v[i];
        x->primary = !x->forced && x->value >= f->low && x->value <= f->high;
    }
}

struct search {
    const struct figures *f;
    struct arena *scratch;
    bool *reached, *taken; /* by figure */
    struct index_vec queue;
    struct neighbours out;
    struct index_vec cells, sums;
};

static void reach_cell(struct search *s, uint32_t cell) {
    if (s->f->v[cell].hidden && !s->reached[cell]) {
        s->reached[cell] = true;
        vec_push(s->scratch, &s->queue, cell);
    }
}

static bool touches(const struct search *s, const struct figure *x) {
    for (size_t i = 0; i < x->n; i++) {
        if (s->reached[x->cells[i]])
            return true;
    }
    return false;
}

/* A sum that touches what is reached: its visible cells are neighbours, its hidden ones are reached. */
static bool spread(struct search *s, uint32_t sum, bool near) {
    const struct figure *x = &s->f->v[sum];
    if (s->taken[sum] || !touches(s, x))
        return false;
    s->taken[sum] = true;
    if (!x->hidden && !x->forced)
        vec_push(s->scratch, &s->sums, sum);
    for (size_t i = 0; i < x->n; i++) {
        const struct figure *cell = &s->f->v[x->cells[i]];
        if (cell->hidden && !near)
            reach_cell(s, x->cells[i]);
        if (!x->hidden && !cell->hidden && !cell->forced && cell->value > 0 &&
            !s->taken[x->cells[i]]) {
            s->taken[x->cells[i]] = true;
            vec_push(s->scratch, &s->cells, x->cells[i]);
        }
    }
    return true;
}

static const struct figures *sorting;

static int by_value(const void *x, const void *y) {
    uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    const struct figure *a = &sorting->v[i], *b = &sorting->v[k];
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return (i > k) - (i < k);
}

struct neighbours figures_neighbours(const struct figures *f, struct arena *scratch, uint32_t of,
                                     bool near) {
    struct search s = {.f = f, .scratch = scratch};
    s.reached = ARENA_ARRAY(scratch, bool, f->n);
    s.taken = ARENA_ARRAY(scratch, bool, f->n);
    for (size_t i = 0; i < f->v[of].n; i++)
        reach_cell(&s, f->v[of].cells[i]);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = (uint32_t)f->cells; i < f->n; i++)
            more = spread(&s, i, near) || more;
        more = more && !near;
    }
    sorting = f;
    if (s.cells.n)
        qsort(s.cells.v, s.cells.n, sizeof *s.cells.v, by_value);
    if (s.sums.n)
        qsort(s.sums.v, s.sums.n, sizeof *s.sums.v, by_value);
    return (struct neighbours){s.cells.v, s.sums.v, s.cells.n, s.sums.n};
}

static void keep_unsafe(struct figures *f, const struct audit *audit) {
    f->unsafe = ARENA_ARRAY(f->arena, uint32_t, audit->n);
    for (size_t i = 0; i < audit->n; i++)
        f->unsafe[i] = audit->v[i].figure;
    f->unsafe_count = audit->n;
}

/* Where the profile rounds, rounding stands in for secondary cells: only repairs hide more. */
static void hide_primary_only(struct figures *f) {
    for (size_t i = 0; i < f->n; i++)
        f->v[i].hidden = (f->v[i].primary || f->v[i].extra) && !f->v[i].forced;
}

bool figures_protect(struct figures *f) {
    bool done = false, hope = true;
    figures_find_primary(f);
    f->unsafe_count = 0;
    if (f->round > 1)
        hide_primary_only(f);
    else
        figures_choose_secondary(f);
    for (int i = 0; i < ROUNDS && !done && hope; i++) {
        struct arena *scratch = arena_new();
        figures_round(f, false);
        struct audit audit = figures_audit(f, scratch, false);
        done = audit.n == 0;
        hope = done || figures_repair(f, &audit);
        if (!done && (!hope || i + 1 == ROUNDS))
            keep_unsafe(f, &audit);
        arena_free(scratch);
    }
    if (done) {
        figures_improve(f);
        figures_round(f, true);
    }
    return done;
}
