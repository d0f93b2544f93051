/* format.h - numbers, money, percentages, dates and words as text, by language, without the locale. */
#ifndef QUIRE_DATA_FORMAT_H
#define QUIRE_DATA_FORMAT_H

#include "data/value.h"

/* Separators of thousands and decimals by the language: en-GB 323,876.5; pl 323 876,5. `places` < 0:
 * as written. Minus is U+2212. */
struct str format_number(struct arena *a, const struct decimal *d, int places, struct str lang);
/* times 100, with a percent sign. */
struct str format_percent(struct arena *a, const struct decimal *d, int places, struct str lang);
/* Pounds: £323,876; places 0 or 2. */
struct str format_money(struct arena *a, const struct decimal *d, int places, struct str lang);
/* strftime's %d %-d %B %b %Y %m %y %A %a %j %%, month and day names by language. */
struct str format_date(struct arena *a, struct date d, struct str pattern, struct str lang);

enum number_style { FORMAT_NUMBER, FORMAT_PERCENT, FORMAT_MONEY, FORMAT_DATE, FORMAT_PLAIN };

/* A column's or axis's `format:` ("number(1)", "percent", "money", "date('%B')"). */
struct value_format {
    enum number_style style;
    int places; /* -1: as written */
    struct str pattern;
    bool shares; /* percent(sum=100): a figure prints as its share of its column */
};

/* false after a diagnostic. */
bool value_format_parse(struct session *s, const struct origin *origin, struct value_format *out);
/* A value in that format (numbers and dates; a mark prints as itself; text as text). */
struct str value_format_text(struct arena *a, const struct value *v, const struct value_format *f,
                             struct str lang);
/* How a value prints in `{{ }}` without a filter: numbers as written, lists joined by ", ". */
struct str value_text_of(struct arena *a, const struct value *v, struct str lang);
/* Parses 2023-09-30 (and nothing else). */
bool date_parse(struct str text, struct date *out);
/* false if there is no such day. */
bool date_make(int year, int month, int day, struct date *out);
int days_of_month(int year, int month);
/* Days since the end of the year before 1: differences of dates. */
int date_number(struct date d);
/* false, and where, if a date's pattern has a directive that format_date does not know. */
bool date_pattern_good(struct str pattern, size_t *bad);
/* Built-in words by language: key is one of table, figure, page, continued, source, total, no-data,
 * note, contents, of, chart. English where the language is not known. */
struct str builtin_word(struct str lang, const char *key);
/* Whether a key of `words:` names that word: `no-data`, or the English word itself, `No data`. */
bool word_key_is(struct str written, const char *key);

#endif
