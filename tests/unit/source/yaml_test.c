#include "unit/source/reader.h"

struct fault {
    const char *yaml, *said;
};

static const struct fault FAULTS[] = {
    {"a: 1\nb: [x, 'y', \"z\"]\n", ""},
    {"%YAML 1.2\n---\na: 1\n...\n", ""},
    {"", ""},
    {"a: 1\na: 2\n", "duplicate-key 2:1"},
    {"{a: 1, \"a\": 2}\n", "duplicate-key 1:8"},
    {"a: 1\n---\nb: 2\n", "two-documents 2:1"},
    {"a: !foo x\n", "unknown-tag 1:4"},
    {"a: !!int x\n", "tag-mismatch 1:10"},
    {"a: *nowhere\n", "unknown-alias 1:4"},
    {"a: &a [*a]\n", "unknown-alias 1:8"},
    {"<<: 3\n", "merge-not-map 1:5"},
    {"<<: [{a: 1}, 3]\n", "merge-not-map 1:5"},
    {"[a]: 1\n", "key-not-text 1:1"},
    {"a: {{ x }}\n", "expression-without-quotes 1:4"},
    {"- {{ x }} and more\n", "expression-without-quotes 1:3"},
    {"a:\n\tb: 1\n", "tab-indent 2:1"},
    {"a:\n\xC2\xA0\xC2\xA0"
     "b: 1\n",
     "no-break-space-indent 2:1"},
    {"a:\n  b: 1\n\xC2\xA0 c\n", "no-break-space-indent 3:1"},
    {"- *bold* text\n", "text-starts-badly 1:3"},
    {"- **bold** text\n", "text-starts-badly 1:3"},
    {"- & more\n", "text-starts-badly 1:3"},
    {"- @home\n", "text-starts-badly 1:3"},
    {"- `code`\n", "text-starts-badly 1:3"},
    {"- %5\n", "text-starts-badly 1:3"},
    {"a: > 5 people\n", "text-starts-badly 1:4"},
    {"- \"one\" and two\n", "text-starts-badly 1:9"},
    {"- 'it's'\n", "text-starts-badly 1:7"},
    {"- [Link](http://a.b) more\n", "text-starts-badly 1:9"},
    {"a: \"one\nb: 1\n", "quote-not-closed 1:4"},
    {"a: [1, 2\nb: 1\n", "bracket-not-closed 1:4"},
    {"a: {b: 1\nc: 2\n", "bracket-not-closed 1:4"},
    {"a: Contact: me\n", "colon-in-text 1:11"},
    {"a: 1\n  b: 2\n", "bad-indent 2:3"},
    {"a:\n  - 1\n b: 1\n", "bad-indent 3:2"},
    {"a: 1\nfoo\nb: 2\n", "key-without-colon 2:1"},
    {"a: - 1\n", "item-not-allowed 1:4"},
    {"a: \"\\q\"\n", "bad-escape 1:5"},
    {"a: [1,,2]\n", "value-missing 1:7"},
    {"%YAML 3.0\n---\na: 1\n", "yaml-version 1:1"},
    {"a: \x01\n", "control-character 1:4"},
    {"a: 1\nb: \xFF\n", "not-utf-8 2:4"},
    {"\xFF\xFE"
     "a",
     "not-utf-8 1:1"},
    {"a: .inf\n", "number-endless 1:4"},
    {"a: 1e10000\n", "number-too-large 1:4"},
    {"\xEF\xBB\xBF"
     "a: \"x\" y\n",
     "text-starts-badly 1:8"},
};

static void each_fault_is_told_once_with_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        struct reader r;
        reader_open(&r, FAULTS[i].yaml, strlen(FAULTS[i].yaml));
        yaml_read(&r.session, &r.source);
        if (strcmp(reader_said(&r), FAULTS[i].said) != 0) {
            print_message("in: %s\n", FAULTS[i].yaml);
        }
        assert_string_equal(reader_said(&r), FAULTS[i].said);
        arena_free(r.arena);
    }
}

struct scalar {
    const char *yaml;
    enum node_kind kind;
    const char *text;
};

