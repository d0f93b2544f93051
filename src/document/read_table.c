#include "document/read_internal.h"

READ_FUNCTION(read_sort) {
    struct table_block *t = object;
    if (!text_usable(r, key->name, node))
        return false;
    t->sort = name_of_node(node);
    if (str_starts(t->sort.text, "-")) {
        t->sort_descending = true;
        t->sort.text = str_slice(t->sort.text, 1, t->sort.text.n);
    }
    if (!t->sort.text.n)
        diag_help(
            r->s->diags,
            diag_error(r->s->diags, "empty-value", node->span, "`sort` needs the name of a field"),
            "write `sort: district`, or `-district` for largest first");
    return t->sort.text.n > 0;
}

/* ---- columns ------------------------------------------------------------------------------- */

static bool column_kind(struct reader *r, const struct node *node) {
    static const char *const kinds[] = {"field", "value", "total", "columns"};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (!node_get(node, kinds[i]))
            continue;
        if (first) {
            struct diag *d = diag_error(r->s->diags, "two-sources", node->span,
                                        "a column takes `%s` or `%s`, not both", first, kinds[i]);
            diag_help(r->s->diags, d, "take one of the two away");
            return false;
        }
        first = kinds[i];
    }
    if (first)
        return true;
    struct diag *d = diag_error(r->s->diags, "missing-key", node->span,
                                "a column needs `field`, `value`, `total` or `columns`");
    diag_help(r->s->diags, d, "write it so: %s", SCHEMA_COLUMN.example);
    return false;
}

/* A heading over columns has no values, so nothing that shapes values. */
static void check_heading_column(struct reader *r, const struct node *node) {
    static const char *const refused[] = {"width", "row-header", "align", "format", "link"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const struct node_entry *e = node_entry(node, str_from(refused[i]));
        if (!e)
            continue;
        struct diag *d = diag_error(r->s->diags, "key-out-of-place", e->key_span,
                                    "a header over several columns takes no `%s`", refused[i]);
        diag_help(r->s->diags, d, "give it to the columns below");
    }
}

static bool columns_list(struct reader *r, const struct schema_key *key, const struct node *node,
                         struct table_column **out, size_t *n) {
    bool good = true;
    if (!list_usable(r, key->name, node))
        return false;
    if (!node->n)
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "empty-value", node->span, "`columns` is empty"),
                  "write `columns: [{field: district, header: District}]`");
    *out = ARENA_ARRAY(r->s->arena, struct table_column, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node *item = node->items[i];
        struct table_column c = {.span = item->span};
        bool fine = schema_read(r, &SCHEMA_COLUMN, item, &c);
        fine = item->kind == NODE_MAP && column_kind(r, item) && fine;
        fine = fine && (c.field.text.n || c.value || c.row_total || c.column_count);
        if (c.column_count)
            check_heading_column(r, item);
        if (fine)
            (*out)[(*n)++] = c;
        good = good && fine;
    }
    return good && node->n;
}

READ_FUNCTION(read_columns) {
    struct table_block *t = object;
    return columns_list(r, key, node, &t->columns, &t->column_count);
}

READ_FUNCTION(read_nested_columns) {
    struct table_column *c = object;
    return columns_list(r, key, node, &c->columns, &c->column_count);
}

READ_FUNCTION(read_row_total) {
    struct table_column *c = object;
    if (!text_usable(r, key->name, node))
        return false;
    c->row_total = str_is(node->text, "row");
    if (!c->row_total) {
        struct diag *d = diag_error(r->s->diags, "unknown-word", node->span,
                                    "a column's `total` cannot be `%.*s`",
                                    STR_ARG(diag_quote(r->s->arena, node->text)));
        help_names(r, d, node->text, key->words);
    }
    return c->row_total;
}

READ_FUNCTION(read_column_format) {
    struct table_column *c = object;
    if (!text_usable(r, key->name, node))
        return false;
    struct origin origin = origin_of_node(node);
    c->has_format = value_format_parse(r->s, &origin, &c->format);
    return c->has_format;
}

READ_FUNCTION(read_total) {
    struct table_block *t = object;
    t->has_total = true;
    if (node->kind == NODE_BOOLEAN) {
        t->has_total = node->boolean;
        return true;
    }
    return schema_read_value(r, key->map, node, t);
}

/* ---- literal rows -------------------------------------------------------------------------- */

static bool read_cell(struct reader *r, const struct schema_map *map, const struct node *node,
                      struct literal_cell *cell) {
    *cell = (struct literal_cell){.column_span = 1, .row_span = 1, .span = node->span};
    if (node->kind == NODE_NULL && node->trap == TRAP_NONE) {
        struct diag *d = diag_error(r->s->diags, "empty-cell", node->span, "this cell is empty");
        diag_help(r->s->diags, d, "write \"\" for an empty cell, or a mark such as \"[z]\"");
        return false;
    }
    return schema_read_value(r, map, node, cell);
}

