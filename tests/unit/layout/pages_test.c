#include "unit/layout/layout_fixture.h"

#define MARGIN_TOP 68031 /* 24 mm */

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

static struct bound_block *master_add(struct fixture *f, struct bound_master *m) {
    struct bound_block *b = block_add(f, BOUND_MASTER);
    b->as.master.master = m;
    return b;
}

static struct inline_text page_number_of(struct fixture *f, const char *id) {
    struct inline_run *run = ARENA_NEW(f->arena, struct inline_run);
    run->kind = INLINE_PAGE;
    run->target = str_from(id);
    return (struct inline_text){run, 1};
}

static void an_empty_document_is_one_page(void **state) {
    struct fixture *f = *state;
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 1);
    assert_int_equal(pages->v[0].number, 1);
    assert_int_equal(f->passes, 1);
}

static void a_chapter_starts_a_page_but_no_blank_one(void **state) {
    struct fixture *f = *state;
    heading_add(f, 1, "one");
    text_add(f, "text of one");
    block_add(f, BOUND_BREAK);
    heading_add(f, 1, "two");
    heading_add(f, 1, "three");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 3);
    assert_int_equal(page_with(pages, "two"), 2);
    assert_int_equal(page_with(pages, "three"), 3);
    assert_string_equal(str_c(f->arena, pages->v[1].section), "two");
    assert_string_equal(str_c(f->arena, pages->v[2].label), "3");
}

static void a_master_beside_a_break_makes_one_new_page(void **state) {
    struct fixture *f = *state;
    struct bound_master wide = {.name = STR("wide")};
    wide.margin[SIDE_START] = (struct dimension){UNIT_ABSOLUTE, 10 * PT};
    text_add(f, "first");
    master_add(f, &wide);
    heading_add(f, 1, "second");
    block_add(f, BOUND_BREAK);
    master_add(f, &f->master);
    text_add(f, "third");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 3);
    assert_string_equal(str_c(f->arena, pages->v[1].master), "wide");
    assert_int_equal(find_text(pages->v[1].frame, "second").x, 10 * PT);
    assert_int_equal(pages->v[1].margin[SIDE_START], 10 * PT);
    assert_string_equal(str_c(f->arena, pages->v[2].master), "default");
}

static void a_master_with_content_is_one_page_by_itself(void **state) {
    struct fixture *f = *state;
    struct bound_master cover = {.name = STR("cover"), .has_content = true};
    cover.background_color.text = STR("brand");
    struct bound_block *place = block_make(f, BOUND_PLACE);
    place->as.place.top = (struct dimension){UNIT_ABSOLUTE, 200 * PT};
    place->as.place.left = (struct dimension){UNIT_ABSOLUTE, 50 * PT};
    place->as.place.width = (struct dimension){UNIT_ABSOLUTE, 400 * PT};
    heading_add(f, 1, "Title");
    place->as.place.content = fixture_content(f);
    struct bound_block *block = master_add(f, &cover);
    block->as.master.content = (struct bound_list){&place, 1};
    text_add(f, "after");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 2);
    struct found title = find_text(pages->v[0].frame, "Title");
    assert_int_equal(title.x, 50 * PT);
    assert_true(title.y > 200 * PT && title.y < 250 * PT);
    assert_int_equal(find_kind(pages->v[0].frame, ITEM_SHAPE).n, 1);
    assert_string_equal(str_c(f->arena, pages->v[1].master), "default");
    assert_int_equal(find_kind(pages->v[1].frame, ITEM_SHAPE).n, 0);
    assert_int_equal(pages->v[1].section.n, 0); /* a cover's title is no running head */
    assert_int_equal(f->diags.errors, 0);
}

static void a_chapter_on_an_odd_page_leaves_a_blank_one_before_it(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "h1")->break_before = BREAK_TO_ODD;
    heading_add(f, 1, "one");
    heading_add(f, 1, "two");
    struct bound_block *odd = block_add(f, BOUND_BREAK);
    odd->as.brk.odd = true;
    text_add(f, "three");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 5);
    assert_int_equal(page_with(pages, "two"), 3);
    assert_int_equal(page_with(pages, "three"), 5);
    assert_int_equal(pages->v[1].frame->n, 0);
}

