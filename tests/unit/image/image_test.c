#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "image/image.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

struct bench {
    struct arena *arena;
    struct diag_list diags;
    struct files files;
    struct session s;
    struct image_cache *cache;
    struct source layout;
};

static int setup(void **state) {
    struct arena *a = arena_new();
    struct bench *b = ARENA_NEW(a, struct bench);
    b->arena = a;
    diag_list_init(&b->diags, a);
    files_init(&b->files, a, &b->diags);
    b->files.root = STR("/project");
    b->s = (struct session){a, &b->diags, &b->files};
    b->cache = image_cache_new(a);
    b->layout = (struct source){.path = STR("/project/a.yaml"), .bytes = STR("")};
    *state = b;
    return 0;
}

static int teardown(void **state) {
    arena_free(((struct bench *)*state)->arena);
    return 0;
}

/* A picture of 5 by 3 pixels as PNG; pixel bytes count up from 1. */
static struct str make_png(struct arena *a, png_uint_32 format, int convert_16) {
    png_image image;
    unsigned char pixels[5 * 3 * 8];
    for (size_t i = 0; i < sizeof pixels; i++) {
        pixels[i] = (unsigned char)(i + 1);
    }
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = 5;
    image.height = 3;
    image.format = format;
    png_alloc_size_t n = 0;
    assert_true(png_image_write_to_memory(&image, NULL, &n, convert_16, pixels, 0, NULL));
    char *bytes = ARENA_ARRAY(a, char, n);
    assert_true(png_image_write_to_memory(&image, bytes, &n, convert_16, pixels, 0, NULL));
    return (struct str){bytes, n};
}

