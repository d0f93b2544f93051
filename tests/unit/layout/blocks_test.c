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

static struct fragment pour(struct fixture *f, length height, const struct resume *from) {
    static struct bound_list content;
    if (f->blocks.n)
        content = fixture_content(f);
    struct region region = {400 * PT, height, 700 * PT, true};
    return flow_layout(&f->layout, &content, region, from);
}

static struct bound_block *tiles_add(struct fixture *f, size_t n) {
    static const char *const labels[] = {"referrals", "a label of so many words that it wraps",
                                         "plans",     "briefings",
                                         "visits",    "cases",
                                         "calls"};
    struct bound_block *b = block_add(f, BOUND_TILES);
    b->as.tiles.v = ARENA_ARRAY(f->arena, struct bound_tile, n);
    b->as.tiles.n = n;
    for (size_t i = 0; i < n; i++) {
        b->as.tiles.v[i].value = inline_of(f, str_format(f->arena, "v%zu", i).p);
        b->as.tiles.v[i].label = inline_of(f, labels[i % 7]);
    }
    return b;
}

static void tiles_of_a_row_share_a_baseline_and_a_width(void **state) {
    struct fixture *f = *state;
    tiles_add(f, 4);
    struct fragment out = pour(f, 700 * PT, NULL);
    length step = find_text(out.frame, "v1").x - find_text(out.frame, "v0").x;
    static const char *const values[] = {"v0", "v1", "v2", "v3"};
    for (length i = 0; i < 4; i++) {
        struct found value = find_text(out.frame, values[i]);
        assert_int_equal(value.y, find_text(out.frame, "v0").y);
        assert_int_equal(value.x, i * step);
    }
    assert_int_equal(find_text(out.frame, "plans").y, find_text(out.frame, "referrals").y);
}

static void the_last_lines_of_values_stand_on_one_baseline(void **state) {
    struct fixture *f = *state;
    struct bound_block *b = tiles_add(f, 2);
    b->as.tiles.v[0].value = lines_of(f, 2);
    struct fragment out = pour(f, 700 * PT, NULL);
    assert_int_equal(find_text(out.frame, "line 2").y, find_text(out.frame, "v1").y);
}

static void tiles_that_do_not_fit_one_row_make_even_rows(void **state) {
    struct fixture *f = *state;
    tiles_add(f, 5);
    struct fragment out = pour(f, 700 * PT, NULL);
    length first = find_text(out.frame, "v0").y;
    assert_int_equal(find_text(out.frame, "v2").y, first);
    assert_true(find_text(out.frame, "v3").y > first);
    assert_int_equal(find_text(out.frame, "v3").x, 0);
}

static struct bound_block *cards_add(struct fixture *f, size_t n) {
    struct bound_block *b = block_add(f, BOUND_CARDS);
    b->as.cards.columns = 3;
    b->as.cards.v = ARENA_ARRAY(f->arena, struct bound_card, n);
    b->as.cards.n = n;
    for (size_t i = 0; i < n; i++) {
        struct link *link = ARENA_NEW(f->arena, struct link);
        link->address = STR("https://example.org/");
        link->element = (element_id)(10 + i);
        struct bound_card *card = &b->as.cards.v[i];
        card->link = link;
        card->title =
            inline_of(f, i == 1 ? "A title so long that it takes several lines of it" : "Short");
        card->title.v[0].link = link;
        card->detail = inline_of(f, "PDF");
    }
    return b;
}

struct areas {
    length height[8];
    element_id element[8];
    size_t n;
};

static void see_area(void *context, const struct frame_item *item, length x, length y) {
    struct areas *a = context;
    (void)x, (void)y;
    if (item->kind != ITEM_LINK)
        return;
    a->height[a->n] = item->as.link.height;
    a->element[a->n++] = item->element;
}

static void cards_are_as_high_as_the_highest_of_their_row_and_links_as_a_whole(void **state) {
    struct fixture *f = *state;
    cards_add(f, 4);
    struct fragment out = pour(f, 700 * PT, NULL);
    struct areas areas = {.n = 0};
    frame_walk(out.frame, see_area, &areas);
    assert_int_equal(areas.n, 4); /* one for each card, none for its title */
    assert_int_equal(areas.height[0], areas.height[1]);
    assert_int_equal(areas.height[2], areas.height[1]);
    assert_true(areas.height[3] < areas.height[1]);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(areas.element[i], 10 + i);
}

