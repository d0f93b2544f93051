/* bars_horizontal.c - one row of bars a category: names right-aligned to the zero line's side. */
#include "chart/chart_internal.h"

#define THICKNESS                                                                                  \
    ((length)11 *                                                                                  \
     PT) /* of a grouped bar, at the label size of the built-in theme                 \
                       */
#define STACK_THICKNESS ((length)16 * PT)
#define ONLY_THICKNESS ((length)26 * PT) /* of the only stacked bar */
#define LABEL_SIZE ((length)9500)
#define EXTENT_LEAST ((length)12 * PT)

struct rows {
    length names;          /* width of the names' column with its gap */
    length left, right;    /* of the value axis */
    length thickness, gap; /* of a bar; between categories */
    struct label *name;    /* one a category */
    length names_end;      /* right edge of the names */
    length above_line;     /* height of a row of labels above a bar */
    bool crossed;          /* the zero line would go through one of them */
    size_t above;          /* rows of labels above each stacked bar */
};

static length widest_value(struct drawing *d, bool negative) {
    length widest = 0;
    for (size_t k = 0; k < d->c->category_count; k++) {
        for (size_t i = 0; i < d->c->series_count; i++) {
            const struct bound_point *p = point_of(d, i, k);
            bool below = p->kind == POINT_VALUE && decimal_sign(p->value) < 0;
            if (below != negative || !p->label.n)
                continue;
            struct label label = label_make(d, p->label, d->value, d->width);
            widest = length_max(widest, label.width);
        }
    }
    return widest;
}

static void measure_names(struct drawing *d, struct rows *r) {
    size_t n = d->c->category_count;
    length most = d->width * 35 / 100, widest = 0;
    r->name = ARENA_ARRAY(d->a, struct label, n);
    if (d->direct)
        return;                      /* its parts' names stand above it, its own in the caption */
    for (size_t k = 0; k < n; k++) { /* a long word may take more, up to half */
        struct text_segment name = {
            .text = d->c->categories[k], .style = d->label, .lang = d->c->lang};
        length word = text_measure(d->r->fonts, d->s, &name, 1).min;
        most = length_max(most, length_min(word, d->width / 2));
    }
    for (size_t k = 0; k < n; k++) {
        r->name[k] = label_make(d, d->c->categories[k], d->label, most);
        widest = length_max(widest, r->name[k].width);
    }
    r->names_end = widest;
    r->names = widest + CHART_LABEL_GAP * 3 / 2;
}

/* What stands beside the value axis: names, then room for labels of negative bars; right, for
 * others. */
static bool measure(struct drawing *d, struct rows *r) {
    measure_names(d, r);
    r->left = r->names;
    r->right = d->width;
    if (d->values && !d->stacked) {
        length below = widest_value(d, true);
        if (below)
            r->left += below + CHART_LABEL_GAP;
        r->right -= widest_value(d, false) + CHART_LABEL_GAP;
    } else if (d->ticks.n) {
        struct label last = label_make(d, axis_tick_text(d, d->high), d->axis, d->width);
        struct label first = label_make(d, axis_tick_text(d, d->low), d->axis, d->width);
        r->right -= last.width / 2 + 1;
        r->left = length_max(r->left, first.width / 2 + 1);
    }
    length base = d->direct ? ONLY_THICKNESS : d->stacked ? STACK_THICKNESS : THICKNESS;
    r->thickness = length_scale(base, d->value->font_size, LABEL_SIZE);
    r->gap = r->thickness * (d->c->series_count > 1 && !d->stacked ? 80 : 62) / 100;
    if (r->right - r->left >= EXTENT_LEAST)
        return true;
    struct diag *e = diag_error(d->s->diags, "chart-too-narrow", d->c->span,
                                "there is no room for the bars beside their names");
    diag_help(d->s->diags, e, "shorten the names, or give the chart a wider column");
    return false;
}

/* Bars of one category take this much, without labels above them. */
static length group_height(const struct drawing *d, const struct rows *r) {
    if (d->stacked)
        return r->thickness;
    length n = (length)d->c->series_count;
    return n * r->thickness + (n - 1) * CHART_BAR_GAP;
}

