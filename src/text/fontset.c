#include "text/font_internal.h"

#include <assert.h>

struct font_set *font_set_new(struct session *s, struct str own_fonts) {
    (void)s;
    struct arena *a = arena_new();
    struct font_set *set = ARENA_NEW(a, struct font_set);
    set->arena = a;
    set->own_fonts = str_copy(a, own_fonts);
    set->temp = arena_new();
    set->cache.arena = arena_new();
    set->buffer = hb_buffer_create();
    if (!hb_buffer_allocation_successful(set->buffer)) {
        fail_memory();
    }
    return set;
}

void font_set_free(struct font_set *set) {
    if (!set) {
        return;
    }
    for (size_t i = 0; i < set->fonts.n; i++) {
        hb_font_destroy(set->fonts.v[i]->hb);
        hb_face_destroy(set->fonts.v[i]->face);
    }
    hb_buffer_destroy(set->buffer);
    arena_free(set->cache.arena);
    arena_free(set->temp);
    arena_free(set->arena);
}

static bool same_use(const struct font_set *set, const struct style_sheet *sheet) {
    if (!set->uses || set->use_count != sheet->font_count ||
        set->fallback_count != sheet->fallback_count) {
        return false;
    }
    for (size_t i = 0; i < sheet->font_count; i++) {
        const struct font_entry *e = &sheet->fonts[i];
        const struct font_use *u = &set->uses[i];
        if (!str_equal(e->key, u->key) || !str_equal(e->family, u->name) ||
            !str_equal(e->file, u->file) || e->weight != u->weight || e->italic != u->italic) {
            return false;
        }
    }
    for (size_t i = 0; i < sheet->fallback_count; i++) {
        if (!str_equal(sheet->fallback[i], set->fallback_names[i])) {
            return false;
        }
    }
    return true;
}

static struct family *need_family(struct font_set *set, struct session *s, struct str name,
                                  struct span at) {
    struct family *f = family_find(set, s, name, at);
    if (f) {
        f->span = at;
        return f;
    }
    struct diag *d =
        diag_error(s->diags, "font-missing", at, "there is no font family `%.*s`", STR_ARG(name));
    struct str near = family_nearest(set, s, name);
    if (near.n > 0) {
        diag_help(s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(s->diags, d, "put its files into fonts/ and list them in fonts/families.yaml");
    }
    return NULL;
}

/* `file:` is a family of one face. */
static struct family *authored_family(struct font_set *set, const struct font_entry *e) {
    struct family *f = ARENA_NEW(set->arena, struct family);
    f->name = str_copy(set->arena, e->key);
    f->package = f->folder = f->script = f->base = STR_EMPTY;
    f->span = e->span;
    f->authored = true;
    struct family_file file = {.file = str_copy(set->arena, e->file),
                               .weight = e->weight ? e->weight : 400,
                               .italic = e->italic};
    vec_push(set->arena, &f->files, file);
    return f;
}

bool font_set_use(struct font_set *set, struct session *s, const struct style_sheet *sheet) {
    shape_cache_trim(set);
    if (same_use(set, sheet)) {
        return true;
    }
    bool found = true;
    struct span first = sheet->font_count > 0 ? sheet->fonts[0].span : SPAN_NONE;
    set->choices.n = 0;
    set->use_count = sheet->font_count;
    set->uses = ARENA_ARRAY(set->arena, struct font_use, sheet->font_count);
    for (size_t i = 0; i < sheet->font_count; i++) {
        const struct font_entry *e = &sheet->fonts[i];
        struct font_use *u = &set->uses[i];
        u->key = str_copy(set->arena, e->key);
        u->name = str_copy(set->arena, e->family);
        u->file = str_copy(set->arena, e->file);
        u->weight = e->weight;
        u->italic = e->italic;
        u->family =
            e->file.n > 0 ? authored_family(set, e) : need_family(set, s, e->family, e->span);
        found = found && u->family;
    }
    set->fallback_count = sheet->fallback_count;
    set->fallback_names = ARENA_ARRAY(set->arena, struct str, sheet->fallback_count);
    set->fallback = ARENA_ARRAY(set->arena, struct family *, sheet->fallback_count);
    for (size_t i = 0; i < sheet->fallback_count; i++) {
        set->fallback_names[i] = str_copy(set->arena, sheet->fallback[i]);
        set->fallback[i] = need_family(set, s, sheet->fallback[i], first);
        found = found && set->fallback[i];
    }
    if (!found) {
        set->use_count = 0; /* so that the next use looks again */
    }
    return found;
}

/* Any face that can be read: the author has been told, the rest of the mistakes is wanted too. */
static const struct font *other_face(struct font_set *set, struct session *s) {
    for (size_t i = 0; i < set->fonts.n; i++) {
        if (set->fonts.v[i] != set->empty) {
            return set->fonts.v[i];
        }
    }
    for (size_t i = 0; i < set->use_count; i++) {
        struct family *f = set->uses[i].family;
        for (size_t k = 0; f && k < f->files.n; k++) {
            const struct font *font = family_file_load(set, s, f, &f->files.v[k]);
            if (font) {
                return font;
            }
        }
    }
    return font_empty(set);
}

static const struct font *choose(struct font_set *set, struct session *s,
                                 const struct font_choice *c) {
    const struct font_use *use = NULL;
    for (size_t i = 0; i < set->use_count; i++) {
        if (str_equal(set->uses[i].key, c->key)) {
            use = &set->uses[i];
        }
    }
    if (!use && set->use_count > 0) {
        use = &set->uses[0]; /* style/ has told about a key that is not there */
    }
    if (!use || !use->family) {
        return other_face(set, s);
    }
    unsigned weight = c->weight ? c->weight : use->weight ? use->weight : 400;
    struct family_file *file = family_match(use->family, weight, c->italic || use->italic);
    const struct font *font = family_file_load(set, s, use->family, file);
    return font ? font : other_face(set, s);
}

const struct font *font_find(struct font_set *set, struct session *s, struct str key,
                             unsigned weight, bool italic) {
    for (size_t i = 0; i < set->choices.n; i++) {
        const struct font_choice *c = &set->choices.v[i];
        if (c->weight == weight && c->italic == italic && str_equal(c->key, key)) {
            return c->font;
        }
    }
    struct font_choice c = {str_copy(set->arena, key), weight, italic, NULL};
    c.font = choose(set, s, &c);
    vec_push(set->arena, &set->choices, c);
    return c.font;
}

const struct font *font_fallback(struct font_set *set, struct session *s, size_t n,
                                 const struct font *like) {
    /* A family without the weight or slant still draws the character with what it has. */
    assert(n < set->fallback_count);
    struct family *f = set->fallback[n];
    if (!f) {
        return NULL;
    }
    struct family_file *file = family_match(f, like->weight ? like->weight : 400, like->italic);
    return family_file_load(set, s, f, file);
}

size_t font_language_index(struct font_set *set, struct str tag) {
    for (size_t i = 0; i < set->languages.n; i++) {
        if (str_equal(set->languages.v[i].tag, tag)) {
            return i;
        }
    }
    struct font_language l = {
        str_copy(set->arena, tag),
        hb_language_from_string(tag.n ? tag.p : "und", tag.n ? (int)tag.n : 3)};
    vec_push(set->arena, &set->languages, l);
    return set->languages.n - 1;
}
