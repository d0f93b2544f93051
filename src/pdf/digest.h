/* digest.h - a number of 128 bits that names content: the same bytes, the same number.
 *
 * Two sums in the manner of FNV-1a, eight bytes at a time. For identifiers inside a file, never against an attacker.
 */
#ifndef QUIRE_PDF_DIGEST_H
#define QUIRE_PDF_DIGEST_H

#include "base/str.h"

struct digest {
    uint64_t x, y;
};

struct digest digest_begin(void);
void digest_add(struct digest *d, struct str bytes);
/* 32 hexadecimal digits. */
void put_digest(struct strbuf *b, const struct digest *d);
/* "uuid:" and the digest in the form of RFC 9562, version 8. */
void put_uuid(struct strbuf *b, const struct digest *d);

#endif
