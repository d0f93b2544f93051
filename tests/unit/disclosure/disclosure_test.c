/* Data sets in, protected data sets out: what is hidden, what the totals are, what is refused. */
#include "unit/unit.h"

#include "disclosure/disclosure.h"

#include "data/format.h"

#include <string.h>

struct fixture {
    struct session s;
    struct diag_list diags;
    struct files files;
    struct disclosure_declaration d;
    struct dataset *sets[4];
    size_t set_count;
    struct disclosure_result *r;
};

static const char REFERRALS[] = "district,child,adult\nRugby,0,2\nNuneaton and Bedworth,2,3\n"
                                "Stratford upon Avon,1,1\nNorth Warwickshire,1,0\nWarwick,2,0\n";

static struct disclosure_word word(const char *text) {
    static struct source layout = {.path = {"layout", 6}, .bytes = {"", 0}};
    return (struct disclosure_word){str_from(text), {&layout, 1, 1, 1}};
}

static int setup(void **state) {
    struct arena *a = arena_new();
    struct fixture *f = ARENA_NEW(a, struct fixture);
    diag_list_init(&f->diags, a);
    files_init(&f->files, a, &f->diags);
    f->files.root = STR("/p");
    f->s = (struct session){a, &f->diags, &f->files};
    f->d.profile = *disclosure_profile_find(STR("dfe"));
    *state = f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    arena_free(f->s.arena);
    return 0;
}

static struct source_declaration *add_source(struct fixture *f, const char *name,
                                             const char *suffix, const char *text) {
    struct source_declaration *d = ARENA_NEW(f->s.arena, struct source_declaration);
    d->name = str_from(name);
    d->override_file = str_format(f->s.arena, "/p/%s.%s", name, suffix);
    files_fake(&f->files, d->override_file, str_copy(f->s.arena, str_from(text)));
    f->sets[f->set_count++] = dataset_read(&f->s, d);
    return d;
}

/* A CSV source with a key, and a set over some of its columns. */
static struct disclosure_set *add_set(struct fixture *f, const char *name, const char *text,
                                      const char *counts) {
    struct source_declaration *d = ARENA_NEW(f->s.arena, struct source_declaration);
    d->name = str_from(name);
    d->key = STR("district");
    d->override_file = str_format(f->s.arena, "/p/%s.csv", name);
    files_fake(&f->files, d->override_file, str_copy(f->s.arena, str_from(text)));
    f->sets[f->set_count++] = dataset_read(&f->s, d);
    if (!f->d.sets)
        f->d.sets = ARENA_ARRAY(f->s.arena, struct disclosure_set, 4);
    struct disclosure_set *set = &f->d.sets[f->d.set_count++];
    set->name = word(name);
    set->counts = ARENA_ARRAY(f->s.arena, struct disclosure_word, 8);
    struct str left = str_from(counts);
    while (left.n > 0) {
        size_t space = str_find(left, STR(" "));
        struct str one = str_copy(f->s.arena, str_slice(left, 0, space));
        set->counts[set->count_count] = word("");
        set->counts[set->count_count++].text = one;
        left = space == SIZE_MAX ? STR_EMPTY : str_slice(left, space + 1, left.n);
    }
    set->by = ARENA_ARRAY(f->s.arena, struct disclosure_word, 1);
    set->by[0] = word("district");
    set->by_count = 1;
    return set;
}

static void protect(struct fixture *f) {
    f->r = disclosure_protect(&f->s, &f->d, f->sets, f->set_count);
}

/* The counts of each row, `|` and its total, rows by `/`. */
static const char *rows(struct fixture *f) {
    struct strbuf b;
    strbuf_init(&b, f->s.arena);
    const struct disclosure_set *set = &f->d.sets[0];
    const struct value *list = f->r->sets[0]->value;
    for (size_t i = 0; i < list->as.list.n; i++) {
        const struct value *row = list->as.list.v[i];
        strbuf_add_c(&b, i ? " / " : "");
        for (size_t c = 0; c < set->count_count; c++) {
            strbuf_add_c(&b, c ? " " : "");
            strbuf_add(&b,
                       value_text_of(f->s.arena, value_get(row, set->counts[c].text), STR("en")));
        }
        const struct value *total = disclosure_row_total(f->r, row);
        if (total) {
            strbuf_add_c(&b, " | ");
            strbuf_add(&b, value_text_of(f->s.arena, total, STR("en")));
        }
    }
    return strbuf_str(&b).p;
}

