/* cards.c - links as cards: some to a row, one height in a row, each a link as a whole. */
#include "layout/layout_internal.h"

#define CARD_GAP LENGTH_MM(400)
enum { CARD_COLUMNS = 3 };

struct card_rows {
    const struct bound_block *block;
    const struct style *card, *title, *detail;
    size_t columns;
    length width; /* of a card */
    length gap;   /* between two */
    struct edges edges;
    bool rtl, live;
};

static const struct paragraph *card_text(struct layout *l, const struct card_rows *c,
                                         const struct bound_card *card, bool detail) {
    struct paragraph_request r = {.text = detail ? &card->detail : &card->title,
                                  .style = detail ? c->detail : c->title,
                                  .width = c->width - c->edges.left - c->edges.right,
                                  .element = card->link ? card->link->element : c->block->element,
                                  .lang = c->block->lang,
                                  .inside = l->context.inside,
                                  .plain_links = true,
                                  .no_areas = true};
    return paragraph_keep(l, &r);
}

static length card_gap(const struct card_rows *c) {
    return length_max(c->title->margin[SIDE_BOTTOM], c->detail->margin[SIDE_TOP]);
}

static length card_height(struct layout *l, const struct card_rows *c,
                          const struct bound_card *card) {
    length height = c->edges.top + card_text(l, c, card, false)->height + c->edges.bottom;
    if (card->detail.n)
        height += card_gap(c) + card_text(l, c, card, true)->height;
    return height;
}

static struct frame *card_frame(struct layout *l, const struct card_rows *c,
                                const struct bound_card *card, length height) {
    struct frame *f = frame_new(l->arena, c->width, height);
    paint_box_mirrored(f, c->card, (struct point){c->width, height}, c->rtl);
    length y = paragraph_push(f, card_text(l, c, card, false), c->edges.left, c->edges.top);
    if (card->detail.n)
        paragraph_push(f, card_text(l, c, card, true), c->edges.left, y + card_gap(c));
    if (!card->link || !c->live)
        return f;
    struct frame_item item = {
        .kind = ITEM_LINK, .element = card->link->element, .span = card->link->span};
    item.as.link.link = card->link;
    item.as.link.width = c->width;
    item.as.link.height = height;
    frame_push(f, &item);
    return f;
}

static struct fragment piece_cards(struct layout *l, const struct layout_piece *p,
                                   struct region region, const struct resume *from) {
    const struct card_rows *c = p->data;
    (void)from;
    size_t first = p->index * c->columns;
    size_t last = first + c->columns;
    if (last > c->block->as.cards.n)
        last = c->block->as.cards.n;
    length height = 0;
    for (size_t i = first; i < last; i++)
        height = length_max(height, card_height(l, c, &c->block->as.cards.v[i]));
    struct frame *f = frame_new(l->arena, region.width, height);
    for (size_t i = first; i < last; i++) {
        length x = (c->width + c->gap) * (length)(i - first);
        if (c->rtl)
            x = region.width - x - c->width;
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

struct fragment cards_layout(struct layout *l, const struct bound_block *b, struct region region,
                             const struct resume *from) {
    struct card_rows c = {.block = b, .rtl = lang_is_rtl(layout_lang(l, b->lang))};
    const struct bound_document *d = l->in ? l->in->document : NULL;
    c.live = !d || !d->edition || d->edition->links == LINKS_LIVE;
    c.columns = b->as.cards.columns ? b->as.cards.columns : CARD_COLUMNS;
    c.card = style_part(l->sheet, b->style, "links", "card");
    c.title = style_part(l->sheet, b->style, "links.card", "title");
    c.detail = style_part(l->sheet, b->style, "links.card", "detail");
    c.edges = style_edges(c.card, c.rtl);
    const struct style *own = block_style(l, b);
    c.gap = own->column_gap > 0 ? own->column_gap : CARD_GAP;
    c.width = (region.width - c.gap * (length)(c.columns - 1)) / (length)c.columns;
    c.width = layout_room(l, c.width - c.edges.left - c.edges.right, b->span) + c.edges.left +
              c.edges.right;
    struct stack st = {
        .n = (b->as.cards.n + c.columns - 1) / c.columns, .data = &c, .piece = cards_piece};
    struct context old = context_enter(l, c.card->background.set ? c.card : NULL, NULL);
    struct fragment f = stack_layout(l, &st, region, from, NULL);
    l->context = old;
    return f;
}
