#include "text/paragraph.h"

#include "base/utf8.h"

#include <linebreak.h>
#include <string.h>

static bool is_letter(unsigned char c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}

/* Letters and digits (bytes) that touch the byte at `at`, before or after it, up to `most`. */
static size_t letters_beside(struct str word, size_t at, bool after, size_t most) {
    size_t n = 0;
    while (n < most) {
        size_t i = after ? at + 1 + n : at - 1 - n;
        if (i >= word.n || !is_letter((unsigned char)word.p[i])) {
            break;
        }
        n++;
    }
    return n;
}

/* An address breaks after its slashes and marks, never within `//` or just after it. */
static void break_address(struct str word, char *breaks) {
    for (size_t i = 0; i + 1 < word.n; i++) {
        char c = word.p[i];
        bool slash = c == '/' && word.p[i + 1] != '/';
        bool scheme = i > 0 && c == '/' && word.p[i - 1] == '/';
        if (c == '/' || c == '?' || c == '&' || c == '_') {
            breaks[i] = (slash && !scheme) || c != '/' ? LINEBREAK_ALLOWBREAK : LINEBREAK_NOBREAK;
        }
    }
}

/* In words: "n/a", "e-mail" and "2022–23" stay whole, "and/or" does, "health/education" may part.
 */
static void break_word(struct str word, char *breaks) {
    for (size_t i = 0; i + 1 < word.n; i++) {
        size_t least = word.p[i] == '/' ? 4 : word.p[i] == '-' ? 2 : 0;
        if (least > 0 && (letters_beside(word, i, false, least) < least ||
                          letters_beside(word, i, true, least) < least)) {
            breaks[i] = LINEBREAK_NOBREAK;
        }
        bool en_dash = i >= 3 && memcmp(word.p + i - 2, "\xe2\x80\x93", 3) == 0;
        if (en_dash && is_digit((unsigned char)word.p[i - 3]) &&
            is_digit((unsigned char)word.p[i + 1])) {
            breaks[i] = LINEBREAK_NOBREAK;
        }
        if (i >= 2 && memcmp(word.p + i - 2, "\xe2\x80\x8d", 3) == 0) {
            breaks[i] = LINEBREAK_NOBREAK; /* a joiner joins, newer than the library's tables */
        }
    }
}

static bool is_address(struct str word) {
    return str_starts(word, "www.") || str_starts(word, "mailto:") ||
           str_find(word, STR("://")) != SIZE_MAX;
}

/* The library follows UAX 14; what a careful typesetter does otherwise is mended word by word. */
static void mend_breaks(struct str text, char *breaks) {
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        bool special = false;
        while (at < text.n && (unsigned char)text.p[at] > ' ') {
            char c = text.p[at++];
            special = special || c == '/' || c == '-' || c == '\xe2';
        }
        struct str word = str_slice(text, from, at);
        if (special) {
            if (is_address(word)) {
                break_address(word, breaks + from);
            } else {
                break_word(word, breaks + from);
            }
        }
        at += at == from;
    }
}

static char *reserve(struct arena *a, struct byte_vec *v, size_t n) {
    if (v->cap < n) {
        v->v = ARENA_ARRAY(a, char, n * 2);
        v->cap = n * 2;
    }
    return v->v;
}

static bool is_plain_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Release 1.1 of the library ends the process at a regional indicator (U+1F1E6 to U+1F1FF): it is
 * shown a letter of as many bytes instead. */
static void hide_flags(char *text, size_t n) {
    static const char letter[] = "\xf0\x90\x90\x80";
    for (size_t i = 0; i + 3 < n; i++) {
        if (text[i] == '\xf0' && memcmp(text + i, "\xf0\x9f\x87", 3) == 0 &&
            (unsigned char)text[i + 3] >= 0xa6) {
            memcpy(text + i, letter, 4);
        }
    }
}

/* Letters of a word are all alike to UAX 14, and the library looks each one up: a row of ASCII
 * letters is shown to it as one. `compact` has room for twice the text. */
