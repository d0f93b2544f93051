#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    ARENA_ALIGN = 16,
    ARENA_FIRST = 64 * 1024,
    ARENA_LARGEST = 4 * 1024 * 1024,
    ARENA_KEPT = 32 * 1024 * 1024
};

struct chunk {
    struct chunk *next;
    size_t size, used; /* of the bytes behind this head */
};

struct arena {
    struct chunk *newest;
    size_t total;
    size_t next_size;
};

enum { CHUNK_HEAD = (sizeof(struct chunk) + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN };

static int exhausted_status; /* 0: say it, and 3 */

void fail_memory_as(int status) {
    exhausted_status = status;
}

void fail_memory(void) {
    static const char message[] = "quire: out of memory\n";
    if (!exhausted_status) {
        ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
        (void)ignored;
    }
    _exit(exhausted_status ? exhausted_status : 3);
}

static char *chunk_bytes(struct chunk *c) {
    return (char *)c + CHUNK_HEAD;
}

static struct chunk *chunk_add(struct arena *a, size_t least) {
    size_t size = a->next_size;
    if (a->next_size < ARENA_LARGEST) {
        a->next_size *= 2;
    }
    if (size < least) {
        size = least;
    }
    if (size > SIZE_MAX - CHUNK_HEAD) {
        fail_memory();
    }
    struct chunk *c = calloc(1, CHUNK_HEAD + size);
    if (!c) {
        fail_memory();
    }
    c->size = size;
    c->next = a->newest;
    a->newest = c;
    return c;
}

struct arena *arena_new(void) {
    struct arena *a = calloc(1, sizeof *a);
    if (!a) {
        fail_memory();
    }
    a->next_size = ARENA_FIRST;
    return a;
}

void arena_free(struct arena *a) {
    if (!a) {
        return;
    }
    for (struct chunk *c = a->newest, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    free(a);
}

void arena_clear(struct arena *a) {
    size_t sum = 0;
    for (struct chunk *c = a->newest; c; c = c->next) {
        sum += c->size;
    }
    a->total = 0;
    if (a->newest && !a->newest->next && sum <= ARENA_KEPT) {
        memset(chunk_bytes(a->newest), 0, a->newest->used);
        a->newest->used = 0;
        return;
    }
    for (struct chunk *c = a->newest, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    a->newest = NULL;
    /* One chunk for all that the last document took: the next one will want as much. */
    a->next_size = sum < ARENA_FIRST ? ARENA_FIRST : sum > ARENA_KEPT ? ARENA_LARGEST : sum;
}

static size_t aligned(size_t size) {
    if (size > SIZE_MAX - ARENA_ALIGN) {
        fail_memory();
    }
    size_t rounded = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    return rounded ? rounded : ARENA_ALIGN;
}

void *arena_alloc(struct arena *a, size_t size) {
    size = aligned(size);
    struct chunk *c = a->newest;
    if (!c || c->size - c->used < size) {
        c = chunk_add(a, size);
    }
    void *p = chunk_bytes(c) + c->used;
    c->used += size;
    a->total += size;
    return p;
}

void *arena_alloc_array(struct arena *a, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) {
        fail_memory();
    }
    return arena_alloc(a, count * size);
}

void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size) {
    struct chunk *c = a->newest;
    size_t had = aligned(old_size), wanted = aligned(new_size);
    if (old && c && (char *)old + had == chunk_bytes(c) + c->used && wanted >= had &&
        c->size - c->used >= wanted - had) {
        c->used += wanted - had;
        a->total += wanted - had;
        return old;
    }
    void *p = arena_alloc(a, new_size);
    if (old && old_size) {
        memcpy(p, old, old_size < new_size ? old_size : new_size);
    }
    return p;
}

size_t arena_used(const struct arena *a) {
    return a->total;
}
