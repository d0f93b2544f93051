/* entry.h - one document's line of the manifest, for everybody to read.
 *
 * It holds no true figure that the document does not show: what a message says of data, of a check or of
 * disclosure control stays on the terminal, and its code and place are given instead.
 */
#ifndef QUIRE_BATCH_ENTRY_H
#define QUIRE_BATCH_ENTRY_H

#include "batch/hash.h"
#include "batch/plan.h"
#include "batch/record.h"

struct entry_input {
    const struct plan *plan;
    const struct plan_job *job;
    enum batch_status status;         /* of one that is unchanged its earlier line stands */
    const struct job_result *result;  /* NULL: it was not made */
    const struct diag_list *diags[2]; /* the document's and its layout's; may be NULL */
    const struct hash_value *sum;     /* of the file that was written */
    struct str cause;                 /* of a failure that no diagnostic tells; may be empty */
};

void entry_add(struct strbuf *b, struct arena *a, const struct entry_input *in);

#endif
