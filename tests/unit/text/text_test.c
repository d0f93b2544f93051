#include "fixture.h"

static const char *const FALLBACK[] = {"Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew",
                                       "Noto Sans Gurmukhi", "Noto Sans Devanagari"};
enum { FALLBACKS = sizeof FALLBACK / sizeof FALLBACK[0] };

static int setup(void **state) {
    struct bench *b = bench_new(FALLBACK, FALLBACKS);
    *state = b;
    return font_set_use(b->fonts, &b->s, &b->sheet) ? 0 : -1;
}

static int teardown(void **state) {
    bench_free(*state);
    return 0;
}

static void plain_text_breaks_at_spaces_and_fits(void **state) {
    struct bench *b = *state;
    struct text_block *t = bench_layout(
        b, "The quick brown fox jumps over the lazy dog and runs on.", 120 * PT, TEXT_START, "en");
    bench_check(t, 120 * PT);
    assert_true(t->n >= 3);
    assert_false(t->poisoned || t->overflow || t->rtl);
    assert_true(t->lines[t->n - 1].hard);
    assert_false(t->lines[0].hard);
    assert_int_equal(b->diags.errors, 0);
}

static void breaks_follow_the_typesetters_rules(void **state) {
    static const struct {
        const char *text;
        length width;
        const char *lines;
    } cases[] = {
        {"", 100 * PT, ""},
        {"one\ntwo", 100 * PT, "one|two"},
        {"one\n\ntwo", 100 * PT, "one||two"},
        {"one\xe2\x80\xa8two", 100 * PT, "one|two"},
        {"one\r\ntwo\n", 100 * PT, "one|two"},
        {"aaaa n/a", 33 * PT, "aaaa |n/a"},
        {"aaaaa 2022\xe2\x80\x93"
         "23",
         60 * PT,
         "aaaaa |2022\xe2\x80\x93"
         "23"},
        {"aaaaa e-mail", 40 * PT, "aaaaa |e-mail"},
        {"health/education", 70 * PT, "health/|education"},
        {"see https://a.org/long/way", 112 * PT, "see https://a.org/|long/way"},
        {"10\xc2\xa0km of road", 40 * PT, "10\xc2\xa0km |of |road"},
        {"co\xc2\xadoperation", 200 * PT, "co\xc2\xadoperation"},
        {"co\xc2\xadoperation", 65 * PT, "co\xc2\xad|operation"},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_block *t = bench_layout(b, cases[i].text, cases[i].width, TEXT_START, "en");
        assert_string_equal(bench_lines(b, t), cases[i].lines);
        bench_check(t, cases[i].width);
    }
}

static void a_soft_hyphen_shows_only_at_a_lines_end(void **state) {
    struct bench *b = *state;
    struct text_block *whole = bench_layout(b, "co\xc2\xadop", 200 * PT, TEXT_START, "en");
    struct text_block *plain = bench_layout(b, "coop", 200 * PT, TEXT_START, "en");
    struct text_block *broken = bench_layout(b, "co\xc2\xadoperation", 65 * PT, TEXT_START, "en");
    assert_int_equal(whole->width, plain->width);
    const struct glyph_run *run = broken->lines[0].runs[0].run;
    assert_true(run->glyphs[2].advance > 0);
    assert_int_equal(run->glyphs[2].cluster, 2);
}

static void trailing_spaces_stay_in_the_text_but_take_no_room(void **state) {
    struct bench *b = *state;
    struct text_block *t = bench_layout(b, "word   ", 200 * PT, TEXT_END, "en");
    struct text_block *bare = bench_layout(b, "word", 200 * PT, TEXT_END, "en");
    assert_string_equal(bench_lines(b, t), "word   ");
    assert_int_equal(t->width, bare->width);
    assert_int_equal(t->lines[0].runs[0].x + t->width, 200 * PT);
}

static void a_word_longer_than_the_line_breaks_anywhere_and_says_so(void **state) {
    struct bench *b = *state;
    struct text_block *t =
        bench_layout(b, "a Donaudampfschifffahrtsgesellschaft z", 60 * PT, TEXT_START, "de");
    bench_check(t, 60 * PT);
    assert_true(t->overflow);
    assert_int_equal(t->overflow_at.line, 7);
    assert_true(t->n >= 4);
}

