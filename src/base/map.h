/* map.h - text to pointer, in order of insertion.
 *
 * Open addressing with a hash seeded once a process, so hostile keys cannot make it slow. Iterate
 * over entries[0..n). Keys are not copied. Nothing is ever removed.
 */
#ifndef QUIRE_BASE_MAP_H
#define QUIRE_BASE_MAP_H

#include "base/str.h"

struct map_entry {
    struct str key;
    void *value;
};

struct map {
    struct arena *arena;
    struct map_entry *entries;
    size_t n, cap;
    uint32_t *slots; /* entry index + 1, or 0 */
    size_t slot_count;
};

/* For hashes of what others may have chosen: a number that differs from process to process. */
uint64_t map_seed(void);

void map_init(struct map *m, struct arena *a);
/* The value under key, or NULL. A map of all zeros is empty. */
void *map_get(const struct map *m, struct str key);
bool map_has(const struct map *m, struct str key);
/* Sets or replaces; true if the key is new. */
bool map_set(struct map *m, struct str key, void *value);

#endif
