#include "unit/pdf/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/pdf/read_back.h"

static struct str made(struct sample *s) {
    struct str file;

    sample_open(s, "fonts");
    sample_fill(s);
    file = pdf_write(&s->session, &s->in);
    assert_int_equal(s->diags.errors, 0);
    assert_true(file.n > 0);
    return file;
}

static void the_same_document_gives_the_same_bytes(void **state) {
    struct sample s, t;
    struct str x = made(&s), y = made(&t);

    (void)state;
    assert_true(str_equal(x, y));
    sample_close(&s);
    sample_close(&t);
}

static void every_object_lies_where_the_cross_references_say(void **state) {
    struct sample s;
    struct str file = made(&s), rows;
    size_t start = find_from(file, file.n - 40, "startxref");
    size_t x = (size_t)atol(str_c(s.arena, str_slice(file, start + 10, file.n)));
    size_t data = find_from(file, x, "stream\n") + 7, plain = 0;

    (void)state;
    rows = inflated(s.arena, str_slice(file, data, file.n));
    assert_true(rows.n > 0 && rows.n % 8 == 0);
    unsigned char r[7] = {0}; /* what each row says is more than the one above */
    for (size_t i = 0; i < rows.n / 8; i++) {
        assert_int_equal(rows.p[8 * i], 2);
        for (size_t k = 0; k < 7; k++)
            r[k] = (unsigned char)(r[k] + (unsigned char)rows.p[8 * i + 1 + k]);
        if (i == 0)
            continue;
        size_t place = (size_t)r[1] << 24 | (size_t)r[2] << 16 | (size_t)r[3] << 8 | r[4];
        struct str want = str_format(s.arena, "%zu 0 obj\n", i);
        assert_in_range(r[0], 1, 2);
        if (r[0] == 1) {
            assert_true(str_equal(str_slice(file, place, place + want.n), want));
            plain++;
        }
    }
    assert_true(plain > 5);
    sample_close(&s);
}

/* The dictionary of the nth element of a role, from "<<" to the next element. */
static struct str element_text(struct str all, const char *role, size_t nth) {
    size_t at = find_from(all, 0, role), end;

    for (; nth > 0 && at != SIZE_MAX; nth--)
        at = find_from(all, at + 1, role);
    assert_true(at != SIZE_MAX);
    end = find_from(all, at, "]>>");
    return str_slice(all, at, end == SIZE_MAX ? all.n : end + 3);
}

static void content_and_children_stand_in_reading_order(void **state) {
    struct sample s;
    struct str file = made(&s), all = everything(s.arena, file), kids;
    const char *k;

    (void)state;
    kids = element_text(all, "<</S/P/P", 0);
    k = strstr(str_c(s.arena, kids), "/K[");
    assert_non_null(k);
    assert_int_equal(strncmp(k, "/K[1 ", 5), 0); /* text, link, text */
    assert_non_null(strstr(k, " 0 R 3]"));
    sample_close(&s);
}

static void an_empty_paragraph_is_left_out_and_an_empty_cell_is_kept(void **state) {
    struct sample s;
    struct str file = made(&s), all = everything(s.arena, file);

    (void)state;
    assert_int_equal(count_of(all, "<</S/P/P"), 3);
    assert_int_equal(count_of(all, "<</S/TD/P"), 2);
    assert_false(holds(element_text(all, "<</S/TD/P", 1), "/K"));
    sample_close(&s);
}

static void tables_lists_figures_and_notes_carry_their_attributes(void **state) {
    static const char *const wanted[] = {"/ID(t1-c1)/A<</O/Table/Scope/Column>>",
                                         "/A<</O/Table/Headers[(t1-c2)(t1-r1)]>>",
                                         "/A<</O/List/ListNumbering/Disc>>",
                                         "/Alt(A bar \\(half clear\\), a triangle and a picture)",
                                         "/BBox[50 511.89 250 541.89]",
                                         "/Lang(cy)/ID(note-1)",
                                         "/Names[(note-1)",
                                         "/Type/OBJR"};
    struct sample s;
    struct str file = made(&s), all = everything(s.arena, file);

    (void)state;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!holds(all, wanted[i]))
            fail_msg("not found: %s", wanted[i]);
    sample_close(&s);
}

static void a_link_over_two_lines_is_one_annotation_with_two_areas(void **state) {
    struct sample s;
    struct str file = made(&s), all = everything(s.arena, file);

    (void)state;
    assert_int_equal(count_of(all, "/QuadPoints["), 2); /* the web link, the inner one */
    assert_true(holds(all, "/QuadPoints[ 130 737.89 230 737.89 230 751.89 130 751.89"
                           " 50 722.89 150 722.89 150 736.89 50 736.89]"));
    assert_true(holds(all, "example.org\\057a\\050b\\051?c=d&e=\\045C3\\045A9)"));
    assert_int_equal(count_of(all, "/Type/OBJR"), 2);
    sample_close(&s);
}

