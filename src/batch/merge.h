/* merge.h - the manifests of all shards to one, and whether any document is missing.
 *
 * Each shard's manifest is in order of file names, so they are merged line by line, however long they
 * are. The merged manifest is the one that a single run would have written.
 */
#ifndef QUIRE_BATCH_MERGE_H
#define QUIRE_BATCH_MERGE_H

#include "batch/batch.h"

enum { MERGE_NAMED = 20 };

struct merge_options {
    const struct str *folders; /* as typed; the first gets the merged manifest */
    size_t n;
    struct job_options job; /* for the index */
    struct batch_events events;
};

struct merge_summary {
    size_t counts[BATCH_STATUSES];
    struct path_list missing; /* documents that are not there: the first MERGE_NAMED */
    size_t missing_count;
    unsigned shards;
    struct str folder;
};

/* false after diagnostics: a shard has no manifest, or two made one document. */
bool merge_run(struct session *s, const struct merge_options *o, struct merge_summary *out);

#endif