static void a_huge_word_takes_linear_time(void **state) {
    struct bench *b = *state;
    enum { N = 300000 };
    char *text = ARENA_ARRAY(b->arena, char, N + 1);
    memset(text, 'x', N);
    struct text_block *t = bench_layout(b, text, 400 * PT, TEXT_JUSTIFY, "en");
    bench_check(t, 400 * PT);
    assert_true(t->overflow);
}

static void justified_lines_end_at_the_margin_exactly(void **state) {
    struct bench *b = *state;
    const length width = 200 * PT;
    struct text_block *t = bench_layout(
        b,
        "Partners worked together to keep children safe, and the reviews of the year show what "
        "was learned and what remains to be done by each of the agencies in the district.",
        width, TEXT_JUSTIFY, "en");
    assert_true(t->n > 3);
    bench_check(t, width);
    for (size_t i = 0; i + 1 < t->n; i++) {
        assert_int_equal(t->lines[i].width, width);
    }
    assert_true(t->lines[t->n - 1].width < width);
}

static void a_paragraph_does_not_end_in_one_short_word(void **state) {
    struct bench *b = *state;
    const char *text = "aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj kkkk llll mmmm nnnn oo";
    for (length width = 120 * PT; width < 200 * PT; width += 3 * PT) {
        struct text_block *t = bench_layout(b, text, width, TEXT_START, "en");
        bench_check(t, width);
        const char *lines = bench_lines(b, t);
        assert_string_not_equal(strrchr(lines, '|'), "|oo");
    }
}

static void right_to_left_text_starts_at_the_right(void **state) {
    struct bench *b = *state;
    const char *text = "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d abc 12";
    struct text_block *t = bench_layout(b, text, 300 * PT, TEXT_START, "he");
    bench_check(t, 300 * PT);
    assert_true(t->rtl);
    const struct text_line *line = &t->lines[0];
    assert_int_equal(line->runs[0].segment, 0);
    assert_true(line->runs[0].run->rtl);
    assert_int_equal(line->runs[0].x + line->runs[0].run->width, 300 * PT);
    /* Logical order goes on; on the page the Latin run is left of the Hebrew one. */
    assert_true(line->runs[line->n - 1].x < line->runs[0].x);
    assert_string_equal(bench_lines(b, t), text);
}

static void spaces_at_a_lines_end_take_the_paragraphs_direction(void **state) {
    struct bench *b = *state;
    struct text_block *t =
        bench_layout(b, "ab \xd7\xa9\xd7\x9c   \xd7\xa9\xd7\x9c", 50 * PT, TEXT_START, "en");
    bench_check(t, 50 * PT);
    assert_int_equal(t->n, 2);
    assert_false(t->lines[0].runs[t->lines[0].n - 1].run->rtl);
}

static void urdu_is_joined_and_every_byte_has_its_glyph(void **state) {
    struct bench *b = *state;
    const char *text = "\xd8\xa8\xda\x86\xd9\x88\xda\xba \xda\xa9\xdb\x8c \xd8\xad\xd9\x81\xd8\xa7"
                       "\xd8\xb8\xd8\xaa\xd8\x8c 2023";
    struct text_block *t = bench_layout(b, text, 60 * PT, TEXT_START, "ur");
    bench_check(t, 60 * PT);
    assert_true(t->rtl);
    assert_false(t->poisoned);
    assert_int_equal(b->diags.errors, 0);
}

static void invisible_characters_are_neither_missing_nor_glyph_zero(void **state) {
    static const char *const texts[] = {
        "a\xe2\x80\x8d"
        "b",
        "a\xe2\x80\x8c"
        "b",
        "a\xe2\x80\x8b"
        "b",
        "\xe2\x81\xa7"
        "ab\xe2\x81\xa9",
        "a\xe2\x80\xae"
        "b\xe2\x80\xac",
        "a\xef\xbb\xbf"
        "b",
        "a\xe2\x81\xa0"
        "b",
        "\xc2\xad",
        "a\xe2\x80\x91"
        "b",
        "1\xe2\x80\xaf"
        "000",
        "a\tb",
        "a\xcd\x8f"
        "b",
        "a\xef\xb8\x8f",
        "\xd8\x9c"
        "ab",
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct text_block *t = bench_layout(b, texts[i], 300 * PT, TEXT_START, "en");
        bench_check(t, 300 * PT);
        assert_false(t->poisoned);
        assert_string_equal(bench_lines(b, t), texts[i]);
    }
    assert_int_equal(b->diags.errors, 0);
}