static void nothing_is_drawn_outside_a_marked_sequence(void **state) {
    struct sample s;
    struct str file = made(&s), all = everything(s.arena, file);

    (void)state;
    assert_true(holds(all, "/Artifact <</Type/Background>>BDC"));
    assert_true(holds(all, "/Artifact <</Type/Pagination/Subtype/Footer>>BDC"));
    assert_int_equal(count_of(all, ">>BDC\n"), count_of(all, "\nEMC\n"));
    sample_close(&s);
}

static void a_link_to_a_place_that_is_nowhere_is_refused(void **state) {
    struct sample s;
    struct link link = {.target = STR("nowhere"), .contents = STR("x")};

    (void)state;
    sample_open(&s, "fonts");
    sample_fill(&s);
    link.element = sample_element(&s, 1, ROLE_LINK);
    sample_area(&s, 0, &link, (struct point){0, 0});
    assert_int_equal(pdf_write(&s.session, &s.in).n, 0);
    assert_int_equal(s.diags.errors, 1);
    sample_close(&s);
}

static struct glyph *own_glyphs(struct sample *s, struct glyph_run *run) {
    struct glyph *own = ARENA_ARRAY(s->arena, struct glyph, run->n);

    memcpy(own, run->glyphs, run->n * sizeof *own);
    run->glyphs = own;
    return own;
}

static void a_glyph_for_no_character_is_refused(void **state) {
    struct sample s;
    struct glyph_run *run;

    (void)state;
    sample_open(&s, "fonts");
    sample_fill(&s);
    run = arena_alloc(s.arena, sizeof *run);
    for (size_t i = 0; i < s.pages[0].frame->n; i++) {
        struct frame_item *item = &s.pages[0].frame->items[i];
        if (item->kind == ITEM_GLYPHS) {
            *run = *item->as.glyphs.run;
            item->as.glyphs.run = run;
            own_glyphs(&s, run)[0].id = 0;
            break;
        }
    }
    assert_int_equal(pdf_write(&s.session, &s.in).n, 0);
    assert_string_equal(s.diags.all.v[0]->code, "glyph-missing");
    sample_close(&s);
}

static void without_a_date_the_file_has_none(void **state) {
    struct sample s;
    struct str file, all;

    (void)state;
    sample_open(&s, "fonts");
    sample_fill(&s);
    s.document.has_date = false;
    file = pdf_write(&s.session, &s.in);
    all = everything(s.arena, file);
    assert_true(file.n > 0);
    assert_false(holds(all, "Date"));
    assert_false(holds(file, "Date"));
    sample_close(&s);
}

/* A run of two glyphs on page 1 in a paragraph of its own, to be changed by the test. */
static struct glyph_run *two_glyphs(struct sample *s) {
    struct glyph_run *run;

    sample_open(s, "fonts");
    sample_text(s, 0, sample_element(s, 1, ROLE_P), "ab", (struct point){0, 0});
    run = arena_alloc(s->arena, sizeof *run);
    *run = *s->pages[0].frame->items[0].as.glyphs.run;
    s->pages[0].frame->items[0].as.glyphs.run = run;
    assert_int_equal(run->n, 2);
    return run;
}

static void text_from_right_to_left_is_painted_in_reading_order(void **state) {
    struct sample s;
    struct glyph_run *run = two_glyphs(&s);
    struct str all;

    (void)state;
    run->rtl = true; /* the left glyph is the second character */
    own_glyphs(&s, run)[0].cluster = 1;
    own_glyphs(&s, run)[1].cluster = 0;
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_true(holds(all, "<006A><006A><0061>\n<006B><006B><0062>\n"));
    assert_true(holds(all, " Td\n[-")); /* to the right end first */
    sample_close(&s);
}

static void letters_drawn_from_one_place_stand_a_hair_apart(void **state) {
    struct sample s;
    struct glyph_run *run = two_glyphs(&s);
    struct str all;

    (void)state;
    run->rtl = true; /* a joined pair: the second letter has no width of its own */
    own_glyphs(&s, run)[0].cluster = 1;
    own_glyphs(&s, run)[0].advance = 0;
    own_glyphs(&s, run)[1].cluster = 0;
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_int_equal(count_of(all, "]TJ\n"), 1);
    assert_true(holds(all, "615(")); /* back over the first letter of 613, and 2 more */
    sample_close(&s);
}

