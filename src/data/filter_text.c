#include "data/expr_internal.h"

#include "data/letters.h"
#include "data/names.h"

/* The filter's input as a number, or NULL after a diagnostic. */
static const struct decimal *need_number(const struct call *c) {
    const struct value *v = c->input;
    if (v->kind == VALUE_NUMBER)
        return v->as.number.value;
    filter_fail(c, v->kind == VALUE_NULL ? "empty-value" : "type-mismatch",
                "%.*s needs a number, and this is %.*s", STR_ARG(c->node->text),
                STR_ARG(value_describe(c->s->arena, v)));
    return NULL;
}

/* The number of decimals asked for, or what stands for none. false after a diagnostic. */
static bool places_of(const struct call *c, int least, int absent, int *out) {
    enum { MOST = 34 };
    int64_t n;
    *out = absent;
    if (c->n == 0)
        return true;
    if (c->args[0]->kind == VALUE_NUMBER && decimal_to_int(c->args[0]->as.number.value, &n) &&
        n >= least && n <= MOST) {
        *out = (int)n;
        return true;
    }
    diag_error(c->s->diags, "filter-arguments", filter_argument_span(c, 0),
               "%.*s takes the number of decimals, %d to %d, not %.*s", STR_ARG(c->node->text),
               least, MOST, STR_ARG(value_describe(c->s->arena, c->args[0])));
    return false;
}

static const struct value *text_value(const struct call *c, struct str text) {
    return value_text(c->s->arena, text);
}

static const struct value *number_value(const struct call *c, const struct decimal *d) {
    struct value *v = ARENA_NEW(c->s->arena, struct value);
    if (!d)
        return filter_fail(c, "number-too-large", "the result has more than %d digits",
                           DECIMAL_DIGITS);
    v->kind = VALUE_NUMBER;
    v->as.number.value = d;
    v->as.number.filtered = true;
    return v;
}

/* round's `method`, as Jinja2 has it; `even` is the banker's. False after a diagnostic. */
static bool rounding_of(const struct call *c, enum decimal_rounding *out) {
    static const struct str names[] = {{"common", 6}, {"even", 4}, {"floor", 5}, {"ceil", 4}};
    const struct value *v = c->keywords[0];
    *out = DECIMAL_HALF_UP;
    for (size_t i = 0; v && v->kind == VALUE_TEXT && i < 4; i++) {
        if (str_equal(v->as.text, names[i])) {
            *out = (enum decimal_rounding)(DECIMAL_HALF_UP + (int)i);
            return true;
        }
    }
    if (!v)
        return true;
    struct diag *d =
        diag_error(c->s->diags, "filter-arguments", filter_keyword_span(c, 0),
                   "round knows no method %.*s", STR_ARG(value_describe(c->s->arena, v)));
    struct str near = v->kind == VALUE_TEXT ? diag_nearest(v->as.text, names, 4) : STR_EMPTY;
    if (near.n > 0)
        diag_help(c->s->diags, d, "did you mean '%.*s'?", STR_ARG(near));
    else
        diag_help(
            c->s->diags, d,
            "'common' rounds half up, 'even' half to the even digit, 'floor' down, 'ceil' up");
    return false;
}

const struct value *filter_round(const struct call *c) {
    const struct decimal *d = need_number(c);
    enum decimal_rounding how;
    int places;
    if (!d || !places_of(c, -34, 0, &places) || !rounding_of(c, &how))
        return &VALUE_POISON_VALUE;
    return number_value(c, decimal_round(c->s->arena, d, places, how));
}

const struct value *filter_abs(const struct call *c) {
    const struct decimal *d = need_number(c);
    if (!d)
        return &VALUE_POISON_VALUE;
    return value_number(c->s->arena, decimal_abs(c->s->arena, d));
}

const struct value *filter_number(const struct call *c) {
    const struct decimal *d = need_number(c);
    int places;
    if (!d || !places_of(c, 0, -1, &places))
        return &VALUE_POISON_VALUE;
    return text_value(c, format_number(c->s->arena, d, places, scope_lang(c->scope)));
}

const struct value *filter_percent(const struct call *c) {
    int places;
    if (c->keywords[0])
        return places_of(c, 0, 0, &places) ? filter_shares(c, places) : &VALUE_POISON_VALUE;
    const struct decimal *d = need_number(c);
    if (!d || !places_of(c, 0, 0, &places))
        return &VALUE_POISON_VALUE;
    return text_value(c, format_percent(c->s->arena, d, places, scope_lang(c->scope)));
}

