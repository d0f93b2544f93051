#include "document/bind_internal.h"

/* The width of the table that the rows ask for, counting cells that reach down from above. */
static size_t row_width(const struct literal_row *row) {
    size_t width = 0;
    for (size_t i = 0; i < row->n; i++)
        width += row->cells[i].column_span;
    return width;
}

static bool ragged(struct binder *b, const struct literal_row *row, size_t has, size_t want) {
    diag_help(b->s->diags,
              diag_error(b->s->diags, "ragged-row", row->span,
                         "this row fills %zu columns; the table has %zu", has, want),
              "a text with a comma needs quotes; an empty cell is \"\"");
    return false;
}

/* Every row must fill every column once, and no cell may reach below the table or its head. */
static bool rows_regular(struct binder *b, const struct table_block *t, size_t columns) {
    unsigned *held = ARENA_ARRAY(b->a, unsigned, columns);
    for (size_t r = 0; r < t->row_count; r++) {
        const struct literal_row *row = &t->rows[r];
        size_t end = r < t->header_rows ? t->header_rows : t->row_count, c = 0;
        for (size_t i = 0; i < row->n; i++) {
            const struct literal_cell *cell = &row->cells[i];
            while (c < columns && held[c] > 0)
                c++;
            if (cell->row_span > end - r) {
                diag_help(
                    b->s->diags,
                    diag_error(b->s->diags, "table-span", cell->span,
                               "this cell spans %u rows, but only %zu are left in the table's %s",
                               cell->row_span, end - r, r < t->header_rows ? "head" : "body"),
                    "make its `rowspan` smaller");
                return false;
            }
            for (size_t k = 0; k < cell->column_span; k++, c++) {
                if (c >= columns || held[c] > 0)
                    return ragged(b, row, c + cell->column_span - k, columns);
                held[c] = cell->row_span;
            }
        }
        while (c < columns && held[c] > 0)
            c++;
        if (c < columns)
            return ragged(b, row, c, columns);
        for (size_t k = 0; k < columns; k++)
            held[k]--;
    }
    return true;
}

static bool spans_sane(struct binder *b, const struct table_block *t) {
    for (size_t r = 0; r < t->row_count; r++)
        for (size_t i = 0; i < t->rows[r].n; i++) {
            const struct literal_cell *cell = &t->rows[r].cells[i];
            if (cell->column_span >= 1 && cell->column_span <= LIMIT_SPAN && cell->row_span >= 1 &&
                cell->row_span <= LIMIT_SPAN)
                continue;
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "table-span", cell->span,
                                 "a span must be from 1 to %d", LIMIT_SPAN),
                      "correct the `colspan` or `rowspan`");
            return false;
        }
    return true;
}

/* A typed figure or mark: so that it lines up with its column. */
static bool looks_like_figure(struct str s) {
    enum mark mark;
    s = str_trim(s);
    if (mark_parse(s, &mark))
        return true;
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= '0' && c <= '9')
            digit = true;
        else if (c < 0x80 && c != '.' && c != ',' && c != '%' && c != '-' && c != '+' && c != ' ')
            return false;
        else if (c >= 0x80 && c != 0xC2 && c != 0xA3 && c != 0xA0 && c != 0xE2 && c != 0x88 &&
                 c != 0x92 && c != 0x80 && c != 0xAF)
            return false; /* pound, no-break spaces and minus are made of these bytes */
    }
    return digit;
}

static void add_row(struct table_builder *tb, const struct table_block *t, size_t r) {
    const struct literal_row *row = &t->rows[r];
    bool head = r < t->header_rows;
    row_open(tb, head ? ROW_HEAD : ROW_BODY, row->span);
    for (size_t i = 0; i < row->n; i++) {
        const struct literal_cell *cell = &row->cells[i];
        while (tb->held[tb->column].left > 0)
            tb->column++;
        bool row_header = tb->column < t->header_columns;
        bool empty = cell->text == NULL || cell->text->prose->n == 0;
        struct cell_spec spec = {.rich = cell->text,
                                 .span = cell->span,
                                 .column_span = cell->column_span,
                                 .row_span = cell->row_span};
        if (!empty && head)
            spec.scope = SCOPE_COLUMN;
        else if (!empty && row_header)
            spec.scope = SCOPE_ROW;
        cell_add(tb, &spec);
        struct bound_cell *made = &tb->row->cells[tb->row->n - 1];
        if (head || made->header)
            continue;
        struct inline_run one;
        struct inline_text text = cell_inline(made, &one);
        struct str words = inline_words(tb->b->a, &text);
        made->number = looks_like_figure(words);
        if (made->number) {
            made->align = text.n == 1 ? ALIGN_DECIMAL : ALIGN_END;
            made->point = text.n == 1 ? figure_point(tb, text.v[0].text) : 0;
        }
    }
    row_close(tb);
}

/* A column of figures has its heading at the end too. */
static void align_columns(struct bound_table *t) {
    for (size_t c = 0; c < t->column_count; c++) {
        bool numbers = false, words = false;
        for (size_t r = t->head_count; r < t->row_count; r++)
            for (size_t i = 0; i < t->rows[r].n; i++) {
                const struct bound_cell *cell = &t->rows[r].cells[i];
                if (cell->column != c || cell_blank(cell) || cell->column_span > 1)
                    continue;
                numbers = numbers || cell->number;
                words = words || !cell->number;
            }
        bool figures = numbers && !words;
        t->columns[c].align = figures ? ALIGN_DECIMAL : ALIGN_START;
        for (size_t r = 0; r < t->row_count; r++)
            for (size_t i = 0; i < t->rows[r].n; i++) {
                struct bound_cell *cell = &t->rows[r].cells[i];
                if (cell->column != c || (r >= t->head_count && !cell->number))
                    continue;
                if (!figures)
                    cell->align = ALIGN_START;
                else if (r < t->head_count)
                    cell->align = cell->column_span > 1 ? ALIGN_CENTER : ALIGN_END;
            }
    }
}

void bind_literal(struct table_builder *tb, const struct table_block *t, const struct block *blk) {
    struct binder *b = tb->b;
    if (t->row_count == 0 || !spans_sane(b, t))
        return;
    size_t columns = row_width(&t->rows[0]);
    if (t->header_rows == 0 && t->header_columns == 0) {
        struct diag *d =
            diag_error(b->s->diags, "table-header", blk->span, "this table has no header");
        diag_help(b->s->diags, d,
                  "say how many rows or columns head the others: "
                  "`header-rows: 1`");
        return;
    }
    if (columns > LIMIT_SPAN || t->header_rows >= t->row_count || t->header_columns >= columns) {
        diag_help(b->s->diags,
                  diag_error(b->s->diags, "table-header", blk->span,
                             columns > LIMIT_SPAN
                                 ? "this table has more than 1,000 columns"
                                 : "this table has headers and nothing under them"),
                  "add rows under `rows`, or make `header-rows` smaller");
        return;
    }
    if (columns == 0 || !rows_regular(b, t, columns))
        return;
    tb->t->column_count = columns;
    tb->t->columns = ARENA_ARRAY(b->a, struct bound_column, columns);
    for (size_t c = 0; c < columns; c++)
        tb->t->columns[c].row_header = c < t->header_columns;
    table_open(tb, b, tb->p, tb->t);
    if (t->header_rows > 0)
        section_of_rows(tb, ROLE_THEAD, t->rows[0].span);
    for (size_t r = 0; r < t->row_count; r++) {
        if (r == t->header_rows)
            section_of_rows(tb, ROLE_TBODY, t->rows[r].span);
        add_row(tb, t, r);
    }
    align_columns(tb->t);
}
