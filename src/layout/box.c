/* box.c - boxes and quotes: content inside padding, borders and a background. */
#include "layout/layout_internal.h"

struct edges style_edges(const struct style *style, bool rtl) {
    length at[4];
    for (int side = 0; side < 4; side++)
        at[side] = style->padding[side] + style->border[side].width;
    struct edges e = {at[SIDE_TOP], at[SIDE_END], at[SIDE_BOTTOM], at[SIDE_START]};
    if (rtl) {
        e.left = at[SIDE_END];
        e.right = at[SIDE_START];
    }
    return e;
}

static bool same_color(struct color a, struct color b) {
    return a.set == b.set && a.r == b.r && a.g == b.g && a.b == b.b;
}

static bool border_all_round(const struct style *st) {
    for (int side = 1; side < 4; side++)
        if (st->border[side].width != st->border[0].width ||
            !same_color(st->border[side].color, st->border[0].color))
            return false;
    return st->border[0].width > 0;
}

/* One side's border: a filled bar along the edge. */
static struct frame_item *paint_side(struct frame *f, const struct style *st, enum side side,
                                     struct point size, bool left) {
    const struct border *b = &st->border[side];
    if (b->width <= 0 || !b->color.set)
        return NULL;
    struct point bar = {size.x, b->width};
    length x = 0, y = 0;
    if (side == SIDE_BOTTOM)
        y = size.y - b->width;
    if (side == SIDE_START || side == SIDE_END) {
        bar = (struct point){b->width, size.y};
        x = left ? 0 : size.x - b->width;
    }
    return frame_push_rectangle(f, b->color, x, y, bar);
}

void paint_box_mirrored(struct frame *f, const struct style *st, struct point size,
                        struct span span, bool rtl) {
    if (st->background.set) {
        struct frame_item *item = frame_push_rectangle(f, st->background, 0, 0, size);
        item->as.shape.radius = st->border_radius;
        item->span = span;
    }
    if (border_all_round(st)) {
        length w = st->border[0].width;
        struct frame_item *item = frame_push_rectangle(
            f, (struct color){.set = false}, w / 2, w / 2, (struct point){size.x - w, size.y - w});
        item->as.shape.stroke = st->border[0].color;
        item->as.shape.stroke_width = w;
        item->as.shape.radius = st->border_radius;
        item->span = span;
        return;
    }
    static const enum side order[] = {SIDE_TOP, SIDE_BOTTOM, SIDE_START, SIDE_END};
    for (int i = 0; i < 4; i++) {
        bool left = order[i] == (rtl ? SIDE_END : SIDE_START);
        struct frame_item *item = paint_side(f, st, order[i], size, left);
        if (item)
            item->span = span;
    }
}

void paint_box(struct frame *f, const struct style *style, struct point size, struct span span) {
    paint_box_mirrored(f, style, size, span, false);
}

struct fragment decorated_layout(struct layout *l, const struct bound_block *b,
                                 const struct style *style, struct region region,
                                 const struct resume *from) {
    bool rtl = lang_is_rtl(layout_lang(l, b->lang));
    struct edges e = style_edges(style, rtl);
    /* A list's own padding is the room for its labels. */
    if (b->kind == BOUND_ITEMS && items_style(l, b) == style)
        *(rtl ? &e.right : &e.left) -= style->padding[SIDE_START];
    bool plain =
        e.top == 0 && e.right == 0 && e.bottom == 0 && e.left == 0 && !style->background.set;
    if (plain)
        return block_inside(l, b, region, from);
    struct region inner = region;
    inner.width = layout_room(l, inner.width - e.left - e.right, b->span);
    inner.height -= e.top + e.bottom;
    inner.full_height -= e.top + e.bottom;
    if (inner.height <= 0 && !region.empty)
        return (struct fragment){.frame = NULL};
    struct fragment f = block_inside(l, b, inner, from);
    if (!f.frame)
        return f;
    struct point size = {region.width, f.frame->height + e.top + e.bottom};
    struct frame *outer = frame_new(l->arena, size.x, size.y);
    paint_box_mirrored(outer, style, size, b->span, rtl);
    frame_push_frame(outer, f.frame, e.left, e.top);
    outer->baseline = f.frame->baseline ? f.frame->baseline + e.top : 0;
    f.frame = outer;
    return f;
}

