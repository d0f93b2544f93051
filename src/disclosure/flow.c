/* The cheapest flow: an arc is a figure, a node a sum, and what flows into a sum flows on into its parts.
 *
 * Every arc starts at its cheapest; then what a node has too much of goes, one path at a time and each the
 * cheapest, to where it is missing. Reduced costs stay 0 or more throughout, so the last flow is the
 * cheapest of all. Whole numbers, and equal paths are told apart by their nodes' numbers.
 */
#include "disclosure/flow.h"

/* --- the network --------------------------------------------------------------------------- */

/* Node 0 is all around; then the sums. */
static uint32_t node_of(const struct network *g, uint32_t sum) {
    return sum == FIGURE_NONE ? 0 : sum - (uint32_t)g->r->f->cells + 1;
}

static void add_arc(struct network *g, uint32_t from, uint32_t to, uint32_t figure) {
    const struct rounding *r = g->r;
    struct arc arc = {from, to, figure, 0, r->room[figure], r->cost[figure], -r->cost[figure]};
    if (arc.room == 1 && arc.up < 0)
        arc.flow = 1;
    g->excess[from] -= r->low[figure] + arc.flow;
    g->excess[to] += r->low[figure] + arc.flow;
    uint32_t index = (uint32_t)g->arcs.n;
    vec_push(g->a, &g->arcs, arc);
    if (from == to || arc.room == 0)
        return;
    vec_push(g->a, &g->at[from], index);
    vec_push(g->a, &g->at[to], index);
}

/* Down into the sums of the first family, through the cells, and up out of those of the second. */
static void add_arcs(struct network *g, const struct nest *nest) {
    const struct figures *f = g->r->f;
    for (uint32_t i = 0; i < f->n; i++) {
        if (!rounding_takes(f, i) || (!figure_is_cell(f, i) && nest->family[i] == NEST_BESIDE))
            continue;
        if (figure_is_cell(f, i))
            add_arc(g, node_of(g, nest->around[0][i]), node_of(g, nest->around[1][i]), i);
        else if (nest->family[i] == 0)
            add_arc(g, node_of(g, nest->around[0][i]), node_of(g, i), i);
        else
            add_arc(g, node_of(g, i), node_of(g, nest->around[1][i]), i);
    }
}

void network_make(struct network *g, const struct nest *nest) {
    g->nodes = (uint32_t)(g->r->f->n - g->r->f->cells + 1);
    g->at = ARENA_ARRAY(g->a, struct link_vec, g->nodes);
    g->excess = ARENA_ARRAY(g->a, int64_t, g->nodes);
    g->potential = ARENA_ARRAY(g->a, int64_t, g->nodes);
    g->distance = ARENA_ARRAY(g->a, int64_t, g->nodes);
    g->by = ARENA_ARRAY(g->a, uint32_t, g->nodes);
    g->seen = ARENA_ARRAY(g->a, uint32_t, g->nodes);
    g->done = ARENA_ARRAY(g->a, bool, g->nodes);
    add_arcs(g, nest);
}

/* --- a heap, nearest first ----------------------------------------------------------------- */

static bool before(struct flow_entry x, struct flow_entry y) {
    return x.distance != y.distance ? x.distance < y.distance : x.node < y.node;
}

static void heap_push(struct network *g, struct flow_entry e) {
    vec_push(g->a, &g->heap, e);
    struct flow_entry *v = g->heap.v;
    size_t i = g->heap.n - 1;
    for (; i > 0 && before(e, v[(i - 1) / 2]); i = (i - 1) / 2)
        v[i] = v[(i - 1) / 2];
    v[i] = e;
}

static struct flow_entry heap_pop(struct network *g) {
    struct flow_entry *v = g->heap.v, top = v[0], last = v[--g->heap.n];
    size_t i = 0;
    for (size_t child; (child = 2 * i + 1) < g->heap.n; i = child) {
        if (child + 1 < g->heap.n && before(v[child + 1], v[child]))
            child++;
        if (!before(v[child], last))
            break;
        v[i] = v[child];
    }
    v[i] = last;
    return top;
}

