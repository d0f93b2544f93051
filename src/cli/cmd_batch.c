#include "cli/command.h"

#include "batch/batch.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How progress is shown: one line rewritten on a terminal, a line a document when piped, none with -q.
 */
struct show {
    const struct cli_options *o;
    bool terminal;
    bool line; /* a progress line stands there */
    double last;
    /* What was said of one document and would be said of a thousand more in the same words. */
    struct arena *arena;
    struct map said;
    size_t repeated;
};
enum { TEXTS_KEPT = 4096 };

static void clear_line(struct show *s) {
    if (s->line) {
        fputs("\r\033[K", stderr);
    }
    s->line = false;
}

static struct str format(void *context, struct diag_list *l) {
    const struct show *s = context;
    return report_format(l, &s->o->report);
}

static void show_text(void *context, struct str text) {
    struct show *s = context;
    clear_line(s);
    fwrite(text.p, 1, text.n, stderr);
}

/* false: it was said before. */
static bool show_once(struct show *s, struct str text) {
    if (map_has(&s->said, text)) {
        return false;
    }
    if (s->said.n < TEXTS_KEPT) {
        map_set(&s->said, str_copy(s->arena, text), s);
    }
    show_text(s, text);
    return true;
}

/* Layouts of the same data have the same to say of it. */
static void show_layout(void *context, struct str text) {
    struct show *s = context;
    if (s->o->report.json) {
        show_text(s, text);
    } else {
        show_once(s, text);
    }
}

static void show_rate(struct show *s, const struct batch_progress *p) {
    double rate = p->seconds > 0 ? (double)p->done / p->seconds : 0;
    double left = rate > 0 ? (double)(p->all - p->done) / rate : 0;
    if (p->seconds - s->last < 0.1 && p->done < p->all) {
        return;
    }
    s->last = p->seconds;
    fprintf(stderr, "\r\033[K[%zu/%zu] %.*s  %.0f a second, %.0f s left", p->done, p->all,
            STR_ARG(p->file), rate, left);
    if (p->counts[BATCH_REFUSED] + p->counts[BATCH_FAILED]) {
        fprintf(stderr, ", %zu not made", p->counts[BATCH_REFUSED] + p->counts[BATCH_FAILED]);
    }
    fflush(stderr);
    s->line = true;
}

static void show_document(void *context, const struct batch_progress *p) {
    struct show *s = context;
    if (p->text.n && s->o->report.json) {
        show_text(s, p->text);
    } else if (p->text.n && !show_once(s, p->text)) {
        s->repeated++;
    }
    if (s->o->quiet || s->o->report.json) {
        return;
    }
    if (s->terminal) {
        show_rate(s, p);
        return;
    }
    fprintf(stderr, "[%zu/%zu] %.*s: %s", p->done, p->all, STR_ARG(p->file),
            batch_status_word(p->status));
    if (p->status == BATCH_WRITTEN) {
        fprintf(stderr, ", %u page%s, %llu bytes", p->pages, p->pages == 1 ? "" : "s",
                (unsigned long long)p->bytes);
    }
    fputc('\n', stderr);
}

static void show_stale(const struct batch_summary *b) {
    enum { MOST = 20 };
    if (!b->stale.n) {
        return;
    }
    fprintf(stderr, "%zu file%s of earlier runs %s made no more%s:\n", b->stale.n,
            b->stale.n == 1 ? "" : "s", b->stale.n == 1 ? "is" : "are",
            b->pruned ? " and removed" : "; --prune removes them");
    for (size_t i = 0; i < b->stale.n && i < MOST; i++) {
        fprintf(stderr, "  %.*s\n", STR_ARG(b->stale.v[i]));
    }
    if (b->stale.n > MOST) {
        fprintf(stderr, "  and %zu more\n", b->stale.n - MOST);
    }
}

static void show_summary(struct arena *a, const struct cli_options *o,
                         const struct batch_summary *b) {
    const size_t *n = b->progress.counts;
    if (o->report.json) {
        return;
    }
    if (!o->quiet || n[BATCH_REFUSED] || n[BATCH_FAILED] || n[BATCH_PLANNED]) {
        fprintf(stderr, "%zu written, %zu unchanged, %zu refused", n[BATCH_WRITTEN],
                n[BATCH_UNCHANGED], n[BATCH_REFUSED]);
        if (n[BATCH_FAILED]) {
            fprintf(stderr, ", %zu failed", n[BATCH_FAILED]);
        }
        if (n[BATCH_PLANNED]) {
            fprintf(stderr, ", %zu not made", n[BATCH_PLANNED]);
        }
        fprintf(stderr, " in %.2f s: %.*s\n", b->progress.seconds,
                STR_ARG(path_shown(a, b->folder)));
    }
    if (!o->quiet) {
        show_stale(b);
    }
    if (o->prune && b->kept) {
        fprintf(stderr, "--prune removed nothing: %s\n", b->kept);
    }
}

