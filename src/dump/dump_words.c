#include "dump/dump_internal.h"

void dump_indent(struct strbuf *b, unsigned depth) {
    for (unsigned i = 0; i < depth; i++)
        strbuf_add_c(b, "  ");
}

void dump_quoted(struct strbuf *b, struct str s) {
    strbuf_add_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            strbuf_format(b, "\\%c", c);
        else if (c == '\n')
            strbuf_add_c(b, "\\n");
        else if (c < 0x20 || c == 0x7F)
            strbuf_format(b, "\\x%02X", c);
        else
            strbuf_add_char(b, (char)c);
    }
    strbuf_add_char(b, '"');
}

void dump_field(struct strbuf *b, const char *key, struct str value) {
    if (value.n == 0)
        return;
    strbuf_format(b, " %s=", key);
    dump_quoted(b, value);
}

void dump_length(struct strbuf *b, const char *key, length value) {
    strbuf_format(b, " %s=", key);
    length_print(b, value);
}

void dump_dimension(struct strbuf *b, const char *key, struct dimension d) {
    strbuf_format(b, " %s=", key);
    if (d.unit == UNIT_AUTO) {
        strbuf_add_c(b, "auto");
        return;
    }
    length_print(b, d.value); /* thousandths, whatever the unit */
    if (d.unit == UNIT_EM)
        strbuf_add_c(b, "em");
    else if (d.unit == UNIT_PERCENT)
        strbuf_add_c(b, "%");
    else if (d.unit == UNIT_FR)
        strbuf_add_c(b, "fr");
    else if (d.unit == UNIT_NUMBER)
        strbuf_add_c(b, "x");
}

void dump_color(struct strbuf *b, const char *key, struct color c) {
    if (!c.set)
        return;
    strbuf_format(b, " %s=#%02x%02x%02x", key, c.r, c.g, c.b);
    if (c.has_print)
        strbuf_format(b, "/cmyk(%u,%u,%u,%u)", c.print[0], c.print[1], c.print[2], c.print[3]);
}

void dump_place(struct strbuf *b, struct span span) {
    if (span.source)
        strbuf_format(b, " [%u:%u]", span.line, span.column);
}
