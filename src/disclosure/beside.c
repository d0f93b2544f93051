/* Figures that stand beside the counts and tell them: a column that repeats a count or adds counts up, a
 * share of them, a row that is the sum of the others. Found by what they are, in all rows; three rows at
 * least, as in fewer it would be chance. */
#include "disclosure/model.h"

enum { LEAST_ROWS = 3, LEAST_ROWS_PART = 4, PARTS_MOST = 12, FRACTION_PLACES = 2 };

static int64_t cell_count(const struct model *m, size_t row, size_t count) {
    return m->all.v[row * m->counts + count].value;
}

static bool row_counted(const struct model *m, size_t row) {
    for (size_t c = 0; c < m->counts; c++) {
        const struct value *v = m->cell[row * m->counts + c];
        if (!v || v->kind != VALUE_NUMBER)
            return false;
    }
    return true;
}

static int64_t sum_of(const struct model *m, size_t row, uint32_t parts) {
    int64_t sum = 0;
    for (size_t c = 0; c < m->counts; c++)
        sum += parts >> c & 1 ? cell_count(m, row, c) : 0;
    return sum;
}

static uint32_t all_parts(const struct model *m) {
    return m->counts >= 32 ? 0 : ((uint32_t)1 << m->counts) - 1;
}

/* --- sums ---------------------------------------------------------------------------------- */

/* Figures that may be sums of counts: one a row, -1 where there is none. */
struct sums {
    const int64_t *v;
    const struct model *m;
};

/* Each figure is the sum of these counts; enough of them, and not all one number. */
static bool is_sum(const struct sums *s, uint32_t parts, size_t least) {
    size_t n = 0;
    bool differ = false;
    int64_t first = -1;
    for (size_t r = 0; r < s->m->rows; r++) {
        if (s->v[r] < 0 || !row_counted(s->m, r))
            continue;
        if (sum_of(s->m, r, parts) != s->v[r])
            return false;
        n += s->v[r] > 0;
        differ = differ || (first >= 0 && s->v[r] != first);
        first = s->v[r];
    }
    return n >= least && differ;
}

/* The counts, as bits, whose sum the figures are; 0: none. Without those in `but`. */
static uint32_t find_sum(const struct sums *s, uint32_t but) {
    uint32_t all = all_parts(s->m) & ~but;
    if (is_sum(s, all, LEAST_ROWS))
        return all;
    for (size_t c = 0; c < s->m->counts && c < 32; c++) {
        uint32_t one = (uint32_t)1 << c & all;
        if (one && is_sum(s, one, but ? LEAST_ROWS_PART : LEAST_ROWS))
            return one;
    }
    for (uint32_t parts = 3; s->m->counts <= PARTS_MOST && parts < all; parts++) {
        bool several = (parts & (parts - 1)) != 0;
        if (several && (parts & ~all) == 0 && is_sum(s, parts, LEAST_ROWS_PART))
            return parts;
    }
    return 0;
}

static bool is_single(uint32_t parts) {
    return (parts & (parts - 1)) == 0;
}

static size_t single_count(uint32_t parts) {
    size_t c = 0;
    while (!(parts >> c & 1))
        c++;
    return c;
}

/* --- shares -------------------------------------------------------------------------------- */

struct share_test {
    const struct model *m;
    struct str column;
    size_t count;
    bool of_column;
    int64_t scale; /* 1: fractions, 100: percentages */
    int places;    /* of the figures as they are written */
};

static int64_t base_of(const struct model *m, size_t row, size_t count, bool of_column) {
    int64_t base = 0;
    if (!of_column)
        return sum_of(m, row, all_parts(m));
    for (size_t r = 0; r < m->rows; r++)
        base += cell_count(m, r, count);
    return base;
}

static bool is_share(const struct share_test *t, int64_t column_base) {
    struct arena *a = arena_new();
    size_t n = 0;
    bool good = true;
    for (size_t r = 0; good && r < t->m->rows; r++) {
        const struct value *v = value_get(t->m->data->value->as.list.v[r], t->column);
        int64_t base = t->of_column ? column_base : base_of(t->m, r, t->count, false);
        int64_t count = cell_count(t->m, r, t->count);
        if (!v || v->kind != VALUE_NUMBER || !row_counted(t->m, r) || base <= 0)
            continue;
        const struct decimal *share =
            decimal_divide(a, decimal_from(a, count * t->scale), decimal_from(a, base));
        share = share ? decimal_round(a, share, t->places, DECIMAL_HALF_UP) : NULL;
        good = share && decimal_compare(share, v->as.number.value) == 0;
        n += count > 0 && count < base;
    }
    arena_free(a);
    return good && n >= LEAST_ROWS;
}

