/* dump.h - one stable text printer for each stage's product: the golden files. */
#ifndef QUIRE_DUMP_DUMP_H
#define QUIRE_DUMP_DUMP_H

#include "frame/frame.h"

/* bound, tags, styles, frames: the stages of --dump. */
void dump_bound(struct strbuf *b, const struct bound_document *d);
void dump_tags(struct strbuf *b, const struct bound_document *d);
void dump_styles(struct strbuf *b, const struct style_sheet *sheet);
/* Each page with its size and margins, each leaf item with place, size, element, text. */
void dump_frames(struct strbuf *b, const struct page_list *pages);

#endif
