/* The attacker of rules 6 and 7, in whole numbers.
 *
 * The true figures are one solution of what is published. A hidden figure is safe once a second solution
 * is shown in which it differs; each solution found is exact, so a verdict of "safe" needs no trust in
 * how it was found. They are found as the simplex method does, in whole numbers and with Bland's rule.
 */
#include "disclosure/attack.h"

#include <stdlib.h>
#include <string.h>

enum { STEP_LIMIT = 4000, AT_ONCE = 64 };

static void set_bounds(struct attack *a, uint32_t var, uint32_t figure) {
    const struct figures *f = a->f;
    const struct figure *x = &f->v[figure];
    int64_t least = f->zeros_shown ? 1 : 0, most = INT64_MAX;
    bool hidden = x->hidden || (a->open && figure_is_cell(f, figure));
    if (!hidden) {
        least = f->round > 1 ? x->least : x->value;
        most = f->round > 1 ? x->most : x->value;
    } else if (a->view == ATTACK_PLAIN || x->loose) {
        most = INT64_MAX;
    } else if (x->primary) {
        least = f->low > least ? f->low : least;
        most = f->high;
    } else if (x->value > f->high) {
        least = f->high + 1;
    }
    a->value[var] = x->value;
    a->least[var] = least < x->value ? least : x->value;
    a->most[var] = most > x->value ? most : x->value;
}

/* A visible cell is known, but where it is printed rounded. */
static bool unknown(const struct attack *a, uint32_t figure) {
    const struct figure *x = &a->f->v[figure];
    if (x->hidden || (a->f->round > 1 && x->least < x->most))
        return true;
    return a->open && figure_is_cell(a->f, figure) && !x->forced && x->value > 0;
}

static const struct figures *sorting;

/* What is hidden already costs nothing, then by value. */
static int by_cost(const void *x, const void *y) {
    uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    const struct figure *a = &sorting->v[i], *b = &sorting->v[k];
    if (a->hidden != b->hidden)
        return a->hidden ? -1 : 1;
    if (a->value != b->value)
        return (a->value < b->value) == a->hidden ? 1 : -1;
    return (i > k) - (i < k);
}

static void make_variables(struct attack *a) {
    const struct figures *f = a->f;
    a->var = ARENA_ARRAY(a->arena, uint32_t, f->n);
    a->figure_of = ARENA_ARRAY(a->arena, uint32_t, f->n);
    a->value = ARENA_ARRAY(a->arena, int64_t, f->n);
    a->least = ARENA_ARRAY(a->arena, int64_t, f->n);
    a->most = ARENA_ARRAY(a->arena, int64_t, f->n);
    for (uint32_t i = 0; i < f->n; i++) {
        a->var[i] = ROWS_NONE;
        if (unknown(a, i))
            a->figure_of[a->vars++] = i;
    }
    sorting = f;
    if (a->open)
        qsort(a->figure_of, a->vars, sizeof *a->figure_of, by_cost);
    for (uint32_t v = 0; v < a->vars; v++) {
        a->var[a->figure_of[v]] = v;
        set_bounds(a, v, a->figure_of[v]);
    }
}

/* The room a variable has: a good pivot has much of it. */
static int64_t room(const struct attack *a, uint32_t var) {
    int64_t down = a->value[var] - a->least[var];
    int64_t up = a->most[var] == INT64_MAX ? INT64_MAX : a->most[var] - a->value[var];
    return down < up ? down : up;
}

static void add_equation(struct attack *a, uint32_t figure, struct term *terms) {
    const struct figure *x = &a->f->v[figure];
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++) {
        if (a->var[x->cells[i]] != ROWS_NONE)
            terms[n++] = (struct term){a->var[x->cells[i]], 1};
    }
    uint32_t own = a->var[figure];
    if (n == 0 && own == ROWS_NONE)
        return;
    if (own != ROWS_NONE)
        terms[n++] = (struct term){own, -1};
    uint32_t index = rows_add(&a->rows, terms, n);
    const struct row *row = &a->rows.all.v[index];
    uint32_t best = a->open && row->n > 0 ? row->t[0].at : own;
    for (size_t i = 0; !a->open && own == ROWS_NONE && i < row->n; i++) {
        if (best == ROWS_NONE || room(a, row->t[i].at) > room(a, best))
            best = row->t[i].at;
    }
    if (row->n == 0)
        rows_drop_last(&a->rows);
    else
        rows_pivot(&a->rows, index, best);
}

static void init(struct attack *a) {
    const struct figures *f = a->f;
    make_variables(a);
    rows_init(&a->rows, a->arena, a->vars);
    a->revealed = ROWS_NONE;
    a->skip = ARENA_ARRAY(a->arena, uint32_t, a->vars + 1);
    struct term *terms = ARENA_ARRAY(a->arena, struct term, f->cells + 2);
    for (uint32_t i = (uint32_t)f->cells; i < f->n; i++) {
        if (!f->v[i].hidden || a->var[i] != ROWS_NONE)
            add_equation(a, i, terms);
    }
}

