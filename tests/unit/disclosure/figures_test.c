/* The solver on the vectors of the rules, and on tables from standard input (with the argument `-`), which
 * tests/suite_disclosure.py attacks with a program of its own. It answers with the pattern, and where the
 * profile rounds with ` = `, how that went, and what is printed (-1: hidden). */
#include "unit/unit.h"

#include "unit/disclosure/system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

VEC_DECLARE(number_vec, uint32_t);

static bool solve(struct system *s) {
    for (size_t i = 0; i < s->f.cells; i++) {
        if (s->f.zeros_shown && s->all.v[i].value == 0)
            s->all.v[i].forced = true;
    }
    s->f.v = s->all.v;
    s->f.n = s->all.n;
    return figures_protect(&s->f);
}

/* The cells, then the sums after a bar; hidden ones as c. */
static const char *pattern(const struct system *s) {
    static char text[512];
    char *at = text;
    for (size_t i = 0; i < s->f.n; i++) {
        if (i == s->f.cells)
            at += sprintf(at, "| ");
        if (s->f.v[i].hidden)
            at += sprintf(at, "c ");
        else
            at += sprintf(at, "%lld ", (long long)s->f.v[i].value);
    }
    return text;
}

static struct interval interval(const struct system *s, uint32_t figure) {
    struct interval out;
    figures_intervals(&s->f, &figure, 1, &out);
    return out;
}

#define assert_interval(s, figure, low, high)                                                      \
    do {                                                                                           \
        struct interval i_ = interval((s), (figure));                                              \
        assert_int_equal(i_.least, (low));                                                         \
        assert_int_equal(i_.most, (high));                                                         \
        assert_true(i_.proved);                                                                    \
    } while (0)

static const int64_t REFERRALS[] = {0, 2, 2, 3, 1, 1, 1, 0, 2, 0};

static void referrals_with_column_totals_are_narrow_but_not_exact(void **state) {
    (void)state;
    struct system s;
    start(&s, REFERRALS, 10);
    add_column(&s, 5, 2, 0);
    add_column(&s, 5, 2, 1);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "0 c c c c c c 0 c 0 | 6 6 ");
    assert_interval(&s, 2, 1, 3);
    assert_interval(&s, 8, 1, 3);
    assert_interval(&s, 1, 1, 4);
    assert_interval(&s, 3, 1, 4);
    arena_free(s.arena);
}

static void referrals_fail_where_ranges_are_to_be_protected(void **state) {
    (void)state;
    struct system s;
    start(&s, REFERRALS, 10);
    add_column(&s, 5, 2, 0)->forced = true;
    add_column(&s, 5, 2, 1)->forced = true;
    s.f.range = true;
    assert_false(solve(&s));
    assert_int_equal(s.f.unsafe_count, 7);
    arena_free(s.arena);
}

static void small_totals_of_districts_are_hidden_too(void **state) {
    (void)state;
    struct system s;
    start(&s, REFERRALS, 10);
    for (size_t r = 0; r < 5; r++)
        add_row(&s, 2, r);
    add_column(&s, 5, 2, 0);
    add_column(&s, 5, 2, 1);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "0 c c c c c c 0 c 0 | c c c c c 6 6 ");
    arena_free(s.arena);
}

static void district_totals_published_elsewhere_give_every_count_away(void **state) {
    (void)state;
    struct system s;
    start(&s, REFERRALS, 10);
    for (size_t r = 0; r < 5; r++)
        add_row(&s, 2, r)->forced = true;
    add_column(&s, 5, 2, 0);
    add_column(&s, 5, 2, 1);
    assert_false(solve(&s));
    arena_free(s.arena);
    start(&s, REFERRALS, 10);
    for (size_t r = 0; r < 5; r++)
        add_row(&s, 2, r)->forced = true;
    add_column(&s, 5, 2, 0)->forced = true;
    add_column(&s, 5, 2, 1)->forced = true;
    assert_false(solve(&s));
    assert_int_equal(s.f.unsafe_count, 7);
    arena_free(s.arena);
}

