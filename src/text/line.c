#include "text/paragraph.h"

#include <string.h>

/* A width that no page has: asked for to have a text on one line. */
#define UNBOUNDED (LENGTH_MAX / 2)

/* Pieces of one line while it is made. */
struct line_work {
    struct paragraph *p;
    size_t from, to;      /* pieces that are drawn: newlines are not */
    size_t trailing;      /* from here on spaces hang and take no room */
    size_t hyphen;        /* the piece that ends in a hyphen, or SIZE_MAX */
    length extra;         /* to be shared among the spaces; negative shrinks them */
    length stretch;       /* width of the spaces that share it */
    length shared, given; /* of them so far */
    uint8_t *levels;      /* of the runs */
};

static const struct text_item *item_at(const struct line_work *w, size_t piece) {
    return &w->p->items.v[w->p->pieces.v[piece].item];
}

/* UAX 9, L1: spaces at a line's end have the paragraph's level. */
static uint8_t level_at(const struct line_work *w, size_t piece) {
    return piece >= w->trailing ? (uint8_t)w->p->rtl : item_at(w, piece)->level;
}

static bool stretches(const struct line_work *w, size_t piece) {
    enum piece_kind kind = w->p->pieces.v[piece].kind;
    return piece < w->trailing && (kind == PIECE_SPACE || kind == PIECE_FIXED_SPACE);
}

/* Each space gets its part of the extra; parts of a thousandth add up without loss. */
static length share(struct line_work *w, length width) {
    w->shared += width;
    length until = length_scale(w->extra, w->shared, w->stretch);
    length part = until - w->given;
    w->given = until;
    return part;
}

static void set_hyphen(const struct line_work *w, const struct text_piece *piece,
                       struct glyph *glyphs) {
    struct glyph hyphen = shape_hyphen(w->p, &w->p->items.v[piece->item]);
    size_t cluster = piece->to - piece->from - 2;
    for (size_t i = 0; hyphen.id != 0 && i < piece->shaped->n; i++) {
        if (glyphs[i].cluster == cluster) {
            hyphen.cluster = glyphs[i].cluster;
            glyphs[i] = hyphen;
            return;
        }
    }
}

/* Copies a piece's glyphs into a run whose text starts at byte `base`. */
static void copy_piece(struct line_work *w, size_t k, size_t base, struct glyph *out) {
    const struct text_piece *piece = &w->p->pieces.v[k];
    const struct shaped *shaped = piece->shaped;
    if (shaped->n == 0) {
        return;
    }
    memcpy(out, shaped->glyphs, shaped->n * sizeof *out);
    if (k == w->hyphen) {
        set_hyphen(w, piece, out);
    }
    if (k >= w->trailing) {
        /* They may have been shaped for the other direction. */
        bool turned = ((level_at(w, k) ^ item_at(w, k)->level) & 1) != 0;
        for (size_t i = 0; i < shaped->n; i++) {
            out[i].cluster = shaped->glyphs[turned ? shaped->n - 1 - i : i].cluster;
            out[i].advance = 0;
        }
    } else if (w->stretch > 0 && stretches(w, k)) {
        out[shaped->n - 1].advance += (int32_t)share(w, piece->width);
    }
    for (size_t i = 0; i < shaped->n; i++) {
        out[i].cluster += (uint32_t)(piece->from - base);
    }
}

static struct line_run make_run(struct line_work *w, size_t from, size_t to) {
    struct paragraph *p = w->p;
    struct arena *a = p->out;
    const struct text_item *item = item_at(w, from);
    const struct text_segment *segment = &p->segments[item->segment];
    struct glyph_run *run = ARENA_NEW(a, struct glyph_run);
    size_t base = p->pieces.v[from].from, at = 0;
    for (size_t k = from; k < to; k++) {
        run->n += p->pieces.v[k].shaped->n;
    }
    run->font = item->font;
    run->size = segment->style->font_size;
    struct glyph *glyphs = ARENA_ARRAY(a, struct glyph, run->n);
    run->glyphs = glyphs;
    run->text = str_slice(p->text, base, p->pieces.v[to - 1].to);
    run->rtl = level_at(w, from) & 1;
    run->lang = segment->lang;
    for (size_t i = 0; i < to - from; i++) {
        size_t k = run->rtl ? to - 1 - i : from + i;
        copy_piece(w, k, base, glyphs + at);
        at += p->pieces.v[k].shaped->n;
    }
    for (size_t i = 0; i < run->n; i++) {
        run->width += run->glyphs[i].advance;
    }
    return (struct line_run){run, 0, item->segment};
}

static bool same_run(const struct line_work *w, size_t x, size_t y) {
    const struct text_item *a = item_at(w, x), *b = item_at(w, y);
    return a == b
               ? level_at(w, x) == level_at(w, y)
               : a->segment == b->segment && a->font == b->font && level_at(w, x) == level_at(w, y);
}

