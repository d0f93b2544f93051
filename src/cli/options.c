#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum option_id {
    OPT_OUTPUT,
    OPT_EDITION,
    OPT_SET,
    OPT_DATA,
    OPT_ROOT,
    OPT_ALLOW,
    OPT_STRICT,
    OPT_FORMAT,
    OPT_COLOR,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_DUMP,
    OPT_DEPFILE,
    OPT_TIMINGS,
    OPT_EXPLAIN,
    OPT_PROFILE,
    OPT_LAYOUT,
    OPT_EXIT_CODE,
    OPT_JOBS,
    OPT_CHANGED,
    OPT_OUT,
    OPT_SHARD,
    OPT_PRUNE,
    OPT_WAIT,
    OPT_NO_SYNC,
    OPT_MAX_TIME,
    OPT_MAX_MEMORY
};

struct option {
    enum option_id id;
    char letter;
    const char *name;
    const char *argument; /* its word in --help, or NULL */
    const char *help;
};

static const struct option options[] = {
    {OPT_OUTPUT, 'o', "output", "FILE", "where to write; `-` is standard output"},
    {OPT_EDITION, 0, "edition", "NAME", "an edition of the layout (screen)"},
    {OPT_SET, 0, "set", "NAME=VALUE", "a param's row, or one value of the data (a.b=VALUE)"},
    {OPT_DATA, 0, "data", "NAME=FILE", "another file for a data source"},
    {OPT_ROOT, 0, "root", "DIR", "the project's folder; nothing outside it is read"},
    {OPT_ALLOW, 0, "allow-path", "DIR", "a further folder that may be read"},
    {OPT_STRICT, 0, "strict", NULL, "warnings are errors"},
    {OPT_FORMAT, 0, "format", "human|json", "how diagnostics are written"},
    {OPT_COLOR, 0, "color", "auto|always|never", "colours in diagnostics (NO_COLOR is heeded)"},
    {OPT_QUIET, 'q', "quiet", NULL, "errors only"},
    {OPT_VERBOSE, 'v', "verbose", NULL, "say more"},
    {OPT_DUMP, 0, "dump", "STAGE", "print a stage instead: bound, tags, styles, frames, figures"},
    {OPT_DEPFILE, 0, "depfile", "FILE", "write the files that were read, for make"},
    {OPT_TIMINGS, 0, "timings", NULL, "milliseconds of CPU, stage by stage"},
    {OPT_EXPLAIN, 0, "explain", NULL, "the private report: true figures, and why they are hidden"},
    {OPT_PROFILE, 0, "profile", "NAME", "what another profile would hide: dfe, sac, srs10 ..."},
    {OPT_LAYOUT, 0, "layout", "FILE", "whose `disclosure:` protects the data"},
    {OPT_EXIT_CODE, 0, "exit-code", NULL, "a difference is exit status 1"},
    {OPT_JOBS, 'j', "jobs", "N", "worker processes (as many as there are cores)"},
    {OPT_CHANGED, 0, "changed", NULL, "leave out what is up to date"},
    {OPT_OUT, 0, "out", "DIR", "write below this folder instead"},
    {OPT_SHARD, 0, "shard", "K/N|slurm|k8s", "make one part of N; a scheduler's task says which"},
    {OPT_PRUNE, 0, "prune", NULL, "remove what earlier runs wrote and this batch does not make"},
    {OPT_WAIT, 0, "wait", NULL, "wait for another run in the same folder"},
    {OPT_NO_SYNC, 0, "no-sync", NULL, "do not wait for the disk: faster, not safe from power loss"},
    {OPT_MAX_TIME, 0, "max-time", "SECONDS", "what a document may take (60)"},
    {OPT_MAX_MEMORY, 0, "max-memory", "BYTES", "the same of memory: 800M, 2G (1G)"},
};
enum { OPTION_COUNT = sizeof options / sizeof *options };

