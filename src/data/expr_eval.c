#include "data/expr_internal.h"

#include "data/dataset.h"

#include <assert.h>

static const struct value *eval(struct session *s, const struct expr *e, const struct scope *scope);

/* What chooses a row, a branch or a form: for a trace it has decided. */
static const struct value *eval_deciding(struct session *s, const struct expr *e,
                                         const struct scope *scope) {
    trace_deciding(scope->trace, 1);
    const struct value *v = eval(s, e, scope);
    trace_note(scope->trace, v, TRACE_DECIDED_BY);
    trace_deciding(scope->trace, -1);
    return v;
}

struct span expr_span(const struct expr *e) {
    /* Found by reading the text again from its start: once, however many documents ask. */
    if (!e->span.line) {
        struct expr *known = (struct expr *)(uintptr_t)e;
        known->span = origin_span(e->origin, e->from, e->to - e->from);
    }
    return e->span;
}

struct span expr_name_span(const struct expr *e) {
    return origin_span(e->origin, e->name_from, e->name_to - e->name_from);
}

struct str expr_text(const struct expr *e) {
    return str_slice(e->origin->text, e->from, e->to);
}

bool expr_uses(const struct expr *e, struct str name) {
    if (!e)
        return false;
    if (e->kind == EXPR_NAME && str_equal(e->text, name))
        return true;
    for (size_t i = 0; i < e->n; i++) {
        if (expr_uses(e->args[i], name))
            return true;
    }
    for (size_t i = 0; i < MOST_KEYWORDS; i++) {
        if (expr_uses(e->keywords[i], name))
            return true;
    }
    return false;
}

/* `totals(set).field` is made of the cells of all rows, though it was worked out elsewhere. */
static void note_total(struct session *s, const struct expr *e, const struct scope *scope,
                       struct str field) {
    const struct expr *of = e->args[0];
    if (scope->trace && of->kind == EXPR_CALL && str_is(of->text, "totals"))
        trace_note_total(scope->trace, eval(s, of->args[0], scope), field);
}

static const struct value *eval_index(struct session *s, const struct expr *e,
                                      const struct scope *scope) {
    const struct value *of = eval(s, e->args[0], scope);
    const struct value *index = eval_deciding(s, e->args[1], scope);
    if (index->kind == VALUE_TEXT)
        note_total(s, e, scope, index->as.text);
    return value_index(s, e, of, index);
}

/* One of another list's rows by its key is a join; to `default`, a row that is not there is null. A key
 * that is typed out is no join: without its row it is a mistake. NULL for such a row. */
static const struct value *eval_joined(struct session *s, const struct expr *e,
                                       const struct scope *scope) {
    if (e->kind != EXPR_FIELD && e->kind != EXPR_INDEX)
        return eval(s, e, scope);
    const struct value *of = eval_joined(s, e->args[0], scope);
    if (!of)
        return NULL;
    if (e->kind == EXPR_FIELD)
        return value_field(s, expr_name_span(e), of, e->text);
    const struct value *key = eval_deciding(s, e->args[1], scope);
    if (e->args[1]->kind != EXPR_CONSTANT && row_is_missing(s, of, key))
        return NULL;
    return value_index(s, e, of, key);
}

static const struct value *eval_list(struct session *s, const struct expr *e,
                                     const struct scope *scope) {
    const struct value **items = ARENA_ARRAY(s->arena, const struct value *, e->n);
    bool poison = false;
    for (size_t i = 0; i < e->n; i++) {
        items[i] = eval(s, e->args[i], scope);
        poison = poison || items[i]->kind == VALUE_POISON;
    }
    return poison ? &VALUE_POISON_VALUE : value_list(s->arena, items, e->n);
}

static const struct value *eval_range(struct session *s, const struct expr *e,
                                      const struct value **args) {
    int64_t bounds[2] = {0, 0};
    for (size_t i = 0; i < e->n; i++) {
        int64_t *bound = &bounds[e->n == 1 ? 1 : i];
        if (args[i]->kind == VALUE_NUMBER && decimal_to_int(args[i]->as.number.value, bound))
            continue;
        diag_error(s->diags, "type-mismatch", expr_span(e->args[i]),
                   "range needs a whole number, not %.*s",
                   STR_ARG(value_describe(s->arena, args[i])));
        return &VALUE_POISON_VALUE;
    }
    uint64_t n = bounds[1] > bounds[0] ? (uint64_t)bounds[1] - (uint64_t)bounds[0] : 0;
    if (n > LIMIT_RANGE) {
        diag_error(s->diags, "range-too-long", expr_span(e),
                   "range would have %llu items; at most %d are allowed", (unsigned long long)n,
                   LIMIT_RANGE);
        return &VALUE_POISON_VALUE;
    }
    const struct value **items = ARENA_ARRAY(s->arena, const struct value *, n);
    for (uint64_t i = 0; i < n; i++)
        items[i] = value_integer(s->arena, bounds[0] + (int64_t)i);
    return value_list(s->arena, items, n);
}

