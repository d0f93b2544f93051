#include "text/font_internal.h"

#include "source/node.h"

#include <string.h>

/* Keys of a family that are not a weight. */
static bool family_key(struct family *f, struct str key, struct str value) {
    if (str_is(key, "package")) {
        f->package = value;
    } else if (str_is(key, "folder")) {
        f->folder = value;
    } else if (str_is(key, "script")) {
        f->script = value;
    } else {
        return false;
    }
    return true;
}

/* "400" or "400 italic". */
static bool parse_face_key(struct str key, unsigned *weight, bool *italic) {
    size_t i = 0;
    *weight = 0;
    while (i < key.n && key.p[i] >= '0' && key.p[i] <= '9' && *weight < 1000) {
        *weight = *weight * 10 + (unsigned)(key.p[i++] - '0');
    }
    struct str rest = str_trim(str_slice(key, i, key.n));
    *italic = str_is(rest, "italic");
    return i > 0 && *weight >= 100 && *weight <= 900 && (rest.n == 0 || *italic);
}

static void read_family(struct font_set *set, struct session *s, struct str base,
                        const struct node_entry *e) {
    struct family *f = ARENA_NEW(set->arena, struct family);
    f->name = str_copy(set->arena, e->key);
    f->base = base;
    f->span = SPAN_NONE;
    if (e->value->kind != NODE_MAP) {
        diag_help(s->diags,
                  diag_error(s->diags, "font-list", e->value->span,
                             "the family `%.*s` must be a map of weights to files",
                             STR_ARG(e->key)),
                  "write the weights under it: 400: Name-Regular.ttf");
        return;
    }
    for (size_t i = 0; i < e->value->n; i++) {
        const struct node_entry *face = &e->value->entries[i];
        struct str value = str_copy(set->arena, face->value->text);
        struct family_file file = {.file = value};
        if (family_key(f, face->key, value)) {
            continue;
        }
        if (!parse_face_key(face->key, &file.weight, &file.italic)) {
            struct diag *d = diag_error(s->diags, "font-list", face->key_span,
                                        "`%.*s` is not a weight of a font", STR_ARG(face->key));
            diag_help(s->diags, d, "write 100 to 900, or for a slanted face `400 italic`");
            continue;
        }
        vec_push(set->arena, &f->files, file);
    }
    if (f->files.n == 0) {
        diag_help(s->diags,
                  diag_error(s->diags, "font-list", e->key_span, "the family `%.*s` has no file",
                             STR_ARG(e->key)),
                  "write the weights under it: 400: Name-Regular.ttf");
        return;
    }
    vec_push(set->arena, &set->families, f);
}

static struct family *listed(const struct font_set *set, struct str name) {
    for (size_t i = 0; i < set->families.n; i++) {
        if (!set->families.v[i]->authored && str_equal(set->families.v[i]->name, name)) {
            return set->families.v[i];
        }
    }
    return NULL;
}

static void read_list(struct font_set *set, struct session *s, struct str base,
                      const struct source *source) {
    struct node *root = yaml_read(s, source);
    if (!root || root->kind == NODE_NULL) {
        return;
    }
    if (root->kind != NODE_MAP) {
        diag_help(s->diags,
                  diag_error(s->diags, "font-list", root->span,
                             "a list of fonts must be a map of families"),
                  "write the families by name, each with its weights");
        return;
    }
    for (size_t i = 0; i < root->n; i++) {
        /* The project's own list is read first and wins. */
        if (!str_starts(root->entries[i].key, "x-") && !listed(set, root->entries[i].key)) {
            read_family(set, s, base, &root->entries[i]);
        }
    }
}

/* The lines of one family in a list, behind as many empty ones as stand above it, so that messages name
 * the right line. Empty where the list does not have it in the plain form, `Name:` at a line's start. */
static struct str lines_of_family(struct arena *a, struct str list, struct str name) {
    size_t line = 0;
    for (size_t at = 0; at < list.n; line++) {
        struct str rest = str_slice(list, at, list.n);
        size_t end = str_find(rest, STR("\n"));
        size_t next = end == SIZE_MAX ? list.n : at + end + 1;
        bool here =
            rest.n > name.n && str_equal(str_slice(rest, 0, name.n), name) && rest.p[name.n] == ':';
        if (!here) {
            at = next;
            continue;
        }
        while (next < list.n && (list.p[next] == ' ' || list.p[next] == '\n')) {
            end = str_find(str_slice(list, next, list.n), STR("\n"));
            next = end == SIZE_MAX ? list.n : next + end + 1;
        }
        char *text = ARENA_ARRAY(a, char, line + next - at + 1);
        memset(text, '\n', line);
        memcpy(text + line, list.p + at, next - at);
        return (struct str){text, line + next - at};
    }
    return STR_EMPTY;
}

