#include "layout/table_internal.h"

#include <assert.h>

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
static length decimal_shift(struct table_box *t, const struct cell_box *box, size_t row, size_t k) {
    const struct table_column_box *column = &t->columns[box->cell->column];
    length whole = box->text->width, units = table_cell_units(t, row, k);
    if (t->rtl) /* the column's end is its left edge, and a figure still runs to the right */
        return length_max(0, length_min(column->units - units, box->width - whole));
    return length_max(0, box->width - column->fraction - units);
}

static void lay_cell(struct table_box *t, struct cell_box *box, size_t row, size_t k) {
    const struct bound_cell *cell = &t->table->rows[row].cells[k];
    box->cell = cell;
    box->again = t->later && cell->column < t->key;
    box->style = table_cell_style(t, &t->table->rows[row], cell);
    length width = cell_width(t, cell, &box->x);
    length start = table_padding(t, box->style, cell, SIDE_START);
    length end = table_padding(t, box->style, cell, SIDE_END);
    box->x += t->rtl ? end : start;
    box->width = width - start - end;
    bool decimal = cell->align == ALIGN_DECIMAL && cell->number;
    struct cell_words words;
    struct paragraph_request r = table_cell_request(t, cell, &words, box->style);
    /* A figure on one line, and no wider than it is, so that it begins at its box's edge. */
    r.width = decimal ? table_cell_whole(t, row, k) : box->width;
    box->text = paragraph_layout(t->l, &r);
    box->shift = decimal ? decimal_shift(t, box, row, k) : 0;
}

/* Heights of the rows that a cell ending in `row` spans, but for `row` itself. */
static length height_before(struct table_box *t, size_t first, size_t row) {
    length height = 0;
    for (size_t i = first; i < row; i++) {
        height += table_row_height(t, i);
    }
    return height;
}

static length first_baseline(const struct cell_box *cell) {
    return cell->text->n ? cell->text->lines[0]->baseline : 0;
}

enum { ROWS_KEPT = 48 }; /* about a page's */

void table_rows_forget(struct layout *l) {
    layout_open(l);
    if (l->cells_rows < ROWS_KEPT)
        return;
    arena_release(l->cells, l->cells_start);
    l->cells_serial++;
    l->cells_rows = 0;
}

/* Cells stand on one baseline; gives the height of what is in them. */
static length lay_cells(struct table_box *t, struct row_box *box, size_t index) {
    const struct bound_row *row = &t->table->rows[index];
    length content = table_row_style(t, index)->line_height, baseline = 0;
    struct arena *frames = t->l->arena;
    t->l->arena = t->l->cells;
    box->cells = ARENA_ARRAY(t->l->cells, struct cell_box, row->n);
    box->serial = t->l->cells_serial;
    t->l->cells_rows++;
    for (size_t i = 0; i < row->n; i++) {
        lay_cell(t, &box->cells[i], index, i);
        baseline = length_max(baseline, first_baseline(&box->cells[i]));
    }
    t->l->arena = frames;
    for (size_t i = 0; i < row->n; i++) {
        struct cell_box *cell = &box->cells[i];
        cell->drop = cell->text->n ? baseline - first_baseline(cell) : 0;
        if (row->cells[i].row_span <= 1)
            content = length_max(content, cell->drop + cell->text->height);
    }
    return content;
}

/* A cell that ends in this row may be higher than the rows that it spans. */
static length spanned_height(struct table_box *t, size_t index, size_t back, length bottom) {
    const struct bound_row *above = &t->table->rows[index - back];
    length most = 0;
    for (size_t k = 0; k < above->n; k++) {
        if (above->cells[k].row_span == back + 1) {
            struct row_box *from = table_row(t, index - back);
            length need = from->cells[k].drop + from->cells[k].text->height + from->top + bottom -
                          height_before(t, index - back, index);
            most = length_max(most, need);
        }
    }
    return most;
}

