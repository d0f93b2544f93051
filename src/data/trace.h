/* trace.h - which values of the data an expression is made of.
 *
 * The evaluator notes each value that has a place in the data when something is made of it: an operand, an
 * item of a sum, the result itself. A value that is only handed on (a field of a row, the first of a list)
 * is noted where it ends up. What was looked at to choose rows or a branch has decided, and is noted as
 * that; a value that did both has made the result.
 *
 * A trace is asked for by the scope (trace_eval); without one nothing is noted and nothing is paid.
 */
#ifndef QUIRE_DATA_TRACE_H
#define QUIRE_DATA_TRACE_H

#include "data/expr.h"

#include "base/vec.h"

enum trace_use { TRACE_MADE_OF, TRACE_DECIDED_BY };

struct trace_cell {
    const struct value *value; /* with a place; a row where rows were counted */
    enum trace_use use;
};
VEC_DECLARE(trace_cells, struct trace_cell);

struct trace {
    struct arena *arena;
    struct trace_cells cells; /* in order of first use, each once */
    struct map seen;          /* a value's address -> its number in cells, plus 1 */
    unsigned deciding;        /* within a condition: whatever is used decides */
};

/* The value of the expression; fills the trace. */
const struct value *trace_eval(struct session *s, const struct expr *e, const struct scope *scope,
                               struct trace *out);

/* For the evaluator: t may be NULL. A list or map stands for what is in it. */
void trace_note(struct trace *t, const struct value *v, enum trace_use use);
/* The items of a list, rows as rows. */
void trace_note_items(struct trace *t, const struct value *list);
/* A total of these rows: the field of each, or where none has it the rows. */
void trace_note_total(struct trace *t, const struct value *list, struct str field);
void trace_deciding(struct trace *t, int step);

#endif
