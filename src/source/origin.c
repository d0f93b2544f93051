#include "source/origin_map.h"

#include "base/utf8.h"
#include "source/bytes.h"

#include <string.h>

/* A scalar read once more beside its text: `at` runs over the file, `out` over the text. The two
 * bytes looked for are noted when they go by. */
struct walk {
    struct str raw; /* the whole file */
    size_t at;
    struct str text;
    size_t out;
    size_t first, last; /* bytes of the text that are looked for */
    size_t from, to;    /* where they stand in the file */
    bool found_first, done;
    struct origin_map *map; /* to be filled, or NULL */
};

/* The next n bytes of the text come from bytes [from, to) of the file. */
static void emit(struct walk *w, size_t from, size_t to, size_t n) {
    bool same = to - from == n;
    for (size_t i = 0; w->map != NULL && i < n && w->out + i < w->text.n; i++) {
        w->map->from[w->out + i] = (uint32_t)(same ? from + i : from);
        w->map->to[w->out + i] = (uint32_t)(same ? from + i + 1 : to);
    }
    if (!w->found_first && w->first < w->out + n) {
        w->found_first = true;
        w->from = same ? from + (w->first - w->out) : from;
    }
    if (!w->done && w->last < w->out + n) {
        w->done = true;
        w->to = same ? from + (w->last - w->out) + 1 : to;
    }
    w->out += n;
}

static void emit_to(struct walk *w, size_t end) {
    emit(w, w->at, end, end - w->at);
    w->at = end;
}

static bool is_blank(const struct walk *w, size_t at) {
    return at < w->raw.n && (w->raw.p[at] == ' ' || w->raw.p[at] == '\t');
}

/* Length of the line break at an offset, as YAML 1.1 counts them; 0 if there is none. */
static size_t break_length(const struct walk *w, size_t at) {
    unsigned char c = at < w->raw.n ? (unsigned char)w->raw.p[at] : 0;
    if (c != '\n' && c != '\r' && c != 0xC2 && c != 0xE2)
        return 0; /* nearly always */
    struct str r = str_slice(w->raw, at, at + 3);
    if (str_starts(r, "\r\n") || str_starts(r, "\xC2\x85"))
        return 2;
    if (str_starts(r, "\n") || str_starts(r, "\r"))
        return 1;
    return str_starts(r, "\xE2\x80\xA8") || str_starts(r, "\xE2\x80\xA9") ? 3 : 0;
}

/* Bytes that a break of the file gives in the text. */
static size_t break_kept(size_t length) {
    return length == 3 ? 3 : 1;
}

/* A line break in plain or quoted text: one is a space, more are one less. */
static void fold_breaks(struct walk *w, bool escaped) {
    size_t first = w->at;
    size_t n = break_length(w, w->at);
    w->at += n;
    size_t more = 0;
    for (;;) {
        while (is_blank(w, w->at))
            w->at++;
        size_t next = break_length(w, w->at);
        if (next == 0)
            break;
        emit(w, w->at, w->at + next, break_kept(next));
        w->at += next;
        more++;
    }
    if (more == 0 && !escaped)
        emit(w, first, first + n, n == 3 ? 3 : 1);
}

static unsigned hex_value(struct str s, size_t at, size_t digits) {
    unsigned value = 0;
    for (size_t i = 0; i < digits && at + i < s.n; i++) {
        char c = s.p[at + i];
        unsigned digit = c >= 'a'   ? (unsigned)(c - 'a') + 10
                         : c >= 'A' ? (unsigned)(c - 'A') + 10
                                    : (unsigned)(c - '0');
        value = value * 16 + (digit & 15);
    }
    return value;
}

/* A backslash in double quotes that is not before a line break. JSON's surrogate pairs too. */
static void walk_escape(struct walk *w) {
    char kind = w->at + 1 < w->raw.n ? w->raw.p[w->at + 1] : ' ';
    size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    size_t end = w->at + 2 + digits;
    size_t n = 1;
    if (digits > 0) {
        unsigned c = hex_value(w->raw, w->at + 2, digits);
        char bytes[4];
        if (kind == 'u' && c >= 0xD800 && c < 0xDC00 && end + 1 < w->raw.n &&
            w->raw.p[end] == '\\' && w->raw.p[end + 1] == 'u') {
            end += 6;
            n = 4;
        } else if (c < 0xD800 || c > 0xDFFF) {
            n = utf8_encode(c, bytes);
        }
    } else if (kind == 'N' || kind == '_') {
        n = 2;
    } else if (kind == 'L' || kind == 'P') {
        n = 3;
    }
    emit(w, w->at, end, n);
    w->at = end;
}

