#include "cli/command.h"

#include <stdio.h>

/* Each file is a document of its own; the worst status counts. */
static enum exit_status run(struct arena *a, struct cli_options *o) {
    enum exit_status worst = EXIT_GOOD;
    o->writes = true;
    for (size_t i = 0; i < o->path_count; i++) {
        struct session *s = cli_session(a, o);
        cli_bound(o); /* each from the start */
        o->job.request.layout_path = o->paths[i];
        o->job.stop = JOB_CHECK;
        struct job_result r;
        job_run(s, &o->job, &r);
        enum exit_status status = cli_finish(s, o);
        worst = status > worst ? status : worst;
        if (status == EXIT_GOOD && !o->quiet && !o->report.json) {
            fprintf(stderr, "%.*s: no errors, %zu warning%s, %u page%s\n", STR_ARG(o->paths[i]),
                    s->diags->warnings, s->diags->warnings == 1 ? "" : "s", r.pages,
                    r.pages == 1 ? "" : "s");
        }
    }
    return worst;
}

const struct command command_check = {
    .name = "check",
    .usage = "FILE...",
    .summary = "all mistakes of layouts and their data; writes nothing",
    .examples = "  quire check layouts/*.yaml\n",
    .options = "edition set data root allow-path strict format color quiet max-time max-memory",
    .least_paths = 1,
    .most_paths = SIZE_MAX,
    .run = run,
};
