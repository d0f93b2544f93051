/* read_back.h - a file read back by a few lines: all that was compressed as text to search in. */
#ifndef QUIRE_TESTS_PDF_READ_BACK_H
#define QUIRE_TESTS_PDF_READ_BACK_H

#include "base/str.h"

#include <string.h>

#include <zlib.h>

static inline struct str inflated(struct arena *a, struct str bytes) {
    uLongf room = 4000000;
    char *out = arena_alloc(a, room);

    if (uncompress((Bytef *)out, &room, (const Bytef *)bytes.p, (uLong)bytes.n) != Z_OK)
        return STR_EMPTY; /* not compressed, or a picture */
    return (struct str){out, room};
}

static inline size_t find_from(struct str s, size_t from, const char *what) {
    size_t at = str_find(str_slice(s, from, s.n), str_from(what));

    return at == SIZE_MAX ? at : at + from;
}

static inline bool holds(struct str s, const char *what) {
    return find_from(s, 0, what) != SIZE_MAX;
}

static inline size_t count_of(struct str s, const char *what) {
    size_t n = 0;

    for (size_t at = find_from(s, 0, what); at != SIZE_MAX; at = find_from(s, at + 1, what))
        n++;
    return n;
}

/* Every stream that can be inflated, one after the other. */
static inline struct str everything(struct arena *a, struct str file) {
    struct strbuf b;
    size_t at = 0;

    strbuf_init(&b, a);
    while ((at = find_from(file, at, "stream")) != SIZE_MAX) {
        size_t start = at + 7, end;
        if (at > 2 && !memcmp(file.p + at - 3, "end", 3)) {
            at++;
            continue;
        }
        if (file.p[start - 1] == '\r')
            start++;
        end = find_from(file, start, "endstream");
        assert_true(end != SIZE_MAX);
        strbuf_add(&b, inflated(a, str_slice(file, start, end)));
        strbuf_add_char(&b, '\n');
        at = end + 4;
    }
    return strbuf_str(&b);
}

#endif
