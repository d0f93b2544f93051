/* Attachments, what a file says it is, and what else an edition changes. */
#include "unit/pdf/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/pdf/read_back.h"

#define CSV "Year,Score\r\n2022,46.2\r\n"

static struct edition edition_of(const char *a, const char *b) {
    struct edition e = {.standards = {str_from(a), str_from(b)}, .standard_count = 2};

    return e;
}

/* Two tables, each with its data; the names are not in order. */
static struct str attached(struct sample *s, const struct edition *e) {
    static struct attachment files[2];
    const char *const names[] = {"tabl\xC3\xA9.csv", "a table.csv"};

    sample_open(s, "fonts");
    for (int i = 0; i < 2; i++) {
        element_id table = sample_element(s, 1, ROLE_TABLE);
        element_id row = sample_element(s, table, ROLE_TR);
        element_id cell = sample_element(s, row, ROLE_TD);
        sample_text(s, 0, cell, "46.2", (struct point){50 * PT, (length)(i + 1) * 50 * PT});
        files[i] =
            (struct attachment){.name = str_from(names[i]), .bytes = STR(CSV), .element = table};
    }
    files[0].description = STR("Scores by year");
    s->document.attachments = files;
    s->document.attachment_count = 2;
    s->document.edition = e;
    return pdf_write(&s->session, &s->in);
}

static void each_attachment_is_the_data_of_its_element(void **state) {
    static const char *const wanted[] = {
        "<</Type/Filespec/F(tabl__.csv)/UF<FEFF007400610062006C00E9002E006300730076>"
        "/Desc(Scores by year)/AFRelationship/Data/EF<</F ",
        "/F(a_table.csv)/UF(a table.csv)/AFRelationship/Data", "<</Names[(a table.csv) ",
        "/Names<</EmbeddedFiles ", CSV};
    struct edition e = edition_of("pdf/ua-1", "pdf/a-3a");
    struct sample s;
    struct str file = attached(&s, &e), all = everything(s.arena, file);

    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!holds(all, wanted[i]))
            fail_msg("not found: %s", wanted[i]);
    assert_true(holds(file, "/Type/EmbeddedFile/Subtype/text#2Fcsv/Params<</Size 23"
                            "/ModDate(D:20230914000000Z)>>"));
    assert_int_equal(count_of(all, "/AF["), 3); /* the catalog and two tables */
    sample_close(&s);
}

static void an_undated_attachment_has_no_parameters(void **state) {
    struct edition e = edition_of("pdf/ua-1", "pdf/a-3a");
    struct sample s;
    struct str file;

    (void)state;
    attached(&s, &e);
    s.document.has_date = false;
    file = pdf_write(&s.session, &s.in);
    assert_true(holds(file, "/Subtype/text#2Fcsv/Filter"));
    sample_close(&s);
}

static void the_second_part_has_no_attachments(void **state) {
    struct edition e = edition_of("pdf/ua-1", "pdf/a-2a");
    struct sample s;

    (void)state;
    assert_int_equal(attached(&s, &e).n, 0);
    assert_string_equal(s.diags.all.v[0]->code, "attach-standard");
    assert_true(s.diags.all.v[0]->help.n > 0);
    sample_close(&s);
}

static void two_attachments_of_one_name_are_refused(void **state) {
    struct edition e = edition_of("pdf/ua-1", "pdf/a-3a");
    struct sample s;

    (void)state;
    attached(&s, &e);
    s.document.attachments[0].name = s.document.attachments[1].name;
    assert_int_equal(pdf_write(&s.session, &s.in).n, 0);
    assert_int_equal(s.diags.errors, 1);
    sample_close(&s);
}