static void opportunities(struct str text, char *breaks, char *compact) {
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool inner = i > 0 && is_plain_letter(text.p[i]) && is_plain_letter(text.p[i - 1]);
        if (!inner) {
            compact[n++] = text.p[i];
        }
    }
    char *found = compact + text.n;
    hide_flags(compact, n);
    /* At bytes that are not UTF-8 the library stops and leaves the rest as it was. */
    memset(found, LINEBREAK_NOBREAK, n);
    set_linebreaks_utf8((const utf8_t *)compact, n, NULL, found);
    size_t at = 0;
    found[n - 1] = LINEBREAK_MUSTBREAK;
    for (size_t i = 0; i < text.n; i++) {
        bool goes_on =
            i + 1 < text.n && is_plain_letter(text.p[i]) && is_plain_letter(text.p[i + 1]);
        breaks[i] = goes_on ? LINEBREAK_NOBREAK : found[at++];
    }
}

static char *find_breaks(struct paragraph *p) {
    if (!p->fonts->breaks_ready) {
        init_linebreak();
        p->fonts->breaks_ready = true;
    }
    char *breaks = reserve(p->scratch, &p->fonts->work->breaks, p->text.n + 1);
    char *compact = reserve(p->scratch, &p->fonts->work->compact, 2 * p->text.n + 2);
    opportunities(p->text, breaks, compact);
    mend_breaks(p->text, breaks);
    return breaks;
}

static enum piece_kind kind_of(struct str text, size_t at, size_t *end) {
    unsigned char c = (unsigned char)text.p[at];
    *end = at + 1;
    if (c < 0x80) {
        return c == ' ' || c == '\t'      ? PIECE_SPACE
               : (c >= '\n' && c <= '\r') ? PIECE_NEWLINE
                                          : PIECE_WORD;
    }
    *end = at;
    uint32_t code_point = utf8_next(text, end);
    return code_point == 0xa0                                                   ? PIECE_FIXED_SPACE
           : code_point == 0x85 || code_point == 0x2028 || code_point == 0x2029 ? PIECE_NEWLINE
                                                                                : PIECE_WORD;
}

static void push_piece(struct paragraph *p, const char *breaks, struct text_piece piece) {
    const struct text_item *item = &p->items.v[piece.item];
    char after = breaks[piece.to - 1];
    piece.after = after == LINEBREAK_MUSTBREAK    ? AFTER_HARD
                  : after == LINEBREAK_ALLOWBREAK ? AFTER_BREAK
                                                  : AFTER_KEEP;
    if (piece.kind == PIECE_NEWLINE) {
        bool first_of_two =
            piece.to < p->text.n && p->text.p[piece.to - 1] == '\r' && p->text.p[piece.to] == '\n';
        piece.after = first_of_two ? AFTER_KEEP : AFTER_HARD;
    } else {
        piece.shaped = shape_text(p, item, piece.from, piece.to);
        piece.width = piece.shaped->width;
        if (piece.shaped->missing && !p->poisoned) {
            size_t at = piece.from;
            report_missing(p, item->segment, utf8_next(p->text, &at));
        }
        if (piece.after == AFTER_BREAK && piece.kind == PIECE_WORD && piece.to - piece.from >= 2 &&
            memcmp(p->text.p + piece.to - 2, "\xc2\xad", 2) == 0) {
            piece.soft_hyphen = true;
            piece.hyphen = shape_hyphen(p, item).advance;
        }
    }
    vec_push(p->scratch, &p->pieces, piece);
}

static void cut_item(struct paragraph *p, size_t k, const char *breaks) {
    struct text_item *item = &p->items.v[k];
    item->look = shape_look(p, item);
    struct text_piece piece = {.from = item->from, .item = k};
    for (size_t at = item->from; at < item->to;) {
        size_t end = at;
        enum piece_kind kind = kind_of(p->text, at, &end);
        if (piece.from < at && kind != piece.kind) {
            piece.to = at;
            push_piece(p, breaks, piece);
            piece.from = at;
        }
        piece.kind = kind;
        at = end;
        if (at == item->to || kind == PIECE_NEWLINE || breaks[at - 1] == LINEBREAK_ALLOWBREAK ||
            breaks[at - 1] == LINEBREAK_MUSTBREAK) {
            piece.to = at;
            push_piece(p, breaks, piece);
            piece.from = at;
        }
    }
}

void paragraph_cut(struct paragraph *p) {
    if (p->text.n == 0) {
        return;
    }
    const char *breaks = find_breaks(p);
    for (size_t k = 0; k < p->items.n; k++) {
        cut_item(p, k, breaks);
    }
}
