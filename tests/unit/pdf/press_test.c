#include "unit/pdf/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/pdf/read_back.h"

static const struct color BLACK = {.set = true, .r = 0x1D, .g = 0x1D, .b = 0x1B};

/* The sample for a press, with all marks; nothing on its pages yet. */
static void open_press(struct sample *s) {
    sample_open(s, "fonts");
    s->in.press = (struct press){
        .on = true, .crop = true, .registration = true, .colorbar = true, .bleed = LENGTH_MM(300)};
    sample_profile(&s->session, &s->in.press);
}

static void open_filled(struct sample *s) {
    open_press(s);
    sample_fill(s);
}

static struct str written(struct sample *s) {
    struct str file = pdf_write(&s->session, &s->in);

    assert_int_equal(s->diags.errors, 0);
    assert_true(file.n > 0);
    return file;
}

/* How often a diagnostic stands. */
static size_t told(const struct sample *s, const char *code) {
    size_t n = 0;

    for (size_t i = 0; i < s->diags.all.n; i++)
        n += !strcmp(s->diags.all.v[i]->code, code);
    return n;
}

static struct frame_item *push_shape(struct sample *s, struct color fill, struct point at,
                                     struct point size) {
    return frame_push_rectangle(s->pages[0].frame, fill, at.x, at.y, size);
}

static void read_box(struct str all, const char *key, double box[4]) {
    size_t at = find_from(all, 0, key);
    char *p;

    assert_true(at != SIZE_MAX);
    p = strchr(all.p + at, '[') + 1;
    for (int i = 0; i < 4; i++)
        box[i] = strtod(p, &p);
}

static void expect_box(struct str all, const char *key, const double wanted[4]) {
    double box[4];

    read_box(all, key, box);
    for (int i = 0; i < 4; i++)
        if (box[i] < wanted[i] - 0.001 || box[i] > wanted[i] + 0.001)
            fail_msg("%s: %g stands at %d, not %g", key, box[i], i, wanted[i]);
}

static void every_page_has_trim_in_bleed_in_media(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    open_filled(&s);
    all = everything(s.arena, written(&s));
    assert_int_equal(count_of(all, "/TrimBox"), 2);
    assert_int_equal(count_of(all, "/BleedBox"), 2);
    expect_box(all, "/TrimBox", (const double[]){28.347, 28.347, 623.623, 870.237});
    expect_box(all, "/BleedBox", (const double[]){19.843, 19.843, 632.127, 878.741});
    expect_box(all, "/MediaBox", (const double[]){0, 0, 651.970, 898.584});
    sample_close(&s);
}

static void without_marks_the_media_ends_with_the_bleed(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    open_filled(&s);
    s.in.press.crop = s.in.press.registration = s.in.press.colorbar = false;
    all = everything(s.arena, written(&s));
    expect_box(all, "/MediaBox", (const double[]){0, 0, 612.284, 858.898});
    expect_box(all, "/BleedBox", (const double[]){0, 0, 612.284, 858.898});
    expect_box(all, "/TrimBox", (const double[]){8.504, 8.504, 603.780, 850.394});
    assert_false(holds(all, "/Type/Page>>BDC"));
    assert_false(holds(all, "/Separation"));
    sample_close(&s);
}

static void with_no_bleed_marks_keep_off_the_page(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    open_filled(&s);
    s.in.press.bleed = 0;
    all = everything(s.arena, written(&s));
    expect_box(all, "/BleedBox", (const double[]){28.347, 28.347, 623.623, 870.237});
    expect_box(all, "/TrimBox", (const double[]){28.347, 28.347, 623.623, 870.237});
    assert_true(holds(all, "19.843 28.347 m 5.67 28.347 l S\n"));
    sample_close(&s);
}

static void a_page_is_moved_to_the_trim_and_cut_at_the_bleed(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    open_press(&s);
    push_shape(&s, (struct color){.set = true, .b = 99}, (struct point){-9 * PT, -9 * PT},
               (struct point){613 * PT, 99 * PT});
    sample_text(&s, 0, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 50 * PT});
    all = everything(s.arena, written(&s));
    assert_true(holds(all, "q\n19.843 19.843 612.284 858.898 re W n\n1 0 0 1 28.347 28.347 cm\n"));
    assert_true(holds(all, "-9 751.89 613 99 re\nf\n"));
    sample_close(&s);
}

/* A figure's box is in the page's own coordinates, which no operator moves. */
static void the_box_of_a_figure_is_moved_with_it(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    open_filled(&s);
    all = everything(s.arena, written(&s));
    assert_true(holds(all, "/BBox[78.347 540.237 278.347 570.237]"));
    sample_close(&s);
}

