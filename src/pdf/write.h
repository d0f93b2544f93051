/* write.h - the objects that we write ourselves, and the file as a whole.
 *
 * Objects are bodies of text (or a dictionary's entries and a stream). They are numbered after
 * libharu's. Plain objects go into object streams: a tagged file is half as large for it. An object
 * stream is compressed when it is full, and only that is kept: a long table has hundreds of thousands
 * of elements. So a body can be set once, in any order.
 */
#ifndef QUIRE_PDF_WRITE_H
#define QUIRE_PDF_WRITE_H

#include "base/vec.h"
#include "pdf/deflate.h"
#include "pdf/haru.h"

struct object {
    struct str body;   /* the value; of a stream: its dictionary's entries but for Length */
    struct str stream; /* as written: compressed already */
};

/* Where an object stands: a row of the cross-reference stream. */
enum object_place { PLACE_NONE, PLACE_BYTE, PLACE_IN_STREAM, PLACE_STREAM };
struct object_row {
    uint32_t place; /* byte offset; number of the object stream; index in `streams` */
    uint16_t index; /* in the object stream */
    uint8_t kind;
};
VEC_DECLARE(object_rows, struct object_row);
VEC_DECLARE(object_streams, struct object);

struct objects {
    struct arena *arena;
    struct deflater *deflater;
    unsigned first; /* number of rows.v[0] */
    struct object_rows rows;
    struct object_streams streams;
    /* The object stream being filled. */
    unsigned number, held;
    struct strbuf directory, bodies;
};

/* Call once libharu's objects have all been made. */
void objects_init(struct objects *o, struct arena *a, const struct haru *h, struct deflater *d);
/* Reserves a number; its body is set later. */
unsigned objects_reserve(struct objects *o);
void objects_set(struct objects *o, unsigned number, struct str body);
unsigned objects_add(struct objects *o, struct str body);
void objects_set_stream(struct objects *o, unsigned number, struct str entries, struct str stream);
/* Deflates the bytes and adds the Filter entry. */
void objects_set_deflated(struct objects *o, struct deflater *d, unsigned number,
                          struct object raw);

/* The file; empty after a diagnostic. */
struct str pdf_file(struct session *s, struct haru *h, struct objects *o);

#endif
