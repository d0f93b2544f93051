/* `checks:`: conditions and declared shapes. */
#include "document/read_internal.h"

READ_FUNCTION(read_check_are) {
    struct check *c = object;
    bool good = true;
    if (!list_usable(r, key->name, node))
        return false;
    c->are = ARENA_ARRAY(r->s->arena, const struct expr *, node->n);
    for (size_t i = 0; i < node->n; i++) {
        good = read_expr(r, key->name, node->items[i], &c->are[c->are_count]) && good;
        c->are_count += c->are[c->are_count] != NULL;
    }
    if (!node->n)
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "empty-value", node->span, "`%s` is empty", key->name),
                  "name the values: `%s: [report.fully, report.partly]`", key->name);
    return good && node->n;
}

/* `of` is an expression that gives a list, or the list itself, each of its values an expression. */
READ_FUNCTION(read_check_of) {
    struct check *c = object;
    if (node->kind != NODE_LIST)
        return read_expr(r, key->name, node, &c->of);
    return read_check_are(r, key, node, object);
}

READ_FUNCTION(read_check_field) {
    struct check *c = object;
    if (!text_usable(r, key->name, node))
        return false;
    c->field = (struct check_field){node->text, node->span};
    return true;
}

static bool read_fields(struct reader *r, const char *key, const struct node *node,
                        struct check_field **out) {
    bool good = true;
    *out = ARENA_ARRAY(r->s->arena, struct check_field, node->n);
    for (size_t i = 0; i < node->n; i++) {
        good = text_usable(r, key, node->items[i]) && good;
        (*out)[i] = (struct check_field){node->items[i]->text, node->items[i]->span};
    }
    if (node->n == 0)
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "empty-value", node->span, "`%s` is empty", key),
                  "name a column: `%s: [district]`", key);
    return good && node->n > 0;
}

/* One column, or a list of them. */
static bool read_field_names(struct reader *r, const char *key, const struct node *node,
                             struct check_field **out, size_t *n) {
    struct node *only = ARENA_NEW(r->s->arena, struct node);
    if (node->kind != NODE_LIST) {
        *only = (struct node){.kind = NODE_LIST, .span = node->span, .n = 1};
        only->items = ARENA_ARRAY(r->s->arena, struct node *, 1);
        only->items[0] = (struct node *)(uintptr_t)node;
        node = only;
    }
    *n = node->n;
    return read_fields(r, key, node, out);
}

READ_FUNCTION(read_check_by) {
    struct check *c = object;
    return read_field_names(r, key->name, node, &c->by, &c->by_count);
}

READ_FUNCTION(read_check_fields) {
    struct check *c = object;
    return read_field_names(r, key->name, node, &c->fields, &c->field_count);
}

/* A date as it stands, for which expressions have no form; else an expression. */
static bool read_date_bound(struct reader *r, const char *key, const struct node *node,
                            const struct expr **out) {
    struct date date;
    if (node->kind != NODE_TEXT || !date_parse(str_trim(node->text), &date))
        return read_expr(r, key, node, out);
    struct origin origin = origin_of_node(node);
    struct value *v = ARENA_NEW(r->s->arena, struct value);
    v->kind = VALUE_DATE;
    v->as.date = date;
    *out = expr_of_value(r->s, &origin, v);
    return true;
}

READ_FUNCTION(read_check_from) {
    return read_date_bound(r, key->name, node, &((struct check *)object)->from);
}

READ_FUNCTION(read_check_to) {
    return read_date_bound(r, key->name, node, &((struct check *)object)->to);
}

/* The shapes' keys, in the order of enum check_kind. */
static const char *const kinds[] = {"that",        "parts", "range", "unique",
                                    "no-decrease", "links", "dates", "agree"};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* A check over some of its values, or without one of its bounds, would be another check: one with a
 * mistake in it is left out. */
READ_FUNCTION(read_check_shape) {
    struct check *c = object;
    size_t errors = r->s->diags->errors;
    for (int i = 0; i < KINDS; i++) {
        if (str_is(str_from(key->name), kinds[i]))
            c->kind = (enum check_kind)i;
    }
    bool good = schema_read(r, key->map, node, object);
    if (good && c->kind == CHECK_RANGE && !node_get(node, "from") && !node_get(node, "to"))
        diag_help(
            r->s->diags,
            diag_error(r->s->diags, "missing-key", node->span, "a range needs `from` or `to`"),
            "write it so: %s", key->map->example);
    good = good && r->s->diags->errors == errors;
    if (!good) {
        c->of = NULL;
        c->are_count = 0;
    }
    return good;
}

static bool has_unknown_key(const struct node *node) {
    for (size_t i = 0; i < node->n; i++) {
        if (!is_extension(node->entries[i].key) &&
            !schema_find_key(&SCHEMA_CHECK, node->entries[i].key))
            return true;
    }
    return false;
}

/* Whether the check can be made; the diagnostics about its reason are no part of that. */
static bool finish_shape(struct reader *r, const struct check *c, const struct node *node) {
    const struct node *found = NULL, *second = NULL;
    struct diag_list *l = r->s->diags;
    for (int i = 0; i < KINDS; i++) {
        const struct node *at = node_get(node, kinds[i]);
        second = found && at ? at : second;
        found = found ? found : at;
    }
    if (found && !second)
        return c->kind == CHECK_CONDITION ? c->that != NULL : c->of || c->are_count > 0;
    if (!found && has_unknown_key(node)) /* a misspelt one, which is told */
        return false;
    struct strbuf all;
    strbuf_init(&all, r->s->arena);
    for (int i = 0; i < KINDS; i++)
        strbuf_format(&all, "%s`%s`", i == 0 ? "" : i + 1 < KINDS ? ", " : " or ", kinds[i]);
    struct str words = strbuf_str(&all);
    struct diag *d =
        diag_error(l, second ? "two-sources" : "missing-key", node->span,
                   second ? "a check has one of %.*s" : "a check needs %.*s", STR_ARG(words));
    diag_help(l, d, "write it so: %s", SCHEMA_CHECK.example);
    return false;
}

static bool finish_check(struct reader *r, const struct check *c, const struct node *node) {
    struct diag_list *l = r->s->diags;
    if (c->warning && !node_get(node, "because")) {
        struct diag *d =
            diag_error(l, "because-missing", node->span, "a check that only warns needs `because`");
        diag_help(l, d, "say why the document may go out although the figures do not agree");
    }
    if (!c->warning && node_get(node, "because")) {
        struct diag *d = diag_error(l, "key-out-of-place", node_get(node, "because")->span,
                                    "`because` goes with `severity: warning`");
        diag_help(l, d, "a check of severity error stops the document, whatever the reason");
    }
    return finish_shape(r, c, node);
}

READ_FUNCTION(read_checks) {
    struct document *d = object;
    if (!list_usable(r, key->name, node))
        return false;
    d->checks = ARENA_ARRAY(r->s->arena, struct check, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node *item = node->items[i];
        struct check c = {.span = item->span};
        bool good = schema_read(r, key->map, item, &c);
        if (item->kind == NODE_MAP && finish_check(r, &c, item) && good)
            d->checks[d->check_count++] = c;
    }
    return true;
}
