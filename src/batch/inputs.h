/* inputs.h - a hash of all that a document is made from, so that what is up to date need not be made.
 *
 * Two parts. What the documents of a group share: the program and its libraries, layout, parts, themes
 * and profile by content, font files by name, size and time of change. What is a document's own: the
 * bound document, which holds every figure and text that its data put into it, its pictures by content,
 * and the values that its headers and footers read. A row of data that a document does not use is not in
 * it.
 */
#ifndef QUIRE_BATCH_INPUTS_H
#define QUIRE_BATCH_INPUTS_H

#include "batch/hash.h"
#include "batch/plan.h"
#include "document/bound.h"

struct hash_value inputs_shared(struct arena *a, const struct plan_group *g);
/* In the document's session: diagnostics so far are part of what its line of the manifest says. */
struct hash_value inputs_hash(struct session *s, const struct hash_value *shared,
                              const struct bound_document *d);

#endif
