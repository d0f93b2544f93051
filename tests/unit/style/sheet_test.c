/* Themes to sheets: inheritance, scaling, merging, and every mistake in one run. */
#include "style/style.h"

#include "source/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct session session;
    struct diag_list diags;
    struct files files;
    struct document document;
    struct style_sheet *sheet;
    const struct node *layers[2];
};

static struct node *theme(struct fixture *f, const char *text) {
    struct source *source = ARENA_NEW(f->session.arena, struct source);
    source->path = STR("theme.yaml");
    source->bytes = str_from(text);
    return yaml_read(&f->session, source);
}

static struct name use(const char *name) {
    return (struct name){str_from(name), SPAN_NONE};
}

static void start(struct fixture *f) {
    memset(f, 0, sizeof *f);
    f->session.arena = arena_new();
    f->session.diags = &f->diags;
    f->session.files = &f->files;
    diag_list_init(&f->diags, f->session.arena);
    files_init(&f->files, f->session.arena, &f->diags);
}

static void make(struct fixture *f, const char *text) {
    start(f);
    f->layers[0] = theme(f, text);
    f->document.themes.v = f->layers;
    f->document.themes.n = 1;
    f->sheet = style_sheet_make(&f->session, &f->document);
}

static void finish(struct fixture *f) {
    arena_free(f->session.arena);
}

static const char *code(const struct fixture *f, size_t i) {
    return i < f->diags.all.n ? f->diags.all.v[i]->code : "";
}

static void the_built_in_theme_is_without_fault_and_has_the_measures_of_a_good_page(void **state) {
    (void)state;
    struct fixture f;
    make(&f, "{}");
    assert_int_equal(f.diags.all.n, 0);
    assert_int_equal(style_get(f.sheet, "body")->font_size, 12 * PT);
    assert_int_equal(style_get(f.sheet, "body")->line_height, 17400);
    assert_int_equal(style_get(f.sheet, "h1")->font_size, 28 * PT);
    assert_int_equal(style_get(f.sheet, "h1")->break_before, BREAK_TO_PAGE);
    assert_int_equal(style_get(f.sheet, "h2")->margin[SIDE_TOP], LENGTH_MM(800));
    assert_int_equal(style_get(f.sheet, "table.head")->border[SIDE_BOTTOM].width, 1200);
    assert_int_equal(style_get(f.sheet, "callout")->border[SIDE_START].color.r, 0xF4);
    assert_int_equal(style_get(f.sheet, "callout")->background.b, 0xF7);
    assert_int_equal(f.sheet->page.width, LENGTH_MM(21000));
    assert_int_equal(f.sheet->page.margin[SIDE_START], LENGTH_MM(3000));
    assert_int_equal(f.sheet->series_count, 4);
    assert_true(f.sheet->series[0].has_print);
    assert_int_equal(f.sheet->series[0].print[3], 57);
    finish(&f);
}

static void a_theme_changes_the_properties_it_names_and_no_others(void **state) {
    (void)state;
    struct fixture f;
    make(&f, "styles:\n  h1: {color: '#ff0000'}\n  h2: {margin: 1mm 2mm}\n");
    assert_int_equal(f.diags.all.n, 0);
    assert_int_equal(style_get(f.sheet, "h1")->color.r, 255);
    assert_int_equal(style_get(f.sheet, "h1")->font_size, 28 * PT);
    assert_int_equal(style_get(f.sheet, "h2")->margin[SIDE_START], LENGTH_MM(200));
    assert_int_equal(style_get(f.sheet, "h2")->margin[SIDE_BOTTOM], LENGTH_MM(100));
    finish(&f);
}

static void a_new_style_takes_all_of_its_base_and_a_part_only_the_text_of_the_body(void **state) {
    (void)state;
    struct fixture f;
    make(&f, "styles:\n"
             "  body: {color: '#102030', background: tint}\n"
             "  intro: {font-size: 1.5em}\n"
             "  alarm: {based-on: callout, background: none}\n"
             "  alarm.title: {color: third}\n");
    assert_int_equal(f.diags.all.n, 0);
    assert_int_equal(style_get(f.sheet, "intro")->margin[SIDE_BOTTOM], LENGTH_MM(300));
    assert_int_equal(style_get(f.sheet, "intro")->font_size, 18 * PT);
    assert_int_equal(style_get(f.sheet, "intro")->line_height, 26100);
    assert_int_equal(style_get(f.sheet, "table.cell")->color.g, 0x20);
    assert_false(style_get(f.sheet, "table.cell")->background.set);
    assert_false(style_get(f.sheet, "alarm")->background.set);
    assert_int_equal(style_get(f.sheet, "alarm")->border[SIDE_START].width, LENGTH_MM(140));
    assert_int_equal(style_get(f.sheet, "alarm.title")->font_weight, 700);
    finish(&f);
}

