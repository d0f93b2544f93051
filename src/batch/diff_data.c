/* Two folders of data. What a layout reads is protected by it on both sides before it is compared. */
#include "batch/diff.h"

#include "batch/diff_values.h"
#include "job_inspect.h"

/* A file that stands in one folder or in both, by its path from there. */
struct data_file {
    struct str path;
    bool before, after;
    size_t layout; /* that reads it, plus 1; 0: none */
    bool protects; /* that layout has a set for it */
    struct str source;
};
VEC_DECLARE(file_vec, struct data_file);

/* A source of a layout that reads one of these files. */
struct layout_source {
    struct str name;
    size_t file;
};
VEC_DECLARE(source_vec, struct layout_source);

struct layout {
    struct str path;
    struct source_vec sources;
};
VEC_DECLARE(layout_vec, struct layout);

struct data_diff {
    struct diff *d;
    struct arena *a;
    const struct diff_data_request *r;
    struct str before, after; /* absolute */
    struct file_vec files;
    struct map by_path; /* a file's number, plus 1 */
    struct layout_vec layouts;
};

/* --- what there is ------------------------------------------------------------------------- */

static bool is_data(struct str path) {
    static const char *const ends[] = {".csv",  ".CSV",  ".tsv", ".txt",
                                       ".json", ".yaml", ".yml", ".md"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (str_ends(path, ends[i])) {
            return true;
        }
    }
    return false;
}

static bool list_side(struct data_diff *x, struct session *s, bool after) {
    struct path_list list = {0};
    if (!files_list(s->diags, after ? x->after : x->before, &list)) {
        return false;
    }
    for (size_t i = 0; i < list.n; i++) {
        if (!is_data(list.v[i])) {
            continue;
        }
        uintptr_t at = (uintptr_t)map_get(&x->by_path, list.v[i]);
        if (!at) {
            struct data_file file = {.path = list.v[i]};
            vec_push(x->a, &x->files, file);
            at = x->files.n;
            map_set(&x->by_path, list.v[i], (void *)at);
        }
        struct data_file *file = &x->files.v[at - 1];
        file->before = file->before || !after;
        file->after = file->after || after;
    }
    return true;
}

/* --- who reads it -------------------------------------------------------------------------- */

static bool has_set(const struct document *d, struct str source) {
    for (size_t i = 0; i < d->disclosure.set_count; i++) {
        if (str_equal(d->disclosure.sets[i].name.text, source)) {
            return true;
        }
    }
    return false;
}

/* The file whose path from its folder is the longest end of this one: a layout that reads this year's
 * folder knows what is to be hidden in the two before it. */
static size_t file_by_name(const struct data_diff *x, struct str absolute) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < x->files.n; i++) {
        struct str path = x->files.v[i].path;
        size_t from = absolute.n - path.n;
        bool ends = path.n < absolute.n && absolute.p[from - 1] == '/' &&
                    str_equal(str_slice(absolute, from, absolute.n), path);
        if (ends && (found == SIZE_MAX || path.n > x->files.v[found].path.n)) {
            found = i;
        }
    }
    return found;
}

/* The number of the file that a path names on either side, or SIZE_MAX. */
static size_t file_of(const struct data_diff *x, struct str absolute) {
    const struct str folders[2] = {x->after, x->before};
    for (size_t i = 0; i < 2; i++) {
        if (path_is_below(folders[i], absolute)) {
            struct str rest = str_slice(absolute, folders[i].n + 1, absolute.n);
            uintptr_t at = (uintptr_t)map_get(&x->by_path, rest);
            return at ? at - 1 : SIZE_MAX;
        }
    }
    return file_by_name(x, absolute);
}