/* Every line of the marks: its ends outside the bleed, and on the sheet. */
static void marks_stand_outside_the_bleed_on_all_plates(void **state) {
    struct sample s;
    struct str all, marks;
    double bleed[4], media[4];
    size_t at, lines = 0;

    (void)state;
    open_filled(&s);
    all = everything(s.arena, written(&s));
    read_box(all, "/BleedBox", bleed);
    read_box(all, "/MediaBox", media);
    at = find_from(all, 0, "/Artifact <</Type/Page>>BDC\n");
    assert_int_equal(count_of(all, "/Artifact <</Type/Page>>BDC\n"), 2);
    marks = str_slice(all, at, find_from(all, at, "EMC\n"));
    assert_true(holds(marks, "/All CS 1 SCN .25 w\n"));
    assert_true(holds(all, "[/Separation/All/DeviceCMYK<<"));
    for (at = find_from(marks, 0, " l S\n"); at != SIZE_MAX;
         at = find_from(marks, at + 1, " l S\n")) {
        size_t start = at;
        double p[4];
        char *rest;
        while (marks.p[start - 1] != '\n')
            start--;
        p[0] = strtod(marks.p + start, &rest);
        p[1] = strtod(rest, &rest);
        p[2] = strtod(rest + 2, &rest);
        p[3] = strtod(rest, NULL);
        for (int i = 0; i < 4; i += 2) {
            assert_true(p[i] <= bleed[0] + 0.001 || p[i] >= bleed[2] - 0.001 ||
                        p[i + 1] <= bleed[1] + 0.001 || p[i + 1] >= bleed[3] - 0.001);
            assert_true(p[i] > 0 && p[i] < media[2] && p[i + 1] > 0 && p[i + 1] < media[3]);
        }
        lines++;
    }
    assert_int_equal(lines, 8 + 8); /* of the corners, of the targets */
    assert_int_equal(count_of(marks, " re f\n"), 12);
    sample_close(&s);
}

static void the_colour_bar_fits_a_narrow_page(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    open_press(&s);
    s.pages[0].frame->width = LENGTH_MM(8500);
    sample_text(&s, 0, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 50 * PT});
    all = everything(s.arena, written(&s));
    /* From 6 mm inside the corner; the last of 12 patches ends 6 mm before the middle. */
    assert_true(holds(all, "1 0 0 0 k 45.355 "));
    assert_true(holds(all, ".5 .4 .4 0 k 124.599 1.418 7.204 14.173 re f\n"));
    sample_close(&s);
}

static void black_text_overprints_and_all_else_knocks_out(void **state) {
    struct sample s;
    struct str all;
    element_id p;
    size_t at;

    (void)state;
    open_press(&s);
    p = sample_element(&s, 1, ROLE_P);
    push_shape(&s, BLACK, (struct point){0, 0}, (struct point){9 * PT, 9 * PT});
    for (int i = 0; i < 3; i++)
        sample_text(&s, 0, p, "a", (struct point){0, 50 * PT});
    s.pages[0].frame->items[1].as.glyphs.color = BLACK;
    s.pages[0].frame->items[3].as.glyphs.color = BLACK;
    push_shape(&s, BLACK, (struct point){0, 0}, (struct point){9 * PT, 9 * PT});
    all = everything(s.arena, written(&s));
    at = find_from(all, 0, " cm\n");
    all = str_slice(all, at, all.n);
    assert_true(holds(all, "/On<</Type/ExtGState/OP true/op true/OPM 1>>"));
    assert_true(holds(all, "/Off<</Type/ExtGState/OP false/op false/OPM 1>>"));
    /* Black box, black text, blue text, black text, black box. */
    at = find_from(all, 0, " re\nf\n");
    assert_true(find_from(all, 0, "0 0 0 1 k\n") < at);
    assert_true(find_from(all, 0, "/On gs\n") > at);
    assert_int_equal(count_of(all, "/On gs\n"), 2);
    assert_int_equal(count_of(all, "/Off gs\n"), 2);
    assert_true(holds(all, ".9 .55 .09 .48 k\n/Off gs\n"));
    assert_true(holds(all, "0 0 0 1 k\n/On gs\n"));
    assert_true(find_from(all, find_from(all, 0, "/Off gs\n") + 1, "/Off gs\n") <
                find_from(all, at + 1, " re\nf\n"));
    sample_close(&s);
}