static bool takes(const struct command *c, const struct option *o) {
    size_t n = strlen(o->name);
    for (const char *p = c->options; (p = strstr(p, o->name)); p += n) {
        bool starts = p == c->options || p[-1] == ' ';
        if (starts && (p[n] == ' ' || p[n] == 0)) {
            return true;
        }
    }
    return false;
}

void cli_print_options(const struct command *c) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &options[i];
        if (!takes(c, o)) {
            continue;
        }
        char left[48];
        snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
                 o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
                 o->argument ? " " : "", o->argument ? o->argument : "");
        printf("  %-32s %s\n", left, o->help);
    }
}

__attribute__((format(printf, 2, 3))) static bool usage(const struct command *c, const char *format,
                                                        ...) {
    fputs("quire: ", stderr);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nusage: quire %s %s\n", c->name, c->usage);
    return false;
}

static bool unknown_option(const struct command *c, const char *word) {
    struct str names[OPTION_COUNT];
    size_t n = 0;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (takes(c, &options[i])) {
            names[n++] = str_from(options[i].name);
        }
    }
    const char *bare = word + (word[0] == '-') + (word[0] == '-' && word[1] == '-');
    struct str near = diag_nearest(str_from(bare), names, n);
    fprintf(stderr, "quire: unknown option `%s`", word);
    if (near.n) {
        fprintf(stderr, "; did you mean `--%.*s`?", STR_ARG(near));
    }
    fprintf(stderr, "\nusage: quire %s %s\n", c->name, c->usage);
    return false;
}

/* NAME=VALUE onto a list; false if there is no `=`. */
static bool add_assignment(struct arena *a, struct assignment **list, size_t *n, const char *word) {
    const char *equals = strchr(word, '=');
    if (!equals || equals == word) {
        return false;
    }
    struct assignment *more = ARENA_ARRAY(a, struct assignment, *n + 1);
    if (*n) {
        memcpy(more, *list, *n * sizeof **list);
    }
    more[*n] = (struct assignment){{word, (size_t)(equals - word)}, str_from(equals + 1)};
    *list = more;
    (*n)++;
    return true;
}

static bool add_path(struct arena *a, struct str **list, size_t *n, const char *word) {
    struct str *more = ARENA_ARRAY(a, struct str, *n + 1);
    if (*n) {
        memcpy(more, *list, *n * sizeof **list);
    }
    more[(*n)++] = str_from(word);
    *list = more;
    return true;
}

static bool set_dump(const struct command *c, struct cli_options *out, const char *word) {
    static const char *const stages[] = {"bound", "tags", "styles", "frames", "figures"};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(word, stages[i]) == 0) {
            out->job.stop = JOB_DUMP;
            out->job.dump_stage = str_from(word);
            out->job.figures = strcmp(word, "figures") == 0;
            return true;
        }
    }
    return usage(c, "there is no stage `%s` to dump: bound, tags, styles, frames or figures", word);
}

static bool set_color(const struct command *c, struct cli_options *out, const char *word) {
    if (strcmp(word, "auto") == 0) {
        return true;
    }
    out->report.color = strcmp(word, "always") == 0;
    return out->report.color || strcmp(word, "never") == 0 ||
           usage(c, "--color takes auto, always or never, not `%s`", word);
}

static bool set_format(const struct command *c, struct cli_options *out, const char *word) {
    out->report.json = strcmp(word, "json") == 0;
    return out->report.json || strcmp(word, "human") == 0 ||
           usage(c, "--format takes human or json, not `%s`", word);
}

static bool set_profile(struct arena *a, const struct command *c, struct cli_options *out,
                        const char *word) {
    size_t n;
    const struct str *names = disclosure_profile_names(&n);
    out->job.profile = disclosure_profile_find(str_from(word));
    struct strbuf known;
    strbuf_init(&known, a);
    for (size_t i = 0; i < n; i++) {
        strbuf_format(&known, "%s%.*s", i ? ", " : "", STR_ARG(names[i]));
    }
    return out->job.profile || usage(c, "--profile takes %s, not `%s`", strbuf_str(&known).p, word);
}

