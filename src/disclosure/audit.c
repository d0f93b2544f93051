/* Rules 6 and 7: every protected figure must have another value in a solution of what is published, also for
 * somebody who knows one of the hidden counts of 1. */
#include "disclosure/attack.h"

VEC_DECLARE(leak_vec, struct leak);

struct check {
    struct attack a;
    const struct figures *f;
    struct move *first; /* by figure: one other solution */
    struct leak_vec unsafe;
};

/* A sum of one cell that is not 0 is that cell over again. */
static bool is_echo(const struct figures *f, const struct figure *x) {
    size_t parts = 0;
    for (size_t i = 0; i < x->n; i++)
        parts += f->v[x->cells[i]].hidden;
    return parts == 1;
}

static bool is_target(const struct figures *f, uint32_t i) {
    const struct figure *x = &f->v[i];
    return x->hidden && x->primary && (figure_is_cell(f, i) || !is_echo(f, x));
}

/* A solution serves every figure that differs in it. */
static void share(struct check *c, const struct move *m) {
    for (size_t i = 0; i < m->n; i++) {
        uint32_t figure = c->a.figure_of[m->t[i].at];
        if (c->first[figure].n == 0)
            c->first[figure] = *m;
    }
}

/* Is the target safe from the person behind this count of 1? */
static bool safe_from(struct check *c, uint32_t target, uint32_t one) {
    attack_reveal(&c->a, c->a.var[one]);
    struct move m = attack_other(&c->a, c->a.var[target]);
    attack_reveal(&c->a, ROWS_NONE);
    return m.n > 0;
}

static bool is_safe(struct check *c, uint32_t target, struct leak *leak) {
    const struct figures *f = c->f;
    *leak = (struct leak){target, FIGURE_NONE, false};
    if (c->first[target].n == 0) {
        struct move m = attack_other(&c->a, c->a.var[target]);
        if (m.n == 0)
            return false;
        share(c, &m);
    }
    const struct move *m = &c->first[target];
    for (size_t i = 0; i < m->n; i++) {
        leak->known = c->a.figure_of[m->t[i].at];
        const struct figure *x = &f->v[leak->known];
        if (leak->known != target && figure_is_cell(f, leak->known) && x->hidden && x->value == 1 &&
            !safe_from(c, target, leak->known))
            return false;
    }
    return true;
}

/* `protect: range`: each could be above the hidden sizes, for one who does not know them. */
static void check_range(struct check *c, struct arena *scratch, bool first) {
    struct attack wide;
    attack_init(&wide, c->f, scratch, ATTACK_PLAIN);
    for (uint32_t i = 0; i < c->f->n && !(first && c->unsafe.n > 0); i++) {
        if (is_target(c->f, i) &&
            attack_reach(&wide, wide.var[i], 1, c->f->high + 1) <= c->f->high) {
            struct leak leak = {i, FIGURE_NONE, true};
            vec_push(scratch, &c->unsafe, leak);
        }
    }
}

struct audit figures_audit(const struct figures *f, struct arena *scratch, bool first) {
    struct check c = {.f = f};
    attack_init(&c.a, f, scratch, ATTACK_SIZES);
    c.first = ARENA_ARRAY(scratch, struct move, f->n);
    for (uint32_t i = 0; i < f->n && !(first && c.unsafe.n > 0); i++) {
        struct leak leak;
        if (is_target(f, i) && !is_safe(&c, i, &leak))
            vec_push(scratch, &c.unsafe, leak);
    }
    if (f->range && c.unsafe.n == 0)
        check_range(&c, scratch, first);
    return (struct audit){c.unsafe.v, c.unsafe.n};
}

void figures_intervals(const struct figures *f, const uint32_t *which, size_t n,
                       struct interval *out) {
    struct arena *scratch = arena_new();
    struct attack a;
    attack_init(&a, f, scratch, ATTACK_PLAIN);
    /* With rounded figures not all that print alike are looked at. */
    for (size_t i = 0; i < n; i++) {
        uint32_t var = a.var[which[i]];
        int64_t value = f->v[which[i]].value;
        out[i] = (struct interval){value, value, true};
        if (var == ROWS_NONE)
            continue;
        out[i].most = attack_reach(&a, var, 1, INT64_MAX);
        bool proved = a.proved || a.endless;
        out[i].least = attack_reach(&a, var, -1, INT64_MIN);
        out[i].proved = proved && a.proved && f->rounded == ROUNDED_NOT;
    }
    arena_free(scratch);
}
