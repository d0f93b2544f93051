#include "batch/batch.h"

#include "batch/entry.h"
#include "batch/index.h"
#include "batch/inputs.h"
#include "batch/manifest.h"
#include "batch/names.h"
#include "batch/pool.h"
#include "batch/shard.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A layout of fewer documents is not worth a rehearsal. */
enum { REHEARSED_FROM = 16 };

/* Where a document's line stands in the journal. */
struct line {
    off_t at;
    uint32_t n, entry_at, entry_n;
    uint8_t status;
    bool there;
};

struct batch {
    struct session *s;
    const struct batch_options *o;
    struct batch_summary *out;
    struct plan plan;
    struct batch_shard shard;
    struct out_folder folder;
    struct state_names names;
    struct state state;
    struct out_log journal;
    struct line *lines; /* by job */
    uint32_t *mine;     /* the jobs of this shard */
    size_t mine_count;
    struct arena *scratch; /* of one line */
    struct timespec began;
};

const char *batch_status_word(enum batch_status s) {
    static const char *const words[BATCH_STATUSES] = {"missing", "written", "unchanged", "refused",
                                                      "failed"};
    return words[s];
}

static double seconds_since(const struct timespec *t) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - t->tv_sec) + (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

/* ---- before --------------------------------------------------------------------------------- */

static bool lock(struct batch *b) {
    long holder = 0;
    bool sharded = b->shard.n != 0;
    struct out_lock_request whole = {STR(".quire/lock"), sharded, b->o->wait};
    enum out_lock got = out_lock(&b->folder, b->s->diags, &whole, &holder);
    if (got == OUT_LOCKED && sharded) {
        struct out_lock_request own = {b->names.lock, false, b->o->wait};
        got = out_lock(&b->folder, b->s->diags, &own, &holder);
    }
    if (got == OUT_BUSY) {
        struct arena *a = b->s->arena;
        struct diag *d =
            diag_machine(b->s->diags, SPAN_NONE, "another run is writing to `%.*s`%s",
                         STR_ARG(diag_quote(a, path_shown(a, b->folder.path))),
                         holder ? str_format(a, ": process %ld", holder).p : ", or a shard of one");
        diag_help(b->s->diags, d, "wait for it with --wait, or write elsewhere with --out");
    }
    return got == OUT_LOCKED;
}

static const struct plan_job *sorted_jobs; /* qsort has no room for a context */

static int by_file(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    int order = str_compare(sorted_jobs[a].file, sorted_jobs[b].file);
    return order ? order : a < b ? -1 : a > b;
}

static void choose_jobs(struct batch *b) {
    b->mine = ARENA_ARRAY(b->s->arena, uint32_t, b->plan.job_count);
    for (size_t i = 0; i < b->plan.job_count; i++) {
        if (shard_has(&b->shard, i)) {
            b->mine[b->mine_count++] = (uint32_t)i;
        }
    }
    b->lines = ARENA_ARRAY(b->s->arena, struct line, b->plan.job_count);
    sorted_jobs = b->plan.jobs;
    qsort(b->mine, b->mine_count, sizeof *b->mine, by_file);
}

/* Folders that this run writes to, each once. */
static void list_folders(const struct batch *b, struct map *folders) {
    map_init(folders, b->s->arena);
    map_set(folders, STR_EMPTY, NULL);
    map_set(folders, STR(".quire"), NULL);
    map_set(folders, path_folder(b->plan.index), NULL);
    for (size_t i = 0; i < b->mine_count; i++) {
        const struct plan_job *job = &b->plan.jobs[b->mine[i]];
        if (!job->nameless) {
            map_set(folders, path_folder(job->file), NULL);
        }
    }
}

/* On a folder that several machines share, a process that is not here may well be alive: a shard clears
 * away what its own documents left, which nobody else writes. */
static void clean(const struct batch *b) {
    struct map folders, files;
    list_folders(b, &folders);
    map_init(&files, b->s->arena);
    for (size_t i = 0; b->shard.n && i < b->mine_count; i++) {
        map_set(&files, b->plan.jobs[b->mine[i]].file, NULL);
    }
    for (size_t i = 0; i < folders.n; i++) {
        out_clean(&b->folder, b->s->arena, folders.entries[i].key, b->shard.n ? &files : NULL);
    }
}

static bool group_is_mine(const struct batch *b, size_t group) {
    const struct plan_group *g = &b->plan.groups[group];
    for (size_t i = g->first; i < g->first + g->n; i++) {
        if (shard_has(&b->shard, i)) {
            return true;
        }
    }
    return false;
}

/* What is wrong with a layout or its data is told once, not with each of its documents. */
static void tell_of_layouts(const struct batch *b) {
    const struct batch_events *e = &b->o->events;
    for (size_t i = 0; i < b->plan.group_count; i++) {
        const struct plan_group *g = &b->plan.groups[i];
        if (g->s->diags->all.n && group_is_mine(b, i)) {
            e->text(e->context, e->format(e->context, g->s->diags));
        }
        b->out->progress.warnings += group_is_mine(b, i) ? g->s->diags->warnings : 0;
    }
}

static struct hash_value *hash_shared(struct batch *b) {
    struct hash_value *v = ARENA_ARRAY(b->s->arena, struct hash_value, b->plan.group_count);
    for (size_t i = 0; i < b->plan.group_count; i++) {
        if (group_is_mine(b, i) && job_document(b->plan.groups[i].p)) {
            v[i] = inputs_shared(b->s->arena, &b->plan.groups[i]);
        }
    }
    return v;
}

static void rehearse(const struct batch *b, const struct worker *w) {
    for (size_t i = 0; i < b->plan.group_count; i++) {
        const struct plan_group *g = &b->plan.groups[i];
        bool worth =
            g->n >= REHEARSED_FROM && group_is_mine(b, i) && !b->o->changed && !pool_signal();
        if (worth && pool_scout(w, (uint32_t)g->first)) {
            worker_rehearse(w, (uint32_t)g->first);
        }
    }
}

/* A shard that is killed leaves a manifest that says what it was to make. */
static bool announce(struct batch *b) {
    struct manifest_head head = {.shard = b->shard, .index = b->plan.index};
    struct manifest m;
    if (b->shard.n == 0) {
        return true;
    }
    if (!manifest_begin(&m, &b->folder, b->s->diags, b->names.manifest, &head)) {
        return false;
    }
    for (size_t i = 0; i < b->mine_count; i++) {
        const struct plan_job *job = &b->plan.jobs[b->mine[i]];
        if (b->plan.groups[job->group].restricted) {
            continue;
        }
        struct strbuf entry;
        strbuf_init(&entry, b->scratch);
        entry_add(&entry, b->scratch, &(struct entry_input){.plan = &b->plan, .job = job});
        manifest_add(&m, strbuf_str(&entry));
        arena_clear(b->scratch);
    }
    return manifest_end(&m);
}

/* ---- during --------------------------------------------------------------------------------- */

static void keep_line(struct batch *b, const struct record *r) {
    struct strbuf text;
    struct line *line = &b->lines[r->job];
    strbuf_init(&text, b->scratch);
    state_add_line(&text, b->plan.jobs[r->job].file, r->state, r->entry);
    line->n = (uint32_t)text.n;
    line->entry_n = (uint32_t)r->entry.n;
    line->entry_at = (uint32_t)(text.n - 1 - r->entry.n);
    strbuf_add_char(&text, '\n');
    line->at = out_log_append(&b->journal, b->s->diags, strbuf_str(&text));
    line->status = (uint8_t)r->status;
    line->there = true;
    arena_clear(b->scratch);
}

static bool document_done(void *context, const struct record *r) {
    struct batch *b = context;
    struct batch_progress *p = &b->out->progress;
    keep_line(b, r);
    p->done++;
    p->counts[r->status]++;
    p->warnings += r->warnings;
    p->seconds = seconds_since(&b->began);
    p->status = (enum batch_status)r->status;
    p->file = b->plan.jobs[r->job].file;
    p->text = r->text;
    p->pages = r->pages;
    p->bytes = r->bytes;
    b->o->events.document(b->o->events.context, p);
    return b->s->diags->errors == 0;
}

static bool make_documents(struct batch *b) {
    struct worker w = {.plan = &b->plan,
                       .options = b->o,
                       .out = &b->folder,
                       .prior = b->o->changed ? b->state.jobs : NULL,
                       .shared = hash_shared(b)};
    unsigned workers = b->o->workers;
    struct pool_request r = {.worker = &w,
                             .s = b->s,
                             .workers = workers < b->mine_count ? workers : (unsigned)b->mine_count,
                             .jobs = b->mine,
                             .n = b->mine_count,
                             .done = document_done,
                             .context = b};
    rehearse(b, &w);
    return b->mine_count == 0 || pool_run(&r);
}

/* What an interruption left is said to be missing. */
static void keep_missing(struct batch *b) {
    for (size_t i = 0; i < b->mine_count; i++) {
        uint32_t job = b->mine[i];
        if (b->lines[job].there) {
            continue;
        }
        struct strbuf entry;
        strbuf_init(&entry, b->scratch);
        struct entry_input in = {.plan = &b->plan, .job = &b->plan.jobs[job]};
        entry_add(&entry, b->scratch, &in);
        struct record r = {.job = job, .status = BATCH_PLANNED, .entry = strbuf_str(&entry)};
        keep_line(b, &r);
        b->out->progress.counts[BATCH_PLANNED]++;
    }
}

/* ---- after ---------------------------------------------------------------------------------- */

static struct str read_journal(const struct batch *b, off_t at, size_t n) {
    char *into = arena_alloc(b->scratch, n + 1);
    return out_log_read(&b->journal, at, into, n) ? (struct str){into, n} : STR_EMPTY;
}

static bool write_manifest(struct batch *b, struct str name, bool restricted) {
    struct manifest_head head = {.shard = b->shard,
                                 .index = restricted ? STR_EMPTY : b->plan.index};
    struct manifest m;
    if (!manifest_begin(&m, &b->folder, b->s->diags, name, &head)) {
        return false;
    }
    for (size_t i = 0; i < b->mine_count; i++) {
        const struct line *line = &b->lines[b->mine[i]];
        if (b->plan.groups[b->plan.jobs[b->mine[i]].group].restricted == restricted) {
            manifest_add(&m, read_journal(b, line->at + line->entry_at, line->entry_n));
            arena_clear(b->scratch);
        }
    }
    return manifest_end(&m);
}

static bool write_manifests(struct batch *b) {
    bool restricted = false, open = false;
    for (size_t i = 0; i < b->plan.group_count; i++) {
        restricted = restricted || b->plan.groups[i].restricted;
        open = open || !b->plan.groups[i].restricted;
    }
    bool good = !open || write_manifest(b, b->names.manifest, false);
    if (restricted) {
        return write_manifest(b, b->names.restricted, true) && good;
    }
    return out_remove(&b->folder, b->s->diags, b->names.restricted) && good;
}

/* What stands between us and knowing which files are made no more; NULL: nothing. */
static const char *why_not_stale(const struct batch *b) {
    if (b->shard.n) {
        return "a shard does not know what the others made";
    }
    if (!b->plan.job_count) {
        return "this batch makes no document";
    }
    for (size_t i = 0; i < b->plan.job_count; i++) {
        if (b->plan.jobs[i].nameless) {
            return "not all documents have a name, so theirs may be among the files";
        }
    }
    return NULL;
}

/* Documents that are in no plan any more, and are still there. */
static void find_stale(struct batch *b) {
    if ((b->out->kept = why_not_stale(b))) {
        return;
    }
    struct map planned;
    map_init(&planned, b->s->arena);
    for (size_t i = 0; i < b->plan.job_count; i++) {
        map_set(&planned, b->plan.jobs[i].file, NULL);
    }
    map_set(&planned, b->plan.index, NULL);
    for (size_t i = 0; i < b->state.files.n; i++) {
        struct str file = b->state.files.v[i];
        if (!map_has(&planned, file) && !name_is_ours(file) &&
            out_has(&b->folder, b->s->arena, file)) {
            vec_push(b->s->arena, &b->out->stale, file);
        }
    }
}

static void prune(struct batch *b) {
    if (!b->o->prune || b->out->kept || b->out->signal) {
        return;
    }
    for (size_t i = 0; i < b->out->stale.n; i++) {
        out_remove(&b->folder, b->s->diags, b->out->stale.v[i]);
    }
    b->out->pruned = true;
}

/* What earlier runs wrote and this one did not stays in the state until it is gone, so that a later run
 * still knows it as its own. Its hashes fit nothing. */
static void add_earlier(struct batch *b, struct manifest *m, const struct map *written) {
    struct str nothing = STR("{}");
    struct state_sums none = {.entry = hash_of(nothing)};
    struct strbuf members;
    strbuf_init(&members, b->s->arena);
    state_add_members(&members, &none);
    struct map others; /* another shard's to tell of */
    map_init(&others, b->s->arena);
    for (size_t i = 0; i < b->plan.job_count; i++) {
        if (!shard_has(&b->shard, i)) {
            map_set(&others, b->plan.jobs[i].file, b);
        }
    }
    for (size_t i = 0; i < b->state.files.n; i++) {
        struct str file = b->state.files.v[i];
        if (map_has(written, file) || map_has(&others, file) ||
            !out_has(&b->folder, b->scratch, file)) {
            continue;
        }
        struct strbuf line;
        strbuf_init(&line, b->scratch);
        state_add_line(&line, file, strbuf_str(&members), nothing);
        manifest_add(m, strbuf_str(&line));
        arena_clear(b->scratch);
    }
}

static bool write_state(struct batch *b) {
    struct manifest_head head = {.index = STR_EMPTY, .state = true};
    struct manifest m;
    struct map written;
    map_init(&written, b->s->arena);
    if (!manifest_begin(&m, &b->folder, b->s->diags, b->names.state, &head)) {
        return false;
    }
    for (size_t i = 0; i < b->mine_count; i++) {
        const struct line *line = &b->lines[b->mine[i]];
        if (line->status == BATCH_WRITTEN || line->status == BATCH_UNCHANGED) {
            map_set(&written, b->plan.jobs[b->mine[i]].file, b);
            manifest_add(&m, read_journal(b, line->at, line->n));
            arena_clear(b->scratch);
        }
    }
    add_earlier(b, &m, &written);
    return manifest_end(&m);
}

static void sync_folders(struct batch *b) {
    struct map folders;
    list_folders(b, &folders);
    for (size_t i = 0; i < folders.n; i++) {
        struct diag_list unheard; /* a folder whose documents were all refused is not there */
        diag_list_init(&unheard, b->s->arena);
        out_sync_folder(&b->folder, &unheard, folders.entries[i].key);
    }
}

static bool finish(struct batch *b) {
    const size_t *counts = b->out->progress.counts;
    keep_missing(b);
    if (counts[BATCH_PLANNED] + counts[BATCH_REFUSED] + counts[BATCH_FAILED]) {
        clean(b); /* after a worker that was killed at its writing */
    }
    bool good = out_log_flush(&b->journal, b->s->diags);
    find_stale(b);
    prune(b);
    good = good && write_manifests(b) && write_state(b);
    out_log_close(&b->journal);
    if (good) {
        out_remove(&b->folder, b->s->diags, b->names.journal);
    }
    if (good && b->plan.index.n && b->shard.n == 0 && !pool_signal()) {
        struct index_request r = {.folder = &b->folder,
                                  .name = b->plan.index,
                                  .manifest = b->names.manifest,
                                  .job = b->o->job,
                                  .events = &b->o->events};
        good = index_make(b->s, &r);
    }
    sync_folders(b);
    return good;
}

/* A manifest.json of something else is not ours to replace. */
static bool spares_manifests(const struct batch *b) {
    const struct str names[] = {b->names.manifest, b->names.restricted};
    for (size_t i = 0; i < 2; i++) {
        if (manifest_is_foreign(&b->folder, b->s->arena, names[i])) {
            struct str path = path_resolve(b->s->arena, b->folder.path, names[i]);
            struct diag *d =
                diag_error(b->s->diags, "manifest-foreign", SPAN_NONE,
                           "`%.*s` is there, and quire did not write it",
                           STR_ARG(diag_quote(b->s->arena, path_shown(b->s->arena, path))));
            diag_help(b->s->diags, d, "write into another folder, or take the file away");
            return false;
        }
    }
    return true;
}

static bool run(struct batch *b) {
    struct session *s = b->s;
    struct plan_request r = {b->o->file, b->o->out, &b->o->job};
    if (!plan_make(&b->plan, s, &r)) {
        return false;
    }
    b->out->folder = b->plan.folder;
    b->folder.no_sync = b->o->no_sync;
    if (!out_open(&b->folder, s->diags, b->plan.folder) ||
        !shard_resolve(&b->folder, s->diags, b->o, &b->shard)) {
        return false;
    }
    b->out->shard = b->shard;
    b->names = state_names(s->arena, b->shard.k, b->shard.n);
    if (!lock(b) || !spares_manifests(b)) {
        return false;
    }
    pool_keep();
    choose_jobs(b);
    b->out->progress.all = b->mine_count;
    state_read(&b->state, s->arena, &b->folder, &b->names, b->o->changed ? &b->plan : NULL);
    clean(b);
    if (!announce(b) || !out_log_open(&b->journal, &b->folder, s->diags, b->names.journal)) {
        return false;
    }
    b->out->ran = true;
    tell_of_layouts(b);
    bool good = make_documents(b);
    b->out->signal = pool_signal();
    return finish(b) && good;
}

bool batch_run(struct session *s, const struct batch_options *o, struct batch_summary *out) {
    *out = (struct batch_summary){.folder = STR_EMPTY};
    struct batch b = {.s = s, .o = o, .out = out, .folder = {.fd = -1}, .scratch = arena_new()};
    clock_gettime(CLOCK_MONOTONIC, &b.began);
    pool_listen();
    run(&b);
    out->progress.seconds = seconds_since(&b.began);
    out->signal = pool_signal();
    pool_listen_end();
    plan_release(&b.plan);
    out_close(&b.folder);
    arena_free(b.scratch);
    return s->diags->errors == 0;
}
