/* measure.c - runs a command and prints what it cost: seconds of CPU (user and system, the whole tree of
 * processes that it waited for), seconds of wall time, peak memory in KB of its largest process, exit status.
 *
 * A program of its own because a child's peak counts the memory of the process that started it until the exec:
 * started from Python, nothing would be below 20 MB.
 *
 * Usage: measure RESULT LOG COMMAND... */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: measure RESULT LOG COMMAND...\n");
        return 2;
    }
    double start = now();
    pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return 3;
    }
    if (child == 0) {
        int log = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (log < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0) {
            perror(argv[2]);
            _exit(126);
        }
        execvp(argv[3], argv + 3);
        perror(argv[3]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) < 0) {
        perror("wait4");
        return 3;
    }
    double wall = now() - start;
    FILE *result = fopen(argv[1], "w");
    if (!result) {
        perror(argv[1]);
        return 3;
    }
    fprintf(result, "%.6f %.6f %ld %d\n", seconds(usage.ru_utime) + seconds(usage.ru_stime), wall,
            usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return fclose(result) == 0 ? 0 : 3;
}
