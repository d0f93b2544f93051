#include "source/csv.h"

#include "base/map.h"
#include "base/vec.h"
#include "source/bytes.h"
#include "source/csv_encoding.h"

#include <string.h>

VEC_DECLARE(cell_vec, struct csv_cell);

struct csv {
    struct session *session;
    const struct source *source;
    const struct csv_options *options;
    struct str all;
    size_t at;
    struct cursor cursor;
    struct cell_vec row; /* the row in hand */
    struct span row_at;
    size_t row_number; /* of the file's lines, counted in records, from 1 */
    bool misfits;      /* a row did not fit the header */
    bool stopped;
};

static bool at_break(const struct csv *c, size_t at) {
    return at < c->all.n && (c->all.p[at] == '\n' || c->all.p[at] == '\r');
}

static void skip_break(struct csv *c) {
    if (at_break(c, c->at)) {
        bool two = c->all.p[c->at] == '\r' && c->at + 1 < c->all.n && c->all.p[c->at + 1] == '\n';
        c->at += two ? 2 : 1;
    }
}

/* Doubled quotes once, and all line breaks as one character. */
static struct str undo_quotes(struct csv *c, size_t from, size_t to, bool doubled) {
    struct str text = str_slice(c->all, from, to);
    if (!doubled && (text.n == 0 || !memchr(text.p, '\r', text.n)))
        return text;
    char *out = arena_alloc(c->session->arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool pair = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';
        out[n++] = text.p[i] == '\r' ? '\n' : text.p[i];
        i += pair || text.p[i] == '"';
    }
    return (struct str){out, n};
}

/* The quote at c->at opens the cell; c->at is left behind the cell. */
static struct str quoted_cell(struct csv *c) {
    size_t open = c->at;
    size_t at = open + 1;
    bool doubled = false;
    for (; at < c->all.n; at++) {
        if (c->all.p[at] != '"')
            continue;
        if (at + 1 >= c->all.n || c->all.p[at + 1] != '"')
            break;
        doubled = true;
        at++;
    }
    struct str text = undo_quotes(c, open + 1, at, doubled);
    if (at >= c->all.n) {
        struct diag *d =
            diag_error(c->session->diags, "quote-not-closed", bytes_span(c->source, open, open + 1),
                       "this cell's quote is not closed");
        diag_help(c->session->diags, d, "a quote inside a quoted cell is written twice");
        c->at = c->all.n;
        c->stopped = true;
        return text;
    }
    c->at = at + 1;
    size_t more = c->at;
    while (c->at < c->all.n && c->all.p[c->at] != c->options->delimiter && !at_break(c, c->at))
        c->at++;
    if (str_trim(str_slice(c->all, more, c->at)).n > 0) {
        struct diag *d =
            diag_error(c->session->diags, "csv-quote", bytes_span(c->source, more, c->at),
                       "text stands behind the cell's closing quote");
        diag_help(c->session->diags, d, "a quote inside a quoted cell is written twice");
    }
    return text;
}

static void read_cell(struct csv *c) {
    struct csv_cell cell = {.text = STR_EMPTY};
    size_t from = c->at;
    if (from < c->all.n && c->all.p[from] == '"') {
        cell.quoted = true;
        cell.text = quoted_cell(c);
    } else {
        while (c->at < c->all.n && c->all.p[c->at] != c->options->delimiter && !at_break(c, c->at))
            c->at++;
        cell.text = str_slice(c->all, from, c->at);
    }
    cell.span = cursor_span(&c->cursor, from, c->at);
    if (cell.text.n > LIMIT_CELL) {
        diag_help(
            c->session->diags,
            diag_error(c->session->diags, "cell-too-long", cell.span,
                       "a cell of %zu bytes; at most %d are allowed", cell.text.n, LIMIT_CELL),
            "put long texts into a file of prose; a quote that is not closed makes such cells too");
        c->stopped = true;
    }
    vec_push(c->session->arena, &c->row, cell);
}

