/* image.h - pictures as XObjects, each once however often it is drawn. */
#ifndef QUIRE_PDF_IMAGE_H
#define QUIRE_PDF_IMAGE_H

#include "image/image.h"

struct writer;

struct pdf_images {
    unsigned *numbers; /* by image id; 0: not used */
    size_t n;
};

/* The object's number, written at first use; 0 after a diagnostic. */
unsigned pdf_image_use(struct writer *w, const struct image *image);

#endif
