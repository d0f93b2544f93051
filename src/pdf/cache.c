#include "pdf/cache.h"

#include <assert.h>

enum { LIMIT_CACHE_BYTES = 8 * 1024 * 1024 };

static void begin(struct pdf_cache *c) {
    c->small = c->fast = NULL;
    c->srgb = STR_EMPTY;
    map_init(&c->fonts, c->arena);
}

struct pdf_cache *pdf_cache_new(void) {
    struct arena *a = arena_new();
    struct pdf_cache *c = ARENA_NEW(a, struct pdf_cache);
    struct arena *contents = arena_new();
    c->arena = contents;
    c->own = a;
    begin(c);
    return c;
}

void pdf_cache_free(struct pdf_cache *c) {
    if (c) {
        arena_free(c->arena);
        arena_free(c->own);
    }
}

void pdf_cache_trim(struct pdf_cache *c) {
    if (arena_used(c->arena) > LIMIT_CACHE_BYTES) {
        arena_clear(c->arena);
        begin(c);
    }
}

struct deflater *pdf_cache_deflater(struct pdf_cache *c, enum deflate_effort effort) {
    assert(effort == DEFLATE_SMALL || effort == DEFLATE_FAST);
    struct deflater **at = effort == DEFLATE_SMALL ? &c->small : &c->fast;
    if (!*at) {
        *at = deflater_new(c->arena, effort);
    }
    return *at;
}
