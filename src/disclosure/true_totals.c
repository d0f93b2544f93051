#include "disclosure/disclosure.h"

/* A sum as an expression gives it: a marked cell marks it, a faulty one is told where the sum is used.
 * NULL after a cell that is no number. */
static const struct value *add(struct arena *a, const struct value *sum, const struct value *v) {
    if (sum && sum->kind == VALUE_POISON)
        return sum;
    if (v && v->kind == VALUE_POISON)
        return v;
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

void disclosure_true_totals(struct session *s, const struct disclosure_declaration *d,
                            struct dataset *const *sets, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < d->set_count; k++) {
            const struct disclosure_set *set = &d->sets[k];
            if (str_equal(set->name.text, sets[i]->declaration->name) && is_table(sets[i]->value))
                sets[i]->totals = true_totals(s->arena, set, sets[i]->value);
        }
}