static length rows_height(const struct drawing *d, const struct rows *r) {
    length sum = 0;
    for (size_t k = 0; k < d->c->category_count; k++)
        sum += length_max(group_height(d, r), r->name[k].height) + r->gap;
    return sum;
}

static void draw_group(struct drawing *d, const struct rows *r, size_t k, length y) {
    length zero = r->left + d->zero;
    for (size_t i = 0; i < d->c->series_count; i++, y += r->thickness + CHART_BAR_GAP) {
        const struct bar *bar = bar_of(d, i, k);
        length x = zero + length_min(bar->to, 0), size = bar->to < 0 ? -bar->to : bar->to;
        if (bar->drawn)
            draw_bar(d, i, k, (struct point){x, y}, (struct point){size, r->thickness});
        if (!d->values && point_of(d, i, k)->kind == POINT_VALUE)
            continue;
        struct str text = point_text(d, i, k);
        if (!text.n)
            continue;
        struct label label = label_make(d, text, d->value, d->width);
        struct point at = {zero + length_max(bar->to, 0) + CHART_LABEL_GAP, y + r->thickness / 2};
        if (bar->to < 0)
            at.x = zero + bar->to - CHART_LABEL_GAP - label.width;
        label_draw_middle(d, &label, at, label.width, TEXT_START);
    }
}

/* The zero line goes through no label. */
static length clear_of_zero(length zero, const struct bar *bar, length left, length width) {
    if (bar->drawn && length_min(bar->from, bar->to) < 0)
        return length_min(left, zero - CHART_LABEL_GAP / 2 - width);
    return length_max(left, zero + CHART_LABEL_GAP / 2);
}

/* Labels that stand above a stacked bar: parts too short for theirs, marks, names of parts. */
static size_t labels_above(struct drawing *d, const struct rows *r, size_t k,
                           struct placed *above) {
    size_t n = 0;
    for (size_t i = 0; i < d->c->series_count; i++) {
        const struct bar *bar = bar_of(d, i, k);
        struct str text = point_text(d, i, k);
        bool mark = point_of(d, i, k)->kind != POINT_VALUE;
        bool inside = false;
        length size = bar->to > bar->from ? bar->to - bar->from : bar->from - bar->to;
        if (text.n && bar->drawn) {
            struct label value = label_make(d, text, d->value, d->width);
            inside =
                value.width + 2 * CHART_LABEL_GAP <= size && value.cap + 4 * PT <= r->thickness;
        }
        if (d->direct && !mark) {
            struct str name = d->c->series[i].label;
            bool both = d->values && !inside && text.n;
            text = both ? str_format(d->a, "%.*s %.*s", STR_ARG(name), STR_ARG(text)) : name;
        } else if (inside || !text.n || (!d->values && !mark)) {
            continue;
        }
        struct placed p = {.label = label_make(d, text, d->direct ? d->label : d->value, d->width)};
        p.left = r->left + d->zero + length_min(bar->from, bar->to);
        if (!d->direct)
            p.left = clear_of_zero(r->left + d->zero, bar, p.left + (size - p.label.width) / 2,
                                   p.label.width);
        above[n++] = p;
    }
    return n;
}

static void draw_inside(struct drawing *d, const struct rows *r, size_t k, length y) {
    for (size_t i = 0; d->values && i < d->c->series_count; i++) {
        const struct bar *bar = bar_of(d, i, k);
        struct str text = point_of(d, i, k)->label;
        if (!bar->drawn || !text.n)
            continue;
        length from = length_min(bar->from, bar->to), size = length_max(bar->from, bar->to) - from;
        struct label label = label_make(d, text, d->value, d->width);
        if (label.width + 2 * CHART_LABEL_GAP > size || label.cap + 4 * PT > r->thickness)
            continue;
        struct point at = {r->left + d->zero + from + CHART_LABEL_GAP, y + r->thickness / 2};
        label_draw_color(d, &label, at, text_on(d, i));
    }
}