static void claim(struct data_diff *x, struct layout *l, const struct document *d,
                  const struct source_declaration *source, struct str absolute) {
    size_t file = file_of(x, absolute);
    if (file == SIZE_MAX) {
        return;
    }
    struct layout_source reads = {source->name, file};
    vec_push(x->a, &l->sources, reads);
    struct data_file *f = &x->files.v[file];
    bool protects = has_set(d, source->name);
    if (!f->layout || (protects && !f->protects)) {
        f->layout = x->layouts.n + 1;
        f->protects = protects;
        f->source = source->name;
    }
}

static struct job_options options_for(const struct data_diff *x, struct str layout) {
    struct job_options o = *x->r->options;
    o.request.layout_path = layout;
    o.stop = JOB_CHECK;
    return o;
}

/* A file of layouts/ that is no layout, such as a batch, claims nothing; its mistakes are not asked for. */
static void read_layout(struct data_diff *x, struct str path) {
    struct diag_list unheard;
    struct files files;
    diag_list_init(&unheard, x->a);
    files_init(&files, x->a, &unheard);
    struct session s = {x->a, &unheard, &files};
    struct job_options o = options_for(x, path);
    files.root = o.root.n ? path_absolute(x->a, o.root) : files_find_root(x->a, path);
    for (size_t i = 0; i < o.allowed_count; i++) {
        vec_push(x->a, &files.allowed, path_absolute(x->a, o.allowed[i]));
    }
    const struct document *d = document_read(&s, &o.request);
    struct layout l = {.path = path};
    for (size_t i = 0; d && i < d->source_count; i++) {
        const struct source_declaration *source = &d->sources[i];
        if (source->file.n && !source->value) {
            claim(x, &l, d, source, files_resolve(&files, source->file, source->file_span));
        }
    }
    vec_push(x->a, &x->layouts, l);
}

static void read_layouts(struct data_diff *x, struct session *s) {
    if (x->r->layout.n) {
        read_layout(x, x->r->layout);
        return;
    }
    struct str root = x->r->options->root.n ? path_absolute(x->a, x->r->options->root)
                                            : files_find_root(x->a, x->r->after);
    struct str folder = path_resolve(x->a, root, STR("layouts"));
    struct path_list list = {0};
    if (!path_is_folder(x->a, folder) || !files_list(s->diags, folder, &list)) {
        return;
    }
    /* Those at the top first; one further down may still be the only one that protects a file. */
    for (int nested = 0; nested < 2; nested++) {
        for (size_t i = 0; i < list.n; i++) {
            bool is_nested = str_find(list.v[i], STR("/")) != SIZE_MAX;
            if (is_nested == (nested == 1) &&
                (str_ends(list.v[i], ".yaml") || str_ends(list.v[i], ".yml"))) {
                read_layout(x, path_resolve(x->a, folder, list.v[i]));
            }
        }
    }
}

/* --- comparing ----------------------------------------------------------------------------- */

static struct str path_on(const struct data_diff *x, const struct data_file *f, bool after) {
    return path_resolve(x->a, after ? x->after : x->before, f->path);
}

/* A layout's sources with one side's files in place of its own. */
static struct job_sources read_side(struct data_diff *x, const struct layout *l, bool after) {
    struct session *s = x->r->open(x->r->context);
    struct job_options *o = ARENA_NEW(x->a, struct job_options);
    *o = options_for(x, l->path);
    size_t named = o->request.data_count;
    struct assignment *data = ARENA_ARRAY(x->a, struct assignment, named + l->sources.n + 1);
    for (size_t i = 0; i < named; i++) {
        data[i] = o->request.data[i];
    }
    for (size_t i = 0; i < l->sources.n; i++) {
        const struct data_file *f = &x->files.v[l->sources.v[i].file];
        if (after ? f->after : f->before) {
            data[named++] = (struct assignment){l->sources.v[i].name, path_on(x, f, after)};
        }
    }
    o->request.data = data;
    o->request.data_count = named;
    struct job_sources out = job_sources(job_read(s, o));
    bool good = s->diags->errors == 0;
    x->d->refused = x->d->refused || !good;
    x->r->close(x->r->context, s);
    return good ? out : (struct job_sources){0};
}

