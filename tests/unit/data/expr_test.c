#include "data_fixture.h"

static int setup(void **state) {
    fixture_setup(state);
    struct fixture *f = *state;
    fixture_yaml(f, "report",
                 "year: 2022-23\nn: 12345\nmsp: {concluded: 220, fully: 120, hidden: '[c]'}\n"
                 "date: 2023-09-30\nempty:\nlist: [3, 1, 2]\nmarks: [5, '[x]', '[c]', '[low]']\n"
                 "text: Rugby\nodd key: 7\n");
    fixture_csv(f, "referrals",
                "district,child,adult,area\nRugby,3,4,north\nWarwick,2,[c],south\n"
                "Stratford upon Avon,1,1,south\n",
                "district");
    fixture_csv(f, "gaps", "name,n\na,1\nb,\nc,3\n", NULL);
    return 0;
}

struct pair {
    const char *expression, *result;
};

static void run(void **state, const struct pair *table, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *got = evaluate(*state, table[i].expression);
        if (strcmp(got, table[i].result) != 0)
            fail_msg("%s\n      gives %s\n  should be %s", table[i].expression, got,
                     table[i].result);
    }
}

#define RUN(table) run(state, table, sizeof table / sizeof *table)

static void arithmetic_is_decimal(void **state) {
    static const struct pair table[] = {
        {"0.1 + 0.2 == 0.3", "true"},
        {"2.675 | round(2)", "2.68"},
        {"1 / 3", "0.3333333333333333333333333333333333"},
        {"1 + 2 * 3", "7"},
        {"(1 + 2) * 3", "9"},
        {"7 // 2 ~ 7 % 4", "33"},
        {"-7 // 2", "-4"},
        {"- - 3", "3"},
        {"-5 | abs", "5"},
        {"1.50", "1.50"},
        {"2 - 3 - 4", "-5"},
    };
    RUN(table);
}

static void operators_follow_jinja(void **state) {
    static const struct pair table[] = {
        {"'a' ~ 1 ~ \"b\"", "a1b"},
        {"'yes' if 1 < 2 else 'no'", "yes"},
        {"1 if false else 2 if false else 3", "3"},
        {"not 1 == 2", "true"},
        {"true and 'x'", "x"},
        {"null or 'x'", "x"},
        {"2 in [1, 2]", "true"},
        {"3 not in [1, 2]", "true"},
        {"'ug' in report.text", "true"},
        {"[1, [2, 3]]", "1, 2, 3"},
        {"range(3)", "0, 1, 2"},
        {"range(2, 5) | sum", "9"},
        {"'it\\'s'", "it's"},
        {"report['odd key']", "7"},
        {"report.list[-1]", "2"},
        {"report.date >= '2023-01-01'", "true"},
        {"report.date | date('%-d %B %Y')", "30 September 2023"},
        {"report.empty == null", "true"},
        {"report.empty", ""},
        {"referrals['Rugby'].child", "3"},
        {"referrals[0].district", "Rugby"},
    };
    RUN(table);
}