/* --- box: a title and content; quote: content and who said it --- */

static struct fragment piece_line(struct layout *l, const struct layout_piece *p,
                                  struct region region, const struct resume *from) {
    const struct bound_block *b = p->data;
    bool box = b->kind == BOUND_BOX;
    struct paragraph_request r = {.text = box ? &b->as.box.title : &b->as.quote.by,
                                  .style = p->style,
                                  .width = region.width,
                                  .element = b->element,
                                  .lang = b->lang,
                                  .inside = l->context.inside};
    return lines_layout(l, &r, region, from);
}

static struct fragment piece_content(struct layout *l, const struct layout_piece *p,
                                     struct region region, const struct resume *from) {
    const struct bound_block *b = p->data;
    const struct bound_list *content =
        b->kind == BOUND_BOX ? &b->as.box.content : &b->as.quote.content;
    const struct style *style = block_style(l, b);
    struct stack st = flow_stack(content);
    if (style->column_count <= 1)
        return stack_layout(l, &st, region, from, NULL);
    struct columns columns = {.count = style->column_count,
                              .gap = style->column_gap,
                              .rtl = lang_is_rtl(layout_lang(l, b->lang))};
    return columns_layout(l, &st, &columns, region, from);
}

/* What stands below the title keeps its distance from it. */
static length first_margin(struct layout *l, const struct bound_list *content) {
    const struct bound_block *first = content->n ? content->v[0] : NULL;
    if (!first)
        return 0;
    switch (first->kind) {
    case BOUND_SPACE:
    case BOUND_BREAK:
    case BOUND_MASTER:
    case BOUND_PLACE:
        return 0;
    default:
        return block_style(l, first)->margin[SIDE_TOP];
    }
}

static void box_piece(struct layout *l, const struct stack *st, size_t i,
                      struct layout_piece *out) {
    const struct bound_block *b = st->data;
    out->data = b;
    out->span = b->span;
    if (i == 1) {
        out->layout = piece_content;
        out->margin[SIDE_TOP] = first_margin(l, &b->as.box.content);
    } else if (b->as.box.title.n) {
        out->layout = piece_line;
        piece_take_style(out, style_part(l->sheet, b->style, "box", "title"));
        out->keep_next = out->keep_together = true;
    }
}

struct fragment box_layout(struct layout *l, const struct bound_block *b, struct region region,
                           const struct resume *from) {
    struct stack st = {.n = 2, .data = b, .piece = box_piece};
    struct context old = context_enter(l, block_style(l, b), NULL);
    struct fragment f = stack_layout(l, &st, region, from, NULL);
    l->context = old;
    return f;
}

static void quote_piece(struct layout *l, const struct stack *st, size_t i,
                        struct layout_piece *out) {
    const struct bound_block *b = st->data;
    out->data = b;
    out->span = b->span;
    if (i == 0) {
        out->layout = piece_content;
    } else if (b->as.quote.by.n) {
        out->layout = piece_line;
        piece_take_style(out, style_part(l->sheet, b->style, "quote", "by"));
        out->keep_together = true;
    }
}

struct fragment quote_layout(struct layout *l, const struct bound_block *b, struct region region,
                             const struct resume *from) {
    struct stack st = {.n = 2, .data = b, .piece = quote_piece};
    const struct style *style = block_style(l, b);
    struct context old =
        context_enter(l, style, text_only(l, style, layout_style(l, STR_EMPTY, "p")));
    struct fragment f = stack_layout(l, &st, region, from, NULL);
    l->context = old;
    return f;
}
