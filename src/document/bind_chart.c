#include "document/bind_internal.h"

static bool series_known(struct binder *b, const struct chart_block *from,
                         const struct rows *rows) {
    bool ok = rows_have(b, rows, &from->category);
    for (size_t s = 0; s < from->series_count; s++)
        ok = rows_have(b, rows, &from->series[s].field) && ok;
    return ok;
}

/* values[s * rows + r]; NULL after a diagnostic. */
static const struct value **evaluate(struct binder *b, const struct place *p,
                                     const struct chart_block *from, const struct rows *rows) {
    const struct value **v = ARENA_ARRAY(b->a, const struct value *, rows->n * from->series_count);
    struct scope *scope = scope_inside(b, p->scope);
    bool ok = true;
    for (size_t r = 0; r < rows->n; r++) {
        scope_set(scope, STR("row"), rows->v[r]);
        for (size_t s = 0; s < from->series_count; s++) {
            const struct chart_series *series = &from->series[s];
            const struct value *x = series->value != NULL
                                        ? expr_eval(b->s, series->value, scope)
                                        : row_field(b, rows->v[r], series->field.text);
            v[s * rows->n + r] = x;
            if (x->kind == VALUE_NUMBER || x->kind == VALUE_MARK || x->kind == VALUE_NULL)
                continue;
            ok = false;
            if (x->kind == VALUE_POISON)
                continue;
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "chart-value",
                                 x->origin.source != NULL ? x->origin : series->span,
                                 "a chart needs a number here, not %.*s",
                                 STR_ARG(value_describe(b->a, x))),
                      "leave the row out with `where:`, or correct the data");
        }
    }
    return ok ? v : NULL;
}

static struct bound_point point_of(struct binder *b, const struct chart_block *from,
                                   const struct value *v, struct str lang) {
    struct bound_point point = {.kind = POINT_NONE, .label = STR_EMPTY, .span = v->origin};
    if (v->kind == VALUE_NUMBER) {
        point.kind = POINT_VALUE;
        point.value = v->as.number.value;
    } else if (v->kind == VALUE_MARK) {
        point.kind = POINT_MARK;
    }
    point.label = v->kind == VALUE_NULL
                      ? STR(NO_FIGURE)
                      : figure_text(b, v, from->axis.has_format ? &from->axis.format : NULL, lang);
    return point;
}

static bool chart_lacks_figure(const struct bound_chart *chart) {
    for (size_t s = 0; s < chart->series_count; s++)
        for (size_t i = 0; i < chart->category_count; i++)
            if (chart->series[s].points[i].kind == POINT_NONE)
                return true;
    return false;
}

static size_t *order_of(struct binder *b, const struct chart_block *from,
                        const struct value **values, size_t n) {
    if (from->order != ORDER_DATA)
        return keys_in_order(b->a, values, n, from->order == ORDER_LARGEST);
    size_t *order = ARENA_ARRAY(b->a, size_t, n);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    return order;
}

/* Leaves the rows in the order in which the chart shows them. */
static void fill_series(struct binder *b, const struct place *p, const struct chart_block *from,
                        struct bound_chart *chart, struct rows *rows) {
    const struct value **values = evaluate(b, p, from, rows);
    if (values == NULL)
        return;
    size_t *order = order_of(b, from, values, rows->n);
    chart->categories = ARENA_ARRAY(b->a, struct str, rows->n);
    for (size_t i = 0; i < rows->n; i++) {
        const struct value *row = rows->v[order[i]];
        const struct value *name = row_field(b, row, from->category.text);
        chart->categories[i] = value_text_of(b->a, name, p->lang);
        if (chart->categories[i].n == 0 && name->kind != VALUE_POISON)
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "chart-category",
                                 row->origin.source != NULL ? row->origin : from->category.span,
                                 "this row has no `%.*s`: its bar would have no name",
                                 STR_ARG(from->category.text)),
                      "correct the row, or leave it out with `where:`");
    }
    chart->category_count = rows->n;
    chart->series = ARENA_ARRAY(b->a, struct bound_series, from->series_count);
    chart->series_count = from->series_count;
    for (size_t s = 0; s < from->series_count; s++) {
        struct bound_series *series = &chart->series[s];
        series->label = from->series[s].label != NULL
                            ? template_fill(b->s, from->series[s].label, p->scope)
                            : from->series[s].field.text;
        series->points = ARENA_ARRAY(b->a, struct bound_point, rows->n);
        for (size_t i = 0; i < rows->n; i++)
            series->points[i] = point_of(b, from, values[s * rows->n + order[i]], p->lang);
    }
    const struct value **sorted = ARENA_ARRAY(b->a, const struct value *, rows->n);
    for (size_t i = 0; i < rows->n; i++)
        sorted[i] = rows->v[order[i]];
    rows->v = sorted;
}

