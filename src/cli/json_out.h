/* json_out.h - JSON as the commands print it: commas by themselves, texts escaped.
 *
 *     json_open(&j, '{'); json_key(&j, "pages"); json_integer(&j, 3); json_close(&j, '}');
 */
#ifndef QUIRE_CLI_JSON_OUT_H
#define QUIRE_CLI_JSON_OUT_H

#include "base/span.h"

struct json_out {
    struct strbuf *b;
    bool comma; /* something stands before, on this level */
};

void json_open(struct json_out *j, char bracket);
void json_close(struct json_out *j, char bracket);
void json_key(struct json_out *j, const char *key);
void json_text(struct json_out *j, struct str text);
void json_integer(struct json_out *j, int64_t n);
void json_boolean(struct json_out *j, bool b);
void json_null(struct json_out *j);
/* A key with a text. */
void json_entry(struct json_out *j, const char *key, struct str text);
/* "file", "line", "column", "length": nothing where there is no place. */
void json_place(struct json_out *j, struct span at);

#endif
