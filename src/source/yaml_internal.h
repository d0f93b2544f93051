/* yaml_internal.h - what the files of the YAML reader share. Private to source/. */
#ifndef QUIRE_SOURCE_YAML_INTERNAL_H
#define QUIRE_SOURCE_YAML_INTERNAL_H

#include "source/build.h"
#include "source/bytes.h"

#include <yaml.h>

/* How much an anchored node adds each time an alias stands for it. */
struct yaml_anchor {
    struct node *node;
    size_t nodes, bytes;
    bool open; /* an alias inside its own anchor would never end */
    bool used;
    struct span at;
};

struct yaml {
    struct session *session;
    const struct source *source;
    struct str text;  /* without a byte order mark */
    size_t skipped;   /* bytes of the mark */
    uint32_t *blocks; /* byte offset of each YAML_BLOCKth code point; NULL when all is ASCII */
    struct cursor cursor;
    struct build build;
    struct map anchors; /* name -> struct yaml_anchor */
    size_t key_end;     /* offset after the last scalar that is a key */
    struct yaml_anchor *opened[LIMIT_NESTING];
};

enum { YAML_BLOCK = 256 };

/* Offset in the source's bytes of libyaml's count of code points. */
size_t yaml_offset(const struct yaml *y, size_t index);
/* Says in plain words what libyaml could not read. */
void yaml_report(const struct yaml *y, const yaml_parser_t *parser);
/* Looks at what stands behind a scalar that was just put into the tree. [from, to) are its bytes. */
void yaml_trap_scalar(struct yaml *y, struct node *node, size_t from, size_t to);
/* After a value of a flow map that stands alone without `:`. */
void yaml_trap_comma(struct yaml *y, struct node *value, struct node *before);
void yaml_trap_list(struct node *list);

#endif
