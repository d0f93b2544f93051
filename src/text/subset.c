#include "text/font_internal.h"

#include <hb-subset.h>

/* A page needs outlines and widths; characters and layout are settled by then. */
static void drop_tables(hb_subset_input_t *input) {
    static const hb_tag_t tags[] = {
        HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
        HB_TAG('B', 'A', 'S', 'E'), HB_TAG('J', 'S', 'T', 'F'), HB_TAG('M', 'A', 'T', 'H'),
        HB_TAG('c', 'm', 'a', 'p'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'),
        HB_TAG('p', 'o', 's', 't'), HB_TAG('k', 'e', 'r', 'n'), HB_TAG('h', 'd', 'm', 'x'),
        HB_TAG('V', 'D', 'M', 'X'), HB_TAG('L', 'T', 'S', 'H'), HB_TAG('D', 'S', 'I', 'G'),
        HB_TAG('g', 'a', 's', 'p'), HB_TAG('S', 'T', 'A', 'T'), HB_TAG('v', 'h', 'e', 'a'),
        HB_TAG('v', 'm', 't', 'x'), HB_TAG('F', 'F', 'T', 'M'), HB_TAG('m', 'e', 't', 'a'),
    };
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        hb_set_add(drop, tags[i]);
    }
}

struct str font_subset(struct session *s, const struct font *f, const uint32_t *glyphs, size_t n) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) {
        fail_memory();
    }
    hb_set_t *wanted = hb_subset_input_glyph_set(input);
    hb_set_add(wanted, 0);
    for (size_t i = 0; i < n; i++) {
        hb_set_add(wanted, glyphs[i]);
    }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
    drop_tables(input);
    hb_face_t *face = hb_subset_or_fail(f->face, input);
    hb_subset_input_destroy(input);
    if (!face) {
        diag_help(s->diags,
                  diag_error(s->diags, "font-damaged", SPAN_NONE,
                             "the glyphs of the font %.*s cannot be taken out: its file is damaged",
                             STR_ARG(f->file_name)),
                  "take another copy of the file");
        return STR_EMPTY;
    }
    hb_blob_t *blob = hb_face_reference_blob(face);
    unsigned size = 0;
    const char *bytes = hb_blob_get_data(blob, &size);
    struct str result = str_copy(s->arena, (struct str){bytes ? bytes : "", bytes ? size : 0});
    hb_blob_destroy(blob);
    hb_face_destroy(face);
    return result;
}
