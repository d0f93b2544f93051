/* node.h - what YAML and JSON are read into: a tree in which every node knows its place.
 *
 * Readers give NULL after a diagnostic when the file is not well-formed. Scalars are resolved by the
 * YAML 1.2 core schema (so `yes` and `on` are text, and a plain scalar with a leading zero is text).
 * A number keeps its text: nobody turns it into binary. Aliases share nodes; merges (`<<`) are
 * already done. Keys that start with `x-` are still there (the schema passes over them).
 */
#ifndef QUIRE_SOURCE_NODE_H
#define QUIRE_SOURCE_NODE_H

#include "base/session.h"

enum node_kind { NODE_NULL, NODE_BOOLEAN, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_MAP };
enum node_style { NODE_PLAIN, NODE_SINGLE_QUOTED, NODE_DOUBLE_QUOTED, NODE_LITERAL, NODE_FOLDED };

/* What YAML swallowed beside a node: kept so that the schema can say so where a text was meant. */
enum node_trap {
    TRAP_NONE,
    TRAP_COMMENT,   /* plain text cut by ` #` (trap_at is the place of the #) */
    TRAP_COLOUR,    /* null, because an unquoted `#12436D` is a comment */
    TRAP_MARK,      /* `[c]` without quotes: a list of one plain text that is a mark's letter */
    TRAP_FOLDED,    /* plain text over several lines whose lines start with `1.` `2.` or `-` */
    TRAP_FLOW_COMMA /* a value inside braces that a comma ended: the next key stands alone, null */
};

struct node;

struct node_entry {
    struct str key;
    struct span key_span;
    struct node *value;
};

struct node {
    enum node_kind kind;
    enum node_style style; /* of a scalar */
    bool flow;             /* a list or map written with [ ] or { } */
    bool boolean;
    enum node_trap trap;
    struct span trap_at;
    struct span span;           /* a scalar: its text; a list or map: its first character */
    struct str text;            /* a scalar's text, as YAML gives it; empty otherwise */
    struct node **items;        /* NODE_LIST */
    struct node_entry *entries; /* NODE_MAP, in order */
    size_t n;                   /* of items or entries */
};

/* The place of bytes [offset, offset + n) of a scalar's text in its file: exact for every style
 * (quotes, escapes, block indentation and folding are undone by reading the file again). */
struct span node_span_at(const struct node *node, size_t offset, size_t n);
/* The value under a key, or NULL. */
struct node *node_get(const struct node *map, const char *key);
const struct node_entry *node_entry(const struct node *map, struct str key);
/* "a list", "a map", "the number 12", "the text "Rugby"": for messages. */
struct str node_describe(struct arena *a, const struct node *node);

/* The error for entry i of a map whose value is TRAP_FLOW_COMMA: a comma inside braces ended the value
 * before it, and what follows became a key of its own. */
void report_flow_comma(struct session *s, const struct node *map, size_t i);

/* A text somewhere in the input, so that an offset into it can be shown as a place. Exactly one of
 * node (a scalar) and source (text is source bytes from `base` on) is set, or neither. */
struct origin {
    struct str text;
    const struct node *node;
    const struct source *source;
    size_t base;
};

struct origin origin_of_node(const struct node *scalar);
struct origin origin_of_source(const struct source *whole_file);
struct span origin_span(const struct origin *o, size_t offset, size_t n);
/* The place of the whole text. */
struct span origin_whole(const struct origin *o);

/* Limits, FAULTS: each has a diagnostic that names the limit and the value found. */
enum {
    LIMIT_NESTING = 64,
    LIMIT_NODES = 1000000,
    LIMIT_TEXT = 64 * 1024 * 1024, /* bytes of scalars after aliases and merges */
    LIMIT_KEYS = 100000,
    LIMIT_DIRECTIVES = 16,
    LIMIT_SCALAR = 1024 * 1024
};

/* YAML by libyaml's event interface. */
struct node *yaml_read(struct session *s, const struct source *source);
/* JSON (RFC 8259), numbers kept as text; big exponents and duplicate keys refused as in YAML. */
struct node *json_read(struct session *s, const struct source *source);

#endif
