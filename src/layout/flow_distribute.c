/* flow_distribute.c - pours a stack of pieces into a region: margins that collapse, pieces that
 * stay together, breaks. Nothing here knows what a piece is made of. */
#include "layout/layout_internal.h"

struct placed {
    size_t at;                  /* the child */
    const struct resume *inner; /* where it had gone on from */
    size_t items;               /* of the frame, before it */
    length y, below;            /* before it */
    bool keep_next, kept_next;
};
VEC_DECLARE(placed_list, struct placed);

struct pour {
    struct layout *l;
    const struct stack *st;
    struct region region;
    const struct resume *from;
    struct frame *frame;
    length y;     /* filled so far */
    length below; /* margin that waits under the last piece */
    size_t at;
    const struct resume *inner;
    struct placed_list placed;
    enum forced_break after; /* what the last piece asks for */
};

const struct resume *resume_keep(struct layout *l, struct resume r) {
    struct resume *copy = ARENA_NEW(l->arena, struct resume);
    *copy = r;
    return copy;
}

bool resume_at_start(const struct resume *r) {
    return !r || (r->at == 0 && r->part == 0 && !r->inner && !r->done);
}

static enum forced_break forced_by(enum break_rule rule) {
    switch (rule) {
    case BREAK_TO_PAGE:
        return FORCED_REGION;
    case BREAK_TO_ODD:
        return FORCED_ODD;
    case BREAK_AUTO:
    case BREAK_AVOID:
    case BREAK_TO_COLUMN:
        break;
    }
    return FORCED_NONE;
}

void piece_take_style(struct layout_piece *p, const struct style *style) {
    p->style = style;
    for (int side = 0; side < 4; side++)
        p->margin[side] = style->margin[side];
    p->width = style->width;
    p->width_page = style->width_page;
    p->keep_next = style->break_after == BREAK_AVOID;
    p->keep_previous = style->break_before == BREAK_AVOID;
    p->keep_together = style->break_inside_avoid;
    p->before = forced_by(style->break_before);
    p->after = forced_by(style->break_after);
    p->column_before = style->break_before == BREAK_TO_COLUMN;
}

enum { ROOM_LEAST = 6 * PT };

length layout_room(struct layout *l, length width, struct span span) {
    if (width >= ROOM_LEAST)
        return width;
    struct diag *d = diag_error(l->s->diags, "no-room", span,
                                "padding, gaps and widths leave no room for the content");
    diag_help(l->s->diags, d, "use fewer columns, or less padding");
    return ROOM_LEAST;
}

struct fragment fragment_whole(struct layout *l, struct frame *f, struct region region,
                               struct span span) {
    struct fragment result = {.frame = f, .resume = {.done = true}};
    if (!f || f->height <= region.height)
        return result;
    if (!region.empty)
        return (struct fragment){.frame = NULL};
    struct strbuf need, room;
    strbuf_init(&need, l->arena);
    strbuf_init(&room, l->arena);
    length_print(&need, f->height);
    length_print(&room, length_max(region.height, 0));
    struct diag *d =
        diag_error(l->s->diags, "overflow", span,
                   "this is %.*s pt high, and an empty page has %.*s pt of room for it",
                   STR_ARG(strbuf_str(&need)), STR_ARG(strbuf_str(&room)));
    diag_help(l->s->diags, d, "make it lower, or split it into several blocks");
    return result;
}

/* The piece's left edge and width inside the region. */
static length piece_place(const struct pour *p, const struct layout_piece *piece, length *width) {
    const struct context *c = &p->l->context;
    if (piece->width_page && c->top) {
        *width = p->region.width + c->bleed_start + c->bleed_end;
        return -c->bleed_start;
    }
    length start = piece->margin[SIDE_START], end = piece->margin[SIDE_END];
    if (piece->rtl) {
        length swap = start;
        start = end;
        end = swap;
    }
    *width = p->region.width - start - end;
    if (piece->width.unit == UNIT_ABSOLUTE || piece->width.unit == UNIT_EM ||
        piece->width.unit == UNIT_PERCENT) {
        length em = piece->style ? piece->style->font_size : 0;
        length asked = dimension_resolve(piece->width, em, p->region.width);
        if (asked > 0 && asked < *width) {
            start += piece->rtl ? *width - asked : 0;
            *width = asked;
        }
    }
    return start;
}

static void pour_place(struct pour *p, const struct layout_piece *piece, struct frame *f,
                       struct point at) {
    struct placed record = {p->at, p->inner, p->frame->n, p->y, p->below, piece->keep_next, false};
    if (p->placed.n > 0 && piece->keep_previous)
        p->placed.v[p->placed.n - 1].keep_next = true;
    if (p->placed.n > 0 && piece->kept_previous)
        p->placed.v[p->placed.n - 1].kept_next = true;
    if (p->frame->n == 0 && f->baseline > 0)
        p->frame->baseline = at.y + f->baseline;
    vec_push(p->l->arena, &p->placed, record);
    frame_push_frame(p->frame, f, at.x, at.y);
    p->y = at.y + f->height;
    p->below = piece->margin[SIDE_BOTTOM];
    p->after = piece->after;
}

