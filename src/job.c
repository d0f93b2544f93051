#include "job.h"

#include "job_protect.h"

#include "data/assign.h"
#include "document/bound.h"
#include "dump/dump.h"
#include "layout/layout.h"
#include "pdf/pdf.h"

#include <string.h>
#include <time.h>

/* What the stages of one document hand on. */
struct job {
    struct session *s;
    const struct job_options *options;
    struct job_result *out;
    struct document *document;
    struct dataset **sets;
    struct scope *scope;
    struct check_result *checks;
    const struct disclosure_result *disclosure; /* NULL: everything is shown */
    struct bound_document *bound;
    struct style_sheet *sheet;
    struct font_set *fonts;
    struct page_list *pages;
    double mark; /* CPU time at the last timing */
};

static double cpu_milliseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void time_stage(struct job *j, const char *stage) {
    double now = cpu_milliseconds();
    struct job_result *out = j->out;
    if (out->timing_count < sizeof out->timings / sizeof *out->timings) {
        out->timings[out->timing_count++] = (struct job_timing){stage, now - j->mark};
    }
    j->mark = now;
}

static bool is_dump(const struct job *j, const char *stage) {
    return j->options->stop == JOB_DUMP && str_is(j->options->dump_stage, stage);
}

/* --set NAME.path=VALUE for a source: the value in its tree, or a diagnostic. */
static const struct value *assigned(struct job *j, struct str name, const struct value *v) {
    const struct document_request *r = &j->options->request;
    for (size_t i = 0; i < r->set_count; i++) {
        struct str path = r->set[i].name;
        size_t dot = str_find(path, STR("."));
        if (dot == SIZE_MAX || !str_equal(str_slice(path, 0, dot), name) ||
            v->kind == VALUE_POISON) {
            continue;
        }
        const struct value *changed =
            value_assign(j->s->arena, v, str_slice(path, dot + 1, path.n), r->set[i].value);
        if (changed) {
            v = changed;
        } else {
            struct diag *d = diag_error(j->s->diags, "set-unknown", SPAN_NONE,
                                        "--set %.*s: the data hold no such value",
                                        STR_ARG(diag_quote(j->s->arena, path)));
            diag_help(j->s->diags, d, "name a value that the file has: NAME.key=VALUE");
        }
    }
    return v;
}

static void read_sources(struct job *j) {
    struct arena *a = j->s->arena;
    j->sets = ARENA_ARRAY(a, struct dataset *, j->document->source_count);
    j->scope = ARENA_NEW(a, struct scope);
    scope_init(j->scope, a, NULL);
    j->scope->lang = j->document->lang;
    for (size_t i = 0; i < j->document->source_count; i++) {
        const struct source_declaration *d = &j->document->sources[i];
        j->sets[i] = dataset_read(j->s, d);
        j->sets[i]->value = assigned(j, d->name, j->sets[i]->value);
        scope_set(j->scope, d->name, j->sets[i]->value);
    }
}

static struct dataset *find_set(struct job *j, struct str name) {
    for (size_t i = 0; i < j->document->source_count; i++) {
        if (str_equal(j->document->sources[i].name, name)) {
            return j->sets[i];
        }
    }
    return NULL;
}

