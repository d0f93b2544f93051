/* origin_map.h - all places of one text at once. Private to source/.
 *
 * origin_span reads a scalar again from its start for each place; a reader that makes many places of
 * one text goes over it once.
 */
#ifndef QUIRE_SOURCE_ORIGIN_MAP_H
#define QUIRE_SOURCE_ORIGIN_MAP_H

#include "source/bytes.h"
#include "source/node.h"

struct origin_map {
    struct origin origin;
    uint32_t *from, *to;  /* the file's bytes for each byte of a scalar's text; NULL: not needed */
    struct cursor cursor; /* places asked for in order are quick, on long lines too */
};

struct origin_map origin_map_make(struct arena *a, const struct origin *origin);
struct span origin_map_span(struct origin_map *m, size_t offset, size_t n);

#endif
