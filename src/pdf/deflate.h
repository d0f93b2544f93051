/* deflate.h - one zlib state for all streams of a document: starting it costs more than a page. */
#ifndef QUIRE_PDF_DEFLATE_H
#define QUIRE_PDF_DEFLATE_H

#include "base/str.h"

struct deflater;

/* SMALL for text and structure; FAST for drawings of many squares (QR codes), four times as quick for
 * two fifths more bytes; QUICK for what hardly shrinks, such as a colour profile. */
enum deflate_effort { DEFLATE_QUICK = 1, DEFLATE_FAST = 2, DEFLATE_SMALL = 5 };

struct deflater *deflater_new(struct arena *a, enum deflate_effort effort);
/* The zlib form of the bytes. */
struct str deflater_run(struct deflater *d, struct arena *a, struct str bytes);
/* Good until the deflater is used again. */
struct str deflater_borrow(struct deflater *d, struct str bytes);
/* The same of two pieces, of objects that are much alike: quicker and smaller with other settings. */
struct str deflater_objects(struct deflater *d, struct str directory, struct str bodies);

#endif
