/* The private report for programs: one JSON object. */
#include "cli/protect_report.h"

#include "cli/json_out.h"
#include "data/format.h"

static const char *why_word(enum disclosure_why why) {
    static const char *const words[] = {"shown",     "primary",    "total",
                                        "secondary", "overridden", "unsafe"};
    return words[why];
}

static void write_words(struct json_out *j, const char *key, const struct disclosure_word *v,
                        size_t n) {
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        json_text(j, v[i].text);
    json_close(j, ']');
}

static void write_profile(struct json_out *j, const struct disclosure_profile *p) {
    static const char *const zeros[] = {"shown", "hidden", "judged"};
    json_key(j, "profile");
    json_open(j, '{');
    if (p->name.n)
        json_entry(j, "name", p->name);
    json_key(j, "hide");
    json_open(j, '[');
    json_integer(j, p->low);
    json_integer(j, p->high);
    json_close(j, ']');
    json_entry(j, "zeros", str_from(zeros[p->zeros]));
    json_key(j, "round");
    json_integer(j, p->round);
    json_entry(j, "mark", mark_text(p->mark));
    json_entry(j, "protect", str_from(p->goal == DISCLOSURE_RANGE ? "range" : "exact"));
    json_close(j, '}');
}

static void write_entry(struct json_out *j, const struct disclosure_entry *e) {
    if (!e->shown) {
        json_null(j);
        return;
    }
    json_open(j, '{');
    if (e->counted) {
        json_key(j, "value");
        json_integer(j, e->value);
    }
    json_entry(j, "shown", value_text_of(j->b->arena, e->shown, STR("en")));
    json_entry(j, "why", str_from(e->counted ? why_word(e->why) : "marked"));
    json_close(j, '}');
}

static void write_entries(struct json_out *j, const char *key, const struct disclosure_entry *v,
                          size_t n) {
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; v && i < n; i++)
        write_entry(j, &v[i]);
    json_close(j, ']');
}

static void write_table(struct json_out *j, const struct disclosure_grid *g) {
    json_key(j, "rows");
    json_open(j, '[');
    for (size_t r = 0; r < g->rows; r++) {
        json_open(j, '{');
        json_entry(j, "key", g->keys[r]);
        write_entries(j, "counts", &g->cells[r * g->counts], g->counts);
        if (g->row_totals) {
            json_key(j, "total");
            write_entry(j, &g->row_totals[r]);
        }
        json_close(j, '}');
    }
    json_close(j, ']');
    json_key(j, "groups");
    json_open(j, '[');
    for (size_t k = 0; k < g->group_count; k++) {
        json_open(j, '{');
        json_entry(j, "field", g->groups[k].field);
        json_entry(j, "value", g->groups[k].value);
        write_entries(j, "counts", g->groups[k].columns, g->counts);
        json_key(j, "total");
        write_entry(j, &g->groups[k].total);
        json_close(j, '}');
    }
    json_close(j, ']');
    write_entries(j, "totals", g->totals, g->counts);
    json_key(j, "total");
    write_entry(j, &g->grand);
}

static void write_sets(struct json_out *j, const struct protect_report *p) {
    json_key(j, "sets");
    json_open(j, '[');
    for (size_t i = 0; i < p->report->grid_count; i++) {
        const struct disclosure_grid *g = &p->report->grids[i];
        struct protect_count c = protect_count(g);
        const struct {
            const char *key;
            size_t n;
        } numbers[] = {{"cells", c.counts},
                       {"cells-hidden", c.counts_hidden},
                       {"sums", c.totals},
                       {"sums-hidden", c.totals_hidden}};
        json_open(j, '{');
        json_entry(j, "set", g->set->name.text);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            json_key(j, numbers[k].key);
            json_integer(j, (int64_t)numbers[k].n);
        }
        if (p->declaration->profile.round > 1)
            json_entry(j, "rounded",
                       g->alone   ? STR("alone")
                       : g->rough ? STR("adding up, roughly")
                                  : STR("adding up"));
        write_words(j, "by", g->set->by, g->set->by_count);
        write_words(j, "counts", g->set->counts, g->set->count_count);
        if (p->explain)
            write_table(j, g);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_lines(struct json_out *j, const char *key, const struct disclosure_line *v,
                        size_t n) {
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, '{');
        json_entry(j, "set", v[i].set);
        json_entry(j, "figure", v[i].label);
        json_key(j, "value");
        json_integer(j, v[i].value);
        json_entry(j, "why", str_from(why_word(v[i].why)));
        if (v[i].least < v[i].most) {
            json_key(j, "least");
            json_integer(j, v[i].least);
            json_key(j, "most");
            if (v[i].most == INT64_MAX)
                json_null(j);
            else
                json_integer(j, v[i].most);
        }
        json_place(j, v[i].origin);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_decisions(struct json_out *j, const char *key, const struct disclosure_at *v,
                            size_t n) {
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        const struct {
            const char *key;
            struct str text;
        } words[] = {{"set", v[i].set.text},       {"at", v[i].at.text},
                     {"count", v[i].count.text},   {"source", v[i].source.text},
                     {"reason", v[i].reason.text}, {"approved_by", v[i].approved_by.text}};
        json_open(j, '{');
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            if (words[k].text.n)
                json_entry(j, words[k].key, words[k].text);
        }
        json_place(j, v[i].span);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_beside(struct json_out *j, const struct disclosure_report *r) {
    json_key(j, "beside");
    json_open(j, '[');
    for (size_t i = 0; i < r->beside_count; i++) {
        json_open(j, '{');
        json_entry(j, "set", r->beside[i].set);
        json_entry(j, "column", r->beside[i].column);
        json_entry(j, "is", r->beside[i].what);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void protect_write_json(struct strbuf *b, const struct protect_report *p) {
    struct json_out j = {.b = b};
    const struct disclosure_declaration *d = p->declaration;
    json_open(&j, '{');
    if (p->explain)
        json_entry(&j, "private", STR("true figures: not to be published"));
    json_entry(&j, "layout", p->layout);
    write_profile(&j, &d->profile);
    json_key(&j, "refused");
    json_boolean(&j, !p->result->ok);
    write_sets(&j, p);
    if (p->explain) {
        write_lines(&j, "figures", p->report->lines, p->report->line_count);
        write_lines(&j, "zeros", p->report->zeros, p->report->zero_count);
        write_beside(&j, p->report);
        write_decisions(&j, "published", d->published, d->published_count);
        write_decisions(&j, "overrides", d->overrides, d->override_count);
    }
    json_close(&j, '}');
    strbuf_add_char(b, '\n');
}
