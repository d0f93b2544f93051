/* paragraph.c - inline text in a style to frames, one a line. */
#include "layout/layout_internal.h"

#include <string.h>

/* Line metrics may pass the line height by this much (percent of the size) before the line grows: a
 * script with tall letters must not run into its neighbours. */
enum { TALL_PERCENT = 155, BOLD = 700 };
/* A mark in small type is not made smaller than what can be read. */
#define SMALLEST ((length)8 * PT)

/* One paragraph on its way to lines. */
struct setting {
    struct layout *l;
    const struct paragraph_request *r;
    const struct style *base;
    struct text_segment *segments;
    struct text_segment one; /* of a text of one run, as most are */
    size_t n;
    struct text_block *block;
    length ascent, descent; /* of the base font */
};

static struct style *style_copy(struct layout *l, const struct style *style) {
    struct style *copy = ARENA_NEW(l->scratch, struct style);
    *copy = *style;
    return copy;
}

/* What an inline style says beyond what body says. */
static void style_overlay(struct style *st, const struct style *over, const struct style *body) {
    if (over->color.set)
        st->color = over->color;
    if (body && over->font_size != body->font_size && body->font_size > 0) {
        length least = length_min(st->font_size, SMALLEST);
        st->font_size = length_scale(st->font_size, over->font_size, body->font_size);
        st->font_size = length_max(st->font_size, least);
    }
    if (!body || over->font_weight != body->font_weight)
        st->font_weight = over->font_weight;
    if (!body || !str_equal(over->font_family, body->font_family))
        st->font_family = over->font_family;
    st->italic = st->italic || over->italic;
    st->underline = st->underline || over->underline;
    st->tabular_figures = st->tabular_figures || over->tabular_figures;
}

/* A link's own colour is made for paper: beside text that is light, on a ground that is dark, it takes
 * the text's. */
static bool is_light(struct color c) {
    enum { LARGE_TEXT = 300 };
    return c.set && color_contrast(c, (struct color){.set = true, .r = 255, .g = 255, .b = 255}) <
                        LARGE_TEXT;
}

static const struct style *run_style(const struct setting *t, const struct inline_run *run) {
    struct layout *l = t->l;
    bool link = run->link && !t->r->plain_links;
    if (!run->strong && !run->emphasis && !run->style.n && !link)
        return t->base;
    struct style *st = style_copy(l, t->base);
    const struct style *body = style_find(l->sheet, STR("body"));
    const struct style *over = link ? style_find(l->sheet, STR("link")) : NULL;
    if (over && t->r->inside)
        over = style_within(l->sheet, over, t->r->inside);
    if (over)
        style_overlay(st, over, body);
    over = run->style.n ? style_find(l->sheet, run->style) : NULL;
    if (over && t->r->inside)
        over = style_within(l->sheet, over, t->r->inside);
    if (over)
        style_overlay(st, over, body);
    if (is_light(t->base->color) && !is_light(st->color))
        st->color = t->base->color;
    if (run->strong) {
        over = style_find(l->sheet, STR("strong"));
        unsigned weight = over && over->font_weight ? over->font_weight : BOLD;
        if (st->font_weight < weight)
            st->font_weight = weight;
    }
    if (run->emphasis)
        st->italic = true;
    return st;
}

/* The number of the page where the run's target stood in the last pass. */
static struct str page_text(struct layout *l, const struct inline_run *run) {
    unsigned page = (unsigned)(uintptr_t)map_get(&l->page_of, run->target);
    struct page_use use = {.target = run->target, .printed = page, .span = run->span};
    vec_push(l->s->arena, &l->uses, use);
    return page ? str_format(l->s->arena, "%u", page) : STR("00");
}

static void setting_open(struct setting *t) {
    const struct paragraph_request *r = t->r;
    struct layout *l = t->l;
    t->base = r->inside ? style_within(l->sheet, r->style, r->inside) : r->style;
    t->n = r->text->n;
    t->segments = &t->one;
    if (t->n > 1)
        t->segments = ARENA_ARRAY(l->scratch, struct text_segment, t->n);
    for (size_t i = 0; i < t->n; i++) {
        const struct inline_run *run = &r->text->v[i];
        struct text_segment *seg = &t->segments[i];
        seg->style = run_style(t, run);
        seg->lang = run->lang.n ? run->lang : layout_lang(l, r->lang);
        seg->span = run->span;
        switch (run->kind) {
        case INLINE_TEXT:
            seg->text = run->text;
            break;
        case INLINE_BREAK:
            seg->text = STR("\n");
            if (i > 0 && run[-1].kind == INLINE_TEXT) /* who hears the text needs a space there */
                seg[-1].text = str_join2(l->arena, seg[-1].text, STR(" "));
            break;
        case INLINE_PAGE:
            seg->text = page_text(l, run);
            seg->no_break = true;
            break;
        }
        if (str_is(run->style, "note.mark"))
            seg->no_break = true;
    }
}

