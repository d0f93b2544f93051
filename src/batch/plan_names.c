#include "batch/names.h"
#include "batch/plan.h"

struct names {
    struct plan *plan;
    struct arena *scratch;
    struct map taken; /* folded name -> its plan_job; the index: NULL */
};

static void report_repeated(struct plan *plan, const struct plan_job *job,
                            const struct plan_job *first) {
    struct session *s = plan->s;
    const struct batch_entry *entry = plan->groups[job->group].entry;
    bool same = str_equal(job->file, first->file);
    struct diag *d = diag_error(s->diags, "output-repeated", entry->output_span,
                                same ? "two documents would be written to `%.*s`"
                                     : "`%.*s` differs from another output only in case or accents",
                                STR_ARG(diag_quote(s->arena, job->file)));
    const struct batch_entry *other = plan->groups[first->group].entry;
    if (other != entry) {
        diag_note(s->diags, d, other->output_span, "the other one is written here");
    }
    if (entry->edition_count > 1) {
        diag_help(s->diags, d, "put `{{ edition }}` into the name");
    } else if (entry->each.text.n) {
        diag_help(s->diags, d, "name them after a field in which all rows differ");
    } else {
        diag_help(s->diags, d, "give one of the two another name");
    }
}

static struct str index_words(const struct plan *plan, const char *fault) {
    return str_format(plan->s->arena, "the index cannot be written there: %s", fault);
}

static struct str job_words(const struct plan *plan, const struct plan_job *job,
                            const char *fault) {
    return str_format(plan->s->arena, "`%.*s` is no name for a file: %s",
                      STR_ARG(diag_quote(plan->s->arena, job->file)), fault);
}

static const char *fault_of(struct str name) {
    const char *fault = name_fault(name);
    return fault || !name_is_ours(name) ? fault : "a batch writes its manifest there";
}

static void enter_job(struct names *n, struct plan_job *job) {
    struct plan *plan = n->plan;
    const struct batch_entry *entry = plan->groups[job->group].entry;
    const char *fault = fault_of(job->file);
    if (fault) {
        struct str words = job_words(plan, job, fault);
        struct diag *d =
            diag_error(plan->s->diags, "bad-output", entry->output_span, "%.*s", STR_ARG(words));
        diag_help(plan->s->diags, d, "`| slug` makes a safe name of any text");
    }
    struct str folded = name_folded(n->scratch, job->file);
    const struct plan_job *first = map_get(&n->taken, folded);
    if (first) {
        report_repeated(plan, job, first);
    } else {
        map_set(&n->taken, folded, job);
    }
}

static void enter_index(struct names *n) {
    struct plan *plan = n->plan;
    struct span at = plan->file->index_span;
    if (!plan->file->index.n) {
        return;
    }
    const char *fault = fault_of(plan->index);
    if (fault) {
        struct diag *d =
            diag_error(plan->s->diags, "bad-output", at, "%.*s", STR_ARG(index_words(plan, fault)));
        diag_help(plan->s->diags, d, "write it so: index: ../out/index.pdf");
        return;
    }
    struct str folded = name_folded(n->scratch, plan->index);
    if (map_has(&n->taken, folded)) {
        struct diag *d = diag_error(plan->s->diags, "output-repeated", at,
                                    "a document has the name of the index");
        diag_help(plan->s->diags, d, "give the index a name of its own");
        return;
    }
    map_set(&n->taken, folded, NULL);
}

/* A name that is a file's cannot be a folder's: a.pdf and a.pdf/b.pdf. */
static void check_folders(struct names *n, struct str name, struct span at) {
    struct diag_list *l = n->plan->s->diags;
    for (struct str folder = path_folder(name); folder.n; folder = path_folder(folder)) {
        if (map_has(&n->taken, name_folded(n->scratch, folder))) {
            struct diag *d = diag_error(l, "bad-output", at,
                                        "`%.*s` would be both a file and the folder of another",
                                        STR_ARG(diag_quote(l->arena, folder)));
            diag_help(l, d, "give one of the two another name");
        }
    }
}

static void check_all_folders(struct names *n) {
    struct plan *plan = n->plan;
    struct str last = STR_EMPTY;
    for (size_t i = 0; i < plan->job_count; i++) {
        const struct plan_job *job = &plan->jobs[i];
        struct str folder = path_folder(job->file);
        if (!job->nameless && !str_equal(folder, last)) {
            check_folders(n, job->file, plan->groups[job->group].entry->output_span);
            last = folder;
        }
    }
    check_folders(n, plan->index, plan->file->index_span);
}

/* A slip in `output:` must not cost the author a layout or its data. */
static void check_input(struct names *n, struct str path) {
    struct plan *plan = n->plan;
    struct diag_list *l = plan->s->diags;
    if (!path_is_below(plan->folder, path)) {
        return;
    }
    struct str name = str_slice(path, plan->folder.n + !str_is(plan->folder, "/"), path.n);
    struct str folded = name_folded(n->scratch, name);
    if (!map_has(&n->taken, folded) && !name_is_ours(name)) {
        return;
    }
    const struct plan_job *job = map_get(&n->taken, folded);
    struct span at = job                  ? plan->groups[job->group].entry->output_span
                     : name_is_ours(name) ? plan->file->span
                                          : plan->file->index_span;
    struct diag *d = diag_error(l, "output-is-input", at,
                                "`%.*s` is a file that this batch is made from: it would be "
                                "overwritten",
                                STR_ARG(diag_quote(l->arena, path_shown(l->arena, path))));
    diag_help(l, d, "write into a folder of its own: ../out/");
}

static void check_inputs(struct names *n) {
    const struct plan *plan = n->plan;
    struct map seen;
    map_init(&seen, n->scratch);
    for (size_t i = 0; i <= plan->group_count; i++) {
        const struct session *s = i < plan->group_count ? plan->groups[i].s : plan->s;
        for (size_t k = 0; s && k < s->files->read.n; k++) {
            struct str path = s->files->read.entries[k].key;
            if (!map_has(&seen, path)) {
                map_set(&seen, path, NULL);
                check_input(n, path);
            }
        }
    }
}

void plan_check_names(struct plan *plan) {
    struct names n = {.plan = plan, .scratch = arena_new()};
    map_init(&n.taken, n.scratch);
    for (size_t i = 0; i < plan->job_count; i++) {
        if (!plan->jobs[i].nameless) {
            enter_job(&n, &plan->jobs[i]);
        }
    }
    enter_index(&n);
    if (plan->s->diags->errors == 0) {
        check_all_folders(&n);
        check_inputs(&n);
    }
    arena_free(n.scratch);
}
