#include "unit/pdf/sample.h"

#include "pdf/color.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Only what converting needs: no fonts, no pages. */
struct bench {
    struct arena *arena;
    struct diag_list diags;
    struct files files;
    struct session session;
    struct inker *inker;
};

static void open_bench(struct bench *b, unsigned limit) {
    struct press p = {.on = true, .ink_limit = limit};

    b->arena = arena_new();
    diag_list_init(&b->diags, b->arena);
    files_init(&b->files, b->arena, &b->diags);
    b->session = (struct session){b->arena, &b->diags, &b->files};
    sample_profile(&b->session, &p);
    b->inker = inker_new(&b->session, &p);
    assert_non_null(b->inker);
}

static void close_bench(struct bench *b) {
    inker_free(b->inker);
    arena_free(b->arena);
}

static struct color rgb(uint32_t v) {
    return (struct color){
        .set = true, .r = (uint8_t)(v >> 16), .g = (uint8_t)(v >> 8), .b = (uint8_t)v};
}

static struct color with_print(uint32_t v, struct inks inks) {
    struct color c = rgb(v);

    c.has_print = true;
    memcpy(c.print, inks.v, sizeof c.print);
    return c;
}

static void expect(struct inks found, struct inks wanted) {
    for (int i = 0; i < INK_COUNT; i++)
        assert_int_equal(found.v[i], wanted.v[i]);
}

static unsigned sum(struct inks inks) {
    return (unsigned)inks.v[0] + inks.v[1] + inks.v[2] + inks.v[3];
}

static void a_grey_is_black_ink_alone(void **state) {
    static const struct {
        uint32_t rgb;
        enum ink_use use;
        unsigned black;
    } cases[] = {{0x000000, INK_TEXT, 100}, {0x000000, INK_AREA, 100}, {0x1D1D1B, INK_TEXT, 100},
                 {0x1D1D1B, INK_AREA, 100}, {0x595959, INK_TEXT, 81},  {0x595959, INK_AREA, 81},
                 {0xBFBFBF, INK_AREA, 34},  {0xFFFFFF, INK_TEXT, 0},   {0xFFFFFF, INK_AREA, 0},
                 {0x212B32, INK_TEXT, 100}};
    struct bench b;

    (void)state;
    open_bench(&b, 300);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(inker_inks(b.inker, rgb(cases[i].rgb), cases[i].use, SPAN_NONE),
               (struct inks){{0, 0, 0, (uint8_t)cases[i].black}});
    assert_int_equal(b.diags.all.n, 0);
    close_bench(&b);
}

static void a_colour_goes_through_the_profile(void **state) {
    struct bench b;

    (void)state;
    open_bench(&b, 300);
    expect(inker_inks(b.inker, rgb(0x12436D), INK_TEXT, SPAN_NONE), (struct inks){{90, 55, 9, 48}});
    expect(inker_inks(b.inker, rgb(0xF46A25), INK_AREA, SPAN_NONE), (struct inks){{0, 70, 92, 0}});
    /* A dark colour with a cast is black as text only. */
    assert_true(inker_inks(b.inker, rgb(0x212B32), INK_AREA, SPAN_NONE).v[INK_CYAN] > 50);
    close_bench(&b);
}

static void the_print_value_of_a_theme_is_taken_as_it_is(void **state) {
    const struct inks brand = {{83, 39, 0, 57}}, rich = {{50, 40, 40, 100}}, key = {{0, 0, 0, 90}};
    struct bench b;

    (void)state;
    open_bench(&b, 300);
    expect(inker_inks(b.inker, with_print(0x12436D, brand), INK_TEXT, SPAN_NONE), brand);
    expect(inker_inks(b.inker, with_print(0x12436D, brand), INK_AREA, SPAN_NONE), brand);
    expect(inker_inks(b.inker, with_print(0x1D1D1B, rich), INK_AREA, SPAN_NONE), rich);
    expect(inker_inks(b.inker, with_print(0x1D1D1B, key), INK_TEXT, SPAN_NONE), key);
    /* Four plates never meet well enough for small type. */
    expect(inker_inks(b.inker, with_print(0x1D1D1B, rich), INK_TEXT, SPAN_NONE),
           (struct inks){{0, 0, 0, 100}});
    /* The same on a screen, another on paper. */
    expect(inker_inks(b.inker, rgb(0x12436D), INK_TEXT, SPAN_NONE), (struct inks){{90, 55, 9, 48}});
    close_bench(&b);
}

