#include "batch/pool.h"

#include "batch/entry.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { AT_HAND = 2, READ_BYTES = 64 * 1024, GRACE_MILLISECONDS = 1500 };

struct member {
    pid_t pid; /* 0: none */
    int jobs, records;
    uint32_t at_hand[AT_HAND];
    unsigned count;
    double since;      /* when the first at hand became its turn */
    bool out_of_time;  /* and was killed for it */
    struct strbuf got; /* bytes of records, not whole yet */
    struct pollfd *polled;
};

struct pool {
    const struct pool_request *r;
    struct arena *arena; /* of the members' buffers */
    struct member *members;
    size_t next; /* of r->jobs */
    struct index_list {
        uint32_t *v;
        size_t n, cap;
    } again;        /* given out once, and its worker died before */
    size_t open;    /* given out or not, and not done */
    double stop_by; /* 0: not ending */
};

/* Set by a signal's handler. */
static volatile sig_atomic_t caught;
static volatile sig_atomic_t keep; /* there is something to finish */

static void on_signal(int number) {
    if (caught || !keep) {
        _exit(128 + number); /* workers die with us */
    }
    caught = number;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- members -------------------------------------------------------------------------------- */

static void close_pipes(struct member *m) {
    if (m->jobs >= 0) {
        close(m->jobs);
    }
    if (m->records >= 0) {
        close(m->records);
    }
    m->jobs = m->records = -1;
}

/* In the child: what belongs to the others is not its own. */
_Noreturn static void serve(struct pool *p, int jobs, int records) {
    sigset_t none;
    worker_bound(p->r->worker->options); /* heeds no signal: now they may come */
    for (unsigned i = 0; i < p->r->workers; i++) {
        if (p->members[i].pid) {
            close_pipes(&p->members[i]);
        }
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    worker_serve(p->r->worker, jobs, records);
}

static bool start(struct pool *p, struct member *m) {
    int to[2], from[2];
    if (pipe2(to, O_CLOEXEC) != 0) {
        return false;
    }
    if (pipe2(from, O_CLOEXEC) != 0) {
        close(to[0]);
        close(to[1]);
        return false;
    }
    pid_t pid = fork();
    if (pid == 0) {
        close(to[1]);
        close(from[0]);
        serve(p, to[0], from[1]);
    }
    close(to[0]);
    close(from[1]);
    m->jobs = to[1];
    m->records = from[0];
    m->count = 0;
    m->got.n = 0;
    m->out_of_time = false;
    m->pid = pid > 0 ? pid : 0;
    if (pid < 0) {
        close_pipes(m);
    }
    return pid > 0;
}

static bool take_job(struct pool *p, uint32_t *job) {
    if (p->stop_by != 0) {
        return false;
    }
    if (p->again.n) {
        *job = p->again.v[--p->again.n];
        return true;
    }
    if (p->next < p->r->n) {
        *job = p->r->jobs[p->next++];
        return true;
    }
    return false;
}

static void give(struct pool *p, struct member *m) {
    uint32_t job;
    while (m->count < AT_HAND && take_job(p, &job)) {
        if (m->count == 0) {
            m->since = now();
        }
        m->at_hand[m->count++] = job;
        /* A worker that has just died is seen when its other pipe ends. */
        if (!file_write_all(m->jobs, (struct str){(const char *)&job, sizeof job})) {
            return;
        }
    }
}

static void done(struct pool *p, const struct record *r) {
    p->open--;
    if (!p->r->done(p->r->context, r) && p->stop_by == 0) {
        p->stop_by = now();
    }
}

/* ---- a member that dies --------------------------------------------------------------------- */

static struct str cause_of(struct arena *a, const struct member *m, int status,
                           const struct batch_options *o, enum batch_status *as) {
    *as = BATCH_REFUSED;
    if (m->out_of_time) {
        return str_format(a, "it took longer than %g second%s (--max-time)", o->max_time,
                          o->max_time == 1 ? "" : "s");
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_NO_MEMORY) {
        return str_format(a, "it needs more memory than %zu MiB (--max-memory)",
                          o->max_memory >> 20);
    }
    *as = BATCH_FAILED;
    if (WIFSIGNALED(status)) {
        const char *name = sigabbrev_np(WTERMSIG(status));
        return str_format(a, "its process was ended by the signal SIG%s", name ? name : "?");
    }
    return str_format(a, "its process ended with status %d", WEXITSTATUS(status));
}

static void report_death(struct pool *p, const struct member *m, int status) {
    const struct worker *w = p->r->worker;
    struct arena *a = arena_new();
    struct diag_list diags;
    enum batch_status as;
    diag_list_init(&diags, a);
    struct str cause = cause_of(a, m, status, w->options, &as);
    const struct plan_job *job = &w->plan->jobs[m->at_hand[0]];
    struct str key = STR_EMPTY;
    struct param_choice one;
    if (plan_choice(w->plan, job, &one).param_count) {
        key = job_row_key(a, w->plan->groups[job->group].p, &one);
    }
    struct diag *d = diag_error(&diags, as == BATCH_FAILED ? "crash" : "limit",
                                w->plan->groups[job->group].entry->layout.span,
                                "`%.*s`%s%.*s%s was not made: %.*s",
                                STR_ARG(diag_quote(a, job->file)), key.n ? " (" : "",
                                STR_ARG(diag_quote(a, key)), key.n ? ")" : "", STR_ARG(cause));
    d->machine = as == BATCH_FAILED;
    struct strbuf entry;
    strbuf_init(&entry, a);
    struct entry_input in = {.plan = w->plan, .job = job, .status = as, .cause = cause};
    entry_add(&entry, a, &in);
    struct record r = {.job = m->at_hand[0],
                       .status = as,
                       .entry = strbuf_str(&entry),
                       .text = w->options->events.format(w->options->events.context, &diags)};
    done(p, &r);
    arena_free(a);
}

static void bury(struct pool *p, struct member *m) {
    int status = 0;
    while (waitpid(m->pid, &status, 0) < 0 && errno == EINTR) {
    }
    m->pid = 0;
    close_pipes(m);
    if (m->count == 0) {
        return;
    }
    if (p->stop_by != 0 && !m->out_of_time && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
        return; /* given up: not the document's fault */
    }
    report_death(p, m, status);
    for (unsigned i = 1; i < m->count; i++) {
        vec_push(p->arena, &p->again, m->at_hand[i]);
    }
    m->count = 0;
}

/* ---- the run -------------------------------------------------------------------------------- */

static void take_records(struct pool *p, struct member *m) {
    struct record r;
    size_t used, from = 0;
    while (record_take(str_slice(strbuf_str(&m->got), from, m->got.n), &r, &used)) {
        from += used;
        if (m->count) {
            m->count--;
            memmove(m->at_hand, m->at_hand + 1, m->count * sizeof *m->at_hand);
        }
        m->since = now();
        done(p, &r);
    }
    memmove(m->got.p, m->got.p + from, m->got.n - from);
    m->got.n -= from;
    give(p, m);
}

static void hear(struct pool *p, struct member *m) {
    static char bytes[READ_BYTES];
    ssize_t n = read(m->records, bytes, sizeof bytes);
    if (n > 0) {
        strbuf_add_bytes(&m->got, bytes, (size_t)n);
        take_records(p, m);
    } else if (n == 0 || errno != EINTR) {
        bury(p, m);
    }
}

static void end_overdue(struct pool *p) {
    double most = p->r->worker->options->max_time, t = now();
    for (unsigned i = 0; i < p->r->workers; i++) {
        struct member *m = &p->members[i];
        if (m->pid && m->count && !m->out_of_time && t - m->since > most) {
            m->out_of_time = true;
            kill(m->pid, SIGKILL);
        }
        if (m->pid && p->stop_by != 0 && t > p->stop_by) {
            kill(m->pid, SIGKILL);
        }
    }
}

/* Milliseconds until somebody is overdue. */
static int patience(const struct pool *p) {
    double t = now(), least = 3600;
    for (unsigned i = 0; i < p->r->workers; i++) {
        const struct member *m = &p->members[i];
        double left = m->since + p->r->worker->options->max_time - t;
        if (m->pid && m->count && !m->out_of_time && left < least) {
            least = left;
        }
    }
    if (p->stop_by != 0 && p->stop_by - t < least) {
        least = p->stop_by - t;
    }
    return least < 0 ? 0 : (int)(least * 1000) + 1;
}

static bool any_busy(const struct pool *p) {
    for (unsigned i = 0; i < p->r->workers; i++) {
        if (p->members[i].pid && p->members[i].count) {
            return true;
        }
    }
    return false;
}

/* Those who live, and no more: a longer list than files may be open is refused. */
static bool poll_once(struct pool *p, struct pollfd *fds, const sigset_t *open) {
    nfds_t n = 0;
    for (unsigned i = 0; i < p->r->workers; i++) {
        struct member *m = &p->members[i];
        m->polled = m->pid ? &fds[n++] : NULL;
        if (m->polled) {
            *m->polled = (struct pollfd){m->records, POLLIN, 0};
        }
    }
    int wait = patience(p);
    struct timespec t = {wait / 1000, (long)(wait % 1000) * 1000000};
    int ready = ppoll(fds, n, &t, open), reason = errno;
    end_overdue(p);
    for (unsigned i = 0; ready > 0 && i < p->r->workers; i++) {
        struct member *m = &p->members[i];
        if (m->polled && m->polled->revents) {
            hear(p, m);
        }
    }
    if (ready < 0 && reason != EINTR) {
        diag_machine(p->r->s->diags, SPAN_NONE, "cannot wait for the workers: %s",
                     strerror(reason));
    }
    return ready >= 0 || reason == EINTR;
}

/* Where one cannot be started the others do its work. */
static bool fill(struct pool *p) {
    bool any = false, startable = p->stop_by == 0;
    for (unsigned i = 0; i < p->r->workers; i++) {
        struct member *m = &p->members[i];
        bool more = p->again.n || p->next < p->r->n;
        if (!m->pid && more && startable) {
            startable = start(p, m);
        }
        if (m->pid) {
            give(p, m);
            any = true;
        }
    }
    return any;
}

static void dismiss(struct pool *p) {
    for (unsigned i = 0; i < p->r->workers; i++) {
        struct member *m = &p->members[i];
        if (m->pid) {
            close_pipes(m);
            while (waitpid(m->pid, NULL, 0) < 0 && errno == EINTR) {
            }
        }
    }
}

/* They come while we wait and at no other time: none falls between a look and the wait. */
static void hold_signals(sigset_t *before) {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, before);
}

bool pool_run(const struct pool_request *r) {
    struct pool p = {.r = r, .arena = arena_new(), .open = r->n};
    bool good = true;
    sigset_t open;
    hold_signals(&open);
    p.members = ARENA_ARRAY(p.arena, struct member, r->workers);
    struct pollfd *fds = ARENA_ARRAY(p.arena, struct pollfd, r->workers);
    for (unsigned i = 0; i < r->workers; i++) {
        p.members[i].jobs = p.members[i].records = -1;
        strbuf_init(&p.members[i].got, p.arena);
    }
    while (p.open && good) {
        if (caught && p.stop_by == 0) {
            p.stop_by = now() + GRACE_MILLISECONDS / 1e3;
        }
        bool any = fill(&p);
        if (!any && p.stop_by == 0) {
            diag_machine(r->s->diags, SPAN_NONE, "cannot start a worker process: %s",
                         strerror(errno));
            good = false;
        }
        if (p.stop_by != 0 && !any_busy(&p)) {
            break;
        }
        if (any) {
            good = poll_once(&p, fds, &open);
        }
    }
    dismiss(&p);
    sigprocmask(SIG_SETMASK, &open, NULL);
    arena_free(p.arena);
    return good;
}

/* ---- before the run ------------------------------------------------------------------------- */

static struct sigaction before_int, before_term;

void pool_listen(void) {
    struct sigaction act = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    caught = keep = 0;
    sigemptyset(&act.sa_mask);
    sigaction(SIGINT, &act, &before_int);
    sigaction(SIGTERM, &act, &before_term);
}

void pool_keep(void) {
    keep = 1;
}

void pool_listen_end(void) {
    sigaction(SIGINT, &before_int, NULL);
    sigaction(SIGTERM, &before_term, NULL);
}

int pool_signal(void) {
    return caught;
}

bool pool_scout(const struct worker *w, uint32_t job) {
    int alive[2];
    sigset_t open;
    if (pipe2(alive, O_CLOEXEC) != 0) {
        return false;
    }
    hold_signals(&open);
    pid_t pid = fork();
    if (pid == 0) {
        close(alive[0]);
        worker_bound(w->options);
        _exit(worker_rehearse(w, job) ? 0 : 1);
    }
    close(alive[1]);
    struct pollfd end = {alive[0], POLLIN, 0};
    int status = 1;
    if (pid > 0) {
        struct timespec most = {(time_t)w->options->max_time,
                                (long)(w->options->max_time * 1e9) % 1000000000};
        ppoll(&end, 1, &most, &open);
        kill(pid, SIGKILL); /* nothing, when it has ended by itself */
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    close(alive[0]);
    sigprocmask(SIG_SETMASK, &open, NULL);
    return pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
