#include "data_fixture.h"

/* Reads a table with types such as "n:people d:date". */
static struct dataset *read_typed(struct fixture *f, const char *text, const char *types,
                                  const char *key) {
    static const char *const names[] = {"",      "text", "integer", "number", "percent",
                                        "money", "date", "boolean", "people"};
    struct source_declaration *d = ARENA_NEW(f->s.arena, struct source_declaration);
    d->types = ARENA_ARRAY(f->s.arena, struct column_declaration, 8);
    d->name = STR("t");
    d->override_file = str_format(f->s.arena, "/p/t%zu.csv", f->files.fake.n);
    if (key)
        d->key = str_from(key);
    for (const char *p = types; p && *p;) {
        size_t n = strcspn(p, " "), colon = strcspn(p, ":");
        struct column_declaration *c = &d->types[d->type_count++];
        c->name = (struct str){p, colon};
        for (int i = 0; i < 9; i++) {
            if (str_is((struct str){p + colon + 1, n - colon - 1}, names[i]))
                c->type = (enum column_type)i;
        }
        p += n;
        p += strspn(p, " ");
    }
    files_fake(&f->files, d->override_file, str_copy(f->s.arena, str_from(text)));
    forget_diagnostics(f);
    struct dataset *set = dataset_read(&f->s, d);
    scope_set(&f->scope, d->name, set->value);
    return set;
}

static void expect_diagnostic(struct fixture *f, const char *code, unsigned line, unsigned column) {
    assert_int_equal(f->diags.all.n, 1);
    assert_string_equal(f->diags.all.v[0]->code, code);
    assert_int_equal(f->diags.all.v[0]->span.line, line);
    assert_int_equal(f->diags.all.v[0]->span.column, column);
}

static void columns_without_a_type_are_inferred_as_a_whole(void **state) {
    struct fixture *f = *state;
    struct dataset *set = read_typed(f,
                                     "whole,mixed,phone,day,flag,empty,sum\n"
                                     "1,1,01926 1,2022-04-01,true,,1.5\n"
                                     "[c],b,01926 2,2022-04-02,FALSE,,2\n",
                                     "", NULL);
    static const struct {
        const char *name;
        enum value_kind first, second;
    } table[] = {{"whole", VALUE_NUMBER, VALUE_MARK},    {"mixed", VALUE_TEXT, VALUE_TEXT},
                 {"phone", VALUE_TEXT, VALUE_TEXT},      {"day", VALUE_DATE, VALUE_DATE},
                 {"flag", VALUE_BOOLEAN, VALUE_BOOLEAN}, {"empty", VALUE_NULL, VALUE_NULL},
                 {"sum", VALUE_NUMBER, VALUE_NUMBER}};
    assert_int_equal(f->diags.all.n, 0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct value *const *rows = set->value->as.list.v;
        assert_int_equal(value_get(rows[0], str_from(table[i].name))->kind, table[i].first);
        assert_int_equal(value_get(rows[1], str_from(table[i].name))->kind, table[i].second);
    }
}

