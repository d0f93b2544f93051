#include "document/read_internal.h"

#include <stddef.h>

VEC_DECLARE(block_vec, struct block *);

static void read_item(struct reader *r, const struct node *node, struct block_vec *out);

/* ---- what an item may be mistaken for ------------------------------------------------------ */

static void report_empty_item(struct reader *r, const struct node *node) {
    struct diag_list *l = r->s->diags;
    struct span at = node->trap_at.source ? node->trap_at : node->span;
    struct diag *d = diag_error(l, "empty-item", at, "this item is empty");
    diag_help(l, d,
              "without quotes `#` starts a comment; a heading is written `- h1: ...`, and a "
              "text after `- |`");
}

/* `first: ` looked like a key: a block misspelt, or a sentence with a colon in it. */
static void report_unknown_block(struct reader *r, const struct node_entry *first) {
    struct arena *a = r->s->arena;
    struct diag_list *l = r->s->diags;
    size_t n;
    const struct schema_block *blocks = schema_blocks(&n);
    struct str *names = ARENA_ARRAY(a, struct str, n);
    for (size_t i = 0; i < n; i++)
        names[i] = str_from(blocks[i].name);
    struct str near = diag_nearest(first->key, names, n);
    struct str shown = diag_quote(a, first->key);
    if (near.n) {
        struct diag *d = diag_error(l, "unknown-block", first->key_span, "`%.*s` is not a block",
                                    STR_ARG(shown));
        diag_help(l, d, "did you mean `%.*s`?", STR_ARG(near));
        return;
    }
    struct diag *d =
        diag_error(l, "unknown-block", first->key_span,
                   "`%.*s` is not a block; if this is a sentence, write `- |`", STR_ARG(shown));
    diag_help(l, d, "put the text on the next line, indented under `- |`");
}

/* An item of several keys: options beside their block, or several blocks in one item. */
static void report_several_keys(struct reader *r, const struct node *node,
                                const struct node_entry *first) {
    struct diag_list *l = r->s->diags;
    const struct schema_block *block = schema_find_block(first->key);
    if (!block) {
        report_unknown_block(r, first);
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (e == first || is_extension(e->key))
            continue;
        struct str key = diag_quote(r->s->arena, e->key);
        bool empty = first->value->kind == NODE_NULL, other = schema_find_block(e->key);
        if (schema_find_key(block->map, e->key) ? empty || !other : empty && !other) {
            struct diag *d =
                diag_error(l, "options-not-indented", e->key_span,
                           "`%.*s` is not indented under `%s`", STR_ARG(key), block->name);
            if (empty)
                diag_help(l, d, "indent the lines after `- %s:` by two spaces more", block->name);
            else
                diag_help(l, d,
                          "write `- %s:` and under it, indented by four spaces, `%s: ...` "
                          "and `%.*s: ...`",
                          block->name, block->map->main ? block->map->main : "its keys",
                          STR_ARG(key));
            return;
        }
        if (schema_find_block(e->key)) {
            struct diag *d = diag_error(l, "two-blocks", e->key_span,
                                        "an item holds one block, and this one has `%s` and "
                                        "`%.*s`",
                                        block->name, STR_ARG(key));
            diag_help(l, d, "start each block on a line of its own with `- `");
            return;
        }
        struct diag *d = diag_error(l, "two-keys", e->key_span,
                                    "an item has one key, its block; `%.*s` is beside `%s`",
                                    STR_ARG(key), block->name);
        diag_help(l, d, "an option of `%s` is indented under it; `%.*s` is none that it knows",
                  block->name, STR_ARG(key));
        return;
    }
}

/* ---- one block ----------------------------------------------------------------------------- */

static struct block *block_new(struct reader *r, enum block_kind kind, struct span span) {
    struct block *b = ARENA_NEW(r->s->arena, struct block);
    b->kind = kind;
    b->span = span;
    return b;
}

static void *block_separate(struct reader *r, struct block *b, const struct schema_block *sb) {
    void *object = arena_alloc(r->s->arena, sb->map->size);
    switch (b->kind) {
    case BLOCK_TABLE:
        b->as.table = object;
        break;
    case BLOCK_CHART:
        b->as.chart = object;
        break;
    case BLOCK_LINKS:
        b->as.links = object;
        break;
    case BLOCK_IMAGE:
        b->as.image = object;
        break;
    case BLOCK_PLACE:
        b->as.place = object;
        break;
    default:
        break;
    }
    return object;
}

