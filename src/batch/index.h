/* index.h - the index of a folder: one page or more that lists its documents with links to them.
 *
 * Drawn like any other document, from the manifest alone: what is not for everybody is not in it. It is
 * made in a process of its own, whose memory goes with it.
 */
#ifndef QUIRE_BATCH_INDEX_H
#define QUIRE_BATCH_INDEX_H

#include "base/out_folder.h"
#include "base/session.h"

struct index_request {
    const struct out_folder *folder;
    struct str name;     /* of the index, below the folder */
    struct str manifest; /* the same */
    struct str own_fonts, root;
};

/* false after a diagnostic. */
bool index_make(struct session *s, const struct index_request *r);

#endif