static void typed_cells_are_read_as_excel_writes_them(void **state) {
    static const struct {
        const char *type, *cell, *prints;
    } table[] = {
        {"number", "\"1,234.50\"", "1234.50"},
        {"money", "\"£1,234.50\"", "1234.50"},
        {"money", "-£5", "-5"},
        {"money", "£-5", "-5"},
        {"percent", "12%", "0.12"},
        {"percent", "-0.5 %", "-0.005"},
        {"date", "01/04/2022", "2022-04-01"},
        {"date", "2022-04-01", "2022-04-01"},
        {"date", "1/4/2022", "2022-04-01"},
        {"boolean", "Yes", "true"},
        {"people", "\"12,345\"", "12345"},
        {"text", "007", "007"},
        {"integer", "−7", "-7"},
        {"integer", "+7", "7"},
        {"integer", "(12)", "-12"},
        {"integer", "12-", "-12"},
        {"money", "\"(£1,234.50)\"", "-1234.50"},
        {"money", "£(5)", "-5"},
        {"percent", "(12%)", "-0.12"},
        {"number", "1\u00A0234.5", "1234.5"},
        {"number", "1\u202F234\u202F567", "1234567"},
        {"number", "\u00A012 ", "12"},
        {"number", "\u00A0", ""},
        {"text", " Rugby\u00A0", "Rugby"},
        {"date", "1-Apr-22", "2022-04-01"},
        {"date", "01-Apr-2022", "2022-04-01"},
        {"date", "1-Apr-29", "2029-04-01"},
        {"date", "1-Apr-30", "1930-04-01"},
        {"date", "01 April 2022", "2022-04-01"},
        {"date", "1st april 2022", "2022-04-01"},
        {"date", "22nd Sept 2022", "2022-09-22"},
        {"date", "01.04.2022", "2022-04-01"},
        {"date", "01-04-2022", "2022-04-01"},
        {"date", "2022-04-01 00:00:00.000", "2022-04-01"},
        {"date", "2022-04-01T00:00", "2022-04-01"},
        {"date", "01/04/2022 00:00", "2022-04-01"},
        {"number", "[x]", "[x]"},
        {"number", "", ""},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct str text = str_format(f->s.arena, "a,v\nx,%s\n", table[i].cell);
        struct str types = str_format(f->s.arena, "v:%s", table[i].type);
        read_typed(f, text.p, types.p, NULL);
        assert_int_equal(f->diags.all.n, 0);
        assert_string_equal(evaluate(f, "t[0].v"), table[i].prints);
    }
}

/* What is said where the cell is used. Reading says nothing. */
static const struct diag *fault_of(struct fixture *f, const char *type, const char *cell) {
    struct str text = str_format(f->s.arena, "a,v\nx,%s\n", cell);
    struct str types = *type ? str_format(f->s.arena, "v:%s", type) : STR_EMPTY;
    read_typed(f, text.p, types.p, NULL);
    assert_int_equal(f->diags.all.n, 0);
    assert_string_equal(evaluate(f, "t[0].a"), "x");
    evaluate(f, "t[0].v");
    assert_int_equal(f->diags.all.n, 1);
    const struct diag *d = f->diags.all.v[0];
    assert_int_equal(d->span.line, 2);
    assert_int_equal(d->span.column, 3);
    return d;
}

