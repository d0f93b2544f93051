#include "source/prose_cut.h"

#include <ctype.h>
#include <string.h>

enum { CUT_MAX = 1 << 18, CUT_SHORT_MAX = 1 << 12 };

static bool overwrite(struct cuts *c, const struct cut *cut, size_t number) {
    char *p = c->marked + cut->offset;
    size_t digits = cut->length >= 5 ? 3 : 2;
    if (number >= (digits == 3 ? CUT_MAX : CUT_SHORT_MAX))
        return false;
    memset(p, '\x80', cut->length);
    p[0] = CUT_BYTE;
    for (size_t i = 0; i < digits; i++) {
        p[1 + i] = (char)(0x80 | (number & 0x3F));
        number >>= 6;
    }
    p[cut->length - 1] = '\xFE';
    return true;
}

const struct cut *cut_at(const struct cuts *c, struct str s, size_t at) {
    size_t number = 0;
    size_t shift = 0;
    for (size_t i = at + 1; i < s.n && i < at + 4 && (unsigned char)s.p[i] != 0xFE; i++) {
        number |= ((size_t)(unsigned char)s.p[i] & 0x3F) << shift;
        shift += 6;
    }
    return number < c->cuts.n ? &c->cuts.v[number] : NULL;
}

static void add_cut(struct session *s, const struct origin *o, struct cuts *c,
                    const struct cut *cut) {
    if (!overwrite(c, cut, c->cuts.n)) {
        if (c->full)
            return;
        c->full = true;
        diag_help(s->diags,
                  diag_error(s->diags, "too-many-expressions",
                             origin_span(o, cut->offset, cut->length),
                             "more than %d expressions and notes in one text",
                             cut->length >= 5 ? CUT_MAX : CUT_SHORT_MAX),
                  "split the text into several");
        return;
    }
    vec_push(s->arena, &c->cuts, *cut);
}

/* The length of `[^name]` at an offset, or 0. */
static size_t note_length(struct str text, size_t at) {
    if (at + 3 >= text.n || text.p[at] != '[' || text.p[at + 1] != '^')
        return 0;
    size_t end = at + 2;
    while (end < text.n && (isalnum((unsigned char)text.p[end]) || text.p[end] == '-' ||
                            text.p[end] == '_' || (unsigned char)text.p[end] >= 0x80))
        end++;
    return end > at + 2 && end < text.n && text.p[end] == ']' ? end + 1 - at : 0;
}

static bool is_escaped(struct str text, size_t at) {
    size_t n = 0;
    while (n < at && text.p[at - 1 - n] == '\\')
        n++;
    return n % 2 == 1;
}

static bool starts_line(struct str text, size_t at) {
    size_t n = 0;
    while (at > 0 && text.p[at - 1] == ' ' && n++ < 3)
        at--;
    return at == 0 || text.p[at - 1] == '\n' || text.p[at - 1] == '\r';
}

static size_t line_end(struct str text, size_t at) {
    while (at < text.n && text.p[at] != '\n')
        at++;
    return at;
}

/* A definition goes on until an empty line or the next definition. */
static size_t definition_end(struct str text, size_t at) {
    for (;;) {
        size_t end = line_end(text, at);
        if (end >= text.n)
            return end;
        struct str next = str_slice(text, end + 1, line_end(text, end + 1));
        size_t spaces = 0;
        while (spaces < next.n && next.p[spaces] == ' ')
            spaces++;
        size_t note = note_length(next, spaces);
        if (str_trim(next).n == 0 ||
            (note > 0 && spaces + note < next.n && next.p[spaces + note] == ':'))
            return end;
        at = end + 1;
    }
}

static void add_definition(struct session *s, const struct origin *o, struct cuts *c,
                           struct definition d) {
    for (size_t i = 0; i < c->definitions.n; i++) {
        const struct definition *first = &c->definitions.v[i];
        if (!str_equal(first->name, d.name))
            continue;
        struct diag *diag =
            diag_error(s->diags, "note-repeated", origin_span(o, d.offset, d.name.n + 3),
                       "the note `%.*s` is defined twice", STR_ARG(d.name));
        diag_note(s->diags, diag, origin_span(o, first->offset, first->name.n + 3),
                  "first defined here");
        diag_help(s->diags, diag, "give one of the two another name");
        return;
    }
    vec_push(s->arena, &c->definitions, d);
}

/* Note marks in literal text [from, to). */
static void cut_notes(struct session *s, const struct origin *o, struct cuts *c, struct str literal,
                      size_t from) {
    struct str text = o->text;
    for (size_t i = 0; i < literal.n; i++) {
        const char *found = memchr(literal.p + i, '[', literal.n - i);
        if (found == NULL)
            return;
        i = (size_t)(found - literal.p);
        size_t n = note_length(literal, i);
        if (n == 0 || is_escaped(text, from + i))
            continue;
        struct str name = str_slice(literal, i + 2, i + n - 1);
        size_t after = from + i + n;
        if (c->blocks != NULL && after < text.n && text.p[after] == ':' &&
            starts_line(text, from + i)) {
            struct definition d = {name, from + i, after + 1, definition_end(text, after + 1)};
            add_definition(s, o, c, d);
        } else {
            struct cut cut = {.note = true, .offset = from + i, .length = n, .text = name};
            add_cut(s, o, c, &cut);
        }
        i += n - 1;
    }
}

static void blank_definitions(struct cuts *c) {
    memcpy(c->blocks, c->marked, c->n);
    for (size_t k = 0; k < c->definitions.n; k++) {
        const struct definition *d = &c->definitions.v[k];
        for (size_t i = d->offset; i < d->to; i++) {
            if (c->blocks[i] != '\n' && c->blocks[i] != '\r')
                c->blocks[i] = ' ';
        }
    }
}

void cuts_make(struct session *s, struct prose *prose, enum markdown_mode mode, struct cuts *out) {
    struct str text = prose->origin.text;
    struct pieces pieces = split_pieces(s, &prose->origin);
    *out = (struct cuts){.n = text.n};
    out->marked = arena_alloc(s->arena, text.n + 1);
    memcpy(out->marked, text.p, text.n);
    if (mode == MARKDOWN_BLOCKS)
        out->blocks = arena_alloc(s->arena, text.n + 1);
    prose->expressions = ARENA_ARRAY(s->arena, struct piece, pieces.n);
    for (size_t i = 0; i < pieces.n; i++) {
        const struct piece *p = &pieces.v[i];
        if (!p->expression) {
            cut_notes(s, &prose->origin, out, p->text, p->offset);
            continue;
        }
        struct cut cut = {.offset = p->offset - 2,
                          .length = p->text.n + 4,
                          .index = prose->expression_count,
                          .text = p->text};
        prose->expressions[prose->expression_count++] = *p;
        add_cut(s, &prose->origin, out, &cut);
    }
    if (out->blocks != NULL)
        blank_definitions(out);
}