static void a_rectangle_of_the_smallest_sum_is_hidden(void **state) {
    (void)state;
    static const int64_t cells[] = {3, 20, 30, 12, 15, 40, 25, 9, 33};
    struct system s;
    start(&s, cells, 9);
    for (size_t i = 0; i < 3; i++) {
        add_row(&s, 3, i);
        add_column(&s, 3, 3, i);
    }
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "c c 30 c c 40 25 9 33 | 53 40 67 44 67 103 ");
    assert_interval(&s, 0, 1, 14);
    s.f.zeros_shown = false;
    assert_interval(&s, 0, 0, 15);
    arena_free(s.arena);
}

/* Elimination alone, as it goes from the most valuable cell on: 3 + 9 and 20 + 9 make the corners. */
static void elimination_publishes_from_the_most_valuable_on(void **state) {
    (void)state;
    static const int64_t cells[] = {3, 20, 30, 12, 15, 40, 25, 9, 33};
    struct system s;
    start(&s, cells, 9);
    for (size_t i = 0; i < 3; i++) {
        add_row(&s, 3, i);
        add_column(&s, 3, 3, i);
    }
    s.f.v = s.all.v;
    s.f.n = s.all.n;
    figures_find_primary(&s.f);
    figures_choose_secondary(&s.f);
    assert_string_equal(pattern(&s), "c c 30 c c 40 25 9 33 | 53 40 67 44 67 103 ");
    arena_free(s.arena);
}

static void two_counts_of_one_are_not_a_pair(void **state) {
    (void)state;
    static const int64_t cells[] = {1, 1, 9, 14};
    struct system s;
    start(&s, cells, 4);
    add_row(&s, 4, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "c c c 14 | 25 ");
    assert_interval(&s, 0, 1, 9);
    s.f.v[2].hidden = false;
    assert_interval(&s, 0, 1, 1);
    arena_free(s.arena);
}

static void a_zero_is_no_partner(void **state) {
    (void)state;
    static const int64_t cells[] = {4, 0, 12, 20};
    struct system s;
    start(&s, cells, 4);
    add_row(&s, 4, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "c 0 c 20 | 36 ");
    assert_interval(&s, 0, 1, 15);
    arena_free(s.arena);
}

static void one_small_district_takes_a_second(void **state) {
    (void)state;
    static const int64_t cells[] = {31, 4, 17, 8, 26};
    struct system s;
    start(&s, cells, 5);
    add_column(&s, 5, 1, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "31 c 17 c 26 | 86 ");
    arena_free(s.arena);
}

/* One who is the 1 would know the 5 of a total of 6. */
static void the_person_who_is_counted_learns_nothing(void **state) {
    (void)state;
    static const int64_t cells[] = {1, 5, 20, 30};
    struct system s;
    start(&s, cells, 4);
    add_row(&s, 4, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "c c c 30 | 56 ");
    arena_free(s.arena);
}

/* 1 + 6 with a partner known to be above 5 leaves only the 1. */
static void sizes_that_are_known_are_held_against_it(void **state) {
    (void)state;
    static const int64_t cells[] = {1, 6, 8, 30};
    struct system s;
    start(&s, cells, 4);
    add_row(&s, 4, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "c 6 c 30 | 45 ");
    arena_free(s.arena);
}

static void hidden_zeros_are_protected_and_rounding_stands_in(void **state) {
    (void)state;
    static const int64_t cells[] = {0, 3, 22, 41};
    struct system s;
    start(&s, cells, 4);
    s.f.low = 0;
    s.f.high = 4;
    s.f.zeros_shown = false;
    s.f.round = 5;
    add_row(&s, 4, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "c c 22 41 | 66 ");
    arena_free(s.arena);
}

