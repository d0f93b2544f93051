#include "source/scalar.h"

#include "base/decimal.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_one_of(struct str s, const char *const *words) {
    for (size_t i = 0; words[i] != NULL; i++) {
        if (str_is(s, words[i]))
            return true;
    }
    return false;
}

static size_t skip_digits(struct str s, size_t at) {
    while (at < s.n && is_digit(s.p[at]))
        at++;
    return at;
}

/* The parts of a decimal number; false when the text is not one. */
struct number_shape {
    size_t whole, whole_end;       /* digits before the point */
    size_t fraction, fraction_end; /* digits after it */
    size_t exponent;               /* of the letter e, or the text's end */
};

static bool read_shape(struct str s, struct number_shape *out) {
    size_t at = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    out->whole = at;
    out->whole_end = at = skip_digits(s, at);
    out->fraction = out->fraction_end = at;
    if (at < s.n && s.p[at] == '.') {
        out->fraction = at + 1;
        out->fraction_end = at = skip_digits(s, at + 1);
    }
    if (out->whole == out->whole_end && out->fraction == out->fraction_end)
        return false;
    out->exponent = at;
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
            at++;
        size_t digits = at;
        at = skip_digits(s, at);
        if (at == digits)
            return false;
    }
    return at == s.n;
}

bool scalar_check_number(struct session *s, const struct node *node, struct str number) {
    struct number_shape shape;
    if (!read_shape(number, &shape))
        return true;
    size_t digits = shape.whole_end - shape.whole + shape.fraction_end - shape.fraction;
    if (digits > DECIMAL_DIGITS) {
        diag_help(s->diags,
                  diag_error(s->diags, "number-too-large", node->span,
                             "this number has %zu digits; at most %d can be held", digits,
                             DECIMAL_DIGITS),
                  "put it in quotes if it is not a number");
        return false;
    }
    long exponent = 0;
    for (size_t i = shape.exponent; i < number.n && exponent <= DECIMAL_EXPONENT; i++) {
        if (is_digit(number.p[i]))
            exponent = exponent * 10 + (number.p[i] - '0');
    }
    if (exponent > DECIMAL_EXPONENT) {
        diag_help(s->diags,
                  diag_error(s->diags, "number-too-large", node->span,
                             "this number's exponent is larger than %d", DECIMAL_EXPONENT),
                  "put it in quotes if it is not a number");
        return false;
    }
    return true;
}

/* 0x and 0o numbers, as the core schema has them. */
static bool read_based(struct arena *a, struct str s, struct str *out) {
    if (s.n < 3 || s.n > 17 || s.p[0] != '0' || (s.p[1] != 'x' && s.p[1] != 'o'))
        return false;
    unsigned base = s.p[1] == 'x' ? 16 : 8;
    uint64_t value = 0;
    for (size_t i = 2; i < s.n; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = s.p[i] >= 'A' && s.p[i] <= 'F' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
        const char *found = c == '\0' ? NULL : strchr(digits, c);
        if (found == NULL || (unsigned)(found - digits) >= base)
            return false;
        value = value * base + (unsigned)(found - digits);
    }
    *out = str_format(a, "%llu", (unsigned long long)value);
    return true;
}

static struct str tidy_number(struct arena *a, struct str s, const struct number_shape *shape) {
    bool no_whole = shape->whole == shape->whole_end;
    bool no_fraction = shape->fraction == shape->fraction_end;
    bool point = shape->fraction > shape->whole_end;
    if (!no_whole && !(point && no_fraction))
        return s;
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_add(&b, str_slice(s, 0, shape->whole));
    strbuf_add(&b, no_whole ? STR("0") : str_slice(s, shape->whole, shape->whole_end));
    if (!no_fraction) {
        strbuf_add_char(&b, '.');
        strbuf_add(&b, str_slice(s, shape->fraction, shape->fraction_end));
    }
    strbuf_add(&b, str_slice(s, shape->exponent, s.n));
    return strbuf_str(&b);
}

void scalar_resolve(struct session *s, struct node *node, struct str plain) {
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    static const char *const endless[] = {".inf",  ".Inf",  ".INF",  "-.inf", "-.Inf",
                                          "-.INF", "+.inf", "+.Inf", "+.INF", ".nan",
                                          ".NaN",  ".NAN",  NULL};
    struct number_shape shape;
    node->text = plain;
    node->kind = NODE_TEXT;
    if (is_one_of(plain, nulls)) {
        node->kind = NODE_NULL;
    } else if (is_one_of(plain, trues) || is_one_of(plain, falses)) {
        node->kind = NODE_BOOLEAN;
        node->boolean = is_one_of(plain, trues);
    } else if (is_one_of(plain, endless)) {
        struct diag *d = diag_error(s->diags, "number-endless", node->span,
                                    "`%.*s` is not a figure that can be printed", STR_ARG(plain));
        diag_help(s->diags, d, "if it is a text, put it in quotes");
    } else if (read_shape(plain, &shape)) {
        bool leading_zero = shape.whole_end - shape.whole > 1 && plain.p[shape.whole] == '0';
        if (!leading_zero && scalar_check_number(s, node, plain)) {
            node->kind = NODE_NUMBER;
            node->text = tidy_number(s->arena, plain, &shape);
        }
    } else if (read_based(s->arena, plain, &node->text)) {
        node->kind = NODE_NUMBER;
    }
}
