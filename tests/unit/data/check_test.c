#include "data_fixture.h"

#include "data/check.h"

static int setup(void **state) {
    fixture_setup(state);
    struct fixture *f = *state;
    fixture_yaml(f, "report",
                 "referrals: {child: 6}\nmsp: {whole: 220, a: 179, b: 40, hidden: '[x]'}\n");
    fixture_csv(f, "referrals", "district,child\nRugby,3\nWarwick,3\nStratford upon Avon,1\n",
                NULL);
    return 0;
}

static const struct expr *parse(struct fixture *f, const char *text) {
    struct source *source = ARENA_NEW(f->s.arena, struct source);
    source->path = STR("layout");
    source->bytes = str_from(text);
    struct origin origin = origin_of_source(source);
    return expr_parse(&f->s, &origin, 0, origin.text.n);
}

static struct template *message(struct fixture *f, const char *text) {
    struct source *source = ARENA_NEW(f->s.arena, struct source);
    source->bytes = str_from(text);
    struct origin origin = origin_of_source(source);
    return template_parse(&f->s, &origin);
}

/* Message, place, label, notes and help, a line each. */
static const char *run(struct fixture *f, const struct check *check, bool passed) {
    struct check_result result;
    struct strbuf b;
    forget_diagnostics(f);
    checks_run(&f->s, check, 1, &f->scope, &result);
    assert_int_equal(result.passed, passed);
    strbuf_init(&b, f->s.arena);
    for (size_t i = 0; i < f->diags.all.n; i++) {
        const struct diag *d = f->diags.all.v[i];
        strbuf_format(&b, "%s %s: %.*s\n%u:%u %.*s\n",
                      d->severity == SEVERITY_ERROR ? "error" : "warning", d->code,
                      STR_ARG(d->message), d->span.line, d->span.column, STR_ARG(d->label));
        for (size_t n = 0; n < d->notes.n; n++)
            strbuf_format(&b, "%u:%u %.*s\n", d->notes.v[n].span.line, d->notes.v[n].span.column,
                          STR_ARG(d->notes.v[n].text));
        strbuf_format(&b, "= %.*s\n", STR_ARG(d->help));
    }
    return strbuf_str(&b).p;
}

static void a_failed_sum_points_at_the_cell_and_names_both_sides(void **state) {
    struct fixture *f = *state;
    struct check check = {.that = parse(f, "referrals | sum('child') == report.referrals.child"),
                          .message = message(f, "Child referrals do not add up")};
    assert_string_equal(run(f, &check, false),
                        "error check-failed: Child referrals do not add up\n"
                        "4:21 column child adds up to 7\n"
                        "2:7 3\n"
                        "3:9 3\n"
                        "1:20 report.referrals.child is 6\n"
                        "1:1 `referrals | sum('child')` is 7, `report.referrals.child` is 6\n"
                        "= `referrals | sum('child')` is 1 more than `report.referrals.child`; "
                        "correct one of them\n");
}

static void parts_that_miss_the_whole_are_a_warning_with_its_reason(void **state) {
    struct fixture *f = *state;
    const struct expr *are[] = {parse(f, "report.msp.a"), parse(f, "report.msp.b")};
    struct check check = {.kind = CHECK_PARTS,
                          .of = parse(f, "report.msp.whole"),
                          .are = are,
                          .are_count = 2,
                          .warning = true,
                          .because = STR("The source has 219"),
                          .message = message(f, "Views of {{ report.msp.whole }}")};
    assert_string_equal(run(f, &check, false),
                        "warning check-failed: Views of 220\n"
                        "2:14 report.msp.whole is 220\n"
                        "2:22 report.msp.a is 179\n"
                        "2:30 report.msp.b is 40\n"
                        "1:1 `report.msp.whole` is 220, its parts add up to 219\n"
                        "0:0 because: The source has 219\n"
                        "= the sum of the parts is 1 less than `report.msp.whole`; correct a "
                        "part, or the whole\n");
}

