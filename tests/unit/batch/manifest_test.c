/* Lines of manifests and states: what is one, and what damage makes of it. */
#include "unit/unit.h"

#include "batch/line.h"
#include "batch/manifest.h"
#include "batch/state.h"

static int setup(void **state) {
    *state = arena_new();
    return 0;
}

static int teardown(void **state) {
    arena_free(*state);
    return 0;
}

static void a_line_of_json_is_a_map_or_nothing(void **state) {
    struct arena *a = *state;
    const struct node *map = line_read(a, STR("{\"n\":12,\"t\":\"x\",\"l\":[1],\"m\":-1}"));
    assert_non_null(map);
    assert_int_equal(line_number(map, "n"), 12);
    assert_true(str_is(line_text(map, "t"), "x"));
    assert_int_equal(line_number(map, "t"), 0);
    assert_int_equal(line_number(map, "m"), 0);
    assert_int_equal(line_text(map, "l").n, 0);
    assert_int_equal(line_text(map, "none").n, 0);
    assert_null(line_read(a, STR("[1]")));
    assert_null(line_read(a, STR("{\"n\":12")));
    assert_null(line_read(a, STR_EMPTY));
}

static void a_manifest_ends_with_its_end(void **state) {
    (void)state;
    static const char text[] = "{\"quire\":\"0.1.0\",\"manifest\":1,\"documents\":[\n"
                               "{\"file\":\"a.pdf\"},\n{\"file\":\"b.pdf\"}\n]}\n";
    struct str whole = str_from(text), document;
    size_t at = 0;
    assert_int_equal(manifest_next(whole, &at, &document), MANIFEST_DOCUMENT);
    assert_true(str_is(document, "{\"file\":\"a.pdf\"}"));
    assert_int_equal(manifest_next(whole, &at, &document), MANIFEST_DOCUMENT);
    assert_true(str_is(document, "{\"file\":\"b.pdf\"}"));
    assert_int_equal(manifest_next(whole, &at, &document), MANIFEST_END);
    /* Cut anywhere, and it does not. */
    for (size_t n = 0; n + 1 < whole.n; n++) {
        struct str cut = str_slice(whole, 0, n);
        enum manifest_line kind = MANIFEST_DOCUMENT;
        for (at = 0; kind == MANIFEST_DOCUMENT;) {
            kind = manifest_next(cut, &at, &document);
        }
        assert_int_equal(kind, MANIFEST_DAMAGED);
    }
}

static void a_line_of_the_state_keeps_its_own_sum(void **state) {
    struct arena *a = *state;
    struct str entry = STR("{\"file\":\"a.pdf\",\"pages\":2}");
    struct state_sums sums = {.entry = hash_of(entry)};
    struct state_line out;
    struct strbuf members, line;
    strbuf_init(&members, a);
    strbuf_init(&line, a);
    state_add_members(&members, &sums);
    state_add_line(&line, STR("a.pdf"), strbuf_str(&members), entry);
    struct str text = strbuf_str(&line);
    assert_true(state_parse(a, text, &out));
    assert_true(str_is(out.file, "a.pdf") && str_equal(out.entry, entry));
    /* A digit of the entry that became another is no line any more. */
    line.p[str_find(text, STR("\"pages\":2")) + 8] = '3';
    assert_false(state_parse(a, text, &out));
    /* Nor is one of a file elsewhere, or of the batch's own. */
    static const char *const outside[] = {"../a.pdf", "/etc/passwd", "a/../b.pdf",
                                          "",         ".quire/lock", "manifest.json"};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct strbuf other;
        strbuf_init(&other, a);
        state_add_line(&other, str_from(outside[i]), strbuf_str(&members), entry);
        assert_false(state_parse(a, strbuf_str(&other), &out));
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_line_of_json_is_a_map_or_nothing),
        TEST(a_manifest_ends_with_its_end),
        TEST(a_line_of_the_state_keeps_its_own_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
