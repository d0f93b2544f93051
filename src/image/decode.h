/* decode.h - one file to one decoder call. The decoders leave by longjmp; it stays in their files.
 */
#ifndef QUIRE_IMAGE_DECODE_H
#define QUIRE_IMAGE_DECODE_H

#include "image/image.h"

/* Fills *out and gives true, or writes what is wrong into fault. A true with a fault is a warning. */
enum { FAULT_BYTES = 200 };
bool png_decode(struct arena *a, struct str bytes, struct image *out, char fault[FAULT_BYTES]);
bool jpeg_decode(struct arena *a, struct str bytes, struct image *out, char fault[FAULT_BYTES]);
/* Takes note of the darkest and lightest of n pixels; alpha may be NULL. */
void image_note_pixels(struct image *image, const uint8_t *pixels, const uint8_t *alpha, size_t n);
/* Tests a size before any memory is asked for. */
bool image_size_ok(uint32_t width, uint32_t height, char fault[FAULT_BYTES]);

#endif
