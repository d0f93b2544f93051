/* Rounding that adds up, against a search through all roundings. */
#include "unit/unit.h"

#include "unit/disclosure/system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void begin(struct system *s, const int64_t *cells, size_t n, int64_t base) {
    start(s, cells, n);
    s->f.low = 0;
    s->f.high = 4;
    s->f.zeros_shown = false;
    s->f.round = base;
}

static void round_all(struct system *s) {
    s->f.v = s->all.v;
    s->f.n = s->all.n;
    figures_round(&s->f, true);
}

/* What is printed: the cells, then the sums after a bar. */
static const char *printed(const struct system *s) {
    static char text[512];
    char *at = text;
    for (size_t i = 0; i < s->f.n; i++) {
        at += sprintf(at, i == s->f.cells ? "| " : "%s", "");
        at +=
            s->f.v[i].hidden ? sprintf(at, "c ") : sprintf(at, "%lld ", (long long)s->f.v[i].shown);
    }
    return text;
}

/* --- all roundings ------------------------------------------------------------------------- */

struct trial {
    const struct system *s;
    int64_t value[64]; /* by cell, what stands for it in the sums */
    int64_t hidden_most, best;
    bool given; /* only the printed one is tried */
};

static bool of_hidden_size(const struct figures *f, int64_t v) {
    return v == 0 ? !f->zeros_shown : v >= f->low && v <= f->high;
}

/* The deviation of a figure that is printed as `shown`; -1 if it may not be. */
static int64_t deviation(const struct trial *t, size_t i, int64_t shown) {
    const struct figures *f = &t->s->f;
    int64_t value = f->v[i].value, apart = shown > value ? shown - value : value - shown;
    if (shown % f->round != 0 || shown < 0 || apart >= f->round)
        return -1;
    if (apart > 0 && !of_hidden_size(f, value) && of_hidden_size(f, shown) &&
        (shown < value ? value > f->high : value < f->low))
        return -1;
    if (t->given && !f->v[i].forced && !f->v[i].exact && shown != f->v[i].shown)
        return -1;
    return apart;
}

static void try_cells(struct trial *t, size_t cell, int64_t cost) {
    const struct figures *f = &t->s->f;
    for (size_t i = f->cells; cell == f->cells && i < f->n; i++) {
        int64_t sum = 0;
        for (size_t k = 0; k < f->v[i].n; k++)
            sum += t->value[f->v[i].cells[k]];
        int64_t apart = f->v[i].hidden ? 0 : deviation(t, i, sum);
        if (apart < 0)
            return;
        cost += apart;
    }
    if (cell == f->cells) {
        t->best = t->best < 0 || cost < t->best ? cost : t->best;
        return;
    }
    int64_t low = f->v[cell].value / f->round * f->round;
    bool hidden = f->v[cell].hidden;
    for (int64_t v = hidden ? 0 : low; v <= (hidden ? t->hidden_most : low + f->round);
         v += f->round) {
        int64_t apart = hidden ? 0 : deviation(t, cell, v);
        t->value[cell] = v;
        if (apart >= 0)
            try_cells(t, cell + 1, cost + apart);
    }
}

/* The least sum of deviations, or that of what is printed; -1: there is none. */
static int64_t least(const struct system *s, bool given) {
    struct trial t = {.s = s, .best = -1, .given = given};
    for (size_t i = s->f.cells; i < s->f.n; i++) {
        int64_t most = s->f.v[i].value + s->f.round;
        if (!s->f.v[i].hidden && most > t.hidden_most)
            t.hidden_most = most;
    }
    try_cells(&t, 0, 0);
    return t.best;
}

static void assert_best(const struct system *s, const char *what, unsigned seed) {
    int64_t best = least(s, false), ours = least(s, true);
    if (best < 0 ? s->f.rounded != ROUNDED_ALONE : s->f.rounded != ROUNDED_TO_ADD || ours != best)
        fail_msg("%s %u: outcome %d, deviations %lld where %lld do: %s", what, seed, s->f.rounded,
                 (long long)ours, (long long)best, printed(s));
}

/* --- vectors ------------------------------------------------------------------------------- */

