#include "data/expr_internal.h"

struct parser {
    struct lexer lexer;
    struct token token; /* the next one */
    const struct origin *origin;
    struct session *s;
    unsigned depth;
    bool failed;
};

VEC_DECLARE(expr_list, struct expr *);

static struct expr *parse_condition(struct parser *p);
static struct expr *parse_unary(struct parser *p, bool with_filters);

static void advance(struct parser *p) {
    p->token = lexer_next(&p->lexer);
    if (p->token.kind == TOKEN_BAD)
        p->failed = true;
}

static bool at(const struct parser *p, const char *punctuation) {
    return p->token.kind == TOKEN_PUNCTUATION && str_is(p->token.text, punctuation);
}

static bool at_word(const struct parser *p, const char *word) {
    return p->token.kind == TOKEN_NAME && str_is(p->token.text, word);
}

/* The first mistake of an expression is told; what follows from it is not. */
static struct expr *syntax_fail(struct parser *p, struct token t, const char *message,
                                const char *help) {
    if (p->failed)
        return NULL;
    p->failed = true;
    struct span span = origin_span(p->origin, t.from, t.to > t.from ? t.to - t.from : 1);
    struct diag *d = diag_error(p->s->diags, "expression-syntax", span, "%s", message);
    diag_help(p->s->diags, d, "%s",
              help ? help : "an expression is written like `report.total | number`");
    return NULL;
}

static struct expr *expected(struct parser *p, const char *what, const char *help) {
    struct str found =
        diag_quote(p->s->arena, str_slice(p->origin->text, p->token.from, p->token.to));
    struct str message =
        p->token.kind == TOKEN_END
            ? str_format(p->s->arena, "the expression ends where %s should stand", what)
            : str_format(p->s->arena, "expected %s, found `%.*s`", what, STR_ARG(found));
    return syntax_fail(p, p->token, message.p, help);
}

static bool accept(struct parser *p, const char *punctuation) {
    if (!at(p, punctuation))
        return false;
    advance(p);
    return true;
}

static struct expr *expr_new(struct parser *p, enum expr_kind kind, size_t from) {
    struct expr *e = ARENA_NEW(p->s->arena, struct expr);
    e->kind = kind;
    e->origin = p->origin;
    e->from = e->to = e->name_from = e->name_to = from;
    return e;
}

/* Gives a node its children; it then reaches from the first's start to the last's end at least. */
static struct expr *expr_adopt(struct parser *p, struct expr *e, const struct expr_list *children) {
    e->args = children->v;
    e->n = children->n;
    for (size_t i = 0; i < e->n; i++) {
        const struct expr *child = e->args[i];
        if (child->height >= e->height)
            e->height = child->height + 1;
        if (child->from < e->from)
            e->from = child->from;
        if (child->to > e->to)
            e->to = child->to;
    }
    if (e->height <= LIMIT_HEIGHT)
        return e;
    struct token t = {.from = e->from, .to = e->from + 1};
    return syntax_fail(p, t, "the expression is too long: more than 1000 operators in a row",
                       "put the figures in a list and use `sum`");
}

static struct expr *expr_binary(struct parser *p, enum expr_kind kind, struct token op,
                                struct expr *pair[2]) {
    struct expr_list both = {0};
    struct expr *e = expr_new(p, kind, op.from);
    e->text = op.text;
    e->name_to = op.to;
    vec_push(p->s->arena, &both, pair[0]);
    vec_push(p->s->arena, &both, pair[1]);
    return expr_adopt(p, e, &both);
}

static struct expr *expr_constant(struct parser *p, const struct value *v) {
    struct expr *e = expr_new(p, EXPR_CONSTANT, p->token.from);
    e->to = p->token.to;
    e->constant = v;
    advance(p);
    return e;
}

static bool enter(struct parser *p) {
    if (p->depth++ < LIMIT_EXPRESSION_DEPTH)
        return true;
    syntax_fail(p, p->token, "the expression is nested more than 64 deep", NULL);
    return false;
}