static void of_several_conditions_the_false_one_is_named(void **state) {
    struct fixture *f = *state;
    struct check check = {.that = parse(f, "report.msp.a < 200 and report.msp.b > 50"),
                          .message = message(f, "Out of range")};
    assert_string_equal(run(f, &check, false), "error check-failed: Out of range\n"
                                               "2:30 report.msp.b is 40\n"
                                               "1:24 `report.msp.b` is 40, `50` is 50\n"
                                               "= `report.msp.b` is 10 less than `50`\n");
}

static void a_check_that_holds_says_nothing(void **state) {
    struct fixture *f = *state;
    struct check check = {.that = parse(f, "report.msp.a + report.msp.b == 219"),
                          .message = message(f, "No")};
    assert_string_equal(run(f, &check, true), "");
}

static void a_check_on_a_marked_value_is_a_mistake(void **state) {
    struct fixture *f = *state;
    struct check check = {.that = parse(f, "report.msp.hidden == 1"), .message = message(f, "No")};
    assert_non_null(strstr(run(f, &check, false), "error marked-condition"));
    const struct expr *are[] = {parse(f, "report.msp.hidden")};
    struct check parts = {
        .kind = CHECK_PARTS, .of = parse(f, "report.msp.a"), .are = are, .are_count = 1};
    assert_non_null(strstr(run(f, &parts, false), "error marked-condition"));
}

/* What a manifest is told of a check. */
static struct check_result result_of(struct fixture *f, const struct check *check) {
    struct check_result result;
    forget_diagnostics(f);
    checks_run(&f->s, check, 1, &f->scope, &result);
    return result;
}

static void a_result_says_whether_a_check_passed_or_was_waived(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *that;
        bool warning, passed, waived;
    } table[] = {{"report.msp.a == 179", false, true, false},
                 {"report.msp.a == 179", true, true, false},
                 {"report.msp.a == 1", false, false, false},
                 {"report.msp.a == 1", true, false, true},
                 {"report.msp.hidden == 1", true, false, false},
                 {"report.msp.nothing == 1", true, false, false}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct check check = {.that = parse(f, table[i].that),
                              .warning = table[i].warning,
                              .because = STR("It is known"),
                              .message = message(f, "A message")};
        struct check_result result = result_of(f, &check);
        assert_int_equal(result.passed, table[i].passed);
        assert_int_equal(result.waived, table[i].waived);
        assert_string_equal(str_c(f->s.arena, result.name), "A message");
    }
}

static void a_checks_public_name_holds_no_value(void **state) {
    struct fixture *f = *state;
    struct check check = {
        .that = parse(f, "report.msp.a == 1"),
        .message = message(
            f, "  Views of {{ report.msp.a }}\nand {{ report.msp.whole }} do\n\tnot agree ")};
    struct check_result result = result_of(f, &check);
    assert_string_equal(str_c(f->s.arena, f->diags.all.v[0]->message),
                        "Views of 179 and 220 do not agree");
    assert_string_equal(str_c(f->s.arena, result.name), "Views of … and … do not agree");
}

static void a_check_knows_the_names_that_it_reads(void **state) {
    struct fixture *f = *state;
    const struct expr *are[] = {parse(f, "1"), parse(f, "district.n")};
    static const struct str name = {"district", 8};
    struct check table[] = {
        {.that = parse(f, "district.n == 1")},
        {.kind = CHECK_PARTS, .of = parse(f, "report.msp.a"), .are = are, .are_count = 2},
        {.kind = CHECK_RANGE, .of = parse(f, "referrals"), .from = parse(f, "district.n")},
        {.kind = CHECK_RANGE, .of = parse(f, "referrals"), .to = parse(f, "5 if district else 6")},
        {.kind = CHECK_AGREE, .of = parse(f, "referrals"), .with = parse(f, "district.rows")},
        {.that = parse(f, "true"), .message = message(f, "In {{ district.district }}")},
        {.that = parse(f, "[1] | sort(reverse=district.up) | length == 1")},
        {.that = parse(f, "'district' == row.district"), .message = message(f, "In district")},
    };
    enum { N = sizeof table / sizeof *table };
    for (size_t i = 0; i < N; i++)
        assert_int_equal(check_uses(&table[i], name), i < N - 1);
}