static const char *total(struct fixture *f, const char *name) {
    const struct disclosure_totals *t = disclosure_totals_of(f->r, f->d.sets[0].name.text);
    assert_non_null(t);
    if (!t->map || !value_get(t->map, str_from(name)))
        return "none";
    return str_c(f->s.arena,
                 value_text_of(f->s.arena, value_get(t->map, str_from(name)), STR("en")));
}

/* Code, message, notes and help of every diagnostic. */
static const char *said(struct fixture *f) {
    struct strbuf b;
    strbuf_init(&b, f->s.arena);
    for (size_t i = 0; i < f->diags.all.n; i++) {
        const struct diag *d = f->diags.all.v[i];
        strbuf_format(&b, "%s: %.*s\n", d->code, STR_ARG(d->message));
        for (size_t n = 0; n < d->notes.n; n++)
            strbuf_format(&b, "- %.*s\n", STR_ARG(d->notes.v[n].text));
        if (d->help.n > 0)
            strbuf_format(&b, "= %.*s\n", STR_ARG(d->help));
    }
    return strbuf_str(&b).p;
}

static void referrals_are_hidden_with_their_small_totals(void **state) {
    struct fixture *f = *state;
    struct disclosure_set *set = add_set(f, "referrals", REFERRALS, "child adult");
    set->column_totals = set->row_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_true(f->r->ok);
    assert_string_equal(rows(f), "0 [c] | [c] / [c] [c] | [c] / [c] [c] | [c] / [c] 0 | [c] / "
                                 "[c] 0 | [c]");
    assert_string_equal(total(f, "child"), "6");
    assert_string_equal(total(f, "adult"), "6");
    assert_string_equal(total(f, "total"), "12");
    assert_int_equal(f->r->secondary, 0);
    assert_int_equal(f->r->zeros_shown, 3);
    assert_true(disclosure_totals_of(f->r, STR("referrals"))->hidden);
}

static void the_true_set_stays_and_the_copy_is_keyed(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", REFERRALS, "child adult")->column_totals = true;
    protect(f);
    const struct value *old = map_get(&f->sets[0]->by_key, STR("Warwick"));
    const struct value *row = map_get(&f->r->sets[0]->by_key, STR("Warwick"));
    assert_int_equal(value_get(old, STR("child"))->kind, VALUE_NUMBER);
    assert_int_equal(value_get(row, STR("child"))->kind, VALUE_MARK);
    assert_ptr_equal(row, f->r->sets[0]->value->as.list.v[4]);
    assert_ptr_equal(row->as.map.set, f->r->sets[0]);
    assert_int_equal(value_get(row, STR("child"))->origin.line, 6);
}

static void ranges_that_are_narrow_are_refused(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", REFERRALS, "child adult")->column_totals = true;
    f->d.profile.goal = DISCLOSURE_RANGE;
    protect(f);
    assert_false(f->r->ok);
    assert_string_equal(
        said(f), "disclosure-unsafe: 7 small counts of `referrals` cannot be protected\n"
                 "- `Rugby, adult` could only be 1 to 4, by what would be published\n"
                 "- `Nuneaton and Bedworth, child` could only be 1 to 3, by what would be "
                 "published\n"
                 "- `Nuneaton and Bedworth, adult` could only be 1 to 4, by what would be "
                 "published\n"
                 "- `Stratford upon Avon, child` could only be 1 to 3, by what would be published\n"
                 "- `Stratford upon Avon, adult` could only be 1 to 4, by what would be published\n"
                 "= merge rows until the counts are above 5, publish the totals alone, or write "
                 "`protect: exact`\n");
    assert_string_equal(rows(f), "[c] [c] / [c] [c] / [c] [c] / [c] [c] / [c] [c]");
}

