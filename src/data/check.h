/* check.h - `checks:`: rules over true values that stop the press, or warn with a reason. */
#ifndef QUIRE_DATA_CHECK_H
#define QUIRE_DATA_CHECK_H

#include "data/expr.h"
#include "data/template.h"

struct check {
    struct span span;
    const struct expr *that; /* or NULL with parts */
    const struct expr *of;   /* parts: of == sum(are) */
    const struct expr **are;
    size_t are_count;
    const struct template *message;
    bool warning;
    struct str because; /* required with warning */
};

struct check_result {
    const struct check *check;
    bool passed;
};

/* What a check is called where everybody reads it: its message as the author wrote it, without any figure
 * put in. */
struct str check_name(const struct check *c);

/* Runs all; failures are diagnostics that name both sides' values, the difference, and where each
 * figure stands in the data. results has one entry a check, in order. */
void checks_run(struct session *s, const struct check *checks, size_t n, const struct scope *scope,
                struct check_result *results);

#endif
