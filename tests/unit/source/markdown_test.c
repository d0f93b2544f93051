#include "unit/source/reader.h"

/* A tree as a line: P(...), em(...), text in quotes, {n expression text}. */
static void print_node(struct strbuf *b, const struct prose *prose, const struct prose_node *node) {
    static const char *const names[] = {"P", "H",  "L",  "I", "Q",  "",
                                        "",  "em", "st", "a", "br", "note"};
    if (node->kind == PROSE_TEXT) {
        strbuf_add(b, node->text);
        return;
    }
    if (node->kind == PROSE_EXPRESSION) {
        strbuf_format(b, "{%zu%.*s}", node->index, STR_ARG(prose->expressions[node->index].text));
        return;
    }
    strbuf_add_c(b, names[node->kind]);
    if (node->kind == PROSE_HEADING) {
        strbuf_format(b, "%u", node->level);
    }
    if (node->kind == PROSE_LIST && node->ordered) {
        strbuf_format(b, "%u", node->start);
    }
    if (node->kind == PROSE_LINK) {
        strbuf_add_c(b, node->bare ? "*<" : "<");
        for (size_t i = 0; i < node->address.n; i++) {
            strbuf_add_c(b, node->address.v[i].expression ? "{" : "");
            strbuf_add(b, node->address.v[i].text);
            strbuf_add_c(b, node->address.v[i].expression ? "}" : "");
        }
        strbuf_add_char(b, '>');
    }
    strbuf_add_char(b, '(');
    strbuf_add(b, node->text);
    for (size_t i = 0; i < node->n; i++) {
        print_node(b, prose, node->children[i]);
    }
    strbuf_add_char(b, ')');
}

static const char *print(struct reader *r, const struct prose *prose) {
    struct strbuf b;
    strbuf_init(&b, r->arena);
    for (size_t i = 0; i < prose->n; i++) {
        print_node(&b, prose, prose->blocks[i]);
    }
    for (size_t i = 0; i < prose->note_count; i++) {
        strbuf_format(&b, " %.*s=", STR_ARG(prose->notes[i].name));
        for (size_t k = 0; k < prose->notes[i].n; k++) {
            print_node(&b, prose, prose->notes[i].content[k]);
        }
    }
    return str_c(r->arena, strbuf_str(&b));
}

struct markdown_case {
    const char *text, *tree, *said;
};

static const struct markdown_case BLOCKS[] = {
    {"One *two* **three**\nfour", "P(One em(two) st(three) four)", ""},
    {"# A\n\n### B {{ x }}", "H1(A)H3(B {0 x })", ""},
    {"- a\n- b\n", "L(I(P(a))I(P(b)))", ""},
    {"- a\n\n- b\n", "L(I(P(a))I(P(b)))", ""},
    {"3. a\n   - b\n", "L3(I(P(a)L(I(P(b)))))", ""},
    {"> a\n> b", "Q(P(a b))", ""},
    {"    four spaces", "P(four spaces)", ""},
    {"a  \nb\\\nc", "P(abr()bbr()c)", ""},
    {"**{{ a }}**{{ b }}_c_", "P(st({0 a }){1 b }_c_)", ""},
    {"*{{ '*' }}*", "P(em({0 '*' }))", ""},
    {"**\"{{ a }}\"** b", "P(st(\"{0 a }\") b)", ""},
    {"{{ a }} {{ '}}' }} {{ \"}}\" }}", "P({0 a } {1 '}}' } {2 \"}}\" })", ""},
    {"[a {{ x }}]({{ row.url }}/b?c={{ d }}&amp;e)", "P(a<{ row.url }/b?c={ d }&e>(a {0 x }))", ""},
    {"[a][r]\n\n[r]: http://x/{{ y }}", "P(a<http://x/{ y }>(a))", ""},
    {"see https://a.b/c?d=1&e=2.", "P(see a*<https://a.b/c?d=1&e=2>(https://a.b/c?d=1&e=2).)", ""},
    {"<https://a.b>", "P(a*<https://a.b>(https://a.b))", ""},
    {"me@a.org", "P(a*<mailto:me@a.org>(me@a.org))", ""},
    {"&pound;5 &#8211; &amp;",
     "P(\xC2\xA3"
     "5 \xE2\x80\x93 &)",
     ""},
    {"\\*a\\* \\[^n]", "P(*a* [^n])", ""},
    {"a[^n] b.\n\n[^n]: The *note* {{ x }}\n  goes on.\n[^m]: Other.\n\nEnd",
     "P(anote(n) b.)P(End) n=The em(note) {0 x } goes on. m=Other.", ""},
    {"[^n]: # 1\n", " n=# 1", ""},
    {"[^n]: a\n[^n]: b\n", " n=a", "note-repeated 2:1"},
    {"a `b` c", "P(a b c)", "markdown-code 1:3"},
    {"a\n\n```\nb\n```\nc", "P(a)P(c)", "markdown-code 3:1"},
    {"a ![b](c.png) d", "P(a  d)", "markdown-image 1:3"},
    {"a <b>", "P(a )", "markdown-html 1:3"},
    {"<div>\nx\n</div>", "", "markdown-html 1:1"},
    {"a < b", "P(a < b)", ""},
    {"a\n\n---\n\nb", "P(a)P(b)", "markdown-rule 3:1"},
    {"a | b\n--- | ---\n1 | 2", "", "markdown-table 1:3"},
    {"a &foo; b", "P(a &foo; b)", "markdown-entity 1:3"},
    {"[a](http://b \"t\")", "P(a<http://b>(a))", "link-title 1:1"},
    {"a {{ b", "P(a {{ b)", "expression-not-closed 1:3"},
    {"a {% if %}", "P(a {% if %})", "statement-in-text 1:3"},
    {"a \xFF", "P(a)", "not-utf-8 1:3"},
};

