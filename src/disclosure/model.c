#include "disclosure/model.h"

#include "data/format.h"

/* Above this a count of persons is a mistake, and sums stay far from what 64 bits hold. */
#define COUNT_LIMIT ((int64_t)1000000000000)

static struct str label_at(struct model *m, size_t row, size_t count) {
    return str_format(m->s->arena, "%.*s, %.*s", STR_ARG(m->keys[row]),
                      STR_ARG(m->set->counts[count].text));
}

static uint32_t add_figure(struct model *m, const struct figure *x, struct str label) {
    struct model_note note = {.label = label};
    vec_push(m->s->arena, &m->all, *x);
    vec_push(m->s->arena, &m->notes, note);
    return (uint32_t)(m->all.n - 1);
}

/* A count that cannot be one, with what it is. */
static void refuse_count(struct model *m, const struct value *v, size_t row, size_t count) {
    m->good = false;
    if (v && value_used(m->s, v)->kind == VALUE_POISON)
        return;
    struct diag *d = diag_error(m->s->diags, "disclosure-count",
                                v && v->origin.source ? v->origin : m->set->counts[count].span,
                                "%.*s is %.*s, not a count of persons",
                                STR_ARG(diag_quote(m->s->arena, label_at(m, row, count))),
                                STR_ARG(v ? value_describe(m->s->arena, v) : STR("missing")));
    diag_help(m->s->diags, d,
              v && v->kind != VALUE_NULL ? "a count is a whole number, 0 or more, or a mark"
                                         : "write the count, 0 if there was nobody, or a mark "
                                           "such as [x] (not available) or [z] (not applicable)");
}

static void read_cell(struct model *m, const struct value *row_value, size_t row, size_t count) {
    const struct value *v = value_get(row_value, m->set->counts[count].text);
    struct figure x = {.n = 1, .rank = FIGURE_CELL};
    uint32_t *own = ARENA_NEW(m->s->arena, uint32_t);
    *own = (uint32_t)(row * m->counts + count);
    x.cells = own;
    m->cell[*own] = v;
    bool number = v && v->kind == VALUE_NUMBER && decimal_to_int(v->as.number.value, &x.value) &&
                  x.value >= 0 && x.value <= COUNT_LIMIT;
    bool mark = v && v->kind == VALUE_MARK;
    if (!number && !mark)
        refuse_count(m, v, row, count);
    if (!number)
        x.value = 0;
    x.forced = !number || (x.value == 0 && m->d->profile.zeros != DISCLOSURE_ZEROS_HIDDEN);
    x.exact = x.forced;
    add_figure(m, &x, label_at(m, row, count));
}

/* How a field that tells rows or groups apart prints. A faulty one leaves the set unprotected, so it
 * refuses all that read the set. */
static struct str field_text(struct model *m, const struct value *row, struct str field) {
    const struct value *v = value_get(row, field);
    if (!v)
        return STR_EMPTY;
    if (value_used(m->s, v)->kind == VALUE_POISON)
        m->good = false;
    return value_text_of(m->s->arena, v, STR("en"));
}

/* A row's key: what its `by` fields print, else the source's key, else its number. */
static struct str key_of(struct model *m, const struct value *row, size_t number) {
    struct strbuf b;
    strbuf_init(&b, m->s->arena);
    for (size_t i = 0; i < m->set->by_count; i++) {
        if (i > 0)
            strbuf_add_c(&b, ", ");
        strbuf_add(&b, field_text(m, row, m->set->by[i].text));
    }
    struct str key = m->data->declaration->key;
    if (m->set->by_count == 0 && key.n > 0 && value_get(row, key))
        strbuf_add(&b, field_text(m, row, key));
    else if (m->set->by_count == 0)
        strbuf_format(&b, "row %zu", number + 1);
    return strbuf_str(&b);
}

/* Each row must be one that `at` can name. */
static void read_keys(struct model *m) {
    struct map seen;
    map_init(&seen, m->s->arena);
    for (size_t r = 0; r < m->rows; r++) {
        const struct value *row = m->data->value->as.list.v[r];
        m->keys[r] = key_of(m, row, r);
        const struct value *earlier = map_get(&seen, m->keys[r]);
        if (!earlier) {
            map_set(&seen, m->keys[r], (void *)(uintptr_t)row);
            continue;
        }
        m->good = false;
        struct diag *d =
            diag_error(m->s->diags, "disclosure-key", row->origin, "two rows of `%.*s` are '%.*s'",
                       STR_ARG(m->set->name.text), STR_ARG(diag_quote(m->s->arena, m->keys[r])));
        diag_note(m->s->diags, d, earlier->origin, "the first is here");
        diag_help(m->s->diags, d,
                  "name in `by:` what tells rows apart; a list of fields is taken too");
    }
}

