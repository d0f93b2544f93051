#include "layout/table_internal.h"

#include <string.h>

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

void table_scale(struct table_box *t, unsigned percent) {
    t->scale = percent;
    memset(t->row_styles, 0, sizeof t->row_styles);
    memset(t->rule_styles, 0, sizeof t->rule_styles);
    memset(t->cell_styles, 0, sizeof t->cell_styles);
}

/* A changed copy: a name of its own, by which styles inside a container are told apart. */
static struct style *style_renamed(const struct table_box *t, const struct style *from,
                                   const char *what, unsigned n) {
    struct arena *a = t->l->arena;
    struct style *style = ARENA_NEW(a, struct style);
    *style = *from;
    style->name = str_format(a, "%.*s %s %u", STR_ARG(from->name), what, n);
    return style;
}

static const struct style *kind_style(struct table_box *t, enum row_kind kind) {
    if (t->row_styles[kind])
        return t->row_styles[kind];
    const struct style *base =
        style_part(t->l->sheet, t->block->style, "table", row_style_name(kind));
    if (t->scale != 100) {
        struct style *style = style_renamed(t, base, "at", t->scale);
        style->font_size = length_scale(base->font_size, t->scale, 100);
        style->line_height = length_scale(base->line_height, t->scale, 100);
        for (int side = 0; side < 4; side++)
            style->padding[side] = length_scale(base->padding[side], 2 * t->scale - 100, 100);
        base = style;
    }
    t->row_styles[kind] = base;
    return base;
}

const struct style *table_row_style(struct table_box *t, size_t row) {
    return kind_style(t, t->table->rows[row].kind);
}

/* Hundredths: a rule of less contrast with the ground takes the colour of the text there. */
enum { RULE_SEEN = 130 };

const struct style *table_rule_style(struct table_box *t, size_t row) {
    enum row_kind kind = t->table->rows[row].kind;
    const struct style *inside = t->l->context.inside;
    if (t->rule_styles[kind])
        return t->rule_styles[kind];
    const struct style *rule = kind == ROW_BODY
                                   ? style_part(t->l->sheet, t->block->style, "table", "row")
                                   : table_row_style(t, row);
    t->rule_styles[kind] = rule;
    if (!inside || !inside->background.set || rule->background.set)
        return rule;
    struct style *seen = style_renamed(t, rule, "rules", (unsigned)kind);
    for (int side = 0; side < 4; side++)
        if (color_contrast(rule->border[side].color, inside->background) < RULE_SEEN)
            seen->border[side].color = inside->color;
    t->rule_styles[kind] = seen;
    return seen;
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

const struct style *table_cell_style(struct table_box *t, const struct bound_row *row,
                                     const struct bound_cell *cell) {
    enum text_align align = text_align_of(cell->align, cell->number);
    const struct style **kept = &t->cell_styles[row->kind][align][cell->number];
    if (*kept)
        return *kept;
    const struct style *base = kind_style(t, row->kind);
    *kept = base;
    if (base->text_align == align && (!cell->number || base->tabular_figures))
        return base;
    struct style *style =
        style_renamed(t, base, cell->number ? "figures" : "aligned", (unsigned)align);
    style->text_align = align;
    style->tabular_figures = base->tabular_figures || cell->number;
    *kept = style;
    return style;
}

length table_padding(const struct table_box *t, const struct style *style,
                     const struct bound_cell *cell, enum side side) {
    bool first = cell->column == 0,
         last = cell->column + cell->column_span >= t->table->column_count;
    bool outer = (side == SIDE_START && first) || (side == SIDE_END && last);
    return outer && !t->inset ? 0 : style->padding[side];
}

struct paragraph_request table_cell_request(const struct table_box *t,
                                            const struct bound_cell *cell, struct cell_words *words,
                                            const struct style *style) {
    words->text = cell_inline(cell, &words->one);
    return (struct paragraph_request){.text = &words->text,
                                      .style = style,
                                      .width = LENGTH_MAX,
                                      .element = cell->element,
                                      .lang = t->table->lang,
                                      .inside = t->l->context.inside};
}

struct table_box *table_box_make(struct layout *l, const struct bound_block *block, length width,
                                 const struct table_band *band) {
    struct arena *a = l->arena;
    const struct bound_table *table = block->as.table;
    struct table_box *t = ARENA_NEW(a, struct table_box);
    *t = (struct table_box){.l = l,
                            .block = block,
                            .table = table,
                            .width = width,
                            .pass = l->pass,
                            .scale = 100,
                            .tallest_span = 1,
                            .rtl = lang_is_rtl(table->lang),
                            .columns = ARENA_ARRAY(a, struct table_column_box, table->column_count),
                            .rows = ARENA_ARRAY(a, struct row_box, table->row_count)};
    t->widths = ARENA_ARRAY(a, struct cell_width, table->row_count * table->column_count);
    if (band) {
        t->key = band->key;
        t->later = band->later;
        t->more = band->more;
    }
    size_t body = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        body += table->rows[i].kind == ROW_BODY;
    }
    for (enum row_kind kind = ROW_HEAD; kind <= ROW_TOTAL; kind++)
        t->inset = t->inset || kind_style(t, kind)->background.set;
    t->inset = t->inset || style_part(l->sheet, block->style, "table", "row")->background.set;
    table_columns_find(t);
    t->striped = body >= STRIPES_FROM && t->tallest_span == 1;
    return t;
}

