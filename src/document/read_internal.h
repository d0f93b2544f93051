/* read_internal.h - what the files that read a layout share.
 *
 * A read function gives false after a diagnostic when its value cannot be used. A block whose
 * required key is faulty is left out; the id of any faulty block is kept in lost_ids so that nobody
 * complains about references to it.
 */
#ifndef QUIRE_DOCUMENT_READ_INTERNAL_H
#define QUIRE_DOCUMENT_READ_INTERNAL_H

#include "document/schema.h"

enum { LIMIT_INCLUDE_DEPTH = 16, LIMIT_INCLUDE_FILES = 256 };

VEC_DECLARE(name_list, struct name);
VEC_DECLARE(layer_list, const struct node *);

/* A file being read, and the one that named it. */
struct file_link {
    const struct file_link *outer;
    struct str path;
    struct span named_at;
};

/* A loop's name, while its content is read. */
struct loop_name {
    const struct loop_name *outer;
    struct name name;
};

struct reader {
    struct session *s;
    struct document *document;
    const struct document_request *request;
    const struct file_link *chain;
    unsigned depth;
    size_t file_count;
    struct map trees; /* path -> struct node *: each file is parsed once */
    const struct loop_name *loops;
    const char *container; /* the block that content stands in, where master and break make no
                              sense: "box"; else NULL */
    bool in_master;
    struct name_list style_uses, lost_ids;
    struct name_list master_uses;
};

/* schema_read.c */
bool schema_read(struct reader *r, const struct schema_map *map, const struct node *node,
                 void *object);
/* The same, where a value that is no map stands for the main key. */
bool schema_read_value(struct reader *r, const struct schema_map *map, const struct node *node,
                       void *object);
void schema_check_keys(struct reader *r, const struct schema_map *map, const struct node *node);
bool schema_read_keys(struct reader *r, const struct schema_map *map, const struct node *node,
                      void *object);
bool is_extension(struct str key); /* starts with x- */

/* read_values.c: single values */
bool read_key_value(struct reader *r, const struct schema_key *key, const struct node *node,
                    void *object);
void read_key_default(const struct schema_key *key, void *object);
bool text_usable(struct reader *r, const char *key, const struct node *node);
bool text_whole(struct reader *r, const struct node *node, bool content_item);
bool list_usable(struct reader *r, const char *key, const struct node *node);
bool map_usable(struct reader *r, const char *key, const struct node *node, const char *example);
bool read_expr(struct reader *r, const char *key, const struct node *node, const struct expr **out);
struct name name_of_node(const struct node *node);
/* Adds "did you mean" or the list of all words to d. */
void help_words(struct reader *r, struct diag *d, struct str word, const struct str *words,
                size_t n);
void help_names(struct reader *r, struct diag *d, struct str word, const char *words);

/* read_files.c: files, based-on, themes */
const struct node *reader_open(struct reader *r, const struct node *path, struct file_link *link);
void reader_close(struct reader *r);
/* The layout with what it is based on, as one map; NULL when it could not be read. */
const struct node *layout_tree(struct reader *r);
void read_theme_layers(struct reader *r, const struct node *layout, struct layer_list *layers);
/* The theme keys of a layout or an edition as a map, or NULL when it has none. */
const struct node *theme_keys(struct reader *r, const struct node *map);

/* read_edition.c */
void read_editions(struct reader *r, const struct node *editions, struct layer_list *layers);

/* read_data.c: false when a loop's item cannot have that name */
bool read_loop_name(struct reader *r, struct name name);

/* read_master.c: checks every name of a master, when all is read */
void finish_masters(struct reader *r);
/* False after a diagnostic: there is no page master of that name. */
bool check_master_name(struct reader *r, struct name name);

/* read_content.c */
struct block_list content_read(struct reader *r, const struct node *list);

/* Functions named by the schema table. */
#define READ_FUNCTION(name)                                                                        \
    bool name(struct reader *r, const struct schema_key *key, const struct node *node, void *object)
READ_FUNCTION(read_version);
READ_FUNCTION(read_keywords);
READ_FUNCTION(read_date);
READ_FUNCTION(read_disclosure);
READ_FUNCTION(read_profile);
READ_FUNCTION(read_hide);
READ_FUNCTION(read_rounding);
READ_FUNCTION(read_profile_mark);
READ_FUNCTION(read_disclosed_sets);
READ_FUNCTION(read_disclosed_words);
READ_FUNCTION(read_disclosed_word);
READ_FUNCTION(read_set_totals);
READ_FUNCTION(read_same);
READ_FUNCTION(read_published);
READ_FUNCTION(read_override);
READ_FUNCTION(read_sources);
READ_FUNCTION(read_source_types);
READ_FUNCTION(read_source_value);
READ_FUNCTION(read_params);
READ_FUNCTION(read_param_value);
READ_FUNCTION(read_checks);
READ_FUNCTION(read_check_shape);
READ_FUNCTION(read_check_of);
READ_FUNCTION(read_check_field);
READ_FUNCTION(read_check_by);
READ_FUNCTION(read_check_fields);
READ_FUNCTION(read_check_from);
READ_FUNCTION(read_check_to);
READ_FUNCTION(read_check_are);
READ_FUNCTION(read_masters);
READ_FUNCTION(read_margin);
READ_FUNCTION(read_furniture);
READ_FUNCTION(read_background);
READ_FUNCTION(read_master_content);
READ_FUNCTION(read_standards);
READ_FUNCTION(read_press_marks);
READ_FUNCTION(read_bleed);
READ_FUNCTION(read_ink_limit);
READ_FUNCTION(read_only);
READ_FUNCTION(read_open);
READ_FUNCTION(read_edition_size);
READ_FUNCTION(read_notes);
READ_FUNCTION(read_keep);
READ_FUNCTION(read_style);
READ_FUNCTION(read_block_content);
READ_FUNCTION(read_tiles);
READ_FUNCTION(read_widths);
READ_FUNCTION(read_cells);
READ_FUNCTION(read_loop_content);
READ_FUNCTION(read_include);
READ_FUNCTION(read_sort);
READ_FUNCTION(read_columns);
READ_FUNCTION(read_nested_columns);
READ_FUNCTION(read_row_total);
READ_FUNCTION(read_total);
READ_FUNCTION(read_rows);
READ_FUNCTION(read_column_format);
READ_FUNCTION(read_axis_format);
READ_FUNCTION(read_axis);
READ_FUNCTION(read_axis_bound);
READ_FUNCTION(read_chart_caption);
READ_FUNCTION(read_series);
READ_FUNCTION(read_alt);

/* What no key alone can say; false when the block must be left out. */
bool finish_table(struct reader *r, struct block *b, const struct node *node);
bool finish_chart(struct reader *r, struct block *b, const struct node *node);

#endif
