#include "unit/layout/layout_fixture.h"

#define LINE 17400

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

static struct fragment pour(struct fixture *f, const struct bound_list *content, length height,
                            const struct resume *from) {
    struct region region = {400 * PT, height, 700 * PT, true};
    return flow_layout(&f->layout, content, region, from);
}

static void the_larger_of_two_margins_wins(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "p")->margin[SIDE_BOTTOM] = 8 * PT;
    fixture_style(f, "h2")->margin[SIDE_TOP] = 20 * PT;
    text_add(f, "above");
    heading_add(f, 2, "below");
    struct bound_list content = fixture_content(f);
    struct fragment out = pour(f, &content, 700 * PT, NULL);
    assert_true(out.resume.done);
    length h2 = fixture_style(f, "h2")->line_height;
    assert_int_equal(out.frame->height, LINE + 20 * PT + h2);
}

static void no_margin_stands_at_the_top_or_bottom_of_a_region(void **state) {
    struct fixture *f = *state;
    heading_add(f, 2, "only");
    struct bound_list content = fixture_content(f);
    struct fragment out = pour(f, &content, 700 * PT, NULL);
    assert_int_equal(out.frame->height, fixture_style(f, "h2")->line_height);
}

static void widows_and_orphans_hold(void **state) {
    struct fixture *f = *state;
    static const struct {
        size_t lines, room, first; /* lines that stay in a region with room for so many */
    } cases[] = {{10, 10, 10}, {10, 9, 8}, {10, 8, 8}, {10, 5, 5}, {4, 3, 2}, {4, 2, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lines_add(f, cases[i].lines);
        struct bound_list content = fixture_content(f);
        struct fragment out = pour(f, &content, (length)cases[i].room * LINE, NULL);
        assert_int_equal(out.frame->height, (length)cases[i].first * LINE);
        assert_int_equal(out.resume.done, cases[i].first == cases[i].lines);
    }
}

static void a_paragraph_of_three_lines_moves_whole(void **state) {
    struct fixture *f = *state;
    lines_add(f, 2);
    lines_add(f, 3);
    struct bound_list content = fixture_content(f);
    length gap = fixture_style(f, "p")->margin[SIDE_BOTTOM];
    struct fragment out = pour(f, &content, 4 * LINE + gap, NULL);
    assert_int_equal(out.frame->height, 2 * LINE);
    assert_int_equal(out.resume.at, 1);
    assert_null(out.resume.inner);
}

static void resuming_gives_every_line_once(void **state) {
    struct fixture *f = *state;
    lines_add(f, 23);
    struct bound_list content = fixture_content(f);
    struct resume at = {0};
    size_t lines = 0, turns = 0;
    while (!at.done && turns++ < 20) {
        struct fragment out = pour(f, &content, 5 * LINE + 100, &at);
        lines += find_kind(out.frame, ITEM_GLYPHS).n;
        at = out.resume;
    }
    assert_int_equal(lines, 23);
    assert_int_equal(turns, 5);
}

static void a_heading_moves_along_with_the_text_it_heads(void **state) {
    struct fixture *f = *state;
    lines_add(f, 3);
    heading_add(f, 2, "heading");
    lines_add(f, 4);
    struct bound_list content = fixture_content(f);
    const struct style *h2 = fixture_style(f, "h2");
    length room =
        3 * LINE + h2->margin[SIDE_TOP] + h2->line_height + h2->margin[SIDE_BOTTOM] + LINE;
    struct fragment out = pour(f, &content, room, NULL);
    assert_int_equal(find_text(out.frame, "heading").n, 0);
    assert_int_equal(out.resume.at, 1);
    out = pour(f, &content, room + LINE, NULL);
    assert_int_equal(find_text(out.frame, "heading").n, 1);
}

static void two_headings_in_a_row_move_together(void **state) {
    struct fixture *f = *state;
    lines_add(f, 3);
    heading_add(f, 2, "chapter");
    heading_add(f, 3, "section");
    lines_add(f, 2);
    struct bound_list content = fixture_content(f);
    struct fragment all = pour(f, &content, 700 * PT, NULL);
    struct fragment out = pour(f, &content, all.frame->height - 1, NULL);
    assert_int_equal(out.resume.at, 1);
    assert_int_equal(out.frame->height, 3 * LINE);
}

static void a_block_kept_together_is_not_broken_where_it_fits_a_region(void **state) {
    struct fixture *f = *state;
    lines_add(f, 3);
    lines_add(f, 8)->keep_together = true;
    struct bound_list content = fixture_content(f);
    struct fragment out = pour(f, &content, 8 * LINE, NULL);
    assert_int_equal(out.resume.at, 1);
    assert_null(out.resume.inner);
}

static void a_box_breaks_with_its_padding_on_each_part(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "box")->break_inside_avoid = false;
    lines_add(f, 12);
    struct bound_list inside = fixture_content(f);
    struct bound_block *box = block_add(f, BOUND_BOX);
    box->as.box.content = inside;
    struct bound_list content = fixture_content(f);
    length padding = fixture_style(f, "box")->padding[SIDE_TOP];
    struct fragment out = pour(f, &content, 7 * LINE + 2 * padding, NULL);
    assert_int_equal(out.frame->height, 7 * LINE + 2 * padding);
    assert_int_equal(find_kind(out.frame, ITEM_SHAPE).n, 1);
    struct fragment rest = pour(f, &content, 700 * PT, &out.resume);
    assert_true(rest.resume.done);
    assert_int_equal(rest.frame->height, 5 * LINE + 2 * padding);
}

