#include "batch/hash.h"

#include <nettle/sha2.h>
#include <string.h>

struct hash {
    struct sha256_ctx sum;
};

struct hash *hash_new(struct arena *a) {
    struct hash *h = ARENA_NEW(a, struct hash);
    sha256_init(&h->sum);
    return h;
}

void hash_number(struct hash *h, int64_t n) {
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)((uint64_t)n >> (8 * i));
    }
    sha256_update(&h->sum, sizeof bytes, bytes);
}

void hash_text(struct hash *h, struct str text) {
    hash_number(h, (int64_t)text.n);
    sha256_update(&h->sum, text.n, (const uint8_t *)text.p);
}

struct hash_value hash_end(struct hash *h) {
    struct hash_value v;
    sha256_digest(&h->sum, sizeof v.v, v.v);
    return v;
}

struct hash_value hash_of(struct str bytes) {
    struct hash h;
    sha256_init(&h.sum);
    sha256_update(&h.sum, bytes.n, (const uint8_t *)bytes.p);
    return hash_end(&h);
}

void hash_add_hex(struct strbuf *b, const struct hash_value *v) {
    static const char digits[] = "0123456789abcdef";
    char text[2 * HASH_BYTES];
    for (size_t i = 0; i < HASH_BYTES; i++) {
        text[2 * i] = digits[v->v[i] >> 4];
        text[2 * i + 1] = digits[v->v[i] & 15];
    }
    strbuf_add_bytes(b, text, sizeof text);
}

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hash_parse(struct str hex, struct hash_value *out) {
    if (hex.n != 2 * HASH_BYTES) {
        return false;
    }
    for (size_t i = 0; i < HASH_BYTES; i++) {
        int high = digit(hex.p[2 * i]), low = digit(hex.p[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out->v[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

bool hash_same(const struct hash_value *x, const struct hash_value *y) {
    return memcmp(x->v, y->v, HASH_BYTES) == 0;
}