/* A whole number and what follows it; false when there is none. */
static bool read_number(const char *word, unsigned long *n, const char **rest) {
    char *end;
    if (*word < '0' || *word > '9') {
        return false;
    }
    *n = strtoul(word, &end, 10);
    *rest = end;
    return true;
}

static bool set_jobs(const struct command *c, struct cli_options *out, const char *word) {
    enum { MOST = 1024 };
    unsigned long n;
    const char *rest;
    bool good = read_number(word, &n, &rest) && !*rest && n >= 1 && n <= MOST;
    out->workers = good ? (unsigned)n : 0;
    return good || usage(c, "-j takes a number from 1 to %d, not `%s`", MOST, word);
}

/* "2/4", "slurm", "slurm/4", "k8s", "k8s/4" */
static bool set_shard(const struct command *c, struct cli_options *out, const char *word) {
    unsigned long k = 1, n = 0;
    const char *rest = word;
    bool good = true;
    out->shard_by = SHARD_GIVEN;
    if (strncmp(word, "slurm", 5) == 0 || strncmp(word, "k8s", 3) == 0) {
        out->shard_by = *word == 's' ? SHARD_SLURM : SHARD_K8S;
        rest = word + (*word == 's' ? 5 : 3);
    } else {
        good = read_number(word, &k, &rest) && *rest == '/';
    }
    if (*rest == '/') {
        good = good && read_number(rest + 1, &n, &rest) && n >= 1;
    }
    good = good && !*rest && n <= BATCH_SHARDS_MOST && k >= 1 &&
           (out->shard_by != SHARD_GIVEN || k <= n);
    out->shard = (struct batch_shard){(unsigned)k, (unsigned)n};
    return good || usage(c, "--shard takes K/N with K from 1 to N, slurm or k8s, not `%s`", word);
}

static bool set_max_time(const struct command *c, struct cli_options *out, const char *word) {
    char *end;
    out->max_time = strtod(word, &end);
    return (end != word && !*end && out->max_time >= 0.01 && out->max_time <= 1e6) ||
           usage(c, "--max-time takes seconds, not `%s`", word);
}

static bool set_max_memory(const struct command *c, struct cli_options *out, const char *word) {
    static const char units[] = "KMG";
    unsigned long n = 0;
    const char *rest = word;
    bool good = read_number(word, &n, &rest);
    const char *unit = good && *rest ? strchr(units, *rest) : NULL;
    unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    const size_t least = 1024 * 1024; /* `--max-memory 800` was meant in another unit */
    good = good && (unit ? !rest[1] : !*rest) && n <= SIZE_MAX >> shift;
    out->max_memory = good ? (size_t)n << shift : 0;
    return (good && out->max_memory >= least) ||
           usage(c, "--max-memory takes bytes, 1M at least, as 800M or 2G, not `%s`", word);
}

static bool apply_batch(const struct command *c, const struct option *o, const char *word,
                        struct cli_options *out) {
    switch (o->id) {
    case OPT_JOBS:
        return set_jobs(c, out, word);
    case OPT_CHANGED:
        return out->changed = true;
    case OPT_OUT:
        out->output = str_from(word);
        return true;
    case OPT_SHARD:
        return set_shard(c, out, word);
    case OPT_PRUNE:
        return out->prune = true;
    case OPT_WAIT:
        return out->wait = true;
    case OPT_NO_SYNC:
        return out->no_sync = true;
    case OPT_MAX_TIME:
        return set_max_time(c, out, word);
    case OPT_MAX_MEMORY:
        return set_max_memory(c, out, word);
    default:
        return false;
    }
}