static const struct dataset *find_shown(const struct job_sources *sources, struct str name) {
    for (size_t i = 0; i < sources->n; i++) {
        if (str_equal(sources->declarations[i].name, name)) {
            return sources->shown[i];
        }
    }
    return NULL;
}

static void compare_layout(struct data_diff *x, size_t number) {
    const struct layout *l = &x->layouts.v[number];
    bool any = false;
    for (size_t i = 0; i < x->files.n; i++) {
        any = any ||
              (x->files.v[i].layout == number + 1 && x->files.v[i].before && x->files.v[i].after);
    }
    if (!any) {
        return;
    }
    struct job_sources before = read_side(x, l, false), after = read_side(x, l, true);
    for (size_t i = 0; i < x->files.n; i++) {
        const struct data_file *f = &x->files.v[i];
        struct diff_source source = {.name = f->source};
        if (f->layout != number + 1 || !f->before || !f->after) {
            continue;
        }
        source.before = find_shown(&before, f->source);
        source.after = find_shown(&after, f->source);
        if (source.before && source.after) {
            diff_source(x->d, &source);
        }
    }
}

/* "2022-23/referrals.csv" as a source's name: "referrals". */
static struct str stem_of(struct str path) {
    size_t from = path.n, to = path.n;
    while (from > 0 && path.p[from - 1] != '/') {
        from--;
    }
    while (to > from && path.p[to - 1] != '.') {
        to--;
    }
    return str_slice(path, from, to > from ? to - 1 : path.n);
}

static const struct dataset *read_plain(struct data_diff *x, struct session *s,
                                        const struct data_file *f, bool after) {
    struct source_declaration *d = ARENA_NEW(x->a, struct source_declaration);
    d->name = stem_of(f->path);
    d->override_file = path_on(x, f, after);
    return dataset_read(s, d);
}

/* No layout reads it: nothing says what in it is to be hidden, and so that is said. */
static void compare_plain(struct data_diff *x, const struct data_file *f) {
    struct session *s = x->r->open(x->r->context);
    struct diff_source source = {.name = stem_of(f->path)};
    source.before = read_plain(x, s, f, false);
    source.after = read_plain(x, s, f, true);
    size_t known = x->d->changes.n;
    diff_source(x->d, &source);
    if (x->d->changes.n > known) {
        vec_push(x->a, &x->d->plain, f->path);
    }
    x->d->refused = x->d->refused || s->diags->errors > 0;
    x->r->close(x->r->context, s);
}

static void tell_file(struct data_diff *x, const struct data_file *f) {
    struct diff_change change = {.kind = f->after ? DIFF_NEW : DIFF_GONE,
                                 .what = str_format(x->a, "the file %.*s", STR_ARG(f->path)),
                                 .before = STR_EMPTY,
                                 .after = STR_EMPTY};
    diff_add(x->d, &change, NULL);
}

void diff_data(struct diff *d, const struct diff_data_request *r) {
    struct data_diff x = {.d = d, .a = d->a, .r = r};
    struct session *s = r->open(r->context);
    map_init(&x.by_path, d->a);
    x.before = path_absolute(d->a, r->before);
    x.after = path_absolute(d->a, r->after);
    bool good = list_side(&x, s, false) && list_side(&x, s, true);
    if (good) {
        read_layouts(&x, s);
    }
    d->refused = d->refused || s->diags->errors > 0;
    r->close(r->context, s);
    for (size_t i = 0; good && i < x.layouts.n; i++) {
        compare_layout(&x, i);
    }
    for (size_t i = 0; good && i < x.files.n; i++) {
        const struct data_file *f = &x.files.v[i];
        if (f->before != f->after) {
            tell_file(&x, f);
        } else if (!f->layout) {
            compare_plain(&x, f);
        }
    }
}