static void a_refusal_is_explained_too(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", REFERRALS, "child adult")->column_totals = true;
    f->d.profile.goal = DISCLOSURE_RANGE;
    protect(f);
    const struct disclosure_report *report = disclosure_explain(&f->s, f->r);
    assert_int_equal(report->line_count, 7);
    assert_int_equal(report->lines[0].why, DISCLOSURE_UNSAFE);
    assert_int_equal(report->grids[0].cells[1].why, DISCLOSURE_UNSAFE);
    assert_int_equal(report->grids[0].cells[0].why, DISCLOSURE_SHOWN);
}

static void zeros_to_be_judged_are_listed(void **state) {
    struct fixture *f = *state;
    f->d.profile = *disclosure_profile_find(STR("srs10"));
    add_set(f, "referrals", "district,child\nRugby,0\nWarwick,18\nStratford,17\n", "child");
    protect(f);
    const struct disclosure_report *report = disclosure_explain(&f->s, f->r);
    assert_int_equal(report->line_count, 0);
    assert_int_equal(report->zero_count, 1);
    assert_str(report->zeros[0].label, "Rugby, child");
}

static void publish(struct fixture *f, const char *at, const char *count) {
    if (!f->d.published)
        f->d.published = ARENA_ARRAY(f->s.arena, struct disclosure_at, 8);
    f->d.published[f->d.published_count++] = (struct disclosure_at){
        .set = word("referrals"),
        .at = word(at),
        .count = word(count),
        .source = word("report of 2021-22, page 9"),
    };
}

static void small_totals_that_are_public_are_refused(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", REFERRALS, "child adult")->column_totals = true;
    publish(f, "all", "total");
    protect(f);
    assert_false(f->r->ok);
    assert_string_equal(
        said(f),
        "disclosure-public: already public in report of 2021-22, page 9: hiding `Rugby, total` "
        "here protects nobody\n"
        "- so is `Nuneaton and Bedworth, total`\n- so is `Stratford upon Avon, total`\n"
        "- so is `North Warwickshire, total`\n- so is `Warwick, total`\n"
        "= leave it out of `counts`, merge rows until no count is 1 to 5, or show it by an "
        "`override` with its reason\n");
}

static void what_is_public_and_tells_a_small_count_is_refused(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", "district,child,adult\nRugby,3,20\nWarwick,31,22\nStratford,9,40\n",
            "child adult");
    publish(f, "Rugby", "adult");
    publish(f, "Rugby", "total");
    protect(f);
    assert_false(f->r->ok);
    assert_string_equal(
        said(f), "disclosure-public: what is already public tells 1 small count of `referrals`: "
                 "hiding it here protects nobody\n"
                 "- `Rugby, child` could only be 3, by what would be published\n"
                 "- published in report of 2021-22, page 9\n"
                 "- published in report of 2021-22, page 9\n"
                 "= merge rows until the counts are above 5, or leave these counts out and "
                 "publish the totals alone\n");
}

static void a_visible_public_count_is_no_partner(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", "district,child\nRugby,4\nWarwick,8\nStratford,17\nNorth,30\n", "child")
        ->column_totals = true;
    publish(f, "Warwick", "child");
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "[c] / 8 / [c] / 30");
}

static void an_override_shows_a_small_count(void **state) {
    struct fixture *f = *state;
    struct disclosure_at at = {
        .set = word("referrals"), .at = word("Rugby"), .count = word("child")};
    add_set(f, "referrals", "district,child\nRugby,4\nWarwick,8\nStratford,17\n", "child")
        ->column_totals = true;
    f->d.overrides = &at;
    f->d.override_count = 1;
    protect(f);
    assert_string_equal(said(f),
                        "disclosure-override: an override needs `reason:` and `approved_by:`\n"
                        "= they are listed in the manifest beside what is shown\n");
    at.reason = word("the family published it");
    at.approved_by = word("the chair");
    diag_list_init(&f->diags, f->s.arena);
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "4 / 8 / 17");
    const struct disclosure_report *report = disclosure_explain(&f->s, f->r);
    assert_int_equal(report->line_count, 1);
    assert_int_equal(report->lines[0].why, DISCLOSURE_OVERRIDDEN);
    assert_ptr_equal(report->lines[0].override, &at);
}

