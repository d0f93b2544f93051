#include "unit/source/reader.h"

struct place_case {
    const char *yaml, *needle, *expected;
};

static const struct place_case PLACES[] = {
    {"plain text {{ x }}", "{{", "1:12+2"},
    {"a plain\n  text  \n\n  {{ x }}", "{{", "4:3+2"},
    {"&a !!str x {{", "{{", "1:12+2"},
    {"'it''s {{ x }}'", "{{", "1:8+2"},
    {"'it''s'", "'", "1:4+2"},
    {"'one\n\n  \xC3\xA9{{'", "{{", "3:4+2"},
    {"\"caf\\u00e9 {{ x }}\"", "{{", "1:12+2"},
    {"\"caf\\u00e9\"", "\xC3\xA9", "1:5+6"},
    {"\"a\\tb\\\\c\\x41{{\"", "{{", "1:13+2"},
    {"\"\\N\\_\\L\\P{{\"", "{{", "1:10+2"},
    {"\"a \\\n   b {{\"", "{{", "2:6+2"},
    {"\"a  \n\n\n   b {{\"", "{{", "4:6+2"},
    {"|\n  one {{\n    two {{ y", "{{ y", "3:9+4"},
    {"|\n\n  one\n\n  \xC3\xA9 {{", "{{", "5:5+2"},
    {"|2\n    one\n  two {{", "{{", "3:7+2"},
    {"|\r\n  one\r\n  {{", "{{", "3:3+2"},
    {"|- # why\n  one\n  {{", "{{", "3:3+2"},
    {">\n  one\n  two {{ x", "{{", "3:7+2"},
    {">\n  one\n\n\n  two {{ x", "{{", "5:7+2"},
    {">\n  one\n\n    two\n    {{ x\n\n  {{ y", "{{ y", "7:3+4"},
    {">-\n\n  one\n    in\n  {{ x", "{{", "5:3+2"},
};

static void a_place_in_a_scalar_is_exact_in_every_style(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        struct reader r;
        char text[256];
        int n = snprintf(text, sizeof text, "%s\n", PLACES[i].yaml);
        reader_open(&r, text, (size_t)n);
        struct node *node = yaml_read(&r.session, &r.source);
        assert_non_null(node);
        size_t at = str_find(node->text, str_from(PLACES[i].needle));
        assert_true(at != SIZE_MAX);
        struct span s = node_span_at(node, at, strlen(PLACES[i].needle));
        assert_string_equal(place_text(&r, s), PLACES[i].expected);
        arena_free(r.arena);
    }
}

/* Every letter of a scalar's text, looked up in its file, is that letter. */
static void each_letter_of_a_text_is_found_where_it_stands(void **state) {
    (void)state;
    static const char *const texts[] = {
        "- plain text over\n  two lines and\n\n  three\n",
        "- 'single, with\n  two\n\n\n  breaks'\n",
        "- \"double, with \\\n  a joined  \n  line\"\n",
        "- |\n  one\n   two\n\n\n  three\n",
        "- |4\n      indented\n     by hand\n",
        "- >\n  one\n  two\n\n  three\n\n    four\n    five\n  six\n",
        "- >+\n\n  one\n\n  two\n\n\n",
        "- |+\n  \n \n  one\n\n\n",
        "key:\n    - >-\n       deep\n       text\n         more\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reader r;
        reader_open(&r, texts[i], strlen(texts[i]));
        struct node *list = yaml_read(&r.session, &r.source);
        assert_non_null(list);
        list = list->kind == NODE_MAP ? list->entries[0].value : list;
        const struct node *node = list->items[0];
        for (size_t k = 0; k < node->text.n; k++) {
            struct span s = node_span_at(node, k, 1);
            size_t at = source_offset(&r.source, s.line, s.column);
            if (node->text.p[k] != '\n' && node->text.p[k] != ' ') {
                assert_int_equal(r.source.bytes.p[at], node->text.p[k]);
            }
        }
        arena_free(r.arena);
    }
}

static void a_json_text_is_found_through_its_escapes(void **state) {
    (void)state;
    static const char text[] = "{\"k\": \"\\ud83d\\ude00\\/\\n{{ x\"}";
    struct reader r;
    reader_open(&r, text, sizeof text - 1);
    const struct node *node = node_get(json_read(&r.session, &r.source), "k");
    struct span s = node_span_at(node, str_find(node->text, STR("{{")), 2);
    assert_string_equal(place_text(&r, s), "1:24+2");
    arena_free(r.arena);
}

static void a_whole_file_counts_no_byte_order_mark(void **state) {
    (void)state;
    static const char text[] = "\xEF\xBB\xBFone\ntwo";
    struct reader r;
    reader_open(&r, text, sizeof text - 1);
    struct origin o = origin_of_source(&r.source);
    assert_str(o.text, "one\ntwo");
    assert_string_equal(place_text(&r, origin_span(&o, 0, 3)), "1:1+3");
    assert_string_equal(place_text(&r, origin_span(&o, 4, 3)), "2:1+3");
    arena_free(r.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_in_a_scalar_is_exact_in_every_style),
        cmocka_unit_test(each_letter_of_a_text_is_found_where_it_stands),
        cmocka_unit_test(a_json_text_is_found_through_its_escapes),
        cmocka_unit_test(a_whole_file_counts_no_byte_order_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
