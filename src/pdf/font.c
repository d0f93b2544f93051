#include "pdf/font.h"

#include "pdf/syntax.h"
#include "pdf/writer.h"

#include <stdlib.h>

enum {
    LIMIT_CODES = 65535,
    EM = 1000,
    CMAP_BLOCK = 100,  /* entries a bfchar block may hold */
    FLAG_SYMBOLIC = 4, /* the font's own glyphs, not a standard set */
    FLAG_ITALIC = 64,
    STEM_REGULAR = 80, /* StemV is required and of no use: by weight */
    FIRST_SLOTS = 256
};

struct pdf_font *pdf_font_use(struct writer *w, const struct font *f, struct span at) {
    struct pdf_fonts *all = &w->fonts;
    unsigned id = font_id(f);
    struct pdf_font *made;

    if (id >= all->id_count) {
        size_t size = (size_t)id + 8;
        all->by_id = arena_grow(w->arena, all->by_id, all->id_count * sizeof *all->by_id,
                                size * sizeof *all->by_id);
        all->id_count = size;
    }
    if (all->by_id[id])
        return all->by_id[id];
    made = ARENA_NEW(w->arena, struct pdf_font);
    made->font = f;
    made->at = at;
    made->index = (unsigned)all->n;
    made->number = objects_reserve(&w->objects);
    made->slot_count = FIRST_SLOTS;
    made->slots = ARENA_ARRAY(w->arena, uint32_t, made->slot_count);
    vec_push(w->arena, all, made);
    all->by_id[id] = made;
    return made;
}

static size_t hash_code(uint32_t glyph, struct str text) {
    uint32_t h = glyph * 2654435761u + (uint32_t)text.n;

    for (size_t i = 0; i < text.n; i++)
        h = (h ^ (unsigned char)text.p[i]) * 16777619u;
    return h ^ h >> 15;
}

/* The slot where the pair is or would be. */
static uint32_t *find_slot(const struct pdf_font *f, uint32_t glyph, struct str text) {
    size_t at = hash_code(glyph, text) & (f->slot_count - 1);

    while (f->slots[at]) {
        const struct pdf_code *c = &f->codes[f->slots[at] - 1];
        if (c->glyph == glyph && str_equal(c->text, text))
            break;
        at = (at + 1) & (f->slot_count - 1);
    }
    return &f->slots[at];
}

static void grow_slots(struct writer *w, struct pdf_font *f) {
    f->slot_count *= 2;
    f->slots = ARENA_ARRAY(w->arena, uint32_t, f->slot_count);
    for (size_t i = 0; i < f->n; i++)
        *find_slot(f, f->codes[i].glyph, f->codes[i].text) = (uint32_t)i + 1;
}

static unsigned find_code(struct writer *w, struct pdf_font *f, uint32_t glyph, struct str text) {
    uint32_t *slot = find_slot(f, glyph, text);
    struct pdf_code code = {glyph, 0, text};
    int units = font_metrics(f->font)->units_per_em;

    if (*slot)
        return *slot;
    if (f->n == LIMIT_CODES)
        return 0;
    code.text = str_copy(w->arena, text); /* the run that it is of does not last */
    code.width = (int)length_scale(font_advance(f->font, glyph), EM, units);
    if (f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 64;
        f->codes = arena_grow(w->arena, f->codes, f->cap * sizeof code, cap * sizeof code);
        f->cap = cap;
    }
    f->codes[f->n++] = code;
    *slot = (uint32_t)f->n;
    if (f->n * 2 > f->slot_count)
        grow_slots(w, f);
    return (unsigned)f->n;
}

unsigned pdf_font_code(struct writer *w, struct pdf_font *f, uint32_t glyph, struct str text) {
    unsigned char c = text.n == 1 ? (unsigned char)text.p[0] : 0x80;
    unsigned code;

    if (c < 0x80 && f->ascii[c].code && f->ascii[c].glyph == glyph)
        return f->ascii[c].code;
    code = find_code(w, f, glyph, text);
    if (c < 0x80) {
        f->ascii[c].glyph = glyph;
        f->ascii[c].code = code;
    }
    return code;
}

