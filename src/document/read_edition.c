/* read_edition.c - editions: the two that every layout has, the layout's own, and what they may not
 * promise together. An edition starts as a copy of the one it is based on; its own keys are read over
 * that. */
#include "document/read_internal.h"

enum { BUILT_IN = 2, SCREEN = 0, PRINT = 1, DEFAULT_INK_LIMIT = 300 };

bool edition_promises(const struct edition *e, const char *standard) {
    for (size_t i = 0; e && i < e->standard_count; i++)
        if (str_is(e->standards[i], standard))
            return true;
    return false;
}

static void set_built_in(struct document *d) {
    struct edition *screen = &d->editions[SCREEN], *print = &d->editions[PRINT];
    *screen = (struct edition){.name = {STR("screen"), SPAN_NONE},
                               .standards = {STR("pdf/ua-1"), STR("pdf/a-2a")},
                               .standard_count = 2,
                               .links = LINKS_LIVE,
                               .ink_limit = DEFAULT_INK_LIMIT,
                               .page_multiple = 1};
    *print = (struct edition){.name = {STR("print"), SPAN_NONE},
                              .standards = {STR("pdf/x-4")},
                              .standard_count = 1,
                              .links = LINKS_PRINTED,
                              .bleed = {UNIT_ABSOLUTE, LENGTH_MM(300)},
                              .crop = true,
                              .registration = true,
                              .colorbar = true,
                              .ink_limit = DEFAULT_INK_LIMIT,
                              .page_multiple = 1};
    d->edition_count = BUILT_IN;
}

/* ---- keys with a shape of their own -------------------------------------------------------- */

/* One value is a list of one. */
static size_t item_count(const struct node *node) {
    return node->kind == NODE_LIST ? node->n : 1;
}

static const struct node *item_at(const struct node *node, size_t i) {
    return node->kind == NODE_LIST ? node->items[i] : node;
}

