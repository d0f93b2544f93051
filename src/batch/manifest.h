/* manifest.h - the manifest of a folder: what is there, what is not and why, for everybody to read.
 *
 * docs/manifest.md has its schema. One document a line, by file name in the order of its bytes, so that
 * the manifests of shards are merged line by line. No clock time and no hash of inputs is in it.
 */
#ifndef QUIRE_BATCH_MANIFEST_H
#define QUIRE_BATCH_MANIFEST_H

#include "base/out_folder.h"
#include "batch/batch.h"

struct manifest_head {
    struct batch_shard shard; /* n is 0: of the whole */
    struct str index;         /* the index document, or empty */
    bool state;               /* it is the private state, which has the same form */
};

/* A file of documents, line by line; the caller gives them in order. */
struct manifest {
    struct out_stream stream;
    bool any;
};
bool manifest_begin(struct manifest *m, const struct out_folder *o, struct diag_list *diags,
                    struct str name, const struct manifest_head *head);
void manifest_add(struct manifest *m, struct str entry);
bool manifest_end(struct manifest *m);

/* Reading: the head, and each line that is a document. */
bool manifest_read_head(struct arena *a, struct str bytes, struct manifest_head *out);
/* The next document's line without its comma, from *at on; false at the end. */
bool manifest_next(struct str bytes, size_t *at, struct str *line);

#endif
