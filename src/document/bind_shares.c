/* `format: percent(sum=100)`: each figure of a column becomes its share of the column. */
#include "document/bind_internal.h"

#include "data/shares.h"

static const struct value *at(const struct share_column *c, size_t row) {
    return c->values[row * c->stride];
}

/* A hidden figure's share is what the others leave of 100: with one mark in the column none is told. */
static bool hide_all(struct binder *b, struct share_column *c) {
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

static bool report(struct binder *b, const struct share_column *c, enum shares_fault fault,
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

bool column_shares(struct binder *b, struct share_column *c) {
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
