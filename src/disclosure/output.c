/* The protected copies: rows whose counts are what the public sees, and the totals beside them. */
#include "disclosure/model.h"

#include "data/format.h"

#include <stdlib.h>

static const struct value *marked(const struct model *m, enum mark mark, struct span origin) {
    struct value *v = ARENA_NEW(m->s->arena, struct value);
    v->kind = VALUE_MARK;
    v->as.mark = mark;
    v->origin = origin;
    return v;
}

static const struct value *number(const struct model *m, uint32_t figure) {
    const struct figure *x = &m->f.v[figure];
    const struct value *cell = figure_is_cell(&m->f, figure) ? m->cell[figure] : NULL;
    int64_t shown = m->f.round > 1 ? x->shown : x->value;
    if (shown == 0 && x->value > 0)
        return marked(m, MARK_LOW, cell ? cell->origin : SPAN_NONE);
    if (cell && shown == x->value)
        return cell;
    struct value *v = ARENA_NEW(m->s->arena, struct value);
    *v = *value_integer(m->s->arena, shown);
    v->origin = cell ? cell->origin : SPAN_NONE;
    v->as.number.people = cell && cell->as.number.people;
    return v;
}

const struct value *model_value(const struct model *m, uint32_t figure) {
    const struct value *cell = figure_is_cell(&m->f, figure) ? m->cell[figure] : NULL;
    if (cell && cell->kind == VALUE_MARK)
        return cell;
    if (m->f.v[figure].hidden)
        return marked(m, m->d->profile.mark, cell ? cell->origin : SPAN_NONE);
    return number(m, figure);
}

static const struct value *copy_row(const struct model *m, size_t row, const struct dataset *set) {
    const struct value *old = m->data->value->as.list.v[row];
    struct value *copy = ARENA_NEW(m->s->arena, struct value);
    struct map *entries = ARENA_NEW(m->s->arena, struct map);
    map_init(entries, m->s->arena);
    *copy = *old;
    for (size_t i = 0; i < old->as.map.entries->n; i++) {
        const struct map_entry *e = &old->as.map.entries->entries[i];
        size_t count = model_find_count(m, e->key);
        const struct beside *beside = count == SIZE_MAX ? model_find_beside(m, e->key) : NULL;
        const struct value *v = e->value;
        if (count != SIZE_MAX)
            v = model_value(m, (uint32_t)(row * m->counts + count));
        else if (beside)
            v = model_beside_value(m, beside, row, v);
        map_set(entries, e->key, (void *)(uintptr_t)v);
    }
    copy->as.map.entries = entries;
    copy->as.map.set = set;
    return copy;
}

static void index_row(struct dataset *set, struct arena *a, const struct value *row) {
    const struct value *key = value_get(row, set->declaration->key);
    if (key && key->kind != VALUE_POISON && key->kind != VALUE_NULL) {
        struct str text = value_text_of(a, key, STR("en"));
        if (!map_has(&set->by_key, text))
            map_set(&set->by_key, text, (void *)(uintptr_t)row);
    }
}

struct dataset *model_dataset(const struct model *m) {
    struct arena *a = m->s->arena;
    struct dataset *set = ARENA_NEW(a, struct dataset);
    struct value *list = ARENA_NEW(a, struct value);
    set->declaration = m->data->declaration;
    map_init(&set->by_key, a);
    *list = *m->data->value;
    list->as.list.v = ARENA_ARRAY(a, const struct value *, m->rows + 1);
    list->as.list.set = set;
    for (size_t r = 0; r < m->rows; r++) {
        list->as.list.v[r] = copy_row(m, r, set);
        if (set->declaration->key.n > 0)
            index_row(set, a, list->as.list.v[r]);
    }
    set->value = list;
    return set;
}

/* --- totals -------------------------------------------------------------------------------- */

/* A sum that holds a marked cell has no figure: it is the strongest of the marks. */
static const struct value *strongest(const struct model *m, const struct value **v, size_t n) {
    int best = -1;
    for (size_t i = 0; i < n; i++) {
        if (v[i] && v[i]->kind == VALUE_MARK && (int)v[i]->as.mark > best)
            best = (int)v[i]->as.mark;
    }
    return marked(m, best < 0 ? MARK_NOT_AVAILABLE : (enum mark)best, SPAN_NONE);
}

/* A sum of some cells by its figure; without one, a sum of nothing is 0. */
static const struct value *sum_value(const struct model *m, uint32_t figure, const uint32_t *cells,
                                     size_t n) {
    if (figure != FIGURE_NONE)
        return model_value(m, figure);
    if (n == 0)
        return value_integer(m->s->arena, 0);
    const struct value **v = ARENA_ARRAY(m->s->arena, const struct value *, n);
    for (size_t i = 0; i < n; i++)
        v[i] = m->cell[cells[i]];
    return strongest(m, v, n);
}

const struct value *model_row_value(const struct model *m, size_t row) {
    uint32_t *cells = ARENA_ARRAY(m->s->arena, uint32_t, m->counts + 1);
    for (size_t c = 0; c < m->counts; c++)
        cells[c] = (uint32_t)(row * m->counts + c);
    return sum_value(m, m->row_totals[row], cells, m->counts);
}