static enum exit_status status_of(const struct session *s, const struct batch_summary *b) {
    if (b->signal) {
        return (enum exit_status)(128 + b->signal);
    }
    for (size_t i = 0; i < s->diags->all.n; i++) {
        if (strcmp(s->diags->all.v[i]->code, "bad-shard") == 0) {
            return EXIT_USAGE;
        }
    }
    if (s->diags->machine || b->progress.counts[BATCH_FAILED]) {
        return EXIT_MACHINE;
    }
    return s->diags->errors || b->progress.counts[BATCH_REFUSED] ? EXIT_REFUSED : EXIT_GOOD;
}

static unsigned cores(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

static unsigned long test_switch(const char *name) {
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : 0;
}

static unsigned long variable(const char *name, unsigned long otherwise) {
    const char *text = getenv(name);
    return text && *text ? strtoul(text, NULL, 10) : otherwise;
}

static bool missing_variable(const char *name, const char *scheduler) {
    fprintf(stderr, "quire: --shard %s: %s is not set; is this a task of an array?\n", scheduler,
            name);
    return false;
}

/* The scheduler's word on which task this is. */
static bool read_task(struct batch_options *b, const struct cli_options *o) {
    bool slurm = o->shard_by == SHARD_SLURM;
    const char *index = slurm ? "SLURM_ARRAY_TASK_ID" : "JOB_COMPLETION_INDEX";
    if (o->shard_by != SHARD_SLURM && o->shard_by != SHARD_K8S) {
        return true;
    }
    if (!getenv(index)) {
        return missing_variable(index, slurm ? "slurm" : "k8s");
    }
    b->task =
        (struct batch_task){.given = true, .index = variable(index, 0), .step = 1, .n = o->shard.n};
    if (slurm) {
        b->task.least = variable("SLURM_ARRAY_TASK_MIN", 0);
        b->task.most = variable("SLURM_ARRAY_TASK_MAX", 0);
        b->task.step = variable("SLURM_ARRAY_TASK_STEP", 1);
        b->task.count = variable("SLURM_ARRAY_TASK_COUNT", 0);
    }
    return true;
}

static enum exit_status run(struct arena *a, struct cli_options *o) {
    struct session *s = cli_session(a, o);
    struct show show = {.o = o, .terminal = isatty(STDERR_FILENO), .arena = a};
    map_init(&show.said, a);
    struct batch_options b = {.job = o->job,
                              .file = o->paths[0],
                              .out = o->output,
                              .workers = o->workers ? o->workers : cores(),
                              .changed = o->changed,
                              .prune = o->prune,
                              .wait = o->wait,
                              .no_sync = o->no_sync,
                              .max_time = o->max_time,
                              .max_memory = o->max_memory,
                              .crash = test_switch("QUIRE_TEST_CRASH"),
                              .hang = test_switch("QUIRE_TEST_HANG"),
                              .grow = test_switch("QUIRE_TEST_GROW"),
                              .events = {&show, format, show_layout, show_document}};
    if (o->shard_by == SHARD_GIVEN) {
        b.shard = o->shard;
    }
    if (!read_task(&b, o)) {
        return EXIT_USAGE;
    }
    struct batch_summary out;
    batch_run(s, &b, &out);
    clear_line(&show);
    struct str text = report_format(s->diags, &o->report);
    fwrite(text.p, 1, text.n, stderr);
    if (show.repeated) {
        fprintf(stderr, "the same was said of %zu more document%s\n", show.repeated,
                show.repeated == 1 ? "" : "s");
    }
    if (out.ran) {
        show_summary(a, o, &out);
    }
    return status_of(s, &out);
}

const struct command command_batch = {
    .name = "batch",
    .usage = "FILE [-j N] [--changed] [--out DIR] [--shard K/N|slurm|k8s] [--prune] [--wait]",
    .summary = "all documents of a batch file; one that fails stops no other",
    .examples = "  quire batch layouts/board-meeting.yaml\n"
                "  quire batch layouts/board-meeting.yaml --changed --prune\n"
                "  quire batch layouts/handouts.yaml --out /srv/handouts --shard 2/4\n",
    .options = "jobs changed out shard prune wait no-sync set data root allow-path strict format "
               "color quiet verbose max-time max-memory",
    .least_paths = 1,
    .most_paths = 1,
    .run = run,
};
