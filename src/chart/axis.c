/* axis.c - round ticks and exact places on the value axis. */
#include "chart/chart_internal.h"

/* The power of ten at or below range / most, so that the search below needs few steps. */
static int first_exponent(struct arena *a, const struct decimal *range, size_t most) {
    int exponent = 0;
    const struct decimal *count = decimal_from(a, (int64_t)most);
    for (int i = 0; i < 2 * DECIMAL_EXPONENT; i++) {
        struct str text = str_format(a, "1e%d", exponent + 1);
        const struct decimal *next = decimal_parse(a, text);
        const struct decimal *reach = next ? decimal_multiply(a, next, count) : NULL;
        if (!reach || decimal_compare(reach, range) > 0)
            break;
        exponent++;
    }
    while (exponent > -DECIMAL_EXPONENT) {
        const struct decimal *unit = decimal_parse(a, str_format(a, "1e%d", exponent));
        const struct decimal *reach = unit ? decimal_multiply(a, unit, count) : NULL;
        if (!reach || decimal_compare(reach, range) <= 0)
            break;
        exponent--;
    }
    return exponent;
}

/* Multiples of step from the last at or below min to the first at or above max; n 0 if too many. */
static struct axis_ticks ticks_by(struct arena *a, const struct decimal *step,
                                  const struct decimal *bounds[2], size_t most) {
    struct axis_ticks t = {0};
    int64_t first, last;
    const struct decimal *below = decimal_floor_divide(a, bounds[0], step);
    const struct decimal *above = decimal_floor_divide(a, decimal_negate(a, bounds[1]), step);
    if (!below || !above || !decimal_to_int(below, &first) || !decimal_to_int(above, &last))
        return t;
    last = -last;
    if (last - first < 0 || (uint64_t)(last - first) + 1 > most)
        return t;
    t.n = (size_t)(last - first) + 1;
    t.v = ARENA_ARRAY(a, const struct decimal *, t.n);
    for (size_t i = 0; i < t.n; i++)
        t.v[i] = decimal_multiply(a, decimal_from(a, first + (int64_t)i), step);
    t.low = t.v[0];
    t.high = t.v[t.n - 1];
    return t;
}

struct axis_ticks axis_ticks_choose(struct arena *a, const struct decimal *min,
                                    const struct decimal *max, size_t most, bool whole) {
    static const char *const STEPS[] = {"1", "2", "2.5", "5"};
    const struct decimal *bounds[2] = {min, max};
    const struct decimal *range = decimal_subtract(a, max, min);
    if (most < 3)
        most = 3; /* zero and a tick on either side of it always find a step */
    if (!range || decimal_sign(range) == 0) {
        bounds[1] = range = decimal_from(a, 1);
        bounds[0] = decimal_from(a, 0);
    }
    int from = first_exponent(a, range, most);
    if (whole && from < 0)
        from = 0;
    for (int exponent = from; exponent < from + 4; exponent++) {
        for (size_t i = 0; i < 4; i++) {
            struct str text = str_format(a, "%se%d", STEPS[i], exponent);
            const struct decimal *step = decimal_parse(a, text);
            if (!step || (whole && !decimal_is_integer(step)))
                continue;
            struct axis_ticks t = ticks_by(a, step, bounds, most);
            if (t.n)
                return t;
        }
    }
    return (struct axis_ticks){.low = bounds[0], .high = bounds[1]};
}

/* Sum of a category's values of one sign (0: all), or NULL when too large. */
static const struct decimal *stack_sum(const struct drawing *d, size_t category, int sign) {
    const struct decimal *sum = decimal_from(d->a, 0);
    for (size_t i = 0; sum && i < d->c->series_count; i++) {
        const struct bound_point *p = point_of(d, i, category);
        if (p->kind == POINT_VALUE && (sign == 0 || decimal_sign(p->value) == sign))
            sum = decimal_add(d->a, sum, p->value);
    }
    return sum;
}

static bool too_large(struct drawing *d) {
    struct span at = d->c->span;
    struct diag *e = diag_error(d->s->diags, "number-too-large", at,
                                "the values of this chart are too far apart");
    diag_help(d->s->diags, e, "leave the far one out with `where`, or make it a table");
    return false;
}

/* A share of a whole needs every part of it, and none below zero. */
static bool check_shares(struct drawing *d) {
    for (size_t k = 0; k < d->c->category_count; k++) {
        for (size_t i = 0; i < d->c->series_count; i++) {
            const struct bound_point *p = point_of(d, i, k);
            if (p->kind == POINT_VALUE && decimal_sign(p->value) >= 0)
                continue;
            struct diag *e;
            if (p->kind == POINT_VALUE)
                e = diag_error(d->s->diags, "chart-negative-share", p->span,
                               "a chart in percent cannot show a value below zero");
            else
                e = diag_error(d->s->diags, "chart-hidden-share", p->span,
                               "a chart in percent needs every value, and one is %s",
                               p->kind == POINT_MARK ? "marked" : "missing");
            diag_help(d->s->diags, e, "use `arrange: grouped`");
            return false;
        }
    }
    return true;
}

static void widen(const struct decimal **low, const struct decimal **high,
                  const struct decimal *v) {
    if (decimal_compare(v, *low) < 0)
        *low = v;
    if (decimal_compare(v, *high) > 0)
        *high = v;
}