static void more_glyphs_than_characters_are_said_once(void **state) {
    struct sample s;
    struct glyph_run *run = two_glyphs(&s);
    struct str all;

    (void)state;
    run->text = STR("a");
    own_glyphs(&s, run)[1].cluster = 0;
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_true(holds(all, "/Span<</MCID 1/ActualText<FEFF0061>>>BDC"));
    assert_true(holds(all, "<0042><0042><0061>\n<006A><006A><200B>\n"));
    sample_close(&s);
}

static void glyphs_of_one_cluster_share_out_its_characters(void **state) {
    struct sample s;
    struct glyph_run *run = two_glyphs(&s);
    struct str all;

    (void)state;
    run->text = STR("abc");
    own_glyphs(&s, run)[1].cluster = 0;
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_false(holds(all, "ActualText"));
    assert_true(holds(all, "<0042><0042><0061>\n<006A><006A><00620063>\n"));
    sample_close(&s);
}

/* Advances a little off the font's own widths: each within the tolerance, their sum far beyond. */
static void small_differences_of_advances_do_not_add_up(void **state) {
    enum { LETTERS = 60, OFF = 8 }; /* thousandths of a point each */
    struct sample s;
    struct str all;
    struct glyph_run *run;
    element_id p;
    size_t at, end;
    int64_t sum = 0, want = 0, drawn = 0;

    (void)state;
    sample_open(&s, "fonts");
    p = sample_element(&s, 1, ROLE_P);
    sample_text(&s, 0, p, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
                (struct point){0, 0});
    run = arena_alloc(s.arena, sizeof *run);
    *run = *s.pages[0].frame->items[0].as.glyphs.run;
    s.pages[0].frame->items[0].as.glyphs.run = run;
    assert_int_equal(run->n, LETTERS);
    for (size_t i = 0; i < run->n; i++)
        own_glyphs(&s, run)[i].advance += OFF;
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    at = find_from(all, 0, " Td\n[");
    end = find_from(all, at, "]TJ");
    assert_true(at != SIZE_MAX && end != SIZE_MAX);
    for (size_t i = at; i < end; i++)
        if (all.p[i] == ')' && all.p[i + 1] == '-')
            sum += strtol(all.p + i + 1, NULL, 10);
    for (size_t i = 0; i + 1 < run->n; i++) { /* where the last letter stands, and would */
        const struct font_metrics *m = font_metrics(run->font);
        want += run->glyphs[i].advance;
        drawn += length_scale(font_advance(run->font, run->glyphs[i].id), 1000, m->units_per_em);
    }
    want = length_scale(want, 1000, run->size);
    assert_true(want - drawn > 10);
    assert_in_range(drawn - sum - want + 1, 0, 2);
    sample_close(&s);
}

static void many_pages_split_the_number_tree(void **state) {
    enum { PAGES = 300 };
    struct sample s;
    struct str all;
    struct page *pages;
    element_id p;

    (void)state;
    sample_open(&s, "fonts");
    p = sample_element(&s, 1, ROLE_P);
    sample_text(&s, 0, p, "again", (struct point){50 * PT, 50 * PT});
    pages = arena_alloc_array(s.arena, PAGES, sizeof *pages);
    for (unsigned i = 0; i < PAGES; i++) {
        pages[i] = s.pages[0];
        pages[i].label = str_format(s.arena, "%u", i + 1);
    }
    s.list = (struct page_list){.v = pages, .n = PAGES, .cap = PAGES};
    all = everything(s.arena, pdf_write(&s.session, &s.in));
    assert_true(holds(all, "/Limits[0 127]"));
    assert_true(holds(all, "/Limits[256 299]"));
    assert_true(holds(all, "/PageLabels<</Nums[0<</S/D/St 1>>]>>"));
    sample_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(every_object_lies_where_the_cross_references_say),
        cmocka_unit_test(content_and_children_stand_in_reading_order),
        cmocka_unit_test(an_empty_paragraph_is_left_out_and_an_empty_cell_is_kept),
        cmocka_unit_test(tables_lists_figures_and_notes_carry_their_attributes),
        cmocka_unit_test(a_link_over_two_lines_is_one_annotation_with_two_areas),
        cmocka_unit_test(nothing_is_drawn_outside_a_marked_sequence),
        cmocka_unit_test(a_link_to_a_place_that_is_nowhere_is_refused),
        cmocka_unit_test(a_glyph_for_no_character_is_refused),
        cmocka_unit_test(without_a_date_the_file_has_none),
        cmocka_unit_test(text_from_right_to_left_is_painted_in_reading_order),
        cmocka_unit_test(letters_drawn_from_one_place_stand_a_hair_apart),
        cmocka_unit_test(more_glyphs_than_characters_are_said_once),
        cmocka_unit_test(glyphs_of_one_cluster_share_out_its_characters),
        cmocka_unit_test(small_differences_of_advances_do_not_add_up),
        cmocka_unit_test(many_pages_split_the_number_tree)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
