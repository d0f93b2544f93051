/* names.h - the names of months, days and quire's own words in the languages it knows. */
#ifndef QUIRE_DATA_NAMES_H
#define QUIRE_DATA_NAMES_H

#include "data/format.h"

/* True if a language tag is this one or a narrower one: en-GB is en. */
bool lang_is(struct str tag, const char *lang);

/* Some languages bend a month's name beside a day: "30 września", but "wrzesień 2023". */
enum month_form { MONTH_WITH_DAY, MONTH_ALONE, MONTH_SHORT };

/* month from 1, day from 0 (Sunday). English where the language is not known. */
struct str month_name(struct str lang, int month, enum month_form form);
struct str day_name(struct str lang, int day, bool is_short);

#endif
