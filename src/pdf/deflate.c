#include "pdf/deflate.h"

#include <limits.h>
#include <zlib.h>

enum { WINDOW_BITS = 15, MEMORY_LEVEL = 8 };

struct deflater {
    struct arena *arena;
    z_stream z;
    unsigned char *room; /* reused, so that only what came out is kept */
    size_t room_size;
};

static void *zlib_alloc(void *arena, unsigned count, unsigned size) {
    return arena_alloc_array(arena, count, size);
}

static void zlib_free(void *arena, void *memory) {
    (void)arena; /* goes with the arena */
    (void)memory;
}

struct deflater *deflater_new(struct arena *a, enum deflate_effort effort) {
    struct deflater *d = ARENA_NEW(a, struct deflater);

    d->arena = a;
    d->z.zalloc = zlib_alloc;
    d->z.zfree = zlib_free;
    d->z.opaque = a;
    int strategy = effort == DEFLATE_QUICK ? Z_RLE : Z_DEFAULT_STRATEGY;
    if (deflateInit2(&d->z, (int)effort, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, strategy) != Z_OK)
        fail_memory(); /* with these constants there is no other reason */
    return d;
}

/* zlib counts in unsigned int: large inputs go in pieces. */
static void feed(struct deflater *d, struct str bytes, size_t *made, bool last) {
    size_t fed = 0;
    int status = Z_OK;

    while (status == Z_OK && (last || fed < bytes.n)) {
        size_t in = bytes.n - fed < INT_MAX ? bytes.n - fed : INT_MAX;
        size_t out = d->room_size - *made < INT_MAX ? d->room_size - *made : INT_MAX;
        d->z.next_in = (z_const Bytef *)(uintptr_t)(bytes.p + fed);
        d->z.avail_in = (unsigned)in;
        d->z.next_out = d->room + *made;
        d->z.avail_out = (unsigned)out;
        status = deflate(&d->z, last && fed + in == bytes.n ? Z_FINISH : Z_NO_FLUSH);
        fed += in - d->z.avail_in;
        *made += out - d->z.avail_out;
    }
}

static void begin(struct deflater *d, size_t whole) {
    size_t bound = deflateBound(&d->z, whole);

    if (bound > d->room_size) {
        d->room_size = bound * 2;
        d->room = ARENA_ARRAY(d->arena, unsigned char, d->room_size);
    }
    deflateReset(&d->z);
}

struct str deflater_borrow(struct deflater *d, struct str bytes) {
    size_t made = 0;

    begin(d, bytes.n);
    feed(d, bytes, &made, true);
    return (struct str){(const char *)d->room, made};
}

struct str deflater_objects(struct deflater *d, struct str directory, struct str bodies) {
    size_t made = 0;

    begin(d, directory.n + bodies.n);
    /* Long matches are near: look at few, and at the next place even after a good one. */
    deflateTune(&d->z, 8, 32, 64, 6);
    feed(d, directory, &made, false);
    feed(d, bodies, &made, true);
    return (struct str){(const char *)d->room, made};
}

struct str deflater_run(struct deflater *d, struct arena *a, struct str bytes) {
    return str_copy(a, deflater_borrow(d, bytes));
}
