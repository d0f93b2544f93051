/* A table by columns: head rows from the tree of columns, one row for each item of the data, groups
 * with a heading and subtotals, a total row; or the same transposed. */
#include "document/bind_grid.h"

enum { COLUMN_DEPTH = 15 };

static size_t count_leaves(const struct table_column *v, size_t n, unsigned level,
                           unsigned *depth) {
    size_t leaves = 0;
    if (level > *depth)
        *depth = level;
    for (size_t i = 0; i < n; i++)
        leaves += v[i].column_count > 0
                      ? count_leaves(v[i].columns, v[i].column_count, level + 1, depth)
                      : 1;
    return leaves;
}

static size_t place_leaves(struct grid *g, const struct table_column *v, size_t n, size_t at) {
    for (size_t i = 0; i < n; i++) {
        if (v[i].column_count > 0) {
            at = place_leaves(g, v[i].columns, v[i].column_count, at);
            continue;
        }
        g->plan[at].c = &v[i];
        g->plan[at].link = v[i].link;
        g->plan[at].row_header = v[i].row_header;
        g->plan[at].additive = !(v[i].has_format && v[i].format.style == FORMAT_PERCENT);
        at++;
    }
    return at;
}

static bool columns_known(struct grid *g) {
    struct binder *b = g->tb->b;
    bool ok = true, any_header = false;
    for (size_t i = 0; i < g->n; i++) {
        const struct table_column *c = g->plan[i].c;
        ok = rows_have(b, &g->rows, &c->field) && ok;
        if (c->field.text.n == 0 && c->value == NULL && !c->row_total) {
            ok = false;
        } else if (c->value != NULL && c->header == NULL) {
            struct diag *d =
                diag_error(b->s->diags, "table-header", c->span, "this column has no header");
            diag_help(b->s->diags, d, "add `header:` with the words that stand above it");
            ok = false;
        }
        any_header = any_header || g->plan[i].row_header;
    }
    if (!any_header)
        g->plan[0].row_header = true;
    ok = rows_have(b, &g->rows, &g->from->sort) && ok;
    return rows_have(b, &g->rows, &g->from->group) && ok;
}

static const struct value *row_sum(struct grid *g, const struct value **row) {
    const struct value **parts = ARENA_ARRAY(g->tb->b->a, const struct value *, g->n);
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (column_adds_to_row(&g->plan[i]))
            parts[n++] = row[i];
    const struct value *sum = rows_sum(g->tb->b, parts, n, g->blk->span);
    return sum != NULL ? sum : &VALUE_NULL_VALUE;
}

static const struct value *row_total(struct grid *g, const struct value *of,
                                     const struct value **row) {
    const struct value *published = disclosure_row_total(g->tb->b->in->disclosure, of);
    return published != NULL ? published : row_sum(g, row);
}

static void evaluate(struct grid *g) {
    struct binder *b = g->tb->b;
    g->values = ARENA_ARRAY(b->a, const struct value *, g->rows.n * g->n);
    for (size_t r = 0; r < g->rows.n; r++) {
        const struct value **row = g->values + r * g->n;
        scope_set(g->scope, STR("row"), g->rows.v[r]);
        bool sums = false;
        for (size_t i = 0; i < g->n; i++) {
            const struct table_column *c = g->plan[i].c;
            sums = sums || c->row_total;
            if (c->value != NULL)
                row[i] = expr_eval(b->s, c->value, g->scope);
            else
                row[i] =
                    c->row_total ? &VALUE_NULL_VALUE : row_field(b, g->rows.v[r], c->field.text);
        }
        for (size_t i = 0; i < g->n && sums; i++)
            if (g->plan[i].c->row_total)
                row[i] = row_total(g, g->rows.v[r], row);
    }
}

/* False after a diagnostic. */
static bool make_shares(struct grid *g) {
    bool good = true;
    for (size_t i = 0; i < g->n; i++) {
        struct column_values column = grid_column_values(g, i);
        if (column_shows_shares(&g->plan[i]))
            good = column_shares(g->tb->b, &column) && good;
    }
    return good;
}

