/* job.h - one document from its layout to its bytes. job.c is the only file that knows the order. */
#ifndef QUIRE_JOB_H
#define QUIRE_JOB_H

#include "base/session.h"
#include "document/document.h"

/* JOB_CHECK does all that rendering does, and leaves the writing of files to nobody. */
enum job_stop { JOB_CHECK, JOB_RENDER, JOB_DUMP };

struct job_timing {
    const char *stage;
    double milliseconds; /* of CPU */
};

struct job_options {
    struct document_request request;
    struct str root;     /* --root, or empty */
    struct str *allowed; /* --allow-path */
    size_t allowed_count;
    struct str own_fonts; /* the program's fonts folder */
    enum job_stop stop;
    struct str dump_stage;
};

struct job_result {
    struct str bytes; /* the PDF, or the dump; empty when refused */
    unsigned pages, passes;
    struct str root;
    bool default_edition;
    struct job_timing timings[16];
    size_t timing_count;
    struct path_list inputs;
};

/* false when a diagnostic of severity error stands in s->diags. */
bool job_run(struct session *s, const struct job_options *options, struct job_result *out);

#endif
