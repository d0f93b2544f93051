#include "batch/index.h"

#include "base/json.h"
#include "batch/line.h"
#include "batch/manifest.h"
#include "batch/pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Both lists of the layout's data, as they are written. */
struct listing {
    struct strbuf made, missing;
    size_t made_count, missing_count;
    struct str up; /* "../" for each folder that the index stands in */
};

/* A path as a relative address (RFC 3986, 4.2): the slash stays, other reserved bytes are escaped. */
static struct str address_of(struct arena *a, struct str up, struct str path) {
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_add(&b, up.n ? up : STR("./"));
    for (size_t i = 0; i < path.n; i++) {
        unsigned char c = (unsigned char)path.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-._~/", c);
        if (plain) {
            strbuf_add_char(&b, (char)c);
        } else {
            strbuf_format(&b, "%%%02X", c);
        }
    }
    return strbuf_str(&b);
}

static void add_made(struct listing *l, struct arena *a, const struct node *doc) {
    struct strbuf *b = &l->made;
    struct str edition = line_text(doc, "edition"), title = line_text(doc, "title");
    bool plain = str_is(edition, "screen") || !edition.n;
    strbuf_add_c(b, l->made_count++ ? ",\n  {" : "\n  {");
    json_add_pair(b, "title",
                  plain ? title
                        : str_format(a, "%.*s, %.*s edition", STR_ARG(title), STR_ARG(edition)));
    strbuf_add_c(b, ", ");
    json_add_pair(b, "url", address_of(a, l->up, line_text(doc, "file")));
    strbuf_add_c(b, ", ");
    json_add_pair(b, "file", line_text(doc, "file"));
    strbuf_format(b, ", \"pages\": %lu}", line_number(doc, "pages"));
}

static struct str reason_of(const struct node *doc) {
    const struct node *why = node_get(doc, "why");
    if (why && why->kind == NODE_LIST && why->n && why->items[0]->kind == NODE_MAP) {
        struct str message = line_text(why->items[0], "message");
        return message.n ? message : line_text(why->items[0], "code");
    }
    struct str cause = line_text(doc, "cause");
    return cause.n ? cause : line_text(doc, "status");
}

static void add_line(struct listing *l, struct str line) {
    struct arena *a = arena_new();
    const struct node *doc = line_read(a, line);
    if (doc && str_is(line_text(doc, "status"), "written")) {
        add_made(l, a, doc);
    } else if (doc) {
        strbuf_add_c(&l->missing, l->missing_count++ ? ",\n  {" : "\n  {");
        json_add_pair(&l->missing, "file", line_text(doc, "file"));
        strbuf_add_c(&l->missing, ", ");
        json_add_pair(&l->missing, "reason", reason_of(doc));
        strbuf_add_char(&l->missing, '}');
    }
    arena_free(a);
}

static const char layout_head[] =
    "quire: 1\n"
    "title: Index of documents\n"
    "lang: en-GB\n"
    "masters:\n"
    "  default: {footer: {inside: \"{{ title }}\", outside: \"Page {{ page }} of {{ pages }}\"}}\n";

static const char layout_made[] =
    "content:\n"
    "  - h1: Index of documents\n"
    "  - |\n"
    "    {{ made | length | number }} {{ made | length | plural('document', 'documents') }},"
    " {{ made | sum('pages') | number }} {{ made | sum('pages') | plural('page', 'pages') }}."
    " Each title opens its document, as long as this index stays in the same folder.\n"
    "  - table:\n"
    "      caption: Documents in this folder\n"
    "      data: made\n"
    "      columns:\n"
    "        - {field: title, header: Document, link: row.url, row-header: true, width: 3fr}\n"
    "        - {field: file, header: File, width: 3fr}\n"
    "        - {field: pages, header: Pages, align: decimal}\n";

static const char layout_missing[] =
    "  - table:\n"
    "      caption: Documents that could not be made\n"
    "      data: missing\n"
    "      columns:\n"
    "        - {field: file, header: File, row-header: true, width: 2fr}\n"
    "        - {field: reason, header: Reason, width: 3fr}\n";

