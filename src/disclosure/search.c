/* Rounding where the sums are no network: depth first, each figure at one of its multiples, and after each step
 * all that follows from the sums. What would cost as much as the best that is known is not looked at. The
 * steps are counted, not the time, so that the end is the same on every machine.
 */
#include "disclosure/rounding.h"

#include "base/vec.h"

#include <stdlib.h>

enum { STEPS = 3000000 }; /* figures looked at in sums */

VEC_DECLARE(sum_vec, uint32_t);

/* What to go back to. */
struct change {
    uint32_t figure;
    int64_t least, most;
};
VEC_DECLARE(change_vec, struct change);

/* A sum: its cells less itself, which must be 0. */
struct balance {
    int64_t least, most; /* of members that are not open */
    size_t open;         /* members without a bound above */
    bool hidden;         /* one of its cells is hidden */
    int64_t drift;       /* by how much what is chosen is above the true figures */
};

struct level {
    size_t at; /* in the order */
    uint32_t figure;
    int64_t guess, least, most; /* the domain it had */
    size_t changes;             /* to go back to */
    int tried;
};
VEC_DECLARE(level_vec, struct level);

struct search {
    struct rounding *r;
    const struct figures *f;
    struct arena *a;
    int64_t *least, *most;   /* by figure: its domain */
    struct sum_vec *in;      /* by figure: sums whose balance it is in */
    struct balance *balance; /* by figure, of sums */
    struct change_vec changes;
    struct sum_vec queue; /* balances to look at */
    bool *queued;
    uint32_t *order;
    size_t order_n;
    struct level_vec levels;
    int64_t cost, best;
    bool found;
    int64_t steps;
};

/* --- domains ------------------------------------------------------------------------------- */

static int64_t near_end(const struct search *s, uint32_t i) {
    return s->r->cost[i] < 0 ? s->r->low[i] + s->r->room[i] : s->r->low[i];
}

/* What a domain costs, and how much it adds to the drift of its sums. */
static void weigh(struct search *s, uint32_t i, int64_t sign) {
    const struct figure *x = &s->f->v[i];
    if (s->least[i] != s->most[i] || x->hidden)
        return;
    int64_t cost = s->r->cost[i];
    if (s->r->room[i] == 1 && s->least[i] != near_end(s, i))
        s->cost += sign * (cost < 0 ? -cost : cost);
    int64_t over = s->least[i] * s->f->round - x->value;
    for (size_t k = 0; k < s->in[i].n; k++)
        s->balance[s->in[i].v[k]].drift += sign * (s->in[i].v[k] == i ? -over : over);
}

static void add_to(struct search *s, uint32_t sum, uint32_t i, int64_t sign) {
    struct balance *b = &s->balance[sum];
    bool open = s->most[i] >= ROUNDING_OPEN, own = sum == i;
    b->least += sign * (own ? -s->most[i] : s->least[i]);
    if (open)
        b->open += sign > 0 ? 1 : (size_t)-1;
    else
        b->most += sign * (own ? -s->least[i] : s->most[i]);
}

static void put_domain(struct search *s, uint32_t i, int64_t least, int64_t most) {
    weigh(s, i, -1);
    for (size_t k = 0; k < s->in[i].n; k++)
        add_to(s, s->in[i].v[k], i, -1);
    s->least[i] = least;
    s->most[i] = most;
    for (size_t k = 0; k < s->in[i].n; k++)
        add_to(s, s->in[i].v[k], i, 1);
    weigh(s, i, 1);
}

/* Takes values out of a domain. */
static void narrow(struct search *s, uint32_t i, int64_t least, int64_t most) {
    struct change c = {i, s->least[i], s->most[i]};
    vec_push(s->a, &s->changes, c);
    put_domain(s, i, least, most);
    for (size_t k = 0; k < s->in[i].n; k++) {
        uint32_t sum = s->in[i].v[k];
        if (!s->queued[sum])
            vec_push(s->a, &s->queue, sum);
        s->queued[sum] = true;
    }
}

static void go_back(struct search *s, size_t changes) {
    while (s->changes.n > changes) {
        struct change c = s->changes.v[--s->changes.n];
        put_domain(s, c.figure, c.least, c.most);
    }
}

/* --- what follows from a sum --------------------------------------------------------------- */

/* A member makes up for what the others come to at least, and at most. */
static bool narrow_member(struct search *s, uint32_t sum, uint32_t i) {
    const struct balance *b = &s->balance[sum];
    int64_t least = s->least[i], most = s->most[i], from = least, to = most;
    if (sum == i) {
        from = most + b->least;
        to = b->open ? most : least + b->most;
    } else {
        to = least - b->least;
        if (b->open == 0)
            from = most - b->most;
        else if (b->open == 1 && most >= ROUNDING_OPEN)
            from = -b->most;
    }
    from = from > least ? from : least;
    to = to < most ? to : most;
    if (from > to)
        return false;
    if (from != least || to != most)
        narrow(s, i, from, to);
    return true;
}

static bool follow(struct search *s, uint32_t sum) {
    const struct balance *b = &s->balance[sum];
    const struct figure *x = &s->f->v[sum];
    s->steps++;
    if (b->least > 0 || (b->open == 0 && b->most < 0))
        return false;
    if (b->least < 0 && (b->open || b->most > 0) && !b->hidden)
        return true;
    s->steps += (int64_t)x->n;
    for (size_t k = 0; k < x->n; k++) {
        if (!narrow_member(s, sum, x->cells[k]))
            return false;
    }
    return narrow_member(s, sum, sum);
}

