/* table_internal.h - one table being laid out: shared by table.c, table_columns.c, table_row.c.
 *
 * Column widths are found once a pass; a row's cells are set when the row is first asked for. So a long
 * table costs each row once, however many regions it is poured into.
 */
#ifndef QUIRE_LAYOUT_TABLE_INTERNAL_H
#define QUIRE_LAYOUT_TABLE_INTERNAL_H

#include "layout/layout_internal.h"

enum { TABLE_ROW_KINDS = ROW_TOTAL + 1, TABLE_ALIGNS = 4 };

struct cell_box {
    const struct bound_cell *cell;
    const struct style *style; /* its alignment and figures decided */
    struct paragraph *text;
    length x, width; /* of the text's box, padding taken off, from the table's left edge */
    length shift;    /* of the text in its box, for decimal alignment */
    bool again;      /* stands in an earlier part too: an artifact here */
    length drop;     /* so that all first lines of a row stand on one baseline */
};

struct row_box {
    struct cell_box *cells; /* one a cell of the bound row; NULL until it is laid */
    unsigned serial;        /* laid again where that is not the layout's: see table_rows_forget */
    bool known;             /* its height: it stays */
    length height;          /* padding and rules included */
    length top, bottom;     /* padding above the cells' text; padding and rule below */
};

/* The text of a cell as runs, with room for that of a plain one. */
struct cell_words {
    struct inline_run one;
    struct inline_text text;
};

/* Widths on one line, found with the columns': of the whole and, of a figure, up to its point. */
struct cell_width {
    int32_t whole, units;
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
    length used; /* of all columns: less than the width where each has a width of its own */
    unsigned pass;
    unsigned scale; /* of type and padding, in percent: less than 100 where it is too wide */
    bool rtl, striped;
    struct table_box **bands; /* a table in parts, each with some of the columns; else 0 of them */
    size_t band_count;
    unsigned key;     /* of a part: columns that all parts have */
    bool later, more; /* of a part: one stands before it, after it */
    bool inset;       /* some row has a ground: all stand in from the table's edges */
    const struct style *row_styles[TABLE_ROW_KINDS], *rule_styles[TABLE_ROW_KINDS];
    const struct style *cell_styles[TABLE_ROW_KINDS][TABLE_ALIGNS][2]; /* [1]: figures */
    struct table_column_box *columns;
    struct cell_width *widths; /* a row of them for each row, one a cell */
    struct row_box *rows;
    unsigned tallest_span;              /* the largest row_span */
    struct frame *captions[2], *source; /* once made; [1]: with "continued" */
};

/* Sets the scale and forgets the styles made at another. */
void table_scale(struct table_box *t, unsigned percent);
/* The style of a row's text and padding, and that of its background and rules. */
const struct style *table_row_style(struct table_box *t, size_t row);
const struct style *table_rule_style(struct table_box *t, size_t row);
/* The style of a cell: the row's with alignment, tabular figures and a row header's weight. */
const struct style *table_cell_style(struct table_box *t, const struct bound_row *row,
                                     const struct bound_cell *cell);
/* Padding at the start and end of a cell: the outer edges of the table are flush. */
length table_padding(const struct table_box *t, const struct style *style,
                     const struct bound_cell *cell, enum side side);
struct paragraph_request table_cell_request(const struct table_box *t,
                                            const struct bound_cell *cell, struct cell_words *words,
                                            const struct style *style);

/* Where a part of a table stands among the parts. */
struct table_band {
    unsigned key;
    bool later, more;
};
/* A table ready to be poured; `band` may be NULL. */
struct table_box *table_box_make(struct layout *l, const struct bound_block *block, length width,
                                 const struct table_band *band);
/* Pours a table, or one part of it. */
struct fragment table_part_layout(struct table_box *t, struct region region,
                                  const struct resume *from);

/* table_bands.c */
/* Cuts a table into parts that fit by these least widths; false where that cannot be done. */
bool table_bands_make(struct table_box *t, const length *mins);
struct fragment table_bands_layout(struct table_box *t, struct region region,
                                   const struct resume *from);

/* table_columns.c */
void table_columns_find(struct table_box *t);
/* Of cell k of a row on one line: the whole, and up to the decimal point. */
length table_cell_whole(struct table_box *t, size_t row, size_t k);
length table_cell_units(struct table_box *t, size_t row, size_t k);

/* table_row.c */
struct row_box *table_row(struct table_box *t, size_t row);
length table_row_height(struct table_box *t, size_t row);
/* Rows' cells are kept until a page's worth of them is poured. Call where no row box is in use. */
void table_rows_forget(struct layout *l);
/* Draws a whole row into a frame of the table's width; with `repeated` as artifacts. The frame is kept
 * as long as the row's cells. */
struct frame *table_row_frame(struct table_box *t, size_t row, bool repeated);
/* Draws the lines of a row from `from` (a line for each cell) that fit in `height`; *next says where to
 * go on and is done when nothing is left. NULL if not one line fits. */
struct frame *table_row_part(struct table_box *t, size_t row, length height,
                             const struct resume *from, struct resume *next);

/* A copy in which everything is an artifact: no elements, links or anchors. */
struct frame *frame_as_artifact(struct arena *a, const struct frame *f);

#endif
