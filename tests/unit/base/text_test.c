#include "unit/unit.h"

#include "base/length.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <string.h>

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

static void a_block_that_grows_keeps_its_bytes(void **state) {
    struct arena *a = *state;
    char *p = arena_alloc(a, 5);
    memcpy(p, "abcd", 5);
    arena_alloc(a, 100); /* no longer the newest: must move */
    char *q = arena_grow(a, p, 5, 100000);
    assert_string_equal(q, "abcd");
    assert_int_equal(q[99999], 0);
    char *r = arena_grow(a, q, 100000, 100500);
    assert_string_equal(r, "abcd");
}

static void memory_is_zeroed_and_aligned(void **state) {
    struct arena *a = *state;
    for (size_t size = 0; size < 300; size += 7) {
        unsigned char *p = arena_alloc(a, size);
        assert_int_equal((uintptr_t)p % 8, 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(p[i], 0);
        }
        memset(p, 0xFF, size);
    }
}

static void slices_are_clamped_trimmed_and_found(void **state) {
    struct arena *a = *state;
    struct str s = STR("  council  ");
    assert_str(str_copy(a, str_trim(s)), "council");
    assert_str(str_copy(a, str_slice(s, 2, 5)), "cou");
    assert_int_equal(str_slice(s, 9, 4).n, 0);
    assert_int_equal(str_find(s, STR("uncil")), 4);
    assert_true(str_find(s, STR("x")) == SIZE_MAX);
    assert_true(str_starts(STR("h1.title"), "h1"));
    assert_true(str_ends(STR("a.yaml"), ".yaml"));
    assert_false(str_ends(STR("l"), ".yaml"));
    assert_true(str_compare(STR("ab"), STR("abc")) < 0);
}

static void a_buffer_joins_what_it_is_given(void **state) {
    struct strbuf b;
    strbuf_init(&b, *state);
    strbuf_add_c(&b, "one");
    strbuf_format(&b, " %d ", 2);
    strbuf_add_code_point(&b, 0x20AC);
    assert_str(strbuf_str(&b), "one 2 \xE2\x82\xAC");
}

static void ill_formed_utf8_is_found_where_it_stands(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t at;
    } cases[] = {
        {"caf\xC3\xA9", SIZE_MAX},      {"caf\xE9", 3},          {"\xC0\x80", 0},
        {"a\xED\xA0\x80", 1},           {"\xF4\x90\x80\x80", 0}, {"\xE2\x82", 0},
        {"\xF0\x9F\x98\x80", SIZE_MAX}, {"", SIZE_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(utf8_find_bad(str_from(cases[i].bytes)) == cases[i].at);
    }
    size_t at = 0;
    assert_int_equal(utf8_next(STR("\xE2\x82\xAC"), &at), 0x20AC);
    assert_int_equal(at, 3);
    assert_int_equal(utf8_length(STR("\xD8\xA7\xD9\x84x")), 3);
}

static void every_code_point_survives_encoding(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c += 61) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        char bytes[4];
        struct str s = {bytes, utf8_encode(c, bytes)};
        size_t at = 0;
        assert_int_equal(utf8_next(s, &at), c);
        assert_int_equal(at, s.n);
    }
}

static void a_map_keeps_insertion_order_and_replaces(void **state) {
    struct arena *a = *state;
    struct map m;
    map_init(&m, a);
    assert_null(map_get(&m, STR("x")));
    static int values[2000];
    for (int i = 0; i < 2000; i++) {
        assert_true(map_set(&m, str_format(a, "key%d", i), &values[i]));
    }
    assert_false(map_set(&m, STR("key7"), &values[8]));
    assert_int_equal(m.n, 2000);
    assert_str(m.entries[1999].key, "key1999");
    assert_ptr_equal(map_get(&m, STR("key7")), &values[8]);
    assert_ptr_equal(map_get(&m, STR("key1234")), &values[1234]);
    assert_false(map_has(&m, STR("key2000")));
}

static void lengths_are_read_in_their_units(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        enum unit unit;
        int64_t value;
    } cases[] = {
        {"12pt", true, UNIT_ABSOLUTE, 12000},
        {"1in", true, UNIT_ABSOLUTE, 72000},
        {"25.4mm", true, UNIT_ABSOLUTE, 72000},
        {"2.54cm", true, UNIT_ABSOLUTE, 72000},
        {"0", true, UNIT_ABSOLUTE, 0},
        {"0mm", true, UNIT_ABSOLUTE, 0},
        {"1.5em", true, UNIT_EM, 1500},
        {"50%", true, UNIT_PERCENT, 50000},
        {"2fr", true, UNIT_FR, 2000},
        {"1.45", true, UNIT_NUMBER, 1450},
        {"auto", true, UNIT_AUTO, 0},
        {"-3mm", true, UNIT_ABSOLUTE, -8504},
        {"12", true, UNIT_NUMBER, 12000},
        {"12px", false, UNIT_AUTO, 0},
        {"mm", false, UNIT_AUTO, 0},
        {"", false, UNIT_AUTO, 0},
        {"1e3pt", false, UNIT_AUTO, 0},
        {"99999999pt", false, UNIT_AUTO, 0},
        {"3 mm", false, UNIT_AUTO, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dimension d = {UNIT_AUTO, 0};
        bool good = dimension_parse(str_from(cases[i].text), &d);
        if (good != cases[i].good) {
            fail_msg("`%s` is %s", cases[i].text, good ? "taken" : "refused");
        }
        if (good) {
            assert_int_equal(d.unit, cases[i].unit);
            assert_int_equal(d.value, cases[i].value);
        }
    }
    assert_int_equal(dimension_resolve((struct dimension){UNIT_EM, 1500}, 12000, 0), 18000);
    assert_int_equal(dimension_resolve((struct dimension){UNIT_PERCENT, 25000}, 0, 400000), 100000);
}

static void lengths_print_without_trailing_zeros(void **state) {
    static const struct {
        length value;
        const char *text;
    } cases[] = {{0, "0"},       {12000, "12"},   {12500, "12.5"}, {-1, "-0.001"},
                 {1010, "1.01"}, {-7200, "-7.2"}, {100, "0.1"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf b;
        strbuf_init(&b, *state);
        length_print(&b, cases[i].value);
        assert_str(strbuf_str(&b), cases[i].text);
    }
    assert_int_equal(length_scale(5, 1, 2), 3);
    assert_int_equal(length_scale(-5, 1, 2), -3);
    assert_int_equal(length_scale(LENGTH_MAX, LENGTH_MAX, LENGTH_MAX), LENGTH_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_block_that_grows_keeps_its_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(memory_is_zeroed_and_aligned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(slices_are_clamped_trimmed_and_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_buffer_joins_what_it_is_given, set_up, tear_down),
        cmocka_unit_test(ill_formed_utf8_is_found_where_it_stands),
        cmocka_unit_test(every_code_point_survives_encoding),
        cmocka_unit_test_setup_teardown(a_map_keeps_insertion_order_and_replaces, set_up,
                                        tear_down),
        cmocka_unit_test(lengths_are_read_in_their_units),
        cmocka_unit_test_setup_teardown(lengths_print_without_trailing_zeros, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
