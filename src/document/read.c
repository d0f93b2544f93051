#include "document/read_internal.h"

READ_FUNCTION(read_version) {
    (void)object;
    if (!text_usable(r, key->name, node))
        return false;
    if (str_is(node->text, "1"))
        return true;
    struct diag *d = diag_error(r->s->diags, "language-version", node->span,
                                "this is quire 1, and the file asks for `%.*s`",
                                STR_ARG(diag_quote(r->s->arena, node->text)));
    diag_help(r->s->diags, d, "write quire: 1");
    return false;
}

READ_FUNCTION(read_keywords) {
    struct document *d = object;
    size_t n = node->kind == NODE_LIST ? node->n : 1;
    d->keywords = ARENA_ARRAY(r->s->arena, const struct template *, n);
    for (size_t i = 0; i < n; i++) {
        const struct node *item = node->kind == NODE_LIST ? node->items[i] : node;
        if (!text_usable(r, key->name, item))
            continue;
        struct origin origin = origin_of_node(item);
        d->keywords[d->keyword_count++] = template_parse(r->s, &origin);
    }
    return true;
}

READ_FUNCTION(read_date) {
    struct document *d = object;
    if (!text_usable(r, key->name, node))
        return false;
    d->has_date = date_parse(node->text, &d->date);
    if (!d->has_date) {
        struct diag *g = diag_error(r->s->diags, "bad-date", node->span, "`%.*s` is not a date",
                                    STR_ARG(diag_quote(r->s->arena, node->text)));
        diag_help(r->s->diags, g, "write year, month and day: 2023-09-30");
    }
    return d->has_date;
}

/* A key whose value is empty says nothing: `checks:` with all its lines commented out. */
static const struct node *without_empty(struct reader *r, const struct node *layout) {
    struct node *m = ARENA_NEW(r->s->arena, struct node);
    *m = *layout;
    m->entries = ARENA_ARRAY(r->s->arena, struct node_entry, layout->n);
    m->n = 0;
    for (size_t i = 0; i < layout->n; i++) {
        const struct node_entry *e = &layout->entries[i];
        const struct schema_key *key = schema_find_key(&SCHEMA_LAYOUT, e->key);
        bool empty = e->value->kind == NODE_NULL && e->value->trap == TRAP_NONE;
        if (!(empty && key && (key->type == KEY_MAP || key->type == KEY_LIST)))
            m->entries[m->n++] = *e;
    }
    return m;
}

/* PDF/UA-1 7.1 and 7.2: a document says its title and its language. */
static void check_promises(struct reader *r, const struct node *layout) {
    const struct document *d = r->document;
    struct diag_list *l = r->s->diags;
    bool accessible = false;
    for (size_t i = 0; i < d->edition->standard_count; i++)
        accessible = accessible || str_is(d->edition->standards[i], "pdf/ua-1") ||
                     str_is(d->edition->standards[i], "pdf/a-2a");
    if (!accessible)
        return;
    const struct node *title = node_get(layout, "title");
    if (!title || (title->kind == NODE_TEXT && !str_trim(title->text).n)) {
        struct diag *g = diag_error(l, "title-missing", title ? title->span : d->span,
                                    "the document has no title, which pdf/ua-1 asks for");
        diag_help(l, g, "write it so: title: Annual report");
    }
    if (!node_get(layout, "lang")) {
        struct diag *g = diag_error(l, "lang-missing", d->span,
                                    "the document names no language, which pdf/ua-1 asks for");
        diag_help(l, g, "write it so: lang: en-GB");
    }
}

struct document *document_read(struct session *s, const struct document_request *request) {
    struct document *d = ARENA_NEW(s->arena, struct document);
    struct reader r = {.s = s, .document = d, .request = request};
    struct layer_list layers = {NULL, 0, 0};
    map_init(&r.trees, s->arena);
    const struct node *layout = layout_tree(&r);
    if (!layout)
        return NULL;
    layout = without_empty(&r, layout);
    d->span = layout->span;
    d->lang = STR_EMPTY;
    d->local_links = request->local_links;
    schema_read(&r, &SCHEMA_LAYOUT, layout, d);
    const struct node *content = node_get(layout, "content");
    if (content && content->kind == NODE_LIST && !content->n)
        diag_help(
            s->diags,
            diag_error(s->diags, "content-empty", content->span, "the document has no content"),
            "write at least one text or block under `content:`");
    finish_masters(&r);
    read_theme_layers(&r, layout, &layers);
    read_editions(&r, node_get(layout, "editions"), &layers);
    check_promises(&r, layout);
    d->themes = (struct theme_layers){layers.v, layers.n};
    d->style_uses = r.style_uses.v;
    d->style_use_count = r.style_uses.n;
    d->lost_ids = r.lost_ids.v;
    d->lost_id_count = r.lost_ids.n;
    return d;
}