/* A line of the ground's colour over the seam parts neighbours and takes nothing from their measures. */
static void draw_stack(struct drawing *d, const struct rows *r, size_t k, length y) {
    for (size_t i = 0; i < d->c->series_count; i++) {
        const struct bar *bar = bar_of(d, i, k);
        length from = length_min(bar->from, bar->to), size = length_max(bar->from, bar->to) - from;
        if (!bar->drawn)
            continue;
        struct point at = {r->left + d->zero + from, y};
        draw_bar(d, i, k, at, (struct point){size, r->thickness});
        length seam = length_min(CHART_BAR_GAP * 3 / 4, size / 4);
        at.x = r->left + d->zero + bar->from - (bar->to > bar->from ? 0 : seam);
        if (bar->from != 0)
            draw_rectangle(d, d->ground, at, (struct point){seam, r->thickness});
    }
    draw_inside(d, r, k, y);
}

/* Rows of labels above every bar: as many as one of them needs, so that all stand evenly. Where one
 * had to move over the zero line, the line stands at the bars only. */
static void measure_above(struct drawing *d, struct rows *r) {
    length zero = r->left + d->zero;
    r->above_line = d->direct ? d->label->line_height : d->value->line_height;
    for (size_t k = 0; d->stacked && k < d->c->category_count; k++) {
        struct placed *above = ARENA_ARRAY(d->a, struct placed, d->c->series_count);
        size_t n = labels_above(d, r, k, above), rows = labels_spread(above, n, d->width);
        r->above = rows > r->above ? rows : r->above;
        for (size_t i = 0; i < n; i++) {
            r->above_line = length_max(r->above_line, above[i].label.height);
            r->crossed = r->crossed || (above[i].left < zero &&
                                        above[i].left + above[i].label.width > zero - CHART_LINE);
        }
    }
    r->crossed = r->crossed && !d->direct;
}

static length above_height(const struct rows *r) {
    return r->above ? (length)r->above * r->above_line + 2 * PT : 0;
}

/* A height that the author gives is shared out by making bars thicker or thinner. A name may be
 * higher than its bars, so the share is corrected until it stands. */
static void fit_height(struct drawing *d, struct rows *r) {
    if (!d->height)
        return;
    struct rows wanted = *r;
    length room = d->height - d->top;
    if (d->ticks.n)
        room -= d->axis->line_height + CHART_LABEL_GAP;
    for (int i = 0; i < 4 && room > 0; i++) {
        length natural = length_max(rows_height(d, &wanted), 1);
        length labels = above_height(r), gap = length_max(wanted.gap - labels, CHART_LABEL_GAP);
        if (r->above)
            natural += (length)d->c->category_count * (labels + gap - wanted.gap);
        wanted.thickness = length_scale(wanted.thickness, room, natural);
        wanted.gap = length_scale(wanted.gap, room, natural);
    }
    if (room > 0 && wanted.thickness >= r->thickness * 6 / 10) {
        *r = wanted;
        return;
    }
    struct diag *e = diag_warning(d->s->diags, "chart-too-low", d->c->span,
                                  "the bars do not fit in the chart's `height`: it is taller");
    diag_help(d->s->diags, e, "give it more, or leave `height` out");
}

/* Names above the parts of the only bar serve if each stands at its own part. */
bool bars_direct(struct drawing *d) {
    struct rows r = {0};
    if (!measure(d, &r))
        return false;
    axis_place_bars(d, r.right - r.left);
    struct placed *now = ARENA_ARRAY(d->a, struct placed, d->c->series_count);
    size_t n = labels_above(d, &r, 0, now);
    length *wanted = ARENA_ARRAY(d->a, length, n);
    for (size_t i = 0; i < n; i++)
        wanted[i] = now[i].left;
    if (labels_spread(now, n, d->width) > 1)
        return false;
    for (size_t i = 0; i < n; i++) {
        length moved = now[i].left - wanted[i];
        if ((moved < 0 ? -moved : moved) > now[i].label.width / 3)
            return false;
    }
    return true;
}

static length row_height(const struct drawing *d, const struct rows *r, size_t k) {
    return length_max(group_height(d, r), r->name[k].height);
}

/* Where a stack has no part to draw, its marks stand in the bar's place. */
static bool labels_take_bar(const struct drawing *d, const struct rows *r, size_t k) {
    bool any = r->crossed || d->direct;
    for (size_t i = 0; i < d->c->series_count; i++)
        any = any || bar_of(d, i, k)->drawn;
    return !any;
}

static void draw_zero(struct drawing *d, const struct rows *r, length top, length height) {
    draw_rectangle(d, d->axis->color, (struct point){r->left + d->zero - CHART_LINE, top},
                   (struct point){CHART_LINE, height});
}

