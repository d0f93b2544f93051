#include "data/expr_internal.h"

#include "base/utf8.h"

static struct span span_at(const struct lexer *lx, size_t from, size_t to) {
    return origin_span(lx->origin, from, to > from ? to - from : 1);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Bytes of letters beyond ASCII count as letters: field names may be Welsh or Greek. */
static bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static struct token token_make(enum token_kind kind, const struct lexer *lx, size_t from,
                               size_t to) {
    return (struct token){kind, str_slice(lx->origin->text, from, to), from, to};
}

static struct token lex_number(struct lexer *lx) {
    const char *p = lx->origin->text.p;
    size_t from = lx->at, i = from;
    while (i < lx->end && is_digit(p[i]))
        i++;
    if (i + 1 < lx->end && p[i] == '.' && is_digit(p[i + 1])) {
        i++;
        while (i < lx->end && is_digit(p[i]))
            i++;
    }
    size_t number_end = i;
    while (i < lx->end && (is_name_start(p[i]) || is_digit(p[i])))
        i++;
    lx->at = i;
    if (i == number_end)
        return token_make(TOKEN_NUMBER, lx, from, i);
    struct str word = str_slice(lx->origin->text, from, i);
    struct diag *d = diag_error(lx->s->diags, "expression-syntax", span_at(lx, from, i),
                                "`%.*s` is neither a number nor a name",
                                STR_ARG(diag_quote(lx->s->arena, word)));
    diag_help(lx->s->diags, d,
              "a name starts with a letter; a field that starts with a digit is "
              "written row['%.*s']",
              STR_ARG(diag_quote(lx->s->arena, word)));
    return token_make(TOKEN_BAD, lx, from, i);
}

static bool lex_escape(struct lexer *lx, struct strbuf *b, size_t i) {
    char c = i < lx->end ? lx->origin->text.p[i] : '\0';
    if (c == '\'' || c == '"' || c == '\\') {
        strbuf_add_char(b, c);
    } else if (c == 'n' || c == 't') {
        strbuf_add_char(b, c == 'n' ? '\n' : '\t');
    } else {
        struct diag *d = diag_error(lx->s->diags, "expression-syntax", span_at(lx, i - 1, i + 1),
                                    "unknown escape in a text");
        diag_help(lx->s->diags, d, "after `\\` may stand a quote, `\\`, n or t");
        return false;
    }
    return true;
}

static struct token lex_text(struct lexer *lx) {
    const char *p = lx->origin->text.p;
    size_t from = lx->at, i = from + 1;
    char quote = p[from];
    struct strbuf b;
    bool good = true;
    strbuf_init(&b, lx->s->arena);
    for (; i < lx->end && p[i] != quote; i++) {
        if (p[i] == '\\')
            good = lex_escape(lx, &b, ++i) && good;
        else
            strbuf_add_char(&b, p[i]);
    }
    if (i >= lx->end) {
        lx->at = lx->end;
        struct diag *d = diag_error(lx->s->diags, "expression-syntax", span_at(lx, from, from + 1),
                                    "this quote is never closed");
        diag_help(lx->s->diags, d, "end the text with %c", quote);
        return token_make(TOKEN_BAD, lx, from, lx->end);
    }
    lx->at = i + 1;
    struct token t = token_make(good ? TOKEN_TEXT : TOKEN_BAD, lx, from, lx->at);
    if (good)
        t.text = strbuf_str(&b);
    return t;
}

static struct token lex_bad(struct lexer *lx, size_t n, const char *help) {
    size_t from = lx->at;
    struct str word = str_slice(lx->origin->text, from, from + n);
    lx->at += n;
    struct diag *d = diag_error(lx->s->diags, "expression-syntax", span_at(lx, from, lx->at),
                                "`%.*s` has no meaning in an expression",
                                STR_ARG(diag_quote(lx->s->arena, word)));
    if (help)
        diag_help(lx->s->diags, d, "%s", help);
    return token_make(TOKEN_BAD, lx, from, lx->at);
}

/* Characters that other languages or a word processor put where an operator belongs. */
static struct token lex_stray(struct lexer *lx) {
    static const struct {
        const char *text, *help;
    } strays[] = {
        {"&&", "write `and`"},
        {"||", "write `or`"},
        {"!", "write `not`"},
        {"\xE2\x80\x98", "use the straight quote '"},
        {"\xE2\x80\x99", "use the straight quote '"},
        {"\xE2\x80\x9C", "use the straight quote \""},
        {"\xE2\x80\x9D", "use the straight quote \""},
        {"\xE2\x88\x92", "use the hyphen - as the minus sign"},
        {"\xE2\x80\x93", "use the hyphen - as the minus sign"},
        {"\xC3\x97", "write `*`"},
        {"\xC3\xB7", "write `/`"},
        {"\xC2\xA0", "this is a no-break space; use a plain one"},
        {"=", "write `==` to compare"},
    };
    struct str rest = str_slice(lx->origin->text, lx->at, lx->end);
    for (size_t i = 0; i < sizeof strays / sizeof *strays; i++) {
        if (str_starts(rest, strays[i].text))
            return lex_bad(lx, str_from(strays[i].text).n, strays[i].help);
    }
    size_t n = 0;
    utf8_next(rest, &n);
    return lex_bad(lx, n, NULL);
}

static bool is_stray_letter(struct str rest) {
    return str_starts(rest, "\xE2\x80") || str_starts(rest, "\xE2\x88\x92") ||
           str_starts(rest, "\xC3\x97") || str_starts(rest, "\xC3\xB7") ||
           str_starts(rest, "\xC2\xA0");
}

struct token lexer_next(struct lexer *lx) {
    static const char *const two[] = {"==", "!=", "<=", ">=", "//", "||", "&&"};
    const char *p = lx->origin->text.p;
    while (lx->at < lx->end &&
           (p[lx->at] == ' ' || p[lx->at] == '\t' || p[lx->at] == '\n' || p[lx->at] == '\r'))
        lx->at++;
    if (lx->at >= lx->end)
        return token_make(TOKEN_END, lx, lx->end, lx->end);
    char c = p[lx->at];
    struct str rest = str_slice(lx->origin->text, lx->at, lx->end);
    if (is_digit(c))
        return lex_number(lx);
    if (c == '\'' || c == '"')
        return lex_text(lx);
    size_t from = lx->at;
    if (is_name_start(c) && !is_stray_letter(rest)) {
        while (lx->at < lx->end && (is_name_start(p[lx->at]) || is_digit(p[lx->at])) &&
               !is_stray_letter(str_slice(lx->origin->text, lx->at, lx->end)))
            lx->at++;
        return token_make(TOKEN_NAME, lx, from, lx->at);
    }
    for (size_t i = 0; i < sizeof two / sizeof *two; i++) {
        if (!str_starts(rest, two[i]))
            continue;
        if (i >= 5)
            return lex_stray(lx);
        lx->at += 2;
        return token_make(TOKEN_PUNCTUATION, lx, from, lx->at);
    }
    if (str_find(STR("+-*/%~.,|()[]<>=:"), (struct str){&p[from], 1}) != SIZE_MAX) {
        lx->at++;
        return token_make(TOKEN_PUNCTUATION, lx, from, lx->at);
    }
    return lex_stray(lx);
}
