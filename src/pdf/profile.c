/* An ICC 2.1 display profile of sRGB (IEC 61966-2-1), made here so that its bytes never change. */
#include "pdf/writer.h"

#include <math.h>

enum { HEADER_SIZE = 128, TAG_COUNT = 9, TABLE_SIZE = 4 + TAG_COUNT * 12, CURVE_POINTS = 256 };

static void put_u16(struct strbuf *b, unsigned v) {
    strbuf_add_char(b, (char)(v >> 8));
    strbuf_add_char(b, (char)v);
}

static void put_u32(struct strbuf *b, uint32_t v) {
    put_u16(b, v >> 16);
    put_u16(b, v & 0xFFFF);
}

static void put_xyz(struct strbuf *b, const uint32_t xyz[3]) {
    strbuf_add_c(b, "XYZ ");
    put_u32(b, 0);
    for (int i = 0; i < 3; i++)
        put_u32(b, xyz[i]);
}

static void put_curve(struct strbuf *b) {
    strbuf_add_c(b, "curv");
    put_u32(b, 0);
    put_u32(b, CURVE_POINTS);
    for (int i = 0; i < CURVE_POINTS; i++) {
        double x = i / (CURVE_POINTS - 1.0);
        double y = x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
        put_u16(b, (unsigned)(y * 65535 + 0.5));
    }
}

static void put_description(struct strbuf *b) {
    static const char name[] = "sRGB IEC61966-2.1";
    char rest[12 + 67] = {0}; /* no Unicode and no Macintosh form */

    strbuf_add_c(b, "desc");
    put_u32(b, 0);
    put_u32(b, sizeof name);
    strbuf_add_bytes(b, name, sizeof name);
    strbuf_add_bytes(b, rest, 4 + 4 + 2 + 1 + 67);
}

static void put_copyright(struct strbuf *b) {
    static const char text[] = "No copyright, use freely";

    strbuf_add_c(b, "text");
    put_u32(b, 0);
    strbuf_add_bytes(b, text, sizeof text);
}

static void put_header(struct strbuf *b, uint32_t size) {
    static const uint32_t d50[3] = {0xF6D6, 0x10000, 0xD32D};

    put_u32(b, size);
    put_u32(b, 0);          /* no preferred colour engine */
    put_u32(b, 0x02100000); /* version 2.1 */
    strbuf_add_c(b, "mntrRGB XYZ ");
    for (int i = 0; i < 6; i++) /* a fixed date: 1999-01-01 */
        put_u16(b, i == 0 ? 1999 : i < 3);
    strbuf_add_c(b, "acsp");
    for (int i = 0; i < 7; i++) /* platform, flags, maker, model, attributes, intent */
        put_u32(b, 0);
    for (int i = 0; i < 3; i++)
        put_u32(b, d50[i]);
    while (b->n < HEADER_SIZE)
        strbuf_add_char(b, 0);
}

struct str profile_srgb(struct arena *a) {
    /* White and primaries adapted to D50, as 16.16 fixed point. */
    static const uint32_t points[4][3] = {{0xF6D6, 0x10000, 0xD32D},
                                          {0x6FA2, 0x38F5, 0x0390},
                                          {0x6299, 0xB785, 0x18DA},
                                          {0x24A0, 0x0F84, 0xB6CF}};
    static const char names[TAG_COUNT][5] = {"desc", "cprt", "wtpt", "rXYZ", "gXYZ",
                                             "bXYZ", "rTRC", "gTRC", "bTRC"};
    struct strbuf data, whole;
    uint32_t at[TAG_COUNT], size[TAG_COUNT];

    strbuf_init(&data, a);
    for (int i = 0; i < TAG_COUNT; i++) {
        if (i > 6) { /* the three curves are one */
            at[i] = at[6];
            size[i] = size[6];
            continue;
        }
        at[i] = (uint32_t)data.n;
        if (i == 0)
            put_description(&data);
        else if (i == 1)
            put_copyright(&data);
        else if (i < 6)
            put_xyz(&data, points[i - 2]);
        else
            put_curve(&data);
        size[i] = (uint32_t)data.n - at[i];
        while (data.n % 4)
            strbuf_add_char(&data, 0);
    }
    strbuf_init(&whole, a);
    put_header(&whole, (uint32_t)(HEADER_SIZE + TABLE_SIZE + data.n));
    put_u32(&whole, TAG_COUNT);
    for (int i = 0; i < TAG_COUNT; i++) {
        strbuf_add_bytes(&whole, names[i], 4);
        put_u32(&whole, HEADER_SIZE + TABLE_SIZE + at[i]);
        put_u32(&whole, size[i]);
    }
    strbuf_add(&whole, strbuf_str(&data));
    return strbuf_str(&whole);
}

unsigned profile_srgb_object(struct writer *w) {
    if (!w->srgb) {
        struct pdf_cache *c = w->cache;
        if (!c->srgb.n)
            c->srgb = deflater_run(w->deflater, c->arena, profile_srgb(w->arena));
        w->srgb = objects_reserve(&w->objects);
        objects_set_stream(&w->objects, w->srgb, STR("/N 3/Filter/FlateDecode"), c->srgb);
    }
    return w->srgb;
}
