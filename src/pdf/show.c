/* A run of glyphs to text operators. The pen's true place is a sum of exact advances; what a viewer
 * will have moved by is counted beside it in thousandths of an em, and adjusted when the two part
 * by more than one: errors never add up. */
#include "pdf/content.h"

#include "base/utf8.h"
#include "pdf/syntax.h"
#include "pdf/writer.h"

#include <string.h>

enum { EM = 1000, TOLERANCE = 1, HAIR = 2 };

struct show {
    struct content *c;
    const struct frame_item *item;
    const struct glyph_run *run;
    struct pdf_font *font;
    length x, y;   /* where the run begins; y upwards */
    int64_t moved; /* thousandths of an em */
    int64_t last;  /* where the glyph before stands; likewise */
    length pen;    /* from the run's start */
    bool in_array, in_string;
    size_t array;  /* where it begins in the content */
    bool adjusted; /* a number stands in it */
    bool refused;
};

static void open_array(struct show *s) {
    if (s->in_array)
        return;
    s->array = s->c->out.n;
    s->adjusted = false;
    s->in_array = true;
    strbuf_add_char(&s->c->out, '[');
}

static void close_string(struct show *s) {
    if (s->in_string)
        strbuf_add_char(&s->c->out, ')');
    s->in_string = false;
}

static void close_array(struct show *s) {
    struct strbuf *out = &s->c->out;

    close_string(s);
    if (s->in_array && s->adjusted) {
        strbuf_add_c(out, "]TJ\n");
    } else if (s->in_array) { /* one string: it needs no array */
        memmove(out->p + s->array, out->p + s->array + 1, out->n - s->array - 1);
        out->n--;
        strbuf_add_c(out, "Tj\n");
    }
    s->in_array = false;
}

static void put_code_byte(struct strbuf *b, unsigned byte) {
    if (byte == '(' || byte == ')' || byte == '\\')
        strbuf_add_char(b, '\\');
    if (byte == '\r')
        strbuf_add_bytes(b, "\\r", 2);
    else
        strbuf_add_char(b, (char)byte);
}

static void put_code(struct show *s, unsigned code) {
    open_array(s);
    if (!s->in_string)
        strbuf_add_char(&s->c->out, '(');
    s->in_string = true;
    put_code_byte(&s->c->out, code >> 8);
    put_code_byte(&s->c->out, code & 255);
}

/* Where a glyph stands. Two letters that are drawn from one place, as lam and alef are, stand a hair
 * apart, the later one to the left: readers that sort letters by place else take them in any order. */
static int64_t place_of(struct show *s, const struct glyph *g) {
    int64_t want = length_scale(s->pen + g->x_offset, EM, s->run->size);

    if (s->run->rtl && want > s->last - HAIR && want < s->last + HAIR)
        want = s->last - HAIR;
    s->last = want;
    return want;
}

/* Moves to where the glyph stands. */
static void place(struct show *s, const struct glyph *g) {
    int64_t want = place_of(s, g);
    int64_t back = s->moved - want;

    if (g->y_offset != s->c->rise) {
        close_array(s);
        put_length(&s->c->out, g->y_offset);
        strbuf_add_c(&s->c->out, " Ts\n");
        s->c->rise = g->y_offset;
    }
    if (back > TOLERANCE || back < -TOLERANCE) {
        close_string(s);
        open_array(s);
        put_int(&s->c->out, back);
        s->adjusted = true;
        s->moved = want;
    }
}

static void refuse(struct show *s, struct str text) {
    struct diag_list *l = s->c->w->s->diags;

    if (!s->refused)
        diag_help(l,
                  diag_error(l, "glyph-missing", s->c->at,
                             "the font %.*s has no glyph for \"%.*s\" (PDF/UA-1, 7.21.8)",
                             STR_ARG(font_postscript_name(s->run->font)),
                             STR_ARG(diag_quote(s->c->w->arena, text))),
                  "add a font that has it to `fonts: fallback:`");
    s->refused = true;
}

static void refuse_many(struct show *s) {
    struct diag_list *l = s->c->w->s->diags;

    if (!s->refused)
        diag_help(l,
                  diag_error(l, "limit-codes", s->c->at,
                             "the font %.*s is used for more than 65,535 different glyphs",
                             STR_ARG(font_postscript_name(s->run->font))),
                  "make two documents of it, or use a second font for a part");
    s->refused = true;
}

static void put_glyph(struct show *s, const struct glyph *g, struct str text) {
    unsigned code = g->id ? pdf_font_code(s->c->w, s->font, g->id, text) : 0;

    if (s->run->rtl)
        s->pen -= g->advance;
    if (!g->id) {
        refuse(s, text);
    } else if (!code) {
        refuse_many(s);
    } else {
        place(s, g);
        put_code(s, code);
        s->moved += s->font->codes[code - 1].width;
    }
    if (!s->run->rtl)
        s->pen += g->advance;
}

/* The text of the cluster at byte `from`: up to the nearest cluster after it. */
static struct str cluster_text(const struct glyph_run *run, size_t first, size_t count) {
    size_t from = run->glyphs[first].cluster, to = run->text.n;

