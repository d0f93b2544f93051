/* flow_collect.c - bound blocks as pieces of a stack: which style, margins and break rules each
 * has, and which run together in columns. */
#include "layout/layout_internal.h"

#include <string.h>

const struct style *layout_style(struct layout *l, struct str given, const char *name) {
    const struct style *st = given.n ? style_find(l->sheet, given) : NULL;
    if (!st && name)
        st = style_find(l->sheet, str_from(name));
    return st ? st : style_get(l->sheet, "body");
}

struct str layout_lang(const struct layout *l, struct str lang) {
    if (lang.n || !l->in || !l->in->document)
        return lang;
    return l->in->document->lang;
}

bool lang_is_rtl(struct str lang) {
    static const char *const rtl[] = {"ar", "ur", "he", "fa", "yi", "ps", "sd", "ug", "dv"};
    for (size_t i = 0; i < sizeof rtl / sizeof *rtl; i++)
        if (str_starts(lang, rtl[i]) && (lang.n == 2 || lang.p[2] == '-'))
            return true;
    return false;
}

struct context context_enter(struct layout *l, const struct style *inside,
                             const struct style *text) {
    struct context old = l->context;
    l->context.top = l->context.columns = false;
    l->context.bleed_start = l->context.bleed_end = 0;
    if (inside)
        l->context.inside = inside;
    l->context.text = text;
    return old;
}

/* A copy of `style` made once for each `other`; *fresh when it is to be changed still. */
static struct style *style_variant(struct layout *l, const struct style *style,
                                   const struct style *other, bool *fresh) {
    const struct style *key[2] = {style, other};
    struct str name = {(const char *)key, sizeof key};
    if (!l->kept.arena)
        map_init(&l->kept, l->s->arena);
    struct style *st = map_get(&l->kept, name);
    *fresh = !st;
    if (st)
        return st;
    st = ARENA_NEW(l->arena, struct style);
    *st = *style;
    map_set(&l->kept, str_copy(l->arena, name), st);
    return st;
}

static const struct style *recolored(struct layout *l, const struct style *style,
                                     const struct style *like) {
    bool fresh;
    struct style *st = style_variant(l, style, like, &fresh);
    st->color = like->color;
    return st;
}

const struct style *text_with(struct layout *l, const struct style *text,
                              const struct style *look) {
    bool fresh;
    struct style *st = style_variant(l, text, look, &fresh);
    if (!fresh)
        return st;
    st->color = look->color;
    st->font_weight = look->font_weight;
    st->text_align = TEXT_START;
    return st;
}

const struct style *text_only(struct layout *l, const struct style *style,
                              const struct style *margins) {
    bool fresh;
    struct style *st = style_variant(l, style, margins, &fresh);
    if (!fresh)
        return st;
    st->background.set = false;
    st->width = (struct dimension){UNIT_AUTO, 0};
    st->width_page = false;
    st->column_count = 1;
    st->break_before = st->break_after = BREAK_AUTO;
    st->break_inside_avoid = false;
    for (int side = 0; side < 4; side++) {
        st->padding[side] = 0;
        st->border[side].width = 0;
        st->margin[side] = margins->margin[side];
    }
    return st;
}

static const struct style *heading_style(struct layout *l, const struct bound_block *b) {
    static const char *const names[] = {"h1", "h1", "h2", "h3", "h4", "h5", "h6"};
    static const char *const cover[] = {"cover.title", "cover.title", "cover.subtitle"};
    unsigned level = b->as.heading.level;
    const struct style *inside = l->context.inside;
    bool box = inside && !str_is(inside->name, "cover");
    if (l->context.cover && !b->style.n && level <= 2 && !box) {
        const struct style *st = style_find(l->sheet, str_from(cover[level]));
        if (st && inside)
            return st;
        if (st) /* no dark ground: the cover's type in a chapter's colour */
            return recolored(l, st, layout_style(l, STR_EMPTY, names[level]));
    }
    return layout_style(l, b->style, names[level <= 6 ? level : 6]);
}

static const struct style *text_style(struct layout *l, const struct bound_block *b) {
    if (b->style.n)
        return layout_style(l, b->style, "p");
    if (l->context.text)
        return l->context.text;
    return layout_style(l, STR_EMPTY, "p");
}

const struct style *block_style(struct layout *l, const struct bound_block *block) {
    switch (block->kind) {
    case BOUND_HEADING:
        return heading_style(l, block);
    case BOUND_PARAGRAPH:
        return text_style(l, block);
    case BOUND_ITEMS:
        return layout_style(l, block->style, block->as.items.links ? "links.list" : "list");
    case BOUND_QUOTE:
        return layout_style(l, block->style, "quote");
    case BOUND_TABLE:
        return layout_style(l, block->style, "table");
    case BOUND_CHART:
        return layout_style(l, block->style, "chart");
    case BOUND_CARDS:
        return layout_style(l, block->style, "links");
    case BOUND_TILES:
        return layout_style(l, block->style, "tiles");
    case BOUND_BOX:
        return layout_style(l, block->style, "box");
    case BOUND_GRID:
        return layout_style(l, block->style, "grid");
    case BOUND_IMAGE:
        return layout_style(l, block->style, "image");
    case BOUND_CONTENTS:
        return layout_style(l, block->style, "contents");
    case BOUND_SPACE:
    case BOUND_BREAK:
    case BOUND_MASTER:
    case BOUND_PLACE:
        break;
    }
    return layout_style(l, block->style, "p");
}