static const struct scalar SCALARS[] = {
    {"~", NODE_NULL, "~"},
    {"null", NODE_NULL, "null"},
    {"nULL", NODE_TEXT, "nULL"},
    {"true", NODE_BOOLEAN, "true"},
    {"FALSE", NODE_BOOLEAN, "FALSE"},
    {"yes", NODE_TEXT, "yes"},
    {"on", NODE_TEXT, "on"},
    {"12", NODE_NUMBER, "12"},
    {"-1.50", NODE_NUMBER, "-1.50"},
    {"+3", NODE_NUMBER, "+3"},
    {".5", NODE_NUMBER, "0.5"},
    {"-5.", NODE_NUMBER, "-5"},
    {"1e3", NODE_NUMBER, "1e3"},
    {"5.e3", NODE_NUMBER, "5e3"},
    {"0", NODE_NUMBER, "0"},
    {"0.1", NODE_NUMBER, "0.1"},
    {"01926", NODE_TEXT, "01926"},
    {"-01", NODE_TEXT, "-01"},
    {"0x1F", NODE_NUMBER, "31"},
    {"0o17", NODE_NUMBER, "15"},
    {"0o18", NODE_TEXT, "0o18"},
    {"1_000", NODE_TEXT, "1_000"},
    {"1:30", NODE_TEXT, "1:30"},
    {"2023-09-30", NODE_TEXT, "2023-09-30"},
    {"'12'", NODE_TEXT, "12"},
    {"!!str 12", NODE_TEXT, "12"},
    {"!!int '12'", NODE_NUMBER, "12"},
    {"! 12", NODE_TEXT, "12"},
    {".", NODE_TEXT, "."},
    {"e5", NODE_TEXT, "e5"},
    {"1e", NODE_TEXT, "1e"},
};

static void scalars_follow_the_core_schema(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof SCALARS / sizeof *SCALARS; i++) {
        struct reader r;
        char text[64];
        int n = snprintf(text, sizeof text, "[%s]\n", SCALARS[i].yaml);
        reader_open(&r, text, (size_t)n);
        struct node *list = yaml_read(&r.session, &r.source);
        assert_non_null(list);
        assert_string_equal(reader_said(&r), "");
        assert_int_equal(list->items[0]->kind, SCALARS[i].kind);
        assert_str(list->items[0]->text, SCALARS[i].text);
        arena_free(r.arena);
    }
}

struct trap {
    const char *yaml;
    enum node_trap trap;
    const char *place;
};

static const struct trap TRAPS[] = {
    {"k: One # two\n", TRAP_COMMENT, "1:8+5"},
    {"k: One#two\n", TRAP_NONE, NULL},
    {"k: 'One' # two\n", TRAP_NONE, NULL},
    {"k: #12436D\n", TRAP_COLOUR, "1:4+7"},
    {"k: #fff # white\n", TRAP_COLOUR, "1:4+4"},
    {"k: # later\n", TRAP_NONE, NULL},
    {"k: #hash\n", TRAP_COMMENT, "1:4+5"},
    {"k: [c]\n", TRAP_MARK, "1:4+1"},
    {"k: [low]\n", TRAP_MARK, "1:4+1"},
    {"k: ['c']\n", TRAP_NONE, NULL},
    {"k: [c, x]\n", TRAP_NONE, NULL},
    {"k: Duties\n  1. one\n  2. two\n", TRAP_FOLDED, "2:3+6"},
    {"k: Duties\n  - one\n", TRAP_FOLDED, "2:3+5"},
    {"k: Duties\n  since 1. May\n", TRAP_NONE, NULL},
    {"k: >\n  Duties\n  1. one\n", TRAP_FOLDED, "3:3+6"},
    {"k: >\n  Duties\n\n  1. one\n", TRAP_NONE, NULL},
    {"k: |\n  Duties\n  1. one\n", TRAP_NONE, NULL},
    {"{k: Rugby, Nuneaton, m: 1}\n", TRAP_FLOW_COMMA, "1:12+8"},
    {"{k: Rugby, m: }\n", TRAP_NONE, NULL},
    {"{k: Rugby, m: 1}\n", TRAP_NONE, NULL},
};

static void what_yaml_swallows_is_kept_beside_the_value(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof TRAPS / sizeof *TRAPS; i++) {
        struct reader r;
        reader_open(&r, TRAPS[i].yaml, strlen(TRAPS[i].yaml));
        struct node *node = node_get(yaml_read(&r.session, &r.source), "k");
        assert_non_null(node);
        if (node->trap != TRAPS[i].trap) {
            print_message("in: %s\n", TRAPS[i].yaml);
        }
        assert_int_equal(node->trap, TRAPS[i].trap);
        if (TRAPS[i].place != NULL) {
            assert_string_equal(place_text(&r, node->trap_at), TRAPS[i].place);
        }
        arena_free(r.arena);
    }
}

