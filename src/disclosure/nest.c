/* Two families of sums, in each of which any two are nested or apart. */
#include "disclosure/rounding.h"

#include "base/vec.h"

#include <stdlib.h>

enum { EITHER = NEST_BESIDE };

VEC_DECLARE(pair_vec, uint64_t);
VEC_DECLARE(sum_list, uint32_t);

struct work {
    const struct figures *f;
    struct arena *a;
    struct sum_list *of;      /* per cell: the shown sums that it is in, small ones first */
    struct sum_list *crosses; /* per figure */
};

static const struct figures *sorting;

static int by_size(const void *x, const void *y) {
    uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
    size_t a = sorting->v[i].n, b = sorting->v[k].n;
    if (a != b)
        return a < b ? -1 : 1;
    return (i > k) - (i < k);
}

static int by_number(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* One entry for each cell that two sums share. */
static struct pair_vec list_pairs(struct work *w) {
    struct pair_vec out = {0};
    for (uint32_t i = (uint32_t)w->f->cells; i < w->f->n; i++) {
        for (size_t k = 0; !w->f->v[i].hidden && k < w->f->v[i].n; k++)
            vec_push(w->a, &w->of[w->f->v[i].cells[k]], i);
    }
    sorting = w->f;
    for (size_t c = 0; c < w->f->cells; c++) {
        struct sum_list *of = &w->of[c];
        if (of->n > 1)
            qsort(of->v, of->n, sizeof *of->v, by_size);
        for (size_t i = 0; i < of->n; i++) {
            for (size_t k = i + 1; k < of->n; k++) {
                uint64_t pair = (uint64_t)of->v[i] << 32 | of->v[k];
                vec_push(w->a, &out, pair);
            }
        }
    }
    if (out.n > 1)
        qsort(out.v, out.n, sizeof *out.v, by_number);
    return out;
}

/* Two sums cross if they share cells, and neither holds the other. */
static void find_crossings(struct work *w) {
    struct pair_vec pairs = list_pairs(w);
    for (size_t i = 0, end; i < pairs.n; i = end) {
        for (end = i; end < pairs.n && pairs.v[end] == pairs.v[i]; end++)
            ;
        uint32_t small = (uint32_t)(pairs.v[i] >> 32), large = (uint32_t)pairs.v[i];
        if (end - i == w->f->v[small].n)
            continue;
        vec_push(w->a, &w->crosses[small], large);
        vec_push(w->a, &w->crosses[large], small);
    }
}

/* Sums that cross are of two families. */
static bool part(struct work *w, unsigned char *family, uint32_t start) {
    struct sum_list queue = {0};
    family[start] = 0;
    vec_push(w->a, &queue, start);
    for (size_t at = 0; at < queue.n; at++) {
        uint32_t i = queue.v[at];
        for (size_t k = 0; k < w->crosses[i].n; k++) {
            uint32_t other = w->crosses[i].v[k];
            if (family[other] == family[i])
                return false;
            if (family[other] != EITHER)
                continue;
            family[other] = !family[i];
            vec_push(w->a, &queue, other);
        }
    }
    return true;
}

/* In their order, each into a family that has none that it crosses. */
static void part_roughly(struct work *w, unsigned char *family) {
    for (uint32_t i = (uint32_t)w->f->cells; i < w->f->n; i++)
        family[i] = NEST_BESIDE;
    for (uint32_t i = (uint32_t)w->f->cells; i < w->f->n; i++) {
        bool met[3] = {false, false, false};
        for (size_t k = 0; k < w->crosses[i].n; k++)
            met[family[w->crosses[i].v[k]]] = true;
        family[i] = !met[0] ? 0 : !met[1] ? 1 : NEST_BESIDE;
    }
}

static void find_around(struct work *w, struct nest *out) {
    for (uint32_t c = 0; c < w->f->cells; c++) {
        uint32_t inner[2] = {c, c};
        for (size_t k = 0; k < w->of[c].n; k++) {
            uint32_t sum = w->of[c].v[k];
            unsigned char family = out->family[sum];
            if (family == NEST_BESIDE)
                continue;
            out->around[family][inner[family]] = sum;
            inner[family] = sum;
        }
    }
}

bool nest_make(struct nest *out, const struct figures *f, struct arena *a) {
    struct work w = {.f = f, .a = a};
    w.of = ARENA_ARRAY(a, struct sum_list, f->cells + 1);
    w.crosses = ARENA_ARRAY(a, struct sum_list, f->n + 1);
    find_crossings(&w);
    out->family = ARENA_ARRAY(a, unsigned char, f->n + 1);
    for (size_t i = 0; i < f->n; i++)
        out->family[i] = EITHER;
    bool two = true;
    for (uint32_t i = (uint32_t)f->cells; two && i < f->n; i++)
        two = f->v[i].hidden || out->family[i] != EITHER || part(&w, out->family, i);
    if (!two)
        part_roughly(&w, out->family);
    for (int k = 0; k < 2; k++) {
        out->around[k] = ARENA_ARRAY(a, uint32_t, f->n + 1);
        for (size_t i = 0; i < f->n; i++)
            out->around[k][i] = FIGURE_NONE;
    }
    find_around(&w, out);
    return two;
}