static void a_copy_of_a_total_is_protected_alike(void **state) {
    struct fixture *f = *state;
    struct disclosure_same same = {word("report.referrals.child"), word("total child")};
    add_set(f, "referrals", "district,child,adult\nRugby,1,30\nWarwick,2,10\n", "child adult");
    add_source(f, "report", "yaml", "referrals: {child: 3, adult: 40}\n");
    f->d.same = &same;
    f->d.same_count = 1;
    protect(f);
    assert_string_equal(said(f), "");
    const struct value *tree = value_get(f->r->sets[1]->value, STR("referrals"));
    assert_int_equal(value_get(tree, STR("child"))->kind, VALUE_MARK);
    assert_int_equal(value_get(tree, STR("adult"))->kind, VALUE_NUMBER);
    assert_int_equal(f->r->copy_count, 1);
    assert_int_equal(value_get(value_get(f->sets[1]->value, STR("referrals")), STR("child"))->kind,
                     VALUE_NUMBER);
}

/* The copy publishes its sum even where the set declares no total. */
static void a_copy_is_an_equation(void **state) {
    struct fixture *f = *state;
    struct disclosure_same same = {word("report.child"), word("referrals total child")};
    add_set(f, "referrals", "district,child\nRugby,4\nWarwick,8\nStratford,17\n", "child");
    add_source(f, "report", "yaml", "child: 29\n");
    protect(f);
    assert_string_equal(said(f),
                        "disclosure-beside: `report.child` is the total of `child`, and that "
                        "is not published\n= say so, `same: {report.child: total child}`, "
                        "and it is protected like the total\n");
    diag_list_init(&f->diags, f->s.arena);
    f->d.same = &same;
    f->d.same_count = 1;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "[c] / [c] / 17");
}

/* The named column of each row as it is shown. */
static const char *column(struct fixture *f, const char *name) {
    struct strbuf b;
    strbuf_init(&b, f->s.arena);
    const struct value *list = f->r->sets[0]->value;
    for (size_t i = 0; i < list->as.list.n; i++) {
        strbuf_add_c(&b, i ? " / " : "");
        strbuf_add(&b, value_text_of(f->s.arena, value_get(list->as.list.v[i], str_from(name)),
                                     STR("en")));
    }
    return strbuf_str(&b).p;
}

static void a_column_that_repeats_a_count_is_hidden_with_it(void **state) {
    struct fixture *f = *state;
    add_set(f, "r", "district,child,again\nAsh,3,3\nElm,8,8\nOak,17,17\nYew,30,30\n", "child")
        ->column_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "[c] / [c] / 17 / 30");
    assert_string_equal(column(f, "again"), "[c] / [c] / 17 / 30");
}

static const char SUMS[] = "district,child,adult,all\nAsh,3,40,43\nElm,8,50,58\nOak,17,60,77\n"
                           "Yew,30,70,100\n";

static void a_column_of_row_totals_must_be_declared(void **state) {
    struct fixture *f = *state;
    struct disclosure_set *set = add_set(f, "r", SUMS, "child adult");
    protect(f);
    assert_string_equal(said(f), "disclosure-beside: `all` is `child` + `adult` in every row, and "
                                 "tells what is hidden\n= declare it, `totals: [row]`, and it is "
                                 "protected like any other total\n");
    assert_string_equal(rows(f), "[c] [c] / [c] [c] / [c] [c] / [c] [c]");
    diag_list_init(&f->diags, f->s.arena);
    set->row_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "[c] [c] | 43 / 8 50 | 58 / 17 60 | 77 / 30 70 | 100");
    assert_string_equal(column(f, "all"), "43 / 58 / 77 / 100");
}

static void a_declared_column_of_row_totals_hides_the_small_ones(void **state) {
    struct fixture *f = *state;
    struct disclosure_set *set =
        add_set(f, "r",
                "district,child,adult,all\nAsh,1,2,3\nElm,8,50,58\nOak,17,60,77\n"
                "Yew,30,70,100\n",
                "child adult");
    set->row_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(column(f, "all"), "[c] / 58 / 77 / 100");
}

