#include "base/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct decimal *make(const char *text) {
    const struct decimal *d = decimal_parse(arena, str_from(text));
    if (!d)
        fail_msg("not a number: %s", text);
    return d;
}

static void expect(const struct decimal *d, const char *text) {
    assert_string_equal(d ? str_c(arena, decimal_text(arena, d)) : "NULL", text);
}

static void numbers_print_as_they_were_written(void **state) {
    static const char *const table[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"1.50", "1.50"},
        {"+7", "7"},
        {"-0.05", "-0.05"},
        {"1e3", "1000"},
        {"12e-3", "0.012"},
        {"0.10e1", "1.0"},
        {"007", "7"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"123456789012345678901234567890.5", "123456789012345678901234567890.5"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        expect(make(table[i][0]), table[i][1]);
}

static void texts_that_are_not_numbers_are_refused(void **state) {
    static const char *const table[] = {"",    "-",     "+",       ".5",      "5.", "1e",
                                        "1e+", "1.2.3", "1,000",   " 1",      "1 ", "0x10",
                                        "inf", "nan",   "1e10000", "1e-10000"};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_null(decimal_parse(arena, str_from(table[i])));
}

static void a_number_has_at_most_a_thousand_digits(void **state) {
    char digits[1002];
    (void)state;
    memset(digits, '9', sizeof digits);
    assert_non_null(decimal_parse(arena, (struct str){digits, 1000}));
    assert_null(decimal_parse(arena, (struct str){digits, 1001}));
    const struct decimal *most = decimal_parse(arena, (struct str){digits, 1000});
    assert_null(decimal_add(arena, most, decimal_from(arena, 1)));
    assert_null(decimal_multiply(arena, most, decimal_from(arena, 10)));
}

enum operation { ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR, MODULO };

static const struct decimal *run(enum operation op, const char *x, const char *y) {
    switch (op) {
    case ADD:
        return decimal_add(arena, make(x), make(y));
    case SUBTRACT:
        return decimal_subtract(arena, make(x), make(y));
    case MULTIPLY:
        return decimal_multiply(arena, make(x), make(y));
    case DIVIDE:
        return decimal_divide(arena, make(x), make(y));
    case FLOOR:
        return decimal_floor_divide(arena, make(x), make(y));
    case MODULO:
        return decimal_modulo(arena, make(x), make(y));
    }
    return NULL;
}

static void arithmetic_is_exact(void **state) {
    static const struct {
        enum operation op;
        const char *x, *y, *result;
    } table[] = {
        {ADD, "0.1", "0.2", "0.3"},
        {ADD, "9223372036854775807", "1", "9223372036854775808"},
        {ADD, "1e20", "0.01", "100000000000000000000.01"},
        {SUBTRACT, "1", "0.9", "0.1"},
        {SUBTRACT, "-9223372036854775808", "1", "-9223372036854775809"},
        {SUBTRACT, "9223372036854775808", "1", "9223372036854775807"},
        {MULTIPLY, "1.1", "1.1", "1.21"},
        {MULTIPLY, "12345678901234567890", "-10", "-123456789012345678900"},
        {DIVIDE, "1", "4", "0.25"},
        {DIVIDE, "10", "2", "5"},
        {DIVIDE, "100", "1", "100"},
        {DIVIDE, "1", "3", "0.3333333333333333333333333333333333"},
        {DIVIDE, "2", "3", "0.6666666666666666666666666666666667"},
        {DIVIDE, "-2", "3", "-0.6666666666666666666666666666666667"},
        {DIVIDE, "200", "3", "66.66666666666666666666666666666667"},
        {DIVIDE, "0", "7", "0"},
        {DIVIDE, "0.00", "7", "0"},
        {DIVIDE, "1", "0", "NULL"},
        {FLOOR, "7", "2", "3"},
        {FLOOR, "-7", "2", "-4"},
        {FLOOR, "7.5", "0.5", "15"},
        {FLOOR, "1", "0.0", "NULL"},
        {MODULO, "7", "3", "1"},
        {MODULO, "-7", "3", "2"},
        {MODULO, "7", "-3", "-2"},
        {MODULO, "5.5", "2", "1.5"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        expect(run(table[i].op, table[i].x, table[i].y), table[i].result);
}

static void halves_round_away_from_zero_or_to_even(void **state) {
    static const struct {
        const char *x;
        int places;
        const char *up, *even;
    } table[] = {
        {"2.675", 2, "2.68", "2.68"},   {"2.665", 2, "2.67", "2.66"}, {"-2.5", 0, "-3", "-2"},
        {"0.5", 0, "1", "0"},           {"2.4999", 0, "2", "2"},      {"1234", -2, "1200", "1200"},
        {"1250", -2, "1300", "1200"},   {"49", -2, "0", "0"},         {"2.5", 2, "2.50", "2.50"},
        {"9.999", 2, "10.00", "10.00"}, {"1", -1000, "0", "0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        expect(decimal_round(arena, make(table[i].x), table[i].places, DECIMAL_HALF_UP),
               table[i].up);
        expect(decimal_round(arena, make(table[i].x), table[i].places, DECIMAL_HALF_EVEN),
               table[i].even);
    }
}

static void numbers_compare_by_value(void **state) {
    static const struct {
        const char *x, *y;
        int order;
    } table[] = {{"1", "1.0", 0},
                 {"0.1", "0.01", 1},
                 {"-1", "1", -1},
                 {"-2", "-1.5", -1},
                 {"1e30", "1e29", 1},
                 {"0", "-0.0", 0},
                 {"12345678901234567890", "1", 1}};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(decimal_compare(make(table[i].x), make(table[i].y)), table[i].order);
}

static void whole_numbers_are_told_and_taken_out(void **state) {
    int64_t n = 0;
    (void)state;
    assert_true(decimal_to_int(make("1.00"), &n) && n == 1);
    assert_true(decimal_to_int(make("12e2"), &n) && n == 1200);
    assert_false(decimal_to_int(make("1.5"), &n));
    assert_false(decimal_to_int(make("9223372036854775808"), &n));
    assert_true(decimal_is_integer(make("-3.0")));
    assert_false(decimal_is_integer(make("0.1")));
    assert_int_equal(decimal_places(make("1.50")), 2);
    assert_int_equal(decimal_sign(make("-1e-30")), -1);
}

static void scaling_rounds_and_stops_at_the_bounds(void **state) {
    (void)state;
    assert_int_equal(decimal_scaled(make("1.2345"), 1000), 1235);
    assert_int_equal(decimal_scaled(make("-0.0005"), 1000), -1);
    assert_true(decimal_scaled(make("1e30"), 1000) == INT64_MAX);
    assert_true(decimal_scaled(make("-1e30"), 1000) == INT64_MIN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_print_as_they_were_written, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_that_are_not_numbers_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_has_at_most_a_thousand_digits, setup, teardown),
        cmocka_unit_test_setup_teardown(arithmetic_is_exact, setup, teardown),
        cmocka_unit_test_setup_teardown(halves_round_away_from_zero_or_to_even, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_compare_by_value, setup, teardown),
        cmocka_unit_test_setup_teardown(whole_numbers_are_told_and_taken_out, setup, teardown),
        cmocka_unit_test_setup_teardown(scaling_rounds_and_stops_at_the_bounds, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
