/* A table's column taken as a whole: its shares with `format: percent(sum=100)`, the total of its rows
 * among them, and the text that keeps it from being figures. */
#include "document/bind_internal.h"

#include "data/cell_text.h"
#include "data/shares.h"
#include "data/total_row.h"

static const struct value *at(const struct column_values *c, size_t row) {
    return c->values[row * c->stride];
}

/* A hidden figure's share is what the others leave of 100: with one mark in the column none is told. */
static bool hide_all(struct binder *b, struct column_values *c) {
    const struct value *strongest = NULL;
    for (size_t r = 0; r < c->rows; r++)
        if (at(c, r)->kind == VALUE_MARK &&
            (strongest == NULL || at(c, r)->as.mark > strongest->as.mark))
            strongest = at(c, r);
    for (size_t r = 0; strongest != NULL && r < c->rows; r++)
        if (at(c, r)->kind == VALUE_NUMBER)
            c->values[r * c->stride] = value_mark(b->a, strongest->as.mark);
    return strongest != NULL;
}

static bool report(struct binder *b, const struct column_values *c, enum shares_fault fault,
                   const struct value *bad) {
    struct diag_list *l = b->s->diags;
    if (fault == SHARES_NEGATIVE) {
        struct span span = bad->origin.source != NULL ? bad->origin : c->column->span;
        struct diag *d = diag_error(l, "no-shares", span, "%.*s has no share of its column",
                                    STR_ARG(value_describe(b->a, bad)));
        diag_help(l, d, "shares are of figures from 0 up; for others use `format: percent`");
    } else if (fault == SHARES_OF_NOTHING) {
        struct diag *d = diag_error(l, "no-shares", c->column->span,
                                    "this column adds up to 0, and 0 has no shares");
        diag_help(l, d, "leave the table out then, with `if:`");
    } else {
        diag_error(l, "number-too-large", c->column->span,
                   "the shares of this column have more than %d digits", DECIMAL_DIGITS);
    }
    return false;
}

bool column_shares(struct binder *b, struct column_values *c) {
    struct shares shares = {.places = c->column->format.places};
    const struct decimal **figures = ARENA_ARRAY(b->a, const struct decimal *, c->rows);
    size_t *rows = ARENA_ARRAY(b->a, size_t, c->rows);
    if (hide_all(b, c))
        return true;
    for (size_t r = 0; r < c->rows; r++) {
        if (at(c, r)->kind != VALUE_NUMBER)
            continue;
        rows[shares.n] = r;
        figures[shares.n++] = at(c, r)->as.number.value;
    }
    if (shares.n == 0)
        return true;
    shares.figures = figures;
    shares.out = ARENA_ARRAY(b->a, const struct decimal *, shares.n);
    enum shares_fault fault = shares_make(b->a, &shares);
    if (fault != SHARES_GOOD)
        return report(b, c, fault, at(c, rows[shares.bad]));
    for (size_t i = 0; i < shares.n; i++) {
        struct value *v = ARENA_NEW(b->a, struct value);
        *v = *value_number(b->a, shares.out[i]);
        v->origin = at(c, rows[i])->origin;
        c->values[rows[i] * c->stride] = v;
    }
    return true;
}

/* ---- columns that are text, though they look like figures ----------------------------------- */

static bool is_figure(struct arena *a, struct str text) {
    static const enum column_type types[] = {COLUMN_NUMBER, COLUMN_MONEY, COLUMN_PERCENT};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cell_figure(a, text, types[i]) != NULL)
            return true;
    return false;
}

/* Whether the author said that the column is text. */
static bool is_declared(const struct value *row, struct str field) {
    const struct dataset *set = row->kind == VALUE_MAP ? row->as.map.set : NULL;
    for (size_t i = 0; set != NULL && i < set->declaration->type_count; i++)
        if (str_equal(set->declaration->types[i].name, field))
            return true;
    return set == NULL;
}

static void lint_text_column(struct binder *b, const struct column_values *c,
                             const struct value *row) {
    size_t figures = 0, texts = 0;
    const struct value *odd = NULL, *first = NULL;
    if (c->column->field.text.n == 0 || is_declared(row, c->column->field.text))
        return;
    for (size_t r = 0; r < c->rows; r++) {
        const struct value *v = at(c, r);
        if (v->kind != VALUE_TEXT)
            continue;
        texts++;
        first = first != NULL ? first : v;
        if (is_figure(b->a, v->as.text))
            figures++;
        else
            odd = odd != NULL ? odd : v;
    }
    if (figures * 2 <= texts)
        return;
    struct str field = diag_quote(b->a, c->column->field.text);
    const struct value *shown = odd != NULL ? odd : first;
    struct diag *d = diag_warning(b->s->diags, "total-text", shown->origin,
                                  "the column `%.*s` has no total: it is text, as it holds '%.*s'",
                                  STR_ARG(field), STR_ARG(diag_quote(b->a, shown->as.text)));
    diag_help(b->s->diags, d, "%s; or say `types: {%.*s: text}`",
              odd != NULL ? "correct that cell, or write a mark such as [x] there"
                          : "give the column a type: number, money or percent",
              STR_ARG(field));
}

void lint_sum(struct binder *b, const struct column_values *c, const struct value *const *rows,
              bool numeric) {
    if (numeric)
        total_row_lint(b->s, &(struct row_figures){rows, c->values, c->rows, c->stride});
    else
        lint_text_column(b, c, rows[0]);
}
