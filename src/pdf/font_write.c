#include "pdf/font.h"

#include "pdf/syntax.h"
#include "pdf/writer.h"

#include <stdlib.h>
#include <string.h>

enum {
    EM = 1000,
    CMAP_BLOCK = 100,  /* entries a bfchar or bfrange block may hold */
    FLAG_SYMBOLIC = 4, /* the font's own glyphs, not a standard set */
    FLAG_ITALIC = 64,
    STEM_REGULAR = 80 /* StemV is required and of no use: by weight */
};

/* ---- what a subset holds -------------------------------------------------------------------- */

/* Characters that come together; from so many different ones on, all of them are taken in. */
struct letters {
    const char *counted, *with;
    unsigned enough;
};
static const struct letters rounded_up[] = {{"abcdefghijklmnopqrstuvwxyz", " .,-", 6},
                                            {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "", 14},
                                            {"0123456789", " .,-", 1}};

static void fix_all(struct pdf_font *f, const char *characters) {
    for (const char *c = characters; *c; c++) {
        unsigned at = (unsigned char)*c - 0x20u;
        pdf_font_fix(f, at + 1, font_glyphs(f->font, false)->ascii[at]);
    }
}

static void round_up(struct pdf_font *f) {
    unsigned tabular = 0;

    for (size_t i = 0; i < sizeof rounded_up / sizeof *rounded_up; i++) {
        const struct letters *l = &rounded_up[i];
        unsigned used = 0;
        for (const char *c = l->counted; *c; c++)
            used += f->codes[(unsigned char)*c - 0x20u].used;
        if (used >= l->enough) {
            fix_all(f, l->counted);
            fix_all(f, l->with);
        }
    }
    for (unsigned i = 0; i < 10; i++)
        tabular += f->codes[CODE_TABULAR + i].used;
    for (unsigned i = 0; tabular && i < 10; i++)
        pdf_font_fix(f, CODE_TABULAR + i + 1, font_glyphs(f->font, true)->tabular[i]);
}

static int compare_glyphs(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

    return a < b ? -1 : a > b;
}

static struct str subset_of(struct writer *w, const struct pdf_font *f) {
    uint32_t *glyphs = ARENA_ARRAY(w->arena, uint32_t, f->n);
    size_t all = 0, n = 0;

    for (size_t i = 0; i < f->n; i++)
        if (f->codes[i].used)
            glyphs[all++] = f->codes[i].glyph;
    qsort(glyphs, all, sizeof *glyphs, compare_glyphs);
    for (size_t i = 0; i < all; i++)
        if (i == 0 || glyphs[i] != glyphs[i - 1])
            glyphs[n++] = glyphs[i];
    return font_subset(w->s, f->font, glyphs, n);
}

/* ---- what hangs on the subset alone --------------------------------------------------------- */

/* Six letters from the subset's bytes: the same subset has the same name. */
static struct str tagged_name(struct arena *a, const struct pdf_font *f, struct str subset) {
    uint64_t h = 0xCBF29CE484222325u;
    struct str name = font_postscript_name(f->font);
    char tag[7];

    for (size_t i = 0; i < subset.n; i++)
        h = (h ^ (unsigned char)subset.p[i]) * 0x100000001B3u;
    for (int i = 0; i < 6; i++, h /= 26)
        tag[i] = (char)('A' + h % 26);
    tag[6] = '+';
    return str_join2(a, (struct str){tag, sizeof tag}, name.n ? name : STR("Font"));
}

/* Where a code leads to: two bytes a code. */
static struct str glyph_map(struct arena *a, const struct pdf_font *f) {
    struct strbuf b;

    strbuf_init(&b, a);
    strbuf_add_bytes(&b, "\0", 2); /* code 0 */
    for (size_t i = 0; i < f->n; i++) {
        strbuf_add_char(&b, (char)(f->codes[i].glyph >> 8));
        strbuf_add_char(&b, (char)f->codes[i].glyph);
    }
    return strbuf_str(&b);
}

/* The text of a glyph that shows none of its own: the rest of a cluster. */
static struct str text_of(const struct pdf_code *c) {
    return c->text.n ? c->text : STR("\xE2\x80\x8B"); /* zero-width space */
}

/* Codes [from, to) show texts of one character each that follow one another. */
static size_t range_end(const struct pdf_font *f, size_t from) {
    size_t to = from + 1;

    while (to < CODE_FIXED && to != CODE_TABULAR && f->codes[to].used)
        to++;
    return from < CODE_FIXED ? to : from + 1;
}

/* The entries of the map: each a range, of one code where it must be. */
static struct str unicode_map(struct arena *a, const struct pdf_font *f) {
    struct strbuf b, block;
    size_t held = 0;

    strbuf_init(&b, a);
    strbuf_init(&block, a);
    strbuf_add_c(&b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                     "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                     "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                     "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    for (size_t i = 0, to; i < f->n; i = to) {
        to = f->codes[i].used ? range_end(f, i) : i + 1;
        if (f->codes[i].used) {
            strbuf_add_char(&block, '<');
            put_hex(&block, (uint32_t)i + 1, 4);
            strbuf_add_c(&block, "><");
            put_hex(&block, (uint32_t)to, 4);
            strbuf_add_c(&block, "><");
            put_utf16(&block, text_of(&f->codes[i]));
            strbuf_add_c(&block, ">\n");
            held++;
        }
        if (held == CMAP_BLOCK || (to >= f->n && held)) {
            put_int(&b, (int64_t)held);
            strbuf_add_c(&b, " beginbfrange\n");
            strbuf_add(&b, strbuf_str(&block));
            strbuf_add_c(&b, "endbfrange\n");
            block.n = held = 0;
        }
    }
    strbuf_add_c(&b, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
    return strbuf_str(&b);
}

/* Runs of codes in use: first code and the widths from there on. */
static struct str width_list(struct arena *a, const struct pdf_font *f) {
    struct strbuf b;

