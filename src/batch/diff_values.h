/* diff_values.h - two versions of one data source compared, as they may be shown. Private to diff. */
#ifndef QUIRE_BATCH_DIFF_VALUES_H
#define QUIRE_BATCH_DIFF_VALUES_H

#include "batch/diff.h"
#include "data/dataset.h"

struct diff_source {
    struct str name; /* the source's */
    const struct dataset *before, *after;
};

void diff_source(struct diff *d, const struct diff_source *s);

#endif
