#include "text/text.h"

#include "text/paragraph.h"

static size_t section_end(const struct paragraph *p, size_t first) {
    size_t end = first;
    while (end < p->units.n && !p->units.v[end].hard) {
        end++;
    }
    return end < p->units.n ? end + 1 : end;
}

static void prepare(struct paragraph *p, const struct text_request *r, const struct line_frame *f) {
    struct font_set *set = p->fonts;
    shape_cache_trim(set);
    p->scratch = set->arena;
    if (!set->work) {
        set->work = ARENA_NEW(set->arena, struct paragraph_work);
    }
    p->items = set->work->items;
    p->pieces = set->work->pieces;
    p->units = set->work->units;
    p->lines = set->work->lines;
    p->items.n = p->pieces.n = p->units.n = p->lines.n = 0;
    paragraph_init(p, r);
    paragraph_itemize(p);
    paragraph_cut(p);
    paragraph_unite(p, f);
}

/* Gives the arrays back for the next paragraph. */
static void finish(const struct paragraph *p) {
    p->fonts->work->items = p->items;
    p->fonts->work->pieces = p->pieces;
    p->fonts->work->units = p->units;
    p->fonts->work->lines = p->lines;
}

struct text_block *text_layout(struct font_set *fonts, struct session *s,
                               const struct text_request *r) {
    struct paragraph p = {.fonts = fonts, .s = s};
    struct line_frame f = {r->width, r->first_indent, r->align};
    struct text_block *block = ARENA_NEW(s->arena, struct text_block);
    prepare(&p, r, &f);
    for (size_t first = 0; first < p.units.n;) {
        struct break_range section = {first, section_end(&p, first)};
        if (r->align == TEXT_JUSTIFY) {
            break_justified(&p, &f, section);
        } else {
            break_ragged(&p, &f, section);
        }
        first = section.end;
    }
    if (p.lines.n == 0) {
        struct break_range empty = {0, 0};
        vec_push(p.scratch, &p.lines, empty);
    }
    block->n = p.lines.n;
    block->lines = ARENA_ARRAY(s->arena, struct text_line, p.lines.n);
    for (size_t i = 0; i < p.lines.n; i++) {
        line_make(&p, &f, p.lines.v[i], &block->lines[i]);
        length indent = f.width - line_room(&f, p.lines.v[i].first);
        block->width = length_max(block->width, block->lines[i].width + indent);
    }
    block->rtl = p.rtl;
    block->overflow = p.overflow;
    block->overflow_at = p.overflow ? p.overflow_at : SPAN_NONE;
    block->poisoned = p.poisoned;
    finish(&p);
    return block;
}

struct text_extent text_measure(struct font_set *fonts, struct session *s,
                                const struct text_segment *segments, size_t n) {
    struct paragraph p = {.fonts = fonts, .s = s};
    struct text_request r = {.segments = segments, .n = n, .width = LENGTH_MAX, .lang = STR_EMPTY};
    struct line_frame f = {LENGTH_MAX * 1000, 0, TEXT_START};
    struct text_extent extent = {0, 0};
    length line = 0, hanging = 0;
    prepare(&p, &r, &f);
    for (size_t i = 0; i < p.units.n; i++) {
        const struct text_unit *u = &p.units.v[i];
        extent.min = length_max(extent.min, u->width + u->hyphen);
        line += hanging + u->width;
        hanging = u->space;
        extent.max = length_max(extent.max, line);
        if (u->hard) {
            line = hanging = 0;
        }
    }
    finish(&p);
    return extent;
}