static void choose_alignment(struct grid *g) {
    for (size_t i = 0; i < g->n; i++) {
        struct column_plan *plan = &g->plan[i];
        bool figures = false, words = false;
        for (size_t r = 0; r < g->rows.n; r++) {
            const struct value *v = g->values[r * g->n + i];
            bool figure = v->kind == VALUE_NUMBER || v->kind == VALUE_MARK ||
                          (plan->c->value != NULL && figure_like(v));
            figures = figures || figure;
            words = words || (!figure && v->kind != VALUE_NULL && v->kind != VALUE_POISON);
        }
        plan->numeric = figures && !words;
        plan->align = plan->c->align;
        if (plan->align == ALIGN_AUTO)
            plan->align = plan->numeric ? ALIGN_DECIMAL : ALIGN_START;
    }
}

/* ---- cells ---- */

static enum cell_align head_align(enum cell_align align) {
    return align == ALIGN_DECIMAL ? ALIGN_END : align;
}

static struct cell_spec head_spec(struct grid *g, const struct table_column *c) {
    struct cell_spec spec = {
        .rich = c->header, .span = c->span, .column_span = 1, .row_span = 1, .scope = SCOPE_COLUMN};
    if (c->header == NULL && c->row_total)
        spec.plain = bind_word(g->tb->b, g->tb->p->lang, "total");
    else if (c->header == NULL)
        spec.plain = c->field.text;
    return spec;
}

static struct str link_address(struct grid *g, size_t column, size_t row, struct span *span) {
    struct binder *b = g->tb->b;
    const struct expr *link = g->plan[column].link;
    if (link == NULL)
        return STR_EMPTY;
    scope_set(g->scope, STR("row"), g->rows.v[row]);
    const struct value *v = expr_eval(b->s, link, g->scope);
    *span = v->origin;
    if (v->kind == VALUE_TEXT)
        return str_trim(v->as.text);
    if (v->kind != VALUE_POISON && v->kind != VALUE_NULL)
        diag_help(b->s->diags,
                  diag_error(b->s->diags, "link-scheme", expr_span(link),
                             "a link's address must be a text, not %.*s",
                             STR_ARG(value_describe(b->a, v))),
                  "`link` is an expression that gives an address: `row.url`");
    return STR_EMPTY;
}

static struct cell_spec value_spec(struct grid *g, size_t column, const struct value *v,
                                   struct span span) {
    const struct column_plan *plan = &g->plan[column];
    struct cell_spec spec = {.column_span = 1, .row_span = 1, .align = plan->align};
    spec.span = v->origin.source != NULL ? v->origin : span;
    spec.plain =
        figure_text(g->tb->b, v, plan->c->has_format ? &plan->c->format : NULL, g->tb->p->lang);
    spec.scope = plan->row_header ? SCOPE_ROW : SCOPE_NONE;
    spec.number = v->kind == VALUE_NUMBER || v->kind == VALUE_MARK ||
                  (plan->numeric && v->kind == VALUE_TEXT);
    spec.figure = v->kind == VALUE_NUMBER ? v->as.number.value : NULL;
    if (spec.plain.n == 0) /* an empty cell heads nothing */
        spec.scope = SCOPE_NONE;
    if (spec.align == ALIGN_DECIMAL)
        spec.point = v->kind == VALUE_NUMBER || v->kind == VALUE_TEXT
                         ? figure_point(g->tb, spec.plain)
                         : spec.plain.n;
    return spec;
}

static struct cell_spec body_spec(struct grid *g, size_t row, size_t column) {
    struct cell_spec spec =
        value_spec(g, column, g->values[row * g->n + column], g->rows.v[row]->origin);
    if (spec.span.source == NULL)
        spec.span = g->plan[column].c->span;
    spec.address = link_address(g, column, row, &spec.address_span);
    return spec;
}

/* The sum of some rows in a column; a label where the rows have their headings. */
static struct cell_spec sum_spec(struct grid *g, size_t column, const size_t *rows, size_t n) {
    struct binder *b = g->tb->b;
    const struct column_plan *plan = &g->plan[column];
    const struct value *sum = NULL;
    if (plan->numeric && !plan->row_header) {
        const struct value **v = ARENA_ARRAY(b->a, const struct value *, n);
        for (size_t i = 0; i < n; i++)
            v[i] = g->values[(rows != NULL ? rows[i] : i) * g->n + column];
        const struct value *row = rows != NULL ? g->rows.v[rows[0]] : NULL;
        if (plan->additive)
            sum = published_sum(b, &g->set, &(struct sum_place){g->from, plan->c, row});
        else if (!column_shows_shares(plan))
            sum = value_mark(b->a, MARK_NOT_APPLICABLE);
        if (sum == NULL)
            sum = rows_sum(b, v, n, plan->c->span);
    }
    return value_spec(g, column, sum != NULL ? sum : &VALUE_NULL_VALUE, plan->c->span);
}

