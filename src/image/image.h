/* image.h - PNG and JPEG files to what a page needs.
 *
 * Decoded by libpng and libjpeg, once, to prove that they are whole: a damaged or cut file is a
 * diagnostic. A JPEG's bytes go to the page as they are; a PNG becomes samples and alpha.
 */
#ifndef QUIRE_IMAGE_IMAGE_H
#define QUIRE_IMAGE_IMAGE_H

#include "base/length.h"
#include "base/session.h"

enum image_kind { IMAGE_JPEG, IMAGE_SAMPLES };
enum image_space { IMAGE_GREY, IMAGE_RGB, IMAGE_CMYK };

struct image {
    unsigned id; /* small and dense within the document: 0, 1 ... */
    enum image_kind kind;
    enum image_space space;
    uint32_t width, height;          /* pixels */
    double dots_per_inch;            /* 0: not stated */
    bool inverted;                   /* CMYK of Adobe */
    struct str data;                 /* JPEG bytes, or 8-bit samples by row */
    struct str alpha;                /* 8-bit, or empty */
    uint8_t darkest[3], lightest[3]; /* RGB of its pixels on white paper: text over it must be
                                        told from both. CMYK: black and white. */
    struct span span;                /* where the author named it */
};

struct image_cache; /* by path: each file read once a document */

struct image_cache *image_cache_new(struct arena *a);
/* NULL after a diagnostic. */
const struct image *image_load(struct image_cache *c, struct session *s, struct str path,
                               struct span at);

enum { LIMIT_IMAGE_PIXELS = 100 * 1000 * 1000, LIMIT_IMAGE_SIDE = 32767 };

#endif