/* What is left of the text's state: a stroke and a clear shape set no fill colour before. */
static void a_stroke_and_a_clear_shape_knock_out_after_text(void **state) {
    for (int clear = 0; clear < 2; clear++) {
        struct sample s;
        struct frame_item *item;
        struct str all;
        (void)state;
        open_press(&s);
        sample_text(&s, 0, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 50 * PT});
        s.pages[0].frame->items[0].as.glyphs.color = BLACK;
        item = push_shape(&s, BLACK, (struct point){0, 0}, (struct point){9 * PT, 9 * PT});
        item->as.shape.fill.set = clear;
        item->as.shape.stroke = BLACK;
        item->as.shape.stroke_width = PT;
        item->as.shape.opacity = clear ? 50 : 0;
        all = everything(s.arena, written(&s));
        assert_true(holds(all, clear ? "BDC\n/Off gs\nq /G50 gs\n" : "/Off gs\n0 0 0 1 K\n"));
        sample_close(&s);
    }
}

static void no_colour_of_a_screen_is_left(void **state) {
    static const char *const absent[] = {" rg\n",     " RG\n", "/DeviceRGB", "/Annots", "/OBJR",
                                         "/Outlines", "/URI",  "/Dest[",     "pdfaid",  "pdfuaid"};
    struct sample s;
    struct str file, all;

    (void)state;
    open_filled(&s);
    file = written(&s);
    all = everything(s.arena, file);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (holds(all, absent[i]) || holds(file, absent[i]))
            fail_msg("found: %s", absent[i]);
    assert_true(holds(all, "/CS /DeviceCMYK"));
    assert_true(holds(file, "/ColorSpace[/ICCBased "));
    sample_close(&s);
}

static void the_file_says_that_it_is_for_a_press(void **state) {
    static const char *const wanted[] = {"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
                                         "<pdf:Trapped>False</pdf:Trapped>",
                                         "<xmp:CreateDate>2023-09-14T00:00:00Z</xmp:CreateDate>",
                                         "<xmpMM:DocumentID>uuid:",
                                         "<xmpMM:InstanceID>uuid:",
                                         "<xmpMM:VersionID>1<",
                                         "<xmpMM:RenditionClass>default<"};
    struct sample s;
    struct str file, all;

    (void)state;
    open_filled(&s);
    file = written(&s);
    all = everything(s.arena, file);
    assert_int_equal(strncmp(file.p, "%PDF-1.6\n", 9), 0);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!holds(file, wanted[i]))
            fail_msg("not found: %s", wanted[i]);
    assert_true(holds(all, "/Trapped/False"));
    assert_true(holds(all, "/CreationDate(D:20230914000000Z)"));
    assert_true(holds(all, "/S/GTS_PDFX/OutputConditionIdentifier(FOGRA39)"
                           "/RegistryName(http://www.color.org)/Info(FOGRA39L Coated)"));
    assert_true(holds(all, "acspAPPL"));   /* the profile itself */
    assert_true(holds(all, "/S/Table/P")); /* tagged all the same */
    sample_close(&s);
}

static void the_instance_changes_with_what_is_painted(void **state) {
    struct sample s, t, u;
    struct str x, y, z;
    size_t at, id;

    (void)state;
    open_filled(&s);
    open_filled(&t);
    open_filled(&u);
    sample_text(&u, 1, sample_element(&u, 1, ROLE_P), "more", (struct point){0, 0});
    assert_true(press_check(&t.session, &t.in.press)); /* compressed before or after: no matter */
    x = written(&s);
    y = written(&t);
    z = written(&u);
    press_release(&t.in.press);
    assert_true(str_equal(x, y));
    at = find_from(x, 0, "<xmpMM:DocumentID>");
    id = find_from(x, 0, "<xmpMM:InstanceID>");
    assert_true(holds(z, str_c(s.arena, str_slice(x, at, at + 50))));
    assert_false(holds(z, str_c(s.arena, str_slice(x, id, id + 50))));
    sample_close(&s);
    sample_close(&t);
    sample_close(&u);
}

static void the_instance_changes_with_a_picture(void **state) {
    struct image pictures[2];
    struct str id[2];
    struct sample s[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct frame_item item = {.kind = ITEM_IMAGE};
        struct str file;
        size_t at;
        pictures[i] = (struct image){.kind = IMAGE_SAMPLES,
                                     .space = IMAGE_GREY,
                                     .width = 1,
                                     .height = 1,
                                     .data = {i ? "\x7F" : "\x80", 1}};
        open_press(&s[i]);
        sample_text(&s[i], 0, sample_element(&s[i], 1, ROLE_P), "a", (struct point){0, 50 * PT});
        item.as.image.image = &pictures[i];
        item.as.image.width = item.as.image.height = PT / 10;
        frame_push(s[i].pages[0].frame, &item);
        file = written(&s[i]);
        at = find_from(file, 0, "<xmpMM:InstanceID>");
        id[i] = str_slice(file, at, at + 60);
    }
    assert_false(str_equal(id[0], id[1]));
    sample_close(&s[0]);
    sample_close(&s[1]);
}

