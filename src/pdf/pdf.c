#include "pdf/pdf.h"

#include "pdf/writer.h"

static struct str write_document(struct writer *w) {
    size_t errors = w->s->diags->errors;
    unsigned structure;

    press_add_pages(w);
    if (!haru_ok(w->haru))
        return STR_EMPTY;
    tags_init(w);
    if (!w->in->press.on) { /* nobody clicks on paper */
        links_make(w);
        outline_make(w);
    }
    objects_init(&w->objects, w->arena, w->haru, w->deflater); /* from here on numbers are ours */
    attachments_reserve(w);
    paint_pages(w);
    arena_free(w->in->pages->frames); /* much, in a long document: the file takes its room */
    structure = tags_finish(w);
    if (w->s->diags->errors != errors)
        return STR_EMPTY; /* fonts and file would only cost time */
    pdf_fonts_finish(w);
    attachments_write(w);
    metadata_make(w, structure);
    if (!haru_ok(w->haru) || w->s->diags->errors != errors)
        return STR_EMPTY;
    return pdf_file(w->s, w->haru, &w->objects);
}

struct str pdf_write(struct session *s, const struct pdf_input *in) {
    struct writer w = {.s = s, .arena = s->arena, .in = in};
    struct str file;

    if (!check_document(s, in))
        return STR_EMPTY;
    if (!press_begin(&w)) {
        press_end(&w);
        return STR_EMPTY;
    }
    w.haru = haru_new(s, in->press.on);
    strbuf_init(&w.content, s->arena);
    strbuf_init(&w.scratch, s->arena);
    w.cache = in->cache ? in->cache : pdf_cache_new();
    pdf_cache_trim(w.cache);
    w.deflater = pdf_cache_deflater(w.cache, DEFLATE_SMALL);
    file = write_document(&w);
    haru_free(w.haru);
    press_end(&w);
    if (!in->cache)
        pdf_cache_free(w.cache);
    return file;
}