/* Decimals of the column's figures; -1 if one of them is no figure of a share, or all are whole fractions. */
static int share_places(const struct model *m, struct str column, bool *fraction) {
    int places = 0;
    *fraction = true;
    for (size_t r = 0; r < m->rows; r++) {
        const struct value *v = value_get(m->data->value->as.list.v[r], column);
        if (!v || v->kind != VALUE_NUMBER)
            continue;
        if (decimal_sign(v->as.number.value) < 0 || decimal_scaled(v->as.number.value, 1) > 100)
            return -1;
        int own = decimal_places(v->as.number.value);
        places = own > places ? own : places;
        *fraction = *fraction && decimal_scaled(v->as.number.value, 1000) <= 1000;
    }
    return *fraction && places < FRACTION_PLACES ? -1 : places;
}

static bool find_share(const struct model *m, struct beside *out) {
    bool fraction;
    int places = share_places(m, out->name, &fraction);
    for (size_t c = 0; places >= 0 && c < m->counts; c++) {
        for (int of_column = 0; of_column < 2; of_column++) {
            struct share_test t = {m, out->name, c, of_column, fraction ? 1 : 100, places};
            if (!is_share(&t, base_of(m, 0, c, true)))
                continue;
            out->role = of_column ? BESIDE_SHARE_OF_COLUMN : BESIDE_SHARE_OF_ROW;
            out->count = c;
            out->places = fraction ? places - FRACTION_PLACES : places;
            return true;
        }
    }
    return false;
}

/* --- reading ------------------------------------------------------------------------------- */

/* The column's figures as whole numbers; NULL if they are none. */
static int64_t *whole_numbers(struct model *m, struct str column) {
    int64_t *out = ARENA_ARRAY(m->s->arena, int64_t, m->rows + 1);
    for (size_t r = 0; r < m->rows; r++) {
        const struct value *v = value_get(m->data->value->as.list.v[r], column);
        out[r] = -1;
        if (!v || v->kind == VALUE_NULL || v->kind == VALUE_MARK)
            continue;
        if (v->kind != VALUE_NUMBER || !decimal_to_int(v->as.number.value, &out[r]) || out[r] < 0)
            return NULL;
    }
    return out;
}

static void read_column(struct model *m, struct str column) {
    struct beside b = {.name = column};
    struct sums sums = {whole_numbers(m, column), m};
    uint32_t parts = sums.v ? find_sum(&sums, 0) : 0;
    if (parts && is_single(parts)) {
        b.role = BESIDE_COPY;
        b.count = single_count(parts);
    } else if (parts) {
        b.role = parts == all_parts(m) ? BESIDE_ROW_TOTAL : BESIDE_PART;
        b.parts = parts;
    } else if (!find_share(m, &b)) {
        return;
    }
    vec_push(m->s->arena, &m->beside, b);
}

void model_read_beside(struct model *m) {
    const struct value *rows = m->data->value;
    const struct map *entries = m->rows ? rows->as.list.v[0]->as.map.entries : NULL;
    if (m->rows < LEAST_ROWS || m->counts >= 32)
        return;
    for (size_t i = 0; i < entries->n; i++) {
        const struct value *v = entries->entries[i].value;
        bool figure = v->kind == VALUE_NUMBER || v->kind == VALUE_MARK || v->kind == VALUE_NULL;
        if (figure && model_find_count(m, entries->entries[i].key) == SIZE_MAX)
            read_column(m, entries->entries[i].key);
    }
}

const struct beside *model_find_beside(const struct model *m, struct str column) {
    for (size_t i = 0; i < m->beside.n; i++) {
        if (str_equal(m->beside.v[i].name, column))
            return &m->beside.v[i];
    }
    return NULL;
}

/* --- what is shown ------------------------------------------------------------------------- */

static const struct value *like(const struct model *m, const struct value *v,
                                const struct value *old) {
    struct value *copy = ARENA_NEW(m->s->arena, struct value);
    *copy = *v;
    copy->origin = old->origin;
    return copy;
}

/* A share may be printed where its count and its whole are. */
static bool share_hidden(const struct model *m, const struct beside *b, size_t row) {
    bool of_column = b->role == BESIDE_SHARE_OF_COLUMN;
    uint32_t total = of_column ? m->column_totals[b->count] : m->row_totals[row];
    size_t cell = row * m->counts + b->count;
    struct disclosure_share share = {.numerator = m->all.v[cell].value,
                                     .base = base_of(m, row, b->count, of_column),
                                     .places = b->places > 0 ? b->places : 0,
                                     .numerator_hidden = m->f.v[cell].hidden};
    share.complement_hidden = total == FIGURE_NONE || m->f.v[total].hidden;
    share.base_shown = total == FIGURE_NONE ? share.base : m->f.v[total].shown;
    for (size_t c = 0; !of_column && m->counts == 2 && c < 2; c++)
        share.complement_hidden = share.complement_hidden || m->f.v[row * m->counts + c].hidden;
    return disclosure_share(&m->d->profile, &share) != DISCLOSURE_SHARE_SHOWN;
}

