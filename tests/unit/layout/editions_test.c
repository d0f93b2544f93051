#include "unit/layout/layout_fixture.h"

#define BLEED LENGTH_MM(300)
#define INSIDE (30 * PT)
#define OUTSIDE (18 * PT)

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

static void to_press(struct fixture *f) {
    f->edition.standards[0] = STR("pdf/x-4");
    f->edition.standard_count = 1;
    f->edition.bleed = (struct dimension){UNIT_ABSOLUTE, BLEED};
}

static struct bound_block *master_add(struct fixture *f, struct bound_master *m) {
    struct bound_block *b = block_add(f, BOUND_MASTER);
    b->as.master.master = m;
    return b;
}

static const struct template *template_of(struct fixture *f, const char *text) {
    struct origin *origin = ARENA_NEW(f->arena, struct origin);
    origin->text = str_from(text);
    return template_parse(&f->session, origin);
}

static struct dimension at(length value) {
    return (struct dimension){UNIT_ABSOLUTE, value};
}

/* --- bleed --- */

static struct frame *page_of(struct fixture *f) {
    return frame_new(f->arena, f->input.sheet->page.width, f->input.sheet->page.height);
}

static const struct shape *shape_of(const struct frame *frame, size_t i) {
    return &frame->items[i].as.shape;
}

static void what_touches_the_edge_runs_into_the_bleed_on_that_side_alone(void **state) {
    struct fixture *f = *state;
    to_press(f);
    struct color c = {.set = true};
    struct frame *page = page_of(f);
    frame_push_rectangle(page, c, 0, 0, (struct point){page->width, page->height});
    frame_push_rectangle(page, c, page->width - 10 * PT, 50 * PT, (struct point){10 * PT, PT});
    frame_push_rectangle(page, c, 10 * PT, 50 * PT, (struct point){10 * PT, 10 * PT});
    struct frame *out = page_bleed(&f->layout, page);
    assert_int_equal(out->n, 3);
    assert_int_equal(out->items[0].x, -BLEED);
    assert_int_equal(out->items[0].y, -BLEED);
    assert_int_equal(shape_of(out, 0)->width, page->width + 2 * BLEED);
    assert_int_equal(shape_of(out, 0)->height, page->height + 2 * BLEED);
    assert_int_equal(out->items[1].x, page->width - 10 * PT);
    assert_int_equal(shape_of(out, 1)->width, 10 * PT + BLEED);
    assert_int_equal(shape_of(out, 1)->height, PT);
    assert_int_equal(shape_of(out, 2)->width, 10 * PT);
    assert_int_equal(shape_of(page, 0)->width, page->width); /* the old one is as it was */
}

static void a_picture_at_the_edge_is_enlarged_in_its_shape_and_clipped(void **state) {
    struct fixture *f = *state;
    to_press(f);
    struct frame *page = page_of(f), *inner = frame_new(f->arena, 0, 0);
    struct frame_item item = {.kind = ITEM_IMAGE, .x = 20 * PT};
    item.as.image.width = 200 * PT;
    item.as.image.height = 100 * PT;
    frame_push(inner, &item);
    frame_push_frame(page, inner, -20 * PT, 300 * PT);
    const struct frame *out = page_bleed(&f->layout, page);
    assert_int_equal(out->items[0].kind, ITEM_FRAME);
    const struct frame_item *image = &out->items[0].as.frame->items[0];
    length x = out->items[0].x + image->x, y = out->items[0].y + image->y;
    assert_true(x <= -BLEED && x + image->as.image.width >= 200 * PT);
    assert_int_equal(x + image->as.image.clip.x, -BLEED);
    assert_int_equal(image->as.image.clip.width, 200 * PT + BLEED);
    assert_int_equal(y + image->as.image.clip.y, 300 * PT);
    assert_int_equal(image->as.image.clip.height, 100 * PT);
    assert_true(2 * image->as.image.height - image->as.image.width <= 2);
}

