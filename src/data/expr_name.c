#include "data/expr_internal.h"

static bool is_format(const struct expr *e) {
    static const char *const names[] = {"number", "percent", "money",
                                        "words",  "ordinal", "default"};
    for (size_t i = 0; e->kind == EXPR_FILTER && i < sizeof names / sizeof *names; i++) {
        if (str_is(e->text, names[i]))
            return true;
    }
    return false;
}

static struct str field_name(struct session *s, const struct expr *e, const struct scope *scope) {
    if (e->kind == EXPR_FIELD)
        return e->text;
    const struct value *index = e->kind == EXPR_INDEX ? expr_eval(s, e->args[1], scope) : NULL;
    return index && index->kind == VALUE_TEXT ? index->as.text : STR_EMPTY;
}

struct expr_subject expr_subject(struct session *s, const struct expr *e,
                                 const struct scope *scope) {
    struct expr_subject out = {.text = STR_EMPTY};
    for (; e->kind == EXPR_FILTER && is_format(e); e = e->args[0])
        out.formatted = true;
    out.text = str_trim(expr_text(e));
    if (e->kind != EXPR_FIELD && e->kind != EXPR_INDEX)
        return out;
    const struct expr *of = e->args[0];
    if (e->kind == EXPR_FIELD && of->kind == EXPR_CALL && str_is(of->text, "totals") &&
        of->args[0]->kind == EXPR_NAME) {
        out.text = str_format(s->arena, "%.*s: total, %.*s", STR_ARG(of->args[0]->text),
                              STR_ARG(e->text)); /* as a table's line of sums is called */
        return out;
    }
    const struct value *row = expr_eval(s, of, scope);
    if (row->kind == VALUE_MAP && row->as.map.set) {
        out.field = field_name(s, e, scope);
        out.row = out.field.n ? row : NULL;
    }
    return out;
}
