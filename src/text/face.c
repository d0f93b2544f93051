#include "text/font_internal.h"

#include "base/utf8.h"

#include <hb-ot.h>
#include <sys/stat.h>

#define SYSTEM_FONTS "/usr/share/fonts/truetype/"

bool font_has(const struct font *f, uint32_t code_point) {
    hb_codepoint_t glyph = 0;
    if (code_point < 128) {
        return (f->ascii[code_point >> 6] >> (code_point & 63)) & 1;
    }
    return hb_font_get_nominal_glyph(f->hb, code_point, &glyph) && glyph != 0;
}

static int metric(hb_font_t *hb, hb_ot_metrics_tag_t tag) {
    hb_position_t value = 0;
    hb_ot_metrics_get_position_with_fallback(hb, tag, &value);
    return value;
}

static int big_endian_16(const char *p) {
    int value = ((unsigned char)p[0] << 8) | (unsigned char)p[1];
    return value >= 32768 ? value - 65536 : value;
}

/* The box around all glyphs stands in the head table, which HarfBuzz reads but does not tell. */
static void read_box(hb_face_t *face, struct font_metrics *m) {
    unsigned n = 0;
    hb_blob_t *head = hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd'));
    const char *p = hb_blob_get_data(head, &n);
    if (p && n >= 44) {
        m->x_min = big_endian_16(p + 36);
        m->y_min = big_endian_16(p + 38);
        m->x_max = big_endian_16(p + 40);
        m->y_max = big_endian_16(p + 42);
    } else {
        m->y_min = m->descent;
        m->x_max = m->units_per_em;
        m->y_max = m->ascent;
    }
    hb_blob_destroy(head);
}

static void read_metrics(struct font *f) {
    struct font_metrics *m = &f->metrics;
    m->units_per_em = (int)hb_face_get_upem(f->face);
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(f->hb, &extents);
    m->ascent = extents.ascender;
    m->descent = extents.descender;
    m->cap_height = metric(f->hb, HB_OT_METRICS_TAG_CAP_HEIGHT);
    m->x_height = metric(f->hb, HB_OT_METRICS_TAG_X_HEIGHT);
    m->underline_position = metric(f->hb, HB_OT_METRICS_TAG_UNDERLINE_OFFSET);
    m->underline_thickness = metric(f->hb, HB_OT_METRICS_TAG_UNDERLINE_SIZE);
    m->italic_angle = (int)hb_style_get_value(f->hb, HB_STYLE_TAG_SLANT_ANGLE);
    read_box(f->face, m);
}

static void read_names(struct font_set *set, struct font *f, struct str path) {
    char name[128];
    unsigned n = sizeof name;
    hb_ot_name_get_utf8(f->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, name);
    struct strbuf clean;
    strbuf_init(&clean, set->arena);
    for (unsigned i = 0; i < n && i < sizeof name; i++) {
        /* What a PDF name can hold without escapes. */
        bool plain = (name[i] >= '0' && name[i] <= '9') || (name[i] >= 'A' && name[i] <= 'Z') ||
                     (name[i] >= 'a' && name[i] <= 'z') || name[i] == '-';
        if (plain) {
            strbuf_add_char(&clean, name[i]);
        }
    }
    f->postscript_name = clean.n > 0 ? strbuf_str(&clean) : STR("Unnamed");
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/') {
        slash--;
    }
    f->file_name = str_copy(set->arena, str_slice(path, slash, path.n));
}

static void read_coverage(struct font *f) {
    for (uint32_t c = 0x20; c < 0x7f; c++) {
        hb_codepoint_t glyph = 0;
        if (hb_font_get_nominal_glyph(f->hb, c, &glyph) && glyph != 0) {
            f->ascii[c >> 6] |= (uint64_t)1 << (c & 63);
            f->glyphs.ascii[c - 0x20] = glyph;
        }
    }
    f->has_space = font_has(f, ' ');
}

