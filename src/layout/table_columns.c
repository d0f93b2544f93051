#include "layout/table_internal.h"

#include <string.h>

/* What a column asks for. */
struct wish {
    length min, max; /* of its content, padding included */
    length hard;     /* the least: a figure is never broken, a word may be */
    length given;    /* what the author wants of it; 0: nothing */
    bool text;       /* holds words, not figures: takes what is left over */
};

/* Letters are not set one below the other: a word is broken only where this many stand. */
enum { WORD_EMS = 6, LEAST_TYPE = 8 * PT, WARN_TYPE = 9 * PT };

static struct text_extent cell_extent(struct table_box *t, const struct bound_row *row,
                                      const struct bound_cell *cell, length *padding) {
    struct cell_words words;
    const struct style *style = table_cell_style(t, row, cell);
    *padding = table_padding(t, style, cell, SIDE_START) + table_padding(t, style, cell, SIDE_END);
    struct paragraph_request r = table_cell_request(t, cell, &words, style);
    return paragraph_measure(t->l, &r);
}

/* Up to the decimal point. */
static length units_width(struct table_box *t, const struct bound_row *row,
                          const struct bound_cell *cell, length whole) {
    struct cell_words words;
    struct paragraph_request r =
        table_cell_request(t, cell, &words, table_cell_style(t, row, cell));
    if (words.text.n != 1 || cell->point >= words.text.v[0].text.n)
        return whole;
    struct inline_run run = words.text.v[0];
    run.text = str_slice(run.text, 0, cell->point);
    words.text = (struct inline_text){&run, 1};
    return paragraph_measure(t->l, &r).max;
}

static int32_t kept_width(length width) {
    return width < INT32_MAX ? (int32_t)width : INT32_MAX;
}

length table_cell_whole(struct table_box *t, size_t row, size_t k) {
    int32_t kept = t->widths[row * t->table->column_count + k].whole;
    const struct bound_row *r = &t->table->rows[row];
    length padding;
    if (kept > 0 && kept < INT32_MAX)
        return kept;
    return cell_extent(t, r, &r->cells[k], &padding).max;
}

length table_cell_units(struct table_box *t, size_t row, size_t k) {
    int32_t kept = t->widths[row * t->table->column_count + k].units;
    const struct bound_row *r = &t->table->rows[row];
    if (kept > 0 && kept < INT32_MAX)
        return kept;
    return units_width(t, r, &r->cells[k], table_cell_whole(t, row, k));
}

/* Widths on both sides of the decimal point; the whole is the wider of each. */
static void measure_decimal(struct table_box *t, const struct bound_row *row,
                            const struct bound_cell *cell, struct text_extent *whole) {
    struct table_column_box *column = &t->columns[cell->column];
    size_t at = (size_t)(row - t->table->rows) * t->table->column_count;
    length units = units_width(t, row, cell, whole->max);
    t->widths[at + (size_t)(cell - row->cells)] =
        (struct cell_width){kept_width(whole->max), kept_width(units)};
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
            } else if (row->kind == ROW_BODY && !cell_blank(cell) && !cell->number) {
                wishes[cell->column].text = true;
            }
            if (cell->number)
                e.min = e.max; /* a figure is never broken */
            struct wish *w = &wishes[cell->column];
            length word = WORD_EMS * table_row_style(t, i)->font_size;
            w->hard =
                length_max(w->hard, (cell->number ? e.min : length_min(e.min, word)) + padding);
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

/* More than there is for the longest words: they are broken, figures are not. */
static void share_least(struct table_box *t, const struct wish *wishes, length room) {
    length min = 0, hard = 0;
    for (size_t i = 0; i < t->table->column_count; i++) {
        if (t->columns[i].width < 0) {
            min += wishes[i].min;
            hard += wishes[i].hard;
        }
    }
    for (size_t i = 0; i < t->table->column_count; i++) {
        const struct wish *w = &wishes[i];
        if (t->columns[i].width >= 0)
            continue;
        t->columns[i].width = w->hard;
        if (min > hard && room > hard)
            t->columns[i].width += length_scale(w->min - w->hard, room - hard, min - hard);
    }
}

/* Columns that ask for no more than an equal share have what they ask for; so a long text gives
 * way to short ones, which need not be broken. */
static void settle_short(struct table_box *t, const struct wish *wishes, length *room) {
    size_t n = t->table->column_count;
    for (bool again = true; again;) {
        length min = 0, open = 0;
        again = false;
        for (size_t i = 0; i < n; i++) {
            if (t->columns[i].width < 0) {
                min += wishes[i].min;
                open++;
            }
        }
        for (size_t i = 0; i < n; i++) {
            const struct wish *w = &wishes[i];
            if (t->columns[i].width >= 0 || w->max > *room / open || min - w->min > *room - w->max)
                continue;
            t->columns[i].width = w->max;
            *room -= w->max;
            again = open > 1;
            break;
        }
    }
}