static void the_built_in_sizes_follow_the_body_and_all_follow_the_edition(void **state) {
    (void)state;
    struct fixture f;
    make(&f, "styles: {body: {font-size: 15pt}, h2: {font-size: 20pt}}");
    assert_int_equal(style_get(f.sheet, "h1")->font_size, 35 * PT);
    assert_int_equal(style_get(f.sheet, "h2")->font_size, 20 * PT);
    finish(&f);
    start(&f);
    f.layers[0] = theme(&f, "styles: {h2: {font-size: 20pt}}");
    f.layers[1] = theme(&f, "font-size: 18pt");
    f.document.themes.v = f.layers;
    f.document.themes.n = 2;
    f.sheet = style_sheet_make(&f.session, &f.document);
    assert_int_equal(f.diags.all.n, 0);
    assert_int_equal(style_get(f.sheet, "body")->font_size, 18 * PT);
    assert_int_equal(style_get(f.sheet, "body")->line_height, 26100);
    assert_int_equal(style_get(f.sheet, "h1")->font_size, 42 * PT);
    assert_int_equal(style_get(f.sheet, "h2")->font_size, 30 * PT);
    assert_int_equal(f.sheet->page.width, LENGTH_MM(21000));
    finish(&f);
}

static void every_mistake_of_a_theme_is_told_in_one_run(void **state) {
    (void)state;
    static const struct {
        const char *text, *code, *help;
    } rows[] = {
        {"styles: {h1: {colour: brand}}", "unknown-property", "did you mean `color`?"},
        {"styles: {h1: {color: brnad}}", "unknown-colour", "did you mean `brand`?"},
        {"styles: {h1: {color: '#12345'}}", "bad-colour", "six hexadecimal"},
        {"styles:\n  h1:\n    color: #12436D\n", "unquoted-colour", "quotes"},
        {"colors:\n  brand: #12436D\n", "unquoted-colour", "quotes"},
        {"styles:\n  h1:\n    border: 1pt #12436D\n", "unquoted-colour", "quotes"},
        {"styles: {h1: {font-size: 12}}", "bad-length", "did you mean `12pt`?"},
        {"styles: {h1: {font-size: big}}", "bad-length", "a unit"},
        {"styles: {h1: {padding: -2mm}}", "bad-length", ""},
        {"styles: {h1: {margin: 2fr}}", "bad-length", "pt, mm or em"},
        {"styles: {h1: {font-weight: 650}}", "bad-value", "600 semibold"},
        {"styles: {h1: {text-align: centre}}", "bad-value", "did you mean `center`?"},
        {"styles: {h1: {orphans: none}}", "bad-value", ""},
        {"styles: {h1: {border: rule}}", "bad-value", "0.5pt rule"},
        {"styles: {h1: {font-family: hed}}", "unknown-font", "did you mean `head`?"},
        {"styles: {note2: {based-on: callot}}", "unknown-style", "did you mean `callout`?"},
        {"styles: {a: {based-on: b}, b: {based-on: a}}", "style-cycle", ""},
        {"styles: {table.heda: {color: brand}}", "unknown-style", "did you mean `table.head`?"},
        {"styles: {bdy: {color: brand}}", "unused-style", "did you mean `body`?"},
        {"styles: [h1]", "bad-value", ""},
        {"page: {size: A44}", "bad-value", "did you mean `A4`?"},
        {"page: {size: A4, margn: 2mm}", "unknown-key", "did you mean `margin`?"},
        {"page: {margin: {left: 150mm, right: 80mm}}", "page-too-small", ""},
        {"fonts: {text: {family: X, file: y.ttf}}", "bad-value", ""},
        {"fonts: {text: {weight: 400}}", "missing-key", ""},
        {"fonts: {text: {familly: X, family: Y}}", "unknown-key", "did you mean `family`?"},
        {"colors: {brand: {screen: '#12436D', print: cmyk(1 2 3)}}", "bad-colour", "cmyk("},
        {"colors: {a: b, b: a}", "colour-cycle", ""},
        {"words: {cy: {continud: parhad}}", "unknown-key", "did you mean `continued`?"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture f;
        make(&f, rows[i].text);
        if (strcmp(code(&f, 0), rows[i].code) != 0)
            print_message("in: %s\n", rows[i].text);
        assert_string_equal(code(&f, 0), rows[i].code);
        struct str help = f.diags.all.v[0]->help;
        if (str_find(help, str_from(rows[i].help)) == SIZE_MAX)
            print_message("in: %s\n", rows[i].text);
        assert_true(str_find(help, str_from(rows[i].help)) != SIZE_MAX);
        finish(&f);
    }
    struct fixture f;
    make(&f, "styles: {h1: {colour: brand, padding: 3}, h2: {color: blu, widows: 0}}");
    assert_int_equal(f.diags.errors, 4);
    finish(&f);
}

static void a_style_that_a_block_names_must_exist(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    struct name uses[] = {use("callout"), use("calout"), use("mine")};
    f.layers[0] = theme(&f, "styles: {mine: {color: brand}}");
    f.document.themes.v = f.layers;
    f.document.themes.n = 1;
    f.document.style_uses = uses;
    f.document.style_use_count = 3;
    f.sheet = style_sheet_make(&f.session, &f.document);
    assert_int_equal(f.diags.all.n, 1);
    assert_string_equal(code(&f, 0), "unknown-style");
    assert_true(str_is(f.diags.all.v[0]->help, "did you mean `callout`?"));
    finish(&f);
}

static void a_part_falls_back_along_the_bases_to_the_built_in_one(void **state) {
    (void)state;
    struct fixture f;
    make(&f, "styles:\n  warn: {based-on: callout}\n  plain: {color: grey}\n"
             "  loud: {based-on: warn}\n  warn.title: {color: accent}\n");
    assert_ptr_equal(style_part(f.sheet, STR("loud"), "box", "title"),
                     style_get(f.sheet, "warn.title"));
    assert_ptr_equal(style_part(f.sheet, STR("plain"), "box", "title"),
                     style_get(f.sheet, "box.title"));
    assert_ptr_equal(style_part(f.sheet, STR_EMPTY, "chart", "label"),
                     style_get(f.sheet, "chart.label"));
    finish(&f);
}

static void a_page_has_a_size_by_name_or_measure(void **state) {
    (void)state;
    static const struct {
        const char *text;
        length width, height;
    } rows[] = {{"page: {size: A5}", LENGTH_MM(14800), LENGTH_MM(21000)},
                {"page: {size: A4 landscape}", LENGTH_MM(29700), LENGTH_MM(21000)},
                {"page: {size: Letter}", 612 * PT, 792 * PT},
                {"page: {size: 210mm 297mm}", LENGTH_MM(21000), LENGTH_MM(29700)}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture f;
        make(&f, rows[i].text);
        assert_int_equal(f.diags.all.n, 0);
        assert_int_equal(f.sheet->page.width, rows[i].width);
        assert_int_equal(f.sheet->page.height, rows[i].height);
        finish(&f);
    }
}

static void a_theme_that_names_its_text_family_alone_has_its_headings_in_it_too(void **state) {
    (void)state;
    struct fixture f;
    make(&f, "fonts: {text: {family: Lora}}");
    for (size_t i = 0; i < f.sheet->font_count; i++) {
        if (!str_is(f.sheet->fonts[i].key, "head"))
            continue;
        assert_true(str_is(f.sheet->fonts[i].family, "Lora"));
        assert_int_equal(f.sheet->fonts[i].weight, 700);
    }
    finish(&f);
}

static void
text_within_a_coloured_box_takes_its_colour_unless_it_has_one_that_is_seen(void **state) {
    (void)state;
    struct fixture f;
    make(&f, "styles: {band: {color: white, background: brand}, "
             "pale: {color: third, background: tint}, mine: {based-on: lead, color: steel}, "
             "mine2: {based-on: mine}}\ncolors: {steel: '#2C5A82'}");
    const struct style *band = style_get(f.sheet, "band"), *cell = style_get(f.sheet, "table.cell");
    const struct style *pale = style_get(f.sheet, "pale"), *link = style_get(f.sheet, "link");
    const struct style *inner = style_within(f.sheet, cell, band);
    assert_int_equal(inner->color.r, 255);
    assert_ptr_equal(inner, style_within(f.sheet, cell, band));
    assert_ptr_equal(link, style_within(f.sheet, link, pale));
    assert_int_equal(style_within(f.sheet, link, band)->color.r, 255); /* it would not be seen */
    const struct style *own = style_get(f.sheet, "mine"), *based = style_get(f.sheet, "mine2");
    assert_ptr_equal(own, style_within(f.sheet, own, band)); /* an author's is told, not changed */
    assert_ptr_equal(based, style_within(f.sheet, based, band));
    finish(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_theme_is_without_fault_and_has_the_measures_of_a_good_page),
        cmocka_unit_test(a_theme_changes_the_properties_it_names_and_no_others),
        cmocka_unit_test(a_new_style_takes_all_of_its_base_and_a_part_only_the_text_of_the_body),
        cmocka_unit_test(the_built_in_sizes_follow_the_body_and_all_follow_the_edition),
        cmocka_unit_test(every_mistake_of_a_theme_is_told_in_one_run),
        cmocka_unit_test(a_style_that_a_block_names_must_exist),
        cmocka_unit_test(a_part_falls_back_along_the_bases_to_the_built_in_one),
        cmocka_unit_test(a_page_has_a_size_by_name_or_measure),
        cmocka_unit_test(a_theme_that_names_its_text_family_alone_has_its_headings_in_it_too),
        cmocka_unit_test(
            text_within_a_coloured_box_takes_its_colour_unless_it_has_one_that_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
