/* json.h - texts as JSON writes them; reading is source/'s. */
#ifndef QUIRE_BASE_JSON_H
#define QUIRE_BASE_JSON_H

#include "base/str.h"

/* The text in quotes, on one line (RFC 8259, 7); a byte that is not UTF-8 becomes U+FFFD. */
void json_add_text(struct strbuf *b, struct str text);
/* "key": and the text. */
void json_add_pair(struct strbuf *b, const char *key, struct str text);

#endif