static void cells_of_another_type_are_named_by_place_where_they_are_used(void **state) {
    static const struct {
        const char *type, *cell, *code, *help;
    } table[] = {
        {"number", "12a", "bad-cell", "a number such as 1234.5"},
        {"number", "\"1,23\"", "bad-cell", "a comma groups thousands"},
        {"number", "\"1,2345\"", "bad-cell", "a comma groups thousands"},
        {"number", "\"1,234\u00A0567\"", "bad-cell", "a number such as"},
        {"number", "1 234", "bad-cell", "a number such as"},
        {"number", "(12", "bad-cell", "a number such as"},
        {"number", "-(12)", "bad-cell", "a number such as"},
        {"number", "12%", "bad-cell", "the type `percent` takes"},
        {"number", "£12", "bad-cell", "the type `money` takes"},
        {"number", "-", "bad-cell", "write 0 if it is none, or a mark"},
        {"money", "£-", "bad-cell", "write 0 if it is none, or a mark"},
        {"people", "c", "bad-cell", "\"[c]\" confidential"},
        {"number", "#N/A", "bad-cell", "could not work the cell out"},
        {"money", "#DIV/0!", "bad-cell", "could not work the cell out"},
        {"date", "########", "bad-cell", "could not work the cell out"},
        {"", "#REF!", "bad-cell", "write `types: {v: text}`"},
        {"number", "1.2E+05", "bad-cell", "digits may be lost"},
        {"", "1.23457E+11", "bad-cell", "digits may be lost"},
        {"integer", "1.5", "bad-cell", "the type `number` takes"},
        {"percent", "12", "bad-cell", "a percentage such as 12%"},
        {"money", "$5", "bad-cell", "an amount such as"},
        {"date", "31/02/2022", "bad-cell", "there is no such day"},
        {"date", "04/25/2022", "bad-cell", "the day comes first"},
        {"date", "01/04/22", "bad-cell", "four digits"},
        {"date", "Apr-22", "bad-cell", "no day"},
        {"date", "2022-04-01 09:30", "bad-cell", "no time of day"},
        {"date", "44652", "bad-cell", "this would be 2022-04-01"},
        {"date", "2022", "bad-cell", "a date such as"},
        {"boolean", "maybe", "bad-cell", "true or false"},
        {"people", "-1", "bad-cell", "a whole number from 0"},
        {"people", "2.5", "bad-cell", "a whole number from 0"},
        {"people", "", "people-blank", "write 0 if there were none"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct diag *d = fault_of(f, table[i].type, table[i].cell);
        assert_string_equal(d->code, table[i].code);
        assert_non_null(strstr(str_c(f->s.arena, d->message), "column `v`"));
        if (!strstr(str_c(f->s.arena, d->help), table[i].help))
            fail_msg("%s: %s", table[i].cell, str_c(f->s.arena, d->help));
    }
}

static void text_columns_keep_what_a_spreadsheet_left(void **state) {
    struct fixture *f = *state;
    read_typed(f, "v\n#N/A\n1.2E+05\n", "v:text", NULL);
    assert_string_equal(evaluate(f, "t | map('v')"), "#N/A, 1.2E+05");
}

static void a_failed_formula_hides_no_columns_type(void **state) {
    struct fixture *f = *state;
    read_typed(f, "a,v\nx,1\ny,#N/A\nz,3\n", "", NULL);
    assert_string_equal(evaluate(f, "t[0].v + t[2].v"), "4");
}

/* Each way to use a cell tells its fault; none of those that do not. */
static void a_faulty_cell_is_told_by_all_that_use_it_and_by_nothing_else(void **state) {
    static const struct {
        const char *text;
        size_t faults;
    } table[] = {
        {"t | length", 0},
        {"t | map('a')", 0},
        {"t['x'].n", 0},
        {"t | selectattr('n', '>', 1) | map('a')", 0},
        {"t['y'].v", 1},
        {"t[1]['v']", 1},
        {"t[1].v | default(0)", 1},
        {"t[1].v is marked", 1},
        {"t | sum('v')", 2},
        {"t | map('v') | length", 2},
        {"t | sort('v') | length", 2},
        {"t | max('v')", 2},
        {"t | unique('v') | length", 2},
        {"t | groupby('v') | length", 2},
        {"t | selectattr('v', '>', 1) | length", 2},
        {"t[1] ~ ''", 1},
        {"t ~ ''", 2},
        {"t | join", 2},
        {"t | unique | length", 2},
        {"t[0] == t[1]", 1},
        {"t[1] in t", 2},
        {"[t[1].v, 1] | length", 1},
        {"1 if t[1].v > 1 else 2", 1},
    };
    struct fixture *f = *state;
    read_typed(f, "a,n,v\nx,1,1\ny,2,12a\nz,3,12b\n", "v:number", "a");
    assert_int_equal(f->diags.all.n, 0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        evaluate(f, table[i].text);
        if (f->diags.all.n != table[i].faults)
            fail_msg("%s: %zu faults", table[i].text, f->diags.all.n);
        for (size_t k = 0; k < f->diags.all.n; k++)
            assert_string_equal(f->diags.all.v[k]->code, "bad-cell");
    }
}

static void a_faulty_key_refuses_all_that_read_the_source(void **state) {
    struct fixture *f = *state;
    read_typed(f, "k,n\n1,1\n2x,2\n", "k:integer", "k");
    expect_diagnostic(f, "bad-cell", 3, 1);
}

static void keys_find_rows_and_must_differ(void **state) {
    struct fixture *f = *state;
    struct dataset *set = read_typed(f, "k,n\na,1\nb,2\n", "", "k");
    assert_int_equal(f->diags.all.n, 0);
    assert_int_equal(set->by_key.n, 2);
    assert_string_equal(evaluate(f, "t['b'].n"), "2");
    read_typed(f, "k,n\na,1\na,2\n", "", "k");
    expect_diagnostic(f, "repeated-key", 3, 1);
    assert_int_equal(f->diags.all.v[0]->notes.v[0].span.line, 2);
    read_typed(f, "k,n\n,1\na,2\n", "", "k");
    assert_string_equal(f->diags.all.v[0]->code, "bad-key");
    read_typed(f, "k,n\na,1\n", "m:number", "kk");
    assert_int_equal(f->diags.all.n, 2);
    assert_string_equal(f->diags.all.v[0]->code, "unknown-column");
    assert_string_equal(f->diags.all.v[1]->help.p, "did you mean `k`?");
}

static void trees_keep_marks_dates_and_places(void **state) {
    struct fixture *f = *state;
    const struct value *v = fixture_yaml(
        f, "r", "a: '[c]'\nb: [x]\nc: 2023-09-30\nd: '2023-09-30'\ne: 1.50\nx-note: 1\n");
    static const struct {
        const char *key;
        enum value_kind kind;
    } table[] = {{"a", VALUE_MARK},
                 {"b", VALUE_MARK},
                 {"c", VALUE_DATE},
                 {"d", VALUE_TEXT},
                 {"e", VALUE_NUMBER}};
    assert_int_equal(f->diags.all.n, 0);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct value *got = value_get(v, str_from(table[i].key));
        assert_int_equal(got->kind, table[i].kind);
        assert_int_equal(got->origin.line, i + 1);
    }
    assert_null(value_get(v, STR("x-note")));
}

