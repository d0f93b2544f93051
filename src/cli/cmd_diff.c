#include "batch/diff.h"
#include "cli/command.h"
#include "cli/json_out.h"

#include <stdio.h>

/* What the two arguments are. */
enum subject { SUBJECT_MANIFEST, SUBJECT_DATA, SUBJECT_LAYOUT };

struct comparison {
    struct arena *a;
    struct cli_options *o;
    enum exit_status worst;
};

static struct session *open_session(void *context) {
    struct comparison *c = context;
    return cli_session(c->a, c->o);
}

static void close_session(void *context, struct session *s) {
    struct comparison *c = context;
    enum exit_status status = cli_finish(s, c->o);
    c->worst = status > c->worst ? status : c->worst;
}

static enum subject subject_of(struct arena *a, struct str *path) {
    if (path_is_folder(a, *path)) {
        struct str manifest = path_resolve(a, path_absolute(a, *path), STR("manifest.json"));
        if (!path_is_file(a, manifest)) {
            return SUBJECT_DATA;
        }
        *path = path_shown(a, manifest);
        return SUBJECT_MANIFEST;
    }
    return str_ends(*path, ".json") ? SUBJECT_MANIFEST : SUBJECT_LAYOUT;
}

static void read_side(struct comparison *c, enum subject subject, struct str path,
                      struct diff_documents *out) {
    struct session *s = open_session(c);
    if (subject == SUBJECT_MANIFEST) {
        diff_read_manifest(s, path, out);
    } else {
        struct job_options *o = ARENA_NEW(c->a, struct job_options);
        *o = c->o->job;
        o->request.layout_path = path;
        diff_read_layout(s, o, out);
    }
    close_session(c, s);
}

static void compare(struct comparison *c, enum subject subject, struct diff *d) {
    struct str *paths = c->o->paths;
    if (subject == SUBJECT_DATA) {
        struct diff_data_request r = {.options = &c->o->job,
                                      .before = paths[0],
                                      .after = paths[1],
                                      .layout = c->o->layout,
                                      .open = open_session,
                                      .close = close_session,
                                      .context = c};
        diff_data(d, &r);
        return;
    }
    struct diff_documents before = {0}, after = {0};
    read_side(c, subject, paths[0], &before);
    read_side(c, subject, paths[1], &after);
    if (subject == SUBJECT_LAYOUT || c->worst == EXIT_GOOD) {
        diff_documents(d, &before, &after);
    }
}

/* ---- what is printed ------------------------------------------------------------------------ */

static void write_text(struct strbuf *b, const struct diff *d) {
    for (size_t i = 0; i < d->changes.n; i++) {
        struct str sentence = diff_sentence(d->a, &d->changes.v[i]);
        strbuf_format(b, "%.*s\n", STR_ARG(sentence));
    }
    if (d->changes.n == 0 && !d->refused) {
        strbuf_add_c(b, "no figure that is shown has changed\n");
    }
}

static void write_place(struct json_out *j, const struct diff_place *p) {
    json_open(j, '{');
    if (p->at.source) {
        json_place(j, p->at);
    } else {
        if (p->document.n) {
            json_entry(j, "document", p->document);
        }
        if (p->page) {
            json_key(j, "page");
            json_integer(j, p->page);
        }
        if (p->in.n) {
            json_entry(j, "in", p->in);
        }
    }
    json_close(j, '}');
}

static void write_json(struct strbuf *b, const struct diff *d) {
    struct json_out j = {.b = b};
    json_open(&j, '{');
    json_key(&j, "changes");
    json_open(&j, '[');
    for (size_t i = 0; i < d->changes.n; i++) {
        const struct diff_change *c = &d->changes.v[i];
        json_open(&j, '{');
        json_entry(&j, "kind", diff_kind_word(c->kind));
        json_entry(&j, "what", c->what);
        json_entry(&j, "before", c->before);
        json_entry(&j, "after", c->after);
        json_entry(&j, "sentence", diff_sentence(d->a, c));
        json_key(&j, "places");
        json_open(&j, '[');
        for (size_t k = 0; k < c->places.n; k++) {
            write_place(&j, &c->places.v[k]);
        }
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_key(&j, "unprotected");
    json_open(&j, '[');
    for (size_t i = 0; i < d->plain.n; i++) {
        json_text(&j, d->plain.v[i]);
    }
    json_close(&j, ']');
    json_close(&j, '}');
    strbuf_add_char(b, '\n');
}

static void say_plain(const struct cli_options *o, const struct diff *d) {
    for (size_t i = 0; !o->report.json && i < d->plain.n; i++) {
        fprintf(stderr, "%.*s: no layout reads it, so nothing in it was hidden\n",
                STR_ARG(diag_quote(d->a, d->plain.v[i])));
    }
}

/* What an option asks for must be done, or refused. */
static const char *needless_option(const struct cli_options *o, enum subject subject) {
    const struct document_request *r = &o->job.request;
    if (subject != SUBJECT_DATA && o->layout.n) {
        return "--layout is for folders of data";
    }
    bool made = r->edition.n || r->set_count || r->data_count;
    return subject == SUBJECT_MANIFEST && made
               ? "manifests are compared as they are, without --edition, --set and --data"
               : NULL;
}

static enum exit_status run(struct arena *a, struct cli_options *o) {
    struct comparison c = {a, o, EXIT_GOOD};
    o->report.no_warnings = true; /* `check` gives them */
    enum subject subject = subject_of(a, &o->paths[0]);
    if (subject_of(a, &o->paths[1]) != subject) {
        fprintf(stderr,
                "quire: diff compares two manifests, two folders of data, or two layouts\n");
        return EXIT_USAGE;
    }
    const char *needless = needless_option(o, subject);
    if (needless) {
        fprintf(stderr, "quire: %s\n", needless);
        return EXIT_USAGE;
    }
    struct diff d;
    struct strbuf b;
    diff_init(&d, a);
    strbuf_init(&b, a);
    compare(&c, subject, &d);
    d.refused = d.refused || c.worst != EXIT_GOOD;
    (o->report.json ? write_json : write_text)(&b, &d);
    fwrite(strbuf_str(&b).p, 1, b.n, stdout);
    say_plain(o, &d);
    if (c.worst != EXIT_GOOD) {
        return c.worst;
    }
    return o->exit_code && d.changes.n ? EXIT_REFUSED : EXIT_GOOD;
}

const struct command command_diff = {
    .name = "diff",
    .usage = "OLD NEW [--layout LAYOUT]",
    .summary = "which figures changed between manifests, data folders or layouts",
    .examples = "  quire diff friday/manifest.json out/manifest.json\n"
                "  quire diff data/2021-22 data/2022-23\n"
                "  quire diff layouts/old.yaml layouts/new.yaml\n",
    .options = "layout exit-code edition set data root allow-path strict format color quiet",
    .least_paths = 2,
    .most_paths = 2,
    .run = run,
};
