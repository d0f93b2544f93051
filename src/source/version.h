/* version.h - names and versions of the libraries that source/ reads with, a line each. */
#ifndef QUIRE_SOURCE_VERSION_H
#define QUIRE_SOURCE_VERSION_H

#include "base/str.h"

struct str source_versions(struct arena *a);

#endif
