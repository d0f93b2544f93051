#include "document/read_internal.h"

#include <string.h>

/* The two editions that every layout has; an own one of that name is based on it. */
static const struct {
    const char *name, *standards[3];
    enum edition_links links;
} built_in[] = {
    {"screen", {"pdf/ua-1", "pdf/a-2a", NULL}, LINKS_LIVE},
    {"print", {"pdf/x-4", NULL, NULL}, LINKS_PRINTED},
};
enum { BUILT_IN = sizeof built_in / sizeof built_in[0] };

bool edition_promises(const struct edition *e, const char *standard) {
    for (size_t i = 0; e && i < e->standard_count; i++)
        if (str_is(e->standards[i], standard))
            return true;
    return false;
}

READ_FUNCTION(read_standards) {
    struct edition *e = object;
    struct schema_key word = {.name = key->name, .type = KEY_WORD, .words = key->words};
    const struct node *one = node;
    size_t n = node->kind == NODE_LIST ? node->n : 1;
    size_t most = sizeof e->standards / sizeof e->standards[0];
    e->standard_count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct node *item = node->kind == NODE_LIST ? node->items[i] : one;
        unsigned index;
        if (!read_key_value(r, &word, item, &index))
            continue;
        if (e->standard_count == most) {
            diag_help(r->s->diags,
                      diag_error(r->s->diags, "too-many-standards", item->span,
                                 "an edition keeps at most %zu standards", most),
                      "name fewer standards");
            return false;
        }
        e->standards[e->standard_count++] = item->text;
    }
    return true;
}

/* ---- what is not built yet ----------------------------------------------------------------- */

static void not_yet(struct reader *r, struct span at, struct str what) {
    struct diag *d = diag_error(r->s->diags, "not-yet", at, "%.*s: quire does not build this yet",
                                STR_ARG(what));
    diag_help(r->s->diags, d, "render the `screen` edition, or one based on it");
}

static void refuse_standards(struct reader *r, const struct edition *e) {
    const struct node *at = e->node ? node_get(e->node, "standard") : NULL;
    for (size_t i = 0; i < e->standard_count; i++) {
        struct str name = e->standards[i];
        if (!str_is(name, "pdf/x-4") && !str_is(name, "pdf/a-3a"))
            continue;
        struct span span = e->name.span.source ? e->name.span : r->document->span;
        if (at)
            span = at->kind == NODE_LIST && i < at->n ? at->items[i]->span : at->span;
        not_yet(r, span,
                str_format(r->s->arena, "the standard %.*s of the edition `%.*s`", STR_ARG(name),
                           STR_ARG(e->name.text)));
    }
}

/* Keys of the edition asked for, and of those it is based on. */
static void refuse_keys(struct reader *r, const struct node *node) {
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *entry = &node->entries[i];
        const struct schema_key *key = schema_find_key(&SCHEMA_EDITION, entry->key);
        if (key && key->later)
            not_yet(r, entry->key_span, str_format(r->s->arena, "`%s` in an edition", key->name));
    }
    const struct node *links = node_get(node, "links");
    if (links && str_is(links->text, "printed"))
        not_yet(r, links->span, STR("links: printed"));
}

/* ---- reading and inheriting ---------------------------------------------------------------- */

static struct edition *find_edition(const struct document *d, struct str name) {
    for (size_t i = 0; i < d->edition_count; i++)
        if (str_equal(d->editions[i].name.text, name))
            return &d->editions[i];
    return NULL;
}

static void help_editions(struct reader *r, struct diag *g, struct str name) {
    const struct document *d = r->document;
    struct str *names = ARENA_ARRAY(r->s->arena, struct str, d->edition_count);
    for (size_t i = 0; i < d->edition_count; i++)
        names[i] = d->editions[i].name.text;
    help_words(r, g, name, names, d->edition_count);
}

static void check_words(struct reader *r, const struct node *node, const char *name) {
    const struct node *value = node_get(node, name);
    const struct schema_key *key = schema_find_key(&SCHEMA_EDITION, str_from(name));
    struct schema_key word = {.name = name, .type = KEY_WORD, .words = key->words};
    unsigned index;
    if (value)
        read_key_value(r, &word, value, &index);
}

static void read_edition(struct reader *r, struct edition *e, const struct node *node) {
    struct diag_list *l = r->s->diags;
    if (!schema_read(r, &SCHEMA_EDITION, node, e))
        return;
    e->node = node;
    check_words(r, node, "links");
    check_words(r, node, "disclosure");
    const struct node *size = node_get(node, "font-size");
    struct schema_key wanted = {.name = "font-size", .type = KEY_LENGTH, .units = LENGTH_FIXED};
    struct dimension d;
    if (size)
        read_key_value(r, &wanted, size, &d);
    const struct node *open = node_get(node, "disclosure");
    e->disclosure_none = open && str_is(open->text, "none");
    if (e->disclosure_none && !node_get(node, "marking")) {
        struct diag *g = diag_error(l, "marking-missing", open->span,
                                    "an edition that shows everything needs a `marking`");
        diag_help(l, g, "write it so: marking: \"Official sensitive: not for publication\"");
    }
}