static void check_message(struct binder *b, const struct place *p, const struct chart_block *from) {
    bool ok = true;
    if (from->caption_that == NULL || expr_test(b->s, from->caption_that, p->scope, &ok) || !ok)
        return;
    struct diag *d = diag_error(b->s->diags, "caption-untrue", from->caption_span,
                                "the data do not bear out this caption: `%.*s` is false",
                                STR_ARG(diag_quote(b->a, expr_text(from->caption_that))));
    diag_help(b->s->diags, d, "write a caption that the data support, or correct `that:`");
}

struct str heading_of_field(struct arena *a, struct str field) {
    struct str copy = str_copy(a, field);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++) {
        if (p[i] == '_')
            p[i] = ' ';
        if (i == 0 && p[i] >= 'a' && p[i] <= 'z')
            p[i] = (char)(p[i] - 'a' + 'A');
    }
    return copy;
}

static void twin_rows(struct table_builder *tb, const struct chart_block *from,
                      const struct bound_chart *chart, struct span span) {
    struct cell_spec spec = {.span = span, .column_span = 1, .row_span = 1};
    section_of_rows(tb, ROLE_THEAD, span);
    row_open(tb, ROW_HEAD, span);
    spec.scope = SCOPE_COLUMN;
    spec.plain = heading_of_field(tb->b->a, from->category.text);
    cell_add(tb, &spec);
    spec.align = ALIGN_END;
    for (size_t s = 0; s < chart->series_count; s++) {
        spec.plain = chart->series[s].label;
        cell_add(tb, &spec);
    }
    row_close(tb);
    section_of_rows(tb, ROLE_TBODY, span);
    for (size_t i = 0; i < chart->category_count; i++) {
        struct cell_spec head = {.span = span,
                                 .column_span = 1,
                                 .row_span = 1,
                                 .scope = SCOPE_ROW,
                                 .plain = chart->categories[i]};
        row_open(tb, ROW_BODY, span);
        cell_add(tb, &head);
        for (size_t s = 0; s < chart->series_count; s++) {
            const struct bound_point *point = &chart->series[s].points[i];
            struct cell_spec cell = {.span = point->span.source != NULL ? point->span : span,
                                     .column_span = 1,
                                     .row_span = 1,
                                     .plain = point->label,
                                     .align = ALIGN_DECIMAL,
                                     .number = point->kind != POINT_NONE};
            cell.point =
                point->kind == POINT_VALUE ? figure_point(tb, point->label) : point->label.n;
            cell_add(tb, &cell);
        }
        row_close(tb);
    }
}

/* The same figures as a table: for readers who do not see the drawing. */
static void bind_twin(struct binder *b, const struct place *p, const struct block *blk,
                      struct chart_entry *entry) {
    const struct chart_block *from = blk->as.chart;
    struct bound_chart *chart = entry->chart;
    struct place plain = *p;
    plain.block = NULL;
    plain.notes = NULL;
    struct bound_block *block = block_new(b, &plain, BOUND_TABLE, blk->span);
    struct bound_table *t = ARENA_NEW(b->a, struct bound_table);
    block->as.table = t;
    table_begin(b, &plain, t, from->caption != NULL ? from->caption : from->subtitle, blk->span);
    block->element = t->element;
    t->column_count = 1 + chart->series_count;
    t->columns = ARENA_ARRAY(b->a, struct bound_column, t->column_count);
    for (size_t i = 0; i < t->column_count; i++) {
        t->columns[i].row_header = i == 0;
        t->columns[i].align = i == 0 ? ALIGN_START : ALIGN_DECIMAL;
    }
    struct table_builder tb;
    table_open(&tb, b, &plain, t);
    twin_rows(&tb, from, chart, blk->span);
    t->source = bind_source_line(b, &plain,
                                 &(struct source_words){NULL, table_shows_hidden(b, t),
                                                        chart_lacks_figure(chart), blk->span});
    entry->twin = t;
}

void bind_appendix(struct binder *b, const struct place *p) {
    for (size_t i = 0; i < b->appendix.n; i++) {
        const struct appendix_entry *entry = &b->appendix.v[i];
        struct place place = *p;
        place.scope = entry->place.scope;
        place.lang = entry->place.lang;
        bind_twin(b, &place, entry->block, &b->charts.v[entry->chart]);
    }
}

static bool chart_usable(struct binder *b, const struct place *p, const struct block *blk,
                         struct rows *rows) {
    const struct chart_block *from = blk->as.chart;
    struct rows_request request = {from->data, from->where, "chart", true};
    if (!rows_read(b, p, &request, rows) || !series_known(b, from, rows))
        return false;
    if (rows->n == 0 || from->series_count == 0) {
        struct diag *d = diag_error(b->s->diags, "chart-empty", blk->span,
                                    rows->n == 0 ? "this chart has no rows to draw"
                                                 : "this chart has no series");
        if (rows->n == 0)
            diag_help(b->s->diags, d, "leave it out where there are none, with `if:`");
        return false;
    }
    return true;
}

