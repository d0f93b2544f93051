/* bind_grid.h - a table by columns while it is bound: what its files share. Private to bind_columns.c,
 * bind_gaps.c and bind_figures.c. */
#ifndef QUIRE_DOCUMENT_BIND_GRID_H
#define QUIRE_DOCUMENT_BIND_GRID_H

#include "document/bind_internal.h"

struct column_plan {
    const struct table_column *c;
    bool numeric, additive, row_header;
    enum cell_align align;
    const struct expr *link;
};

struct grid {
    struct table_builder *tb;
    const struct table_block *from;
    const struct block *blk;
    struct rows rows;
    struct protected_rows set;
    struct column_plan *plan;
    size_t n; /* leaf columns */
    unsigned depth;
    const struct value **values; /* rows.n * n */
    struct scope *scope;         /* holds `row` */
};

/* The column whose cells head their rows. */
size_t grid_label_column(const struct grid *g);
/* `{total: row}` adds the row's own figures: not what heads the row, percentages, other sums, nor
 * what an expression has worked out. */
bool column_adds_to_row(const struct column_plan *plan);
/* Its figures are shares of the column, which do add up. */
bool column_shows_shares(const struct column_plan *plan);

/* ---- bind_gaps.c ---- */
struct column_values grid_column_values(const struct grid *g, size_t column);
/* Warns of sums that leave something out. */
void grid_check_sums(struct grid *g);

/* ---- bind_figures.c ---- */
/* Notes the cell that was added last, where figures are asked for. `row`: of the data; SIZE_MAX: a sum,
 * called `name`. */
void grid_note_figure(struct grid *g, size_t column, size_t row, struct str name);

#endif
