/* version.h - names and versions of the libraries that pdf/ writes with, a line each. */
#ifndef QUIRE_PDF_VERSION_H
#define QUIRE_PDF_VERSION_H

#include "base/str.h"

struct str pdf_versions(struct arena *a);

#endif