static void the_screen_has_no_bleed(void **state) {
    struct fixture *f = *state;
    to_press(f);
    f->edition.standard_count = 0;
    struct frame *page = page_of(f);
    frame_push_rectangle(page, (struct color){.set = true}, 0, 0,
                         (struct point){page->width, page->height});
    assert_ptr_equal(page_bleed(&f->layout, page), page);
}

struct extent {
    length left, right;
};

static void see_shape(void *context, const struct frame_item *item, length x, length y) {
    struct extent *e = context;
    (void)y;
    if (item->kind == ITEM_SHAPE) {
        e->left = length_min(e->left, x);
        e->right = length_max(e->right, x + item->as.shape.width);
    }
}

static void a_block_of_the_page_s_width_bleeds_and_its_text_stays(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "box")->width_page = true;
    text_add(f, "inside");
    struct bound_list inside = fixture_content(f);
    block_add(f, BOUND_BOX)->as.box.content = inside;
    struct bound_list content = fixture_content(f);
    f->document.content = content;
    length before = find_text(layout_pages(&f->session, &f->input)->v[0].frame, "inside").x;
    to_press(f);
    struct page_list *pages = layout_pages(&f->session, &f->input);
    struct extent e = {0, 0};
    frame_walk(pages->v[0].frame, see_shape, &e);
    assert_int_equal(e.left, -BLEED);
    assert_int_equal(e.right, f->input.sheet->page.width + BLEED);
    assert_int_equal(find_text(pages->v[0].frame, "inside").x, before);
}

/* --- facing pages --- */

static void pages_that_face_each_other_have_inside_at_the_spine(void **state) {
    struct fixture *f = *state;
    to_press(f);
    f->master.margin[SIDE_START] = at(INSIDE);
    f->master.margin[SIDE_END] = at(OUTSIDE);
    f->master.footer.inside = template_of(f, "spine");
    f->master.footer.outside = template_of(f, "edge");
    lines_add(f, 60);
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 2);
    const struct page *odd = &pages->v[0], *even = &pages->v[1];
    assert_int_equal(odd->margin[SIDE_START], INSIDE);
    assert_int_equal(even->margin[SIDE_START], OUTSIDE);
    assert_int_equal(even->margin[SIDE_END], INSIDE);
    assert_int_equal(find_text(odd->frame, "line 1").x, INSIDE);
    assert_int_equal(find_text(even->frame, "line 60").x, OUTSIDE);
    assert_int_equal(find_text(odd->frame, "spine").x, INSIDE);
    assert_int_equal(find_text(even->frame, "edge").x, OUTSIDE);
    assert_true(find_text(even->frame, "spine").x > even->frame->width / 2);
}

static void a_book_that_is_read_from_the_right_is_bound_there(void **state) {
    struct fixture *f = *state;
    to_press(f);
    f->document.lang = STR("ar");
    f->master.margin[SIDE_START] = at(INSIDE);
    f->master.margin[SIDE_END] = at(OUTSIDE);
    lines_add(f, 60);
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->v[0].margin[SIDE_END], INSIDE);
    assert_int_equal(pages->v[1].margin[SIDE_START], INSIDE);
}

static void on_screen_all_pages_are_alike(void **state) {
    struct fixture *f = *state;
    f->master.margin[SIDE_START] = at(INSIDE);
    lines_add(f, 60);
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->v[1].margin[SIDE_START], INSIDE);
}

/* --- page-multiple --- */

static void blank_pages_stand_before_a_last_page_that_stands_alone(void **state) {
    struct fixture *f = *state;
    f->edition.page_multiple = 4;
    f->master.footer.inside = template_of(f, "of {{ pages }}");
    struct bound_master back = {.name = STR("back"), .has_content = true};
    text_add(f, "end");
    struct bound_list content = fixture_content(f);
    text_add(f, "text");
    master_add(f, &back)->as.master.content = content;
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 4);
    assert_int_equal(find_text(pages->v[0].frame, "of 4").n, 1);
    assert_int_equal(pages->v[1].frame->n, 0);
    assert_int_equal(pages->v[2].frame->n, 0);
    assert_int_equal(find_text(pages->v[3].frame, "end").n, 1);
    assert_int_equal(pages->v[3].number, 4);
}