/* `name=value` in a filter's call; the name is parsed, `=` is next. */
static bool parse_keyword(struct parser *p, const struct expr *name, struct expr *call) {
    struct token at_name = {.from = name->from, .to = name->to};
    struct str help;
    size_t i = filter_keyword(p->s->arena, call->text, name->text, &help);
    advance(p);
    if (i == MOST_KEYWORDS || call->keywords[i]) {
        struct str message = str_format(p->s->arena,
                                        i == MOST_KEYWORDS ? "%.*s has no argument `%.*s`"
                                                           : "%.*s is given `%.*s` twice",
                                        STR_ARG(call->text), STR_ARG(name->text));
        syntax_fail(p, at_name, message.p, i == MOST_KEYWORDS ? help.p : "take one of them away");
        return false;
    }
    call->keywords[i] = parse_condition(p);
    return call->keywords[i] != NULL;
}

/* Arguments up to the closing bracket, which is taken. Only a filter's call has arguments with names. */
static bool parse_arguments(struct parser *p, const char *close, struct expr_list *out,
                            struct expr *call) {
    while (!at(p, close)) {
        struct expr *e = parse_condition(p);
        if (!e)
            return false;
        if (!(at(p, "=") && e->kind == EXPR_NAME && call))
            vec_push(p->s->arena, out, e);
        else if (!parse_keyword(p, e, call))
            return false;
        if (!accept(p, ","))
            break;
    }
    if (!at(p, close)) {
        struct str what = str_format(p->s->arena, "`,` or `%s`", close);
        expected(p, what.p, at(p, "=") ? "write `==` to compare" : NULL);
        return false;
    }
    return true;
}

static struct expr *parse_list(struct parser *p) {
    struct expr_list items = {0};
    struct expr *e = expr_new(p, EXPR_LIST, p->token.from);
    advance(p);
    if (!parse_arguments(p, "]", &items, NULL))
        return NULL;
    e->to = p->token.to;
    advance(p);
    return expr_adopt(p, e, &items);
}

static struct expr *parse_call(struct parser *p, struct token name) {
    static const struct str functions[] = {{"range", 5}, {"totals", 6}, {"ref", 3}, {"pageref", 7}};
    struct expr_list args = {0};
    struct expr *e = expr_new(p, EXPR_CALL, name.from);
    e->text = name.text;
    e->name_to = name.to;
    bool known = false;
    for (size_t i = 0; i < 4; i++)
        known = known || str_equal(functions[i], name.text);
    if (!known) {
        struct str near = diag_nearest(name.text, functions, 4);
        struct str help = filter_exists(name.text)
                              ? str_format(p->s->arena, "%.*s is a filter: write `value | %.*s`",
                                           STR_ARG(name.text), STR_ARG(name.text))
                          : near.n > 0
                              ? str_format(p->s->arena, "did you mean `%.*s`?", STR_ARG(near))
                              : STR("the functions are range, totals, ref and pageref");
        struct str message =
            str_format(p->s->arena, "there is no function `%.*s`", STR_ARG(name.text));
        return syntax_fail(p, name, message.p, help.p);
    }
    advance(p);
    if (!parse_arguments(p, ")", &args, NULL))
        return NULL;
    e->to = p->token.to;
    advance(p);
    size_t most = str_is(name.text, "range") ? 2 : 1;
    if (args.n == 0 || args.n > most) {
        struct str message = str_format(p->s->arena, "%.*s takes one argument%s, not %zu",
                                        STR_ARG(name.text), most == 2 ? " or two" : "", args.n);
        return syntax_fail(p, name, message.p, NULL);
    }
    return expr_adopt(p, e, &args);
}