static struct cell_spec total_label(struct grid *g) {
    struct cell_spec spec = {.rich = g->from->total_label,
                             .span = g->blk->span,
                             .column_span = 1,
                             .row_span = 1,
                             .scope = SCOPE_ROW};
    if (spec.rich == NULL)
        spec.plain = bind_word(g->tb->b, g->tb->p->lang, "total");
    return spec;
}

/* ---- rows ---- */

static void head_level(struct grid *g, const struct table_column *v, size_t n, unsigned level) {
    /* `level` counts down to the row that is being made; `below` rows of the head come after it. */
    for (size_t i = 0; i < n; i++) {
        if (level > 0) {
            if (v[i].column_count > 0)
                head_level(g, v[i].columns, v[i].column_count, level - 1);
            continue;
        }
        struct cell_spec spec = head_spec(g, &v[i]);
        unsigned below = g->depth - (unsigned)g->tb->t->head_count;
        if (v[i].column_count > 0) {
            unsigned ignored = 0;
            spec.column_span = (unsigned)count_leaves(v[i].columns, v[i].column_count, 1, &ignored);
            spec.align = ALIGN_CENTER;
        } else {
            size_t at = 0;
            while (g->plan[at].c != &v[i])
                at++;
            spec.row_span = below + 1;
            spec.align = head_align(g->plan[at].align);
        }
        cell_add(g->tb, &spec);
    }
}

static void emit_head(struct grid *g) {
    section_of_rows(g->tb, ROLE_THEAD, g->blk->span);
    for (unsigned level = 0; level < g->depth; level++) {
        row_open(g->tb, ROW_HEAD, g->blk->span);
        head_level(g, g->from->columns, g->from->column_count, level);
        row_close(g->tb);
    }
}

static void emit_row(struct grid *g, size_t r) {
    row_open(g->tb, ROW_BODY, g->rows.v[r]->origin);
    for (size_t i = 0; i < g->n; i++) {
        struct cell_spec spec = body_spec(g, r, i);
        cell_add(g->tb, &spec);
        grid_note_figure(g, i, r, STR_EMPTY);
    }
    row_close(g->tb);
}

static struct str group_name(struct grid *g, const struct value *v) {
    return v->kind == VALUE_NULL ? STR_EMPTY : value_text_of(g->tb->b->a, v, g->tb->p->lang);
}

static void emit_sums(struct grid *g, enum row_kind kind, const size_t *rows, size_t n) {
    size_t at = grid_label_column(g);
    struct str name = STR("total");
    row_open(g->tb, kind, g->blk->span);
    if (kind == ROW_SUBTOTAL)
        name = str_format(
            g->tb->b->a, "%.*s %.*s", STR_ARG(g->from->group.text),
            STR_ARG(group_name(g, row_field(g->tb->b, g->rows.v[rows[0]], g->from->group.text))));
    for (size_t i = 0; i < g->n; i++) {
        struct cell_spec spec = sum_spec(g, i, rows, n);
        if (i == at) {
            spec = total_label(g);
            if (kind == ROW_SUBTOTAL) {
                const struct value *group =
                    row_field(g->tb->b, g->rows.v[rows[0]], g->from->group.text);
                struct str word = bind_word(g->tb->b, g->tb->p->lang, "total");
                spec.rich = NULL;
                struct str of = group_name(g, group);
                spec.plain = word;
                if (of.n > 0)
                    spec.plain = str_format(g->tb->b->a, "%.*s, %.*s", STR_ARG(word), STR_ARG(of));
            }
        }
        cell_add(g->tb, &spec);
        grid_note_figure(g, i, SIZE_MAX, name);
    }
    row_close(g->tb);
}

VEC_DECLARE(row_indexes, size_t);