/* A name in the set that is no column is an error with the nearest one. */
static void check_name(struct model *m, const struct disclosure_word *word) {
    const struct value *list = m->data->value;
    if (list->as.list.n == 0 || value_get(list->as.list.v[0], word->text))
        return;
    const struct map *entries = list->as.list.v[0]->as.map.entries;
    struct str *names = ARENA_ARRAY(m->s->arena, struct str, entries->n);
    for (size_t i = 0; i < entries->n; i++)
        names[i] = entries->entries[i].key;
    struct diag *d =
        diag_error(m->s->diags, "unknown-column", word->span, "`%.*s` has no column `%.*s`",
                   STR_ARG(m->set->name.text), STR_ARG(diag_quote(m->s->arena, word->text)));
    struct str near = diag_nearest(word->text, names, entries->n);
    if (near.n > 0)
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(diag_quote(m->s->arena, near)));
    m->good = false;
}

static void check_names(struct model *m) {
    for (size_t i = 0; i < m->set->count_count; i++)
        check_name(m, &m->set->counts[i]);
    for (size_t i = 0; i < m->set->by_count; i++)
        check_name(m, &m->set->by[i]);
    for (size_t i = 0; i < m->set->group_count; i++)
        check_name(m, &m->set->groups[i]);
}

static bool is_rows(const struct value *v) {
    if (v->kind != VALUE_LIST)
        return false;
    for (size_t i = 0; i < v->as.list.n; i++) {
        if (v->as.list.v[i]->kind != VALUE_MAP)
            return false;
    }
    return true;
}

