/* cards.c - links as cards: some to a row, one height in a row, each a link as a whole; on paper each
 * with the code of its address at its foot. */
#include "layout/layout_internal.h"

#define CARD_GAP LENGTH_MM(400)
#define CODE_GAP LENGTH_MM(300)      /* between a code and the text over or beside it */
#define BESIDE_LEAST LENGTH_MM(4000) /* room for text that is worth a code beside it */
enum { CARD_COLUMNS = 3 };

/* What all cards of a block have in common: found once for each width. */
struct card_plan {
    size_t columns;
    length width; /* of a card */
    length text;  /* of that, for the title */
    length foot;  /* for the detail, where it stands beside the code at the foot; else 0 */
    length side;  /* of a code, quiet zone included; 0: none */
    bool beside;  /* the code stands beside the whole text */
};

struct card_rows {
    const struct bound_block *block;
    const struct style *card, *title, *detail;
    const struct card_plan *plan;
    length gap; /* between two */
    struct edges edges;
    bool rtl, live, printed;
};

static bool has_code(const struct card_rows *c, const struct bound_card *card) {
    return c->printed && card->link && card->link->address.n > 0;
}

static struct paragraph_request card_request(struct layout *l, const struct card_rows *c,
                                             const struct bound_card *card, bool detail) {
    return (struct paragraph_request){.text = detail ? &card->detail : &card->title,
                                      .style = detail ? c->detail : c->title,
                                      .element =
                                          card->link ? card->link->element : c->block->element,
                                      .lang = c->block->lang,
                                      .inside = l->context.inside,
                                      .plain_links = true,
                                      .no_areas = true};
}

/* The parts of one card. */
struct card_parts {
    const struct paragraph *title, *detail; /* detail: NULL where there is none */
    bool low;                               /* the detail stands at the foot, beside the code */
    bool code;
    length text; /* height of what stands at the head */
};

static struct card_parts card_parts(struct layout *l, const struct card_rows *c,
                                    const struct bound_card *card) {
    struct card_parts p = {.code = has_code(c, card)};
    struct paragraph_request r = card_request(l, c, card, false);
    r.width = c->plan->text;
    p.title = paragraph_keep(l, &r);
    p.text = p.title->height;
    if (card->detail.n == 0)
        return p;
    p.low = p.code && c->plan->foot > 0;
    r = card_request(l, c, card, true);
    r.width = p.low ? c->plan->foot : c->plan->text;
    p.detail = paragraph_keep(l, &r);
    if (!p.low)
        p.text += length_max(c->title->margin[SIDE_BOTTOM], c->detail->margin[SIDE_TOP]) +
                  p.detail->height;
    return p;
}

static length card_height(struct layout *l, const struct card_rows *c,
                          const struct bound_card *card) {
    struct card_parts p = card_parts(l, c, card);
    length inside = p.text;
    if (p.code && c->plan->beside)
        inside = length_max(inside, c->plan->side);
    else if (p.code)
        inside += CODE_GAP + c->plan->side;
    return c->edges.top + inside + c->edges.bottom;
}

static void push_link(const struct card_rows *c, struct frame *f, const struct bound_card *card) {
    if (!card->link || !c->live)
        return;
    struct frame_item item = {
        .kind = ITEM_LINK, .element = card->link->element, .span = card->link->span};
    item.as.link.link = card->link;
    item.as.link.width = f->width;
    item.as.link.height = f->height;
    frame_push(f, &item);
}

static struct frame *card_frame(struct layout *l, const struct card_rows *c,
                                const struct bound_card *card, length height) {
    const struct card_plan *plan = c->plan;
    struct card_parts p = card_parts(l, c, card);
    struct frame *f = frame_new(l->arena, plan->width, height);
    struct span span = card->link ? card->link->span : c->block->span;
    paint_box_mirrored(f, c->card, (struct point){plan->width, height}, span, c->rtl);
    length left = c->edges.left, end = plan->width - c->edges.right;
    length foot = height - c->edges.bottom;
    paragraph_push(f, p.title, c->rtl ? end - plan->text : left, c->edges.top);
    if (p.detail && p.low) /* its last line stands where the code's last row does */
        paragraph_push(f, p.detail, c->rtl ? end - plan->foot : left, foot - p.detail->height);
    else if (p.detail)
        paragraph_push(f, p.detail, c->rtl ? end - plan->text : left,
                       c->edges.top + p.text - p.detail->height);
    if (p.code)
        qr_push(l, f, card->link,
                (struct point){c->rtl ? left : end - plan->side, foot - plan->side}, plan->side);
    push_link(c, f, card);
    return f;
}

static struct fragment piece_cards(struct layout *l, const struct layout_piece *p,
                                   struct region region, const struct resume *from) {
    const struct card_rows *c = p->data;
    const struct card_plan *plan = c->plan;
    (void)from;
    size_t first = p->index * plan->columns;
    size_t last = first + plan->columns;
    if (last > c->block->as.cards.n)
        last = c->block->as.cards.n;
    length height = 0;
    for (size_t i = first; i < last; i++)
        height = length_max(height, card_height(l, c, &c->block->as.cards.v[i]));
    struct frame *f = frame_new(l->arena, region.width, height);
    for (size_t i = first; i < last; i++) {
        length x = (plan->width + c->gap) * (length)(i - first);
        if (c->rtl)
            x = region.width - x - plan->width;
        frame_push_frame(f, card_frame(l, c, &c->block->as.cards.v[i], height), x, 0);
    }
    return fragment_whole(l, f, region, c->block->span);
}

