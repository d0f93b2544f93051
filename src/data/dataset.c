#include "data/dataset.h"

#include "data/column.h"
#include "data/format.h"
#include "data/template.h"

#include "source/csv.h"

/* A source's rows, whatever they were read from. */
struct rows {
    struct value **v;
    size_t n;
};

static struct source *open_source(struct session *s, const struct source_declaration *d,
                                  enum file_use use) {
    if (d->override_file.n > 0)
        return files_read_trusted(s->files, use, d->override_file, false);
    return files_read(s->files, use, d->file, d->file_span);
}

static bool read_delimiter(struct session *s, const struct source_declaration *d, char *out) {
    if (d->delimiter.n == 0)
        return true;
    if (str_is(d->delimiter, "tab") || str_is(d->delimiter, "\\t")) {
        *out = '\t';
        return true;
    }
    char c = d->delimiter.p[0];
    if (d->delimiter.n == 1 && c != '"' && c != '\n' && c != '\r') {
        *out = c;
        return true;
    }
    struct diag *diag =
        diag_error(s->diags, "bad-delimiter", d->delimiter_span, "a delimiter is one character");
    diag_help(s->diags, diag, "the usual ones are \",\", \";\", \"|\" and tab");
    return false;
}

static bool read_encoding(struct session *s, const struct source_declaration *d, bool *old) {
    static const struct str names[] = {{"utf-8", 5}, {"windows-1252", 12}};
    *old = str_equal(d->encoding, names[1]);
    if (d->encoding.n == 0 || *old || str_equal(d->encoding, names[0]))
        return true;
    struct diag *diag =
        diag_error(s->diags, "unknown-encoding", d->encoding_span,
                   "the encoding `%.*s` is not known", STR_ARG(diag_quote(s->arena, d->encoding)));
    struct str near = diag_nearest(d->encoding, names, 2);
    diag_help(s->diags, diag, near.n > 0 ? "did you mean `%.*s`?" : "utf-8 or windows-1252%.*s",
              STR_ARG(near));
    return false;
}

static const struct column_declaration *declared(const struct source_declaration *d,
                                                 struct str name) {
    for (size_t i = 0; i < d->type_count; i++) {
        if (str_equal(d->types[i].name, name))
            return &d->types[i];
    }
    return NULL;
}

/* Reports names in `types:` and `key:` that are not among the columns; false if the key is not. */
static bool check_names(struct session *s, const struct source_declaration *d,
                        const struct str *columns, size_t n) {
    bool key_found = d->key.n == 0;
    for (size_t i = 0; i < n; i++)
        key_found = key_found || str_equal(columns[i], d->key);
    for (size_t t = 0; t <= d->type_count; t++) {
        bool is_key = t == d->type_count, found = is_key && key_found;
        struct str name = is_key ? d->key : d->types[t].name;
        for (size_t i = 0; !is_key && i < n; i++)
            found = found || str_equal(columns[i], name);
        if (found)
            continue;
        struct diag *diag = diag_error(
            s->diags, "unknown-column", is_key ? d->key_span : d->types[t].span,
            "`%.*s` has no column `%.*s`", STR_ARG(d->name), STR_ARG(diag_quote(s->arena, name)));
        struct str near = diag_nearest(name, columns, n);
        if (near.n > 0)
            diag_help(s->diags, diag, "did you mean `%.*s`?", STR_ARG(diag_quote(s->arena, near)));
    }
    return key_found;
}

static void fill_column(struct session *s, const struct source_declaration *d,
                        const struct csv_table *table, size_t column, struct rows *rows) {
    const struct value **cells = ARENA_ARRAY(s->arena, const struct value *, table->rows);
    struct str name = table->header[column].text;
    const struct column_declaration *type = declared(d, name);
    for (size_t i = 0; i < table->rows; i++) {
        const struct csv_cell *cell = &table->cells[i * table->columns + column];
        cells[i] = cell_value(s->arena, cell->text, cell->span);
    }
    struct column_declaration is = {.name = name};
    bool given = type && type->type != COLUMN_INFERRED;
    is.type = given ? type->type : column_infer(cells, table->rows);
    for (size_t i = 0; i < table->rows; i++) {
        const struct value *v =
            given ? cell_convert(s, &is, cells[i]) : cell_infer(s, &is, cells[i]);
        map_set((struct map *)rows->v[i]->as.map.entries, name, (void *)v);
    }
}

static const struct value *make_list(struct session *s, struct dataset *set,
                                     const struct rows *rows, struct span origin) {
    struct value *list = ARENA_NEW(s->arena, struct value);
    list->kind = VALUE_LIST;
    list->origin = origin;
    list->as.list.n = rows->n;
    list->as.list.v = ARENA_ARRAY(s->arena, const struct value *, rows->n);
    list->as.list.set = set;
    for (size_t i = 0; i < rows->n; i++)
        list->as.list.v[i] = rows->v[i];
    return list;
}

