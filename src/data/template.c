#include "data/template.h"

#include "data/expr_internal.h"

struct template *template_parse(struct session *s, const struct origin *origin) {
    struct template *t = ARENA_NEW(s->arena, struct template);
    size_t errors = s->diags->errors;
    struct pieces pieces = split_pieces(s, origin);
    t->origin = *origin;
    t->n = pieces.n;
    t->parts = ARENA_ARRAY(s->arena, struct template_part, pieces.n);
    for (size_t i = 0; i < pieces.n; i++) {
        const struct piece *piece = &pieces.v[i];
        if (!piece->expression) {
            t->parts[i].literal = piece->text;
            continue;
        }
        t->parts[i].literal = STR_EMPTY;
        t->parts[i].expr = expr_parse(s, origin, piece->offset, piece->text.n);
        t->faulty = t->faulty || !t->parts[i].expr;
    }
    t->faulty = t->faulty || s->diags->errors > errors;
    return t;
}

struct rich *rich_parse(struct session *s, const struct origin *origin, enum markdown_mode mode) {
    struct rich *r = ARENA_NEW(s->arena, struct rich);
    r->prose = markdown_read(s, origin, mode);
    r->exprs = ARENA_ARRAY(s->arena, const struct expr *, r->prose->expression_count);
    for (size_t i = 0; i < r->prose->expression_count; i++) {
        const struct piece *piece = &r->prose->expressions[i];
        r->exprs[i] = expr_parse(s, &r->prose->origin, piece->offset, piece->text.n);
    }
    return r;
}

/* A plain whole number that a reader would want separators in. */
static void warn_unformatted(struct session *s, const struct expr *e, const struct value *v) {
    int64_t n;
    if (v->kind != VALUE_NUMBER || v->as.number.filtered ||
        !decimal_is_integer(v->as.number.value) ||
        (decimal_to_int(v->as.number.value, &n) && n < 10000 && n > -10000))
        return;
    struct diag *d = diag_warning(
        s->diags, "number-unformatted", expr_span(e), "%.*s is printed without separators",
        STR_ARG(diag_quote(s->arena, decimal_text(s->arena, v->as.number.value))));
    struct str text = diag_quote(s->arena, str_trim(expr_text(e)));
    diag_help(s->diags, d,
              e->kind == EXPR_ARITHMETIC || e->kind == EXPR_CONDITION
                  ? "write `{{ (%.*s) | number }}`"
                  : "write `{{ %.*s | number }}`",
              STR_ARG(text));
}

struct str print_value(struct session *s, const struct expr *e, const struct value *v,
                       const struct scope *scope) {
    if (v->kind == VALUE_REFERENCE || v->kind == VALUE_PROSE) {
        struct diag *d = diag_error(
            s->diags, v->kind == VALUE_PROSE ? "prose-in-text" : "reference-in-text", expr_span(e),
            "%.*s cannot stand in a plain text", STR_ARG(value_describe(s->arena, v)));
        if (v->kind == VALUE_PROSE)
            diag_help(s->diags, d, "prose is a block of its own: `- text: {from: %.*s}`",
                      STR_ARG(diag_quote(s->arena, str_trim(expr_text(e)))));
        else
            diag_help(s->diags, d, "references work in text, captions, cells, items and quotes");
        return STR_EMPTY;
    }
    if (!value_used_whole(s, v))
        return STR_EMPTY;
    warn_unformatted(s, e, v);
    return value_text_of(s->arena, v, scope_lang(scope));
}

struct str template_fill(struct session *s, const struct template *t, const struct scope *scope) {
    struct strbuf b;
    strbuf_init(&b, s->arena);
    for (size_t i = 0; i < t->n; i++) {
        const struct expr *e = t->parts[i].expr;
        strbuf_add(&b, e ? print_value(s, e, expr_eval(s, e, scope), scope) : t->parts[i].literal);
    }
    return strbuf_str(&b);
}

bool template_uses(const struct template *t, struct str name) {
    for (size_t i = 0; i < t->n; i++) {
        if (expr_uses(t->parts[i].expr, name))
            return true;
    }
    return false;
}

/* What may not stand in an address is written %XX; what may, and % itself, stays: the data often
 * holds whole addresses. */
static void add_address(struct strbuf *b, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c <= 0x20 || c == 0x7F || c == '"' || c == '<' || c == '>' || c == '\\' || c == '^' ||
            c == '`' || c == '{' || c == '|' || c == '}')
            strbuf_format(b, "%%%02X", c);
        else
            strbuf_add_char(b, (char)c);
    }
}

struct str rich_address(struct session *s, const struct rich *r, const struct prose_node *link,
                        const struct scope *scope) {
    struct strbuf b;
    size_t index = link->address_index;
    strbuf_init(&b, s->arena);
    for (size_t i = 0; i < link->address.n; i++) {
        const struct piece *piece = &link->address.v[i];
        if (!piece->expression) {
            strbuf_add(&b, piece->text);
            continue;
        }
        const struct expr *e = index < r->prose->expression_count ? r->exprs[index] : NULL;
        index++;
        const struct value *v = expr_eval(s, e, scope);
        if (v->kind == VALUE_TEXT || v->kind == VALUE_NUMBER || v->kind == VALUE_DATE) {
            add_address(&b, str_trim(value_text_of(s->arena, v, scope_lang(scope))));
        } else if (v->kind != VALUE_POISON) {
            struct diag *d = diag_error(s->diags, "bad-address", expr_span(e),
                                        "an address cannot be made of %.*s",
                                        STR_ARG(value_describe(s->arena, v)));
            if (v->origin.source)
                diag_note(s->diags, d, v->origin, "this value");
        }
    }
    return strbuf_str(&b);
}