static void a_row_of_cards_is_not_broken(void **state) {
    struct fixture *f = *state;
    cards_add(f, 6);
    struct fragment all = pour(f, 700 * PT, NULL);
    struct fragment out = pour(f, all.frame->height - 1, NULL);
    assert_false(out.resume.done);
    assert_int_equal(find_kind(out.frame, ITEM_LINK).n, 3);
    out = pour(f, 700 * PT, &out.resume);
    assert_true(out.resume.done);
    assert_int_equal(find_kind(out.frame, ITEM_LINK).n, 3);
}

static void notes_stand_under_their_block(void **state) {
    struct fixture *f = *state;
    struct bound_block *b = text_add(f, "text with a mark");
    struct bound_note *note = ARENA_NEW(f->arena, struct bound_note);
    note->label = inline_of(f, "[note 1]");
    note->text = inline_of(f, "what the note says");
    note->element = element_add(&f->document.elements, 1, ROLE_NOTE, SPAN_NONE);
    element_heads(&f->document.elements, note->element)->id = STR("note-1");
    b->notes = note;
    b->note_count = 1;
    struct fragment out = pour(f, 700 * PT, NULL);
    struct found label = find_text(out.frame, "[note 1]"), text = find_text(out.frame, "what");
    assert_true(label.y > find_text(out.frame, "mark").y);
    assert_int_equal(label.y, text.y);
    assert_true(label.x < text.x);
    assert_int_equal(find_kind(out.frame, ITEM_ANCHOR).n, 1);
}

static void a_box_s_title_stays_with_its_content(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "box")->break_inside_avoid = false;
    lines_add(f, 4);
    struct bound_list inside = fixture_content(f);
    lines_add(f, 3);
    struct bound_block *box = block_add(f, BOUND_BOX);
    box->as.box.title = inline_of(f, "Title");
    box->as.box.content = inside;
    struct fragment all = pour(f, 700 * PT, NULL);
    assert_int_equal(find_text(all.frame, "Title").n, 1);
    /* Room for the title and one line of four: the whole box goes on the next page. */
    struct fragment out = pour(f, all.frame->height - 3 * 17400, NULL);
    assert_int_equal(find_text(out.frame, "Title").n, 0);
    assert_int_equal(out.resume.at, 1);
    assert_int_equal(find_kind(out.frame, ITEM_SHAPE).n, 0);
}

static void what_stands_under_a_box_s_title_keeps_its_distance(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "p")->margin[SIDE_TOP] = 20 * PT;
    text_add(f, "first");
    struct bound_list inside = fixture_content(f);
    struct bound_block *box = block_add(f, BOUND_BOX);
    box->as.box.title = inline_of(f, "Title");
    box->as.box.content = inside;
    struct fragment out = pour(f, 700 * PT, NULL);
    assert_true(find_text(out.frame, "first").y - find_text(out.frame, "Title").y > 35 * PT);
}

static void see_span(void *context, const struct frame_item *item, length x, length y) {
    size_t *without = context;
    (void)x, (void)y;
    if (item->kind == ITEM_SHAPE && item->span.source == NULL)
        ++*without;
}

static void the_ground_of_a_box_knows_its_place_in_the_layout(void **state) {
    struct fixture *f = *state;
    static const struct source source;
    fixture_style(f, "box")->border[SIDE_START] =
        (struct border){PT, {.set = true, .r = 9, .g = 9, .b = 9}};
    text_add(f, "inside");
    struct bound_list inside = fixture_content(f);
    struct bound_block *box = block_add(f, BOUND_BOX);
    box->span.source = &source;
    box->as.box.content = inside;
    struct fragment out = pour(f, 700 * PT, NULL);
    size_t without = 0;
    frame_walk(out.frame, see_span, &without);
    assert_int_equal(find_kind(out.frame, ITEM_SHAPE).n, 2);
    assert_int_equal(without, 0);
}

static void items_list_add(struct fixture *f, size_t n) {
    struct bound_list content[8];
    for (size_t i = 0; i < n; i++) {
        text_add(f, str_format(f->arena, "item %zu", i + 1).p);
        content[i] = fixture_content(f);
    }
    struct bound_block *b = block_add(f, BOUND_ITEMS);
    b->as.items.n = n;
    b->as.items.v = ARENA_ARRAY(f->arena, struct bound_item, n);
    for (size_t i = 0; i < n; i++)
        b->as.items.v[i] = (struct bound_item){.label = STR("\xE2\x80\xA2"), .content = content[i]};
}

