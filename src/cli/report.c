#include "cli/report.h"

#include "base/map.h"
#include "base/utf8.h"
#include "cli/json_out.h"

#include <string.h>

enum { LINE_LONGEST = 110, CARETS_MOST = 60 };

/* Terminal colours; all empty without colour, so no meaning stands on colour alone. */
struct paint {
    const char *severity, *frame, *bold, *off;
};

static struct paint paint_for(const struct diag *d, bool color) {
    if (!color) {
        return (struct paint){"", "", "", ""};
    }
    bool error = d->severity == SEVERITY_ERROR;
    return (struct paint){error ? "\033[1;31m" : "\033[1;33m", "\033[34m", "\033[1m", "\033[0m"};
}

static unsigned digits_of(uint32_t n) {
    unsigned digits = 1;
    for (; n >= 10; n /= 10) {
        digits++;
    }
    return digits;
}

static void add_spaces(struct strbuf *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        strbuf_add_char(b, ' ');
    }
}

/* A file's name may hold any byte but 0 and the slash. */
void report_add_path(struct strbuf *b, const struct source *source) {
    for (size_t at = 0; at < source->path.n;) {
        size_t from = at;
        if (utf8_is_unsafe(utf8_next(source->path, &at))) {
            strbuf_add_char(b, '?');
        } else {
            strbuf_add(b, str_slice(source->path, from, at));
        }
    }
}

void report_add_place(struct strbuf *b, struct span at) {
    if (!at.source) {
        return;
    }
    report_add_path(b, at.source);
    if (at.line) {
        strbuf_format(b, ":%u:%u", at.line, at.column);
    }
}

/* A part of a source line around [column, column + length), made safe for a terminal: each code point
 * of the line is one column of the output, so that carets stand below what they mean. */
static void add_excerpt(struct strbuf *b, struct str line, uint32_t column, size_t *shift) {
    size_t skip = column > LINE_LONGEST - 30 ? column - (LINE_LONGEST - 30) : 0;
    *shift = skip;
    size_t count = 0;
    for (size_t at = 0; at < line.n; count++) {
        size_t from = at;
        uint32_t c = utf8_next(line, &at);
        if (count < skip) {
            continue;
        }
        if (skip && count < skip + 3) {
            strbuf_add_char(b, '.'); /* the line began before this */
            continue;
        }
        if (count - skip == LINE_LONGEST) {
            strbuf_add_c(b, " ...");
            break;
        }
        if (c == '\t' || c == 0xA0) {
            strbuf_add_char(b, ' ');
        } else if (utf8_is_unsafe(c)) {
            strbuf_add_char(b, '?');
        } else {
            strbuf_add(b, str_slice(line, from, at));
        }
    }
}

static void add_place(struct strbuf *b, const struct diag *d, const struct paint *p) {
    unsigned gutter = digits_of(d->span.line);
    add_spaces(b, gutter);
    strbuf_format(b, "%s-->%s ", p->frame, p->off);
    report_add_path(b, d->span.source);
    if (!d->span.line) {
        strbuf_add_char(b, '\n');
        return;
    }
    strbuf_format(b, ":%u:%u\n", d->span.line, d->span.column);
    add_spaces(b, gutter);
    strbuf_format(b, " %s|%s\n%s%u |%s ", p->frame, p->off, p->frame, d->span.line, p->off);
    size_t shift;
    struct str line = source_line(d->span.source, d->span.line);
    add_excerpt(b, line, d->span.column, &shift);
    strbuf_add_char(b, '\n');
    add_spaces(b, gutter);
    strbuf_format(b, " %s|%s ", p->frame, p->off);
    add_spaces(b, d->span.column - 1 - shift);
    strbuf_add_c(b, p->severity);
    size_t room = utf8_length(line) + 1;
    room = room > d->span.column ? room - d->span.column : 1;
    size_t carets = d->span.length < room ? d->span.length : room;
    carets = carets < CARETS_MOST ? carets : CARETS_MOST;
    for (size_t i = 0; i < (carets ? carets : 1); i++) {
        strbuf_add_char(b, '^');
    }
    if (d->label.n) {
        strbuf_format(b, " %.*s", STR_ARG(d->label));
    }
    strbuf_format(b, "%s\n", p->off);
}

static void add_human(struct strbuf *b, const struct diag *d, bool color) {
    struct paint p = paint_for(d, color);
    strbuf_format(b, "%s%s[%s]%s%s: %.*s%s\n", p.severity,
                  d->severity == SEVERITY_ERROR ? "error" : "warning", d->code, p.off, p.bold,
                  STR_ARG(d->message), p.off);
    unsigned gutter = digits_of(d->span.line);
    if (d->span.source) {
        add_place(b, d, &p);
    }
    for (size_t i = 0; i < d->notes.n; i++) {
        const struct diag_note *n = &d->notes.v[i];
        add_spaces(b, gutter + 1);
        strbuf_format(b, "%s:::%s ", p.frame, p.off);
        if (n->span.source) {
            report_add_place(b, n->span);
            strbuf_add_c(b, ": ");
        }
        strbuf_format(b, "%.*s\n", STR_ARG(n->text));
    }
    if (d->help.n) {
        add_spaces(b, gutter + 1);
        strbuf_format(b, "%s=%s help: %.*s\n", p.frame, p.off, STR_ARG(d->help));
    }
    strbuf_add_char(b, '\n');
}

static void add_json(struct strbuf *b, const struct diag *d) {
    struct json_out j = {.b = b};
    json_open(&j, '{');
    json_entry(&j, "severity", str_from(d->severity == SEVERITY_ERROR ? "error" : "warning"));
    json_entry(&j, "code", str_from(d->code));
    json_entry(&j, "message", d->message);
    json_place(&j, d->span);
    if (d->label.n) {
        json_entry(&j, "label", d->label);
    }
    if (d->help.n) {
        json_entry(&j, "help", d->help);
    }
    if (d->notes.n) {
        json_key(&j, "notes");
        json_open(&j, '[');
        for (size_t i = 0; i < d->notes.n; i++) {
            json_open(&j, '{');
            json_entry(&j, "message", d->notes.v[i].text);
            json_place(&j, d->notes.v[i].span);
            json_close(&j, '}');
        }
        json_close(&j, ']');
    }
    json_close(&j, '}');
    strbuf_add_char(b, '\n');
}

struct code_count {
    size_t shown, hidden;
};

struct str report_format(struct diag_list *l, const struct report_style *style) {
    diag_sort(l);
    struct strbuf b;
    strbuf_init(&b, l->arena);
    struct map counts;
    map_init(&counts, l->arena);
    for (size_t i = 0; i < l->all.n; i++) {
        const struct diag *d = l->all.v[i];
        if (style->no_warnings && d->severity == SEVERITY_WARNING) {
            continue;
        }
        struct code_count *count = map_get(&counts, str_from(d->code));
        if (!count) {
            count = ARENA_NEW(l->arena, struct code_count);
            map_set(&counts, str_from(d->code), count);
        }
        if (style->json) {
            add_json(&b, d);
        } else if (count->shown < REPORT_MOST_OF_A_KIND) {
            add_human(&b, d, style->color);
            count->shown++;
        } else {
            count->hidden++;
        }
    }
    for (size_t i = 0; i < counts.n; i++) {
        const struct code_count *count = counts.entries[i].value;
        if (count->hidden) {
            strbuf_format(&b, "... and %zu more of %.*s\n", count->hidden,
                          STR_ARG(counts.entries[i].key));
        }
    }
    return strbuf_str(&b);
}
