#include "batch/plan.h"

#include "batch/names.h"

VEC_DECLARE(job_list, struct plan_job);

/* ---- where outputs go ----------------------------------------------------------------------- */

/* The deepest folder that holds both. */
static struct str common_folder(struct str x, struct str y) {
    if (str_equal(x, y) || path_is_below(x, y)) {
        return x;
    }
    while (!str_equal(x, y) && !path_is_below(x, y) && x.n > 1) {
        x = path_folder(x);
    }
    return x;
}

static struct str outputs_folder(const struct plan *plan) {
    struct arena *a = plan->s->arena;
    const struct batch_file *f = plan->file;
    struct str common = STR_EMPTY;
    for (size_t i = 0; i < f->n; i++) {
        struct str folder = path_resolve(a, plan->base, name_literal_folder(f->entries[i].output));
        common = common.n ? common_folder(common, folder) : folder;
    }
    if (f->index.n) {
        struct str folder = path_folder(path_resolve(a, plan->base, f->index));
        common = common.n ? common_folder(common, folder) : folder;
    }
    return common;
}

static bool place_folder(struct plan *plan, const struct plan_request *r) {
    struct session *s = plan->s;
    plan->base = path_folder(path_absolute(s->arena, r->file));
    plan->written = outputs_folder(plan);
    if (r->out.n) {
        plan->folder = path_absolute(s->arena, r->out);
        return true;
    }
    plan->folder = plan->written;
    if (str_equal(plan->written, plan->root) || path_is_below(plan->root, plan->written)) {
        return true;
    }
    struct span at = plan->file->n ? plan->file->entries[0].output_span : plan->file->span;
    struct diag *d =
        diag_error(s->diags, "output-outside", at, "the outputs lie outside the project: `%.*s`",
                   STR_ARG(diag_quote(s->arena, path_shown(s->arena, plan->written))));
    diag_help(s->diags, d, "write below the project's folder, or say where with --out DIR");
    return false;
}

/* ---- groups --------------------------------------------------------------------------------- */

static struct session *session_new(struct diag_list *like) {
    struct arena *a = arena_new();
    struct session *s = ARENA_NEW(a, struct session);
    s->arena = a;
    s->diags = ARENA_NEW(a, struct diag_list);
    diag_list_init(s->diags, a);
    s->diags->strict = like->strict;
    s->files = ARENA_NEW(a, struct files);
    files_init(s->files, a, s->diags);
    return s;
}

