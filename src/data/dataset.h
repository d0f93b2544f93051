/* dataset.h - the data sources of a layout: files or literal values, typed columns, keys. */
#ifndef QUIRE_DATA_DATASET_H
#define QUIRE_DATA_DATASET_H

#include "data/value.h"

enum column_type {
    COLUMN_INFERRED,
    COLUMN_TEXT,
    COLUMN_INTEGER,
    COLUMN_NUMBER,
    COLUMN_PERCENT,
    COLUMN_MONEY,
    COLUMN_DATE,
    COLUMN_BOOLEAN,
    COLUMN_PEOPLE
};

struct column_declaration {
    struct str name;
    enum column_type type;
    struct span span;
};

/* One entry of a layout's `data:`, as document/ reads it. */
struct source_declaration {
    struct str name;
    struct span name_span;
    struct str file; /* as written; empty with `value` */
    struct span file_span;
    struct str override_file; /* --data NAME=FILE: absolute, trusted; else empty */
    const struct node *value; /* literal data, or NULL */
    struct column_declaration *types;
    size_t type_count;
    struct str encoding; /* empty: utf-8 */
    struct span encoding_span;
    struct str delimiter; /* empty: comma */
    struct span delimiter_span;
    unsigned skip;
    struct str key; /* empty: none */
    struct span key_span;
    bool faulty; /* its diagnostic is out: nothing is read, and its value is poison */
};

struct dataset {
    const struct source_declaration *declaration;
    const struct value *value; /* list of maps (CSV), tree, or prose */
    struct map by_key;         /* key text -> row, when keyed */
    const struct value
        *totals; /* what `totals(set)` gives: a map, or NULL where none is published */
};

/* Reads one source: CSV by `.csv`/`.tsv`/`.txt`, JSON by `.json`, YAML by `.yaml`/`.yml`, Markdown by
 * `.md`. Never NULL: after a diagnostic its value is poison. */
struct dataset *dataset_read(struct session *s, const struct source_declaration *d);

/* What a row of a source is called: its key, of a row without one its first text or date. */
struct str dataset_row_name(struct arena *a, const struct value *row);

#endif
