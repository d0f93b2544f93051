/* pool.h - worker processes, each asked for one document after the other.
 *
 * A worker has two documents at hand, so that it need not wait for the next. One that dies has failed at
 * the first of them; the second goes to another worker, and a new one takes its place. A document that
 * takes longer than it may is ended with its worker. SIGINT and SIGTERM end the run: no further document
 * is given out, and what is not done within a short grace is given up. A second one ends the process.
 */
#ifndef QUIRE_BATCH_POOL_H
#define QUIRE_BATCH_POOL_H

#include "batch/worker.h"

struct pool_request {
    const struct worker *worker;
    struct session *s; /* for failures of the pool itself */
    unsigned workers;
    const uint32_t *jobs; /* in the order in which they are given out */
    size_t n;
    /* A document is done; the record's texts live until it returns. false: stop. */
    bool (*done)(void *context, const struct record *r);
    void *context;
};

/* From here to pool_listen_end SIGINT and SIGTERM end the process with its documented status; from
 * pool_keep on the first one is kept for pool_run, so that a manifest can be written. */
void pool_listen(void);
void pool_keep(void);
void pool_listen_end(void);
/* The signal that came since, or 0. */
int pool_signal(void);

/* Whether a process of its own gets through the document: then this one may try it too. */
bool pool_scout(const struct worker *w, uint32_t job);
/* false after a diagnostic: no worker could be started. */
bool pool_run(const struct pool_request *r);

#endif
