/* state.h - what earlier runs left: which documents stand there, and from what they were made.
 *
 * `.quire/state.json` (private) has a document a line, with a hash of all that it was made from, of the
 * file as it was written, and its line of the manifest. A run writes the same lines to a journal as it
 * goes, so that what a killed run has made is known to the next. Nothing in it is trusted over the file
 * itself, and a line that cannot be read is as good as none.
 */
#ifndef QUIRE_BATCH_STATE_H
#define QUIRE_BATCH_STATE_H

#include "base/out_folder.h"
#include "batch/hash.h"
#include "batch/plan.h"

struct state_sums {
    struct hash_value inputs, file;
    struct hash_value entry; /* of its line of the manifest: damage there is seen, too */
};

struct prior {
    bool known;
    struct state_sums sums;
    struct str entry; /* its line of the manifest */
};

struct state {
    struct prior *jobs;     /* by job; NULL: nothing is known */
    struct path_list files; /* all that earlier runs wrote, whether in the plan or not */
};

/* Names of a run's own files below the output folder. */
struct state_names {
    struct str state, journal, lock, manifest, restricted;
};
struct state_names state_names(struct arena *a, unsigned k, unsigned n);

/* Reads state and journal. With a plan NULL only the files are listed. */
void state_read(struct state *state, struct arena *a, const struct out_folder *o,
                const struct state_names *names, const struct plan *plan);

/* The three sums as members of a line. */
void state_add_members(struct strbuf *b, const struct state_sums *s);
/* A line: file, sums and entry. `members` is what a worker gave. */
void state_add_line(struct strbuf *b, struct str file, struct str members, struct str entry);
/* The parts of such a line; false if it is not one, of a file below the folder that was written. The texts
 * point into the line or onto the arena. */
struct state_line {
    struct str file, entry;
    struct state_sums sums;
};
bool state_parse(struct arena *a, struct str line, struct state_line *out);

#endif
