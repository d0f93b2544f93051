/* bars_vertical.c - bars that stand on the zero line, names below, left to right as time runs. */
#include "chart/chart_internal.h"

#define PLOT_HEIGHT LENGTH_MM(4600)
#define PLOT_LEAST LENGTH_MM(1500)
#define BAR_MOST ((length)44 * PT)
#define NAME_LINES 3
#define SLOT_LEAST ((length)4 * PT)
#define SWATCH ((length)6 * PT)
#define BESIDE_GAP ((length)5 * PT) /* about a label beside a stack, both sides together */

struct slots {
    length left;                  /* of the first slot */
    length slot, bar;             /* width of a category; of a bar */
    length plot_top, plot_height; /* of the value axis */
    struct label *name;           /* one a category */
    length names_height;
    length second; /* top of every other name below the first ones; 0: one row */
    length under;  /* room below the axis for labels of negative bars */
};

static length bars_count(const struct drawing *d) {
    return d->stacked ? 1 : (length)d->c->series_count;
}

/* A mark, and the sign of a figure that is not there, are always shown: nothing else stands for them. */
static bool value_shown(const struct drawing *d, size_t series, size_t category) {
    return d->values || point_of(d, series, category)->kind != POINT_VALUE;
}

static length widest_name(struct drawing *d) {
    length widest = 0;
    for (size_t k = 0; k < d->c->category_count; k++) {
        struct label name = label_make(d, d->c->categories[k], d->label, LENGTH_MAX / 4);
        widest = length_max(widest, name.width);
    }
    return widest;
}

static bool bar_or_value(const struct drawing *d, size_t series, size_t category) {
    const struct bound_point *p = point_of(d, series, category);
    return p->kind == POINT_VALUE && decimal_sign(p->value) != 0;
}

/* A mark or a zero in a stack has no part of its own: a square in its series' colour tells whose it
 * is. */
static length swatch(const struct drawing *d, size_t series, size_t category) {
    return d->stacked && !bar_or_value(d, series, category) ? SWATCH + SWATCH / 2 : 0;
}

static length widest_value(struct drawing *d) {
    length widest = 0;
    for (size_t k = 0; k < d->c->category_count; k++) {
        for (size_t i = 0; i < d->c->series_count; i++) {
            struct str text = point_of(d, i, k)->label;
            if (!text.n || !value_shown(d, i, k))
                continue;
            struct label label = label_make(d, text, d->value, LENGTH_MAX / 4);
            widest = length_max(widest, label.width + swatch(d, i, k));
        }
    }
    return widest;
}

/* A slot is as wide as its bars want or its name needs, and all slots as wide as fits: the gap
 * between two categories stays narrower than a bar, but for a stack's labels, which may stand in
 * it. */
static void measure_slots(struct drawing *d, struct slots *s) {
    length n = bars_count(d), count = (length)d->c->category_count;
    length widest_tick = 0, beside = d->stacked ? widest_value(d) : 0;
    for (size_t i = 0; i < d->ticks.n; i++) {
        struct label tick = label_make(d, axis_tick_text(d, d->ticks.v[i]), d->axis, d->width);
        widest_tick = length_max(widest_tick, tick.width);
    }
    s->left = widest_tick ? widest_tick + CHART_LABEL_GAP * 3 / 2 : 0;
    length gap = length_max(BAR_MOST * 7 / 10, beside ? beside + BESIDE_GAP : 0);
    length natural = n * BAR_MOST + (n - 1) * CHART_BAR_GAP + gap;
    length wanted = length_max(natural, widest_name(d) + 2 * CHART_LABEL_GAP);
    length room = d->width - s->left - (beside ? beside / 2 + BESIDE_GAP : 0);
    s->slot = length_min(wanted, room / count);
    s->bar = (s->slot - (n - 1) * CHART_BAR_GAP) * 10 / (n * 10 + 7);
    if (beside && s->slot - s->bar < beside + BESIDE_GAP)
        s->bar = length_max(s->slot - beside - BESIDE_GAP, s->slot / 2);
}

/* Names too wide for their slots stand in two rows by turns: each then has the width of two, but
 * for the ends, which stay in the frame. */
