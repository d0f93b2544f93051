#include "cli/command.h"
#include "cli/protect_report.h"
#include "job_inspect.h"

#include <stdio.h>

/* What there is to say of a layout that hides nothing. */
static void say_nothing_hidden(const struct cli_options *o, const struct job_disclosure *d) {
    if (d->declaration->set_count == 0) {
        fprintf(stderr, "%.*s: no `disclosure:` block, so nothing is hidden\n",
                STR_ARG(o->paths[0]));
    } else if (d->shows_all) {
        fprintf(stderr, "%.*s: this edition has `disclosure: none` and shows everything\n",
                STR_ARG(o->paths[0]));
    }
}

static enum exit_status run(struct arena *a, struct cli_options *o) {
    cli_bound(o);
    struct session *s = cli_session(a, o);
    o->job.request.layout_path = o->paths[0];
    struct job_disclosure d = job_disclosure(job_read(s, &o->job));
    struct strbuf b;
    strbuf_init(&b, a);
    struct protect_report p = {.layout = o->paths[0],
                               .declaration = d.declaration,
                               .result = d.result,
                               .explain = o->explain};
    if (d.result && d.declaration->set_count) {
        p.report = disclosure_explain(s, d.result);
    } else if (d.declaration && !o->quiet && !o->report.json) {
        say_nothing_hidden(o, &d);
    }
    /* Of a set whose data are faulty there is nothing to tell but that. */
    if (p.report && p.report->grid_count && (d.result->ok || o->explain)) {
        (o->report.json ? protect_write_json : protect_write_text)(&b, &p);
    }
    enum exit_status status = cli_finish(s, o);
    fwrite(strbuf_str(&b).p, 1, b.n, stdout);
    return status;
}

const struct command command_protect = {
    .name = "protect",
    .usage = "LAYOUT [--explain] [--profile NAME]",
    .summary = "how many small counts are hidden; with --explain which and why, in private",
    .examples = "  quire protect layouts/handout.yaml\n"
                "  quire protect layouts/handout.yaml --explain | less\n"
                "  quire protect layouts/handout.yaml --profile srs10\n",
    .options = "explain profile edition set data root allow-path strict format color quiet "
               "max-time max-memory",
    .least_paths = 1,
    .most_paths = 1,
    .run = run,
};
