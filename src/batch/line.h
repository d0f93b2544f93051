/* line.h - the batch's own JSON, a line at a time: manifests, state, journal.
 *
 * Whatever a killed run, a full disk or another hand left there is read without a word: what is no map is
 * NULL, what is no text is empty, what is no number is 0. Texts live as long as the arena.
 */
#ifndef QUIRE_BATCH_LINE_H
#define QUIRE_BATCH_LINE_H

#include "source/node.h"

/* The map that the bytes are, or NULL. */
const struct node *line_read(struct arena *a, struct str bytes);
/* A text or a number, as it is written. */
struct str line_text(const struct node *map, const char *key);
unsigned long line_number(const struct node *map, const char *key);

#endif
