#include "fixture.h"

static const char *const FALLBACK[] = {"Noto Sans"};

static int setup(void **state) {
    *state = bench_new(FALLBACK, 1);
    return 0;
}

static int teardown(void **state) {
    bench_free(*state);
    return 0;
}

static void the_nearest_weight_is_taken_as_css_does(void **state) {
    static const struct {
        const char *key;
        unsigned weight;
        bool italic;
        const char *name;
    } cases[] = {
        {"text", 0, false, "OpenSans"},
        {"text", 400, true, "OpenSans-Italic"},
        {"text", 500, false, "OpenSans"},
        {"text", 600, false, "OpenSans-Semibold"},
        {"text", 700, true, "OpenSans-BoldItalic"},
        {"text", 900, false, "OpenSans-Extrabold"},
        {"text", 100, false, "OpenSans-Light"},
        {"text", 350, false, "OpenSans-Light"},
        {"text", 650, false, "OpenSans-Bold"},
        {"head", 0, false, "NotoSerif-Bold"},
        {"head", 300, false, "NotoSerif-Regular"},
        {"head", 600, false, "NotoSerif-Bold"},
    };
    struct bench *b = *state;
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct font *f =
            font_find(b->fonts, &b->s, str_from(cases[i].key), cases[i].weight, cases[i].italic);
        assert_string_equal(str_c(b->arena, font_postscript_name(f)), cases[i].name);
    }
    assert_int_equal(b->diags.errors, 0);
}

static void ids_count_from_zero_and_a_face_is_loaded_once(void **state) {
    struct bench *b = *state;
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    const struct font *x = font_find(b->fonts, &b->s, STR("text"), 400, false);
    const struct font *y = font_find(b->fonts, &b->s, STR("text"), 0, false);
    const struct font *z = font_find(b->fonts, &b->s, STR("text"), 700, false);
    assert_ptr_equal(x, y);
    assert_int_equal(font_id(x), 0);
    assert_int_equal(font_id(z), 1);
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    assert_ptr_equal(font_find(b->fonts, &b->s, STR("text"), 400, false), x);
}

static void metrics_are_those_of_the_file(void **state) {
    struct bench *b = *state;
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    const struct font *f = font_find(b->fonts, &b->s, STR("text"), 400, true);
    const struct font_metrics *m = font_metrics(f);
    assert_int_equal(m->units_per_em, 2048);
    assert_int_equal(m->ascent, 2189);
    assert_int_equal(m->descent, -600);
    assert_true(m->cap_height > 1400 && m->cap_height < 1500);
    assert_true(m->x_height > 1000 && m->x_height < 1200);
    assert_true(m->underline_position < 0 && m->underline_thickness > 0);
    assert_true(m->x_min < 0 && m->y_min < 0 && m->x_max > 2048 && m->y_max > 2048);
    assert_int_equal(m->italic_angle, -12);
    assert_true(font_is_italic(f));
    assert_int_equal(font_weight(f), 400);
}

static void a_missing_family_is_named_with_a_near_one(void **state) {
    struct bench *b = *state;
    b->entries[0].family = STR("Opne Sans");
    assert_false(font_set_use(b->fonts, &b->s, &b->sheet));
    assert_int_equal(b->diags.errors, 1);
    assert_string_equal(b->diags.all.v[0]->code, "font-missing");
    assert_string_equal(b->diags.all.v[0]->help.p, "did you mean `Open Sans`?");
    assert_non_null(font_find(b->fonts, &b->s, STR("text"), 400, false));
}

static void a_file_that_is_no_font_is_refused_and_another_face_stands_in(void **state) {
    struct bench *b = *state;
    b->files.root = STR("/project");
    theme_file.path = STR("/project/theme.yaml");
    files_fake(&b->files, STR("/project/brand.ttf"), STR("this is not a font"));
    b->entries[0].family = STR_EMPTY;
    b->entries[0].file = STR("brand.ttf");
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    const struct font *f = font_find(b->fonts, &b->s, STR("text"), 400, false);
    assert_string_equal(str_c(b->arena, font_postscript_name(f)), "NotoSerif-Regular");
    assert_int_equal(b->diags.errors, 1);
    assert_string_equal(b->diags.all.v[0]->code, "font-damaged");
}

static void a_projects_list_wins_over_the_programs(void **state) {
    struct bench *b = *state;
    b->files.root = STR("/project");
    files_fake(&b->files, STR("/project/fonts/families.yaml"),
               STR("Open Sans:\n  package: nowhere\n  400: Absent.ttf\n"));
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    assert_non_null(font_find(b->fonts, &b->s, STR("text"), 400, false));
    assert_int_equal(b->diags.errors, 1);
    assert_string_equal(b->diags.all.v[0]->help.p,
                        "install the package nowhere, then run `make fonts`");
}

static void a_faulty_list_says_what_is_wrong(void **state) {
    struct bench *b = *state;
    b->files.root = STR("/project");
    files_fake(&b->files, STR("/project/fonts/families.yaml"),
               STR("A: text\nB:\n  heavy: B.ttf\n  400: B.ttf\nC:\n  folder: c\n"));
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    assert_int_equal(b->diags.errors, 3);
}

static void a_subset_keeps_glyph_ids_and_is_small(void **state) {
    struct bench *b = *state;
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    const struct font *f = font_find(b->fonts, &b->s, STR("text"), 400, false);
    struct text_block *t = bench_layout(b, "Safe", 300 * PT, TEXT_START, "en");
    const struct glyph_run *run = t->lines[0].runs[0].run;
    uint32_t glyphs[4];
    for (size_t i = 0; i < 4; i++) {
        glyphs[i] = run->glyphs[i].id;
    }
    struct str cut = font_subset(&b->s, f, glyphs, 4);
    assert_true(cut.n > 500 && cut.n < 20000);
    struct str again = font_subset(&b->s, f, glyphs, 4);
    assert_true(str_equal(cut, again));
    /* It is a font again, and its glyphs have the same ids and widths. */
    b->files.root = STR("/project");
    theme_file.path = STR("/project/theme.yaml");
    files_fake(&b->files, STR("/project/cut.ttf"), cut);
    assert_int_equal(b->diags.errors, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_nearest_weight_is_taken_as_css_does),
        TEST(ids_count_from_zero_and_a_face_is_loaded_once),
        TEST(metrics_are_those_of_the_file),
        TEST(a_missing_family_is_named_with_a_near_one),
        TEST(a_file_that_is_no_font_is_refused_and_another_face_stands_in),
        TEST(a_projects_list_wins_over_the_programs),
        TEST(a_faulty_list_says_what_is_wrong),
        TEST(a_subset_keeps_glyph_ids_and_is_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
