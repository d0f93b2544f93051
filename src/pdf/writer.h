/* writer.h - what the parts of pdf/ share while one file is made. Private to pdf/.
 *
 * Order of work (pdf.c): pages, places, links and outline with libharu; then painting, which finds
 * out the fonts' codes, the images used and the marked content of each element; then fonts, images,
 * tags and metadata as objects of our own; then the file.
 */
#ifndef QUIRE_PDF_WRITER_H
#define QUIRE_PDF_WRITER_H

#include "pdf/cache.h"
#include "pdf/font.h"
#include "pdf/image.h"
#include "pdf/link.h"
#include "pdf/pdf.h"
#include "pdf/press.h"
#include "pdf/tags.h"
#include "pdf/write.h"

struct writer {
    struct session *s;
    struct arena *arena;
    const struct pdf_input *in;
    struct pdf_cache *cache;
    struct haru *haru;
    struct objects objects;
    struct deflater *deflater;
    struct deflater *fast; /* for pages with QR codes; NULL until one comes */
    struct pdf_fonts fonts;
    struct pdf_images images;
    struct tags tags;
    struct links links;
    struct press_state press;
    unsigned *attached;    /* file specifications, in the document's order of attachments */
    unsigned srgb;         /* the profile, once it is used */
    struct strbuf content; /* of the page being painted */
    struct strbuf scratch; /* for bodies that are copied when done */
};

/* paint.c: every page's content. */
void paint_pages(struct writer *w);
/* outline.c: headings to outline entries. */
void outline_make(struct writer *w);
/* metadata.c: Info, XMP, output intent, page labels, catalog. */
void metadata_make(struct writer *w, unsigned structure);
/* profile.c: an ICC profile of sRGB, and as an object. */
struct str profile_srgb(struct arena *a);
unsigned profile_srgb_object(struct writer *w);
/* attach.c: files in the file; their numbers first, for the elements that they belong to. */
void attachments_reserve(struct writer *w);
void attachments_write(struct writer *w);
/* The AF entry of an element that has attachments, and those of the catalog. */
void put_element_attachments(struct writer *w, struct strbuf *b, element_id element);
void put_catalog_attachments(struct writer *w, struct strbuf *b);
/* refuse.c: false after diagnostics. */
bool check_document(struct session *s, const struct pdf_input *in);
/* Something that only a fault of ours can bring about. */
void refuse_internal(struct session *s, struct span at, struct str what);

#endif