/* Rows differ in their key, and none is without one. */
static void index_rows(struct session *s, struct dataset *set, const struct rows *rows) {
    const struct source_declaration *d = set->declaration;
    map_init(&set->by_key, s->arena);
    for (size_t i = 0; i < rows->n; i++) {
        const struct value *key = value_get(rows->v[i], d->key);
        if (key && value_used(s, key)->kind == VALUE_POISON)
            continue;
        if (!key || (key->kind != VALUE_TEXT && key->kind != VALUE_NUMBER &&
                     key->kind != VALUE_DATE && key->kind != VALUE_BOOLEAN)) {
            diag_error(s->diags, "bad-key", key ? key->origin : rows->v[i]->origin,
                       "row %zu of `%.*s` has no key: `%.*s` is %.*s", i + 1, STR_ARG(d->name),
                       STR_ARG(diag_quote(s->arena, d->key)),
                       STR_ARG(key ? value_describe(s->arena, key) : STR("missing")));
            continue;
        }
        struct str text = value_text_of(s->arena, key, STR("en"));
        const struct value *earlier = map_get(&set->by_key, text);
        if (!earlier) {
            map_set(&set->by_key, text, rows->v[i]);
            continue;
        }
        struct diag *diag = diag_error(s->diags, "repeated-key", key->origin,
                                       "two rows of `%.*s` have the key '%.*s'", STR_ARG(d->name),
                                       STR_ARG(diag_quote(s->arena, text)));
        diag_note(s->diags, diag, value_get(earlier, d->key)->origin, "the first is here");
    }
}

static const struct value *read_csv(struct session *s, struct dataset *set, char delimiter) {
    const struct source_declaration *d = set->declaration;
    struct csv_options options = {
        .delimiter = delimiter, .skip = d->skip, .delimiter_given = d->delimiter.n > 0};
    bool good = read_delimiter(s, d, &options.delimiter);
    good = read_encoding(s, d, &options.windows_1252) && good;
    struct source *source = open_source(s, d, FILE_TABLE);
    if (!source || !good)
        return &VALUE_POISON_VALUE;
    struct csv_table *table = csv_read(s, source, &options);
    if (!table)
        return &VALUE_POISON_VALUE;
    struct str *columns = ARENA_ARRAY(s->arena, struct str, table->columns);
    for (size_t c = 0; c < table->columns; c++)
        columns[c] = table->header[c].text;
    bool keyed = check_names(s, d, columns, table->columns) && d->key.n > 0;
    struct rows rows = {ARENA_ARRAY(s->arena, struct value *, table->rows), table->rows};
    for (size_t i = 0; i < rows.n; i++) {
        struct map *entries = ARENA_NEW(s->arena, struct map);
        map_init(entries, s->arena);
        rows.v[i] = ARENA_NEW(s->arena, struct value);
        rows.v[i]->kind = VALUE_MAP;
        rows.v[i]->origin = table->cells[i * table->columns].span;
        rows.v[i]->as.map.entries = entries;
        rows.v[i]->as.map.set = set;
    }
    for (size_t c = 0; c < table->columns; c++)
        fill_column(s, d, table, c, &rows);
    if (keyed)
        index_rows(s, set, &rows);
    return make_list(s, set, &rows, (struct span){source, 0, 0, 0});
}

/* A copy of a row of a tree, its declared fields converted. */
static struct value *type_row(struct session *s, struct dataset *set, const struct value *row) {
    const struct source_declaration *d = set->declaration;
    struct value *typed = ARENA_NEW(s->arena, struct value);
    struct map *entries = ARENA_NEW(s->arena, struct map);
    map_init(entries, s->arena);
    *typed = *row;
    for (size_t i = 0; i < row->as.map.entries->n; i++) {
        const struct map_entry *e = &row->as.map.entries->entries[i];
        const struct column_declaration *type = declared(d, e->key);
        map_set(entries, e->key, type ? (void *)cell_convert(s, type, e->value) : e->value);
    }
    typed->as.map.entries = entries;
    typed->as.map.set = set;
    return typed;
}

VEC_DECLARE(name_list, struct str);

/* A tree that is a list of maps is rows like a table's, with types and a key; another tree is taken
 * as it is, and may have neither. */
