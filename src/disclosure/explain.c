/* The private report: each set as a table of its true figures, each hidden figure with its reason and
 * what an attacker can narrow it to. */
#include "disclosure/model.h"

/* Above this many hidden figures no intervals are given: they are there for a person to read. */
enum { INTERVAL_LIMIT = 2000 };

VEC_DECLARE(line_vec, struct disclosure_line);
VEC_DECLARE(beside_list, struct disclosure_beside);

struct explanation {
    struct arena *a;
    const struct disclosure_result *r;
    struct disclosure_report *out;
    struct line_vec lines, zeros;
    struct beside_list beside;
};

static bool is_unsafe(const struct model *m, size_t figure) {
    for (size_t i = 0; i < m->f.unsafe_count; i++) {
        if (m->f.unsafe[i] == figure)
            return true;
    }
    return false;
}

/* After a refusal all is hidden; what is small, and what could not be kept from being worked out, is
 * known all the same. */
static enum disclosure_why why(const struct explanation *e, const struct model *m, size_t figure) {
    const struct figure *x = &m->f.v[figure];
    bool small = x->value >= m->f.low && x->value <= m->f.high;
    if (!e->r->ok && is_unsafe(m, figure))
        return DISCLOSURE_UNSAFE;
    if (!x->hidden || (!e->r->ok && !x->primary))
        return small && m->notes.v[figure].override ? DISCLOSURE_OVERRIDDEN : DISCLOSURE_SHOWN;
    if (!x->primary)
        return DISCLOSURE_SECONDARY;
    return figure_is_cell(&m->f, figure) ? DISCLOSURE_PRIMARY : DISCLOSURE_TOTAL;
}

/* --- tables -------------------------------------------------------------------------------- */

static struct disclosure_entry entry_of(const struct explanation *e, const struct model *m,
                                        uint32_t figure) {
    struct disclosure_entry entry = {0};
    if (figure == FIGURE_NONE)
        return entry;
    const struct value *cell = figure_is_cell(&m->f, figure) ? m->cell[figure] : NULL;
    entry.shown = model_value(m, figure);
    entry.counted = !cell || cell->kind == VALUE_NUMBER;
    entry.value = m->f.v[figure].value;
    entry.why = entry.counted ? why(e, m, figure) : DISCLOSURE_SHOWN;
    return entry;
}

/* NULL if there is none of these figures. */
static struct disclosure_entry *entries_of(const struct explanation *e, const struct model *m,
                                           const uint32_t *figures, size_t n) {
    struct disclosure_entry *out = ARENA_ARRAY(e->a, struct disclosure_entry, n + 1);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        out[i] = entry_of(e, m, figures[i]);
        any = any || out[i].shown;
    }
    return any ? out : NULL;
}

/* With row and column totals it is published without being declared: the sum of the columns. */
static struct disclosure_entry sum_of_columns(const struct explanation *e, const struct model *m) {
    struct disclosure_entry sum = {.counted = true};
    bool hidden = false;
    if (!m->set->row_totals || !m->set->column_totals)
        return sum;
    for (size_t c = 0; c < m->counts; c++) {
        struct disclosure_entry column = entry_of(e, m, m->column_totals[c]);
        if (!column.shown)
            return sum;
        hidden = hidden || column.shown->kind == VALUE_MARK;
        sum.value += column.value;
    }
    sum.shown = hidden ? value_mark(e->a, m->d->profile.mark) : value_integer(e->a, sum.value);
    sum.why = hidden ? DISCLOSURE_SECONDARY : DISCLOSURE_SHOWN;
    return sum;
}

static void add_grid(struct explanation *e, const struct model *m) {
    struct disclosure_grid *g = &e->out->grids[e->out->grid_count++];
    *g = (struct disclosure_grid){
        .set = m->set, .rows = m->rows, .counts = m->counts, .keys = m->keys};
    g->alone = m->f.rounded == ROUNDED_ALONE || m->f.rounded == ROUNDED_GIVEN_UP;
    g->rough = m->f.rounded == ROUNDED_BY_STEPS;
    g->cells = ARENA_ARRAY(e->a, struct disclosure_entry, m->rows * m->counts + 1);
    for (uint32_t i = 0; i < m->rows * m->counts; i++)
        g->cells[i] = entry_of(e, m, i);
    g->row_totals = entries_of(e, m, m->row_totals, m->rows);
    g->totals = entries_of(e, m, m->column_totals, m->counts);
    g->grand = m->grand == FIGURE_NONE ? sum_of_columns(e, m) : entry_of(e, m, m->grand);
    g->groups = ARENA_ARRAY(e->a, struct disclosure_grid_group, m->groups.n + 1);
    for (size_t i = 0; i < m->groups.n; i++) {
        const struct model_group *from = &m->groups.v[i];
        struct disclosure_grid_group *to = &g->groups[g->group_count];
        *to = (struct disclosure_grid_group){.field = from->field, .value = from->value};
        to->columns = entries_of(e, m, from->columns, m->counts);
        to->total = entry_of(e, m, from->row_total);
        if (!to->columns && to->total.shown)
            to->columns = ARENA_ARRAY(e->a, struct disclosure_entry, m->counts + 1);
        g->group_count += to->columns != NULL;
    }
}