    strbuf_init(&b, a);
    for (size_t i = 0; i < f->n; i++) {
        bool first = f->codes[i].used && (i == 0 || !f->codes[i - 1].used);
        if (!f->codes[i].used)
            continue;
        if (first) {
            strbuf_add_c(&b, b.n ? "]" : "");
            put_int(&b, (int64_t)i + 1);
        }
        strbuf_add_char(&b, first ? '[' : ' ');
        put_int(&b, f->codes[i].width);
    }
    strbuf_add_c(&b, b.n ? "]" : "");
    return strbuf_str(&b);
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

/* All that the subset is made from: the face, and each code's glyph and text. */
static struct str key_of(struct arena *a, const struct pdf_font *f) {
    struct strbuf b;
    unsigned char fixed[(CODE_FIXED + 7) / 8] = {0};
    const struct font *face = f->font;

    strbuf_init(&b, a);
    for (size_t i = 0; i < CODE_FIXED; i++)
        fixed[i / 8] |= (unsigned char)(f->codes[i].used << i % 8);
    strbuf_add_bytes(&b, &face, sizeof face);
    strbuf_add_bytes(&b, fixed, sizeof fixed);
    for (size_t i = CODE_FIXED; i < f->n; i++) {
        strbuf_add_bytes(&b, &f->codes[i].glyph, sizeof f->codes[i].glyph);
        strbuf_add_bytes(&b, &f->codes[i].text.n, sizeof f->codes[i].text.n);
        strbuf_add(&b, f->codes[i].text);
    }
    return strbuf_str(&b);
}

/* NULL: it cannot be embedded. */
static const struct packed_font *pack(struct writer *w, struct pdf_font *f) {
    struct pdf_cache *c = w->cache;
    struct str key, subset;
    struct packed_font *p;

    round_up(f);
    key = key_of(w->arena, f);
    p = map_get(&c->fonts, key);
    if (p)
        return p;
    subset = subset_of(w, f);
    if (!is_font(subset))
        return NULL;
    p = ARENA_NEW(c->arena, struct packed_font);
    p->name = tagged_name(c->arena, f, subset);
    p->length = subset.n;
    p->file = deflater_run(w->deflater, c->arena, subset);
    p->glyphs = deflater_run(w->deflater, c->arena, glyph_map(w->arena, f));
    p->unicode = deflater_run(w->deflater, c->arena, unicode_map(w->arena, f));
    p->widths = width_list(c->arena, f);
    map_set(&c->fonts, str_copy(c->arena, key), p);
    return p;
}

/* ---- the objects ---------------------------------------------------------------------------- */

static void put_entry(struct strbuf *b, const char *key, int64_t value) {
    strbuf_add_c(b, key);
    put_int(b, value);
}

static unsigned add_stream(struct writer *w, struct str entries, struct str bytes) {
    unsigned number = objects_reserve(&w->objects);

    objects_set_stream(&w->objects, number, entries, bytes);
    return number;
}

static unsigned write_descriptor(struct writer *w, const struct pdf_font *f,
                                 const struct packed_font *p) {
    const struct font_metrics *m = font_metrics(f->font);
    int units = m->units_per_em;
    struct strbuf b;
    unsigned file;

    strbuf_init(&b, w->arena);
    put_entry(&b, "/Length1 ", (int64_t)p->length);
    strbuf_add_c(&b, "/Filter/FlateDecode");
    file = add_stream(w, strbuf_str(&b), p->file);
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/FontDescriptor/FontName");
    put_name(&b, p->name);
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

static void refuse_unembedded(struct writer *w, const struct pdf_font *f) {
    struct diag *d = diag_error(w->s->diags, "font-not-embedded", f->at,
                                "the font %.*s of this text cannot be embedded, and a file carries "
                                "all its fonts (PDF/UA-1, 7.21.4.1)",
                                STR_ARG(font_postscript_name(f->font)));

    diag_help(w->s->diags, d, "take another font, or another copy of the file");
}

static void write_font(struct writer *w, struct pdf_font *f) {
    const struct packed_font *p = pack(w, f);
    const struct str filter = STR("/Filter/FlateDecode");
    unsigned cid_font;
    struct strbuf b;

    if (!p) {
        refuse_unembedded(w, f);
        return;
    }
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/Font/Subtype/CIDFontType2/BaseFont");
    put_name(&b, p->name);
    strbuf_add_c(&b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                     "/FontDescriptor ");
    put_reference(&b, write_descriptor(w, f, p));
    strbuf_add_c(&b, "/CIDToGIDMap ");
    put_reference(&b, add_stream(w, filter, p->glyphs));
    strbuf_add_c(&b, "/W[");
    strbuf_add(&b, p->widths);
    strbuf_add_c(&b, "]>>");
    cid_font = objects_add(&w->objects, strbuf_str(&b));
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/Font/Subtype/Type0/BaseFont");
    put_name(&b, p->name);
    strbuf_add_c(&b, "/Encoding/Identity-H/DescendantFonts[");
    put_reference(&b, cid_font);
    strbuf_add_c(&b, "]/ToUnicode ");
    put_reference(&b, add_stream(w, filter, p->unicode));
    strbuf_add_c(&b, ">>");
    objects_set(&w->objects, f->number, strbuf_str(&b));
}

void pdf_fonts_finish(struct writer *w) {
    for (size_t i = 0; i < w->fonts.n; i++)
        write_font(w, w->fonts.v[i]);
}
