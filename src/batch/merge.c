#include "batch/merge.h"

#include "batch/index.h"
#include "batch/line.h"
#include "batch/manifest.h"
#include "batch/names.h"
#include "batch/shard.h"
#include "batch/state.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

enum merged { MERGED_MANIFEST, MERGED_RESTRICTED, MERGED_STATE };

/* One shard's file, at one of its lines. */
struct strand {
    struct out_reader reader;
    const struct out_folder *folder;
    struct str line; /* a document's; empty: at the end */
    struct str file, status;
    struct arena *arena; /* of what stands above */
    bool damaged;        /* a manifest that is not whole */
};

struct merge {
    struct session *s;
    const struct merge_options *o;
    struct merge_summary *out;
    struct out_folder *folders;
    unsigned n; /* shards */
    struct str index;
    struct strand *strands;
};

static bool take_document(struct strand *t, struct str line) {
    const struct node *map = line_read(t->arena, line);
    struct str file = map ? line_text(map, "file") : STR_EMPTY;
    if (name_fault(file)) {
        return false;
    }
    t->line = line;
    t->file = file;
    t->status = line_text(map, "status");
    return true;
}

/* A manifest is whole or of no use; of a state what can be read is. */
static void advance(struct strand *t, enum merged what) {
    struct str line, document;
    enum manifest_line kind = MANIFEST_DAMAGED;
    t->line = t->file = t->status = STR_EMPTY;
    arena_clear(t->arena);
    while (t->reader.fd >= 0 && out_reader_line(&t->reader, &line)) {
        kind = manifest_line(line, &document);
        if (kind == MANIFEST_DOCUMENT && take_document(t, document)) {
            return;
        }
        if (what != MERGED_STATE) {
            break;
        }
    }
    t->damaged = t->reader.fd >= 0 && what != MERGED_STATE && kind != MANIFEST_END;
}

static struct strand *first_of(const struct merge *m) {
    struct strand *first = NULL;
    for (unsigned i = 0; i < m->n; i++) {
        struct strand *t = &m->strands[i];
        if (t->line.n && (!first || str_compare(t->file, first->file) < 0)) {
            first = t;
        }
    }
    return first;
}

/* ---- one merged file ------------------------------------------------------------------------ */

static struct str name_of(struct arena *a, enum merged what, unsigned k, unsigned n) {
    struct state_names names = state_names(a, k, n);
    return what == MERGED_MANIFEST     ? names.manifest
           : what == MERGED_RESTRICTED ? names.restricted
                                       : names.state;
}

/* The first line of a shard's file; only manifests have one that says whose it is. */
static bool read_head(struct merge *m, struct strand *t, enum merged what, unsigned k) {
    struct manifest_head head;
    struct str line;
    if (!out_reader_line(&t->reader, &line)) {
        return what == MERGED_STATE;
    }
    if (what == MERGED_STATE) {
        return true;
    }
    if (!manifest_read_head(m->s->arena, line, &head) || head.shard.k != k ||
        head.shard.n != m->n || (head.index.n && name_fault(head.index))) {
        return false;
    }
    if (!m->index.n) {
        m->index = str_copy(m->s->arena, head.index);
    }
    return true;
}

/* Opens a shard's file in whichever folder has it; how many have. */
static unsigned open_strand(struct merge *m, enum merged what, unsigned k) {
    struct strand *t = &m->strands[k - 1];
    struct str name = name_of(m->s->arena, what, k, m->n);
    unsigned found = 0;
    t->reader.fd = -1;
    t->damaged = false;
    for (size_t i = 0; i < m->o->n; i++) {
        if (!out_has(&m->folders[i], m->s->arena, name) || found++) {
            continue;
        }
        t->folder = &m->folders[i];
        if (out_reader_open(&t->reader, t->folder, m->s->arena, name)) {
            t->damaged = !read_head(m, t, what, k);
        } else {
            diag_machine(m->s->diags, SPAN_NONE, "cannot read `%.*s`: %s", STR_ARG(name),
                         strerror(errno));
        }
    }
    return found;
}

static void report_shard(struct merge *m, const char *code, const char *message, unsigned k) {
    struct diag *d =
        diag_error(m->s->diags, code, SPAN_NONE, "shard %u of %u %s", k, m->n, message);
    diag_help(m->s->diags, d, "run it again: quire batch FILE --changed --shard %u/%u", k, m->n);
}

/* false: there is nothing to merge, or not with these. */
static bool open_strands(struct merge *m, enum merged what) {
    bool any = false;
    for (unsigned k = 1; k <= m->n; k++) {
        unsigned found = open_strand(m, what, k);
        any = any || found;
        if (what == MERGED_MANIFEST && found == 0) {
            report_shard(m, "shard-missing", "has no manifest", k);
        } else if (what == MERGED_MANIFEST && found > 1) {
            struct diag *d = diag_error(m->s->diags, "shard-missing", SPAN_NONE,
                                        "shard %u of %u is in several of the folders", k, m->n);
            diag_help(m->s->diags, d, "merge the folders of one run");
        }
    }
    return any && m->s->diags->errors == 0;
}

static void close_strands(struct merge *m) {
    for (unsigned i = 0; i < m->n; i++) {
        out_reader_close(&m->strands[i].reader);
    }
}

