/* tiles.c - figures with labels in a row: equal widths, values on one baseline. */
#include "layout/layout_internal.h"

#define TILE_GAP LENGTH_MM(400)
#define TILE_LEAST LENGTH_MM(2800)

struct tile_rows {
    const struct bound_block *block;
    const struct style *tile, *value, *label;
    size_t columns;
    length width; /* of a tile */
    length gap;   /* between two */
    struct edges edges;
    bool rtl;
};

static struct paragraph_request tile_request(struct layout *l, const struct tile_rows *t,
                                             const struct inline_text *text,
                                             const struct style *style) {
    return (struct paragraph_request){.text = text,
                                      .style = style,
                                      .width = t->width - t->edges.left - t->edges.right,
                                      .element = t->block->element,
                                      .lang = t->block->lang,
                                      .inside =
                                          t->tile->background.set ? t->tile : l->context.inside};
}

/* As many columns as hold the longest word of each tile, rows as even as can be. */
static void tiles_measure(struct layout *l, struct tile_rows *t, length room) {
    const struct bound_block *b = t->block;
    size_t n = b->as.tiles.n;
    length least = TILE_LEAST;
    for (size_t i = 0; i < n; i++) {
        struct paragraph_request r = tile_request(l, t, &b->as.tiles.v[i].value, t->value);
        length value = paragraph_measure(l, &r).max; /* a figure is not broken */
        r = tile_request(l, t, &b->as.tiles.v[i].label, t->label);
        length label = paragraph_measure(l, &r).min;
        least = length_max(least, length_max(value, label) + t->edges.left + t->edges.right);
    }
    size_t fit = (size_t)length_max((room + t->gap) / (least + t->gap), 1);
    if (fit > n)
        fit = n;
    size_t rows = (n + fit - 1) / fit;
    t->columns = (n + rows - 1) / rows;
    t->width = (room - t->gap * (length)(t->columns - 1)) / (length)t->columns;
    /* A single figure does not draw its rule across the page. */
    if (n == 1)
        t->width = length_min(t->width, length_max(least, (room - 2 * t->gap) / 3));
}

static struct fragment piece_tiles(struct layout *l, const struct layout_piece *p,
                                   struct region region, const struct resume *from) {
    const struct tile_rows *t = p->data;
    (void)from;
    size_t first = p->index * t->columns;
    size_t last = first + t->columns;
    if (last > t->block->as.tiles.n)
        last = t->block->as.tiles.n;
    const struct paragraph **values = ARENA_ARRAY(l->arena, const struct paragraph *, t->columns);
    const struct paragraph **labels = ARENA_ARRAY(l->arena, const struct paragraph *, t->columns);
    length value_height = 0, label_height = 0;
    for (size_t i = first; i < last; i++) {
        const struct bound_tile *tile = &t->block->as.tiles.v[i];
        struct paragraph_request r = tile_request(l, t, &tile->value, t->value);
        values[i - first] = paragraph_keep(l, &r);
        r = tile_request(l, t, &tile->label, t->label);
        labels[i - first] = paragraph_keep(l, &r);
        value_height = length_max(value_height, values[i - first]->height);
        label_height = length_max(label_height, labels[i - first]->height);
    }
    length gap = length_max(t->value->margin[SIDE_BOTTOM], t->label->margin[SIDE_TOP]);
    length height = t->edges.top + value_height + gap + label_height + t->edges.bottom;
    struct frame *f = frame_new(l->arena, region.width, height);
    for (size_t i = first; i < last; i++) {
        length x = (t->width + t->gap) * (length)(i - first);
        if (t->rtl)
            x = region.width - x - t->width;
        struct frame *tile = frame_new(l->arena, t->width, height);
        paint_box_mirrored(tile, t->tile, (struct point){t->width, height}, t->block->span, t->rtl);
        length top = t->edges.top + value_height - values[i - first]->height;
        paragraph_push(tile, values[i - first], t->edges.left, top);
        paragraph_push(tile, labels[i - first], t->edges.left, t->edges.top + value_height + gap);
        frame_push_frame(f, tile, x, 0);
    }
    return fragment_whole(l, f, region, t->block->span);
}

static void tiles_piece(struct layout *l, const struct stack *st, size_t i,
                        struct layout_piece *out) {
    (void)l;
    const struct tile_rows *t = st->data;
    out->layout = piece_tiles;
    out->data = t;
    out->index = i;
    out->span = t->block->span;
    out->margin[SIDE_TOP] = t->gap;
}

struct fragment tiles_layout(struct layout *l, const struct bound_block *b, struct region region,
                             const struct resume *from) {
    struct tile_rows t = {.block = b, .rtl = lang_is_rtl(layout_lang(l, b->lang))};
    if (b->as.tiles.n == 0)
        return (struct fragment){.frame = frame_new(l->arena, region.width, 0),
                                 .resume = {.done = true}};
    t.tile = block_style(l, b); /* the rule above and the padding are each tile's */
    t.gap = t.tile->column_gap > 0 ? t.tile->column_gap : TILE_GAP;
    t.value = style_part(l->sheet, b->style, "tiles", "value");
    t.label = style_part(l->sheet, b->style, "tiles", "label");
    t.edges = style_edges(t.tile, t.rtl);
    tiles_measure(l, &t, region.width);
    struct stack st = {
        .n = (b->as.tiles.n + t.columns - 1) / t.columns, .data = &t, .piece = tiles_piece};
    return stack_layout(l, &st, region, from, NULL);
}