static void walk_flow(struct walk *w, enum node_style style) {
    if (style != NODE_PLAIN)
        w->at++;
    while (!w->done && w->out < w->text.n && w->at < w->raw.n) {
        size_t end = w->at;
        while (is_blank(w, end))
            end++;
        if (break_length(w, end) > 0) {
            w->at = end;
            fold_breaks(w, false);
        } else if (end > w->at) {
            emit_to(w, end);
        } else if (style == NODE_DOUBLE_QUOTED && w->raw.p[w->at] == '\\') {
            if (break_length(w, w->at + 1) > 0) {
                w->at++;
                fold_breaks(w, true);
            } else {
                walk_escape(w);
            }
        } else if (style == NODE_SINGLE_QUOTED && w->raw.p[w->at] == '\'') {
            emit(w, w->at, w->at + 2, 1);
            w->at += 2;
        } else {
            emit_to(w, w->at + 1);
        }
    }
}

static size_t line_end(const struct walk *w, size_t at) {
    while (at < w->raw.n && break_length(w, at) == 0)
        at++;
    return at;
}

static size_t count_spaces(struct str s, size_t at) {
    size_t n = 0;
    while (at + n < s.n && s.p[at + n] == ' ')
        n++;
    return n;
}

/* The indent of a block of text: its first line with something on it has the text's own spaces, and
 * before them the indent. */
static size_t block_indent(const struct walk *w) {
    size_t text_at = 0;
    while (text_at < w->text.n && w->text.p[text_at] == '\n')
        text_at++;
    size_t own = count_spaces(w->text, text_at);
    size_t at = w->at;
    for (;;) {
        size_t spaces = count_spaces(w->raw, at);
        size_t n = break_length(w, at + spaces);
        /* A line of spaces alone that the text kept is longer than the indent. */
        if (n == 0 || (own > 0 && spaces > own && text_at + own == w->text.n))
            return spaces > own ? spaces - own : 0;
        at += spaces + n;
        if (at >= w->raw.n)
            return 0;
    }
}

static size_t skip_indent(struct walk *w, size_t indent) {
    size_t n = 0;
    while (n < indent && w->at < w->raw.n && w->raw.p[w->at] == ' ') {
        w->at++;
        n++;
    }
    return n;
}

/* Where the breaks between two lines of content are, so that they can be given out afterwards. */
struct breaks {
    size_t first, first_length; /* the break that ends the line of content */
    size_t at;                  /* the empty lines behind it */
    size_t end;
};

static void emit_empty_lines(struct walk *w, const struct breaks *b) {
    size_t keep = w->at;
    for (size_t at = b->at; at < b->end;) {
        size_t spaces = count_spaces(w->raw, at);
        size_t n = break_length(w, at + spaces);
        if (n == 0)
            break;
        emit(w, at + spaces, at + spaces + n, break_kept(n));
        at += spaces + n;
    }
    w->at = keep;
}

/* Passes over lines that hold no more than the indent; stops behind the indent of the next one. */
static bool skip_empty_lines(struct walk *w, size_t indent, struct breaks *b) {
    b->at = w->at;
    for (;;) {
        b->end = w->at;
        skip_indent(w, indent);
        size_t n = break_length(w, w->at);
        if (n == 0)
            return b->end < b->at + 1 ? false : true;
        w->at += n;
    }
}

static void walk_block(struct walk *w, bool folded) {
    w->at = line_end(w, w->at);
    w->at += break_length(w, w->at);
    size_t indent = block_indent(w);
    struct breaks breaks = {0, 0, 0, 0};
    bool blank_before = false;
    bool some = skip_empty_lines(w, indent, &breaks);
    for (bool first = true; !w->done && w->out < w->text.n; first = false) {
        bool blank = is_blank(w, w->at);
        bool fold = folded && !first && !blank_before && !blank && breaks.first_length != 3;
        if (!first && (!fold || !some))
            emit(w, breaks.first, breaks.first + breaks.first_length,
                 break_kept(breaks.first_length));
        emit_empty_lines(w, &breaks);
        blank_before = blank;
        if (w->at >= w->raw.n)
            return;
        emit_to(w, line_end(w, w->at));
        breaks.first = w->at;
        breaks.first_length = break_length(w, w->at);
        w->at += breaks.first_length;
        some = skip_empty_lines(w, indent, &breaks);
    }
}