static void a_map_keeps_its_own_keys_over_merged_ones(void **state) {
    (void)state;
    static const char text[] = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\n"
                               "m: {<<: [*a, *b], x: 9}\nq: {'<<': 1}\n";
    struct reader r;
    reader_open(&r, text, sizeof text - 1);
    struct node *root = yaml_read(&r.session, &r.source);
    const struct node *m = node_get(root, "m");
    assert_string_equal(reader_said(&r), "");
    assert_int_equal(m->n, 3);
    assert_str(node_get(m, "x")->text, "9");
    assert_str(node_get(m, "y")->text, "2");
    assert_str(node_get(m, "z")->text, "4");
    assert_int_equal(node_get(root, "q")->n, 1);
    arena_free(r.arena);
}

static const char *said_of(struct reader *r, struct strbuf *b) {
    struct str text = strbuf_str(b);
    reader_open(r, text.p, text.n);
    yaml_read(&r->session, &r->source);
    return reader_said(r);
}

static void limits_are_kept_and_named(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct reader r;
    struct strbuf deep, bomb, heads;
    strbuf_init(&deep, a);
    strbuf_init(&bomb, a);
    strbuf_init(&heads, a);
    for (int i = 0; i < 100000; i++) {
        strbuf_add_char(&deep, '[');
    }
    assert_string_equal(said_of(&r, &deep), "nested-too-deep 1:65");
    arena_free(r.arena);
    strbuf_add_c(&bomb, "- &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        strbuf_format(&bomb, "- &a%d [", i);
        for (int k = 0; k < 10; k++) {
            strbuf_format(&bomb, "*a%d, ", i - 1);
        }
        strbuf_add_c(&bomb, "]\n");
    }
    assert_true(strncmp(said_of(&r, &bomb), "too-many-nodes 6:", 17) == 0);
    assert_true(arena_used(r.arena) < 1024 * 1024);
    arena_free(r.arena);
    for (int i = 0; i < 17; i++) {
        strbuf_format(&heads, "%%TAG !t%d! tag:a.b,2000:\n", i);
    }
    strbuf_add_c(&heads, "---\na: 1\n");
    assert_string_equal(said_of(&r, &heads), "too-many-directives 17:1");
    arena_free(r.arena);
    arena_free(a);
}

static void aliases_to_long_texts_are_counted_in_bytes(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct reader r;
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_add_c(&b, "- &t ");
    for (int i = 0; i < 100000; i++) {
        strbuf_add_char(&b, 'x');
    }
    strbuf_add_char(&b, '\n');
    for (int i = 0; i < 1000; i++) {
        strbuf_add_c(&b, "- *t\n");
    }
    assert_true(strncmp(said_of(&r, &b), "too-much-text ", 14) == 0);
    arena_free(r.arena);
    arena_free(a);
}

static void every_key_knows_its_place_past_letters_of_many_bytes(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct reader r;
    struct strbuf b;
    strbuf_init(&b, a);
    for (int i = 0; i < 300; i++) {
        strbuf_format(&b, "\xC3\xA9%d: \xE2\x82\xAC x\n", i);
    }
    struct str text = strbuf_str(&b);
    reader_open(&r, text.p, text.n);
    const struct node *root = yaml_read(&r.session, &r.source);
    assert_int_equal(root->n, 300);
    for (uint32_t i = 0; i < 300; i++) {
        assert_int_equal(root->entries[i].key_span.line, i + 1);
        assert_int_equal(root->entries[i].key_span.column, 1);
        assert_int_equal(root->entries[i].value->span.line, i + 1);
        assert_int_equal(root->entries[i].value->span.length, 3);
    }
    arena_free(r.arena);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_is_told_once_with_its_place),
        cmocka_unit_test(scalars_follow_the_core_schema),
        cmocka_unit_test(what_yaml_swallows_is_kept_beside_the_value),
        cmocka_unit_test(a_map_keeps_its_own_keys_over_merged_ones),
        cmocka_unit_test(limits_are_kept_and_named),
        cmocka_unit_test(aliases_to_long_texts_are_counted_in_bytes),
        cmocka_unit_test(every_key_knows_its_place_past_letters_of_many_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
