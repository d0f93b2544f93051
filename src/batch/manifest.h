/* manifest.h - the manifest of a folder: what is there, what is not and why, for everybody to read.
 *
 * docs/batch.md tells what stands in it. One document a line, by file name in the order of its bytes, so that
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

/* Whether a file of that name is there that is no manifest. */
bool manifest_is_foreign(const struct out_folder *o, struct arena *a, struct str name);

/* Reading: the first line, then each one after it. A file that does not end with MANIFEST_END was cut. */
bool manifest_read_head(struct arena *a, struct str line, struct manifest_head *out);
enum manifest_line { MANIFEST_DOCUMENT, MANIFEST_END, MANIFEST_DAMAGED };
/* A document's line without its comma goes to *document. */
enum manifest_line manifest_line(struct str line, struct str *document);
/* The same of the next line in all bytes of a manifest, from *at on; at 0 stands its head. */
enum manifest_line manifest_next(struct str bytes, size_t *at, struct str *document);

#endif
