/* index.h - the index of a folder: one page or more that lists its documents with links to them.
 *
 * Drawn like any other document, from the manifest alone: what is not for everybody is not in it. It is
 * made in a process of its own, whose memory goes with it. Its links are relative, so that the folder can
 * be moved or sent as it is.
 */
#ifndef QUIRE_BATCH_INDEX_H
#define QUIRE_BATCH_INDEX_H

#include "base/out_folder.h"
#include "batch/batch.h"

struct index_request {
    const struct out_folder *folder;
    struct str name;     /* of the index, below the folder */
    struct str manifest; /* the same */
    struct job_options job;
    const struct batch_events *events;
};

/* false after a diagnostic. */
bool index_make(struct session *s, const struct index_request *r);

#endif
