#include "document/read_internal.h"

/* ---- files that name files ----------------------------------------------------------------- */

static void report_cycle(struct reader *r, const struct file_link *first, struct span at) {
    struct diag_list *l = r->s->diags;
    struct diag *d = diag_error(l, "file-cycle", at, "this file is already being read: `%.*s`",
                                STR_ARG(path_shown(r->s->arena, first->path)));
    for (const struct file_link *k = r->chain; k && k != first; k = k->outer)
        diag_note(l, d, k->named_at, "`%.*s` was named here",
                  STR_ARG(path_shown(r->s->arena, k->path)));
    diag_help(l, d, "a file cannot hold itself: take one of these lines away");
}

static bool may_open(struct reader *r, struct str path, struct span at) {
    struct diag_list *l = r->s->diags;
    for (const struct file_link *k = r->chain; k; k = k->outer)
        if (str_equal(k->path, path)) {
            report_cycle(r, k, at);
            return false;
        }
    if (r->depth >= LIMIT_INCLUDE_DEPTH) {
        diag_help(l,
                  diag_error(l, "include-too-deep", at, "files name each other more than %d deep",
                             LIMIT_INCLUDE_DEPTH),
                  "let the files stand side by side");
        return false;
    }
    if (r->file_count >= LIMIT_INCLUDE_FILES) {
        if (r->file_count == LIMIT_INCLUDE_FILES)
            diag_help(l,
                      diag_error(l, "too-many-includes", at, "a layout may name at most %d files",
                                 LIMIT_INCLUDE_FILES),
                      "join some of the files");
        r->file_count++;
        return false;
    }
    return true;
}

const struct node *reader_open(struct reader *r, const struct node *path, struct file_link *link) {
    struct str absolute = files_resolve(r->s->files, path->text, path->span);
    if (!may_open(r, absolute, path->span))
        return NULL;
    r->file_count++;
    struct node *tree = map_get(&r->trees, absolute);
    if (!tree) {
        if (map_has(&r->trees, absolute)) /* its mistakes are told already */
            return NULL;
        const struct source *source = files_read(r->s->files, FILE_LAYOUT, path->text, path->span);
        tree = source ? yaml_read(r->s, source) : NULL;
        if (source)
            map_set(&r->trees, absolute, tree);
    }
    if (!tree)
        return NULL;
    *link = (struct file_link){r->chain, absolute, path->span};
    r->chain = link;
    r->depth++;
    return tree;
}

void reader_close(struct reader *r) {
    r->chain = r->chain->outer;
    r->depth--;
}

/* ---- based-on: maps merged key by key ------------------------------------------------------ */

enum merge_rule {
    MERGE_DEEP,
    MERGE_WHOLE,  /* the map's entries are replaced whole: a font, a colour */
    MERGE_SOURCES /* entries merged, but `file` replaces `value` and the other way round */
};

static void push_entry(struct node *map, const struct node_entry *e) {
    map->entries[map->n++] = *e;
}

static bool is_key(const struct node_entry *e, const char *name) {
    return str_is(e->key, name);
}

static enum merge_rule rule_of(const struct node_entry *e, bool top) {
    if (top && (is_key(e, "fonts") || is_key(e, "colors") || is_key(e, "params")))
        return MERGE_WHOLE;
    return top && is_key(e, "data") ? MERGE_SOURCES : MERGE_DEEP;
}

static struct node *merge_maps(struct reader *r, const struct node *base, const struct node *over,
                               enum merge_rule rule, unsigned depth) {
    struct node *m = ARENA_NEW(r->s->arena, struct node);
    *m = *over;
    m->entries = ARENA_ARRAY(r->s->arena, struct node_entry, base->n + over->n);
    m->n = 0;
    bool top = depth == 0;
    bool file = node_get(over, "file"), value = node_get(over, "value");
    for (size_t i = 0; i < base->n; i++) {
        struct node_entry e = base->entries[i];
        const struct node_entry *mine = node_entry(over, e.key);
        if (top && (is_key(&e, "content") || is_key(&e, "based-on")))
            continue;
        if (rule == MERGE_SOURCES && depth == 2 && !mine &&
            ((file && is_key(&e, "value")) || (value && is_key(&e, "file"))))
            continue;
        if (mine) {
            bool both = mine->value->kind == NODE_MAP && e.value->kind == NODE_MAP;
            struct node_entry joined = *mine;
            enum merge_rule below = top ? rule_of(&e, true) : rule;
            if (both && rule != MERGE_WHOLE)
                joined.value = merge_maps(r, e.value, mine->value, below, depth + 1);
            e = joined;
        }
        push_entry(m, &e);
    }
    for (size_t i = 0; i < over->n; i++)
        if (!node_entry(base, over->entries[i].key) ||
            (top &&
             (is_key(&over->entries[i], "content") || is_key(&over->entries[i], "based-on"))))
            push_entry(m, &over->entries[i]);
    return m;
}

