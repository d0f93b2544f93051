#include "text/font_internal.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>

static int compare_files(const void *x, const void *y) {
    const struct family_file *a = x, *b = y;
    return str_compare(a->path, b->path);
}

/* A face with one instance, of normal width, in a file of its own. */
static bool usable(FcPattern *p) {
    int index = 0, width = FC_WIDTH_NORMAL;
    FcBool variable = FcFalse;
    FcPatternGetInteger(p, FC_INDEX, 0, &index);
    FcPatternGetInteger(p, FC_WIDTH, 0, &width);
    FcPatternGetBool(p, FC_VARIABLE, 0, &variable);
    return index == 0 && width == FC_WIDTH_NORMAL && !variable;
}

static void take_faces(struct font_set *set, struct family *f, const FcFontSet *found) {
    for (int i = 0; i < found->nfont; i++) {
        FcChar8 *path = NULL;
        int weight = FC_WEIGHT_REGULAR, slant = FC_SLANT_ROMAN;
        if (!usable(found->fonts[i]) ||
            FcPatternGetString(found->fonts[i], FC_FILE, 0, &path) != FcResultMatch) {
            continue;
        }
        FcPatternGetInteger(found->fonts[i], FC_WEIGHT, 0, &weight);
        FcPatternGetInteger(found->fonts[i], FC_SLANT, 0, &slant);
        struct family_file file = {
            .weight = (unsigned)FcWeightToOpenType(weight),
            .italic = slant != FC_SLANT_ROMAN,
            .path = str_copy(set->arena, str_from((const char *)path)),
        };
        file.file = file.path;
        vec_push(set->arena, &f->files, file);
    }
}

struct family *system_family(struct font_set *set, struct str name) {
    struct family *f = ARENA_NEW(set->arena, struct family);
    f->name = str_copy(set->arena, name);
    f->package = f->folder = f->script = f->base = STR_EMPTY;
    FcConfig *config = FcInitLoadConfigAndFonts();
    FcPattern *wanted = FcPatternCreate();
    FcObjectSet *objects = FcObjectSetBuild(FC_FILE, FC_WEIGHT, FC_SLANT, FC_INDEX, FC_WIDTH,
                                            FC_VARIABLE, (char *)NULL);
    if (!config || !wanted || !objects) {
        fail_memory();
    }
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)f->name.p);
    FcPatternAddString(wanted, FC_FONTFORMAT, (const FcChar8 *)"TrueType");
    FcFontSet *found = FcFontList(config, wanted, objects);
    if (found) {
        take_faces(set, f, found);
        FcFontSetDestroy(found);
    }
    FcObjectSetDestroy(objects);
    FcPatternDestroy(wanted);
    FcConfigDestroy(config);
    if (f->files.n == 0) {
        return NULL;
    }
    /* The order in which fontconfig lists files is not promised. */
    qsort(f->files.v, f->files.n, sizeof *f->files.v, compare_files);
    return f;
}
