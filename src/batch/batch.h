/* batch.h - all documents of a batch file, made by worker processes that share what is read once.
 *
 *     plan (plan.c) -> lock, earlier state (state.c) -> workers (pool.c, worker.c) -> manifest (manifest.c)
 *
 * A worker that dies or takes too long costs its document alone. A document is written whole or not at
 * all, and its bytes do not depend on how many workers there are, on the shard, or on what was made
 * before it. Nothing is printed here: whoever calls gets events.
 *
 * In the output folder: manifest.json (public; of the documents that show everything:
 * manifest-restricted.json), and `.quire/` (private): lock, journal, state.json.
 */
#ifndef QUIRE_BATCH_BATCH_H
#define QUIRE_BATCH_BATCH_H

#include "job.h"

enum batch_status {
    BATCH_PLANNED, /* not made: the run was interrupted before */
    BATCH_WRITTEN,
    BATCH_UNCHANGED, /* --changed: what it is made from and its file are as they were */
    BATCH_REFUSED,   /* the author's mistake, or a limit */
    BATCH_FAILED     /* the machine's failure, or a crash */
};
enum { BATCH_STATUSES = BATCH_FAILED + 1 };
/* As manifests and messages have it. */
const char *batch_status_word(enum batch_status s);

/* Which of several runs this is: shard `k` (from 1) of `n`; n is 0 where all documents are made. */
struct batch_shard {
    unsigned k, n;
};

/* What a scheduler says of this task; cli/ reads its variables. */
struct batch_task {
    bool given;                /* --shard slurm or k8s */
    unsigned long index;       /* of this task */
    unsigned long least, step; /* of the array's indexes, as this submission has them */
    unsigned long count, most; /* the same; count 0: the scheduler does not tell */
    unsigned n;                /* shards, where the author said so: --shard slurm/N */
};

struct batch_progress {
    size_t done, all;
    size_t counts[BATCH_STATUSES];
    size_t warnings;
    double seconds;
    /* The document that is just done: */
    enum batch_status status;
    struct str file;
    struct str text; /* its diagnostics, formatted */
    unsigned pages;
    uint64_t bytes;
};

struct batch_events {
    void *context;
    /* Diagnostics as they are to be shown; called in workers too. */
    struct str (*format)(void *context, struct diag_list *l);
    /* Something to show before the documents: what the layouts themselves are warned of. */
    void (*text)(void *context, struct str text);
    void (*document)(void *context, const struct batch_progress *p);
};

struct batch_options {
    struct job_options job;
    struct str file; /* the batch file */
    struct str out;  /* --out, or empty */
    unsigned workers;
    bool changed, prune, wait, no_sync;
    struct batch_shard shard; /* --shard K/N */
    struct batch_task task;
    double max_time;                 /* seconds a document */
    size_t max_memory;               /* bytes a document */
    unsigned long crash, hang, grow; /* test switches: the document (from 1) that does so */
    struct batch_events events;
};

struct batch_summary {
    struct batch_progress progress; /* at the end */
    struct str folder;              /* absolute */
    struct path_list stale;         /* files of earlier runs that are made no more */
    bool pruned;                    /* they are gone */
    const char *kept;               /* --prune removed nothing: why; else NULL */
    bool ran;                       /* it came as far as its documents */
    int signal;                     /* 0: not interrupted */
    struct batch_shard shard;
};

/* false when diagnostics of severity error stand in s->diags: of the plan, the lock, the manifest. What
 * is wrong with single documents is told by events and counted in the summary. */
bool batch_run(struct session *s, const struct batch_options *o, struct batch_summary *out);

enum { BATCH_MAX_TIME = 60, BATCH_MAX_MEMORY_MIB = 1024, BATCH_SHARDS_MOST = 1000000 };

#endif
