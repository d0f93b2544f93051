/* chart.c - a bound chart to a drawing: what stands where, from top to bottom. */
#include "chart/chart_internal.h"

const struct bound_point *point_of(const struct drawing *d, size_t series, size_t category) {
    return &d->c->series[series].points[category];
}

const struct bar *bar_of(const struct drawing *d, size_t series, size_t category) {
    return &d->bars[category * d->c->series_count + series];
}

struct str point_text(const struct drawing *d, size_t series, size_t category) {
    const struct bound_point *p = point_of(d, series, category);
    bool seen = p->kind == POINT_VALUE && decimal_sign(p->value) != 0;
    if (seen || !d->stacked || !p->label.n || d->c->series_count < 2)
        return p->label;
    return str_format(d->a, "%.*s %.*s", STR_ARG(d->c->series[series].label), STR_ARG(p->label));
}

struct color text_on(const struct drawing *d, size_t series) {
    struct color white = {.set = true, .r = 255, .g = 255, .b = 255};
    struct color ink = style_get(d->r->sheet, "chart.value")->color;
    struct color ground = d->colors[series];
    return color_contrast(white, ground) >= color_contrast(ink, ground) ? white : ink;
}

length draw_left(const struct drawing *d, length left, length width) {
    return d->rtl ? d->width - left - width : left;
}

static struct frame_item rectangle_item(const struct drawing *d, struct color fill, struct point at,
                                        struct point size) {
    struct frame_item item = {.kind = ITEM_SHAPE, .element = d->c->figure, .y = at.y};
    item.x = draw_left(d, at.x, size.x);
    item.as.shape.kind = SHAPE_RECTANGLE;
    item.as.shape.width = size.x;
    item.as.shape.height = size.y;
    item.as.shape.fill = fill;
    return item;
}

void draw_rectangle(struct drawing *d, struct color fill, struct point at, struct point size) {
    struct frame_item item = rectangle_item(d, fill, at, size);
    frame_push(d->f, &item);
}

void draw_bar(struct drawing *d, size_t series, size_t category, struct point at,
              struct point size) {
    struct frame_item item = rectangle_item(d, d->colors[series], at, size);
    item.span = point_of(d, series, category)->span;
    item.as.shape.bar = true;
    item.as.shape.series = (uint16_t)series;
    item.as.shape.category = (uint16_t)category;
    frame_push(d->f, &item);
}

/* Two series take the first and the fourth colour, which differ most. */
static bool choose_colors(struct drawing *d) {
    const struct style_sheet *sheet = d->r->sheet;
    size_t n = d->c->series_count;
    if (n > sheet->series_count) {
        struct span at = d->c->span;
        struct diag *e = diag_error(d->s->diags, "too-many-series", at,
                                    "this chart has %zu series and the theme %zu colours for them",
                                    n, sheet->series_count);
        diag_help(d->s->diags, e, "join the smaller ones, or make two charts");
        return false;
    }
    d->colors = ARENA_ARRAY(d->a, struct color, n);
    for (size_t i = 0; i < n; i++)
        d->colors[i] = sheet->series[n == 2 && i == 1 && sheet->series_count > 3 ? 3 : i];
    return true;
}

static bool check_count(struct drawing *d) {
    if (d->c->category_count <= LIMIT_CATEGORIES)
        return true;
    struct diag *e = diag_error(d->s->diags, "too-many-categories", d->c->span,
                                "this chart has %zu categories; at most %d can be drawn",
                                d->c->category_count, (int)LIMIT_CATEGORIES);
    diag_help(d->s->diags, e, "choose some with `where`, or make it a table");
    return false;
}

static void start(struct drawing *d) {
    struct style_sheet *sheet = d->r->sheet;
    const struct style *inside = d->r->inside;
    d->label = style_within(sheet, style_get(sheet, "chart.label"), inside);
    d->value = style_within(sheet, style_get(sheet, "chart.value"), inside);
    d->axis = style_within(sheet, style_get(sheet, "chart.axis"), inside);
    d->key = style_within(sheet, style_get(sheet, "chart.key"), inside);
    d->grid = style_get(sheet, "chart.grid")->color;
    d->ground = (struct color){.set = true, .r = 255, .g = 255, .b = 255};
    if (inside && inside->background.set)
        d->ground = inside->background;
    d->width = d->r->width;
    d->rtl = d->r->rtl;
    d->height = dimension_resolve(d->c->height, d->label->font_size, 0);
    d->f = frame_new(d->a, d->width, 0);
    d->stacked = d->c->arrange != ARRANGE_GROUPED;
    d->values = d->c->labels;
    d->direct = d->stacked && d->c->category_count == 1 && d->c->series_count > 1 &&
                d->c->direction == DIRECTION_HORIZONTAL && d->c->legend == LEGEND_AUTO;
}

struct frame *chart_layout(struct session *s, const struct chart_request *r) {
    struct drawing d = {.s = s, .a = s->arena, .r = r, .c = r->chart};
    if (!r->chart->category_count || !r->chart->series_count)
        return frame_new(s->arena, r->width, 0);
    start(&d);
    if (!check_count(&d) || !choose_colors(&d) || !axis_fit(&d))
        return NULL;
    if (!d.values)
        axis_choose_ticks(&d);
    if (d.direct)
        d.direct = bars_direct(&d);
    if (legend_wanted(&d, LEGEND_TOP)) {
        legend_draw(&d);
        d.top += 2 * CHART_LABEL_GAP;
    }
    if (d.c->axis_title.n && d.c->direction == DIRECTION_VERTICAL) {
        struct label title = label_make(&d, d.c->axis_title, d.axis, d.width);
        label_draw_top(&d, &title, (struct point){0, d.top}, title.width, TEXT_START);
        d.top += title.height + CHART_LABEL_GAP;
    }
    bool drawn = d.c->direction == DIRECTION_HORIZONTAL ? bars_horizontal(&d) : bars_vertical(&d);
    if (!drawn)
        return NULL;
    if (legend_wanted(&d, LEGEND_BOTTOM)) {
        d.top += 2 * CHART_LABEL_GAP;
        legend_draw(&d);
    }
    d.f->height = d.top;
    return d.f;
}
