/* record.h - what a worker tells of one document, on its way through a pipe. */
#ifndef QUIRE_BATCH_RECORD_H
#define QUIRE_BATCH_RECORD_H

#include "batch/batch.h"

struct record {
    uint32_t job; /* of the plan */
    uint32_t status;
    uint32_t pages, warnings;
    uint64_t bytes;
    struct str entry; /* of the manifest: a JSON object on one line; empty: as it was */
    struct str state; /* members of its line in the state, or empty */
    struct str text;  /* diagnostics, formatted */
};

/* false with errno. */
bool record_send(int fd, struct arena *a, const struct record *r);
/* The first record of the bytes, its texts pointing into them; *used: how long it is. false: there is
 * not a whole one yet. */
bool record_take(struct str bytes, struct record *out, size_t *used);

#endif
