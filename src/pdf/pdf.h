/* pdf.h - pages and structure tree to a file's bytes. Paints; never measures, never looks up a
 * style.
 *
 * Built on libharu's document, page and object model (only pdf/haru.c includes its header). One
 * source, PDF 1.7, tagged, made for PDF/UA-1 and PDF/A-2a. Refuses glyph 0 (UA-1 7.21.8), an item
 * that is neither tagged nor an artifact, a missing language. No clock, host, user or path enters
 * the bytes: the same input gives the same file.
 */
#ifndef QUIRE_PDF_PDF_H
#define QUIRE_PDF_PDF_H

#include "frame/frame.h"
#include "image/image.h"

struct pdf_input {
    const struct bound_document *document; /* metadata, element tree */
    const struct page_list *pages;
    const struct page_geometry *page;
    struct font_set *fonts;
};

/* The whole file on the session's arena; empty after a diagnostic. */
struct str pdf_write(struct session *s, const struct pdf_input *in);

#endif