static bool finish_image(struct reader *r, const struct block *b, const struct node *node) {
    const struct image_block *image = b->as.image;
    struct diag_list *l = r->s->diags;
    bool given = node->kind == NODE_MAP && node_get(node, "alt");
    bool alt = image->alt && str_trim(image->alt->origin.text).n;
    if (image->decorative && image->caption) {
        struct diag *d =
            diag_error(l, "decorative-caption", node->span,
                       "an image with a caption shows something: it is not decorative");
        diag_help(l, d, "say in `alt:` what it shows, or take the caption away");
        return false;
    }
    if (alt != image->decorative)
        return true;
    if (alt) {
        struct diag *d = diag_error(l, "alt-and-decorative", node->span,
                                    "an image is either decorative or has an `alt` text");
        diag_help(l, d, "take one of the two away");
    } else if (image->alt || !given) {
        struct diag *d =
            diag_error(l, "alt-missing", image->file_span, "this image has no alternative text");
        diag_help(l, d,
                  "say what it shows: `alt: The partnership's logo`; or, if it says nothing, "
                  "`decorative: true`");
        return true; /* its file is looked at all the same */
    }
    return false;
}

static bool finish_text(struct reader *r, const struct block *b, const struct node *node) {
    bool text = b->as.text.text, from = b->as.text.from;
    if (text != from)
        return true;
    if (text)
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "two-sources", node->span,
                             "text takes `text` or `from`, not both"),
                  "write the words in `text`, or name the prose in `from`");
    else if (node->kind == NODE_NULL ||
             (node->kind == NODE_MAP && !node_get(node, "text") && !node_get(node, "from")))
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "missing-key", node->span, "text needs `text` or `from`"),
                  "write `- text: ...`, or `- text: {from: welcome}`");
    return false;
}

static bool finish_grid(struct reader *r, struct block *b, const struct node *node) {
    size_t n = b->as.grid.n;
    if (!b->as.grid.width_count && !node_get(node, "widths")) {
        b->as.grid.widths = ARENA_ARRAY(r->s->arena, struct dimension, n);
        b->as.grid.width_count = n;
        for (size_t i = 0; i < n; i++)
            b->as.grid.widths[i] = (struct dimension){UNIT_FR, 1000};
    }
    if (b->as.grid.width_count == n)
        return true;
    if (b->as.grid.width_count) {
        struct diag *d =
            diag_error(r->s->diags, "grid-widths", node->span,
                       "the grid has %zu widths and %zu cells", b->as.grid.width_count, n);
        diag_help(r->s->diags, d, "`content` is a list with one content list for each width");
    }
    return false;
}

/* Where pages are turned there must be a page: not in a box, nor on a cover. */
static bool placed_well(struct reader *r, const struct schema_block *sb, const struct node *node) {
    struct diag_list *l = r->s->diags;
    if (sb->kind == BLOCK_PLACE && !r->in_master) {
        struct diag *d = diag_error(l, "place-outside-master", node->span,
                                    "`place` stands only in the content of a page master");
        diag_help(l, d, "side by side on a page is `grid`");
        return false;
    }
    if ((sb->kind == BLOCK_MASTER || sb->kind == BLOCK_BREAK) && (r->container || r->in_master)) {
        if (sb->kind == BLOCK_BREAK && node->kind != NODE_MAP && str_is(node->text, "column"))
            return true;
        struct diag *d = diag_error(l, "break-inside", node->span, "`%s` cannot stand inside %s",
                                    sb->name, r->container ? r->container : "a page master");
        diag_help(l, d, "move it out, to the list under the layout's `content`");
        return false;
    }
    return true;
}

static void collect(struct reader *r, const struct block *b) {
    if (b->kind == BLOCK_MASTER)
        vec_push(r->s->arena, &r->master_uses, b->as.master);
}

