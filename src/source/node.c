#include "source/node.h"

#include <string.h>

const struct node_entry *node_entry(const struct node *map, struct str key) {
    if (map == NULL || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++) {
        if (str_equal(map->entries[i].key, key))
            return &map->entries[i];
    }
    return NULL;
}

struct node *node_get(const struct node *map, const char *key) {
    const struct node_entry *e = node_entry(map, str_from(key));
    return e == NULL ? NULL : e->value;
}

struct str node_describe(struct arena *a, const struct node *node) {
    struct str shown;
    switch (node->kind) {
    case NODE_NULL:
        return STR("nothing");
    case NODE_BOOLEAN:
        return node->boolean ? STR("`true`") : STR("`false`");
    case NODE_NUMBER:
        shown = diag_quote(a, node->text);
        return str_format(a, "the number %.*s", STR_ARG(shown));
    case NODE_TEXT:
        shown = diag_quote(a, node->text);
        return str_format(a, "the text \"%.*s\"", STR_ARG(shown));
    case NODE_LIST:
        return node->n == 0 ? STR("an empty list") : STR("a list");
    case NODE_MAP:
        return node->n == 0 ? STR("an empty map") : STR("a map");
    }
    return STR("a value");
}

void report_flow_comma(struct session *s, const struct node *map, size_t i) {
    const struct node_entry *e = &map->entries[i];
    struct diag *d = diag_error(s->diags, "comma-ends-value", e->key_span,
                                "a comma ended the value before this, so `%.*s` became a key",
                                STR_ARG(diag_quote(s->arena, e->key)));
    if (i > 0) {
        struct str before = diag_quote(s->arena, map->entries[i - 1].key);
        diag_help(s->diags, d, "put the whole value of `%.*s` in quotes", STR_ARG(before));
    } else {
        diag_help(s->diags, d, "put a value that holds a comma in quotes");
    }
}
