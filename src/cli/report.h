/* report.h - diagnostics as people and programs read them. */
#ifndef QUIRE_CLI_REPORT_H
#define QUIRE_CLI_REPORT_H

#include "base/diag.h"

struct report_style {
    bool json; /* one JSON object a line */
    bool color;
    bool no_warnings; /* with -q */
};

enum { REPORT_MOST_OF_A_KIND = 20 };

/* Sorts the list and writes it all to a text. */
struct str report_format(struct diag_list *l, const struct report_style *style);

/* "file:line:column" with what a terminal must not get taken out of the name. */
void report_add_path(struct strbuf *b, const struct source *source);
void report_add_place(struct strbuf *b, struct span at);

#endif
