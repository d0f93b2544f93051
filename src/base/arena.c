#include "base/arena.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Sizes of chunks, head included: they double from the first to the largest. */
enum {
    ARENA_ALIGN = 8,
    ARENA_FIRST = 64 * 1024,
    ARENA_LARGEST = 4 * 1024 * 1024,
    ARENA_MAPPED = 2 * 1024 * 1024, /* from here on memory comes from the system, in huge pages */
    ARENA_ALONE = 1024 * 1024,      /* a block of this size has a chunk of its own, and can grow */
    SPARE_MOST = 16 * 1024 * 1024   /* kept for the next arena */
};

struct chunk {
    struct chunk *next, *before;
    size_t size, used; /* of the bytes behind this head */
    size_t serial;     /* in the order of making */
    bool mapped;
};

struct arena {
    struct chunk *newest; /* the one that small blocks come from */
    size_t total;
    size_t next_size, next_serial;
    struct arena *outer, *inner;  /* the arena that this one is part of; its own first part */
    struct arena *before, *after; /* other parts of the outer one */
};

enum { CHUNK_HEAD = (sizeof(struct chunk) + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN };

/* Chunks of arenas that were freed: in a batch the next document's memory is at hand already. */
static struct chunk *spare;
static size_t spare_total;

static struct memory_bound bound; /* bytes 0: none */

void fail_memory_bound(const struct memory_bound *b) {
    bound = *b;
}

/* Pages that this process has, by the kernel's own count; without a call that needs memory. */
static size_t process_size(void) {
    char text[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
    size_t pages = 0;
    for (ssize_t i = 0; i < n && text[i] >= '0' && text[i] <= '9'; i++) {
        pages = pages * 10 + (size_t)(text[i] - '0');
    }
    return pages * 4096;
}

void fail_memory(void) {
    const size_t step = 64 * 1024 * 1024; /* what was asked for is not known here: about so much */
    bool ours = bound.bytes && process_size() + step > bound.bytes;
    const char *message = ours ? bound.message : "quire: out of memory\n";
    if (message) {
        ssize_t ignored = write(STDERR_FILENO, message, strlen(message));
        (void)ignored;
    }
    _exit(ours ? bound.status : 3);
}

static char *chunk_bytes(struct chunk *c) {
    return (char *)c + CHUNK_HEAD;
}

/* A page of memory costs most when it is first touched: huge ones cost a small part of that. */
static void advise_huge(void *p, size_t size) {
    int ignored = size >= ARENA_MAPPED ? madvise(p, size, MADV_HUGEPAGE) : 0;
    (void)ignored;
}

/* Zeroed pages; huge ones need a place on their own boundary. */
static void *map_pages(size_t size) {
    size_t extra = size >= ARENA_MAPPED ? ARENA_MAPPED : 0;
    if (size > SIZE_MAX - extra) {
        fail_memory();
    }
    char *p = mmap(NULL, size + extra, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
        fail_memory();
    }
    size_t skip = extra ? (extra - (uintptr_t)p % extra) % extra : 0;
    if (skip) {
        munmap(p, skip);
    }
    if (extra - skip) {
        munmap(p + skip + size, extra - skip);
    }
    advise_huge(p + skip, size);
    return p + skip;
}

static struct chunk *chunk_new(size_t size) {
    bool mapped = size >= ARENA_ALONE * 2;
    struct chunk *c = mapped ? map_pages(size) : calloc(1, size);
    if (!c) {
        fail_memory();
    }
    c->size = size - CHUNK_HEAD;
    c->mapped = mapped;
    return c;
}

static struct chunk *chunk_from_spare(size_t size) {
    for (struct chunk **at = &spare; *at; at = &(*at)->next) {
        struct chunk *c = *at;
        if (c->size == size - CHUNK_HEAD) {
            *at = c->next;
            spare_total -= size;
            memset(chunk_bytes(c), 0, c->used);
            c->used = 0;
            c->next = c->before = NULL;
            return c;
        }
    }
    return NULL;
}

static void chunk_free(struct chunk *c) {
    size_t size = c->size + CHUNK_HEAD;
    if (c->mapped) {
        munmap(c, size);
    } else {
        free(c);
    }
}

static bool chunk_keep(struct chunk *c) {
#ifdef __SANITIZE_ADDRESS__
    return false && c; /* so that a use after arena_free() is found */
#else
    size_t size = c->size + CHUNK_HEAD;
    bool usual = (size & (size - 1)) == 0 && size <= ARENA_LARGEST;
    if (!usual || size > SPARE_MOST - spare_total) {
        return false;
    }
    c->next = spare;
    spare = c;
    spare_total += size;
    return true;
#endif
}

static struct chunk *chunk_add(struct arena *a) {
    size_t size = a->next_size;
    if (a->next_size < ARENA_LARGEST) {
        a->next_size *= 2;
    }
    struct chunk *c = chunk_from_spare(size);
    if (!c) {
        c = chunk_new(size);
    }
    c->serial = a->next_serial++;
    c->next = a->newest;
    if (a->newest) {
        a->newest->before = c;
    }
    a->newest = c;
    return c;
}

static size_t whole_pages(size_t size) {
    const size_t page = 4096;
    if (size > SIZE_MAX - CHUNK_HEAD - page) {
        fail_memory();
    }
    return (size + CHUNK_HEAD + page - 1) / page * page;
}

/* A chunk for one block, behind the newest. */
static void *alloc_alone(struct arena *a, size_t size) {
    if (!a->newest) {
        chunk_add(a);
    }
    size_t whole = whole_pages(size);
    struct chunk *c = map_pages(whole);
    c->size = whole - CHUNK_HEAD;
    c->mapped = true;
    c->used = size;
    c->serial = a->next_serial++;
    c->before = a->newest;
    c->next = a->newest->next;
    if (c->next) {
        c->next->before = c;
    }
    a->newest->next = c;
    return chunk_bytes(c);
}

/* The block keeps its pages, wherever they are put: nothing is copied and nothing left behind. */
static void *grow_alone(void *old, size_t size) {
    struct chunk *c = (struct chunk *)(void *)((char *)old - CHUNK_HEAD);
    size_t had = c->size + CHUNK_HEAD, whole = whole_pages(size);
    if (whole > had) {
        struct chunk *moved = mremap(c, had, whole, MREMAP_MAYMOVE);
        if ((void *)moved == MAP_FAILED) {
            fail_memory();
        }
        c = moved;
        advise_huge(c, whole);
        c->size = whole - CHUNK_HEAD;
        c->before->next = c;
        if (c->next) {
            c->next->before = c;
        }
    }
    c->used = size;
    return chunk_bytes(c);
}

struct arena *arena_new(void) {
    struct arena *a = calloc(1, sizeof *a);
    if (!a) {
        fail_memory();
    }
    a->next_size = ARENA_FIRST;
    return a;
}

struct arena *arena_new_within(struct arena *outer) {
    struct arena *a = arena_new();
    a->outer = outer;
    a->after = outer->inner;
    if (a->after) {
        a->after->before = a;
    }
    outer->inner = a;
    return a;
}

static void leave_outer(struct arena *a) {
    if (a->after) {
        a->after->before = a->before;
    }
    if (a->before) {
        a->before->after = a->after;
    } else if (a->outer) {
        a->outer->inner = a->after;
    }
}

void arena_free(struct arena *a) {
    if (!a) {
        return;
    }
    while (a->inner) {
        arena_free(a->inner);
    }
    leave_outer(a);
    for (struct chunk *c = a->newest, *next; c; c = next) {
        next = c->next;
        if (!chunk_keep(c)) {
            chunk_free(c);
        }
    }
    free(a);
}

void arena_clear(struct arena *a) {
    arena_release(a, (struct arena_mark){.chunk = NULL});
    a->total = 0;
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
    a->total += size;
    if (size >= ARENA_ALONE) {
        return alloc_alone(a, size);
    }
    while (!c || c->size - c->used < size) {
        c = chunk_add(a); /* the first ones may be smaller than the block */
    }
    void *p = chunk_bytes(c) + c->used;
    c->used += size;
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
    if (old && had >= ARENA_ALONE && wanted >= had) {
        a->total += wanted - had;
        return grow_alone(old, wanted);
    }
    if (old && c && (char *)old + had == chunk_bytes(c) + c->used && wanted >= had &&
        wanted < ARENA_ALONE && c->size - c->used >= wanted - had) {
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

void arena_trim(struct arena *a, void *block, size_t size, size_t kept) {
    struct chunk *c = a->newest;
    size_t had = aligned(size), less = aligned(kept);
    if (less < had && c && (char *)block + had == chunk_bytes(c) + c->used) {
        memset((char *)block + kept, 0, had - kept);
        c->used -= had - less;
    }
}

struct arena_mark arena_mark(const struct arena *a) {
    return (struct arena_mark){a->newest, a->newest ? a->newest->used : 0, a->next_serial};
}

/* Behind the chunk that is kept stand those of single blocks, the youngest first. */
void arena_release(struct arena *a, struct arena_mark mark) {
    struct chunk *kept = mark.chunk, *rest = a->newest;
    while (rest && (rest == kept || rest->serial >= mark.serial)) {
        struct chunk *next = rest->next;
        if (rest != kept && !chunk_keep(rest)) {
            chunk_free(rest);
        }
        rest = next;
    }
    a->newest = kept;
    a->next_size = kept ? 2 * (kept->size + CHUNK_HEAD) : ARENA_FIRST;
    if (a->next_size > ARENA_LARGEST) {
        a->next_size = ARENA_LARGEST;
    }
    if (kept) {
        kept->before = NULL;
        kept->next = rest;
        memset(chunk_bytes(kept) + mark.used, 0, kept->used - mark.used);
        kept->used = mark.used;
    }
    if (rest) {
        rest->before = kept;
    }
}

size_t arena_used(const struct arena *a) {
    return a->total;
}
