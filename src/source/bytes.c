#include "source/bytes.h"

#include "base/utf8.h"

#include <string.h>

static void report_bad_byte(struct session *s, const struct source *source, size_t at) {
    struct diag *d =
        diag_error(s->diags, "not-utf-8", span_of_bytes(source, at, at + 1),
                   "byte 0x%02X is not UTF-8", (unsigned)(unsigned char)source->bytes.p[at]);
    diag_help(s->diags, d, "save the file as UTF-8 (in Excel: \"CSV UTF-8\")");
}

bool bytes_accept(struct session *s, const struct source *source, struct str *text,
                  size_t *skipped) {
    struct str all = source->bytes;
    *skipped = 0;
    if (all.n >= 2 && (memcmp(all.p, "\xFF\xFE", 2) == 0 || memcmp(all.p, "\xFE\xFF", 2) == 0)) {
        struct diag *d = diag_error(s->diags, "not-utf-8", span_of_bytes(source, 0, 1),
                                    "this file is UTF-16, not UTF-8");
        diag_help(s->diags, d, "save it as UTF-8");
        return false;
    }
    size_t bad = utf8_find_bad(all);
    if (bad != SIZE_MAX) {
        report_bad_byte(s, source, bad);
        return false;
    }
    if (str_starts(all, "\xEF\xBB\xBF"))
        *skipped = 3;
    *text = str_slice(all, *skipped, all.n);
    return true;
}

struct span bytes_span(const struct source *source, size_t from, size_t to) {
    struct str all = source->bytes;
    from = from > all.n ? all.n : from;
    to = to > all.n ? all.n : to;
    size_t end = from;
    while (end < to && all.p[end] != '\n' && all.p[end] != '\r')
        end++;
    return span_of_bytes(source, from, end > from ? end : from + 1);
}

struct cursor cursor_at_start(const struct source *source, size_t skipped) {
    return (struct cursor){source, skipped, 1, 1};
}

static size_t first_break(struct str s, size_t from, size_t to) {
    while (from < to && s.p[from] != '\n' && s.p[from] != '\r')
        from++;
    return from;
}

struct span cursor_span(struct cursor *c, size_t from, size_t to) {
    struct str all = c->source->bytes;
    if (from < c->offset || from > all.n)
        return bytes_span(c->source, from, to);
    for (; c->offset < from; c->offset++) {
        char byte = all.p[c->offset];
        bool lone_return = byte == '\r' && (c->offset + 1 == all.n || all.p[c->offset + 1] != '\n');
        if (byte == '\n' || lone_return) {
            c->line++;
            c->column = 1;
        } else if (((unsigned char)byte & 0xC0) != 0x80) {
            c->column++;
        }
    }
    size_t end = first_break(all, from, to > all.n ? all.n : to);
    size_t length = utf8_length(str_slice(all, from, end));
    return (struct span){c->source, c->line, c->column, length == 0 ? 1 : (uint32_t)length};
}