READ_FUNCTION(read_rows) {
    struct table_block *t = object;
    bool good = true;
    if (!list_usable(r, key->name, node))
        return false;
    t->rows = ARENA_ARRAY(r->s->arena, struct literal_row, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node *row = node->items[i];
        if (row->kind != NODE_LIST) {
            struct diag *d =
                diag_error(r->s->diags, "wrong-type", row->span, "a row is a list of cells");
            diag_help(r->s->diags, d, "write it so: - [Practice review, 4]");
            good = false;
            continue;
        }
        struct literal_row *out = &t->rows[t->row_count++];
        out->span = row->span;
        out->cells = ARENA_ARRAY(r->s->arena, struct literal_cell, row->n);
        for (size_t k = 0; k < row->n; k++)
            good = read_cell(r, key->map, row->items[k], &out->cells[out->n++]) && good;
    }
    return good;
}

enum { LIMIT_LITERAL_COLUMNS = 1000 };

/* Every row fills as many columns as the first, cells that reach down from above included. */
static bool rows_are_even(struct reader *r, const struct table_block *t) {
    unsigned *down = ARENA_ARRAY(r->s->arena, unsigned, LIMIT_LITERAL_COLUMNS + 1);
    size_t width = 0;
    for (size_t i = 0; i < t->row_count; i++) {
        const struct literal_row *row = &t->rows[i];
        size_t column = 0;
        for (size_t k = 0; k < row->n; k++) {
            const struct literal_cell *c = &row->cells[k];
            while (column < LIMIT_LITERAL_COLUMNS && down[column])
                column++;
            for (unsigned s = 0; s < c->column_span && column < LIMIT_LITERAL_COLUMNS; s++)
                down[column++] = c->row_span;
        }
        while (column < LIMIT_LITERAL_COLUMNS && down[column])
            column++;
        width = i ? width : column;
        if (column != width) {
            struct diag *d = diag_error(r->s->diags, "ragged-row", row->span,
                                        "this row fills %zu column%s, the first one %zu", column,
                                        column == 1 ? "" : "s", width);
            diag_help(r->s->diags, d, "a text with a comma needs quotes; an empty cell is \"\"");
            return false;
        }
        for (size_t k = 0; k < LIMIT_LITERAL_COLUMNS; k++)
            down[k] -= down[k] > 0;
    }
    for (size_t k = 0; k < LIMIT_LITERAL_COLUMNS; k++)
        if (down[k]) {
            diag_help(r->s->diags,
                      diag_error(r->s->diags, "row-span", t->rows[t->row_count - 1].span,
                                 "a cell reaches below the last row"),
                      "make its `rowspan` smaller, or add rows");
            return false;
        }
    return true;
}

static void refuse_keys(struct reader *r, const struct node *node, const char *words,
                        const char *why) {
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        struct str word = str_format(r->s->arena, " %.*s ", STR_ARG(e->key));
        if (str_find(str_from(words), word) == SIZE_MAX)
            continue;
        struct diag *d = diag_error(r->s->diags, "key-out-of-place", e->key_span,
                                    "`%.*s` does not go with %s", STR_ARG(e->key), why);
        diag_help(r->s->diags, d, "a table has `data` and `columns`, or `rows` and `header-rows`");
    }
}

static bool finish_literal(struct reader *r, struct table_block *t, const struct node *node) {
    struct diag_list *l = r->s->diags;
    t->literal = true;
    refuse_keys(r, node, " data where sort columns group total ", "`rows`");
    bool good = t->row_count > 0 && rows_are_even(r, t);
    if (!t->row_count && node_get(node, "rows")->kind == NODE_LIST)
        diag_help(l, diag_error(l, "empty-value", node->span, "`rows` is empty"),
                  "write the rows, each a list of cells: `[Kind, Number]`");
    const struct node *rows = node_get(node, "header-rows");
    if (!t->header_rows && !t->header_columns) {
        struct diag *d = diag_error(l, "table-header-missing", node->span,
                                    "this table has no header: a screen reader could not say what "
                                    "its cells mean");
        diag_help(l, d, "write `header-rows: 1`, or `header-columns: 1`, or both");
        good = false;
    }
    if (good && t->header_rows >= t->row_count && rows) {
        struct diag *d = diag_error(l, "table-all-header", rows->span,
                                    "every row of this table is a header row");
        diag_help(l, d, "`header-rows` is below the number of rows, which is %zu", t->row_count);
        good = false;
    }
    return good;
}

bool finish_table(struct reader *r, struct block *b, const struct node *node) {
    struct table_block *t = b->as.table;
    struct diag_list *l = r->s->diags;
    const struct node *rows = node_get(node, "rows"), *data = node_get(node, "data");
    const struct node *columns = node_get(node, "columns");
    if (rows)
        return finish_literal(r, t, node);
    refuse_keys(r, node, " header-rows header-columns ", "`data`: its header is the columns'");
    if (!data) {
        struct diag *d = diag_error(l, "missing-key", node->span, "a table needs `data` or `rows`");
        diag_help(l, d, "write it so: table: {data: referrals, columns: [%s]}",
                  SCHEMA_COLUMN.example);
    }
    if (data && !columns) {
        struct diag *d = diag_error(l, "missing-key", node->span, "a table needs `columns`");
        diag_help(l, d, "write it so: columns: [%s]", SCHEMA_COLUMN.example);
    }
    return t->data && t->column_count;
}
