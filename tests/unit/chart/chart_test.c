/* Charts of many shapes: bars are as long as their values, labels never touch and never leave. */
#include "chart/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct session session;
static struct diag_list diags;
static struct files files;
static struct style_sheet *sheet;
static struct font_set *fonts;

static int start(void **state) {
    (void)state;
    static const struct document document;
    session = (struct session){arena_new(), &diags, &files};
    diag_list_init(&diags, session.arena);
    files_init(&files, session.arena, &diags);
    files.root = path_absolute(session.arena, STR("."));
    sheet = style_sheet_make(&session, &document);
    fonts = font_set_new(&session, path_absolute(session.arena, STR("fonts")));
    return font_set_use(fonts, &session, sheet) ? 0 : -1;
}

static int finish(void **state) {
    (void)state;
    font_set_free(fonts);
    arena_free(session.arena);
    return 0;
}

static uint32_t seed;

static uint32_t chance(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static struct bound_point point(struct bound_chart *chart, int64_t range) {
    struct bound_point p = {.kind = POINT_VALUE};
    int64_t value = (int64_t)chance((uint32_t)range);
    if (chart->arrange != ARRANGE_PERCENT && chance(8) == 0)
        value = -value;
    if (chart->arrange != ARRANGE_PERCENT && chance(9) == 0) {
        p.kind = POINT_MARK;
        p.label = STR("[c]");
        return p;
    }
    p.value = decimal_from(session.arena, value);
    p.label = decimal_text(session.arena, p.value);
    return p;
}

static struct bound_chart *random_chart(void) {
    static const struct str NAMES[] = {
        {"Rugby", 5},     {"North Warwickshire", 18}, {"Nuneaton and Bedworth", 21},
        {"Stratford", 9}, {"Oct-Dec 2022", 12},       {"All of the county together", 26},
        {"Warwick", 7},   {"Not achieved", 12},       {"A", 1}};
    static const int64_t RANGES[] = {2, 7, 60, 1500, 200000};
    struct bound_chart *c = ARENA_NEW(session.arena, struct bound_chart);
    c->figure = 3;
    c->lang = STR("en-GB");
    c->category_count = 1 + chance(9);
    c->series_count = 1 + chance(4);
    c->direction = chance(2) ? DIRECTION_VERTICAL : DIRECTION_HORIZONTAL;
    c->arrange = (enum chart_arrange)chance(3);
    c->labels = chance(4) != 0;
    c->legend = (enum chart_legend)chance(4);
    c->categories = ARENA_ARRAY(session.arena, struct str, c->category_count);
    c->series = ARENA_ARRAY(session.arena, struct bound_series, c->series_count);
    for (size_t k = 0; k < c->category_count; k++)
        c->categories[k] = NAMES[chance(9)];
    int64_t range = RANGES[chance(5)];
    for (size_t i = 0; i < c->series_count; i++) {
        c->series[i].label = NAMES[chance(9)];
        c->series[i].points = ARENA_ARRAY(session.arena, struct bound_point, c->category_count);
        for (size_t k = 0; k < c->category_count; k++)
            c->series[i].points[k] = point(c, range);
    }
    return c;
}

static struct frame *draw(const struct bound_chart *c, length width) {
    struct chart_request r = {
        .chart = c, .width = width, .sheet = sheet, .fonts = fonts, .lang = c->lang};
    return chart_layout(&session, &r);
}

struct box {
    length left, top, right, bottom;
};

static struct box box_of(const struct frame_item *item) {
    if (item->kind == ITEM_SHAPE)
        return (struct box){item->x, item->y, item->x + item->as.shape.width,
                            item->y + item->as.shape.height};
    const struct glyph_run *run = item->as.glyphs.run;
    return (struct box){item->x, item->y - run->size * 7 / 10, item->x + run->width, item->y};
}

static bool overlap(struct box a, struct box b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/* A wide text that a chart cannot hold is told of in a warning; else all must be well. */
static void check_frame(const struct frame *f, uint32_t which) {
    for (size_t i = 0; i < f->n; i++) {
        const struct frame_item *item = &f->items[i];
        struct box a = box_of(item);
        bool inside = a.left >= 0 && a.top >= 0 && a.right <= f->width && a.bottom <= f->height;
        if (!inside)
            print_message("chart %u: `%.*s` at %ld %ld %ld %ld in %ld %ld\n", which,
                          item->kind == ITEM_GLYPHS ? (int)item->as.glyphs.run->text.n : 0,
                          item->kind == ITEM_GLYPHS ? item->as.glyphs.run->text.p : "",
                          (long)a.left, (long)a.top, (long)a.right, (long)a.bottom, (long)f->width,
                          (long)f->height);
        assert_true(inside);
        assert_int_equal(item->element, 3);
        for (size_t k = 0; item->kind == ITEM_GLYPHS && k < f->n; k++) {
            const struct frame_item *other = &f->items[k];
            struct box b = box_of(other);
            bool bar = other->kind == ITEM_SHAPE && other->as.shape.bar;
            if (k == i || !overlap(a, b) || (other->kind == ITEM_SHAPE && !bar))
                continue;
            if (bar) {
                assert_true(a.left >= b.left && a.right <= b.right);
                assert_true(a.top >= b.top && a.bottom <= b.bottom);
                continue;
            }
            print_message("chart %u: `%.*s` touches `%.*s`\n", which,
                          STR_ARG(item->as.glyphs.run->text), STR_ARG(other->as.glyphs.run->text));
            fail();
        }
    }
}

static const struct frame_item *find_bar(const struct frame *f, size_t series, size_t category) {
    for (size_t i = 0; i < f->n; i++) {
        const struct shape *s = &f->items[i].as.shape;
        if (f->items[i].kind == ITEM_SHAPE && s->bar && s->series == series &&
            s->category == category)
            return &f->items[i];
    }
    return NULL;
}

static length along(const struct bound_chart *c, const struct frame_item *bar) {
    return c->direction == DIRECTION_HORIZONTAL ? bar->as.shape.width : bar->as.shape.height;
}

/* |length * largest - largest length * value| within what two roundings leave. */
static void check_lengths(const struct bound_chart *c, const struct frame *f) {
    length most = 0;
    int64_t most_value = 0, value;
    for (size_t n = 0; n < 2 * c->series_count * c->category_count; n++) {
        size_t i = n / 2 / c->category_count, k = n / 2 % c->category_count;
        const struct bound_point *p = &c->series[i].points[k];
        const struct frame_item *bar = find_bar(f, i, k);
        if (p->kind != POINT_VALUE) {
            assert_null(bar);
            continue;
        }
        assert_true(decimal_to_int(p->value, &value));
        if (value < 0)
            value = -value;
        assert_true((bar == NULL) == (value == 0));
        if (value > most_value) {
            most_value = value;
            most = along(c, bar);
        }
    }
    for (size_t n = 0; n < c->series_count * c->category_count; n++) {
        size_t i = n / c->category_count, k = n % c->category_count;
        const struct frame_item *bar = find_bar(f, i, k);
        if (!bar)
            continue;
        assert_true(decimal_to_int(c->series[i].points[k].value, &value));
        if (value < 0)
            value = -value;
        length off = along(c, bar) - length_scale(most, value, most_value);
        assert_in_range(off + 2, 0, 4);
    }
}

static void in_any_chart_bars_are_true_and_labels_neither_touch_nor_leave(void **state) {
    (void)state;
    size_t good = 0, refused = 0;
    for (uint32_t n = 0; n < 1500; n++) {
        seed = n * 7919;
        struct bound_chart *c = random_chart();
        size_t before = diags.warnings;
        struct frame *f = draw(c, (length)(250 + chance(200)) * PT);
        if (!f) { /* marks that would touch a bar */
            assert_string_equal(diags.all.v[diags.all.n - 1]->code, "chart-too-narrow");
            refused++;
            continue;
        }
        if (diags.warnings == before)
            check_frame(f, n);
        good += diags.warnings == before;
        if (c->arrange != ARRANGE_PERCENT)
            check_lengths(c, f);
    }
    assert_int_equal(diags.errors, refused);
    assert_in_range(refused, 0, 150);
    assert_true(good > 1000); /* a warning is the exception */
}

static struct bound_chart *small_chart(struct bound_point *points, size_t n) {
    struct bound_chart *c = random_chart();
    c->category_count = n;
    c->series_count = 1;
    c->arrange = ARRANGE_GROUPED;
    c->categories = ARENA_ARRAY(session.arena, struct str, n);
    for (size_t i = 0; i < n; i++)
        c->categories[i] = STR("Rugby");
    c->series[0].points = points;
    return c;
}

static void an_axis_that_would_cut_a_bar_or_not_start_at_zero_is_refused(void **state) {
    (void)state;
    struct arena *a = session.arena;
    struct bound_point points[] = {
        {.kind = POINT_VALUE, .value = decimal_from(a, 9), .label = STR("9")}};
    struct bound_chart *c = small_chart(points, 1);
    size_t before = diags.all.n;
    c->axis.max = decimal_from(a, 8);
    assert_null(draw(c, 400 * PT));
    assert_string_equal(diags.all.v[before]->code, "axis-too-short");
    c->axis.max = NULL;
    c->axis.min = decimal_from(a, 1);
    assert_null(draw(c, 400 * PT));
    assert_string_equal(diags.all.v[before + 1]->code, "axis-not-zero");
}

static void a_share_of_a_hidden_whole_is_refused(void **state) {
    (void)state;
    struct bound_point points[] = {{.kind = POINT_MARK, .label = STR("[c]")}};
    struct bound_chart *c = small_chart(points, 1);
    c->arrange = ARRANGE_PERCENT;
    size_t before = diags.all.n;
    assert_null(draw(c, 400 * PT));
    assert_string_equal(diags.all.v[before]->code, "chart-hidden-share");
}

static void a_chart_is_as_high_as_its_author_says_where_it_fits(void **state) {
    (void)state;
    struct bound_point points[] = {
        {.kind = POINT_VALUE, .value = decimal_from(session.arena, 9), .label = STR("9")},
        {.kind = POINT_VALUE, .value = decimal_from(session.arena, 4), .label = STR("4")}};
    struct bound_chart *c = small_chart(points, 2);
    c->labels = true;
    c->legend = LEGEND_NONE;
    for (int i = 0; i < 2; i++) {
        c->direction = i ? DIRECTION_VERTICAL : DIRECTION_HORIZONTAL;
        c->height = (struct dimension){UNIT_ABSOLUTE, 90 * PT};
        length height = draw(c, 400 * PT)->height;
        assert_in_range(height, 89 * PT, 91 * PT);
    }
    c->height = (struct dimension){UNIT_ABSOLUTE, 5 * PT};
    size_t before = diags.all.n;
    assert_true(draw(c, 400 * PT)->height > 5 * PT);
    assert_string_equal(diags.all.v[before]->code, "chart-too-low");
}

static void too_many_categories_are_refused_and_not_squeezed(void **state) {
    (void)state;
    enum { MANY = 1001 };
    struct bound_point *points = ARENA_ARRAY(session.arena, struct bound_point, MANY);
    for (size_t i = 0; i < MANY; i++)
        points[i] = (struct bound_point){
            .kind = POINT_VALUE, .value = decimal_from(session.arena, 1), .label = STR("1")};
    struct bound_chart *c = small_chart(points, MANY);
    size_t before = diags.all.n;
    assert_null(draw(c, 400 * PT));
    assert_string_equal(diags.all.v[before]->code, "too-many-categories");
    c->category_count = 300;
    c->direction = DIRECTION_VERTICAL;
    assert_null(draw(c, 400 * PT));
    assert_string_equal(diags.all.v[before + 1]->code, "chart-too-narrow");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_any_chart_bars_are_true_and_labels_neither_touch_nor_leave),
        cmocka_unit_test(an_axis_that_would_cut_a_bar_or_not_start_at_zero_is_refused),
        cmocka_unit_test(a_share_of_a_hidden_whole_is_refused),
        cmocka_unit_test(a_chart_is_as_high_as_its_author_says_where_it_fits),
        cmocka_unit_test(too_many_categories_are_refused_and_not_squeezed),
    };
    return cmocka_run_group_tests(tests, start, finish);
}
