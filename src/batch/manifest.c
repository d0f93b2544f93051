#include "batch/manifest.h"

#include "base/json.h"
#include "source/node.h"

bool manifest_begin(struct manifest *m, const struct out_folder *o, struct diag_list *diags,
                    struct str name, const struct manifest_head *head) {
    struct strbuf b;
    *m = (struct manifest){.any = false};
    if (!out_stream_begin(&m->stream, o, diags, name)) {
        return false;
    }
    strbuf_init(&b, diags->arena);
    strbuf_add_c(&b, "{\"quire\":\"" QUIRE_VERSION "\"");
    strbuf_add_c(&b, head->state ? ",\"state\":1" : ",\"manifest\":1");
    if (head->shard.n) {
        strbuf_format(&b, ",\"shard\":%u,\"shards\":%u", head->shard.k, head->shard.n);
    }
    if (head->index.n) {
        strbuf_add_char(&b, ',');
        json_add_pair(&b, "index", head->index);
    }
    strbuf_add_c(&b, ",\"documents\":[");
    out_stream_add(&m->stream, strbuf_str(&b));
    return true;
}

void manifest_add(struct manifest *m, struct str entry) {
    out_stream_add(&m->stream, m->any ? STR(",\n") : STR("\n"));
    out_stream_add(&m->stream, entry);
    m->any = true;
}

bool manifest_end(struct manifest *m) {
    out_stream_add(&m->stream, STR("\n]}\n"));
    return out_stream_end(&m->stream);
}

static unsigned count_of(const struct node *map, const char *key) {
    const struct node *v = node_get(map, key);
    unsigned n = 0;
    for (size_t i = 0; v && v->kind == NODE_NUMBER && i < v->text.n && n < 1000000; i++) {
        n = n * 10 + (unsigned)(v->text.p[i] - '0');
    }
    return n;
}

bool manifest_read_head(struct arena *a, struct str bytes, struct manifest_head *out) {
    size_t end = str_find(bytes, STR("\n"));
    struct str line = str_slice(bytes, 0, end);
    *out = (struct manifest_head){.index = STR_EMPTY};
    if (end == SIZE_MAX || !str_starts(line, "{\"quire\":") || !str_ends(line, "[")) {
        return false;
    }
    struct diag_list unheard;
    diag_list_init(&unheard, a);
    struct files files;
    files_init(&files, a, &unheard);
    struct session s = {a, &unheard, &files};
    struct source source = {.path = STR("manifest"), .bytes = str_join2(a, line, STR("]}"))};
    const struct node *map = json_read(&s, &source);
    if (!map || map->kind != NODE_MAP || count_of(map, "manifest") != 1) {
        return false;
    }
    const struct node *index = node_get(map, "index");
    out->shard = (struct batch_shard){count_of(map, "shard"), count_of(map, "shards")};
    out->index = index && index->kind == NODE_TEXT ? index->text : STR_EMPTY;
    return true;
}

bool manifest_next(struct str bytes, size_t *at, struct str *line) {
    while (*at < bytes.n) {
        struct str rest = str_slice(bytes, *at, bytes.n);
        size_t end = str_find(rest, STR("\n"));
        *line = str_slice(rest, 0, end);
        *at += end == SIZE_MAX ? rest.n : end + 1;
        if (str_ends(*line, ",")) {
            line->n--;
        }
        if (str_starts(*line, "{\"file\":") && str_ends(*line, "}")) {
            return true;
        }
    }
    return false;
}
