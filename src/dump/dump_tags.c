#include "dump/dump_internal.h"

static const char *const SCOPES[] = {"", "column", "row", "both"};
static const char *const NUMBERINGS[] = {"", "disc", "decimal"};

static void dump_headers(struct strbuf *b, const struct element_tree *t, const struct element *e) {
    for (size_t i = 0; i < e->heads->header_count; i++) {
        element_id id = e->heads->headers[i];
        struct str name = id < t->n ? t->v[id].heads->id : STR_EMPTY;
        strbuf_add_c(b, i == 0 ? " headers=" : ",");
        if (name.n > 0)
            strbuf_add(b, name);
        else
            strbuf_format(b, "%u", id);
    }
}

static void dump_element(struct strbuf *b, const struct element_tree *t, element_id id,
                         unsigned depth) {
    const struct element *e = &t->v[id];
    dump_indent(b, depth);
    strbuf_format(b, "%s element=%u", role_name(e->role), id);
    dump_field(b, "lang", e->words->lang);
    dump_field(b, "alt", e->words->alt);
    dump_field(b, "expansion", e->words->expansion);
    if (e->scope != SCOPE_NONE)
        strbuf_format(b, " scope=%s", SCOPES[e->scope]);
    if (e->numbering != NUMBERING_NONE)
        strbuf_format(b, " numbering=%s", NUMBERINGS[e->numbering]);
    dump_field(b, "id", e->heads->id);
    if (e->column_span > 1)
        strbuf_format(b, " colspan=%u", e->column_span);
    if (e->row_span > 1)
        strbuf_format(b, " rowspan=%u", e->row_span);
    dump_headers(b, t, e);
    strbuf_add_char(b, '\n');
}

/* Without recursion: depth is the data's, not ours. */
void dump_tags(struct strbuf *b, const struct bound_document *d) {
    const struct element_tree *t = &d->elements;
    dump_field(b, "title", d->title);
    dump_field(b, "lang", d->lang);
    strbuf_add_char(b, '\n');
    unsigned depth = 0;
    for (element_id id = t->n > 1 ? 1 : 0; id != 0;) {
        dump_element(b, t, id, depth);
        if (t->v[id].first_child != 0) {
            id = t->v[id].first_child;
            depth++;
            continue;
        }
        while (id != 0 && t->v[id].next == 0) {
            id = t->v[id].parent;
            depth -= depth > 0 ? 1 : 0;
        }
        id = id == 0 ? 0 : t->v[id].next;
    }
}
