/* check.h - `checks:`: rules over true values that stop the press, or warn with a reason.
 *
 * A check is a condition or one of a few declared shapes. All run, and each failure names every value
 * that fails, what it should be, by how much it misses, and where it stands in the data. A marked value
 * is never passed over: a check that meets one is not made, and says so.
 *
 * What a failed check says is for its author alone. Its message may hold figures, and they are true
 * ones: other readers (a manifest, an index) get the public name, in which no value was ever put.
 */
#ifndef QUIRE_DATA_CHECK_H
#define QUIRE_DATA_CHECK_H

#include "data/expr.h"
#include "data/template.h"

enum check_kind {
    CHECK_CONDITION,   /* that */
    CHECK_PARTS,       /* of == sum(are) */
    CHECK_RANGE,       /* each of `of` or `are` from `from` to `to`; one of the two may be absent */
    CHECK_UNIQUE,      /* the rows of `of` differ in `by`; without it the items do */
    CHECK_NO_DECREASE, /* none of `of` or `are` is below the one before it */
    CHECK_LINKS,       /* each has an address that a document may link to */
    CHECK_DATES,       /* each has a date, from `from` to `to` */
    CHECK_AGREE /* rows of `of` and `with` by their key `by`: the same rows, the same `fields` */
};

struct check_field {
    struct str name;
    struct span span;
};

struct check {
    struct span span;
    enum check_kind kind;
    const struct expr *that;
    const struct expr *of; /* NULL where the values are listed in `are` */
    const struct expr **are;
    size_t are_count;
    const struct expr *from, *to; /* or NULL */
    const struct expr *with;
    struct check_field field; /* of each row; empty: the items themselves */
    struct check_field *by, *fields;
    size_t by_count, field_count;
    const struct template *message;
    bool warning;
    struct str because; /* required with warning */
};

struct check_result {
    const struct check *check;
    bool passed;
    bool waived;     /* failed, but may go out: `because` says why */
    struct str name; /* public, one line: the message with an ellipsis for each value */
};

/* Runs all; failures are diagnostics. results has one entry a check, in order. */
void checks_run(struct session *s, const struct check *checks, size_t n, const struct scope *scope,
                struct check_result *results);
/* True if the check or its message reads this name: those that read no param are the same in all
 * documents of a batch. `title` and `author` are names too, whose own texts may read a param: ask
 * template_uses of those. */
bool check_uses(const struct check *check, struct str name);
/* The name that a result carries. */
struct str check_public_name(struct arena *a, const struct check *check);

#endif
