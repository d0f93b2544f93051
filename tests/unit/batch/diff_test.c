/* Two sets of documents compared, and each change in a sentence. */
#include "unit/unit.h"

#include "batch/diff.h"

#include <string.h>

enum { MOST = 8 };

struct fixture {
    struct arena *a;
    struct diff d;
    struct diff_document before, after;
    struct printed_figure old[MOST], new[MOST];
    struct printed_caption old_captions[MOST], new_captions[MOST];
};

static int setup(void **state) {
    struct arena *a = arena_new();
    struct fixture *f = ARENA_NEW(a, struct fixture);
    f->a = a;
    diff_init(&f->d, a);
    f->before = (struct diff_document){.file = STR("a.pdf"), .status = STR("written"), .pages = 2};
    f->after = f->before;
    f->before.printed = (struct printed_list){.figures = f->old, .captions = f->old_captions};
    f->after.printed = (struct printed_list){.figures = f->new, .captions = f->new_captions};
    *state = f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    arena_free(f->a);
    return 0;
}

static void print(struct diff_document *doc, const char *what, const char *shown, unsigned page) {
    doc->printed.figures[doc->printed.figure_count++] =
        (struct printed_figure){str_from(what), str_from(shown), STR_EMPTY, page};
}

static void caption(struct diff_document *doc, const char *in, const char *text) {
    doc->printed.captions[doc->printed.caption_count++] =
        (struct printed_caption){str_from(in), str_from(text), 1};
}

/* All sentences, a line each. */
static const char *compared(struct fixture *f) {
    struct diff_documents before = {0}, after = {0};
    vec_push(f->a, &before, f->before);
    vec_push(f->a, &after, f->after);
    diff_documents(&f->d, &before, &after);
    struct strbuf b;
    strbuf_init(&b, f->a);
    for (size_t i = 0; i < f->d.changes.n; i++) {
        struct str sentence = diff_sentence(f->a, &f->d.changes.v[i]);
        strbuf_format(&b, "%.*s\n", STR_ARG(sentence));
    }
    return strbuf_str(&b).p;
}

static void figures_are_known_by_name_and_order(void **state) {
    struct fixture *f = *state;
    print(&f->before, "r: Rugby, child", "2", 1);
    print(&f->before, "report.n", "5", 1);
    print(&f->before, "report.n", "5", 2);
    print(&f->after, "report.n", "5", 1);
    print(&f->after, "report.n", "6", 2);
    print(&f->after, "r: Rugby, child", "3", 2);
    assert_string_equal(compared(f),
                        "report.n: 5 is now 6 (1 more); printed in a.pdf on page 2\n"
                        "Rugby, child r: 2 is now 3 (1 more); printed in a.pdf on page 2\n");
}

static void a_figure_printed_more_often_is_no_change(void **state) {
    struct fixture *f = *state;
    print(&f->before, "report.n", "5", 1);
    print(&f->after, "report.n", "5", 1);
    print(&f->after, "report.n", "5", 2);
    assert_string_equal(compared(f), "");
}

static void a_hidden_figure_is_its_mark(void **state) {
    struct fixture *f = *state;
    print(&f->before, "r: A, n", "[c]", 1);
    print(&f->before, "r: B, n", "12", 1);
    print(&f->before, "r: C, n", "[c]", 1);
    print(&f->after, "r: A, n", "[c]", 1);
    print(&f->after, "r: B, n", "[c]", 1);
    print(&f->after, "r: C, n", "9", 1);
    assert_string_equal(compared(f), "B, n r: 12 is now [c]; printed in a.pdf on page 1\n"
                                     "C, n r: [c] is now 9; printed in a.pdf on page 1\n");
}

static void differences_keep_their_units(void **state) {
    static const struct {
        const char *before, *after, *said;
    } cases[] = {
        {"£1,200", "£900", "x: £1,200 is now £900 (£300 less)"},
        {"12%", "13%", "x: 12% is now 13% (1 percentage point more)"},
        {"12.5%", "10%", "x: 12.5% is now 10% (2.5 percentage points less)"},
        {"\xE2\x88\x92"
         "5",
         "3",
         "x: \xE2\x88\x92"
         "5 is now 3 (8 more)"},
        {"1,234,567", "1,234,570", "x: 1,234,567 is now 1,234,570 (3 more)"},
        {"five", "six", "x: five is now six"},
        {"12%", "12", "x: 12% is now 12"},
        {"5", "5.0", "x: 5 is now 5.0"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diff_change c = {.kind = DIFF_FIGURE,
                                .what = STR("x"),
                                .before = str_from(cases[i].before),
                                .after = str_from(cases[i].after)};
        assert_str(diff_sentence(f->a, &c), cases[i].said);
    }
}

static void many_places_are_counted(void **state) {
    struct fixture *f = *state;
    for (unsigned i = 1; i <= 6; i++) {
        print(&f->before, "n", "1", i);
        print(&f->after, "n", "2", i);
    }
    assert_string_equal(
        compared(f), "n: 1 is now 2 (1 more); printed in a.pdf on page 1, in a.pdf on page 2, in "
                     "a.pdf on page 3, and in 3 more places\n");
}

static void a_table_more_does_not_shift_the_captions(void **state) {
    struct fixture *f = *state;
    caption(&f->before, "Table 1", "First");
    caption(&f->before, "Table 2", "Last");
    caption(&f->after, "Table 1", "First");
    caption(&f->after, "Table 2", "Between");
    caption(&f->after, "Table 3", "Last");
    assert_string_equal(compared(f),
                        "Table 2 is new: 'Between'; printed in a.pdf on page 1, table 2\n");
}

static void pages_and_status_are_told(void **state) {
    struct fixture *f = *state;
    f->after.pages = 1;
    assert_string_equal(compared(f), "a.pdf has 1 page, not 2\n");
    diff_init(&f->d, f->a);
    f->after.status = STR("refused");
    f->after.why = STR("check-failed at x.csv:2:1");
    assert_string_equal(
        compared(f), "a.pdf is refused now (check-failed at x.csv:2:1); it was written before\n");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(figures_are_known_by_name_and_order),
        TEST(a_figure_printed_more_often_is_no_change),
        TEST(a_hidden_figure_is_its_mark),
        TEST(differences_keep_their_units),
        TEST(many_places_are_counted),
        TEST(a_table_more_does_not_shift_the_captions),
        TEST(pages_and_status_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
