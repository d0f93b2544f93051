#include "source/yaml_internal.h"

#include <ctype.h>

static bool at_blank(struct str s, size_t at) {
    return at < s.n && (s.p[at] == ' ' || s.p[at] == '\t');
}

static bool at_break(struct str s, size_t at) {
    return at >= s.n || s.p[at] == '\n' || s.p[at] == '\r';
}

static void set_trap(struct yaml *y, struct node *node, enum node_trap trap, size_t from,
                     size_t to) {
    if (node->trap != TRAP_NONE)
        return;
    node->trap = trap;
    node->trap_at = bytes_span(y->source, from, to);
}

/* The bytes after a `#` that look like a colour: 3, 4, 6 or 8 hexadecimal digits, or 0. */
static size_t colour_digits(struct str s, size_t at) {
    size_t n = 0;
    while (at + n < s.n && isxdigit((unsigned char)s.p[at + n]))
        n++;
    bool ends = at + n >= s.n || !isalnum((unsigned char)s.p[at + n]);
    return ends && (n == 3 || n == 4 || n == 6 || n == 8) ? n : 0;
}

static void trap_comment(struct yaml *y, struct node *node, size_t to) {
    struct str all = y->source->bytes;
    size_t at = to;
    while (at_blank(all, at))
        at++;
    if (at >= all.n || all.p[at] != '#' || at == to)
        return;
    size_t end = at;
    while (!at_break(all, end))
        end++;
    if (node->kind != NODE_NULL) {
        set_trap(y, node, TRAP_COMMENT, at, end);
        return;
    }
    size_t digits = colour_digits(all, at + 1);
    if (digits > 0)
        set_trap(y, node, TRAP_COLOUR, at, at + 1 + digits);
    else if (!at_blank(all, at + 1))
        set_trap(y, node, TRAP_COMMENT, at, end);
}

/* "1. ", "2) ", "- " or "* " at the start of a line. */
static bool starts_item(struct str s, size_t at) {
    size_t digits = at;
    while (digits < s.n && isdigit((unsigned char)s.p[digits]))
        digits++;
    if (digits > at && digits - at <= 9)
        return digits < s.n && (s.p[digits] == '.' || s.p[digits] == ')') &&
               at_blank(s, digits + 1);
    return at < s.n && (s.p[at] == '-' || s.p[at] == '*') && at_blank(s, at + 1);
}

static void trap_folded(struct yaml *y, struct node *node, size_t from, size_t to) {
    struct str all = str_slice(y->source->bytes, 0, to);
    bool text_above = node->style == NODE_PLAIN;
    size_t at = from;
    for (;;) {
        while (!at_break(all, at))
            at++;
        if (at >= all.n)
            return;
        at += all.p[at] == '\r' && at + 1 < all.n && all.p[at + 1] == '\n' ? 2 : 1;
        size_t line = at;
        while (at_blank(all, at))
            at++;
        if (text_above && starts_item(all, at)) {
            size_t end = at;
            while (!at_break(all, end))
                end++;
            set_trap(y, node, TRAP_FOLDED, at, end);
            return;
        }
        text_above = !at_break(all, at);
        at = text_above ? at : line > at ? line : at;
    }
}

void yaml_trap_scalar(struct yaml *y, struct node *node, size_t from, size_t to) {
    if (node->style == NODE_PLAIN && node->kind != NODE_BOOLEAN)
        trap_comment(y, node, to);
    if (node->kind == NODE_TEXT && (node->style == NODE_PLAIN || node->style == NODE_FOLDED))
        trap_folded(y, node, from, to);
}

void yaml_trap_comma(struct yaml *y, struct node *value, struct node *before) {
    const struct build *b = &y->build;
    const struct node *key = b->levels[b->depth - 1].key;
    struct str all = y->source->bytes;
    size_t at = y->key_end;
    while (at_blank(all, at) || (at < all.n && at_break(all, at)))
        at++;
    if (key->style != NODE_PLAIN || at >= all.n || (all.p[at] != ',' && all.p[at] != '}'))
        return;
    value->trap = TRAP_FLOW_COMMA;
    value->trap_at = key->span;
    if (before->trap == TRAP_NONE && before->style == NODE_PLAIN && before->kind == NODE_TEXT) {
        before->trap = TRAP_FLOW_COMMA;
        before->trap_at = key->span;
    }
}

void yaml_trap_list(struct node *list) {
    if (list->kind != NODE_LIST || !list->flow || list->n != 1)
        return;
    const struct node *item = list->items[0];
    if (item->kind == NODE_TEXT && item->style == NODE_PLAIN &&
        (str_is(item->text, "c") || str_is(item->text, "x") || str_is(item->text, "z") ||
         str_is(item->text, "low"))) {
        list->trap = TRAP_MARK;
        list->trap_at = list->span;
    }
}