static bool finish_block(struct reader *r, struct block *b, const struct node *node) {
    switch (b->kind) {
    case BLOCK_TEXT:
        return finish_text(r, b, node);
    case BLOCK_TABLE:
        return finish_table(r, b, node);
    case BLOCK_CHART:
        return finish_chart(r, b, node);
    case BLOCK_IMAGE:
        return finish_image(r, b, node);
    case BLOCK_GRID:
        return finish_grid(r, b, node);
    default:
        return true;
    }
}

static const char *container_of(enum block_kind kind) {
    switch (kind) {
    case BLOCK_BOX:
        return "a box";
    case BLOCK_GRID:
        return "a grid";
    case BLOCK_PLACE:
        return "a place";
    default:
        return NULL;
    }
}

static void read_block(struct reader *r, const struct schema_block *sb,
                       const struct node_entry *entry, struct block_vec *out) {
    const struct node *node = entry->value;
    struct block *b = block_new(r, sb->kind, entry->key_span);
    void *object = sb->separate ? block_separate(r, b, sb) : b;
    const char *outer = r->container;
    size_t mistakes = r->s->diags->errors;
    bool good = placed_well(r, sb, node);
    if (container_of(sb->kind))
        r->container = container_of(sb->kind);
    if (node->kind == NODE_MAP)
        schema_read_keys(r, &SCHEMA_BLOCK, node, b);
    if (sb->kind == BLOCK_HEADING)
        b->as.heading.level = sb->level;
    good = schema_read_value(r, sb->map, node, object) && good;
    r->container = outer;
    good = good && finish_block(r, b, node);
    if (good) {
        collect(r, b);
        vec_push(r->s->arena, out, b);
    }
    if (b->id.text.n && r->s->diags->errors > mistakes)
        vec_push(r->s->arena, &r->lost_ids, b->id);
}

/* ---- a content list ------------------------------------------------------------------------ */

static void read_text_item(struct reader *r, const struct node *node, struct block_vec *out) {
    if (!text_whole(r, node, true))
        return;
    struct origin origin = origin_of_node(node);
    struct block *b = block_new(r, BLOCK_TEXT, node->span);
    b->as.text.text = rich_parse(r->s, &origin, MARKDOWN_BLOCKS);
    vec_push(r->s->arena, out, b);
}

static void read_map_item(struct reader *r, const struct node *node, struct block_vec *out) {
    const struct node_entry *first = NULL;
    size_t keys = 0;
    for (size_t i = 0; i < node->n; i++) {
        if (is_extension(node->entries[i].key))
            continue;
        bool better =
            first && !schema_find_block(first->key) && schema_find_block(node->entries[i].key);
        first = first && !better ? first : &node->entries[i];
        keys++;
    }
    if (keys == 0)
        return;
    const struct schema_block *sb = schema_find_block(first->key);
    if (keys > 1)
        report_several_keys(r, node, first);
    else if (!sb)
        report_unknown_block(r, first);
    else
        read_block(r, sb, first, out);
}

static void report_list_item(struct reader *r, const struct node *node) {
    struct diag_list *l = r->s->diags;
    if (!node->flow) {
        struct diag *d = diag_error(l, "list-in-list", node->span,
                                    "this item is a list, and not a block or a text");
        diag_help(l, d, "take one `- ` away; side by side is `grid`");
        return;
    }
    text_usable(r, "content", node);
}

static void read_item(struct reader *r, const struct node *node, struct block_vec *out) {
    switch (node->kind) {
    case NODE_NULL:
        report_empty_item(r, node);
        break;
    case NODE_LIST:
        report_list_item(r, node);
        break;
    case NODE_MAP:
        read_map_item(r, node, out);
        break;
    case NODE_BOOLEAN:
    case NODE_NUMBER:
    case NODE_TEXT:
        read_text_item(r, node, out);
        break;
    }
}

struct block_list content_read(struct reader *r, const struct node *list) {
    struct block_vec out = {NULL, 0, 0};
    for (size_t i = 0; i < list->n; i++)
        read_item(r, list->items[i], &out);
    return (struct block_list){out.v, out.n};
}

static bool content_list(struct reader *r, const struct schema_key *key, const struct node *node,
                         struct block_list *out) {
    if (!list_usable(r, key->name, node))
        return false;
    *out = content_read(r, node);
    return true;
}

READ_FUNCTION(read_block_content) {
    void *at = (char *)object + key->offset;
    return content_list(r, key, node, at);
}

