/* schema_table.h - how the schema's tables are written down, for schema.c and schema_blocks.c
 * alone. */
#ifndef QUIRE_DOCUMENT_SCHEMA_TABLE_H
#define QUIRE_DOCUMENT_SCHEMA_TABLE_H

#include <stddef.h>

#define AT(S, field) .offset = offsetof(struct S, field)
#define PLACE(S, field) .span_offset = offsetof(struct S, field)
#define MAP(array) .keys = (array), .n = sizeof(array) / sizeof((array)[0])
#define NEEDED .required = true

#endif
