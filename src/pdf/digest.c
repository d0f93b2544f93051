#include "pdf/digest.h"

#include "pdf/syntax.h"

#define PRIME ((uint64_t)0x100000001B3)

struct digest digest_begin(void) {
    return (struct digest){0xCBF29CE484222325u, 0x6C62272E07BB0142u};
}

void digest_add(struct digest *d, struct str bytes) {
    uint64_t x = d->x, y = d->y;

    for (size_t i = 0; i < bytes.n; i++) {
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
