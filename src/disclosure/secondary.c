/* Rule 4: which other figures to hide, by elimination.
 *
 * Columns are the unknown cells in the order in which they are offered for publishing, the protected ones
 * last; a row's pivot is its last column. So a row of the reduced system whose pivot is protected tells
 * the pivot as soon as all its other columns are published, and publishing a free column is only taking
 * it out.
 */
#include "disclosure/figures.h"

#include "disclosure/rows.h"

#include <stdlib.h>

struct choice {
    struct figures *f;
    struct arena *scratch;
    struct rows rows;
    uint32_t *column;     /* by cell; ROWS_NONE where it is known */
    uint32_t *cell;       /* by column */
    size_t columns, open; /* the first `open` columns are candidates */
    struct term *terms;
};

static bool protected(const struct figure *x) {
    return x->primary || x->extra;
}

static const struct figures *sorting;

/* Most valuable first; ties in data order. */
static int by_worth(const void *x, const void *y) {
    uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    const struct figure *a = &sorting->v[i], *b = &sorting->v[k];
    if (protected(a) != protected(b))
        return protected(a) ? 1 : -1;
    if (a->forced != b->forced)
        return a->forced ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (i > k) - (i < k);
}

static size_t sort_figures(const struct figures *f, uint32_t *list, size_t n) {
    sorting = f;
    qsort(list, n, sizeof *list, by_worth);
    return n;
}

static void order_columns(struct choice *c) {
    struct figures *f = c->f;
    c->cell = ARENA_ARRAY(c->scratch, uint32_t, f->cells);
    c->column = ARENA_ARRAY(c->scratch, uint32_t, f->cells);
    for (uint32_t u = 0; u < f->cells; u++) {
        c->column[u] = ROWS_NONE;
        f->v[u].hidden = protected(&f->v[u]) && !f->v[u].forced;
        if (!f->v[u].forced)
            c->cell[c->columns++] = u;
    }
    sort_figures(f, c->cell, c->columns);
    for (uint32_t i = 0; i < c->columns; i++) {
        c->column[c->cell[i]] = i;
        c->open += !protected(&f->v[c->cell[i]]);
    }
}

static uint32_t add_figure(struct choice *c, const struct figure *x) {
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++) {
        if (c->column[x->cells[i]] != ROWS_NONE)
            c->terms[n++] = (struct term){c->column[x->cells[i]], 1};
    }
    return rows_add(&c->rows, c->terms, n);
}

/* The next live term that is not the pivot's, from i on. */
static size_t next_free(const struct choice *c, const struct row *row, size_t i) {
    while (i < row->n && (c->rows.dead[row->t[i].at] || row->t[i].at == row->pivot))
        i++;
    return i;
}

static size_t free_terms(const struct row *row) {
    return row->live - (row->pivot != ROWS_NONE);
}

/* Whether the two rows are multiples of each other, their pivots left out. */
static bool parallel(const struct choice *c, const struct row *x, const struct row *y) {
    if (free_terms(x) != free_terms(y))
        return false;
    size_t i = next_free(c, x, 0), k = next_free(c, y, 0);
    if (i == x->n || k == y->n)
        return false;
    int64_t a = x->t[i].by, b = y->t[k].by;
    while (i < x->n && k < y->n) {
        if (x->t[i].at != y->t[k].at || (rows_wide)x->t[i].by * b != (rows_wide)y->t[k].by * a)
            return false;
        i = next_free(c, x, i + 1);
        k = next_free(c, y, k + 1);
    }
    return i == x->n && k == y->n;
}

/* Would publishing what this row is (its free terms) tell a protected figure? */
static bool tells(struct choice *c, uint32_t index) {
    const struct row *row = &c->rows.all.v[index];
    size_t first = next_free(c, row, 0);
    if (first == row->n)
        return false;
    uint32_t column = row->t[first].at;
    if (free_terms(row) == 1 && column >= c->open)
        return true;
    const struct index_vec *in = &c->rows.in[column];
    rows_begin(&c->rows);
    for (size_t i = 0; i < in->n; i++) {
        if (in->v[i] != index && in->v[i] < c->rows.all.n && rows_first(&c->rows, in->v[i]) &&
            c->rows.all.v[in->v[i]].target && parallel(c, row, &c->rows.all.v[in->v[i]]))
            return true;
    }
    return false;
}

static void settle(struct choice *c, uint32_t index) {
    struct row *row = &c->rows.all.v[index];
    uint32_t last = ROWS_NONE;
    for (size_t i = 0; i < row->n; i++) {
        if (!c->rows.dead[row->t[i].at] && row->t[i].at != row->pivot)
            last = row->t[i].at;
    }
    if (last == ROWS_NONE)
        return;
    rows_pivot(&c->rows, index, last);
    c->rows.all.v[index].target = last >= c->open;
}

/* Sums: the protected ones are watched, the others published in order of worth. */
static void publish_sums(struct choice *c) {
    struct figures *f = c->f;
    uint32_t *order = ARENA_ARRAY(c->scratch, uint32_t, f->n - f->cells + 1);
    size_t n = 0;
    for (uint32_t i = (uint32_t)f->cells; i < f->n; i++) {
        f->v[i].hidden = protected(&f->v[i]) && !f->v[i].forced;
        if (f->v[i].hidden) {
            uint32_t row = add_figure(c, &f->v[i]);
            c->rows.all.v[row].target = true;
        } else {
            order[n++] = i;
        }
    }
    sort_figures(f, order, n);
    for (size_t i = 0; i < n; i++) {
        struct figure *x = &f->v[order[i]];
        bool overflow = c->rows.overflow;
        c->rows.overflow = false;
        uint32_t row = add_figure(c, x);
        bool hide = !x->forced && (c->rows.overflow || tells(c, row));
        c->rows.overflow = c->rows.overflow || overflow;
        x->hidden = hide;
        if (hide || c->rows.all.v[row].n == 0)
            rows_drop_last(&c->rows);
        else
            settle(c, row);
    }
}

/* A column that is not a pivot: publishing it takes it out of every row. */
static bool last_shield(struct choice *c, uint32_t column) {
    const struct index_vec *in = &c->rows.in[column];
    for (size_t i = 0; i < in->n; i++) {
        if (in->v[i] >= c->rows.all.n)
            continue;
        const struct row *row = &c->rows.all.v[in->v[i]];
        if (row->target && free_terms(row) == 1 &&
            rows_coefficient(&c->rows, in->v[i], column) != 0)
            return true;
    }
    return false;
}

/* A column that is a pivot: its row then says something about the hidden ones in it. */
static bool publish_pivot(struct choice *c, uint32_t column) {
    uint32_t row = c->rows.pivot_row[column];
    if (free_terms(&c->rows.all.v[row]) == 0)
        return true;
    if (tells(c, row))
        return false;
    settle(c, row);
    return true;
}

static void publish_cells(struct choice *c) {
    for (uint32_t i = 0; i < c->open; i++) {
        struct figure *x = &c->f->v[c->cell[i]];
        bool pivot = c->rows.pivot_row[i] != ROWS_NONE;
        x->hidden = pivot ? !publish_pivot(c, i) : last_shield(c, i);
        if (!x->hidden)
            rows_kill(&c->rows, i);
    }
}

void figures_choose_secondary(struct figures *f) {
    struct choice c = {.f = f, .scratch = arena_new()};
    order_columns(&c);
    c.terms = ARENA_ARRAY(c.scratch, struct term, f->cells + 1);
    rows_init(&c.rows, c.scratch, c.columns);
    publish_sums(&c);
    publish_cells(&c);
    arena_free(c.scratch);
}