static struct str index_layout(struct arena *a, const struct listing *l) {
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_add_c(&b, layout_head);
    strbuf_add_c(&b, "data:\n  made: {value: [");
    strbuf_add_bytes(&b, l->made.p, l->made.n);
    strbuf_add_c(&b, "]}\n");
    if (l->missing_count) {
        strbuf_add_c(&b, "  missing: {value: [");
        strbuf_add_bytes(&b, l->missing.p, l->missing.n);
        strbuf_add_c(&b, "]}\n");
    }
    strbuf_add_c(&b, layout_made);
    strbuf_add_c(&b, l->missing_count ? layout_missing : "");
    return strbuf_str(&b);
}

static struct str folders_up(struct arena *a, struct str name) {
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < name.n; i++) {
        strbuf_add_c(&b, name.p[i] == '/' ? "../" : "");
    }
    return strbuf_str(&b);
}

/* In the child: false after diagnostics. */
static bool draw(struct session *s, const struct index_request *r) {
    struct str bytes;
    struct listing l = {.up = folders_up(s->arena, r->name)};
    strbuf_init(&l.made, s->arena);
    strbuf_init(&l.missing, s->arena);
    if (!out_read(r->folder, s->arena, r->manifest, &bytes)) {
        diag_machine(s->diags, SPAN_NONE, "cannot read the manifest: %s", strerror(errno));
        return false;
    }
    struct str line;
    for (size_t at = 0; manifest_next(bytes, &at, &line) == MANIFEST_DOCUMENT;) {
        add_line(&l, line);
    }
    struct job_options o = {.request = {.epoch = r->job.request.epoch, .local_links = true},
                            .root = r->folder->path,
                            .own_fonts = r->job.own_fonts,
                            .stop = JOB_RENDER};
    o.request.layout_path = str_join2(s->arena, r->folder->path, STR("/.quire/index.yaml"));
    files_fake(s->files, o.request.layout_path, index_layout(s->arena, &l));
    struct job_result result;
    return job_run(s, &o, &result) && out_write(r->folder, s->diags, r->name, result.bytes);
}

_Noreturn static void draw_and_tell(const struct index_request *r, int tell) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    struct arena *a = arena_new();
    struct diag_list diags;
    struct files files;
    diag_list_init(&diags, a);
    files_init(&files, a, &diags);
    struct session s = {a, &diags, &files};
    bool good = draw(&s, r);
    if (!good) {
        file_write_all(tell, r->events->format(r->events->context, &diags));
    }
    _exit(good ? 0 : diags.machine ? 3 : 1);
}

/* Until the child has ended, or we are to end. */
static struct str hear(struct arena *a, int from) {
    struct strbuf b;
    char bytes[4096];
    struct pollfd end = {from, POLLIN, 0};
    strbuf_init(&b, a);
    while (!pool_signal()) {
        ssize_t n = poll(&end, 1, -1) > 0 ? read(from, bytes, sizeof bytes) : -1;
        if (n == 0 || (n < 0 && errno != EINTR)) {
            break;
        }
        strbuf_add_bytes(&b, bytes, n > 0 ? (size_t)n : 0);
    }
    return strbuf_str(&b);
}

bool index_make(struct session *s, const struct index_request *r) {
    int pipes[2], status = 0;
    pid_t pid = pipe(pipes) == 0 ? fork() : -1;
    if (pid == 0) {
        close(pipes[0]);
        draw_and_tell(r, pipes[1]);
    }
    if (pid < 0) {
        diag_machine(s->diags, SPAN_NONE, "cannot start a process for the index: %s",
                     strerror(errno));
        return false;
    }
    close(pipes[1]);
    struct str told = hear(s->arena, pipes[0]);
    close(pipes[0]);
    if (pool_signal()) {
        kill(pid, SIGKILL);
    }
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (pool_signal() || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) {
        return true; /* of a run that was interrupted the earlier index stays */
    }
    if (told.n) {
        r->events->text(r->events->context, told);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 1) {
        diag_error(s->diags, "index", SPAN_NONE, "the index was not made");
    } else {
        diag_machine(s->diags, SPAN_NONE, "the index was not made");
    }
    return false;
}
