/* expr.h - expressions: a pure, total subset of Jinja2 (docs/language.md).
 *
 * expr_parse gives a tree or NULL after a diagnostic at the very column; expr_eval gives a value, or
 * poison after a diagnostic. An expression is parsed once and evaluated many times.
 */
#ifndef QUIRE_DATA_EXPR_H
#define QUIRE_DATA_EXPR_H

#include "data/value.h"

struct expr;
struct trace; /* trace.h */

/* Names in reach. Scopes nest: look-up goes outwards. An undefined name is a diagnostic with the
 * nearest name in reach. */
struct scope {
    const struct scope *outer;
    struct map names;    /* text -> const struct value * */
    struct str lang;     /* for number and date formats; empty: the outer scope's */
    struct trace *trace; /* notes what is read through this very scope; usually NULL */
};

void scope_init(struct scope *scope, struct arena *a, const struct scope *outer);
void scope_set(struct scope *scope, struct str name, const struct value *v);
const struct value *scope_get(const struct scope *scope, struct str name);
struct str scope_lang(const struct scope *scope);

/* The origin's text from `offset`, n bytes, is the expression. */
struct expr *expr_parse(struct session *s, const struct origin *origin, size_t offset, size_t n);
/* An expression that is a value, as written in the whole origin: a date has no other form. */
struct expr *expr_of_value(struct session *s, const struct origin *origin, const struct value *v);
const struct value *expr_eval(struct session *s, const struct expr *e, const struct scope *scope);
/* The place of the whole expression. */
struct span expr_span(const struct expr *e);
struct str expr_text(const struct expr *e);
/* True if the expression reads this name (furniture uses it to ask for `page`, `pages`, `section`). */
bool expr_uses(const struct expr *e, struct str name);

/* What a figure is called that an expression prints: filters that only format it are no part of that. */
struct expr_subject {
    const struct value
        *row; /* a row of a source, with `field`: NULL: else `text` is all there is */
    struct str field;
    struct str text; /* the expression without its formatting: `report.msp.concluded` */
    bool formatted;  /* it had some: its text is a figure too */
};
struct expr_subject expr_subject(struct session *s, const struct expr *e,
                                 const struct scope *scope);

/* eval + truth: null, false, 0, empty text, list and map are false. A marked value is a diagnostic. */
bool expr_test(struct session *s, const struct expr *e, const struct scope *scope, bool *ok);

/* Reserved names that no source, param or loop variable may take; count in *n. */
const struct str *expr_reserved_names(size_t *n);

#endif
