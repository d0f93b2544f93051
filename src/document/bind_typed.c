/* bind_typed.c - captions and alt texts that are typed over hidden figures: nothing protects their words.
 *
 * A title such as "Referrals by district, 2022-23" tells no figure. What does is a number, in digits or
 * in words, or a comparison; only English words of that kind are known, so in another language any typed
 * word is doubted. */
#include "document/bind_internal.h"

#include "data/letters.h"
#include "data/names.h"

#include <string.h>

/* Words that tell how many there are, or which of several are more. */
static const char *const TELLING[] = {
    "double",  "dozen",    "each",     "eight",    "eighteen",  "eighty",  "eleven",
    "every",   "few",      "fewer",    "fewest",   "fifteen",   "fifty",   "five",
    "forty",   "four",     "fourteen", "half",     "highest",   "hundred", "hundreds",
    "largest", "least",    "less",     "lowest",   "majority",  "many",    "minority",
    "more",    "most",     "nine",     "nineteen", "ninety",    "no",      "nobody",
    "none",    "nothing",  "one",      "only",     "quarters",  "seven",   "seventeen",
    "seventy", "six",      "sixteen",  "sixty",    "smallest",  "ten",     "third",
    "thirds",  "thirteen", "thirty",   "thousand", "thousands", "three",   "triple",
    "twelve",  "twenty",   "twice",    "two",      "zero"};

static bool is_telling(struct arena *a, struct str word) {
    struct str lower = text_lower(a, word);
    for (size_t i = 0; i < sizeof TELLING / sizeof *TELLING; i++)
        if (str_is(lower, TELLING[i]))
            return true;
    return false;
}

static bool is_digit(struct str s, size_t at) {
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static size_t digits_at(struct str s, size_t at) {
    size_t n = 0;
    while (is_digit(s, at + n))
        n++;
    return n;
}

/* A year or a period, "2022", "2022-23", "2021/2022": its length, or 0. */
static size_t year_at(struct str s, size_t at) {
    if (digits_at(s, at) != 4 ||
        !((s.p[at] == '1' && s.p[at + 1] == '9') || (s.p[at] == '2' && s.p[at + 1] == '0')))
        return 0;
    size_t end = at + 4;
    static const char *const JOINS[] = {"-", "/", "\xE2\x80\x93"};
    for (size_t i = 0; i < sizeof JOINS / sizeof *JOINS; i++) {
        size_t n = strlen(JOINS[i]);
        if (!str_starts(str_slice(s, end, s.n), JOINS[i]))
            continue;
        size_t more = digits_at(s, end + n);
        if (more == 2 || more == 4)
            return end + n + more - at;
    }
    bool more = end + 1 < s.n && (s.p[end] == '.' || s.p[end] == ',') && is_digit(s, end + 1);
    return more || (end < s.n && s.p[end] == '%') ? 0 : 4;
}

static bool is_letter(unsigned char c) {
    return (c | 0x20) >= 'a'; /* or a part of one beyond ASCII */
}

/* The first typed word that may tell a figure: what stands in `{{ }}` is protected itself. */
static struct str telling_word(struct binder *b, struct str s, bool english) {
    bool inside = false;
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.p[i];
        n = 1;
        if (i + 1 < s.n && (c == '{' || c == '}') && s.p[i + 1] == (char)c) {
            inside = c == '{';
            n = 2;
        } else if (inside) {
            continue;
        } else if (is_digit(s, i)) {
            n = year_at(s, i);
            if (n == 0)
                return str_slice(s, i, i + digits_at(s, i));
        } else if (is_letter(c)) {
            while (i + n < s.n && is_letter((unsigned char)s.p[i + n]))
                n++;
            struct str word = str_slice(s, i, i + n);
            if (!english || is_telling(b->a, word))
                return word;
        }
    }
    return STR_EMPTY;
}

void lint_typed(struct binder *b, const struct protected_rows *p, const struct typed_text *text) {
    struct diag_list *l = b->s->diags;
    if (p->totals == NULL || !p->totals->hidden)
        return;
    struct str typed = text->origin->text;
    struct str word = telling_word(b, typed, lang_is(text->lang, "en"));
    if (word.n == 0)
        return;
    struct diag *d =
        diag_warning(l, "typed-text", origin_span(text->origin, (size_t)(word.p - typed.p), word.n),
                     "`%.*s` is typed in this %s, and `%.*s` has hidden figures: nothing keeps it "
                     "from telling one",
                     STR_ARG(word), text->what, STR_ARG(p->totals->set->name.text));
    if (text->alt)
        diag_help(l, d, "leave `alt` out and it is written from what is shown");
    else
        diag_help(l, d,
                  "name what is shown and leave the figures to it; a chart's `{text:, that:}` is "
                  "checked against what is shown");
}
