#include "image/decode.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

/* Everything that must outlive a jump out of libpng; no function that jumps keeps locals. */
struct png_work {
    struct arena *arena;
    struct str bytes;
    size_t at;
    struct image *out;
    char *fault;
    png_structp png;
    png_infop info;
    unsigned channels; /* colours and alpha of a decoded row */
    bool has_alpha, sees_through;
    unsigned char *row, *samples, *alpha;
    png_bytep *rows;
};

static void on_error(png_structp png, png_const_charp message) {
    struct png_work *w = png_get_error_ptr(png);
    if (w->fault[0] == '\0') {
        snprintf(w->fault, FAULT_BYTES, "its data is damaged (%s)", message);
    }
    longjmp(png_jmpbuf(png), 1);
}

/* A warning leaves the pixels whole (an odd colour profile, a text chunk). */
static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void read_bytes(png_structp png, png_bytep to, size_t n) {
    struct png_work *w = png_get_io_ptr(png);
    if (n > w->bytes.n - w->at) {
        png_error(png, "the file ends too early");
    }
    memcpy(to, w->bytes.p + w->at, n);
    w->at += n;
}

/* Eight bits a sample, grey or RGB, alpha apart: palettes, 16 bits and tRNS are turned into that.
 */
static void set_transforms(struct png_work *w) {
    int color = png_get_color_type(w->png, w->info);
    if (png_get_bit_depth(w->png, w->info) == 16) {
        png_set_scale_16(w->png);
    }
    if (color == PNG_COLOR_TYPE_PALETTE) {
        png_set_palette_to_rgb(w->png);
    }
    if (color == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(w->png, w->info) < 8) {
        png_set_expand_gray_1_2_4_to_8(w->png);
    }
    if (png_get_valid(w->png, w->info, PNG_INFO_tRNS)) {
        png_set_tRNS_to_alpha(w->png);
    }
}

static void read_resolution(struct png_work *w) {
    png_uint_32 x = 0, y = 0;
    int unit = 0;
    if (png_get_pHYs(w->png, w->info, &x, &y, &unit) && unit == PNG_RESOLUTION_METER && x > 0) {
        w->out->dots_per_inch = (double)x * 0.0254;
    }
}

static void split_row(struct png_work *w, const unsigned char *row, size_t y) {
    size_t width = w->out->width, colors = w->channels - (w->has_alpha ? 1 : 0);
    unsigned char *samples = w->samples + y * width * colors;
    if (!w->has_alpha) {
        memcpy(samples, row, width * colors);
        image_note_pixels(w->out, samples, NULL, width);
        return;
    }
    unsigned char *alpha = w->alpha + y * width;
    for (size_t x = 0; x < width; x++) {
        memcpy(samples + x * colors, row + x * w->channels, colors);
        alpha[x] = row[x * w->channels + colors];
        w->sees_through = w->sees_through || alpha[x] != 255;
    }
    image_note_pixels(w->out, samples, alpha, width);
}

static void prepare(struct png_work *w, int *passes) {
    struct image *out = w->out;
    out->width = png_get_image_width(w->png, w->info);
    out->height = png_get_image_height(w->png, w->info);
    if (!image_size_ok(out->width, out->height, w->fault)) {
        png_error(w->png, "size");
    }
    read_resolution(w);
    set_transforms(w);
    *passes = png_set_interlace_handling(w->png);
    png_read_update_info(w->png, w->info);
    w->channels = png_get_channels(w->png, w->info);
    w->has_alpha = w->channels == 2 || w->channels == 4;
    size_t pixels = (size_t)out->width * out->height, colors = w->channels - w->has_alpha;
    out->kind = IMAGE_SAMPLES;
    out->space = colors == 1 ? IMAGE_GREY : IMAGE_RGB;
    w->samples = arena_alloc_array(w->arena, pixels, colors);
    w->alpha = w->has_alpha ? arena_alloc(w->arena, pixels) : NULL;
    out->data = (struct str){(const char *)w->samples, pixels * colors};
}

/* Runs below the setjmp of png_decode. */
static void read_image(struct png_work *w) {
    int passes = 1;
    png_read_info(w->png, w->info);
    prepare(w, &passes);
    size_t stride = (size_t)w->out->width * w->channels;
    size_t kept = passes > 1 ? w->out->height : 1;
    w->row = arena_alloc_array(w->arena, kept, stride);
    if (passes > 1) {
        w->rows = ARENA_ARRAY(w->arena, png_bytep, kept);
        for (size_t y = 0; y < kept; y++) {
            w->rows[y] = w->row + y * stride;
        }
        png_read_image(w->png, w->rows);
    }
    for (size_t y = 0; y < w->out->height; y++) {
        if (passes == 1) {
            png_read_row(w->png, w->row, NULL);
        }
        split_row(w, passes > 1 ? w->rows[y] : w->row, y);
    }
    png_read_end(w->png, NULL);
}

bool png_decode(struct arena *a, struct str bytes, struct image *out, char fault[FAULT_BYTES]) {
    struct png_work *w = ARENA_NEW(a, struct png_work);
    w->arena = a;
    w->bytes = bytes;
    w->out = out;
    w->fault = fault;
    w->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, w, on_error, on_warning);
    w->info = w->png ? png_create_info_struct(w->png) : NULL;
    if (!w->info) {
        fail_memory();
    }
    png_set_user_limits(w->png, 0x7fffffff, 0x7fffffff); /* our own limits come with a reason */
    png_set_read_fn(w->png, w, read_bytes);
    bool ok = false;
    if (setjmp(png_jmpbuf(w->png)) == 0) {
        read_image(w);
        ok = true;
    }
    png_destroy_read_struct(&w->png, &w->info, NULL);
    if (ok && w->sees_through) {
        out->alpha = (struct str){(const char *)w->alpha, (size_t)out->width * out->height};
    }
    return ok;
}