/* Six letters from the subset's bytes: the same subset has the same name. */
static void put_tagged_name(struct strbuf *b, const struct pdf_font *f, struct str subset) {
    uint64_t h = 0xCBF29CE484222325u;
    struct str name = font_postscript_name(f->font);
    char tag[7];

    for (size_t i = 0; i < subset.n; i++)
        h = (h ^ (unsigned char)subset.p[i]) * 0x100000001B3u;
    for (int i = 0; i < 6; i++, h /= 26)
        tag[i] = (char)('A' + h % 26);
    tag[6] = '+';
    strbuf_add_bytes(b, tag, sizeof tag);
    strbuf_add(b, name.n ? name : STR("Font"));
}

static void put_entry(struct strbuf *b, const char *key, int64_t value) {
    strbuf_add_c(b, key);
    put_int(b, value);
}

static unsigned write_descriptor(struct writer *w, const struct pdf_font *f, struct str name,
                                 struct str subset) {
    const struct font_metrics *m = font_metrics(f->font);
    unsigned file = objects_reserve(&w->objects);
    int units = m->units_per_em;
    struct object raw = {.stream = subset};
    struct strbuf b;

    strbuf_init(&b, w->arena);
    put_entry(&b, "/Length1 ", (int64_t)subset.n);
    raw.body = strbuf_str(&b);
    objects_set_deflated(&w->objects, w->deflater, file, raw);
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/FontDescriptor/FontName");
    put_name(&b, name);
    put_entry(&b, "/Flags ", FLAG_SYMBOLIC | (font_is_italic(f->font) ? FLAG_ITALIC : 0));
    put_entry(&b, "/FontBBox[", length_scale(m->x_min, EM, units));
    put_entry(&b, " ", length_scale(m->y_min, EM, units));
    put_entry(&b, " ", length_scale(m->x_max, EM, units));
    put_entry(&b, " ", length_scale(m->y_max, EM, units));
    put_entry(&b, "]/ItalicAngle ", m->italic_angle);
    put_entry(&b, "/Ascent ", length_scale(m->ascent, EM, units));
    put_entry(&b, "/Descent ", length_scale(m->descent, EM, units));
    put_entry(&b, "/CapHeight ", length_scale(m->cap_height, EM, units));
    put_entry(&b, "/XHeight ", length_scale(m->x_height, EM, units));
    put_entry(&b, "/StemV ", STEM_REGULAR * (int64_t)font_weight(f->font) / 400);
    strbuf_add_c(&b, "/FontFile2 ");
    put_reference(&b, file);
    strbuf_add_c(&b, ">>");
    return objects_add(&w->objects, strbuf_str(&b));
}

static unsigned write_glyph_map(struct writer *w, const struct pdf_font *f) {
    unsigned number = objects_reserve(&w->objects);
    struct object raw = {.body = STR_EMPTY};
    struct strbuf b;

    strbuf_init(&b, w->arena);
    strbuf_add_bytes(&b, "\0", 2); /* code 0 */
    for (size_t i = 0; i < f->n; i++) {
        strbuf_add_char(&b, (char)(f->codes[i].glyph >> 8));
        strbuf_add_char(&b, (char)f->codes[i].glyph);
    }
    raw.stream = strbuf_str(&b);
    objects_set_deflated(&w->objects, w->deflater, number, raw);
    return number;
}

/* The text of a glyph that shows none of its own: the rest of a cluster. */
static struct str text_of(const struct pdf_code *c) {
    return c->text.n ? c->text : STR("\xE2\x80\x8B"); /* zero-width space */
}