static void filters_work(void **state) {
    static const struct pair table[] = {
        {"referrals | sum('child')", "6"},
        {"report.list | sum", "6"},
        {"report.list | min ~ report.list | max", "13"},
        {"report.list | mean", "2"},
        {"report.list | median", "2"},
        {"[1, 2] | median", "1.5"},
        {"[] | sum", "0"},
        {"referrals | count", "3"},
        {"'Tŷ' | length", "2"},
        {"referrals | map('area') | unique | join('/')", "north/south"},
        {"[1, 1.0, 2] | unique | count", "2"},
        {"referrals | sort('child') | map('child')", "1, 2, 3"},
        {"referrals | sort('child', reverse=true) | map('child')", "3, 2, 1"},
        {"referrals | sort('adult') | map('adult')", "1, 4, [c]"},
        {"referrals | sort('adult', reverse=true) | map('adult')", "4, 1, [c]"},
        {"['b', 'a', 'É', 'f'] | sort", "a, b, É, f"},
        {"referrals | selectattr('child', '>=', 2) | count", "2"},
        {"referrals | rejectattr('area', '==', 'south') | map('district')", "Rugby"},
        {"referrals | selectattr('adult', 'marked') | map('district')", "Warwick"},
        {"(referrals | groupby('area'))[1].list | sum('child')", "3"},
        {"(referrals | groupby('area')) | map('grouper')", "north, south"},
        {"referrals | last | slug if false else 'x'", "x"},
        {"323876 | number", "323,876"},
        {"1234.5 | number(2)", "1,234.50"},
        {"-1234 | number", "\xE2\x88\x92"
                           "1,234"},
        {"0.125 | percent", "13%"},
        {"0.125 | percent(1)", "12.5%"},
        {"1234.5 | money", "\xC2\xA3"
                           "1,235"},
        {"1234.5 | money(2)", "\xC2\xA3"
                              "1,234.50"},
        {"[1, 2, 3, 11, 12, 13, 21, 102, 111] | count | ordinal", "9th"},
        {"11 | ordinal ~ ' ' ~ 22 | ordinal ~ ' ' ~ 113 | ordinal", "11th 22nd 113th"},
        {"0 | words", "zero"},
        {"1121 | words", "one thousand one hundred and twenty-one"},
        {"1000005 | words", "one million and five"},
        {"'stratford upon avon' | title", "Stratford Upon Avon"},
        {"'Tŷ Gŵyr & Łódź – 2' | slug", "ty-gwyr-lodz-2"},
        {"'ŵ ß' | upper", "Ŵ SS"},
        {"report.empty | default('none')", "none"},
        {"1 | plural('case', 'cases')", "case"},
        {"0 | plural('case', 'cases')", "cases"},
    };
    RUN(table);
}

static void marks_win_over_numbers_and_answer_no_question(void **state) {
    static const struct pair table[] = {
        {"referrals | sum('adult')", "[c]"},
        {"report.marks | sum", "[c]"},
        {"report.marks | max", "[c]"},
        {"[1, report.marks[3]] | mean", "[low]"},
        {"report.marks[1] + report.marks[3]", "[x]"},
        {"1 + report.msp.hidden * 2", "[c]"},
        {"-report.msp.hidden", "[c]"},
        {"report.msp.hidden | number", "[c]"},
        {"report.msp.hidden | default(0)", "[c]"},
        {"report.msp.hidden | plural('case', 'cases')", "cases"},
        {"'n: ' ~ report.msp.hidden", "n: [c]"},
        {"report.marks | count", "4"},
        {"report.msp.hidden is marked", "true"},
        {"report.msp.fully is not marked", "true"},
        {"'hidden' if report.msp.hidden is marked else report.msp.hidden", "hidden"},
    };
    static const char *const conditions[] = {
        "report.msp.hidden == 1",
        "1 < report.msp.hidden",
        "not report.msp.hidden",
        "report.msp.hidden and true",
        "1 if report.msp.hidden else 2",
        "report.msp.hidden in [1]",
        "3 in report.marks",
        "report.marks == [1]",
        "referrals | selectattr('adult', '==', 1)",
        "referrals | selectattr('adult')",
        "report.list[report.msp.hidden]",
        "range(report.msp.hidden)",
        "1.5 | round(report.msp.hidden)",
    };
    RUN(table);
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        const char *got = evaluate(*state, conditions[i]);
        if (strncmp(got, "marked-condition@", 17) != 0)
            fail_msg("%s gives %s", conditions[i], got);
    }
}

