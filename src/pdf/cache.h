/* cache.h - what several documents of one process have in common and need not make again: zlib's states,
 * the sRGB profile, fonts cut to the same characters.
 *
 * The bytes of a file never depend on it: whatever is taken from it is kept under all that it was made
 * from. Bounded; it is emptied before a document when it has grown too large, never during one.
 *
 * Whoever makes one frees it; what is taken from it is good until the next pdf_cache_trim.
 */
#ifndef QUIRE_PDF_CACHE_H
#define QUIRE_PDF_CACHE_H

#include "base/map.h"
#include "pdf/deflate.h"

/* A font as it stands in a file, but for the numbers of objects. */
struct packed_font {
    struct str name;                  /* with its tag: "ABCDEF+OpenSans" */
    size_t length;                    /* of the subset before it was compressed */
    struct str file, glyphs, unicode; /* streams, compressed */
    struct str widths;                /* of the entry W */
};

struct pdf_cache {
    struct arena *own, *arena;     /* the second of what is forgotten */
    struct deflater *small, *fast; /* made at first need */
    struct str srgb;               /* compressed; empty until it is asked for */
    struct map fonts;              /* key -> struct packed_font */
};

struct pdf_cache *pdf_cache_new(void);
void pdf_cache_free(struct pdf_cache *c);
/* Before each document. */
void pdf_cache_trim(struct pdf_cache *c);
struct deflater *pdf_cache_deflater(struct pdf_cache *c, enum deflate_effort effort);

#endif
