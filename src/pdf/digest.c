#include "pdf/digest.h"

#include "pdf/syntax.h"

#define PRIME ((uint64_t)0x100000001B3)
#define ODD ((uint64_t)0x9E3779B97F4A7C15)

struct digest digest_begin(void) {
    return (struct digest){0xCBF29CE484222325u, 0x6C62272E07BB0142u};
}

/* The same on every machine, whichever byte it has first. */
static uint64_t eight_bytes(const char *p) {
    uint64_t word = 0;

    for (int i = 0; i < 8; i++)
        word |= (uint64_t)(unsigned char)p[i] << (8 * i);
    return word;
}

void digest_add(struct digest *d, struct str bytes) {
    uint64_t x = d->x, y = d->y;
    size_t i = 0;

    for (; i + 8 <= bytes.n; i += 8) { /* a file has millions */
        uint64_t word = eight_bytes(bytes.p + i);
        x = (x ^ word) * ODD;
        x ^= x >> 32;
        y = (y ^ word ^ x >> 29) * ODD;
        y ^= y >> 31;
    }
    for (; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        x = (x ^ c) * PRIME;
        y = (y ^ (x >> 29) ^ c) * PRIME;
    }
    *d = (struct digest){x, y};
}

void put_digest(struct strbuf *b, const struct digest *d) {
    put_hex(b, (uint32_t)(d->x >> 32), 8);
    put_hex(b, (uint32_t)d->x, 8);
    put_hex(b, (uint32_t)(d->y >> 32), 8);
    put_hex(b, (uint32_t)d->y, 8);
}

void put_uuid(struct strbuf *b, const struct digest *d) {
    strbuf_add_c(b, "uuid:");
    put_hex(b, (uint32_t)(d->x >> 32), 8);
    strbuf_add_char(b, '-');
    put_hex(b, (uint32_t)(d->x >> 16 & 0xFFFF), 4);
    strbuf_add_c(b, "-8"); /* the version: made in a way of our own */
    put_hex(b, (uint32_t)(d->x & 0xFFF), 3);
    strbuf_add_char(b, '-');
    put_hex(b, (uint32_t)(d->y >> 48 & 0x3FFF) | 0x8000, 4); /* the variant */
    strbuf_add_char(b, '-');
    put_hex(b, (uint32_t)(d->y >> 32 & 0xFFFF), 4);
    put_hex(b, (uint32_t)d->y, 8);
}
