/* flow.c - one block: its anchor, what stands inside it by its kind, and its notes below. */
#include "layout/layout_internal.h"

static struct paragraph_request block_request(struct layout *l, const struct bound_block *b,
                                              const struct inline_text *text, length width) {
    return (struct paragraph_request){.text = text,
                                      .style = block_style(l, b),
                                      .width = width,
                                      .element = b->element,
                                      .lang = b->lang,
                                      .inside = l->context.inside};
}

static struct fragment text_inside(struct layout *l, const struct bound_block *b,
                                   struct region region, const struct resume *from) {
    bool heading = b->kind == BOUND_HEADING;
    const struct inline_text *text = heading ? &b->as.heading.text : &b->as.paragraph;
    struct paragraph_request r = block_request(l, b, text, region.width);
    r.plain_links = heading;
    return lines_layout(l, &r, region, from);
}

enum { SHRINK_TRIES = 6 };

/* A picture too high for a page is made smaller; a chart that is has to be changed by its author.
 */
static struct fragment figure_inside(struct layout *l, const struct bound_block *b,
                                     struct region region) {
    struct frame *f = figure_layout(l, b, region.width);
    if (!f)
        return (struct fragment){.frame = frame_new(l->arena, region.width, 0),
                                 .resume = {.done = true}};
    length width = region.width;
    for (int i = 0; b->kind == BOUND_IMAGE && region.empty && f->height > region.height &&
                    region.height > 0 && i < SHRINK_TRIES;
         i++) {
        length smaller = length_scale(width, region.height, f->height);
        width = length_max(smaller - PT, PT);
        struct frame *again = figure_layout(l, b, width);
        if (!again)
            break;
        f = again;
    }
    return fragment_whole(l, f, region, b->span);
}

struct fragment block_inside(struct layout *l, const struct bound_block *b, struct region region,
                             const struct resume *from) {
    switch (b->kind) {
    case BOUND_HEADING:
    case BOUND_PARAGRAPH:
        return text_inside(l, b, region, from);
    case BOUND_ITEMS:
        return items_layout(l, b, region, from);
    case BOUND_QUOTE:
        return quote_layout(l, b, region, from);
    case BOUND_BOX:
        return box_layout(l, b, region, from);
    case BOUND_GRID:
        return grid_layout(l, b, region, from);
    case BOUND_CONTENTS:
        return contents_layout(l, b, region, from);
    case BOUND_TABLE:
        return table_layout(l, b, region, from);
    case BOUND_CHART:
    case BOUND_IMAGE:
        return figure_inside(l, b, region);
    case BOUND_CARDS:
        return cards_layout(l, b, region, from);
    case BOUND_TILES:
        return tiles_layout(l, b, region, from);
    case BOUND_SPACE:
    case BOUND_BREAK:
    case BOUND_MASTER:
    case BOUND_PLACE:
        break;
    }
    return (struct fragment){.frame = frame_new(l->arena, region.width, 0),
                             .resume = {.done = true}};
}

/* Tables, figures, tiles and cards give the style's looks to their own parts. */
static bool is_decorated(const struct bound_block *b) {
    switch (b->kind) {
    case BOUND_HEADING:
    case BOUND_PARAGRAPH:
    case BOUND_ITEMS:
    case BOUND_QUOTE:
    case BOUND_BOX:
    case BOUND_GRID:
    case BOUND_CONTENTS:
        return true;
    default:
        return false;
    }
}

static void push_anchor(struct frame *f, const struct bound_block *b) {
    struct frame_item item = {.kind = ITEM_ANCHOR, .element = b->element, .span = b->span};
    item.as.anchor.id = b->id;
    if (b->kind == BOUND_HEADING) {
        item.as.anchor.heading = b->as.heading.level;
        item.as.anchor.label = b->as.heading.label;
    }
    frame_push(f, &item);
}

static struct fragment main_layout(struct layout *l, const struct bound_block *b,
                                   struct region region, const struct resume *from) {
    struct fragment f = is_decorated(b) ? decorated_layout(l, b, block_style(l, b), region, from)
                                        : block_inside(l, b, region, from);
    /* A table sets its own anchor. */
    bool marked = (b->id.n > 0 && b->kind != BOUND_TABLE) || b->kind == BOUND_HEADING;
    if (!f.frame || !marked || !resume_at_start(from))
        return f;
    struct frame *outer = frame_new(l->arena, f.frame->width, f.frame->height);
    outer->baseline = f.frame->baseline;
    push_anchor(outer, b);
    frame_push_frame(outer, f.frame, 0, 0);
    f.frame = outer;
    return f;
}

