/* floor.c - the least that could be done: plain libharu, and zlib alone.
 *
 * floor draw SCRIPT draws what stands in SCRIPT with libharu's built-in fonts, at fixed places, untagged, with
 * nothing measured, broken or laid out. A line is one of these, fields parted by tabs:
 *   D path | P | T face size x y words | R x y width height rrggbb | L left bottom right top address
 * floor deflate FILE LEVEL packs each stream of FILE (four bytes of length, least first, then its bytes) with one
 * deflate state that is reset between streams, and prints the bytes before and after. */
#include <hpdf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char *const faces[] = {"Helvetica", "Helvetica-Bold", "Helvetica-Oblique"};

struct drawing {
    HPDF_Doc document;
    HPDF_Page page;
    HPDF_Font fonts[3];
    const char *path;
};

static void failed(HPDF_STATUS error, HPDF_STATUS detail, void *data) {
    (void)data;
    fprintf(stderr, "floor: libharu error %04lx %lu\n", (unsigned long)error,
            (unsigned long)detail);
    exit(3);
}

static void end_document(struct drawing *d) {
    if (!d->document)
        return;
    HPDF_SaveToFile(d->document, d->path);
    HPDF_Free(d->document);
    d->document = NULL;
}

static void begin_document(struct drawing *d, const char *path) {
    end_document(d);
    d->document = HPDF_New(failed, NULL);
    d->path = path;
    HPDF_SetCompressionMode(d->document, HPDF_COMP_ALL);
    for (int i = 0; i < 3; i++)
        d->fonts[i] = HPDF_GetFont(d->document, faces[i], "WinAnsiEncoding");
}

static char *field(char **rest) {
    char *start = *rest;
    char *tab = strchr(start, '\t');
    if (tab) {
        *tab = '\0';
        *rest = tab + 1;
    } else {
        *rest = start + strlen(start);
    }
    return start;
}

static float real(char **rest) {
    return strtof(field(rest), NULL);
}

static void draw_text(struct drawing *d, char *rest) {
    int face = atoi(field(&rest));
    float size = real(&rest);
    float x = real(&rest);
    float y = real(&rest);
    HPDF_Page_BeginText(d->page);
    HPDF_Page_SetFontAndSize(d->page, d->fonts[face], size);
    HPDF_Page_TextOut(d->page, x, y, rest);
    HPDF_Page_EndText(d->page);
}

static void draw_rectangle(struct drawing *d, char *rest) {
    float box[4];
    for (int i = 0; i < 4; i++)
        box[i] = real(&rest);
    unsigned long color = strtoul(rest, NULL, 16);
    HPDF_Page_SetRGBFill(d->page, (float)(color >> 16 & 255) / 255, (float)(color >> 8 & 255) / 255,
                         (float)(color & 255) / 255);
    HPDF_Page_Rectangle(d->page, box[0], box[1], box[2], box[3]);
    HPDF_Page_Fill(d->page);
    HPDF_Page_SetRGBFill(d->page, 0, 0, 0);
}

static void draw_link(struct drawing *d, char *rest) {
    HPDF_Rect r;
    r.left = real(&rest);
    r.bottom = real(&rest);
    r.right = real(&rest);
    r.top = real(&rest);
    HPDF_Page_CreateURILinkAnnot(d->page, r, rest);
}

/* The whole file, with a zero byte behind it. */
static char *read_file(const char *path, size_t *length) {
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        perror(path);
        exit(3);
    }
    *length = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*length + 1);
    if (!bytes || fread(bytes, 1, *length, f) != *length) {
        perror(path);
        exit(3);
    }
    bytes[*length] = '\0';
    fclose(f);
    return bytes;
}

static int draw(const char *script) {
    size_t length;
    char *text = read_file(script, &length);
    struct drawing d = {0};
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *rest = line + 2;
        switch (line[0]) {
        case 'D':
            begin_document(&d, rest);
            break;
        case 'P':
            d.page = HPDF_AddPage(d.document);
            HPDF_Page_SetSize(d.page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
            break;
        case 'T':
            draw_text(&d, rest);
            break;
        case 'R':
            draw_rectangle(&d, rest);
            break;
        case 'L':
            draw_link(&d, rest);
            break;
        default:
            fprintf(stderr, "floor: `%c` is no command\n", line[0]);
            return 2;
        }
    }
    end_document(&d);
    free(text);
    return 0;
}

static int pack(const char *path, int level) {
    size_t length;
    char *bytes = read_file(path, &length);
    z_stream z = {0};
    if (deflateInit(&z, level) != Z_OK)
        return 3;
    size_t in = 0, out = 0;
    for (size_t at = 0; at + 4 <= length;) {
        uint32_t size;
        memcpy(&size, bytes + at, 4);
        at += 4;
        size_t room = deflateBound(&z, size);
        unsigned char *packed = malloc(room);
        if (!packed)
            return 3;
        z.next_in = (unsigned char *)bytes + at;
        z.avail_in = size;
        z.next_out = packed;
        z.avail_out = (uInt)room;
        if (deflate(&z, Z_FINISH) != Z_STREAM_END)
            return 3;
        in += size;
        out += z.total_out;
        deflateReset(&z);
        free(packed);
        at += size;
    }
    deflateEnd(&z);
    free(bytes);
    printf("%zu %zu\n", in, out);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "draw") == 0)
        return draw(argv[2]);
    if (argc == 4 && strcmp(argv[1], "deflate") == 0)
        return pack(argv[2], atoi(argv[3]));
    fprintf(stderr, "usage: floor draw SCRIPT | floor deflate FILE LEVEL\n");
    return 2;
}
