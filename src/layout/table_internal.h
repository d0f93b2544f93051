/* table_internal.h - one table being laid out: shared by table.c, table_columns.c, table_row.c.
 *
 * Column widths are found once a pass; a row's cells are set when the row is first asked for. So a long
 * table costs each row once, however many regions it is poured into.
 */
#ifndef QUIRE_LAYOUT_TABLE_INTERNAL_H
#define QUIRE_LAYOUT_TABLE_INTERNAL_H

#include "layout/layout_internal.h"

struct cell_box {
    const struct bound_cell *cell;
    const struct style *style; /* its alignment and figures decided */
    struct paragraph *text;
    length x, width; /* of the text's box, padding taken off, from the table's left edge */
    length shift;    /* of the text in its box, for decimal alignment */
};

struct row_box {
    struct cell_box *cells; /* one a cell of the bound row; NULL until it is laid */
    length height;          /* padding and rules included */
    length top, bottom;     /* padding above the cells' text; padding and rule below */
};

struct table_column_box {
    length x, width;
    length units, fraction; /* of figures: widest before the point, widest from the point on */
};

struct table_box {
    struct layout *l;
    const struct bound_block *block;
    const struct bound_table *table;
    length width;
    unsigned pass;
    bool rtl, striped;
    struct table_column_box *columns;
    struct row_box *rows;
    unsigned tallest_span; /* the largest row_span */
};

/* The style of a row's text and padding, and that of its background and rules. */
const struct style *table_row_style(const struct table_box *t, size_t row);
const struct style *table_rule_style(const struct table_box *t, size_t row);
/* The style of a cell: the row's with alignment, tabular figures and a row header's weight. */
const struct style *table_cell_style(const struct table_box *t, const struct bound_row *row,
                                     const struct bound_cell *cell);
/* Padding at the start and end of a cell: the outer edges of the table are flush. */
length table_padding(const struct table_box *t, const struct style *style,
                     const struct bound_cell *cell, enum side side);
struct paragraph_request table_cell_request(const struct table_box *t,
                                            const struct bound_cell *cell,
                                            const struct style *style, length width);

/* table_columns.c */
void table_columns_find(struct table_box *t);

/* table_row.c */
struct row_box *table_row(struct table_box *t, size_t row);
/* Draws a whole row into a frame of the table's width; with `repeated` as artifacts. */
struct frame *table_row_frame(struct table_box *t, size_t row, bool repeated);
/* Draws the lines of a row from `from` (a line for each cell) that fit in `height`; *next says where to
 * go on and is done when nothing is left. NULL if not one line fits. */
struct frame *table_row_part(struct table_box *t, size_t row, length height,
                             const struct resume *from, struct resume *next);

/* A copy in which everything is an artifact: no elements, links or anchors. */
struct frame *frame_as_artifact(struct arena *a, const struct frame *f);

#endif