static void nothing_small_hides_nothing(void **state) {
    (void)state;
    static const int64_t cells[] = {6, 0, 12, 20};
    struct system s;
    start(&s, cells, 4);
    add_row(&s, 4, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "6 0 12 20 | 38 ");
    arena_free(s.arena);
}

static void a_lone_small_count_goes_with_its_total(void **state) {
    (void)state;
    static const int64_t cells[] = {4, 0};
    struct system s;
    start(&s, cells, 2);
    add_row(&s, 2, 0);
    assert_true(solve(&s));
    assert_string_equal(pattern(&s), "c 0 | c ");
    arena_free(s.arena);
}

/* --- tables from standard input ------------------------------------------------------------ */

/* LOW HIGH ZEROS-SHOWN ROUND, a line of cells, lines of sums (`+ 0 1 2`, `! 0 1 2` when forced), `.` */
static bool read_table(struct system *s) {
    static char line[1 << 20];
    static int64_t cells[1 << 17];
    long long low, high, round;
    int zeros;
    if (!fgets(line, sizeof line, stdin) ||
        sscanf(line, "%lld %lld %d %lld", &low, &high, &zeros, &round) != 4 ||
        !fgets(line, sizeof line, stdin))
        return false;
    size_t n = 0;
    for (char *at = line, *end; n < sizeof cells / sizeof *cells; at = end) {
        cells[n] = strtoll(at, &end, 10);
        if (end == at)
            break;
        n++;
    }
    start(s, cells, n);
    s->f.low = low;
    s->f.high = high;
    s->f.zeros_shown = zeros;
    s->f.round = round;
    while (fgets(line, sizeof line, stdin) && line[0] != '.') {
        struct number_vec list = {0};
        for (char *at = line + 1, *end;; at = end) {
            uint32_t cell = (uint32_t)strtoul(at, &end, 10);
            if (end == at)
                break;
            vec_push(s->arena, &list, cell);
        }
        add_sum(s, list.v, list.n)->forced = line[0] == '!';
    }
    return true;
}

static int serve(void) {
    struct system s;
    while (read_table(&s)) {
        bool good = solve(&s);
        printf("%s ", good ? "safe" : "unsafe");
        for (size_t i = 0; i < s.f.n; i++)
            putchar(!s.f.v[i].hidden ? '.' : s.f.v[i].primary ? 'P' : 's');
        for (size_t i = 0; i < s.f.unsafe_count; i++)
            printf(" %u", s.f.unsafe[i]);
        if (s.f.round > 1)
            printf(" = %d", s.f.rounded);
        for (size_t i = 0; i < s.f.n && s.f.round > 1; i++)
            printf(" %lld", s.f.v[i].hidden ? -1 : (long long)s.f.v[i].shown);
        putchar('\n');
        fflush(stdout);
        arena_free(s.arena);
    }
    return 0;
}

int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "-") == 0)
        return serve();
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(referrals_with_column_totals_are_narrow_but_not_exact),
        cmocka_unit_test(referrals_fail_where_ranges_are_to_be_protected),
        cmocka_unit_test(small_totals_of_districts_are_hidden_too),
        cmocka_unit_test(district_totals_published_elsewhere_give_every_count_away),
        cmocka_unit_test(a_rectangle_of_the_smallest_sum_is_hidden),
        cmocka_unit_test(elimination_publishes_from_the_most_valuable_on),
        cmocka_unit_test(two_counts_of_one_are_not_a_pair),
        cmocka_unit_test(a_zero_is_no_partner),
        cmocka_unit_test(one_small_district_takes_a_second),
        cmocka_unit_test(the_person_who_is_counted_learns_nothing),
        cmocka_unit_test(sizes_that_are_known_are_held_against_it),
        cmocka_unit_test(hidden_zeros_are_protected_and_rounding_stands_in),
        cmocka_unit_test(nothing_small_hides_nothing),
        cmocka_unit_test(a_lone_small_count_goes_with_its_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