/* --- paths --------------------------------------------------------------------------------- */

static void reach(struct network *g, uint32_t node, int64_t distance, uint32_t by) {
    if (g->seen[node] == g->pass && (g->done[node] || distance >= g->distance[node]))
        return;
    g->seen[node] = g->pass;
    g->done[node] = false;
    g->distance[node] = distance;
    g->by[node] = by;
    heap_push(g, (struct flow_entry){distance, node});
}

static void go_on(struct network *g, uint32_t node) {
    for (size_t i = 0; i < g->at[node].n; i++) {
        uint32_t index = g->at[node].v[i];
        const struct arc *arc = &g->arcs.v[index];
        bool along = arc->from == node;
        if (along ? arc->flow == arc->room : arc->flow == 0)
            continue;
        uint32_t next = along ? arc->to : arc->from;
        int64_t cost = (along ? arc->up : arc->down) + g->potential[node] - g->potential[next];
        reach(g, next, g->distance[node] + cost, index);
    }
}

uint32_t network_search(struct network *g, uint32_t source) {
    g->pass++;
    g->heap.n = g->settled.n = 0;
    reach(g, source, 0, FIGURE_NONE);
    while (g->heap.n > 0) {
        struct flow_entry e = heap_pop(g);
        if (g->done[e.node])
            continue;
        g->done[e.node] = true;
        if (g->excess[e.node] < 0)
            return e.node;
        vec_push(g->a, &g->settled, e.node);
        go_on(g, e.node);
    }
    return FIGURE_NONE;
}

static uint32_t step_back(const struct network *g, uint32_t node, bool *along) {
    const struct arc *arc = &g->arcs.v[g->by[node]];
    *along = arc->to == node;
    return *along ? arc->from : arc->to;
}

/* As much as goes along the path that was found. */
static int64_t amount_of(const struct network *g, uint32_t source, uint32_t sink) {
    int64_t amount = g->excess[source] < -g->excess[sink] ? g->excess[source] : -g->excess[sink];
    bool along;
    for (uint32_t node = sink; node != source; node = step_back(g, node, &along)) {
        const struct arc *arc = &g->arcs.v[g->by[node]];
        int64_t left = arc->to == node ? arc->room - arc->flow : arc->flow;
        amount = left < amount ? left : amount;
    }
    return amount;
}

void network_send(struct network *g, uint32_t source, uint32_t sink, int64_t amount) {
    bool along;
    for (uint32_t node = sink, next; node != source; node = next) {
        struct arc *arc = &g->arcs.v[g->by[node]];
        next = step_back(g, node, &along);
        arc->flow += along ? amount : -amount;
    }
    g->excess[source] -= amount;
    g->excess[sink] += amount;
}

/* Costs less potentials stay 0 or more. */
static void raise_potentials(struct network *g, uint32_t sink) {
    for (size_t i = 0; i < g->settled.n; i++) {
        uint32_t node = g->settled.v[i];
        g->potential[node] += g->distance[node] - g->distance[sink];
    }
}

bool rounding_by_flow(struct rounding *r, const struct nest *nest) {
    struct network g = {.r = r, .a = r->arena};
    network_make(&g, nest);
    for (uint32_t node = 0; node < g.nodes; node++) {
        while (g.excess[node] > 0) {
            uint32_t sink = network_search(&g, node);
            if (sink == FIGURE_NONE)
                return false;
            raise_potentials(&g, sink);
            network_send(&g, node, sink, amount_of(&g, node, sink));
        }
    }
    for (size_t i = 0; i < g.arcs.n; i++)
        r->chosen[g.arcs.v[i].figure] = r->low[g.arcs.v[i].figure] + g.arcs.v[i].flow;
    return true;
}
