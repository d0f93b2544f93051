#include "data/format.h"

#include "data/names.h"

#define MINUS "\xE2\x88\x92"
#define NBSP "\xC2\xA0"
#define NARROW_NBSP "\xE2\x80\xAF"

/* How a language writes figures. Where a language is missing, English marks are taken: they are
 * what British readers of that language meet. */
struct figures {
    const char *lang, *group, *point;
    int least;           /* groups only from this many whole digits on */
    const char *percent; /* after the figure */
    bool currency_after;
};

static const struct figures *figures_of(struct str lang) {
    static const struct figures table[] = {
        {"en", ",", ".", 4, "%", false},
        {"pl", NBSP, ",", 5, "%", true},
        {"de-CH", "\xE2\x80\x99", ".", 4, "%", false},
        {"de", ".", ",", 4, NBSP "%", true},
        {"fr", NARROW_NBSP, ",", 4, NARROW_NBSP "%", true},
        {"es", ".", ",", 5, NBSP "%", true},
        {"it", ".", ",", 4, "%", true},
        {"pt-BR", ".", ",", 4, "%", false},
        {"pt", NBSP, ",", 5, "%", true},
        {"nl", ".", ",", 4, "%", false},
        {"el", ".", ",", 4, "%", true},
        {"ro", ".", ",", 4, NBSP "%", true},
        {"hu", NBSP, ",", 5, "%", true},
        {"cs", NBSP, ",", 4, NBSP "%", true},
        {"sk", NBSP, ",", 4, NBSP "%", true},
        {"lt", NBSP, ",", 4, NBSP "%", true},
        {"lv", NBSP, ",", 5, "%", true},
        {"bg", NBSP, ",", 5, "%", true},
        {"uk", NBSP, ",", 4, "%", true},
        {"ru", NBSP, ",", 4, NBSP "%", true},
        {"tr", ".", ",", 4, "%", false},
        {"sv", NBSP, ",", 4, NBSP "%", true},
        {"da", ".", ",", 4, NBSP "%", true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (lang_is(lang, table[i].lang))
            return &table[i];
    }
    return &table[0];
}

/* Whole digits in groups of three, then the fraction. The text has no sign. */
static void add_figure(struct strbuf *b, struct str text, const struct figures *f) {
    size_t point = str_find(text, STR("."));
    size_t whole = point == SIZE_MAX ? text.n : point;
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0 && whole >= (size_t)f->least)
            strbuf_add_c(b, f->group);
        strbuf_add_char(b, text.p[i]);
    }
    if (whole == text.n)
        return;
    strbuf_add_c(b, f->point);
    strbuf_add(b, str_slice(text, whole + 1, text.n));
}

/* Rounded, and without a sign where nothing but zeros is left. */
static const struct decimal *prepare(struct arena *a, const struct decimal *d, int places,
                                     bool *negative) {
    const struct decimal *rounded = places < 0 ? d : decimal_round(a, d, places, DECIMAL_HALF_UP);
    if (!rounded)
        rounded = d;
    *negative = decimal_sign(rounded) < 0;
    return decimal_abs(a, rounded);
}

struct str format_number(struct arena *a, const struct decimal *d, int places, struct str lang) {
    struct strbuf b;
    bool negative;
    const struct decimal *shown = prepare(a, d, places, &negative);
    strbuf_init(&b, a);
    if (negative)
        strbuf_add_c(&b, MINUS);
    add_figure(&b, decimal_text(a, shown), figures_of(lang));
    return strbuf_close(&b);
}

struct str format_percent(struct arena *a, const struct decimal *d, int places, struct str lang) {
    const struct decimal *hundred = decimal_multiply(a, d, decimal_from(a, 100));
    struct str text = format_number(a, hundred ? hundred : d, places < 0 ? 0 : places, lang);
    return str_join2(a, text, str_from(figures_of(lang)->percent));
}

struct str format_money(struct arena *a, const struct decimal *d, int places, struct str lang) {
    const struct figures *f = figures_of(lang);
    struct strbuf b;
    bool negative;
    const struct decimal *shown = prepare(a, d, places < 0 ? 0 : places, &negative);
    strbuf_init(&b, a);
    if (negative)
        strbuf_add_c(&b, MINUS);
    if (!f->currency_after)
        strbuf_add_c(&b, "\xC2\xA3");
    add_figure(&b, decimal_text(a, shown), f);
    if (f->currency_after)
        strbuf_add_c(&b, NBSP "\xC2\xA3");
    return strbuf_str(&b);
}

static bool is_leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_of_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int day_of_year(struct date d) {
    int n = d.day;
    for (int m = 1; m < d.month; m++)
        n += days_of_month(d.year, m);
    return n;
}

int date_number(struct date d) {
    int y = d.year - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year(d);
}

/* 0 is Sunday. */
static int day_of_week(struct date d) {
    return date_number(d) % 7;
}

