/* rows.h - linear combinations with whole coefficients, kept so that a pivot stands in one row alone.
 *
 * Sparse rows over numbered columns, exact: a row is divided by its common divisor after each step,
 * and a coefficient beyond ROWS_LIMIT sets `overflow` and leaves the row as it was.
 */
#ifndef QUIRE_DISCLOSURE_ROWS_H
#define QUIRE_DISCLOSURE_ROWS_H

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

#define ROWS_NONE UINT32_MAX
#define ROWS_LIMIT ((int64_t)1 << 40)

__extension__ typedef __int128 rows_wide; /* a product of two of them */

struct term {
    uint32_t at;
    int64_t by;
};

struct row {
    struct term *t; /* rising by column; may hold terms of dead columns */
    size_t n, cap;
    size_t live;    /* terms of columns that are not dead */
    uint32_t pivot; /* ROWS_NONE: a row that is only watched */
    bool target;
};
VEC_DECLARE(row_vec, struct row);
VEC_DECLARE(index_vec, uint32_t);

struct rows {
    struct arena *arena;
    struct row_vec all;
    size_t columns;
    struct index_vec *in; /* per column: rows that may hold it, repeats possible */
    uint32_t *pivot_row;  /* per column, or ROWS_NONE */
    bool *dead;
    int64_t *dense; /* work space, all 0 between calls */
    struct index_vec touched;
    struct term *merged;
    size_t merged_cap;
    uint32_t *stamp; /* per row: the last pass that saw it */
    size_t stamp_cap;
    uint32_t pass;
    bool overflow;
};

void rows_init(struct rows *r, struct arena *a, size_t columns);
/* A new row without a pivot: the terms, reduced by the pivots there are. Its index. */
uint32_t rows_add(struct rows *r, const struct term *t, size_t n);
/* Forgets the newest row. */
void rows_drop_last(struct rows *r);
/* Makes a column the row's pivot and takes it out of all other rows. */
void rows_pivot(struct rows *r, uint32_t row, uint32_t column);
/* The coefficient in a row, 0 if none. */
int64_t rows_coefficient(const struct rows *r, uint32_t row, uint32_t column);
/* A column is known: its terms no longer count. */
void rows_kill(struct rows *r, uint32_t column);
/* Starts a pass over rows; true the first time a row is seen in it. */
void rows_begin(struct rows *r);
bool rows_first(struct rows *r, uint32_t row);

#endif
