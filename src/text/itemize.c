#include "text/paragraph.h"

#include "base/utf8.h"

static hb_unicode_general_category_t category(uint32_t c) {
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
}

bool is_combining_mark(uint32_t c) {
    if (c < 0x300) {
        return false;
    }
    hb_unicode_general_category_t k = category(c);
    return k == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           k == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
           k == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK;
}

/* Characters that HarfBuzz makes invisible when a font lacks them. */
bool is_default_ignorable(uint32_t c) {
    static const uint32_t ranges[][2] = {
        {0xad, 0xad},       {0x34f, 0x34f},   {0x61c, 0x61c},   {0x17b4, 0x17b5},
        {0x180b, 0x180e},   {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},
        {0xfe00, 0xfe0f},   {0xfeff, 0xfeff}, {0xfff0, 0xfff8}, {0x1d173, 0x1d17a},
        {0xe0000, 0xe0fff},
    };
    for (size_t i = 0; c >= 0xad && i < sizeof ranges / sizeof ranges[0]; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

static bool is_regional(uint32_t c) {
    return c >= 0x1f1e6 && c <= 0x1f1ff;
}

/* Whether c stays with the character before it: a shortened form of UAX 29. */
static bool extends(uint32_t before, uint32_t c, size_t regionals) {
    if (c < 0x300) {
        return false;
    }
    return is_combining_mark(c) || c == 0x200c || c == 0x200d || before == 0x200d ||
           (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0020 && c <= 0xe007f) ||
           (c >= 0x1160 && c <= 0x11ff && before >= 0x1100) ||
           (is_regional(c) && is_regional(before) && regionals % 2 == 1);
}

size_t grapheme_end(struct str text, size_t at) {
    if (at + 1 < text.n && !((unsigned char)text.p[at] & 0x80) &&
        !((unsigned char)text.p[at + 1] & 0x80)) {
        return at + 1;
    }
    uint32_t before = utf8_next(text, &at);
    size_t regionals = is_regional(before);
    while (at < text.n) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (!extends(before, c, regionals)) {
            break;
        }
        regionals += is_regional(c);
        before = c;
        at = next;
    }
    return at;
}

static bool is_newline(uint32_t c) {
    return (c >= 0x0a && c <= 0x0d) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Whether the shaper can draw c of this face: itself, its parts, or what stands in for it. */
static bool draws(const struct font *f, uint32_t c) {
    hb_unicode_funcs_t *u = hb_unicode_funcs_get_default();
    hb_codepoint_t first = 0, second = 0;
    if (font_has(f, c)) {
        return true;
    }
    if (is_newline(c) || c == '\t') {
        return f->has_space;
    }
    if (c < 0xa0) {
        return false;
    }
    if (is_default_ignorable(c) || category(c) == HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR) {
        return f->has_space;
    }
    if (c == 0x2011) {
        return font_has(f, 0x2010);
    }
    return hb_unicode_decompose(u, c, &first, &second) && font_has(f, first) &&
           (second == 0 || font_has(f, second));
}

/* The first character of a cluster that the face cannot draw, or 0. */
static uint32_t cluster_fault(const struct font *f, struct str cluster) {
    uint32_t before = 0;
    for (size_t at = 0; at < cluster.n;) {
        uint32_t c = utf8_next(cluster, &at);
        hb_codepoint_t composed = 0;
        if (c == UTF8_BAD) {
            return c;
        }
        bool joined = before &&
                      hb_unicode_compose(hb_unicode_funcs_get_default(), before, c, &composed) &&
                      font_has(f, composed);
        if (!joined && !draws(f, c)) {
            return c ? c : UTF8_BAD;
        }
        before = joined ? composed : c;
    }
    return 0;
}

/* The face for a cluster: the text's own, that of the cluster before, the fallbacks in order. */
static const struct font *cluster_font(struct paragraph *p, size_t segment, struct str cluster,
                                       const struct font *own, const struct font *before) {
    uint32_t fault = cluster_fault(own, cluster);
    if (fault == 0) {
        return own;
    }
    if (before && before != own && cluster_fault(before, cluster) == 0) {
        return before;
    }
    for (size_t i = 0; fault != UTF8_BAD && i < p->fonts->fallback_count; i++) {
        const struct font *f = font_fallback(p->fonts, p->s, i, own);
        if (f && cluster_fault(f, cluster) == 0) {
            return f;
        }
    }
    report_missing(p, segment, fault);
    return own;
}

static bool is_real(hb_script_t s) {
    return s != HB_SCRIPT_COMMON && s != HB_SCRIPT_INHERITED && s != HB_SCRIPT_UNKNOWN;
}

static hb_script_t script_of(uint32_t c) {
    if (c < 0x80) {
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter ? HB_SCRIPT_LATIN : HB_SCRIPT_COMMON;
    }
    return hb_unicode_script(hb_unicode_funcs_get_default(), c);
}

static void push_cluster(struct paragraph *p, const struct text_item *next) {
    struct text_item *last = p->items.n > 0 ? &p->items.v[p->items.n - 1] : NULL;
    bool same = last && last->segment == next->segment && last->font == next->font &&
                last->level == next->level &&
                (!is_real(next->script) || !is_real(last->script) || next->script == last->script);
    if (!same) {
        vec_push(p->scratch, &p->items, *next);
        return;
    }
    last->to = next->to;
    if (is_real(next->script)) {
        last->script = next->script;
    }
}

static void itemize_segment(struct paragraph *p, size_t k) {
    const struct font *own = segment_font(p, k), *before = NULL;
    struct str text = str_slice(p->text, 0, p->starts[k + 1]);
    for (size_t at = p->starts[k]; at < text.n;) {
        struct text_item next = {.from = at, .to = grapheme_end(text, at), .segment = k};
        size_t inner = at;
        uint32_t c = utf8_next(text, &inner);
        next.level = p->levels ? p->levels[at] : 0;
        next.script = script_of(c);
        next.font = cluster_font(p, k, str_slice(text, at, next.to), own, before);
        before = next.font;
        push_cluster(p, &next);
        at = next.to;
    }
}

/* Plain text that the face draws whole is one item. */
static bool itemize_plain(struct paragraph *p, size_t k) {
    const struct font *own = segment_font(p, k);
    for (size_t i = p->starts[k]; i < p->starts[k + 1]; i++) {
        unsigned char c = (unsigned char)p->text.p[i];
        if (!((own->ascii[c >> 6] >> (c & 63)) & 1) && c != '\n') {
            return false;
        }
    }
    struct text_item item = {p->starts[k], p->starts[k + 1], k, own, HB_SCRIPT_LATIN, 0, 0};
    if (item.from < item.to) {
        vec_push(p->scratch, &p->items, item);
    }
    return true;
}

void paragraph_itemize(struct paragraph *p) {
    for (size_t k = 0; k < p->segment_count; k++) {
        if (!p->ascii || p->levels || !itemize_plain(p, k)) {
            itemize_segment(p, k);
        }
    }
    hb_script_t script = HB_SCRIPT_LATIN;
    for (size_t i = 0; i < p->items.n; i++) {
        if (is_real(p->items.v[i].script)) {
            script = p->items.v[i].script;
        } else {
            p->items.v[i].script = script;
        }
    }
}
