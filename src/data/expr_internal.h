/* expr_internal.h - the tree of an expression, and what the files of the evaluator share.
 *
 * Only for src/data/expr_*.c, filter*.c and check.c.
 */
#ifndef QUIRE_DATA_EXPR_INTERNAL_H
#define QUIRE_DATA_EXPR_INTERNAL_H

#include "data/expr.h"
#include "data/format.h"
#include "data/trace.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_NAME,
    TOKEN_PUNCTUATION, /* operators and brackets: compare text */
    TOKEN_BAD          /* its diagnostic is out */
};

struct token {
    enum token_kind kind;
    struct str text; /* TOKEN_TEXT: without quotes and escapes; else as written */
    size_t from, to; /* in the origin's text */
};

struct lexer {
    struct session *s;
    const struct origin *origin;
    size_t at, end;
};

struct token lexer_next(struct lexer *lx);

enum expr_kind {
    EXPR_CONSTANT, /* constant */
    EXPR_NAME,     /* text */
    EXPR_LIST,     /* args */
    EXPR_FIELD,    /* args[0] . text */
    EXPR_INDEX,    /* args[0] [args[1]] */
    EXPR_CALL,     /* text (args) */
    EXPR_FILTER,   /* args[0] | text (args[1..]) */
    EXPR_NEGATE,
    EXPR_NOT,
    EXPR_AND,
    EXPR_OR,
    EXPR_CONDITION, /* args[1] if args[0] else args[2] */
    EXPR_IS_MARKED, /* negated for `is not marked` */
    EXPR_IN,        /* negated for `not in` */
    EXPR_COMPARE,   /* text is the operator */
    EXPR_ARITHMETIC,
    EXPR_JOIN
};

/* Arguments with names, such as sort's `reverse`: how many a filter can have. */
enum { MOST_KEYWORDS = 1 };

struct expr {
    enum expr_kind kind;
    const struct origin *origin;
    size_t from, to;           /* the whole, in the origin's text */
    size_t name_from, name_to; /* the field, filter, function or operator */
    struct str text;
    bool negated;
    const struct value *constant;
    struct expr **args;
    size_t n;
    struct expr
        *keywords[MOST_KEYWORDS]; /* in the order of the filter's table; NULL where absent */
    unsigned height;
    struct span span; /* of the whole; line 0: not asked for yet */
};

/* LIMIT_HEIGHT bounds the tree that operators in a row build (a + b + c ...). */
enum { LIMIT_EXPRESSION_DEPTH = 64, LIMIT_HEIGHT = 1000, LIMIT_RANGE = 1000000 };

/* The place of the field, filter, function or operator of a node. */
struct span expr_name_span(const struct expr *e);

/* Values of one filter's call. */
struct call {
    struct session *s;
    const struct scope *scope;
    const struct expr *node;
    const struct value *input;
    const struct value **args;
    size_t n;
    const struct value *keywords[MOST_KEYWORDS]; /* NULL where absent */
};

/* What a filter does with its input, for a trace. */
enum filter_reads {
    READS_PASSES, /* hands values on */
    READS_MAKES,  /* makes its result of them */
    READS_DECIDES /* chooses or orders by them */
};
enum filter_reads filter_reads(struct str name);

const struct value *filter_apply(const struct call *call);
/* The filter nearest to a name, for messages; empty if none is near. */
struct str filter_nearest(struct str name);
bool filter_exists(struct str name);
/* The place of an argument's name in the filter's table, or MOST_KEYWORDS; then `*help` says which names
 * there are. */
size_t filter_keyword(struct arena *a, struct str filter, struct str name, struct str *help);
/* false after a diagnostic at the filter's name: wrong number of arguments. */
bool filter_check_arguments(struct session *s, const struct expr *node);
/* Diagnostics at the filter, or at argument i of it. Both give poison. */
const struct value *filter_fail(const struct call *call, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
struct span filter_argument_span(const struct call *call, size_t i);
struct span filter_keyword_span(const struct call *call, size_t i);

/* Both sides of a comparison, `op` as written. */
struct comparison {
    struct span at;
    const struct value *x;
    struct str op;
    const struct value *y;
};

/* *ok is false after a diagnostic. */
bool values_compare(struct session *s, const struct comparison *c, bool *ok);
bool value_contains(struct session *s, struct span at, const struct value *item,
                    const struct value *in, bool *ok);
/* -1, 0, 1; INCOMPARABLE where they have no order. Texts by letters first, then by case. */
enum { INCOMPARABLE = 2 };
int values_order(const struct value *x, const struct value *y);
bool values_same(const struct value *x, const struct value *y);
/* A date, or a text that is one: expressions have no literal for dates. */
bool value_as_date(const struct value *v, struct date *out);
/* Reports a condition on a marked value. */
void report_marked_condition(struct session *s, struct span at, const struct value *v);
bool value_truth(struct session *s, struct span at, const struct value *v, bool *ok);

/* The value of a name in reach. */
const struct value *value_named(struct session *s, const struct expr *e, const struct scope *scope);
/* An item by its place, a row by its key, a field by its name: `e` is the look-up. */
const struct value *value_index(struct session *s, const struct expr *e, const struct value *of,
                                const struct value *index);
/* True of a keyed list without a row of that key. */
bool row_is_missing(struct session *s, const struct value *of, const struct value *key);
/* The value under a field of a map, or poison after a diagnostic with the nearest field. */
const struct value *value_field(struct session *s, struct span at, const struct value *map,
                                struct str name);
/* The same where there is such a field, else NULL: without a place, which takes time to work out. */
const struct value *value_field_found(struct session *s, const struct value *of, struct str name);
/* The order of the values, stable, as indexes: marked ones and then empty ones last, as they stood.
 */
size_t *values_sorted(struct arena *a, const struct value **v, size_t n, bool reverse);
/* One text for all ways to write one number: 1 and 1.0. */
struct str number_key(struct arena *a, const struct decimal *d);
/* Keeps the stronger of two marks; true if v is one. */
bool mark_stronger(const struct value **strongest, const struct value *v);

/* filter_list.c and filter_text.c; see the table in filter.c */
const struct value *filter_sum(const struct call *c);
const struct value *filter_mean(const struct call *c);
const struct value *filter_median(const struct call *c);
const struct value *filter_min(const struct call *c);
const struct value *filter_max(const struct call *c);
const struct value *filter_count(const struct call *c);
const struct value *filter_first(const struct call *c);
const struct value *filter_last(const struct call *c);
const struct value *filter_unique(const struct call *c);
const struct value *filter_sort(const struct call *c);
const struct value *filter_map(const struct call *c);
const struct value *filter_selectattr(const struct call *c);
const struct value *filter_rejectattr(const struct call *c);
const struct value *filter_groupby(const struct call *c);
const struct value *filter_join(const struct call *c);
const struct value *filter_round(const struct call *c);
const struct value *filter_abs(const struct call *c);
const struct value *filter_number(const struct call *c);
const struct value *filter_percent(const struct call *c);
/* percent(places, sum=100), of a list. */
const struct value *filter_shares(const struct call *c, int places);
const struct value *filter_money(const struct call *c);
const struct value *filter_date(const struct call *c);
const struct value *filter_ordinal(const struct call *c);
const struct value *filter_words(const struct call *c);
const struct value *filter_upper(const struct call *c);
const struct value *filter_lower(const struct call *c);
const struct value *filter_title(const struct call *c);
const struct value *filter_slug(const struct call *c);
const struct value *filter_default(const struct call *c);
const struct value *filter_plural(const struct call *c);

#endif
