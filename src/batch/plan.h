/* plan.h - all documents of a batch, and where each is written, before the first page is made.
 *
 * A group is one entry in one edition: its layout, data and fonts are read once, for all of its documents.
 * A job is one document. Names are checked all at once: distinct, below the output folder, safe, and none
 * of a file that the batch is made from.
 *
 * All of a plan lives on its session's arena, but for the groups: plan_release frees theirs.
 */
#ifndef QUIRE_BATCH_PLAN_H
#define QUIRE_BATCH_PLAN_H

#include "document/batch_file.h"
#include "job.h"

struct plan_group {
    const struct batch_entry *entry;
    struct str edition;
    struct span edition_span; /* where the batch file names it, if it does */
    struct str layout;        /* as typed on a command line */
    struct str shown;         /* relative to the project's root */
    struct session *s;        /* its own: arena, diagnostics, files */
    struct job_options options;
    struct preparation *p;
    size_t first, n; /* its jobs, in a row */
    bool restricted; /* shows everything: never in what is published */
};

enum { NO_ROW = UINT32_MAX };

struct plan_job {
    uint32_t group;
    uint32_t row;    /* of the param's source, or NO_ROW */
    struct str file; /* below the output folder; of one that has no name: its pattern */
    bool nameless;   /* refused: no name can be made of its values */
};

struct plan {
    struct session *s; /* of the batch file */
    const struct batch_file *file;
    struct str root;          /* of the project */
    struct str base, written; /* the batch file's folder; what its outputs have in common */
    struct str folder;        /* absolute: all outputs stand below it */
    struct str index;         /* below the folder; empty: none */
    struct plan_group *groups;
    size_t group_count;
    struct plan_job *jobs;
    size_t job_count;
};

struct plan_request {
    struct str file;                  /* the batch file, as typed */
    struct str out;                   /* --out, or empty */
    const struct job_options *common; /* what every layout is asked with */
};

/* Reads the file, prepares every group and names every document. false when the plan cannot be carried
 * out at all: diagnostics in s->diags. A group with errors of its own has jobs that will be refused. */
bool plan_make(struct plan *plan, struct session *s, const struct plan_request *r);
void plan_release(struct plan *plan);
/* plan_names.c: all names at once. Diagnostics in plan->s->diags. */
void plan_check_names(struct plan *plan);

/* The job's file, below the output folder; empty after a diagnostic. */
struct str plan_name(const struct plan *plan, struct session *s, const struct plan_job *job);
/* A job's choice of params; `one` has room for it. */
struct job_choice plan_choice(const struct plan *plan, const struct plan_job *job,
                              struct param_choice *one);

#endif