static void a_total_among_the_counts_is_refused(void **state) {
    struct fixture *f = *state;
    add_set(f, "r", SUMS, "child adult all");
    protect(f);
    assert_string_equal(said(f), "disclosure-beside: `all` is `child` + `adult` in every row: a "
                                 "total, not a count of its own\n= take it out of `counts` and "
                                 "declare `totals: [row]`\n");
}

static void a_row_of_totals_is_refused(void **state) {
    struct fixture *f = *state;
    add_set(f, "r", "district,child,adult\nAsh,3,40\nElm,8,50\nOak,17,60\nCounty,28,150\n",
            "child adult");
    protect(f);
    assert_string_equal(
        said(f), "disclosure-beside: the row 'County' is the sum of all others, and tells what "
                 "is hidden\n= take it out of the data; `totals: [column]` publishes the "
                 "sums, and `total:` prints them under a table\n");
}

static void shares_are_hidden_with_their_counts(void **state) {
    struct fixture *f = *state;
    static const char text[] = "district,child,adult,old,share\nAsh,3,40,57,3\nElm,8,50,42,8\n"
                               "Oak,17,60,23,17\nYew,30,70,100,15\n";
    struct disclosure_set *set = add_set(f, "r", text, "child adult old");
    set->row_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(column(f, "share"), "[c] / 8 / 17 / 15");
    set->row_totals = false; /* a share and its count give the row's total away */
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(column(f, "share"), "[c] / [c] / [c] / [c]");
}

static void other_columns_are_left_alone(void **state) {
    struct fixture *f = *state;
    add_set(f, "r",
            "district,child,beds,year\nAsh,3,12,2022\nElm,8,9,2022\nOak,17,40,2022\n"
            "Yew,30,7,2022\n",
            "child")
        ->column_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(column(f, "beds"), "12 / 9 / 40 / 7");
    assert_string_equal(column(f, "year"), "2022 / 2022 / 2022 / 2022");
}

static void a_copy_that_differs_is_refused(void **state) {
    struct fixture *f = *state;
    struct disclosure_same same[2] = {{word("report.child"), word("total child")},
                                      {word("report.childs"), word("total chidl")}};
    add_set(f, "referrals", "district,child\nRugby,4\nWarwick,8\n", "child");
    add_source(f, "report", "yaml", "child: 30\n");
    f->d.same = same;
    f->d.same_count = 2;
    protect(f);
    assert_string_equal(
        said(f),
        "disclosure-same: `report.child` is no copy of `total child`\n- it is the number 30\n"
        "- `total child` is 12\n= correct the figure that is wrong, or take this line out\n"
        "disclosure-same: no set has a figure `total chidl`\n"
        "= write `total` and a count, `total` and a row, or a row and a count\n");
}

static void groups_and_marks_are_kept(void **state) {
    struct fixture *f = *state;
    struct disclosure_word area = word("area");
    struct disclosure_set *set =
        add_set(f, "referrals",
                "district,area,child\nA,North,4\nB,North,9\nC,North,30\nD,South,12\nE,South,[z]\n"
                "F,West,[x]\nG,West,7\n",
                "child");
    set->groups = &area;
    set->group_count = 1;
    set->column_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "[c] / [c] / 30 / 12 / [z] / [x] / 7");
    assert_string_equal(total(f, "child"), "[x]");
    const struct disclosure_totals *t = disclosure_totals_of(f->r, STR("referrals"));
    const struct disclosure_group *g = disclosure_group_of(t, STR("area"), STR("North"));
    assert_str(value_text_of(f->s.arena, g->columns[0], STR("en")), "43");
    g = disclosure_group_of(t, STR("area"), STR("South"));
    assert_str(value_text_of(f->s.arena, g->columns[0], STR("en")), "12");
    g = disclosure_group_of(t, STR("area"), STR("West"));
    assert_str(value_text_of(f->s.arena, g->columns[0], STR("en")), "[x]");
}

static void a_rounding_profile_rounds_what_it_shows(void **state) {
    struct fixture *f = *state;
    f->d.profile = *disclosure_profile_find(STR("sac"));
    struct disclosure_set *set =
        add_set(f, "referrals", "district,child,adult\nRugby,0,22\nWarwick,3,41\nNorth,17,12\n",
                "child adult");
    set->column_totals = set->row_totals = true;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "[c] 20 | 20 / [c] 40 | 45 / 15 15 | 30");
    assert_string_equal(total(f, "child"), "20");
    assert_string_equal(total(f, "adult"), "75");
    assert_string_equal(total(f, "total"), "95");
}