static struct expr *parse_name(struct parser *p) {
    static const char *const operators[] = {"and", "or", "in", "is", "if", "else"};
    struct token name = p->token;
    if (str_is(name.text, "true") || str_is(name.text, "false"))
        return expr_constant(p, value_boolean(p->s->arena, str_is(name.text, "true")));
    if (str_is(name.text, "null") || str_is(name.text, "none"))
        return expr_constant(p, &VALUE_NULL_VALUE);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (str_is(name.text, operators[i]))
            return expected(p, "a value", NULL);
    }
    advance(p);
    if (at(p, "("))
        return parse_call(p, name);
    struct expr *e = expr_new(p, EXPR_NAME, name.from);
    e->to = e->name_to = name.to;
    e->text = name.text;
    return e;
}

static struct expr *parse_number(struct parser *p) {
    const struct decimal *d = decimal_parse(p->s->arena, p->token.text);
    if (!d)
        return syntax_fail(p, p->token, "this number is too large", NULL);
    return expr_constant(p, value_number(p->s->arena, d));
}

static struct expr *parse_primary(struct parser *p) {
    switch (p->token.kind) {
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_TEXT:
        return expr_constant(p, value_text(p->s->arena, p->token.text));
    case TOKEN_NAME:
        return parse_name(p);
    case TOKEN_BAD:
        return NULL;
    case TOKEN_END:
    case TOKEN_PUNCTUATION:
        break;
    }
    if (at(p, "["))
        return parse_list(p);
    if (!at(p, "("))
        return expected(p, "a value", at(p, ".") ? "a number starts with a digit: 0.5" : NULL);
    size_t from = p->token.from;
    advance(p);
    struct expr *e = parse_condition(p);
    if (!e)
        return NULL;
    if (!at(p, ")"))
        return expected(p, "`)`", at(p, "=") ? "write `==` to compare" : NULL);
    e->from = from;
    e->to = p->token.to;
    advance(p);
    return e;
}

static struct expr *parse_field(struct parser *p, struct expr *of) {
    advance(p);
    if (p->token.kind != TOKEN_NAME)
        return expected(p, "a field's name",
                        p->token.kind == TOKEN_NUMBER ? "an item of a list is written list[0]"
                                                      : "a field with other characters is written "
                                                        "row['its name']");
    struct expr_list child = {0};
    struct expr *e = expr_new(p, EXPR_FIELD, p->token.from);
    e->to = e->name_to = p->token.to;
    e->text = p->token.text;
    advance(p);
    if (at(p, "("))
        return syntax_fail(p, p->token, "values have no methods",
                           "filters are written with a bar: `value | upper`");
    vec_push(p->s->arena, &child, of);
    return expr_adopt(p, e, &child);
}

static struct expr *parse_index(struct parser *p, struct expr *of) {
    struct expr_list both = {0};
    struct expr *e = expr_new(p, EXPR_INDEX, p->token.from);
    advance(p);
    struct expr *index = parse_condition(p);
    if (!index)
        return NULL;
    if (!at(p, "]"))
        return expected(p, "`]`", at(p, ":") ? "a part of a list cannot be cut out" : NULL);
    e->to = p->token.to;
    e->name_from = index->from;
    e->name_to = index->to;
    advance(p);
    vec_push(p->s->arena, &both, of);
    vec_push(p->s->arena, &both, index);
    return expr_adopt(p, e, &both);
}

static struct expr *parse_filter(struct parser *p, struct expr *input) {
    advance(p);
    if (p->token.kind != TOKEN_NAME)
        return expected(p, "a filter's name", NULL);
    struct token name = p->token;
    struct expr_list args = {0};
    struct expr *e = expr_new(p, EXPR_FILTER, name.from);
    e->to = e->name_to = name.to;
    e->text = name.text;
    vec_push(p->s->arena, &args, input);
    advance(p);
    if (!filter_exists(name.text)) {
        struct str near = filter_nearest(name.text);
        struct str message = str_format(p->s->arena, "there is no filter `%.*s`",
                                        STR_ARG(diag_quote(p->s->arena, name.text)));
        struct str help =
            near.n > 0 ? str_format(p->s->arena, "did you mean `%.*s`?", STR_ARG(near)) : STR_EMPTY;
        return syntax_fail(p, name, message.p, near.n > 0 ? help.p : NULL);
    }
    if (accept(p, "(")) {
        if (!parse_arguments(p, ")", &args, e))
            return NULL;
        e->to = p->token.to;
        advance(p);
    }
    e = expr_adopt(p, e, &args);
    if (e && !filter_check_arguments(p->s, e)) {
        p->failed = true;
        return NULL;
    }
    return e;
}

