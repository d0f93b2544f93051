/* bind_protected.c - tables and charts of sets that `disclosure:` protects: their published totals, the
 * note that explains a hidden figure. */
#include "document/bind_internal.h"

#include <stdlib.h>

/* ---- which set ----------------------------------------------------------------------------- */

static int by_address(const void *x, const void *y) {
    uintptr_t a = (uintptr_t) * (const struct value *const *)x;
    uintptr_t b = (uintptr_t) * (const struct value *const *)y;
    return (a > b) - (a < b);
}

/* Every row of the set, each once. */
static bool is_whole(struct binder *b, const struct rows *rows, const struct dataset *set) {
    if (set->value->kind != VALUE_LIST || rows->n != set->value->as.list.n)
        return false;
    const struct value **sorted = ARENA_ARRAY(b->a, const struct value *, rows->n);
    for (size_t i = 0; i < rows->n; i++) {
        sorted[i] = rows->v[i];
        if (rows->v[i]->kind != VALUE_MAP || rows->v[i]->as.map.set != set)
            return false;
    }
    qsort(sorted, rows->n, sizeof *sorted, by_address);
    for (size_t i = 1; i < rows->n; i++)
        if (sorted[i] == sorted[i - 1])
            return false;
    return true;
}

struct protected_rows rows_protected(struct binder *b, const struct rows *rows) {
    struct protected_rows out = {NULL, false};
    for (size_t i = 0; i < rows->n && out.totals == NULL; i++) {
        const struct dataset *set = rows->v[i]->kind == VALUE_MAP ? rows->v[i]->as.map.set : NULL;
        if (set == NULL)
            continue;
        out.totals = disclosure_totals_of(b->in->disclosure, set->declaration->name);
        out.whole = out.totals != NULL && is_whole(b, rows, set);
    }
    return out;
}

/* ---- totals -------------------------------------------------------------------------------- */

/* Of a count, or of the rows' totals where `field` is empty. */
static const struct value *total_of(const struct disclosure_totals *t, struct str field,
                                    const struct disclosure_group *group) {
    if (field.n == 0)
        return group != NULL ? group->row_total : t->grand;
    const struct value **columns = group != NULL ? group->columns : t->columns;
    for (size_t c = 0; columns != NULL && c < t->set->count_count; c++)
        if (str_equal(t->set->counts[c].text, field))
            return columns[c];
    return NULL;
}

const struct value *published_sum(struct binder *b, const struct protected_rows *p,
                                  const struct sum_place *place) {
    struct str by = place->table->group.text, field = place->column->field.text;
    const struct disclosure_group *group = NULL;
    if (p->totals == NULL || !p->whole || place->table->where != NULL)
        return NULL;
    if ((field.n == 0 && !place->column->row_total) || (place->row == NULL) == (by.n > 0))
        return NULL;
    if (by.n > 0) {
        struct str value = value_text_of(b->a, row_field(b, place->row, by), STR("en"));
        group = disclosure_group_of(p->totals, by, value);
        if (group == NULL)
            return NULL;
    }
    return total_of(p->totals, field, group);
}

/* ---- the note under a table or chart ------------------------------------------------------- */

bool is_hidden_label(const struct binder *b, struct str label) {
    return b->in->disclosure != NULL && b->d->disclosure.set_count > 0 &&
           str_find(label, mark_text(b->d->disclosure.profile.mark)) != SIZE_MAX;
}

bool table_shows_hidden(const struct binder *b, const struct bound_table *t) {
    for (size_t r = t->head_count; r < t->row_count; r++)
        for (size_t c = 0; c < t->rows[r].n; c++) {
            struct inline_run one;
            struct inline_text text = cell_inline(&t->rows[r].cells[c], &one);
            for (size_t i = 0; i < text.n; i++)
                if (is_hidden_label(b, text.v[i].text))
                    return true;
        }
    return false;
}

bool chart_shows_hidden(const struct binder *b, const struct bound_chart *chart) {
    for (size_t s = 0; s < chart->series_count; s++)
        for (size_t i = 0; i < chart->category_count; i++)
            if (is_hidden_label(b, chart->series[s].points[i].label))
                return true;
    return false;
}

static bool ends_sentence(const struct inline_builder *ib) {
    struct str last = str_trim(ib->runs.v[ib->runs.n - 1].text);
    return str_ends(last, ".") || str_ends(last, "!") || str_ends(last, "?");
}

void add_sign_note(struct inline_builder *ib, struct str sign, const char *word, struct span span) {
    struct binder *b = ib->b;
    const char *join = ib->runs.n == 0 ? "" : ends_sentence(ib) ? " " : ". ";
    inline_add(ib,
               str_format(b->a, "%s%.*s\xC2\xA0%.*s.", join, STR_ARG(sign),
                          STR_ARG(bind_word(b, ib->p->lang, word))),
               span);
}