static void cards_piece(struct layout *l, const struct stack *st, size_t i,
                        struct layout_piece *out) {
    (void)l;
    const struct card_rows *c = st->data;
    out->layout = piece_cards;
    out->data = c;
    out->index = i;
    out->span = c->block->span;
    out->margin[SIDE_TOP] = c->gap;
}

/* What no card can be without: its longest words, its code. */
struct card_needs {
    length title, detail; /* the longest word of all */
    length line;          /* the longest detail, on one line */
    length side;
};

static struct card_needs cards_measure(struct layout *l, const struct card_rows *c) {
    struct card_needs n = {0};
    for (size_t i = 0; i < c->block->as.cards.n; i++) {
        const struct bound_card *card = &c->block->as.cards.v[i];
        struct paragraph_request r = card_request(l, c, card, false);
        n.title = length_max(n.title, paragraph_measure(l, &r).min);
        r = card_request(l, c, card, true);
        if (card->detail.n) {
            struct text_extent extent = paragraph_measure(l, &r);
            n.detail = length_max(n.detail, extent.min);
            n.line = length_max(n.line, extent.max);
        }
        if (has_code(c, card))
            n.side = length_max(n.side, qr_least(l, card->link));
    }
    return n;
}

static length column_width(const struct card_rows *c, length width, size_t columns) {
    return (width - c->gap * (length)(columns - 1)) / (length)columns;
}

/* As many columns as asked for, or as have room for the longest word of each card. */
static void plan_make(struct layout *l, const struct card_rows *c, length width,
                      struct card_plan *p) {
    struct card_needs n = cards_measure(l, c);
    length least = length_max(length_max(n.title, n.detail), n.side);
    length sides = c->edges.left + c->edges.right;
    size_t asked = c->block->as.cards.columns ? c->block->as.cards.columns : CARD_COLUMNS;
    p->columns = asked;
    while (p->columns > 1 && column_width(c, width, p->columns) - sides < least)
        p->columns--;
    if (p->columns < asked) { /* rows as even as can be */
        size_t cards = c->block->as.cards.n, rows = (cards + p->columns - 1) / p->columns;
        p->columns = rows ? (cards + rows - 1) / rows : p->columns;
    }
    length room = layout_room(l, column_width(c, width, p->columns) - sides, c->block->span);
    p->width = room + sides;
    p->text = room;
    p->side = n.side;
    if (n.side == 0)
        return;
    if (n.side > room)
        diag_help(l->s->diags,
                  diag_error(l->s->diags, "no-room", c->block->span,
                             "a card is too narrow here for the code of its address"),
                  "give the cards more width, or use `form: list`");
    length left = room - n.side - CODE_GAP;
    p->beside = left >= BESIDE_LEAST && left >= n.title && left >= n.detail;
    if (p->beside)
        p->text = left;
    else if (n.line > 0 && n.line < left)
        p->foot = left;
}

static const struct card_plan *plan_of(struct layout *l, const struct card_rows *c, length width) {
    const void *key[3] = {c->block, c->card, (const void *)(uintptr_t)width};
    struct str name = {(const char *)key, sizeof key};
    if (!l->kept.arena)
        map_init(&l->kept, l->arena);
    struct card_plan *plan = map_get(&l->kept, name);
    if (plan)
        return plan;
    plan = ARENA_NEW(l->arena, struct card_plan);
    plan_make(l, c, width, plan);
    map_set(&l->kept, str_copy(l->arena, name), plan);
    return plan;
}

struct fragment cards_layout(struct layout *l, const struct bound_block *b, struct region region,
                             const struct resume *from) {
    struct card_rows c = {.block = b, .rtl = lang_is_rtl(layout_lang(l, b->lang))};
    const struct bound_document *d = l->in ? l->in->document : NULL;
    c.live = !d || !d->edition || d->edition->links == LINKS_LIVE;
    c.printed = d && d->edition && d->edition->links == LINKS_PRINTED;
    c.card = style_part(l->sheet, b->style, "links", "card");
    c.title = style_part(l->sheet, b->style, "links.card", "title");
    c.detail = style_part(l->sheet, b->style, "links.card", "detail");
    c.edges = style_edges(c.card, c.rtl);
    const struct style *own = block_style(l, b);
    c.gap = own->column_gap > 0 ? own->column_gap : CARD_GAP;
    struct context old = context_enter(l, c.card->background.set ? c.card : NULL, NULL);
    c.plan = plan_of(l, &c, region.width);
    struct stack st = {.n = (b->as.cards.n + c.plan->columns - 1) / c.plan->columns,
                       .data = &c,
                       .piece = cards_piece};
    struct fragment f = stack_layout(l, &st, region, from, NULL);
    l->context = old;
    return f;
}
