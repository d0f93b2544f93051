/* deflate.h - one zlib state for all streams of a document: starting it costs more than a page. */
#ifndef QUIRE_PDF_DEFLATE_H
#define QUIRE_PDF_DEFLATE_H

#include "base/str.h"

struct deflater;

struct deflater *deflater_new(struct arena *a);
/* The zlib form of the bytes, on the deflater's arena. */
struct str deflater_run(struct deflater *d, struct str bytes);

#endif