static void check_each(struct plan *plan, struct plan_group *g) {
    const struct name *each = &g->entry->each;
    const struct document *d = job_document(g->p);
    struct session *s = plan->s;
    if (!each->text.n || !d || job_param_rows(g->p, each->text)) {
        return;
    }
    struct str *names = ARENA_ARRAY(s->arena, struct str, d->param_count + 1);
    bool known = false;
    for (size_t i = 0; i < d->param_count; i++) {
        names[i] = d->params[i].name.text;
        known = known || str_equal(names[i], each->text);
    }
    if (known && g->s->diags->errors) {
        return; /* its own mistakes are out */
    }
    struct diag *e = diag_error(s->diags, "unknown-param", each->span,
                                known ? "the param `%.*s` of this layout has no rows"
                                      : "the layout has no param `%.*s`",
                                STR_ARG(diag_quote(s->arena, each->text)));
    struct str near = known ? STR_EMPTY : diag_nearest(each->text, names, d->param_count);
    if (near.n) {
        diag_help(s->diags, e, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(s->diags, e,
                  "`each` names a param that is `{from: SOURCE}`, a source with a `key`");
    }
}

/* A layout that is there at all: what is wrong inside it is its own documents' affair. */
static void open_group(struct plan *plan, struct plan_group *g, const struct plan_request *r) {
    struct session *s = plan->s;
    const struct name *layout = &g->entry->layout;
    const struct source *source = files_read(s->files, FILE_LAYOUT, layout->text, layout->span);
    if (!source) {
        return;
    }
    g->s = session_new(s->diags);
    g->options = *r->common;
    g->options.root = plan->root;
    g->options.stop = JOB_RENDER;
    g->options.figures = true;
    g->options.several = true;
    struct str path = files_resolve(s->files, layout->text, layout->span);
    g->layout = path_shown(s->arena, path);
    g->shown = path_is_below(plan->root, path) ? str_slice(path, plan->root.n + 1, path.n) : path;
    g->options.request.layout_path = g->layout;
    g->options.request.edition = str_is(g->edition, "screen") ? STR_EMPTY : g->edition;
    g->options.request.edition_span = g->edition_span;
    g->p = job_prepare(g->s, &g->options);
    job_check(g->p);
    const struct document *d = job_document(g->p);
    g->restricted = d && d->edition && d->edition->disclosure_none;
    check_each(plan, g);
}

/* Two layouts that hide other things of one file give away together what each hides: the documents of
 * both are refused. */
static void check_agreement(struct plan *plan) {
    for (size_t i = 0; i < plan->group_count; i++) {
        for (size_t k = i + 1; k < plan->group_count; k++) {
            struct plan_group *x = &plan->groups[i], *y = &plan->groups[k];
            if (x->p && y->p && !job_agree(y->s, x->p, y->p)) {
                job_agree(x->s, y->p, x->p);
            }
        }
    }
}

/* The batch chooses the rows itself. */
static bool is_each(const struct plan *plan, struct str name) {
    for (size_t i = 0; i < plan->file->n; i++) {
        if (str_equal(plan->file->entries[i].each.text, name)) {
            struct diag *d =
                diag_error(plan->s->diags, "set-each", plan->file->entries[i].each.span,
                           "--set %.*s: this batch makes a document for each row", STR_ARG(name));
            diag_help(plan->s->diags, d, "for one of them: quire render %.*s --set %.*s=...",
                      STR_ARG(plan->file->entries[i].layout.text), STR_ARG(name));
            return true;
        }
    }
    return false;
}

/* What no layout of the batch knows is a mistake; what one knows is enough. */
static void check_assignments(struct plan *plan, const struct document_request *r) {
    struct diag_list *l = plan->s->diags;
    for (size_t i = 0; i < r->set_count + r->data_count; i++) {
        bool set = i < r->set_count, known = false;
        struct str name = set ? r->set[i].name : r->data[i - r->set_count].name;
        for (size_t k = 0; k < plan->group_count && !known; k++) {
            const struct preparation *p = plan->groups[k].p;
            known = !p || (set ? job_can_set(p, name) : job_can_replace(p, name));
        }
        if (!(set && is_each(plan, name)) && !known) {
            struct diag *d = diag_error(
                l, "set-unknown", SPAN_NONE, "--%s %.*s: no layout of this batch has that name",
                set ? "set" : "data", STR_ARG(diag_quote(plan->s->arena, name)));
            diag_help(l, d, "`quire check LAYOUT` with the same option tells what it is near to");
        }
    }
}

static void open_groups(struct plan *plan, const struct plan_request *r) {
    const struct batch_file *f = plan->file;
    size_t most = 0;
    for (size_t i = 0; i < f->n; i++) {
        most += f->entries[i].edition_count;
    }
    plan->groups = ARENA_ARRAY(plan->s->arena, struct plan_group, most + 1);
    for (size_t i = 0; i < f->n; i++) {
        for (size_t k = 0; k < f->entries[i].edition_count; k++) {
            struct plan_group *g = &plan->groups[plan->group_count++];
            g->entry = &f->entries[i];
            g->edition = f->entries[i].editions[k].text;
            g->edition_span = f->entries[i].editions[k].span;
            open_group(plan, g, r);
        }
    }
    check_agreement(plan);
    check_assignments(plan, &r->common->request);
}

/* ---- jobs ----------------------------------------------------------------------------------- */

struct job_choice plan_choice(const struct plan *plan, const struct plan_job *job,
                              struct param_choice *one) {
    *one = (struct param_choice){plan->groups[job->group].entry->each.text, job->row};
    return (struct job_choice){.params = one, .param_count = job->row == NO_ROW ? 0 : 1};
}

/* `path` below the folder that the batch file's own outputs have in common; empty: it is not. */
static struct str below_written(const struct plan *plan, struct str path) {
    if (!path_is_below(plan->written, path)) {
        return STR_EMPTY;
    }
    return str_slice(path, str_is(plan->written, "/") ? 1 : plan->written.n + 1, path.n);
}

struct str plan_name(const struct plan *plan, struct session *s, const struct plan_job *job) {
    const struct plan_group *g = &plan->groups[job->group];
    const struct template *t = g->entry->output;
    struct param_choice one;
    struct job_choice choice = plan_choice(plan, job, &one);
    struct str text = STR_EMPTY;
    if (job_document(g->p)) {
        text = name_fill(s, t, job_shown(s, g->p, &choice));
    } else if (t->n == 1 && !t->parts[0].expr) {
        text = t->parts[0].literal;
    }
    if (!text.n) {
        return STR_EMPTY;
    }
    struct str name = below_written(plan, path_resolve(s->arena, plan->base, text));
    if (!name.n) {
        struct diag *d =
            diag_error(s->diags, "bad-output", g->entry->output_span,
                       "`%.*s` leaves the output folder", STR_ARG(diag_quote(s->arena, text)));
        diag_help(s->diags, d, "`| slug` makes a safe name of any text");
    }
    return name;
}

static void name_job(struct plan *plan, struct plan_job *job, struct arena *scratch) {
    struct diag_list unheard; /* told when the document is refused */
    diag_list_init(&unheard, scratch);
    struct session s = {scratch, &unheard, plan->groups[job->group].s->files};
    struct str name = plan_name(plan, &s, job);
    job->nameless = name.n == 0;
    job->file = name.n ? str_copy(plan->s->arena, name)
                       : plan->groups[job->group].entry->output->origin.text;
}

static void add_jobs(struct plan *plan, uint32_t group, struct job_list *jobs) {
    struct arena *scratch = arena_new();
    struct plan_group *g = &plan->groups[group];
    const struct value *rows =
        g->entry->each.text.n && g->p ? job_param_rows(g->p, g->entry->each.text) : NULL;
    size_t count = rows ? rows->as.list.n : 1;
    if (count == 0) {
        diag_warning(plan->s->diags, "no-rows", g->entry->each.span,
                     "`%.*s` has no rows: no document is made of this entry",
                     STR_ARG(g->entry->each.text));
    }
    g->first = jobs->n;
    g->n = count;
    for (size_t i = 0; i < count; i++) {
        struct plan_job job = {.group = group, .row = rows ? (uint32_t)i : NO_ROW};
        if (g->entry->each.text.n && !rows) {
            job.file = g->entry->output->origin.text;
            job.nameless = true;
        } else {
            name_job(plan, &job, scratch);
        }
        vec_push(plan->s->arena, jobs, job);
        if (i % 64 == 63) {
            arena_free(scratch);
            scratch = arena_new();
        }
    }
    arena_free(scratch);
}

static void place_index(struct plan *plan) {
    const struct batch_file *f = plan->file;
    if (f->index.n) {
        plan->index = below_written(plan, path_resolve(plan->s->arena, plan->base, f->index));
    }
}

bool plan_make(struct plan *plan, struct session *s, const struct plan_request *r) {
    *plan = (struct plan){.s = s};
    plan->root = r->common->root.n ? path_absolute(s->arena, r->common->root)
                                   : files_find_root(s->arena, r->file);
    s->files->root = plan->root;
    plan->file = batch_file_read(s, r->file);
    if (!plan->file || s->diags->errors || !place_folder(plan, r)) {
        return false;
    }
    open_groups(plan, r);
    if (s->diags->errors) {
        return false;
    }
    struct job_list jobs = {0};
    place_index(plan);
    for (size_t i = 0; i < plan->group_count; i++) {
        add_jobs(plan, (uint32_t)i, &jobs);
    }
    plan->jobs = jobs.v;
    plan->job_count = jobs.n;
    plan_check_names(plan);
    return s->diags->errors == 0;
}

void plan_release(struct plan *plan) {
    for (size_t i = 0; i < plan->group_count; i++) {
        if (plan->groups[i].p) {
            job_release(plan->groups[i].p);
        }
        if (plan->groups[i].s) {
            arena_free(plan->groups[i].s->arena);
        }
    }
}
