#include "job_inspect.h"

#include "data/dataset.h"
#include "data/format.h"
#include "job_internal.h"

struct job_disclosure job_disclosure(const struct preparation *p) {
    const struct document *d = p->document;
    if (!d) {
        return (struct job_disclosure){0};
    }
    return (struct job_disclosure){.declaration = &d->disclosure,
                                   .result = p->disclosure,
                                   .shows_all = d->edition && d->edition->disclosure_none};
}

static struct disclosure_side side_of(struct session *s, const struct preparation *p) {
    const struct document *d = p->document;
    struct str *files = ARENA_ARRAY(s->arena, struct str, d->source_count + 1);
    for (size_t i = 0; i < d->source_count; i++) {
        const struct source_declaration *source = &d->sources[i];
        files[i] = source->override_file;
        if (!files[i].n && source->file.n && !source->value) {
            files[i] = files_resolve(p->s->files, source->file, source->file_span);
        }
    }
    return (struct disclosure_side){&d->disclosure, d->sources, files, d->source_count};
}

bool job_agree(struct session *s, const struct preparation *x, const struct preparation *y) {
    if (!x->document || !y->document || !x->disclosure || !y->disclosure) {
        return true;
    }
    struct disclosure_side a = side_of(s, x), b = side_of(s, y);
    return disclosure_agree(s, &a, &b);
}

struct job_sources job_sources(const struct preparation *p) {
    if (!p->document || !p->protected) {
        return (struct job_sources){0};
    }
    return (struct job_sources){p->document->sources, p->shown.sets, p->document->source_count};
}

/* ---- where a value stands ------------------------------------------------------------------- */

struct locator {
    struct arena *a;
    struct job_cell *cells;
    const struct map *seen; /* a value's address -> its number, plus 1 */
};

static struct job_cell *find_cell(const struct locator *l, const struct value *v) {
    uintptr_t at = (uintptr_t)map_get(l->seen, (struct str){(const char *)&v, sizeof v});
    return at ? &l->cells[at - 1] : NULL;
}

static void name_row(const struct locator *l, struct str source, const struct value *row) {
    struct job_cell *cell = find_cell(l, row);
    struct str key = dataset_row_name(l->a, row);
    if (cell) {
        *cell = (struct job_cell){cell->value, cell->use, source, key, STR_EMPTY};
    }
    for (size_t i = 0; i < row->as.map.entries->n; i++) {
        const struct map_entry *e = &row->as.map.entries->entries[i];
        cell = find_cell(l, e->value);
        if (cell) {
            *cell = (struct job_cell){cell->value, cell->use, source, key, e->key};
        }
    }
}

static void name_tree(const struct locator *l, struct str source, const struct value *v,
                      struct str path) {
    struct job_cell *cell = find_cell(l, v);
    if (cell) {
        *cell = (struct job_cell){cell->value, cell->use, source, STR_EMPTY, path};
    }
    for (size_t i = 0; v->kind == VALUE_LIST && i < v->as.list.n; i++) {
        const struct value *item = v->as.list.v[i];
        if (item->kind == VALUE_MAP && item->as.map.set) {
            name_row(l, source, item);
        } else {
            name_tree(l, source, item, str_format(l->a, "%.*s[%zu]", STR_ARG(path), i));
        }
    }
    for (size_t i = 0; v->kind == VALUE_MAP && i < v->as.map.entries->n; i++) {
        const struct map_entry *e = &v->as.map.entries->entries[i];
        name_tree(
            l, source, e->value,
            str_format(l->a, "%.*s%s%.*s", STR_ARG(path), path.n ? "." : "", STR_ARG(e->key)));
    }
}

/* ---- trace ---------------------------------------------------------------------------------- */

/* The braces of a text may stand around it. */
static struct expr *parse(struct session *s, struct str expression) {
    struct source *source = ARENA_NEW(s->arena, struct source);
    struct origin *origin = ARENA_NEW(s->arena, struct origin);
    *source = (struct source){.path = STR("the expression"), .bytes = expression};
    *origin = origin_of_source(source);
    bool braces = str_starts(str_trim(expression), "{{") && str_ends(str_trim(expression), "}}");
    size_t from = braces ? str_find(expression, STR("{{")) + 2 : 0, to = expression.n;
    while (braces && expression.p[to - 1] != '}') {
        to--;
    }
    return expr_parse(s, origin, from, to - from - (braces ? 2 : 0));
}

struct job_trace job_trace(struct session *s, const struct preparation *p, struct str expression) {
    struct job_trace out = {.value = &VALUE_POISON_VALUE, .text = STR_EMPTY};
    struct expr *e = p->document && p->protected ? parse(s, expression) : NULL;
    if (!e) {
        return out;
    }
    struct diag_list unheard;
    diag_list_init(&unheard, s->arena);
    struct session quiet = {s->arena, &unheard, s->files};
    struct scope *scope = job_scope(s, p, &p->shown, &(struct job_choice){0});
    job_name_texts(&quiet, p->document, scope);
    struct trace trace;
    out.value = trace_eval(s, e, scope, &trace);
    out.text = value_text_of(s->arena, out.value, p->document->lang);
    out.n = trace.cells.n;
    out.cells = ARENA_ARRAY(s->arena, struct job_cell, out.n + 1);
    for (size_t i = 0; i < out.n; i++) {
        out.cells[i] =
            (struct job_cell){.value = trace.cells.v[i].value, .use = trace.cells.v[i].use};
    }
    struct locator l = {s->arena, out.cells, &trace.seen};
    for (size_t i = 0; i < p->document->source_count; i++) {
        name_tree(&l, p->document->sources[i].name, p->shown.sets[i]->value, STR_EMPTY);
    }
    return out;
}
