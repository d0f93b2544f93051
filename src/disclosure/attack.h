/* attack.h - other solutions of what is published, in whole numbers. */
#ifndef QUIRE_DISCLOSURE_ATTACK_H
#define QUIRE_DISCLOSURE_ATTACK_H

#include "disclosure/figures.h"
#include "disclosure/rows.h"

enum attack_view {
    ATTACK_PLAIN, /* a hidden cell is 0 (or 1) or more */
    ATTACK_SIZES  /* the worst case: which figures are primary is known, and so how large each is */
};

struct attack {
    const struct figures *f;
    struct arena *arena;
    enum attack_view view;
    bool open; /* as if every cell that may be hidden were: to find out which to hide */
    struct rows rows;
    size_t vars;
    uint32_t *var;       /* by figure; ROWS_NONE: known, or of no matter */
    uint32_t *figure_of; /* by variable */
    int64_t *value, *least, *most;
    uint32_t *skip, pass;
    uint32_t revealed; /* a variable, with its bounds kept aside */
    int64_t kept_least, kept_most;
    bool *used; /* by variable: it moved in attack_reach; may be NULL */
    bool proved, endless;
};

/* A second solution, as what is different from the true one. */
struct move {
    struct term *t;
    size_t n;
};

void attack_init(struct attack *a, const struct figures *f, struct arena *arena,
                 enum attack_view view);
/* The same with everything hidden that may be. Variables stand in order of what hiding them costs, so a
 * solution is made of cheap ones. */
void attack_init_open(struct attack *a, const struct figures *f, struct arena *arena,
                      enum attack_view view);
/* A solution in which this variable differs and as little as can be has to be hidden for it. */
struct move attack_cheapest(struct attack *a, uint32_t var);
/* A solution in which this variable differs; empty if none was found. a->proved: there is none. */
struct move attack_other(struct attack *a, uint32_t var);
/* How far the variable goes up (sign 1) or down (-1), at least until `enough`. INT64_MAX: no bound. */
int64_t attack_reach(struct attack *a, uint32_t var, int64_t sign, int64_t enough);
/* Until then, the one cell of this variable is known to the attacker; ROWS_NONE: none is. */
void attack_reveal(struct attack *a, uint32_t var);

#endif
