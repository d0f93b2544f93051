#include "text/paragraph.h"

#include "base/utf8.h"

static struct str shown(struct arena *a, uint32_t c) {
    hb_unicode_general_category_t kind =
        hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
    char bytes[4];
    if (kind == HB_UNICODE_GENERAL_CATEGORY_CONTROL || kind == HB_UNICODE_GENERAL_CATEGORY_FORMAT ||
        kind == HB_UNICODE_GENERAL_CATEGORY_UNASSIGNED || c == UTF8_BAD ||
        kind == HB_UNICODE_GENERAL_CATEGORY_SURROGATE ||
        kind == HB_UNICODE_GENERAL_CATEGORY_PRIVATE_USE) {
        return STR_EMPTY;
    }
    size_t n = utf8_encode(c, bytes);
    return str_format(a, " (%.*s)", (int)n, bytes);
}

/* Where in its segment the character stands, if the file has it as it is printed. */
static struct span place_of(const struct paragraph *p, size_t segment, uint32_t code_point) {
    struct span at = p->segments[segment].span;
    char bytes[4];
    if (code_point == UTF8_BAD)
        return at;
    /* What the file has more than the text: indents, and the signs of Markdown. */
    size_t window = 2 * p->segments[segment].text.n;
    return span_find(at, (struct str){bytes, utf8_encode(code_point, bytes)}, window);
}

void report_missing(struct paragraph *p, size_t segment, uint32_t code_point) {
    struct session *s = p->s;
    p->poisoned = true;
    struct span at = place_of(p, segment, code_point);
    if (code_point == UTF8_BAD) {
        diag_help(s->diags, diag_error(s->diags, "bad-text", at, "this text is not valid UTF-8"),
                  "save the file as UTF-8");
        return;
    }
    struct str character = shown(s->arena, code_point);
    struct diag *d =
        diag_error(s->diags, "glyph-missing", at, "no font has the character U+%04X%.*s",
                   code_point, STR_ARG(character));
    if (code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0)) {
        diag_help(s->diags, d, "it is a control character: take it out of the text");
        return;
    }
    char tag[4];
    hb_tag_to_string(
        hb_script_to_iso15924_tag(hb_unicode_script(hb_unicode_funcs_get_default(), code_point)),
        tag);
    families_read(p->fonts, p->s);
    const struct family *family = family_for_script(p->fonts, (struct str){tag, 4});
    if (family) {
        diag_help(s->diags, d, "add `%.*s` to `fallback` under `fonts`", STR_ARG(family->name));
    } else {
        diag_help(s->diags, d, "add a font that has it to `fallback` under `fonts`");
    }
}