/* --- a block and its notes are a stack of two pieces or more --- */

static struct fragment piece_main(struct layout *l, const struct layout_piece *p,
                                  struct region region, const struct resume *from) {
    return main_layout(l, p->data, region, from);
}

static struct fragment piece_note(struct layout *l, const struct layout_piece *p,
                                  struct region region, const struct resume *from) {
    const struct bound_block *b = p->data;
    const struct bound_note *note = &b->notes[p->index];
    bool rtl = lang_is_rtl(layout_lang(l, b->lang));
    struct paragraph_request r = {.text = &note->label,
                                  .style = p->style,
                                  .width = region.width,
                                  .element = note->element,
                                  .lang = b->lang,
                                  .inside = l->context.inside,
                                  .plain_links = true};
    length label = paragraph_measure(l, &r).max;
    length indent = label + p->style->font_size / 2;
    if (indent > region.width / 3)
        indent = region.width / 3;
    r.width = indent;
    const struct paragraph *mark = paragraph_keep(l, &r);
    r.text = &note->text;
    r.width = region.width - indent;
    r.plain_links = false;
    struct region inner = region;
    inner.width = r.width;
    struct fragment f = lines_layout(l, &r, inner, from);
    if (!f.frame)
        return f;
    struct frame *outer = frame_new(l->arena, region.width, f.frame->height);
    outer->baseline = f.frame->baseline;
    if (resume_at_start(from)) {
        struct element_tree tree = l->in->document->elements;
        struct frame_item item = {.kind = ITEM_ANCHOR, .element = note->element};
        if (note->element && note->element < tree.n)
            item.as.anchor.id = tree.v[note->element].heads->id;
        if (item.as.anchor.id.n)
            frame_push(outer, &item);
        if (note->label.n && mark->n)
            frame_push_frame(outer, mark->lines[0], rtl ? region.width - indent : 0, 0);
    }
    frame_push_frame(outer, f.frame, rtl ? 0 : indent, 0);
    f.frame = outer;
    return f;
}

static void noted_piece(struct layout *l, const struct stack *st, size_t i,
                        struct layout_piece *out) {
    const struct bound_block *b = st->data;
    out->data = b;
    out->span = b->span;
    if (i == 0) {
        out->layout = piece_main;
        /* A picture's note is part of its caption. */
        out->keep_next = b->kind == BOUND_CHART || b->kind == BOUND_IMAGE || b->kind == BOUND_TILES;
        return;
    }
    out->layout = piece_note;
    out->index = i - 1;
    piece_take_style(out, layout_style(l, STR_EMPTY, "note"));
    if (i == 1) /* a note does not stick to its block */
        out->margin[SIDE_TOP] = length_max(out->margin[SIDE_TOP], out->style->font_size * 6 / 10);
}

/* A table's notes do not stand on a page without it: where they would, its last rows go along. */
static struct fragment noted_table(struct layout *l, const struct stack *st, struct region region,
                                   const struct resume *from) {
    struct fragment whole = stack_layout(l, st, region, from, NULL);
    bool parted = whole.frame && !whole.resume.done && whole.resume.at >= 1;
    if (!parted || (from && from->at >= 1))
        return whole;
    struct resume notes = {.at = 1};
    struct region all = {region.width, region.full_height, region.full_height, true};
    struct fragment below = stack_layout(l, st, all, &notes, NULL);
    struct region less = region;
    if (!below.frame || !below.resume.done)
        return whole;
    less.height -= below.frame->height + layout_style(l, STR_EMPTY, "note")->line_height;
    if (less.height <= 0)
        return region.empty ? whole : (struct fragment){.frame = NULL};
    struct fragment part = stack_layout(l, st, less, from, NULL);
    bool carries = part.frame ? part.resume.at == 0 && !part.resume.done : !region.empty;
    return carries ? part : whole;
}

struct fragment block_layout(struct layout *l, const struct bound_block *b, struct region region,
                             const struct resume *from) {
    if (b->note_count == 0)
        return main_layout(l, b, region, from);
    struct stack st = {.n = 1 + b->note_count, .data = b, .piece = noted_piece};
    struct context old = context_enter(l, NULL, l->context.text);
    struct fragment f = b->kind == BOUND_TABLE ? noted_table(l, &st, region, from)
                                               : stack_layout(l, &st, region, from, NULL);
    l->context = old;
    return f;
}