static void set_built_in(struct edition *e, size_t k) {
    for (size_t i = 0; built_in[k].standards[i]; i++)
        e->standards[e->standard_count++] = str_from(built_in[k].standards[i]);
    e->links = built_in[k].links;
}

static bool gives(const struct edition *e, const char *key) {
    return e->node && node_get(e->node, key);
}

/* The edition that `e` is based on: named, or built in. NULL: e is the built-in one itself. */
static struct edition *base_of(struct reader *r, const struct edition *e) {
    struct document *d = r->document;
    if (!e->based_on.text.n) /* what an edition does not say is as on screen */
        return e < d->editions + BUILT_IN ? NULL : &d->editions[0];
    struct edition *base = find_edition(d, e->based_on.text);
    if (!base) {
        struct diag *g = diag_error(r->s->diags, "unknown-edition", e->based_on.span,
                                    "there is no edition `%.*s`",
                                    STR_ARG(diag_quote(r->s->arena, e->based_on.text)));
        help_editions(r, g, e->based_on.text);
    }
    return base;
}

/* Takes from the base what the edition does not say; steps end a cycle. */
static void inherit(struct reader *r, struct edition *e, unsigned char *state) {
    struct document *d = r->document;
    struct edition *base = base_of(r, e);
    size_t self = (size_t)(e - d->editions);
    if (state[self] == 2)
        return;
    state[self] = 1;
    if (base && state[base - d->editions] == 1) {
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "edition-cycle", e->based_on.span,
                             "the edition `%.*s` is based on itself", STR_ARG(e->name.text)),
                  "base it on `screen` or `print`");
        e->based_on = (struct name){STR_EMPTY, SPAN_NONE};
        base = NULL;
    }
    if (base) {
        inherit(r, base, state);
        if (!gives(e, "standard")) {
            memcpy(e->standards, base->standards, sizeof e->standards);
            e->standard_count = base->standard_count;
        }
        if (!gives(e, "links"))
            e->links = base->links;
        if (!gives(e, "disclosure"))
            e->disclosure_none = base->disclosure_none;
    }
    if (gives(e, "links"))
        e->links = str_is(node_get(e->node, "links")->text, "live") ? LINKS_LIVE : LINKS_NONE;
    state[self] = 2;
}

/* ---- the one asked for --------------------------------------------------------------------- */

/* Layers of the chain, weakest first, and refusals of what is not built. */
static void use_edition(struct reader *r, const struct edition *e, struct layer_list *layers,
                        size_t depth) {
    if (e->based_on.text.n && depth <= r->document->edition_count) {
        const struct edition *base = find_edition(r->document, e->based_on.text);
        if (base && base != e)
            use_edition(r, base, layers, depth + 1);
    } else if (e >= r->document->editions + BUILT_IN) {
        use_edition(r, &r->document->editions[0], layers, depth + 1);
    }
    if (!e->node)
        return;
    refuse_keys(r, e->node);
    const struct node *keys = theme_keys(r, e->node);
    if (keys)
        vec_push(r->s->arena, layers, keys);
}

static void choose(struct reader *r, struct layer_list *layers) {
    struct document *d = r->document;
    struct str name = r->request->edition.n ? r->request->edition : STR("screen");
    const struct edition *e = find_edition(d, name);
    if (!e) {
        struct diag *g =
            diag_error(r->s->diags, "unknown-edition", d->span, "the layout has no edition `%.*s`",
                       STR_ARG(diag_quote(r->s->arena, name)));
        help_editions(r, g, name);
        e = &d->editions[0];
    }
    d->edition = e;
    use_edition(r, e, layers, 0);
    refuse_standards(r, e);
}

void read_editions(struct reader *r, const struct node *editions, struct layer_list *layers) {
    struct document *d = r->document;
    bool given = editions && map_usable(r, "editions", editions, SCHEMA_EDITION.example);
    size_t n = BUILT_IN + (given ? editions->n : 0);
    d->editions = ARENA_ARRAY(r->s->arena, struct edition, n);
    for (size_t i = 0; i < BUILT_IN; i++) {
        d->editions[i].name = (struct name){str_from(built_in[i].name), SPAN_NONE};
        set_built_in(&d->editions[i], i);
    }
    d->edition_count = BUILT_IN;
    for (size_t i = 0; given && i < editions->n; i++) {
        const struct node_entry *entry = &editions->entries[i];
        if (is_extension(entry->key))
            continue;
        struct edition *e = find_edition(d, entry->key);
        e = e ? e : &d->editions[d->edition_count++];
        e->name = (struct name){entry->key, entry->key_span};
        read_edition(r, e, entry->value);
    }
    unsigned char *state = ARENA_ARRAY(r->s->arena, unsigned char, d->edition_count);
    for (size_t i = 0; i < d->edition_count; i++)
        inherit(r, &d->editions[i], state);
    choose(r, layers);
}
