#include "unit/source/reader.h"

struct csv_case {
    const char *csv;
    struct csv_options options;
    const char *table; /* cells joined by `|`, rows by `/`; NULL: not read */
    const char *said;
};

static const struct csv_case CASES[] = {
    {"a,b\n1,2\n", {',', 0, false, false}, "a|b/1|2/", ""},
    {"\xEF\xBB\xBF"
     "a,b\r\n1,2\r\n",
     {',', 0, false, false},
     "a|b/1|2/",
     ""},
    {"a,b\r1,2", {',', 0, false, false}, "a|b/1|2/", ""},
    {"a,b\n\"x \"\"q\"\"\r\ny, z\",2\n", {',', 0, false, false}, "a|b/x \"q\"\ny, z|2/", ""},
    {"a,b,,\n1,2,,\n\n,,,\n3,,,\n", {',', 0, false, false}, "a|b/1|2/3|/", ""},
    {"a;b\n1,5;2\n", {';', 0, false, false}, "a|b/1,5|2/", ""},
    {"a\tb\n1\t2\n", {'\t', 0, false, false}, "a|b/1|2/", ""},
    {"Title\n\n a ,b\n1,2\n", {',', 2, false, false}, "a|b/1|2/", ""},
    {"a,b\n5\" pipe,2\n", {',', 0, false, false}, "a|b/5\" pipe|2/", ""},
    {"a,b\nCaf\xE9 \x80,2\n", {',', 0, true, false}, "a|b/Caf\xC3\xA9 \xE2\x82\xAC|2/", ""},
    {"a,b\n\x81,2\n", {',', 0, true, false}, "a|b/\xEF\xBF\xBD|2/", "not-windows-1252 2:1"},
    {"a,b\n\xE9,2\n", {',', 0, false, false}, NULL, "not-utf-8 2:1"},
    {"a,b\n1\n3,4\n", {',', 0, false, false}, "a|b/3|4/", "csv-ragged 2:1"},
    {"a,b\n1,2,3\n", {',', 0, false, false}, "a|b/", "csv-ragged 2:5"},
    {"a,,b\n1,2,3\n", {',', 0, false, false}, NULL, "column-without-name 1:3"},
    {"a,b,a\n1,2,3\n", {',', 0, false, false}, NULL, "column-repeated 1:5"},
    {"a,b\n1,\"2\n3,4\n", {',', 0, false, false}, "a|b/", "quote-not-closed 2:3"},
    {"a,b\n\"1\"x,2\n", {',', 0, false, false}, "a|b/1|2/", "csv-quote 2:4"},
    {"a;b\n1;2\n", {',', 0, false, false}, NULL, "csv-delimiter 1:1"},
    {"a;b\n1\n", {',', 0, false, false}, "a;b/1/", "csv-delimiter 1:1"},
    {"a,b,c\n1,2,3\n", {';', 0, false, true}, NULL, "csv-delimiter 1:1"},
    {"\xEF\xBB\xBF\xEF\xBB\xBF"
     "a\xC2\xA0,b\n1,2\n\xC2\xA0,\n",
     {',', 0, false, false},
     "a|b/1|2/",
     ""},
    {"sep=;\na;b\n1;2\n", {',', 0, false, false}, "a|b/1|2/", ""},
    {"sep=;\r\na;b\n1\n", {',', 0, false, false}, "a|b/", "csv-ragged 3:1"},
    {"sep=;\na,b\n1,2\n", {',', 0, false, true}, NULL, "csv-delimiter 1:1"},
    {"sep=,b\n1,2\n", {',', 0, false, false}, "sep=|b/1|2/", ""},
    {"Referrals by district,,\n\nDistrict,Child\nRugby,3\n",
     {',', 0, false, false},
     NULL,
     "csv-title 1:1"},
    {"a,b,\"\"\n1,2,\n\"\",\"\",\n3,4,\n", {',', 0, false, false}, "a|b/1|2/3|4/", ""},
    {"a,b\r1,2\r\r3,\r", {',', 0, false, false}, "a|b/1|2/3|/", ""},
    {"a,b\n\xA3\xA3,\xE9,\x81\n", {',', 0, true, false}, "a|b/", "several"},
    {"\xEF\xBB\xBF"
     "a,b\n\xC2\xA3,2\n",
     {',', 0, true, false},
     NULL,
     "not-windows-1252 1:1"},
    {"a,b\n1,\xC2\xA3\n", {',', 0, true, false}, NULL, "not-windows-1252 2:3"},
    {"\xFF\xFE"
     "a\t",
     {'\t', 0, false, false},
     NULL,
     "not-utf-8 1:1"},
    {"\xFF\xFE"
     "a\t",
     {'\t', 0, true, false},
     NULL,
     "not-utf-8 1:1"},
    {"\n\n", {',', 0, false, false}, NULL, "csv-empty 1:1"},
};

