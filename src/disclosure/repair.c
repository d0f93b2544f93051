/* Rule 7. An open attack, as if every cell were hidden, finds the cheapest other solution; the cells that
 * differ in it are what has to be hidden, and then that leak is closed for good.
 */
#include "disclosure/attack.h"

/* True if that is new. */
static bool hide(struct figures *f, uint32_t figure) {
    if (f->v[figure].hidden || !figure_is_cell(f, figure))
        return false;
    return f->v[figure].hidden = f->v[figure].extra = true;
}

static bool close_leak(struct figures *f, struct attack *a, const struct leak *leak) {
    attack_reveal(a, leak->known == FIGURE_NONE ? ROWS_NONE : a->var[leak->known]);
    struct move m = attack_cheapest(a, a->var[leak->figure]);
    attack_reveal(a, ROWS_NONE);
    bool helped = false;
    for (size_t i = 0; i < m.n; i++)
        helped = hide(f, a->figure_of[m.t[i].at]) || helped;
    return helped;
}

/* What moves on the way past the hidden sizes. */
static bool widen(struct figures *f, struct attack *a, const struct leak *leak) {
    a->used = ARENA_ARRAY(a->arena, bool, a->vars + 1);
    if (attack_reach(a, a->var[leak->figure], 1, f->high + 1) <= f->high)
        return false;
    bool helped = false;
    for (uint32_t v = 0; v < a->vars; v++)
        helped = (a->used[v] && hide(f, a->figure_of[v])) || helped;
    return helped;
}

static bool stands_in(const struct figures *f, uint32_t of, uint32_t sum) {
    const struct figure *x = &f->v[of], *y = &f->v[sum];
    for (size_t i = 0, k = 0; i < x->n && k < y->n;) {
        if (x->cells[i] == y->cells[k])
            return true;
        if (x->cells[i] < y->cells[k])
            i++;
        else
            k++;
    }
    return false;
}

/* Where no cell helps, the size of a hidden total that it stands in may be what tells: all that can be
 * hidden of that is hidden. */
static bool loosen(struct figures *f, uint32_t of) {
    bool found = false;
    for (uint32_t i = (uint32_t)f->cells; i < f->n; i++) {
        struct figure *x = &f->v[i];
        if (x->hidden && !x->loose && stands_in(f, of, i))
            x->loose = found = true;
    }
    return found;
}

/* Where that is not it, a visible total goes; if one of this round has gone that may help, that is enough. */
static bool hide_sum(struct figures *f, struct arena *scratch, uint32_t of,
                     struct index_vec *gone) {
    for (size_t i = 0; i < gone->n; i++) {
        if (stands_in(f, of, gone->v[i]))
            return true;
    }
    struct neighbours near = figures_neighbours(f, scratch, of, true);
    if (near.sum_count == 0)
        near = figures_neighbours(f, scratch, of, false);
    if (near.sum_count == 0)
        return false;
    f->v[near.sums[0]].hidden = f->v[near.sums[0]].extra = true;
    vec_push(scratch, gone, near.sums[0]);
    return true;
}

bool figures_repair(struct figures *f, const struct audit *leaks) {
    struct arena *scratch = arena_new();
    struct index_vec gone = {0};
    struct attack sizes, plain;
    bool good = true;
    attack_init_open(&sizes, f, scratch, ATTACK_SIZES);
    if (f->range)
        attack_init_open(&plain, f, scratch, ATTACK_PLAIN);
    for (size_t i = 0; i < leaks->n; i++) {
        const struct leak *leak = &leaks->v[i];
        if (leak->narrow)
            good = widen(f, &plain, leak) && good;
        else if (!close_leak(f, &sizes, leak) && !loosen(f, leak->figure))
            good = hide_sum(f, scratch, leak->figure, &gone) && good;
    }
    arena_free(scratch);
    return good;
}