/* ---- keys of single blocks ----------------------------------------------------------------- */

READ_FUNCTION(read_style) {
    struct block *b = object;
    if (!text_usable(r, key->name, node))
        return false;
    b->style = name_of_node(node);
    vec_push(r->s->arena, &r->style_uses, b->style);
    return true;
}

READ_FUNCTION(read_keep) {
    struct block *b = object;
    if (!text_usable(r, key->name, node))
        return false;
    b->keep_together = str_is(node->text, "together");
    if (!b->keep_together) {
        struct diag *d =
            diag_error(r->s->diags, "unknown-word", node->span, "`keep` cannot be `%.*s`",
                       STR_ARG(diag_quote(r->s->arena, node->text)));
        help_names(r, d, node->text, key->words);
    }
    return b->keep_together;
}

READ_FUNCTION(read_notes) {
    struct block *b = object;
    if (!map_usable(r, key->name, node, "notes: {views: The source records 179 of 220}"))
        return false;
    b->notes = ARENA_ARRAY(r->s->arena, struct named_note, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (is_extension(e->key) || !text_usable(r, "a note", e->value))
            continue;
        struct origin origin = origin_of_node(e->value);
        b->notes[b->note_count++] =
            (struct named_note){{e->key, e->key_span}, rich_parse(r->s, &origin, MARKDOWN_INLINE)};
    }
    return true;
}

READ_FUNCTION(read_tiles) {
    struct block *b = object;
    if (!list_usable(r, key->name, node))
        return false;
    b->as.tiles.v = ARENA_ARRAY(r->s->arena, struct tile, node->n);
    for (size_t i = 0; i < node->n; i++) {
        struct tile t = {.span = node->items[i]->span};
        if (schema_read(r, key->map, node->items[i], &t))
            b->as.tiles.v[b->as.tiles.n++] = t;
    }
    return true;
}

READ_FUNCTION(read_widths) {
    struct block *b = object;
    if (!list_usable(r, key->name, node))
        return false;
    struct schema_key one = {.name = "widths", .type = KEY_LENGTH, .units = key->units};
    struct dimension *v = ARENA_ARRAY(r->s->arena, struct dimension, node->n);
    for (size_t i = 0; i < node->n; i++)
        if (!read_key_value(r, &one, node->items[i], &v[i]))
            v[i] = (struct dimension){UNIT_FR, 1000};
    b->as.grid.widths = v;
    b->as.grid.width_count = node->n;
    return true;
}

READ_FUNCTION(read_cells) {
    struct block *b = object;
    if (!list_usable(r, key->name, node))
        return false;
    b->as.grid.cells = ARENA_ARRAY(r->s->arena, struct block_list, node->n);
    b->as.grid.n = node->n;
    for (size_t i = 0; i < node->n; i++) {
        const struct node *cell = node->items[i];
        if (cell->kind == NODE_LIST) {
            b->as.grid.cells[i] = content_read(r, cell);
            continue;
        }
        struct diag *d = diag_error(r->s->diags, "wrong-type", cell->span,
                                    "each cell of a grid is a list of content");
        diag_help(r->s->diags, d,
                  "write it so: content: [[...], [...]], or `- - ` before a "
                  "cell's first block");
    }
    return true;
}

READ_FUNCTION(read_loop_content) {
    struct block *b = object;
    struct loop_name here = {r->loops, b->as.loop.as};
    bool good = !here.name.text.n || read_loop_name(r, here.name);
    r->loops = &here;
    good = content_list(r, key, node, &b->as.loop.content) && good;
    r->loops = here.outer;
    return good;
}

READ_FUNCTION(read_include) {
    struct block *b = object;
    struct file_link link;
    if (!text_usable(r, key->name, node))
        return false;
    const struct node *list = reader_open(r, node, &link);
    if (!list)
        return false;
    bool good = list->kind == NODE_LIST;
    if (good) {
        b->as.include = content_read(r, list);
    } else {
        struct diag *d = diag_error(r->s->diags, "include-no-list", list->span,
                                    "an included file holds a content list");
        diag_help(r->s->diags, d, "start each block of the file with `- `");
    }
    reader_close(r);
    return good;
}
