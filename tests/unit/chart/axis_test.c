/* Ticks of an axis: round, few, from at or below the least to at or above the greatest. */
#include "chart/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void ticks_are_round_and_few_and_enclose_the_values(void **state) {
    (void)state;
    static const struct {
        const char *min, *max;
        size_t most;
        bool whole;
        const char *ticks;
    } rows[] = {
        {"0", "54", 4, true, "0 20 40 60"},
        {"0", "6", 4, true, "0 2 4 6"},
        {"0", "7", 4, true, "0 5 10"},
        {"0", "1", 4, true, "0 1"},
        {"0", "0", 4, true, "0 1"},
        {"0", "0.3", 4, false, "0.0 0.1 0.2 0.3"},
        {"0", "0.7", 4, false, "0.00 0.25 0.50 0.75"},
        {"0", "100", 5, true, "0 25 50 75 100"},
        {"0", "323876", 4, true, "0 200000 400000"},
        {"-30", "54", 6, true, "-40 -20 0 20 40 60"},
        {"-3", "0", 4, true, "-3 -2 -1 0"},
        {"-1", "1", 2, true, "-1 0 1"},
        {"0", "1e40", 4, true, NULL},
        {"0", "1e-40", 4, false, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *a = arena_new();
        const struct decimal *min = decimal_parse(a, str_from(rows[i].min));
        const struct decimal *max = decimal_parse(a, str_from(rows[i].max));
        struct axis_ticks t = axis_ticks_choose(a, min, max, rows[i].most, rows[i].whole);
        assert_in_range(t.n, 2, rows[i].most < 3 ? 3 : rows[i].most);
        assert_true(decimal_compare(t.low, min) <= 0);
        assert_true(decimal_compare(t.high, max) >= 0);
        struct strbuf b;
        strbuf_init(&b, a);
        for (size_t k = 0; k < t.n; k++) {
            if (k)
                strbuf_add_char(&b, ' ');
            strbuf_add(&b, decimal_text(a, t.v[k]));
        }
        if (rows[i].ticks)
            assert_string_equal(strbuf_str(&b).p, rows[i].ticks);
        arena_free(a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_are_round_and_few_and_enclose_the_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
