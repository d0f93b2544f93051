/* dump_internal.h - small printers that the dumps share. Private to dump/. */
#ifndef QUIRE_DUMP_DUMP_INTERNAL_H
#define QUIRE_DUMP_DUMP_INTERNAL_H

#include "dump/dump.h"

void dump_indent(struct strbuf *b, unsigned depth);
/* In double quotes; quotes, backslashes, line breaks and control characters escaped. */
void dump_quoted(struct strbuf *b, struct str s);
/* " key=value" forms; nothing is printed for an empty text. */
void dump_field(struct strbuf *b, const char *key, struct str value);
void dump_length(struct strbuf *b, const char *key, length value);
/* "auto", "12", "1.5em", "50%", "2fr". */
void dump_dimension(struct strbuf *b, const char *key, struct dimension d);
/* " key=#rrggbb"; nothing for a colour that is not set. */
void dump_color(struct strbuf *b, const char *key, struct color c);
/* " [line:column]", nothing without a place. */
void dump_place(struct strbuf *b, struct span span);

#endif