static struct expr *parse_postfix(struct parser *p, struct expr *e, bool with_filters) {
    while (e) {
        if (at(p, "."))
            e = parse_field(p, e);
        else if (at(p, "["))
            e = parse_index(p, e);
        else if (at(p, "|") && with_filters)
            e = parse_filter(p, e);
        else
            break;
    }
    return e;
}

static struct expr *parse_sign(struct parser *p) {
    struct token sign = p->token;
    struct expr_list child = {0};
    if (!enter(p))
        return NULL;
    advance(p);
    struct expr *operand = parse_unary(p, false);
    p->depth--;
    if (!operand || str_is(sign.text, "+"))
        return operand;
    struct expr *e = expr_new(p, EXPR_NEGATE, sign.from);
    e->text = sign.text;
    e->name_to = sign.to;
    vec_push(p->s->arena, &child, operand);
    return expr_adopt(p, e, &child);
}

static struct expr *parse_unary(struct parser *p, bool with_filters) {
    struct expr *e = at(p, "-") || at(p, "+") ? parse_sign(p) : parse_primary(p);
    return parse_postfix(p, e, with_filters);
}

/* Loosest first; Jinja2's order, in which `~` binds tighter than `+`. */
static const struct level {
    enum expr_kind kind;
    const char *operators[5];
} levels[] = {
    {EXPR_ARITHMETIC, {"+", "-"}}, {EXPR_JOIN, {"~"}}, {EXPR_ARITHMETIC, {"*", "//", "/", "%"}}};

static struct expr *parse_level(struct parser *p, size_t level) {
    if (level == sizeof levels / sizeof *levels)
        return parse_unary(p, true);
    struct expr *e = parse_level(p, level + 1);
    while (e) {
        bool found = false;
        for (size_t i = 0; i < 5 && levels[level].operators[i]; i++)
            found = found || at(p, levels[level].operators[i]);
        if (!found)
            break;
        struct token op = p->token;
        advance(p);
        struct expr *right = parse_level(p, level + 1);
        if (!right)
            return NULL;
        e = expr_binary(p, levels[level].kind, op, (struct expr *[]){e, right});
    }
    return e;
}

static struct expr *parse_is(struct parser *p, struct expr *e) {
    struct expr_list child = {0};
    struct token op = p->token;
    advance(p);
    bool negated = at_word(p, "not");
    if (negated)
        advance(p);
    if (!at_word(p, "marked"))
        return expected(p, "`marked`", "`is marked` is the only test; compare with == or !=");
    struct expr *test = expr_new(p, EXPR_IS_MARKED, op.from);
    test->negated = negated;
    test->to = p->token.to;
    advance(p);
    vec_push(p->s->arena, &child, e);
    return expr_adopt(p, test, &child);
}

static struct expr *parse_in(struct parser *p, struct expr *e, struct token op, bool negated) {
    advance(p);
    struct expr *right = parse_level(p, 0);
    if (!right)
        return NULL;
    struct expr *in = expr_binary(p, EXPR_IN, op, (struct expr *[]){e, right});
    if (in)
        in->negated = negated;
    return in;
}

static bool at_comparison(const struct parser *p) {
    static const char *const operators[] = {"==", "!=", "<", "<=", ">", ">="};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (at(p, operators[i]))
            return true;
    }
    return false;
}