static void a_mark_keeps_to_its_base_and_has_its_own_cluster(void **state) {
    struct bench *b = *state;
    struct text_block *t = bench_layout(b, "q\xcc\x81x", 300 * PT, TEXT_START, "en");
    bench_check(t, 300 * PT);
    assert_int_equal(t->lines[0].n, 1);
    const struct glyph_run *run = t->lines[0].runs[0].run;
    assert_int_equal(run->n, 3);
    assert_int_equal(run->glyphs[1].cluster, 1);
}

static void marks_beyond_the_limit_are_left_out_with_a_warning(void **state) {
    struct bench *b = *state;
    char text[1 + 2 * 5000 + 1] = "a";
    for (size_t i = 0; i < 5000; i++) {
        memcpy(text + 1 + 2 * i, "\xcc\x81", 2);
    }
    struct text_block *t = bench_layout(b, text, 300 * PT, TEXT_START, "en");
    bench_check(t, 300 * PT);
    assert_true(t->lines[0].runs[0].run->text.n <= 1 + 2 * 32);
    assert_int_equal(b->diags.warnings, 1);
    assert_string_equal(b->diags.all.v[b->diags.all.n - 1]->code, "too-many-marks");
}

static void a_character_without_a_font_is_named_with_its_place(void **state) {
    struct bench *b = *state;
    struct text_block *t = bench_layout(b, "a \xe0\xb8\x81 b", 300 * PT, TEXT_START, "en");
    assert_true(t->poisoned);
    assert_int_equal(b->diags.errors, 1);
    const struct diag *d = b->diags.all.v[0];
    assert_string_equal(d->code, "glyph-missing");
    assert_int_equal(d->span.line, 7);
    assert_true(str_find(d->message, STR("U+0E01 (\xe0\xb8\x81)")) != SIZE_MAX);
    assert_true(str_find(d->help, STR("Noto Sans Thai")) != SIZE_MAX);
}

static void a_control_character_is_an_error(void **state) {
    struct bench *b = *state;
    struct text_block *t = bench_layout(b,
                                        "a\x07"
                                        "b",
                                        300 * PT, TEXT_START, "en");
    assert_true(t->poisoned);
    assert_int_equal(b->diags.errors, 1);
    assert_true(str_find(b->diags.all.v[0]->help, STR("control")) != SIZE_MAX);
}

static void a_segment_that_asks_stays_on_one_line_if_it_fits(void **state) {
    struct bench *b = *state;
    struct text_segment segments[] = {
        {.text = STR("Please call "), .style = &b->style, .lang = STR("en")},
        {.text = STR("01223 456 789"), .style = &b->style, .lang = STR("en"), .no_break = true},
        {.text = STR(" now"), .style = &b->style, .lang = STR("en")},
    };
    struct text_request r = {.segments = segments, .n = 3, .width = 104 * PT, .lang = STR("en")};
    assert_string_equal(bench_lines(b, text_layout(b->fonts, &b->s, &r)),
                        "Please call |01223 456 789 |now");
    r.width = 50 * PT;
    struct text_block *t = text_layout(b->fonts, &b->s, &r);
    bench_check(t, 50 * PT);
    assert_false(t->overflow);
}

static void letter_spacing_widens_and_parts_ligatures(void **state) {
    struct bench *b = *state;
    b->style.font_family = STR("head");
    struct text_block *plain = bench_layout(b, "office", 300 * PT, TEXT_START, "en");
    b->style.letter_spacing = 500;
    struct text_block *spaced = bench_layout(b, "office", 300 * PT, TEXT_START, "en");
    assert_int_equal(spaced->lines[0].runs[0].run->n, 6);
    assert_true(spaced->width > plain->width + 2500);
    bench_check(spaced, 300 * PT);
}

static void tabular_figures_are_equally_wide(void **state) {
    struct bench *b = *state;
    b->style.font_family = STR("head");
    b->style.tabular_figures = true;
    length one = bench_layout(b, "111", 300 * PT, TEXT_START, "en")->width;
    assert_int_equal(one, bench_layout(b, "888", 300 * PT, TEXT_START, "en")->width);
}

static void a_flag_does_not_end_the_process(void **state) {
    struct bench *b = *state;
    struct text_block *t =
        bench_layout(b, "x \xf0\x9f\x87\xac\xf0\x9f\x87\xa7", 300 * PT, TEXT_START, "en");
    assert_true(t->poisoned); /* no font at hand has flags */
}

