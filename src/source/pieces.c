#include "source/prose.h"

#include "base/vec.h"

#include <string.h>

VEC_DECLARE(piece_vec, struct piece);

/* Offset of the `}}` that ends the expression whose text starts at `at`; SIZE_MAX when there is
 * none. Braces in quotes do not count, unless a quote is never closed: then the first pair does,
 * and the expression's own reader tells of the quote. */
static size_t find_close(struct str s, size_t at) {
    size_t naive = SIZE_MAX;
    char quote = '\0';
    for (size_t i = at; i < s.n; i++) {
        char c = s.p[i];
        bool close = c == '}' && i + 1 < s.n && s.p[i + 1] == '}';
        if (close && naive == SIZE_MAX)
            naive = i;
        if (quote != '\0') {
            if (c == '\\' && i + 1 < s.n)
                i++;
            else if (c == quote)
                quote = '\0';
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (close) {
            return i;
        }
    }
    return naive;
}

static void push_literal(struct arena *a, struct piece_vec *v, struct str text, size_t from,
                         size_t to) {
    if (to <= from)
        return;
    struct piece p = {false, str_slice(text, from, to), from};
    vec_push(a, v, p);
}

static void report_statement(struct session *s, const struct origin *o, size_t at) {
    struct diag *d = diag_error(s->diags, "statement-in-text", origin_span(o, at, 2),
                                "`{%%` starts a statement, and a text holds only expressions");
    diag_help(s->diags, d, "use `if:` or `for:` on a block, or `a if condition else b` in braces");
}

struct pieces split_pieces(struct session *s, const struct origin *origin) {
    struct str text = origin->text;
    struct piece_vec v = {NULL, 0, 0};
    size_t literal = 0;
    size_t at = 0;
    while (at + 1 < text.n) {
        const char *brace = memchr(text.p + at, '{', text.n - at - 1);
        if (brace == NULL)
            break;
        at = (size_t)(brace - text.p);
        if (text.p[at + 1] == '%')
            report_statement(s, origin, at);
        if (text.p[at + 1] != '{') {
            at++;
            continue;
        }
        size_t close = find_close(text, at + 2);
        if (close == SIZE_MAX) {
            struct diag *d =
                diag_error(s->diags, "expression-not-closed", origin_span(origin, at, 2),
                           "this expression is not closed with `}}`");
            diag_help(s->diags, d, "write a pair of braces itself as `{{ '{{' }}`");
            break;
        }
        push_literal(s->arena, &v, text, literal, at);
        struct piece p = {true, str_slice(text, at + 2, close), at + 2};
        vec_push(s->arena, &v, p);
        literal = at = close + 2;
    }
    push_literal(s->arena, &v, text, literal, text.n);
    return (struct pieces){v.v, v.n};
}
