/* column.h - cells as values: what a declared type accepts, and what a column without one is. */
#ifndef QUIRE_DATA_COLUMN_H
#define QUIRE_DATA_COLUMN_H

#include "data/dataset.h"

/* A cell by its type, with its place; poison after a diagnostic that names the column. */
const struct value *cell_convert(struct session *s, struct str column, enum column_type type,
                                 const struct value *cell);
/* A cell's text as a value that is not converted yet: empty (null), a mark, or text. */
const struct value *cell_value(struct arena *a, struct str text, struct span at);
/* The one type that all cells (texts, nulls, marks) have as they stand: integer, number, date,
 * boolean, else text. */
enum column_type column_infer(const struct value **cells, size_t n);

#endif