const struct value *filter_money(const struct call *c) {
    const struct decimal *d = need_number(c);
    int places;
    if (!d || !places_of(c, 0, 0, &places))
        return &VALUE_POISON_VALUE;
    if (places != 0 && places != 2) {
        diag_error(c->s->diags, "filter-arguments", filter_argument_span(c, 0),
                   "money takes 0 (whole pounds) or 2 (pence), not %d", places);
        return &VALUE_POISON_VALUE;
    }
    return text_value(c, format_money(c->s->arena, d, places, scope_lang(c->scope)));
}

const struct value *filter_date(const struct call *c) {
    struct date date;
    struct str pattern = STR("%-d %B %Y");
    const struct value *v = c->input;
    size_t bad = 0;
    if (v->kind == VALUE_DATE)
        date = v->as.date;
    else if (v->kind != VALUE_TEXT || !date_parse(v->as.text, &date))
        return filter_fail(c, v->kind == VALUE_NULL ? "empty-value" : "type-mismatch",
                           "date needs a date such as 2023-09-30, and this is %.*s",
                           STR_ARG(value_describe(c->s->arena, v)));
    if (c->n > 0 && c->args[0]->kind == VALUE_TEXT)
        pattern = c->args[0]->as.text;
    if ((c->n > 0 && c->args[0]->kind != VALUE_TEXT) || !date_pattern_good(pattern, &bad)) {
        struct diag *d = diag_error(c->s->diags, "filter-arguments", filter_argument_span(c, 0),
                                    "this is not a pattern for a date");
        diag_help(c->s->diags, d,
                  "%%d and %%-d the day, %%B and %%b the month's name, %%m and "
                  "%%-m its number, %%Y and %%y the year, %%A and %%a the day's name, %%j the day "
                  "of the year");
        return &VALUE_POISON_VALUE;
    }
    return text_value(c, format_date(c->s->arena, date, pattern, scope_lang(c->scope)));
}

static const struct value *not_in_language(const struct call *c) {
    struct str lang = scope_lang(c->scope);
    return filter_fail(c, "not-yet", "%.*s is not known in the language %.*s yet",
                       STR_ARG(c->node->text), STR_ARG(diag_quote(c->s->arena, lang)));
}

