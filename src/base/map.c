#include "base/map.h"

#include <sys/random.h>

/* A seed for each process: hostile keys cannot be made to collide. Order never depends on it. */
uint64_t map_seed(void) {
    static uint64_t seed;
    if (!seed) {
        if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed || !seed) {
            seed = 0x9e3779b97f4a7c15u;
        }
    }
    return seed;
}

/* So many are looked for one by one: cheaper than a hash, and without slots. */
enum { MAP_SMALL = 8 };

static size_t slot_of(const struct map *m, struct str key) {
    return (size_t)str_hash(key, map_seed()) & (m->slot_count - 1);
}

void map_init(struct map *m, struct arena *a) {
    *m = (struct map){.arena = a};
}

static uint32_t *find(const struct map *m, struct str key) {
    size_t i = slot_of(m, key);
    while (m->slots[i] && !str_equal(m->entries[m->slots[i] - 1].key, key)) {
        i = (i + 1) & (m->slot_count - 1);
    }
    return &m->slots[i];
}

/* Index + 1 of the entry, or 0. */
static size_t entry_of(const struct map *m, struct str key) {
    if (m->slot_count) {
        return *find(m, key);
    }
    for (size_t i = 0; i < m->n; i++) {
        if (str_equal(m->entries[i].key, key)) {
            return i + 1;
        }
    }
    return 0;
}

void *map_get(const struct map *m, struct str key) {
    size_t at = entry_of(m, key);
    return at ? m->entries[at - 1].value : NULL;
}

bool map_has(const struct map *m, struct str key) {
    return entry_of(m, key) != 0;
}

static void rehash(struct map *m) {
    m->slot_count = m->slot_count ? m->slot_count * 2 : MAP_SMALL * 4;
    m->slots = ARENA_ARRAY(m->arena, uint32_t, m->slot_count);
    for (size_t i = 0; i < m->n; i++) {
        *find(m, m->entries[i].key) = (uint32_t)(i + 1);
    }
}

bool map_set(struct map *m, struct str key, void *value) {
    size_t at = entry_of(m, key);
    if (at) {
        m->entries[at - 1].value = value;
        return false;
    }
    if (m->n >= MAP_SMALL && m->n * 4 >= m->slot_count * 3) {
        rehash(m);
    }
    if (m->n == m->cap) {
        size_t cap = m->cap ? m->cap * 2 : 8;
        m->entries =
            arena_grow(m->arena, m->entries, m->n * sizeof *m->entries, cap * sizeof *m->entries);
        m->cap = cap;
    }
    m->entries[m->n] = (struct map_entry){key, value};
    m->n++;
    if (m->slot_count) {
        *find(m, key) = (uint32_t)m->n;
    }
    return true;
}