static void mistakes_name_their_column_and_a_remedy(void **state) {
    static const struct pair table[] = {
        {"report.mps.fully", "unknown-field@8: there is no field `mps` | did you mean `msp`?"},
        {"1 + referals", "undefined-name@5: there is no `referals` here | did you mean "
                         "`referrals`?"},
        {"report.n | numbr", "expression-syntax@12: there is no filter `numbr` | did you mean "
                             "`number`?"},
        {"page", "undefined-name@1: there is no `page` here | `page` is known in headers and "
                 "footers only"},
        {"referrals['Rugbi']",
         "unknown-row@11: no row of `referrals` has the key 'Rugbi' | did you "
         "mean `Rugby`?"},
        {"gaps['a']", "no-key@6: this list has no key, so 'a' names no row | give its source a "
                      "`key:`, the column in which all rows differ"},
        {"(referrals | selectattr('child', '>', 1))['Stratford upon Avon']",
         "unknown-row@43: no row of `referrals` has the key 'Stratford upon Avon' | a filter left "
         "that "
         "row out"},
        {"report.list[3]", "index-out-of-range@13: 3 is not the place of an item | the list has "
                           "3 items: 0 to 2"},
        {"1 +", "expression-syntax@4: the expression ends where a value should stand"
                " | an expression is written like `report.total | number`"},
        {"ŷ.a +", "expression-syntax@6: the expression ends where a value should stand"
                  " | an expression is written like `report.total | number`"},
        {"", "expression-syntax@1: an expression is missing here"
             " | an expression is written like `report.total | number`"},
        {"a = 1", "expression-syntax@3: expected an operator or the end, found `=` | write `==` "
                  "to compare"},
        {"1 < 2 < 3", "expression-syntax@7: comparisons cannot follow one another | write "
                      "`a < b and b < c`"},
        {"'abc", "expression-syntax@1: this quote is never closed | end the text with '"},
        {"a && b", "expression-syntax@3: `&&` has no meaning in an expression | write `and`"},
        {"report.n + report.n | number",
         "type-mismatch@12: `+` needs numbers, and this is the text '12,345' | a filter goes "
         "before `+`: put the sum in brackets, `(a + b) | number`"},
        {"'a' + 'b'", "type-mismatch@1: `+` needs numbers, and this is the text 'a' | texts are "
                      "joined with `~`"},
        {"1 / 0", "division-by-zero@3: division by zero: `0` is 0 | say what is to stand there: "
                  "`a / b if b != 0 else 'none'`"},
        {"report.text > 1", "type-mismatch@13: the text 'Rugby' cannot be compared with the "
                            "number 1 | if the column holds numbers, give it a type in `types:`; "
                            "else put the number in quotes"},
        {"range(1000001)", "range-too-long@1: range would have 1000001 items; at most 1000000 "
                           "are allowed"},
        {"totals(referrals).child", "no-totals@1: `referrals` publishes no totals | declare them, "
                                    "`disclosure: sets: referrals: "
                                    "totals: [column]`, or write `referrals | sum('field')`"},
        {"totals([1, 2])", "type-mismatch@8: totals needs a data source with rows, not a list of 2 "
                           "items | name a set "
                           "of `disclosure:`; for other lists use `sum('field')`"},
        {"gaps | sum('n')",
         "empty-value@8: sum needs numbers, and item 2 of `n` is empty | an empty cell is not 0; "
         "fill it in, or leave such rows out with `selectattr('field', '!=', null)`"},
        {"report.list | sum('a', 'b')", "filter-arguments@15: sum takes 0 to 1 arguments, not 2"},
        {"[] | first", "empty-list@6: first of an empty list"},
        {"upper('a')", "expression-syntax@1: there is no function `upper` | upper is a filter: "
                       "write `value | upper`"},
        {"pageref('a') + 1", "type-mismatch@1: `+` needs numbers, and this is a reference | a "
                             "reference stands alone in its braces"},
        {"report.text.upper()", "expression-syntax@18: values have no methods | filters are "
                                "written with a bar: `value | upper`"},
        {"referrals | selectattr('child', 'eq', 1)",
         "filter-arguments@33: selectattr does not know the operator the text 'eq' | write '=='"},
        {"report.n | money(1)", "filter-arguments@18: money takes 0 (whole pounds) or 2 (pence), "
                                "not 1"},
    };
    RUN(table);
}