static void blank_pages_stand_at_the_end_of_running_text(void **state) {
    struct fixture *f = *state;
    f->edition.page_multiple = 4;
    lines_add(f, 60);
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 4);
    assert_true(find_text(pages->v[1].frame, "line 60").n > 0);
    assert_int_equal(pages->v[3].frame->n, 0);
}

static void a_back_cover_that_changes_sides_has_the_margins_of_its_side(void **state) {
    struct fixture *f = *state;
    to_press(f);
    f->edition.page_multiple = 4;
    struct bound_master back = {.name = STR("back"), .has_content = true};
    back.margin[SIDE_START] = at(INSIDE);
    back.margin[SIDE_END] = at(OUTSIDE);
    text_add(f, "end");
    struct bound_list content = fixture_content(f);
    lines_add(f, 60);
    master_add(f, &back)->as.master.content = content; /* would be page 3 */
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 4);
    assert_int_equal(find_text(pages->v[3].frame, "end").x, OUTSIDE);
}

/* --- only --- */

static void an_edition_of_some_pages_keeps_their_numbers_and_no_dead_link(void **state) {
    struct fixture *f = *state;
    struct name only = {.text = STR("cover")};
    f->edition.only = &only;
    f->edition.only_count = 1;
    struct bound_master cover = {.name = STR("cover"), .has_content = true};
    struct link here = {.target = STR("here")}, gone = {.target = STR("gone")};
    text_add(f, "here")->as.paragraph.v[0].link = &here;
    text_add(f, "gone")->as.paragraph.v[0].link = &gone;
    text_add(f, "target")->id = STR("here");
    struct bound_list content = fixture_content(f);
    text_add(f, "first")->id = STR("gone");
    master_add(f, &cover)->as.master.content = content;
    text_add(f, "third");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 1);
    assert_int_equal(pages->v[0].number, 2);
    assert_string_equal(str_c(f->arena, pages->v[0].label), "2");
    assert_int_equal(find_kind(pages->v[0].frame, ITEM_LINK).n, 1);
    assert_int_equal(find_text(pages->v[0].frame, "gone").n, 1);
    assert_int_equal(f->diags.errors, 0);
}

static void an_edition_without_a_page_is_an_error(void **state) {
    struct fixture *f = *state;
    struct name only = {.text = STR("cover")};
    f->edition.only = &only;
    f->edition.only_count = 1;
    text_add(f, "text");
    fixture_pages(f);
    assert_int_equal(f->diags.errors, 1);
}

/* --- marking --- */

static void the_marking_stands_on_each_page_above_the_header(void **state) {
    struct fixture *f = *state;
    f->edition.marking = template_of(f, "Secret {{ page }}");
    f->edition.page_multiple = 4;
    f->master.header.inside = template_of(f, "head");
    f->master.margin[SIDE_TOP] = at(LENGTH_MM(1800));
    struct bound_master cover = {.name = STR("cover"), .has_content = true};
    cover.background_color.text = STR("brand");
    master_add(f, &cover);
    text_add(f, "text");
    struct page_list *pages = fixture_pages(f);
    assert_int_equal(pages->n, 4);
    for (unsigned i = 0; i < 4; i++) {
        char words[] = {'S', 'e', 'c', 'r', 'e', 't', ' ', (char)('1' + i), 0};
        struct found marking = find_text(pages->v[i].frame, words);
        assert_int_equal(marking.n, 1);
        assert_true(marking.y < LENGTH_MM(1000));
    }
    const struct frame *second = pages->v[1].frame;
    struct found head = find_text(second, "head"), marking = find_text(second, "Secret 2");
    assert_true(head.y - 9 * PT > marking.y);
    assert_true(head.y < LENGTH_MM(1800));
    const struct frame *last = pages->v[0].frame->items[pages->v[0].frame->n - 1].as.frame;
    assert_int_equal(last->items[0].kind, ITEM_SHAPE); /* legible on the cover's ground */
    assert_int_equal(last->items[0].artifact, ARTIFACT_HEADER);
    assert_int_equal(last->items[0].as.shape.fill.r, 255);
    assert_int_equal(f->diags.errors, 0);
}

