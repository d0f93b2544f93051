#include "cli/command.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* ROOT/out/NAME.pdf, or NAME-EDITION.pdf for an edition that is not the default. */
static struct str default_output(struct arena *a, const struct cli_options *o,
                                 const struct job_result *r) {
    struct str layout = o->job.request.layout_path;
    struct str folder = path_folder(layout);
    struct str name = str_slice(layout, folder.n + (folder.n && !str_is(folder, "/")), layout.n);
    if (str_is(folder, "/")) {
        name = str_slice(layout, 1, layout.n);
    }
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.') {
        dot--;
    }
    if (dot > 1) {
        name = str_slice(name, 0, dot - 1);
    }
    struct str edition = o->job.request.edition;
    return str_format(a, "%.*s/out/%.*s%s%.*s.pdf", STR_ARG(r->root), STR_ARG(name),
                      r->default_edition ? "" : "-", r->default_edition ? 0 : (int)edition.n,
                      edition.p ? edition.p : "");
}

/* A make rule, with the characters that make reads escaped. */
static void add_make_name(struct strbuf *b, struct str name) {
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == ' ' || name.p[i] == '#' || name.p[i] == '\\') {
            strbuf_add_char(b, '\\');
        } else if (name.p[i] == '$') {
            strbuf_add_char(b, '$');
        }
        strbuf_add_char(b, name.p[i]);
    }
}

static bool write_depfile(struct session *s, const struct cli_options *o, struct str output,
                          const struct job_result *r) {
    struct strbuf b;
    strbuf_init(&b, s->arena);
    add_make_name(&b, output);
    strbuf_add_char(&b, ':');
    for (size_t i = 0; i < r->inputs.n; i++) {
        strbuf_add_c(&b, " \\\n  ");
        add_make_name(&b, path_shown(s->arena, r->inputs.v[i]));
    }
    strbuf_add_char(&b, '\n');
    return file_write(s->diags, o->depfile, strbuf_str(&b));
}

static void print_timings(const struct job_result *r) {
    double total = 0;
    for (size_t i = 0; i < r->timings.n; i++) {
        fprintf(stderr, "%-10s %7.2f ms\n", r->timings.v[i].stage, r->timings.v[i].milliseconds);
        total += r->timings.v[i].milliseconds;
    }
    fprintf(stderr, "%-10s %7.2f ms CPU, %u pages, %u layout passes\n", "all", total, r->pages,
            r->passes);
}

/* A slip of the hand after -o must not cost the author a layout or its data. */
static bool spares_inputs(struct session *s, struct str output, const struct job_result *r) {
    struct stat to, from;
    if (stat(str_c(s->arena, output), &to) != 0 || !S_ISREG(to.st_mode)) {
        return true;
    }
    for (size_t i = 0; i < r->inputs.n; i++) {
        if (stat(str_c(s->arena, r->inputs.v[i]), &from) == 0 && from.st_dev == to.st_dev &&
            from.st_ino == to.st_ino) {
            struct diag *d = diag_error(s->diags, "output-is-input", SPAN_NONE,
                                        "`%.*s` is a file that this document is made from",
                                        STR_ARG(diag_quote(s->arena, output)));
            diag_help(s->diags, d, "give the output a name of its own");
            return false;
        }
    }
    return true;
}

static enum exit_status run(struct arena *a, struct cli_options *o) {
    cli_bound(o);
    struct session *s = cli_session(a, o);
    o->job.request.layout_path = o->paths[0];
    o->writes = true;
    struct job_result r;
    bool good = job_run(s, &o->job, &r);
    struct str output = o->output.n ? o->output : default_output(a, o, &r);
    good = good && (!o->depfile.n || spares_inputs(s, o->depfile, &r));
    bool to_stdout = str_is(output, "-") || (o->job.stop == JOB_DUMP && !o->output.n);
    if (good && to_stdout) {
        file_write_descriptor(s->diags, STDOUT_FILENO, r.bytes);
    } else if (good && spares_inputs(s, output, &r)) {
        (o->no_sync ? file_write_unsynced : file_write)(s->diags, output, r.bytes);
    }
    if (s->diags->errors == 0 && o->depfile.n) {
        write_depfile(s, o, output, &r);
    }
    enum exit_status status = cli_finish(s, o);
    if (o->timings && !o->report.json) {
        print_timings(&r);
    }
    if (status == EXIT_GOOD && o->verbose && !to_stdout) {
        fprintf(stderr, "%.*s: %u page%s, %zu bytes\n", STR_ARG(path_shown(a, output)), r.pages,
                r.pages == 1 ? "" : "s", r.bytes.n);
    }
    return status;
}

const struct command command_render = {
    .name = "render",
    .usage = "LAYOUT [-o FILE] [--edition NAME]",
    .summary = "one document to PDF",
    .examples = "  quire render layouts/annual-report.yaml\n"
                "  quire render layouts/handout.yaml --set district=Rugby -o rugby.pdf\n"
                "  quire render report.yaml --dump tags | less\n",
    .options = "output edition set data root allow-path strict format color quiet verbose dump "
               "depfile timings no-sync max-time max-memory",
    .least_paths = 1,
    .most_paths = 1,
    .run = run,
};
