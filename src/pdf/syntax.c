#include "pdf/syntax.h"

#include "base/utf8.h"

void put_int(struct strbuf *b, int64_t n) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (n < 0)
        digits[--at] = '-';
    strbuf_add_bytes(b, digits + at, sizeof digits - at);
}

void put_length(struct strbuf *b, length value) {
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    unsigned part = (unsigned)(rest % PT);
    char digits[4] = {'.', (char)('0' + part / 100), (char)('0' + part / 10 % 10),
                      (char)('0' + part % 10)};
    size_t n = part % 10 ? 4 : part % 100 ? 3 : 2;

    if (value < 0)
        strbuf_add_char(b, '-');
    if (rest >= PT || part == 0)
        put_int(b, (int64_t)(rest / PT));
    if (part)
        strbuf_add_bytes(b, digits, n);
}

void put_space_length(struct strbuf *b, length value) {
    strbuf_add_char(b, ' ');
    put_length(b, value);
}

void put_reference(struct strbuf *b, unsigned number) {
    put_int(b, number);
    strbuf_add_bytes(b, " 0 R", 4);
}

void put_hex(struct strbuf *b, uint32_t value, int digits) {
    while (digits-- > 0)
        strbuf_add_char(b, "0123456789ABCDEF"[value >> (4 * digits) & 15]);
}

void put_name(struct strbuf *b, struct str name) {
    strbuf_add_char(b, '/');
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool regular = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '+' || c == '_' || c == '.';
        if (regular) {
            strbuf_add_char(b, (char)c);
        } else if (c) { /* a name cannot hold NUL in any spelling */
            strbuf_add_char(b, '#');
            put_hex(b, c, 2);
        }
    }
}

void put_literal(struct strbuf *b, struct str bytes) {
    strbuf_add_char(b, '(');
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (c == '\r') {
            strbuf_add_bytes(b, "\\r", 2); /* a bare one would be read as a line feed */
            continue;
        }
        if (c == '(' || c == ')' || c == '\\')
            strbuf_add_char(b, '\\');
        strbuf_add_char(b, c);
    }
    strbuf_add_char(b, ')');
}

void put_utf16(struct strbuf *b, struct str utf8) {
    for (size_t at = 0; at < utf8.n;) {
        uint32_t c = utf8_next(utf8, &at);
        if (c == UTF8_BAD)
            c = 0xFFFD;
        if (c >= 0x10000) {
            put_hex(b, 0xD800 + ((c - 0x10000) >> 10), 4);
            put_hex(b, 0xDC00 + ((c - 0x10000) & 0x3FF), 4);
        } else {
            put_hex(b, c, 4);
        }
    }
}

void put_text(struct strbuf *b, struct str utf8) {
    bool ascii = true;

    for (size_t i = 0; i < utf8.n && ascii; i++)
        ascii = utf8.p[i] >= ' ' && utf8.p[i] <= '~';
    if (ascii) {
        put_literal(b, utf8);
        return;
    }
    strbuf_add_c(b, "<FEFF");
    put_utf16(b, utf8);
    strbuf_add_char(b, '>');
}
