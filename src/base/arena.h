/* arena.h - memory that is freed at once.
 *
 * All of a document's memory comes from one arena; nothing inside is freed alone. The only files
 * that call malloc are in base/. Running out of memory ends the process through fail_memory(): exit
 * status 3 and the words "out of memory", never a result with a part missing.
 *
 * Invariants: memory comes back zeroed and aligned to 8 bytes; a size of 0 gives a valid pointer.
 */
#ifndef QUIRE_BASE_ARENA_H
#define QUIRE_BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* One for a part of what lives on another: freed with it at the latest. */
struct arena *arena_new_within(struct arena *outer);
void arena_free(struct arena *a);
/* Takes back all that was handed out and keeps the memory, zeroed, for the next document. */
void arena_clear(struct arena *a);
/* Gives `size` zeroed bytes that live as long as the arena. */
void *arena_alloc(struct arena *a, size_t size);
/* Gives `count * size` zeroed bytes; an overflow of the product is "out of memory". */
void *arena_alloc_array(struct arena *a, size_t count, size_t size);
/* Enlarges a block, in place where it is the newest; the old pointer must not be used again. */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);
/* Gives the end of a block back, if nothing was made after it. */
void arena_trim(struct arena *a, void *block, size_t size, size_t kept);
/* A place to go back to: what was made after it is given back, and zeroed for its next user. */
struct arena_mark {
    void *chunk;
    size_t used, serial;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark mark);
/* Bytes handed out so far, for --timings and limits. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_alloc_array((a), (n), sizeof(T)))

/* Ends the process: "quire: out of memory", exit status 3. */
_Noreturn void fail_memory(void);
/* A bound on this process's memory that its owner has set (RLIMIT_AS): running into it ends the process
 * with another status and these words, NULL for none. */
struct memory_bound {
    size_t bytes;
    int status;
    const char *message; /* a line with its end; static */
};
void fail_memory_bound(const struct memory_bound *b);

#endif
