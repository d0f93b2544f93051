/* version.h - names and versions of the libraries that text/ sets type with, a line each. */
#ifndef QUIRE_TEXT_VERSION_H
#define QUIRE_TEXT_VERSION_H

#include "base/str.h"

struct str text_versions(struct arena *a);

#endif
