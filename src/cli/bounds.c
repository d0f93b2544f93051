#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

/* Made before it is needed: a process that is out of time or memory makes no texts. */
static char time_message[160], memory_message[160];

static void out_of_time(int number) {
    (void)number;
    ssize_t ignored = write(STDERR_FILENO, time_message, strlen(time_message));
    (void)ignored;
    _exit(EXIT_REFUSED);
}

void cli_bound(const struct cli_options *o) {
    snprintf(time_message, sizeof time_message,
             "error[limit]: the document takes longer than %g second%s (--max-time)\n", o->max_time,
             o->max_time == 1 ? "" : "s");
    snprintf(memory_message, sizeof memory_message,
             "error[limit]: the document needs more memory than %zu MiB (--max-memory)\n",
             o->max_memory >> 20);
    signal(SIGALRM, out_of_time);
    struct itimerval t = {{0, 0},
                          {(time_t)o->max_time, (suseconds_t)(o->max_time * 1e6) % 1000000}};
    setitimer(ITIMER_REAL, &t, NULL);
#if !defined(__SANITIZE_ADDRESS__)
    struct rlimit most = {o->max_memory, o->max_memory};
    setrlimit(RLIMIT_AS, &most);
    fail_memory_bound(&(struct memory_bound){o->max_memory, EXIT_REFUSED, memory_message});
#endif
}
