/* Two layouts that read one file hide the same of it. */
#include "unit/unit.h"

#include "disclosure/disclosure.h"

#include <string.h>

struct layout {
    struct disclosure_declaration d;
    struct disclosure_set set;
    struct disclosure_word counts[2], by;
    struct disclosure_same same;
    struct disclosure_at at;
    struct source_declaration sources[2];
    struct str files[2];
    struct source file;
};

struct fixture {
    struct session s;
    struct diag_list diags;
    struct layout x, y;
};

static struct disclosure_word word(const char *text) {
    return (struct disclosure_word){str_from(text), SPAN_NONE};
}

/* A layout that protects referrals.csv and calls report.yaml's total a copy. */
static void make(struct layout *l, const char *name, const char *path) {
    *l = (struct layout){0};
    l->file = (struct source){.path = str_from(path), .bytes = STR_EMPTY};
    struct span at = {&l->file, 3, 5, 1};
    l->counts[0] = word("child");
    l->counts[1] = word("adult");
    l->by = word("district");
    l->set = (struct disclosure_set){.name = word(name),
                                     .counts = l->counts,
                                     .count_count = 2,
                                     .by = &l->by,
                                     .by_count = 1,
                                     .column_totals = true,
                                     .span = at};
    l->same = (struct disclosure_same){word("report.child"), word("total child")};
    l->same.path.span = at;
    l->at = (struct disclosure_at){.set = word(name), .at = word("Rugby"), .count = word("child")};
    l->d = (struct disclosure_declaration){.profile = *disclosure_profile_find(STR("dfe")),
                                           .sets = &l->set,
                                           .set_count = 1,
                                           .same = &l->same,
                                           .same_count = 1,
                                           .published = &l->at,
                                           .overrides = &l->at,
                                           .span = at};
    l->sources[0] = (struct source_declaration){.name = str_from(name), .name_span = at};
    l->sources[1] = (struct source_declaration){.name = STR("report"), .name_span = at};
    l->files[0] = STR("/p/referrals.csv");
    l->files[1] = STR("/p/report.yaml");
}

static int setup(void **state) {
    struct arena *a = arena_new();
    struct fixture *f = ARENA_NEW(a, struct fixture);
    diag_list_init(&f->diags, a);
    f->s = (struct session){a, &f->diags, NULL};
    make(&f->x, "referrals", "a.yaml");
    make(&f->y, "cases", "b.yaml");
    *state = f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    arena_free(f->s.arena);
    return 0;
}

static bool agree(struct fixture *f) {
    struct disclosure_side x = {&f->x.d, f->x.sources, f->x.files, 2};
    struct disclosure_side y = {&f->y.d, f->y.sources, f->y.files, 2};
    return disclosure_agree(&f->s, &x, &y);
}

static void names_and_order_do_not_matter(void **state) {
    struct fixture *f = *state;
    f->y.counts[0] = word("adult");
    f->y.counts[1] = word("child");
    assert_true(agree(f));
    assert_int_equal(f->diags.all.n, 0);
}

static void each_difference_is_told_with_both_places(void **state) {
    struct fixture *f = *state;
    static const char *const told[] = {"by another profile",
                                       "with other `counts`",
                                       "with another `by`",
                                       "with other `totals`",
                                       "with other `groups`",
                                       "with other `published` figures",
                                       "with another `override`",
                                       "the other does not protect it",
                                       "this one does not protect it",
                                       "only one of them has it under `same:`"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        make(&f->x, "referrals", "a.yaml");
        make(&f->y, "cases", "b.yaml");
        diag_list_init(&f->diags, f->s.arena);
        switch (i) {
        case 0:
            f->y.d.profile.high = 9;
            break;
        case 1:
            f->y.set.count_count = 1;
            break;
        case 2:
            f->y.by = word("area");
            break;
        case 3:
            f->y.set.row_totals = true;
            break;
        case 4:
            f->y.set.groups = &f->y.by;
            f->y.set.group_count = 1;
            break;
        case 5:
            f->y.d.published_count = 1;
            break;
        case 6:
            f->x.d.override_count = 1;
            break;
        case 7:
            f->x.d.set_count = 0;
            break;
        case 8:
            f->y.d.set_count = 0;
            break;
        default:
            f->y.d.same_count = 0;
        }
        assert_false(agree(f));
        assert_int_equal(f->diags.all.n, 1);
        const struct diag *d = f->diags.all.v[0];
        if (str_find(d->message, str_from(told[i])) == SIZE_MAX)
            fail_msg("%.*s\n  should say %s", STR_ARG(d->message), told[i]);
        assert_string_equal(d->code, "disclosure-disagree");
        assert_ptr_equal(d->span.source, &f->y.file);
        assert_ptr_equal(d->notes.v[0].span.source, &f->x.file);
    }
}

static void other_files_are_no_matter(void **state) {
    struct fixture *f = *state;
    f->y.files[0] = STR("/p/years.csv");
    f->y.files[1] = STR_EMPTY;
    f->y.d.profile.high = 9;
    f->y.d.same_count = 0;
    assert_true(agree(f));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(names_and_order_do_not_matter),
        TEST(each_difference_is_told_with_both_places),
        TEST(other_files_are_no_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
