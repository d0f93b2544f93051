#include "image/decode.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

/* Everything that must outlive a jump out of libjpeg. */
struct jpeg_work {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf out_of_library;
    struct arena *arena;
    struct image *out;
    char *fault;
    bool turned; /* a camera's note says so */
};

static void leave(j_common_ptr common) {
    struct jpeg_work *w = common->client_data;
    if (w->fault[0] == '\0') {
        char message[JMSG_LENGTH_MAX];
        common->err->format_message(common, message);
        snprintf(w->fault, FAULT_BYTES, "its data is damaged (%.150s)", message);
    }
    longjmp(w->out_of_library, 1);
}

/* The library mends what is broken and warns; a page shows what was mended, so it is refused. */
static void on_message(j_common_ptr common, int level) {
    if (level < 0) {
        leave(common);
    }
}

/* The orientation in a camera's EXIF block, 1 to 8; 0 when there is none. */
static unsigned exif_orientation(const unsigned char *p, size_t n) {
    enum { HEAD = 6, ENTRY = 12, ORIENTATION = 0x0112 };
    if (n < HEAD + 14 || memcmp(p, "Exif\0\0", HEAD) != 0) {
        return 0;
    }
    p += HEAD;
    n -= HEAD;
    size_t low = p[0] == 'I' ? 0 : 1; /* where the low byte of a short stands */
#define SHORT_AT(at) ((size_t)p[(at) + low] | (size_t)p[(at) + 1 - low] << 8)
    /* The first directory stands in the first 64 KiB: two bytes of its offset are enough. */
    size_t at = low ? SHORT_AT(6) : SHORT_AT(4);
    if (at + 2 > n) {
        return 0;
    }
    size_t count = SHORT_AT(at);
    for (at += 2; count > 0 && at + ENTRY <= n; at += ENTRY, count--) {
        if (SHORT_AT(at) == ORIENTATION) {
            return (unsigned)SHORT_AT(at + 8);
        }
    }
#undef SHORT_AT
    return 0;
}

static void read_orientation(struct jpeg_work *w) {
    for (jpeg_saved_marker_ptr m = w->jpeg.marker_list; m; m = m->next) {
        unsigned orientation = exif_orientation(m->data, m->data_length);
        w->turned = w->turned || (orientation > 1 && orientation <= 8);
    }
}

static void read_header(struct jpeg_work *w) {
    struct image *out = w->out;
    jpeg_read_header(&w->jpeg, TRUE);
    read_orientation(w);
    out->width = w->jpeg.image_width;
    out->height = w->jpeg.image_height;
    if (!image_size_ok(out->width, out->height, w->fault)) {
        leave((j_common_ptr)&w->jpeg);
    }
    int parts = w->jpeg.num_components;
    if (parts != 1 && parts != 3 && parts != 4) {
        snprintf(w->fault, FAULT_BYTES, "it has %d colours", parts);
        leave((j_common_ptr)&w->jpeg);
    }
    out->space = parts == 1 ? IMAGE_GREY : parts == 3 ? IMAGE_RGB : IMAGE_CMYK;
    out->inverted = parts == 4 && w->jpeg.saw_Adobe_marker;
    if (w->jpeg.saw_JFIF_marker && w->jpeg.X_density > 0 && w->jpeg.density_unit == 1) {
        out->dots_per_inch = w->jpeg.X_density;
    } else if (w->jpeg.saw_JFIF_marker && w->jpeg.X_density > 0 && w->jpeg.density_unit == 2) {
        out->dots_per_inch = w->jpeg.X_density * 2.54;
    }
}

/* Runs below the setjmp of jpeg_decode: every line is decoded, so that damage shows. */
static void read_image(struct jpeg_work *w) {
    read_header(w);
    /* The cheapest decoding that still reads every coefficient. */
    w->jpeg.dct_method = JDCT_IFAST;
    w->jpeg.do_fancy_upsampling = FALSE;
    jpeg_start_decompress(&w->jpeg);
    size_t stride = (size_t)w->jpeg.output_width * (size_t)w->jpeg.output_components;
    JSAMPROW row = arena_alloc(w->arena, stride);
    while (w->jpeg.output_scanline < w->jpeg.output_height) {
        jpeg_read_scanlines(&w->jpeg, &row, 1);
        image_note_pixels(w->out, row, NULL, w->jpeg.output_width);
    }
    jpeg_finish_decompress(&w->jpeg);
    if (w->turned) {
        snprintf(w->fault, FAULT_BYTES, "the camera's note to turn it is not followed");
    }
}

bool jpeg_decode(struct arena *a, struct str bytes, struct image *out, char fault[FAULT_BYTES]) {
    struct jpeg_work *w = ARENA_NEW(a, struct jpeg_work);
    w->arena = a;
    w->out = out;
    w->fault = fault;
    w->jpeg.err = jpeg_std_error(&w->errors);
    w->errors.error_exit = leave;
    w->errors.emit_message = on_message;
    w->jpeg.client_data = w;
    bool ok = false;
    if (setjmp(w->out_of_library) == 0) {
        jpeg_create_decompress(&w->jpeg);
        jpeg_save_markers(&w->jpeg, JPEG_APP0 + 1, 0xffff);
        jpeg_mem_src(&w->jpeg, (const unsigned char *)bytes.p, (unsigned long)bytes.n);
        read_image(w);
        ok = true;
    }
    jpeg_destroy_decompress(&w->jpeg);
    out->kind = IMAGE_JPEG;
    out->data = bytes;
    return ok;
}