static void in_a_narrow_margin_the_marking_stands_beside_the_header(void **state) {
    struct fixture *f = *state;
    f->edition.marking = template_of(f, "Secret");
    f->master.header.inside = template_of(f, "head");
    f->master.margin[SIDE_TOP] = at(LENGTH_MM(900));
    text_add(f, "text under it that is wide enough to reach the middle of the whole page");
    const struct frame *page = fixture_pages(f)->v[0].frame;
    assert_true(find_text(page, "Secret").y < LENGTH_MM(900));
    assert_true(find_text(page, "head").y < LENGTH_MM(900));
    assert_int_equal(f->diags.errors, 0);
}

static void a_marking_over_a_cover_s_text_is_an_error(void **state) {
    struct fixture *f = *state;
    f->edition.marking = template_of(f, "A marking");
    struct bound_master cover = {.name = STR("cover"), .has_content = true};
    for (int side = 0; side < 4; side++)
        cover.margin[side] = at(0);
    fixture_style(f, "p")->text_align = TEXT_CENTER;
    text_add(f, "words at the very head of a page, wide enough to come under it");
    struct bound_list content = fixture_content(f);
    master_add(f, &cover)->as.master.content = content;
    fixture_pages(f);
    assert_int_equal(f->diags.errors, 1);
}

/* --- codes on cards --- */

static struct bound_block *cards_add(struct fixture *f, size_t n, const char *title) {
    struct bound_block *b = block_add(f, BOUND_CARDS);
    b->as.cards.v = ARENA_ARRAY(f->arena, struct bound_card, n);
    b->as.cards.n = n;
    for (size_t i = 0; i < n; i++) {
        struct link *link = ARENA_NEW(f->arena, struct link);
        link->address = str_format(f->arena, "https://www.example.gov.uk/%zu", i);
        b->as.cards.v[i].link = link;
        b->as.cards.v[i].title = inline_of(f, title);
        b->as.cards.v[i].detail = inline_of(f, "a kind of document, described at length");
    }
    return b;
}

struct codes {
    size_t n; /* white grounds of codes */
    length x[8], y[8], side;
    length module;  /* the side of one square */
    size_t covered; /* runs of text that a code stands on */
};

static void see_covered(void *context, const struct frame_item *item, length x, length y) {
    struct codes *c = context;
    for (size_t i = 0; item->kind == ITEM_GLYPHS && i < c->n; i++) {
        bool across = x < c->x[i] + c->side && x + item->as.glyphs.run->width > c->x[i];
        bool down = y > c->y[i] && y - item->as.glyphs.run->size / 2 < c->y[i] + c->side;
        c->covered += across && down;
    }
}

static void see_code(void *context, const struct frame_item *item, length x, length y) {
    struct codes *c = context;
    if (item->kind != ITEM_SHAPE || !item->as.shape.fill.set)
        return;
    const struct shape *s = &item->as.shape;
    if (s->fill.r == 255 && s->fill.g == 255 && s->width == s->height) {
        c->x[c->n] = x;
        c->y[c->n++] = y;
        c->side = s->width;
    }
    if (s->kind == SHAPE_MODULES)
        c->module = s->width / (length)s->grid;
}