static const struct markdown_case LINES[] = {
    {"# 5", "# 5", ""},
    {"- none", "- none", ""},
    {"1. x\n2. y", "1. x 2. y", ""},
    {"  **\"q\"** a  \nb\\\n  c ", "st(\"q\") abr()bbr()c", ""},
    {"> 5 {{ x }}", "> 5 {0 x }", ""},
    {"https://a.b", "a*<https://a.b>(https://a.b)", ""},
    {"[a]: b", "[a]: b", ""},
    {"a[^n]", "anote(n)", ""},
    {"(a)", "(a)", ""},
    {"", "", ""},
    {" \n ", "", ""},
    {"[a](b)", "a<b>(a)", ""},
    {"a\n\nb", "a b", ""},
};

static void run(const struct markdown_case *cases, size_t n, enum markdown_mode mode) {
    for (size_t i = 0; i < n; i++) {
        struct reader r;
        reader_open(&r, cases[i].text, strlen(cases[i].text));
        struct origin origin = origin_of_source(&r.source);
        struct prose *prose = markdown_read(&r.session, &origin, mode);
        if (strcmp(reader_said(&r), cases[i].said) != 0 ||
            strcmp(print(&r, prose), cases[i].tree) != 0) {
            print_message("in: %s\n", cases[i].text);
        }
        assert_string_equal(print(&r, prose), cases[i].tree);
        assert_string_equal(reader_said(&r), cases[i].said);
        arena_free(r.arena);
    }
}

static void blocks_are_read_with_expressions_kept_out(void **state) {
    (void)state;
    run(BLOCKS, sizeof BLOCKS / sizeof *BLOCKS, MARKDOWN_BLOCKS);
}

static void a_line_of_text_is_never_taken_for_a_block(void **state) {
    (void)state;
    run(LINES, sizeof LINES / sizeof *LINES, MARKDOWN_INLINE);
}

static void an_expression_in_a_yaml_block_is_found_in_the_file(void **state) {
    (void)state;
    static const char text[] = "- |\n  One *{{ a }}*\n\n  - two [x]({{ b }}) {{ c }}\n";
    struct reader r;
    reader_open(&r, text, sizeof text - 1);
    struct origin origin = origin_of_node(yaml_read(&r.session, &r.source)->items[0]);
    struct prose *prose = markdown_read(&r.session, &origin, MARKDOWN_BLOCKS);
    assert_int_equal(prose->expression_count, 3);
    const struct piece *c = &prose->expressions[2];
    assert_string_equal(place_text(&r, origin_span(&origin, c->offset, c->text.n)), "4:24+3");
    const struct prose_node *item = prose->blocks[1]->children[0]->children[0];
    assert_int_equal(item->children[1]->kind, PROSE_LINK);
    assert_int_equal(item->children[1]->address_index, 1);
    assert_string_equal(place_text(&r, item->children[3]->span), "4:22+7");
    assert_string_equal(place_text(&r, item->children[0]->span), "4:5+4");
    arena_free(r.arena);
}

static void lists_know_whether_they_are_tight(void **state) {
    (void)state;
    static const char text[] = "- a\n- b\n\ntext\n\n1. c\n\n2. d\n";
    struct reader r;
    reader_open(&r, text, sizeof text - 1);
    struct origin origin = origin_of_source(&r.source);
    struct prose *prose = markdown_read(&r.session, &origin, MARKDOWN_BLOCKS);
    assert_int_equal(prose->n, 3);
    assert_true(prose->blocks[0]->tight);
    assert_false(prose->blocks[2]->tight);
    arena_free(r.arena);
}

static void depth_is_limited(void **state) {
    (void)state;
    char text[400];
    for (size_t i = 0; i < sizeof text; i += 2) {
        text[i] = '>';
        text[i + 1] = ' ';
    }
    text[sizeof text - 1] = 'x';
    struct reader r;
    reader_open(&r, text, sizeof text);
    struct origin origin = origin_of_source(&r.source);
    assert_non_null(markdown_read(&r.session, &origin, MARKDOWN_BLOCKS));
    assert_true(strncmp(reader_said(&r), "nested-too-deep", 15) == 0);
    arena_free(r.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_read_with_expressions_kept_out),
        cmocka_unit_test(a_line_of_text_is_never_taken_for_a_block),
        cmocka_unit_test(an_expression_in_a_yaml_block_is_found_in_the_file),
        cmocka_unit_test(lists_know_whether_they_are_tight),
        cmocka_unit_test(depth_is_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
