/* Contrast as WCAG reckons it, without floating point. */
#include "style/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct color rgb(unsigned value) {
    return (struct color){.set = true,
                          .r = (uint8_t)(value >> 16),
                          .g = (uint8_t)(value >> 8 & 255),
                          .b = (uint8_t)(value & 255)};
}

static void contrasts_are_those_that_are_published(void **state) {
    (void)state;
    static const struct {
        unsigned x, y, contrast;
    } rows[] = {{0x000000, 0xffffff, 2100}, {0xffffff, 0xffffff, 100}, {0x12436D, 0xffffff, 1025},
                {0x28A197, 0xffffff, 317},  {0x801650, 0xffffff, 977}, {0xF46A25, 0xffffff, 303},
                {0x2073BC, 0xffffff, 495},  {0x28A197, 0xF46A25, 105}, {0xBFBFBF, 0xffffff, 184}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned found = color_contrast(rgb(rows[i].x), rgb(rows[i].y));
        assert_in_range(found, rows[i].contrast - 1, rows[i].contrast + 1);
        assert_int_equal(found, color_contrast(rgb(rows[i].y), rgb(rows[i].x)));
    }
}

static void a_colour_too_pale_is_darkened_until_it_passes_and_no_more(void **state) {
    (void)state;
    struct color white = rgb(0xffffff), pale = rgb(0x9aa5b0);
    struct color found = color_passing(pale, white, 450);
    assert_true(color_contrast(found, white) >= 450);
    assert_true(color_contrast(found, white) < 480);
    found = color_passing(rgb(0x335577), rgb(0x12436D), 450);
    assert_true(color_contrast(found, rgb(0x12436D)) >= 450);
    assert_int_equal(color_passing(rgb(0x12436D), white, 450).r, 0x12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contrasts_are_those_that_are_published),
        cmocka_unit_test(a_colour_too_pale_is_darkened_until_it_passes_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
