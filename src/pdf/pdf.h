/* pdf.h - pages and structure tree to a file's bytes. Paints; never measures, never looks up a
 * style.
 *
 * Built on libharu's document, page and object model (only pdf/haru.c includes its header). One
 * source, two kinds of file, both tagged:
 *   screen  PDF 1.7 for PDF/UA-1 and PDF/A-2a (or 3a, with attachments), in sRGB, with links and
 *           outline; it says of itself what its edition promises, and no more;
 *   press   PDF 1.6 for PDF/X-4, in the inks of an output profile, with trim and bleed, and without
 *           any annotation, outline or action.
 * Refuses glyph 0 (UA-1 7.21.8), a font that cannot be embedded (7.21.4.1), an item or element
 * outside of the structure tree (7.1), a live link without an active area (7.18.5), a missing
 * language (7.2) or title (7.1). No clock, host, user or path enters the bytes: the same input gives
 * the same file.
 */
#ifndef QUIRE_PDF_PDF_H
#define QUIRE_PDF_PDF_H

#include "frame/frame.h"
#include "image/image.h"

struct inker; /* color.h */

/* The press edition; all zeros: the screen edition.
 *
 * A frame's (0, 0) is the trim's corner; what bleeds is drawn at negative coordinates and cut at the
 * bleed's edge. Colours: a theme's print value as it is, else converted by the profile (relative
 * colorimetric, black point compensation, whole percents). A grey is black ink alone; text that is
 * grey or nearly black is so even where the theme gives a rich black, which is for areas. Solid
 * black text overprints; all else knocks out.
 */
struct press {
    bool on;
    bool crop, registration, colorbar; /* marks, outside the bleed */
    length bleed;
    struct str profile;      /* bytes of an ICC output profile for CMYK */
    struct str profile_name; /* as the author named it: "FOGRA39L_coated.icc" */
    struct str packed;       /* set by press_check; empty: made when the file is written */
    struct inker *inker;     /* the same; NULL */
    unsigned ink_limit;      /* percent over all four; 0: 300 */
    struct span span;        /* where the author asked for it, or SPAN_NONE */
};

struct pdf_cache; /* cache.h */

struct pdf_input {
    const struct bound_document *document; /* metadata, element tree */
    const struct page_list *pages;
    struct font_set *fonts;
    struct press press;
    struct pdf_cache *cache; /* of the documents made before, or NULL */
};

/* The whole file on the session's arena; empty after a diagnostic. The pages' frames are freed when
 * they are painted. */
struct str pdf_write(struct session *s, const struct pdf_input *in);
/* Whether the profile can be printed by; else a diagnostic. Opens and compresses it for all documents that
 * are given the same struct, until press_release, as long as the session's arena lives. */
bool press_check(struct session *s, struct press *p);
void press_release(struct press *p);

#endif