/* Groups, row totals and copies too, and what is nobody's to see is no part of it. */
static void rounded_figures_add_up_wherever_they_are_printed(void **state) {
    struct fixture *f = *state;
    f->d.profile = *disclosure_profile_find(STR("sac"));
    struct disclosure_set *set =
        add_set(f, "referrals",
                "district,area,child,adult\nRugby,N,12,22\nWarwick,N,12,41\nNorth,S,12,12\n"
                "South,S,3,17\n",
                "child adult");
    set->column_totals = set->row_totals = true;
    set->groups = ARENA_ARRAY(f->s.arena, struct disclosure_word, 1);
    set->groups[0] = word("area");
    set->group_count = 1;
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "15 20 | 35 / 10 40 | 50 / 10 15 | 25 / [c] 15 | 20");
    const struct disclosure_totals *t = disclosure_totals_of(f->r, STR("referrals"));
    const struct disclosure_group *g = disclosure_group_of(t, STR("area"), STR("N"));
    assert_str(value_text_of(f->s.arena, g->columns[0], STR("en")), "25");
    assert_str(value_text_of(f->s.arena, g->columns[1], STR("en")), "60");
    assert_str(value_text_of(f->s.arena, g->row_total, STR("en")), "85");
    assert_string_equal(total(f, "adult"), "90");
}

static void what_cannot_be_rounded_to_add_up_is_said(void **state) {
    struct fixture *f = *state;
    f->d.profile.round = 5;
    struct disclosure_set *set =
        add_set(f, "referrals", "district,child\nRugby,6\nWarwick,6\nNorth,6\n", "child");
    set->column_totals = true;
    protect(f);
    assert_string_equal(
        said(f),
        "rounded-alone: the totals of `referrals` may not add up: no rounding makes all of "
        "them do so\n"
        "- each figure is rounded to 5 by itself\n"
        "= say so under its tables, or round to a smaller number\n");
    assert_string_equal(rows(f), "10 / 10 / 10");
    assert_string_equal(total(f, "child"), "20");
    assert_true(f->r->ok);
}

/* Beside rounded figures an exact sum would contradict them, and tell more. */
static void exact_sums_beside_rounded_figures_must_be_declared(void **state) {
    struct fixture *f = *state;
    f->d.profile = *disclosure_profile_find(STR("sac"));
    add_set(f, "referrals",
            "district,child,adult,all\nRugby,12,22,34\nWarwick,33,41,74\nNorth,17,12,29\n",
            "child adult")
        ->column_totals = true;
    add_source(f, "report", "yaml", "child: 62\n");
    protect(f);
    assert_string_equal(
        said(f), "disclosure-beside: `all` is `child` + `adult` in every row, and tells what is "
                 "rounded\n"
                 "= declare it, `totals: [row]`, and it is protected like any other total\n"
                 "disclosure-beside: `report.child` is the total of `child`, and that is published "
                 "rounded\n"
                 "= say so, `same: {report.child: total child}`, and it is protected like the "
                 "total\n");
}

static void an_exact_figure_in_a_rounded_total_is_said(void **state) {
    struct fixture *f = *state;
    static struct disclosure_at at;
    f->d.profile = *disclosure_profile_find(STR("sac"));
    at = (struct disclosure_at){
        .set = word("referrals"), .at = word("Rugby"), .count = word("child")};
    at.reason = word("Agreed");
    at.approved_by = word("J. Moore");
    at.span = at.set.span;
    f->d.overrides = &at;
    f->d.override_count = 1;
    add_set(f, "referrals", "district,child\nRugby,3\nWarwick,20\nNorth,25\n", "child")
        ->column_totals = true;
    protect(f);
    assert_string_equal(
        said(f), "rounded-exact: `total, child` of `referrals` does not add up as printed: `Rugby, "
                 "child` is not rounded\n"
                 "= say so under the table: what is overridden or public already is printed "
                 "exactly\n");
    assert_string_equal(rows(f), "3 / 20 / 25");
    assert_string_equal(total(f, "child"), "50");
}

