#include "source/build.h"

void build_init(struct build *b, struct session *s, const struct source *source) {
    *b = (struct build){.session = s, .source = source};
}

struct node *build_node(struct build *b, enum node_kind kind, struct span span) {
    struct node *node = ARENA_NEW(b->session->arena, struct node);
    node->kind = kind;
    node->span = span;
    node->text = STR_EMPTY;
    return node;
}

static struct build_level *top(struct build *b) {
    return b->depth == 0 ? NULL : &b->levels[b->depth - 1];
}

bool build_wants_key(const struct build *b) {
    if (b->depth == 0)
        return false;
    const struct build_level *l = &b->levels[b->depth - 1];
    return l->node->kind == NODE_MAP && l->key == NULL;
}

bool build_count(struct build *b, size_t nodes, size_t bytes, struct span at) {
    b->nodes += nodes;
    b->bytes += bytes;
    if (b->nodes > LIMIT_NODES) {
        struct diag *d =
            diag_error(b->session->diags, "too-many-nodes", at,
                       "more than %d values, counted with all that aliases stand for", LIMIT_NODES);
        diag_help(b->session->diags, d, "large tables of figures belong in a CSV file");
        b->stopped = true;
    } else if (b->bytes > LIMIT_TEXT) {
        diag_help(b->session->diags,
                  diag_error(b->session->diags, "too-much-text", at,
                             "more than %d MiB of text, counted with all that aliases stand for",
                             LIMIT_TEXT / (1024 * 1024)),
                  "use fewer aliases (`*name`)");
        b->stopped = true;
    }
    return !b->stopped;
}

bool build_open(struct build *b, struct node *node) {
    struct diag_list *diags = b->session->diags;
    if (build_wants_key(b)) {
        struct diag *d =
            diag_error(diags, "key-not-text", node->span, "a key must be a text, not %s",
                       node->kind == NODE_LIST ? "a list" : "a map");
        diag_help(diags, d, "a text that starts with `%c` goes in quotes",
                  node->kind == NODE_LIST ? '[' : '{');
        b->stopped = true;
        return false;
    }
    if (b->depth == LIMIT_NESTING) {
        diag_help(diags,
                  diag_error(diags, "nested-too-deep", node->span,
                             "lists and maps are nested deeper than %d levels", LIMIT_NESTING),
                  "write it with fewer lists inside lists");
        b->stopped = true;
        return false;
    }
    struct build_level *l = &b->levels[b->depth++];
    *l = (struct build_level){.node = node};
    map_init(&l->seen, b->session->arena);
    return true;
}

bool build_key(struct build *b, const struct node *scalar, bool merges) {
    top(b)->key = scalar;
    top(b)->key_merges = merges;
    return true;
}

static void add_merge(struct build *b, struct build_level *l, struct node *value) {
    struct session *s = b->session;
    if (value->kind == NODE_MAP) {
        vec_push(s->arena, &l->merges, value);
        return;
    }
    bool good = value->kind == NODE_LIST;
    for (size_t i = 0; good && i < value->n; i++)
        good = value->items[i]->kind == NODE_MAP;
    if (!good) {
        struct diag *d = diag_error(s->diags, "merge-not-map", value->span,
                                    "`<<` takes in a map, or a list of maps");
        diag_help(s->diags, d, "write `<<: *name`, where `&name` stands at a map");
        return;
    }
    for (size_t i = 0; i < value->n; i++)
        vec_push(s->arena, &l->merges, value->items[i]);
}

static void add_entry(struct build *b, struct build_level *l, struct node *value) {
    struct session *s = b->session;
    struct str name = l->key->text;
    struct span *first = map_get(&l->seen, name);
    if (first != NULL) {
        struct str shown = diag_quote(s->arena, name);
        struct diag *d = diag_error(s->diags, "duplicate-key", l->key->span,
                                    "the key `%.*s` is given twice in this map", STR_ARG(shown));
        diag_note(s->diags, d, *first, "first given here");
        diag_help(s->diags, d, "keep one of the two");
        return;
    }
    if (l->entries.n >= LIMIT_KEYS) {
        if (!l->full)
            diag_help(s->diags,
                      diag_error(s->diags, "too-many-keys", l->key->span,
                                 "more than %d keys in one map", LIMIT_KEYS),
                      "write a list of maps instead");
        l->full = true;
        return;
    }
    struct span *place = ARENA_NEW(s->arena, struct span);
    *place = l->key->span;
    map_set(&l->seen, name, place);
    struct node_entry entry = {name, l->key->span, value};
    vec_push(s->arena, &l->entries, entry);
}

bool build_value(struct build *b, struct node *node) {
    struct build_level *l = top(b);
    if (l == NULL) {
        b->root = node;
    } else if (l->node->kind == NODE_LIST) {
        vec_push(b->session->arena, &l->items, node);
    } else {
        if (l->key_merges)
            add_merge(b, l, node);
        else
            add_entry(b, l, node);
        l->key = NULL;
    }
    return true;
}

/* The map's own keys win over merged ones, and an earlier merged map over a later one. */
static void merge_into(struct build *b, struct build_level *l, const struct node *from) {
    for (size_t i = 0; i < from->n; i++) {
        const struct node_entry *e = &from->entries[i];
        if (map_has(&l->seen, e->key) || l->entries.n >= LIMIT_KEYS)
            continue;
        struct span *place = ARENA_NEW(b->session->arena, struct span);
        *place = e->key_span;
        map_set(&l->seen, e->key, place);
        vec_push(b->session->arena, &l->entries, *e);
    }
}

struct node *build_close(struct build *b) {
    struct build_level *l = top(b);
    struct node *node = l->node;
    for (size_t i = 0; i < l->merges.n; i++)
        merge_into(b, l, l->merges.v[i]);
    node->items = l->items.v;
    node->entries = l->entries.v;
    node->n = node->kind == NODE_LIST ? l->items.n : l->entries.n;
    b->depth--;
    return node;
}
