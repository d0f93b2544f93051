/* bind_figures.c - the figures of the data that a document prints, by names that stay the same from one
 * run to the next: a row's field by source, key and field; another value by its path; what is worked out
 * by its expression, or by caption, row and column. Only what is shown is noted: a mark as the mark. */
#include "document/bind_grid.h"

struct str name_of_field(struct binder *b, const struct value *row, struct str field) {
    if (row->kind != VALUE_MAP || row->as.map.set == NULL)
        return STR_EMPTY;
    return str_format(b->a, "%.*s: %.*s, %.*s", STR_ARG(row->as.map.set->declaration->name),
                      STR_ARG(dataset_row_name(b->a, row)), STR_ARG(field));
}

static void note(struct binder *b, struct str what, struct str shown, element_id element) {
    struct bound_figure figure = {
        .what = what, .shown = shown, .in = b->figure_in, .element = element};
    if (shown.n > 0)
        vec_push(b->a, &b->printed, figure);
}

/* What asks again reports nothing: all it could say is said. */
static struct expr_subject subject_of(struct binder *b, const struct expr *e,
                                      const struct scope *scope) {
    struct diag_list unheard;
    diag_list_init(&unheard, b->a);
    struct session quiet = *b->s;
    quiet.diags = &unheard;
    return expr_subject(&quiet, e, scope);
}

void note_expression(struct binder *b, const struct printed_expression *p) {
    if (!b->in->figures || p->e == NULL)
        return;
    bool number = p->v->kind == VALUE_NUMBER || p->v->kind == VALUE_MARK;
    if (!number && p->v->kind != VALUE_TEXT)
        return;
    struct expr_subject subject = subject_of(b, p->e, p->scope);
    if (!number && !subject.formatted)
        return;
    struct str what =
        subject.row != NULL ? name_of_field(b, subject.row, subject.field) : STR_EMPTY;
    note(b, what.n > 0 ? what : subject.text, p->shown, p->element);
}

struct str name_of_value(struct binder *b, const struct expr *e, const struct scope *scope) {
    struct expr_subject subject = subject_of(b, e, scope);
    return subject.row != NULL ? name_of_field(b, subject.row, subject.field) : STR_EMPTY;
}

/* Without "Table 3. ": numbers move. */
static struct str caption_words(struct binder *b, struct inline_text caption) {
    if (caption.n > 0) {
        caption.v++;
        caption.n--;
    }
    return inline_words(b->a, &caption);
}

void note_cell(struct binder *b, const struct printed_cell *cell) {
    struct str what = cell->what;
    if (what.n == 0) {
        struct str caption = caption_words(b, cell->caption);
        what = str_format(b->a, "%.*s%s%.*s, %.*s", STR_ARG(caption), caption.n > 0 ? ": " : "",
                          STR_ARG(cell->row), STR_ARG(cell->column));
    }
    note(b, what, cell->shown, cell->element);
}

/* ---- tables by columns ---- */

static struct str header_words(const struct grid *g, size_t column) {
    const struct table_column *c = g->plan[column].c;
    if (c->header != NULL)
        return str_trim(c->header->prose->origin.text);
    return c->row_total ? STR("total") : c->field.text;
}

static struct str words_of_cell(struct arena *a, const struct bound_cell *cell) {
    struct inline_run one;
    struct inline_text text = cell_inline(cell, &one);
    return inline_words(a, &text);
}

void grid_note_figure(struct grid *g, size_t column, size_t row, struct str name) {
    struct table_builder *tb = g->tb;
    struct binder *b = tb->b;
    const struct column_plan *plan = &g->plan[column];
    const struct bound_cell *made = &tb->row->cells[tb->row->n - 1];
    if (!b->in->figures || !plan->numeric || plan->row_header || made->header)
        return;
    struct printed_cell cell = {.caption = tb->t->caption,
                                .column = header_words(g, column),
                                .shown = words_of_cell(b->a, made),
                                .element = made->element};
    struct str field = plan->c->row_total ? STR("total") : plan->c->field.text;
    size_t heads = grid_label_column(g);
    if (row == SIZE_MAX) {
        const struct dataset *set = g->rows.v[0]->as.map.set;
        cell.row = name;
        if (set != NULL && field.n > 0 && g->from->where == NULL &&
            g->rows.n == set->value->as.list.n)
            cell.what = str_format(b->a, "%.*s: %.*s, %.*s", STR_ARG(set->declaration->name),
                                   STR_ARG(name), STR_ARG(field));
    } else {
        cell.row = value_text_of(b->a, g->values[row * g->n + heads], STR("en"));
        scope_set(g->scope, STR("row"), g->rows.v[row]);
        cell.what = plan->c->value != NULL ? name_of_value(b, plan->c->value, g->scope)
                                           : name_of_field(b, g->rows.v[row], field);
    }
    note_cell(b, &cell);
}

/* ---- all ---- */

void figures_inside(struct binder *b, struct str in) {
    b->figure_in = in;
}

void note_caption(struct binder *b, const struct inline_text *caption, element_id element) {
    if (!b->in->figures || caption->n == 0)
        return;
    struct bound_caption c = {b->figure_in, caption_words(b, *caption), element};
    vec_push(b->a, &b->captions, c);
}

void figures_finish(struct binder *b) {
    b->out->figures = b->printed.v;
    b->out->figure_count = b->printed.n;
    b->out->captions = b->captions.v;
    b->out->caption_count = b->captions.n;
}
