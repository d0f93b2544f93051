#include "layout/table_internal.h"

enum { STRIPES_FROM = 12 }; /* body rows: shorter tables need no stripes */

static const char *row_style_name(enum row_kind kind) {
    switch (kind) {
    case ROW_HEAD:
        return "head";
    case ROW_BODY:
        return "cell";
    case ROW_GROUP:
        return "group";
    case ROW_SUBTOTAL:
        return "subtotal";
    case ROW_TOTAL:
        return "total";
    }
    return "cell";
}

const struct style *table_row_style(const struct table_box *t, size_t row) {
    return style_part(t->l->sheet, t->block->style, "table",
                      row_style_name(t->table->rows[row].kind));
}

const struct style *table_rule_style(const struct table_box *t, size_t row) {
    bool body = t->table->rows[row].kind == ROW_BODY;
    return body ? style_part(t->l->sheet, t->block->style, "table", "row")
                : table_row_style(t, row);
}

static enum text_align text_align_of(enum cell_align align, bool number) {
    switch (align) {
    case ALIGN_CENTER:
        return TEXT_CENTER;
    case ALIGN_END:
        return TEXT_END;
    case ALIGN_DECIMAL:
        return number ? TEXT_START : TEXT_END; /* figures are shifted to their point */
    case ALIGN_AUTO:
    case ALIGN_START:
        return TEXT_START;
    }
    return TEXT_START;
}

const struct style *table_cell_style(const struct table_box *t, const struct bound_row *row,
                                     const struct bound_cell *cell) {
    const struct style *base =
        style_part(t->l->sheet, t->block->style, "table", row_style_name(row->kind));
    enum text_align align = text_align_of(cell->align, cell->number);
    if (base->text_align == align && (!cell->number || base->tabular_figures)) {
        return base;
    }
    struct style *style = ARENA_NEW(t->l->arena, struct style);
    *style = *base;
    style->text_align = align;
    style->tabular_figures = base->tabular_figures || cell->number;
    return style;
}

length table_padding(const struct table_box *t, const struct style *style,
                     const struct bound_cell *cell, enum side side) {
    bool first = cell->column == 0, last = cell->column + cell->column_span >= t->table->column_count;
    if ((side == SIDE_START && first) || (side == SIDE_END && last)) {
        return style->background.set ? style->padding[side] : 0;
    }
    return style->padding[side];
}

struct paragraph_request table_cell_request(const struct table_box *t,
                                            const struct bound_cell *cell,
                                            const struct style *style, length width) {
    return (struct paragraph_request){.text = &cell->text,
                                      .style = style,
                                      .width = width,
                                      .element = cell->element,
                                      .lang = t->table->lang};
}

/* Each table is prepared once a pass and width; a table in a document has one block. */
static struct table_box *table_prepare(struct layout *l, const struct bound_block *block,
                                       length width) {
    struct table_box *last = l->last_table;
    if (last && last->block == block && last->width == width && last->pass == l->pass) {
        return last;
    }
    struct arena *a = l->arena;
    const struct bound_table *table = block->as.table;
    struct table_box *t = ARENA_NEW(a, struct table_box);
    *t = (struct table_box){.l = l,
                            .block = block,
                            .table = table,
                            .width = width,
                            .pass = l->pass,
                            .tallest_span = 1,
                            .rtl = lang_is_rtl(table->lang),
                            .columns = ARENA_ARRAY(a, struct table_column_box, table->column_count),
                            .rows = ARENA_ARRAY(a, struct row_box, table->row_count)};
    size_t body = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        body += table->rows[i].kind == ROW_BODY;
    }
    t->striped = body >= STRIPES_FROM;
    table_columns_find(t);
    l->last_table = t;
    return t;
}

/* The last row of the unit that starts at a row: rows that a span ties, a group's heading with its
 * first row, a total with the row above it. */
static size_t unit_end(const struct table_box *t, size_t row) {
    const struct bound_table *table = t->table;
    size_t end = row;
    for (size_t i = row; i <= end && i < table->row_count; i++) {
        for (size_t k = 0; k < table->rows[i].n; k++) {
            unsigned span = table->rows[i].cells[k].row_span;
            if (span > 1 && i + span - 1 > end) {
                end = i + span - 1;
            }
        }
        bool glued = table->rows[i].kind == ROW_GROUP ||
                     (i + 1 < table->row_count && (table->rows[i + 1].kind == ROW_TOTAL ||
                                                   table->rows[i + 1].kind == ROW_SUBTOTAL));
        if (glued && i == end) {
            end = i + 1;
        }
    }
    return end < table->row_count ? end : table->row_count - 1;
}

static length rows_height(struct table_box *t, size_t from, size_t to) {
    length height = 0;
    for (size_t i = from; i < to; i++) {
        height += table_row(t, i)->height;
    }
    return height;
}

static struct frame *caption_frame(struct table_box *t, bool repeated) {
    const struct bound_table *table = t->table;
    if (!table->caption.n) {
        return NULL;
    }
    struct arena *a = t->l->arena;
    struct inline_text text = table->caption;
    if (repeated) {
        struct inline_run *runs = ARENA_ARRAY(a, struct inline_run, text.n + 1);
        for (size_t i = 0; i < text.n; i++) {
            runs[i] = text.v[i];
        }
        runs[text.n] = runs[text.n - 1];
        runs[text.n].text = table->continued;
        text = (struct inline_text){runs, text.n + 1};
    }
    const struct style *style = style_part(t->l->sheet, t->block->style, "table", "caption");
    struct paragraph_request r = {.text = &text,
                                  .style = style,
                                  .width = t->width,
                                  .element = table->caption_element,
                                  .lang = table->lang};
    struct frame *lines = paragraph_frame(t->l, &r);
    struct frame *f = frame_new(a, t->width, lines->height + style->margin[SIDE_BOTTOM]);
    frame_push_frame(f, repeated ? frame_as_artifact(a, lines) : lines, 0, 0);
    return f;
}

