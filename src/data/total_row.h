/* total_row.h - a row that is the total of the others: what an export from a spreadsheet often ends with.
 *
 * Added up with them it counts everything twice; among counts of people it gives away what is hidden.
 * A row is one if it stands first or among the last, calls itself so ("Total", "County total", "All"),
 * and its figure is the sum of all others'.
 */
#ifndef QUIRE_DATA_TOTAL_ROW_H
#define QUIRE_DATA_TOTAL_ROW_H

#include "data/value.h"

struct row_figures {
    const struct value *const *rows; /* maps, else there is none */
    const struct value *const *v;    /* the first row's figure; the others' `stride` further on */
    size_t n, stride;
};

/* The index of the row, or SIZE_MAX. */
size_t total_row_find(struct arena *a, const struct row_figures *of);
/* The text by which the row calls itself a total, and its field. */
struct str total_row_name(struct arena *a, const struct value *row, struct str *field);
/* Warns of such a row, where all are about to be added up. */
void total_row_lint(struct session *s, const struct row_figures *of);

#endif