static void arguments_have_names(void **state) {
    static const struct pair table[] = {
        {"2.5 | round(method='even')", "2"},
        {"3.5 | round(0, method='even')", "4"},
        {"2.665 | round(2, method='even')", "2.66"},
        {"2.665 | round(2, method='common')", "2.67"},
        {"-2.5 | round", "-3"},
        {"-2.5 | round(method='even')", "-2"},
        {"-2.1 | round(method='floor')", "-3"},
        {"-2.9 | round(method='ceil')", "-2"},
        {"1250 | round(-2, method='even')", "1200"},
        {"report.list | sort(reverse=1 > 0)", "3, 2, 1"},
        {"2.5 | round(methd='even')",
         "expression-syntax@13: round has no argument `methd` | did you mean `method`?"},
        {"2.5 | round(mode='even')",
         "expression-syntax@13: round has no argument `mode` | the one with a name is `method`"},
        {"[1] | sum(x=1)",
         "expression-syntax@11: sum has no argument `x` | sum has none with a name; "
         "write `==` to compare"},
        {"[1] | sort(reverse=true, reverse=false)",
         "expression-syntax@26: sort is given `reverse` twice | take one of them away"},
        {"2.5 | round(method='evn')",
         "filter-arguments@20: round knows no method the text 'evn' | did you mean 'even'?"},
        {"2.5 | round(method=2)", "filter-arguments@20: round knows no method the number 2 | "
                                  "'common' rounds half up, 'even' "
                                  "half to the even digit, 'floor' down, 'ceil' up"},
        {"2.5 | round(method=report.msp.hidden)", "marked-condition@20: a condition on a marked "
                                                  "value: this is [c] | a hidden figure must not "
                                                  "decide what is shown; ask `is marked` first"},
    };
    RUN(table);
}

static void shares_of_a_list_add_up_to_100(void **state) {
    static const struct pair table[] = {
        {"[1, 1, 1] | percent(sum=100)", "34%, 33%, 33%"},
        {"[1, 1, 1] | percent(1, sum=100)", "33.4%, 33.3%, 33.3%"},
        {"[0, 5] | percent(sum=100)", "0%, 100%"},
        {"[3, 3, 3, 1] | percent(sum=100)", "30%, 30%, 30%, 10%"},
        {"[0.1, 0.2, 0.4] | percent(sum=100)", "14%, 29%, 57%"},
        {"[1, 3, 1, 1] | percent(sum=100)", "17%, 50%, 17%, 16%"},
        {"referrals | map('child') | percent(sum=100)", "50%, 33%, 17%"},
        {"referrals | map('adult') | percent(sum=100)", "[c], [c], [c]"},
        {"report.marks | percent(sum=100)", "[c], [x], [c], [low]"},
        {"[] | percent(sum=100)", ""},
        {"[0, 0] | percent(sum=100)", "no-shares@10: the figures add up to 0, and 0 has no shares"},
        {"[5, -1] | percent(sum=100)",
         "no-shares@11: item 2 is the number -1, and a share is never below 0"},
        {"[5, 1] | percent(sum=99)",
         "filter-arguments@22: the shares of a whole add up to 100, not to "
         "the number 99 | write `percent(sum=100)`"},
        {"5 | percent(sum=100)",
         "type-mismatch@5: percent(sum=100) needs a list, and this is the number 5"},
        {"report.msp.hidden | percent(sum=100)", "[c]"},
    };
    RUN(table);
}

