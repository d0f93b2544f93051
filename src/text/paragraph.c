#include "text/paragraph.h"

#include "base/utf8.h"

#include <fribidi.h>
#include <string.h>

static bool is_rtl_language(struct str lang) {
    static const char *const tags[] = {"ar", "arc", "ckb",     "dv",  "fa",      "he",
                                       "iw", "ks",  "ku-arab", "nqo", "pa-arab", "ps",
                                       "sd", "syr", "ug",      "ur",  "yi"};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t n = strlen(tags[i]);
        if (lang.n >= n && strncasecmp(lang.p, tags[i], n) == 0 &&
            (lang.n == n || lang.p[n] == '-')) {
            return true;
        }
    }
    return false;
}

bool language_is_rtl(struct paragraph *p, struct str lang) {
    struct paragraph_work *work = p->fonts->work;
    if (work->lang.n != lang.n || !str_equal(work->lang, lang)) {
        work->lang = str_copy(p->scratch, lang);
        work->lang_rtl = is_rtl_language(lang);
    }
    return work->lang_rtl;
}

static bool needs_bidi(uint32_t c) {
    return (c >= 0x590 && c <= 0x8ff) || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || (c >= 0xfb1d && c <= 0xfdff) ||
           (c >= 0xfe70 && c <= 0xfefe) || (c >= 0x10800 && c <= 0x10fff) ||
           (c >= 0x1e800 && c <= 0x1efff);
}

/* Copies a segment; marks beyond the limit would make the shaper quadratic and are left out. */
static void add_segment(struct strbuf *b, struct session *s, const struct text_segment *segment) {
    size_t marks = 0;
    bool told = false;
    for (size_t at = 0; at < segment->text.n;) {
        size_t from = at;
        if (!((unsigned char)segment->text.p[at] & 0x80)) {
            while (at < segment->text.n && !((unsigned char)segment->text.p[at] & 0x80)) {
                at++;
            }
            marks = 0;
        } else {
            uint32_t c = utf8_next(segment->text, &at);
            marks = is_combining_mark(c) ? marks + 1 : is_default_ignorable(c) ? marks : 0;
        }
        if (marks > LIMIT_MARKS) {
            if (!told) {
                diag_help(s->diags,
                          diag_warning(
                              s->diags, "too-many-marks", segment->span,
                              "more than %d combining marks stand on one letter; the rest are left "
                              "out",
                              LIMIT_MARKS),
                          "take some of the marks out");
            }
            told = true;
            continue;
        }
        strbuf_add(b, str_slice(segment->text, from, at));
    }
}

static bool all_ascii(struct str text) {
    unsigned char any = 0;
    for (size_t i = 0; i < text.n; i++) {
        any |= (unsigned char)text.p[i];
    }
    return any < 0x80;
}

static void join_text(struct paragraph *p) {
    p->starts = p->one;
    if (p->segment_count > 1)
        p->starts = ARENA_ARRAY(p->temp, size_t, p->segment_count + 1);
    p->ascii = true;
    if (p->segment_count == 1 && all_ascii(p->segments[0].text)) {
        p->text = p->segments[0].text;
        p->starts[1] = p->text.n;
        return;
    }
    struct strbuf b;
    strbuf_init(&b, p->out);
    for (size_t i = 0; i < p->segment_count; i++) {
        p->starts[i] = b.n;
        if (all_ascii(p->segments[i].text)) {
            strbuf_add(&b, p->segments[i].text);
        } else {
            p->ascii = false;
            add_segment(&b, p->s, &p->segments[i]);
        }
    }
    p->starts[p->segment_count] = b.n;
    p->text = strbuf_str(&b);
}

struct code_points {
    FriBidiChar *v;
    FriBidiCharType *types;
    FriBidiBracketType *brackets;
    FriBidiLevel *levels;
    FriBidiStrIndex n;
    bool bidi;
};

static struct code_points decode(struct paragraph *p) {
    struct arena *a = p->temp;
    struct code_points c = {.bidi = false};
    c.v = ARENA_ARRAY(a, FriBidiChar, p->text.n);
    for (size_t at = 0; at < p->text.n;) {
        uint32_t code_point = utf8_next(p->text, &at);
        c.bidi = c.bidi || needs_bidi(code_point);
        c.v[c.n++] = code_point;
    }
    return c;
}

static void run_bidi(struct paragraph *p, struct code_points *c, enum text_direction direction,
                     struct str lang) {
    struct arena *a = p->temp;
    size_t n = (size_t)c->n;
    c->types = ARENA_ARRAY(a, FriBidiCharType, n);
    c->brackets = ARENA_ARRAY(a, FriBidiBracketType, n);
    c->levels = ARENA_ARRAY(a, FriBidiLevel, n);
    fribidi_get_bidi_types(c->v, c->n, c->types);
    fribidi_get_bracket_types(c->v, c->n, c->types, c->brackets);
    FriBidiParType base = FRIBIDI_PAR_ON;
    if (direction == DIRECTION_AUTO) {
        base = fribidi_get_par_direction(c->types, c->n);
        direction = base == FRIBIDI_PAR_ON && is_rtl_language(lang) ? DIRECTION_RTL
                    : FRIBIDI_IS_RTL(base)                          ? DIRECTION_RTL
                                                                    : DIRECTION_LTR;
    }
    p->rtl = direction == DIRECTION_RTL;
    base = p->rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    if (fribidi_get_par_embedding_levels_ex(c->types, c->brackets, c->n, &base, c->levels) == 0) {
        fail_memory();
    }
    p->levels = ARENA_ARRAY(a, uint8_t, p->text.n);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        size_t from = at;
        utf8_next(p->text, &at);
        memset(p->levels + from, c->levels[i], at - from);
    }
}

/* In plain Latin text the direction is known without the algorithm. */
static bool has_ascii_letter(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        if ((text.p[i] >= 'a' && text.p[i] <= 'z') || (text.p[i] >= 'A' && text.p[i] <= 'Z')) {
            return true;
        }
    }
    return false;
}

void paragraph_init(struct paragraph *p, const struct text_request *r) {
    p->segments = r->segments;
    p->segment_count = r->n;
    join_text(p);
    struct code_points c = {.bidi = false};
    if (!p->ascii) {
        c = decode(p);
    }
    bool maybe_rtl = r->direction == DIRECTION_RTL ||
                     (r->direction == DIRECTION_AUTO && is_rtl_language(r->lang) &&
                      !(p->ascii && has_ascii_letter(p->text)));
    if (p->text.n == 0) {
        p->rtl = maybe_rtl;
        return;
    }
    if (!c.bidi && !maybe_rtl) {
        return;
    }
    if (!c.v) {
        c = decode(p);
    }
    run_bidi(p, &c, r->direction, r->lang);
}

const struct font *segment_font(struct paragraph *p, size_t segment) {
    const struct style *style = p->segments[segment].style;
    return font_find(p->fonts, p->s, style->font_family, style->font_weight, style->italic);
}