static const char *english_ending(int64_t n) {
    if (n % 100 >= 11 && n % 100 <= 13)
        return "th";
    return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

/* Welsh counts in twenties: the ending is that of the last word (unfed ar hugain is 21ain). */
static const char *welsh_ending(int64_t n) {
    static const char *const endings[] = {"fed", "af",  "il",  "ydd", "ydd", "ed",  "ed",
                                          "fed", "fed", "fed", "fed", "eg",  "fed", "eg",
                                          "eg",  "fed", "eg",  "eg",  "fed", "eg",  "fed"};
    return n <= 20 ? endings[n] : "ain";
}

const struct value *filter_ordinal(const struct call *c) {
    const struct decimal *d = need_number(c);
    struct str lang = scope_lang(c->scope);
    int64_t n;
    if (!d)
        return &VALUE_POISON_VALUE;
    if (!decimal_to_int(d, &n) || n < 0)
        return filter_fail(c, "type-mismatch", "ordinal needs a whole number, not %.*s",
                           STR_ARG(value_describe(c->s->arena, c->input)));
    const char *ending = NULL;
    if (lang_is(lang, "en"))
        ending = english_ending(n);
    else if (lang_is(lang, "cy") && n < 40)
        ending = welsh_ending(n);
    else if (lang_is(lang, "pl") || lang_is(lang, "de"))
        ending = ".";
    else if (lang_is(lang, "fr"))
        ending = n == 1 ? "er" : "e";
    if (!ending)
        return not_in_language(c);
    return text_value(
        c, str_join2(c->s->arena, format_number(c->s->arena, d, -1, lang), str_from(ending)));
}

static void add_word(struct strbuf *b, const char *word) {
    if (b->n > 0)
        strbuf_add_char(b, ' ');
    strbuf_add_c(b, word);
}

/* n below 1000, as British English says it: one hundred and five. */
static void add_hundreds(struct strbuf *b, int64_t n, bool with_and) {
    static const char *const small[] = {"zero",    "one",     "two",       "three",    "four",
                                        "five",    "six",     "seven",     "eight",    "nine",
                                        "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                       "fifty", "sixty", "seventy", "eighty", "ninety"};
    if (n >= 100) {
        add_word(b, small[n / 100]);
        add_word(b, "hundred");
        with_and = true;
        n %= 100;
        if (n == 0)
            return;
    }
    if (with_and)
        add_word(b, "and");
    if (n < 20) {
        add_word(b, small[n]);
        return;
    }
    add_word(b, tens[n / 10]);
    if (n % 10 != 0)
        strbuf_format(b, "-%s", small[n % 10]);
}

const struct value *filter_words(const struct call *c) {
    static const struct {
        int64_t value;
        const char *name;
    } scales[] = {{1000000000000, "trillion"},
                  {1000000000, "billion"},
                  {1000000, "million"},
                  {1000, "thousand"}};
    const int64_t most = 999999999999999;
    const struct decimal *d = need_number(c);
    int64_t n;
    struct strbuf b;
    if (!d)
        return &VALUE_POISON_VALUE;
    if (!decimal_to_int(d, &n) || n > most || n < -most)
        return filter_fail(c, "type-mismatch",
                           "words needs a whole number below a thousand "
                           "trillion, not %.*s",
                           STR_ARG(value_describe(c->s->arena, c->input)));
    if (!lang_is(scope_lang(c->scope), "en"))
        return not_in_language(c);
    strbuf_init(&b, c->s->arena);
    if (n < 0) {
        add_word(&b, "minus");
        n = -n;
    }
    bool before = false;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        if (n < scales[i].value)
            continue;
        add_hundreds(&b, n / scales[i].value, false);
        add_word(&b, scales[i].name);
        n %= scales[i].value;
        before = true;
    }
    if (n > 0 || !before)
        add_hundreds(&b, n, before && n < 100);
    return text_value(c, strbuf_str(&b));
}

/* Letters of the filter's input: a text, or how a number or date prints. */
static bool need_text(const struct call *c, struct str *out) {
    const struct value *v = c->input;
    if (v->kind == VALUE_TEXT || v->kind == VALUE_NUMBER || v->kind == VALUE_DATE) {
        *out = value_text_of(c->s->arena, v, scope_lang(c->scope));
        return true;
    }
    filter_fail(c, v->kind == VALUE_NULL ? "empty-value" : "type-mismatch",
                "%.*s needs a text, and this is %.*s", STR_ARG(c->node->text),
                STR_ARG(value_describe(c->s->arena, v)));
    return false;
}

const struct value *filter_upper(const struct call *c) {
    struct str text;
    return need_text(c, &text) ? text_value(c, text_upper(c->s->arena, text)) : &VALUE_POISON_VALUE;
}

const struct value *filter_lower(const struct call *c) {
    struct str text;
    return need_text(c, &text) ? text_value(c, text_lower(c->s->arena, text)) : &VALUE_POISON_VALUE;
}

const struct value *filter_title(const struct call *c) {
    struct str text;
    return need_text(c, &text) ? text_value(c, text_title(c->s->arena, text)) : &VALUE_POISON_VALUE;
}

const struct value *filter_slug(const struct call *c) {
    struct str text;
    if (!need_text(c, &text))
        return &VALUE_POISON_VALUE;
    struct str slug = text_slug(c->s->arena, text);
    if (slug.n == 0)
        return filter_fail(c, "empty-slug", "%.*s has no letter or digit to make a name of",
                           STR_ARG(value_describe(c->s->arena, c->input)));
    return text_value(c, slug);
}

const struct value *filter_default(const struct call *c) {
    return c->input->kind == VALUE_NULL ? c->args[0] : c->input;
}

/* Which form a number takes: 0 one, 1 few (or other), 2 many; Polish has three. */
static size_t plural_form(const struct decimal *d, size_t forms) {
    int64_t n;
    if (!decimal_to_int(d, &n))
        return 1;
    if (n == 1 || n == -1)
        return 0;
    if (forms == 2)
        return 1;
    n = n < 0 ? -(n % 100) : n % 100;
    return n % 10 >= 2 && n % 10 <= 4 && (n < 12 || n > 14) ? 1 : 2;
}

const struct value *filter_plural(const struct call *c) {
    struct str lang = scope_lang(c->scope);
    if (c->n == 3 && !lang_is(lang, "pl"))
        return filter_fail(c, "filter-arguments",
                           "plural takes two forms; three are for Polish (lang: pl)");
    if (c->input->kind == VALUE_MARK) /* always the same form, so it tells nothing */
        return c->args[c->n - 1];
    const struct decimal *d = need_number(c);
    return d ? c->args[plural_form(d, c->n)] : &VALUE_POISON_VALUE;
}
