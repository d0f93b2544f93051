/* column.h - cells as values: what a declared type accepts, and what a column without one is. */
#ifndef QUIRE_DATA_COLUMN_H
#define QUIRE_DATA_COLUMN_H

#include "data/dataset.h"

/* A cell by its column's type, with its place. One that is no such thing is a poison value that keeps
 * its diagnostic until it is used. */
const struct value *cell_convert(struct session *s, const struct column_declaration *column,
                                 const struct value *cell);
/* The same in a column whose type was inferred: a spreadsheet's #N/A is no text there. */
const struct value *cell_infer(struct session *s, const struct column_declaration *column,
                               const struct value *cell);
/* A cell's text as a value that is not converted yet: empty (null), a mark, or text. Spaces around it
 * do not count. */
const struct value *cell_value(struct arena *a, struct str text, struct span at);
/* The one type that all cells (texts, nulls, marks) have as they stand: integer, number, date,
 * boolean, else text. */
enum column_type column_infer(const struct value **cells, size_t n);

#endif