/* Rows of a tree are typed as a table's are, and say so where they are used. */
static void rows_of_a_tree_are_typed_alike(void **state) {
    static const struct {
        const char *type, *value, *result;
    } table[] = {
        {"number", "'1,234'", "1234"},
        {"number", "1234", "1234"},
        {"money", "'£5'", "5"},
        {"percent", "12%", "0.12"},
        {"percent", "12",
         "bad-cell@6: column `n` cannot hold the number 12 | expected a percentage such "
         "as 12%; for fractions use the type number, or a mark such as [x]"},
        {"integer", "1.5",
         "bad-cell@6: column `n` cannot hold the number 1.5 | expected a whole number "
         "such as 1234 or 1,234, or a mark such as [x]"},
        {"date", "2022-04-01", "2022-04-01"},
        {"date", "'1 April 2022'", "2022-04-01"},
        {"text", "12", "12"},
        {"people", "'[c]'", "[c]"},
        {"people", "",
         "people-blank@5: a cell of the people column `n` is empty | write 0 if there were "
         "none, [x] if the figure is not available, [z] if it does not apply"},
    };
    static const char *const names[] = {"",      "text", "integer", "number", "percent",
                                        "money", "date", "boolean", "people"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct source_declaration d = {.name = STR("t")};
        struct column_declaration column = {.name = STR("n")};
        for (int k = 0; k < 9; k++) {
            if (strcmp(names[k], table[i].type) == 0)
                column.type = (enum column_type)k;
        }
        struct str text = str_format(f->s.arena, "- n: %s\n", table[i].value);
        struct str path = str_format(f->s.arena, "tree%zu.yaml", i);
        d.value = yaml_read(&f->s, fixture_source(f, path.p, text.p));
        d.types = &column;
        d.type_count = 1;
        scope_set(&f->scope, d.name, dataset_read(&f->s, &d)->value);
        assert_string_equal(evaluate(f, "t[0].n"), table[i].result);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(columns_without_a_type_are_inferred_as_a_whole),
        TEST(typed_cells_are_read_as_excel_writes_them),
        TEST(cells_of_another_type_are_named_by_place_where_they_are_used),
        TEST(text_columns_keep_what_a_spreadsheet_left),
        TEST(a_failed_formula_hides_no_columns_type),
        TEST(a_faulty_cell_is_told_by_all_that_use_it_and_by_nothing_else),
        TEST(a_faulty_key_refuses_all_that_read_the_source),
        TEST(keys_find_rows_and_must_differ),
        TEST(rows_of_a_tree_are_typed_alike),
        TEST(trees_keep_marks_dates_and_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