static struct fragment pour_end(struct pour *p, struct resume resume) {
    p->frame->height = p->y;
    return (struct fragment){.frame = p->frame, .resume = resume};
}

/* The first of the pieces that must stay with the one that found no room. */
static size_t kept_from(const struct pour *p, const struct layout_piece *piece, bool all) {
    size_t k = p->placed.n;
    if (k > 0 && (piece->keep_previous || (all && piece->kept_previous)))
        k--;
    while (k > 0 && (p->placed.v[k - 1].keep_next || (all && p->placed.v[k - 1].kept_next)))
        k--;
    return k;
}

/* The piece at p->at found no room: break before it, or before those that must stay with it. */
static struct fragment pour_retreat(struct pour *p, const struct layout_piece *piece) {
    size_t k = kept_from(p, piece, true);
    if (k == 0 && !p->region.empty)
        return (struct fragment){.frame = NULL};
    if (k == 0)
        k = kept_from(p, piece, false);
    if (k == 0)
        k = p->placed.n; /* they fit nowhere together */
    if (k == p->placed.n)
        return pour_end(
            p, (struct resume){.at = p->at, .inner = p->inner, .inner_count = p->inner ? 1 : 0});
    const struct placed *back = &p->placed.v[k];
    p->frame->n = back->items;
    p->y = back->y;
    return pour_end(
        p,
        (struct resume){.at = back->at, .inner = back->inner, .inner_count = back->inner ? 1 : 0});
}

/* Is there a forced break here? Then `out` is how this fragment ends. */
static bool pour_stops(struct pour *p, const struct layout_piece *piece, enum forced_break *stopped,
                       struct fragment *out) {
    bool first = p->placed.n == 0;
    enum forced_break why = piece->forced;
    struct resume next = {.at = p->at, .part = 1};
    if (why != FORCED_NONE) {
        if (first && p->region.empty && why != FORCED_MASTER)
            return false;
        if (why != FORCED_MASTER)
            next.at++;
    } else {
        const struct context *c = &p->l->context;
        if (c->top)
            why = piece->before > p->after ? piece->before : p->after;
        else if (c->columns && piece->column_before)
            why = FORCED_REGION;
        if (why == FORCED_NONE || first)
            return false;
    }
    if (stopped)
        *stopped = why;
    *out = pour_end(p, next);
    return true;
}

/* Lays one piece. True if the fragment ends here. */
static bool pour_piece(struct pour *p, const struct layout_piece *piece, struct fragment *out) {
    bool first = p->placed.n == 0;
    length gap = first ? 0 : length_max(p->below, piece->margin[SIDE_TOP]);
    struct region sub = p->region;
    length x = piece_place(p, piece, &sub.width);
    sub.height = p->region.height - p->y - gap;
    sub.empty = p->region.empty && first;
    struct fragment f = {.frame = NULL};
    if (sub.height > 0 || sub.empty)
        f = piece->layout(p->l, piece, sub, p->inner);
    bool broken = f.frame && !f.resume.done;
    if (broken && piece->keep_together && !sub.empty && !p->inner)
        f.frame = NULL;
    if (!f.frame && sub.empty) { /* a piece that draws nothing, not even here */
        p->inner = NULL;
        p->at += piece->count;
        return false;
    }
    if (!f.frame) {
        *out = pour_retreat(p, piece);
        return true;
    }
    pour_place(p, piece, f.frame, (struct point){x, p->y + gap});
    if (broken) {
        *out = pour_end(
            p,
            (struct resume){.at = p->at, .inner = resume_keep(p->l, f.resume), .inner_count = 1});
        return true;
    }
    p->inner = NULL;
    p->at += piece->count;
    return false;
}

struct fragment stack_layout(struct layout *l, const struct stack *st, struct region region,
                             const struct resume *from, enum forced_break *stopped) {
    struct pour p = {.l = l, .st = st, .region = region, .from = from};
    p.frame = frame_new(l->arena, region.width, 0);
    p.at = from ? from->at : 0;
    p.inner = from ? from->inner : NULL;
    if (stopped)
        *stopped = FORCED_NONE;
    struct fragment result;
    while (p.at < st->n) {
        struct layout_piece piece = {.count = 1};
        st->piece(l, st, p.at, &piece);
        if (pour_stops(&p, &piece, stopped, &result))
            return result;
        /* A space that a page's end cut off is not made up for on the next page. */
        bool dropped = piece.space && p.placed.n == 0 && from && from->at == p.at && !from->part;
        if (!piece.layout || dropped) {
            p.at += piece.count;
            continue;
        }
        if (pour_piece(&p, &piece, &result))
            return result;
    }
    return pour_end(&p, (struct resume){.at = st->n, .done = true});
}
