#include "data/expr.h"

/* STR() is a compound literal, which a static table may not hold. */
#define STR_INIT(literal)                                                                          \
    { literal, sizeof(literal) - 1 }

void scope_init(struct scope *scope, struct arena *a, const struct scope *outer) {
    *scope = (struct scope){.outer = outer};
    map_init(&scope->names, a);
}

void scope_set(struct scope *scope, struct str name, const struct value *v) {
    map_set(&scope->names, name, (void *)v);
}

const struct value *scope_get(const struct scope *scope, struct str name) {
    for (; scope; scope = scope->outer) {
        const struct value *v = map_get(&scope->names, name);
        if (v)
            return v;
    }
    return NULL;
}

struct str scope_lang(const struct scope *scope) {
    for (; scope; scope = scope->outer) {
        if (scope->lang.n > 0)
            return scope->lang;
    }
    return STR("en");
}

const struct str *expr_reserved_names(size_t *n) {
    static const struct str names[] = {
        STR_INIT("title"),   STR_INIT("author"), STR_INIT("lang"),   STR_INIT("edition"),
        STR_INIT("build"),   STR_INIT("row"),    STR_INIT("page"),   STR_INIT("pages"),
        STR_INIT("section"), STR_INIT("range"),  STR_INIT("totals"), STR_INIT("ref"),
        STR_INIT("pageref"), STR_INIT("true"),   STR_INIT("false"),  STR_INIT("null"),
        STR_INIT("and"),     STR_INIT("or"),     STR_INIT("not"),    STR_INIT("in"),
        STR_INIT("is"),      STR_INIT("if"),     STR_INIT("else"),   STR_INIT("none"),
    };
    *n = sizeof names / sizeof *names;
    return names;
}
