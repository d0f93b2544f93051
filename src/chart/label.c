/* label.c - short texts of a chart: broken, placed, never touching. */
#include "chart/chart_internal.h"

#include <string.h>

static length cap_height(const struct text_block *block, const struct style *style) {
    for (size_t i = 0; i < block->n; i++) {
        if (!block->lines[i].n)
            continue;
        const struct glyph_run *run = block->lines[i].runs[0].run;
        const struct font_metrics *m = font_metrics(run->font);
        if (m->cap_height > 0 && m->units_per_em > 0)
            return length_scale(run->size, m->cap_height, m->units_per_em);
    }
    return style->font_size * 7 / 10;
}

struct label label_make(struct drawing *d, struct str text, const struct style *style,
                        length width) {
    struct text_segment segment = {.text = text, .style = style, .lang = d->c->lang};
    struct text_request request = {
        .segments = &segment, .n = 1, .width = width, .align = TEXT_START, .lang = d->c->lang};
    struct label label = {.style = style};
    label.block = text_layout(d->r->fonts, d->s, &request);
    label.width = text.n ? label.block->width : 0;
    label.height = (length)label.block->n * style->line_height;
    label.cap = cap_height(label.block, style);
    return label;
}

static length line_left(const struct text_line *line) {
    length left = line->n ? line->runs[0].x : 0;
    for (size_t i = 1; i < line->n; i++)
        left = length_min(left, line->runs[i].x);
    return left;
}

/* `x` is where each line's free room is shared out from, `baseline` the first line's. */
static void draw_lines(struct drawing *d, const struct label *label, struct point at, length width,
                       enum text_align align) {
    length baseline = at.y;
    for (size_t i = 0; i < label->block->n; i++, baseline += label->style->line_height) {
        const struct text_line *line = &label->block->lines[i];
        length free = width - line->width, left = at.x;
        if (align == TEXT_END)
            left += free;
        if (align == TEXT_CENTER)
            left += free / 2;
        length x = draw_left(d, left, line->width) - line_left(line);
        for (size_t k = 0; k < line->n; k++) {
            struct frame_item item = {.kind = ITEM_GLYPHS,
                                      .element = d->c->figure,
                                      .x = x + line->runs[k].x,
                                      .y = baseline,
                                      .span = label->span};
            item.as.glyphs.run = line->runs[k].run;
            item.as.glyphs.color = label->style->color;
            frame_push(d->f, &item);
        }
    }
}

void label_draw_middle(struct drawing *d, const struct label *label, struct point at, length width,
                       enum text_align align) {
    length all = label->height - label->style->line_height + label->cap;
    at.y = at.y - all / 2 + label->cap;
    draw_lines(d, label, at, width, align);
}

void label_draw_top(struct drawing *d, const struct label *label, struct point at, length width,
                    enum text_align align) {
    at.y += label->height / 2;
    label_draw_middle(d, label, at, width, align);
}

void label_draw_color(struct drawing *d, const struct label *label, struct point middle,
                      struct color color) {
    struct style *style = ARENA_NEW(d->a, struct style);
    struct label copy = *label;
    *style = *label->style;
    style->color = color;
    copy.style = style;
    label_draw_middle(d, &copy, middle, label->width, TEXT_START);
}

size_t labels_spread(struct placed *v, size_t n, length width) {
    length sum = 0, next = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i].label.width + (i ? 2 * CHART_LABEL_GAP : 0);
    if (sum <= width) {
        for (size_t i = 0; i < n; i++) {
            v[i].left = length_max(v[i].left, next);
            next = v[i].left + v[i].label.width + 2 * CHART_LABEL_GAP;
        }
        for (size_t i = n; i-- > 0; width = v[i].left - 2 * CHART_LABEL_GAP)
            v[i].left = length_min(v[i].left, width - v[i].label.width);
        return n ? 1 : 0;
    }
    /* Too long for one row: each goes to the lowest row that has room at its own place. */
    size_t rows = 0;
    for (size_t i = 0; i < n; i++) {
        struct placed *p = &v[i];
        p->left = length_max(0, length_min(p->left, width - p->label.width));
        for (p->row = 0;; p->row++) {
            bool touches = false;
            for (size_t k = 0; k < i; k++)
                touches = touches || (v[k].row == p->row &&
                                      v[k].left < p->left + p->label.width + CHART_LABEL_GAP &&
                                      p->left < v[k].left + v[k].label.width + CHART_LABEL_GAP);
            if (!touches)
                break;
        }
        if (p->row + 1 > rows)
            rows = p->row + 1;
    }
    return rows;
}
