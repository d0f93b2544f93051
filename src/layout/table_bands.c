/* table_bands.c - a table with more columns than fit: parts of its columns stand below one another,
 * each with the columns that head the rows. What a later part repeats is an artifact. */
#include "layout/table_internal.h"

#define BAND_GAP LENGTH_MM(400)

static unsigned key_columns(const struct bound_table *table) {
    unsigned key = 0;
    while (key < table->column_count && table->columns[key].row_header)
        key++;
    return key ? key : 1;
}

/* No cell goes across the edge before a column, but for those that begin at the row's head. */
static bool may_part(const struct bound_table *table, unsigned key, unsigned column) {
    for (size_t i = 0; i < table->row_count; i++) {
        const struct bound_row *row = &table->rows[i];
        for (size_t k = 0; k < row->n; k++) {
            const struct bound_cell *cell = &row->cells[k];
            if (cell->column >= key && cell->column < column &&
                cell->column + cell->column_span > column)
                return false;
        }
    }
    return true;
}

/* Cuts the columns after the key into bands of `most` columns at most; ends[i] is where band i
 * ends. 0: one of them does not fit. */
static size_t cut(const struct table_box *t, const length *mins, unsigned most, unsigned *ends) {
    const struct bound_table *table = t->table;
    unsigned n = (unsigned)table->column_count, key = key_columns(table), from = key;
    length room = t->width;
    for (unsigned i = 0; i < key && i < n; i++)
        room -= mins[i];
    size_t count = 0;
    while (from < n) {
        unsigned best = 0;
        length used = 0;
        for (unsigned end = from; end < n && end - from < most; end++) {
            used += mins[end];
            if (used > room)
                break;
            if (end + 1 == n || may_part(table, key, end + 1))
                best = end + 1;
        }
        if (!best)
            return 0;
        ends[count++] = from = best;
    }
    return count;
}

static void forget_elements(struct arena *a, struct bound_cell *cell) {
    if (!cell->plain) {
        struct inline_run *runs = ARENA_ARRAY(a, struct inline_run, cell->runs.n);
        for (size_t i = 0; i < cell->runs.n; i++) {
            runs[i] = cell->runs.v[i];
            runs[i].element = 0;
            runs[i].link = NULL;
        }
        cell->runs.v = runs;
    }
    cell->element = 0;
}

struct range {
    unsigned key, from, end;
};

static struct bound_row band_row(struct arena *a, const struct bound_row *row, struct range r) {
    struct bound_row out = *row;
    out.cells = ARENA_ARRAY(a, struct bound_cell, row->n);
    out.n = 0;
    for (size_t k = 0; k < row->n; k++) {
        struct bound_cell cell = row->cells[k];
        unsigned end = cell.column + cell.column_span;
        if (cell.column < r.key) {
            if (end > r.key) /* a group's heading goes over all columns of each band */
                end = r.key + (end > r.end ? r.end - r.from : end > r.from ? end - r.from : 0);
            cell.column_span = end - cell.column;
            if (r.from > r.key)
                forget_elements(a, &cell);
        } else if (cell.column >= r.from && cell.column < r.end) {
            cell.column = cell.column - r.from + r.key;
        } else {
            continue;
        }
        out.cells[out.n++] = cell;
    }
    return out;
}

static struct bound_table *band_table(struct arena *a, const struct bound_table *table,
                                      struct range r) {
    struct bound_table *band = ARENA_NEW(a, struct bound_table);
    *band = *table;
    band->column_count = r.key + r.end - r.from;
    band->columns = ARENA_ARRAY(a, struct bound_column, band->column_count);
    for (unsigned i = 0; i < band->column_count; i++) {
        band->columns[i] = table->columns[i < r.key ? i : i - r.key + r.from];
        band->columns[i].width = (struct dimension){.unit = UNIT_AUTO};
    }
    band->rows = ARENA_ARRAY(a, struct bound_row, table->row_count);
    for (size_t i = 0; i < table->row_count; i++)
        band->rows[i] = band_row(a, &table->rows[i], r);
    return band;
}

bool table_bands_make(struct table_box *t, const length *mins) {
    struct arena *a = t->l->arena;
    unsigned n = (unsigned)t->table->column_count, key = key_columns(t->table);
    unsigned *ends = ARENA_ARRAY(a, unsigned, n), *even = ARENA_ARRAY(a, unsigned, n);
    size_t count = t->later || t->more ? 0 : cut(t, mins, n, ends);
    if (count < 2)
        return false;
    if (cut(t, mins, (n - key + (unsigned)count - 1) / (unsigned)count, even) == count)
        ends = even;
    t->bands = ARENA_ARRAY(a, struct table_box *, count);
    t->band_count = count;
    for (size_t i = 0; i < count; i++) {
        struct bound_block *block = ARENA_NEW(a, struct bound_block);
        *block = *t->block;
        struct range r = {key, i ? ends[i - 1] : key, ends[i]};
        block->as.table = band_table(a, t->table, r);
        struct table_band place = {.key = key, .later = i > 0, .more = i + 1 < count};
        t->bands[i] = table_box_make(t->l, block, t->width, &place);
    }
    return true;
}

struct fragment table_bands_layout(struct table_box *t, struct region region,
                                   const struct resume *from) {
    struct frame *f = frame_new(t->l->arena, region.width, 0);
    struct resume at = {.at = from ? from->at : 0, .inner = from ? from->inner : NULL};
    bool any = false;
    while (at.at < t->band_count) {
        length gap = any ? BAND_GAP : 0;
        struct region rest = region;
        rest.height -= f->height + gap;
        rest.empty = region.empty && !any;
        if (rest.height <= 0 && any)
            break;
        struct fragment part = table_part_layout(t->bands[at.at], rest, at.inner);
        if (!part.frame)
            break;
        frame_push_frame(f, part.frame, 0, f->height + gap);
        f->height += gap + part.frame->height;
        any = true;
        at.inner = NULL;
        if (!part.resume.done) {
            at.inner = resume_keep(t->l, part.resume);
            break;
        }
        at.at++;
    }
    if (!any)
        return (struct fragment){.frame = NULL};
    at.inner_count = at.inner ? 1 : 0;
    at.done = at.at == t->band_count;
    return (struct fragment){.frame = f, .resume = at};
}
