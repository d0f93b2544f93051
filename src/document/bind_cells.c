#include "document/bind_internal.h"

#include <assert.h>

enum { HEADERS_MAX = 64 };

void table_open(struct table_builder *tb, struct binder *b, const struct place *p,
                struct bound_table *t) {
    *tb = (struct table_builder){.b = b, .p = p, .t = t, .serial = ++b->table_serial};
    tb->heads = ARENA_ARRAY(b->a, struct column_heads, t->column_count);
    tb->held = ARENA_ARRAY(b->a, struct held_cell, t->column_count);
    /* What stands between the digits of one half: asked for, as languages differ. */
    const struct decimal *half = decimal_parse(b->a, STR("0.5"));
    struct str shown = format_number(b->a, half, 1, p->lang);
    tb->point = shown.n > 2 ? str_slice(shown, 1, shown.n - 1) : STR(".");
}

void section_of_rows(struct table_builder *tb, enum role role, struct span span) {
    tb->section = element_add(tb->b->tree, tb->t->element, role, span);
    tb->group = 0;
}

void row_open(struct table_builder *tb, enum row_kind kind, struct span span) {
    struct bound_table *t = tb->t;
    struct arena *a = tb->b->a;
    if (t->row_count == tb->row_cap) {
        size_t cap = tb->row_cap > 0 ? tb->row_cap * 2 : 16;
        t->rows = arena_grow(a, t->rows, t->row_count * sizeof *t->rows, cap * sizeof *t->rows);
        tb->row_cap = cap;
    }
    tb->row = &t->rows[t->row_count++];
    *tb->row = (struct bound_row){.kind = kind, .span = span};
    tb->row->cells = ARENA_ARRAY(a, struct bound_cell, t->column_count);
    tb->row_element = element_add(tb->b->tree, tb->section, ROLE_TR, span);
    tb->column = 0;
    if (kind == ROW_HEAD)
        t->head_count++;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

size_t figure_point(const struct table_builder *tb, struct str text) {
    size_t end = text.n, from = 0;
    for (size_t i = 0; i < text.n; i++)
        if (is_digit(text.p[i]))
            end = i + 1;
    for (;;) {
        size_t at = str_find(str_slice(text, from, end), tb->point);
        if (at == SIZE_MAX)
            return end;
        if (from + at > 0 && is_digit(text.p[from + at - 1]))
            return from + at;
        from += at + tb->point.n;
    }
}

static struct inline_text rich_text(struct table_builder *tb, const struct cell_spec *spec,
                                    element_id element) {
    struct place p = place_inside(tb->p, element, tb->p->out);
    if (spec->names != NULL)
        p.scope = spec->names;
    return inline_rich(tb->b, &p, spec->rich, element);
}

static struct inline_text linked_text(struct table_builder *tb, const struct cell_spec *spec,
                                      element_id element) {
    struct binder *b = tb->b;
    struct link *link = NULL;
    if (spec->address.n > 0 && spec->plain.n > 0)
        link = link_make(b, spec->address,
                         spec->address_span.source != NULL ? spec->address_span : spec->span);
    if (link == NULL)
        return inline_value(b, spec->plain, element, NULL, spec->span);
    link->element = element_add(b->tree, element, ROLE_LINK, spec->span);
    struct inline_text text = inline_value(b, spec->plain, link->element, link, spec->span);
    link_describe(b, link, str_trim(spec->plain), false);
    return text;
}

static char *put_digits(char *end, unsigned n) {
    do
        *--end = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return end;
}

/* "t3.27": of the document's third table. */
static struct str header_id(struct table_builder *tb) {
    char text[32], *end = text + sizeof text;
    char *p = put_digits(end, ++tb->next_header);
    *--p = '.';
    p = put_digits(p, tb->serial);
    *--p = 't';
    return str_copy(tb->b->a, (struct str){p, (size_t)(end - p)});
}

void cell_add(struct table_builder *tb, const struct cell_spec *spec) {
    struct bound_table *t = tb->t;
    while (tb->column < t->column_count && tb->held[tb->column].left > 0)
        tb->column++;
    assert(tb->column + spec->column_span <= t->column_count);
    bool header = spec->scope != SCOPE_NONE;
    element_id id =
        element_add(tb->b->tree, tb->row_element, header ? ROLE_TH : ROLE_TD, spec->span);
    struct element *e = element_at(tb->b->tree, id);
    e->scope = spec->scope;
    e->column_span = (uint16_t)spec->column_span;
    e->row_span = (uint16_t)spec->row_span;
    if (header && !tb->by_scope)
        element_heads(tb->b->tree, id)->id = header_id(tb);
    struct bound_cell *cell = &tb->row->cells[tb->row->n++];
    *cell = (struct bound_cell){.element = id,
                                .column = tb->column,
                                .column_span = spec->column_span,
                                .row_span = spec->row_span,
                                .align = spec->align == ALIGN_AUTO ? ALIGN_START : spec->align,
                                .header = header,
                                .number = spec->number,
                                .figure = spec->figure,
                                .point = spec->point,
                                .span = spec->span};
    for (unsigned c = tb->column; c < tb->column + spec->column_span; c++)
        tb->held[c] = (struct held_cell){spec->row_span, header ? id : 0};
    tb->column += spec->column_span;
    bool linked = spec->address.n > 0 && spec->plain.n > 0;
    cell->plain = spec->rich == NULL && !linked && !has_abbreviation(tb->b, spec->plain);
    if (cell->plain)
        cell->text = spec->plain;
    else
        cell->runs = spec->rich != NULL ? rich_text(tb, spec, id) : linked_text(tb, spec, id);
}

struct header_set {
    element_id v[HEADERS_MAX];
    size_t n;
};

static void header_put(struct header_set *set, element_id id) {
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i] == id)
            return;
    if (id != 0 && set->n < HEADERS_MAX)
        set->v[set->n++] = id;
}