static void what_rounds_to_nothing_is_low(void **state) {
    struct fixture *f = *state;
    f->d.profile.low = 1;
    f->d.profile.high = 2;
    f->d.profile.round = 10;
    add_set(f, "referrals", "district,child\nRugby,0\nWarwick,4\nNorth,17\nSouth,2\n", "child");
    protect(f);
    assert_string_equal(said(f), "");
    assert_string_equal(rows(f), "0 / [low] / 20 / [c]");
}

static void a_blank_or_broken_count_is_an_error(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", "district,child\nRugby,\nWarwick,4.5\nNorth,-1\n", "child");
    protect(f);
    assert_false(f->r->ok);
    assert_string_equal(
        said(f),
        "disclosure-count: Rugby, child is empty, not a count of persons\n"
        "= write the count, 0 if there was nobody, or a mark such as [x] (not available) or [z] "
        "(not applicable)\n"
        "disclosure-count: Warwick, child is the number 4.5, not a count of persons\n"
        "= a count is a whole number, 0 or more, or a mark\n"
        "disclosure-count: North, child is the number -1, not a count of persons\n"
        "= a count is a whole number, 0 or more, or a mark\n");
}

static void a_people_column_in_no_set_is_an_error(void **state) {
    struct fixture *f = *state;
    static struct column_declaration people = {{"adult", 5}, COLUMN_PEOPLE, {0}};
    add_set(f, "referrals", REFERRALS, "child");
    struct source_declaration *d = (struct source_declaration *)f->sets[0]->declaration;
    d->types = &people;
    d->type_count = 1;
    protect(f);
    assert_string_equal(said(f),
                        "people-unprotected: `adult` counts people, but no set of `disclosure:` "
                        "holds it\n"
                        "= add it to the counts of `referrals` under `disclosure: sets:`\n");
    assert_false(f->r->ok);
}

static void wrong_names_are_told_with_the_nearest(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", REFERRALS, "child");
    publish(f, "Rugbi", "child");
    publish(f, "Rugby", "chidl");
    protect(f);
    assert_string_equal(said(f), "disclosure-at: `referrals` has no row 'Rugbi'\n"
                                 "= did you mean `Rugby`?\n"
                                 "disclosure-at: `referrals` has no count 'chidl'\n"
                                 "= did you mean `child`?\n");
    diag_list_init(&f->diags, f->s.arena);
    f->d.sets[0].name = word("referals");
    f->d.sets[0].counts[0] = word("child");
    f->d.published_count = 0;
    protect(f);
    assert_string_equal(said(f), "disclosure-set: there is no data source `referals`\n"
                                 "= did you mean `referrals`?\n");
    diag_list_init(&f->diags, f->s.arena);
    f->d.sets[0].name = word("referrals");
    f->d.sets[0].counts[0] = word("chid");
    protect(f);
    assert_string_equal(said(f), "unknown-column: `referrals` has no column `chid`\n"
                                 "= did you mean `child`?\n");
}

static void the_report_says_why_and_how_wide(void **state) {
    struct fixture *f = *state;
    add_set(f, "referrals", "district,child\nRugby,4\nWarwick,8\nStratford,17\n", "child")
        ->column_totals = true;
    protect(f);
    const struct disclosure_report *report = disclosure_explain(&f->s, f->r);
    assert_int_equal(report->line_count, 2);
    assert_str(report->lines[0].label, "Rugby, child");
    assert_int_equal(report->lines[0].why, DISCLOSURE_PRIMARY);
    assert_int_equal(report->lines[0].least, 1);
    assert_int_equal(report->lines[0].most, 11);
    assert_int_equal(report->lines[1].why, DISCLOSURE_SECONDARY);
    assert_true(report->lines[1].proved);
    const struct disclosure_grid *g = &report->grids[0];
    assert_int_equal(g->rows, 3);
    assert_str(g->keys[1], "Warwick");
    assert_int_equal(g->cells[0].why, DISCLOSURE_PRIMARY);
    assert_int_equal(g->cells[0].value, 4);
    assert_int_equal(g->cells[0].shown->kind, VALUE_MARK);
    assert_int_equal(g->cells[2].why, DISCLOSURE_SHOWN);
    assert_int_equal(g->totals[0].value, 29);
    assert_null(g->row_totals);
    assert_null(g->grand.shown);
    assert_int_equal(f->r->primary, 1);
    assert_int_equal(f->r->secondary, 1);
}

