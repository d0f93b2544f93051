/* figures.h - the figures that a disclosure block publishes, as sums over cells: what the solver knows.
 *
 * A cell is an unknown of the attacker's equations; figure u of the first `cells` figures is cell u. Every
 * other figure is a sum of cells. Nothing here knows of data sets or layouts.
 */
#ifndef QUIRE_DISCLOSURE_FIGURES_H
#define QUIRE_DISCLOSURE_FIGURES_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define FIGURE_NONE UINT32_MAX

enum figure_rank { FIGURE_GRAND, FIGURE_TOTAL, FIGURE_CELL }; /* most valuable first */

struct figure {
    const uint32_t *cells; /* rising; a cell's is itself */
    size_t n;
    int64_t value;
    enum figure_rank rank;
    bool forced;  /* visible whatever happens: published, overridden, a zero that is shown */
    bool exact;   /* published elsewhere, or a zero: like all that is forced, printed unrounded */
    bool primary; /* of hidden size */
    bool extra;   /* hidden by a repair: protected like a primary one */
    bool loose;   /* a hidden sum whose size is not held against it: nothing else could help */
    bool hidden;
    int64_t shown;       /* where the profile rounds: what is printed if it is not hidden */
    int64_t least, most; /* and what else would be printed so: see rounding.h */
};

/* How the shown figures were rounded. */
enum rounded {
    ROUNDED_NOT,      /* the profile does not round */
    ROUNDED_TO_ADD,   /* all sums add up, nearest to the true figures */
    ROUNDED_BY_STEPS, /* all sums add up; whether a nearer one does was not worked out */
    ROUNDED_ALONE,    /* each figure by itself: no rounding adds up */
    ROUNDED_GIVEN_UP  /* each figure by itself: none was found */
};

struct figures {
    struct arena *arena;
    struct figure *v;
    size_t cells, n;
    int64_t low, high; /* hidden sizes */
    int64_t round;     /* 1: figures are shown exactly */
    bool zeros_shown;  /* so a hidden cell is at least 1 */
    bool range;        /* each hidden count must also be able to be above `high` */
    enum rounded rounded;
    uint32_t *unsafe; /* what could not be protected: figures */
    size_t unsafe_count;
};

static inline bool figure_is_cell(const struct figures *f, size_t i) {
    return i < f->cells;
}

/* Sets `primary` by size, on every figure that is not forced. */
void figures_find_primary(struct figures *f);
/* Hides what has to be hidden: sets `hidden`; true if the attacker fails. Else `unsafe` is filled. */
bool figures_protect(struct figures *f);

/* --- the steps ----------------------------------------------------------------------------- */

/* Where the profile rounds, for the pattern as it stands: sets what would be printed alike, `least` and
 * `most`; with `print` also what is printed, and how that came about. */
void figures_round(struct figures *f, bool print);
/* Rule 4: publishes from the most valuable on unless that would span a protected figure. */
void figures_choose_secondary(struct figures *f);
/* Rule 5: on small systems, the fewest and then the smallest cells besides the primary ones; keeps
 * what is hidden already if it finds none better. */
void figures_improve(struct figures *f);

/* A figure that can be worked out; `known` is the count of 1 that gives it away, or FIGURE_NONE. */
struct leak {
    uint32_t figure, known;
    bool narrow; /* it cannot be above the hidden sizes */
};

struct audit {
    struct leak *v;
    size_t n;
};

/* Rules 6 and 7: the attack in whole numbers, with each count of 1 revealed in turn. With `first` it
 * stops at the first unsafe figure. All memory comes from `scratch`. */
struct audit figures_audit(const struct figures *f, struct arena *scratch, bool first);

/* Rule 7: hides what it takes for these leaks to be closed; false if one cannot be. */
bool figures_repair(struct figures *f, const struct audit *leaks);

struct interval {
    int64_t least, most; /* INT64_MAX: no bound */
    bool proved;
};

/* What an attacker can narrow each of these figures to, cells 0 (or 1) or more. */
void figures_intervals(const struct figures *f, const uint32_t *which, size_t n,
                       struct interval *out);

/* Cells joined to a figure's cells by equations: visible candidates whose hiding could help it. The
 * number of them, rising by value; `sums` gets the visible sums they stand in. */
struct neighbours {
    uint32_t *cells, *sums;
    size_t cell_count, sum_count;
};
/* near: only in the figure's own equations. */
struct neighbours figures_neighbours(const struct figures *f, struct arena *scratch, uint32_t of,
                                     bool near);

#endif