static void a_file_says_what_its_edition_promises_and_no_more(void **state) {
    struct edition e = edition_of("pdf/ua-1", "pdf/a-3a");
    struct sample s;
    struct str file;

    (void)state;
    sample_open(&s, "fonts");
    sample_fill(&s);
    s.document.edition = &e;
    file = pdf_write(&s.session, &s.in);
    assert_true(holds(file, "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A<"));
    assert_true(holds(file, "<pdfuaid:part>1<"));
    e.standards[1] = STR("pdf/a-2a");
    file = pdf_write(&s.session, &s.in);
    assert_true(holds(file, "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A<"));
    e.standard_count = 1;
    file = pdf_write(&s.session, &s.in);
    assert_false(holds(file, "<pdfaid:part>"));
    assert_true(holds(file, "<pdfuaid:part>1<"));
    e.standard_count = 0;
    file = pdf_write(&s.session, &s.in);
    assert_false(holds(file, "<pdfuaid:part>"));
    sample_close(&s);
}

static void an_acronym_is_a_span_with_its_long_form(void **state) {
    struct sample s;
    element_id span;
    struct str all;

    (void)state;
    sample_open(&s, "fonts");
    span = sample_element(&s, sample_element(&s, 1, ROLE_P), ROLE_SPAN);
    element_words(&s.document.elements, span)->expansion =
        STR("Multi-Agency Safeguarding Hub (the \"front door\")");
    sample_text(&s, 0, span, "MASH", (struct point){50 * PT, 50 * PT});
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_true(holds(all, "<</S/Span/P "));
    assert_true(holds(all, "/E(Multi-Agency Safeguarding Hub \\(the \"front door\"\\))"));
    sample_close(&s);
}

static void each_page_is_as_large_as_its_frame(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    sample_open(&s, "fonts");
    s.pages[1].frame->width = 842 * PT;
    s.pages[1].frame->height = 595 * PT;
    sample_text(&s, 0, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 95 * PT});
    sample_text(&s, 1, sample_element(&s, 1, ROLE_P), "a", (struct point){0, 95 * PT});
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_true(holds(all, "595.276 841.89"));
    assert_true(holds(all, "842 595"));
    assert_true(holds(all, "\n0 746.89 Td\n"));
    assert_true(holds(all, "\n0 500 Td\n"));
    sample_close(&s);
}

static void a_space_that_does_not_break_stays_one(void **state) {
    struct sample s;
    struct str all;

    (void)state;
    sample_open(&s, "fonts");
    sample_text(&s, 0, sample_element(&s, 1, ROLE_P),
                "a b\xC2\xA0"
                "c\xE2\x80\xAF"
                "d",
                (struct point){0, 95 * PT});
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_true(holds(all, "<0001><0001><0020>\n"));
    assert_true(holds(all, "><00A0>\n"));
    assert_true(holds(all, "><202F>\n"));
    sample_close(&s);
}

static void lengths_stand_outside_of_object_streams(void **state) {
    struct sample s;
    struct str file;
    size_t at, number = 0;

    (void)state;
    sample_open(&s, "fonts");
    sample_fill(&s);
    file = pdf_write(&s.session, &s.in);
    for (at = 0; (at = find_from(file, at, "/Length ")) != SIZE_MAX; at++) {
        struct str rest = str_slice(file, at + 8, at + 20);
        size_t end = find_from(rest, 0, " 0 R");
        if (end == SIZE_MAX)
            continue;
        number++;
        assert_true(
            holds(file, str_c(s.arena, str_format(s.arena, "\n%.*s 0 obj\n", (int)end, rest.p))));
    }
    assert_int_equal(number, 2); /* of two pages */
    sample_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_attachment_is_the_data_of_its_element),
        cmocka_unit_test(an_undated_attachment_has_no_parameters),
        cmocka_unit_test(the_second_part_has_no_attachments),
        cmocka_unit_test(two_attachments_of_one_name_are_refused),
        cmocka_unit_test(a_file_says_what_its_edition_promises_and_no_more),
        cmocka_unit_test(an_acronym_is_a_span_with_its_long_form),
        cmocka_unit_test(each_page_is_as_large_as_its_frame),
        cmocka_unit_test(a_space_that_does_not_break_stays_one),
        cmocka_unit_test(lengths_stand_outside_of_object_streams)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
