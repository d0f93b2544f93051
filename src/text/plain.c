/* plain.c - the short way for what most cells of a table hold: a few words or a figure on one line.
 *
 * Gives what the long way gives, to the last thousandth of a point: only texts are taken whose words
 * and breaks are certain without looking them up. What is not certain goes the long way.
 */
#include "text/paragraph.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A mark that the rules of line breaking (UAX 14) keep with what stands on both sides. */
static bool holds_together(char before, char c, char after) {
    switch (c) {
    case '.':
    case ',':
    case ':':
    case '/':
    case '-':
        return is_digit(before) && is_digit(after);
    case '\'':
        return is_letter(before) && is_letter(after);
    case '%':
        return is_digit(before) && (after == ' ' || after == 0);
    case ' ':
        return before != ' ' && after != 0;
    default:
        return false;
    }
}

/* Words of letters and digits, figures and dates, with single spaces between them. */
static bool is_plain(struct str text) {
    char before = ' ';
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i], after = i + 1 < text.n ? text.p[i + 1] : 0;
        if (!is_letter(c) && !is_digit(c) && !holds_together(before, c, after)) {
            return false;
        }
        before = c;
    }
    return text.n > 0;
}

static bool face_draws(const struct font *f, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (!((f->ascii[c >> 6] >> (c & 63)) & 1)) {
            return false;
        }
    }
    return true;
}

static bool add_word(struct paragraph *p, struct plain_line *line, struct text_item *item,
                     size_t to) {
    size_t from = item->from;
    item->from = to;
    if (line->n == PLAIN_PIECES) {
        return false;
    }
    const struct shaped *shaped = shape_text(p, item, from, to);
    bool space = p->text.p[from] == ' ';
    if (shaped->missing) {
        return false;
    }
    line->from[line->n] = from;
    line->pieces[line->n++] = shaped;
    line->glyphs += shaped->n;
    line->width += shaped->width;
    if (!space && shaped->width > line->widest) {
        line->widest = shaped->width;
    }
    return true;
}

bool plain_line(struct paragraph *p, const struct text_segment *segments, size_t n,
                struct plain_line *line) {
    line->n = line->glyphs = 0;
    line->width = line->widest = 0;
    if (n != 1 || !is_plain(segments[0].text)) {
        return false;
    }
    p->segments = segments;
    p->segment_count = 1;
    p->text = segments[0].text;
    line->font = segment_font(p, 0);
    if (!face_draws(line->font, p->text)) {
        return false;
    }
    struct text_item item = {0, p->text.n, 0, line->font, HB_SCRIPT_LATIN, 0, 0};
    item.look = shape_look(p, &item);
    for (size_t i = 1; i <= p->text.n; i++) {
        bool edge = i == p->text.n || p->text.p[i] == ' ' || p->text.p[i - 1] == ' ';
        if (edge && !add_word(p, line, &item, i)) {
            return false;
        }
    }
    return true;
}

/* One word's glyphs are those of the cache: that is what they are kept for. */
static const struct glyph *line_glyphs(struct paragraph *p, const struct plain_line *line) {
    if (line->n == 1) {
        return line->pieces[0]->glyphs;
    }
    struct glyph *glyphs = ARENA_ARRAY(p->out, struct glyph, line->glyphs);
    struct glyph *at = glyphs;
    for (size_t k = 0; k < line->n; k++) {
        const struct shaped *shaped = line->pieces[k];
        memcpy(at, shaped->glyphs, shaped->n * sizeof *at);
        for (size_t i = 0; i < shaped->n; i++) {
            at[i].cluster += (uint32_t)line->from[k];
        }
        at += shaped->n;
    }
    return glyphs;
}

struct text_block *plain_block(struct paragraph *p, const struct plain_line *line,
                               const struct text_request *r) {
    const struct text_segment *segment = &r->segments[0];
    struct glyph_run *run = ARENA_NEW(p->out, struct glyph_run);
    run->font = line->font;
    run->size = segment->style->font_size;
    run->glyphs = line_glyphs(p, line);
    run->n = line->glyphs;
    run->text = segment->text;
    run->lang = segment->lang;
    run->width = line->width;
    struct plain_block {
        struct text_block block;
        struct text_line line;
        struct line_run run;
    } *made = ARENA_NEW(p->list, struct plain_block);
    struct line_frame f = {r->width, r->first_indent, r->align};
    made->run = (struct line_run){run, line_start(&f, line->width), 0};
    made->line = (struct text_line){.runs = &made->run, .n = 1, .width = line->width, .hard = true};
    line_measure_font(&made->line, line->font, run->size);
    made->block =
        (struct text_block){.lines = &made->line, .n = 1, .width = line->width + r->first_indent};
    return &made->block;
}