/* Widths for the columns that have none yet (-1), in `room`: all on one line if that fits, else the
 * long ones between the narrowest and the widest in proportion. */
static void share_auto(struct table_box *t, const struct wish *wishes, length room) {
    length min = 0, max = 0;
    for (size_t i = 0; i < t->table->column_count; i++)
        min += t->columns[i].width < 0 ? wishes[i].min : 0;
    if (min > room) {
        share_least(t, wishes, room);
        return;
    }
    settle_short(t, wishes, &room);
    min = 0;
    for (size_t i = 0; i < t->table->column_count; i++) {
        if (t->columns[i].width < 0) {
            min += wishes[i].min;
            max += wishes[i].max;
        }
    }
    for (size_t i = 0; i < t->table->column_count; i++) {
        const struct wish *w = &wishes[i];
        if (t->columns[i].width >= 0)
            continue;
        t->columns[i].width = w->max;
        if (max > room)
            t->columns[i].width = w->min + length_scale(w->max - w->min, room - min, max - min);
    }
}

/* What is left over goes to columns of words in proportion to their text, and to all where there
 * are none, so that figures do not drift far from each other. Widths of the author's stay. */
static void spread(struct table_box *t, const struct wish *wishes, length left) {
    length weight = 0;
    for (size_t i = 0; i < t->table->column_count; i++)
        if (!wishes[i].given)
            weight += wishes[i].text ? wishes[i].max * 2 : wishes[i].max;
    for (size_t i = 0; weight && i < t->table->column_count; i++) {
        length own = wishes[i].text ? wishes[i].max * 2 : wishes[i].max;
        if (!wishes[i].given)
            t->columns[i].width += length_scale(left, own, weight);
    }
}

/* Each `fr` column has its narrowest at least; those above it share by their fractions. */
static void share_fractions(struct table_box *t, const struct wish *wishes, length free) {
    size_t n = t->table->column_count;
    int64_t fractions = 0;
    for (size_t i = 0; i < n; i++)
        if (t->table->columns[i].width.unit == UNIT_FR)
            fractions += t->table->columns[i].width.value;
    for (bool again = fractions > 0; again;) {
        again = false;
        for (size_t i = 0; i < n; i++) {
            struct dimension d = t->table->columns[i].width;
            if (d.unit != UNIT_FR || t->columns[i].width ||
                length_scale(free, d.value, fractions) >= wishes[i].min)
                continue;
            t->columns[i].width = wishes[i].min;
            free -= wishes[i].min;
            fractions -= d.value;
            again = fractions > 0;
        }
    }
    for (size_t i = 0; i < n && fractions > 0; i++) {
        struct dimension d = t->table->columns[i].width;
        if (d.unit == UNIT_FR && !t->columns[i].width)
            t->columns[i].width = length_scale(length_max(free, 0), d.value, fractions);
    }
}

static void place_columns(struct table_box *t) {
    length x = 0;
    for (size_t i = 0; i < t->table->column_count; i++) {
        struct table_column_box *c = &t->columns[i];
        c->x = t->rtl ? t->width - x - c->width : x;
        x += c->width;
    }
    t->used = x;
}

static bool width_given(struct dimension d) {
    return d.unit == UNIT_ABSOLUTE || d.unit == UNIT_EM || d.unit == UNIT_PERCENT;
}

/* What the columns need at this scale: with `broken`, where words may be broken. */
static length measure(struct table_box *t, struct wish *wishes, bool broken) {
    length need = 0;
    size_t n = t->table->column_count;
    memset(wishes, 0, n * sizeof *wishes);
    memset(t->columns, 0, n * sizeof *t->columns);
    wish_for(t, wishes);
    wish_for_spans(t, wishes);
    length em = style_get(t->l->sheet, "table.cell")->font_size;
    for (size_t i = 0; i < n; i++) {
        struct wish *w = &wishes[i];
        struct dimension d = t->table->columns[i].width;
        w->hard = length_min(w->hard, w->min);
        length least = broken ? w->hard : w->min;
        if (width_given(d)) {
            w->given = length_max(dimension_resolve(d, em, t->width), 1);
            least = length_max(w->hard, length_min(w->given, least));
        }
        need += least;
    }
    return need;
}

