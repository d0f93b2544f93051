#include "source/csv_encoding.h"

#include "base/utf8.h"
#include "source/bytes.h"

#include <string.h>

#define UTF8_MARK "\xEF\xBB\xBF"
#define SAVE_AS_UTF8 "save it as \"CSV UTF-8 (comma delimited)\""

/* What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing. */
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static uint32_t windows_1252(char c) {
    unsigned char byte = (unsigned char)c;
    return byte >= 0x80 && byte < 0xA0 ? WINDOWS_1252[byte - 0x80] : byte;
}

static size_t first_high(struct str text) {
    size_t i = 0;
    while (i < text.n && (unsigned char)text.p[i] < 0x80)
        i++;
    return i;
}

/* Of every byte that has no character the place is told, as it stands in the decoded text. */
static void report_unknown(struct session *s, const struct source *decoded, struct str bytes) {
    struct cursor cursor = cursor_at_start(decoded, 0);
    char encoded[4];
    for (size_t i = 0, at = 0; i < bytes.n; i++) {
        uint32_t c = windows_1252(bytes.p[i]);
        bool unknown = c == 0 && bytes.p[i] != '\0';
        size_t n = utf8_encode(unknown ? 0xFFFD : c, encoded);
        if (unknown) {
            struct diag *d = diag_error(
                s->diags, "not-windows-1252", cursor_span(&cursor, at, at + n),
                "byte 0x%02X is no character of windows-1252", (unsigned)(unsigned char)bytes.p[i]);
            diag_help(s->diags, d,
                      "take `encoding` away if the file is UTF-8, or correct the character");
        }
        at += n;
    }
}

static const struct source *decode_windows(struct session *s, const struct source *source) {
    struct str bytes = source->bytes;
    size_t high = first_high(bytes);
    bool marked = str_starts(bytes, UTF8_MARK);
    if (high == bytes.n)
        return source;
    if (marked || utf8_find_bad(bytes) == SIZE_MAX) {
        struct diag *d = diag_error(s->diags, "not-windows-1252",
                                    bytes_span(source, marked ? 0 : high, high + 1),
                                    "this file is UTF-8, not windows-1252%s",
                                    marked ? ": it starts with the mark of UTF-8" : "");
        diag_help(s->diags, d, "take `encoding: windows-1252` away");
        return NULL;
    }
    struct strbuf b;
    struct source *decoded = ARENA_NEW(s->arena, struct source);
    bool unknown = false;
    strbuf_init(&b, s->arena);
    for (size_t i = 0; i < bytes.n; i++) {
        uint32_t c = windows_1252(bytes.p[i]);
        unknown = unknown || (c == 0 && bytes.p[i] != '\0');
        strbuf_add_code_point(&b, c == 0 && bytes.p[i] != '\0' ? 0xFFFD : c);
    }
    *decoded = (struct source){.path = source->path, .bytes = strbuf_str(&b), .arena = s->arena};
    if (unknown)
        report_unknown(s, decoded, bytes);
    return decoded;
}

static bool refuse_utf16(struct session *s, const struct source *source) {
    struct str all = source->bytes;
    if (all.n < 2 || (memcmp(all.p, "\xFF\xFE", 2) != 0 && memcmp(all.p, "\xFE\xFF", 2) != 0))
        return false;
    struct diag *d = diag_error(s->diags, "not-utf-8", span_of_bytes(source, 0, 1),
                                "this file is UTF-16, as a spreadsheet's \"Unicode Text\" is");
    diag_help(s->diags, d, SAVE_AS_UTF8 " instead");
    return true;
}

static bool refuse_zero(struct session *s, const struct source *source) {
    struct str all = source->bytes;
    const char *zero = all.n == 0 ? NULL : memchr(all.p, 0, all.n);
    if (!zero)
        return false;
    size_t at = (size_t)(zero - all.p);
    struct diag *d = diag_error(s->diags, "control-character", bytes_span(source, at, at + 1),
                                "a byte 0 stands here: this is not a text file, or UTF-16");
    diag_help(s->diags, d, "if it is a spreadsheet, " SAVE_AS_UTF8);
    return true;
}

static bool refuse_bad_byte(struct session *s, const struct source *source) {
    size_t bad = utf8_find_bad(source->bytes);
    char encoded[5] = {0};
    if (bad == SIZE_MAX)
        return false;
    uint32_t c = windows_1252(source->bytes.p[bad]);
    bool letter = c != 0 && utf8_encode(c, encoded) > 0 && !utf8_is_unsafe(c);
    struct diag *d = diag_error(
        s->diags, "not-utf-8", span_of_bytes(source, bad, bad + 1),
        "byte 0x%02X is not UTF-8%s%s%s", (unsigned)(unsigned char)source->bytes.p[bad],
        letter ? "; in windows-1252 it is `" : "", letter ? encoded : "", letter ? "`" : "");
    diag_help(s->diags, d, "write `encoding: windows-1252` for this source, or %s", SAVE_AS_UTF8);
    return true;
}

const struct source *csv_decode(struct session *s, const struct source *source,
                                const struct csv_options *options, size_t *skipped) {
    *skipped = 0;
    if (refuse_utf16(s, source) || refuse_zero(s, source))
        return NULL;
    if (options->windows_1252)
        return decode_windows(s, source);
    if (refuse_bad_byte(s, source))
        return NULL;
    if (str_starts(source->bytes, UTF8_MARK))
        *skipped = str_from(UTF8_MARK).n;
    return source;
}
