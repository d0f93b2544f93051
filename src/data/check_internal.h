/* check_internal.h - what the kinds of checks share: the report of a failure.
 *
 * Only for src/data/check*.c. A check gathers the figures that fail, then reports them in one
 * diagnostic: at the first figure, the others as notes, then the rule.
 */
#ifndef QUIRE_DATA_CHECK_INTERNAL_H
#define QUIRE_DATA_CHECK_INTERNAL_H

#include "data/check.h"
#include "data/expr_internal.h"

/* A value that a check read, and where it stands in the data. */
struct figure {
    struct str text; /* "report.referrals.child is 6" */
    struct span span;
};

VEC_DECLARE(figure_list, struct figure);

/* Figures are looked up again after a failure. What that might report is no mistake of the
 * author's, so it goes to a list of its own. */
struct report {
    struct session *s;    /* the document's */
    struct session quiet; /* its diagnostics are thrown away */
    const struct scope *scope;
    const struct check *check;
    struct figure_list figures;
    const struct decimal *difference; /* left less right, if both are numbers */
    size_t failures;                  /* of a shape: how many of its items fail */
    bool reported;
};

enum { FIGURES_SHOWN = 20 };

/* A value, or an expression's text, to be shown in a message. */
struct str shown(struct report *r, const struct value *v);
struct str shown_text(struct report *r, const struct expr *e);
struct str quoted(struct report *r, const struct expr *e);
/* The same figure is added once. */
void add_figure(struct report *r, struct span span, struct str text);
/* Adds the figures that an expression reads, with their places. */
void collect(struct report *r, const struct expr *e);
/* The diagnostic of a failed check, with its figures. */
struct diag *report_failure(struct report *r);
void note_reason(struct report *r, struct diag *d);

/* check_shape.c and check_agree.c: true if the check holds. */
bool check_range(struct report *r);
bool check_unique(struct report *r);
bool check_no_decrease(struct report *r);
bool check_links(struct report *r);
bool check_agree(struct report *r);

/* The items of a shape: those of a list, or one field of each of its rows. */
struct check_items {
    const struct value **v;
    const struct value **rows; /* where `v` are fields of rows; else NULL */
    size_t n;
    struct str list; /* what the list is called in messages */
};

/* A list of rows or values; false after a diagnostic. */
bool read_list(struct report *r, const struct expr *e, struct check_items *out);
bool read_items(struct report *r, struct check_items *out);
/* False after a diagnostic that names the marked ones among the values. */
bool none_marked(struct report *r, const struct check_items *items);
/* A row by its key, or by its number. */
struct str row_name(struct report *r, const struct value *row, size_t i);
/* Counts a failure and adds its figure, if not too many have one already. */
void fail_item(struct report *r, struct span span, struct str text);

#endif
