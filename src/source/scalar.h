/* scalar.h - a plain scalar's kind by the YAML 1.2 core schema. Private to source/. */
#ifndef QUIRE_SOURCE_SCALAR_H
#define QUIRE_SOURCE_SCALAR_H

#include "source/node.h"

/* Sets kind, text and boolean from the plain text. A number's text is made fit for decimal_parse:
 * `.5` is 0.5, `5.` is 5, 0x1F is 31. Infinity, not-a-number and numbers past the limits are
 * diagnostics, and the node becomes text. A number with a leading zero is text. */
void scalar_resolve(struct session *s, struct node *node, struct str plain);
/* false after a diagnostic when a number has too many digits or too large an exponent. */
bool scalar_check_number(struct session *s, const struct node *node, struct str number);

#endif