/* An empty text still is a line high: give the line breaker something with a style. */
static void setting_fill_empty(struct setting *t) {
    if (t->n > 0)
        return;
    t->segments[0] = (struct text_segment){
        .text = STR_EMPTY, .style = t->base, .lang = layout_lang(t->l, t->r->lang)};
    t->n = 1;
}

static void setting_break(struct setting *t) {
    struct layout *l = t->l;
    struct text_request request = {.segments = t->segments,
                                   .n = t->n,
                                   .width = t->r->width,
                                   .align = t->base->text_align,
                                   .hyphens = t->base->hyphens,
                                   .direction = DIRECTION_AUTO,
                                   .lang = layout_lang(l, t->r->lang),
                                   .runs = l->frames,
                                   .lines = l->scratch};
    t->block = text_layout(l->fonts, l->s, &request);
    if (t->block->overflow) {
        struct diag *d = diag_warning(l->s->diags, "word-too-long", t->block->overflow_at,
                                      "a word here is longer than its line and was broken");
        diag_help(l->s->diags, d, "give it more room, or put a soft hyphen or a space in it");
    }
    const struct font *font =
        font_find(l->fonts, l->s, t->base->font_family, t->base->font_weight, t->base->italic);
    const struct font_metrics *m = font_metrics(font);
    t->ascent = length_scale(t->base->font_size, m->ascent, m->units_per_em);
    t->descent = length_scale(t->base->font_size, -m->descent, m->units_per_em);
}

static const struct inline_run *run_of(const struct setting *t, const struct line_run *lr) {
    return lr->segment < t->r->text->n ? &t->r->text->v[lr->segment] : NULL;
}

static void push_glyphs(const struct setting *t, struct frame *f, const struct line_run *lr) {
    const struct inline_run *run = run_of(t, lr);
    if (!run || lr->run->n == 0)
        return;
    const struct style *style = t->segments[lr->segment].style;
    struct frame_item item = {.kind = ITEM_GLYPHS, .x = lr->x, .y = f->baseline};
    item.element = run->element ? run->element : t->r->element;
    item.artifact = t->l->context.artifact;
    item.span = run->span;
    item.as.glyphs.run = lr->run;
    item.as.glyphs.color = style->color;
    item.as.glyphs.underline = style->underline;
    frame_push(f, &item);
}

/* One area for each stretch of runs of the same link. */
static void push_links(const struct setting *t, struct frame *f, const struct text_line *line) {
    const struct bound_document *d = t->l->in ? t->l->in->document : NULL;
    if (t->r->no_areas || (d && d->edition && d->edition->links != LINKS_LIVE))
        return;
    for (size_t i = 0, next; i < line->n; i = next) {
        const struct inline_run *run = run_of(t, &line->runs[i]);
        const struct link *link = run ? run->link : NULL;
        length left = LENGTH_MAX, right = -LENGTH_MAX;
        for (next = i; next < line->n; next++) {
            const struct line_run *lr = &line->runs[next];
            const struct inline_run *other = run_of(t, lr);
            if ((other ? other->link : NULL) != link)
                break;
            left = length_min(left, lr->x);
            right = length_max(right, lr->x + lr->run->width);
        }
        if (!link)
            continue;
        if (right <= left)
            continue;
        length top = length_max(0, f->baseline - t->ascent);
        length bottom = length_min(f->height, f->baseline + t->descent);
        struct frame_item item = {.kind = ITEM_LINK, .x = left, .y = top};
        item.element = link->element;
        item.span = run->span;
        item.as.link.link = link;
        item.as.link.width = right - left;
        item.as.link.height = bottom - top;
        frame_push(f, &item);
    }
}

static struct frame *line_frame(const struct setting *t, const struct text_line *line) {
    length ascent = t->ascent, descent = t->descent, height = t->base->line_height;
    length ink = line->ascent + line->descent;
    if (ink > height && ink > length_scale(t->base->font_size, TALL_PERCENT, 100)) {
        height = ink;
        ascent = line->ascent;
        descent = line->descent;
    }
    struct frame *f = frame_new(t->l->arena, t->r->width, height);
    f->baseline = (height - ascent - descent) / 2 + ascent;
    for (size_t i = 0; i < line->n; i++)
        push_glyphs(t, f, &line->runs[i]);
    push_links(t, f, line);
    return f;
}