/* Reads a record; false at the end of the file. */
static bool read_row(struct csv *c) {
    if (c->stopped || c->at >= c->all.n)
        return false;
    c->row.n = 0;
    c->row_number++;
    c->row_at = cursor_span(&c->cursor, c->at, c->at + 1);
    for (;;) {
        read_cell(c);
        if (c->row.n > LIMIT_COLUMNS) {
            diag_help(c->session->diags,
                      diag_error(c->session->diags, "too-many-columns", c->row_at,
                                 "row %zu has more than %d columns", c->row_number, LIMIT_COLUMNS),
                      "the delimiter may be another: `delimiter: \";\"`");
            c->stopped = true;
            return false;
        }
        if (c->at >= c->all.n || c->all.p[c->at] != c->options->delimiter)
            break;
        c->at++;
    }
    skip_break(c);
    return !c->stopped;
}

static bool is_empty(const struct csv_cell *cell) {
    return str_trim_wide(cell->text).n == 0;
}

static size_t filled_columns(const struct csv *c) {
    size_t n = c->row.n;
    while (n > 0 && is_empty(&c->row.v[n - 1]))
        n--;
    return n;
}

static bool check_header(struct csv *c, const struct csv_table *t) {
    struct diag_list *diags = c->session->diags;
    struct map seen;
    bool good = true;
    map_init(&seen, c->session->arena);
    for (size_t i = 0; i < t->columns; i++) {
        struct csv_cell *cell = &t->header[i];
        cell->text = str_trim_wide(cell->text);
        const struct csv_cell *first = map_get(&seen, cell->text);
        if (cell->text.n == 0) {
            diag_help(diags,
                      diag_error(diags, "column-without-name", cell->span, "column %zu has no name",
                                 i + 1),
                      "write a name into the first line, or take the column away");
            good = false;
        } else if (first != NULL) {
            struct str shown = diag_quote(c->session->arena, cell->text);
            struct diag *d = diag_error(diags, "column-repeated", cell->span,
                                        "two columns are named `%.*s`", STR_ARG(shown));
            diag_note(diags, d, first->span, "the first one");
            good = false;
        } else {
            map_set(&seen, cell->text, cell);
        }
    }
    return good;
}

static const char *delimiter_name(char c) {
    return c == ',' ? "," : c == ';' ? ";" : c == '\t' ? "\\t" : c == '|' ? "|" : "?";
}

static size_t count_of(struct str text, char c) {
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == c;
    return n;
}

/* A file in one column whose names hold another delimiter was meant to have more: surely so if the
 * first row holds as many. False after an error. */
static bool check_delimiter(struct csv *c, const struct csv_table *t) {
    static const char others[] = {',', ';', '\t', '|'};
    struct diag_list *l = c->session->diags;
    for (size_t i = 0; t->columns == 1 && i < sizeof others; i++) {
        struct csv_cell *only = &t->header[0];
        size_t n = count_of(only->text, others[i]);
        if (others[i] == c->options->delimiter || only->quoted || n == 0)
            continue;
        const char *name = delimiter_name(others[i]);
        bool sure = t->rows > 0 && count_of(t->cells[0].text, others[i]) == n;
        struct diag *d =
            sure ? diag_error(l, "csv-delimiter", only->span,
                              "this line is one column, with %zu `%s` in its name, and so is the "
                              "next",
                              n, name)
                 : diag_warning(l, "csv-delimiter", only->span,
                                "the header line is one column, with `%s` in its name", name);
        diag_help(l, d,
                  sure ? "write `delimiter: \"%s\"` for this source"
                       : "is `delimiter: \"%s\"` meant?",
                  name);
        return !sure;
    }
    return true;
}

static bool read_header(struct csv *c, struct csv_table *t) {
    for (;;) {
        if (!read_row(c)) {
            if (!c->stopped)
                diag_help(c->session->diags,
                          diag_error(c->session->diags, "csv-empty", span_of_bytes(c->source, 0, 1),
                                     "this file has no line with the columns' names"),
                          "the first line names the columns: `district,child,adult`");
            return false;
        }
        if (c->row_number > c->options->skip && filled_columns(c) > 0)
            break;
    }
    t->columns = filled_columns(c);
    t->header = ARENA_ARRAY(c->session->arena, struct csv_cell, t->columns);
    memcpy(t->header, c->row.v, t->columns * sizeof *t->header);
    return check_header(c, t);
}

