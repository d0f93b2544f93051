/* batch_file.h - the file that `quire batch` takes, as its author wrote it.
 *
 * Read by the same schema table as layouts: unknown keys, wrong values and near names are told in the
 * same words. Nothing is opened but the file itself.
 */
#ifndef QUIRE_DOCUMENT_BATCH_FILE_H
#define QUIRE_DOCUMENT_BATCH_FILE_H

#include "document/document.h"

struct batch_entry {
    struct span span;
    struct name layout;    /* a path, relative to the batch file */
    struct name each;      /* a param of the layout: a document for each row of its source */
    struct name *editions; /* at least one, unless it could not be read */
    size_t edition_count;
    const struct template *output;
    struct span output_span;
};

struct batch_file {
    struct span span;
    struct str index; /* a path, relative to the batch file; empty: none */
    struct span index_span;
    struct batch_entry *entries;
    size_t n;
};

/* NULL when the file could not be read at all; else what could be read, with diagnostics. */
struct batch_file *batch_file_read(struct session *s, struct str path);

#endif