static void set_headers(struct table_builder *tb, const struct bound_cell *cell) {
    struct header_set set = {.n = 0};
    for (unsigned c = cell->column; c < cell->column + cell->column_span; c++)
        for (size_t k = 0; k < tb->heads[c].n; k++)
            header_put(&set, tb->heads[c].v[k]);
    if (tb->row->kind == ROW_GROUP)
        set.n = 0; /* it spans all columns and belongs to none */
    if (tb->row->kind != ROW_HEAD && tb->group != cell->element)
        header_put(&set, tb->group);
    if (tb->row->kind != ROW_HEAD && !cell->header)
        for (size_t c = 0; c < tb->t->column_count; c++)
            if (tb->held[c].left > 0)
                header_put(&set, tb->held[c].header);
    if (set.n == 0)
        return;
    struct element_heads *heads = element_heads(tb->b->tree, cell->element);
    element_id *headers = ARENA_ARRAY(tb->b->a, element_id, set.n);
    for (size_t i = 0; i < set.n; i++)
        headers[i] = set.v[i];
    heads->headers = headers;
    heads->header_count = set.n;
}

void row_close(struct table_builder *tb) {
    struct bound_row *row = tb->row;
    for (size_t i = 0; i < row->n && !tb->by_scope; i++)
        set_headers(tb, &row->cells[i]);
    for (size_t i = 0; i < row->n && row->kind == ROW_HEAD; i++) {
        const struct bound_cell *cell = &row->cells[i];
        for (unsigned c = cell->column; c < cell->column + cell->column_span; c++) {
            struct column_heads *heads = &tb->heads[c];
            if (cell->header && heads->n < sizeof heads->v / sizeof *heads->v)
                heads->v[heads->n++] = cell->element;
        }
    }
    for (size_t c = 0; c < tb->t->column_count; c++)
        if (tb->held[c].left > 0)
            tb->held[c].left--;
}

bool figure_like(const struct value *v) {
    if (v->kind != VALUE_TEXT || v->as.text.n == 0)
        return false;
    bool digit = false;
    for (size_t i = 0; i < v->as.text.n; i++) {
        unsigned char c = (unsigned char)v->as.text.p[i];
        if (c >= '0' && c <= '9')
            digit = true;
        else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == ':')
            return false;
    }
    return digit;
}