static void make_runs(struct line_work *w, struct text_line *out) {
    size_t count = 0;
    for (size_t k = w->from; k < w->to; k++) {
        count += k == w->from || !same_run(w, k - 1, k);
    }
    out->runs = ARENA_ARRAY(w->p->list, struct line_run, count);
    w->levels = ARENA_ARRAY(w->p->temp, uint8_t, count);
    for (size_t k = w->from; k < w->to;) {
        size_t first = k++;
        while (k < w->to && same_run(w, k - 1, k)) {
            k++;
        }
        w->levels[out->n] = level_at(w, first);
        out->runs[out->n++] = make_run(w, first, k);
    }
    for (size_t i = 0; i < out->n; i++) {
        out->width += out->runs[i].run->width;
    }
}

/* UAX 9, L2: from the highest level down to the lowest odd one, turn each stretch of runs. */
static void place_runs(const struct line_work *w, struct text_line *line, length x) {
    size_t *order = ARENA_ARRAY(w->p->temp, size_t, line->n);
    uint8_t highest = 0;
    for (size_t i = 0; i < line->n; i++) {
        order[i] = i;
        highest = w->levels[i] > highest ? w->levels[i] : highest;
    }
    for (uint8_t level = highest; level > 0; level--) {
        for (size_t i = 0; i < line->n;) {
            size_t end = i;
            while (end < line->n && w->levels[order[end]] >= level) {
                end++;
            }
            for (size_t l = i, r = end; l + 1 < r; l++) {
                size_t swap = order[l];
                order[l] = order[--r];
                order[r] = swap;
            }
            i = end + (end == i);
        }
    }
    for (size_t i = 0; i < line->n; i++) {
        line->runs[order[i]].x = x;
        x += line->runs[order[i]].run->width;
    }
}

void line_measure_font(struct text_line *line, const struct font *font, length size) {
    const struct font_metrics *m = font_metrics(font);
    line->ascent = length_max(line->ascent, length_scale(size, m->ascent, m->units_per_em));
    line->descent = length_max(line->descent, length_scale(size, -m->descent, m->units_per_em));
}

static void measure_height(struct paragraph *p, size_t piece, struct text_line *line) {
    for (size_t i = 0; i <= line->n; i++) {
        const struct font *font = NULL;
        length size = 0;
        if (i < line->n) {
            font = line->runs[i].run->font;
            size = line->runs[i].run->size;
        } else if (line->n == 0 && p->segment_count > 0) {
            /* An empty line is as high as text would be. */
            size_t segment = piece < p->pieces.n ? p->items.v[p->pieces.v[piece].item].segment
                                                 : p->segment_count - 1;
            font = segment_font(p, segment);
            size = p->segments[segment].style->font_size;
        }
        if (font) {
            line_measure_font(line, font, size);
        }
    }
}

static void justify(struct line_work *w, length room) {
    length natural = 0;
    for (size_t k = w->from; k < w->trailing; k++) {
        natural += w->p->pieces.v[k].width;
        w->stretch += stretches(w, k) ? w->p->pieces.v[k].width : 0;
    }
    natural += w->hyphen != SIZE_MAX ? w->p->pieces.v[w->hyphen].hyphen : 0;
    w->extra = room - natural;
}

/* In room without an end a line stands at its own start, from whichever side it runs. */
static length aligned_start(const struct line_frame *f, length room, length width, bool rtl) {
    length slack = room < UNBOUNDED ? length_max(room - width, 0) : 0;
    bool right = rtl ? f->align != TEXT_END : f->align == TEXT_END;
    length x = f->align == TEXT_CENTER ? slack / 2 : right ? slack : 0;
    return x + (rtl ? 0 : f->width - room);
}

length line_start(const struct line_frame *f, length width) {
    return aligned_start(f, line_room(f, 0), width, false);
}

void line_make(struct paragraph *p, const struct line_frame *f, struct break_range units,
               struct text_line *out) {
    struct line_work w = {.p = p, .hyphen = SIZE_MAX};
    if (units.end > units.first) {
        w.from = p->units.v[units.first].first;
        w.to = p->units.v[units.end - 1].end;
    }
    out->hard = units.end == units.first || p->units.v[units.end - 1].hard;
    while (w.to > w.from && p->pieces.v[w.to - 1].kind == PIECE_NEWLINE) {
        w.to--;
    }
    w.trailing = w.to;
    while (w.trailing > w.from && p->pieces.v[w.trailing - 1].kind == PIECE_SPACE) {
        w.trailing--;
    }
    if (!out->hard && w.trailing > w.from && p->pieces.v[w.trailing - 1].soft_hyphen) {
        w.hyphen = w.trailing - 1;
    }
    length room = line_room(f, units.first);
    /* A last line that was counted on to shrink still must. */
    if (f->align == TEXT_JUSTIFY) {
        justify(&w, room);
        w.stretch = out->hard && w.extra > 0 ? 0 : w.stretch;
    }
    make_runs(&w, out);
    place_runs(&w, out, aligned_start(f, room, out->width, p->rtl));
    measure_height(p, w.from, out);
}