static void a_column_adds_up_where_its_figures_alone_would_not(void **state) {
    (void)state;
    static const int64_t cells[] = {11, 12, 11, 11};
    struct system s;
    begin(&s, cells, 4, 5);
    add_column(&s, 4, 1, 0);
    round_all(&s);
    assert_int_equal(s.f.rounded, ROUNDED_TO_ADD);
    assert_string_equal(printed(&s), "10 15 10 10 | 45 ");
    arena_free(s.arena);
}

static void multiples_and_zeros_stay(void **state) {
    (void)state;
    static const int64_t cells[] = {0, 15, 21, 40, 7, 9};
    struct system s;
    begin(&s, cells, 6, 5);
    s.f.zeros_shown = true;
    add_column(&s, 6, 1, 0);
    round_all(&s);
    assert_int_equal(s.f.v[0].shown, 0);
    assert_int_equal(s.f.v[1].shown, 15);
    assert_int_equal(s.f.v[3].shown, 40);
    assert_best(&s, "vector", 0);
    arena_free(s.arena);
}

static void nothing_is_printed_as_if_it_were_small(void **state) {
    (void)state;
    static const int64_t cells[] = {6, 7, 31};
    struct system s;
    begin(&s, cells, 3, 5);
    s.f.low = 1;
    s.f.high = 5;
    s.f.zeros_shown = true;
    add_column(&s, 3, 1, 0);
    round_all(&s);
    assert_string_equal(printed(&s), "10 10 30 | 45 "); /* 50 is 6 away; 30 for 31, 45 for 44 */
    arena_free(s.arena);
}

static void a_hidden_member_frees_its_sum_but_not_what_follows(void **state) {
    (void)state;
    /* Groups 0-1 and 2-3 with their sums and that of all: of the second nothing is shown but the sum. */
    static const int64_t cells[] = {12, 12, 3, 22};
    static const uint32_t first[] = {0, 1}, second[] = {2, 3};
    struct system s;
    begin(&s, cells, 4, 5);
    add_sum(&s, first, 2);
    add_sum(&s, second, 2);
    add_column(&s, 4, 1, 0);
    s.all.v[2].hidden = true;
    round_all(&s);
    assert_int_equal(s.f.rounded, ROUNDED_TO_ADD);
    assert_int_equal(s.f.v[0].shown + s.f.v[1].shown, s.f.v[4].shown);
    assert_int_equal(s.f.v[4].shown + s.f.v[5].shown, s.f.v[6].shown);
    assert_true(s.f.v[3].shown <= s.f.v[5].shown);
    assert_best(&s, "vector", 0);
    arena_free(s.arena);
}

static void what_is_shown_exactly_stands_rounded_in_its_sums(void **state) {
    (void)state;
    static const int64_t cells[] = {3, 20, 25};
    struct system s;
    begin(&s, cells, 3, 5);
    add_column(&s, 3, 1, 0);
    s.all.v[0].forced = true;
    round_all(&s);
    assert_string_equal(printed(&s), "3 20 25 | 50 ");
    arena_free(s.arena);
}

static void where_none_adds_up_each_figure_stands_alone(void **state) {
    (void)state;
    /* Each must be printed as 10, and their sum as 15 or 20. */
    static const int64_t cells[] = {6, 6, 6};
    struct system s;
    begin(&s, cells, 3, 5);
    s.f.low = 1;
    s.f.high = 5;
    s.f.zeros_shown = true;
    add_column(&s, 3, 1, 0);
    round_all(&s);
    assert_int_equal(s.f.rounded, ROUNDED_ALONE);
    assert_string_equal(printed(&s), "10 10 10 | 20 ");
    arena_free(s.arena);
}

/* --- at random ----------------------------------------------------------------------------- */

static uint64_t seed_now;

static uint32_t chance(uint32_t below) {
    seed_now = seed_now * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(seed_now >> 33) % below;
}

static void random_cells(int64_t *cells, size_t n) {
    for (size_t i = 0; i < n; i++)
        cells[i] = chance(5) == 0 ? 0 : chance(2) ? chance(40) : chance(14);
}

/* Hides and forces some. */
static void random_pattern(struct system *s) {
    size_t hidden = 0;
    for (size_t i = 0; i < s->all.n; i++) {
        bool cell = i < s->f.cells;
        if (chance(6) == 0 && (!cell || hidden < 3)) {
            s->all.v[i].hidden = true;
            hidden += cell;
        } else if (chance(12) == 0) {
            s->all.v[i].forced = true;
        }
    }
}

