#include "batch/state.h"

#include "base/json.h"
#include "batch/line.h"
#include "batch/names.h"

struct state_names state_names(struct arena *a, unsigned k, unsigned n) {
    if (n == 0) {
        return (struct state_names){STR(".quire/state.json"), STR(".quire/journal.jsonl"),
                                    STR(".quire/lock"), STR("manifest.json"),
                                    STR("manifest-restricted.json")};
    }
    return (struct state_names){str_format(a, ".quire/state-%u-of-%u.json", k, n),
                                str_format(a, ".quire/journal-%u-of-%u.jsonl", k, n),
                                str_format(a, ".quire/lock-%u-of-%u", k, n),
                                str_format(a, "manifest-%u-of-%u.json", k, n),
                                str_format(a, "manifest-restricted-%u-of-%u.json", k, n)};
}

void state_add_line(struct strbuf *b, struct str file, struct str members, struct str entry) {
    strbuf_add_char(b, '{');
    json_add_pair(b, "file", file);
    if (members.n) {
        strbuf_add_char(b, ',');
        strbuf_add(b, members);
    }
    strbuf_add_c(b, ",\"entry\":");
    strbuf_add(b, entry);
    strbuf_add_char(b, '}');
}

void state_add_members(struct strbuf *b, const struct state_sums *s) {
    strbuf_add_c(b, "\"inputs\":\"");
    hash_add_hex(b, &s->inputs);
    strbuf_add_c(b, "\",\"sha256\":\"");
    hash_add_hex(b, &s->file);
    strbuf_add_c(b, "\",\"line\":\"");
    hash_add_hex(b, &s->entry);
    strbuf_add_char(b, '"');
}

bool state_parse(struct arena *a, struct str line, struct state_line *out) {
    static const char mark[] = ",\"entry\":";
    line = str_trim(line);
    if (str_ends(line, ",")) {
        line.n--;
    }
    if (!str_starts(line, "{\"file\":")) {
        return false;
    }
    const struct node *map = line_read(a, line);
    const struct node *entry = map ? node_get(map, "entry") : NULL;
    if (!entry || entry->kind != NODE_MAP) {
        return false;
    }
    size_t at = str_find(line, str_from(mark)) + sizeof mark - 1;
    struct hash_value of_entry;
    *out = (struct state_line){.file = line_text(map, "file"),
                               .entry = str_slice(line, at, line.n - 1)};
    of_entry = hash_of(out->entry);
    return !name_fault(out->file) && !name_is_ours(out->file) &&
           hash_parse(line_text(map, "inputs"), &out->sums.inputs) &&
           hash_parse(line_text(map, "sha256"), &out->sums.file) &&
           hash_parse(line_text(map, "line"), &out->sums.entry) &&
           hash_same(&out->sums.entry, &of_entry);
}

struct reading {
    struct state *state;
    struct arena *arena;
    struct map jobs;  /* file -> job's number + 1 */
    struct map files; /* seen already */
};

static void read_line(struct reading *r, struct str line) {
    struct arena *scratch = arena_new();
    struct state_line found;
    if (state_parse(scratch, line, &found)) {
        uintptr_t job = (uintptr_t)map_get(&r->jobs, found.file);
        if (job) {
            r->state->jobs[job - 1] =
                (struct prior){true, found.sums, str_copy(r->arena, found.entry)};
        }
        if (!map_has(&r->files, found.file)) {
            struct str file = str_copy(r->arena, found.file);
            map_set(&r->files, file, r);
            vec_push(r->arena, &r->state->files, file);
        }
    }
    arena_free(scratch);
}

void state_read(struct state *state, struct arena *a, const struct out_folder *o,
                const struct state_names *names, const struct plan *plan) {
    /* Later lines count: of the whole run, of this shard's, of the one that was killed. */
    const struct str sources[] = {state_names(a, 0, 0).state, names->state, names->journal};
    enum { SOURCES = sizeof sources / sizeof *sources };
    struct str bytes[SOURCES] = {STR_EMPTY, STR_EMPTY, STR_EMPTY};
    bool any = false;
    for (size_t k = 0; k < SOURCES; k++) {
        bool again = k == 1 && str_equal(sources[1], sources[0]);
        any = (!again && out_read(o, a, sources[k], &bytes[k])) || any;
    }
    *state = (struct state){0};
    if (!any) {
        return;
    }
    struct reading r = {.state = state, .arena = a};
    map_init(&r.jobs, a);
    map_init(&r.files, a);
    if (plan) {
        state->jobs = ARENA_ARRAY(a, struct prior, plan->job_count);
    }
    for (size_t i = 0; plan && i < plan->job_count; i++) {
        if (!plan->jobs[i].nameless) {
            map_set(&r.jobs, plan->jobs[i].file, (void *)(uintptr_t)(i + 1));
        }
    }
    for (size_t k = 0; k < SOURCES; k++) {
        for (struct str rest = bytes[k]; rest.n;) {
            size_t end = str_find(rest, STR("\n"));
            read_line(&r, str_slice(rest, 0, end));
            rest = end == SIZE_MAX ? STR_EMPTY : str_slice(rest, end + 1, rest.n);
        }
    }
}
