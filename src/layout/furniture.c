/* furniture.c - headers and footers: artifacts, filled page by page with page, pages and section.
 */
#include "layout/layout_internal.h"

struct band {
    struct layout *l;
    struct page *page;
    const struct scope *scope;
    length left, width;
    length top, height; /* the margin it stands in */
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
        if (p->height > band->height)
            diag_help(l->s->diags,
                      diag_error(l->s->diags, "overflow", r.text->v[0].span,
                                 "the %s is higher than the page's margin",
                                 band->footer ? "footer" : "header"),
                      "make the margin larger, or the text shorter");
        paragraph_push(band->page->frame, p, x, y);
    }
}

void furniture_paint(struct layout *l, const struct bound_master *m, struct page *page,
                     bool footer) {
    const struct furniture *f = footer ? &m->footer : &m->header;
    if (!f->inside && !f->center && !f->outside)
        return;
    struct scope scope;
    scope_init(&scope, l->arena, l->in->document->scope);
    scope_set(&scope, STR("page"), value_integer(l->arena, page->number));
    scope_set(&scope, STR("pages"), value_integer(l->arena, l->page_count));
    scope_set(&scope, STR("section"), value_text(l->arena, page->section));
    struct band band = {.l = l, .page = page, .scope = &scope, .footer = footer};
    band.left = page->margin[SIDE_START];
    band.width = page->frame->width - band.left - page->margin[SIDE_END];
    band.height = page->margin[footer ? SIDE_BOTTOM : SIDE_TOP];
    band.top = footer ? page->frame->height - band.height : 0;
    struct context old = l->context;
    l->context = (struct context){.artifact = footer ? ARTIFACT_FOOTER : ARTIFACT_HEADER};
    struct band_part v[3] = {part_fill(&band, f->inside, TEXT_START),
                             part_fill(&band, f->center, TEXT_CENTER),
                             part_fill(&band, f->outside, TEXT_END)};
    band_paint(&band, v);
    l->context = old;
}
