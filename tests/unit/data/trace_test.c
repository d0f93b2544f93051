/* What an expression is made of, and what has decided: line:column of each, decided ones in brackets. */
#include "data_fixture.h"

#include "data/trace.h"

static int setup(void **state) {
    fixture_setup(state);
    struct fixture *f = *state;
    fixture_yaml(f, "report", "n: 12\nm: 30\nempty:\nflag: true\n");
    fixture_csv(f, "r", "d,a,b,area\nAsh,3,4,north\nElm,2,[c],south\nOak,1,1,south\n", "d");
    return 0;
}

static const char *traced(struct fixture *f, const char *text) {
    struct source *source = ARENA_NEW(f->s.arena, struct source);
    struct origin *origin = ARENA_NEW(f->s.arena, struct origin);
    *source = (struct source){.path = STR("x"), .bytes = str_from(text)};
    *origin = origin_of_source(source);
    struct expr *e = expr_parse(&f->s, origin, 0, source->bytes.n);
    assert_non_null(e);
    struct trace t;
    trace_eval(&f->s, e, &f->scope, &t);
    struct strbuf b;
    strbuf_init(&b, f->s.arena);
    for (size_t i = 0; i < t.cells.n; i++) {
        struct span at = t.cells.v[i].value->origin;
        bool decided = t.cells.v[i].use == TRACE_DECIDED_BY;
        strbuf_format(&b, "%s%s%u:%u%s", i ? " " : "", decided ? "(" : "", at.line, at.column,
                      decided ? ")" : "");
    }
    return strbuf_str(&b).p;
}

struct pair {
    const char *expression, *cells;
};

static void run(void **state, const struct pair *table, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *got = traced(*state, table[i].expression);
        if (strcmp(got, table[i].cells) != 0)
            fail_msg("%s\n      is made of %s\n  should be %s", table[i].expression, got,
                     table[i].cells);
    }
}

#define RUN(table) run(state, table, sizeof table / sizeof *table)

static void figures_are_made_of_what_they_are_worked_out_from(void **state) {
    static const struct pair table[] = {
        {"report.n", "1:4"},
        {"1 + 2", ""},
        {"report.n + report.m * report.n", "1:4 2:4"},
        {"-report.n", "1:4"},
        {"report.n ~ 'x'", "1:4"},
        {"report.n == report.m", "1:4 2:4"},
        {"report.n | percent(1)", "1:4"},
        {"[report.n, report.m]", "1:4 2:4"},
        {"[report.n, report.m] | sum", "1:4 2:4"},
        {"not report.flag", "4:7"},
        {"report.flag and report.n", "4:7 1:4"},
        {"report.n or report.m", "1:4"},
        {"r['Elm'].b is marked", "3:7"},
        {"report.empty | default(report.m)", "2:4"},
        {"report.n | default(report.m)", "(2:4) 1:4"},
    };
    RUN(table);
}

static void filters_hand_on_make_or_decide(void **state) {
    static const struct pair table[] = {
        {"r | sum('a')", "2:5 3:5 4:5"},
        {"r | sum('b')", "2:7 3:7 4:7"},
        {"r | map('a') | last", "4:5"},
        {"r | length", "2:1 3:1 4:1"},
        {"r | selectattr('area', '==', 'south') | sum('a')", "(2:9) (3:11) (4:9) 3:5 4:5"},
        {"(r | rejectattr('a', '>', 1) | first).d", "(2:5) (3:5) (4:5) 4:1"},
        {"r | max('a')", "2:5 (3:5) (4:5)"},
        {"r | max('b')", "(2:7) 3:7 (4:7)"},
        {"(r | sort('a') | first).d", "(2:5) (3:5) (4:5) 4:1"},
        {"r | map('d') | join(', ')", "2:1 3:1 4:1"},
        {"(r | groupby('area') | first).list | sum('a')", "(2:9) (3:11) (4:9) 2:5"},
    };
    RUN(table);
}

static void conditions_and_keys_decide(void **state) {
    static const struct pair table[] = {
        {"report.m if report.n > 10 else 0", "(1:4) 2:4"},
        {"report.n if report.n > 10 else 0", "1:4"},
        {"r[r[0].d].a", "(2:1) 2:5"},
        {"r | selectattr('a', '<', report.n) | length", "(1:4) (2:5) (3:5) (4:5) 2:1 3:1 4:1"},
    };
    RUN(table);
}

static void nothing_is_noted_where_nobody_asks(void **state) {
    struct fixture *f = *state;
    assert_null(f->scope.trace);
    traced(f, "r | sum('a')");
    assert_null(f->scope.trace);
    assert_string_equal(evaluate(f, "r | sum('a')"), "6");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(figures_are_made_of_what_they_are_worked_out_from),
        TEST(filters_hand_on_make_or_decide),
        TEST(conditions_and_keys_decide),
        TEST(nothing_is_noted_where_nobody_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