static void draw_row(struct drawing *d, const struct rows *r, size_t k) {
    struct placed *above = ARENA_ARRAY(d->a, struct placed, d->c->series_count);
    size_t n = d->stacked ? labels_above(d, r, k, above) : 0, rows = r->above;
    labels_spread(above, n, d->width);
    length line = r->above_line;
    length lower = labels_take_bar(d, r, k) ? 2 * PT + (row_height(d, r, k) + line) / 2 : 0;
    for (size_t i = 0; i < n; i++) {
        length y = d->top + lower + (length)(rows - 1 - above[i].row) * line;
        struct label *label = &above[i].label;
        label_draw_top(d, label, (struct point){above[i].left, y}, label->width, TEXT_START);
    }
    d->top += above_height(r);
    length bars = group_height(d, r), height = row_height(d, r, k);
    length y = d->top + (height - bars) / 2;
    if (r->name[k].block)
        label_draw_middle(d, &r->name[k], (struct point){0, d->top + height / 2}, r->names_end,
                          TEXT_END);
    if (d->stacked)
        draw_stack(d, r, k, y);
    else
        draw_group(d, r, k, y);
    if (r->crossed)
        draw_zero(d, r, d->top - PT, height + 2 * PT);
    d->top += height;
}

/* Faint lines behind the bars; the items are made first and their height is known after. */
static size_t draw_grid(struct drawing *d, const struct rows *r) {
    size_t first = d->f->n;
    for (size_t i = 0; i < d->ticks.n; i++) {
        const struct decimal *tick = d->ticks.v[i];
        if (decimal_sign(tick) == 0 || decimal_compare(tick, d->high) > 0)
            continue;
        struct point at = {r->left + axis_at(d, tick) - CHART_GRID_LINE / 2, d->top};
        draw_rectangle(d, d->grid, at, (struct point){CHART_GRID_LINE, 0});
    }
    return d->f->n - first;
}

static void draw_ticks(struct drawing *d, const struct rows *r) {
    length free_from = 0;
    d->top += CHART_LABEL_GAP;
    for (size_t i = 0; i < d->ticks.n; i++) {
        if (decimal_compare(d->ticks.v[i], d->high) > 0)
            continue;
        struct label label = label_make(d, axis_tick_text(d, d->ticks.v[i]), d->axis, d->width);
        struct point at = {r->left + axis_at(d, d->ticks.v[i]) - label.width / 2, d->top};
        if (at.x < free_from)
            continue; /* its line stands; its neighbours' numbers say the rest */
        label_draw_top(d, &label, at, label.width, TEXT_START);
        free_from = at.x + label.width + CHART_LABEL_GAP;
    }
    d->top += d->axis->line_height;
}

bool bars_horizontal(struct drawing *d) {
    struct rows r = {0};
    if (!measure(d, &r))
        return false;
    axis_place_bars(d, r.right - r.left);
    measure_above(d, &r);
    fit_height(d, &r);
    if (r.above) /* they stand in the gap between two bars */
        r.gap = length_max(r.gap - above_height(&r), CHART_LABEL_GAP);
    size_t first = d->f->n, lines = draw_grid(d, &r);
    length from = d->top;
    length ends = d->direct ? 0 : r.gap / 2; /* the zero line goes a little beyond the bars */
    d->top += ends;
    for (size_t k = 0; k < d->c->category_count; k++) {
        if (k)
            d->top += r.gap;
        draw_row(d, &r, k);
    }
    d->top += ends;
    for (size_t i = 0; i < lines; i++)
        d->f->items[first + i].as.shape.height = d->top - from;
    if (!r.crossed && (!d->direct || decimal_sign(d->low) < 0))
        draw_zero(d, &r, from, d->top - from);
    if (d->ticks.n)
        draw_ticks(d, &r);
    if (!d->c->axis_title.n)
        return true;
    struct label title = label_make(d, d->c->axis_title, d->axis, r.right - r.left);
    d->top += d->ticks.n ? CHART_LABEL_GAP / 2 : CHART_LABEL_GAP;
    label_draw_top(d, &title, (struct point){r.left, d->top}, r.right - r.left, TEXT_START);
    d->top += title.height;
    return true;
}