static struct frame *source_frame(struct table_box *t) {
    if (!t->table->source.n) {
        return NULL;
    }
    const struct style *style = style_part(t->l->sheet, t->block->style, "table", "source");
    struct paragraph_request r = {.text = &t->table->source,
                                  .style = style,
                                  .width = t->width,
                                  .lang = t->table->lang};
    struct frame *lines = paragraph_frame(t->l, &r);
    struct frame *f =
        frame_new(t->l->arena, t->width, lines->height + style->margin[SIDE_TOP]);
    frame_push_frame(f, lines, 0, style->margin[SIDE_TOP]);
    return f;
}

/* A short table is not torn: it waits for a fresh region when it fills no more than half of one, and
 * a longer one when fewer than KEPT_ROWS of its rows would stand before the break. */
static bool should_wait(struct table_box *t, const struct region *region, length head) {
    enum { KEPT_ROWS = 3 };
    size_t first = t->table->head_count, count = t->table->row_count;
    if (region->empty) {
        return false;
    }
    length height = head;
    for (size_t i = first; i < count; i++) {
        height += table_row(t, i)->height;
        if (height > region->height) {
            bool few = i < first + KEPT_ROWS && height <= region->full_height;
            return few || rows_height(t, first, count) + head <= region->full_height / 2;
        }
    }
    return false;
}

/* One fragment under way. */
struct pour {
    struct table_box *t;
    struct region region;
    struct frame *frame;
    length y;
    length head; /* height of caption and head rows */
    bool any;    /* a row, or a part of one, stands here */
};

static void pour_frame(struct pour *p, const struct frame *f) {
    frame_push_frame(p->frame, f, 0, p->y);
    p->y += f->height;
}

static void pour_head(struct pour *p, bool repeated) {
    const struct frame *caption = caption_frame(p->t, repeated);
    if (caption) {
        pour_frame(p, caption);
    }
    for (size_t i = 0; i < p->t->table->head_count; i++) {
        pour_frame(p, table_row_frame(p->t, i, repeated));
    }
    p->head = p->y;
}

/* Pours what of a too tall row fits. false when nothing did. */
static bool pour_part(struct pour *p, struct resume *at) {
    struct resume next;
    struct frame *part =
        table_row_part(p->t, at->at, p->region.height - p->y, at, &next);
    if (!part) {
        return false;
    }
    pour_frame(p, part);
    p->any = true;
    *at = next.done ? (struct resume){.at = at->at + 1} : next;
    return next.done;
}

/* Pours rows from *at on until the region is full; *at then says where to go on. */
static void pour_rows(struct pour *p, struct resume *at) {
    struct table_box *t = p->t;
    const struct frame *source = source_frame(t);
    while (at->at < t->table->row_count) {
        size_t end = unit_end(t, at->at) + 1;
        length height = rows_height(t, at->at, end);
        bool last = end == t->table->row_count;
        length tail = last && source ? source->height : 0;
        bool resumed = at->inner_count > 0;
        if (!resumed && p->y + height + tail <= p->region.height) {
            for (; at->at < end; at->at++) {
                pour_frame(p, table_row_frame(t, at->at, false));
            }
            p->any = true;
            continue;
        }
        /* What would fit a fresh region waits for it; what fits none is split here. */
        bool fits_fresh = height + tail + p->head <= p->region.full_height;
        if (!resumed && fits_fresh && (p->any || !p->region.empty)) {
            return;
        }
        if (!pour_part(p, at)) {
            return;
        }
    }
    if (source && p->y + source->height <= p->region.height) {
        pour_frame(p, source);
    } else if (source) {
        at->part = 2; /* only the source line is left */
        return;
    }
    at->done = true;
}

static void push_anchor(struct pour *p) {
    const struct bound_block *block = p->t->block;
    if (block->id.n) {
        struct frame_item anchor = {.kind = ITEM_ANCHOR, .span = block->span};
        anchor.as.anchor.id = block->id;
        frame_push(p->frame, &anchor);
    }
}

struct fragment table_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from) {
    struct table_box *t = table_prepare(l, block, region.width);
    struct resume at = from ? *from : (struct resume){0};
    struct pour p = {.t = t, .region = region};
    p.frame = frame_new(l->arena, region.width, 0);
    bool start = at.at == 0 && !at.inner_count && !at.part;
    if (at.part == 2) {
        pour_frame(&p, source_frame(t));
        p.any = at.done = true;
    } else {
        if (start) {
            push_anchor(&p);
            at.at = t->table->head_count;
        }
        pour_head(&p, !start);
        if (start && should_wait(t, &region, p.head)) {
            return (struct fragment){.frame = NULL};
        }
        pour_rows(&p, &at);
    }
    if (!p.any && at.at < t->table->row_count) {
        if (!region.empty) {
            return (struct fragment){.frame = NULL, .resume = from ? *from : (struct resume){0}};
        }
        diag_error(l->s->diags, "overflow", block->span,
                   "the table's head leaves no room for a row on the page");
        at.done = true;
    }
    p.frame->height = p.y;
    return (struct fragment){.frame = p.frame, .resume = at};
}