struct row_box *table_row(struct table_box *t, size_t index) {
    struct row_box *box = &t->rows[index];
    layout_open(t->l);
    if (box->cells && box->serial == t->l->cells_serial) {
        return box;
    }
    const struct style *style = table_row_style(t, index), *rule = table_rule_style(t, index);
    box->top = style->padding[SIDE_TOP] + rule->border[SIDE_TOP].width;
    box->bottom = style->padding[SIDE_BOTTOM] + rule->border[SIDE_BOTTOM].width;
    length height = lay_cells(t, box, index) + box->top + box->bottom;
    if (box->known) {
        return box;
    }
    box->known = true;
    box->height = height;
    for (size_t back = 1; back < t->tallest_span && back <= index; back++)
        box->height = length_max(box->height, spanned_height(t, index, back, box->bottom));
    return box;
}

length table_row_height(struct table_box *t, size_t row) {
    return t->rows[row].known ? t->rows[row].height : table_row(t, row)->height;
}

struct lines { /* some of a cell's, and where the first stands */
    size_t from, to;
    length top;
};

static void push_lines(const struct table_box *t, struct frame *f, const struct cell_box *box,
                       struct lines lines) {
    length y = lines.top;
    for (size_t i = lines.from; i < lines.to; i++) {
        const struct frame *line = box->text->lines[i];
        if (box->again)
            line = frame_as_artifact(t->l->cells, line);
        frame_push_frame(f, line, box->x + box->shift, y);
        y += box->text->lines[i]->height;
    }
}

static struct span row_span(const struct table_box *t, size_t row) {
    struct span own = t->table->rows[row].span;
    return own.source ? own : t->block->span;
}

/* A style's box behind all columns. */
static void paint_columns(const struct table_box *t, struct frame *f, const struct style *style,
                          length height, size_t row) {
    struct frame *box = frame_new(t->l->cells, t->used, height);
    paint_box(box, style, (struct point){t->used, height}, row_span(t, row));
    frame_push_frame(f, box, t->rtl ? t->width - t->used : 0, 0);
}

/* The row in which the cell that fills a column of `row` ends. */
static size_t column_end(const struct table_box *t, size_t row, unsigned column) {
    for (size_t back = 0; back < t->tallest_span && back <= row; back++) {
        const struct bound_row *above = &t->table->rows[row - back];
        for (size_t k = 0; k < above->n; k++) {
            const struct bound_cell *cell = &above->cells[k];
            if (cell->column <= column && column < cell->column + cell->column_span &&
                cell->row_span > back)
                return row - back + cell->row_span - 1;
        }
    }
    return row;
}

static bool starts_cell(const struct table_box *t, size_t row, size_t column) {
    for (size_t k = 0; k < t->table->rows[row].n; k++)
        if (t->table->rows[row].cells[k].column == column)
            return true;
    return false;
}

/* The rule under a row where a cell goes on below it: that cell is not crossed. In a head the only
 * strong rule stands under the last row; a header over others has a fine line of its own. */
static void paint_rule_between(struct table_box *t, size_t row, struct frame *f, length bottom) {
    bool head = row + 1 < t->table->head_count;
    const struct border *rule =
        head ? &style_part(t->l->sheet, t->block->style, "table", "row")->border[SIDE_BOTTOM]
             : &table_rule_style(t, row)->border[SIDE_BOTTOM];
    if (rule->width <= 0 || !rule->color.set)
        return;
    for (size_t k = 0; k < t->table->column_count;) {
        size_t first = k;
        bool drawn = column_end(t, row, (unsigned)k) == row;
        do
            k++;
        while (k < t->table->column_count && (column_end(t, row, (unsigned)k) == row) == drawn &&
               !(head && starts_cell(t, row, k)));
        if (!drawn)
            continue;
        const struct table_column_box *a = &t->columns[first], *b = &t->columns[k - 1];
        length left = length_min(a->x, b->x);
        length right = length_max(a->x + a->width, b->x + b->width);
        length inset = head && first > 0 ? table_row_style(t, row)->padding[SIDE_START] : 0;
        length end =
            head && k < t->table->column_count ? table_row_style(t, row)->padding[SIDE_END] : 0;
        left += t->rtl ? end : inset;
        right -= t->rtl ? inset : end;
        struct frame_item *item = frame_push_rectangle(f, rule->color, left, bottom - rule->width,
                                                       (struct point){right - left, rule->width});
        item->span = row_span(t, row);
    }
}