static bool follow_all(struct search *s) {
    bool good = true;
    for (size_t at = 0; at < s->queue.n; at++) {
        s->queued[s->queue.v[at]] = false;
        good = good && follow(s, s->queue.v[at]) && s->cost < s->best;
    }
    s->queue.n = 0;
    return good && s->cost < s->best;
}

/* --- the search ---------------------------------------------------------------------------- */

/* The multiple that brings the sums of a figure nearer to their true values; of a hidden cell the middle. */
static int64_t guess_of(const struct search *s, uint32_t i) {
    const struct figure *x = &s->f->v[i];
    if (x->hidden)
        return s->most[i] >= ROUNDING_OPEN ? s->least[i] : (s->least[i] + s->most[i]) / 2;
    int64_t ends[2] = {near_end(s, i), 0}, best = 0, guess = ends[0];
    ends[1] = 2 * s->r->low[i] + 1 - ends[0];
    for (int e = 0; e < 2; e++) {
        int64_t over = ends[e] * s->f->round - x->value, drift = 0;
        for (size_t k = 0; k < s->in[i].n; k++) {
            const struct balance *b = &s->balance[s->in[i].v[k]];
            int64_t sum = b->drift + (s->in[i].v[k] == i ? -over : over);
            drift += b->hidden ? 0 : sum < 0 ? -sum : sum;
        }
        if (e == 0 || drift < best) {
            best = drift;
            guess = ends[e];
        }
    }
    return guess;
}

/* The next figure that is open; false: all are fixed. */
static bool descend(struct search *s, size_t from) {
    size_t at = from;
    while (at < s->order_n && s->least[s->order[at]] == s->most[s->order[at]])
        at++;
    if (at == s->order_n)
        return false;
    uint32_t i = s->order[at];
    struct level l = {at, i, guess_of(s, i), s->least[i], s->most[i], s->changes.n, 0};
    vec_push(s->a, &s->levels, l);
    return true;
}

/* The values of a level in turn: the guess, those above it, those below it. */
static bool try_next(struct search *s, struct level *l) {
    go_back(s, l->changes);
    for (;;) {
        int way = l->tried++;
        int64_t least = way == 1 ? l->guess + 1 : way == 0 ? l->guess : l->least;
        int64_t most = way == 2 ? l->guess - 1 : way == 0 ? l->guess : l->most;
        if (way > 2)
            return false;
        if (least > most)
            continue;
        narrow(s, l->figure, least, most);
        if (follow_all(s))
            return true;
        go_back(s, l->changes);
    }
}

static void keep(struct search *s) {
    s->best = s->cost;
    s->found = true;
    for (size_t i = 0; i < s->f->n; i++)
        s->r->chosen[i] = s->least[i];
}

/* Figures that are shown come first: what is hidden follows from them, or is in no sum. */
static void set_order(struct search *s) {
    s->order = ARENA_ARRAY(s->a, uint32_t, s->f->n);
    for (int hidden = 0; hidden < 2; hidden++) {
        for (uint32_t i = 0; i < s->f->n; i++) {
            bool takes = rounding_takes(s->f, i) && (hidden == 0 || s->in[i].n > 0);
            if (takes && s->f->v[i].hidden == (hidden == 1))
                s->order[s->order_n++] = i;
        }
    }
}

static void start(struct search *s) {
    const struct figures *f = s->f;
    s->least = ARENA_ARRAY(s->a, int64_t, f->n);
    s->most = ARENA_ARRAY(s->a, int64_t, f->n);
    s->in = ARENA_ARRAY(s->a, struct sum_vec, f->n);
    s->balance = ARENA_ARRAY(s->a, struct balance, f->n);
    s->queued = ARENA_ARRAY(s->a, bool, f->n);
    for (uint32_t i = (uint32_t)f->cells; i < f->n; i++) {
        for (size_t k = 0; !f->v[i].hidden && k < f->v[i].n; k++) {
            vec_push(s->a, &s->in[f->v[i].cells[k]], i);
            s->balance[i].hidden = s->balance[i].hidden || f->v[f->v[i].cells[k]].hidden;
        }
        if (!f->v[i].hidden) {
            vec_push(s->a, &s->in[i], i);
            vec_push(s->a, &s->queue, i);
            s->queued[i] = true;
        }
    }
    set_order(s);
    for (uint32_t i = 0; i < f->n; i++) {
        if (!rounding_takes(f, i))
            continue;
        s->least[i] = s->r->low[i];
        s->most[i] = s->r->room[i] >= ROUNDING_OPEN ? ROUNDING_OPEN : s->r->low[i] + s->r->room[i];
        weigh(s, i, 1);
        for (size_t k = 0; k < s->in[i].n; k++)
            add_to(s, s->in[i].v[k], i, 1);
    }
}

enum rounded rounding_by_search(struct rounding *r) {
    struct search s = {.r = r, .f = r->f, .a = r->arena, .best = INT64_MAX};
    start(&s);
    if (!follow_all(&s))
        return ROUNDED_ALONE;
    if (!descend(&s, 0))
        keep(&s);
    while (s.levels.n > 0 && s.steps < STEPS) {
        struct level *l = &s.levels.v[s.levels.n - 1];
        if (!try_next(&s, l))
            s.levels.n--;
        else if (!descend(&s, l->at))
            keep(&s);
    }
    if (s.levels.n == 0)
        return s.found ? ROUNDED_TO_ADD : ROUNDED_ALONE;
    return s.found ? ROUNDED_BY_STEPS : ROUNDED_GIVEN_UP;
}