static const char *joined(struct reader *r, const struct csv_table *t) {
    struct strbuf b;
    strbuf_init(&b, r->arena);
    for (size_t row = 0; row <= t->rows; row++) {
        const struct csv_cell *cells = row == 0 ? t->header : t->cells + (row - 1) * t->columns;
        for (size_t i = 0; i < t->columns; i++) {
            strbuf_add_c(&b, i > 0 ? "|" : "");
            strbuf_add(&b, cells[i].text);
        }
        strbuf_add_char(&b, '/');
    }
    return str_c(r->arena, strbuf_str(&b));
}

static void each_file_is_read_as_excel_wrote_it(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct reader r;
        reader_open(&r, CASES[i].csv, strlen(CASES[i].csv));
        struct csv_table *t = csv_read(&r.session, &r.source, &CASES[i].options);
        if (strcmp(reader_said(&r), CASES[i].said) != 0) {
            print_message("in: %s\n", CASES[i].csv);
        }
        assert_string_equal(reader_said(&r), CASES[i].said);
        assert_int_equal(t == NULL, CASES[i].table == NULL);
        if (t != NULL) {
            assert_string_equal(joined(&r, t), CASES[i].table);
        }
        arena_free(r.arena);
    }
}

static void a_cell_knows_its_place_after_a_quoted_line_break(void **state) {
    (void)state;
    static const char text[] = "a,b\n\"x\ny\",\xC3\xA9\n\xC3\xA9t\xC3\xA9,\"z\"\n";
    struct reader r;
    struct csv_options options = {',', 0, false, false};
    reader_open(&r, text, sizeof text - 1);
    struct csv_table *t = csv_read(&r.session, &r.source, &options);
    assert_string_equal(place_text(&r, t->cells[0].span), "2:1+2");
    assert_string_equal(place_text(&r, t->cells[1].span), "3:4+1");
    assert_string_equal(place_text(&r, t->cells[2].span), "4:1+3");
    assert_string_equal(place_text(&r, t->cells[3].span), "4:5+3");
    assert_true(t->cells[3].quoted);
    assert_false(t->cells[2].quoted);
    arena_free(r.arena);
}

static void a_cell_of_another_encoding_knows_its_place_and_line(void **state) {
    (void)state;
    static const char text[] = "a,b,c\n\xA3\xA3\xA3,\xE9t\xE9,x\n";
    struct reader r;
    struct csv_options options = {',', 0, true, false};
    reader_open(&r, text, sizeof text - 1);
    struct csv_table *t = csv_read(&r.session, &r.source, &options);
    assert_string_equal(place_text(&r, t->cells[1].span), "2:5+3");
    assert_string_equal(place_text(&r, t->cells[2].span), "2:9+1");
    assert_string_equal(str_c(r.arena, source_line(t->cells[2].span.source, 2)), "£££,été,x");
    arena_free(r.arena);
}

static void each_refusal_of_bytes_names_the_remedy(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *message, *help;
    } table[] = {
        {"a\n\xA3", 3, "byte 0xA3 is not UTF-8; in windows-1252 it is `£`",
         "write `encoding: windows-1252` for this source, or save it as \"CSV UTF-8 (comma "
         "delimited)\""},
        {"a\n\x81", 3, "byte 0x81 is not UTF-8",
         "write `encoding: windows-1252` for this source, or save it as \"CSV UTF-8 (comma "
         "delimited)\""},
        {"\xFF\xFE"
         "a\0",
         4, "this file is UTF-16, as a spreadsheet's \"Unicode Text\" is",
         "save it as \"CSV UTF-8 (comma delimited)\" instead"},
        {"a\0b\0", 4, "a byte 0 stands here: this is not a text file, or UTF-16",
         "if it is a spreadsheet, save it as \"CSV UTF-8 (comma delimited)\""},
        {"Title\n\na,b\n1,2\n", 15,
         "the line with the columns' names holds one cell, and row 3 has 2",
         "if `Title` is a title above the table, write `skip: 2` for this source"},
        {"Source:,Police\n\na,b,c\n1,2,3\n", 28, NULL,
         "a cell with `,` in it goes in double quotes; if this row holds the columns' names, write "
         "`skip: 2` for this source"},
        {"a;b\n1;2\n", 8, "this line is one column, with 1 `;` in its name, and so is the next",
         "write `delimiter: \";\"` for this source"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct reader r;
        struct csv_options options = {',', 0, false, false};
        reader_open(&r, table[i].bytes, table[i].n);
        struct csv_table *t = csv_read(&r.session, &r.source, &options);
        if (table[i].message) {
            assert_null(t);
            assert_int_equal(r.diags.all.n, 1);
            assert_string_equal(str_c(r.arena, r.diags.all.v[0]->message), table[i].message);
        }
        assert_string_equal(str_c(r.arena, r.diags.all.v[0]->help), table[i].help);
        arena_free(r.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_is_read_as_excel_wrote_it),
        cmocka_unit_test(a_cell_knows_its_place_after_a_quoted_line_break),
        cmocka_unit_test(a_cell_of_another_encoding_knows_its_place_and_line),
        cmocka_unit_test(each_refusal_of_bytes_names_the_remedy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