static unsigned write_unicode_map(struct writer *w, const struct pdf_font *f) {
    unsigned number = objects_reserve(&w->objects);
    struct object raw = {.body = STR_EMPTY};
    struct strbuf b;

    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                     "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t i = 0; i < f->n; i++) {
        if (i % CMAP_BLOCK == 0) {
            put_int(&b, (int64_t)(f->n - i < CMAP_BLOCK ? f->n - i : CMAP_BLOCK));
            strbuf_add_c(&b, " beginbfchar\n");
        }
        strbuf_add_char(&b, '<');
        put_hex(&b, (uint32_t)i + 1, 4);
        strbuf_add_c(&b, "><");
        put_utf16(&b, text_of(&f->codes[i]));
        strbuf_add_c(&b, ">\n");
        if (i % CMAP_BLOCK == CMAP_BLOCK - 1 || i + 1 == f->n)
            strbuf_add_c(&b, "endbfchar\n");
    }
    strbuf_add_c(&b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    raw.stream = strbuf_str(&b);
    objects_set_deflated(&w->objects, w->deflater, number, raw);
    return number;
}

static int compare_glyphs(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

    return a < b ? -1 : a > b;
}

static struct str subset_of(struct writer *w, const struct pdf_font *f) {
    uint32_t *glyphs = ARENA_ARRAY(w->arena, uint32_t, f->n);
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        glyphs[i] = f->codes[i].glyph;
    if (f->n)
        qsort(glyphs, f->n, sizeof *glyphs, compare_glyphs);
    for (size_t i = 0; i < f->n; i++)
        if (i == 0 || glyphs[i] != glyphs[i - 1])
            glyphs[n++] = glyphs[i];
    return font_subset(w->s, f->font, glyphs, n);
}

/* Bytes that a viewer takes for a font: its directory of tables names a head. */
static bool is_font(struct str subset) {
    enum { HEAD = 12, ROW = 16 };
    size_t tables =
        subset.n >= HEAD ? (size_t)(unsigned char)subset.p[4] << 8 | (unsigned char)subset.p[5] : 0;

    for (size_t i = 0; i < tables && HEAD + (i + 1) * ROW <= subset.n; i++)
        if (str_is(str_slice(subset, HEAD + i * ROW, HEAD + i * ROW + 4), "head"))
            return true;
    return false;
}

static void refuse_unembedded(struct writer *w, const struct pdf_font *f) {
    struct diag *d = diag_error(w->s->diags, "font-not-embedded", f->at,
                                "the font %.*s of this text cannot be embedded, and a file carries "
                                "all its fonts (PDF/UA-1, 7.21.4.1)",
                                STR_ARG(font_postscript_name(f->font)));

    diag_help(w->s->diags, d, "take another font, or another copy of the file");
}

static void write_font(struct writer *w, const struct pdf_font *f) {
    struct str subset = subset_of(w, f);
    unsigned descriptor, cid_font;
    struct strbuf b, name;

    if (!is_font(subset)) {
        refuse_unembedded(w, f);
        return;
    }
    strbuf_init(&name, w->arena);
    put_tagged_name(&name, f, subset);
    descriptor = write_descriptor(w, f, strbuf_str(&name), subset);
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/Font/Subtype/CIDFontType2/BaseFont");
    put_name(&b, strbuf_str(&name));
    strbuf_add_c(&b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                     "/FontDescriptor ");
    put_reference(&b, descriptor);
    strbuf_add_c(&b, "/CIDToGIDMap ");
    put_reference(&b, write_glyph_map(w, f));
    strbuf_add_c(&b, "/W[1[");
    for (size_t i = 0; i < f->n; i++)
        put_entry(&b, i ? " " : "", f->codes[i].width);
    strbuf_add_c(&b, "]]>>");
    cid_font = objects_add(&w->objects, strbuf_str(&b));
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/Font/Subtype/Type0/BaseFont");
    put_name(&b, strbuf_str(&name));
    strbuf_add_c(&b, "/Encoding/Identity-H/DescendantFonts[");
    put_reference(&b, cid_font);
    strbuf_add_c(&b, "]/ToUnicode ");
    put_reference(&b, write_unicode_map(w, f));
    strbuf_add_c(&b, ">>");
    objects_set(&w->objects, f->number, strbuf_str(&b));
}

void pdf_fonts_finish(struct writer *w) {
    for (size_t i = 0; i < w->fonts.n; i++)
        write_font(w, w->fonts.v[i]);
}