static void walk_scalar(struct walk *w, enum node_style style) {
    if (style == NODE_LITERAL || style == NODE_FOLDED)
        walk_block(w, style == NODE_FOLDED);
    else
        walk_flow(w, style);
}

/* Up to the end of the code point whose last byte looked for is before `to`. */
static size_t whole_code_point(struct str raw, size_t to) {
    while (to < raw.n && ((unsigned char)raw.p[to] & 0xC0) == 0x80)
        to++;
    return to;
}

struct span node_span_at(const struct node *node, size_t offset, size_t n) {
    const struct source *source = node->span.source;
    if (source == NULL || node->kind == NODE_LIST || node->kind == NODE_MAP)
        return node->span;
    struct walk w = {.raw = source->bytes, .text = node->text};
    w.at = source_offset(source, node->span.line, node->span.column);
    if (node->text.n == 0)
        return node->span;
    w.first = offset < node->text.n ? offset : node->text.n - 1;
    w.last = offset + n > node->text.n ? node->text.n - 1 : n > 0 ? offset + n - 1 : w.first;
    if (node->kind == NODE_NUMBER &&
        !str_equal(node->text, str_slice(w.raw, w.at, w.at + node->text.n)))
        return node->span; /* its text was made fit */
    walk_scalar(&w, node->style);
    if (!w.done || !w.found_first)
        return node->span;
    if (offset >= node->text.n)
        return bytes_span(source, w.to, w.to + 1);
    return bytes_span(source, w.from, whole_code_point(w.raw, w.to));
}

struct origin origin_of_node(const struct node *scalar) {
    return (struct origin){.text = scalar->text, .node = scalar};
}

struct origin origin_of_source(const struct source *whole_file) {
    struct origin o = {.text = whole_file->bytes, .source = whole_file};
    if (str_starts(o.text, "\xEF\xBB\xBF")) {
        o.base = 3;
        o.text = str_slice(o.text, 3, o.text.n);
    }
    return o;
}

struct span origin_span(const struct origin *o, size_t offset, size_t n) {
    if (o->node != NULL)
        return node_span_at(o->node, offset, n);
    if (o->source != NULL)
        return bytes_span(o->source, o->base + offset, o->base + offset + n);
    return SPAN_NONE;
}

struct span origin_whole(const struct origin *o) {
    if (o->node != NULL)
        return o->node->span;
    return origin_span(o, 0, o->text.n);
}

struct origin_map origin_map_make(struct arena *a, const struct origin *origin) {
    struct origin_map m = {.origin = *origin};
    const struct node *node = origin->node;
    if (origin->source != NULL)
        m.cursor = cursor_at_start(origin->source, origin->base);
    if (node == NULL || node->kind != NODE_TEXT || node->span.source == NULL || node->text.n == 0)
        return m;
    size_t n = node->text.n;
    m.from = ARENA_ARRAY(a, uint32_t, n);
    m.to = ARENA_ARRAY(a, uint32_t, n);
    struct walk w = {.raw = node->span.source->bytes, .text = node->text, .map = &m};
    w.at = source_offset(node->span.source, node->span.line, node->span.column);
    m.cursor = (struct cursor){node->span.source, w.at, node->span.line, node->span.column};
    w.first = w.last = n - 1;
    walk_scalar(&w, node->style);
    if (!w.done)
        m.from = m.to = NULL;
    return m;
}

struct span origin_map_span(struct origin_map *m, size_t offset, size_t n) {
    if (m->origin.source != NULL)
        return cursor_span(&m->cursor, m->origin.base + offset, m->origin.base + offset + n);
    if (m->from == NULL)
        return origin_span(&m->origin, offset, n);
    const struct node *node = m->origin.node;
    size_t end = node->text.n;
    if (offset >= end)
        return cursor_span(&m->cursor, m->to[end - 1], m->to[end - 1] + 1);
    size_t last = offset + n > end ? end - 1 : n > 0 ? offset + n - 1 : offset;
    return cursor_span(&m->cursor, m->from[offset],
                       whole_code_point(node->span.source->bytes, m->to[last]));
}