static void on_paper_a_card_has_a_code_that_can_be_read_at_its_foot(void **state) {
    struct fixture *f = *state;
    f->edition.links = LINKS_PRINTED;
    cards_add(f, 3, "Short")->as.cards.v[1].title =
        inline_of(f, "A title so long that it takes several lines of its card");
    struct page_list *pages = fixture_pages(f);
    const struct frame *page = pages->v[0].frame;
    struct codes codes = {.n = 0};
    frame_walk(page, see_code, &codes);
    assert_int_equal(codes.n, 3);
    assert_int_equal(codes.y[0], codes.y[1]);
    assert_true(codes.module >= LENGTH_MM(40));
    assert_true(codes.side - 8 * codes.module >= LENGTH_MM(1500));
    frame_walk(page, see_covered, &codes);
    assert_int_equal(codes.covered, 0);
    assert_int_equal(find_text(page, "described").n, 3);
    assert_int_equal(find_kind(page, ITEM_LINK).n, 0);
    assert_int_equal(f->diags.errors, 0);
}

static void on_a_narrow_card_the_code_stands_below_all_text(void **state) {
    struct fixture *f = *state;
    f->edition.links = LINKS_PRINTED;
    cards_add(f, 4, "A title of some words")->as.cards.columns = 4;
    const struct frame *page = fixture_pages(f)->v[0].frame;
    struct codes codes = {.n = 0};
    frame_walk(page, see_code, &codes);
    frame_walk(page, see_covered, &codes);
    assert_int_equal(codes.n, 4);
    assert_int_equal(codes.covered, 0);
    assert_true(find_text(page, "length").lowest < codes.y[0]);
}

static void on_a_wide_card_the_code_stands_beside_the_text(void **state) {
    struct fixture *f = *state;
    f->edition.links = LINKS_PRINTED;
    cards_add(f, 1, "A title of a card that is as wide as the page is")->as.cards.columns = 1;
    struct page_list *pages = fixture_pages(f);
    struct codes codes = {.n = 0};
    frame_walk(pages->v[0].frame, see_code, &codes);
    assert_int_equal(codes.n, 1);
    assert_true(codes.x[0] > pages->v[0].frame->width / 2);
    assert_true(find_text(pages->v[0].frame, "A title").y > codes.y[0]);
}

static void on_screen_a_card_has_no_code(void **state) {
    struct fixture *f = *state;
    cards_add(f, 3, "Short");
    struct codes codes = {.n = 0};
    frame_walk(fixture_pages(f)->v[0].frame, see_code, &codes);
    assert_int_equal(codes.n, 0);
}

static void cards_too_narrow_for_a_word_are_fewer_in_a_row(void **state) {
    struct fixture *f = *state;
    fixture_style(f, "links.card.title")->font_size = 24 * PT;
    cards_add(f, 4, "Neighbourhood")->as.cards.columns = 4;
    const struct frame *page = fixture_pages(f)->v[0].frame;
    struct found title = find_text(page, "Neighbourhood");
    assert_int_equal(title.n, 4); /* none is broken */
    assert_true(title.lowest > title.y);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(what_touches_the_edge_runs_into_the_bleed_on_that_side_alone),
        T(a_picture_at_the_edge_is_enlarged_in_its_shape_and_clipped),
        T(the_screen_has_no_bleed),
        T(a_block_of_the_page_s_width_bleeds_and_its_text_stays),
        T(pages_that_face_each_other_have_inside_at_the_spine),
        T(a_book_that_is_read_from_the_right_is_bound_there),
        T(on_screen_all_pages_are_alike),
        T(blank_pages_stand_before_a_last_page_that_stands_alone),
        T(blank_pages_stand_at_the_end_of_running_text),
        T(a_back_cover_that_changes_sides_has_the_margins_of_its_side),
        T(an_edition_of_some_pages_keeps_their_numbers_and_no_dead_link),
        T(an_edition_without_a_page_is_an_error),
        T(the_marking_stands_on_each_page_above_the_header),
        T(in_a_narrow_margin_the_marking_stands_beside_the_header),
        T(a_marking_over_a_cover_s_text_is_an_error),
        T(on_paper_a_card_has_a_code_that_can_be_read_at_its_foot),
        T(on_a_narrow_card_the_code_stands_below_all_text),
        T(on_a_wide_card_the_code_stands_beside_the_text),
        T(on_screen_a_card_has_no_code),
        T(cards_too_narrow_for_a_word_are_fewer_in_a_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
