/* job_inspect.h - a layout's data without a document: what is hidden, and what an expression is made of.
 *
 * job_read does the part of job_prepare that ends with protected data: no styles, no fonts.
 */
#ifndef QUIRE_JOB_INSPECT_H
#define QUIRE_JOB_INSPECT_H

#include "data/trace.h"
#include "job.h"

/* Never NULL. */
struct preparation *job_read(struct session *s, const struct job_options *options);

struct job_disclosure {
    const struct disclosure_declaration *declaration; /* NULL: the layout could not be read */
    const struct disclosure_result *result; /* NULL: nothing is hidden, or its block is faulty */
    bool shows_all;                         /* the edition has `disclosure: none` */
};

struct job_disclosure job_disclosure(const struct preparation *p);

/* The sources as they may be shown; n is 0 where nothing may be. */
struct job_sources {
    const struct source_declaration *declarations;
    struct dataset *const *shown;
    size_t n;
};

struct job_sources job_sources(const struct preparation *p);

/* A cell of the data as an author names it. Empty row: `field` is the path in a tree, or empty. */
struct job_cell {
    const struct value *value; /* as it may be shown */
    enum trace_use use;
    struct str source, row, field;
};

struct job_trace {
    const struct value *value; /* as it may be shown; poison after a diagnostic */
    struct str text;           /* as a text prints it */
    struct job_cell *cells;
    size_t n;
};

/* What an expression is made of, in what may be shown: a hidden figure is its mark. */
struct job_trace job_trace(struct session *s, const struct preparation *p, struct str expression);

#endif
