/* The two kinds of documents that can be compared: those of a manifest, and what a layout makes. */
#include "batch/diff.h"

#include "batch/line.h"
#include "batch/manifest.h"

/* --- manifests ----------------------------------------------------------------------------- */

/* The tree of a line is gone after it. */
static struct str copy_at(struct arena *a, const struct node *map, const char *key) {
    struct str text = line_text(map, key);
    return text.n ? str_copy(a, text) : STR_EMPTY;
}

static void read_figures(struct arena *a, const struct node *list, struct printed_list *out) {
    size_t n = list && list->kind == NODE_LIST ? list->n : 0;
    out->figures = ARENA_ARRAY(a, struct printed_figure, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct node *f = list->items[i];
        if (f->kind == NODE_MAP && line_text(f, "what").n) {
            out->figures[out->figure_count++] =
                (struct printed_figure){copy_at(a, f, "what"), copy_at(a, f, "shown"),
                                        copy_at(a, f, "in"), (unsigned)line_number(f, "page")};
        }
    }
}

/* "check-failed at data/referrals.csv:4:21" */
static struct str first_reason(struct arena *a, const struct node *list) {
    const struct node *why = list && list->kind == NODE_LIST && list->n ? list->items[0] : NULL;
    if (!why || why->kind != NODE_MAP || !line_text(why, "code").n) {
        return STR_EMPTY;
    }
    struct str at = line_text(why, "at");
    return str_format(a, "%.*s%s%.*s", STR_ARG(line_text(why, "code")), at.n ? " at " : "",
                      STR_ARG(at));
}

static bool refuse_manifest(struct session *s, const struct source *source) {
    struct diag *d = diag_error(s->diags, "bad-manifest", (struct span){source, 0, 0, 0},
                                "this is no manifest that `quire batch` has written");
    diag_help(s->diags, d, "name a manifest.json, or the output folder that holds it");
    return false;
}

/* One document a line. */
static bool read_line(struct session *s, const struct source *whole, struct str line,
                      struct diff_documents *out) {
    struct arena *a = s->arena, *scratch = arena_new();
    const struct node *map = line_read(scratch, line);
    bool good = map && line_text(map, "file").n;
    if (good) {
        struct diff_document doc = {.file = copy_at(a, map, "file"),
                                    .status = copy_at(a, map, "status"),
                                    .why = first_reason(a, node_get(map, "why")),
                                    .pages = (unsigned)line_number(map, "pages")};
        read_figures(a, node_get(map, "figures"), &doc.printed);
        vec_push(a, out, doc);
    }
    arena_free(scratch);
    return good || refuse_manifest(s, whole);
}

bool diff_read_manifest(struct session *s, struct str path, struct diff_documents *out) {
    const struct source *source =
        files_read_trusted(s->files, FILE_TABLE, path_absolute(s->arena, path), false);
    struct manifest_head head;
    if (!source) {
        return false;
    }
    struct str line = str_slice(source->bytes, 0, str_find(source->bytes, STR("\n")));
    if (!manifest_read_head(s->arena, line, &head)) {
        return refuse_manifest(s, source);
    }
    enum manifest_line kind;
    for (size_t at = 0; (kind = manifest_next(source->bytes, &at, &line)) == MANIFEST_DOCUMENT;) {
        if (!read_line(s, source, line, out)) {
            return false;
        }
    }
    return kind == MANIFEST_END || refuse_manifest(s, source);
}

/* --- layouts ------------------------------------------------------------------------------- */

bool diff_read_layout(struct session *s, const struct job_options *options,
                      struct diff_documents *out) {
    struct job_options o = *options;
    struct job_result r;
    o.figures = true;
    o.stop = JOB_CHECK;
    bool good = job_run(s, &o, &r);
    struct diff_document doc = {.file = STR_EMPTY,
                                .status = good ? STR("written") : STR("refused"),
                                .pages = r.pages,
                                .printed = r.printed};
    vec_push(s->arena, out, doc);
    return good;
}
