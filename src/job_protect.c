#include "job_protect.h"

/* ---- totals of true figures ---------------------------------------------------------------- */

/* A sum as an expression gives it: a marked cell marks it. NULL after a cell that is no number. */
static const struct value *add(struct arena *a, const struct value *sum, const struct value *v) {
    if (!v || !sum || (v->kind != VALUE_NUMBER && v->kind != VALUE_MARK))
        return NULL;
    if (sum->kind == VALUE_MARK)
        return v->kind == VALUE_MARK && v->as.mark > sum->as.mark ? v : sum;
    if (v->kind == VALUE_MARK)
        return v;
    const struct decimal *n = decimal_add(a, sum->as.number.value, v->as.number.value);
    return n ? value_number(a, n) : NULL;
}

static void put(struct map *entries, struct str name, const struct value *v) {
    if (v && !map_has(entries, name))
        map_set(entries, name, (void *)(uintptr_t)v);
}

static const struct value *true_totals(struct arena *a, const struct disclosure_set *set,
                                       const struct value *rows) {
    struct map *entries = ARENA_NEW(a, struct map);
    map_init(entries, a);
    const struct value *grand = value_integer(a, 0);
    for (size_t c = 0; c < set->count_count; c++) {
        const struct value *sum = value_integer(a, 0);
        for (size_t r = 0; r < rows->as.list.n; r++)
            sum = add(a, sum, value_get(rows->as.list.v[r], set->counts[c].text));
        if (set->column_totals)
            put(entries, set->counts[c].text, sum);
        grand = add(a, grand, sum);
    }
    if (set->grand_total || (set->column_totals && set->row_totals))
        put(entries, STR("total"), grand);
    if (entries->n == 0)
        return NULL;
    struct value *v = ARENA_NEW(a, struct value);
    v->kind = VALUE_MAP;
    v->as.map.entries = entries;
    return v;
}

static bool is_table(const struct value *v) {
    if (v->kind != VALUE_LIST)
        return false;
    for (size_t i = 0; i < v->as.list.n; i++)
        if (v->as.list.v[i]->kind != VALUE_MAP)
            return false;
    return true;
}

void totals_of_true_figures(struct session *s, const struct document *d, struct dataset **sets) {
    for (size_t i = 0; i < d->source_count; i++)
        for (size_t k = 0; k < d->disclosure.set_count; k++) {
            const struct disclosure_set *set = &d->disclosure.sets[k];
            if (str_equal(set->name.text, d->sources[i].name) && is_table(sets[i]->value))
                sets[i]->totals = true_totals(s->arena, set, sets[i]->value);
        }
}

/* ---- protected sets in the place of true ones ---------------------------------------------- */

/* A param that is a row of the true set is the same row of the protected one. */
static void replace_rows(const struct protection_input *in, const struct dataset *from,
                         const struct dataset *to) {
    const struct document *d = in->document;
    for (size_t i = 0; i < d->param_count; i++) {
        const struct param_declaration *p = &d->params[i];
        if (!str_equal(p->from.text, from->declaration->name))
            continue;
        const struct value *row = scope_get(in->scope, p->name.text);
        const struct value *seen = &VALUE_POISON_VALUE;
        if (row->kind != VALUE_MAP)
            continue;
        for (size_t r = 0; from->value->kind == VALUE_LIST && r < from->value->as.list.n; r++)
            if (from->value->as.list.v[r] == row)
                seen = to->value->as.list.v[r];
        scope_set(in->scope, p->name.text, seen);
    }
}

const struct disclosure_result *protect(struct session *s, const struct protection_input *in) {
    const struct document *d = in->document;
    struct disclosure_result *out =
        disclosure_protect(s, &d->disclosure, in->sets, d->source_count);
    for (size_t i = 0; out->ok && i < d->source_count; i++) {
        struct dataset *seen = out->sets[i];
        if (seen == in->sets[i])
            continue;
        const struct disclosure_totals *totals = disclosure_totals_of(out, d->sources[i].name);
        seen->totals = totals ? totals->map : NULL;
        scope_set(in->scope, d->sources[i].name, seen->value);
        replace_rows(in, in->sets[i], seen);
    }
    return out;
}