static void paint_row(struct table_box *t, size_t row, struct frame *f, length height) {
    bool stripe =
        t->striped && t->table->rows[row].kind == ROW_BODY && (row - t->table->head_count) % 2 == 1;
    if (stripe)
        paint_columns(t, f, style_get(t->l->sheet, "table.stripe"), height, row);
    const struct style *style = table_rule_style(t, row);
    bool crossed = row + 1 < t->table->head_count;
    for (unsigned k = 0; t->tallest_span > 1 && !crossed && k < t->table->column_count; k++)
        crossed = column_end(t, row, k) != row;
    if (!crossed) {
        paint_columns(t, f, style, height, row);
        return;
    }
    struct style *without = ARENA_NEW(t->l->cells, struct style);
    *without = *style;
    without->border[SIDE_BOTTOM].width = 0;
    paint_columns(t, f, without, height, row);
    paint_rule_between(t, row, f, height);
}

/* The text of a cell into the frame of the row in which it ends: no row's ground covers it. */
static void push_cell(struct table_box *t, size_t first, size_t k, struct frame *f) {
    struct row_box *box = table_row(t, first);
    const struct cell_box *cell = &box->cells[k];
    size_t last = first + cell->cell->row_span - 1;
    const struct row_box *end = table_row(t, last);
    length y = box->top + cell->drop - height_before(t, first, last);
    if (t->table->rows[first].kind == ROW_HEAD) /* heads stand on their rule */
        y = end->height - end->bottom - cell->text->height;
    push_lines(t, f, cell, (struct lines){0, cell->text->n, y});
}

struct frame *table_row_frame(struct table_box *t, size_t row, bool repeated) {
    struct row_box *box = table_row(t, row);
    struct frame *f = frame_new(t->l->cells, t->width, box->height);
    paint_row(t, row, f, box->height);
    for (size_t back = t->tallest_span; back-- > 0;) {
        for (size_t k = 0; back <= row && k < t->table->rows[row - back].n; k++)
            if (t->table->rows[row - back].cells[k].row_span == back + 1)
                push_cell(t, row - back, k, f);
    }
    return repeated ? frame_as_artifact(t->l->cells, f) : f;
}

struct frame *table_row_part(struct table_box *t, size_t row, length height,
                             const struct resume *from, struct resume *next) {
    struct row_box *box = table_row(t, row);
    size_t n = t->table->rows[row].n;
    struct resume *inner = ARENA_ARRAY(t->l->arena, struct resume, n);
    struct frame *f = frame_new(t->l->cells, t->width, 0);
    length room = height - box->top - box->bottom, used = 0;
    bool any = false;
    *next = (struct resume){.at = row, .part = 1, .inner = inner, .inner_count = n, .done = true};
    for (size_t i = 0; i < n; i++) {
        const struct cell_box *cell = &box->cells[i];
        size_t first = from->inner_count ? from->inner[i].at : 0, last = first;
        length drop = first == 0 ? cell->drop : 0, y = drop;
        while (last < cell->text->n && y + cell->text->lines[last]->height <= room) {
            y += cell->text->lines[last++]->height;
        }
        push_lines(t, f, cell, (struct lines){first, last, box->top + drop});
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
    struct frame *whole = frame_new(t->l->cells, t->width, f->height);
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
        assert(item.kind != ITEM_RUNS); /* made of what is finished only */
        frame_push(copy, &item);
    }
    return copy;
}
