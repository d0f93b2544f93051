/* csv.h - RFC 4180 as Excel writes it: BOM, CRLF or CR, quoted line breaks, delimiters.
 *
 * The first line after `skip` names the columns. Blank rows and trailing empty columns are passed
 * over. A ragged row, an empty or repeated column name, a bad byte, a title where the names should
 * stand are diagnostics with row and column. Cells are slices of the source (or of the arena where
 * quotes were undone). A file in Windows-1252 is decoded first; places are those of the decoded text.
 */
#ifndef QUIRE_SOURCE_CSV_H
#define QUIRE_SOURCE_CSV_H

#include "base/session.h"

struct csv_options {
    char delimiter;       /* ',' */
    unsigned skip;        /* lines above the header */
    bool windows_1252;    /* else UTF-8; a byte that is not valid names its line and column */
    bool delimiter_given; /* a first line `sep=;` must agree with it, else it is taken */
};

struct csv_cell {
    struct str text;
    bool quoted;
    struct span span;
};

struct csv_table {
    const struct source *source;
    struct csv_cell *header; /* columns */
    size_t columns;
    struct csv_cell *cells; /* rows * columns, row by row */
    size_t rows;
};

/* NULL after a diagnostic when no header could be read; faulty rows are left out. */
struct csv_table *csv_read(struct session *s, const struct source *source,
                           const struct csv_options *options);

enum { LIMIT_COLUMNS = 4096, LIMIT_ROWS = 5000000, LIMIT_CELL = 1024 * 1024 };

#endif