static void count_document(struct merge *m, const struct strand *t) {
    struct merge_summary *out = m->out;
    enum batch_status at = BATCH_FAILED;
    for (int i = 0; i < BATCH_STATUSES; i++) {
        at = str_is(t->status, batch_status_word((enum batch_status)i)) ? (enum batch_status)i : at;
    }
    if (at == BATCH_WRITTEN && !out_has(t->folder, t->arena, t->file)) {
        at = BATCH_PLANNED; /* the manifest says so, and it is not there */
    }
    out->counts[at]++;
    if (at == BATCH_PLANNED && out->missing_count++ < MERGE_NAMED) {
        vec_push(m->s->arena, &out->missing, str_copy(m->s->arena, t->file));
    }
}

static bool report_twice(struct merge *m, struct str file) {
    struct diag *d = diag_error(m->s->diags, "shard-twice", SPAN_NONE, "two shards made `%.*s`",
                                STR_ARG(diag_quote(m->s->arena, file)));
    diag_help(m->s->diags, d, "all shards must be of one batch file, and of the same data");
    return false;
}

static bool write_lines(struct merge *m, enum merged what, struct manifest *to) {
    struct arena *last_arena = arena_new();
    struct str last = STR_EMPTY;
    bool good = true;
    for (unsigned i = 0; i < m->n; i++) {
        if (!m->strands[i].damaged) {
            advance(&m->strands[i], what);
        }
    }
    for (struct strand *t; good && (t = first_of(m)); advance(t, what)) {
        if (last.n && str_equal(last, t->file)) {
            if (what == MERGED_STATE) {
                continue; /* of an earlier run, and known to several */
            }
            good = report_twice(m, t->file);
        }
        arena_clear(last_arena);
        last = str_copy(last_arena, t->file);
        manifest_add(to, t->line);
        if (what != MERGED_STATE) {
            count_document(m, t);
        }
    }
    arena_free(last_arena);
    for (unsigned i = 0; i < m->n; i++) {
        if (m->strands[i].damaged) {
            report_shard(m, "shard-damaged", "has a manifest that is damaged", i + 1);
            good = false;
        }
    }
    return good;
}

static bool merge_file(struct merge *m, enum merged what) {
    struct manifest to;
    bool there = open_strands(m, what);
    struct str name = name_of(m->s->arena, what, 0, 0);
    struct manifest_head head = {.index = what == MERGED_MANIFEST ? m->index : STR_EMPTY,
                                 .state = what == MERGED_STATE};
    if (!there) {
        close_strands(m);
        return what != MERGED_MANIFEST;
    }
    bool good = manifest_begin(&to, &m->folders[0], m->s->diags, name, &head);
    if (good && !write_lines(m, what, &to)) {
        out_stream_give_up(&to.stream);
        good = false;
    } else {
        good = good && manifest_end(&to);
    }
    close_strands(m);
    return good;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static bool find_shards(struct merge *m) {
    for (size_t i = 0; i < m->o->n; i++) {
        unsigned n = shard_recorded(&m->folders[i], m->s->arena);
        if (!n) {
            struct diag *d = diag_error(m->s->diags, "no-shards", SPAN_NONE,
                                        "`%.*s` holds no shards", STR_ARG(m->o->folders[i]));
            diag_help(m->s->diags, d, "name the output folder of `quire batch --shard`");
        } else if (m->n && n != m->n) {
            diag_error(m->s->diags, "shards-differ", SPAN_NONE,
                       "`%.*s` is made in %u shards, and the first folder in %u",
                       STR_ARG(m->o->folders[i]), n, m->n);
        }
        m->n = m->n ? m->n : n;
    }
    return m->s->diags->errors == 0;
}

/* All shards are read at once. */
static void allow_descriptors(void) {
    struct rlimit most;
    if (getrlimit(RLIMIT_NOFILE, &most) == 0) {
        most.rlim_cur = most.rlim_max;
        setrlimit(RLIMIT_NOFILE, &most);
    }
}

static bool run(struct merge *m) {
    struct session *s = m->s;
    allow_descriptors();
    for (size_t i = 0; i < m->o->n; i++) {
        struct str path = path_absolute(s->arena, m->o->folders[i]);
        m->folders[i].fd = -1;
        if (!out_open_there(&m->folders[i], s->diags, path)) {
            return false;
        }
    }
    if (!find_shards(m)) {
        return false;
    }
    m->out->shards = m->n;
    m->strands = ARENA_ARRAY(s->arena, struct strand, m->n);
    for (unsigned i = 0; i < m->n; i++) {
        m->strands[i].arena = arena_new();
        m->strands[i].reader.fd = -1;
        m->strands[i].line = STR_EMPTY;
    }
    bool good = merge_file(m, MERGED_MANIFEST) && merge_file(m, MERGED_RESTRICTED) &&
                merge_file(m, MERGED_STATE);
    for (unsigned i = 0; i < m->n; i++) {
        arena_free(m->strands[i].arena);
    }
    if (good && m->index.n) {
        struct index_request r = {.folder = &m->folders[0],
                                  .name = m->index,
                                  .manifest = STR("manifest.json"),
                                  .job = m->o->job,
                                  .events = &m->o->events};
        good = index_make(s, &r);
    }
    return good;
}

bool merge_run(struct session *s, const struct merge_options *o, struct merge_summary *out) {
    *out = (struct merge_summary){.folder = path_absolute(s->arena, o->folders[0])};
    struct merge m = {.s = s, .o = o, .out = out};
    m.folders = ARENA_ARRAY(s->arena, struct out_folder, o->n);
    run(&m);
    for (size_t i = 0; i < o->n; i++) {
        out_close(&m.folders[i]);
    }
    return s->diags->errors == 0;
}