static void missing_source(struct job *j, const struct name *from) {
    struct diag_list *l = j->s->diags;
    struct diag *d = diag_error(l, "param-source", from->span, "there is no data source `%.*s`",
                                STR_ARG(from->text));
    size_t n = j->document->source_count;
    struct str *names = ARENA_ARRAY(j->s->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        names[i] = j->document->sources[i].name;
    }
    struct str near = diag_nearest(from->text, names, n);
    if (near.n) {
        diag_help(l, d, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(l, d, "name a source of `data:` that has a `key`");
    }
}

/* The row a param stands for: --set's, else the first. */
static const struct value *param_row(struct job *j, const struct param_declaration *p,
                                     const struct assignment *set) {
    struct session *s = j->s;
    const struct dataset *d = find_set(j, p->from.text);
    if (!d) {
        missing_source(j, &p->from);
        return &VALUE_POISON_VALUE;
    }
    if (d->value->kind == VALUE_POISON) {
        return d->value;
    }
    if (!d->declaration->key.n || d->value->kind != VALUE_LIST || d->value->as.list.n == 0) {
        struct diag *e = diag_error(s->diags, "param-source", p->from.span,
                                    "a param takes a row of a source with a `key` and rows");
        diag_help(s->diags, e, "give `%.*s` a `key:`", STR_ARG(p->from.text));
        return &VALUE_POISON_VALUE;
    }
    if (!set) {
        return d->value->as.list.v[0];
    }
    const struct value *row = map_get(&d->by_key, set->value);
    if (!row) {
        struct str *keys = ARENA_ARRAY(s->arena, struct str, d->by_key.n);
        for (size_t i = 0; i < d->by_key.n; i++) {
            keys[i] = d->by_key.entries[i].key;
        }
        struct diag *e = diag_error(
            s->diags, "set-unknown", SPAN_NONE, "--set %.*s: no row of `%.*s` has the key `%.*s`",
            STR_ARG(set->name), STR_ARG(p->from.text), STR_ARG(diag_quote(s->arena, set->value)));
        struct str near = diag_nearest(set->value, keys, d->by_key.n);
        if (near.n) {
            diag_help(s->diags, e, "did you mean `%.*s`?", STR_ARG(near));
        } else {
            diag_help(s->diags, e, "name a row by its `%.*s`", STR_ARG(d->declaration->key));
        }
        return &VALUE_POISON_VALUE;
    }
    return row;
}

static void read_params(struct job *j) {
    const struct document_request *r = &j->options->request;
    for (size_t i = 0; i < j->document->param_count; i++) {
        const struct param_declaration *p = &j->document->params[i];
        const struct assignment *set = NULL;
        for (size_t k = 0; k < r->set_count; k++) {
            if (str_equal(r->set[k].name, p->name.text)) {
                set = &r->set[k];
            }
        }
        const struct value *v = &VALUE_NULL_VALUE;
        if (p->from.text.n) {
            v = param_row(j, p, set);
        } else if (set) {
            v = value_assign(j->s->arena, v, STR_EMPTY, set->value);
        } else if (p->value) {
            v = value_from_node(j->s, p->value);
        }
        scope_set(j->scope, p->name.text, v);
    }
}

/* What could have been named: sources, and params where `params`. */
static void help_known(struct job *j, struct diag *d, struct str name, bool params) {
    const struct document *doc = j->document;
    struct str *known = ARENA_ARRAY(j->s->arena, struct str, doc->source_count + doc->param_count);
    size_t n = 0;
    for (size_t i = 0; i < doc->source_count; i++) {
        known[n++] = doc->sources[i].name;
    }
    for (size_t i = 0; params && i < doc->param_count; i++) {
        known[n++] = doc->params[i].name.text;
    }
    struct str near = diag_nearest(name, known, n);
    if (near.n) {
        diag_help(j->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(j->s->diags, d,
                  params ? "write PARAM=VALUE, or SOURCE.key=VALUE"
                         : "write SOURCE=FILE, with a name under `data:`");
    }
}

/* A path goes into a source; a plain name is a param's. */
static bool can_set(struct job *j, struct str name, bool path) {
    return path ? find_set(j, name) != NULL : !find_set(j, name) && scope_get(j->scope, name);
}

/* A --set or --data whose name is nothing of this layout is a mistake, not a no-op. */
static void check_assignments(struct job *j) {
    const struct document_request *r = &j->options->request;
    for (size_t i = 0; i < r->set_count; i++) {
        size_t dot = str_find(r->set[i].name, STR("."));
        struct str name = str_slice(r->set[i].name, 0, dot);
        if (!can_set(j, name, dot != SIZE_MAX)) {
            struct diag *d = diag_error(j->s->diags, "set-unknown", SPAN_NONE,
                                        "--set %.*s: the layout has no %s of that name",
                                        STR_ARG(diag_quote(j->s->arena, r->set[i].name)),
                                        dot == SIZE_MAX ? "param" : "data source");
            help_known(j, d, name, true);
        }
    }
    for (size_t i = 0; i < r->data_count; i++) {
        if (!find_set(j, r->data[i].name)) {
            struct diag *d = diag_error(j->s->diags, "set-unknown", SPAN_NONE,
                                        "--data %.*s: the layout has no data source of that name",
                                        STR_ARG(diag_quote(j->s->arena, r->data[i].name)));
            help_known(j, d, r->data[i].name, false);
        }
    }
}

/* Twice: for the checks with true figures, in silence, as a message could tell one; then with what may
 * be seen. */
static void name_texts(struct job *j, struct session *s) {
    const struct document *d = j->document;
    const struct template *texts[] = {d->title, d->author};
    const struct str names[] = {STR("title"), STR("author")};
    for (size_t i = 0; i < 2; i++) {
        if (texts[i]) {
            scope_set(j->scope, names[i],
                      value_text(s->arena, template_fill(s, texts[i], j->scope)));
        }
    }
}

static void name_metadata(struct job *j) {
    struct arena *a = j->s->arena;
    const struct document *d = j->document;
    struct diag_list unheard;
    diag_list_init(&unheard, a);
    name_texts(j, &(struct session){a, &unheard, j->s->files});
    scope_set(j->scope, STR("lang"), value_text(a, d->lang));
    scope_set(j->scope, STR("edition"),
              value_text(a, d->edition ? d->edition->name.text : STR("screen")));
    struct map *build = ARENA_NEW(a, struct map);
    map_init(build, a);
    struct value *date = ARENA_NEW(a, struct value);
    date->kind = d->has_date ? VALUE_DATE : VALUE_NULL;
    date->as.date = d->date;
    map_set(build, STR("date"), date);
    struct value *map = ARENA_NEW(a, struct value);
    map->kind = VALUE_MAP;
    map->as.map.entries = build;
    scope_set(j->scope, STR("build"), map);
}

/* SOURCE_DATE_EPOCH stands in for a layout's `date`; the clock never does. */
static void take_epoch(struct job *j) {
    struct document *d = j->document;
    struct str text = j->options->request.epoch;
    if (!text.n || d->has_date) {
        return;
    }
    const struct decimal *seconds = decimal_parse(j->s->arena, text);
    const int64_t year_10000 = 253402300800;
    int64_t value = 0;
    struct tm tm;
    if (!seconds || !decimal_to_int(seconds, &value) || value < 0 || value >= year_10000 ||
        !gmtime_r(&(time_t){value}, &tm)) {
        struct diag *e =
            diag_error(j->s->diags, "bad-epoch", SPAN_NONE, "SOURCE_DATE_EPOCH is `%.*s`",
                       STR_ARG(diag_quote(j->s->arena, text)));
        diag_help(j->s->diags, e,
                  "it takes whole seconds since 1970, or give the layout a `date:`");
        return;
    }
    d->date = (struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
    d->has_date = true;
}

/* The protected sets take the place of the true ones, in every name that expressions know. False: what
 * is to be hidden is not known, and nothing may be made of the figures. */
static bool run_disclosure(struct job *j) {
    const struct document *d = j->document;
    if (d->disclosure_faulty)
        return false;
    if (!(d->edition && d->edition->disclosure_none)) {
        struct protection_input in = {d, j->sets, j->scope};
        j->disclosure = protect(j->s, &in);
        j->sets = j->disclosure->sets;
        time_stage(j, "disclosure");
        if (!j->disclosure->ok)
            return false;
    }
    name_texts(j, j->s);
    return true;
}

static void run_data(struct job *j) {
    read_sources(j);
    read_params(j);
    check_assignments(j);
    disclosure_true_totals(j->s, &j->document->disclosure, j->sets, j->document->source_count);
    name_metadata(j);
    j->checks = ARENA_ARRAY(j->s->arena, struct check_result, j->document->check_count);
    checks_run(j->s, j->document->checks, j->document->check_count, j->scope, j->checks);
    time_stage(j, "data");
}

/* Binding and styles do not wait for each other: both say what is wrong in one run. Without protection
 * that holds nothing is bound: what it would say could tell a figure. */
static void run_bind_and_style(struct job *j) {
    struct bind_input in = {
        .document = j->document, .sets = j->sets, .scope = j->scope, .checks = j->checks};
    if (run_disclosure(j)) {
        in.disclosure = j->disclosure;
        j->bound = document_bind(j->s, &in);
        time_stage(j, "bind");
    }
    j->sheet = style_sheet_make(j->s, j->document);
    time_stage(j, "style");
}

static bool run_layout(struct job *j) {
    if (!j->bound) {
        return false;
    }
    j->fonts = font_set_new(j->s, j->options->own_fonts);
    if (!font_set_use(j->fonts, j->s, j->sheet)) {
        return false;
    }
    time_stage(j, "fonts");
    struct layout_input in = {.document = j->bound,
                              .sheet = j->sheet,
                              .fonts = j->fonts,
                              .images = image_cache_new(j->s->arena),
                              .span = j->document->span,
                              .passes = &j->out->passes};
    j->pages = layout_pages(j->s, &in);
    if (j->pages && j->s->diags->errors == 0 &&
        edition_promises(j->document->edition, "pdf/ua-1")) {
        layout_check_legible(j->s, &in, j->pages);
    }
    time_stage(j, "layout");
    j->out->pages = j->pages ? (unsigned)j->pages->n : 0;
    return j->pages != NULL;
}

/* The output profile where an edition names none: the coated condition of European offset printing. */
static const char default_profile[] = "FOGRA39L_coated.icc";

/* A bare name is looked for among the program's own files first. */
static const struct source *read_profile(struct job *j, const struct name *named) {
    struct str name = named->text.n ? named->text : str_from(default_profile);
    if (str_find(name, STR("/")) == SIZE_MAX) {
        struct str own = path_resolve(j->s->arena, j->options->own_fonts, name);
        const struct source *source = files_read_trusted(j->s->files, FILE_DATA, own, true);
        if (source) {
            return source;
        }
    }
    if (named->text.n) {
        return files_read(j->s->files, FILE_DATA, name, named->span);
    }
    struct diag *d = diag_error(j->s->diags, "profile-missing", j->document->span,
                                "the output profile %.*s is not installed", STR_ARG(name));
    diag_help(j->s->diags, d, "run `make profiles`, or name another with `profile:`");
    return NULL;
}

/* What the edition asks of the press; off for a screen edition. false after a diagnostic. */
static bool plan_press(struct job *j, struct press *press) {
    const struct edition *e = j->document->edition;
    if (!edition_promises(e, "pdf/x-4")) {
        return true;
    }
    const struct source *profile = read_profile(j, &e->profile);
    if (!profile) {
        return false;
    }
    *press = (struct press){.on = true,
                            .crop = e->crop,
                            .registration = e->registration,
                            .colorbar = e->colorbar,
                            .bleed = dimension_resolve(e->bleed, 0, 0),
                            .profile = profile->bytes,
                            .profile_name =
                                e->profile.text.n ? e->profile.text : str_from(default_profile),
                            .ink_limit = e->ink_limit,
                            .span = e->name.span.source ? e->name.span : j->document->span};
    return true;
}

static void run_pdf(struct job *j) {
    struct pdf_input in = {.document = j->bound, .pages = j->pages, .fonts = j->fonts};
    if (!plan_press(j, &in.press)) {
        return;
    }
    j->out->bytes = pdf_write(j->s, &in);
    time_stage(j, "pdf");
}

static void dump_stage(struct job *j) {
    struct strbuf b;
    strbuf_init(&b, j->s->arena);
    if (is_dump(j, "bound") && j->bound) {
        dump_bound(&b, j->bound);
    } else if (is_dump(j, "tags") && j->bound) {
        dump_tags(&b, j->bound);
    } else if (is_dump(j, "styles") && j->sheet) {
        dump_styles(&b, j->sheet);
    } else if (is_dump(j, "frames") && j->pages) {
        dump_frames(&b, j->pages);
    }
    j->out->bytes = strbuf_str(&b);
}

static void collect_inputs(struct job *j) {
    const struct map *read = &j->s->files->read;
    for (size_t i = 0; i < read->n; i++) {
        vec_push(j->s->arena, &j->out->inputs, read->entries[i].key);
    }
}

bool job_run(struct session *s, const struct job_options *options, struct job_result *out) {
    *out = (struct job_result){.bytes = STR_EMPTY};
    struct job j = {.s = s, .options = options, .out = out, .mark = cpu_milliseconds()};
    struct str layout = options->request.layout_path;
    s->files->root = options->root.n ? path_absolute(s->arena, options->root)
                                     : files_find_root(s->arena, layout);
    for (size_t i = 0; i < options->allowed_count; i++) {
        vec_push(s->arena, &s->files->allowed, path_absolute(s->arena, options->allowed[i]));
    }
    out->root = s->files->root;
    j.document = document_read(s, &options->request);
    time_stage(&j, "document");
    if (j.document) {
        const struct edition *e = j.document->edition;
        take_epoch(&j);
        out->default_edition = !e || str_is(e->name.text, "screen");
        run_data(&j);
        run_bind_and_style(&j);
        if (run_layout(&j) && s->diags->errors == 0 && options->stop != JOB_DUMP) {
            run_pdf(&j);
        }
        if (options->stop == JOB_DUMP) {
            dump_stage(&j);
        }
    }
    collect_inputs(&j);
    font_set_free(j.fonts);
    return s->diags->errors == 0;
}
