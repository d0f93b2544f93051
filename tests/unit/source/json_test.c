#include "unit/source/reader.h"

struct json_case {
    const char *json, *said;
};

static const struct json_case CASES[] = {
    {"{}", ""},
    {" [ ] ", ""},
    {"0", ""},
    {"-0.0e+1", ""},
    {"null", ""},
    {"\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\"", ""},
    {"\"\\ud83d\\ude00\"", ""},
    {"\xEF\xBB\xBF[1]", ""},
    {"{\"a\": {\"a\": 1}, \"b\": [{\"a\": 2}]}", ""},
    {"", "json-unfinished 1:1"},
    {"[1", "json-unfinished 1:3"},
    {"{\"a\": 1, \"a\": 2}", "duplicate-key 1:10"},
    {"{\"a\": 1, \"\\u0061\": 2}", "duplicate-key 1:10"},
    {"[1] x", "json-trailing 1:5"},
    {"[1][2]", "json-trailing 1:4"},
    {"[1 2]", "not-json 1:4"},
    {"[1,]", "not-json 1:4"},
    {"{\"a\": 1,}", "not-json 1:9"},
    {"{\"a\" 1}", "not-json 1:6"},
    {"{a: 1}", "not-json 1:2"},
    {"{1: 1}", "not-json 1:2"},
    {"['a']", "not-json 1:2"},
    {"[01]", "not-json 1:3"},
    {"[NaN]", "not-json 1:2"},
    {"[+1]", "not-json 1:2"},
    {"// x\n1", "not-json 1:1"},
    {"[\"a\tb\"]", "control-character 1:4"},
    {"[\"\\q\"]", "bad-escape 1:3"},
    {"[\"\\ud800\"]", "bad-escape 1:3"},
    {"[\"\\ud800\\u0041\"]", "bad-escape 1:3"},
    {"[\"\\\\ud800\"]", ""},
    {"[\"\\udc00\"]", "bad-escape 1:3"},
    {"[1e9999]", ""},
    {"[1e10000]", "number-too-large 1:2"},
    {"[\"\xFF\"]", "not-utf-8 1:3"},
};

static void each_text_is_taken_or_refused_with_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct reader r;
        reader_open(&r, CASES[i].json, strlen(CASES[i].json));
        struct node *node = json_read(&r.session, &r.source);
        if (strcmp(reader_said(&r), CASES[i].said) != 0) {
            print_message("in: %s\n", CASES[i].json);
        }
        assert_string_equal(reader_said(&r), CASES[i].said);
        if (CASES[i].said[0] == '\0') {
            assert_non_null(node);
        }
        arena_free(r.arena);
    }
}

static void values_know_their_places_and_numbers_keep_their_text(void **state) {
    (void)state;
    static const char text[] =
        "{\"\xC3\xA9\": [true, 1.50,\n  {\"k\": \"x,]\\\"y\"}], \"n\": null}";
    struct reader r;
    reader_open(&r, text, sizeof text - 1);
    const struct node *root = json_read(&r.session, &r.source);
    const struct node *list = root->entries[0].value;
    assert_string_equal(place_text(&r, root->entries[0].key_span), "1:2+3");
    assert_string_equal(place_text(&r, list->span), "1:7+1");
    assert_int_equal(list->items[0]->kind, NODE_BOOLEAN);
    assert_true(list->items[0]->boolean);
    assert_str(list->items[1]->text, "1.50");
    assert_string_equal(place_text(&r, list->items[1]->span), "1:14+4");
    assert_str(node_get(list->items[2], "k")->text, "x,]\"y");
    assert_string_equal(place_text(&r, node_get(list->items[2], "k")->span), "2:9+8");
    assert_string_equal(place_text(&r, node_get(root, "n")->span), "2:26+4");
    arena_free(r.arena);
}

static void depth_is_limited(void **state) {
    (void)state;
    char text[200];
    memset(text, '[', sizeof text);
    struct reader r;
    reader_open(&r, text, sizeof text);
    assert_null(json_read(&r.session, &r.source));
    assert_string_equal(reader_said(&r), "nested-too-deep 1:65");
    arena_free(r.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_is_taken_or_refused_with_its_place),
        cmocka_unit_test(values_know_their_places_and_numbers_keep_their_text),
        cmocka_unit_test(depth_is_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
