#include "base/json.h"

#include "base/utf8.h"

void json_add_text(struct strbuf *b, struct str text) {
    strbuf_add_char(b, '"');
    size_t plain = 0; /* start of what can be copied as it is */
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (c != '"' && c != '\\' && c >= 0x20 && c != 0x7F && c != UTF8_BAD) {
            continue;
        }
        strbuf_add(b, str_slice(text, plain, from));
        plain = at;
        if (c == '"' || c == '\\') {
            strbuf_add_char(b, '\\');
            strbuf_add_char(b, (char)c);
        } else {
            strbuf_format(b, "\\u%04x", c == UTF8_BAD ? 0xFFFD : c);
        }
    }
    strbuf_add(b, str_slice(text, plain, text.n));
    strbuf_add_char(b, '"');
}

void json_add_pair(struct strbuf *b, const char *key, struct str text) {
    strbuf_format(b, "\"%s\":", key);
    json_add_text(b, text);
}