static bool stagger_names(struct drawing *d, struct slots *s) {
    size_t count = d->c->category_count;
    length height[2] = {0, 0}, gap = CHART_LABEL_GAP;
    for (size_t k = 0; k < count; k++) {
        length room = 2 * s->slot - gap;
        if (k == 0 || k + 1 == count)
            room = s->slot * 3 / 2 - gap;
        struct label *name = &s->name[k];
        *name = label_make(d, d->c->categories[k], d->label, length_max(room, PT));
        if (name->block->overflow || name->block->n > NAME_LINES)
            return false;
        height[k % 2] = length_max(height[k % 2], name->height);
    }
    s->second = height[0] + CHART_LABEL_GAP / 2;
    s->names_height = s->second + height[1];
    return count > 2;
}

static void draw_names(struct drawing *d, const struct slots *s) {
    for (size_t k = 0; k < d->c->category_count; k++) {
        length x = s->left + s->slot * (length)k, width = s->slot;
        struct point at = {x, d->top + CHART_LABEL_GAP};
        if (s->second) {
            length right = s->left + s->slot * (length)d->c->category_count;
            width = s->name[k].width;
            at.x = length_min(x + (s->slot - width) / 2, right - width);
            at.x = length_max(at.x, s->left);
            at.y += k % 2 ? s->second : 0;
        }
        label_draw_top(d, &s->name[k], at, width, TEXT_CENTER);
    }
}

static void measure_names(struct drawing *d, struct slots *s) {
    length gaps[2] = {2 * CHART_LABEL_GAP, CHART_LABEL_GAP / 2};
    size_t count = d->c->category_count, lines = 0;
    bool broken = false;
    s->name = ARENA_ARRAY(d->a, struct label, count);
    for (size_t attempt = 0; attempt < 2; attempt++) {
        lines = 0;
        broken = false;
        for (size_t k = 0; k < count; k++) {
            s->name[k] = label_make(d, d->c->categories[k], d->label,
                                    length_max(s->slot - gaps[attempt], PT));
            if (s->name[k].block->n > lines)
                lines = s->name[k].block->n;
            broken = broken || s->name[k].block->overflow;
            s->names_height = length_max(s->names_height, s->name[k].height);
        }
        if (lines <= NAME_LINES && !broken)
            return;
        if (attempt == 0)
            s->names_height = 0;
    }
    struct slots apart = *s;
    apart.name = ARENA_ARRAY(d->a, struct label, count);
    if (stagger_names(d, &apart)) {
        *s = apart;
        return;
    }
    struct diag *e = diag_warning(d->s->diags, "chart-names-too-long", d->c->span,
                                  "the names under the bars do not fit in %d lines", NAME_LINES);
    diag_help(d->s->diags, e, "`direction: horizontal` has room for long names");
}

static void measure_heights(struct drawing *d, struct slots *s) {
    length below = CHART_LABEL_GAP + s->names_height, above = 0, under = 0;
    if (d->values && decimal_sign(d->low) < 0)
        under = d->value->line_height;
    if (d->values && !d->stacked) {
        above = d->value->line_height;
    } else if (d->ticks.n) {
        above = d->axis->line_height / 2;
    }
    length all = PLOT_HEIGHT + above + under;
    if (d->height)
        all = d->height - d->top - below;
    s->plot_height = all - above - under;
    if (s->plot_height < PLOT_LEAST) {
        s->plot_height = PLOT_LEAST;
        struct diag *e = diag_warning(d->s->diags, "chart-too-low", d->c->span,
                                      "the bars do not fit in the chart's `height`: it is taller");
        diag_help(d->s->diags, e, "give it more, or leave `height` out");
    }
    s->under = under;
    s->plot_top = d->top + above;
    d->top = s->plot_top + s->plot_height + under;
}

/* In a stack a value stands inside its part, or beside it in the gap. */
static bool stands_inside(const struct slots *s, const struct label *label, const struct bar *bar) {
    length size = length_max(bar->from, bar->to) - length_min(bar->from, bar->to);
    return bar->drawn && label->cap + 4 * PT <= size && label->width + 2 * PT <= s->bar;
}

static bool below_zero(const struct drawing *d, size_t series, size_t category) {
    const struct bound_point *p = point_of(d, series, category);
    return p->kind == POINT_VALUE && decimal_sign(p->value) < 0;
}

