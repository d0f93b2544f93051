/* shard.h - which documents a run makes when several share a batch.
 *
 * How many shards there are is decided once for a folder, by the first run in it, and recorded there: a
 * scheduler that repeats one task tells it another number (Slurm: --array=2 is "one task"). What the
 * first submission said of its indexes is recorded too, so that a repeated index means the same shard.
 */
#ifndef QUIRE_BATCH_SHARD_H
#define QUIRE_BATCH_SHARD_H

#include "base/out_folder.h"
#include "batch/batch.h"

/* The shard that the options mean; n is 0 without --shard. false after a diagnostic: `bad-shard`, a
 * mistake of the command, or the machine's. */
bool shard_resolve(const struct out_folder *o, struct diag_list *diags,
                   const struct batch_options *options, struct batch_shard *out);
/* How many shards the folder is made in; 0: not known. */
unsigned shard_recorded(const struct out_folder *o, struct arena *a);
/* Document i of the plan is this shard's: dealt in turn, so that documents of one layout, which cost
 * about the same, are spread evenly. */
bool shard_has(const struct batch_shard *s, size_t i);

#endif