/* Each table is prepared once a pass and width; a table in a document has one block. */
static struct table_box *table_prepare(struct layout *l, const struct bound_block *block,
                                       length width) {
    struct table_box *last = l->last_table;
    if (!last || last->block != block || last->width != width || last->pass != l->pass)
        l->last_table = table_box_make(l, block, width, NULL);
    return l->last_table;
}

/* The last row of the unit that starts at a row: rows that a span ties, a group's heading with its
 * first row, a total with the row above it, the last row with the one before. */
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
        bool sums = i + 1 < table->row_count && (table->rows[i + 1].kind == ROW_TOTAL ||
                                                 table->rows[i + 1].kind == ROW_SUBTOTAL);
        bool glued = sums || table->rows[i].kind == ROW_GROUP || i + 2 == table->row_count;
        if (glued && i == end) {
            end = i + 1;
        }
    }
    return end < table->row_count ? end : table->row_count - 1;
}

static length rows_height(struct table_box *t, size_t from, size_t to) {
    length height = 0;
    for (size_t i = from; i < to; i++) {
        height += table_row_height(t, i);
    }
    return height;
}

static struct frame *make_caption(struct table_box *t, bool repeated) {
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
        runs[text.n] = (struct inline_run){.text = table->continued,
                                           .element = table->caption_element,
                                           .span = runs[text.n - 1].span};
        text = (struct inline_text){runs, text.n + 1};
    }
    const struct style *style = style_part(t->l->sheet, t->block->style, "table", "caption");
    struct paragraph_request r = {.text = &text,
                                  .style = style,
                                  .width = t->width,
                                  .element = table->caption_element,
                                  .lang = table->lang,
                                  .inside = t->l->context.inside};
    struct frame *lines = paragraph_frame(t->l, &r);
    struct frame *f = frame_new(a, t->width, lines->height + style->margin[SIDE_BOTTOM]);
    frame_push_frame(f, repeated ? frame_as_artifact(a, lines) : lines, 0, 0);
    return f;
}

/* The same on every page, but for the first. */
static const struct frame *caption_frame(struct table_box *t, bool repeated) {
    struct frame **kept = &t->captions[repeated];
    if (!*kept)
        *kept = make_caption(t, repeated);
    return *kept;
}

static const struct frame *source_frame(struct table_box *t) {
    if (!t->table->source.n || t->more || t->source) {
        return t->source;
    }
    const struct style *style = style_part(t->l->sheet, t->block->style, "table", "source");
    struct paragraph_request r = {.text = &t->table->source,
                                  .style = style,
                                  .width = t->width,
                                  .lang = t->table->lang,
                                  .inside = t->l->context.inside};
    struct frame *lines = paragraph_frame(t->l, &r);
    struct frame *f = frame_new(t->l->arena, t->width, lines->height + style->margin[SIDE_TOP]);
    frame_push_frame(f, lines, 0, style->margin[SIDE_TOP]);
    t->source = f;
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
    const struct frame *source = source_frame(t);
    length height = head, tail = source ? source->height : 0;
    for (size_t i = first; i < count; i++) {
        height += table_row_height(t, i);
        length whole = height + (i + 1 == count ? tail : 0);
        if (whole > region->height) {
            bool few = i < first + KEPT_ROWS && whole <= region->full_height;
            while (++i < count && height + tail <= region->full_height / 2)
                height += table_row_height(t, i);
            return few || height + tail <= region->full_height / 2;
        }
    }
    return false;
}

/* One fragment under way. */
struct pour {
    struct table_box *t;
    struct region region;
    struct frame *frame, *grounds, *rules; /* what is drawn under all text of the fragment */
    length y;
    length head; /* height of caption and head rows */
    bool any;    /* a row, or a part of one, stands here */
};

static void pour_frame(struct pour *p, const struct frame *f) {
    frame_push_frame(p->frame, f, 0, p->y);
    p->y += f->height;
}

struct row_taken {
    struct pour *pour;
    length height;
};

static void take_item(void *context, const struct frame_item *item, length x, length y) {
    const struct row_taken *row = context;
    struct frame *to = row->pour->frame;
    if (item->kind == ITEM_SHAPE && item->element == 0)
        to = item->as.shape.height == row->height ? row->pour->grounds : row->pour->rules;
    struct frame_item copy = *item;
    copy.x = x;
    copy.y = row->pour->y + y;
    frame_push(to, &copy);
}

