/* reader.h - what the readers' tests share: a source from a text, and the first diagnostic. */
#ifndef QUIRE_TESTS_READER_H
#define QUIRE_TESTS_READER_H

#include "unit/unit.h"

#include "source/csv.h"
#include "source/prose.h"

#include <stdio.h>
#include <string.h>

struct reader {
    struct arena *arena;
    struct diag_list diags;
    struct session session;
    struct source source;
};

static inline void reader_open(struct reader *r, const char *bytes, size_t n) {
    *r = (struct reader){.arena = arena_new()};
    diag_list_init(&r->diags, r->arena);
    r->session = (struct session){r->arena, &r->diags, NULL};
    r->source = (struct source){.arena = r->arena, .path = STR("in"), .bytes = {bytes, n}};
}

/* "CODE LINE:COLUMN" of the only diagnostic, "" for none, "several" for more. */
static inline const char *reader_said(struct reader *r) {
    if (r->diags.all.n == 0) {
        return "";
    }
    if (r->diags.all.n > 1) {
        return "several";
    }
    const struct diag *d = r->diags.all.v[0];
    struct str s = str_format(r->arena, "%s %u:%u", d->code, d->span.line, d->span.column);
    return str_c(r->arena, s);
}

static inline const char *place_text(struct reader *r, struct span s) {
    return str_c(r->arena, str_format(r->arena, "%u:%u+%u", s.line, s.column, s.length));
}

#endif
