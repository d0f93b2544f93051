#include "base/span.h"
#include "base/utf8.h"
#include "base/vec.h"

VEC_DECLARE(line_table, size_t);

/* True if the byte at i ends a line: LF, or a CR that no LF follows. */
static bool ends_line(struct str bytes, size_t i) {
    return bytes.p[i] == '\n' ||
           (bytes.p[i] == '\r' && (i + 1 == bytes.n || bytes.p[i + 1] != '\n'));
}

/* A source is const to everyone; its line table is a cache made at first use. */
static const struct line_table *line_table(const struct source *s) {
    if (!s->lines && s->arena) {
        struct line_table *t = ARENA_NEW(s->arena, struct line_table);
        vec_push(s->arena, t, 0);
        for (size_t i = 0; i < s->bytes.n; i++) {
            if (ends_line(s->bytes, i)) {
                vec_push(s->arena, t, i + 1);
            }
        }
        ((struct source *)(uintptr_t)s)->lines = t;
    }
    return s->lines;
}

/* Offset of the first byte of a line (from 1), or bytes.n past the end. */
static size_t line_start(const struct source *s, uint32_t line) {
    const struct line_table *t = line_table(s);
    if (t) {
        return line >= 1 && line <= t->n ? t->v[line - 1] : s->bytes.n;
    }
    size_t i = 0;
    for (uint32_t at = 1; at < line && i < s->bytes.n; i++) {
        at += ends_line(s->bytes, i);
    }
    return i;
}

/* The line (from 1) that a byte offset stands on. */
static uint32_t line_of(const struct source *s, size_t offset) {
    const struct line_table *t = line_table(s);
    if (!t) {
        uint32_t line = 1;
        for (size_t i = 0; i < offset && i < s->bytes.n; i++) {
            line += ends_line(s->bytes, i);
        }
        return line;
    }
    size_t low = 0, high = t->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (t->v[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)(low + 1);
}

struct span span_of_bytes(const struct source *s, size_t from, size_t to) {
    if (!s) {
        return SPAN_NONE;
    }
    from = from < s->bytes.n ? from : s->bytes.n;
    uint32_t line = line_of(s, from);
    size_t start = line_start(s, line);
    struct str text = str_slice(s->bytes, from, to);
    size_t line_end = 0;
    while (line_end < text.n && text.p[line_end] != '\n' && text.p[line_end] != '\r') {
        line_end++;
    }
    size_t length = utf8_length(str_slice(text, 0, line_end));
    size_t column = utf8_length(str_slice(s->bytes, start, from)) + 1;
    if (start == 0 && str_starts(s->bytes, "\xEF\xBB\xBF") && from >= 3) {
        column--; /* a byte order mark is no column */
    }
    return (struct span){s, line, (uint32_t)column, length ? (uint32_t)length : 1};
}

struct str source_line(const struct source *s, uint32_t line) {
    size_t from = line_start(s, line), to = from;
    while (to < s->bytes.n && s->bytes.p[to] != '\n' && s->bytes.p[to] != '\r') {
        to++;
    }
    struct str text = str_slice(s->bytes, from, to);
    return from == 0 && str_starts(text, "\xEF\xBB\xBF") ? str_slice(text, 3, text.n) : text;
}

size_t source_offset(const struct source *s, uint32_t line, uint32_t column) {
    struct str text = source_line(s, line);
    size_t at = 0;
    for (uint32_t i = 1; i < column && at < text.n; i++) {
        utf8_next(text, &at);
    }
    return (size_t)(text.p - s->bytes.p) + at;
}

struct span span_find(struct span at, struct str what, size_t window) {
    if (!at.source || at.line == 0) {
        return at;
    }
    size_t from = source_offset(at.source, at.line, at.column);
    struct str text = str_slice(at.source->bytes, from, from + window);
    size_t found = str_find(text, what);
    return found == SIZE_MAX ? at : span_of_bytes(at.source, from + found, from + found + what.n);
}

int span_compare(struct span a, struct span b) {
    if (a.source != b.source) {
        if (!a.source || !b.source) {
            return a.source ? 1 : -1;
        }
        int order = str_compare(a.source->path, b.source->path);
        if (order) {
            return order;
        }
    }
    if (a.line != b.line) {
        return a.line < b.line ? -1 : 1;
    }
    return a.column == b.column ? 0 : a.column < b.column ? -1 : 1;
}
