/* schema.h - the one table of the layout language: every map, its keys, their types and defaults.
 *
 * The table drives reading (schema_read writes each value to its place in a struct), the messages
 * about unknown keys and wrong values, `quire schema` and the reference in docs/. A key whose value
 * has a shape of its own names a function that reads it; everything else follows from its type.
 * Keys that start with `x-` are passed over everywhere.
 */
#ifndef QUIRE_DOCUMENT_SCHEMA_H
#define QUIRE_DOCUMENT_SCHEMA_H

#include "document/document.h"

enum key_type {
    KEY_TEMPLATE, /* const struct template *: plain text with expressions */
    KEY_RICH,     /* const struct rich *: one line of Markdown */
    KEY_PROSE,    /* const struct rich *: Markdown with paragraphs */
    KEY_EXPR,     /* const struct expr *: an expression without braces */
    KEY_NAME,     /* struct name */
    KEY_STR,      /* struct str */
    KEY_BOOLEAN,  /* bool */
    KEY_COUNT,    /* unsigned, between min and max */
    KEY_LENGTH,   /* struct dimension, of one of the units allowed */
    KEY_WORD,     /* an enum: the index of one of words */
    KEY_SWITCH,   /* bool: true for the second of two words */
    KEY_LIST,     /* read by its function; items by `map` where it is set */
    KEY_MAP,      /* read by its function, or kept for later */
    KEY_CONTENT,  /* struct block_list */
    KEY_NODE      /* read by its function, or kept for later */
};

/* Which units a length may have. */
enum {
    LENGTH_FIXED = 1, /* pt mm cm in em */
    LENGTH_PERCENT = 2,
    LENGTH_FR = 4,
    LENGTH_AUTO = 8
};

struct reader;
struct schema_map;

struct schema_key {
    const char *name;
    enum key_type type;
    bool required;
    size_t offset;        /* of the value in its struct */
    size_t span_offset;   /* of a struct span for the value's place; 0: none */
    const char *words;    /* KEY_WORD, KEY_SWITCH: allowed words, by spaces, the default first */
    const char *fallback; /* the default as an author would write it; NULL: none */
    unsigned min, max;    /* KEY_COUNT */
    unsigned units;       /* KEY_LENGTH */
    const struct schema_map *map; /* of a map, or of a list's items */
    bool (*read)(struct reader *r, const struct schema_key *key, const struct node *node,
                 void *object);
};

struct schema_map {
    const char *name;                /* for messages: "table" */
    const char *main;                /* the key that a bare value stands for, or NULL */
    const char *example;             /* a right form, for help */
    const struct schema_map *common; /* further keys that are allowed, or NULL */
    const struct schema_key *keys;
    size_t n;
    size_t size; /* of the struct its keys are written to */
};

struct schema_block {
    const char *name;
    enum block_kind kind;
    unsigned level; /* headings */
    bool separate;  /* its keys go to a struct of their own, whose pointer the block holds */
    const struct schema_map *map;
};

extern const struct schema_map SCHEMA_LAYOUT, SCHEMA_THEME, SCHEMA_BLOCK, SCHEMA_SOURCE,
    SCHEMA_PARAM, SCHEMA_CHECK, SCHEMA_PARTS, SCHEMA_RANGE, SCHEMA_UNIQUE, SCHEMA_NO_DECREASE,
    SCHEMA_CHECK_LINKS, SCHEMA_DATES, SCHEMA_AGREE, SCHEMA_MASTER, SCHEMA_MARGIN, SCHEMA_FURNITURE,
    SCHEMA_BACKGROUND, SCHEMA_EDITION, SCHEMA_COLUMN, SCHEMA_CELL, SCHEMA_TOTAL, SCHEMA_SERIES,
    SCHEMA_AXIS, SCHEMA_CAPTION, SCHEMA_TILE, SCHEMA_DISCLOSURE, SCHEMA_PROFILE,
    SCHEMA_DISCLOSED_SET, SCHEMA_PUBLISHED, SCHEMA_OVERRIDE;

/* All blocks that content may hold. */
const struct schema_block *schema_blocks(size_t *n);
const struct schema_block *schema_find_block(struct str name);
/* The key of that name in the map or its common keys, or NULL. */
const struct schema_key *schema_find_key(const struct schema_map *map, struct str name);

#endif
