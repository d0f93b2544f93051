/* command.h - a command of the program: its entry gives dispatch, usage and help.
 *
 * One file a command, one const entry each. cli/ is the only place that prints, reads the
 * environment and decides an exit status.
 */
#ifndef QUIRE_CLI_COMMAND_H
#define QUIRE_CLI_COMMAND_H

#include "batch/batch.h"
#include "cli/report.h"
#include "job.h"

enum exit_status { EXIT_GOOD = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_MACHINE = 3 };

enum shard_by { SHARD_NONE, SHARD_GIVEN, SHARD_SLURM, SHARD_K8S };

/* All options; a command's entry says which it takes. */
struct cli_options {
    struct job_options job;
    struct str output; /* -o, --out; empty: by the layout's name; "-": standard output */
    struct str depfile;
    bool timings, quiet, verbose;
    bool writes;       /* render, and check for it: with errors, nothing was written */
    bool explain;      /* protect */
    struct str layout; /* diff: whose disclosure protects */
    bool exit_code;    /* diff: a difference is exit status 1 */
    unsigned workers;  /* -j; 0: as many as there are cores */
    bool changed, prune, wait, no_sync;
    enum shard_by shard_by;
    struct batch_shard shard; /* K/N; of slurm/N and k8s/N only n */
    double max_time;          /* seconds a document */
    size_t max_memory;        /* bytes */
    struct report_style report;
    struct str *paths; /* what is not an option */
    size_t path_count;
};

struct command {
    const char *name;
    const char *usage;    /* one line after "quire NAME" */
    const char *summary;  /* one line for the list of commands */
    const char *examples; /* lines, may be empty */
    const char *options;  /* names of the long options it takes, separated by spaces */
    size_t least_paths, most_paths;
    enum exit_status (*run)(struct arena *a, struct cli_options *o);
};

extern const struct command command_render;
extern const struct command command_check;
extern const struct command command_protect;
extern const struct command command_trace;
extern const struct command command_diff;
extern const struct command command_batch;
extern const struct command command_merge;

/* Reads arguments for a command. false after a message on standard error: exit status 2. */
bool cli_parse(struct arena *a, const struct command *c, int argc, char **argv,
               struct cli_options *out);
/* Everything that --help prints of the options a command takes. */
void cli_print_options(const struct command *c);

/* `quire --version`: the program and the libraries its output depends on. */
void cli_print_version(void);

/* A session with its own diagnostics and files on the arena. */
struct session *cli_session(struct arena *a, const struct cli_options *o);
/* The program's own fonts folder, from where the program stands. */
struct str cli_own_fonts(struct arena *a);
/* Holds this process to --max-time and --max-memory: running into one is exit 1. */
void cli_bound(const struct cli_options *o);
/* Prints what was gathered and gives the exit status it amounts to. */
enum exit_status cli_finish(struct session *s, const struct cli_options *o);

#endif
