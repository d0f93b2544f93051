#include "unit/unit.h"

#include "batch/shard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct arena *a;
    struct diag_list diags;
    struct out_folder out;
    char folder[64];
};

static int set_up(void **state) {
    struct fixture *x = calloc(1, sizeof *x);
    x->a = arena_new();
    diag_list_init(&x->diags, x->a);
    strcpy(x->folder, "/tmp/quire-shard-XXXXXX");
    assert_non_null(mkdtemp(x->folder));
    assert_true(out_open(&x->out, &x->diags, str_from(x->folder)));
    *state = x;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *x = *state;
    int status = unit_remove_folder(x->folder);
    out_close(&x->out);
    arena_free(x->a);
    free(x);
    return status;
}

/* What a scheduler's array of tasks says, and which shard is meant; k 0: refused. */
struct task_case {
    unsigned long index, least, most, step, count;
    unsigned n; /* slurm/N */
    unsigned k, of;
};

static void run_cases(struct fixture *x, const struct task_case *cases, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct task_case *c = &cases[i];
        struct batch_options o = {.task = {.given = true,
                                           .index = c->index,
                                           .least = c->least,
                                           .most = c->most,
                                           .step = c->step,
                                           .count = c->count,
                                           .n = c->n}};
        struct batch_shard got;
        assert_int_equal(shard_resolve(&x->out, &x->diags, &o, &got), c->k != 0);
        if (c->k) {
            assert_int_equal(got.k, c->k);
            assert_int_equal(got.n, c->of);
        }
    }
}

static void a_repeated_task_is_the_shard_that_it_was(void **state) {
    static const struct task_case cases[] = {
        {2, 2, 2, 1, 1, 0, 0, 0}, /* one task, and nothing recorded: how many are there? */
        {1, 1, 4, 1, 4, 0, 1, 4}, /* --array=1-4 records four, from 1 */
        {4, 1, 4, 1, 4, 0, 4, 4}, {3, 3, 3, 1, 1, 0, 3, 4}, /* --array=3 */
        {2, 2, 4, 2, 2, 0, 2, 4},                           /* --array=2,4 */
        {5, 5, 5, 1, 1, 0, 0, 0},                           /* none of the four */
        {1, 1, 5, 1, 5, 5, 0, 0},                           /* five, where four are recorded */
    };
    run_cases(*state, cases, sizeof cases / sizeof *cases);
}

static void an_array_may_start_at_nothing_and_go_in_steps(void **state) {
    static const struct task_case cases[] = {
        {0, 0, 6, 2, 4, 0, 1, 4},
        {6, 0, 6, 2, 4, 0, 4, 4},
        {4, 4, 4, 1, 1, 0, 3, 4}, /* the step is the first submission's */
        {3, 3, 3, 1, 1, 0, 0, 0},
    };
    run_cases(*state, cases, sizeof cases / sizeof *cases);
}

static void an_index_without_an_array_needs_the_number(void **state) {
    static const struct task_case cases[] = {
        {1, 0, 0, 1, 0, 0, 0, 0},
        {1, 0, 0, 1, 0, 3, 2, 3},
        {2, 0, 0, 1, 0, 0, 3, 3}, /* recorded by then */
    };
    run_cases(*state, cases, sizeof cases / sizeof *cases);
}

static void documents_are_dealt_in_turn_and_each_once(void **state) {
    (void)state;
    for (unsigned n = 1; n <= 7; n++) {
        size_t sizes[7] = {0};
        for (size_t i = 0; i < 50; i++) {
            unsigned owners = 0;
            for (unsigned k = 1; k <= n; k++) {
                bool has = shard_has(&(struct batch_shard){k, n}, i);
                owners += has;
                sizes[k - 1] += has;
            }
            assert_int_equal(owners, 1);
        }
        for (unsigned k = 0; k < n; k++) {
            assert_in_range(sizes[k], 50 / n, 50 / n + 1);
        }
    }
    assert_true(shard_has(&(struct batch_shard){0, 0}, 12));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_repeated_task_is_the_shard_that_it_was, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_array_may_start_at_nothing_and_go_in_steps, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_index_without_an_array_needs_the_number, set_up,
                                        tear_down),
        cmocka_unit_test(documents_are_dealt_in_turn_and_each_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
