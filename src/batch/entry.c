#include "batch/entry.h"

#include "base/json.h"
#include "document/bound.h"

/* A place without the machine's folders: below the project's root, or the bare name. */
static struct str place_of(const struct entry_input *in, struct arena *a, struct span at) {
    struct str path = path_absolute(a, at.source->path);
    struct str root = in->plan->root;
    struct str folder = path_folder(path);
    path = path_is_below(root, path) ? str_slice(path, root.n + 1, path.n)
                                     : str_slice(path, folder.n + 1, path.n);
    return at.line ? str_format(a, "%.*s:%u:%u", STR_ARG(path), at.line, at.column) : path;
}

/* What a message says of figures is for the terminal alone. */
static bool is_public(const struct diag *d) {
    return !str_is(str_from(d->code), "check-failed") &&
           !str_starts(str_from(d->code), "disclosure") &&
           !(d->span.source && d->span.source->figures);
}

static void add_diags(struct strbuf *b, struct arena *a, const struct entry_input *in,
                      enum severity severity) {
    bool any = false;
    strbuf_add_char(b, '[');
    for (size_t k = 0; k < 2; k++) {
        const struct diag_list *l = in->diags[k];
        for (size_t i = 0; l && i < l->all.n; i++) {
            const struct diag *d = l->all.v[i];
            if (d->severity != severity) {
                continue;
            }
            strbuf_add_c(b, any ? ",{" : "{");
            any = true;
            json_add_pair(b, "code", str_from(d->code));
            if (d->span.source) {
                strbuf_add_char(b, ',');
                json_add_pair(b, "at", place_of(in, a, d->span));
            }
            if (is_public(d)) {
                strbuf_add_char(b, ',');
                json_add_pair(b, "message", d->message);
            }
            strbuf_add_char(b, '}');
        }
    }
    strbuf_add_char(b, ']');
}

static void add_params(struct strbuf *b, struct arena *a, const struct entry_input *in) {
    const struct plan_group *g = &in->plan->groups[in->job->group];
    struct param_choice one;
    struct job_choice choice = plan_choice(in->plan, in->job, &one);
    if (!choice.param_count) {
        return;
    }
    strbuf_add_c(b, ",\"params\":{");
    json_add_text(b, one.param);
    strbuf_add_char(b, ':');
    json_add_text(b, job_row_key(a, g->p, &one));
    strbuf_add_char(b, '}');
}

static void add_checks(struct strbuf *b, const struct bound_document *d) {
    bool any = false;
    strbuf_add_c(b, ",\"checks\":{\"passed\":[");
    for (size_t i = 0; i < d->check_count; i++) {
        if (d->checks[i].passed) {
            strbuf_add_c(b, any ? "," : "");
            json_add_text(b, d->checks[i].name);
            any = true;
        }
    }
    strbuf_add_c(b, "],\"waived\":[");
    any = false;
    for (size_t i = 0; i < d->check_count; i++) {
        const struct check *c = d->checks[i].check;
        if (d->checks[i].waived) {
            strbuf_add_c(b, any ? ",{" : "{");
            json_add_pair(b, "check", d->checks[i].name);
            strbuf_add_char(b, ',');
            json_add_pair(b, "because", c->because);
            strbuf_add_char(b, '}');
            any = true;
        }
    }
    strbuf_add_c(b, "]}");
}

static void add_overrides(struct strbuf *b, const struct document *d) {
    const struct disclosure_declaration *rules = &d->disclosure;
    if (!rules->override_count || (d->edition && d->edition->disclosure_none)) {
        return;
    }
    strbuf_add_c(b, ",\"overrides\":[");
    for (size_t i = 0; i < rules->override_count; i++) {
        const struct disclosure_at *o = &rules->overrides[i];
        strbuf_add_c(b, i ? ",{" : "{");
        json_add_pair(b, "set", o->set.text);
        strbuf_add_char(b, ',');
        json_add_pair(b, "at", o->at.text);
        if (o->count.text.n) {
            strbuf_add_char(b, ',');
            json_add_pair(b, "count", o->count.text);
        }
        strbuf_add_char(b, ',');
        json_add_pair(b, "reason", o->reason.text);
        strbuf_add_char(b, ',');
        json_add_pair(b, "approved_by", o->approved_by.text);
        strbuf_add_char(b, '}');
    }
    strbuf_add_char(b, ']');
}

static void add_standards(struct strbuf *b, const struct edition *e) {
    strbuf_add_c(b, ",\"standards\":[");
    for (size_t i = 0; e && i < e->standard_count; i++) {
        strbuf_add_c(b, i ? "," : "");
        json_add_text(b, e->standards[i]);
    }
    strbuf_add_char(b, ']');
}

/* What the document prints of the data, as it prints it: for `quire diff`. */
static void add_figures(struct strbuf *b, const struct printed_list *l) {
    strbuf_add_c(b, ",\"figures\":[");
    for (size_t i = 0; i < l->figure_count; i++) {
        const struct printed_figure *f = &l->figures[i];
        strbuf_add_c(b, i ? ",{" : "{");
        json_add_pair(b, "what", f->what);
        strbuf_add_char(b, ',');
        json_add_pair(b, "shown", f->shown);
        strbuf_format(b, ",\"page\":%u", f->page);
        if (f->in.n) {
            strbuf_add_char(b, ',');
            json_add_pair(b, "in", f->in);
        }
        strbuf_add_char(b, '}');
    }
    strbuf_add_char(b, ']');
}

static void add_written(struct strbuf *b, const struct entry_input *in) {
    const struct bound_document *d = in->result->bound;
    strbuf_format(b, ",\"pages\":%u,\"bytes\":%zu,\"sha256\":\"", in->result->pages,
                  in->result->bytes.n);
    hash_add_hex(b, in->sum);
    strbuf_add_c(b, "\",");
    json_add_pair(b, "title", d->title);
    add_standards(b, d->edition);
    add_checks(b, d);
}

void entry_add(struct strbuf *b, struct arena *a, const struct entry_input *in) {
    const struct plan_group *g = &in->plan->groups[in->job->group];
    strbuf_add_char(b, '{');
    json_add_pair(b, "file", in->job->file);
    strbuf_add_char(b, ',');
    json_add_pair(b, "layout", g->shown);
    strbuf_add_char(b, ',');
    json_add_pair(b, "edition", g->edition);
    add_params(b, a, in);
    strbuf_format(b, ",\"status\":\"%s\"", batch_status_word(in->status));
    if (in->status == BATCH_WRITTEN) {
        add_written(b, in);
        add_overrides(b, job_document(g->p));
    } else if (in->status != BATCH_PLANNED) {
        strbuf_add_c(b, ",\"why\":");
        add_diags(b, a, in, SEVERITY_ERROR);
    }
    if (in->cause.n) {
        strbuf_add_char(b, ',');
        json_add_pair(b, "cause", in->cause);
    }
    if (in->status == BATCH_WRITTEN) {
        strbuf_add_c(b, ",\"warnings\":");
        add_diags(b, a, in, SEVERITY_WARNING);
        add_figures(b, &in->result->printed);
    }
    strbuf_add_char(b, '}');
}