READ_FUNCTION(read_standards) {
    struct edition *e = object;
    struct schema_key word = {.name = key->name, .type = KEY_WORD, .words = key->words};
    size_t most = sizeof e->standards / sizeof e->standards[0];
    e->standard_count = 0;
    for (size_t i = 0; i < item_count(node); i++) {
        const struct node *item = item_at(node, i);
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

READ_FUNCTION(read_press_marks) {
    struct edition *e = object;
    struct schema_key word = {.name = key->name, .type = KEY_WORD, .words = key->words};
    bool *const marks[] = {&e->crop, &e->registration, &e->colorbar};
    e->crop = e->registration = e->colorbar = false;
    bool good = true;
    for (size_t i = 0; i < item_count(node); i++) {
        unsigned index;
        if (read_key_value(r, &word, item_at(node, i), &index))
            *marks[index] = true;
        else
            good = false;
    }
    return good;
}

/* A length that has nothing to do with a text's size. */
READ_FUNCTION(read_bleed) {
    struct edition *e = object;
    struct schema_key wanted = {.name = key->name, .type = KEY_LENGTH, .units = key->units};
    struct dimension d;
    if (!read_key_value(r, &wanted, node, &d))
        return false;
    if (d.unit == UNIT_ABSOLUTE && d.value <= LENGTH_MM(5000)) {
        e->bleed = d;
        return true;
    }
    diag_help(r->s->diags,
              diag_error(r->s->diags, "bad-length", node->span, "`bleed` is from 0mm to 50mm"),
              "printers ask for 3mm: bleed: 3mm");
    return false;
}

/* "300%" or 300. */
READ_FUNCTION(read_ink_limit) {
    struct edition *e = object;
    if (!text_usable(r, key->name, node))
        return false;
    struct str text = str_trim(node->text);
    if (str_ends(text, "%"))
        text = str_trim(str_slice(text, 0, text.n - 1));
    unsigned n = 0;
    bool digits = text.n > 0 && text.n < 4;
    for (size_t i = 0; digits && i < text.n; i++) {
        digits = text.p[i] >= '0' && text.p[i] <= '9';
        n = n * 10 + (unsigned)(text.p[i] - '0');
    }
    if (digits && n >= 100 && n <= 400) {
        e->ink_limit = n;
        return true;
    }
    struct diag *d =
        diag_error(r->s->diags, "bad-number", node->span, "`%s` is from 100%% to 400%%, not `%.*s`",
                   key->name, STR_ARG(diag_quote(r->s->arena, node->text)));
    diag_help(r->s->diags, d, "it is the sum of the four inks: ink-limit: 300%%");
    return false;
}

READ_FUNCTION(read_only) {
    struct edition *e = object;
    size_t n = item_count(node);
    struct schema_key one = {.name = key->name, .type = KEY_NAME};
    e->only = ARENA_ARRAY(r->s->arena, struct name, n);
    e->only_count = 0;
    for (size_t i = 0; i < n; i++) {
        struct name name = {STR_EMPTY, SPAN_NONE};
        if (read_key_value(r, &one, item_at(node, i), &name) && check_master_name(r, name))
            e->only[e->only_count++] = name;
    }
    return e->only_count == n;
}

READ_FUNCTION(read_open) {
    struct edition *e = object;
    struct schema_key word = {.name = key->name, .type = KEY_WORD, .words = key->words};
    unsigned index;
    e->disclosure_none = read_key_value(r, &word, node, &index);
    return e->disclosure_none;
}

/* style/ reads the size itself, as one of the edition's looks. */
READ_FUNCTION(read_edition_size) {
    (void)object;
    struct schema_key wanted = {.name = key->name, .type = KEY_LENGTH, .units = key->units};
    struct dimension d;
    return read_key_value(r, &wanted, node, &d);
}

/* ---- what may not be promised together ----------------------------------------------------- */

/* The place of the first of these keys that the edition itself gives; unset: it gives none. */
static struct span own_place(const struct edition *e, const char *const *keys) {
    for (size_t i = 0; e->node && keys[i]; i++) {
        const struct node *value = node_get(e->node, keys[i]);
        if (value)
            return value->span;
    }
    return SPAN_NONE;
}

static bool has_key(const struct edition *e, const char *key) {
    return e->node && node_get(e->node, key);
}

static void check_press(struct reader *r, const struct edition *e) {
    static const char *const standard[] = {"standard", NULL};
    static const char *const either[] = {"links", "standard", NULL};
    struct diag_list *l = r->s->diags;
    if (!edition_promises(e, "pdf/x-4"))
        return;
    if (e->standard_count > 1 && has_key(e, "standard"))
        diag_help(l,
                  diag_error(l, "standards-conflict", own_place(e, standard),
                             "pdf/x-4 is for the press and cannot be kept together with a "
                             "standard for screens"),
                  "make two editions, one of them with `standard: [pdf/x-4]`");
    else if (e->links == LINKS_LIVE && (has_key(e, "standard") || has_key(e, "links")))
        diag_help(l,
                  diag_error(l, "links-standard", own_place(e, either),
                             "live links break the promise of pdf/x-4 (ISO 15930-7: no annotation "
                             "inside the page)"),
                  "write `links: printed`, or `links: none`");
}

static void check_attach(struct reader *r, const struct edition *e) {
    static const char *const either[] = {"attach", "standard", NULL};
    struct diag_list *l = r->s->diags;
    bool own = has_key(e, "attach") || has_key(e, "standard");
    if (!e->attach_data || !own || edition_promises(e, "pdf/a-3a"))
        return;
    diag_help(l,
              diag_error(l, "attach-standard", own_place(e, either),
                         "data can be attached only to a pdf/a-3a file, which `standard` does not "
                         "name"),
              "write it so: standard: [pdf/ua-1, pdf/a-3a]");
}

static void check_marking(struct reader *r, const struct edition *e) {
    static const char *const open[] = {"disclosure", "marking", NULL};
    struct diag_list *l = r->s->diags;
    bool marked = e->marking && str_trim(e->marking->origin.text).n > 0;
    bool own = has_key(e, "disclosure") || has_key(e, "marking");
    if (!e->disclosure_none || marked || !own)
        return;
    diag_help(l,
              diag_error(l, "marking-missing", own_place(e, open),
                         "an edition that shows everything needs a `marking`"),
              "write it so: marking: \"Official sensitive: not for publication\"");
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

/* True if the keys ask for the press alone: what they do not say is as in `print`. */
static bool is_for_press(const struct node *keys) {
    const struct node *standard = node_get(keys, "standard");
    bool one = standard && (standard->kind != NODE_LIST || standard->n == 1);
    return one && str_is(item_at(standard, 0)->text, "pdf/x-4");
}

/* The edition that `e` is based on: named, or built in. NULL: `e` is a built-in one itself. */
static struct edition *base_of(struct reader *r, const struct edition *e) {
    struct document *d = r->document;
    const struct node *given = e->node ? node_get(e->node, "based-on") : NULL;
    struct edition *usual = NULL;
    if (e >= d->editions + BUILT_IN)
        usual = &d->editions[e->node && is_for_press(e->node) ? PRINT : SCREEN];
    if (!given || given->kind != NODE_TEXT)
        return usual;
    struct edition *base = find_edition(d, given->text);
    if (base)
        return base;
    struct diag *g =
        diag_error(r->s->diags, "unknown-edition", given->span, "there is no edition `%.*s`",
                   STR_ARG(diag_quote(r->s->arena, given->text)));
    help_editions(r, g, given->text);
    return usual;
}

static void resolve_edition(struct reader *r, struct edition *e, unsigned char *state) {
    enum { NEW, OPEN, DONE };
    struct document *d = r->document;
    size_t self = (size_t)(e - d->editions);
    if (state[self] == DONE)
        return;
    state[self] = OPEN;
    struct edition *base = base_of(r, e);
    if (base && state[base - d->editions] == OPEN) {
        struct span at =
            node_get(e->node, "based-on") ? node_get(e->node, "based-on")->span : e->name.span;
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "edition-cycle", at,
                             "the edition `%.*s` is based on itself", STR_ARG(e->name.text)),
                  "base it on `screen` or `print`");
        base = NULL;
    }
    if (base) {
        resolve_edition(r, base, state);
        struct edition own = *base;
        own.name = e->name;
        own.node = e->node;
        own.base = base;
        *e = own;
    }
    if (e->node && schema_read(r, &SCHEMA_EDITION, e->node, e)) {
        check_press(r, e);
        check_attach(r, e);
        check_marking(r, e);
    }
    state[self] = DONE;
}

/* ---- the one asked for --------------------------------------------------------------------- */

/* The looks of the chain, weakest first. */
static void push_layers(struct reader *r, const struct edition *e, struct layer_list *layers) {
    if (e->base)
        push_layers(r, e->base, layers);
    const struct node *keys = e->node && e->node->kind == NODE_MAP ? theme_keys(r, e->node) : NULL;
    if (keys)
        vec_push(r->s->arena, layers, keys);
}

static void choose(struct reader *r, struct layer_list *layers) {
    struct document *d = r->document;
    struct str name = r->request->edition.n ? r->request->edition : STR("screen");
    const struct edition *e = find_edition(d, name);
    if (!e) {
        struct span at = r->request->edition_span;
        struct diag *g =
            diag_error(r->s->diags, "unknown-edition", at.source ? at : d->span,
                       "the layout has no edition `%.*s`", STR_ARG(diag_quote(r->s->arena, name)));
        help_editions(r, g, name);
        e = &d->editions[SCREEN];
    }
    d->edition = e;
    push_layers(r, e, layers);
}

void read_editions(struct reader *r, const struct node *editions, struct layer_list *layers) {
    struct document *d = r->document;
    bool given = editions && map_usable(r, "editions", editions, SCHEMA_EDITION.example);
    size_t n = BUILT_IN + (given ? editions->n : 0);
    d->editions = ARENA_ARRAY(r->s->arena, struct edition, n);
    set_built_in(d);
    for (size_t i = 0; given && i < editions->n; i++) {
        const struct node_entry *entry = &editions->entries[i];
        if (is_extension(entry->key))
            continue;
        struct edition *e = find_edition(d, entry->key);
        e = e ? e : &d->editions[d->edition_count++];
        e->name = (struct name){entry->key, entry->key_span};
        e->node = entry->value;
    }
    unsigned char *state = ARENA_ARRAY(r->s->arena, unsigned char, d->edition_count);
    for (size_t i = 0; i < d->edition_count; i++)
        resolve_edition(r, &d->editions[i], state);
    choose(r, layers);
}
