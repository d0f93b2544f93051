/* What a sum leaves out: empty cells, and figures that a filter has made texts of. */
#include "document/bind_grid.h"

struct gaps {
    size_t empty, numbers, texts;
    struct span first, text;
};

bool column_shows_shares(const struct column_plan *plan) {
    return plan->c->has_format && plan->c->format.shares;
}

bool column_adds_to_row(const struct column_plan *plan) {
    return !plan->row_header && plan->c->field.text.n > 0 && plan->additive;
}

size_t grid_label_column(const struct grid *g) {
    for (size_t i = 0; i < g->n; i++)
        if (g->plan[i].row_header)
            return i;
    return 0;
}

struct column_values grid_column_values(const struct grid *g, size_t column) {
    return (struct column_values){g->values + column, g->rows.n, g->n, g->plan[column].c};
}

static void count_gap(const struct grid *g, struct gaps *gaps, size_t row, size_t column) {
    const struct value *v = g->values[row * g->n + column];
    struct span at = v->origin.source ? v->origin : g->rows.v[row]->origin;
    if (v->kind == VALUE_NULL && gaps->empty++ == 0)
        gaps->first = at.source ? at : g->plan[column].c->span;
    if (v->kind == VALUE_TEXT && gaps->texts++ == 0)
        gaps->text = g->plan[column].c->span;
    gaps->numbers += v->kind == VALUE_NUMBER;
}

static void report_gaps(struct binder *b, const struct gaps *gaps, struct str what) {
    if (gaps->empty == 0 || gaps->numbers == 0)
        return;
    struct diag *d = diag_warning(b->s->diags, "total-incomplete", gaps->first,
                                  "%.*s leaves out %zu empty cell%s", STR_ARG(what), gaps->empty,
                                  gaps->empty == 1 ? "" : "s");
    diag_help(b->s->diags, d,
              "write 0 where nothing was counted, or \"[x]\" where the figure is missing");
}

static struct str column_name(const struct grid *g, size_t column) {
    const struct table_column *c = g->plan[column].c;
    struct str name = c->header ? c->header->prose->origin.text : c->field.text;
    return str_format(g->tb->b->a, "the total of the column `%.*s`",
                      STR_ARG(diag_quote(g->tb->b->a, name)));
}

static void report_text_sum(struct grid *g, const struct gaps *gaps, size_t column) {
    struct diag_list *l = g->tb->b->s->diags;
    if (gaps->texts == 0)
        return;
    struct diag *d = diag_warning(l, "total-text", gaps->text,
                                  "%.*s is empty: a filter has made texts of its figures",
                                  STR_ARG(column_name(g, column)));
    diag_help(l, d,
              "leave the filter out of `value:` and write it as `format:`, such as "
              "`format: money`");
}

void grid_check_sums(struct grid *g) {
    bool sums = g->from->has_total || g->from->group.text.n > 0, of_rows = false;
    struct gaps rows = {0};
    for (size_t i = 0; i < g->n; i++) {
        const struct column_plan *plan = &g->plan[i];
        struct gaps column = {0};
        of_rows = of_rows || plan->c->row_total;
        for (size_t r = 0; r < g->rows.n && plan->numeric; r++) {
            count_gap(g, &column, r, i);
            if (column_adds_to_row(plan))
                count_gap(g, &rows, r, i);
        }
        struct column_values values = grid_column_values(g, i);
        if (sums && !plan->row_header && g->rows.n > 0)
            lint_sum(g->tb->b, &values, g->rows.v, plan->numeric);
        bool shares = column_shows_shares(plan); /* a sum of the column, even without its line */
        if (!shares && (!sums || plan->row_header || plan->c->row_total || !plan->additive))
            continue;
        report_gaps(g->tb->b, &column, column_name(g, i));
        report_text_sum(g, &column, i);
    }
    if (of_rows && !sums) /* else the same cells were told with their columns */
        report_gaps(g->tb->b, &rows, STR("`{total: row}`"));
    for (size_t i = 0; i < g->n && of_rows && rows.numbers == 0; i++) {
        struct diag_list *l = g->tb->b->s->diags;
        if (!g->plan[i].c->row_total || g->rows.n == 0 || rows.empty > 0)
            continue;
        bool figures = false; /* marks, or published totals */
        for (size_t r = 0; r < g->rows.n; r++)
            figures = figures || g->values[r * g->n + i]->kind != VALUE_NULL;
        if (!figures)
            diag_help(l,
                      diag_warning(l, "total-empty", g->plan[i].c->span,
                                   "`{total: row}` finds no figures in this table's fields"),
                      "it adds the columns with `field:`; for others write the sum: "
                      "`value: row.a + row.b`");
    }
}
