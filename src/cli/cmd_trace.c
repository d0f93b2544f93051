#include "cli/command.h"
#include "cli/json_out.h"
#include "data/format.h"
#include "job_inspect.h"

#include <stdio.h>

static struct str name_of(struct arena *a, const struct job_cell *c) {
    if (c->row.n && c->field.n) {
        return str_format(a, "%.*s: %.*s, %.*s", STR_ARG(c->source), STR_ARG(diag_quote(a, c->row)),
                          STR_ARG(diag_quote(a, c->field)));
    }
    if (c->row.n) {
        return str_format(a, "%.*s: %.*s", STR_ARG(c->source), STR_ARG(diag_quote(a, c->row)));
    }
    return str_format(a, "%.*s%s%.*s", STR_ARG(c->source), c->field.n ? "." : "",
                      STR_ARG(diag_quote(a, c->field)));
}

/* What a cell shows: a row by what it is, a text in quotes. */
static struct str shown_of(struct arena *a, const struct value *v) {
    if (v->kind == VALUE_MAP) {
        return STR("a row");
    }
    struct str text = diag_quote(a, value_text_of(a, v, STR("en")));
    if (v->kind == VALUE_TEXT) {
        return str_format(a, "'%.*s'", STR_ARG(text));
    }
    return text.n ? text : value_describe(a, v);
}

static void add_cells(struct strbuf *b, const struct job_trace *t, enum trace_use use,
                      const char *heading) {
    bool any = false;
    for (size_t i = 0; i < t->n; i++) {
        const struct job_cell *c = &t->cells[i];
        if (c->use != use) {
            continue;
        }
        strbuf_add_c(b, any ? "" : heading);
        any = true;
        strbuf_add_c(b, "  ");
        report_add_place(b, c->value->origin);
        struct str name = name_of(b->arena, c);
        strbuf_format(b, ": %.*s%s%.*s\n", STR_ARG(name), name.n ? " is " : "",
                      STR_ARG(shown_of(b->arena, c->value)));
    }
}

static void write_text(struct strbuf *b, struct str expression, const struct job_trace *t) {
    struct arena *a = b->arena;
    bool any = t->n > 0;
    strbuf_format(b, "%.*s is %.*s\n", STR_ARG(diag_quote(a, str_trim(expression))),
                  STR_ARG(t->text.n ? diag_quote(a, t->text) : value_describe(a, t->value)));
    add_cells(b, t, TRACE_MADE_OF, "made of:\n");
    add_cells(b, t, TRACE_DECIDED_BY, "decided by:\n");
    strbuf_add_c(b, any ? "" : "made of no value of the data\n");
}

static void write_json(struct strbuf *b, struct str expression, const struct job_trace *t) {
    struct json_out j = {.b = b};
    json_open(&j, '{');
    json_entry(&j, "expression", expression);
    json_entry(&j, "value", t->text);
    json_key(&j, "cells");
    json_open(&j, '[');
    for (size_t i = 0; i < t->n; i++) {
        const struct job_cell *c = &t->cells[i];
        json_open(&j, '{');
        json_entry(&j, "use", str_from(c->use == TRACE_MADE_OF ? "made of" : "decided by"));
        json_entry(&j, "source", c->source);
        if (c->row.n) {
            json_entry(&j, "row", c->row);
        }
        if (c->field.n) {
            json_entry(&j, c->row.n ? "field" : "path", c->field);
        }
        if (c->value->kind != VALUE_MAP) {
            json_entry(&j, "shown", value_text_of(b->arena, c->value, STR("en")));
        }
        json_place(&j, c->value->origin);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    strbuf_add_char(b, '\n');
}

static enum exit_status run(struct arena *a, struct cli_options *o) {
    cli_bound(o);
    struct session *s = cli_session(a, o);
    o->job.request.layout_path = o->paths[0];
    const struct preparation *p = job_read(s, &o->job);
    struct job_trace t = job_trace(s, p, o->paths[1]);
    struct strbuf b;
    strbuf_init(&b, a);
    if (t.value->kind != VALUE_POISON) {
        (o->report.json ? write_json : write_text)(&b, o->paths[1], &t);
    }
    enum exit_status status = cli_finish(s, o);
    fwrite(strbuf_str(&b).p, 1, b.n, stdout);
    return status;
}

const struct command command_trace = {
    .name = "trace",
    .usage = "LAYOUT 'EXPRESSION'",
    .summary = "which cells of the data make a figure, as it is shown",
    .examples = "  quire trace layouts/report.yaml \"referrals | sum('child')\"\n"
                "  quire trace layouts/handout.yaml 'district.child' --set district=Rugby\n",
    .options = "edition set data root allow-path strict format color quiet max-time max-memory",
    .least_paths = 2,
    .most_paths = 2,
    .run = run,
};
