/* bytes.h - what every text reader asks of a file's bytes first. Private to source/. */
#ifndef QUIRE_SOURCE_BYTES_H
#define QUIRE_SOURCE_BYTES_H

#include "base/session.h"

/* The file's text without a byte order mark; false after a diagnostic when it is UTF-16 or holds a
 * byte that is not UTF-8. `*skipped` is how many bytes the mark took. */
bool bytes_accept(struct session *s, const struct source *source, struct str *text,
                  size_t *skipped);
/* The place of bytes [from, to), cut at the end of from's line. */
struct span bytes_span(const struct source *source, size_t from, size_t to);

/* Makes places one after the other in time that grows with the file, not with its longest line. */
struct cursor {
    const struct source *source;
    size_t offset;         /* of the place it stands at */
    uint32_t line, column; /* of that place, from 1 */
};

struct cursor cursor_at_start(const struct source *source, size_t skipped);
/* Like bytes_span; quick when `from` is not before the last call's. */
struct span cursor_span(struct cursor *c, size_t from, size_t to);

#endif
