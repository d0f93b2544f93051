/* Checks see true figures. Those that no param can change are run once for all documents. */
#include "job_internal.h"

static bool text_varies(const struct document *d, const struct template *t) {
    for (size_t i = 0; t && i < d->param_count; i++) {
        if (template_uses(t, d->params[i].name.text)) {
            return true;
        }
    }
    return false;
}

static bool check_varies(const struct document *d, const struct check *c) {
    for (size_t i = 0; i < d->param_count; i++) {
        if (check_uses(c, d->params[i].name.text)) {
            return true;
        }
    }
    return (check_uses(c, STR("title")) && text_varies(d, d->title)) ||
           (check_uses(c, STR("author")) && text_varies(d, d->author));
}

/* The names of the truth. Title and author are filled in silence: what they say of it is not for
 * everybody. */
static const struct scope *true_scope(struct session *s, const struct preparation *p,
                                      const struct job_choice *choice) {
    struct diag_list unheard;
    diag_list_init(&unheard, s->arena);
    struct session quiet = {s->arena, &unheard, s->files};
    struct scope *scope = job_scope(&quiet, p, &p->truth, choice);
    job_name_texts(&quiet, p->document, scope);
    return scope;
}

void job_check(struct preparation *p) {
    const struct document *d = p->document;
    if (p->checks || !d) {
        return;
    }
    p->checks = ARENA_ARRAY(p->s->arena, struct check_result, d->check_count);
    if (!d->check_count) {
        return;
    }
    const struct scope *scope = true_scope(p->s, p, &(struct job_choice){0});
    for (size_t i = 0; i < d->check_count; i++) {
        if (check_varies(d, &d->checks[i])) {
            p->varying_checks++;
        } else {
            checks_run(p->s, &d->checks[i], 1, scope, &p->checks[i]);
        }
    }
}

struct check_result *job_checks(struct session *s, const struct preparation *p,
                                const struct job_choice *choice) {
    const struct document *d = p->document;
    if (!p->varying_checks) {
        return p->checks;
    }
    struct check_result *results = ARENA_ARRAY(s->arena, struct check_result, d->check_count);
    const struct scope *scope = true_scope(s, p, choice);
    for (size_t i = 0; i < d->check_count; i++) {
        if (p->checks[i].check) {
            results[i] = p->checks[i];
        } else {
            checks_run(s, &d->checks[i], 1, scope, &results[i]);
        }
    }
    return results;
}
