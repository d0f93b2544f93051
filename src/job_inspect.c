#include "job_inspect.h"

#include "job_internal.h"

struct job_disclosure job_disclosure(const struct preparation *p) {
    const struct document *d = p->document;
    if (!d) {
        return (struct job_disclosure){0};
    }
    return (struct job_disclosure){.declaration = &d->disclosure,
                                   .result = p->disclosure,
                                   .shows_all = d->edition && d->edition->disclosure_none};
}