static struct bound_block *place_at(struct fixture *f, length top, const char *text) {
    text_add(f, text);
    struct bound_list content = fixture_content(f);
    struct bound_block *place = block_make(f, BOUND_PLACE);
    place->as.place.top = (struct dimension){UNIT_ABSOLUTE, top};
    place->as.place.content = content;
    return place;
}

static void what_is_placed_over_text_is_told(void **state) {
    struct fixture *f = *state;
    struct bound_master cover = {.name = STR("cover"), .has_content = true};
    struct bound_block *places[2] = {place_at(f, 100 * PT, "under"), place_at(f, 130 * PT, "over")};
    master_add(f, &cover)->as.master.content = (struct bound_list){places, 2};
    struct bound_list content = fixture_content(f);
    f->document.content = content;
    layout_pages(&f->session, &f->input);
    assert_int_equal(f->diags.warnings, 0);
    places[1]->as.place.top.value = 105 * PT;
    layout_pages(&f->session, &f->input);
    assert_int_equal(f->diags.warnings, 1);
}

static void page_numbers_settle_in_two_passes(void **state) {
    struct fixture *f = *state;
    text_add(f, "See page")->as.paragraph = page_number_of(f, "last");
    for (int i = 0; i < 11; i++)
        heading_add(f, 1, "chapter");
    heading_add(f, 1, "target")->id = STR("last");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 13);
    assert_int_equal(f->passes, 2);
    assert_int_equal(find_text(pages->v[0].frame, "13").n, 1);
    assert_int_equal(f->diags.errors, 0);
}

static void a_reference_to_nothing_is_an_error(void **state) {
    struct fixture *f = *state;
    text_add(f, "")->as.paragraph = page_number_of(f, "nowhere");
    fixture_pages(f);
    assert_int_equal(f->diags.errors, 1);
    assert_string_equal(f->diags.all.v[0]->code, "page-unknown");
}

static void contents_keep_titles_clear_of_the_numbers(void **state) {
    struct fixture *f = *state;
    struct bound_entry entry = {.level = 1, .page = page_number_of(f, "a")};
    entry.text = inline_of(f, "A title that is so long that it has to go on and on over two lines "
                              "and does not reach its number on either of them");
    struct bound_block *contents = block_add(f, BOUND_CONTENTS);
    contents->as.contents.v = &entry;
    contents->as.contents.n = 1;
    heading_add(f, 1, "there")->id = STR("a");
    struct page_list *pages = fixture_pages(f);
    struct found number = find_text(pages->v[0].frame, "2");
    struct found title = find_text(pages->v[0].frame, "A title");
    struct found all = find_kind(pages->v[0].frame, ITEM_GLYPHS);
    assert_int_equal(number.n, 1);
    assert_true(number.y > title.y);
    assert_int_equal(number.y, all.lowest);
    assert_true(number.x > (595 - 85 - 10) * PT);
    assert_int_equal(find_kind(pages->v[0].frame, ITEM_SHAPE).n, 1);
}

static void every_block_with_an_id_has_one_anchor(void **state) {
    struct fixture *f = *state;
    lines_add(f, 90)->id = STR("long");
    heading_add(f, 2, "heading");
    struct page_list *pages = fixture_pages(f);
    size_t anchors = 0;
    for (size_t i = 0; i < pages->n; i++)
        anchors += find_kind(pages->v[i].frame, ITEM_ANCHOR).n;
    assert_true(pages->n > 1);
    assert_int_equal(anchors, 2);
}

static void a_space_at_the_foot_of_a_page_is_not_made_up_for(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "p")->margin[SIDE_BOTTOM] = 30 * PT;
    lines_add(f, 40); /* the margin leaves no room for the space */
    space_add(f, 100 * PT);
    text_add(f, "next");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 2);
    struct found next = find_text(pages->v[1].frame, "next");
    assert_true(next.y < MARGIN_TOP + 20 * PT);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(an_empty_document_is_one_page),
        T(a_chapter_starts_a_page_but_no_blank_one),
        T(a_master_beside_a_break_makes_one_new_page),
        T(a_master_with_content_is_one_page_by_itself),
        T(a_chapter_on_an_odd_page_leaves_a_blank_one_before_it),
        T(what_is_placed_over_text_is_told),
        T(page_numbers_settle_in_two_passes),
        T(a_reference_to_nothing_is_an_error),
        T(contents_keep_titles_clear_of_the_numbers),
        T(every_block_with_an_id_has_one_anchor),
        T(a_space_at_the_foot_of_a_page_is_not_made_up_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
