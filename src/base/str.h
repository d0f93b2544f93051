/* str.h - text as a slice, and a growing text.
 *
 * A `struct str` points at bytes it does not own (an arena or a literal does); it is UTF-8, need not
 * end in NUL, and is passed by value. A `struct strbuf` grows on an arena; strbuf_str() gives what
 * it holds, NUL-terminated one past the end for callers that need a C string.
 */
#ifndef QUIRE_BASE_STR_H
#define QUIRE_BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_EMPTY ((struct str){"", 0})
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p

struct str str_from(const char *c_string);
struct str str_copy(struct arena *a, struct str s); /* NUL-terminated copy */
const char *str_c(struct arena *a, struct str s);   /* the same, as a C string */
bool str_equal(struct str a, struct str b);
bool str_is(struct str a, const char *c_string);
int str_compare(struct str a, struct str b); /* by bytes: code point order */
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
struct str str_slice(struct str s, size_t from, size_t to); /* clamped */
struct str str_trim(struct str s);                          /* ASCII white space off both ends */
/* The same, and without no-break, thin and zero-width spaces, which spreadsheets leave. */
struct str str_trim_wide(struct str s);
/* Offset of the first `needle`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle);
struct str str_join2(struct arena *a, struct str x, struct str y);
struct str str_format(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str str_vformat(struct arena *a, const char *format, va_list args);
uint64_t str_hash(struct str s, uint64_t seed);

struct strbuf {
    struct arena *arena;
    char *p;
    size_t n, cap;
};

void strbuf_init(struct strbuf *b, struct arena *a);
void strbuf_add(struct strbuf *b, struct str s);
void strbuf_add_c(struct strbuf *b, const char *c_string);
/* Makes room for `more` bytes and the NUL behind them. */
void strbuf_reserve(struct strbuf *b, size_t more);
static inline void strbuf_add_char(struct strbuf *b, char c) {
    if (b->n + 2 > b->cap) {
        strbuf_reserve(b, 1);
    }
    b->p[b->n++] = c;
    b->p[b->n] = 0;
}
void strbuf_add_code_point(struct strbuf *b, uint32_t code_point);
void strbuf_add_bytes(struct strbuf *b, const void *bytes, size_t n);
void strbuf_format(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str strbuf_str(struct strbuf *b);
/* The same when nothing more will be added: room that is left over goes back to the arena. */
struct str strbuf_close(struct strbuf *b);

#endif
