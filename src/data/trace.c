#include "data/trace.h"

/* Keyed by address: the text is the pointer's own bytes, in memory that stays. */
static struct str address_key(struct arena *a, const struct value *v) {
    const struct value **copy = ARENA_NEW(a, const struct value *);
    *copy = v;
    return (struct str){(const char *)copy, sizeof *copy};
}

static void add(struct trace *t, const struct value *v, enum trace_use use) {
    if (!v->origin.source)
        return;
    struct str key = {(const char *)&v, sizeof v};
    uintptr_t at = (uintptr_t)map_get(&t->seen, key);
    use = t->deciding ? TRACE_DECIDED_BY : use;
    if (at > 0) {
        if (use == TRACE_MADE_OF)
            t->cells.v[at - 1].use = use;
        return;
    }
    struct trace_cell cell = {v, use};
    vec_push(t->arena, &t->cells, cell);
    map_set(&t->seen, address_key(t->arena, v), (void *)(uintptr_t)t->cells.n);
}

void trace_note(struct trace *t, const struct value *v, enum trace_use use) {
    if (!t)
        return;
    switch (v->kind) {
    case VALUE_POISON:
    case VALUE_REFERENCE:
        return;
    case VALUE_LIST:
        for (size_t i = 0; i < v->as.list.n; i++)
            trace_note(t, v->as.list.v[i], use);
        return;
    case VALUE_MAP:
        for (size_t i = 0; i < v->as.map.entries->n; i++)
            trace_note(t, v->as.map.entries->entries[i].value, use);
        return;
    case VALUE_NULL:
    case VALUE_BOOLEAN:
    case VALUE_NUMBER:
    case VALUE_DATE:
    case VALUE_TEXT:
    case VALUE_PROSE:
    case VALUE_MARK:
        add(t, v, use);
        return;
    }
}

void trace_note_items(struct trace *t, const struct value *list) {
    for (size_t i = 0; t && list->kind == VALUE_LIST && i < list->as.list.n; i++) {
        const struct value *item = list->as.list.v[i];
        if (item->origin.source)
            add(t, item, TRACE_MADE_OF);
        else
            trace_note(t, item, TRACE_MADE_OF);
    }
}

void trace_note_total(struct trace *t, const struct value *list, struct str field) {
    for (size_t i = 0; t && list->kind == VALUE_LIST && i < list->as.list.n; i++) {
        const struct value *row = list->as.list.v[i], *cell = value_get(row, field);
        if (cell)
            trace_note(t, cell, TRACE_MADE_OF);
        else
            add(t, row, TRACE_MADE_OF);
    }
}

void trace_deciding(struct trace *t, int step) {
    if (t)
        t->deciding += (unsigned)step;
}

const struct value *trace_eval(struct session *s, const struct expr *e, const struct scope *scope,
                               struct trace *out) {
    struct scope traced;
    scope_init(&traced, s->arena, scope);
    *out = (struct trace){.arena = s->arena};
    map_init(&out->seen, s->arena);
    traced.trace = out;
    const struct value *v = expr_eval(s, e, &traced);
    trace_note(out, v, TRACE_MADE_OF);
    return v;
}
