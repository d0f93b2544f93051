#include "document/read_internal.h"

/* ---- names that expressions use ------------------------------------------------------------ */

static bool is_word(struct str name) {
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(i > 0 && c >= '0' && c <= '9'))
            return false;
    }
    return name.n > 0;
}

static struct str as_word(struct reader *r, struct str name) {
    struct strbuf b;
    strbuf_init(&b, r->s->arena);
    for (size_t i = 0; i < name.n; i++) {
        struct str c = str_slice(name, i, i + 1);
        bool digit = c.p[0] >= '0' && c.p[0] <= '9';
        strbuf_add(&b, is_word(c) || (digit && i > 0) ? c : STR("_"));
    }
    return strbuf_str(&b);
}

/* A source's, param's or loop's name: a word, not reserved, not taken by another. */
static bool name_usable(struct reader *r, struct name name, const char *what) {
    struct diag_list *l = r->s->diags;
    size_t n;
    const struct str *reserved = expr_reserved_names(&n);
    if (!is_word(name.text)) {
        struct diag *d = diag_error(l, "bad-name", name.span,
                                    "`%.*s` cannot be the name of %s: expressions could not use it",
                                    STR_ARG(diag_quote(r->s->arena, name.text)), what);
        diag_help(l, d, "use letters, digits and _: `%.*s`", STR_ARG(as_word(r, name.text)));
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (str_equal(reserved[i], name.text)) {
            struct diag *d = diag_error(l, "reserved-name", name.span,
                                        "`%.*s` is a name of the language and cannot name %s",
                                        STR_ARG(name.text), what);
            diag_help(l, d, "choose another name, such as `my_%.*s`", STR_ARG(name.text));
            return false;
        }
    return true;
}

static bool name_free(struct reader *r, struct name name, const char *what) {
    struct document *d = r->document;
    for (size_t i = 0; i < d->source_count; i++)
        if (str_equal(d->sources[i].name, name.text)) {
            struct diag *g =
                diag_error(r->s->diags, "name-hidden", name.span,
                           "%s and a data source are both named `%.*s`", what, STR_ARG(name.text));
            diag_note(r->s->diags, g, d->sources[i].name_span, "the data source");
            diag_help(r->s->diags, g, "choose another name");
            return false;
        }
    return true;
}

bool read_loop_name(struct reader *r, struct name name) {
    bool good = name_usable(r, name, "a loop's item") && name_free(r, name, "a loop's item");
    for (size_t i = 0; i < r->document->param_count; i++) {
        const struct param_declaration *p = &r->document->params[i];
        if (good && str_equal(p->name.text, name.text)) {
            struct diag *d =
                diag_error(r->s->diags, "name-hidden", name.span,
                           "a loop's item and a param are both named `%.*s`", STR_ARG(name.text));
            diag_note(r->s->diags, d, p->name.span, "the param");
            good = false;
        }
    }
    for (const struct loop_name *o = r->loops; good && o; o = o->outer)
        if (str_equal(o->name.text, name.text)) {
            struct diag *d = diag_error(r->s->diags, "name-hidden", name.span,
                                        "`%.*s` already names an item of the loop around this one",
                                        STR_ARG(name.text));
            diag_help(r->s->diags, d, "choose another name");
            good = false;
        }
    return good;
}

/* ---- data sources -------------------------------------------------------------------------- */

static const char *const type_words =
    "text integer number percent money date boolean people"; /* as enum column_type, after INFERRED
                                                              */

READ_FUNCTION(read_source_types) {
    struct source_declaration *d = object;
    if (!map_usable(r, key->name, node, "types: {child: people}"))
        return false;
    struct schema_key word = {.name = "types", .type = KEY_WORD, .words = type_words};
    d->types = ARENA_ARRAY(r->s->arena, struct column_declaration, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        unsigned index = 0;
        if (is_extension(e->key) || !read_key_value(r, &word, e->value, &index))
            continue;
        d->types[d->type_count++] = (struct column_declaration){
            e->key, (enum column_type)(COLUMN_TEXT + (int)index), e->key_span};
    }
    return true;
}

READ_FUNCTION(read_source_value) {
    struct source_declaration *d = object;
    (void)r;
    (void)key;
    d->value = node;
    return true;
}

static bool finish_source(struct reader *r, const struct source_declaration *d,
                          const struct node *node) {
    struct diag_list *l = r->s->diags;
    if (d->file.n && d->value) {
        struct diag *g = diag_error(l, "two-sources", node->span,
                                    "a data source has `file` or `value`, not both");
        diag_help(l, g, "take one of the two away");
        return false;
    }
    if (!d->file.n && !d->value) {
        if (node->kind == NODE_NULL || (node->kind == NODE_MAP && !node_get(node, "file"))) {
            struct diag *g =
                diag_error(l, "missing-key", node->span, "a data source needs `file` or `value`");
            diag_help(l, g, "write it so: %s", SCHEMA_SOURCE.example);
        }
        return false;
    }
    if (d->delimiter.n > 1 && !str_is(d->delimiter, "tab")) {
        struct diag *g =
            diag_error(l, "bad-delimiter", d->delimiter_span, "a delimiter is one character");
        diag_help(l, g, "write it so: delimiter: \";\"; a tab is `tab`");
        return false;
    }
    return true;
}

static struct str data_override(struct reader *r, struct str name) {
    struct str path = STR_EMPTY;
    for (size_t i = 0; i < r->request->data_count; i++)
        if (str_equal(r->request->data[i].name, name))
            path = path_absolute(r->s->arena, r->request->data[i].value);
    return path;
}

READ_FUNCTION(read_sources) {
    struct document *d = object;
    if (!map_usable(r, key->name, node, "data: {report: data/report.yaml}"))
        return false;
    d->sources = ARENA_ARRAY(r->s->arena, struct source_declaration, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (is_extension(e->key) ||
            !name_usable(r, (struct name){e->key, e->key_span}, "a data source"))
            continue;
        struct source_declaration s = {.name = e->key, .name_span = e->key_span};
        s.override_file = data_override(r, e->key);
        schema_read_value(r, key->map, e->value, &s);
        /* A faulty source keeps its name, so that nobody calls it unknown. */
        s.faulty = !finish_source(r, &s, e->value);
        d->sources[d->source_count++] = s;
    }
    return true;
}

/* ---- params -------------------------------------------------------------------------------- */

READ_FUNCTION(read_param_value) {
    struct param_declaration *p = object;
    (void)r;
    (void)key;
    p->value = node;
    return true;
}

READ_FUNCTION(read_params) {
    struct document *d = object;
    if (!map_usable(r, key->name, node, "params: {district: {from: referrals}}"))
        return false;
    d->params = ARENA_ARRAY(r->s->arena, struct param_declaration, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        struct param_declaration p = {.name = {e->key, e->key_span}};
        if (is_extension(e->key) || !name_usable(r, p.name, "a param") ||
            !name_free(r, p.name, "a param") || !schema_read(r, key->map, e->value, &p))
            continue;
        if (p.from.text.n && p.value) {
            diag_help(r->s->diags,
                      diag_error(r->s->diags, "two-sources", e->value->span,
                                 "a param takes `from` or `value`, not both"),
                      "`from` names a source with a key; `value` is the value itself");
            p.value = NULL;
        }
        if (!p.from.text.n && !p.value && !node_get(e->value, "from")) {
            struct diag *g = diag_error(r->s->diags, "missing-key", e->value->span,
                                        "a param needs `from` or `value`");
            diag_help(r->s->diags, g, "write it so: %s", key->map->example);
        }
        d->params[d->param_count++] = p;
    }
    return true;
}