const struct value *model_beside_value(const struct model *m, const struct beside *b, size_t row,
                                       const struct value *old) {
    const struct value *v = NULL;
    if (old->kind != VALUE_NUMBER)
        return old;
    switch (b->role) {
    case BESIDE_COPY:
        v = model_value(m, (uint32_t)(row * m->counts + b->count));
        break;
    case BESIDE_ROW_TOTAL:
        v = m->set->row_totals ? model_row_value(m, row) : NULL;
        break;
    case BESIDE_SHARE_OF_ROW:
    case BESIDE_SHARE_OF_COLUMN:
        v = share_hidden(m, b, row) ? value_mark(m->s->arena, m->d->profile.mark) : NULL;
        break;
    case BESIDE_PART:
        break;
    }
    return v ? like(m, v, old) : old;
}

/* --- what is refused ----------------------------------------------------------------------- */

static struct str parts_text(const struct model *m, uint32_t parts) {
    struct strbuf b;
    strbuf_init(&b, m->s->arena);
    for (size_t c = 0; c < m->counts; c++) {
        if (parts >> c & 1)
            strbuf_format(&b, "%s`%.*s`", b.n ? " + " : "",
                          STR_ARG(diag_quote(m->s->arena, m->set->counts[c].text)));
    }
    return strbuf_str(&b);
}

/* The first row in which an exact sum of these counts would tell more than is shown: one of them is hidden, or
 * all are rounded; SIZE_MAX: none. */
static size_t first_told(const struct model *m, uint32_t parts) {
    for (size_t i = 0; i < m->rows * m->counts; i++) {
        if (m->f.v[i].hidden && parts >> i % m->counts & 1)
            return i / m->counts;
    }
    return m->f.round > 1 && m->rows > 0 ? 0 : SIZE_MAX;
}

/* What it would tell. */
static const char *what_is(const struct model *m, uint32_t parts) {
    size_t row = first_told(m, parts);
    for (size_t c = 0; c < m->counts && row < m->rows; c++) {
        if (m->f.v[row * m->counts + c].hidden && parts >> c & 1)
            return "hidden";
    }
    return "rounded";
}

static void refuse_column(struct model *m, const struct beside *b) {
    size_t row = first_told(m, b->parts);
    if (row == SIZE_MAX || (b->role == BESIDE_ROW_TOTAL && m->set->row_totals))
        return;
    const struct value *cell = value_get(m->data->value->as.list.v[row], b->name);
    struct str name = diag_quote(m->s->arena, b->name);
    struct diag *d = diag_error(m->s->diags, "disclosure-beside",
                                cell->origin.source ? cell->origin : m->set->span,
                                "`%.*s` is %.*s in every row, and tells what is %s", STR_ARG(name),
                                STR_ARG(parts_text(m, b->parts)), what_is(m, b->parts));
    diag_help(m->s->diags, d,
              b->role == BESIDE_ROW_TOTAL
                  ? "declare it, `totals: [row]`, and it is protected like any other total"
                  : "leave this column out of the data, or these counts");
    m->good = false;
}

/* A count that is the sum of others is a total, and must be known as one. */
static void refuse_counts(struct model *m) {
    for (size_t c = 0; c < m->counts && m->counts < 32 && m->counts > 2; c++) {
        int64_t *v = ARENA_ARRAY(m->s->arena, int64_t, m->rows + 1);
        for (size_t r = 0; r < m->rows; r++)
            v[r] = cell_count(m, r, c);
        uint32_t parts = find_sum(&(struct sums){v, m}, (uint32_t)1 << c);
        if (!parts || is_single(parts) || first_told(m, parts) == SIZE_MAX)
            continue;
        struct str name = diag_quote(m->s->arena, m->set->counts[c].text);
        struct diag *d = diag_error(m->s->diags, "disclosure-beside", m->set->counts[c].span,
                                    "`%.*s` is %.*s in every row: a total, not a count of its own",
                                    STR_ARG(name), STR_ARG(parts_text(m, parts)));
        diag_help(m->s->diags, d, "take it out of `counts` and declare `totals: [row]`");
        m->good = false;
        return;
    }
}