static void cells_of_a_grid_go_on_by_themselves(void **state) {
    struct fixture *f = *state;
    struct bound_list cells[2];
    lines_add(f, 3);
    cells[0] = fixture_content(f);
    lines_add(f, 9);
    cells[1] = fixture_content(f);
    struct bound_block *grid = block_add(f, BOUND_GRID);
    struct dimension widths[2] = {{UNIT_FR, 1000}, {UNIT_FR, 3000}};
    grid->as.grid.widths = widths;
    grid->as.grid.gap = (struct dimension){UNIT_ABSOLUTE, 20 * PT};
    grid->as.grid.cells = cells;
    grid->as.grid.n = 2;
    struct bound_list content = fixture_content(f);
    struct fragment out = pour(f, &content, 5 * LINE, NULL);
    assert_int_equal(find_kind(out.frame, ITEM_GLYPHS).n, 8);
    assert_int_equal(find_text(out.frame, "line 4").x, 95 * PT + 20 * PT);
    out = pour(f, &content, 5 * LINE, &out.resume);
    assert_true(out.resume.done);
    assert_int_equal(find_kind(out.frame, ITEM_GLYPHS).n, 4);
}

static void columns_are_balanced(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "box")->column_count = 3;
    fixture_style(f, "box")->column_gap = 10 * PT;
    for (int i = 0; i < 9; i++)
        lines_add(f, 2);
    struct bound_list inside = fixture_content(f);
    block_add(f, BOUND_BOX)->as.box.content = inside;
    struct bound_list content = fixture_content(f);
    struct fragment out = pour(f, &content, 700 * PT, NULL);
    length gap = fixture_style(f, "p")->margin[SIDE_BOTTOM];
    length padding = fixture_style(f, "box")->padding[SIDE_TOP];
    assert_int_equal(out.frame->height, 6 * LINE + 2 * gap + 2 * padding);
    assert_int_equal(f->diags.errors, 0);
}

static void an_item_of_a_list_has_its_label_on_its_first_line(void **state) {
    struct fixture *f = *state;
    lines_add(f, 2);
    struct bound_item items[2] = {{.label = STR("1.")}, {.label = STR("10.")}};
    items[0].content = fixture_content(f);
    lines_add(f, 1);
    items[1].content = fixture_content(f);
    struct bound_block *list = block_add(f, BOUND_ITEMS);
    list->as.items.ordered = true;
    list->as.items.v = items;
    list->as.items.n = 2;
    struct bound_list content = fixture_content(f);
    struct fragment out = pour(f, &content, 700 * PT, NULL);
    struct found label = find_text(out.frame, "1."), text = find_text(out.frame, "line 1");
    assert_int_equal(label.y, text.y);
    assert_true(label.x < text.x);
    assert_true(find_text(out.frame, "10.").x < label.x); /* numbers end on one edge */
}

static void a_list_from_right_to_left_is_mirrored(void **state) {
    struct fixture *f = *state;
    lines_add(f, 1);
    struct bound_item item = {.label = STR("\xe2\x80\xa2")};
    item.content = fixture_content(f);
    struct bound_block *list = block_add(f, BOUND_ITEMS);
    list->lang = STR("ur");
    list->as.items.v = &item;
    list->as.items.n = 1;
    struct bound_list content = fixture_content(f);
    struct fragment out = pour(f, &content, 700 * PT, NULL);
    assert_true(find_text(out.frame, "\xe2\x80\xa2").x > 380 * PT);
}

static void what_is_higher_than_a_page_is_an_error_with_its_place(void **state) {
    struct fixture *f = *state;
    struct source source = {.path = STR("a.yaml"), .bytes = STR("x")};
    struct frame *high = frame_new(f->arena, 100 * PT, 900 * PT);
    struct span span = {&source, 4, 3, 1};
    struct region region = {400 * PT, 700 * PT, 700 * PT, false};
    assert_null(fragment_whole(&f->layout, high, region, span).frame);
    assert_int_equal(f->diags.errors, 0);
    region.empty = true;
    assert_non_null(fragment_whole(&f->layout, high, region, span).frame);
    assert_int_equal(f->diags.errors, 1);
    assert_string_equal(f->diags.all.v[0]->code, "overflow");
    assert_int_equal(f->diags.all.v[0]->span.line, 4);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(the_larger_of_two_margins_wins),
        T(no_margin_stands_at_the_top_or_bottom_of_a_region),
        T(widows_and_orphans_hold),
        T(a_paragraph_of_three_lines_moves_whole),
        T(resuming_gives_every_line_once),
        T(a_heading_moves_along_with_the_text_it_heads),
        T(two_headings_in_a_row_move_together),
        T(a_block_kept_together_is_not_broken_where_it_fits_a_region),
        T(a_box_breaks_with_its_padding_on_each_part),
        T(cells_of_a_grid_go_on_by_themselves),
        T(columns_are_balanced),
        T(an_item_of_a_list_has_its_label_on_its_first_line),
        T(a_list_from_right_to_left_is_mirrored),
        T(what_is_higher_than_a_page_is_an_error_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
