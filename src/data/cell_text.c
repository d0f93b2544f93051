#include "data/cell_text.h"

#include "data/format.h"

#define MINUS "\xE2\x88\x92"
#define POUND "\xC2\xA3"

/* Spaces that set off thousands. */
static const char *const grouping_spaces[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool take_front(struct str *t, const char *what) {
    if (!str_starts(*t, what))
        return false;
    *t = str_slice(*t, str_from(what).n, t->n);
    return true;
}

static bool take_back(struct str *t, const char *what) {
    if (!str_ends(*t, what))
        return false;
    *t = str_slice(*t, 0, t->n - str_from(what).n);
    return true;
}

/* ---- figures -------------------------------------------------------------------------------- */

/* What stands around the digits of a figure: how often each, as each may stand there once. */
struct signs {
    unsigned minus, plus, pound, percent;
};

/* Brackets are the accountant's minus. */
static bool take_brackets(struct str *t, struct signs *n) {
    bool open = take_front(t, "("), close = take_back(t, ")");
    n->minus += open && close ? 1 : open || close ? 2 : 0;
    return open && close;
}

/* Takes one sign off either end; false when there is none. */
static bool take_sign(struct str *t, struct signs *n) {
    *t = str_trim_wide(*t);
    if (t->n > 0 && is_digit(t->p[0]) && is_digit(t->p[t->n - 1]))
        return false;
    if (take_front(t, "-") || take_front(t, MINUS) || take_back(t, "-") || take_back(t, MINUS))
        n->minus++;
    else if (take_front(t, "+"))
        n->plus++;
    else if (take_front(t, POUND))
        n->pound++;
    else if (take_back(t, "%"))
        n->percent++;
    else
        return take_brackets(t, n);
    return true;
}

/* The separator of thousands at i, by its length in bytes; 0 where there is none. */
static size_t separator_at(struct str t, size_t i) {
    struct str rest = str_slice(t, i, t.n);
    if (t.p[i] == ',')
        return 1;
    for (size_t k = 0; (unsigned char)t.p[i] >= 0x80 && k < 3; k++) {
        if (str_starts(rest, grouping_spaces[k]))
            return str_from(grouping_spaces[k]).n;
    }
    return 0;
}

/* Thousands may be set off by commas or no-break spaces, but then rightly and by one kind:
 * 1,234,567.89. Any other sign or letter is left in, and no number. */
static bool join_groups(struct arena *a, struct str t, struct str *out) {
    struct strbuf b;
    struct str separator = STR_EMPTY;
    size_t run = 0;
    bool whole = true;
    strbuf_init(&b, a);
    for (size_t i = 0; i < t.n; i++) {
        size_t n = whole ? separator_at(t, i) : 0;
        if (n > 0) {
            struct str this = str_slice(t, i, i + n);
            if (separator.n > 0 ? run != 3 || !str_equal(this, separator) : run == 0 || run > 3)
                return false;
            separator = this;
            run = 0;
            i += n - 1;
            continue;
        }
        if (t.p[i] == '.' && whole) {
            whole = false;
            if (separator.n > 0 && run != 3)
                return false;
        } else if (!is_digit(t.p[i])) {
            return false;
        }
        run++;
        strbuf_add_char(&b, t.p[i]);
    }
    *out = strbuf_str(&b);
    return !(separator.n > 0 && whole && run != 3);
}

const struct decimal *cell_figure(struct arena *a, struct str text, enum column_type type) {
    struct str t = str_trim_wide(text);
    struct signs n = {0};
    while (t.n > 0 && take_sign(&t, &n))
        continue;
    if (n.minus + n.plus > 1 || n.pound > (type == COLUMN_MONEY) ||
        n.percent != (type == COLUMN_PERCENT) || !join_groups(a, t, &t))
        return NULL;
    const struct decimal *d = decimal_parse(a, t);
    if (d && n.percent)
        d = decimal_multiply(a, d, decimal_parse(a, STR("0.01")));
    return d && n.minus ? decimal_negate(a, d) : d;
}

/* ---- dates ---------------------------------------------------------------------------------- */

static bool take_number(struct str *t, size_t most, int *out, size_t *digits) {
    size_t n = 0;
    *out = 0;
    while (n < t->n && n < most && is_digit(t->p[n]))
        *out = *out * 10 + (t->p[n++] - '0');
    *t = str_slice(*t, n, t->n);
    *digits = n;
    return n > 0;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* A month's name at the front, whole or as its first three letters; `Sept` as well. 0 if none. */
static int take_month(struct str *t) {
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    size_t n = 0;
    while (n < t->n && lower(t->p[n]) >= 'a' && lower(t->p[n]) <= 'z')
        n++;
    for (int m = 0; m < 12 && n >= 3; m++) {
        struct str name = str_from(months[m]);
        size_t same = 0;
        while (same < n && same < name.n && lower(t->p[same]) == name.p[same])
            same++;
        if (same == n && (n == 3 || n == name.n || (m == 8 && n == 4))) {
            *t = str_slice(*t, n, t->n);
            return m + 1;
        }
    }
    return 0;
}

static bool take_either(struct str *t, const char *separators) {
    for (; *separators; separators++) {
        if (take_front(t, (char[]){*separators, '\0'}))
            return true;
    }
    return false;
}

/* Nothing, or a time of day. *midnight is false for one that a date would lose. */
static bool take_time(struct str t, bool *midnight) {
    int part;
    size_t digits;
    *midnight = true;
    if (t.n == 0)
        return true;
    if (!take_either(&t, " T"))
        return false;
    for (int i = 0; i < 3 && t.n > 0; i++) {
        if (i > 0 && !take_front(&t, ":"))
            return false;
        if (!take_number(&t, 2, &part, &digits) || digits != 2)
            return false;
        *midnight = *midnight && part == 0;
    }
    if (take_front(&t, ".")) {
        *midnight = take_number(&t, 9, &part, &digits) && *midnight && part == 0;
    }
    return t.n == 0;
}

/* A date taken apart, so that a message can say what is wrong with it. */
struct written_date {
    int year, month, day;
    size_t year_digits;
    bool named;    /* the month by its name: a year of two digits is then no riddle */
    bool midnight; /* no time, or 00:00 */
};

static void take_ordinal(struct str *t) {
    static const char *const endings[] = {"st ", "nd ", "rd ", "th "};
    for (size_t i = 0; i < 4; i++) {
        if (take_front(t, endings[i])) {
            t->p--; /* the space parts day and month */
            t->n++;
            return;
        }
    }
}

static bool take_date(struct str t, struct written_date *out) {
    size_t digits;
    struct date iso;
    t = str_trim_wide(t);
    *out = (struct written_date){.midnight = true};
    if (t.n >= 10 && date_parse(str_slice(t, 0, 10), &iso)) {
        *out = (struct written_date){.year = iso.year, .month = iso.month, .day = iso.day};
        out->year_digits = 4;
        return take_time(str_slice(t, 10, t.n), &out->midnight);
    }
    if (!take_number(&t, 2, &out->day, &digits))
        return false;
    take_ordinal(&t);
    char separator = t.n > 0 ? t.p[0] : '\0';
    if (!take_either(&t, "/-. "))
        return false;
    out->month = take_month(&t);
    out->named = out->month > 0;
    if (!out->named && (separator == ' ' || !take_number(&t, 2, &out->month, &digits)))
        return false;
    if (!take_front(&t, (char[]){separator, '\0'}))
        return false;
    take_number(&t, 4, &out->year, &out->year_digits);
    return (out->year_digits == 4 || out->year_digits == 2) && take_time(t, &out->midnight);
}

bool cell_date(struct str text, struct date *out) {
    struct written_date d;
    if (!take_date(text, &d) || !d.midnight || (d.year_digits == 2 && !d.named))
        return false;
    if (d.year_digits == 2) /* as the spreadsheet that wrote it reads it */
        d.year += d.year < 30 ? 2000 : 1900;
    return date_make(d.year, d.month, d.day, out);
}

bool cell_boolean(struct str text, bool *out) {
    static const char *const words[] = {"true", "yes", "false", "no"};
    struct str t = str_trim_wide(text);
    for (size_t i = 0; i < 4; i++) {
        struct str word = str_from(words[i]);
        size_t same = 0;
        while (same < t.n && same < word.n && lower(t.p[same]) == word.p[same])
            same++;
        if (same != word.n || t.n != word.n)
            continue;
        *out = i < 2;
        return true;
    }
    return false;
}

/* ---- accidents and remedies ----------------------------------------------------------------- */

static bool is_shortened(struct str t) {
    size_t i = t.n > 0 && t.p[0] == '-';
    if (i + 1 >= t.n || !is_digit(t.p[i]))
        return false;
    i++;
    if (t.p[i] == '.')
        for (i++; i < t.n && is_digit(t.p[i]); i++)
            continue;
    if (i + 4 > t.n || t.p[i] != 'E' || (t.p[i + 1] != '+' && t.p[i + 1] != '-'))
        return false;
    for (i += 2; i < t.n; i++) {
        if (!is_digit(t.p[i]))
            return false;
    }
    return true;
}

enum cell_accident cell_accident(struct str text) {
    static const char *const errors[] = {
        "#N/A",    "#REF!",  "#DIV/0!", "#VALUE!",       "#NAME?",    "#NUM!",     "#NULL!",
        "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"};
    struct str t = str_trim_wide(text);
    size_t hashes = 0;
    if (t.n == 0 || t.p[0] != '#')
        return is_shortened(t) ? CELL_SHORTENED : CELL_SOUND;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (str_is(t, errors[i]))
            return CELL_ERROR;
    }
    while (hashes < t.n && t.p[hashes] == '#')
        hashes++;
    /* a column too narrow for its figures is filled with them */
    return hashes == t.n && hashes >= 3 ? CELL_ERROR : CELL_SOUND;
}

static struct str expectation(enum column_type type) {
    switch (type) {
    case COLUMN_INTEGER:
        return STR("a whole number such as 1234 or 1,234");
    case COLUMN_NUMBER:
        return STR("a number such as 1234.5 or 1,234.5");
    case COLUMN_PERCENT:
        return STR("a percentage such as 12%; for fractions use the type number");
    case COLUMN_MONEY:
        return STR("an amount such as " POUND "1,234.50");
    case COLUMN_DATE:
        return STR("a date such as 2022-04-01, 01/04/2022 or 1 April 2022");
    case COLUMN_BOOLEAN:
        return STR("true or false, or yes or no");
    case COLUMN_PEOPLE:
        return STR("a count of persons: a whole number from 0");
    case COLUMN_INFERRED:
    case COLUMN_TEXT:
        break;
    }
    return STR("a text");
}

/* Signs that statistics put where a figure is missing. */
static bool stands_for_nothing(struct str t) {
    static const char *const signs[] = {
        "-", MINUS, "\xE2\x80\x93", "..",  "...", "*",  ":",   "c",    "x",          "z", "low",
        "k", "u",   "n/a",          "N/A", "na",  "NA", "nil", "none", "suppressed", "?"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (str_is(t, signs[i]))
            return true;
    }
    return false;
}

static struct str figure_remedy(struct arena *a, struct str t, enum column_type type) {
    static const enum column_type others[] = {COLUMN_NUMBER, COLUMN_MONEY, COLUMN_PERCENT};
    static const char *const names[] = {"number", "money", "percent"};
    struct str dash = t;
    take_front(&dash, POUND);
    if (stands_for_nothing(str_trim_wide(dash)))
        return STR("write 0 if it is none, or a mark: \"[x]\" not available, \"[z]\" not "
                   "applicable, \"[c]\" confidential");
    for (size_t i = 0; i < 3; i++) {
        if (others[i] != type && type != COLUMN_PEOPLE && cell_figure(a, t, others[i]))
            return str_format(a, "expected %.*s; the type `%s` takes the cell as it stands",
                              STR_ARG(expectation(type)), names[i]);
    }
    size_t comma = str_find(t, STR(","));
    if (comma != SIZE_MAX && comma + 4 != t.n)
        return str_format(a, "expected %.*s: a comma groups thousands, a point starts the decimals",
                          STR_ARG(expectation(type)));
    return STR_EMPTY;
}

/* The day that a spreadsheet means by a bare number: it counts from the end of 1899. */
static struct str serial_remedy(struct arena *a, int64_t serial) {
    struct date d = {1900, 1, 1};
    for (int64_t left = serial - 2; left > 0; left--) {
        if (++d.day <= days_of_month(d.year, d.month))
            continue;
        d.day = 1;
        if (++d.month > 12) {
            d.month = 1;
            d.year++;
        }
    }
    return str_format(a,
                      "a spreadsheet numbers its days, and this would be %04d-%02d-%02d: format "
                      "the column as a date there, and save it again",
                      d.year, d.month, d.day);
}

static struct str date_remedy(struct arena *a, struct str t) {
    struct written_date d;
    struct date ignored;
    int64_t serial;
    const struct decimal *number = cell_figure(a, t, COLUMN_NUMBER);
    if (number && decimal_to_int(number, &serial) && serial > 20000 && serial < 73050)
        return serial_remedy(a, serial);
    struct str after = t;
    if (take_month(&after) > 0)
        return STR("this names a month, and no day: write 2022-04-01 for a day, or make the "
                   "column text");
    if (!take_date(t, &d))
        return STR_EMPTY;
    if (!d.midnight)
        return STR("a date has no time of day: take it away, or make the column text");
    if (d.year_digits == 2 && !d.named)
        return STR("write the year with four digits: 01/04/2022");
    if (!d.named && date_make(d.year, d.day, d.month, &ignored))
        return STR("the day comes first: 25/04/2022 is in April");
    return STR("there is no such day");
}

struct str cell_remedy(struct arena *a, struct str text, enum column_type type) {
    struct str t = str_trim_wide(text), remedy = STR_EMPTY;
    switch (cell_accident(t)) {
    case CELL_ERROR:
        return STR("this is a spreadsheet's sign that it could not work the cell out: correct it "
                   "there and save the file again, or write a mark such as \"[x]\"");
    case CELL_SHORTENED:
        return STR("a spreadsheet has shortened this number, and digits may be lost: format the "
                   "column as a number there and save the file again");
    case CELL_SOUND:
        break;
    }
    if (type == COLUMN_DATE)
        remedy = date_remedy(a, t);
    else if (type != COLUMN_BOOLEAN && type != COLUMN_TEXT && type != COLUMN_INFERRED)
        remedy = figure_remedy(a, t, type);
    if (remedy.n > 0)
        return remedy;
    return str_format(a, "expected %.*s, or a mark such as [x]", STR_ARG(expectation(type)));
}