static struct fragment piece_block(struct layout *l, const struct layout_piece *p,
                                   struct region region, const struct resume *from) {
    return block_layout(l, p->data, region, from);
}

static struct fragment piece_space(struct layout *l, const struct layout_piece *p,
                                   struct region region, const struct resume *from) {
    const struct bound_block *b = p->data;
    (void)from;
    const struct style *body = layout_style(l, STR_EMPTY, "body");
    length height = dimension_resolve(b->as.space, body->font_size, region.full_height);
    height = length_min(length_max(height, 0), length_max(region.height, 0));
    return (struct fragment){.frame = frame_new(l->arena, region.width, height),
                             .resume = {.done = true}};
}

/* Neighbours of one style that asks for columns share them. */
static bool runs_in_columns(struct layout *l, const struct bound_block *b) {
    if (!b->style.n)
        return false;
    if (b->kind != BOUND_PARAGRAPH && b->kind != BOUND_ITEMS && b->kind != BOUND_QUOTE)
        return false;
    return block_style(l, b)->column_count > 1;
}

static void column_piece(struct layout *l, const struct stack *st, size_t i,
                         struct layout_piece *out) {
    const struct bound_block *const *v = st->data;
    const struct bound_block *b = v[i];
    out->layout = piece_block;
    out->data = b;
    out->span = b->span;
    piece_take_style(out, block_style(l, b));
    out->rtl = lang_is_rtl(layout_lang(l, b->lang));
}

static struct fragment piece_columns(struct layout *l, const struct layout_piece *p,
                                     struct region region, const struct resume *from) {
    const struct bound_block *const *v = p->data;
    struct stack st = {.n = p->count, .data = v, .piece = column_piece};
    struct columns columns = {
        .count = p->style->column_count, .gap = p->style->column_gap, .rtl = p->rtl};
    struct context old = context_enter(l, NULL, l->context.text);
    struct fragment f = columns_layout(l, &st, &columns, region, from);
    l->context = old;
    return f;
}

static void misplaced(struct layout *l, const struct bound_block *b, const char *what,
                      const char *help) {
    struct diag *d =
        diag_error(l->s->diags, "block-misplaced", b->span, "%s cannot stand here", what);
    diag_help(l->s->diags, d, "%s", help);
}

static void break_piece(struct layout *l, const struct bound_block *b, struct layout_piece *out) {
    if (b->kind == BOUND_BREAK) {
        out->forced = b->as.brk.odd ? FORCED_ODD : FORCED_REGION;
    } else if (b->kind == BOUND_MASTER && l->context.top) {
        out->forced = FORCED_MASTER;
    } else if (b->kind == BOUND_MASTER) {
        misplaced(l, b, "`master`", "a page starts at the top level of `content`, in no box");
    } else if (!l->context.cover) {
        misplaced(l, b, "`place`", "it belongs to the `content` of a page master");
    }
}

static void flow_piece(struct layout *l, const struct stack *st, size_t i,
                       struct layout_piece *out) {
    const struct bound_list *content = st->data;
    const struct bound_block *b = content->v[i];
    out->data = b;
    out->span = b->span;
    switch (b->kind) {
    case BOUND_BREAK:
    case BOUND_MASTER:
    case BOUND_PLACE:
        break_piece(l, b, out);
        return;
    case BOUND_SPACE:
        out->layout = piece_space;
        out->space = true;
        return;
    default:
        break;
    }
    out->layout = piece_block;
    out->rtl = lang_is_rtl(layout_lang(l, b->lang));
    piece_take_style(out, block_style(l, b));
    if (b->kind == BOUND_IMAGE || b->kind == BOUND_CHART)
        out->width = (struct dimension){UNIT_AUTO, 0};
    if (b->keep_together || b->kind == BOUND_HEADING)
        out->keep_together = true;
    out->kept_previous = b->keep_previous;
    if (b->kind == BOUND_TABLE || b->kind == BOUND_TILES || b->kind == BOUND_CARDS)
        out->keep_together = b->keep_together || b->kind == BOUND_TILES;
    if (runs_in_columns(l, b)) {
        while (i + out->count < content->n && runs_in_columns(l, content->v[i + out->count]) &&
               str_equal(content->v[i + out->count]->style, b->style))
            out->count++;
        out->layout = piece_columns;
        out->data = content->v + i;
        out->margin[SIDE_START] = out->margin[SIDE_END] = 0;
        out->keep_together = false;
    }
}

struct stack flow_stack(const struct bound_list *content) {
    return (struct stack){.n = content->n, .data = content, .piece = flow_piece};
}

struct fragment flow_layout(struct layout *l, const struct bound_list *content,
                            struct region region, const struct resume *from) {
    struct stack st = flow_stack(content);
    return stack_layout(l, &st, region, from, NULL);
}
