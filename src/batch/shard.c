#include "batch/shard.h"

#include "batch/line.h"

#define RECORD ".quire/shards.json"

/* What the folder records. */
struct recorded {
    bool known;
    unsigned long n, least, step;
};

static struct recorded read_record(const struct out_folder *o, struct arena *a) {
    struct str bytes;
    if (!out_read(o, a, STR(RECORD), &bytes)) {
        return (struct recorded){0};
    }
    const struct node *map = line_read(a, bytes);
    unsigned long n = map ? line_number(map, "shards") : 0;
    if (n == 0 || n > BATCH_SHARDS_MOST) {
        return (struct recorded){0};
    }
    return (struct recorded){true, n, line_number(map, "least"), line_number(map, "step")};
}

unsigned shard_recorded(const struct out_folder *o, struct arena *a) {
    return (unsigned)read_record(o, a).n;
}

/* Two first runs at once write the same; the second sees the first's. */
static bool write_record(const struct out_folder *o, struct diag_list *diags,
                         const struct recorded *r) {
    struct str text = str_format(diags->arena, "{\"shards\":%lu,\"least\":%lu,\"step\":%lu}\n",
                                 r->n, r->least, r->step);
    return out_write(o, diags, STR(RECORD), text);
}

static bool refuse(struct diag_list *diags, struct str message, const char *help) {
    struct diag *d = diag_error(diags, "bad-shard", SPAN_NONE, "%.*s", STR_ARG(message));
    diag_help(diags, d, "%s", help);
    return false;
}

static bool use_record(const struct out_folder *o, struct diag_list *diags,
                       const struct recorded *had, struct recorded *now) {
    if (!had->known) {
        return write_record(o, diags, now);
    }
    if (had->n == now->n) {
        return true;
    }
    return refuse(
        diags,
        str_format(diags->arena, "this folder is made in %lu shards, not in %lu", had->n, now->n),
        "use the same number, or another --out; to begin anew remove .quire/shards.json");
}

static bool resolve_task(const struct out_folder *o, struct diag_list *diags,
                         const struct batch_task *t, struct batch_shard *out) {
    struct recorded had = read_record(o, diags->arena);
    struct recorded now = {true, t->n, t->least, t->step ? t->step : 1};
    if (!now.n && had.known) {
        now.n = had.n;
    }
    /* A whole array: as many tasks as its indexes have room for, and more than a repeated one. */
    bool whole = t->count && (t->most - t->least) / now.step + 1 == t->count;
    if (!now.n && whole && t->count > 1) {
        now.n = t->count;
    }
    if (!now.n) {
        return refuse(diags, STR("the number of shards is not known"),
                      "say it in the first run: --shard slurm/N or --shard k8s/N");
    }
    if (had.known) {
        now.least = had.least;
        now.step = had.step ? had.step : 1;
    }
    unsigned long k = t->index >= now.least ? (t->index - now.least) / now.step : now.n;
    if (k >= now.n || (t->index - now.least) % now.step) {
        return refuse(diags,
                      str_format(diags->arena, "task %lu is none of the %lu shards from %lu on",
                                 t->index, now.n, now.least),
                      "submit the array with the indexes of the first run");
    }
    *out = (struct batch_shard){(unsigned)k + 1, (unsigned)now.n};
    return use_record(o, diags, &had, &now);
}

bool shard_resolve(const struct out_folder *o, struct diag_list *diags,
                   const struct batch_options *options, struct batch_shard *out) {
    *out = (struct batch_shard){0, 0};
    if (options->task.given) {
        return resolve_task(o, diags, &options->task, out);
    }
    if (!options->shard.n) {
        return true;
    }
    *out = options->shard;
    struct recorded had = read_record(o, diags->arena);
    struct recorded now = {true, options->shard.n, 1, 1};
    return use_record(o, diags, &had, &now);
}

bool shard_has(const struct batch_shard *s, size_t i) {
    return s->n == 0 || i % s->n == s->k - 1;
}
