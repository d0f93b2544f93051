#include "layout/table_internal.h"

static length cell_width(const struct table_box *t, const struct bound_cell *cell, length *x) {
    length width = 0, left = LENGTH_MAX;
    for (unsigned i = 0; i < cell->column_span; i++) {
        const struct table_column_box *c = &t->columns[cell->column + i];
        width += c->width;
        left = length_min(left, c->x);
    }
    *x = left;
    return width;
}

/* Figures on the point stand flush with the end of their column, as one block. */
static length decimal_shift(const struct table_box *t, const struct cell_box *box) {
    const struct bound_cell *cell = box->cell;
    const struct table_column_box *column = &t->columns[cell->column];
    length units = box->text->width;
    if (cell->text.n == 1 && cell->point < cell->text.v[0].text.n) {
        struct inline_run run = cell->text.v[0];
        run.text = str_slice(run.text, 0, cell->point);
        struct inline_text head = {&run, 1};
        struct paragraph_request r = table_cell_request(t, cell, box->style, LENGTH_MAX);
        r.text = &head;
        units = paragraph_measure(t->l, &r).max;
    }
    return length_max(0, box->width - column->fraction - units);
}

static void lay_cell(struct table_box *t, struct cell_box *box, const struct bound_row *row,
                     const struct bound_cell *cell) {
    box->cell = cell;
    box->style = table_cell_style(t, row, cell);
    length width = cell_width(t, cell, &box->x);
    length start = table_padding(t, box->style, cell, SIDE_START);
    length end = table_padding(t, box->style, cell, SIDE_END);
    box->x += t->rtl ? end : start;
    box->width = width - start - end;
    bool decimal = cell->align == ALIGN_DECIMAL && cell->number;
    struct paragraph_request r =
        table_cell_request(t, cell, box->style, decimal ? LENGTH_MAX : box->width);
    box->text = paragraph_layout(t->l, &r);
    box->shift = decimal ? decimal_shift(t, box) : 0;
}

/* Heights of the rows that a cell ending in `row` spans, but for `row` itself. */
static length height_before(struct table_box *t, size_t first, size_t row) {
    length height = 0;
    for (size_t i = first; i < row; i++) {
        height += table_row(t, i)->height;
    }
    return height;
}

struct row_box *table_row(struct table_box *t, size_t index) {
    struct row_box *box = &t->rows[index];
    const struct bound_row *row = &t->table->rows[index];
    if (box->cells) {
        return box;
    }
    const struct style *style = table_row_style(t, index), *rule = table_rule_style(t, index);
    box->cells = ARENA_ARRAY(t->l->arena, struct cell_box, row->n);
    box->top = style->padding[SIDE_TOP] + rule->border[SIDE_TOP].width;
    box->bottom = style->padding[SIDE_BOTTOM] + rule->border[SIDE_BOTTOM].width;
    length content = style->line_height;
    for (size_t i = 0; i < row->n; i++) {
        lay_cell(t, &box->cells[i], row, &row->cells[i]);
        if (row->cells[i].row_span <= 1) {
            content = length_max(content, box->cells[i].text->height);
        }
    }
    box->height = content + box->top + box->bottom;
    for (size_t back = 1; back < t->tallest_span && back <= index; back++) {
        const struct bound_row *above = &t->table->rows[index - back];
        for (size_t k = 0; k < above->n; k++) {
            if (above->cells[k].row_span == back + 1) {
                struct row_box *from = table_row(t, index - back);
                length need = from->cells[k].text->height + from->top + box->bottom -
                              height_before(t, index - back, index);
                box->height = length_max(box->height, need);
            }
        }
    }
    return box;
}

/* Lines [from, to) of a cell, the first at y. */
static void push_lines(struct frame *f, const struct cell_box *box, size_t from, size_t to,
                       length y) {
    for (size_t i = from; i < to; i++) {
        frame_push_frame(f, box->text->lines[i], box->x + box->shift, y);
        y += box->text->lines[i]->height;
    }
}

static void paint_row(struct table_box *t, size_t row, struct frame *f, length height) {
    bool stripe = t->striped && t->table->rows[row].kind == ROW_BODY &&
                  (row - t->table->head_count) % 2 == 1;
    if (stripe) {
        paint_box(f, style_get(t->l->sheet, "table.stripe"), t->width, height);
    }
    paint_box(f, table_rule_style(t, row), t->width, height);
}

struct frame *table_row_frame(struct table_box *t, size_t row, bool repeated) {
    struct row_box *box = table_row(t, row);
    struct frame *f = frame_new(t->l->arena, t->width, box->height);
    bool head = t->table->rows[row].kind == ROW_HEAD;
    paint_row(t, row, f, box->height);
    for (size_t i = 0; i < t->table->rows[row].n; i++) {
        const struct cell_box *cell = &box->cells[i];
        length y = box->top;
        if (head && cell->cell->row_span <= 1) {
            y = box->height - box->bottom - cell->text->height; /* heads stand on their rule */
        }
        push_lines(f, cell, 0, cell->text->n, y);
    }
    return repeated ? frame_as_artifact(t->l->arena, f) : f;
}

struct frame *table_row_part(struct table_box *t, size_t row, length height,
                             const struct resume *from, struct resume *next) {
    struct row_box *box = table_row(t, row);
    size_t n = t->table->rows[row].n;
    struct resume *inner = ARENA_ARRAY(t->l->arena, struct resume, n);
    struct frame *f = frame_new(t->l->arena, t->width, 0);
    length room = height - box->top - box->bottom, used = 0;
    bool any = false;
    *next = (struct resume){.at = row, .part = 1, .inner = inner, .inner_count = n, .done = true};
    for (size_t i = 0; i < n; i++) {
        const struct cell_box *cell = &box->cells[i];
        size_t first = from->inner_count ? from->inner[i].at : 0, last = first;
        length y = 0;
        while (last < cell->text->n && y + cell->text->lines[last]->height <= room) {
            y += cell->text->lines[last++]->height;
        }
        push_lines(f, cell, first, last, box->top);
        any = any || last > first;
        used = length_max(used, y);
        inner[i].at = last;
        inner[i].done = last == cell->text->n;
        next->done = next->done && inner[i].done;
    }
    if (!any) {
        return NULL;
    }
    f->height = used + box->top + box->bottom;
    struct frame *whole = frame_new(t->l->arena, t->width, f->height);
    paint_row(t, row, whole, f->height);
    frame_push_frame(whole, f, 0, 0);
    return whole;
}

struct frame *frame_as_artifact(struct arena *a, const struct frame *f) {
    struct frame *copy = frame_new(a, f->width, f->height);
    copy->baseline = f->baseline;
    for (size_t i = 0; i < f->n; i++) {
        struct frame_item item = f->items[i];
        if (item.kind == ITEM_LINK || item.kind == ITEM_ANCHOR) {
            continue;
        }
        item.element = 0;
        item.artifact = ARTIFACT_LAYOUT;
        if (item.kind == ITEM_FRAME) {
            item.as.frame = frame_as_artifact(a, item.as.frame);
        }
        frame_push(copy, &item);
    }
    return copy;
}
