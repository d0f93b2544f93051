/* items.c - lists: a label in the margin of each item, content beside it. */
#include "layout/layout_internal.h"

struct item_list {
    const struct bound_block *block;
    const struct style *style; /* of an item: type and margins */
    const struct style *text;  /* of paragraphs in it */
    const struct style *label; /* the text's, in the label's colour and weight */
    const struct style *list;  /* of the list itself: its indent and kind of label */
    length indent;
    bool rtl, numbers;
};

/* Labels have the size of the text they stand at. */
static const struct style *label_style(struct layout *l, const struct style *text) {
    const struct style *label = style_find(l->sheet, STR("list.label"));
    return label ? text_with(l, text, label) : text;
}

const struct style *items_style(struct layout *l, const struct bound_block *b) {
    const struct style *list = block_style(l, b), *built_in = layout_style(l, STR_EMPTY, "list");
    struct str name = b->style;
    for (unsigned depth = 0; name.n && depth < LIMIT_NESTING; depth++) {
        const struct style *owner = style_find(l->sheet, name);
        if (str_is(name, "list") || (owner && owner->list_style != LIST_DISC))
            return list;
        name = owner ? owner->based_on : STR_EMPTY;
    }
    return b->style.n ? built_in : list;
}

/* Binding made the label that Markdown or `form` asks for; a style may ask for another. */
static struct str label_of(struct layout *l, const struct item_list *list, size_t i) {
    struct str bound = list->block->as.items.v[i].label;
    switch (list->list->list_style) {
    case LIST_NONE:
        return STR_EMPTY;
    case LIST_DASH:
        return STR("\xE2\x80\x93");
    case LIST_DECIMAL:
        return list->block->as.items.ordered ? bound : str_format(l->arena, "%zu.", i + 1);
    case LIST_DISC:
        break;
    }
    return bound;
}

static struct inline_text label_text(struct layout *l, const struct item_list *list, size_t i,
                                     struct inline_run *run) {
    const struct bound_item *item = &list->block->as.items.v[i];
    *run = (struct inline_run){.kind = INLINE_TEXT,
                               .text = label_of(l, list, i),
                               .element = item->label_element,
                               .span = list->block->span};
    return (struct inline_text){run, 1};
}

static struct paragraph_request label_request(struct layout *l, const struct item_list *list,
                                              const struct inline_text *text) {
    return (struct paragraph_request){.text = text,
                                      .style = list->label,
                                      .width = LENGTH_MAX / 4,
                                      .element = list->block->element,
                                      .lang = list->block->lang,
                                      .inside = l->context.inside,
                                      .plain_links = true};
}

/* Room for the widest label and a gap, so that all items stand on one edge. Found once: a long list
 * comes here for each of its pages. */
static length items_indent(struct layout *l, const struct item_list *list) {
    const void *key[2] = {list->block, list->label};
    struct str name = {(const char *)key, sizeof key};
    length *known = l->kept.arena ? map_get(&l->kept, name) : NULL;
    if (known)
        return *known;
    length widest = 0;
    for (size_t i = 0; i < list->block->as.items.n; i++) {
        struct inline_run run;
        struct inline_text text = label_text(l, list, i, &run);
        if (run.text.n == 0)
            continue;
        struct paragraph_request r = label_request(l, list, &text);
        widest = length_max(widest, paragraph_measure(l, &r).max);
    }
    length em = list->text->font_size;
    length asked = list->list->padding[SIDE_START];
    known = ARENA_NEW(l->arena, length);
    *known = widest                                ? length_max(widest + em / 2, asked)
             : list->list->list_style == LIST_NONE ? asked
                                                   : 0;
    map_set(&l->kept, str_copy(l->arena, name), known);
    return *known;
}

static void push_label(struct layout *l, const struct item_list *list, size_t i,
                       struct frame *outer, const struct frame *content) {
    struct inline_run run;
    struct inline_text text = label_text(l, list, i, &run);
    if (run.text.n == 0)
        return;
    struct paragraph_request r = label_request(l, list, &text);
    const struct paragraph *natural = paragraph_layout(l, &r);
    length width = natural->width;
    r.width = width + 1;
    const struct frame *line = paragraph_layout(l, &r)->lines[0];
    length gap = list->text->font_size / 2;
    /* Numbers end where the gap begins, bullets stand at the list's edge. */
    length x = list->numbers ? list->indent - gap - width : 0;
    if (list->rtl)
        x = outer->width - x - r.width;
    length y = content->baseline > 0 ? content->baseline - line->baseline : 0;
    frame_push_frame(outer, line, x, y);
}

static struct fragment piece_item(struct layout *l, const struct layout_piece *p,
                                  struct region region, const struct resume *from) {
    const struct item_list *list = p->data;
    const struct bound_item *item = &list->block->as.items.v[p->index];
    struct region inner = region;
    inner.width = layout_room(l, inner.width - list->indent, list->block->span);
    struct fragment f = flow_layout(l, &item->content, inner, from);
    if (!f.frame)
        return f;
    struct frame *outer = frame_new(l->arena, region.width, f.frame->height);
    outer->baseline = f.frame->baseline;
    if (resume_at_start(from)) {
        length line = list->text->line_height;
        if (item->label.n && outer->height < line)
            outer->height = line;
        if (outer->height > region.height && !region.empty)
            return (struct fragment){.frame = NULL};
        push_label(l, list, p->index, outer, f.frame);
    }
    frame_push_frame(outer, f.frame, list->rtl ? 0 : list->indent, 0);
    f.frame = outer;
    return f;
}

static void item_piece(struct layout *l, const struct stack *st, size_t i,
                       struct layout_piece *out) {
    const struct item_list *list = st->data;
    (void)l;
    out->layout = piece_item;
    out->data = list;
    out->index = i;
    out->span = list->block->span;
    piece_take_style(out, list->style);
    /* Indents are the list's business: items share one edge. */
    out->margin[SIDE_START] = out->margin[SIDE_END] = 0;
    /* The first and the last item do not stand alone, where it is lines and not whole texts. */
    const struct bound_item *v = list->block->as.items.v;
    bool edge = i == 1 || i + 1 == st->n;
    if (i > 0 && st->n > 2 && edge && v[i].content.n == 1 && v[i - 1].content.n == 1)
        out->kept_previous = true;
}

struct fragment items_layout(struct layout *l, const struct bound_block *b, struct region region,
                             const struct resume *from) {
    struct item_list list = {.block = b, .rtl = lang_is_rtl(layout_lang(l, b->lang))};
    list.style = style_part(l->sheet, b->style, "list", "item");
    list.text = text_only(l, list.style, list.style);
    if (b->style.n && !style_find(l->sheet, str_format(l->arena, "%.*s.item", STR_ARG(b->style))))
        list.text = text_only(l, block_style(l, b), list.style);
    else if (b->as.items.links)
        list.text = text_only(l, layout_style(l, b->style, "links.list"), list.style);
    else if (l->context.text)
        list.text = l->context.text;
    list.list = items_style(l, b);
    list.numbers = b->as.items.ordered ? list.list->list_style != LIST_DASH
                                       : list.list->list_style == LIST_DECIMAL;
    list.label = label_style(l, list.text);
    list.indent = items_indent(l, &list);
    struct stack st = {.n = b->as.items.n, .data = &list, .piece = item_piece};
    const struct style *own = block_style(l, b);
    struct context old = context_enter(l, NULL, list.text);
    if (own->background.set)
        l->context.inside = own;
    struct fragment f = stack_layout(l, &st, region, from, NULL);
    l->context = old;
    return f;
}