/* Makes the type smaller until the columns fit: down to the least that can be read, or only to what
 * reads well where the alternative is a broken word. */
static bool scale_to_fit(struct table_box *t, struct wish *wishes, bool broken, length smallest) {
    length size = style_get(t->l->sheet, "table.cell")->font_size;
    unsigned scale = 100;
    table_scale(t, scale);
    for (length need; (need = measure(t, wishes, broken)) > t->width;) {
        unsigned fits = (unsigned)length_scale(100, t->width, need);
        scale = fits * scale / 100 < scale ? fits * scale / 100 : scale - 1;
        if (length_scale(size, scale, 100) < smallest)
            return false;
        table_scale(t, scale);
    }
    return true;
}

/* Columns that do not fit side by side stand below one another, in type of its full size. */
static bool cut_in_bands(struct table_box *t, struct wish *wishes) {
    length *mins = ARENA_ARRAY(t->l->arena, length, t->table->column_count);
    table_scale(t, 100);
    measure(t, wishes, false);
    for (size_t i = 0; i < t->table->column_count; i++)
        mins[i] = wishes[i].min;
    return table_bands_make(t, mins);
}

static void fit(struct table_box *t, struct wish *wishes) {
    struct diag_list *diags = t->l->s->diags;
    struct span span = t->block->span;
    length size = style_get(t->l->sheet, "table.cell")->font_size;
    if (scale_to_fit(t, wishes, false, WARN_TYPE) || scale_to_fit(t, wishes, true, WARN_TYPE) ||
        cut_in_bands(t, wishes))
        return;
    if (!scale_to_fit(t, wishes, true, LEAST_TYPE)) {
        struct diag *d = diag_error(diags, "table-too-wide", span,
                                    "this table does not fit its place: it is too wide even in "
                                    "type of 8 pt");
        diag_help(diags, d,
                  "leave out columns, use `transpose: true`, or a page that is "
                  "`A4 landscape`");
        measure(t, wishes, true);
    } else if (length_scale(size, t->scale, 100) < length_min(size, WARN_TYPE)) {
        struct diag *d = diag_warning(diags, "table-too-wide", span,
                                      "this table fits its place only in type of less than 9 pt");
        diag_help(diags, d, "leave out columns, or shorten their headers");
    }
}

/* Widths of the author's hold unless a figure needs more or the table has less. */
static length give_widths(struct table_box *t, struct wish *wishes) {
    struct diag_list *diags = t->l->s->diags;
    size_t n = t->table->column_count;
    length given = 0, others = 0, least = 0;
    for (size_t i = 0; i < n; i++) {
        struct wish *w = &wishes[i];
        if (!w->given) {
            others += length_min(w->min, w->hard);
            continue;
        }
        if (w->given < w->hard) {
            struct diag *d = diag_warning(
                diags, "column-too-narrow", t->block->span,
                "column %zu is wider than its `width`: what stands in it needs more", i + 1);
            diag_help(diags, d, "give it more, or leave `width` out");
            w->given = w->hard;
        }
        given += w->given;
        least += w->hard;
    }
    length room = t->width - others;
    bool cut = given > room && given > least;
    if (cut) {
        struct diag *d = diag_warning(diags, "columns-too-wide", t->block->span,
                                      "the widths of this table's columns add up to more than "
                                      "there is: they are made narrower");
        diag_help(diags, d, "write shares of what there is, such as `2fr` and `1fr`");
    }
    for (size_t i = 0; i < n; i++) {
        struct wish *w = &wishes[i];
        if (cut && w->given)
            w->given = w->hard +
                       length_scale(w->given - w->hard, length_max(room - least, 0), given - least);
        t->columns[i].width = w->given;
    }
    return cut ? length_max(room, least) : given;
}

void table_columns_find(struct table_box *t) {
    size_t n = t->table->column_count;
    struct wish *wishes = ARENA_ARRAY(t->l->arena, struct wish, n);
    fit(t, wishes);
    if (t->band_count)
        return;
    length room = t->width - give_widths(t, wishes), used = 0;
    bool fractions = false;
    for (size_t i = 0; i < n; i++) {
        bool fraction = t->table->columns[i].width.unit == UNIT_FR;
        fractions = fractions || fraction;
        if (fraction)
            room -= wishes[i].min;
        else if (!wishes[i].given)
            t->columns[i].width = -1;
    }
    share_auto(t, wishes, room);
    for (size_t i = 0; i < n; i++)
        used += t->columns[i].width;
    if (fractions)
        share_fractions(t, wishes, t->width - used);
    else if (t->width > used)
        spread(t, wishes, t->width - used);
    place_columns(t);
}
