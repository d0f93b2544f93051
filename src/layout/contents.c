/* contents.c - the list of headings: text at the start, page number at the end, a hairline below.
 */
#include "layout/layout_internal.h"

static const struct style *entry_style(struct layout *l, const struct bound_entry *e) {
    static const char *const parts[] = {"1", "1", "2", "3"};
    return style_part(l->sheet, STR_EMPTY, "contents", parts[e->level <= 3 ? e->level : 3]);
}

/* The number stands at the outer edge, on the baseline of the title's last line. */
static struct fragment piece_entry(struct layout *l, const struct layout_piece *p,
                                   struct region region, const struct resume *from) {
    const struct bound_block *b = p->data;
    const struct bound_entry *entry = &b->as.contents.v[p->index];
    (void)from;
    bool rtl = lang_is_rtl(layout_lang(l, b->lang));
    struct edges e = style_edges(p->style, rtl);
    element_id element = entry->link ? entry->link->element : b->element;
    struct paragraph_request r = {.text = &entry->page,
                                  .style = style_part(l->sheet, STR_EMPTY, "contents", "page"),
                                  .width = region.width,
                                  .element = element,
                                  .lang = b->lang,
                                  .inside = l->context.inside,
                                  .plain_links = true};
    length number = paragraph_keep(l, &r)->width;
    r.width = number + 1;
    const struct frame *page = paragraph_keep(l, &r)->lines[0];
    length gap = p->style->font_size;
    r.text = &entry->text;
    r.style = p->style;
    r.width = length_max(region.width - e.left - e.right - r.width - gap, PT);
    const struct paragraph *title = paragraph_keep(l, &r);
    length height = e.top + title->height + e.bottom;
    struct frame *f = frame_new(l->arena, region.width, height);
    paint_box_mirrored(f, p->style, (struct point){region.width, height}, b->span, rtl);
    length x = rtl ? region.width - e.right - r.width : e.left;
    length bottom = paragraph_push(f, title, x, e.top);
    const struct frame *last = title->lines[title->n - 1];
    length y = bottom - last->height + last->baseline - page->baseline;
    frame_push_frame(f, page, rtl ? e.left : region.width - e.right - page->width, y);
    f->baseline = e.top + title->lines[0]->baseline;
    return fragment_whole(l, f, region, b->span);
}

static void entry_piece(struct layout *l, const struct stack *st, size_t i,
                        struct layout_piece *out) {
    const struct bound_block *b = st->data;
    const struct bound_entry *v = b->as.contents.v;
    out->layout = piece_entry;
    out->data = b;
    out->index = i;
    out->span = b->span;
    piece_take_style(out, entry_style(l, &v[i]));
    out->rtl = lang_is_rtl(layout_lang(l, b->lang));
    /* A chapter's line does not stand alone at a page's foot. */
    if (i + 1 < b->as.contents.n && v[i + 1].level > v[i].level)
        out->keep_next = true;
}

struct fragment contents_layout(struct layout *l, const struct bound_block *b, struct region region,
                                const struct resume *from) {
    struct stack st = {.n = b->as.contents.n, .data = b, .piece = entry_piece};
    struct context old = context_enter(l, NULL, NULL);
    struct fragment f = stack_layout(l, &st, region, from, NULL);
    l->context = old;
    return f;
}