/* The program's own list has dozens of families and a document needs a few: only these are read. */
static void read_one(struct font_set *set, struct session *s, struct str name) {
    const struct source *list = set->own_list;
    struct str lines =
        list && !set->whole ? lines_of_family(s->arena, list->bytes, name) : STR_EMPTY;
    if (lines.n) {
        struct source *part = ARENA_NEW(s->arena, struct source);
        *part = (struct source){.path = list->path, .bytes = lines, .arena = s->arena};
        read_list(set, s, set->own_fonts, part);
    }
}

static const struct source *open_list(struct session *s, struct str folder) {
    struct str path = str_join2(s->arena, folder, STR("/families.yaml"));
    return files_read_trusted(s->files, FILE_FONT, path, true);
}

/* A project's list is its author's: all of it is read, and what is wrong in it is told. */
static void find_lists(struct font_set *set, struct session *s) {
    if (set->listed) {
        return;
    }
    set->listed = true;
    struct str own = set->own_fonts;
    if (s->files->root.n > 0) {
        struct str project = str_join2(s->arena, s->files->root, STR("/fonts"));
        const struct source *list = str_equal(project, own) ? NULL : open_list(s, project);
        if (list) {
            read_list(set, s, str_copy(set->arena, project), list);
        }
    }
    set->own_list = own.n > 0 ? open_list(s, own) : NULL;
}

void families_read(struct font_set *set, struct session *s) {
    find_lists(set, s);
    if (set->own_list && !set->whole) {
        read_list(set, s, set->own_fonts, set->own_list);
    }
    set->whole = true;
}

struct family *family_find(struct font_set *set, struct session *s, struct str name,
                           struct span at) {
    find_lists(set, s);
    struct family *f = listed(set, name);
    if (!f) {
        read_one(set, s, name);
        f = listed(set, name);
    }
    if (!f) {
        families_read(set, s);
        f = listed(set, name);
    }
    if (!f) {
        f = system_family(set, name);
        if (f) {
            vec_push(set->arena, &set->families, f);
        }
    }
    if (f && f->files.v[0].path.n > 0) {
        struct diag *d = diag_warning(
            s->diags, "font-from-system", at,
            "the font family `%.*s` is in no list of fonts; the system's file %.*s is used",
            STR_ARG(name), STR_ARG(f->files.v[0].path));
        diag_help(s->diags, d,
                  "copy the files to the project's fonts folder and list them in "
                  "families.yaml there, so that the pages are the same everywhere");
    }
    return f;
}

const struct family *family_for_script(const struct font_set *set, struct str script) {
    for (size_t i = 0; i < set->families.n; i++) {
        if (script.n > 0 && str_equal(set->families.v[i]->script, script)) {
            return set->families.v[i];
        }
    }
    return NULL;
}

struct str family_nearest(struct font_set *set, struct session *s, struct str name) {
    families_read(set, s);
    struct str *names = ARENA_ARRAY(s->arena, struct str, set->families.n);
    for (size_t i = 0; i < set->families.n; i++) {
        names[i] = set->families.v[i]->name;
    }
    return diag_nearest(name, names, set->families.n);
}

/* Distance between weights in the order of CSS Fonts 4, 5.2: lower is better. */
static unsigned weight_distance(unsigned wanted, unsigned has) {
    if (has == wanted) {
        return 0;
    }
    bool lighter = has < wanted;
    unsigned gap = lighter ? wanted - has : has - wanted;
    if (wanted >= 400 && wanted <= 500) {
        if (!lighter && has <= 500) {
            return gap;
        }
        return (lighter ? 1000 : 2000) + gap;
    }
    return ((wanted < 400) == lighter ? 0u : 1000u) + gap;
}

struct family_file *family_match(struct family *f, unsigned weight, bool italic) {
    struct family_file *best = &f->files.v[0];
    unsigned best_distance = 1000000;
    for (size_t i = 0; i < f->files.n; i++) {
        struct family_file *file = &f->files.v[i];
        unsigned distance =
            weight_distance(weight, file->weight) + (file->italic == italic ? 0u : 10000u);
        if (distance < best_distance) {
            best = file;
            best_distance = distance;
        }
    }
    return best;
}
