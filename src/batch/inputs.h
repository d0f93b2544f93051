/* inputs.h - a hash of all that a document is made from, so that what is up to date need not be made.
 *
 * Two parts. What the documents of a group share: the program and its libraries, layout, parts, themes,
 * fonts, pictures and profile, by content. What is a document's own: the bound document, which holds
 * every figure and text that its data put into it, and the values that its furniture reads. A row of data
 * that a document does not use is not in it.
 */
#ifndef QUIRE_BATCH_INPUTS_H
#define QUIRE_BATCH_INPUTS_H

#include "batch/hash.h"
#include "batch/plan.h"
#include "document/bound.h"

struct hash_value inputs_shared(struct arena *a, const struct plan_group *g);
struct hash_value inputs_hash(struct arena *a, const struct hash_value *shared,
                              const struct bound_document *bound, const struct diag_list *diags);

#endif