/* Is this row the sum of all others, in two counts or more? */
static bool is_total_row(const struct model *m, size_t row) {
    size_t n = 0;
    for (size_t c = 0; c < m->counts; c++) {
        int64_t sum = 0;
        size_t parts = 0;
        for (size_t r = 0; r < m->rows; r++) {
            sum += r == row ? 0 : cell_count(m, r, c);
            parts += r != row && cell_count(m, r, c) > 0;
        }
        if (sum != cell_count(m, row, c))
            return false;
        n += parts > 1;
    }
    return n > 1;
}

static void refuse_rows(struct model *m) {
    for (size_t r = 0; r < m->rows && m->rows > LEAST_ROWS; r++) {
        if (first_told(m, all_parts(m)) == SIZE_MAX || !row_counted(m, r) || !is_total_row(m, r))
            continue;
        struct diag *d =
            diag_error(m->s->diags, "disclosure-beside", m->data->value->as.list.v[r]->origin,
                       "the row '%.*s' is the sum of all others, and tells what is %s",
                       STR_ARG(diag_quote(m->s->arena, m->keys[r])), what_is(m, all_parts(m)));
        diag_help(m->s->diags, d,
                  "take it out of the data; `totals: [column]` publishes the sums, and `total:` "
                  "prints them under a table");
        m->good = false;
        return;
    }
}

void model_check_beside(struct model *m) {
    for (size_t i = 0; i < m->beside.n; i++) {
        if (m->beside.v[i].role == BESIDE_PART || m->beside.v[i].role == BESIDE_ROW_TOTAL) {
            m->beside.v[i].parts = m->beside.v[i].parts ? m->beside.v[i].parts : all_parts(m);
            refuse_column(m, &m->beside.v[i]);
        }
    }
    refuse_counts(m);
    refuse_rows(m);
}

/* --- trees --------------------------------------------------------------------------------- */

struct tree_search {
    struct model *m;
    size_t count;
    int64_t sum;
    bool rounded; /* the total is shown, but not exactly */
};

static bool is_declared(const struct model *m, struct str path) {
    for (size_t i = 0; i < m->d->same_count; i++) {
        if (str_equal(m->d->same[i].path.text, path))
            return true;
    }
    return false;
}

static void refuse_copy(const struct tree_search *t, struct str path, const struct value *v) {
    struct model *m = t->m;
    struct str count = m->set->counts[t->count].text, name = diag_quote(m->s->arena, path);
    struct diag *d = diag_error(m->s->diags, "disclosure-beside", v->origin,
                                "`%.*s` is the total of `%.*s`, and that is %s", STR_ARG(name),
                                STR_ARG(diag_quote(m->s->arena, count)),
                                t->rounded ? "published rounded" : "not published");
    diag_help(m->s->diags, d,
              "say so, `same: {%.*s: total %.*s}`, and it is protected like the total",
              STR_ARG(name), STR_ARG(diag_quote(m->s->arena, count)));
    m->good = false;
}

static void search_tree(const struct tree_search *t, struct str path, const struct value *map) {
    struct arena *a = t->m->s->arena;
    for (size_t i = 0; i < map->as.map.entries->n; i++) {
        const struct map_entry *e = &map->as.map.entries->entries[i];
        const struct value *v = e->value;
        struct str inner = str_format(a, "%.*s.%.*s", STR_ARG(path), STR_ARG(e->key));
        int64_t n;
        if (v->kind == VALUE_MAP)
            search_tree(t, inner, v);
        else if (v->kind == VALUE_NUMBER && str_equal(e->key, t->m->set->counts[t->count].text) &&
                 decimal_to_int(v->as.number.value, &n) && n == t->sum && !is_declared(t->m, inner))
            refuse_copy(t, inner, v);
    }
}

void model_check_trees(struct model *m, struct dataset *const *sets, size_t n) {
    for (size_t c = 0; c < m->counts && m->counts < 32; c++) {
        uint32_t total = m->column_totals[c];
        bool visible = total != FIGURE_NONE && !m->f.v[total].hidden;
        struct tree_search t = {m, c, 0, visible && m->f.v[total].shown != m->f.v[total].value};
        for (size_t r = 0; r < m->rows; r++)
            t.sum += cell_count(m, r, c);
        t.rounded = t.rounded && m->f.round > 1;
        if ((visible && !t.rounded) || t.sum == 0 || first_told(m, (uint32_t)1 << c) == SIZE_MAX)
            continue;
        for (size_t i = 0; i < n; i++) {
            if (sets[i]->value->kind == VALUE_MAP)
                search_tree(&t, sets[i]->declaration->name, sets[i]->value);
        }
    }
}
