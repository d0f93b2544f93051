#include "text/paragraph.h"

#include <string.h>

struct cached_word {
    struct shaped shaped;
    uint64_t hash;
    uint32_t look, n;
    char text[];
};

enum {
    FIRST_SLOTS = 256,
    LIMIT_CACHED_WORD = 96,
    LIMIT_CACHE_BYTES = 16 * 1024 * 1024, /* from one document to the next */
    LIMIT_CACHE_FULL = 64 * 1024 * 1024   /* within one */
};

void shape_cache_trim(struct font_set *set) {
    if (arena_used(set->cache.arena) > LIMIT_CACHE_BYTES) {
        arena_free(set->cache.arena);
        set->cache = (struct word_cache){.arena = arena_new()};
    }
}

static bool same_look(const struct look *x, const struct look *y) {
    return x->size == y->size && x->font == y->font && x->script == y->script &&
           x->language == y->language && x->spacing == y->spacing && x->rtl == y->rtl &&
           x->tabular == y->tabular;
}

uint32_t shape_look(struct paragraph *p, const struct text_item *item) {
    const struct text_segment *segment = &p->segments[item->segment];
    struct look_vec *looks = &p->fonts->work->looks;
    struct look look = {
        .size = segment->style->font_size,
        .spacing = segment->style->letter_spacing,
        .script = item->script,
        .font = item->font->id,
        .language = font_language_index(p->fonts, segment->lang),
        .rtl = item->level & 1,
        .tabular = segment->style->tabular_figures,
    };
    for (size_t i = 0; i < looks->n; i++) {
        if (same_look(&looks->v[i], &look)) {
            return (uint32_t)i;
        }
    }
    vec_push(p->scratch, looks, look);
    return (uint32_t)(looks->n - 1);
}

static unsigned features_of(const struct look *look, hb_feature_t out[4]) {
    unsigned n = 0;
    if (look->tabular) {
        out[n++] = (hb_feature_t){HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1};
        out[n++] = (hb_feature_t){HB_TAG('l', 'n', 'u', 'm'), 1, 0, (unsigned)-1};
    }
    if (look->spacing != 0) {
        out[n++] = (hb_feature_t){HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1};
        out[n++] = (hb_feature_t){HB_TAG('c', 'l', 'i', 'g'), 0, 0, (unsigned)-1};
    }
    return n;
}

/* Letter-spacing follows each cluster that takes room. */
static void add_spacing(struct shaped *w, length spacing) {
    for (size_t i = 0; i < w->n;) {
        size_t from = i;
        length advance = 0;
        while (i < w->n && w->glyphs[i].cluster == w->glyphs[from].cluster) {
            advance += w->glyphs[i++].advance;
        }
        if (advance > 0) {
            w->glyphs[i - 1].advance += (int32_t)spacing;
            w->width += spacing;
        }
    }
}

/* No page is as wide as what 32 bits hold, whatever a damaged font says. */
static int32_t scaled(length size, int32_t units, int upem) {
    length value = length_scale(size, units, upem);
    return (int32_t)(value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : value);
}

static void take_glyphs(hb_buffer_t *buffer, const struct font *font, length size,
                        struct shaped *w) {
    unsigned n = 0;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &n);
    const hb_glyph_position_t *place = hb_buffer_get_glyph_positions(buffer, NULL);
    int upem = font->metrics.units_per_em;
    w->n = n;
    for (unsigned i = 0; i < n; i++) {
        struct glyph *g = &w->glyphs[i];
        g->id = info[i].codepoint;
        g->cluster = info[i].cluster;
        g->advance = scaled(size, place[i].x_advance, upem);
        if (place[i].x_offset | place[i].y_offset) {
            g->x_offset = scaled(size, place[i].x_offset, upem);
            g->y_offset = scaled(size, place[i].y_offset, upem);
        }
        w->width += g->advance;
        w->missing = w->missing || g->id == 0;
    }
}

/* Control characters that are white space are drawn as spaces. */
static struct str without_tabs(struct arena *a, struct str text) {
    char *copy = ARENA_ARRAY(a, char, text.n);
    for (size_t i = 0; i < text.n; i++) {
        copy[i] = (unsigned char)text.p[i] < 0x20 ? ' ' : text.p[i];
    }
    return (struct str){copy, text.n};
}

static void run_shaper(struct paragraph *p, const struct text_item *item, struct str whole,
                       const size_t place[2]) {
    const struct look *look = &p->fonts->work->looks.v[item->look];
    hb_buffer_t *buffer = p->fonts->buffer;
    hb_feature_t features[4];
    hb_buffer_clear_contents(buffer);
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_add_utf8(buffer, whole.p, (int)whole.n, (unsigned)place[0],
                       (int)(place[1] - place[0]));
    hb_buffer_set_direction(buffer, look->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, item->script);
    hb_buffer_set_language(buffer, p->fonts->languages.v[look->language].language);
    hb_shape(item->font->hb, buffer, features, features_of(look, features));
    if (!hb_buffer_allocation_successful(buffer)) {
        fail_memory();
    }
}

