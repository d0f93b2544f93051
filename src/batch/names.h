/* names.h - the names of the files that a batch writes.
 *
 * A name is made of an entry's `output:` and a document's values. A value is one part of a path: it holds
 * no separator. All names are told apart as a file system without regard to case and to the form of
 * accents would: two that differ only so would overwrite each other there.
 */
#ifndef QUIRE_BATCH_NAMES_H
#define QUIRE_BATCH_NAMES_H

#include "base/session.h"
#include "data/template.h"

/* The text of an output with its values, as a path; empty after a diagnostic. */
struct str name_fill(struct session *s, const struct template *t, const struct scope *scope);
/* What is wrong with the parts of a path below the output folder, in words; NULL: nothing. */
const char *name_fault(struct str below);
/* The form in which names are compared. */
struct str name_folded(struct arena *a, struct str name);
/* A file of the batch itself: its manifests, and what stands in .quire/. */
bool name_is_ours(struct str below);
/* The part of an output's text before its first expression, up to the last separator. */
struct str name_literal_folder(const struct template *t);

#endif