static void text_that_is_not_utf8_is_an_error(void **state) {
    static const char *const texts[] = {"a\x80", "\xe2\x80", "a\xff b c", "\xf0\x9f\x87"};
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_true(bench_layout(b, texts[i], 300 * PT, TEXT_START, "en")->poisoned);
    }
    assert_string_equal(b->diags.all.v[0]->code, "bad-text");
}

static void a_first_line_is_indented_once(void **state) {
    struct bench *b = *state;
    struct text_segment segment = {
        .text = STR("aa bb cc dd ee ff gg hh ii jj kk"), .style = &b->style, .lang = STR("en")};
    struct text_request r = {
        .segments = &segment, .n = 1, .width = 80 * PT, .first_indent = 20 * PT, .lang = STR("en")};
    struct text_block *t = text_layout(b->fonts, &b->s, &r);
    bench_check(t, 80 * PT);
    assert_int_equal(t->lines[0].runs[0].x, 20 * PT);
    assert_int_equal(t->lines[1].runs[0].x, 0);
}

static void an_empty_line_is_as_high_as_text(void **state) {
    struct bench *b = *state;
    struct text_block *empty = bench_layout(b, "", 100 * PT, TEXT_START, "en");
    struct text_block *full = bench_layout(b, "x", 100 * PT, TEXT_START, "en");
    assert_int_equal(empty->n, 1);
    assert_int_equal(empty->lines[0].ascent, full->lines[0].ascent);
    assert_int_equal(empty->lines[0].descent, full->lines[0].descent);
    struct text_block *none = text_layout(b->fonts, &b->s, &(struct text_request){.width = PT});
    assert_int_equal(none->n, 1);
}

static void the_extent_agrees_with_the_layout(void **state) {
    struct bench *b = *state;
    struct text_segment segment = {.text = STR("Number of children looked after\nTotal "),
                                   .style = &b->style,
                                   .lang = STR("en")};
    struct text_extent e = text_measure(b->fonts, &b->s, &segment, 1);
    struct text_request r = {.segments = &segment, .n = 1, .width = e.max, .lang = STR("en")};
    assert_int_equal(text_layout(b->fonts, &b->s, &r)->n, 2);
    r.width = e.max - 1;
    assert_int_equal(text_layout(b->fonts, &b->s, &r)->n, 3);
    r.width = e.min;
    assert_false(text_layout(b->fonts, &b->s, &r)->overflow);
    r.width = e.min - 1;
    assert_true(text_layout(b->fonts, &b->s, &r)->overflow);
}

static void a_line_without_room_still_gives_every_character(void **state) {
    struct bench *b = *state;
    struct text_block *t = bench_layout(b, "abc de", 0, TEXT_JUSTIFY, "en");
    assert_true(t->overflow);
    assert_string_equal(bench_lines(b, t), "a|b|c |d|e");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(plain_text_breaks_at_spaces_and_fits),
        TEST(breaks_follow_the_typesetters_rules),
        TEST(a_soft_hyphen_shows_only_at_a_lines_end),
        TEST(trailing_spaces_stay_in_the_text_but_take_no_room),
        TEST(a_word_longer_than_the_line_breaks_anywhere_and_says_so),
        TEST(a_huge_word_takes_linear_time),
        TEST(justified_lines_end_at_the_margin_exactly),
        TEST(a_paragraph_does_not_end_in_one_short_word),
        TEST(right_to_left_text_starts_at_the_right),
        TEST(spaces_at_a_lines_end_take_the_paragraphs_direction),
        TEST(urdu_is_joined_and_every_byte_has_its_glyph),
        TEST(invisible_characters_are_neither_missing_nor_glyph_zero),
        TEST(a_mark_keeps_to_its_base_and_has_its_own_cluster),
        TEST(marks_beyond_the_limit_are_left_out_with_a_warning),
        TEST(a_character_without_a_font_is_named_with_its_place),
        TEST(a_control_character_is_an_error),
        TEST(a_segment_that_asks_stays_on_one_line_if_it_fits),
        TEST(letter_spacing_widens_and_parts_ligatures),
        TEST(tabular_figures_are_equally_wide),
        TEST(a_flag_does_not_end_the_process),
        TEST(text_that_is_not_utf8_is_an_error),
        TEST(a_first_line_is_indented_once),
        TEST(an_empty_line_is_as_high_as_text),
        TEST(the_extent_agrees_with_the_layout),
        TEST(a_line_without_room_still_gives_every_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
