#include "layout/table_internal.h"

/* What a column asks for. */
struct wish {
    length min, max; /* of its content, padding included */
    bool text;       /* holds words, not figures: takes what is left over */
};

static struct text_extent cell_extent(const struct table_box *t, const struct bound_row *row,
                                      const struct bound_cell *cell, length *padding) {
    const struct style *style = table_cell_style(t, row, cell);
    *padding = table_padding(t, style, cell, SIDE_START) + table_padding(t, style, cell, SIDE_END);
    struct paragraph_request r = table_cell_request(t, cell, style, LENGTH_MAX);
    return paragraph_measure(t->l, &r);
}

/* Widths on both sides of the decimal point; the whole is the wider of each. */
static void measure_decimal(struct table_box *t, const struct bound_row *row,
                            const struct bound_cell *cell, struct text_extent *whole) {
    struct table_column_box *column = &t->columns[cell->column];
    const struct inline_text *text = &cell->text;
    length units = whole->max;
    if (text->n == 1 && cell->point < text->v[0].text.n) {
        struct inline_run run = text->v[0];
        run.text = str_slice(run.text, 0, cell->point);
        struct inline_text head = {&run, 1};
        struct paragraph_request r =
            table_cell_request(t, cell, table_cell_style(t, row, cell), LENGTH_MAX);
        r.text = &head;
        units = paragraph_measure(t->l, &r).max;
    }
    column->units = length_max(column->units, units);
    column->fraction = length_max(column->fraction, whole->max - units);
    length both = column->units + column->fraction;
    whole->min = whole->max = length_max(both, whole->max);
}

static void wish_for(struct table_box *t, struct wish *wishes) {
    for (size_t i = 0; i < t->table->row_count; i++) {
        const struct bound_row *row = &t->table->rows[i];
        for (size_t k = 0; k < row->n; k++) {
            const struct bound_cell *cell = &row->cells[k];
            if (cell->row_span > t->tallest_span) {
                t->tallest_span = cell->row_span;
            }
            if (cell->column_span > 1) {
                continue;
            }
            length padding;
            struct text_extent e = cell_extent(t, row, cell, &padding);
            if (cell->align == ALIGN_DECIMAL && cell->number) {
                measure_decimal(t, row, cell, &e);
            } else if (row->kind == ROW_BODY && cell->text.n && !cell->number) {
                wishes[cell->column].text = true;
            }
            if (cell->number) {
                e.min = e.max; /* a figure is never broken */
            }
            struct wish *w = &wishes[cell->column];
            w->min = length_max(w->min, e.min + padding);
            w->max = length_max(w->max, e.max + padding);
        }
    }
}

/* A head over several columns may ask for more than they have together: they share the rest. */
static void wish_for_spans(struct table_box *t, struct wish *wishes) {
    for (size_t i = 0; i < t->table->row_count; i++) {
        const struct bound_row *row = &t->table->rows[i];
        for (size_t k = 0; k < row->n; k++) {
            const struct bound_cell *cell = &row->cells[k];
            unsigned n = cell->column_span;
            if (n < 2 || cell->column + n > t->table->column_count || row->kind == ROW_GROUP) {
                continue;
            }
            length padding, min = 0, max = 0;
            struct text_extent e = cell_extent(t, row, cell, &padding);
            for (unsigned c = 0; c < n; c++) {
                min += wishes[cell->column + c].min;
                max += wishes[cell->column + c].max;
            }
            for (unsigned c = 0; c < n; c++) {
                struct wish *w = &wishes[cell->column + c];
                w->min += length_max(0, e.min + padding - min) / n;
                w->max += length_max(0, e.max + padding - max) / n;
                w->max = length_max(w->max, w->min);
            }
        }
    }
}

/* Widths for the columns without `fr` or a fixed width, in `room`: all on one line if that fits, else
 * between the narrowest and the widest in proportion, else the narrowest scaled down. */
static void share_auto(struct table_box *t, const struct wish *wishes, length room) {
    length min = 0, max = 0;
    for (size_t i = 0; i < t->table->column_count; i++) {
        if (t->table->columns[i].width.unit == UNIT_AUTO) {
            min += wishes[i].min;
            max += wishes[i].max;
        }
    }
    for (size_t i = 0; i < t->table->column_count; i++) {
        if (t->table->columns[i].width.unit != UNIT_AUTO) {
            continue;
        }
        const struct wish *w = &wishes[i];
        length width = w->max;
        if (min > room) {
            width = min ? length_scale(w->min, length_max(room, 0), min) : 0;
        } else if (max > room) {
            width = w->min + length_scale(w->max - w->min, room - min, max - min);
        }
        t->columns[i].width = width;
    }
}

/* What is left over goes to columns of words in proportion to their text, and evenly to all where
 * there are none, so that figures do not drift far from each other. */
static void spread(struct table_box *t, const struct wish *wishes, length left) {
    length weight = 0;
    for (size_t i = 0; i < t->table->column_count; i++) {
        weight += wishes[i].text ? wishes[i].max * 2 : wishes[i].max;
    }
    for (size_t i = 0; weight && i < t->table->column_count; i++) {
        length own = wishes[i].text ? wishes[i].max * 2 : wishes[i].max;
        t->columns[i].width += length_scale(left, own, weight);
    }
}

static length fixed_width(const struct table_box *t, struct dimension d) {
    return dimension_resolve(d, style_get(t->l->sheet, "table.cell")->font_size, t->width);
}

static void place_columns(struct table_box *t) {
    length x = 0;
    for (size_t i = 0; i < t->table->column_count; i++) {
        struct table_column_box *c = &t->columns[i];
        c->x = t->rtl ? t->width - x - c->width : x;
        x += c->width;
    }
}

void table_columns_find(struct table_box *t) {
    size_t n = t->table->column_count;
    struct wish *wishes = ARENA_ARRAY(t->l->arena, struct wish, n);
    wish_for(t, wishes);
    wish_for_spans(t, wishes);
    length room = t->width;
    int64_t fractions = 0;
    for (size_t i = 0; i < n; i++) {
        struct dimension d = t->table->columns[i].width;
        if (d.unit == UNIT_FR) {
            fractions += d.value;
            room -= wishes[i].min;
        } else if (d.unit != UNIT_AUTO) {
            t->columns[i].width = fixed_width(t, d);
            room -= t->columns[i].width;
        }
    }
    share_auto(t, wishes, room);
    length used = 0;
    for (size_t i = 0; i < n; i++) {
        used += t->columns[i].width;
    }
    if (!fractions && t->width > used) {
        spread(t, wishes, t->width - used);
    }
    /* Each `fr` column has its narrowest at least; those above it share by their fractions. */
    length free = t->width - used;
    for (bool again = fractions > 0; again;) {
        again = false;
        for (size_t i = 0; i < n; i++) {
            struct dimension d = t->table->columns[i].width;
            if (d.unit != UNIT_FR || t->columns[i].width) {
                continue;
            }
            if (length_scale(free, d.value, fractions) < wishes[i].min) {
                t->columns[i].width = wishes[i].min;
                free -= wishes[i].min;
                fractions -= d.value;
                again = fractions > 0;
            }
        }
    }
    for (size_t i = 0; i < n && fractions > 0; i++) {
        struct dimension d = t->table->columns[i].width;
        if (d.unit == UNIT_FR && !t->columns[i].width) {
            t->columns[i].width = length_scale(length_max(free, 0), d.value, fractions);
        }
    }
    place_columns(t);
}