void attack_init(struct attack *a, const struct figures *f, struct arena *arena,
                 enum attack_view view) {
    *a = (struct attack){.f = f, .arena = arena, .view = view};
    init(a);
}

void attack_init_open(struct attack *a, const struct figures *f, struct arena *arena,
                      enum attack_view view) {
    *a = (struct attack){.f = f, .arena = arena, .view = view, .open = true};
    init(a);
}

void attack_reveal(struct attack *a, uint32_t var) {
    if (a->revealed != ROWS_NONE) {
        a->least[a->revealed] = a->kept_least;
        a->most[a->revealed] = a->kept_most;
    }
    a->revealed = var;
    if (var == ROWS_NONE)
        return;
    a->kept_least = a->least[var];
    a->kept_most = a->most[var];
    a->least[var] = a->most[var] = a->value[var];
}

/* --- moves --------------------------------------------------------------------------------- */

static int64_t common_divisor(int64_t x, int64_t y) {
    x = x < 0 ? -x : x;
    y = y < 0 ? -y : y;
    while (y) {
        int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

/* How far `var` may go up (sign 1) or down (-1). */
static int64_t slack(const struct attack *a, uint32_t var, int64_t sign) {
    if (sign < 0)
        return a->value[var] - a->least[var];
    return a->most[var] == INT64_MAX ? INT64_MAX : a->most[var] - a->value[var];
}

struct ratio {
    int64_t unit;    /* steps that keep all whole are multiples of this */
    int64_t most;    /* the longest step */
    uint32_t blocks; /* the lowest variable that lets nothing move, or ROWS_NONE */
};

static int64_t floor_ratio(int64_t room_left, int64_t down, int64_t up) {
    rows_wide most = (rows_wide)room_left * down / up;
    return most > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)most;
}

/* The ratio test: the free variable `j` moves by `sign`. */
static struct ratio ratio_of(struct attack *a, uint32_t j, int64_t sign) {
    struct ratio out = {1, slack(a, j, sign), ROWS_NONE};
    rows_begin(&a->rows);
    const struct index_vec *in = &a->rows.in[j];
    for (size_t i = 0; i < in->n; i++) {
        if (in->v[i] >= a->rows.all.n || !rows_first(&a->rows, in->v[i]))
            continue;
        int64_t by = rows_coefficient(&a->rows, in->v[i], j);
        if (by == 0)
            continue;
        uint32_t basic = a->rows.all.v[in->v[i]].pivot;
        int64_t own = rows_coefficient(&a->rows, in->v[i], basic);
        int64_t moves = (by > 0) == (own > 0) ? -sign : sign;
        int64_t up = by < 0 ? -by : by, down = own < 0 ? -own : own;
        int64_t common = common_divisor(up, down), part = down / common;
        int64_t left = slack(a, basic, moves);
        if (out.unit < ROWS_LIMIT)
            out.unit = out.unit / common_divisor(out.unit, part) * part;
        if (left == INT64_MAX)
            continue;
        int64_t most = floor_ratio(left, down, up);
        if (most < out.most)
            out.most = most;
        if (left == 0 && basic < out.blocks)
            out.blocks = basic;
    }
    return out;
}

/* The solution that is `step` away along j, as differences from this one. */
static struct move make_move(struct attack *a, uint32_t j, int64_t step) {
    struct index_vec *in = &a->rows.in[j];
    struct move m = {.t = ARENA_ARRAY(a->arena, struct term, in->n + 1)};
    m.t[m.n++] = (struct term){j, step};
    rows_begin(&a->rows);
    for (size_t i = 0; i < in->n; i++) {
        if (in->v[i] >= a->rows.all.n || !rows_first(&a->rows, in->v[i]))
            continue;
        int64_t by = rows_coefficient(&a->rows, in->v[i], j);
        if (by == 0)
            continue;
        uint32_t basic = a->rows.all.v[in->v[i]].pivot;
        int64_t own = rows_coefficient(&a->rows, in->v[i], basic);
        m.t[m.n++] = (struct term){basic, (int64_t)(-(rows_wide)step * by / own)};
    }
    return m;
}

struct entering {
    uint32_t j; /* ROWS_NONE: none, the end is reached */
    int64_t sign;
};

/* The lowest free variable that can move so that the target goes up (sign 1) or down. */
static struct entering choose(struct attack *a, uint32_t target, int64_t sign) {
    struct entering e = {ROWS_NONE, 0};
    uint32_t index = a->rows.pivot_row[target];
    if (index == ROWS_NONE) {
        if (slack(a, target, sign) > 0 && a->skip[target] != a->pass)
            e = (struct entering){target, sign};
        return e;
    }
    const struct row *row = &a->rows.all.v[index];
    int64_t own = rows_coefficient(&a->rows, index, target);
    if (slack(a, target, sign) == 0)
        return e;
    for (size_t i = 0; i < row->n; i++) {
        uint32_t j = row->t[i].at;
        int64_t way = (row->t[i].by > 0) == (own > 0) ? -sign : sign;
        if (j != target && a->skip[j] != a->pass && slack(a, j, way) > 0)
            return (struct entering){j, way};
    }
    return e;
}

/* A move that is there without changing what is basic, among the first variables that could make one. */
static struct move at_once(struct attack *a, uint32_t target, int64_t sign) {
    uint32_t index = a->rows.pivot_row[target];
    if (index == ROWS_NONE || slack(a, target, sign) == 0)
        return (struct move){0};
    const struct row *row = &a->rows.all.v[index];
    int64_t own = rows_coefficient(&a->rows, index, target);
    size_t tried = 0;
    for (size_t i = 0; i < row->n && tried < AT_ONCE; i++) {
        uint32_t j = row->t[i].at;
        int64_t way = (row->t[i].by > 0) == (own > 0) ? -sign : sign;
        if (j == target || slack(a, j, way) == 0)
            continue;
        struct ratio r = ratio_of(a, j, way);
        if (r.blocks == ROWS_NONE && r.most >= r.unit)
            return make_move(a, j, way * r.unit);
        tried++;
    }
    return (struct move){0};
}

/* One move by which the target goes the way of the sign; an empty one if there is none, and then
 * a->proved tells whether that is certain. */
static struct move step(struct attack *a, uint32_t target, int64_t sign, bool far) {
    a->pass++;
    a->proved = true;
    for (int i = 0; i < STEP_LIMIT && !a->rows.overflow; i++) {
        struct entering e = choose(a, target, sign);
        if (e.j == ROWS_NONE)
            return (struct move){0};
        struct ratio r = ratio_of(a, e.j, e.sign);
        if (r.blocks != ROWS_NONE) {
            rows_pivot(&a->rows, a->rows.pivot_row[r.blocks], e.j);
        } else if (r.most >= r.unit) {
            a->endless = far && r.most >= INT64_MAX / 4;
            int64_t length = far && !a->endless ? r.most / r.unit * r.unit : r.unit;
            return make_move(a, e.j, e.sign * length);
        } else {
            a->proved = false; /* a part of a step would do, but people are whole */
            a->skip[e.j] = a->pass;
        }
    }
    a->proved = false;
    return (struct move){0};
}

struct move attack_other(struct attack *a, uint32_t var) {
    for (int64_t sign = 1; sign >= -1; sign -= 2) {
        struct move m = at_once(a, var, sign);
        if (m.n > 0)
            return m;
    }
    struct move up = step(a, var, 1, false);
    if (up.n > 0)
        return up;
    bool proved = a->proved;
    struct move down = step(a, var, -1, false);
    a->proved = a->proved && proved;
    return down;
}

int64_t attack_reach(struct attack *a, uint32_t var, int64_t sign, int64_t enough) {
    size_t bytes = (a->vars + 1) * sizeof *a->value;
    int64_t *true_values = ARENA_ARRAY(a->arena, int64_t, a->vars + 1);
    memcpy(true_values, a->value, bytes);
    int64_t best = a->value[var];
    a->endless = false;
    for (int i = 0; i < STEP_LIMIT && (sign > 0 ? best < enough : best > enough); i++) {
        struct move m = step(a, var, sign, true);
        if (m.n == 0)
            break;
        if (a->endless && !a->used) {
            best = INT64_MAX;
            break;
        }
        for (size_t k = 0; k < m.n; k++) {
            a->value[m.t[k].at] += m.t[k].by;
            if (a->used)
                a->used[m.t[k].at] = true;
        }
        best = a->value[var];
    }
    memcpy(a->value, true_values, bytes);
    return best;
}

/* What a solution costs: the cells that would have to be hidden, then their sum. */
static bool cheaper(const struct attack *a, const struct move *m, size_t *count, int64_t *sum) {
    size_t n = 0;
    int64_t total = 0;
    for (size_t i = 0; i < m->n; i++) {
        uint32_t figure = a->figure_of[m->t[i].at];
        const struct figure *x = &a->f->v[figure];
        if (!x->hidden && figure_is_cell(a->f, figure)) {
            n++;
            total += x->value;
        }
    }
    if (n > *count || (n == *count && total >= *sum))
        return false;
    *count = n;
    *sum = total;
    return true;
}

struct move attack_cheapest(struct attack *a, uint32_t var) {
    struct move best = {0};
    size_t count = SIZE_MAX;
    int64_t sum = 0;
    uint32_t index = a->rows.pivot_row[var];
    struct term alone = {var, 1};
    const struct term *t = index == ROWS_NONE ? &alone : a->rows.all.v[index].t;
    size_t n = index == ROWS_NONE ? 1 : a->rows.all.v[index].n;
    for (size_t i = 0; i < 2 * n; i++) {
        uint32_t j = t[i / 2].at;
        int64_t sign = i % 2 ? 1 : -1;
        if ((index != ROWS_NONE && j == var) || slack(a, j, sign) == 0)
            continue;
        struct ratio r = ratio_of(a, j, sign);
        if (r.blocks != ROWS_NONE || r.most < r.unit)
            continue;
        struct move m = make_move(a, j, sign * r.unit);
        if (cheaper(a, &m, &count, &sum))
            best = m;
    }
    return best.n > 0 ? best : attack_other(a, var);
}
