/* Attachments: files within the file, each said to be the data of an element (PDF/A-3, 6.8). */
#include "pdf/syntax.h"
#include "pdf/writer.h"

#include <stdlib.h>

static const struct attachment *attachment_at(const struct writer *w, size_t i) {
    return &w->in->document->attachments[i];
}

static size_t attachment_count(const struct writer *w) {
    return w->in->document->attachment_count;
}

void attachments_reserve(struct writer *w) {
    size_t n = attachment_count(w);

    w->attached = ARENA_ARRAY(w->arena, unsigned, n);
    for (size_t i = 0; i < n; i++) {
        element_id element = attachment_at(w, i)->element;
        w->attached[i] = objects_reserve(&w->objects);
        if (element < w->tags.n)
            w->tags.elements[element].attached = true;
        else
            refuse_internal(w->s, SPAN_NONE, STR("an attachment belongs to no element"));
    }
}

/* Without a date there are no Params: they would have to say when the file was last changed. */
static unsigned write_file(struct writer *w, struct str bytes) {
    const struct bound_document *d = w->in->document;
    unsigned number = objects_reserve(&w->objects);
    struct object raw = {.stream = bytes};
    struct strbuf b;

    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "/Type/EmbeddedFile/Subtype/text#2Fcsv");
    if (d->has_date)
        strbuf_format(&b, "/Params<</Size %zu/ModDate(D:%04d%02d%02d000000Z)>>", bytes.n,
                      d->date.year, d->date.month, d->date.day);
    raw.body = strbuf_str(&b);
    objects_set_deflated(&w->objects, w->deflater, number, raw);
    return number;
}

/* The plain name, for readers that do not know UF: in the letters that every system has. */
static void put_plain_name(struct strbuf *b, struct str name) {
    strbuf_add_char(b, '(');
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain = c > ' ' && c <= '~' && c != '(' && c != ')' && c != '\\' && c != '/';
        strbuf_add_char(b, plain ? c : '_');
    }
    strbuf_add_char(b, ')');
}

static void write_specification(struct writer *w, size_t i) {
    const struct attachment *a = attachment_at(w, i);
    unsigned file = write_file(w, a->bytes);
    struct strbuf b;

    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/Filespec/F");
    put_plain_name(&b, a->name);
    strbuf_add_c(&b, "/UF");
    put_text(&b, a->name);
    if (a->description.n) {
        strbuf_add_c(&b, "/Desc");
        put_text(&b, a->description);
    }
    strbuf_add_c(&b, "/AFRelationship/Data/EF<</F ");
    put_reference(&b, file);
    strbuf_add_c(&b, "/UF ");
    put_reference(&b, file);
    strbuf_add_c(&b, ">>>>");
    objects_set(&w->objects, w->attached[i], strbuf_str(&b));
}

void attachments_write(struct writer *w) {
    for (size_t i = 0; i < attachment_count(w); i++)
        write_specification(w, i);
}

void put_element_attachments(struct writer *w, struct strbuf *b, element_id element) {
    strbuf_add_c(b, "/AF[");
    for (size_t i = 0; i < attachment_count(w); i++) {
        if (attachment_at(w, i)->element == element) {
            put_reference(b, w->attached[i]);
            strbuf_add_char(b, ' ');
        }
    }
    strbuf_add_char(b, ']');
}

/* The name tree of the files. */

struct named {
    struct str name;
    unsigned number;
};

static int compare_names(const void *x, const void *y) {
    return str_compare(((const struct named *)x)->name, ((const struct named *)y)->name);
}

static void put_file_key(struct strbuf *b, const void *context, size_t i) {
    put_literal(b, ((const struct named *)context)[i].name);
}

static void put_file_value(struct strbuf *b, const void *context, size_t i) {
    put_reference(b, ((const struct named *)context)[i].number);
}

void put_catalog_attachments(struct writer *w, struct strbuf *b) {
    size_t n = attachment_count(w);
    struct named *v = ARENA_ARRAY(w->arena, struct named, n);
    struct tag_tree files = {STR("Names"), n, put_file_key, put_file_value, v};

    if (!n)
        return;
    strbuf_add_c(b, "/AF[");
    for (size_t i = 0; i < n; i++) {
        v[i] = (struct named){attachment_at(w, i)->name, w->attached[i]};
        put_reference(b, w->attached[i]);
        strbuf_add_char(b, ' ');
    }
    qsort(v, n, sizeof *v, compare_names);
    for (size_t i = 1; i < n; i++)
        if (str_equal(v[i].name, v[i - 1].name))
            refuse_internal(
                w->s, SPAN_NONE,
                str_format(w->arena, "two attachments have the name %.*s", STR_ARG(v[i].name)));
    strbuf_add_c(b, "]/Names<</EmbeddedFiles ");
    put_reference(b, tag_tree_write(w, &files));
    strbuf_add_c(b, ">>\n");
}
