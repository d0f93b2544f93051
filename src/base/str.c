#include "base/str.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

struct str str_from(const char *c_string) {
    return (struct str){c_string, strlen(c_string)};
}

struct str str_copy(struct arena *a, struct str s) {
    char *p = arena_alloc(a, s.n + 1);
    if (s.n) {
        memcpy(p, s.p, s.n);
    }
    return (struct str){p, s.n};
}

const char *str_c(struct arena *a, struct str s) {
    return str_copy(a, s).p;
}

bool str_equal(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *c_string) {
    return str_equal(a, str_from(c_string));
}

int str_compare(struct str a, struct str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, const char *prefix) {
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool str_ends(struct str s, const char *suffix) {
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

struct str str_slice(struct str s, size_t from, size_t to) {
    to = to < s.n ? to : s.n;
    from = from < to ? from : to;
    return (struct str){s.p + from, to - from};
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

struct str str_trim(struct str s) {
    while (s.n && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_space(s.p[s.n - 1])) {
        s.n--;
    }
    return s;
}

/* Bytes of a wide space at either end; 0 where there is none. */
static size_t wide_space(struct str s, bool (*at)(struct str s, const char *space)) {
    static const char *const spaces[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x8B",
                                         "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (at(s, spaces[i]))
            return strlen(spaces[i]);
    }
    return 0;
}

struct str str_trim_wide(struct str s) {
    for (;;) {
        s = str_trim(s);
        bool front = s.n > 0 && (unsigned char)s.p[0] >= 0x80;
        bool back = s.n > 0 && (unsigned char)s.p[s.n - 1] >= 0x80;
        size_t from = front ? wide_space(s, str_starts) : 0;
        s = str_slice(s, from, s.n);
        size_t to = back ? wide_space(s, str_ends) : 0;
        s = str_slice(s, 0, s.n - to);
        if (from == 0 && to == 0)
            return s;
    }
}

size_t str_find(struct str s, struct str needle) {
    if (needle.n == 0) {
        return 0;
    }
    const char *at = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

struct str str_join2(struct arena *a, struct str x, struct str y) {
    char *p = arena_alloc(a, x.n + y.n + 1);
    if (x.n) {
        memcpy(p, x.p, x.n);
    }
    if (y.n) {
        memcpy(p + x.n, y.p, y.n);
    }
    return (struct str){p, x.n + y.n};
}

struct str str_vformat(struct arena *a, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    size_t size = n > 0 ? (size_t)n : 0;
    char *p = arena_alloc(a, size + 1);
    vsnprintf(p, size + 1, format, again);
    va_end(again);
    return (struct str){p, size};
}

struct str str_format(struct arena *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str s = str_vformat(a, format, args);
    va_end(args);
    return s;
}

/* Eight bytes at a time; map.c mixes in a seed of the process. */
uint64_t str_hash(struct str s, uint64_t seed) {
    const uint64_t odd = 0x9e3779b97f4a7c15u;
    uint64_t h = seed ^ s.n * odd;
    for (size_t i = 0; i < s.n; i += sizeof h) {
        uint64_t part = 0;
        size_t n = s.n - i < sizeof part ? s.n - i : sizeof part;
        memcpy(&part, s.p + i, n);
        h = (h ^ part) * odd;
        h ^= h >> 29;
    }
    h *= 0xbf58476d1ce4e5b9u;
    return h ^ h >> 32;
}

void strbuf_init(struct strbuf *b, struct arena *a) {
    *b = (struct strbuf){.arena = a};
}

void strbuf_reserve(struct strbuf *b, size_t more) {
    if (more >= SIZE_MAX - b->n - 1) {
        fail_memory();
    }
    size_t need = b->n + more + 1;
    if (need <= b->cap) {
        return;
    }
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need) {
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    }
    b->p = arena_grow(b->arena, b->p, b->cap, cap);
    b->cap = cap;
}

void strbuf_add_bytes(struct strbuf *b, const void *bytes, size_t n) {
    strbuf_reserve(b, n);
    if (n) {
        memcpy(b->p + b->n, bytes, n);
    }
    b->n += n;
    b->p[b->n] = 0;
}

void strbuf_add(struct strbuf *b, struct str s) {
    strbuf_add_bytes(b, s.p, s.n);
}

void strbuf_add_c(struct strbuf *b, const char *c_string) {
    strbuf_add_bytes(b, c_string, strlen(c_string));
}

void strbuf_add_code_point(struct strbuf *b, uint32_t code_point) {
    char bytes[4];
    strbuf_add_bytes(b, bytes, utf8_encode(code_point, bytes));
}

void strbuf_format(struct strbuf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n > 0) {
        strbuf_reserve(b, (size_t)n);
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
        b->n += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

struct str strbuf_str(struct strbuf *b) {
    strbuf_reserve(b, 0);
    b->p[b->n] = 0;
    return (struct str){b->p, b->n};
}

struct str strbuf_close(struct strbuf *b) {
    struct str text = strbuf_str(b);
    arena_trim(b->arena, b->p, b->cap, b->n + 1);
    *b = (struct strbuf){.arena = b->arena};
    return text;
}