/* What the shaper has made, into *w, with its glyphs on an arena. */
static void take_shaped(struct paragraph *p, const struct text_item *item, size_t from,
                        struct arena *a, struct shaped *w) {
    const struct look *look = &p->fonts->work->looks.v[item->look];
    w->glyphs = ARENA_ARRAY(a, struct glyph, hb_buffer_get_length(p->fonts->buffer));
    take_glyphs(p->fonts->buffer, item->font, look->size, w);
    for (size_t i = 0; i < w->n; i++) {
        w->glyphs[i].cluster -= (uint32_t)from;
    }
    if (look->spacing != 0) {
        add_spacing(w, look->spacing);
    }
}

/* `whole` is the text around [from, to) that may change the shape of letters at its ends. */
static struct shaped *shape_fresh(struct paragraph *p, const struct text_item *item,
                                  struct str whole, const size_t place[2]) {
    struct shaped *w = ARENA_NEW(p->out, struct shaped);
    run_shaper(p, item, whole, place);
    take_shaped(p, item, place[0], p->out, w);
    return w;
}

static struct cached_word **word_slot(const struct word_cache *cache, uint64_t hash, uint32_t look,
                                      struct str text) {
    size_t at = (size_t)hash & (cache->slot_count - 1);
    for (;; at = (at + 1) & (cache->slot_count - 1)) {
        struct cached_word *w = cache->slots[at];
        if (!w || (w->hash == hash && w->look == look && w->n == text.n &&
                   memcmp(w->text, text.p, text.n) == 0)) {
            return &cache->slots[at];
        }
    }
}

static void grow_words(struct word_cache *cache) {
    struct cached_word **old = cache->slots;
    size_t count = cache->slot_count;
    cache->slot_count = count ? count * 2 : FIRST_SLOTS;
    cache->slots = ARENA_ARRAY(cache->arena, struct cached_word *, cache->slot_count);
    for (size_t i = 0; i < count; i++) {
        if (old[i]) {
            *word_slot(cache, old[i]->hash, old[i]->look, (struct str){old[i]->text, old[i]->n}) =
                old[i];
        }
    }
}

/* NULL: the cache is full. */
static const struct shaped *cached(struct paragraph *p, const struct text_item *item,
                                   struct str text) {
    struct word_cache *cache = &p->fonts->cache;
    uint64_t hash = str_hash(text, map_seed() ^ item->look);
    if (cache->n * 4 >= cache->slot_count * 3) {
        grow_words(cache);
    }
    struct cached_word **slot = word_slot(cache, hash, item->look, text);
    if (*slot) {
        return &(*slot)->shaped;
    }
    if (arena_used(cache->arena) > LIMIT_CACHE_FULL) {
        return NULL;
    }
    struct cached_word *w = arena_alloc(cache->arena, sizeof *w + text.n);
    w->hash = hash;
    w->look = item->look;
    w->n = (uint32_t)text.n;
    memcpy(w->text, text.p, text.n);
    run_shaper(p, item, text, (const size_t[2]){0, text.n});
    take_shaped(p, item, 0, cache->arena, &w->shaped);
    *slot = w;
    cache->n++;
    return &w->shaped;
}

/* A joining letter beside a cut (a word in two looks, or broken anywhere) keeps its joined form. */
static bool joins_outside(const struct paragraph *p, const struct text_item *item, size_t from,
                          size_t to) {
    if (item->script != HB_SCRIPT_ARABIC && item->script != HB_SCRIPT_SYRIAC &&
        item->script != HB_SCRIPT_NKO && item->script != HB_SCRIPT_MONGOLIAN) {
        return false;
    }
    return (from > 0 && ((unsigned char)p->text.p[from - 1] & 0x80)) ||
           (to < p->text.n && ((unsigned char)p->text.p[to] & 0x80));
}

const struct shaped *shape_text(struct paragraph *p, const struct text_item *item, size_t from,
                                size_t to) {
    struct str text = str_slice(p->text, from, to);
    if (joins_outside(p, item, from, to)) {
        return shape_fresh(p, item, p->text, (const size_t[2]){from, to});
    }
    if (text.n > 0 && (unsigned char)text.p[0] < 0x20) {
        text = without_tabs(p->temp, text);
    }
    const struct shaped *w = text.n <= LIMIT_CACHED_WORD ? cached(p, item, text) : NULL;
    return w ? w : shape_fresh(p, item, text, (const size_t[2]){0, text.n});
}

struct glyph shape_hyphen(struct paragraph *p, const struct text_item *item) {
    const struct font *f = item->font;
    struct glyph g = {.id = 0};
    hb_codepoint_t id = 0;
    if ((hb_font_get_nominal_glyph(f->hb, 0x2010, &id) && id) ||
        (hb_font_get_nominal_glyph(f->hb, '-', &id) && id)) {
        g.id = id;
        g.advance = scaled(p->segments[item->segment].style->font_size, font_advance(f, id),
                           f->metrics.units_per_em);
    }
    return g;
}
