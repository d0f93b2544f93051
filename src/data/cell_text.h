/* cell_text.h - what people and spreadsheets write into cells: figures, dates, and their accidents.
 *
 * Everything here takes a cell's text as it stands. What can be read in two ways is not read: a comma
 * must group thousands, a date without a month's name has its day first and a year of four digits.
 */
#ifndef QUIRE_DATA_CELL_TEXT_H
#define QUIRE_DATA_CELL_TEXT_H

#include "data/dataset.h"

/* -1,234.5, (12), 12-, and by the type £ and %; NULL if it is none. A percentage is a fraction. */
const struct decimal *cell_figure(struct arena *a, struct str text, enum column_type type);
/* 2022-04-01, 01/04/2022, 1-Apr-22, 1st April 2022, each also with the time 00:00. */
bool cell_date(struct str text, struct date *out);
bool cell_boolean(struct str text, bool *out);

/* What a spreadsheet puts in place of a figure: never what the author meant. */
enum cell_accident {
    CELL_SOUND,
    CELL_ERROR,    /* #N/A, #REF! and their like */
    CELL_SHORTENED /* 1.2E+05: the digits are lost */
};
enum cell_accident cell_accident(struct str text);
/* How to set the text right so that the type can hold it; where no more can be told, what the type
 * holds. */
struct str cell_remedy(struct arena *a, struct str text, enum column_type type);

#endif