static bool row_fits(struct csv *c, const struct csv_table *t, size_t filled) {
    if (c->row.n >= t->columns && filled <= t->columns)
        return true;
    bool few = c->row.n < t->columns;
    size_t n = few ? c->row.n : filled;
    struct span at = few ? c->row.v[c->row.n - 1].span : c->row.v[t->columns].span;
    struct diag *d = diag_error(c->session->diags, "csv-ragged", at,
                                "row %zu has %zu cell%s and the header has %zu", c->row_number, n,
                                n == 1 ? "" : "s", t->columns);
    if (few)
        diag_help(c->session->diags, d,
                  "the cells for `%.*s` and what follows it are missing; if they are empty, "
                  "add a `%s` for each",
                  STR_ARG(t->header[c->row.n].text), delimiter_name(c->options->delimiter));
    else if (t->rows == 0 && !c->misfits)
        diag_help(c->session->diags, d,
                  "a cell with `%s` in it goes in double quotes; if this row holds the columns' "
                  "names, write `skip: %zu` for this source",
                  delimiter_name(c->options->delimiter), c->row_number - 1);
    else
        diag_help(c->session->diags, d, "a cell with `%s` in it goes in double quotes",
                  delimiter_name(c->options->delimiter));
    c->misfits = true;
    return false;
}

/* One cell where the names should stand, above a row of several: the title that people write above a
 * table. */
static bool is_title(struct csv *c, const struct csv_table *t, size_t filled) {
    if (t->columns > 1 || filled < 2)
        return false;
    struct csv_cell *title = &t->header[0];
    struct diag *d =
        diag_error(c->session->diags, "csv-title", title->span,
                   "the line with the columns' names holds one cell, and row %zu has %zu",
                   c->row_number, filled);
    diag_help(c->session->diags, d,
              "if `%.*s` is a title above the table, write `skip: %zu` for this source",
              STR_ARG(diag_quote(c->session->arena, title->text)), c->row_number - 1);
    c->stopped = true;
    return true;
}

/* False after a mistake that makes a table of nothing. */
static bool read_rows(struct csv *c, struct csv_table *t) {
    struct cell_vec cells = {NULL, 0, 0};
    while (read_row(c)) {
        size_t filled = filled_columns(c);
        if (is_title(c, t, filled))
            return false;
        if (filled == 0 || !row_fits(c, t, filled))
            continue;
        if (t->rows == LIMIT_ROWS) {
            diag_help(c->session->diags,
                      diag_error(c->session->diags, "too-many-rows", c->row_at,
                                 "more than %d rows in one source", LIMIT_ROWS),
                      "split the file");
            break;
        }
        for (size_t i = 0; i < t->columns; i++)
            vec_push(c->session->arena, &cells, c->row.v[i]);
        t->rows++;
    }
    t->cells = cells.v;
    return check_delimiter(c, t);
}

/* `sep=;` on the first line: what spreadsheets read as the file's own word on its delimiter. */
static bool read_separator(struct csv *c, struct csv_options *options) {
    struct str rest = str_slice(c->all, c->at, c->all.n);
    size_t end = c->at + 5;
    char said = rest.n > 4 ? rest.p[4] : '\0';
    if (!str_starts(rest, "sep=") || (said != ',' && said != ';' && said != '\t' && said != '|') ||
        (end < c->all.n && !at_break(c, end)))
        return true;
    c->at = end;
    skip_break(c);
    if (!options->delimiter_given)
        options->delimiter = said;
    if (options->delimiter == said)
        return true;
    struct diag *d =
        diag_error(c->session->diags, "csv-delimiter", bytes_span(c->source, end - 5, end),
                   "the file says that its delimiter is `%s`", delimiter_name(said));
    diag_help(c->session->diags, d, "take `delimiter` away, or write `delimiter: \"%s\"`",
              delimiter_name(said));
    return false;
}

struct csv_table *csv_read(struct session *s, const struct source *source,
                           const struct csv_options *given) {
    size_t skipped = 0;
    struct csv_options options = *given;
    source = csv_decode(s, source, given, &skipped);
    if (!source)
        return NULL;
    struct csv *c = ARENA_NEW(s->arena, struct csv);
    *c = (struct csv){.session = s,
                      .source = source,
                      .options = &options,
                      .all = source->bytes,
                      .at = skipped,
                      .cursor = cursor_at_start(source, skipped)};
    struct csv_table *t = ARENA_NEW(s->arena, struct csv_table);
    t->source = source;
    return read_separator(c, &options) && read_header(c, t) && read_rows(c, t) ? t : NULL;
}