static void percentages_do_not_tell_their_counts(void **state) {
    (void)state;
    static const struct {
        const char *profile;
        struct disclosure_share share;
        enum disclosure_share_verdict verdict;
    } cases[] = {
        {"dfe", {10, 40, 0, true, false, 0}, DISCLOSURE_SHARE_HIDDEN},
        {"dfe", {10, 40, 0, false, true, 0}, DISCLOSURE_SHARE_HIDDEN},
        {"dfe", {10, 40, 0, false, false, 0}, DISCLOSURE_SHARE_SHOWN},
        {"dfe", {3, 40, 1, false, false, 0}, DISCLOSURE_SHARE_TELLS},
        {"dfe", {3, 4000, 0, false, false, 0}, DISCLOSURE_SHARE_SHOWN}, /* 0 % is also 6 of 4,000 */
        {"dfe", {0, 40, 0, false, false, 0}, DISCLOSURE_SHARE_SHOWN},
        {"dfe", {38, 40, 1, false, false, 0}, DISCLOSURE_SHARE_TELLS}, /* the other 2 */
        {"sac", {20, 43, 0, false, false, 45}, DISCLOSURE_SHARE_SHOWN},
        {"sac", {4, 111, 0, false, false, 115}, DISCLOSURE_SHARE_SHOWN}, /* 4 % is 5 of 112 too */
        {"sac", {4, 111, 0, false, false, 110}, DISCLOSURE_SHARE_TELLS},
        {"srs10", {8, 1000, 1, false, false, 0}, DISCLOSURE_SHARE_TELLS},
        {"srs10", {8, 1000, 0, false, false, 0}, DISCLOSURE_SHARE_SHOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct disclosure_profile *p = disclosure_profile_find(str_from(cases[i].profile));
        assert_int_equal(disclosure_share(p, &cases[i].share), cases[i].verdict);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    static const struct CMUnitTest tests[] = {
        TEST(referrals_are_hidden_with_their_small_totals),
        TEST(the_true_set_stays_and_the_copy_is_keyed),
        TEST(ranges_that_are_narrow_are_refused),
        TEST(small_totals_that_are_public_are_refused),
        TEST(what_is_public_and_tells_a_small_count_is_refused),
        TEST(a_visible_public_count_is_no_partner),
        TEST(an_override_shows_a_small_count),
        TEST(a_copy_of_a_total_is_protected_alike),
        TEST(a_copy_is_an_equation),
        TEST(a_column_that_repeats_a_count_is_hidden_with_it),
        TEST(a_column_of_row_totals_must_be_declared),
        TEST(a_declared_column_of_row_totals_hides_the_small_ones),
        TEST(a_total_among_the_counts_is_refused),
        TEST(a_row_of_totals_is_refused),
        TEST(shares_are_hidden_with_their_counts),
        TEST(other_columns_are_left_alone),
        TEST(a_copy_that_differs_is_refused),
        TEST(groups_and_marks_are_kept),
        TEST(a_rounding_profile_rounds_what_it_shows),
        TEST(rounded_figures_add_up_wherever_they_are_printed),
        TEST(what_cannot_be_rounded_to_add_up_is_said),
        TEST(exact_sums_beside_rounded_figures_must_be_declared),
        TEST(an_exact_figure_in_a_rounded_total_is_said),
        TEST(what_rounds_to_nothing_is_low),
        TEST(a_blank_or_broken_count_is_an_error),
        TEST(a_people_column_in_no_set_is_an_error),
        TEST(wrong_names_are_told_with_the_nearest),
        TEST(the_report_says_why_and_how_wide),
        TEST(a_refusal_is_explained_too),
        TEST(zeros_to_be_judged_are_listed),
        TEST(percentages_do_not_tell_their_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