static void random_profile(struct system *s) {
    static const int64_t bases[] = {2, 3, 5, 5, 10};
    s->f.round = bases[chance(5)];
    s->f.zeros_shown = chance(2) == 0;
    s->f.low = s->f.zeros_shown ? 1 : 0;
    s->f.high = chance(6);
    if (chance(3) == 0) { /* 6 to 9 can only go up */
        s->f.round = s->f.high = 5;
        s->f.low = s->f.zeros_shown = true;
    }
}

static void add_rectangle(struct system *s, size_t columns, size_t rows, const size_t *from) {
    uint32_t cells[64];
    size_t n = 0;
    for (size_t r = from[0]; r < rows; r++) {
        for (size_t c = from[1] == SIZE_MAX ? 0 : from[1];
             c < (from[1] == SIZE_MAX ? columns : from[1] + 1); c++)
            cells[n++] = (uint32_t)(r * columns + c);
    }
    add_sum(s, cells, n);
}

static void one_way(struct system *s) {
    int64_t cells[9];
    size_t n = 2 + chance(8);
    random_cells(cells, n);
    begin(s, cells, n, 5);
    add_column(s, n, 1, 0);
}

static void two_way(struct system *s) {
    int64_t cells[9];
    size_t rows = 2 + chance(2), columns = 2 + chance(2);
    random_cells(cells, rows * columns);
    begin(s, cells, rows * columns, 5);
    for (size_t r = 0; r < rows; r++)
        add_row(s, columns, r);
    for (size_t c = 0; c < columns; c++)
        add_column(s, rows, columns, c);
    add_rectangle(s, columns, rows, (size_t[]){0, SIZE_MAX});
}

/* Four rows in two groups, with all sums. */
static void grouped(struct system *s) {
    int64_t cells[8];
    random_cells(cells, 8);
    begin(s, cells, 8, 5);
    for (size_t g = 0; g < 2; g++) {
        for (size_t c = 0; c < 2; c++)
            add_rectangle(s, 2, 2 * g + 2, (size_t[]){2 * g, c});
        if (chance(2))
            add_rectangle(s, 2, 2 * g + 2, (size_t[]){2 * g, SIZE_MAX});
    }
    for (size_t c = 0; c < 2; c++)
        add_column(s, 4, 2, c);
    for (size_t r = 0; r < 4; r++)
        add_row(s, 2, r);
    if (chance(2))
        add_rectangle(s, 2, 4, (size_t[]){0, SIZE_MAX});
}

/* A cube of two by two by two with its three kinds of margins. */
static void three_way(struct system *s) {
    int64_t cells[8];
    random_cells(cells, 8);
    begin(s, cells, 8, 5);
    for (uint32_t axis = 0; axis < 3; axis++) {
        for (uint32_t i = 0; i < 8; i++) {
            uint32_t pair[2] = {i, i | 1U << axis};
            if (!(i >> axis & 1))
                add_sum(s, pair, 2);
        }
    }
}

static void random_tables_are_rounded_as_near_as_can_be(void **state) {
    (void)state;
    static void (*const shapes[])(struct system *) = {one_way, two_way, grouped, three_way};
    static const char *const names[] = {"one-way", "two-way", "grouped", "three-way"};
    size_t pushed = 0, alone = 0;
    for (unsigned seed = 0; seed < 1200; seed++) {
        struct system s;
        seed_now = seed;
        chance(2);
        shapes[seed % 4](&s);
        if (seed % 8 >= 4) {
            random_profile(&s);
            random_pattern(&s);
        }
        round_all(&s);
        assert_best(&s, names[seed % 4], seed);
        alone += s.f.rounded == ROUNDED_ALONE;
        for (size_t i = 0; i < s.f.n; i++) {
            int64_t away = llabs(s.f.v[i].shown - s.f.v[i].value);
            pushed += !s.f.v[i].hidden && 2 * away > s.f.round;
        }
        arena_free(s.arena);
    }
    assert_true(pushed > 500);
    assert_in_range(alone, 10, 600);
}

