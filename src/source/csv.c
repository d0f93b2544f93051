#include "source/csv.h"

#include "base/map.h"
#include "base/vec.h"
#include "source/bytes.h"

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
    bool stopped;
};

/* What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static struct str decode(struct csv *c, struct str text, size_t from) {
    size_t high = 0;
    while (high < text.n && (unsigned char)text.p[high] < 0x80)
        high++;
    if (!c->options->windows_1252 || high == text.n)
        return text;
    struct strbuf b;
    strbuf_init(&b, c->session->arena);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char byte = (unsigned char)text.p[i];
        uint32_t code_point = byte >= 0x80 && byte < 0xA0 ? WINDOWS_1252[byte - 0x80] : byte;
        if (byte >= 0x80 && code_point == 0) {
            diag_help(c->session->diags,
                      diag_error(c->session->diags, "not-windows-1252",
                                 bytes_span(c->source, from + i, from + i + 1),
                                 "byte 0x%02X is no character of windows-1252", byte),
                      "take `encoding` away if the file is UTF-8, or correct the character");
            code_point = 0xFFFD;
        }
        strbuf_add_code_point(&b, code_point);
    }
    return strbuf_str(&b);
}

static bool at_break(const struct csv *c, size_t at) {
    return at < c->all.n && (c->all.p[at] == '\n' || c->all.p[at] == '\r');
}

static void skip_break(struct csv *c) {
    if (at_break(c, c->at)) {
        bool two = c->all.p[c->at] == '\r' && c->at + 1 < c->all.n && c->all.p[c->at + 1] == '\n';
        c->at += two ? 2 : 1;
    }
}

static struct str undo_quotes(struct csv *c, size_t from, size_t to, bool doubled) {
    if (!doubled)
        return str_slice(c->all, from, to);
    char *out = arena_alloc(c->session->arena, to - from + 1);
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        out[n++] = c->all.p[i];
        if (c->all.p[i] == '"')
            i++;
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
    size_t text_from = from;
    if (from < c->all.n && c->all.p[from] == '"') {
        cell.quoted = true;
        cell.text = quoted_cell(c);
        text_from++;
    } else {
        while (c->at < c->all.n && c->all.p[c->at] != c->options->delimiter && !at_break(c, c->at))
            c->at++;
        cell.text = str_slice(c->all, from, c->at);
    }
    cell.span = cursor_span(&c->cursor, from, c->at);
    cell.text = decode(c, cell.text, text_from);
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
    return !cell->quoted && str_trim(cell->text).n == 0;
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
        cell->text = str_trim(cell->text);
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

/* A file in one column whose names hold another delimiter was meant to have more. */
static void check_delimiter(struct csv *c, const struct csv_table *t) {
    static const char others[] = {',', ';', '\t', '|'};
    for (size_t i = 0; t->columns == 1 && i < sizeof others; i++) {
        struct csv_cell *only = &t->header[0];
        if (others[i] == c->options->delimiter || only->quoted ||
            memchr(only->text.p, others[i], only->text.n) == NULL)
            continue;
        struct diag *d = diag_warning(c->session->diags, "csv-delimiter", only->span,
                                      "the header line is one column, with `%s` in its name",
                                      delimiter_name(others[i]));
        diag_help(c->session->diags, d, "is `delimiter: \"%s\"` meant?", delimiter_name(others[i]));
        return;
    }
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
    struct span at = few ? c->row.v[c->row.n - 1].span : c->row.v[t->columns].span;
    struct diag *d = diag_error(c->session->diags, "csv-ragged", at,
                                "row %zu has %zu cells and the header has %zu", c->row_number,
                                few ? c->row.n : filled, t->columns);
    if (few)
        diag_help(c->session->diags, d, "the cells for `%.*s` and what follows it are missing",
                  STR_ARG(t->header[c->row.n].text));
    else
        diag_help(c->session->diags, d, "a cell with `%s` in it goes in double quotes",
                  delimiter_name(c->options->delimiter));
    return false;
}

static void read_rows(struct csv *c, struct csv_table *t) {
    struct cell_vec cells = {NULL, 0, 0};
    while (read_row(c)) {
        size_t filled = filled_columns(c);
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
}

struct csv_table *csv_read(struct session *s, const struct source *source,
                           const struct csv_options *options) {
    size_t skipped = 0;
    struct str text;
    bool latin = options->windows_1252;
    if (!latin && !bytes_accept(s, source, &text, &skipped))
        return NULL;
    const char *zero = source->bytes.n == 0 ? NULL : memchr(source->bytes.p, 0, source->bytes.n);
    if (zero != NULL) {
        size_t at = (size_t)(zero - source->bytes.p);
        struct diag *d = diag_error(s->diags, "control-character", bytes_span(source, at, at + 1),
                                    "a byte 0 stands here: this is not a text file, or UTF-16");
        diag_help(s->diags, d, "save it as CSV in UTF-8");
        return NULL;
    }
    struct csv *c = ARENA_NEW(s->arena, struct csv);
    *c = (struct csv){.session = s,
                      .source = source,
                      .options = options,
                      .all = source->bytes,
                      .at = skipped,
                      .cursor = cursor_at_start(source, skipped)};
    struct csv_table *t = ARENA_NEW(s->arena, struct csv_table);
    t->source = source;
    if (!read_header(c, t))
        return NULL;
    check_delimiter(c, t);
    read_rows(c, t);
    return t;
}