static uint32_t *no_figures(struct model *m, size_t n) {
    uint32_t *out = ARENA_ARRAY(m->s->arena, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = FIGURE_NONE;
    return out;
}

static void read_group(struct model *m, struct str field) {
    struct map seen;
    map_init(&seen, m->s->arena);
    for (uint32_t r = 0; r < m->rows; r++) {
        struct str text = field_text(m, m->data->value->as.list.v[r], field);
        uintptr_t at = (uintptr_t)map_get(&seen, text);
        if (at == 0) {
            struct model_group g = {.field = field, .value = text, .row_total = FIGURE_NONE};
            g.columns = no_figures(m, m->counts);
            vec_push(m->s->arena, &m->groups, g);
            at = m->groups.n;
            map_set(&seen, text, (void *)at);
        }
        vec_push(m->s->arena, &m->groups.v[at - 1].rows, r);
    }
}

/* The sums that the set declares. */
static void declare_sums(struct model *m) {
    bool row = m->set->row_totals;
    for (size_t i = 0; i < m->set->group_count; i++)
        read_group(m, m->set->groups[i].text);
    for (size_t c = 0; m->set->column_totals && c < m->counts; c++)
        model_column(m, c);
    for (size_t r = 0; row && r < m->rows; r++)
        model_row(m, r);
    if (m->set->grand_total ||
        (m->d->profile.round > 1 && row && m->set->column_totals)) /* to be rounded as near too */
        model_grand(m);
    for (size_t g = 0; g < m->groups.n; g++) {
        for (size_t c = 0; c < m->counts; c++)
            model_group_column(m, &m->groups.v[g], c);
        if (row)
            model_group_row(m, &m->groups.v[g]);
    }
}

struct model *model_read(struct session *s, const struct disclosure_declaration *d,
                         const struct disclosure_set *set, const struct dataset *data) {
    struct model *m = ARENA_NEW(s->arena, struct model);
    *m = (struct model){.s = s, .d = d, .set = set, .data = data, .good = true};
    m->grand = FIGURE_NONE;
    if (data->value->kind == VALUE_POISON || !is_rows(data->value)) {
        m->good = false;
        if (data->value->kind != VALUE_POISON) {
            struct diag *e = diag_error(s->diags, "disclosure-set", set->name.span,
                                        "`%.*s` is not a list of rows", STR_ARG(set->name.text));
            diag_help(s->diags, e, "a set is a table: a CSV file, or a list of maps");
        }
        return m;
    }
    check_names(m);
    if (!m->good)
        return m;
    m->rows = data->value->as.list.n;
    m->counts = set->count_count;
    m->keys = ARENA_ARRAY(s->arena, struct str, m->rows + 1);
    m->cell = ARENA_ARRAY(s->arena, const struct value *, m->rows * m->counts + 1);
    m->row_totals = no_figures(m, m->rows);
    m->column_totals = no_figures(m, m->counts);
    read_keys(m);
    for (size_t r = 0; r < m->rows; r++) {
        for (size_t c = 0; c < m->counts; c++)
            read_cell(m, data->value->as.list.v[r], r, c);
    }
    declare_sums(m);
    if (m->good)
        model_read_beside(m);
    return m;
}

/* --- sums ---------------------------------------------------------------------------------- */

/* A sum over a marked cell is that mark and tells nothing; a cell that does not apply is a 0. */
static uint32_t add_sum(struct model *m, const struct figure_list *cells, enum figure_rank rank,
                        struct str label) {
    struct figure x = {.cells = cells->v, .n = cells->n, .rank = rank};
    if (cells->n == 0)
        return FIGURE_NONE;
    for (size_t i = 0; i < cells->n; i++) {
        const struct value *v = m->cell[cells->v[i]];
        if (v && v->kind == VALUE_MARK && v->as.mark != MARK_NOT_APPLICABLE)
            return FIGURE_NONE;
        x.value += m->all.v[cells->v[i]].value;
    }
    x.forced = x.value == 0 && m->d->profile.zeros != DISCLOSURE_ZEROS_HIDDEN;
    x.exact = x.forced;
    return add_figure(m, &x, label);
}

static void take_row(struct model *m, struct figure_list *cells, size_t row) {
    for (size_t c = 0; c < m->counts; c++) {
        uint32_t cell = (uint32_t)(row * m->counts + c);
        vec_push(m->s->arena, cells, cell);
    }
}

uint32_t model_row(struct model *m, size_t row) {
    struct figure_list cells = {0};
    if (m->row_totals[row] == FIGURE_NONE) {
        take_row(m, &cells, row);
        m->row_totals[row] = add_sum(m, &cells, FIGURE_TOTAL,
                                     str_format(m->s->arena, "%.*s, total", STR_ARG(m->keys[row])));
    }
    return m->row_totals[row];
}

uint32_t model_column(struct model *m, size_t count) {
    struct figure_list cells = {0};
    if (m->column_totals[count] == FIGURE_NONE) {
        for (size_t r = 0; r < m->rows; r++) {
            uint32_t cell = (uint32_t)(r * m->counts + count);
            vec_push(m->s->arena, &cells, cell);
        }
        m->column_totals[count] =
            add_sum(m, &cells, m->counts == 1 ? FIGURE_GRAND : FIGURE_TOTAL,
                    str_format(m->s->arena, "total, %.*s", STR_ARG(m->set->counts[count].text)));
    }
    return m->column_totals[count];
}

uint32_t model_grand(struct model *m) {
    struct figure_list cells = {0};
    if (m->grand == FIGURE_NONE) {
        for (size_t r = 0; r < m->rows; r++)
            take_row(m, &cells, r);
        m->grand = add_sum(m, &cells, FIGURE_GRAND, STR("total of all"));
    }
    return m->grand;
}

uint32_t model_group_column(struct model *m, struct model_group *g, size_t count) {
    struct figure_list cells = {0};
    if (g->columns[count] == FIGURE_NONE) {
        for (size_t i = 0; i < g->rows.n; i++) {
            uint32_t cell = (uint32_t)(g->rows.v[i] * m->counts + count);
            vec_push(m->s->arena, &cells, cell);
        }
        g->columns[count] =
            add_sum(m, &cells, FIGURE_TOTAL,
                    str_format(m->s->arena, "%.*s %.*s, %.*s", STR_ARG(g->field), STR_ARG(g->value),
                               STR_ARG(m->set->counts[count].text)));
    }
    return g->columns[count];
}

uint32_t model_group_row(struct model *m, struct model_group *g) {
    struct figure_list cells = {0};
    if (g->row_total == FIGURE_NONE) {
        for (size_t i = 0; i < g->rows.n; i++)
            take_row(m, &cells, g->rows.v[i]);
        g->row_total = add_sum(
            m, &cells, FIGURE_TOTAL,
            str_format(m->s->arena, "%.*s %.*s, total", STR_ARG(g->field), STR_ARG(g->value)));
    }
    return g->row_total;
}

size_t model_find_count(const struct model *m, struct str name) {
    for (size_t c = 0; c < m->counts; c++) {
        if (str_equal(m->set->counts[c].text, name))
            return c;
    }
    return SIZE_MAX;
}

size_t model_find_row(const struct model *m, struct str key) {
    for (size_t r = 0; r < m->rows; r++) {
        if (str_equal(m->keys[r], key))
            return r;
    }
    return SIZE_MAX;
}

struct model_group *model_find_group(struct model *m, struct str value) {
    for (size_t g = 0; g < m->groups.n; g++) {
        if (str_equal(m->groups.v[g].value, value))
            return &m->groups.v[g];
    }
    return NULL;
}

void model_finish(struct model *m) {
    const struct disclosure_profile *p = &m->d->profile;
    m->f = (struct figures){.arena = m->s->arena, .v = m->all.v, .n = m->all.n};
    m->f.cells = m->rows * m->counts;
    m->f.zeros_shown = p->zeros != DISCLOSURE_ZEROS_HIDDEN;
    m->f.low = m->f.zeros_shown && p->low == 0 ? 1 : p->low;
    if (!m->f.zeros_shown)
        m->f.low = 0;
    m->f.high = p->high;
    m->f.round = p->round > 1 ? p->round : 1;
    m->f.range = p->goal == DISCLOSURE_RANGE;
}