/* What a set of `disclosure:` publishes; any other sum is an author's own. */
static const struct value *eval_totals(struct session *s, const struct expr *e,
                                       const struct value *of) {
    const struct dataset *set = of->kind == VALUE_LIST ? of->as.list.set : NULL;
    if (set && set->totals)
        return set->totals;
    if (!set) {
        struct diag *d = diag_error(s->diags, "type-mismatch", expr_span(e->args[0]),
                                    "totals needs a data source with rows, not %.*s",
                                    STR_ARG(value_describe(s->arena, of)));
        diag_help(s->diags, d, "name a set of `disclosure:`; for other lists use `sum('field')`");
        return &VALUE_POISON_VALUE;
    }
    struct str name = set->declaration->name;
    struct diag *d = diag_error(s->diags, "no-totals", expr_span(e), "`%.*s` publishes no totals",
                                STR_ARG(name));
    diag_help(s->diags, d,
              "declare them, `disclosure: sets: %.*s: totals: [column]`, or write "
              "`%.*s | sum('field')`",
              STR_ARG(name), STR_ARG(name));
    return &VALUE_POISON_VALUE;
}

static const struct value *eval_call(struct session *s, const struct expr *e,
                                     const struct scope *scope) {
    const struct value *args[2] = {NULL, NULL};
    assert(e->n <= 2);
    for (size_t i = 0; i < e->n; i++) {
        args[i] = eval(s, e->args[i], scope);
        if (args[i]->kind == VALUE_POISON)
            return args[i];
        if (args[i]->kind == VALUE_MARK) {
            report_marked_condition(s, expr_span(e->args[i]), args[i]);
            return &VALUE_POISON_VALUE;
        }
    }
    for (size_t i = 0; i < e->n && !str_is(e->text, "totals"); i++)
        trace_note(scope->trace, args[i], TRACE_MADE_OF);
    if (str_is(e->text, "range"))
        return eval_range(s, e, args);
    if (str_is(e->text, "totals"))
        return eval_totals(s, e, args[0]);
    if (args[0]->kind != VALUE_TEXT) {
        struct diag *d = diag_error(s->diags, "type-mismatch", expr_span(e->args[0]),
                                    "%.*s needs the id of a block, a text, not %.*s",
                                    STR_ARG(e->text), STR_ARG(value_describe(s->arena, args[0])));
        diag_help(s->diags, d, "write it in quotes: %.*s('t-referrals')", STR_ARG(e->text));
        return &VALUE_POISON_VALUE;
    }
    struct value *v = ARENA_NEW(s->arena, struct value);
    v->kind = VALUE_REFERENCE;
    v->as.reference.id = args[0]->as.text;
    v->as.reference.page = str_is(e->text, "pageref");
    return v;
}

static const struct value *eval_filter(struct session *s, const struct expr *e,
                                       const struct scope *scope) {
    const struct value *values[4] = {NULL};
    assert(e->n <= 4);
    bool poison = false, joined = str_is(e->text, "default");
    for (size_t i = 0; i < e->n; i++) {
        bool handed_on = i == 0 || (joined && values[0]->kind == VALUE_NULL);
        values[i] = i == 0 && joined ? eval_joined(s, e->args[i], scope)
                                     : (handed_on ? eval : eval_deciding)(s, e->args[i], scope);
        values[i] = values[i] ? values[i] : &VALUE_NULL_VALUE;
        poison = poison || values[i]->kind == VALUE_POISON;
    }
    struct call call = {
        .s = s, .scope = scope, .node = e, .input = values[0], .args = values + 1, .n = e->n - 1};
    for (size_t i = 0; i < MOST_KEYWORDS; i++) {
        call.keywords[i] = e->keywords[i] ? eval(s, e->keywords[i], scope) : NULL;
        poison = poison || (call.keywords[i] && call.keywords[i]->kind == VALUE_POISON);
    }
    return poison ? &VALUE_POISON_VALUE : filter_apply(&call);
}

