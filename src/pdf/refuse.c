/* What is not written: a file that would break what its edition promises. Most of it the stages
 * before have refused already, each nearer to the author's words; here is the last door. */
#include "pdf/writer.h"

void refuse_internal(struct session *s, struct span at, struct str what) {
    struct diag *d = diag_error(s->diags, "internal", at, "%.*s", STR_ARG(what));

    diag_help(s->diags, d, "this is a fault of quire, not of the layout: please report it");
}

/* Where the author asked for this edition. */
static struct span place_of_edition(const struct pdf_input *in) {
    const struct edition *e = in->document->edition;

    return in->press.span.source || !e ? in->press.span : e->name.span;
}

static void check_metadata(struct session *s, const struct pdf_input *in) {
    const struct bound_document *d = in->document;
    struct span at = place_of_edition(in);

    if (!d->lang.n)
        diag_help(s->diags,
                  diag_error(s->diags, "lang-missing", at,
                             "the document names no language; a tagged file says which it is in "
                             "(PDF/UA-1, 7.2)"),
                  "in the layout, write for example lang: en-GB");
    if (!d->title.n)
        diag_help(s->diags,
                  diag_error(s->diags, "title-missing", at,
                             "the document has no title; a file shows one in place of its name "
                             "(PDF/UA-1, 7.1)"),
                  "in the layout, write for example title: Annual report");
}

/* One file identifies itself as one part of PDF/A, and the second part has no attachments but
 * PDF/A files. */
static void check_standards(struct session *s, const struct pdf_input *in) {
    const struct bound_document *d = in->document;
    struct span at = place_of_edition(in);
    bool third = d->edition && edition_promises(d->edition, "pdf/a-3a");

    if (third && edition_promises(d->edition, "pdf/a-2a"))
        diag_help(s->diags,
                  diag_error(s->diags, "standards-conflict", at,
                             "a file says that it is pdf/a-2a or pdf/a-3a, not both "
                             "(ISO 19005-3, 6.6.4)"),
                  "keep pdf/a-3a where data is attached, else pdf/a-2a");
    if (d->attachment_count && !third)
        diag_help(s->diags,
                  diag_error(s->diags, "attach-standard", at,
                             "only pdf/a-3a allows the data of tables and charts to be attached "
                             "(ISO 19005-2, 6.8)"),
                  "in the edition, name pdf/a-3a in place of pdf/a-2a, or leave out `attach`");
}

bool check_document(struct session *s, const struct pdf_input *in) {
    const struct bound_document *d = in->document;
    size_t errors = s->diags->errors;

    check_metadata(s, in);
    check_standards(s, in);
    if (in->pages->n == 0)
        refuse_internal(s, place_of_edition(in), STR("the document has no pages"));
    if (d->elements.n < 2)
        refuse_internal(s, place_of_edition(in), STR("the document has no structure"));
    return s->diags->errors == errors;
}
