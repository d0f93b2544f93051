/* The short way and the long way of setting a text are to be told apart by their time alone. */
#include "unit/text/fixture.h"

#include "text/paragraph.h"

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static const char *random_text(struct bench *b, uint32_t *state) {
    static const char letters[] = "aafiVATo019 0.,:/-'% 5";
    size_t n = 1 + next_random(state) % 14;
    char *text = ARENA_ARRAY(b->arena, char, n + 1);
    for (size_t i = 0; i < n; i++) {
        text[i] = letters[next_random(state) % (sizeof letters - 1)];
    }
    return text;
}

/* A second segment, without text, keeps to the long way. */
static void segments_of(struct bench *b, const char *text, struct text_segment v[2]) {
    v[0] = (struct text_segment){
        .text = str_from(text), .style = &b->style, .lang = STR("en-GB"), .span = SPAN_NONE};
    v[1] = v[0];
    v[1].text = STR_EMPTY;
}

static void same_run(const struct glyph_run *x, const struct glyph_run *y) {
    assert_ptr_equal(x->font, y->font);
    assert_int_equal(x->size, y->size);
    assert_int_equal(x->width, y->width);
    assert_true(str_equal(x->text, y->text));
    assert_true(str_equal(x->lang, y->lang));
    assert_int_equal(x->rtl, y->rtl);
    assert_int_equal(x->n, y->n);
    assert_memory_equal(x->glyphs, y->glyphs, x->n * sizeof *x->glyphs);
}

static void same_block(const struct text_block *x, const struct text_block *y) {
    assert_int_equal(x->n, y->n);
    assert_int_equal(x->width, y->width);
    assert_int_equal(x->rtl, y->rtl);
    for (size_t i = 0; i < x->n; i++) {
        const struct text_line *a = &x->lines[i], *c = &y->lines[i];
        assert_int_equal(a->width, c->width);
        assert_int_equal(a->ascent, c->ascent);
        assert_int_equal(a->descent, c->descent);
        assert_int_equal(a->hard, c->hard);
        assert_int_equal(a->n, c->n);
        for (size_t k = 0; k < a->n; k++) {
            assert_int_equal(a->runs[k].x, c->runs[k].x);
            same_run(a->runs[k].run, c->runs[k].run);
        }
    }
}

static void both_ways_give_the_same_lines_and_widths(void **state) {
    static const enum text_align aligns[] = {TEXT_START, TEXT_CENTER, TEXT_END};
    struct bench *b = bench_new(NULL, 0);
    uint32_t seed = 20230930;
    size_t plain = 0;
    (void)state;
    assert_true(font_set_use(b->fonts, &b->s, &b->sheet));
    for (int i = 0; i < 6000; i++) {
        struct text_segment v[2];
        b->style.tabular_figures = i % 2 == 1;
        segments_of(b, random_text(b, &seed), v);
        struct text_extent one = text_measure(b->fonts, &b->s, v, 1);
        struct text_extent two = text_measure(b->fonts, &b->s, v, 2);
        assert_int_equal(one.min, two.min);
        assert_int_equal(one.max, two.max);
        struct paragraph p = {.fonts = b->fonts, .s = &b->s, .scratch = b->arena};
        struct plain_line line;
        plain += plain_line(&p, v, 1, &line);
        /* Just enough room, more, and too little. */
        const length widths[] = {one.max, one.max + 5 * PT, length_max(one.max / 2, PT)};
        for (int k = 0; k < 3; k++) {
            struct text_request r = {.segments = v,
                                     .n = 1,
                                     .width = widths[k],
                                     .align = aligns[i % 3],
                                     .lang = STR("en-GB")};
            const struct text_block *x = text_layout(b->fonts, &b->s, &r);
            r.n = 2;
            same_block(x, text_layout(b->fonts, &b->s, &r));
        }
    }
    assert_true(plain > 600 && plain < 5400); /* both ways have been tried */
    bench_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_give_the_same_lines_and_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
