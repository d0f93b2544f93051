/* assign.h - `--set a.b=VALUE`: one value of a tree replaced. */
#ifndef QUIRE_DATA_ASSIGN_H
#define QUIRE_DATA_ASSIGN_H

#include "data/value.h"

/* A copy of `root` in which the value under the dotted path is `text` read as a scalar of the YAML core
 * schema. An empty path replaces root itself. NULL if the path names no value that is there. */
const struct value *value_assign(struct arena *a, const struct value *root, struct str path,
                                 struct str text);

#endif