/* The heading of a group; rows without a group have none. */
static void emit_group_name(struct grid *g, struct str name) {
    struct table_builder *tb = g->tb;
    if (name.n == 0)
        return;
    row_open(tb, ROW_GROUP, g->blk->span);
    struct cell_spec spec = {.plain = name,
                             .span = g->from->group.span,
                             .row_span = 1,
                             .column_span = (unsigned)g->n,
                             .scope = SCOPE_COLUMN};
    cell_add(tb, &spec);
    element_id group = tb->row->cells[0].element;
    row_close(tb);
    tb->group = group;
}

static void emit_group(struct grid *g, struct str name, const struct row_indexes *rows) {
    section_of_rows(g->tb, ROLE_TBODY, g->blk->span);
    emit_group_name(g, name);
    for (size_t i = 0; i < rows->n; i++)
        emit_row(g, rows->v[i]);
    bool sums = false;
    for (size_t i = 0; i < g->n; i++)
        sums = sums || (g->plan[i].numeric && !g->plan[i].row_header);
    if (sums)
        emit_sums(g, ROW_SUBTOTAL, rows->v, rows->n);
}

static void emit_groups(struct grid *g) {
    struct arena *a = g->tb->b->a;
    struct map groups; /* the group's text -> its rows, in order of first appearance */
    map_init(&groups, a);
    for (size_t r = 0; r < g->rows.n; r++) {
        const struct value *v = row_field(g->tb->b, g->rows.v[r], g->from->group.text);
        struct str name = group_name(g, v);
        struct row_indexes *rows = map_get(&groups, name);
        if (rows == NULL) {
            rows = ARENA_NEW(a, struct row_indexes);
            map_set(&groups, name, rows);
        }
        vec_push(a, rows, r);
    }
    for (size_t i = 0; i < groups.n; i++)
        emit_group(g, groups.entries[i].key, groups.entries[i].value);
}

static void emit_no_data(struct grid *g) {
    section_of_rows(g->tb, ROLE_TBODY, g->blk->span);
    row_open(g->tb, ROW_BODY, g->blk->span);
    struct cell_spec spec = {.plain = bind_word(g->tb->b, g->tb->p->lang, "no-data"),
                             .span = g->blk->span,
                             .row_span = 1,
                             .column_span = (unsigned)g->tb->t->column_count};
    cell_add(g->tb, &spec);
    row_close(g->tb);
}

static void emit_body(struct grid *g) {
    if (g->rows.n == 0) {
        emit_no_data(g);
        return;
    }
    if (g->from->group.text.n > 0) {
        emit_groups(g);
    } else {
        section_of_rows(g->tb, ROLE_TBODY, g->blk->span);
        for (size_t r = 0; r < g->rows.n; r++)
            emit_row(g, r);
    }
    if (g->from->has_total) {
        section_of_rows(g->tb, ROLE_TFOOT, g->blk->span);
        emit_sums(g, ROW_TOTAL, NULL, g->rows.n);
    }
}

/* What stands below one another is of different kinds: all is flush with the heading's end. */
static enum cell_align transposed_align(const struct grid *g, size_t column) {
    bool centred = column > 0 && g->plan[column].c->align == ALIGN_CENTER;
    return centred ? ALIGN_CENTER : ALIGN_END;
}

/* Columns become rows: the first column's values head the new columns. */
static void emit_transposed(struct grid *g) {
    struct table_builder *tb = g->tb;
    for (size_t c = 0; c < g->n; c++) {
        if (c < 2)
            section_of_rows(tb, c == 0 ? ROLE_THEAD : ROLE_TBODY, g->blk->span);
        row_open(tb, c == 0 ? ROW_HEAD : ROW_BODY, g->plan[c].c->span);
        struct cell_spec spec = head_spec(g, g->plan[c].c);
        spec.scope = c == 0 ? SCOPE_COLUMN : SCOPE_ROW;
        cell_add(tb, &spec);
        for (size_t r = 0; r < g->rows.n; r++) {
            spec = body_spec(g, r, c);
            spec.scope = c == 0 && spec.plain.n > 0 ? SCOPE_COLUMN : SCOPE_NONE;
            spec.align = transposed_align(g, c);
            cell_add(tb, &spec);
            grid_note_figure(g, c, r, STR_EMPTY);
        }
        if (g->from->has_total) {
            spec = c == 0 ? total_label(g) : sum_spec(g, c, NULL, g->rows.n);
            spec.scope = c == 0 ? SCOPE_COLUMN : SCOPE_NONE;
            spec.align = transposed_align(g, c);
            cell_add(tb, &spec);
            grid_note_figure(g, c, SIZE_MAX, STR("total"));
        }
        row_close(tb);
    }
}