static void rows_of_another_source_are_joined_by_key(void **state) {
    static const struct pair table[] = {
        {"homes[row.district].homes", "10"},
        {"homes[lost.district].homes",
         "unknown-row@7: no row of `homes` has the key 'Strattford' | did you mean `Stratford`?"},
        {"homes[lost.district].homes | default(0)", "0"},
        {"homes[lost.district] | default('none')", "none"},
        {"(homes[lost.district].homes | default(0)) + 1", "1"},
        {"homes['Strattford'].homes | default(0)",
         "unknown-row@7: no row of `homes` has the key 'Strattford' | did you mean `Stratford`?"},
        {"homes[lost.district].hoems | default(0)", "0"},
        {"homes[row.district].hoems | default(0)",
         "unknown-field@21: there is no field `hoems` | did you mean `homes`?"},
        {"homes[look.district].homes",
         "unknown-row@7: no row of `homes` has the key 'NORTH\xC2\xA0warwickshire' | there is "
         "`North "
         "Warwickshire`: the two differ in spaces, signs or capitals"},
        {"(referrals | groupby('area'))[0].grouper", "north"},
        {"areas[(referrals | groupby('area'))[1].grouper].name", "The south"},
        {"years[2022].n", "7"},
        {"years[row.year].n", "8"},
        {"years[lost.year].n",
         "unknown-row@7: no row of `years` has the key '1' | there are: 2022, "
         "2023"},
        {"years[lost.year].n | default('-')", "-"},
        {"years[0].n", "7"},
        {"years[-1].n", "8"},
        {"wards[1].n",
         "key-or-place@7: 1 is the key of one row and the place of another | give the "
         "key's column the type text: `types: {...: text}`, and write ['1'] for the key"},
        {"wards[row.ward].n", "5"},
        {"wards['1'].n", "5"},
        {"days[row.day].n", "3"},
    };
    struct fixture *f = *state;
    fixture_csv(f, "homes", "district,homes\nRugby,10\nStratford,20\nNorth Warwickshire,30\n",
                "district");
    fixture_csv(f, "areas", "area,name\nnorth,The north\nsouth,The south\n", "area");
    fixture_csv(f, "years", "year,n\n2022,7\n2023,8\n", "year");
    fixture_csv(f, "wards", "ward,n\n1,5\n0,6\n", "ward");
    fixture_csv(f, "days", "day,n\n2023-01-01,3\n2023-01-02,4\n", "day");
    fixture_yaml(f, "row", "{district: Rugby, year: 2023, ward: 1, day: 2023-01-01}");
    fixture_yaml(f, "lost", "{district: Strattford, year: 1}");
    fixture_yaml(f, "look", "{district: \"NORTH\xC2\xA0warwickshire\"}");
    RUN(table);
}

static void deep_nesting_is_refused_and_long_sums_are_not(void **state) {
    char text[4096] = "";
    for (int i = 0; i < 100; i++)
        strcat(text, "(");
    assert_non_null(strstr(evaluate(*state, text), "nested more than 64 deep"));
    text[0] = '\0';
    for (int i = 0; i < 60; i++)
        strcat(text, "(");
    strcat(text, "1");
    for (int i = 0; i < 60; i++)
        strcat(text, ")");
    assert_string_equal(evaluate(*state, text), "1");
    strcpy(text, "0");
    for (int i = 0; i < 500; i++)
        strcat(text, "+1");
    assert_string_equal(evaluate(*state, text), "500");
    strcpy(text, "");
    for (int i = 0; i < 1000; i++)
        strcat(text, "-");
    strcat(text, "1");
    assert_non_null(strstr(evaluate(*state, text), "nested more than 64 deep"));
}

static void other_languages_have_their_own_marks(void **state) {
    struct fixture *f = *state;
    f->scope.lang = STR("pl");
    assert_string_equal(evaluate(f, "323876.5 | number"), "323\xC2\xA0"
                                                          "876,5");
    assert_string_equal(evaluate(f, "1234 | number"), "1234");
    assert_string_equal(evaluate(f, "'2023-09-30' | date"), "30 września 2023");
    assert_string_equal(evaluate(f, "'2023-09-30' | date('%B %Y')"), "wrzesień 2023");
    assert_string_equal(evaluate(f, "22 | plural('sprawa', 'sprawy', 'spraw')"), "sprawy");
    assert_string_equal(evaluate(f, "12 | plural('sprawa', 'sprawy', 'spraw')"), "spraw");
    f->scope.lang = STR("cy");
    assert_string_equal(evaluate(f, "'2023-04-01' | date"), "1 Ebrill 2023");
    assert_string_equal(evaluate(f, "3 | ordinal"), "3ydd");
    f->scope.lang = STR("de-DE");
    assert_string_equal(evaluate(f, "1234.5 | number(1)"), "1.234,5");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(arithmetic_is_decimal),
        TEST(operators_follow_jinja),
        TEST(filters_work),
        TEST(marks_win_over_numbers_and_answer_no_question),
        TEST(mistakes_name_their_column_and_a_remedy),
        TEST(arguments_have_names),
        TEST(shares_of_a_list_add_up_to_100),
        TEST(rows_of_another_source_are_joined_by_key),
        TEST(deep_nesting_is_refused_and_long_sums_are_not),
        TEST(other_languages_have_their_own_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
