/* dump_bound.h - what the two files of the bound document's dump share. Private to dump/. */
#ifndef QUIRE_DUMP_DUMP_BOUND_H
#define QUIRE_DUMP_DUMP_BOUND_H

#include "dump/dump_internal.h"

/* A line `name: "text" ...` with the runs' looks in it; nothing for an empty text. */
void dump_inline(struct strbuf *b, unsigned depth, const char *name, const struct inline_text *t);
void dump_table(struct strbuf *b, unsigned depth, const struct bound_table *t);
void dump_chart(struct strbuf *b, unsigned depth, const struct bound_chart *c);

#endif
