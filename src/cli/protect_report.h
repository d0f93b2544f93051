/* protect_report.h - what `quire protect` prints: a summary without true figures, or the private report. */
#ifndef QUIRE_CLI_PROTECT_REPORT_H
#define QUIRE_CLI_PROTECT_REPORT_H

#include "disclosure/disclosure.h"

struct protect_report {
    struct str layout; /* its path as typed */
    const struct disclosure_declaration *declaration;
    const struct disclosure_result *result;
    const struct disclosure_report *report;
    bool explain; /* else no true figure is written */
};

void protect_write_text(struct strbuf *b, const struct protect_report *p);
void protect_write_json(struct strbuf *b, const struct protect_report *p);

/* How much of one set is hidden. */
struct protect_count {
    size_t counts, counts_hidden, totals, totals_hidden;
};
struct protect_count protect_count(const struct disclosure_grid *g);

#endif
