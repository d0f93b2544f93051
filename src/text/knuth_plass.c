#include "text/paragraph.h"

/* The best set of breaks for a whole paragraph, in whole numbers (after Knuth and Plass, 1981). A
 * space may shrink by a third and is comfortable up to half as wide again. */
enum {
    SHRINK_PARTS = 3,
    STRETCH_PARTS = 2,
    RATIO_ONE = 1000,
    RATIO_MOST = 20 * RATIO_ONE,
    LINE_PENALTY = 10,
    HYPHEN_PENALTY = 50,
    LONE_WORD_PENALTY = 80
};

struct node_best {
    int64_t demerits;
    size_t previous;
    bool reached;
};

static int64_t badness(int64_t ratio) {
    int64_t r = ratio > RATIO_MOST ? RATIO_MOST : ratio;
    return 100 * r * r * r / ((int64_t)RATIO_ONE * RATIO_ONE * RATIO_ONE);
}

struct candidate {
    length room, width, spaces;
    bool last, hyphen, lone;
};

/* Demerits of one line, or -1 when it does not fit. */
static int64_t line_demerits(const struct candidate *c) {
    length gap = c->room - c->width;
    int64_t bad = 0;
    if (gap < 0) {
        length shrink = c->spaces / SHRINK_PARTS;
        if (-gap > shrink) {
            return -1;
        }
        bad = badness(-gap * RATIO_ONE / shrink);
    } else if (!c->last) {
        length stretch = c->spaces / STRETCH_PARTS;
        bad = stretch > 0 ? badness(gap * RATIO_ONE / stretch) : gap > 0 ? badness(RATIO_MOST) : 0;
    }
    int64_t total = LINE_PENALTY + bad;
    total *= total;
    total += c->hyphen ? HYPHEN_PENALTY * HYPHEN_PENALTY : 0;
    total += c->last && c->lone ? LONE_WORD_PENALTY * LONE_WORD_PENALTY : 0;
    return total;
}

/* Looks back from the break after unit end - 1 for the best line that ends there. */
static void best_line(const struct paragraph *p, const struct line_frame *f,
                      struct break_range units, size_t end, struct node_best *nodes) {
    const struct text_unit *last = &p->units.v[end - 1];
    struct candidate c = {.last = end == units.end, .hyphen = last->hyphen > 0};
    struct node_best *node = &nodes[end - units.first];
    for (size_t first = end; first-- > units.first;) {
        const struct text_unit *u = &p->units.v[first];
        bool inner = first + 1 < end;
        c.width += u->width + (inner ? u->space : u->hyphen);
        c.spaces += u->stretch + (inner ? u->space : 0);
        c.room = line_room(f, first);
        c.lone = !inner && units.end - units.first > 1;
        const struct node_best *before = &nodes[first - units.first];
        int64_t own = line_demerits(&c);
        if (own < 0 && c.width - c.spaces / SHRINK_PARTS > f->width) {
            break;
        }
        if (own >= 0 && before->reached &&
            (!node->reached || before->demerits + own < node->demerits)) {
            *node = (struct node_best){before->demerits + own, first, true};
        }
    }
    if (!node->reached) {
        /* A unit that fills a line by itself. */
        *node = (struct node_best){nodes[end - 1 - units.first].demerits, end - 1, true};
    }
}

void break_justified(struct paragraph *p, const struct line_frame *f, struct break_range units) {
    size_t n = units.end - units.first;
    struct node_best *nodes = ARENA_ARRAY(p->temp, struct node_best, n + 1);
    nodes[0].reached = true;
    for (size_t end = units.first + 1; end <= units.end; end++) {
        best_line(p, f, units, end, nodes);
    }
    size_t lines = 0;
    for (size_t at = units.end; at > units.first; at = nodes[at - units.first].previous) {
        lines++;
    }
    size_t base = p->lines.n;
    for (size_t i = 0; i < lines; i++) {
        struct break_range none = {0, 0};
        vec_push(p->scratch, &p->lines, none);
    }
    for (size_t at = units.end, i = lines; i-- > 0;) {
        size_t first = nodes[at - units.first].previous;
        p->lines.v[base + i] = (struct break_range){first, at};
        at = first;
    }
}
