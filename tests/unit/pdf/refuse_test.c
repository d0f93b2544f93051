/* What pdf/ will not write: each with its clause, its place and a remedy. */
#include "unit/pdf/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <hb.h>

#include "text/font_internal.h"
#include "unit/pdf/read_back.h"

static const struct source FILE_OF_IT = {.path = {"layout.yaml", 11}};
static const struct span HERE = {&FILE_OF_IT, 5, 3, 4};

static void open_page(struct sample *s) {
    sample_open(s, "fonts");
    sample_text(s, 0, sample_element(s, 1, ROLE_P), "ab", (struct point){0, 50 * PT});
    s->pages[0].frame->items[0].span = HERE;
    s->list.n = 1;
}

/* Nothing is written; the first diagnostic is this one, and complete. */
static void assert_refused(struct sample *s, const char *code, const char *clause) {
    const struct diag *d;

    assert_int_equal(pdf_write(&s->session, &s->in).n, 0);
    assert_true(s->diags.all.n > 0);
    d = s->diags.all.v[s->diags.all.n - 1];
    assert_string_equal(d->code, code);
    assert_true(holds(d->message, clause));
    assert_true(d->help.n > 0);
    assert_int_equal(d->span.line, HERE.line);
    assert_int_equal(d->span.column, HERE.column);
}

static void a_glyph_for_no_character(void **state) {
    struct sample s;

    (void)state;
    open_page(&s);
    struct glyph none = {.id = 0};
    ((struct glyph_run *)s.pages[0].frame->items[0].as.glyphs.run)->glyphs = &none;
    assert_refused(&s, "glyph-missing", "(PDF/UA-1, 7.21.8)");
    sample_close(&s);
}

static void an_item_that_is_neither_tagged_nor_an_artifact(void **state) {
    struct sample s;

    (void)state;
    open_page(&s);
    s.pages[0].frame->items[0].element = 99;
    assert_refused(&s, "internal", "(PDF/UA-1, 7.1)");
    sample_close(&s);
}

static void an_element_that_hangs_on_no_other(void **state) {
    struct sample s;
    element_id p;

    (void)state;
    open_page(&s);
    p = element_add(&s.document.elements, 0, ROLE_P, HERE);
    sample_text(&s, 0, p, "c", (struct point){0, 90 * PT});
    assert_refused(&s, "internal", "(PDF/UA-1, 7.1)");
    sample_close(&s);
}

static void a_font_that_cannot_be_embedded(void **state) {
    struct sample s;
    struct glyph_run *run;
    struct font font;

    (void)state;
    open_page(&s);
    run = (struct glyph_run *)s.pages[0].frame->items[0].as.glyphs.run;
    font = *run->font;
    font.face = hb_face_get_empty();
    run->font = &font;
    assert_refused(&s, "font-not-embedded", "(PDF/UA-1, 7.21.4.1)");
    sample_close(&s);
}

static void a_document_without_language_or_title(void **state) {
    struct sample s;
    struct edition edition = {.name = {.span = HERE}};

    (void)state;
    open_page(&s);
    s.document.edition = &edition;
    s.document.lang = STR_EMPTY;
    assert_refused(&s, "lang-missing", "(PDF/UA-1, 7.2)");
    s.document.lang = STR("en");
    s.document.title = STR_EMPTY;
    assert_refused(&s, "title-missing", "(PDF/UA-1, 7.1)");
    sample_close(&s);
}

static void a_figure_without_alternative_text(void **state) {
    struct sample s;

    (void)state;
    open_page(&s);
    sample_text(&s, 0, element_add(&s.document.elements, 1, ROLE_FIGURE, HERE), "x",
                (struct point){0, 90 * PT});
    assert_refused(&s, "internal", "(PDF/UA-1, 7.3)");
    sample_close(&s);
}

static void a_live_link_without_an_area(void **state) {
    struct sample s;
    struct edition edition = {.links = LINKS_NONE, .standards = {STR("pdf/ua-1")}};

    (void)state;
    edition.standard_count = 1;
    open_page(&s);
    sample_text(&s, 0, element_add(&s.document.elements, 1, ROLE_LINK, HERE), "x",
                (struct point){0, 90 * PT});
    s.document.edition = &edition;
    assert_true(pdf_write(&s.session, &s.in).n > 0);
    edition.links = LINKS_LIVE;
    assert_refused(&s, "internal", "(PDF/UA-1, 7.18.5)");
    sample_close(&s);
}

static void two_parts_of_one_standard(void **state) {
    struct sample s;
    struct edition edition = {.name = {.span = HERE},
                              .standards = {STR("pdf/a-2a"), STR("pdf/a-3a")}};

    (void)state;
    edition.standard_count = 2;
    open_page(&s);
    s.document.edition = &edition;
    assert_refused(&s, "standards-conflict", "6.6.4");
    sample_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_glyph_for_no_character),
        cmocka_unit_test(an_item_that_is_neither_tagged_nor_an_artifact),
        cmocka_unit_test(an_element_that_hangs_on_no_other),
        cmocka_unit_test(a_font_that_cannot_be_embedded),
        cmocka_unit_test(a_document_without_language_or_title),
        cmocka_unit_test(a_figure_without_alternative_text),
        cmocka_unit_test(a_live_link_without_an_area),
        cmocka_unit_test(two_parts_of_one_standard)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
