#include "dump/dump_internal.h"

static const char *const TRAPS[] = {"", "comment", "colour", "mark", "folded", "flow-comma"};

static void dump_scalar(struct strbuf *b, const struct node *node) {
    switch (node->kind) {
    case NODE_NULL:
        strbuf_add_c(b, "null");
        break;
    case NODE_BOOLEAN:
        strbuf_add_c(b, node->boolean ? "true" : "false");
        break;
    case NODE_NUMBER:
        strbuf_add(b, node->text);
        break;
    default:
        dump_quoted(b, node->text);
        break;
    }
}

static void dump_node(struct strbuf *b, const struct node *node, unsigned depth) {
    bool list = node->kind == NODE_LIST;
    if (list || node->kind == NODE_MAP)
        strbuf_format(b, "%s(%zu)", list ? "list" : "map", node->n);
    else
        dump_scalar(b, node);
    dump_place(b, node->span);
    if (node->trap != TRAP_NONE)
        strbuf_format(b, " trap=%s", TRAPS[node->trap]);
    strbuf_add_char(b, '\n');
    if (!list && node->kind != NODE_MAP)
        return;
    for (size_t i = 0; i < node->n; i++) {
        dump_indent(b, depth + 1);
        if (list) {
            strbuf_add_c(b, "- ");
            dump_node(b, node->items[i], depth + 1);
        } else {
            dump_quoted(b, node->entries[i].key);
            strbuf_add_c(b, ": ");
            dump_node(b, node->entries[i].value, depth + 1);
        }
    }
}

void dump_nodes(struct strbuf *b, const struct node *node) {
    if (!node)
        strbuf_add_c(b, "nothing\n");
    else
        dump_node(b, node, 0);
}
