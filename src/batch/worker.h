/* worker.h - makes one document of a plan, in whatever process; and the process that does so on demand.
 */
#ifndef QUIRE_BATCH_WORKER_H
#define QUIRE_BATCH_WORKER_H

#include "base/out_folder.h"
#include "batch/record.h"
#include "batch/state.h"

/* Exit status of a worker that asked for more memory than a document may have. */
enum { WORKER_NO_MEMORY = 77 };

struct worker {
    const struct plan *plan;
    const struct batch_options *options;
    const struct out_folder *out;
    const struct prior *prior;       /* by job; NULL: everything is made */
    const struct hash_value *shared; /* by group: of what its documents share */
};

/* Makes and writes the document. What it tells lives on the arena. */
struct record worker_make(const struct worker *w, struct arena *a, uint32_t job);
/* Makes it and throws it away: so that caches are filled. false if it was refused. */
bool worker_rehearse(const struct worker *w, uint32_t job);
/* Makes this process one that makes documents: it may not take more than a document may, heeds no
 * interruption of its own, and dies with its parent. */
void worker_bound(const struct batch_options *o);
/* In a process that is bound: reads job numbers from one pipe and writes records to the other, until there are no more. Does not
 * return. */
_Noreturn void worker_serve(const struct worker *w, int jobs, int records);

#endif
