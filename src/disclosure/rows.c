#include "disclosure/rows.h"

#include <stdlib.h>
#include <string.h>

static uint64_t gcd(uint64_t x, uint64_t y) {
    while (y) {
        uint64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

static uint64_t size_of(int64_t x) {
    return x < 0 ? (uint64_t)0 - (uint64_t)x : (uint64_t)x;
}

void rows_init(struct rows *r, struct arena *a, size_t columns) {
    *r = (struct rows){.arena = a, .columns = columns};
    r->in = ARENA_ARRAY(a, struct index_vec, columns);
    r->pivot_row = ARENA_ARRAY(a, uint32_t, columns);
    r->dead = ARENA_ARRAY(a, bool, columns);
    r->dense = ARENA_ARRAY(a, int64_t, columns);
    r->merged_cap = columns + 1;
    r->merged = ARENA_ARRAY(a, struct term, r->merged_cap);
    memset(r->pivot_row, 0xff, columns * sizeof *r->pivot_row);
}

static size_t find(const struct row *row, uint32_t column) {
    size_t low = 0, high = row->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (row->t[middle].at < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int64_t rows_coefficient(const struct rows *r, uint32_t row, uint32_t column) {
    const struct row *it = &r->all.v[row];
    size_t i = find(it, column);
    return i < it->n && it->t[i].at == column && !r->dead[column] ? it->t[i].by : 0;
}

void rows_begin(struct rows *r) {
    if (r->stamp_cap < r->all.n) {
        r->stamp_cap = r->all.cap;
        r->stamp = ARENA_ARRAY(r->arena, uint32_t, r->stamp_cap);
        r->pass = 0;
    }
    r->pass++;
}

bool rows_first(struct rows *r, uint32_t row) {
    if (r->stamp[row] == r->pass)
        return false;
    r->stamp[row] = r->pass;
    return true;
}

/* Makes the merged terms the row's, divided by their common divisor. */
static void take(struct rows *r, struct row *row, size_t n) {
    uint64_t common = 0;
    for (size_t i = 0; i < n && common != 1; i++)
        common = gcd(common, size_of(r->merged[i].by));
    if (row->cap < n) {
        row->cap = n + n / 2;
        row->t = ARENA_ARRAY(r->arena, struct term, row->cap);
    }
    for (size_t i = 0; i < n; i++) {
        row->t[i] = r->merged[i];
        if (common > 1)
            row->t[i].by /= (int64_t)common;
    }
    row->n = row->live = n;
}

static bool scatter(struct rows *r, uint32_t at, rows_wide by) {
    if (r->dense[at] == 0 && by != 0)
        vec_push(r->arena, &r->touched, at);
    rows_wide sum = r->dense[at] + by;
    if (sum > ROWS_LIMIT || sum < -ROWS_LIMIT)
        return false;
    r->dense[at] = (int64_t)sum;
    return true;
}

/* Takes a pivot's column out of the dense vector. */
static bool reduce_by(struct rows *r, uint32_t column) {
    const struct row *by = &r->all.v[r->pivot_row[column]];
    int64_t here = r->dense[column], pivot = rows_coefficient(r, r->pivot_row[column], column);
    int64_t common = (int64_t)gcd(size_of(here), size_of(pivot));
    int64_t times = pivot / common, less = here / common;
    if (times < 0) {
        times = -times;
        less = -less;
    }
    if (times != 1) {
        for (size_t i = 0; i < r->touched.n; i++) {
            rows_wide x = (rows_wide)r->dense[r->touched.v[i]] * times;
            if (x > ROWS_LIMIT || x < -ROWS_LIMIT)
                return false;
            r->dense[r->touched.v[i]] = (int64_t)x;
        }
    }
    for (size_t i = 0; i < by->n; i++) {
        if (!r->dead[by->t[i].at] && !scatter(r, by->t[i].at, -(rows_wide)by->t[i].by * less))
            return false;
    }
    return true;
}

static int by_column(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* The dense vector as sorted terms; all 0 again. */
static size_t gather(struct rows *r, bool good) {
    size_t n = 0;
    if (r->touched.n > 0)
        qsort(r->touched.v, r->touched.n, sizeof *r->touched.v, by_column);
    for (size_t i = 0; i < r->touched.n; i++) {
        uint32_t at = r->touched.v[i];
        if (r->dense[at] != 0 && good)
            r->merged[n++] = (struct term){at, r->dense[at]};
        r->dense[at] = 0;
    }
    r->touched.n = 0;
    return n;
}

uint32_t rows_add(struct rows *r, const struct term *t, size_t n) {
    bool good = true;
    for (size_t i = 0; i < n && good; i++) {
        if (!r->dead[t[i].at])
            good = scatter(r, t[i].at, t[i].by);
    }
    for (size_t i = 0; i < n && good; i++) {
        uint32_t at = t[i].at;
        if (r->pivot_row[at] != ROWS_NONE && r->dense[at] != 0)
            good = reduce_by(r, at);
    }
    size_t length = gather(r, good);
    r->overflow = r->overflow || !good;
    struct row row = {.pivot = ROWS_NONE};
    take(r, &row, length);
    vec_push(r->arena, &r->all, row);
    uint32_t index = (uint32_t)(r->all.n - 1);
    for (size_t i = 0; i < row.n; i++)
        vec_push(r->arena, &r->in[row.t[i].at], index);
    return index;
}

void rows_drop_last(struct rows *r) {
    uint32_t index = (uint32_t)(r->all.n - 1);
    const struct row *row = &r->all.v[index];
    for (size_t i = 0; i < row->n; i++) {
        struct index_vec *in = &r->in[row->t[i].at];
        if (in->n > 0 && in->v[in->n - 1] == index)
            in->n--;
    }
    r->all.n--;
}

/* x * a - y * b at one column; false beyond the limit. */
static bool combine(struct rows *r, size_t *n, struct term x, rows_wide value) {
    if (value == 0 || r->dead[x.at])
        return true;
    if (value > ROWS_LIMIT || value < -ROWS_LIMIT)
        return false;
    r->merged[(*n)++] = (struct term){x.at, (int64_t)value};
    return true;
}

/* Takes `column` out of `row` with the row whose pivot it is. */
static bool eliminate(struct rows *r, uint32_t row, uint32_t by, uint32_t column) {
    struct row *x = &r->all.v[row];
    const struct row *y = &r->all.v[by];
    int64_t here = rows_coefficient(r, row, column), pivot = rows_coefficient(r, by, column);
    int64_t common = (int64_t)gcd(size_of(here), size_of(pivot));
    int64_t a = pivot / common, b = here / common;
    size_t n = 0, i = 0, k = 0;
    bool good = true;
    while (good && (i < x->n || k < y->n)) {
        if (k == y->n || (i < x->n && x->t[i].at < y->t[k].at)) {
            good = combine(r, &n, x->t[i], (rows_wide)x->t[i].by * a);
            i++;
        } else if (i == x->n || y->t[k].at < x->t[i].at) {
            if (!r->dead[y->t[k].at])
                vec_push(r->arena, &r->in[y->t[k].at], row);
            good = combine(r, &n, y->t[k], -(rows_wide)y->t[k].by * b);
            k++;
        } else {
            good = combine(r, &n, x->t[i], (rows_wide)x->t[i].by * a - (rows_wide)y->t[k].by * b);
            i++;
            k++;
        }
    }
    if (!good)
        return false;
    take(r, x, n);
    return true;
}

void rows_pivot(struct rows *r, uint32_t row, uint32_t column) {
    struct row *own = &r->all.v[row];
    if (own->pivot != ROWS_NONE)
        r->pivot_row[own->pivot] = ROWS_NONE;
    own->pivot = column;
    r->pivot_row[column] = row;
    struct index_vec in = r->in[column];
    r->in[column] = (struct index_vec){0};
    for (size_t i = 0; i < in.n; i++) {
        if (in.v[i] == row || in.v[i] >= r->all.n || rows_coefficient(r, in.v[i], column) == 0)
            continue;
        if (!eliminate(r, in.v[i], row, column)) {
            r->overflow = true;
            vec_push(r->arena, &r->in[column], in.v[i]);
        }
    }
    vec_push(r->arena, &r->in[column], row);
}

void rows_kill(struct rows *r, uint32_t column) {
    rows_begin(r);
    for (size_t i = 0; i < r->in[column].n; i++) {
        uint32_t row = r->in[column].v[i];
        if (row < r->all.n && rows_first(r, row) && rows_coefficient(r, row, column) != 0)
            r->all.v[row].live--;
    }
    r->dead[column] = true;
}
