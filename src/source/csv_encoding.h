/* csv_encoding.h - a table's bytes as UTF-8, or a refusal that names the byte. Private to source/.
 *
 * Spreadsheets write three encodings under one ending: UTF-8 with a mark, Windows-1252 and UTF-16. They
 * are told apart here, but never guessed: the layout says which it is.
 */
#ifndef QUIRE_SOURCE_CSV_ENCODING_H
#define QUIRE_SOURCE_CSV_ENCODING_H

#include "source/csv.h"

/* The source in UTF-8: itself, or a decoded copy with the same lines. `*skipped` is the length of its
 * byte order mark. NULL after a diagnostic. */
const struct source *csv_decode(struct session *s, const struct source *source,
                                const struct csv_options *options, size_t *skipped);

#endif