static bool apply(struct arena *a, const struct command *c, const struct option *o,
                  const char *word, struct cli_options *out) {
    struct document_request *r = &out->job.request;
    switch (o->id) {
    case OPT_OUTPUT:
        out->output = str_from(word);
        return true;
    case OPT_EDITION:
        r->edition = str_from(word);
        return true;
    case OPT_SET:
        return add_assignment(a, &r->set, &r->set_count, word) ||
               usage(c, "--set takes NAME=VALUE, not `%s`", word);
    case OPT_DATA:
        return add_assignment(a, &r->data, &r->data_count, word) ||
               usage(c, "--data takes NAME=FILE, not `%s`", word);
    case OPT_ROOT:
        out->job.root = str_from(word);
        return true;
    case OPT_ALLOW:
        return add_path(a, &out->job.allowed, &out->job.allowed_count, word);
    case OPT_STRICT:
        out->job.request.strict = true;
        return true;
    case OPT_FORMAT:
        return set_format(c, out, word);
    case OPT_COLOR:
        return set_color(c, out, word);
    case OPT_QUIET:
        out->quiet = out->report.no_warnings = true;
        return true;
    case OPT_VERBOSE:
        out->verbose = true;
        return true;
    case OPT_DUMP:
        return set_dump(c, out, word);
    case OPT_DEPFILE:
        out->depfile = str_from(word);
        return true;
    case OPT_TIMINGS:
        out->timings = true;
        return true;
    case OPT_EXPLAIN:
        out->explain = true;
        return true;
    case OPT_PROFILE:
        return set_profile(a, c, out, word);
    case OPT_LAYOUT:
        out->layout = str_from(word);
        return true;
    case OPT_EXIT_CODE:
        out->exit_code = true;
        return true;
    default:
        return apply_batch(c, o, word, out);
    }
}

static const struct option *find_option(const struct command *c, const char *word, size_t n) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *o = &options[i];
        bool is_letter = n == 2 && word[0] == '-' && word[1] == o->letter && o->letter;
        bool is_name = n > 2 && strncmp(word, "--", 2) == 0 && strlen(o->name) == n - 2 &&
                       strncmp(word + 2, o->name, n - 2) == 0;
        if ((is_letter || is_name) && takes(c, o)) {
            return o;
        }
    }
    return NULL;
}

static bool color_wanted(void) {
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(STDERR_FILENO) && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

/* One option and, where it takes one, its argument; moves *i past them. */
static bool parse_option(struct arena *a, const struct command *c, char **argv, int *i,
                         struct cli_options *out) {
    const char *word = argv[*i];
    bool joined = word[1] != '-' && word[1] && word[2] >= '0' && word[2] <= '9'; /* -j8 */
    const char *equals = joined ? word + 1 : strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
    size_t n = joined ? 2 : equals ? (size_t)(equals - word) : strlen(word);
    const struct option *o = find_option(c, word, n);
    if (!o) {
        return unknown_option(c, word);
    }
    const char *argument = NULL;
    if (o->argument) {
        argument = equals ? equals + 1 : argv[*i + 1];
        if (!argument) {
            return usage(c, "--%s wants a value", o->name);
        }
        *i += !equals;
    } else if (equals) {
        return usage(c, "--%s takes no value", o->name);
    }
    return apply(a, c, o, argument, out);
}

bool cli_parse(struct arena *a, const struct command *c, int argc, char **argv,
               struct cli_options *out) {
    *out = (struct cli_options){.job.stop = JOB_RENDER,
                                .max_time = BATCH_MAX_TIME,
                                .max_memory = (size_t)BATCH_MAX_MEMORY_MIB << 20};
    out->report.color = color_wanted();
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    out->job.request.epoch = epoch ? str_from(epoch) : STR_EMPTY;
    bool only_paths = false;
    for (int i = 0; i < argc; i++) {
        if (!only_paths && strcmp(argv[i], "--") == 0) {
            only_paths = true;
        } else if (!only_paths && argv[i][0] == '-' && argv[i][1]) {
            if (!parse_option(a, c, argv, &i, out)) {
                return false;
            }
        } else {
            add_path(a, &out->paths, &out->path_count, argv[i]);
        }
    }
    if (out->path_count < c->least_paths) {
        return usage(c, "%s", out->path_count ? "an argument is missing" : "a file is missing");
    }
    if (out->path_count > c->most_paths) {
        return usage(c, "one argument too many: `%s`", out->paths[c->most_paths].p);
    }
    out->job.own_fonts = cli_own_fonts(a);
    return true;
}
