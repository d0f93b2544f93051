/* The private report as a person reads it. */
#include "cli/protect_report.h"

#include "base/utf8.h"
#include "cli/report.h"
#include "data/format.h"

static const char PRIVATE[] =
    "PRIVATE: this report holds the true figures. It must not be published or sent on.\n";

static bool is_hidden(const struct disclosure_entry *e) {
    return e->why == DISCLOSURE_PRIMARY || e->why == DISCLOSURE_TOTAL ||
           e->why == DISCLOSURE_SECONDARY || e->why == DISCLOSURE_UNSAFE;
}

static void count_total(struct protect_count *c, const struct disclosure_entry *e) {
    c->totals += e->shown != NULL;
    c->totals_hidden += e->shown && is_hidden(e);
}

struct protect_count protect_count(const struct disclosure_grid *g) {
    struct protect_count c = {0};
    for (size_t i = 0; i < g->rows * g->counts; i++) {
        c.counts += g->cells[i].counted;
        c.counts_hidden += g->cells[i].counted && is_hidden(&g->cells[i]);
    }
    for (size_t i = 0; g->row_totals && i < g->rows; i++)
        count_total(&c, &g->row_totals[i]);
    for (size_t i = 0; g->totals && i < g->counts; i++)
        count_total(&c, &g->totals[i]);
    count_total(&c, &g->grand);
    for (size_t k = 0; k < g->group_count; k++) {
        for (size_t i = 0; i < g->counts; i++)
            count_total(&c, &g->groups[k].columns[i]);
        count_total(&c, &g->groups[k].total);
    }
    return c;
}

static const char *plural(size_t n) {
    return n == 1 ? "" : "s";
}

/* ---- the profile ---------------------------------------------------------------------------- */

static void write_profile(struct strbuf *b, const struct disclosure_profile *p) {
    static const char *const zeros[] = {"zeros are shown", "zeros are hidden",
                                        "zeros are shown, for a person to judge"};
    struct arena *a = b->arena;
    strbuf_format(b, "profile %.*s: counts of %lld to %lld are hidden, %s, ",
                  STR_ARG(p->name.n ? diag_quote(a, p->name) : STR("of the layout's own")),
                  (long long)p->low, (long long)p->high, zeros[p->zeros]);
    if (p->round > 1)
        strbuf_format(b, "other counts are rounded to %lld so that totals add up",
                      (long long)p->round);
    else
        strbuf_add_c(b, "other counts are exact");
    if (p->goal == DISCLOSURE_RANGE)
        strbuf_format(b, "; each hidden count could as well be above %lld", (long long)p->high);
    strbuf_add_char(b, '\n');
}

static void write_summary(struct strbuf *b, const struct protect_report *p) {
    for (size_t i = 0; i < p->report->grid_count; i++) {
        const struct disclosure_grid *g = &p->report->grids[i];
        struct protect_count c = protect_count(g);
        strbuf_format(b, "%.*s: %zu of %zu count%s hidden", STR_ARG(g->set->name.text),
                      c.counts_hidden, c.counts, plural(c.counts));
        if (c.totals)
            strbuf_format(b, ", %zu of %zu total%s hidden", c.totals_hidden, c.totals,
                          plural(c.totals));
        if (g->alone)
            strbuf_add_c(b, "; each figure is rounded by itself, and totals may not add up");
        if (g->rough)
            strbuf_add_c(b, "; totals add up, and may not be as near as they could be");
        strbuf_add_char(b, '\n');
    }
}

/* ---- tables --------------------------------------------------------------------------------- */

struct table {
    struct arena *a;
    struct str *cells; /* rows by columns; the first column is the row's name */
    size_t rows, columns;
};

static char letter_of(enum disclosure_why why) {
    switch (why) {
    case DISCLOSURE_PRIMARY:
        return 'p';
    case DISCLOSURE_TOTAL:
        return 't';
    case DISCLOSURE_SECONDARY:
        return 's';
    case DISCLOSURE_OVERRIDDEN:
        return 'o';
    case DISCLOSURE_UNSAFE:
        return '!';
    case DISCLOSURE_SHOWN:
        break;
    }
    return ' ';
}

static struct str entry_text(struct arena *a, const struct disclosure_entry *e) {
    if (!e->shown)
        return STR_EMPTY;
    if (!e->counted)
        return str_format(a, "%.*s  ", STR_ARG(value_text_of(a, e->shown, STR("en"))));
    struct str shown = value_text_of(a, e->shown, STR("en"));
    struct str value = str_format(a, "%lld", (long long)e->value);
    if (e->shown->kind != VALUE_MARK && !str_equal(shown, value)) /* rounded */
        value = str_format(a, "%.*s as %.*s", STR_ARG(value), STR_ARG(shown));
    return str_format(a, "%.*s %c", STR_ARG(value), letter_of(e->why));
}

static void put(struct table *t, size_t row, size_t column, struct str text) {
    t->cells[row * t->columns + column] = text;
}

static void put_entries(struct table *t, size_t row, const struct disclosure_entry *v, size_t n) {
    for (size_t i = 0; v && i < n; i++)
        put(t, row, 1 + i, entry_text(t->a, &v[i]));
}