static struct font *make_font(struct font_set *set, hb_face_t *face, struct str path) {
    struct font *f = ARENA_NEW(set->arena, struct font);
    f->face = face;
    hb_face_make_immutable(face);
    f->hb = hb_font_create(face);
    int upem = (int)hb_face_get_upem(face);
    hb_font_set_scale(f->hb, upem, upem);
    hb_font_make_immutable(f->hb);
    f->id = (unsigned)set->fonts.n;
    read_metrics(f);
    read_names(set, f, path);
    read_coverage(f);
    vec_push(set->arena, &set->fonts, f);
    return f;
}

struct font *font_empty(struct font_set *set) {
    if (!set->empty) {
        set->empty = make_font(set, hb_face_reference(hb_face_get_empty()), STR("none"));
        set->empty->metrics.ascent = set->empty->metrics.units_per_em;
    }
    return set->empty;
}

static bool has_table(hb_face_t *face, hb_tag_t tag) {
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool has = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return has;
}

/* What is wrong with a face, or NULL. */
static const char *face_fault(hb_face_t *face) {
    unsigned glyphs = hb_face_get_glyph_count(face);
    if (glyphs == 0) {
        return "is not a font, or is damaged";
    }
    if (glyphs > LIMIT_GLYPHS) {
        return "has more than 65,535 glyphs";
    }
    if (!has_table(face, HB_TAG('g', 'l', 'y', 'f')) ||
        !has_table(face, HB_TAG('l', 'o', 'c', 'a'))) {
        return "has no TrueType outlines (a .ttf file is needed)";
    }
    if (!has_table(face, HB_TAG('c', 'm', 'a', 'p'))) {
        return "does not say which characters it draws";
    }
    return NULL;
}

/* Where a listed file is looked for: the project's fonts folder, the list's own, the system's. Empty past
 * the last. */
static struct str listed_place(struct session *s, const struct family *family,
                               const struct family_file *file, unsigned i) {
    struct str project = s->files->root;
    switch (i) {
    case 0:
        return project.n
                   ? str_format(s->arena, "%.*s/fonts/%.*s", STR_ARG(project), STR_ARG(file->file))
                   : STR_EMPTY;
    case 1:
        return str_format(s->arena, "%.*s/%.*s", STR_ARG(family->base), STR_ARG(file->file));
    default:
        return family->folder.n ? str_format(s->arena, SYSTEM_FONTS "%.*s/%.*s",
                                             STR_ARG(family->folder), STR_ARG(file->file))
                                : STR_EMPTY;
    }
}
enum { LISTED_PLACES = 3 };

static struct source *read_listed(struct session *s, const struct family *family,
                                  const struct family_file *file) {
    struct source *source = NULL;
    for (unsigned i = 0; !source && i < LISTED_PLACES; i++) {
        struct str path = listed_place(s, family, file, i);
        source = path.n ? files_read_trusted(s->files, FILE_FONT, path, true) : NULL;
        if (source && i == LISTED_PLACES - 1) {
            struct diag *d = diag_warning(
                s->diags, "font-from-system", family->span,
                "the font file %.*s is not in a fonts folder; the system's own is used",
                STR_ARG(file->file));
            diag_help(s->diags, d, "`make fonts` copies it");
        }
    }
    return source;
}

static struct str place_of(struct session *s, const struct family *family,
                           const struct family_file *file) {
    struct stat st;
    if (family->authored) {
        return files_resolve(s->files, file->file, family->span);
    }
    if (file->path.n > 0) {
        return file->path;
    }
    for (unsigned i = 0; i < LISTED_PLACES; i++) {
        struct str path = listed_place(s, family, file, i);
        if (path.n && stat(path.p, &st) == 0) {
            return path;
        }
    }
    return STR_EMPTY;
}

