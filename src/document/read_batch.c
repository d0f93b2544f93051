#include "document/batch_file.h"

#include "document/read_internal.h"
#include "document/schema_table.h"

/* An edition named twice would be written twice. */
static bool is_repeated(struct reader *r, const struct batch_entry *e, const struct node *item) {
    for (size_t i = 0; i < e->edition_count; i++)
        if (str_equal(e->editions[i].text, item->text)) {
            struct diag *d = diag_error(r->s->diags, "edition-repeated", item->span,
                                        "the edition `%.*s` is named twice",
                                        STR_ARG(diag_quote(r->s->arena, item->text)));
            diag_help(r->s->diags, d, "take one of the two away");
            return true;
        }
    return false;
}

static READ_FUNCTION(read_batch_editions) {
    struct batch_entry *e = object;
    bool list = node->kind == NODE_LIST;
    size_t n = list ? node->n : 1;
    e->editions = ARENA_ARRAY(r->s->arena, struct name, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct node *item = list ? node->items[i] : node;
        if (text_usable(r, key->name, item) && !is_repeated(r, e, item))
            e->editions[e->edition_count++] = name_of_node(item);
    }
    if (list && n == 0)
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "empty-value", node->span, "`editions` is empty"),
                  "name at least one: editions: [screen]");
    return e->edition_count == n && n > 0;
}

static const struct schema_key entry_keys[] = {
    {.name = "layout", .type = KEY_NAME, NEEDED, AT(batch_entry, layout)},
    {.name = "each", .type = KEY_NAME, AT(batch_entry, each)},
    {.name = "editions", .type = KEY_LIST, .read = read_batch_editions},
    {.name = "output",
     .type = KEY_TEMPLATE,
     NEEDED,
     AT(batch_entry, output),
     PLACE(batch_entry, output_span)},
};
static const struct schema_map SCHEMA_ENTRY = {
    .name = "an entry of a batch",
    MAP(entry_keys),
    .example = "{layout: handout.yaml, each: district, output: \"../out/{{ district.name | slug }}"
               ".pdf\"}",
    .size = sizeof(struct batch_entry)};

static bool ends_in_pdf(struct str path) {
    static const char end[] = ".pdf";
    size_t n = sizeof end - 1;
    bool same = path.n > n;
    for (size_t i = 0; same && i < n; i++)
        same = (path.p[path.n - n + i] | 0x20) == end[i] || path.p[path.n - n + i] == end[i];
    return same;
}

/* The end of an output tells whether it can be a file's name; what is put in is looked at later. */
static void check_output(struct reader *r, const char *key, struct str path, struct span at) {
    struct diag_list *l = r->s->diags;
    struct str last = str_slice(path, path_folder(path).n, path.n);
    if (path.n == 0 || str_ends(path, "/") || str_is(last, "/..") || str_is(last, ".."))
        diag_help(l, diag_error(l, "bad-output", at, "`%s` names no file", key),
                  "write a path that ends in a file's name: ../out/report.pdf");
    else if (!ends_in_pdf(path) && !str_ends(path, "}}"))
        diag_help(l,
                  diag_warning(l, "bad-output", at, "`%.*s` does not end in `.pdf`",
                               STR_ARG(diag_quote(r->s->arena, path))),
                  "what is written is a PDF, and is opened by its ending");
}

static READ_FUNCTION(read_entries) {
    struct batch_file *f = object;
    if (!list_usable(r, key->name, node))
        return false;
    f->entries = ARENA_ARRAY(r->s->arena, struct batch_entry, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        struct batch_entry e = {.span = node->items[i]->span};
        if (!schema_read(r, &SCHEMA_ENTRY, node->items[i], &e))
            continue;
        check_output(r, "output", e.output->origin.text, e.output_span);
        if (!e.editions) {
            e.editions = ARENA_NEW(r->s->arena, struct name);
            e.editions[e.edition_count++] = (struct name){STR("screen"), SPAN_NONE};
        }
        f->entries[f->n++] = e;
    }
    if (node->n == 0)
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "empty-value", node->span, "the batch has no document"),
                  "write it so: - %s", SCHEMA_ENTRY.example);
    return true;
}

static const struct schema_key batch_keys[] = {
    {.name = "quire", .type = KEY_NODE, NEEDED, .read = read_version},
    {.name = "index", .type = KEY_STR, AT(batch_file, index), PLACE(batch_file, index_span)},
    {.name = "batch", .type = KEY_LIST, NEEDED, .read = read_entries},
};
static const struct schema_map SCHEMA_BATCH = {
    .name = "a batch file", MAP(batch_keys), .size = sizeof(struct batch_file)};

struct batch_file *batch_file_read(struct session *s, struct str path) {
    const struct source *source =
        files_read_trusted(s->files, FILE_LAYOUT, path_absolute(s->arena, path), false);
    const struct node *tree = source ? yaml_read(s, source) : NULL;
    if (!tree)
        return NULL;
    struct batch_file *f = ARENA_NEW(s->arena, struct batch_file);
    struct reader r = {.s = s};
    map_init(&r.trees, s->arena);
    f->span = tree->span;
    if (tree->kind != NODE_MAP) {
        diag_help(s->diags,
                  diag_error(s->diags, "wrong-type", tree->span,
                             "a batch file is a map of keys, starting with `quire: 1`"),
                  "the least is `quire: 1` and `batch:` with a list of layouts");
        return f;
    }
    if (node_get(tree, "content") && !node_get(tree, "batch")) {
        diag_help(
            s->diags,
            diag_error(s->diags, "wrong-file", tree->span, "this is a layout, not a batch"),
            "render it with `quire render`, or name it in a batch file: batch: [{layout: ..}]");
        return f;
    }
    schema_read(&r, &SCHEMA_BATCH, tree, f);
    if (f->index_span.source)
        check_output(&r, "index", f->index, f->index_span);
    return f;
}