static const struct value *type_tree(struct session *s, struct dataset *set,
                                     const struct value *tree) {
    const struct source_declaration *d = set->declaration;
    size_t n = tree->kind == VALUE_LIST ? tree->as.list.n : 0;
    bool table = tree->kind == VALUE_LIST;
    struct name_list names = {0};
    struct map seen;
    map_init(&seen, s->arena);
    for (size_t i = 0; i < n; i++) {
        const struct value *row = tree->as.list.v[i];
        table = table && row->kind == VALUE_MAP;
        for (size_t k = 0; row->kind == VALUE_MAP && k < row->as.map.entries->n; k++) {
            struct str name = row->as.map.entries->entries[k].key;
            if (map_set(&seen, name, (void *)row))
                vec_push(s->arena, &names, name);
        }
    }
    if (!table) {
        if (d->type_count > 0 || d->key.n > 0)
            diag_error(s->diags, "not-a-table", d->key.n > 0 ? d->key_span : d->types[0].span,
                       "`%.*s` is not a list of rows, so it has no %s", STR_ARG(d->name),
                       d->key.n > 0 ? "key" : "column types");
        return tree;
    }
    bool keyed = check_names(s, d, names.v, names.n) && d->key.n > 0;
    struct rows rows = {ARENA_ARRAY(s->arena, struct value *, n), n};
    for (size_t i = 0; i < n; i++)
        rows.v[i] = type_row(s, set, tree->as.list.v[i]);
    if (keyed)
        index_rows(s, set, &rows);
    return make_list(s, set, &rows, tree->origin);
}

static const struct value *read_prose(struct session *s, const struct source_declaration *d) {
    struct source *source = open_source(s, d, FILE_LAYOUT);
    if (!source)
        return &VALUE_POISON_VALUE;
    struct origin origin = origin_of_source(source);
    struct value *v = ARENA_NEW(s->arena, struct value);
    v->kind = VALUE_PROSE;
    v->origin = (struct span){source, 0, 0, 0};
    v->as.prose = rich_parse(s, &origin, MARKDOWN_BLOCKS);
    return v;
}

static const struct value *read_tree(struct session *s, struct dataset *set, bool json) {
    struct source *source = open_source(s, set->declaration, FILE_DATA);
    struct node *node = !source ? NULL : json ? json_read(s, source) : yaml_read(s, source);
    return node ? type_tree(s, set, value_from_node(s, node)) : &VALUE_POISON_VALUE;
}

/* Options that only a table has, given to something else, would be passed over in silence. */
static void refuse_csv_options(struct session *s, const struct source_declaration *d) {
    if (d->encoding.n > 0)
        diag_error(s->diags, "not-a-table", d->encoding_span, "`encoding` is for CSV files only");
    if (d->delimiter.n > 0)
        diag_error(s->diags, "not-a-table", d->delimiter_span, "`delimiter` is for CSV files only");
    if (d->skip > 0)
        diag_error(s->diags, "not-a-table", d->file_span, "`skip` is for CSV files only");
}

static const struct value *read_file(struct session *s, struct dataset *set) {
    const struct source_declaration *d = set->declaration;
    struct str path = d->override_file.n > 0 ? d->override_file : d->file;
    struct diag *diag;
    if (str_ends(path, ".csv") || str_ends(path, ".CSV") || str_ends(path, ".txt"))
        return read_csv(s, set, ',');
    if (str_ends(path, ".tsv"))
        return read_csv(s, set, '\t');
    refuse_csv_options(s, d);
    if (str_ends(path, ".json"))
        return read_tree(s, set, true);
    if (str_ends(path, ".yaml") || str_ends(path, ".yml"))
        return read_tree(s, set, false);
    if (str_ends(path, ".md") && d->type_count == 0 && d->key.n == 0)
        return read_prose(s, d);
    if (str_ends(path, ".md")) {
        diag_error(s->diags, "not-a-table", d->key.n > 0 ? d->key_span : d->types[0].span,
                   "`%.*s` is prose, which has neither key nor types", STR_ARG(d->name));
        return &VALUE_POISON_VALUE;
    }
    diag = diag_error(s->diags, "unknown-file-kind", d->file_span,
                      "`%.*s` is not a kind of file that holds data",
                      STR_ARG(diag_quote(s->arena, path)));
    diag_help(s->diags, diag, "its name should end in .csv, .tsv, .txt, .json, .yaml, .yml or .md");
    return &VALUE_POISON_VALUE;
}

struct dataset *dataset_read(struct session *s, const struct source_declaration *d) {
    struct dataset *set = ARENA_NEW(s->arena, struct dataset);
    set->declaration = d;
    if (d->faulty) {
        set->value = &VALUE_POISON_VALUE;
    } else if (d->override_file.n > 0 || !d->value) {
        set->value = read_file(s, set);
    } else {
        refuse_csv_options(s, d);
        set->value = type_tree(s, set, value_from_node(s, d->value));
    }
    return set;
}