static void each_of_family(struct session *s, const struct family *family,
                           void (*file)(void *context, struct str path), void *context) {
    for (size_t i = 0; family && i < family->files.n; i++) {
        struct str path = place_of(s, family, &family->files.v[i]);
        if (path.n) {
            file(context, path);
        }
    }
}

void font_set_each_file(struct font_set *set, struct session *s,
                        void (*file)(void *context, struct str path), void *context) {
    for (size_t i = 0; i < set->use_count; i++) {
        each_of_family(s, set->uses[i].family, file, context);
    }
    for (size_t i = 0; i < set->fallback_count; i++) {
        each_of_family(s, set->fallback[i], file, context);
    }
}

static struct source *read_file(struct session *s, const struct family *family,
                                const struct family_file *file) {
    if (family->authored) {
        return files_read(s->files, FILE_FONT, file->file, family->span);
    }
    if (file->path.n > 0) {
        return files_read_trusted(s->files, FILE_FONT, file->path, false);
    }
    struct source *source = read_listed(s, family, file);
    if (!source) {
        struct diag *d = diag_error(s->diags, "font-missing", family->span,
                                    "the file %.*s of the font family `%.*s` is not there",
                                    STR_ARG(file->file), STR_ARG(family->name));
        if (family->package.n > 0) {
            diag_help(s->diags, d, "install the package %.*s, then run `make fonts`",
                      STR_ARG(family->package));
        }
    }
    return source;
}

const struct font *family_file_load(struct font_set *set, struct session *s, struct family *family,
                                    struct family_file *file) {
    if (file->font || file->failed) {
        return file->font;
    }
    file->failed = true;
    struct source *source = read_file(s, family, file);
    if (!source) {
        return NULL;
    }
    /* The files of a preparation are kept as long as its fonts: nothing is copied. */
    hb_blob_t *blob = hb_blob_create(source->bytes.p, (unsigned)source->bytes.n,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    const char *fault = face_fault(face);
    if (fault) {
        diag_help(s->diags,
                  diag_error(s->diags, "font-damaged", family->span, "the font file %.*s %s",
                             STR_ARG(source->path), fault),
                  "take another copy of the file");
        hb_face_destroy(face);
        return NULL;
    }
    file->font = make_font(set, face, source->path);
    file->font->weight = file->weight;
    file->font->italic = file->italic;
    file->failed = false;
    return file->font;
}

unsigned font_id(const struct font *f) {
    return f->id;
}
const struct font_metrics *font_metrics(const struct font *f) {
    return &f->metrics;
}
struct str font_postscript_name(const struct font *f) {
    return f->postscript_name;
}
unsigned font_weight(const struct font *f) {
    return f->weight;
}
bool font_is_italic(const struct font *f) {
    return f->italic;
}

/* As shape.c sets figures in a table. */
static void find_tabular(struct font *f) {
    const hb_feature_t features[] = {{HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1},
                                     {HB_TAG('l', 'n', 'u', 'm'), 1, 0, (unsigned)-1}};
    hb_buffer_t *b = hb_buffer_create();
    unsigned n = 0;
    hb_buffer_add_utf8(b, "0123456789", 10, 0, 10);
    hb_buffer_set_direction(b, HB_DIRECTION_LTR);
    hb_buffer_set_script(b, HB_SCRIPT_LATIN);
    hb_buffer_set_language(b, hb_language_from_string("en", 2));
    hb_shape(f->hb, b, features, 2);
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
    for (unsigned i = 0; i < n && n == 10; i++) {
        f->glyphs.tabular[i] = info[i].codepoint;
    }
    hb_buffer_destroy(b);
    f->tabular_known = true;
}

const struct font_glyphs *font_glyphs(const struct font *f, bool tabular) {
    if (tabular && !f->tabular_known) {
        find_tabular((struct font *)(uintptr_t)f);
    }
    return &f->glyphs;
}

int font_advance(const struct font *f, uint32_t glyph) {
    return hb_font_get_glyph_h_advance(f->hb, glyph);
}