static struct expr *parse_comparison(struct parser *p) {
    struct expr *e = parse_level(p, 0);
    if (!e)
        return NULL;
    if (at_comparison(p)) {
        struct token op = p->token;
        advance(p);
        struct expr *right = parse_level(p, 0);
        if (!right)
            return NULL;
        e = expr_binary(p, EXPR_COMPARE, op, (struct expr *[]){e, right});
    } else if (at_word(p, "is")) {
        e = parse_is(p, e);
    } else if (at_word(p, "in")) {
        e = parse_in(p, e, p->token, false);
    } else if (at_word(p, "not")) {
        struct token op = p->token;
        advance(p);
        if (!at_word(p, "in"))
            return expected(p, "`in` after `not`", NULL);
        e = parse_in(p, e, op, true);
    }
    if (e && (at_comparison(p) || at_word(p, "is") || at_word(p, "in")))
        return syntax_fail(p, p->token, "comparisons cannot follow one another",
                           "write `a < b and b < c`");
    return e;
}

static struct expr *parse_not(struct parser *p) {
    if (!at_word(p, "not"))
        return parse_comparison(p);
    struct expr_list child = {0};
    struct token op = p->token;
    if (!enter(p))
        return NULL;
    advance(p);
    struct expr *operand = parse_not(p);
    p->depth--;
    if (!operand)
        return NULL;
    struct expr *e = expr_new(p, EXPR_NOT, op.from);
    e->name_to = op.to;
    vec_push(p->s->arena, &child, operand);
    return expr_adopt(p, e, &child);
}

static struct expr *parse_logic(struct parser *p, bool either) {
    struct expr *e = either ? parse_logic(p, false) : parse_not(p);
    while (e && at_word(p, either ? "or" : "and")) {
        struct token op = p->token;
        advance(p);
        struct expr *right = either ? parse_logic(p, false) : parse_not(p);
        if (!right)
            return NULL;
        e = expr_binary(p, either ? EXPR_OR : EXPR_AND, op, (struct expr *[]){e, right});
    }
    return e;
}

static struct expr *parse_condition(struct parser *p) {
    if (!enter(p))
        return NULL;
    struct expr *e = parse_logic(p, true);
    if (e && at_word(p, "if")) {
        struct expr_list three = {0};
        struct token op = p->token;
        advance(p);
        struct expr *test = parse_logic(p, true);
        if (!test)
            return NULL;
        if (!at_word(p, "else"))
            return expected(p, "`else`", "both values are needed: `a if condition else b`");
        advance(p);
        struct expr *other = parse_condition(p);
        if (!other)
            return NULL;
        vec_push(p->s->arena, &three, test);
        vec_push(p->s->arena, &three, e);
        vec_push(p->s->arena, &three, other);
        e = expr_adopt(p, expr_new(p, EXPR_CONDITION, op.from), &three);
    }
    p->depth--;
    return e;
}

struct expr *expr_parse(struct session *s, const struct origin *origin, size_t offset, size_t n) {
    struct origin *kept = ARENA_NEW(s->arena, struct origin);
    *kept = *origin;
    struct parser p = {.lexer = {s, kept, offset, offset + n}, .origin = kept, .s = s};
    advance(&p);
    if (p.token.kind == TOKEN_END) {
        struct token here = {.from = offset, .to = offset};
        return syntax_fail(&p, here, "an expression is missing here", NULL);
    }
    struct expr *e = parse_condition(&p);
    if (!e || p.failed)
        return NULL;
    if (p.token.kind == TOKEN_END)
        return e;
    return expected(&p, "an operator or the end",
                    at(&p, "=") ? "write `==` to compare"
                    : p.token.kind == TOKEN_NAME || p.token.kind == TOKEN_TEXT
                        ? "texts and values are joined with `~`; a filter follows a bar `|`"
                        : NULL);
}

struct expr *expr_of_value(struct session *s, const struct origin *origin, const struct value *v) {
    struct origin *kept = ARENA_NEW(s->arena, struct origin);
    struct expr *e = ARENA_NEW(s->arena, struct expr);
    *kept = *origin;
    e->kind = EXPR_CONSTANT;
    e->origin = kept;
    e->to = e->name_to = kept->text.n;
    e->constant = v;
    return e;
}
