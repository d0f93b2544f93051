#include "dump/dump_bound.h"

static const char *const ALIGNS[] = {"auto", "start", "center", "end", "decimal"};

static void dump_run(struct strbuf *b, const struct inline_run *run) {
    strbuf_add_char(b, ' ');
    if (run->kind == INLINE_BREAK) {
        strbuf_add_c(b, "break");
        return;
    }
    if (run->kind == INLINE_PAGE) {
        strbuf_format(b, "page-of(%.*s)", STR_ARG(run->target));
    } else {
        dump_quoted(b, run->text);
    }
    if (run->strong)
        strbuf_add_c(b, "/strong");
    if (run->emphasis)
        strbuf_add_c(b, "/emphasis");
    if (run->style.n > 0)
        strbuf_format(b, "/style:%.*s", STR_ARG(run->style));
    if (run->lang.n > 0)
        strbuf_format(b, "/lang:%.*s", STR_ARG(run->lang));
    if (run->link) {
        bool outside = run->link->address.n > 0;
        struct str to = outside ? run->link->address : run->link->target;
        strbuf_format(b, "/link:%s%.*s", outside ? "" : "#", STR_ARG(to));
    }
}

void dump_inline(struct strbuf *b, unsigned depth, const char *name, const struct inline_text *t) {
    if (t->n == 0)
        return;
    dump_indent(b, depth);
    strbuf_format(b, "%s:", name);
    for (size_t i = 0; i < t->n; i++)
        dump_run(b, &t->v[i]);
    strbuf_add_char(b, '\n');
}

static void dump_cell(struct strbuf *b, unsigned depth, const struct bound_cell *cell) {
    dump_indent(b, depth);
    strbuf_format(b, "cell column=%u align=%s", cell->column, ALIGNS[cell->align]);
    if (cell->column_span > 1)
        strbuf_format(b, " colspan=%u", cell->column_span);
    if (cell->row_span > 1)
        strbuf_format(b, " rowspan=%u", cell->row_span);
    strbuf_add_c(b, cell->header ? " header" : "");
    strbuf_add_c(b, cell->number ? " number" : "");
    if (cell->align == ALIGN_DECIMAL)
        strbuf_format(b, " point=%zu", cell->point);
    strbuf_format(b, " element=%u", cell->element);
    struct inline_run one;
    struct inline_text text = cell_inline(cell, &one);
    for (size_t i = 0; i < text.n; i++)
        dump_run(b, &text.v[i]);
    strbuf_add_char(b, '\n');
}

void dump_table(struct strbuf *b, unsigned depth, const struct bound_table *t) {
    static const char *const kinds[] = {"head", "body", "group", "subtotal", "total"};
    dump_indent(b, depth);
    strbuf_format(b, "number=%u columns=%zu rows=%zu head=%zu element=%u", t->number,
                  t->column_count, t->row_count, t->head_count, t->element);
    dump_field(b, "lang", t->lang);
    strbuf_add_char(b, '\n');
    dump_inline(b, depth, "caption", &t->caption);
    for (size_t i = 0; i < t->column_count; i++) {
        const struct bound_column *c = &t->columns[i];
        dump_indent(b, depth);
        strbuf_format(b, "column %zu", i);
        dump_dimension(b, "width", c->width);
        strbuf_format(b, " align=%s%s\n", ALIGNS[c->align], c->row_header ? " row-header" : "");
    }
    for (size_t i = 0; i < t->row_count; i++) {
        dump_indent(b, depth);
        strbuf_format(b, "row %s\n", kinds[t->rows[i].kind]);
        for (size_t k = 0; k < t->rows[i].n; k++)
            dump_cell(b, depth + 1, &t->rows[i].cells[k]);
    }
    dump_inline(b, depth, "source", &t->source);
}

static void dump_series(struct strbuf *b, unsigned depth, const struct bound_series *s,
                        size_t categories) {
    dump_indent(b, depth);
    strbuf_add_c(b, "series ");
    dump_quoted(b, s->label);
    for (size_t i = 0; i < categories; i++) {
        const struct bound_point *p = &s->points[i];
        strbuf_add_char(b, ' ');
        if (p->kind == POINT_VALUE)
            strbuf_add(b, decimal_text(b->arena, p->value));
        else
            strbuf_add_c(b, p->kind == POINT_MARK ? "mark" : "none");
        strbuf_add_char(b, '/');
        dump_quoted(b, p->label);
    }
    strbuf_add_char(b, '\n');
}

void dump_chart(struct strbuf *b, unsigned depth, const struct bound_chart *c) {
    static const char *const arranges[] = {"grouped", "stacked", "percent"};
    static const char *const legends[] = {"auto", "none", "top", "bottom"};
    dump_indent(b, depth);
    strbuf_format(b, "number=%u arrange=%s direction=%s labels=%s legend=%s figure=%u", c->number,
                  arranges[c->arrange],
                  c->direction == DIRECTION_HORIZONTAL ? "horizontal" : "vertical",
                  c->labels ? "true" : "false", legends[c->legend], c->figure);
    dump_dimension(b, "height", c->height);
    dump_field(b, "axis", c->axis_title);
    dump_field(b, "lang", c->lang);
    strbuf_add_char(b, '\n');
    dump_inline(b, depth, "caption", &c->caption);
    dump_inline(b, depth, "subtitle", &c->subtitle);
    dump_indent(b, depth);
    strbuf_add_c(b, "categories");
    for (size_t i = 0; i < c->category_count; i++) {
        strbuf_add_char(b, ' ');
        dump_quoted(b, c->categories[i]);
    }
    strbuf_add_char(b, '\n');
    for (size_t i = 0; i < c->series_count; i++)
        dump_series(b, depth, &c->series[i], c->category_count);
    dump_inline(b, depth, "source", &c->source);
}
