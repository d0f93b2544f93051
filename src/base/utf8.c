#include "base/utf8.h"

/* How many bytes follow a lead byte, and what the first of them may be (Unicode 15, table 3-7). */
static unsigned lead(unsigned char c, unsigned char *low, unsigned char *high) {
    *low = 0x80;
    *high = 0xBF;
    if (c < 0x80) {
        return 0;
    }
    if (c >= 0xC2 && c <= 0xDF) {
        return 1;
    }
    if (c >= 0xE0 && c <= 0xEF) {
        *low = c == 0xE0 ? 0xA0 : 0x80;
        *high = c == 0xED ? 0x9F : 0xBF;
        return 2;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        *low = c == 0xF0 ? 0x90 : 0x80;
        *high = c == 0xF4 ? 0x8F : 0xBF;
        return 3;
    }
    return 9;
}

uint32_t utf8_next(struct str s, size_t *at) {
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t left = s.n - *at;
    unsigned char low, high;
    unsigned more = lead(p[0], &low, &high);
    if (more == 0) {
        *at += 1;
        return p[0];
    }
    if (more > 3 || left <= more || p[1] < low || p[1] > high) {
        *at += 1;
        return UTF8_BAD;
    }
    uint32_t c = p[0] & (0x3Fu >> more);
    for (unsigned i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            *at += 1;
            return UTF8_BAD;
        }
        c = c << 6 | (p[i] & 0x3Fu);
    }
    *at += more + 1;
    return c;
}

size_t utf8_encode(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | (c >> 18 & 0x07));
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_length(struct str s) {
    size_t count = 0;
    for (size_t at = 0; at < s.n; count++) {
        utf8_next(s, &at);
    }
    return count;
}

size_t utf8_find_bad(struct str s) {
    for (size_t at = 0; at < s.n;) {
        size_t here = at;
        if ((unsigned char)s.p[at] < 0x80) {
            at++;
        } else if (utf8_next(s, &at) == UTF8_BAD) {
            return here;
        }
    }
    return SIZE_MAX;
}

bool utf8_is_unsafe(uint32_t c) {
    return c < 0x20 || c == UTF8_BAD || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}