    if (!run->rtl && first + count < run->n)
        to = run->glyphs[first + count].cluster;
    else if (run->rtl && first > 0)
        to = run->glyphs[first - 1].cluster;
    if (to < from) { /* not monotone: look at all */
        to = run->text.n;
        for (size_t i = 0; i < run->n; i++)
            if (run->glyphs[i].cluster > from && run->glyphs[i].cluster < to)
                to = run->glyphs[i].cluster;
    }
    return str_slice(run->text, from, to);
}

/* The part of a cluster's text that its i-th glyph in reading order stands for: a character each,
 * the rest with the last; nothing when there are fewer characters than glyphs. */
static struct str piece_of(struct str text, size_t count, size_t i) {
    size_t at = 0;

    for (size_t k = 0; k < i && at < text.n; k++)
        utf8_next(text, &at);
    text = str_slice(text, at, text.n);
    at = 0;
    if (i + 1 < count && text.n) {
        utf8_next(text, &at);
        text = str_slice(text, 0, at);
    }
    return text;
}

/* The i-th glyph in reading order of `count` from `first` on. */
static const struct glyph *glyph_at(const struct show *s, size_t first, size_t count, size_t i) {
    return &s->run->glyphs[first + (s->run->rtl ? count - 1 - i : i)];
}

static void use_font(struct content *c, struct pdf_font *f) {
    for (size_t i = 0; i < c->fonts.n; i++)
        if (c->fonts.v[i] == f)
            return;
    vec_push(c->w->arena, &c->fonts, f);
}

static void begin_text(struct show *s) {
    struct content *c = s->c;
    length x = s->x, y = s->y;

    content_begin_text(c);
    content_fill_color(c, s->item->as.glyphs.color, INK_TEXT);
    if (c->font != s->run->font || c->size != s->run->size) {
        use_font(c, s->font);
        strbuf_add_c(&c->out, "/F");
        put_int(&c->out, s->font->index);
        put_space_length(&c->out, s->run->size);
        strbuf_add_c(&c->out, " Tf\n");
        c->font = s->run->font;
        c->size = s->run->size;
    }
    put_length(&c->out, x - c->line_x);
    put_space_length(&c->out, y - c->line_y);
    strbuf_add_c(&c->out, " Td\n");
    c->line_x = x;
    c->line_y = y;
}

/* Goes on in a new sequence of the same element: a sequence within one would do for ActualText, but
 * readers are known to lose what follows it. */
static void split_sequence(struct show *s, struct str actual) {
    struct content *c = s->c;

    close_array(s);
    content_end_marked(c);
    content_begin_element(c, c->element, actual, c->within);
    begin_text(s);
    s->moved = 0;
}

/* Several glyphs that are one text share out its characters, so that every reader finds them all
 * once and in order. With more glyphs than characters the text is said for the whole cluster. */
static void show_cluster(struct show *s, size_t first, size_t count) {
    struct str text = cluster_text(s->run, first, count);
    bool actual = s->c->element && count > 1 && count > utf8_length(text);

    if (actual || s->c->spoken)
        split_sequence(s, actual ? text : STR_EMPTY);
    for (size_t i = 0; i < count; i++)
        put_glyph(s, glyph_at(s, first, count, i), piece_of(text, count, i));
}

/* Clusters in reading order: what is written from right to left is painted from right to left, so
 * that a reader which follows the content meets the letters in their order. */
static void show_clusters(struct show *s) {
    const struct glyph_run *run = s->run;
    size_t count;

    if (run->rtl)
        for (size_t i = 0; i < run->n; i++)
            s->pen += run->glyphs[i].advance;
    for (size_t done = 0; done < run->n; done += count) {
        uint32_t cluster = glyph_at(s, 0, run->n, done)->cluster;
        count = 1;
        while (done + count < run->n && glyph_at(s, 0, run->n, done + count)->cluster == cluster)
            count++;
        show_cluster(s, run->rtl ? run->n - done - count : done, count);
    }
}

static void underline(struct content *c, const struct frame_item *item, length x, length y) {
    const struct glyph_run *run = item->as.glyphs.run;
    const struct font_metrics *m = font_metrics(run->font);
    length middle = y + length_scale(m->underline_position, run->size, m->units_per_em);
    length thick = length_scale(m->underline_thickness, run->size, m->units_per_em);
    struct haru_rectangle r = {x, middle - thick, x + run->width, middle};

    if (thick > 0 && run->width > 0)
        content_rectangle(c, item->as.glyphs.color, &r);
}

void content_show(struct content *c, const struct frame_item *item, length x, length y) {
    const struct glyph_run *run = item->as.glyphs.run;
    struct show s = {.c = c, .item = item, .run = run, .last = INT32_MAX};

    if (!run->n || run->size <= 0)
        return;
    s.font = pdf_font_use(c->w, run->font, c->at);
    s.x = x;
    s.y = c->height - y;
    begin_text(&s);
    show_clusters(&s);
    close_array(&s);
    if (item->as.glyphs.underline)
        underline(c, item, x, c->height - y);
}