static bool transposable(struct grid *g) {
    struct binder *b = g->tb->b;
    if (g->depth == 1 && g->from->group.text.n == 0 && g->n > 1 && g->rows.n + 2 <= LIMIT_SPAN)
        return true;
    if (g->rows.n + 2 > LIMIT_SPAN)
        diag_help(b->s->diags,
                  diag_error(b->s->diags, "table-transpose", g->blk->span,
                             "a transposed table would have more than %d columns", LIMIT_SPAN),
                  "take `transpose` away, or keep fewer rows with `where:`");
    else
        diag_help(
            b->s->diags,
            diag_error(
                b->s->diags, "table-transpose", g->blk->span,
                "a transposed table needs two plain columns or more, and takes no `group` and "
                "no header over several columns"),
            "take `transpose` away");
    return false;
}

static void make_columns(struct grid *g, bool transpose) {
    struct bound_table *t = g->tb->t;
    t->column_count = transpose ? 1 + g->rows.n + (g->from->has_total ? 1 : 0) : g->n;
    t->columns = ARENA_ARRAY(g->tb->b->a, struct bound_column, t->column_count);
    for (size_t i = 0; i < t->column_count; i++) {
        if (transpose)
            t->columns[i] = (struct bound_column){.align = i == 0 ? ALIGN_START : ALIGN_END,
                                                  .row_header = i == 0};
        else
            t->columns[i] = (struct bound_column){.width = g->plan[i].c->width,
                                                  .align = g->plan[i].align,
                                                  .row_header = g->plan[i].row_header};
    }
}

/* One row of headings, and headings of rows before all else: a reader finds a cell's headings by their
 * scopes. Headers as well would be a third of a long table's file; in a short one they are for those that
 * look for nothing else. */
static bool is_long_and_plain(const struct grid *g) {
    enum { LONG = 500 };
    bool plain = g->depth == 1 && g->from->group.text.n == 0 && !g->from->transpose;
    for (size_t i = 1; i < g->n; i++)
        plain = plain && (!g->plan[i].row_header || g->plan[i - 1].row_header);
    return plain && g->rows.n > LONG;
}

void bind_columns(struct table_builder *tb, const struct table_block *t, const struct block *blk) {
    struct binder *b = tb->b;
    struct grid g = {.tb = tb, .from = t, .blk = blk, .depth = 1};
    g.n = count_leaves(t->columns, t->column_count, 1, &g.depth);
    if (g.n == 0 || g.depth > COLUMN_DEPTH) {
        diag_help(b->s->diags,
                  diag_error(b->s->diags, "table-columns", blk->span,
                             g.n == 0 ? "this table has no columns"
                                      : "headers over several columns are nested too deeply"),
                  "write `columns: [{field: district, header: District}]`");
        return;
    }
    struct rows_request request = {t->data, t->where, "table", true};
    bool readable = rows_read(b, tb->p, &request, &g.rows);
    g.plan = ARENA_ARRAY(b->a, struct column_plan, g.n);
    place_leaves(&g, t->columns, t->column_count, 0);
    if (!readable || !columns_known(&g))
        return;
    g.set = rows_protected(b, &g.rows);
    if (t->caption != NULL)
        lint_typed(b, &g.set,
                   &(struct typed_text){"caption", &t->caption->prose->origin, tb->p->lang, false});
    rows_sort(b, &g.rows, &t->sort, t->sort_descending);
    g.scope = scope_inside(b, tb->p->scope);
    evaluate(&g);
    if (!make_shares(&g))
        return;
    choose_alignment(&g);
    grid_check_sums(&g);
    bool transpose = t->transpose && g.rows.n > 0;
    if (transpose && !transposable(&g))
        return;
    make_columns(&g, transpose);
    table_open(tb, b, tb->p, tb->t);
    tb->by_scope = is_long_and_plain(&g);
    if (transpose) {
        emit_transposed(&g);
        return;
    }
    emit_head(&g);
    emit_body(&g);
}