static void add_text(struct strbuf *b, struct str text, size_t width, bool right) {
    size_t n = utf8_length(text);
    for (size_t i = n; right && i < width; i++)
        strbuf_add_char(b, ' ');
    strbuf_add(b, text);
    for (size_t i = n; !right && i < width; i++)
        strbuf_add_char(b, ' ');
}

static void write_table(struct strbuf *b, const struct table *t) {
    size_t *widths = ARENA_ARRAY(t->a, size_t, t->columns);
    for (size_t i = 0; i < t->rows * t->columns; i++) {
        size_t n = utf8_length(t->cells[i]);
        if (n > widths[i % t->columns])
            widths[i % t->columns] = n;
    }
    for (size_t r = 0; r < t->rows; r++) {
        strbuf_add_c(b, "  ");
        size_t start = b->n;
        for (size_t c = 0; c < t->columns; c++) {
            strbuf_add_c(b, c ? "  " : "");
            add_text(b, t->cells[r * t->columns + c], widths[c], c > 0);
        }
        while (b->n > start && b->p[b->n - 1] == ' ')
            b->n--;
        strbuf_add_char(b, '\n');
    }
}

static bool has_total_column(const struct disclosure_grid *g) {
    bool any = g->row_totals || g->grand.shown;
    for (size_t k = 0; k < g->group_count; k++)
        any = any || g->groups[k].total.shown;
    return any;
}

static void write_grid(struct strbuf *b, const struct disclosure_grid *g) {
    struct arena *a = b->arena;
    bool totals = has_total_column(g), last = g->totals || g->grand.shown;
    struct table t = {.a = a, .columns = 1 + g->counts + totals};
    t.rows = 1 + g->rows + g->group_count + last;
    t.cells = ARENA_ARRAY(a, struct str, t.rows * t.columns);
    for (size_t c = 0; c < g->counts; c++)
        put(&t, 0, 1 + c, str_format(a, "%.*s  ", STR_ARG(diag_quote(a, g->set->counts[c].text))));
    if (totals)
        put(&t, 0, 1 + g->counts, STR("total  "));
    size_t row = 1;
    for (size_t r = 0; r < g->rows; r++, row++) {
        put(&t, row, 0, diag_quote(a, g->keys[r]));
        put_entries(&t, row, &g->cells[r * g->counts], g->counts);
        if (g->row_totals)
            put(&t, row, 1 + g->counts, entry_text(a, &g->row_totals[r]));
    }
    for (size_t k = 0; k < g->group_count; k++, row++) {
        const struct disclosure_grid_group *group = &g->groups[k];
        put(&t, row, 0,
            str_format(a, "%.*s %.*s", STR_ARG(diag_quote(a, group->field)),
                       STR_ARG(diag_quote(a, group->value))));
        put_entries(&t, row, group->columns, g->counts);
        if (totals)
            put(&t, row, 1 + g->counts, entry_text(a, &group->total));
    }
    if (last) {
        put(&t, row, 0, STR("total"));
        put_entries(&t, row, g->totals, g->counts);
        if (totals)
            put(&t, row, 1 + g->counts, entry_text(a, &g->grand));
    }
    write_table(b, &t);
}

static void write_legend(struct strbuf *b, const struct protect_report *p) {
    static const char *const words[] = {
        [DISCLOSURE_PRIMARY] = "p  a count of hidden size",
        [DISCLOSURE_TOTAL] = "t  a total of hidden size",
        [DISCLOSURE_SECONDARY] = "s  hidden so that another cannot be worked out",
        [DISCLOSURE_OVERRIDDEN] = "o  of hidden size, shown by an override",
        [DISCLOSURE_UNSAFE] = "!  cannot be protected: the layout is refused",
    };
    bool used[DISCLOSURE_UNSAFE + 1] = {false};
    for (size_t i = 0; i < p->report->line_count; i++)
        used[p->report->lines[i].why] = true;
    strbuf_add_char(b, '\n');
    for (size_t i = DISCLOSURE_PRIMARY; i <= DISCLOSURE_UNSAFE; i++) {
        if (used[i])
            strbuf_format(b, "  %s\n", words[i]);
    }
}

/* ---- figures -------------------------------------------------------------------------------- */

static const char *reason(enum disclosure_why why) {
    switch (why) {
    case DISCLOSURE_PRIMARY:
    case DISCLOSURE_TOTAL:
        return "of hidden size";
    case DISCLOSURE_SECONDARY:
        return "hidden for another";
    case DISCLOSURE_OVERRIDDEN:
        return "of hidden size, shown by an override";
    case DISCLOSURE_UNSAFE:
        return "cannot be protected";
    case DISCLOSURE_SHOWN:
        break;
    }
    return "shown";
}

static void write_interval(struct strbuf *b, const struct disclosure_line *line) {
    if (line->least == line->most) {
        if (!line->proved)
            strbuf_add_c(b, "; how far it can be narrowed was not worked out");
        return;
    }
    strbuf_add_c(b, line->proved ? "; can be narrowed to " : "; can be narrowed at most to ");
    if (line->most == INT64_MAX)
        strbuf_format(b, "%lld or more", (long long)line->least);
    else
        strbuf_format(b, "%lld to %lld", (long long)line->least, (long long)line->most);
}