static const struct value *report_operand(struct session *s, const struct expr *e,
                                          const struct expr *operand, const struct value *v) {
    struct diag *d = diag_error(s->diags, v->kind == VALUE_NULL ? "empty-value" : "type-mismatch",
                                expr_span(operand), "`%.*s` needs numbers, and this is %.*s",
                                STR_ARG(e->text), STR_ARG(value_describe(s->arena, v)));
    if (operand->kind == EXPR_FILTER && v->kind == VALUE_TEXT)
        diag_help(s->diags, d,
                  "a filter goes before `%.*s`: put the sum in brackets, "
                  "`(a %.*s b) | %.*s`",
                  STR_ARG(e->text), STR_ARG(e->text), STR_ARG(operand->text));
    else if (v->kind == VALUE_TEXT && str_is(e->text, "+"))
        diag_help(s->diags, d, "texts are joined with `~`");
    else if (v->kind == VALUE_NULL)
        diag_help(s->diags, d, "an empty cell is not 0; if 0 is meant, write `| default(0)`");
    else if (v->kind == VALUE_REFERENCE)
        diag_help(s->diags, d, "a reference stands alone in its braces");
    if (v->origin.source)
        diag_note(s->diags, d, v->origin, "this value");
    return &VALUE_POISON_VALUE;
}

static const struct decimal *calculate(struct arena *a, struct str op, const struct decimal *x,
                                       const struct decimal *y) {
    if (str_is(op, "+"))
        return decimal_add(a, x, y);
    if (str_is(op, "-"))
        return decimal_subtract(a, x, y);
    if (str_is(op, "*"))
        return decimal_multiply(a, x, y);
    if (str_is(op, "/"))
        return decimal_divide(a, x, y);
    return str_is(op, "%") ? decimal_modulo(a, x, y) : decimal_floor_divide(a, x, y);
}

/* Numbers or marks in v[0..n), else poison after a diagnostic; a mark wins over numbers. */
static const struct value *check_operands(struct session *s, const struct expr *e,
                                          const struct value **v) {
    const struct value *strongest = NULL;
    bool poison = false;
    for (size_t i = 0; i < e->n; i++) {
        if (v[i]->kind == VALUE_POISON) {
            poison = true;
        } else if (v[i]->kind == VALUE_MARK) {
            mark_stronger(&strongest, v[i]);
        } else if (v[i]->kind != VALUE_NUMBER) {
            report_operand(s, e, e->args[i], v[i]);
            poison = true;
        }
    }
    if (poison)
        return &VALUE_POISON_VALUE;
    return strongest ? value_mark(s->arena, strongest->as.mark) : NULL;
}

static const struct value *eval_arithmetic(struct session *s, const struct expr *e,
                                           const struct scope *scope) {
    const struct value *v[2];
    for (size_t i = 0; i < e->n; i++) {
        v[i] = eval(s, e->args[i], scope);
        trace_note(scope->trace, v[i], TRACE_MADE_OF);
    }
    const struct value *special = check_operands(s, e, v);
    if (special)
        return special;
    const struct decimal *x = v[0]->as.number.value, *result;
    if (e->kind == EXPR_NEGATE)
        return value_number(s->arena, decimal_negate(s->arena, x));
    const struct decimal *y = v[1]->as.number.value;
    result = calculate(s->arena, e->text, x, y);
    if (result)
        return value_number(s->arena, result);
    char op = e->text.p[0];
    if (decimal_sign(y) == 0 && (op == '/' || op == '%')) {
        struct diag *d = diag_error(s->diags, "division-by-zero", expr_name_span(e),
                                    "division by zero: `%.*s` is 0",
                                    STR_ARG(diag_quote(s->arena, expr_text(e->args[1]))));
        diag_help(s->diags, d, "say what is to stand there: `a / b if b != 0 else 'none'`");
        if (v[1]->origin.source)
            diag_note(s->diags, d, v[1]->origin, "this value");
    } else {
        diag_error(s->diags, "number-too-large", expr_name_span(e),
                   "the result has more than %d digits", DECIMAL_DIGITS);
    }
    return &VALUE_POISON_VALUE;
}