static void a_press_file_without_a_date_is_refused(void **state) {
    struct sample s;

    (void)state;
    open_filled(&s);
    s.document.has_date = false;
    assert_int_equal(pdf_write(&s.session, &s.in).n, 0);
    assert_int_equal(told(&s, "date-missing"), 1);
    sample_close(&s);
}

static void a_picture_in_four_inks_is_for_the_press_only(void **state) {
    static struct image jpeg = {.id = 7,
                                .kind = IMAGE_JPEG,
                                .space = IMAGE_CMYK,
                                .width = 600,
                                .height = 600,
                                .inverted = true,
                                .data = {"\xFF\xD8 not looked at", 15}};
    for (int press = 0; press < 2; press++) {
        struct frame_item item = {.kind = ITEM_IMAGE};
        struct sample s;
        struct str file;
        (void)state;
        open_press(&s);
        s.in.press.on = press;
        sample_text(&s, 0, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 50 * PT});
        item.as.image.image = &jpeg;
        item.as.image.width = item.as.image.height = 144 * PT;
        frame_push(s.pages[0].frame, &item);
        file = pdf_write(&s.session, &s.in);
        assert_int_equal(told(&s, "image-cmyk"), !press);
        assert_int_equal(s.diags.all.n, !press);
        assert_true(!press || holds(file, "/ColorSpace/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]"));
        sample_close(&s);
    }
}

static void a_coarse_picture_is_warned_of(void **state) {
    struct sample s;

    (void)state;
    open_filled(&s);
    written(&s);
    assert_int_equal(told(&s, "image-resolution"), 1); /* 2 pixels on 30 pt */
    assert_true(holds(s.diags.all.v[0]->message, "5 dots"));
    sample_close(&s);
}

static void a_line_too_thin_is_warned_of(void **state) {
    static const struct {
        length width, stroke;
        bool bar;
        size_t warnings;
    } cases[] = {{249, 0, false, 1},
                 {250, 0, false, 0},
                 {249, 0, true, 0},
                 {9 * PT, 249, false, 1},
                 {9 * PT, 250, false, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sample s;
        struct frame_item *item;
        open_press(&s);
        sample_text(&s, 0, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 50 * PT});
        item = push_shape(&s, BLACK, (struct point){0, 0}, (struct point){9 * PT, cases[i].width});
        item->as.shape.bar = cases[i].bar;
        item->as.shape.stroke_width = cases[i].stroke;
        item->as.shape.stroke.set = cases[i].stroke > 0;
        written(&s);
        assert_int_equal(told(&s, "hairline"), cases[i].warnings);
        sample_close(&s);
    }
}

static void what_has_no_place_is_told_at_the_edition(void **state) {
    struct source file = {.path = STR("layout.yaml"), .bytes = STR("a\nb\nc\n")};
    struct color heavy = {.set = true, .has_print = true, .print = {90, 90, 90, 90}};
    struct sample s;

    (void)state;
    open_press(&s);
    s.in.press.span = (struct span){&file, 3, 1, 1};
    sample_text(&s, 0, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 50 * PT});
    push_shape(&s, heavy, (struct point){0, 0}, (struct point){9 * PT, 9 * PT});
    push_shape(&s, heavy, (struct point){0, 0}, (struct point){9 * PT, 9 * PT});
    assert_int_equal(pdf_write(&s.session, &s.in).n, 0);
    assert_int_equal(s.diags.errors, 1);
    assert_int_equal(s.diags.all.v[0]->span.line, 3);
    sample_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_has_trim_in_bleed_in_media),
        cmocka_unit_test(without_marks_the_media_ends_with_the_bleed),
        cmocka_unit_test(with_no_bleed_marks_keep_off_the_page),
        cmocka_unit_test(a_page_is_moved_to_the_trim_and_cut_at_the_bleed),
        cmocka_unit_test(the_box_of_a_figure_is_moved_with_it),
        cmocka_unit_test(marks_stand_outside_the_bleed_on_all_plates),
        cmocka_unit_test(the_colour_bar_fits_a_narrow_page),
        cmocka_unit_test(black_text_overprints_and_all_else_knocks_out),
        cmocka_unit_test(a_stroke_and_a_clear_shape_knock_out_after_text),
        cmocka_unit_test(no_colour_of_a_screen_is_left),
        cmocka_unit_test(the_file_says_that_it_is_for_a_press),
        cmocka_unit_test(the_instance_changes_with_what_is_painted),
        cmocka_unit_test(the_instance_changes_with_a_picture),
        cmocka_unit_test(a_press_file_without_a_date_is_refused),
        cmocka_unit_test(a_picture_in_four_inks_is_for_the_press_only),
        cmocka_unit_test(a_coarse_picture_is_warned_of),
        cmocka_unit_test(a_line_too_thin_is_warned_of),
        cmocka_unit_test(what_has_no_place_is_told_at_the_edition)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
