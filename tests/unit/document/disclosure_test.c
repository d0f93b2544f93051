/* What `disclosure:` declares, as disclosure/ gets it. Mistakes have cases of their own. */
#include "document/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct diag_list diags;
    struct files files;
    struct session session;
};

static const struct disclosure_declaration *read_block(struct fixture *f, const char *block) {
    f->arena = arena_new();
    diag_list_init(&f->diags, f->arena);
    files_init(&f->files, f->arena, &f->diags);
    f->files.root = STR("/project");
    f->session = (struct session){f->arena, &f->diags, &f->files};
    struct str text = str_format(
        f->arena, "quire: 1\ntitle: A\nlang: en-GB\ndisclosure:\n%s\ncontent: [A]\n", block);
    files_fake(&f->files, STR("/project/a.yaml"), text);
    struct document_request request = {.layout_path = STR("/project/a.yaml")};
    const struct document *d = document_read(&f->session, &request);
    for (size_t i = 0; i < f->diags.all.n; i++)
        print_message("%.*s\n", STR_ARG(f->diags.all.v[i]->message));
    assert_int_equal(f->diags.errors, 0);
    assert_false(d->disclosure_faulty);
    return &d->disclosure;
}

static void assert_word(const struct disclosure_word *word, const char *text, unsigned line) {
    assert_true(str_is(word->text, text));
    assert_int_equal(word->span.line, line);
}

static void a_set_names_its_columns_and_totals(void **state) {
    (void)state;
    struct fixture f;
    const struct disclosure_declaration *d = read_block(
        &f, "  profile: dfe\n"
            "  sets:\n"
            "    one: {counts: [child, adult], by: district, totals: [column, row], groups: area}\n"
            "    two: {counts: n, by: [area, year], totals: grand}\n");
    assert_int_equal(d->set_count, 2);
    const struct disclosure_set *one = &d->sets[0], *two = &d->sets[1];
    assert_word(&one->name, "one", 7);
    assert_int_equal(one->count_count, 2);
    assert_word(&one->counts[1], "adult", 7);
    assert_int_equal(one->by_count, 1);
    assert_word(&one->by[0], "district", 7);
    assert_true(one->column_totals && one->row_totals && !one->grand_total);
    assert_int_equal(one->group_count, 1);
    assert_word(&one->groups[0], "area", 7);
    assert_int_equal(two->by_count, 2);
    assert_true(two->grand_total && !two->column_totals && !two->row_totals);
    assert_int_equal(two->group_count, 0);
    arena_free(f.arena);
}

static void a_profile_has_a_name_or_is_a_map(void **state) {
    (void)state;
    struct fixture f;
    static const char SETS[] = "\n  sets: {a: {counts: n, by: b}}\n";
    const struct disclosure_profile *p = &read_block(&f, "  sets: {a: {counts: n, by: b}}\n"
                                                         "  profile: sac")
                                              ->profile;
    assert_true(str_is(p->name, "sac"));
    assert_int_equal(p->low, 0);
    assert_int_equal(p->high, 4);
    assert_int_equal(p->round, 5);
    assert_int_equal(p->zeros, DISCLOSURE_ZEROS_HIDDEN);
    arena_free(f.arena);
    struct strbuf b;
    struct arena *a = arena_new();
    strbuf_init(&b, a);
    strbuf_format(&b,
                  "  profile: {hide: [1, 9], zeros: judged, round: 10, mark: \"[low]\", "
                  "protect: range}%s",
                  SETS);
    p = &read_block(&f, str_c(a, strbuf_str(&b)))->profile;
    assert_int_equal(p->name.n, 0);
    assert_int_equal(p->low, 1);
    assert_int_equal(p->high, 9);
    assert_int_equal(p->round, 10);
    assert_int_equal(p->zeros, DISCLOSURE_ZEROS_JUDGED);
    assert_int_equal(p->mark, MARK_LOW);
    assert_int_equal(p->goal, DISCLOSURE_RANGE);
    arena_free(f.arena);
    strbuf_init(&b, a);
    strbuf_format(&b, "  profile: {hide: [1, 5]}%s", SETS);
    p = &read_block(&f, str_c(a, strbuf_str(&b)))->profile;
    assert_int_equal(p->round, 1);
    assert_int_equal(p->zeros, DISCLOSURE_ZEROS_SHOWN);
    assert_int_equal(p->mark, MARK_CONFIDENTIAL);
    assert_int_equal(p->goal, DISCLOSURE_EXACT);
    arena_free(f.arena);
    arena_free(a);
}

static void copies_public_figures_and_overrides_keep_their_words(void **state) {
    (void)state;
    struct fixture f;
    const struct disclosure_declaration *d = read_block(
        &f, "  profile: dfe\n"
            "  sets: {a: {counts: n, by: b}}\n"
            "  same: {report.n: total n}\n"
            "  published:\n"
            "    - {set: a, at: all, source: last year}\n"
            "  override:\n"
            "    - {set: a, at: Rugby, count: n, reason: agreed, approved_by: A. Chair}\n");
    assert_int_equal(d->same_count, 1);
    assert_word(&d->same[0].path, "report.n", 7);
    assert_word(&d->same[0].figure, "total n", 7);
    assert_int_equal(d->published_count, 1);
    assert_word(&d->published[0].at, "all", 9);
    assert_word(&d->published[0].source, "last year", 9);
    assert_int_equal(d->published[0].count.text.n, 0);
    assert_int_equal(d->override_count, 1);
    assert_word(&d->overrides[0].count, "n", 11);
    assert_word(&d->overrides[0].approved_by, "A. Chair", 11);
    arena_free(f.arena);
}

static void an_empty_block_declares_nothing(void **state) {
    (void)state;
    struct fixture f;
    assert_int_equal(read_block(&f, "  {}")->set_count, 0);
    arena_free(f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_names_its_columns_and_totals),
        cmocka_unit_test(a_profile_has_a_name_or_is_a_map),
        cmocka_unit_test(copies_public_figures_and_overrides_keep_their_words),
        cmocka_unit_test(an_empty_block_declares_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