static struct str make_jpeg(struct arena *a, int parts, int density) {
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL, row[64 * 4];
    unsigned long n = 0;
    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &bytes, &n);
    c.image_width = 64;
    c.image_height = 48;
    c.input_components = parts;
    c.in_color_space = parts == 1 ? JCS_GRAYSCALE : parts == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&c);
    c.density_unit = 1;
    c.X_density = c.Y_density = (UINT16)density;
    jpeg_start_compress(&c, TRUE);
    for (int y = 0; y < 48; y++) {
        for (size_t i = 0; i < sizeof row; i++) {
            row[i] = (unsigned char)((i * 31 + (size_t)y * 17) ^ (i << 3));
        }
        JSAMPROW rows = row;
        jpeg_write_scanlines(&c, &rows, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    char *copy = ARENA_ARRAY(a, char, n);
    memcpy(copy, bytes, n);
    free(bytes);
    return (struct str){copy, n};
}

static const struct image *load(struct bench *b, const char *name, struct str bytes) {
    struct str path = str_format(b->arena, "/project/%s", name);
    files_fake(&b->files, path, bytes);
    return image_load(b->cache, &b->s, str_from(name), (struct span){&b->layout, 4, 2, 1});
}

static void png_becomes_samples_of_eight_bits_and_alpha_apart(void **state) {
    struct bench *b = *state;
    const struct image *grey = load(b, "g.png", make_png(b->arena, PNG_FORMAT_GRAY, 0));
    assert_int_equal(grey->space, IMAGE_GREY);
    assert_int_equal(grey->data.n, 15);
    assert_int_equal(grey->data.p[14], 15);
    assert_int_equal(grey->alpha.n, 0);
    const struct image *rgb = load(b, "c.png", make_png(b->arena, PNG_FORMAT_RGB, 0));
    assert_int_equal(rgb->space, IMAGE_RGB);
    assert_int_equal(rgb->width, 5);
    assert_int_equal(rgb->height, 3);
    assert_int_equal(rgb->data.n, 45);
    const struct image *both = load(b, "a.png", make_png(b->arena, PNG_FORMAT_RGBA, 0));
    assert_int_equal(both->data.n, 45);
    assert_int_equal(both->alpha.n, 15);
    assert_int_equal(both->data.p[3], 5);
    assert_int_equal(both->alpha.p[1], 8);
    const struct image *deep = load(b, "d.png", make_png(b->arena, PNG_FORMAT_LINEAR_Y, 0));
    assert_int_equal(deep->data.n, 15);
    assert_int_equal(b->diags.errors, 0);
    assert_int_equal(grey->id, 0);
    assert_int_equal(deep->id, 3);
}

static void jpeg_goes_on_as_it_is_with_its_resolution(void **state) {
    static const struct {
        int parts;
        enum image_space space;
    } cases[] = {{1, IMAGE_GREY}, {3, IMAGE_RGB}, {4, IMAGE_CMYK}};
    struct bench *b = *state;
    for (size_t i = 0; i < 3; i++) {
        struct str bytes = make_jpeg(b->arena, cases[i].parts, 300);
        const struct image *image =
            load(b, str_format(b->arena, "%d.jpg", cases[i].parts).p, bytes);
        assert_non_null(image);
        assert_int_equal(image->kind, IMAGE_JPEG);
        assert_int_equal(image->space, cases[i].space);
        assert_int_equal(image->width, 64);
        assert_true(str_equal(image->data, bytes));
        assert_true(cases[i].parts == 4 || image->dots_per_inch == 300.0);
    }
    assert_int_equal(b->diags.errors, 0);
}

static void a_photograph_that_should_be_turned_is_a_warning(void **state) {
    /* An EXIF block with the one entry "orientation 6", in both byte orders. */
    static const char little[] = "\xff\xe1\0\x22"
                                 "Exif\0\0"
                                 "II*\0\x08\0\0\0\x01\0"
                                 "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    static const char big[] = "\xff\xe1\0\x22"
                              "Exif\0\0"
                              "MM\0*\0\0\0\x08\0\x01"
                              "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    struct bench *b = *state;
    struct str plain = make_jpeg(b->arena, 3, 72);
    struct str exif[] = {{little, sizeof little - 1}, {big, sizeof big - 1}};
    for (size_t i = 0; i < 2; i++) {
        struct str head = str_join2(b->arena, str_slice(plain, 0, 2), exif[i]);
        struct str bytes = str_join2(b->arena, head, str_slice(plain, 2, plain.n));
        assert_non_null(load(b, i ? "big.jpg" : "little.jpg", bytes));
        assert_int_equal(b->diags.warnings, i + 1);
    }
    assert_non_null(load(b, "plain.jpg", plain));
    assert_int_equal(b->diags.warnings, 2);
    assert_int_equal(b->diags.errors, 0);
}

static void a_file_is_read_once(void **state) {
    struct bench *b = *state;
    const struct image *x = load(b, "g.png", make_png(b->arena, PNG_FORMAT_GRAY, 0));
    assert_ptr_equal(x, image_load(b->cache, &b->s, STR("g.png"), x->span));
}

static void a_cut_file_is_refused_wherever_it_is_cut(void **state) {
    struct bench *b = *state;
    struct str files[] = {make_png(b->arena, PNG_FORMAT_RGBA, 0), make_jpeg(b->arena, 3, 72)};
    for (size_t k = 0; k < 2; k++) {
        for (size_t n = 0; n < files[k].n; n += k ? 7 : 1) {
            const char *name = str_format(b->arena, "%zu-%zu", k, n).p;
            size_t errors = b->diags.errors;
            assert_null(load(b, name, str_slice(files[k], 0, n)));
            assert_int_equal(b->diags.errors, errors + 1);
        }
    }
}

static void a_damaged_file_never_crashes(void **state) {
    struct bench *b = *state;
    struct str files[] = {make_png(b->arena, PNG_FORMAT_RGBA, 0), make_jpeg(b->arena, 3, 72)};
    for (size_t k = 0; k < 2; k++) {
        for (size_t at = 4; at < files[k].n; at++) {
            char *bytes = ARENA_ARRAY(b->arena, char, files[k].n);
            memcpy(bytes, files[k].p, files[k].n);
            bytes[at] = (char)(bytes[at] ^ 0x55);
            load(b, str_format(b->arena, "%zu-%zu", k, at).p, (struct str){bytes, files[k].n});
        }
    }
    assert_true(b->diags.errors > 100);
}

static void a_size_beyond_the_limit_is_told_before_memory_is_asked_for(void **state) {
    /* An image header of 32,767 by 32,767 pixels with its check sum. */
    static const char huge[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x7f\xff\0\0\x7f\xff\x08\x02\0\0\0";
    struct bench *b = *state;
    char bytes[sizeof huge - 1 + 4 + 12];
    memcpy(bytes, huge, sizeof huge - 1);
    uint32_t sum = 0xffffffffu;
    for (size_t i = 12; i < sizeof huge - 1; i++) {
        sum ^= (unsigned char)huge[i];
        for (int bit = 0; bit < 8; bit++) {
            sum = (sum >> 1) ^ (sum & 1 ? 0xedb88320u : 0);
        }
    }
    sum = ~sum;
    size_t n = sizeof huge - 1;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes[n++] = (char)(unsigned char)(sum >> shift);
    }
    memcpy(bytes + n, "\0\0\0\0IDAT\x35\xaf\x06\x1e", 12);
    size_t before = arena_used(b->arena);
    assert_null(load(b, "huge.png", (struct str){bytes, n + 12}));
    assert_true(arena_used(b->arena) - before < 1000000);
    assert_string_equal(b->diags.all.v[0]->code, "image-too-large");
    assert_true(str_find(b->diags.all.v[0]->message, STR("million pixels")) != SIZE_MAX);
}

static void another_format_is_refused(void **state) {
    struct bench *b = *state;
    assert_null(load(b, "a.gif", STR("GIF89a")));
    assert_string_equal(b->diags.all.v[0]->code, "image-format");
    assert_int_equal(b->diags.all.v[0]->span.line, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(png_becomes_samples_of_eight_bits_and_alpha_apart),
        TEST(jpeg_goes_on_as_it_is_with_its_resolution),
        TEST(a_photograph_that_should_be_turned_is_a_warning),
        TEST(a_file_is_read_once),
        TEST(a_cut_file_is_refused_wherever_it_is_cut),
        TEST(a_damaged_file_never_crashes),
        TEST(a_size_beyond_the_limit_is_told_before_memory_is_asked_for),
        TEST(another_format_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