static void write_line(struct strbuf *b, const struct disclosure_line *line) {
    struct arena *a = b->arena;
    strbuf_add_c(b, "  ");
    report_add_place(b, line->origin);
    strbuf_format(b, ": %.*s: %.*s is %lld, %s", STR_ARG(line->set),
                  STR_ARG(diag_quote(a, line->label)), (long long)line->value, reason(line->why));
    if (line->why == DISCLOSURE_OVERRIDDEN && line->override)
        strbuf_format(b, " (%.*s; approved by %.*s)",
                      STR_ARG(diag_quote(a, line->override->reason.text)),
                      STR_ARG(diag_quote(a, line->override->approved_by.text)));
    else if (line->why != DISCLOSURE_UNSAFE && line->why != DISCLOSURE_SHOWN)
        write_interval(b, line);
    strbuf_add_char(b, '\n');
}

static void write_lines(struct strbuf *b, const struct protect_report *p) {
    const struct disclosure_report *r = p->report;
    if (r->line_count)
        strbuf_add_c(b, p->result->ok ? "\nHidden, or shown by an override:\n"
                                      : "\nOf hidden size, or not to be protected:\n");
    for (size_t i = 0; i < r->line_count; i++)
        write_line(b, &r->lines[i]);
    if (r->zero_count)
        strbuf_format(b, "\nZero%s to judge: may everybody know that there was nobody?\n",
                      plural(r->zero_count));
    for (size_t i = 0; i < r->zero_count; i++)
        write_line(b, &r->zeros[i]);
    if (p->result->zeros_shown && !r->zero_count)
        strbuf_format(b, "\n%zu zero%s shown.\n", p->result->zeros_shown,
                      p->result->zeros_shown == 1 ? " is" : "s are");
}

/* ---- what is known or decided elsewhere ----------------------------------------------------- */

static void write_at(struct strbuf *b, const struct disclosure_at *at) {
    struct arena *a = b->arena;
    strbuf_add_c(b, "  ");
    report_add_place(b, at->span);
    strbuf_format(b, ": %.*s: %.*s", STR_ARG(diag_quote(a, at->set.text)),
                  STR_ARG(diag_quote(a, at->at.text)));
    if (at->count.text.n)
        strbuf_format(b, ", %.*s", STR_ARG(diag_quote(a, at->count.text)));
    if (at->source.text.n)
        strbuf_format(b, ": %.*s", STR_ARG(diag_quote(a, at->source.text)));
    if (at->reason.text.n)
        strbuf_format(b, ": %.*s; approved by %.*s", STR_ARG(diag_quote(a, at->reason.text)),
                      STR_ARG(diag_quote(a, at->approved_by.text)));
    strbuf_add_char(b, '\n');
}

static void write_decisions(struct strbuf *b, const struct protect_report *p) {
    const struct disclosure_declaration *d = p->declaration;
    if (d->published_count)
        strbuf_add_c(b, "\nPublic already, and known to an attacker:\n");
    for (size_t i = 0; i < d->published_count; i++)
        write_at(b, &d->published[i]);
    if (d->override_count)
        strbuf_add_c(b, "\nOverrides:\n");
    for (size_t i = 0; i < d->override_count; i++)
        write_at(b, &d->overrides[i]);
    if (p->report->beside_count)
        strbuf_add_c(b, "\nColumns beside the counts, shown or hidden with them:\n");
    for (size_t i = 0; i < p->report->beside_count; i++) {
        const struct disclosure_beside *beside = &p->report->beside[i];
        strbuf_format(b, "  %.*s: %.*s is %.*s\n", STR_ARG(beside->set),
                      STR_ARG(diag_quote(b->arena, beside->column)), STR_ARG(beside->what));
    }
    if (p->result->copy_count)
        strbuf_add_c(b, "\nCopies elsewhere in the data, treated alike:\n");
    for (size_t i = 0; i < p->result->copy_count; i++) {
        const struct disclosure_copy *copy = &p->result->copies[i];
        strbuf_format(b, "  %.*s is %s\n", STR_ARG(diag_quote(b->arena, copy->path)),
                      copy->value->kind == VALUE_MARK ? "hidden" : "shown");
    }
}

void protect_write_text(struct strbuf *b, const struct protect_report *p) {
    if (p->explain)
        strbuf_add_c(b, PRIVATE);
    strbuf_format(b, "%.*s: ", STR_ARG(diag_quote(b->arena, p->layout)));
    write_profile(b, &p->declaration->profile);
    write_summary(b, p);
    if (!p->explain)
        return;
    for (size_t i = 0; i < p->report->grid_count; i++) {
        const struct disclosure_grid *g = &p->report->grids[i];
        strbuf_format(b, "\n%.*s\n", STR_ARG(g->set->name.text));
        write_grid(b, g);
    }
    write_legend(b, p);
    write_lines(b, p);
    write_decisions(b, p);
    strbuf_format(b, "\n%s", PRIVATE);
}
