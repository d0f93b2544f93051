/* furniture.c - headers and footers: artifacts, filled page by page with page, pages and section.
 */
#include "layout/layout_internal.h"

#define MARKING_TOP LENGTH_MM(400) /* no text nearer to where the paper is cut */
#define MARKING_GAP LENGTH_MM(100)
#define MARKING_SIDE LENGTH_MM(250) /* padding, where the style has none */

struct band {
    struct layout *l;
    struct page *page;
    const struct scope *scope;
    length left, width;
    length top, height; /* the margin it stands in */
    length taken;       /* of it, from the page's edge */
    bool footer;
};

/* A number by itself is set as one. */
static const struct style *part_style(const struct band *band, const struct template *t) {
    bool number =
        t->n == 1 && t->parts[0].expr && str_is(str_trim(expr_text(t->parts[0].expr)), "page");
    return layout_style(band->l, STR_EMPTY,
                        number         ? "page.number"
                        : band->footer ? "footer"
                                       : "header");
}

struct band_part {
    struct inline_text text;
    const struct style *style;
    length natural, width;
    enum text_align align;
};

static struct paragraph_request part_request(const struct band *band,
                                             const struct band_part *part) {
    struct layout *l = band->l;
    struct style *style = ARENA_NEW(l->arena, struct style);
    *style = *part->style;
    style->text_align = part->align;
    return (struct paragraph_request){.text = &part->text,
                                      .style = style,
                                      .width = part->width,
                                      .lang = layout_lang(l, STR_EMPTY)};
}

static struct band_part part_fill(const struct band *band, const struct template *t,
                                  enum text_align align) {
    struct layout *l = band->l;
    struct band_part part = {.align = align};
    if (!t || t->faulty)
        return part;
    struct inline_run *run = ARENA_NEW(l->arena, struct inline_run);
    run->text = template_fill(l->s, t, band->scope);
    run->span = origin_whole(&t->origin);
    part.text = (struct inline_text){run, run->text.n ? 1 : 0};
    part.style = part_style(band, t);
    if (part.text.n) {
        struct paragraph_request r = part_request(band, &part);
        part.natural = paragraph_measure(l, &r).max;
    }
    return part;
}

/* Each part as wide as its text where all fit; else the outer ones keep at most a third each. */
static void share_width(const struct band *band, struct band_part v[3]) {
    length gap = band->width / 20, sum = v[0].natural + v[1].natural + v[2].natural;
    if (v[1].text.n == 0 && sum + gap <= band->width) {
        v[2].width = v[2].natural + 1;
        v[0].width = band->width - v[2].width - (v[2].natural ? gap : 0);
        return;
    }
    if (v[1].text.n == 0) {
        v[2].width = length_min(v[2].natural + 1, band->width / 3);
        v[0].width = length_min(v[0].natural + 1, band->width - v[2].width - gap);
        if (v[0].width + gap + v[2].natural <= band->width)
            v[2].width = v[2].natural + 1;
        return;
    }
    for (int i = 0; i < 3; i++)
        v[i].width = (band->width - 2 * gap) / 3;
}

static void band_paint(const struct band *band, struct band_part v[3]) {
    struct layout *l = band->l;
    share_width(band, v);
    bool rtl = lang_is_rtl(layout_lang(l, STR_EMPTY));
    for (int i = 0; i < 3; i++) {
        if (v[i].text.n == 0)
            continue;
        /* What fits one line stands at its edge, whichever way it runs. */
        v[i].width = length_min(v[i].width, v[i].natural + 1);
        struct paragraph_request r = part_request(band, &v[i]);
        const struct paragraph *p = paragraph_layout(l, &r);
        length x = band->left;
        if (i == 1)
            x += (band->width - v[i].width) / 2;
        if (i == (rtl ? 0 : 2))
            x += band->width - v[i].width;
        /* Half way between the page's edge and the text. */
        length y = band->top + (band->height - p->height) / 2;
        /* Below the marking where there is room, else beside it. */
        length below = band->taken + MARKING_GAP;
        if (band->taken > 0 && below + p->height <= band->height)
            y = length_max(y, below);
        if (p->height > band->height)
            diag_help(l->s->diags,
                      diag_error(l->s->diags, "overflow", r.text->v[0].span,
                                 "the %s is higher than the page's margin",
                                 band->footer ? "footer" : "header"),
                      "make the margin larger, or the text shorter");
        paragraph_push(band->page->frame, p, x, y);
    }
}

static void page_scope(struct layout *l, const struct page *page, struct scope *scope) {
    scope_init(scope, l->arena, l->in->document->scope);
    scope_set(scope, STR("page"), value_integer(l->arena, page->number));
    scope_set(scope, STR("pages"), value_integer(l->arena, l->page_count));
    scope_set(scope, STR("section"), value_text(l->arena, page->section));
}