static bool values_fit(struct drawing *d, const struct slots *s) {
    length n = bars_count(d);
    for (size_t k = 0; k < d->c->category_count; k++) {
        size_t outside[2] = {0, 0}; /* above the zero line, below it */
        for (size_t i = 0; i < d->c->series_count; i++) {
            struct str text = point_of(d, i, k)->label;
            if (!text.n || !value_shown(d, i, k))
                continue;
            struct label label = label_make(d, text, d->value, LENGTH_MAX / 4);
            length room = n == 1 ? s->slot - CHART_LABEL_GAP / 2 : s->bar + CHART_BAR_GAP / 2;
            if (d->stacked && stands_inside(s, &label, bar_of(d, i, k)))
                continue;
            if (d->stacked)
                room = s->slot - s->bar - BESIDE_GAP;
            outside[below_zero(d, i, k)]++;
            if (label.width + swatch(d, i, k) > room)
                return false;
        }
        length line = d->value->line_height, down = d->zero + s->under;
        if (d->stacked && ((length)outside[0] * line > s->plot_height - d->zero ||
                           (length)outside[1] * line > down))
            return false;
    }
    return true;
}

static length y_at(const struct drawing *d, const struct slots *s, length from_zero) {
    return s->plot_top + s->plot_height - d->zero - from_zero;
}

static void draw_ticks(struct drawing *d, const struct slots *s) {
    length right = s->left + s->slot * (length)d->c->category_count;
    for (size_t i = 0; i < d->ticks.n; i++) {
        const struct decimal *tick = d->ticks.v[i];
        if (decimal_compare(tick, d->high) > 0)
            continue;
        length y = y_at(d, s, axis_at(d, tick) - d->zero);
        struct label label = label_make(d, axis_tick_text(d, tick), d->axis, d->width);
        label_draw_middle(d, &label, (struct point){0, y}, s->left - CHART_LABEL_GAP * 3 / 2,
                          TEXT_END);
        if (decimal_sign(tick) == 0)
            continue;
        struct point at = {s->left, y - CHART_GRID_LINE / 2};
        draw_rectangle(d, d->grid, at, (struct point){right - s->left, CHART_GRID_LINE});
    }
}

static void draw_group(struct drawing *d, const struct slots *s, size_t k, length x) {
    length zero = y_at(d, s, 0);
    for (size_t i = 0; i < d->c->series_count; i++, x += s->bar + CHART_BAR_GAP) {
        const struct bar *bar = bar_of(d, i, k);
        length size = bar->to < 0 ? -bar->to : bar->to;
        length y = zero - length_max(bar->to, 0);
        if (bar->drawn)
            draw_bar(d, i, k, (struct point){x, y}, (struct point){s->bar, size});
        struct str text = point_of(d, i, k)->label;
        if (!text.n || !value_shown(d, i, k))
            continue;
        struct label label = label_make(d, text, d->value, LENGTH_MAX / 4);
        length half = d->value->line_height / 2;
        struct point at = {x + (s->bar - label.width) / 2,
                           bar->to < 0 ? y + size + half : y - half};
        label_draw_middle(d, &label, at, label.width, TEXT_START);
    }
}

struct beside {
    struct label label;
    length middle;
    length swatch; /* room for the square before it; 0: none */
    struct color color;
};

/* Labels beside a stack, from the top, on one side of the zero line: each moves down until it is
 * clear of the one above, then all move up that would leave the room from `top` to `bottom`. */
static void draw_beside(struct drawing *d, struct beside *v, size_t n, struct point place,
                        length bottom) {
    length line = d->value->line_height, next = place.y + line / 2;
    length last = bottom - line / 2, x = place.x;
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && v[k].middle < v[k - 1].middle; k--) {
            struct beside swap = v[k];
            v[k] = v[k - 1];
            v[k - 1] = swap;
        }
    for (size_t i = 0; i < n; i++, next += line)
        next = v[i].middle = length_max(v[i].middle, next);
    for (size_t i = n; i-- > 0; last -= line)
        last = v[i].middle = length_min(v[i].middle, last);
    for (size_t i = 0; i < n; i++) {
        struct point at = {x, v[i].middle - SWATCH / 2};
        if (v[i].swatch)
            draw_rectangle(d, v[i].color, at, (struct point){SWATCH, SWATCH});
        at = (struct point){x + v[i].swatch, v[i].middle};
        label_draw_middle(d, &v[i].label, at, v[i].label.width, TEXT_START);
    }
}

