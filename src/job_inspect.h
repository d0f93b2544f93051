/* job_inspect.h - a layout's data without a document: what is hidden, and what an expression is made of.
 *
 * job_read does the part of job_prepare that ends with protected data: no styles, no fonts.
 */
#ifndef QUIRE_JOB_INSPECT_H
#define QUIRE_JOB_INSPECT_H

#include "job.h"

/* Never NULL. */
struct preparation *job_read(struct session *s, const struct job_options *options);

struct job_disclosure {
    const struct disclosure_declaration *declaration; /* NULL: the layout could not be read */
    const struct disclosure_result *result; /* NULL: nothing is hidden, or its block is faulty */
    bool shows_all;                         /* the edition has `disclosure: none` */
};

struct job_disclosure job_disclosure(const struct preparation *p);

#endif
