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
    for (const char *p = types; *p;) {
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

static void cells_of_another_type_are_named_by_place(void **state) {
    static const struct {
        const char *type, *cell, *code;
    } table[] = {
        {"number", "12a", "bad-cell"},        {"number", "\"1,23\"", "bad-cell"},
        {"number", "\"1,2345\"", "bad-cell"}, {"integer", "1.5", "bad-cell"},
        {"percent", "12", "bad-cell"},        {"money", "$5", "bad-cell"},
        {"date", "31/02/2022", "bad-cell"},   {"date", "2022", "bad-cell"},
        {"boolean", "maybe", "bad-cell"},     {"people", "-1", "bad-cell"},
        {"people", "2.5", "bad-cell"},        {"people", "", "people-blank"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct str text = str_format(f->s.arena, "a,v\nx,%s\n", table[i].cell);
        struct str types = str_format(f->s.arena, "v:%s", table[i].type);
        read_typed(f, text.p, types.p, NULL);
        expect_diagnostic(f, table[i].code, 2, 3);
    }
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(columns_without_a_type_are_inferred_as_a_whole),
        TEST(typed_cells_are_read_as_excel_writes_them),
        TEST(cells_of_another_type_are_named_by_place),
        TEST(keys_find_rows_and_must_differ),
        TEST(trees_keep_marks_dates_and_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
