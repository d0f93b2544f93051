#include "pdf/syntax.h"
#include "pdf/writer.h"

enum { KEYS_A_NODE = 128 };

static void put_pairs(struct strbuf *b, const struct tag_tree *t, size_t from, size_t to) {
    strbuf_add_char(b, '/');
    strbuf_add(b, t->kind);
    strbuf_add_char(b, '[');
    for (size_t i = from; i < to; i++) {
        t->put_key(b, t->context, i);
        strbuf_add_char(b, ' ');
        t->put_value(b, t->context, i);
        strbuf_add_char(b, ' ');
    }
    strbuf_add_char(b, ']');
}

struct tree_node {
    size_t first, last; /* keys */
    unsigned number;
};

static void put_limits(struct strbuf *b, const struct tag_tree *t, const struct tree_node *n) {
    strbuf_add_c(b, "/Limits[");
    t->put_key(b, t->context, n->first);
    strbuf_add_char(b, ' ');
    t->put_key(b, t->context, n->last);
    strbuf_add_char(b, ']');
}

static void put_children(struct strbuf *b, const struct tree_node *nodes, size_t n) {
    strbuf_add_c(b, "/Kids[");
    for (size_t i = 0; i < n; i++) {
        put_reference(b, nodes[i].number);
        strbuf_add_char(b, ' ');
    }
    strbuf_add_char(b, ']');
}

static unsigned finish(struct writer *w, struct strbuf *b) {
    strbuf_add_c(b, ">>");
    return objects_add(&w->objects, strbuf_str(b));
}

static struct tree_node write_leaf(struct writer *w, const struct tag_tree *t, size_t from) {
    struct tree_node node = {from, from + KEYS_A_NODE - 1, 0};
    struct strbuf b;

    if (node.last >= t->n)
        node.last = t->n - 1;
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<<");
    put_limits(&b, t, &node);
    put_pairs(&b, t, from, node.last + 1);
    node.number = finish(w, &b);
    return node;
}

/* One level up: nodes in place of every 128. */
static size_t write_level(struct writer *w, const struct tag_tree *t, struct tree_node *nodes,
                          size_t n) {
    size_t made = 0;

    for (size_t from = 0; from < n; from += KEYS_A_NODE) {
        size_t count = n - from < KEYS_A_NODE ? n - from : KEYS_A_NODE;
        struct tree_node node = {nodes[from].first, nodes[from + count - 1].last, 0};
        struct strbuf b;
        strbuf_init(&b, w->arena);
        strbuf_add_c(&b, "<<");
        put_limits(&b, t, &node);
        put_children(&b, nodes + from, count);
        node.number = finish(w, &b);
        nodes[made++] = node;
    }
    return made;
}

unsigned tag_tree_write(struct writer *w, const struct tag_tree *t) {
    size_t n = 0;
    struct tree_node *nodes;
    struct strbuf b;

    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<<");
    if (t->n <= KEYS_A_NODE) {
        put_pairs(&b, t, 0, t->n);
        return finish(w, &b);
    }
    nodes = ARENA_ARRAY(w->arena, struct tree_node, t->n / KEYS_A_NODE + 1);
    for (size_t from = 0; from < t->n; from += KEYS_A_NODE)
        nodes[n++] = write_leaf(w, t, from);
    while (n > KEYS_A_NODE)
        n = write_level(w, t, nodes, n);
    put_children(&b, nodes, n);
    return finish(w, &b);
}