/* Bars start at zero and are never cut, so a limit of the author's may only add room. */
static bool apply_limits(struct drawing *d) {
    const struct chart_axis *axis = &d->c->axis;
    struct span at = d->c->span;
    if (axis->min && decimal_sign(axis->min) > 0) {
        struct diag *e =
            diag_error(d->s->diags, "axis-not-zero", at,
                       "the axis of a bar chart starts at zero, so `min` cannot be above it");
        diag_help(d->s->diags, e, "leave out `min`");
        return false;
    }
    if ((axis->max && decimal_compare(axis->max, d->high) < 0) ||
        (axis->min && decimal_sign(axis->min) < 0 && decimal_compare(axis->min, d->low) > 0)) {
        struct diag *e =
            diag_error(d->s->diags, "axis-too-short", at, "a bar would be longer than the axis");
        diag_help(d->s->diags, e, "leave out `min` and `max`, or give the axis more room");
        return false;
    }
    if (axis->max)
        d->high = axis->max;
    if (axis->min && decimal_sign(axis->min) < 0)
        d->low = axis->min;
    return true;
}

bool axis_fit(struct drawing *d) {
    d->low = d->high = decimal_from(d->a, 0);
    if (d->c->arrange == ARRANGE_PERCENT) {
        d->high = d->range = decimal_from(d->a, 100);
        return check_shares(d);
    }
    for (size_t k = 0; k < d->c->category_count; k++) {
        if (d->stacked) {
            const struct decimal *down = stack_sum(d, k, -1), *up = stack_sum(d, k, 1);
            if (!down || !up)
                return too_large(d);
            widen(&d->low, &d->high, down);
            widen(&d->low, &d->high, up);
            continue;
        }
        for (size_t i = 0; i < d->c->series_count; i++)
            if (point_of(d, i, k)->kind == POINT_VALUE)
                widen(&d->low, &d->high, point_of(d, i, k)->value);
    }
    if (!apply_limits(d))
        return false;
    d->range = decimal_subtract(d->a, d->high, d->low);
    if (!d->range)
        return too_large(d);
    if (decimal_sign(d->range) == 0)
        d->high = d->range = decimal_from(d->a, 1);
    return true;
}

void axis_choose_ticks(struct drawing *d) {
    bool whole = true;
    for (size_t k = 0; k < d->c->category_count; k++)
        for (size_t i = 0; i < d->c->series_count; i++)
            if (point_of(d, i, k)->kind == POINT_VALUE)
                whole = whole && decimal_is_integer(point_of(d, i, k)->value);
    /* Zero and three faint lines. */
    size_t most = d->c->arrange == ARRANGE_PERCENT ? 5 : 4;
    d->ticks = axis_ticks_choose(d->a, d->low, d->high, most, whole);
    if (!d->ticks.n || d->c->axis.max)
        return;
    d->low = d->ticks.low;
    d->high = d->ticks.high;
    d->range = decimal_subtract(d->a, d->high, d->low);
}

/* value * extent / range, rounded once. */
static length along(const struct drawing *d, const struct decimal *value,
                    const struct decimal *range) {
    const struct decimal *extent = decimal_from(d->a, d->extent);
    const struct decimal *product = decimal_multiply(d->a, value, extent);
    const struct decimal *place = product ? decimal_divide(d->a, product, range) : NULL;
    return place ? decimal_scaled(place, 1) : 0;
}

length axis_at(const struct drawing *d, const struct decimal *value) {
    return along(d, decimal_subtract(d->a, value, d->low), d->range);
}

static void place_stack(struct drawing *d, size_t category) {
    const struct decimal *up = decimal_from(d->a, 0), *down = up, *whole = d->range;
    if (d->c->arrange == ARRANGE_PERCENT)
        whole = stack_sum(d, category, 0);
    for (size_t i = 0; i < d->c->series_count; i++) {
        struct bar *bar = &d->bars[category * d->c->series_count + i];
        const struct bound_point *p = point_of(d, i, category);
        bool value = p->kind == POINT_VALUE && whole && decimal_sign(whole) > 0;
        bool below = value && decimal_sign(p->value) < 0;
        const struct decimal *from = below ? down : up;
        bar->from = bar->to = decimal_sign(from) ? along(d, from, whole) : 0;
        if (!value)
            continue;
        const struct decimal *to = decimal_add(d->a, from, p->value);
        if (!to)
            continue;
        bar->to = along(d, to, whole);
        bar->drawn = bar->from != bar->to;
        if (below)
            down = to;
        else
            up = to;
    }
}

void axis_place_bars(struct drawing *d, length extent) {
    size_t n = d->c->series_count;
    /* The zero line's place and a bar's length are both rounded; together they must not exceed it.
     */
    d->extent = extent - (decimal_sign(d->low) < 0);
    d->bars = ARENA_ARRAY(d->a, struct bar, n * d->c->category_count);
    d->zero = along(d, decimal_negate(d->a, d->low), d->range);
    for (size_t k = 0; k < d->c->category_count; k++) {
        if (d->stacked) {
            place_stack(d, k);
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            const struct bound_point *p = point_of(d, i, k);
            if (p->kind != POINT_VALUE)
                continue;
            d->bars[k * n + i].to = along(d, p->value, d->range);
            d->bars[k * n + i].drawn = d->bars[k * n + i].to != 0;
        }
    }
}

struct str axis_tick_text(const struct drawing *d, const struct decimal *value) {
    int places = 0;
    for (size_t i = 0; i < d->ticks.n; i++)
        if (decimal_places(d->ticks.v[i]) > places)
            places = decimal_places(d->ticks.v[i]);
    if (d->c->arrange == ARRANGE_PERCENT)
        return str_join2(d->a, format_number(d->a, value, places, d->c->lang), STR("%"));
    if (!d->c->axis.has_format)
        return format_number(d->a, value, places, d->c->lang);
    struct value_format format = d->c->axis.format;
    if (format.style == FORMAT_NUMBER && format.places < 0)
        format.places = places;
    return value_format_text(d->a, value_number(d->a, value), &format, d->c->lang);
}
