#include "document/read_internal.h"

bool is_extension(struct str key) {
    return str_starts(key, "x-");
}

static void help_keys(struct reader *r, struct diag *d, const struct schema_map *map,
                      struct str word) {
    struct arena *a = r->s->arena;
    size_t n = map->n + (map->common ? map->common->n : 0), k = 0;
    struct str *names = ARENA_ARRAY(a, struct str, n);
    for (const struct schema_map *m = map; m; m = m->common)
        for (size_t i = 0; i < m->n; i++)
            names[k++] = str_from(m->keys[i].name);
    help_words(r, d, word, names, n);
}

void schema_check_keys(struct reader *r, const struct schema_map *map, const struct node *node) {
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (is_extension(e->key) || schema_find_key(map, e->key))
            continue;
        if (e->value->trap == TRAP_FLOW_COMMA) {
            report_flow_comma(r->s, node, i);
            continue;
        }
        struct diag *d = diag_error(r->s->diags, "unknown-key", e->key_span, "%s has no key `%.*s`",
                                    map->name, STR_ARG(diag_quote(r->s->arena, e->key)));
        help_keys(r, d, map, e->key);
    }
}

static void report_missing(struct reader *r, const struct schema_map *map,
                           const struct schema_key *key, struct span at) {
    struct diag *d =
        diag_error(r->s->diags, "missing-key", at, "%s needs `%s`", map->name, key->name);
    if (map->example)
        diag_help(r->s->diags, d, "write it so: %s", map->example);
    else
        diag_help(r->s->diags, d, "add a line `%s: ...`%s", key->name,
                  str_is(str_from(key->name), "quire") ? "; this is version 1: `quire: 1`" : "");
}

/* Reads in the table's order, so that what a later key depends on is there. */
bool schema_read_keys(struct reader *r, const struct schema_map *map, const struct node *node,
                      void *object) {
    bool good = true;
    for (size_t i = 0; i < map->n; i++) {
        const struct schema_key *key = &map->keys[i];
        const struct node *value = node_get(node, key->name);
        read_key_default(key, object);
        if (!value) {
            if (key->required) {
                report_missing(r, map, key, node->span);
                good = false;
            }
            continue;
        }
        if (!read_key_value(r, key, value, object) && key->required)
            good = false;
    }
    return good;
}

bool schema_read(struct reader *r, const struct schema_map *map, const struct node *node,
                 void *object) {
    if (!map_usable(r, map->name, node, map->example))
        return false;
    schema_check_keys(r, map, node);
    return schema_read_keys(r, map, node, object);
}

bool schema_read_value(struct reader *r, const struct schema_map *map, const struct node *node,
                       void *object) {
    if (node->kind == NODE_MAP || !map->main)
        return schema_read(r, map, node, object);
    bool good = true;
    for (size_t i = 0; i < map->n; i++) {
        const struct schema_key *key = &map->keys[i];
        bool is_main = str_is(str_from(key->name), map->main);
        read_key_default(key, object);
        /* `contents:` and `break:` alone stand for their defaults. */
        bool absent =
            !is_main || (node->kind == NODE_NULL && node->trap == TRAP_NONE && !key->required);
        if (!absent) {
            good = (read_key_value(r, key, node, object) || !key->required) && good;
        } else if (key->required) {
            report_missing(r, map, key, node->span);
            good = false;
        }
    }
    return good;
}