struct paragraph *paragraph_layout(struct layout *l, const struct paragraph_request *r) {
    struct setting t = {.l = l, .r = r};
    layout_open(l);
    struct arena_mark start = arena_mark(l->scratch);
    setting_open(&t);
    setting_fill_empty(&t);
    setting_break(&t);
    struct paragraph *p = ARENA_NEW(l->arena, struct paragraph);
    p->n = t.block->n;
    p->width = t.block->width;
    p->lines = ARENA_ARRAY(l->arena, struct frame *, p->n);
    for (size_t i = 0; i < p->n; i++) {
        p->lines[i] = line_frame(&t, &t.block->lines[i]);
        p->height += p->lines[i]->height;
    }
    arena_release(l->scratch, start);
    return p;
}

struct text_extent paragraph_measure(struct layout *l, const struct paragraph_request *r) {
    struct setting t = {.l = l, .r = r};
    layout_open(l);
    struct arena_mark start = arena_mark(l->scratch);
    setting_open(&t);
    setting_fill_empty(&t);
    struct text_extent extent = text_measure(l->fonts, l->s, t.segments, t.n);
    arena_release(l->scratch, start);
    return extent;
}

/* What makes a kept paragraph the same. Zeroed before it is filled: padding is hashed too. */
struct paragraph_key {
    const void *runs, *style, *inside, *lang;
    size_t n;
    length width;
    element_id element;
    unsigned pass;
    bool plain_links, no_areas;
};

struct paragraph *paragraph_keep(struct layout *l, const struct paragraph_request *r) {
    struct paragraph_key *key = ARENA_NEW(l->arena, struct paragraph_key);
    key->runs = r->text->v;
    key->style = r->style;
    key->inside = r->inside;
    key->lang = r->lang.n ? r->lang.p : NULL;
    key->n = r->text->n;
    key->width = r->width;
    key->element = r->element;
    key->plain_links = r->plain_links;
    key->no_areas = r->no_areas;
    for (size_t i = 0; i < r->text->n; i++)
        if (r->text->v[i].kind == INLINE_PAGE)
            key->pass = l->pass;
    if (!l->kept.arena)
        map_init(&l->kept, l->s->arena);
    struct str name = {(const char *)key, sizeof *key};
    struct paragraph *p = r->text->n ? map_get(&l->kept, name) : NULL;
    if (p)
        return p;
    p = paragraph_layout(l, r);
    if (r->text->n)
        map_set(&l->kept, name, p);
    return p;
}

length paragraph_push(struct frame *f, const struct paragraph *p, length x, length y) {
    for (size_t i = 0; i < p->n; i++) {
        frame_push_frame(f, p->lines[i], x, y);
        y += p->lines[i]->height;
    }
    return y;
}

struct frame *paragraph_frame(struct layout *l, const struct paragraph_request *r) {
    const struct paragraph *p = paragraph_layout(l, r);
    struct frame *f = frame_new(l->arena, r->width, p->height);
    paragraph_push(f, p, 0, 0);
    f->baseline = p->n ? p->lines[0]->baseline : 0;
    return f;
}

/* How many of the lines from `at` on to take here; 0: none. */
static size_t lines_to_take(const struct paragraph *p, const struct style *style, size_t at,
                            struct region region) {
    size_t fit = 0, left = p->n - at;
    length height = 0;
    while (fit < left && height + p->lines[at + fit]->height <= region.height)
        height += p->lines[at + fit++]->height;
    if (fit == left)
        return left;
    size_t take = fit, widows = style->widows ? style->widows : 1;
    size_t orphans = at == 0 && style->orphans ? style->orphans : 1;
    if (left - take < widows)
        take = left > widows ? left - widows : 0;
    if (take < orphans)
        take = 0;
    if (take == 0 && region.empty)
        take = fit; /* the rule cannot hold: there is no better place */
    return take;
}

struct fragment lines_layout(struct layout *l, const struct paragraph_request *r,
                             struct region region, const struct resume *from) {
    const struct paragraph *p = paragraph_keep(l, r);
    size_t at = from ? from->at : 0;
    size_t take = lines_to_take(p, r->style, at, region);
    struct frame *f = frame_new(l->arena, region.width, 0);
    if (take == 0) {
        if (!region.empty)
            return (struct fragment){.frame = NULL};
        struct span span = r->text->n ? r->text->v[0].span : SPAN_NONE;
        struct fragment line = fragment_whole(l, p->lines[at], region, span);
        if (!line.frame)
            return line;
        take = 1;
    }
    for (size_t i = at; i < at + take; i++) {
        frame_push_frame(f, p->lines[i], 0, f->height);
        f->height += p->lines[i]->height;
    }
    f->baseline = p->lines[at]->baseline;
    struct resume resume = {.at = at + take, .done = at + take == p->n};
    return (struct fragment){.frame = f, .resume = resume};
}