static void many_failures_are_counted_and_twenty_shown(void **state) {
    struct fixture *f = *state;
    struct check check = {.kind = CHECK_RANGE,
                          .of = parse(f, "range(50)"),
                          .to = parse(f, "9"),
                          .message = message(f, "Out of range")};
    const char *said = run(f, &check, false);
    assert_non_null(strstr(said, "error check-failed: Out of range\n"));
    assert_non_null(strstr(said, "item 11 is 10, 1 above 9\n"));
    assert_non_null(strstr(said, "item 30 is 29, 20 above 9\n"));
    assert_null(strstr(said, "item 31 "));
    assert_non_null(strstr(said, "and 20 more\n"));
    assert_non_null(strstr(said, "not 9 or less: 40 of 50 values of `range(50)`\n"));
}

static void a_large_whole_number_without_a_filter_is_a_warning(void **state) {
    static const struct {
        const char *text, *prints;
        size_t warnings;
    } table[] = {{"{{ 9999 }}", "9999", 0},         {"{{ 10000 }}!", "10000!", 1},
                 {"{{ 10000.5 }}", "10000.5", 0},   {"{{ 10000 | number }}", "10,000", 0},
                 {"{{ 5000 + 5000 }}", "10000", 1}, {"a {{ '{{' }} b", "a {{ b", 0}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        forget_diagnostics(f);
        struct template *t = message(f, table[i].text);
        assert_string_equal(str_c(f->s.arena, template_fill(&f->s, t, &f->scope)), table[i].prints);
        assert_int_equal(f->diags.warnings, table[i].warnings);
        assert_int_equal(f->diags.errors, 0);
    }
}

static void formats_are_checked_when_they_are_read(void **state) {
    static const struct {
        const char *text;
        bool good;
        enum number_style style;
        int places;
    } table[] = {{"number", true, FORMAT_NUMBER, -1},
                 {"number(1)", true, FORMAT_NUMBER, 1},
                 {"percent", true, FORMAT_PERCENT, 0},
                 {"money(2)", true, FORMAT_MONEY, 2},
                 {"date('%B')", true, FORMAT_DATE, -1},
                 {"percent(sum=100)", true, FORMAT_PERCENT, 0},
                 {"percent(1, sum=100)", true, FORMAT_PERCENT, 1},
                 {"percent(sum=99)", false, FORMAT_PERCENT, 0},
                 {"percent(1, 2)", false, FORMAT_PERCENT, 1},
                 {"percent(sum=100, 1)", false, FORMAT_PERCENT, 0},
                 {"money(sum=100)", false, FORMAT_MONEY, 0},
                 {"percent()", false, FORMAT_PERCENT, 0},
                 {"date('%Q')", false, FORMAT_DATE, -1},
                 {"nubmer", false, FORMAT_PLAIN, -1},
                 {"number(", false, FORMAT_NUMBER, -1},
                 {"number('a')", false, FORMAT_NUMBER, -1},
                 {"number(1) x", false, FORMAT_NUMBER, 1},
                 {"", false, FORMAT_PLAIN, -1}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct source source = {.bytes = str_from(table[i].text)};
        struct origin origin = origin_of_source(&source);
        struct value_format out;
        forget_diagnostics(f);
        assert_int_equal(value_format_parse(&f->s, &origin, &out), table[i].good);
        assert_int_equal(f->diags.all.n, table[i].good ? 0 : 1);
        if (table[i].good) {
            assert_int_equal(out.style, table[i].style);
            assert_int_equal(out.places, table[i].places);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_failed_sum_points_at_the_cell_and_names_both_sides),
        TEST(parts_that_miss_the_whole_are_a_warning_with_its_reason),
        TEST(of_several_conditions_the_false_one_is_named),
        TEST(a_check_that_holds_says_nothing),
        TEST(a_check_on_a_marked_value_is_a_mistake),
        TEST(a_result_says_whether_a_check_passed_or_was_waived),
        TEST(a_checks_public_name_holds_no_value),
        TEST(a_check_knows_the_names_that_it_reads),
        TEST(many_failures_are_counted_and_twenty_shown),
        TEST(a_large_whole_number_without_a_filter_is_a_warning),
        TEST(formats_are_checked_when_they_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