bool date_make(int year, int month, int day, struct date *out) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month))
        return false;
    *out = (struct date){year, month, day};
    return true;
}

bool date_parse(struct str text, struct date *out) {
    int part[3] = {0, 0, 0};
    if (text.n != 10)
        return false;
    for (size_t i = 0, field = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            if (text.p[i] != '-')
                return false;
            field++;
        } else if (text.p[i] >= '0' && text.p[i] <= '9') {
            part[field] = part[field] * 10 + (text.p[i] - '0');
        } else {
            return false;
        }
    }
    return date_make(part[0], part[1], part[2], out);
}

bool date_pattern_good(struct str pattern, size_t *bad) {
    for (size_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] != '%')
            continue;
        *bad = i++;
        bool bare = i < pattern.n && pattern.p[i] == '-';
        i += bare;
        if (i >= pattern.n || str_find(bare ? STR("dmj") : STR("dBbYmyAaj%"),
                                       str_slice(pattern, i, i + 1)) == SIZE_MAX)
            return false;
    }
    return true;
}

static void add_number(struct strbuf *b, int value, int width, bool bare) {
    strbuf_format(b, "%0*d", bare ? 1 : width, value);
}

struct str format_date(struct arena *a, struct date d, struct str pattern, struct str lang) {
    struct strbuf b;
    bool with_day =
        str_find(pattern, STR("%d")) != SIZE_MAX || str_find(pattern, STR("%-d")) != SIZE_MAX;
    strbuf_init(&b, a);
    for (size_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] != '%' || i + 1 >= pattern.n) {
            strbuf_add_char(&b, pattern.p[i]);
            continue;
        }
        bool bare = pattern.p[++i] == '-' && i + 1 < pattern.n;
        i += bare;
        switch (pattern.p[i]) {
        case 'd':
            add_number(&b, d.day, 2, bare);
            break;
        case 'm':
            add_number(&b, d.month, 2, bare);
            break;
        case 'j':
            add_number(&b, day_of_year(d), 3, bare);
            break;
        case 'Y':
            add_number(&b, d.year, 4, false);
            break;
        case 'y':
            add_number(&b, d.year % 100, 2, false);
            break;
        case 'B':
            strbuf_add(&b, month_name(lang, d.month, with_day ? MONTH_WITH_DAY : MONTH_ALONE));
            break;
        case 'b':
            strbuf_add(&b, month_name(lang, d.month, MONTH_SHORT));
            break;
        case 'A':
        case 'a':
            strbuf_add(&b, day_name(lang, day_of_week(d), pattern.p[i] == 'a'));
            break;
        case '%':
            strbuf_add_char(&b, '%');
            break;
        default:
            strbuf_add(&b, str_slice(pattern, i - 1, i + 1));
            break;
        }
    }
    return strbuf_str(&b);
}

static struct str text_of_list(struct arena *a, const struct value *v, struct str lang) {
    struct strbuf b;
    strbuf_init(&b, a);
    size_t n = v->kind == VALUE_LIST ? v->as.list.n : v->as.map.entries->n;
    for (size_t i = 0; i < n; i++) {
        const struct value *item =
            v->kind == VALUE_LIST ? v->as.list.v[i] : v->as.map.entries->entries[i].value;
        if (i > 0)
            strbuf_add_c(&b, ", ");
        strbuf_add(&b, value_text_of(a, item, lang));
    }
    return strbuf_str(&b);
}

struct str value_text_of(struct arena *a, const struct value *v, struct str lang) {
    switch (v->kind) {
    case VALUE_POISON:
    case VALUE_NULL:
    case VALUE_PROSE:
    case VALUE_REFERENCE:
        return STR_EMPTY;
    case VALUE_BOOLEAN:
        return v->as.boolean ? STR("true") : STR("false");
    case VALUE_NUMBER:
        return decimal_text(a, v->as.number.value);
    case VALUE_DATE:
        return format_date(a, v->as.date, STR("%Y-%m-%d"), lang);
    case VALUE_TEXT:
        return v->as.text;
    case VALUE_LIST:
    case VALUE_MAP:
        return text_of_list(a, v, lang);
    case VALUE_MARK:
        return mark_text(v->as.mark);
    }
    return STR_EMPTY;
}

struct str value_format_text(struct arena *a, const struct value *v, const struct value_format *f,
                             struct str lang) {
    if (v->kind == VALUE_DATE && f->style == FORMAT_DATE)
        return format_date(a, v->as.date, f->pattern, lang);
    if (v->kind == VALUE_NUMBER) {
        const struct decimal *d = v->as.number.value;
        if (f->style == FORMAT_NUMBER)
            return format_number(a, d, f->places, lang);
        if (f->style == FORMAT_PERCENT)
            return format_percent(a, d, f->places, lang);
        if (f->style == FORMAT_MONEY)
            return format_money(a, d, f->places, lang);
    }
    return value_text_of(a, v, lang);
}
