/* flow.h - the network of a rounding: an arc is a figure, a node a sum, node 0 is all around. */
#ifndef QUIRE_DISCLOSURE_FLOW_H
#define QUIRE_DISCLOSURE_FLOW_H

#include "disclosure/rounding.h"

#include "base/vec.h"

struct arc {
    uint32_t from, to, figure;
    int64_t flow, room; /* flow from 0 to room */
    int64_t up, down;   /* the cost of one more, of one less */
};
VEC_DECLARE(arc_vec, struct arc);
VEC_DECLARE(link_vec, uint32_t);

struct flow_entry {
    int64_t distance;
    uint32_t node;
};
VEC_DECLARE(flow_heap, struct flow_entry);

struct network {
    struct rounding *r;
    struct arena *a;
    struct arc_vec arcs;
    struct link_vec *at; /* per node: arcs that begin or end there */
    uint32_t nodes;
    int64_t *excess, *potential, *distance;
    uint32_t *by;         /* the arc by which a node was reached */
    uint32_t *seen, pass; /* the last search that reached it */
    bool *done;
    struct flow_heap heap;
    struct link_vec settled;
};

/* Each arc at its cheapest, and what that leaves over at each node. */
void network_make(struct network *g, const struct nest *nest);
/* The nearest node that lacks something; FIGURE_NONE if none can be reached. */
uint32_t network_search(struct network *g, uint32_t source);
/* Along the path that was found. */
void network_send(struct network *g, uint32_t source, uint32_t sink, int64_t amount);

#endif