/* --- lines --------------------------------------------------------------------------------- */

static struct disclosure_line line_of(const struct explanation *e, const struct model *m,
                                      uint32_t figure) {
    bool cell = figure_is_cell(&m->f, figure);
    int64_t value = m->f.v[figure].value;
    return (struct disclosure_line){
        .set = m->set->name.text,
        .label = m->notes.v[figure].label,
        .value = value,
        .why = why(e, m, figure),
        .least = value,
        .most = value,
        .origin = cell ? m->cell[figure]->origin : m->set->span,
        .override = m->notes.v[figure].override,
        .published = m->notes.v[figure].published,
    };
}

static void add_lines(struct explanation *e, const struct model *m) {
    uint32_t *figures = ARENA_ARRAY(e->a, uint32_t, m->f.n + 1);
    size_t n = 0, first = e->lines.n;
    bool judged = m->d->profile.zeros == DISCLOSURE_ZEROS_JUDGED;
    for (uint32_t k = 0; k < m->f.n; k++) {
        struct disclosure_line line = line_of(e, m, k);
        bool cell = figure_is_cell(&m->f, k);
        if (line.why != DISCLOSURE_SHOWN) {
            vec_push(e->a, &e->lines, line);
            figures[n++] = k;
        } else if (judged && cell && line.value == 0 && m->cell[k]->kind == VALUE_NUMBER) {
            vec_push(e->a, &e->zeros, line);
        }
    }
    if (n > INTERVAL_LIMIT || !e->r->ok)
        return;
    struct interval *intervals = ARENA_ARRAY(e->a, struct interval, n + 1);
    figures_intervals(&m->f, figures, n, intervals);
    for (size_t i = 0; i < n; i++) {
        struct disclosure_line *line = &e->lines.v[first + i];
        line->least = intervals[i].least;
        line->most = intervals[i].most;
        line->proved = intervals[i].proved;
    }
}

static void add_beside(struct explanation *e, const struct model *m) {
    for (size_t i = 0; i < m->beside.n; i++) {
        const struct beside *from = &m->beside.v[i];
        struct str count = m->set->counts[from->count].text;
        struct disclosure_beside b = {.set = m->set->name.text, .column = from->name};
        switch (from->role) {
        case BESIDE_COPY:
            b.what = str_format(e->a, "`%.*s` again", STR_ARG(count));
            break;
        case BESIDE_ROW_TOTAL:
            b.what = STR("the sum of the row's counts");
            break;
        case BESIDE_PART:
            b.what = STR("a sum of some counts");
            break;
        case BESIDE_SHARE_OF_ROW:
        case BESIDE_SHARE_OF_COLUMN:
            b.what = str_format(e->a, "the share of `%.*s`", STR_ARG(count));
            break;
        }
        vec_push(e->a, &e->beside, b);
    }
}

struct disclosure_report *disclosure_explain(struct session *s, const struct disclosure_result *r) {
    struct disclosure_report *out = ARENA_NEW(s->arena, struct disclosure_report);
    struct explanation e = {.a = s->arena, .r = r, .out = out};
    out->grids = ARENA_ARRAY(s->arena, struct disclosure_grid, r->model_count + 1);
    for (size_t i = 0; i < r->model_count; i++) {
        const struct model *m = r->models[i];
        if (!m->f.v)
            continue;
        add_grid(&e, m);
        add_lines(&e, m);
        add_beside(&e, m);
    }
    out->lines = e.lines.v;
    out->line_count = e.lines.n;
    out->zeros = e.zeros.v;
    out->zero_count = e.zeros.n;
    out->beside = e.beside.v;
    out->beside_count = e.beside.n;
    return out;
}
