#include "batch/manifest.h"

#include "base/json.h"
#include "batch/line.h"

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

bool manifest_read_head(struct arena *a, struct str line, struct manifest_head *out) {
    *out = (struct manifest_head){.index = STR_EMPTY};
    if (!str_starts(line, "{\"quire\":") || !str_ends(line, "[")) {
        return false;
    }
    const struct node *map = line_read(a, str_join2(a, line, STR("]}")));
    if (!map || line_number(map, "manifest") != 1) {
        return false;
    }
    out->shard = (struct batch_shard){(unsigned)line_number(map, "shard"),
                                      (unsigned)line_number(map, "shards")};
    out->index = line_text(map, "index");
    return true;
}

bool manifest_is_foreign(const struct out_folder *o, struct arena *a, struct str name) {
    struct out_reader r;
    struct str line;
    bool foreign = out_reader_open(&r, o, a, name) && out_reader_line(&r, &line) &&
                   !str_starts(line, "{\"quire\":");
    out_reader_close(&r);
    return foreign;
}

enum manifest_line manifest_line(struct str line, struct str *document) {
    if (str_is(line, "]}")) {
        return MANIFEST_END;
    }
    *document = str_slice(line, 0, line.n - str_ends(line, ","));
    return str_starts(line, "{\"file\":") && str_ends(*document, "}") ? MANIFEST_DOCUMENT
                                                                      : MANIFEST_DAMAGED;
}

static struct str next_line(struct str bytes, size_t *at) {
    struct str rest = str_slice(bytes, *at, bytes.n);
    size_t end = str_find(rest, STR("\n"));
    *at += end == SIZE_MAX ? rest.n : end + 1;
    return str_slice(rest, 0, end);
}

enum manifest_line manifest_next(struct str bytes, size_t *at, struct str *document) {
    if (*at == 0) {
        next_line(bytes, at);
    }
    return manifest_line(next_line(bytes, at), document);
}