/* Rows' frames go as the rows do: what they hold is taken over. */
static void pour_row(struct pour *p, const struct frame *f) {
    struct row_taken row = {p, f->height};
    frame_walk(f, take_item, &row);
    p->y += f->height;
}

/* All of the fragment in one frame: grounds first, so that they need not alternate with text. */
static struct frame *pour_made(struct pour *p) {
    struct layout *l = p->t->l;
    struct frame *whole = frame_new(l->scratch, p->region.width, p->y);
    struct frame *flat = frame_new(l->scratch, p->region.width, p->y);
    frame_push_frame(whole, p->grounds, 0, 0);
    frame_push_frame(whole, p->rules, 0, 0);
    frame_push_frame(whole, p->frame, 0, 0);
    frame_push_flat(flat, whole, (struct point){0, 0}, l->arena);
    return frame_settle(l->arena, flat);
}

static void pour_head(struct pour *p, bool repeated) {
    const struct frame *caption = caption_frame(p->t, repeated || p->t->later);
    if (caption) {
        pour_frame(p, caption);
    }
    for (size_t i = 0; i < p->t->table->head_count; i++) {
        pour_row(p, table_row_frame(p->t, i, repeated));
    }
    p->head = p->y;
}

/* Pours what of a too tall row fits. false when nothing did. */
static bool pour_part(struct pour *p, struct resume *at) {
    struct resume next;
    struct frame *part = table_row_part(p->t, at->at, p->region.height - p->y, at, &next);
    if (!part) {
        return false;
    }
    pour_row(p, part);
    p->any = true;
    *at = next.done ? (struct resume){.at = at->at + 1} : next;
    return next.done;
}

/* Pours rows from *at on until the region is full; *at then says where to go on. */
static void pour_rows(struct pour *p, struct resume *at) {
    struct table_box *t = p->t;
    const struct frame *source = source_frame(t);
    while (at->at < t->table->row_count) {
        table_rows_forget(t->l);
        size_t end = unit_end(t, at->at) + 1;
        length height = rows_height(t, at->at, end);
        bool last = end == t->table->row_count;
        length tail = last && source ? source->height : 0;
        bool resumed = at->inner_count > 0;
        if (!resumed && p->y + height + tail <= p->region.height) {
            for (; at->at < end; at->at++) {
                pour_row(p, table_row_frame(t, at->at, false));
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
    if (block->id.n && !p->t->later) {
        struct frame_item anchor = {.kind = ITEM_ANCHOR, .span = block->span};
        anchor.as.anchor.id = block->id;
        frame_push(p->frame, &anchor);
    }
}

struct fragment table_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from) {
    struct table_box *t = table_prepare(l, block, region.width);
    return t->band_count ? table_bands_layout(t, region, from) : table_part_layout(t, region, from);
}

/* false: the table waits for a fresh region. */
static bool pour_table(struct pour *p, struct resume *at) {
    struct table_box *t = p->t;
    bool start = at->at == 0 && !at->inner_count && !at->part;
    if (at->part == 2) {
        pour_frame(p, source_frame(t));
        p->any = at->done = true;
        return true;
    }
    if (start) {
        push_anchor(p);
        at->at = t->table->head_count;
    }
    pour_head(p, !start);
    if (start && should_wait(t, &p->region, p->head)) {
        return false;
    }
    pour_rows(p, at);
    return true;
}

struct fragment table_part_layout(struct table_box *t, struct region region,
                                  const struct resume *from) {
    struct layout *l = t->l;
    const struct bound_block *block = t->block;
    struct resume at = from ? *from : (struct resume){0};
    struct pour p = {.t = t, .region = region};
    layout_open(l);
    struct arena_mark start = arena_mark(l->scratch);
    p.frame = frame_new(l->scratch, region.width, 0);
    p.grounds = frame_new(l->scratch, region.width, 0);
    p.rules = frame_new(l->scratch, region.width, 0);
    bool waits = !pour_table(&p, &at);
    struct frame *made = waits ? NULL : pour_made(&p);
    arena_release(l->scratch, start);
    if (waits) {
        return (struct fragment){.frame = NULL};
    }
    if (!p.any && at.at < t->table->row_count) {
        if (!region.empty) {
            return (struct fragment){.frame = NULL, .resume = from ? *from : (struct resume){0}};
        }
        diag_help(l->s->diags,
                  diag_error(l->s->diags, "overflow", block->span,
                             "the table's head leaves no room for a row on the page"),
                  "make the head lower: shorter headers, or wider columns");
        at.done = true;
    }
    return (struct fragment){.frame = made, .resume = at};
}
