#include "unit/unit.h"

#include "base/arena.h"
#include "base/vec.h"

#include <stdbool.h>
#include <string.h>

static bool all_zero(const char *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

/* Whatever stood in the chunk before: an arena that is freed gives its memory to the next one. */
static void memory_comes_back_zeroed(void **state) {
    static const size_t sizes[] = {1, 24, 4000, 70000, 300000, 1500000, 5000000};
    (void)state;
    for (int round = 0; round < 3; round++) {
        struct arena *a = arena_new();
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            char *p = arena_alloc(a, sizes[i]);
            assert_int_equal((uintptr_t)p % 8, 0);
            assert_true(all_zero(p, sizes[i]));
            memset(p, 0xA5, sizes[i]);
        }
        arena_free(a);
    }
}

VEC_DECLARE(number_vec, uint64_t);

/* Through small blocks, blocks with a chunk of their own, and other blocks made in between. */
static void a_block_that_grows_keeps_what_it_holds(void **state) {
    struct arena *a = arena_new();
    struct number_vec v = {0}, w = {0};
    (void)state;
    for (uint64_t i = 0; i < 600000; i++) {
        vec_push(a, &v, i);
        if (i % 3 == 0)
            vec_push(a, &w, ~i);
        if (i % 1000 == 0)
            memset(arena_alloc(a, 100), 0xFF, 100);
    }
    for (uint64_t i = 0; i < 600000; i++) {
        assert_int_equal(v.v[i], i);
        if (i % 3 == 0)
            assert_int_equal(w.v[i / 3], ~i);
    }
    /* What has been added by growing is zeroed too. */
    size_t used = v.n * sizeof *v.v, had = v.cap * sizeof *v.v;
    char *p = arena_grow(a, v.v, had, 4 * had);
    assert_true(all_zero(p + used, 4 * had - used));
    arena_free(a);
}

static void sizes_at_the_edges(void **state) {
    struct arena *a = arena_new();
    (void)state;
    assert_non_null(arena_alloc(a, 0));
    size_t before = arena_used(a);
    arena_alloc(a, 9);
    assert_int_equal(arena_used(a) - before, 16);
    arena_alloc(a, 1024 * 1024 - 8); /* larger than the first chunks, and not alone */
    arena_alloc(a, 1024 * 1024);
    arena_alloc(a, 4 * 1024 * 1024 - 8);
    arena_free(a);
    arena_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_comes_back_zeroed),
        cmocka_unit_test(a_block_that_grows_keeps_what_it_holds),
        cmocka_unit_test(sizes_at_the_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
