/* system.h - figures for a test: cells, then sums over them. */
#ifndef QUIRE_UNIT_DISCLOSURE_SYSTEM_H
#define QUIRE_UNIT_DISCLOSURE_SYSTEM_H

#include "disclosure/figures.h"

#include "base/vec.h"

VEC_DECLARE(figure_vec, struct figure);

struct system {
    struct arena *arena;
    struct figures f;
    struct figure_vec all;
};

static inline void start(struct system *s, const int64_t *cells, size_t n) {
    s->arena = arena_new();
    s->f = (struct figures){.arena = s->arena, .low = 1, .high = 5, .round = 1};
    s->f.zeros_shown = true;
    s->all = (struct figure_vec){0};
    s->f.cells = n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *own = ARENA_NEW(s->arena, uint32_t);
        *own = i;
        struct figure x = {.cells = own, .n = 1, .value = cells[i], .rank = FIGURE_CELL};
        vec_push(s->arena, &s->all, x);
    }
}

static inline struct figure *add_sum(struct system *s, const uint32_t *cells, size_t n) {
    struct figure x = {.n = n, .rank = n == s->f.cells ? FIGURE_GRAND : FIGURE_TOTAL};
    uint32_t *copy = ARENA_ARRAY(s->arena, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        copy[i] = cells[i];
        x.value += s->all.v[cells[i]].value;
    }
    x.cells = copy;
    vec_push(s->arena, &s->all, x);
    return &s->all.v[s->all.n - 1];
}

/* A column of a table of rows by columns. */
static inline struct figure *add_column(struct system *s, size_t rows, size_t columns, size_t c) {
    uint32_t cells[64];
    for (size_t r = 0; r < rows; r++)
        cells[r] = (uint32_t)(r * columns + c);
    return add_sum(s, cells, rows);
}

static inline struct figure *add_row(struct system *s, size_t columns, size_t r) {
    uint32_t cells[64];
    for (size_t c = 0; c < columns; c++)
        cells[c] = (uint32_t)(r * columns + c);
    return add_sum(s, cells, columns);
}

#endif
