/* prose_cut.h - what Markdown must not see, taken out of a text. Private to source/.
 *
 * Expressions and note marks are overwritten, in a copy, by bytes that are no UTF-8 and that Markdown
 * takes for letters, in the same length: so an offset into the copy is one into the text. The bytes
 * 0xFF, number, 0xFE hold which cut it is: they survive where md4c copies a link's address.
 */
#ifndef QUIRE_SOURCE_PROSE_CUT_H
#define QUIRE_SOURCE_PROSE_CUT_H

#include "base/map.h"
#include "source/prose.h"

#define CUT_BYTE '\xFF'

struct cut {
    bool note;
    size_t offset, length; /* with braces or brackets */
    size_t index;          /* of the expression */
    struct str text;       /* of the expression, or the note's name */
};
VEC_DECLARE(cut_vec, struct cut);

/* A note's definition, taken out of the blocks. */
struct definition {
    struct str name;
    size_t offset;   /* of `[` */
    size_t from, to; /* its content */
};
VEC_DECLARE(definition_vec, struct definition);

struct cuts {
    struct cut_vec cuts;
    struct definition_vec definitions;
    char *marked; /* the text with its cuts overwritten; n bytes */
    char *blocks; /* the same with definitions blanked, for block structure */
    size_t n;
    bool full; /* too many cuts: told once */
};

/* Fills prose->expressions too. */
void cuts_make(struct session *s, struct prose *prose, enum markdown_mode mode, struct cuts *out);
/* The cut whose CUT_BYTE stands at s.p[at], or NULL. */
const struct cut *cut_at(const struct cuts *c, struct str s, size_t at);

#endif
