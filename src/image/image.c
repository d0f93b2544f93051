#include "image/image.h"

#include "base/map.h"
#include "image/decode.h"

#include <stdio.h>
#include <string.h>

struct image_cache {
    struct arena *arena;
    struct map images; /* absolute path -> struct cached */
    unsigned count;
};

struct cached {
    const struct image *image; /* NULL: faulty, and told */
};

struct image_cache *image_cache_new(struct arena *a) {
    struct image_cache *c = ARENA_NEW(a, struct image_cache);
    c->arena = a;
    map_init(&c->images, a);
    return c;
}

bool image_size_ok(uint32_t width, uint32_t height, char fault[FAULT_BYTES]) {
    if (width == 0 || height == 0) {
        snprintf(fault, FAULT_BYTES, "it has no pixels");
        return false;
    }
    if (width > LIMIT_IMAGE_SIDE || height > LIMIT_IMAGE_SIDE) {
        snprintf(fault, FAULT_BYTES, "it is %lu by %lu pixels; a side may have %d",
                 (unsigned long)width, (unsigned long)height, LIMIT_IMAGE_SIDE);
        return false;
    }
    if ((uint64_t)width * height > LIMIT_IMAGE_PIXELS) {
        snprintf(fault, FAULT_BYTES, "it has %lu million pixels; at most %d million are read",
                 (unsigned long)((uint64_t)width * height / 1000000), LIMIT_IMAGE_PIXELS / 1000000);
        return false;
    }
    return true;
}

static unsigned brightness(const uint8_t rgb[3]) {
    return rgb[0] * 299u + rgb[1] * 587u + rgb[2] * 114u;
}

void image_note_pixels(struct image *image, const uint8_t *pixels, const uint8_t *alpha, size_t n) {
    if (image->space == IMAGE_CMYK) {
        return;
    }
    size_t step = image->space == IMAGE_GREY ? 1 : 3;
    for (size_t i = 0; i < n; i++) {
        const uint8_t *p = pixels + i * step;
        unsigned cover = alpha ? alpha[i] : 255;
        uint8_t rgb[3];
        for (size_t k = 0; k < 3; k++) {
            unsigned value = p[step == 1 ? 0 : k];
            rgb[k] = (uint8_t)((value * cover + 255 * (255 - cover)) / 255);
        }
        if (brightness(rgb) < brightness(image->darkest)) {
            memcpy(image->darkest, rgb, sizeof rgb);
        }
        if (brightness(rgb) > brightness(image->lightest)) {
            memcpy(image->lightest, rgb, sizeof rgb);
        }
    }
}

/* Until a pixel is seen, the darkest is white and the lightest black; a space that is not looked at
 * keeps both extremes. */
static void start_extremes(struct image *image) {
    memset(image->darkest, 255, sizeof image->darkest);
    memset(image->lightest, 0, sizeof image->lightest);
}

static void end_extremes(struct image *image) {
    if (image->space == IMAGE_CMYK) {
        memset(image->darkest, 0, sizeof image->darkest);
        memset(image->lightest, 255, sizeof image->lightest);
    }
}

static bool starts_with(struct str bytes, const char *magic, size_t n) {
    return bytes.n >= n && memcmp(bytes.p, magic, n) == 0;
}

static const struct image *decode(struct image_cache *c, struct session *s,
                                  const struct source *source, struct span at) {
    char fault[FAULT_BYTES] = "";
    struct image *image = ARENA_NEW(c->arena, struct image);
    bool ok = false;
    image->data = image->alpha = STR_EMPTY;
    image->span = at;
    start_extremes(image);
    if (starts_with(source->bytes, "\x89PNG\r\n\x1a\n", 8)) {
        ok = png_decode(c->arena, source->bytes, image, fault);
    } else if (starts_with(source->bytes, "\xff\xd8\xff", 3)) {
        ok = jpeg_decode(c->arena, source->bytes, image, fault);
    } else {
        struct diag *d =
            diag_error(s->diags, "image-format", at,
                       "the file %.*s is neither a PNG nor a JPEG picture", STR_ARG(source->path));
        diag_help(s->diags, d, "save the picture as PNG or JPEG");
        return NULL;
    }
    if (!ok) {
        struct str text = diag_quote(s->arena, str_from(fault));
        bool large = image->width > 0 && !image_size_ok(image->width, image->height, fault);
        struct diag *d = diag_error(s->diags, large ? "image-too-large" : "image-damaged", at,
                                    "the picture %.*s cannot be used: %.*s", STR_ARG(source->path),
                                    STR_ARG(text));
        diag_help(s->diags, d, "%s",
                  large ? "save it smaller: 300 pixels an inch are enough for print"
                        : "open it in another program and save it again");
        return NULL;
    }
    if (fault[0] != '\0') {
        struct diag *d = diag_warning(s->diags, "image-turned", at, "the picture %.*s: %s",
                                      STR_ARG(source->path), fault);
        diag_help(s->diags, d, "turn it in another program and save it again");
    }
    end_extremes(image);
    image->id = c->count++;
    return image;
}

const struct image *image_load(struct image_cache *c, struct session *s, struct str path,
                               struct span at) {
    struct str absolute = files_resolve(s->files, path, at);
    struct cached *known = map_get(&c->images, absolute);
    if (!known) {
        struct source *source = files_read(s->files, FILE_IMAGE, path, at);
        known = ARENA_NEW(c->arena, struct cached);
        known->image = source ? decode(c, s, source, at) : NULL;
        map_set(&c->images, str_copy(c->arena, absolute), known);
    }
    return known->image;
}