static void one_item_of_a_list_does_not_stand_alone(void **state) {
    struct fixture *f = *state;
    items_list_add(f, 5);
    struct fragment all = pour(f, 700 * PT, NULL);
    struct fragment out = pour(f, all.frame->height - 5 * PT, NULL);
    assert_int_equal(find_text(out.frame, "item 3").n, 1);
    assert_int_equal(find_text(out.frame, "item 4").n, 0); /* goes along with the last */
    out = pour(f, 700 * PT, &out.resume);
    assert_int_equal(find_text(out.frame, "item").n, 2);
}

static void a_break_in_columns_starts_the_next_column(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "box")->column_count = 2;
    text_add(f, "left");
    block_add(f, BOUND_BREAK)->as.brk.column = true;
    lines_add(f, 6);
    struct bound_list inside = fixture_content(f);
    block_add(f, BOUND_BOX)->as.box.content = inside;
    struct fragment out = pour(f, 700 * PT, NULL);
    assert_int_equal(find_text(out.frame, "line 1").y, find_text(out.frame, "left").y);
    assert_true(find_text(out.frame, "line 6").x > 200 * PT);
}

static void padding_that_leaves_no_room_is_an_error(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "box")->padding[SIDE_START] = 500 * PT;
    text_add(f, "squeezed");
    struct bound_list inside = fixture_content(f);
    block_add(f, BOUND_BOX)->as.box.content = inside;
    pour(f, 700 * PT, NULL);
    assert_true(f->diags.errors >= 1);
    assert_string_equal(f->diags.all.v[0]->code, "no-room");
}

static const struct template *template_of(struct fixture *f, const char *text) {
    struct origin *origin = ARENA_NEW(f->arena, struct origin);
    origin->text = str_from(text);
    return template_parse(&f->session, origin);
}

static void furniture_knows_the_page_all_pages_and_the_chapter(void **state) {
    struct fixture *f = *state;
    f->master.header.inside = template_of(f, "{{ section }}");
    f->master.footer.outside = template_of(f, "Page {{ page }} of {{ pages }}");
    heading_add(f, 1, "Chapter");
    lines_add(f, 60);
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 2);
    const struct frame *second = pages->v[1].frame;
    struct found header = find_text(second, "Chapter"), footer = find_text(second, "2 of 2");
    assert_int_equal(header.n, 1);
    assert_int_equal(footer.n, 1);
    assert_true(header.y < pages->v[1].margin[SIDE_TOP]);
    assert_true(footer.y > second->height - pages->v[1].margin[SIDE_BOTTOM]);
    assert_true(footer.x > second->width / 2);
}

struct kinds {
    size_t header, footer, other;
};

static void see_artifact(void *context, const struct frame_item *item, length x, length y) {
    struct kinds *k = context;
    (void)x, (void)y;
    if (item->element)
        return;
    if (item->artifact == ARTIFACT_HEADER)
        k->header++;
    else if (item->artifact == ARTIFACT_FOOTER)
        k->footer++;
    else
        k->other++;
}

static void furniture_is_an_artifact_of_its_kind(void **state) {
    struct fixture *f = *state;
    f->master.header.center = template_of(f, "head");
    f->master.footer.inside = template_of(f, "foot");
    text_add(f, "text");
    struct page_list *pages = fixture_pages(f);
    struct kinds kinds = {0, 0, 0};
    frame_walk(pages->v[0].frame, see_artifact, &kinds);
    assert_int_equal(kinds.header, 1);
    assert_int_equal(kinds.footer, 1);
    assert_int_equal(kinds.other, 0);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(tiles_of_a_row_share_a_baseline_and_a_width),
        T(the_last_lines_of_values_stand_on_one_baseline),
        T(tiles_that_do_not_fit_one_row_make_even_rows),
        T(cards_are_as_high_as_the_highest_of_their_row_and_links_as_a_whole),
        T(a_row_of_cards_is_not_broken),
        T(notes_stand_under_their_block),
        T(a_box_s_title_stays_with_its_content),
        T(what_stands_under_a_box_s_title_keeps_its_distance),
        T(the_ground_of_a_box_knows_its_place_in_the_layout),
        T(one_item_of_a_list_does_not_stand_alone),
        T(a_break_in_columns_starts_the_next_column),
        T(padding_that_leaves_no_room_is_an_error),
        T(furniture_knows_the_page_all_pages_and_the_chapter),
        T(furniture_is_an_artifact_of_its_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
