#include "document/read_internal.h"

READ_FUNCTION(read_margin) {
    struct master *m = object;
    if (node->kind == NODE_MAP)
        return schema_read(r, key->map, node, m);
    struct schema_key all = {.name = "margin", .type = KEY_LENGTH, .units = LENGTH_FIXED};
    struct dimension d;
    if (!read_key_value(r, &all, node, &d))
        return false;
    for (size_t i = 0; i < 4; i++)
        m->margin[i] = d;
    return true;
}

READ_FUNCTION(read_furniture) {
    struct furniture *f = (struct furniture *)(void *)((char *)object + key->offset);
    f->given = true;
    if (node->kind == NODE_TEXT && str_is(node->text, "none"))
        return true;
    return schema_read(r, key->map, node, f);
}

READ_FUNCTION(read_background) {
    struct master *m = object;
    if (node->kind == NODE_MAP) {
        m->background_cover = true;
        return schema_read(r, key->map, node, m);
    }
    if (!text_usable(r, key->name, node))
        return false;
    m->background_color = name_of_node(node);
    m->background_span = node->span;
    return true;
}

READ_FUNCTION(read_master_content) {
    struct master *m = object;
    m->has_content = true;
    if (!list_usable(r, key->name, node))
        return false;
    r->in_master = true;
    m->content = content_read(r, node);
    r->in_master = false;
    return true;
}

static bool is_master(const struct document *d, struct str name) {
    for (size_t i = 0; i < d->master_count; i++)
        if (str_equal(d->masters[i].name.text, name))
            return true;
    return str_is(name, "default"); /* always there */
}

static void report_unknown(struct reader *r, struct name name) {
    const struct document *d = r->document;
    struct str *names = ARENA_ARRAY(r->s->arena, struct str, d->master_count + 1);
    size_t n = 0;
    names[n++] = STR("default"); /* always there */
    for (size_t i = 0; i < d->master_count; i++)
        if (!str_is(d->masters[i].name.text, "default"))
            names[n++] = d->masters[i].name.text;
    struct diag *g =
        diag_error(r->s->diags, "unknown-master", name.span, "there is no page master `%.*s`",
                   STR_ARG(diag_quote(r->s->arena, name.text)));
    help_words(r, g, name.text, names, n);
}

bool check_master_name(struct reader *r, struct name name) {
    if (is_master(r->document, name.text))
        return true;
    report_unknown(r, name);
    return false;
}

READ_FUNCTION(read_masters) {
    struct document *d = object;
    if (!map_usable(r, key->name, node, "masters: {default: {margin: 20mm}}"))
        return false;
    d->masters = ARENA_ARRAY(r->s->arena, struct master, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (is_extension(e->key))
            continue;
        struct master *m = &d->masters[d->master_count++];
        m->name = (struct name){e->key, e->key_span};
        schema_read(r, key->map, e->value, m);
    }
    return true;
}

/* Binding follows based-on; that every name is there is known here, also for blocks that `if`
 * leaves out. */
void finish_masters(struct reader *r) {
    const struct document *d = r->document;
    for (size_t i = 0; i < d->master_count; i++)
        if (d->masters[i].based_on.text.n)
            check_master_name(r, d->masters[i].based_on);
    for (size_t i = 0; i < r->master_uses.n; i++)
        check_master_name(r, r->master_uses.v[i]);
}