static void check_typed(struct binder *b, const struct place *p, const struct chart_block *from,
                        const struct rows *rows) {
    struct protected_rows set = rows_protected(b, rows);
    if (from->caption != NULL && from->caption_that == NULL)
        lint_typed(b, &set,
                   &(struct typed_text){"caption", &from->caption->prose->origin, p->lang, false});
    if (from->alt != NULL)
        lint_typed(b, &set, &(struct typed_text){"alt text", &from->alt->origin, p->lang, true});
}

static void chart_texts(struct binder *b, const struct place *p, const struct block *blk,
                        struct bound_chart *chart) {
    const struct chart_block *from = blk->as.chart;
    if (from->caption != NULL) {
        chart->number = ++b->figures;
        element_id caption = place_element(b, p, ROLE_P, blk->span);
        chart->caption = inline_caption(
            b, p, &(struct caption_words){from->caption, "figure", chart->number, caption});
    }
    if (from->subtitle != NULL) {
        element_id subtitle = place_element(b, p, ROLE_P, blk->span);
        chart->subtitle = inline_rich(b, p, from->subtitle, subtitle);
    }
    chart->figure = place_element(b, p, ROLE_FIGURE, blk->span);
    chart->source =
        bind_source_line(b, p,
                         &(struct source_words){from->source, chart_shows_hidden(b, chart),
                                                chart_lacks_figure(chart), blk->span});
    if (from->axis.title != NULL)
        chart->axis_title = template_fill(b->s, from->axis.title, p->scope);
}

static void note_points(struct binder *b, const struct place *p, const struct chart_block *from,
                        const struct bound_chart *chart, const struct rows *rows) {
    struct scope *scope = scope_inside(b, p->scope);
    for (size_t i = 0; i < chart->category_count; i++) {
        scope_set(scope, STR("row"), rows->v[i]);
        for (size_t s = 0; s < chart->series_count; s++) {
            const struct chart_series *series = &from->series[s];
            struct printed_cell cell = {.row = chart->categories[i],
                                        .column = chart->series[s].label,
                                        .caption = chart->caption,
                                        .shown = chart->series[s].points[i].label,
                                        .element = chart->figure};
            cell.what = series->value != NULL ? name_of_value(b, series->value, scope)
                                              : name_of_field(b, rows->v[i], series->field.text);
            note_cell(b, &cell);
        }
    }
}

static void note_figures(struct binder *b, const struct place *p, const struct chart_block *from,
                         const struct bound_chart *chart, const struct rows *rows) {
    struct str outer = b->figure_in;
    if (!b->in->figures)
        return;
    figures_inside(b, chart->number > 0 ? str_format(b->a, "Figure %u", chart->number) : outer);
    note_caption(b, &chart->caption, chart->figure);
    note_points(b, p, from, chart, rows);
    figures_inside(b, outer);
}

/* Caption, subtitle, Figure and source are neighbours: a Figure's Alt stands for all inside it. */
void bind_chart(struct binder *b, const struct place *p, const struct block *blk) {
    const struct chart_block *from = blk->as.chart;
    struct rows rows;
    check_message(b, p, from);
    lint_chart_colours(b, blk);
    if (!chart_usable(b, p, blk, &rows))
        return;
    check_typed(b, p, from, &rows);
    struct bound_chart *chart = ARENA_NEW(b->a, struct bound_chart);
    chart->arrange = from->arrange;
    chart->direction = from->direction;
    chart->labels = from->labels;
    chart->legend = from->legend;
    chart->axis = from->axis;
    chart->height = from->height;
    chart->lang = p->lang;
    chart->span = blk->span;
    fill_series(b, p, from, chart, &rows);
    if (chart->series_count == 0)
        return;
    struct bound_block *block = block_new(b, p, BOUND_CHART, blk->span);
    block->as.chart = chart;
    chart_texts(b, p, blk, chart);
    note_figures(b, p, from, chart, &rows);
    block->element = chart->figure;
    struct chart_entry entry = {.source = from, .chart = chart};
    if (from->alt != NULL) {
        entry.typed_alt = str_trim(template_fill(b->s, from->alt, p->scope));
        if (entry.typed_alt.n == 0 && !from->alt->faulty)
            diag_help(
                b->s->diags,
                diag_error(b->s->diags, "chart-alt", from->alt_span, "this `alt` text is empty"),
                "leave `alt` out and it is written from the data");
        struct inline_text message = chart->caption;
        if (message.n > 0) { /* without "Figure 1. " */
            message.v++;
            message.n--;
        }
        lint_chart_alt(b, entry.typed_alt, inline_words(b->a, &message), from->alt_span);
    }
    if (from->twin == TWIN_AFTER)
        bind_twin(b, p, blk, &entry);
    vec_push(b->a, &b->charts, entry);
    if (from->twin == TWIN_APPENDIX) {
        struct appendix_entry later = {blk, b->charts.n - 1, *p};
        vec_push(b->a, &b->appendix, later);
    }
}
