#include "cli/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct command *const commands[] = {&command_render,  &command_check, &command_batch,
                                                 &command_protect, &command_trace, &command_diff,
                                                 &command_merge};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

/* Named in the language, built later: said so, not "unknown". */
static const char *const later[] = {"watch", "init", "schema", "fonts", "explain", "doctor"};

static void print_help(void) {
    puts("quire renders reports from YAML layouts and data to tagged PDF.\n\n"
         "  quire render layouts/annual-report.yaml        writes out/annual-report.pdf\n"
         "  quire render handout.yaml --set district=Rugby -o rugby.pdf\n"
         "  quire check layouts/annual-report.yaml         all mistakes, writes nothing\n"
         "  quire batch layouts/board-meeting.yaml         many documents at once\n\n"
         "Commands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    }
    puts("\n`quire COMMAND --help` says more. `quire --version` lists the libraries.\n"
         "Exit status: 0 written, 1 refused, 2 usage, 3 the machine failed.");
}

static void print_command_help(const struct command *c) {
    printf("quire %s %s\n\n%s\n", c->name, c->usage, c->summary);
    if (*c->examples) {
        printf("\n%s", c->examples);
    }
    puts("\nOptions:");
    cli_print_options(c);
}

static int unknown_command(const char *word) {
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (strcmp(word, later[i]) == 0) {
            fprintf(stderr, "quire: `%s` is not yet built\n", word);
            return EXIT_USAGE;
        }
    }
    if (*word == '-') {
        fprintf(stderr, "quire: an option comes after the command: quire COMMAND %s\n", word);
        return EXIT_USAGE;
    }
    struct str names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        names[i] = str_from(commands[i]->name);
    }
    struct str near = diag_nearest(str_from(word), names, COMMAND_COUNT);
    fprintf(stderr, "quire: there is no command `%s`", word);
    if (near.n) {
        fprintf(stderr, "; did you mean `%.*s`?", STR_ARG(near));
    }
    fputs("\nTry `quire --help`.\n", stderr);
    return EXIT_USAGE;
}

/* A closed descriptor 0, 1 or 2 would be given to the next file opened: a message could land in a PDF.
 * Standard output is held by one that cannot be written, so that what is sent there is not lost unseen. */
static void hold_descriptors(void) {
    for (int fd = 0; fd <= 2; fd++) {
        struct stat st;
        if (fstat(fd, &st) != 0) {
            int opened = open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY);
            (void)opened;
        }
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* ulimit -f: told as any other failure of writing */
}

static int run_command(const struct command *c, int argc, char **argv) {
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_command_help(c);
            return EXIT_GOOD;
        }
    }
    struct arena *a = arena_new();
    struct cli_options o;
    int status = cli_parse(a, c, argc, argv, &o) ? (int)c->run(a, &o) : EXIT_USAGE;
    arena_free(a);
    return status;
}

static int run_word(int argc, char **argv) {
    if (argc < 2) {
        fputs("quire: which command? Try `quire --help`.\n", stderr);
        return EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        print_help();
        return EXIT_GOOD;
    }
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        cli_print_version();
        return EXIT_GOOD;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(word, commands[i]->name) == 0) {
            return run_command(commands[i], argc - 2, argv + 2);
        }
    }
    return unknown_command(word);
}

int main(int argc, char **argv) {
    hold_descriptors();
    int status = run_word(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "error[machine]: cannot write to standard output: %s\n", strerror(errno));
        return EXIT_MACHINE;
    }
    return status;
}
