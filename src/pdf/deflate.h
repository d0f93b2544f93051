/* deflate.h - one zlib state for all streams of a document: starting it costs more than a page. */
#ifndef QUIRE_PDF_DEFLATE_H
#define QUIRE_PDF_DEFLATE_H

#include "base/str.h"

struct deflater;

/* SMALL for what repeats itself; QUICK for what hardly shrinks, such as a colour profile: a hundredth
 * more bytes in half the time. */
enum deflate_effort { DEFLATE_QUICK = 1, DEFLATE_SMALL = 6 };

struct deflater *deflater_new(struct arena *a, enum deflate_effort effort);
/* The zlib form of the bytes, on the deflater's arena. */
struct str deflater_run(struct deflater *d, struct str bytes);

#endif
