#include "cli/command.h"

#include "batch/merge.h"

#include <stdio.h>

static struct str format(void *context, struct diag_list *l) {
    const struct cli_options *o = context;
    return report_format(l, &o->report);
}

static void show_text(void *context, struct str text) {
    (void)context;
    fwrite(text.p, 1, text.n, stderr);
}

static void show_summary(struct arena *a, const struct cli_options *o,
                         const struct merge_summary *m) {
    const size_t *n = m->counts;
    size_t lost = m->missing_count;
    size_t all = n[BATCH_WRITTEN] + n[BATCH_REFUSED] + n[BATCH_FAILED] + n[BATCH_PLANNED];
    if (!o->quiet || lost) {
        fprintf(stderr,
                "%u shard%s, %zu document%s: %zu written, %zu refused, %zu failed, %zu missing: "
                "%.*s/manifest.json\n",
                m->shards, m->shards == 1 ? "" : "s", all, all == 1 ? "" : "s", n[BATCH_WRITTEN],
                n[BATCH_REFUSED], n[BATCH_FAILED], lost, STR_ARG(path_shown(a, m->folder)));
    }
    for (size_t i = 0; i < m->missing.n; i++) {
        fprintf(stderr, "  missing: %.*s\n", STR_ARG(m->missing.v[i]));
    }
    if (lost > m->missing.n) {
        fprintf(stderr, "  and %zu more\n", lost - m->missing.n);
    }
    if (lost) {
        fputs("run the shards again with --changed: only what is missing is made\n", stderr);
    }
}

static enum exit_status run(struct arena *a, struct cli_options *o) {
    struct session *s = cli_session(a, o);
    struct merge_options m = {.folders = o->paths,
                              .n = o->path_count,
                              .job = o->job,
                              .events = {o, format, show_text, NULL}};
    struct merge_summary out;
    bool good = merge_run(s, &m, &out);
    struct str text = report_format(s->diags, &o->report);
    fwrite(text.p, 1, text.n, stderr);
    if (!good) {
        return s->diags->machine ? EXIT_MACHINE : EXIT_REFUSED;
    }
    show_summary(a, o, &out);
    if (out.missing_count || out.counts[BATCH_FAILED]) {
        return EXIT_MACHINE;
    }
    return out.counts[BATCH_REFUSED] ? EXIT_REFUSED : EXIT_GOOD;
}

const struct command command_merge = {
    .name = "merge",
    .usage = "DIR...",
    .summary = "joins the manifests of all shards, and names what is missing",
    .examples = "  quire merge out/handouts\n",
    .options = "format color quiet",
    .least_paths = 1,
    .most_paths = SIZE_MAX,
    .run = run,
};