void furniture_paint(struct layout *l, const struct bound_master *m, struct page *page, bool footer,
                     length taken) {
    const struct furniture *f = footer ? &m->footer : &m->header;
    if (!f->inside && !f->center && !f->outside)
        return;
    struct scope scope;
    page_scope(l, page, &scope);
    struct band band = {.l = l, .page = page, .scope = &scope, .footer = footer, .taken = taken};
    band.left = page->margin[SIDE_START];
    band.width = page->frame->width - band.left - page->margin[SIDE_END];
    band.height = page->margin[footer ? SIDE_BOTTOM : SIDE_TOP];
    band.top = footer ? page->frame->height - band.height : 0;
    struct context old = l->context;
    l->context = (struct context){.artifact = footer ? ARTIFACT_FOOTER : ARTIFACT_HEADER};
    bool mirrored = page_is_mirrored(l, page->number);
    struct band_part v[3] = {part_fill(&band, mirrored ? f->outside : f->inside, TEXT_START),
                             part_fill(&band, f->center, TEXT_CENTER),
                             part_fill(&band, mirrored ? f->inside : f->outside, TEXT_END)};
    band_paint(&band, v);
    l->context = old;
}

/* --- the edition's marking --- */

/* Its ground is its own, white where the style names none: it is read on a dark cover too. */
static struct frame *marking_box(struct layout *l, const struct inline_text *text, length most) {
    struct style *style = ARENA_NEW(l->arena, struct style);
    *style = *layout_style(l, STR_EMPTY, "marking");
    style->text_align = TEXT_CENTER;
    if (!style->background.set)
        style->background = (struct color){.set = true, .r = 255, .g = 255, .b = 255};
    struct edges e = style_edges(style, false);
    if (e.left + e.right + e.top + e.bottom == 0)
        e = (struct edges){MARKING_GAP / 2, MARKING_SIDE, MARKING_GAP / 2, MARKING_SIDE};
    struct paragraph_request r = {
        .text = text, .style = style, .lang = layout_lang(l, STR_EMPTY), .plain_links = true};
    length natural = paragraph_measure(l, &r).max + 1;
    r.width = length_min(natural, length_max(most - e.left - e.right, PT));
    const struct paragraph *p = paragraph_layout(l, &r);
    struct point size = {r.width + e.left + e.right, p->height + e.top + e.bottom};
    struct frame *f = frame_new(l->arena, size.x, size.y);
    paint_box(f, style, size, text->v[0].span);
    for (size_t i = 0; i < f->n; i++)
        f->items[i].artifact = ARTIFACT_HEADER;
    paragraph_push(f, p, e.left, e.top);
    return f;
}

struct marking marking_make(struct layout *l, const struct page *page) {
    const struct edition *edition = l->in->document->edition;
    const struct template *t = edition ? edition->marking : NULL;
    struct marking m = {.frame = NULL};
    if (!t || t->faulty)
        return m;
    struct scope scope;
    page_scope(l, page, &scope);
    struct inline_run *run = ARENA_NEW(l->arena, struct inline_run);
    run->text = template_fill(l->s, t, &scope);
    run->span = origin_whole(&t->origin);
    struct inline_text text = {run, 1};
    if (run->text.n == 0)
        return m;
    struct context old = l->context;
    l->context = (struct context){.artifact = ARTIFACT_HEADER};
    m.frame = marking_box(l, &text, page->frame->width - 4 * MARKING_TOP);
    l->context = old;
    m.x = (page->frame->width - m.frame->width) / 2;
    m.y = MARKING_TOP;
    length room = page->margin[SIDE_TOP];
    if (room >= m.frame->height && m.y + m.frame->height > room)
        m.y = (room - m.frame->height) / 2;
    m.span = run->span;
    return m;
}

struct covered {
    const struct marking *marking;
    const struct frame_item *item; /* the first that it would cover */
};

static void find_covered(void *context, const struct frame_item *item, length x, length y) {
    struct covered *c = context;
    const struct marking *m = c->marking;
    struct point size = {0, 0};
    if (item->kind == ITEM_GLYPHS) {
        size = (struct point){item->as.glyphs.run->width, item->as.glyphs.run->size};
        y -= size.y * 3 / 4;
    } else if (item->kind == ITEM_IMAGE && item->element) {
        size = (struct point){item->as.image.width, item->as.image.height};
        if (item->as.image.clip.width > 0) {
            x += item->as.image.clip.x;
            y += item->as.image.clip.y;
            size = (struct point){item->as.image.clip.width, item->as.image.clip.height};
        }
    }
    bool over = x < m->x + m->frame->width && x + size.x > m->x && y < m->y + m->frame->height &&
                y + size.y > m->y;
    if (!c->item && size.x > 0 && over)
        c->item = item;
}

void marking_paint(struct layout *l, const struct marking *m, struct page *page) {
    struct covered covered = {.marking = m};
    frame_walk(page->frame, find_covered, &covered);
    if (covered.item)
        diag_help(l->s->diags,
                  diag_error(l->s->diags, "overlap", m->span,
                             "the marking would stand on something else at the head of page %u",
                             page->number),
                  "leave the uppermost 12 mm of each page free in its middle, or make the marking "
                  "shorter");
    frame_push_frame(page->frame, m->frame, m->x, m->y);
}
