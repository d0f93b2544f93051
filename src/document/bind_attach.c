/* bind_attach.c - `attach: data`: what a table or chart shows as a CSV file (RFC 4180) of its own. A
 * figure is written in full, without separators; a mark as the mark it is; any other text as printed. */
#include "document/bind_internal.h"

struct csv {
    struct binder *b;
    struct strbuf out;
    bool first; /* no field of this line yet */
};

static bool is_plain_number(struct arena *a, struct str text) {
    return decimal_parse(a, text) != NULL;
}

/* A spreadsheet would take such a text for a formula: an apostrophe says that it is none. */
static bool looks_like_formula(struct arena *a, struct str text) {
    bool sign = text.n > 0 && (text.p[0] == '=' || text.p[0] == '+' || text.p[0] == '-' ||
                               text.p[0] == '@' || text.p[0] == '\t' || text.p[0] == '\r');
    return sign && !is_plain_number(a, text);
}

static void put_field(struct csv *c, struct str text) {
    bool quoted = false, formula = looks_like_formula(c->b->a, text);
    for (size_t i = 0; i < text.n; i++)
        quoted = quoted || text.p[i] == '"' || text.p[i] == ',' || text.p[i] == '\n' ||
                 text.p[i] == '\r';
    strbuf_add_c(&c->out, c->first ? "" : ",");
    c->first = false;
    strbuf_add_c(&c->out, quoted ? "\"" : "");
    strbuf_add_c(&c->out, formula ? "'" : "");
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            strbuf_add_char(&c->out, '"');
        strbuf_add_char(&c->out, text.p[i]);
    }
    strbuf_add_c(&c->out, quoted ? "\"" : "");
}

static void end_line(struct csv *c) {
    strbuf_add_c(&c->out, "\r\n");
    c->first = true;
}

/* ---- tables -------------------------------------------------------------------------------- */

static struct str cell_words(struct binder *b, const struct bound_cell *cell) {
    struct inline_run one;
    struct inline_text text = cell_inline(cell, &one);
    return cell->figure ? decimal_text(b->a, cell->figure) : inline_words(b->a, &text);
}

/* Each place of the table with the cell that covers it, row by row; NULL where there is none. */
static const struct bound_cell **places_of(struct binder *b, const struct bound_table *t) {
    size_t n = t->column_count;
    const struct bound_cell **at = ARENA_ARRAY(b->a, const struct bound_cell *, t->row_count *n);
    for (size_t r = 0; r < t->row_count; r++) {
        for (size_t k = 0; k < t->rows[r].n; k++) {
            const struct bound_cell *cell = &t->rows[r].cells[k];
            for (size_t y = r; y < r + cell->row_span && y < t->row_count; y++)
                for (size_t x = cell->column; x < cell->column + cell->column_span && x < n; x++)
                    at[y * n + x] = cell;
        }
    }
    return at;
}

/* One heading a column: what stands over it, from the top: "Referrals: Children". */
static void put_head(struct csv *c, const struct bound_table *t, const struct bound_cell **at) {
    size_t n = t->column_count;
    for (size_t x = 0; x < n; x++) {
        struct strbuf words;
        strbuf_init(&words, c->b->a);
        const struct bound_cell *above = NULL;
        for (size_t y = 0; y < t->head_count; y++) {
            const struct bound_cell *cell = at[y * n + x];
            struct str text = cell && cell != above ? cell_words(c->b, cell) : STR_EMPTY;
            if (text.n > 0)
                strbuf_format(&words, "%s%.*s", words.n > 0 ? ": " : "", STR_ARG(text));
            above = cell;
        }
        put_field(c, strbuf_str(&words));
    }
    end_line(c);
}

static struct str table_csv(struct binder *b, const struct bound_table *t) {
    struct csv c = {.b = b, .first = true};
    strbuf_init(&c.out, b->a);
    const struct bound_cell **at = places_of(b, t);
    if (t->head_count > 0)
        put_head(&c, t, at);
    for (size_t r = t->head_count; r < t->row_count; r++) {
        for (size_t x = 0; x < t->column_count; x++) {
            const struct bound_cell *cell = at[r * t->column_count + x];
            bool starts = cell && cell->column == x; /* a wide cell's text stands once */
            put_field(&c, starts ? cell_words(b, cell) : STR_EMPTY);
        }
        end_line(&c);
    }
    return strbuf_str(&c.out);
}

/* ---- charts -------------------------------------------------------------------------------- */

static struct str chart_csv(struct binder *b, const struct chart_entry *entry) {
    const struct bound_chart *chart = entry->chart;
    struct csv c = {.b = b, .first = true};
    strbuf_init(&c.out, b->a);
    put_field(&c, heading_of_field(b->a, entry->source->category.text));
    for (size_t s = 0; s < chart->series_count; s++)
        put_field(&c, chart->series[s].label);
    end_line(&c);
    for (size_t i = 0; i < chart->category_count; i++) {
        put_field(&c, chart->categories[i]);
        for (size_t s = 0; s < chart->series_count; s++) {
            const struct bound_point *point = &chart->series[s].points[i];
            bool figure = point->kind == POINT_VALUE;
            struct str sign = point->kind == POINT_MARK ? point->label : STR_EMPTY;
            put_field(&c, figure ? decimal_text(b->a, point->value) : sign);
        }
        end_line(&c);
    }
    return strbuf_str(&c.out);
}

/* ---- all ----------------------------------------------------------------------------------- */

/* "table-3.csv"; what has no number is counted by itself: "table-a1.csv". */
static void attach(struct binder *b, const struct attachment *a, const char *kind,
                   unsigned number) {
    struct bound_document *out = b->out;
    struct attachment *made = &out->attachments[out->attachment_count++];
    *made = *a;
    if (number == 0)
        made->name = str_format(b->a, "%s-a%u.csv", kind, ++b->unnumbered);
    else
        made->name = str_format(b->a, "%s-%u.csv", kind, number);
    if (made->description.n == 0)
        made->description = made->name;
}

void bind_attachments(struct binder *b) {
    if (b->out->edition == NULL || !b->out->edition->attach_data)
        return;
    b->out->attachments = ARENA_ARRAY(b->a, struct attachment, b->data_tables.n + b->charts.n);
    for (size_t i = 0; i < b->data_tables.n; i++) {
        const struct bound_table *t = b->data_tables.v[i];
        struct attachment a = {.description = inline_words(b->a, &t->caption),
                               .bytes = table_csv(b, t),
                               .element = t->element};
        attach(b, &a, "table", t->number);
    }
    for (size_t i = 0; i < b->charts.n; i++) {
        const struct bound_chart *chart = b->charts.v[i].chart;
        struct attachment a = {.description = inline_words(b->a, &chart->caption),
                               .bytes = chart_csv(b, &b->charts.v[i]),
                               .element = chart->figure};
        attach(b, &a, "figure", chart->number);
    }
}
