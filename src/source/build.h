/* build.h - a tree of nodes from a reader's events, with the limits kept. Private to source/. */
#ifndef QUIRE_SOURCE_BUILD_H
#define QUIRE_SOURCE_BUILD_H

#include "base/map.h"
#include "source/node.h"

VEC_DECLARE(node_vec, struct node *);
VEC_DECLARE(entry_vec, struct node_entry);

struct build_level {
    struct node *node;
    struct node_vec items;
    struct entry_vec entries;
    struct node_vec merges;
    struct map seen;        /* key -> its span */
    const struct node *key; /* waits for its value */
    bool key_merges;        /* the key is `<<` */
    bool full;              /* LIMIT_KEYS is reported */
};

struct build {
    struct session *session;
    const struct source *source;
    struct node *root;
    struct build_level levels[LIMIT_NESTING];
    size_t depth;
    size_t nodes, bytes; /* after aliases and merges */
    bool stopped;        /* a diagnostic ended the reading */
};

void build_init(struct build *b, struct session *s, const struct source *source);
struct node *build_node(struct build *b, enum node_kind kind, struct span span);
/* True when the next scalar is a key. */
bool build_wants_key(const struct build *b);
/* Each gives false after a diagnostic that ends the reading. */
bool build_open(struct build *b, struct node *node);
struct node *build_close(struct build *b);
bool build_key(struct build *b, const struct node *scalar, bool merges);
bool build_value(struct build *b, struct node *node);
/* Counts nodes and bytes that a node (or all that an alias stands for) adds. */
bool build_count(struct build *b, size_t nodes, size_t bytes, struct span at);

#endif
