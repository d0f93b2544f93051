#include "pdf/syntax.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void lengths_are_written_short_and_exact(void **state) {
    static const struct {
        length value;
        const char *text;
    } cases[] = {{0, "0"},        {1000, "1"},    {1, ".001"},        {-1, "-.001"},
                 {12500, "12.5"}, {-250, "-.25"}, {10010, "10.01"},   {595276, "595.276"},
                 {-1000, "-1"},   {100, ".1"},    {32767000, "32767"}};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf b;
        strbuf_init(&b, a);
        put_length(&b, cases[i].value);
        assert_string_equal(str_c(a, strbuf_str(&b)), cases[i].text);
    }
    arena_free(a);
}

static void texts_are_literal_in_ascii_and_utf16_elsewhere(void **state) {
    static const struct {
        const char *text, *written;
    } cases[] = {{"plain", "(plain)"},
                 {"", "()"},
                 {"a(b)\\c", "(a\\(b\\)\\\\c)"},
                 {"\xC3\xA9", "<FEFF00E9>"},
                 {"a\nb", "<FEFF0061000A0062>"},
                 {"\xF0\x9F\x98\x80", "<FEFFD83DDE00>"},
                 {"x\xFF", "<FEFF0078FFFD>"},
                 {")/JS(app.alert(1))>>", "(\\)/JS\\(app.alert\\(1\\)\\)>>)"}};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf b;
        strbuf_init(&b, a);
        put_text(&b, str_from(cases[i].text));
        assert_string_equal(str_c(a, strbuf_str(&b)), cases[i].written);
    }
    arena_free(a);
}

static void names_hide_every_delimiter(void **state) {
    struct arena *a = arena_new();
    struct strbuf b;

    (void)state;
    strbuf_init(&b, a);
    put_name(&b, STR("A B/C#(\xC3"));
    assert_string_equal(str_c(a, strbuf_str(&b)), "/A#20B#2FC#23#28#C3");
    arena_free(a);
}

static void a_carriage_return_in_bytes_is_escaped(void **state) {
    struct arena *a = arena_new();
    struct strbuf b;

    (void)state;
    strbuf_init(&b, a);
    put_literal(&b, STR("a\rb"));
    assert_string_equal(str_c(a, strbuf_str(&b)), "(a\\rb)");
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_written_short_and_exact),
        cmocka_unit_test(texts_are_literal_in_ascii_and_utf16_elsewhere),
        cmocka_unit_test(names_hide_every_delimiter),
        cmocka_unit_test(a_carriage_return_in_bytes_is_escaped)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