/* `map` with what its based-on names, and that file's own. The map itself when it names none. */
static const struct node *with_bases(struct reader *r, const struct node *map,
                                     const struct schema_map *schema) {
    struct file_link link;
    const struct node *path = node_get(map, "based-on");
    if (!path || !text_usable(r, "based-on", path))
        return map;
    const struct node *base = reader_open(r, path, &link);
    if (!base)
        return map;
    if (map_usable(r, schema->name, base, "title: .., theme: .., masters: .."))
        map = merge_maps(r, with_bases(r, base, schema), map, MERGE_DEEP, 0);
    reader_close(r);
    return map;
}

const struct node *layout_tree(struct reader *r) {
    struct arena *a = r->s->arena;
    struct str path = path_absolute(a, r->request->layout_path);
    const struct source *source = files_read_trusted(r->s->files, FILE_LAYOUT, path, false);
    const struct node *tree = source ? yaml_read(r->s, source) : NULL;
    if (!tree)
        return NULL;
    if (tree->kind != NODE_MAP) {
        struct diag *d = diag_error(r->s->diags, "wrong-type", tree->span,
                                    "a layout is a map of keys, starting with `quire: 1`");
        if (tree->kind == NODE_LIST)
            diag_help(r->s->diags, d, "this is a content list: put it under `content:`");
        else
            diag_help(r->s->diags, d, "the least is `quire: 1`, `title`, `lang` and `content`");
        return NULL;
    }
    struct file_link *link = ARENA_NEW(a, struct file_link);
    *link = (struct file_link){NULL, path, SPAN_NONE};
    r->chain = link;
    r->depth = 1;
    r->file_count = 1;
    return with_bases(r, tree, &SCHEMA_LAYOUT);
}

/* ---- themes -------------------------------------------------------------------------------- */

static bool is_theme_key(const struct node_entry *e) {
    static const char *const keys[] = {"page",  "fonts",         "colors",   "styles",
                                       "words", "abbreviations", "font-size"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (is_key(e, keys[i]))
            return true;
    return false;
}

const struct node *theme_keys(struct reader *r, const struct node *map) {
    struct node *keys = ARENA_NEW(r->s->arena, struct node);
    *keys = *map;
    keys->entries = ARENA_ARRAY(r->s->arena, struct node_entry, map->n);
    keys->n = 0;
    for (size_t i = 0; i < map->n; i++)
        if (is_theme_key(&map->entries[i]))
            push_entry(keys, &map->entries[i]);
    return keys->n ? keys : NULL;
}

static void read_theme_file(struct reader *r, const struct node *path, struct layer_list *layers) {
    struct file_link link;
    if (path->kind == NODE_MAP) {
        struct diag *d =
            diag_error(r->s->diags, "theme-not-file", path->span, "`theme` names a file");
        diag_help(r->s->diags, d,
                  "write page, fonts, colors and styles as keys of the layout "
                  "itself");
        return;
    }
    if (!text_usable(r, "theme", path))
        return;
    const struct node *theme = reader_open(r, path, &link);
    if (!theme)
        return;
    if (map_usable(r, "a theme", theme, "styles: {body: {font-size: 12pt}}")) {
        const struct node *all = with_bases(r, theme, &SCHEMA_THEME);
        schema_check_keys(r, &SCHEMA_THEME, all);
        schema_read_keys(r, &SCHEMA_THEME, all, r->document);
        const struct node *keys = theme_keys(r, all);
        if (keys)
            vec_push(r->s->arena, layers, keys);
    }
    reader_close(r);
}

void read_theme_layers(struct reader *r, const struct node *layout, struct layer_list *layers) {
    const struct node *theme = node_get(layout, "theme");
    if (theme)
        read_theme_file(r, theme, layers);
    const struct node *own = theme_keys(r, layout);
    if (own)
        vec_push(r->s->arena, layers, own);
}