static void draw_stack(struct drawing *d, const struct slots *s, size_t k, length x) {
    struct beside *beside[2];
    size_t n[2] = {0, 0}; /* above the zero line, below it */
    for (size_t i = 0; i < 2; i++)
        beside[i] = ARENA_ARRAY(d->a, struct beside, d->c->series_count);
    for (size_t i = 0; i < d->c->series_count; i++) {
        const struct bar *bar = bar_of(d, i, k);
        length top = y_at(d, s, length_max(bar->from, bar->to));
        length size = y_at(d, s, length_min(bar->from, bar->to)) - top;
        if (bar->drawn) {
            draw_bar(d, i, k, (struct point){x, top}, (struct point){s->bar, size});
            length seam = length_min(CHART_BAR_GAP * 3 / 4, size / 4);
            struct point at = {x, y_at(d, s, bar->from) - (bar->to > bar->from ? seam : 0)};
            if (bar->from != 0)
                draw_rectangle(d, d->ground, at, (struct point){s->bar, seam});
        }
        struct str text = point_of(d, i, k)->label;
        if (!text.n || !value_shown(d, i, k))
            continue;
        bool below = below_zero(d, i, k);
        struct label label = label_make(d, text, d->value, LENGTH_MAX / 4);
        struct point middle = {x + (s->bar - label.width) / 2, top + size / 2};
        if (stands_inside(s, &label, bar))
            label_draw_color(d, &label, middle, text_on(d, i));
        else
            beside[below][n[below]++] =
                (struct beside){label, middle.y, swatch(d, i, k), d->colors[i]};
    }
    struct point place = {x + s->bar + CHART_LABEL_GAP * 3 / 4, s->plot_top};
    length zero = y_at(d, s, 0);
    draw_beside(d, beside[0], n[0], place, zero);
    place.y = zero + CHART_LINE;
    draw_beside(d, beside[1], n[1], place, s->plot_top + s->plot_height + s->under);
}

static bool measure(struct drawing *d, struct slots *s) {
    *s = (struct slots){0};
    measure_slots(d, s);
    if (s->slot < SLOT_LEAST) {
        struct diag *e =
            diag_error(d->s->diags, "chart-too-narrow", d->c->span,
                       "there is no room for %zu categories side by side", d->c->category_count);
        diag_help(d->s->diags, e, "`direction: horizontal` has room for them");
        return false;
    }
    measure_names(d, s);
    measure_heights(d, s);
    axis_place_bars(d, s->plot_height);
    return true;
}

bool bars_vertical(struct drawing *d) {
    struct slots s;
    length top = d->top;
    if (!measure(d, &s))
        return false;
    if (!values_fit(d, &s)) {
        struct diag *e = NULL;
        if (d->values) {
            e = diag_warning(d->s->diags, "chart-labels-too-wide", d->c->span,
                             "the values are wider than their bars: an axis stands in their place");
            diag_help(d->s->diags, e, "`direction: horizontal` has room for them");
        }
        d->values = false;
        d->top = top;
        axis_choose_ticks(d);
        if (!measure(d, &s))
            return false;
        if (!values_fit(d, &s)) {
            e = diag_error(d->s->diags, "chart-too-narrow", d->c->span,
                           "there is no room beside the bars for marks such as [c]");
            diag_help(d->s->diags, e, "`direction: horizontal` has room for them");
            return false;
        }
    }
    draw_ticks(d, &s);
    length group = bars_count(d) * (s.bar + CHART_BAR_GAP) - CHART_BAR_GAP;
    for (size_t k = 0; k < d->c->category_count; k++) {
        length x = s.left + s.slot * (length)k;
        if (d->stacked)
            draw_stack(d, &s, k, x + (s.slot - group) / 2);
        else
            draw_group(d, &s, k, x + (s.slot - group) / 2);
    }
    draw_names(d, &s);
    length right = s.left + s.slot * (length)d->c->category_count;
    draw_rectangle(d, d->axis->color, (struct point){s.left, y_at(d, &s, 0)},
                   (struct point){right - s.left, CHART_LINE});
    d->top += CHART_LABEL_GAP + s.names_height;
    return true;
}