static const struct value *eval_join(struct session *s, const struct expr *e,
                                     const struct scope *scope) {
    struct str texts[2];
    for (size_t i = 0; i < 2; i++) {
        const struct value *v = eval(s, e->args[i], scope);
        trace_note(scope->trace, v, TRACE_MADE_OF);
        if (!value_used_whole(s, v))
            return &VALUE_POISON_VALUE;
        if (v->kind == VALUE_REFERENCE || v->kind == VALUE_PROSE) {
            struct diag *d =
                diag_error(s->diags, "type-mismatch", expr_span(e->args[i]),
                           "%.*s cannot be joined to a text", STR_ARG(value_describe(s->arena, v)));
            diag_help(s->diags, d, "a reference or prose stands alone in its braces");
            return &VALUE_POISON_VALUE;
        }
        texts[i] = value_text_of(s->arena, v, scope_lang(scope));
    }
    return value_text(s->arena, str_join2(s->arena, texts[0], texts[1]));
}

static const struct value *eval_two(struct session *s, const struct expr *e,
                                    const struct scope *scope) {
    const struct value *x = eval(s, e->args[0], scope), *y = eval(s, e->args[1], scope);
    bool ok = true, result;
    trace_note(scope->trace, x, TRACE_MADE_OF);
    trace_note(scope->trace, y, TRACE_MADE_OF);
    if (x->kind == VALUE_POISON || y->kind == VALUE_POISON)
        return &VALUE_POISON_VALUE;
    if (e->kind == EXPR_IN)
        result = value_contains(s, expr_name_span(e), x, y, &ok) != e->negated;
    else
        result = values_compare(s, &(struct comparison){expr_name_span(e), x, e->text, y}, &ok);
    return ok ? value_boolean(s->arena, result) : &VALUE_POISON_VALUE;
}

/* As in Jinja2 `and` and `or` give one of their sides, and the right side only when it is needed.
 */
static const struct value *eval_logic(struct session *s, const struct expr *e,
                                      const struct scope *scope) {
    bool ok = true, decides = e->kind == EXPR_CONDITION;
    const struct value *v = (decides ? eval_deciding : eval)(s, e->args[0], scope);
    bool truth = value_truth(s, expr_span(e->args[0]), v, &ok);
    if (!ok)
        return &VALUE_POISON_VALUE;
    if (!decides && (e->kind == EXPR_NOT || truth != (e->kind == EXPR_OR)))
        trace_note(scope->trace, v, TRACE_MADE_OF);
    if (e->kind == EXPR_NOT)
        return value_boolean(s->arena, !truth);
    if (e->kind == EXPR_CONDITION)
        return eval(s, e->args[truth ? 1 : 2], scope);
    if (truth == (e->kind == EXPR_OR))
        return v;
    v = eval(s, e->args[1], scope);
    value_truth(s, expr_span(e->args[1]), v, &ok);
    return ok ? v : &VALUE_POISON_VALUE;
}

static const struct value *eval(struct session *s, const struct expr *e,
                                const struct scope *scope) {
    switch (e->kind) {
    case EXPR_CONSTANT:
        return e->constant;
    case EXPR_NAME:
        return value_named(s, e, scope);
    case EXPR_LIST:
        return eval_list(s, e, scope);
    case EXPR_FIELD: {
        note_total(s, e, scope, e->text);
        const struct value *of = eval(s, e->args[0], scope);
        const struct value *found = value_field_found(s, of, e->text);
        return found ? found : value_field(s, expr_name_span(e), of, e->text);
    }
    case EXPR_INDEX:
        return eval_index(s, e, scope);
    case EXPR_CALL:
        return eval_call(s, e, scope);
    case EXPR_FILTER:
        return eval_filter(s, e, scope);
    case EXPR_NEGATE:
    case EXPR_ARITHMETIC:
        return eval_arithmetic(s, e, scope);
    case EXPR_JOIN:
        return eval_join(s, e, scope);
    case EXPR_COMPARE:
    case EXPR_IN:
        return eval_two(s, e, scope);
    case EXPR_NOT:
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_CONDITION:
        return eval_logic(s, e, scope);
    case EXPR_IS_MARKED: {
        const struct value *v = eval(s, e->args[0], scope);
        trace_note(scope->trace, v, TRACE_MADE_OF);
        if (v->kind == VALUE_POISON)
            return v;
        return value_boolean(s->arena, (v->kind == VALUE_MARK) != e->negated);
    }
    }
    return &VALUE_POISON_VALUE;
}

const struct value *expr_eval(struct session *s, const struct expr *e, const struct scope *scope) {
    return e ? eval(s, e, scope) : &VALUE_POISON_VALUE;
}

bool expr_test(struct session *s, const struct expr *e, const struct scope *scope, bool *ok) {
    *ok = true;
    const struct value *v = expr_eval(s, e, scope);
    return value_truth(s, e ? expr_span(e) : SPAN_NONE, v, ok);
}
