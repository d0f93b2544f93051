#include "batch/worker.h"

#include "batch/entry.h"
#include "batch/inputs.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* One document on its way. */
struct making {
    const struct worker *w;
    const struct plan_job *job;
    const struct plan_group *group;
    uint32_t number;
    struct session s;
    struct diag_list diags;
    struct job_result result;
    struct state_sums sums;
};

/* Whether the file that stands there is the one that would be made: both what it is made from and its
 * bytes are as the state says. */
static bool have(void *context, const struct bound_document *bound) {
    struct making *m = context;
    const struct prior *prior = m->w->prior ? &m->w->prior[m->number] : NULL;
    struct str bytes;
    m->sums.inputs = inputs_hash(&m->s, &m->w->shared[m->job->group], bound);
    if (!prior || !prior->known || !hash_same(&prior->sums.inputs, &m->sums.inputs) ||
        !out_read(m->w->out, m->s.arena, m->job->file, &bytes)) {
        return false;
    }
    m->sums.file = hash_of(bytes);
    return hash_same(&prior->sums.file, &m->sums.file);
}

/* The test switches: what a fault of ours, or of a library, would do. */
static void maybe_misbehave(const struct worker *w, uint32_t job) {
    const struct batch_options *o = w->options;
    if (o->crash == job + 1ul) {
        abort();
    }
    while (o->hang == job + 1ul) {
        pause();
    }
    while (o->grow == job + 1ul) {
        enum { STEP = 1024 * 1024 };
        arena_alloc(arena_new(), STEP);
    }
}

static struct making begin(const struct worker *w, struct arena *a, uint32_t number) {
    struct making m = {.w = w, .job = &w->plan->jobs[number], .number = number};
    m.group = &w->plan->groups[m.job->group];
    m.s = (struct session){a, NULL, m.group->s ? m.group->s->files : NULL};
    return m;
}

static bool make(struct making *m, bool ask) {
    struct param_choice one;
    struct job_choice choice = plan_choice(m->w->plan, m->job, &one);
    diag_list_init(&m->diags, m->s.arena);
    m->diags.strict = m->group->s->diags->strict;
    m->s.diags = m->s.files->diags = &m->diags;
    if (m->job->nameless) {
        plan_name(m->w->plan, &m->s, m->job);
        return false;
    }
    if (m->group->s->diags->errors) {
        return false; /* told already, for all of them */
    }
    maybe_misbehave(m->w, m->number);
    choice.have = ask ? have : NULL;
    choice.context = m;
    return job_make(&m->s, m->group->p, &choice, &m->result);
}

bool worker_rehearse(const struct worker *w, uint32_t job) {
    struct arena *a = arena_new();
    struct making m = begin(w, a, job);
    bool good = make(&m, false);
    m.group->s->files->diags = m.group->s->diags;
    arena_free(a);
    return good;
}

static enum batch_status write_document(struct making *m) {
    if (m->result.had) {
        return BATCH_UNCHANGED;
    }
    m->sums.file = hash_of(m->result.bytes);
    return out_write(m->w->out, &m->diags, m->job->file, m->result.bytes) ? BATCH_WRITTEN
                                                                          : BATCH_FAILED;
}

struct record worker_make(const struct worker *w, struct arena *a, uint32_t job) {
    struct making m = begin(w, a, job);
    enum batch_status status = BATCH_REFUSED;
    if (make(&m, true)) {
        status = write_document(&m);
    } else if (m.diags.machine || m.group->s->diags->machine) {
        status = BATCH_FAILED;
    }
    struct record r = {.job = job,
                       .status = status,
                       .pages = m.result.pages,
                       .warnings = (uint32_t)m.diags.warnings,
                       .bytes = m.result.bytes.n};
    struct strbuf entry, state;
    strbuf_init(&entry, a);
    strbuf_init(&state, a);
    if (status == BATCH_UNCHANGED) {
        strbuf_add(&entry, w->prior[job].entry);
    } else {
        struct entry_input in = {.plan = w->plan,
                                 .job = m.job,
                                 .status = status,
                                 .result = &m.result,
                                 .diags = {&m.diags, m.group->s->diags},
                                 .sum = &m.sums.file};
        entry_add(&entry, a, &in);
    }
    if (status == BATCH_WRITTEN || status == BATCH_UNCHANGED) {
        m.sums.entry = hash_of(strbuf_str(&entry));
        state_add_members(&state, &m.sums);
    }
    r.entry = strbuf_str(&entry);
    r.state = strbuf_str(&state);
    if (m.diags.all.n) {
        r.text = w->options->events.format(w->options->events.context, &m.diags);
    }
    return r;
}

/* ---- the process ---------------------------------------------------------------------------- */

void worker_bound(const struct batch_options *o) {
    /* The one that started us ends us: by closing the pipe, by a signal, or by dying. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    fail_memory_bound(&(struct memory_bound){o->max_memory, WORKER_NO_MEMORY, NULL});
#if !defined(__SANITIZE_ADDRESS__)
    struct rlimit most = {o->max_memory, o->max_memory};
    setrlimit(RLIMIT_AS, &most);
#else
    (void)o;
#endif
}

static bool read_job(int fd, uint32_t *job) {
    char *into = (char *)job;
    for (size_t got = 0; got < sizeof *job;) {
        ssize_t n = read(fd, into + got, sizeof *job - got);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        got += (size_t)n;
    }
    return true;
}

void worker_serve(const struct worker *w, int jobs, int records) {
    struct arena *a = arena_new();
    for (uint32_t job; read_job(jobs, &job);) {
        struct record r = worker_make(w, a, job);
        if (!record_send(records, a, &r)) {
            break;
        }
        arena_clear(a);
    }
    _exit(0);
}
