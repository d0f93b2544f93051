/* layout.h - the bound document and styles to pages.
 *
 * Layout returns frames as data; pdf/ paints and never measures. Page numbers in contents,
 * references and furniture stand still after at most five passes, else it is a diagnostic.
 */
#ifndef QUIRE_LAYOUT_LAYOUT_H
#define QUIRE_LAYOUT_LAYOUT_H

#include "frame/frame.h"
#include "image/image.h"

enum { LIMIT_PASSES = 5, LIMIT_PAGES = 10000 };

struct layout_input {
    const struct bound_document *document;
    struct style_sheet *sheet;
    struct font_set *fonts;
    struct image_cache *images;
    struct span span; /* of the layout file: for what concerns the whole */
    unsigned *passes; /* out: how many it took; may be NULL */
};

struct page_list *layout_pages(struct session *s, const struct layout_input *in);

/* What PDF/UA cannot be without and no judge of files sees: text contrast of 4.5 to 1 (3 to 1 when large)
 * on the topmost fill under it, bars of 3 to 1, type of 8 pt and more. Diagnostics with the nearest
 * colour that passes; each pair of colours once. */
void layout_check_legible(struct session *s, const struct layout_input *in,
                          const struct page_list *pages);

#endif
