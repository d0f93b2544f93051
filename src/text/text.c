#include "text/text.h"

#include "text/paragraph.h"

static size_t section_end(const struct paragraph *p, size_t first) {
    size_t end = first;
    while (end < p->units.n && !p->units.v[end].hard) {
        end++;
    }
    return end < p->units.n ? end + 1 : end;
}

static void take_memory(struct paragraph *p) {
    struct font_set *set = p->fonts;
    p->scratch = set->arena;
    p->temp = set->temp;
    if (!set->work) {
        set->work = ARENA_NEW(set->arena, struct paragraph_work);
        set->work->lang = STR_EMPTY;
    }
}

static void prepare(struct paragraph *p, const struct text_request *r, const struct line_frame *f) {
    struct font_set *set = p->fonts;
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
static void finish(const struct paragraph *p, struct arena_mark start) {
    arena_release(p->temp, start);
    p->fonts->work->items = p->items;
    p->fonts->work->pieces = p->pieces;
    p->fonts->work->units = p->units;
    p->fonts->work->lines = p->lines;
}

/* A short text that fits on one line, or NULL. */
static struct text_block *plain_layout(struct paragraph *p, const struct text_request *r) {
    struct plain_line line;
    bool ltr = r->direction == DIRECTION_LTR ||
               (r->direction == DIRECTION_AUTO && !language_is_rtl(p, r->lang));
    if (r->n != 1 || r->align == TEXT_JUSTIFY || !ltr)
        return NULL;
    bool one = plain_line(p, r->segments, r->n, &line) && line.width <= r->width - r->first_indent;
    return one ? plain_block(p, &line, r) : NULL;
}

struct text_block *text_layout(struct font_set *fonts, struct session *s,
                               const struct text_request *r) {
    struct arena *list = r->lines ? r->lines : s->arena;
    struct arena *runs = r->runs ? r->runs : s->arena;
    struct paragraph p = {.fonts = fonts, .s = s, .out = runs, .list = list};
    struct line_frame f = {r->width, r->first_indent, r->align};
    struct arena_mark start = arena_mark(fonts->temp);
    take_memory(&p);
    struct text_block *block = plain_layout(&p, r);
    if (block) {
        return block;
    }
    block = ARENA_NEW(list, struct text_block);
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
    block->lines = ARENA_ARRAY(list, struct text_line, p.lines.n);
    for (size_t i = 0; i < p.lines.n; i++) {
        line_make(&p, &f, p.lines.v[i], &block->lines[i]);
        length indent = f.width - line_room(&f, p.lines.v[i].first);
        block->width = length_max(block->width, block->lines[i].width + indent);
    }
    block->rtl = p.rtl;
    block->overflow = p.overflow;
    block->overflow_at = p.overflow ? p.overflow_at : SPAN_NONE;
    block->poisoned = p.poisoned;
    finish(&p, start);
    return block;
}

struct text_extent text_measure(struct font_set *fonts, struct session *s,
                                const struct text_segment *segments, size_t n) {
    struct paragraph p = {.fonts = fonts, .s = s, .out = fonts->temp, .list = fonts->temp};
    struct arena_mark start = arena_mark(fonts->temp);
    struct text_request r = {.segments = segments, .n = n, .width = LENGTH_MAX, .lang = STR_EMPTY};
    struct line_frame f = {LENGTH_MAX * 1000, 0, TEXT_START};
    struct text_extent extent = {0, 0};
    length line = 0, hanging = 0;
    struct plain_line plain;
    take_memory(&p);
    if (plain_line(&p, segments, n, &plain)) {
        return (struct text_extent){segments[0].no_break ? plain.width : plain.widest, plain.width};
    }
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
    finish(&p, start);
    return extent;
}
