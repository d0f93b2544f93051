/* hash.h - SHA-256 (FIPS 180-4, by nettle): of files, and of what a document is made from. */
#ifndef QUIRE_BATCH_HASH_H
#define QUIRE_BATCH_HASH_H

#include "base/str.h"

enum { HASH_BYTES = 32 };

struct hash_value {
    uint8_t v[HASH_BYTES];
};

/* A sum over parts: each is preceded by its length, so that ("ab", "c") is not ("a", "bc"). */
struct hash;

struct hash *hash_new(struct arena *a);
void hash_text(struct hash *h, struct str text);
void hash_number(struct hash *h, int64_t n);
struct hash_value hash_end(struct hash *h);

/* Of the bytes alone, as `sha256sum` has it. */
struct hash_value hash_of(struct str bytes);
/* 64 hexadecimal digits. */
void hash_add_hex(struct strbuf *b, const struct hash_value *v);
bool hash_parse(struct str hex, struct hash_value *out);
bool hash_same(const struct hash_value *x, const struct hash_value *y);

#endif