static void ink_over_the_limit_gives_way_to_black(void **state) {
    static const struct {
        struct inks from;
        unsigned limit;
        struct inks to;
    } cases[] = {{{{80, 70, 70, 80}}, 300, {{80, 70, 70, 80}}},
                 {{{80, 70, 70, 80}}, 280, {{70, 60, 60, 90}}},
                 {{{100, 100, 100, 100}}, 300, {{66, 66, 66, 100}}},
                 {{{100, 100, 0, 60}}, 240, {{90, 90, 0, 60}}}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(inks_limit(cases[i].from, cases[i].limit), cases[i].to);
    for (unsigned n = 0; n < 11 * 11 * 11 * 11; n++) {
        struct inks from = {{(uint8_t)(n % 11 * 10), (uint8_t)(n / 11 % 11 * 10),
                             (uint8_t)(n / 121 % 11 * 10), (uint8_t)(n / 1331 * 10)}};
        for (unsigned limit = 100; limit <= 400; limit += 37) {
            struct inks to = inks_limit(from, limit);
            assert_true(sum(to) <= limit);
            assert_true(sum(from) > limit || !memcmp(&from, &to, sizeof to));
            assert_true(to.v[INK_BLACK] >= from.v[INK_BLACK]);
            for (int i = 0; i < INK_BLACK; i++)
                assert_true(to.v[i] <= from.v[i]);
        }
    }
}

static void a_converted_colour_over_the_limit_is_warned_of_once(void **state) {
    struct source file = {.path = STR("layout.yaml"), .bytes = STR("a\nb\n")};
    struct span at = {&file, 2, 1, 1};
    struct bench b;

    (void)state;
    open_bench(&b, 240);
    for (int i = 0; i < 3; i++)
        assert_true(sum(inker_inks(b.inker, rgb(0x101030), INK_AREA, at)) <= 240);
    assert_int_equal(b.diags.errors, 0);
    assert_int_equal(b.diags.warnings, 1);
    assert_string_equal(b.diags.all.v[0]->code, "ink-limit");
    assert_int_equal(b.diags.all.v[0]->span.line, 2);
    close_bench(&b);
}

static void a_print_value_over_the_limit_is_refused(void **state) {
    const struct inks heavy = {{90, 80, 70, 80}};
    struct bench b;

    (void)state;
    open_bench(&b, 0);                                                     /* 300 */
    inker_inks(b.inker, with_print(0x1D1D1B, heavy), INK_TEXT, SPAN_NONE); /* on black alone */
    assert_int_equal(b.diags.errors, 0);
    inker_inks(b.inker, with_print(0x1D1D1B, heavy), INK_AREA, SPAN_NONE);
    assert_int_equal(b.diags.errors, 1);
    assert_string_equal(b.diags.all.v[0]->code, "ink-limit");
    assert_true(str_find(b.diags.all.v[0]->message, STR("320 %")) != SIZE_MAX);
    assert_true(str_find(b.diags.all.v[0]->help, STR("cmyk(80 70 60 90)")) != SIZE_MAX);
    close_bench(&b);
}

static struct str of_class(struct arena *a, struct str profile, const char *class) {
    struct str copy = str_copy(a, profile);

    memcpy((char *)(uintptr_t)copy.p + 12, class, 4);
    return copy;
}

static void a_profile_that_no_press_has_is_refused(void **state) {
    struct sample s;
    struct press p = {.on = true, .profile_name = STR("x.icc")};
    struct str right, wrong[6];

    (void)state;
    sample_open(&s, "fonts");
    sample_profile(&s.session, &p);
    right = p.profile;
    p.profile_name = STR("x.icc");
    wrong[0] = STR_EMPTY;
    wrong[1] = STR("<html>not found</html>");
    wrong[2] = str_slice(right, 0, 100);
    wrong[3] = profile_srgb(s.arena);
    wrong[4] = of_class(s.arena, wrong[3], "prtr");
    wrong[5] = of_class(s.arena, right, "scnr");
    for (size_t i = 0; i < 6; i++) {
        p.profile = wrong[i];
        assert_false(press_check(&s.session, &p));
        assert_int_equal(s.diags.errors, i + 1);
        assert_string_equal(s.diags.all.v[i]->code, "profile-unusable");
        assert_int_equal(str_find(s.diags.all.v[i]->message, STR("(CMYK)")) != SIZE_MAX,
                         i == 3 || i == 4);
        assert_int_equal(str_find(s.diags.all.v[i]->message, STR("prtr")) != SIZE_MAX, i == 5);
    }
    p.profile = right;
    assert_true(press_check(&s.session, &p));
    assert_true(p.packed.n > 0 && p.packed.n < right.n);
    press_release(&p);
    sample_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grey_is_black_ink_alone),
        cmocka_unit_test(a_colour_goes_through_the_profile),
        cmocka_unit_test(the_print_value_of_a_theme_is_taken_as_it_is),
        cmocka_unit_test(ink_over_the_limit_gives_way_to_black),
        cmocka_unit_test(a_converted_colour_over_the_limit_is_warned_of_once),
        cmocka_unit_test(a_print_value_over_the_limit_is_refused),
        cmocka_unit_test(a_profile_that_no_press_has_is_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
