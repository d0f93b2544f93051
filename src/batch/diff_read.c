/* The two kinds of documents that can be compared: those of a manifest, and what a layout makes. */
#include "batch/diff.h"

#include "batch/manifest.h"
#include "source/node.h"

/* --- manifests ----------------------------------------------------------------------------- */

static struct str text_at(const struct node *map, const char *key) {
    const struct node *v = node_get(map, key);
    return v && (v->kind == NODE_TEXT || v->kind == NODE_NUMBER) ? v->text : STR_EMPTY;
}

static unsigned number_at(struct arena *a, const struct node *map, const char *key) {
    int64_t n = 0;
    const struct decimal *d = decimal_parse(a, text_at(map, key));
    return d && decimal_to_int(d, &n) && n > 0 && n < 1000000000 ? (unsigned)n : 0;
}

static void read_figures(struct session *s, const struct node *list, struct printed_list *out) {
    size_t n = list && list->kind == NODE_LIST ? list->n : 0;
    out->figures = ARENA_ARRAY(s->arena, struct printed_figure, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct node *f = list->items[i];
        if (f->kind == NODE_MAP && text_at(f, "what").n) {
            out->figures[out->figure_count++] =
                (struct printed_figure){text_at(f, "what"), text_at(f, "shown"), text_at(f, "in"),
                                        number_at(s->arena, f, "page")};
        }
    }
}

/* "check-failed at data/referrals.csv:4:21" */
static struct str first_reason(struct arena *a, const struct node *list) {
    const struct node *why = list && list->kind == NODE_LIST && list->n ? list->items[0] : NULL;
    if (!why || why->kind != NODE_MAP || !text_at(why, "code").n) {
        return STR_EMPTY;
    }
    struct str at = text_at(why, "at");
    return str_format(a, "%.*s%s%.*s", STR_ARG(text_at(why, "code")), at.n ? " at " : "",
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
    struct source *source = ARENA_NEW(s->arena, struct source);
    *source = (struct source){.path = whole->path, .bytes = line};
    struct diag_list unheard;
    diag_list_init(&unheard, s->arena);
    struct session quiet = {s->arena, &unheard, s->files};
    const struct node *map = json_read(&quiet, source);
    if (!map || map->kind != NODE_MAP || !text_at(map, "file").n) {
        return refuse_manifest(s, whole);
    }
    struct diff_document doc = {.file = text_at(map, "file"),
                                .status = text_at(map, "status"),
                                .why = first_reason(s->arena, node_get(map, "why")),
                                .pages = number_at(s->arena, map, "pages")};
    read_figures(s, node_get(map, "figures"), &doc.printed);
    vec_push(s->arena, out, doc);
    return true;
}

bool diff_read_manifest(struct session *s, struct str path, struct diff_documents *out) {
    const struct source *source =
        files_read_trusted(s->files, FILE_TABLE, path_absolute(s->arena, path), false);
    struct manifest_head head;
    if (!source) {
        return false;
    }
    if (!manifest_read_head(s->arena, source->bytes, &head)) {
        return refuse_manifest(s, source);
    }
    struct str line;
    for (size_t at = 0; manifest_next(source->bytes, &at, &line);) {
        if (!read_line(s, source, line, out)) {
            return false;
        }
    }
    return true;
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
