/* syntax.h - the smallest pieces of PDF: numbers, names, strings, references.
 *
 * Numbers are written from integers, so a value that PDF cannot hold never arises here.
 */
#ifndef QUIRE_PDF_SYNTAX_H
#define QUIRE_PDF_SYNTAX_H

#include "base/length.h"
#include "base/str.h"

void put_int(struct strbuf *b, int64_t n);
/* Points with at most 3 places and no needless zero: "12.5", "-.25", "0". */
void put_length(struct strbuf *b, length value);
/* "12 0 R" */
void put_reference(struct strbuf *b, unsigned number);
/* "/Open#20Sans" */
void put_name(struct strbuf *b, struct str name);
/* "(a\(b)": any bytes. */
void put_literal(struct strbuf *b, struct str bytes);
/* A text string for readers of any language: literal where ASCII serves, else UTF-16 in hex. */
void put_text(struct strbuf *b, struct str utf8);
/* Hex digits of the UTF-16BE form, without brackets. */
void put_utf16(struct strbuf *b, struct str utf8);
void put_hex(struct strbuf *b, uint32_t value, int digits);
/* A length as PDF numbers have it, ready to be put between spaces: " x". */
void put_space_length(struct strbuf *b, length value);

#endif
