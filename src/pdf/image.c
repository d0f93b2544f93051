#include "pdf/image.h"

#include "pdf/syntax.h"
#include "pdf/writer.h"

static void put_size(struct strbuf *b, const struct image *image) {
    strbuf_add_c(b, "/Type/XObject/Subtype/Image/Width ");
    put_int(b, image->width);
    strbuf_add_c(b, "/Height ");
    put_int(b, image->height);
    strbuf_add_c(b, "/BitsPerComponent 8");
}

static unsigned write_alpha(struct writer *w, const struct image *image) {
    unsigned number = objects_reserve(&w->objects);
    struct object raw = {.stream = image->alpha};
    struct strbuf b;

    strbuf_init(&b, w->arena);
    put_size(&b, image);
    strbuf_add_c(&b, "/ColorSpace/DeviceGray");
    raw.body = strbuf_str(&b);
    objects_set_deflated(&w->objects, w->deflater, number, raw);
    return number;
}

/* On a press RGB says whose it is, and is converted when the plates are made. */
static void put_space(struct writer *w, struct strbuf *b, const struct image *image) {
    if (image->space == IMAGE_GREY) {
        strbuf_add_c(b, "/ColorSpace/DeviceGray");
    } else if (image->space == IMAGE_CMYK) {
        strbuf_add_c(b, "/ColorSpace/DeviceCMYK");
        if (image->inverted)
            strbuf_add_c(b, "/Decode[1 0 1 0 1 0 1 0]");
    } else if (w->in->press.on) {
        strbuf_add_c(b, "/ColorSpace[/ICCBased ");
        put_reference(b, profile_srgb_object(w));
        strbuf_add_c(b, "]");
    } else {
        strbuf_add_c(b, "/ColorSpace/DeviceRGB");
    }
}

static void write_image(struct writer *w, const struct image *image, unsigned number) {
    struct strbuf b;

    strbuf_init(&b, w->arena);
    put_size(&b, image);
    put_space(w, &b, image);
    if (image->alpha.n) {
        strbuf_add_c(&b, "/SMask ");
        put_reference(&b, write_alpha(w, image));
    }
    if (image->kind == IMAGE_JPEG) {
        strbuf_add_c(&b, "/Filter/DCTDecode");
        objects_set_stream(&w->objects, number, strbuf_str(&b), image->data);
    } else {
        struct object raw = {.body = strbuf_str(&b), .stream = image->data};
        objects_set_deflated(&w->objects, w->deflater, number, raw);
    }
}

unsigned pdf_image_use(struct writer *w, const struct image *image) {
    struct pdf_images *all = &w->images;

    if (image->id >= all->n) {
        size_t size = (size_t)image->id + 16;
        all->numbers = arena_grow(w->arena, all->numbers, all->n * sizeof *all->numbers,
                                  size * sizeof *all->numbers);
        all->n = size;
    }
    if (all->numbers[image->id])
        return all->numbers[image->id];
    if (image->space == IMAGE_CMYK && !w->in->press.on) {
        struct diag *d = diag_error(w->s->diags, "image-cmyk", image->span,
                                    "this picture is in CMYK; the screen edition is in sRGB");
        diag_help(w->s->diags, d, "save it as RGB");
        return 0;
    }
    if (w->in->press.on)
        digest_add(&w->press.digest, image->data);
    all->numbers[image->id] = objects_reserve(&w->objects);
    write_image(w, image, all->numbers[image->id]);
    return all->numbers[image->id];
}
