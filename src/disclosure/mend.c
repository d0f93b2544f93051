/* Mends sums that a flow does not know: one of their cells is moved, and the way by which the flow makes up for it
 * is the one that spoils the fewest others. What makes it worse is taken back. */
#include "disclosure/flow.h"

enum { SPOILS = 1000, ROUNDS = 3000, ARCS = 200000000 }; /* rounds, and arcs looked at in them */

struct mend {
    struct network g;
    const struct nest *nest;
    const struct figures *f;
    struct link_vec *in; /* per cell: the sums beside that it is in */
    uint32_t *arc_of;    /* per cell */
    int64_t *total;      /* per sum beside */
    int64_t wrong;       /* by how much all of them */
    size_t looked;       /* at arcs */
};

static int64_t wrong_by(const struct mend *m, uint32_t sum, int64_t total) {
    const struct rounding *r = m->g.r;
    int64_t most = r->low[sum] + r->room[sum];
    return total < r->low[sum] ? r->low[sum] - total : total > most ? total - most : 0;
}

/* What one more (or less) of a cell does to the sums beside. */
static int64_t harm(const struct mend *m, uint32_t cell, int64_t by) {
    int64_t sum = 0;
    for (size_t i = 0; i < m->in[cell].n; i++) {
        uint32_t at = m->in[cell].v[i];
        sum += wrong_by(m, at, m->total[at] + by) - wrong_by(m, at, m->total[at]);
    }
    return sum > 0 ? sum : 0;
}

static void set_costs(struct mend *m) {
    int64_t base = m->f->round;
    for (size_t i = 0; i < m->g.arcs.n; i++) {
        struct arc *arc = &m->g.arcs.v[i];
        bool cell = figure_is_cell(m->f, arc->figure);
        int64_t farther = m->g.r->cost[arc->figure] / m->g.r->one;
        arc->up = (cell ? harm(m, arc->figure, 1) : 0) * SPOILS * base + 1 + base + farther;
        arc->down = (cell ? harm(m, arc->figure, -1) : 0) * SPOILS * base + 1 + base - farther;
    }
}

static void move_cell(struct mend *m, uint32_t cell, int64_t by) {
    for (size_t i = 0; i < m->in[cell].n; i++) {
        uint32_t at = m->in[cell].v[i];
        m->wrong -= wrong_by(m, at, m->total[at]);
        m->total[at] += by;
        m->wrong += wrong_by(m, at, m->total[at]);
    }
}

/* The cells on the path that was found, one more or one less each; sign -1: back again. */
static void count_path(struct mend *m, uint32_t source, uint32_t sink, int64_t sign) {
    for (uint32_t node = sink, next; node != source; node = next) {
        const struct arc *arc = &m->g.arcs.v[m->g.by[node]];
        bool along = arc->to == node;
        next = along ? arc->from : arc->to;
        if (figure_is_cell(m->f, arc->figure))
            move_cell(m, arc->figure, along ? sign : -sign);
    }
}

/* Moves this cell of a sum that is wrong, and what makes up for it; true if that is no worse. */
static bool try_cell(struct mend *m, uint32_t cell, int64_t by) {
    struct network *g = &m->g;
    struct arc *arc = &g->arcs.v[m->arc_of[cell]];
    struct arc was = *arc;
    int64_t wrong = m->wrong;
    if (arc->from == arc->to || arc->flow + by < 0 || arc->flow + by > arc->room)
        return false;
    m->looked += g->arcs.n;
    move_cell(m, cell, by);
    set_costs(m);
    uint32_t source = by > 0 ? arc->to : arc->from, sink = by > 0 ? arc->from : arc->to;
    g->excess[source] = 1;
    g->excess[sink] = -1;
    arc->flow = arc->room = 0; /* not the same way back */
    uint32_t end = network_search(g, source);
    arc->room = was.room;
    arc->flow = was.flow + by;
    if (end != FIGURE_NONE) {
        network_send(g, source, sink, 1);
        count_path(m, source, sink, 1);
        if (m->wrong <= wrong)
            return true;
        network_send(g, source, sink, -1);
        count_path(m, source, sink, -1);
    }
    g->excess[source] = g->excess[sink] = 0;
    arc->flow = was.flow;
    move_cell(m, cell, -by);
    return false;
}

static uint32_t next_wrong(const struct mend *m, uint32_t from) {
    for (uint32_t n = 0; n < m->f->n - m->f->cells; n++) {
        uint32_t i = (uint32_t)(m->f->cells + (from + n) % (m->f->n - m->f->cells));
        if (!m->f->v[i].hidden && m->nest->family[i] == NEST_BESIDE &&
            wrong_by(m, i, m->total[i]) > 0)
            return i;
    }
    return FIGURE_NONE;
}

static void start(struct mend *m) {
    const struct figures *f = m->f;
    struct arena *a = m->g.a;
    m->in = ARENA_ARRAY(a, struct link_vec, f->cells + 1);
    m->arc_of = ARENA_ARRAY(a, uint32_t, f->cells + 1);
    m->total = ARENA_ARRAY(a, int64_t, f->n);
    for (uint32_t i = 0; i < m->g.arcs.n; i++) {
        struct arc *arc = &m->g.arcs.v[i];
        arc->flow = m->g.r->chosen[arc->figure] - m->g.r->low[arc->figure];
        if (figure_is_cell(f, arc->figure))
            m->arc_of[arc->figure] = i;
    }
    for (uint32_t i = 0; i < m->g.nodes; i++)
        m->g.excess[i] = 0;
    for (uint32_t i = (uint32_t)f->cells; i < f->n; i++) {
        for (size_t k = 0; !f->v[i].hidden && m->nest->family[i] == NEST_BESIDE && k < f->v[i].n;
             k++) {
            vec_push(a, &m->in[f->v[i].cells[k]], i);
            m->total[i] += m->g.r->chosen[f->v[i].cells[k]];
        }
        if (!f->v[i].hidden && m->nest->family[i] == NEST_BESIDE)
            m->wrong += wrong_by(m, i, m->total[i]);
    }
}

static void mend_sum(struct mend *m, uint32_t sum, uint64_t round) {
    const struct figure *x = &m->f->v[sum];
    int64_t by = m->total[sum] > m->g.r->low[sum] + m->g.r->room[sum] ? -1 : 1;
    size_t from = rounding_scatter(round) % x->n;
    for (size_t k = 0; k < x->n && m->looked < ARCS; k++) {
        if (try_cell(m, x->cells[(from + k) % x->n], by))
            return;
    }
}

bool rounding_mend(struct rounding *r, const struct nest *nest) {
    struct mend m = {.g = {.r = r, .a = r->arena}, .nest = nest, .f = r->f};
    network_make(&m.g, nest);
    start(&m);
    for (uint64_t i = 0; i < ROUNDS && m.wrong > 0 && m.looked < ARCS; i++) {
        uint32_t sum = next_wrong(&m, (uint32_t)(rounding_scatter(i) % r->f->n));
        mend_sum(&m, sum, i);
    }
    for (size_t i = 0; i < m.g.arcs.n; i++)
        r->chosen[m.g.arcs.v[i].figure] = r->low[m.g.arcs.v[i].figure] + m.g.arcs.v[i].flow;
    for (size_t i = r->f->cells; i < r->f->n; i++) {
        if (!r->f->v[i].hidden && nest->family[i] == NEST_BESIDE)
            r->chosen[i] = m.total[i];
    }
    return m.wrong == 0;
}