static const struct value *column_value(const struct model *m, uint32_t figure, size_t count,
                                        const struct figure_list *rows) {
    size_t n = rows ? rows->n : m->rows;
    uint32_t *cells = ARENA_ARRAY(m->s->arena, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        cells[i] = (uint32_t)((rows ? rows->v[i] : i) * m->counts + count);
    return sum_value(m, figure, cells, n);
}

/* The grand total; with row and column totals declared it is no news, and so a sum of what is shown. */
static const struct value *grand_value(const struct model *m, const struct value **columns) {
    if (m->grand != FIGURE_NONE)
        return model_value(m, m->grand);
    const struct decimal *sum = decimal_from(m->s->arena, 0);
    for (size_t c = 0; c < m->counts; c++) {
        if (columns[c]->kind != VALUE_NUMBER)
            return strongest(m, columns, m->counts);
        sum = decimal_add(m->s->arena, sum, columns[c]->as.number.value);
    }
    return value_number(m->s->arena, sum);
}

static void group_values(const struct model *m, struct disclosure_totals *t) {
    t->groups = ARENA_ARRAY(m->s->arena, struct disclosure_group, m->groups.n + 1);
    t->group_count = m->groups.n;
    for (size_t g = 0; g < m->groups.n; g++) {
        const struct model_group *from = &m->groups.v[g];
        struct disclosure_group *to = &t->groups[g];
        *to = (struct disclosure_group){.field = from->field, .value = from->value};
        to->columns = ARENA_ARRAY(m->s->arena, const struct value *, m->counts + 1);
        for (size_t c = 0; c < m->counts; c++)
            to->columns[c] = column_value(m, from->columns[c], c, &from->rows);
        if (!m->set->row_totals)
            continue;
        struct figure_list cells = {0};
        for (size_t i = 0; i < from->rows.n; i++) {
            for (size_t c = 0; c < m->counts; c++) {
                uint32_t cell = (uint32_t)(from->rows.v[i] * m->counts + c);
                vec_push(m->s->arena, &cells, cell);
            }
        }
        to->row_total = sum_value(m, from->row_total, cells.v, cells.n);
    }
}

static const struct value *totals_map(const struct model *m, const struct disclosure_totals *t) {
    struct value *v = ARENA_NEW(m->s->arena, struct value);
    struct map *entries = ARENA_NEW(m->s->arena, struct map);
    map_init(entries, m->s->arena);
    for (size_t c = 0; t->columns && c < m->counts; c++)
        map_set(entries, m->set->counts[c].text, (void *)(uintptr_t)t->columns[c]);
    if (t->grand && !map_has(entries, STR("total")))
        map_set(entries, STR("total"), (void *)(uintptr_t)t->grand);
    v->kind = VALUE_MAP;
    v->origin = SPAN_NONE;
    v->as.map.entries = entries;
    return v;
}

static int by_address(const void *x, const void *y) {
    uintptr_t a = (uintptr_t)((const struct disclosure_row *)x)->row;
    uintptr_t b = (uintptr_t)((const struct disclosure_row *)y)->row;
    return (a > b) - (a < b);
}

/* Row totals by row, for those who have only the row. */
static void index_totals(const struct model *m, const struct dataset *set,
                         struct disclosure_totals *t) {
    t->index = ARENA_ARRAY(m->s->arena, struct disclosure_row, m->rows + 1);
    t->row_count = m->rows;
    for (size_t r = 0; r < m->rows; r++)
        t->index[r] = (struct disclosure_row){set->value->as.list.v[r], t->rows[r]};
    qsort(t->index, m->rows, sizeof *t->index, by_address);
}

struct disclosure_totals model_totals(struct model *m, const struct dataset *set) {
    struct disclosure_totals t = {.set = m->set};
    const struct disclosure_set *is = m->set;
    if (is->column_totals) {
        t.columns = ARENA_ARRAY(m->s->arena, const struct value *, m->counts + 1);
        for (size_t c = 0; c < m->counts; c++)
            t.columns[c] = column_value(m, m->column_totals[c], c, NULL);
    }
    if (is->row_totals) {
        t.rows = ARENA_ARRAY(m->s->arena, const struct value *, m->rows + 1);
        for (size_t r = 0; r < m->rows; r++)
            t.rows[r] = model_row_value(m, r);
        index_totals(m, set, &t);
    }
    if (is->grand_total && m->grand == FIGURE_NONE)
        t.grand = m->rows * m->counts > 0 ? strongest(m, m->cell, m->rows * m->counts)
                                          : value_integer(m->s->arena, 0);
    else if (is->grand_total || (is->column_totals && is->row_totals))
        t.grand = grand_value(m, t.columns);
    group_values(m, &t);
    for (size_t i = 0; i < m->f.n; i++)
        t.hidden = t.hidden || m->f.v[i].hidden;
    t.map = is->column_totals || t.grand ? totals_map(m, &t) : NULL;
    return t;
}
