#include "cli/json_out.h"

#include "base/json.h"

static void separate(struct json_out *j) {
    if (j->comma) {
        strbuf_add_char(j->b, ',');
    }
    j->comma = true;
}

void json_open(struct json_out *j, char bracket) {
    separate(j);
    strbuf_add_char(j->b, bracket);
    j->comma = false;
}

void json_close(struct json_out *j, char bracket) {
    strbuf_add_char(j->b, bracket);
    j->comma = true;
}

void json_key(struct json_out *j, const char *key) {
    separate(j);
    json_add_text(j->b, str_from(key));
    strbuf_add_char(j->b, ':');
    j->comma = false;
}

void json_text(struct json_out *j, struct str text) {
    separate(j);
    json_add_text(j->b, text);
}

void json_integer(struct json_out *j, int64_t n) {
    separate(j);
    strbuf_format(j->b, "%lld", (long long)n);
}

void json_boolean(struct json_out *j, bool b) {
    separate(j);
    strbuf_add_c(j->b, b ? "true" : "false");
}

void json_null(struct json_out *j) {
    separate(j);
    strbuf_add_c(j->b, "null");
}

void json_entry(struct json_out *j, const char *key, struct str text) {
    json_key(j, key);
    json_text(j, text);
}

void json_place(struct json_out *j, struct span at) {
    if (!at.source) {
        return;
    }
    json_entry(j, "file", at.source->path);
    if (at.line) {
        json_key(j, "line");
        json_integer(j, at.line);
        json_key(j, "column");
        json_integer(j, at.column);
        json_key(j, "length");
        json_integer(j, at.length);
    }
}
