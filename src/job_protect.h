/* job_protect.h - hands the sources of a document through disclosure/ and puts what may be seen in their
 * place: in the scope, and in the params that are rows of them.
 */
#ifndef QUIRE_JOB_PROTECT_H
#define QUIRE_JOB_PROTECT_H

#include "document/document.h"

struct protection_input {
    const struct document *document;
    struct dataset **sets; /* true ones, one a source */
    struct scope *scope;   /* holds the sources and the params */
};

/* Never NULL. Where it is not ok its diagnostics are out, and the scope is left as it was. */
const struct disclosure_result *protect(struct session *s, const struct protection_input *in);

#endif
