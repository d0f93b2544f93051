#include "unit/layout/layout_fixture.h"

static int set_up(void **state) {
    static struct fixture f;
    fixture_open(&f);
    *state = &f;
    return 0;
}

static int tear_down(void **state) {
    fixture_close(*state);
    return 0;
}

static struct paragraph_request request(struct fixture *f, const struct inline_text *text,
                                        length width) {
    return (struct paragraph_request){
        .text = text, .style = fixture_style(f, "p"), .width = width, .element = 7};
}

static void lines_have_the_style_s_height_and_one_baseline(void **state) {
    struct fixture *f = *state;
    struct inline_text text = lines_of(f, 3);
    struct paragraph_request r = request(f, &text, 300 * PT);
    struct paragraph *p = paragraph_layout(&f->layout, &r);
    assert_int_equal(p->n, 3);
    assert_int_equal(p->height, 3 * fixture_style(f, "p")->line_height);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(p->lines[i]->baseline, p->lines[0]->baseline);
}

static void a_run_without_an_element_gets_the_block_s(void **state) {
    struct fixture *f = *state;
    struct inline_run runs[2] = {{.text = STR("of the block ")},
                                 {.text = STR("its own"), .element = 9}};
    struct inline_text text = {runs, 2};
    struct paragraph_request r = request(f, &text, 300 * PT);
    struct frame *line = paragraph_layout(&f->layout, &r)->lines[0];
    assert_int_equal(line->items[0].element, 7);
    assert_int_equal(line->items[line->n - 1].element, 9);
}

static void a_link_over_two_lines_has_an_area_on_each(void **state) {
    struct fixture *f = *state;
    struct link link = {.address = STR("https://example.org/"), .element = 5};
    struct inline_run runs[3] = {{.text = STR("Before ")},
                                 {.text = STR("a link of several words that "), .link = &link},
                                 {.text = STR("wraps"), .link = &link, .strong = true}};
    struct inline_text text = {runs, 3};
    struct paragraph_request r = request(f, &text, 110 * PT);
    struct paragraph *p = paragraph_layout(&f->layout, &r);
    assert_true(p->n >= 2);
    for (size_t i = 0; i < p->n; i++) {
        struct found area = find_kind(p->lines[i], ITEM_LINK);
        assert_int_equal(area.n, 1); /* neighbours of one link are one area */
        assert_true(area.x >= 0 && area.x + area.width <= 110 * PT);
        assert_true(area.y >= 0 && area.y + area.height <= p->lines[i]->height);
    }
    assert_true(find_kind(p->lines[0], ITEM_LINK).x > 30 * PT);
}

static void a_link_s_area_leaves_out_the_space_that_hangs_at_the_line_s_end(void **state) {
    struct fixture *f = *state;
    struct link link = {.address = STR("https://example.org/")};
    struct inline_run run = {.text = STR("linked linked"), .link = &link};
    struct inline_text text = {&run, 1};
    struct paragraph_request r = request(f, &text, 50 * PT);
    struct paragraph *p = paragraph_layout(&f->layout, &r);
    assert_int_equal(p->n, 2);
    assert_int_equal(find_kind(p->lines[0], ITEM_LINK).width,
                     find_kind(p->lines[1], ITEM_LINK).width);
}

static void an_edition_without_live_links_has_no_areas(void **state) {
    struct fixture *f = *state;
    f->edition.links = LINKS_NONE;
    struct link link = {.address = STR("https://example.org/")};
    struct inline_run run = {.text = STR("linked"), .link = &link};
    struct inline_text text = {&run, 1};
    struct paragraph_request r = request(f, &text, 300 * PT);
    assert_int_equal(find_kind(paragraph_layout(&f->layout, &r)->lines[0], ITEM_LINK).n, 0);
}

static void a_kept_paragraph_is_made_once_but_for_page_numbers(void **state) {
    struct fixture *f = *state;
    struct inline_text text = inline_of(f, "once");
    struct paragraph_request r = request(f, &text, 300 * PT);
    assert_ptr_equal(paragraph_keep(&f->layout, &r), paragraph_keep(&f->layout, &r));
    text.v[0].kind = INLINE_PAGE;
    text.v[0].target = STR("x");
    struct inline_text other = text;
    r.text = &other;
    r.width = 200 * PT;
    struct paragraph *first = paragraph_keep(&f->layout, &r);
    assert_ptr_equal(paragraph_keep(&f->layout, &r), first);
    f->layout.pass = 2;
    assert_ptr_not_equal(paragraph_keep(&f->layout, &r), first);
}

static void empty_text_is_one_line_high(void **state) {
    struct fixture *f = *state;
    struct inline_text text = {NULL, 0};
    struct paragraph_request r = request(f, &text, 300 * PT);
    struct paragraph *p = paragraph_layout(&f->layout, &r);
    assert_int_equal(p->n, 1);
    assert_int_equal(p->lines[0]->n, 0);
}

static void a_word_longer_than_its_line_is_a_warning(void **state) {
    struct fixture *f = *state;
    struct inline_text text = inline_of(f, "Donaudampfschifffahrtsgesellschaft");
    struct paragraph_request r = request(f, &text, 60 * PT);
    assert_true(paragraph_layout(&f->layout, &r)->n > 1);
    assert_int_equal(f->diags.warnings, 1);
    assert_string_equal(f->diags.all.v[0]->code, "word-too-long");
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(lines_have_the_style_s_height_and_one_baseline),
        T(a_run_without_an_element_gets_the_block_s),
        T(a_link_over_two_lines_has_an_area_on_each),
        T(a_link_s_area_leaves_out_the_space_that_hangs_at_the_line_s_end),
        T(an_edition_without_live_links_has_no_areas),
        T(a_kept_paragraph_is_made_once_but_for_page_numbers),
        T(empty_text_is_one_line_high),
        T(a_word_longer_than_its_line_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
