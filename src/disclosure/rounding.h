/* rounding.h - figures rounded so that what is printed adds up.
 *
 * Each shown figure becomes one of the two multiples of the base next to it; one that is a multiple stays.
 * The sum of all deviations is the least there is, then (of equals) that of weights that follow from the
 * figures' numbers. All sums hold: what is hidden stands in them as some whole number of bases, 0 or more, so an
 * equation with a hidden member is free, and what follows from two such equations (a total is the sum of its
 * groups) is not. A figure that is shown exactly stands in them rounded.
 *
 * Sums that can be parted into two families, in each of which any two are nested or apart, are the nodes of
 * a network, and the figures its arcs: rows with all that rows are grouped by, and columns with theirs. The
 * cheapest flow is found in whole numbers; there always is one unless the profile forbids a multiple. Of other
 * systems small ones are searched in full. In large ones, the sums that are in neither family pull at the
 * cheapest flow and are mended one by one: what comes out adds up, and may not be the nearest. All of this is
 * given up after a number of steps, not a time, and so is the same on every machine.
 *
 * What that tells an attacker. Sums of shown cells tell nothing that the cells do not, but which of its two
 * multiples a figure went to does: it follows from all the shown figures. Let each shown figure lie
 * anywhere from its true value to what is printed for it. Going there takes as much off the cost of what is
 * printed as off that of any other rounding, or more, and allows none that was not allowed; so the same is
 * printed. Where all figures that are joined by sums went to their nearest multiple, each may be anything that
 * is nearest to it, for then nothing is better. Where there is no rounding, each may be anything between the
 * same multiples and nearest to the same, for then there is none either. These are the bounds that the audit grants, `least` and
 * `most`: whoever knows the base, that tables add up and this very file cannot tell such tables apart. What is
 * hidden has no part in the rounding but through the shown totals. Where it is not certain that nothing is
 * nearer, or nothing was found, shown figures are taken to be known exactly.
 */
#ifndef QUIRE_DISCLOSURE_ROUNDING_H
#define QUIRE_DISCLOSURE_ROUNDING_H

#include "disclosure/figures.h"

#define ROUNDING_OPEN (INT64_MAX / 8)

/* What may be chosen, in bases; by figure. A hidden sum has no part. */
struct rounding {
    const struct figures *f;
    struct arena *arena; /* scratch */
    int64_t *low;        /* the least; of a hidden cell 0 */
    int64_t *room;       /* 0, 1, or ROUNDING_OPEN for a hidden cell */
    int64_t *cost;       /* of one more, below 0 where that is nearer */
    int64_t one;         /* the cost of a deviation of 1: more than all that tells equals apart */
    int64_t *chosen;
};

static inline bool rounding_takes(const struct figures *f, size_t figure) {
    return figure_is_cell(f, figure) || !f->v[figure].hidden;
}

#define NEST_BESIDE 2

/* A number that looks like chance, so that few sets of figures weigh the same. */
uint64_t rounding_scatter(uint64_t x);

/* nest.c: per figure the sum next around it in each family, FIGURE_NONE: none. */
struct nest {
    uint32_t *around[2];   /* of a sum only in its own family */
    unsigned char *family; /* by figure: 0, 1, or NEST_BESIDE, in neither */
};
/* false if there are no two such families of all sums. */
bool nest_make(struct nest *out, const struct figures *f, struct arena *a);

/* flow.c: fills `chosen`, but of sums beside the families; false if no rounding adds up. */
bool rounding_by_flow(struct rounding *r, const struct nest *nest);
/* pull.c: from a flow that there is, with sums beside the families; false if it finds none. */
bool rounding_by_pull(struct rounding *r, const struct nest *nest);
/* mend.c: the same from what that has left; false if some sum does not hold at the end either. */
bool rounding_mend(struct rounding *r, const struct nest *nest);
/* search.c: for any system. ROUNDED_BY_STEPS: given up, `chosen` is additive but perhaps not the nearest. */
enum rounded rounding_by_search(struct rounding *r);

#endif
