#include "data/format.h"

#include "data/expr_internal.h"

/* A column's `format:` is a filter without its value: the expression's tokens serve. */
static bool format_fail(struct session *s, const struct origin *origin, size_t from, size_t to) {
    struct diag *d =
        diag_error(s->diags, "unknown-format", origin_span(origin, from, to > from ? to - from : 1),
                   "`%.*s` is not a format", STR_ARG(diag_quote(s->arena, origin->text)));
    static const struct str names[] = {{"number", 6}, {"percent", 7}, {"money", 5}, {"date", 4}};
    struct str word = origin->text;
    size_t bracket = str_find(word, STR("("));
    struct str near = diag_nearest(str_trim(str_slice(word, 0, bracket)), names, 4);
    if (near.n > 0 && !str_equal(near, word))
        diag_help(s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(s->diags, d,
                  "write number, number(1), percent, percent(1), percent(sum=100), money, money(2) "
                  "or date('%%-d %%B %%Y')");
    return false;
}

static bool format_argument(struct session *s, const struct token *t, struct value_format *out) {
    size_t bad;
    if (out->style == FORMAT_DATE) {
        out->pattern = t->text;
        return t->kind == TOKEN_TEXT && date_pattern_good(t->text, &bad);
    }
    const struct decimal *d = t->kind == TOKEN_NUMBER ? decimal_parse(s->arena, t->text) : NULL;
    int64_t places;
    if (!d || !decimal_to_int(d, &places) || places > 20)
        return false;
    out->places = (int)places;
    return true;
}

static bool is_sign(const struct token *t, const char *sign) {
    return t->kind == TOKEN_PUNCTUATION && str_is(t->text, sign);
}

/* `sum=100`, which only percent has. */
static bool format_shares(struct lexer *lx, struct token *at, struct value_format *out) {
    if (out->style != FORMAT_PERCENT || at->kind != TOKEN_NAME || !str_is(at->text, "sum"))
        return false;
    *at = lexer_next(lx);
    if (!is_sign(at, "="))
        return false;
    *at = lexer_next(lx);
    out->shares = at->kind == TOKEN_NUMBER && str_is(at->text, "100");
    return out->shares;
}

/* What stands in the brackets, up to the closing one; `at` is the token in hand, or the one at fault. */
static bool format_arguments(struct lexer *lx, struct token *at, struct value_format *out) {
    if (at->kind != TOKEN_NAME) {
        if (!format_argument(lx->s, at, out))
            return false;
        *at = lexer_next(lx);
        if (is_sign(at, ")"))
            return true;
        if (!is_sign(at, ","))
            return false;
        *at = lexer_next(lx);
    }
    if (!format_shares(lx, at, out))
        return false;
    *at = lexer_next(lx);
    return is_sign(at, ")");
}

bool value_format_parse(struct session *s, const struct origin *origin, struct value_format *out) {
    static const struct {
        const char *name;
        enum number_style style;
        int places;
    } formats[] = {{"number", FORMAT_NUMBER, -1},
                   {"percent", FORMAT_PERCENT, 0},
                   {"money", FORMAT_MONEY, 0},
                   {"date", FORMAT_DATE, -1}};
    struct lexer lx = {s, origin, 0, origin->text.n};
    struct token name = lexer_next(&lx), t = lexer_next(&lx);
    *out = (struct value_format){.style = FORMAT_PLAIN, .places = -1, .pattern = STR("%-d %B %Y")};
    bool known = false;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (name.kind != TOKEN_NAME || !str_is(name.text, formats[i].name))
            continue;
        known = true;
        out->style = formats[i].style;
        out->places = formats[i].places;
    }
    if (name.kind == TOKEN_BAD || t.kind == TOKEN_BAD)
        return false;
    if (!known)
        return format_fail(s, origin, name.from, name.to);
    if (t.kind == TOKEN_END)
        return true;
    if (t.kind != TOKEN_PUNCTUATION || !str_is(t.text, "("))
        return format_fail(s, origin, t.from, t.to);
    struct token at = lexer_next(&lx);
    bool good = format_arguments(&lx, &at, out);
    struct token end = good ? lexer_next(&lx) : at;
    if (at.kind == TOKEN_BAD || end.kind == TOKEN_BAD)
        return false;
    return (good && end.kind == TOKEN_END) || format_fail(s, origin, at.from, at.to);
}
