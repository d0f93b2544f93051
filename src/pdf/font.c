#include "pdf/font.h"

#include "pdf/syntax.h"
#include "pdf/writer.h"

enum { LIMIT_CODES = 65535, EM = 1000, FIRST_SLOTS = 64 };

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
    made->cap = CODE_FIXED + 23;
    made->n = CODE_FIXED;
    made->codes = ARENA_ARRAY(w->arena, struct pdf_code, made->cap);
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
    for (size_t i = CODE_FIXED; i < f->n; i++)
        *find_slot(f, f->codes[i].glyph, f->codes[i].text) = (uint32_t)i + 1;
}

/* The characters of the fixed codes, each a text of one byte. */
static const char fixed_texts[] =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz"
    "{|}~"
    "0123456789";

void pdf_font_fix(struct pdf_font *f, unsigned code, uint32_t glyph) {
    struct pdf_code *c = &f->codes[code - 1];
    int units = font_metrics(f->font)->units_per_em;

    if (c->used || !glyph)
        return;
    c->glyph = glyph;
    c->width = (int)length_scale(font_advance(f->font, glyph), EM, units);
    c->text = (struct str){&fixed_texts[code - 1], 1};
    c->used = true;
}

/* The fixed code of a glyph that shows one character of ASCII, or 0. */
static unsigned fixed_code(struct pdf_font *f, uint32_t glyph, struct str text) {
    unsigned at = text.n == 1 ? (unsigned char)text.p[0] - 0x20u : FONT_ASCII;
    unsigned digit = at - ('0' - 0x20u), code = 0;

    if (at >= FONT_ASCII)
        return 0;
    if (font_glyphs(f->font, false)->ascii[at] == glyph)
        code = at + 1;
    else if (digit < 10 && font_glyphs(f->font, true)->tabular[digit] == glyph)
        code = CODE_TABULAR + digit + 1;
    if (code)
        pdf_font_fix(f, code, glyph);
    return code;
}

unsigned pdf_font_code(struct writer *w, struct pdf_font *f, uint32_t glyph, struct str text) {
    struct pdf_code code = {glyph, 0, true, text};
    int units = font_metrics(f->font)->units_per_em;
    unsigned fixed = fixed_code(f, glyph, text);
    uint32_t *slot;

    if (fixed)
        return fixed;
    slot = find_slot(f, glyph, text);
    if (*slot)
        return *slot;
    if (f->n == LIMIT_CODES)
        return 0;
    code.text = str_copy(w->arena, text); /* the run that it is of does not last */
    code.width = (int)length_scale(font_advance(f->font, glyph), EM, units);
    if (f->n == f->cap) {
        size_t cap = f->cap * 2;
        f->codes = arena_grow(w->arena, f->codes, f->cap * sizeof code, cap * sizeof code);
        f->cap = cap;
    }
    f->codes[f->n++] = code;
    *slot = (uint32_t)f->n;
    if ((f->n - CODE_FIXED) * 2 > f->slot_count)
        grow_slots(w, f);
    return (unsigned)f->n;
}