/* Rows that are grouped in two ways, with all sums: more than two families. */
static void where_groups_cross_a_large_set_adds_up_too(void **state) {
    (void)state;
    enum { ROWS = 317, COLUMNS = 12, GROUPS = 6 };
    int64_t cells[ROWS * COLUMNS];
    uint32_t of[ROWS], list[ROWS * COLUMNS];
    struct system s;
    seed_now = 5;
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        cells[i] = chance(150);
    begin(&s, cells, ROWS * COLUMNS, 5);
    for (size_t r = 0; r < ROWS; r++)
        add_row(&s, COLUMNS, r);
    for (uint32_t way = 0; way < 3; way++) {
        for (size_t r = 0; r < ROWS; r++)
            of[r] = way == 0 ? 0 : chance(GROUPS);
        for (size_t g = 0; g < (way == 0 ? 1 : GROUPS); g++) {
            for (size_t c = 0; c <= COLUMNS; c++) {
                size_t n = 0;
                for (size_t i = 0; i < ROWS * COLUMNS; i++) {
                    if (of[i / COLUMNS] == g && (c == COLUMNS || i % COLUMNS == c))
                        list[n++] = (uint32_t)i;
                }
                add_sum(&s, list, n);
            }
        }
    }
    round_all(&s);
    assert_int_equal(s.f.rounded, ROUNDED_BY_STEPS);
    for (size_t i = 0; i < s.f.n; i++) {
        const struct figure *x = &s.f.v[i];
        int64_t sum = 0;
        for (size_t k = 0; k < x->n; k++)
            sum += s.f.v[x->cells[k]].shown;
        assert_int_equal(sum, x->shown);
        assert_true(x->shown % 5 == 0 && llabs(x->shown - x->value) < 5);
        assert_int_equal(x->least, x->value);
        assert_int_equal(x->most, x->value);
    }
    arena_free(s.arena);
}

/* The bounds that the audit grants: other true figures within them are printed alike. */
static void what_is_granted_to_an_attacker_prints_the_same(void **state) {
    (void)state;
    static void (*const shapes[])(struct system *) = {one_way, two_way, grouped, three_way};
    size_t moved = 0, other = 0;
    for (unsigned seed = 0; seed < 4000; seed++) {
        struct system s;
        seed_now = seed + 100000;
        chance(2);
        shapes[seed % 4](&s);
        if (seed % 8 >= 4)
            random_pattern(&s);
        round_all(&s);
        struct figure was[64];
        memcpy(was, s.f.v, s.f.n * sizeof *was);
        bool inside = true, moves = false;
        for (size_t i = 0; i < s.f.cells; i++) {
            int64_t room = was[i].hidden ? 3 : was[i].most - was[i].least;
            int64_t least_now = was[i].hidden ? was[i].value : was[i].least;
            s.f.v[i].value = least_now + chance((uint32_t)room + 1);
            moves = moves || s.f.v[i].value != was[i].value;
        }
        for (size_t i = s.f.cells; i < s.f.n; i++) {
            s.f.v[i].value = 0;
            for (size_t k = 0; k < s.f.v[i].n; k++)
                s.f.v[i].value += s.f.v[s.f.v[i].cells[k]].value;
            inside = inside && (was[i].hidden ||
                                (s.f.v[i].value >= was[i].least && s.f.v[i].value <= was[i].most));
        }
        figures_round(&s.f, true);
        for (size_t i = 0; i < s.f.n && moves; i++) {
            bool same = was[i].hidden || s.f.v[i].shown == was[i].shown;
            if (inside && !same)
                fail_msg("seed %u: figure %zu is printed as %lld, not %lld", seed, i,
                         (long long)s.f.v[i].shown, (long long)was[i].shown);
            other += !inside && !same;
        }
        moved += inside && moves;
        arena_free(s.arena);
    }
    assert_true(moved > 300); /* and those outside are not all alike */
    assert_true(other > 300);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_adds_up_where_its_figures_alone_would_not),
        cmocka_unit_test(multiples_and_zeros_stay),
        cmocka_unit_test(nothing_is_printed_as_if_it_were_small),
        cmocka_unit_test(a_hidden_member_frees_its_sum_but_not_what_follows),
        cmocka_unit_test(what_is_shown_exactly_stands_rounded_in_its_sums),
        cmocka_unit_test(where_none_adds_up_each_figure_stands_alone),
        cmocka_unit_test(random_tables_are_rounded_as_near_as_can_be),
        cmocka_unit_test(where_groups_cross_a_large_set_adds_up_too),
        cmocka_unit_test(what_is_granted_to_an_attacker_prints_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
