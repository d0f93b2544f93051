#include "pdf/syntax.h"
#include "pdf/writer.h"

#ifndef QUIRE_VERSION
#define QUIRE_VERSION "0"
#endif

#define PRODUCER "quire " QUIRE_VERSION

static void put_xml(struct strbuf *b, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '&')
            strbuf_add_c(b, "&amp;");
        else if (c == '<')
            strbuf_add_c(b, "&lt;");
        else if (c == '>')
            strbuf_add_c(b, "&gt;");
        else if ((unsigned char)c >= ' ' || c == '\t' || c == '\n') /* XML has no others */
            strbuf_add_char(b, c);
    }
}

static void put_info_entry(struct strbuf *b, const char *key, struct str text) {
    if (text.n) {
        strbuf_add_c(b, key);
        put_text(b, text);
    }
}

static void put_property(struct strbuf *b, const char *name, struct str text) {
    if (text.n) {
        strbuf_format(b, "<%s>", name);
        put_xml(b, text);
        strbuf_format(b, "</%s>\n", name);
    }
}

/* dc: properties are lists of one kind or another. */
static void put_listed(struct strbuf *b, const char *name, const char *list, struct str text) {
    const char *item = list[0] == 'A' ? "<rdf:li xml:lang=\"x-default\">" : "<rdf:li>";

    if (text.n) {
        strbuf_format(b, "<%s><rdf:%s>%s", name, list, item);
        put_xml(b, text);
        strbuf_format(b, "</rdf:li></rdf:%s></%s>\n", list, name);
    }
}

/* Only what the edition promises; no edition: what `screen` does. PDF/A knows pdfuaid only if the
 * file itself describes it. */
static void put_screen_identity(struct writer *w, struct strbuf *b) {
    const struct edition *e = w->in->document->edition;

    if (e && edition_promises(e, "pdf/a-3a"))
        strbuf_add_c(b, "<pdfaid:part>3</pdfaid:part>\n"
                        "<pdfaid:conformance>A</pdfaid:conformance>\n");
    else if (!e || edition_promises(e, "pdf/a-2a"))
        strbuf_add_c(b, "<pdfaid:part>2</pdfaid:part>\n"
                        "<pdfaid:conformance>A</pdfaid:conformance>\n");
    if (e && !edition_promises(e, "pdf/ua-1"))
        return;
    strbuf_add_c(b, "<pdfuaid:part>1</pdfuaid:part>\n");
    strbuf_add_c(b, "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
                    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
                    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
                    "</pdfaSchema:namespaceURI>\n"
                    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
                    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
                    "<pdfaProperty:name>part</pdfaProperty:name>\n"
                    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
                    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
                    "<pdfaProperty:description>Part of ISO 14289 that the file follows"
                    "</pdfaProperty:description>\n"
                    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
                    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n");
}

/* PDF/A and PDF/UA for the screen, PDF/X for the press. */
static void put_namespaces(struct writer *w, struct strbuf *b) {
    strbuf_add_c(b, "<rdf:Description rdf:about=\"\"\n"
                    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n");
    strbuf_add_c(b, w->in->press.on
                        ? " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n"
                          " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n"
                        : " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
                          " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
                          " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
                          " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
                          " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n");
}

static void put_uuid_property(struct strbuf *b, const char *name, const struct digest *d) {
    strbuf_format(b, "<%s>", name);
    put_uuid(b, d);
    strbuf_format(b, "</%s>\n", name);
}

/* The document keeps its name from one rendering to the next; what is painted names the instance. */
static void put_press_identity(struct writer *w, struct strbuf *b) {
    const struct bound_document *d = w->in->document;
    struct digest document = digest_begin(), instance = w->press.digest;

    digest_add(&document, d->title);
    digest_add(&document, STR("\n"));
    digest_add(&document, d->author);
    digest_add(&document, STR("\n"));
    digest_add(&document, d->lang);
    digest_add(&instance,
               str_format(w->arena, "%d-%d-%d ", d->date.year, d->date.month, d->date.day));
    digest_add(&instance, d->title);
    put_uuid_property(b, "xmpMM:DocumentID", &document);
    put_uuid_property(b, "xmpMM:InstanceID", &instance);
    put_property(b, "xmpMM:VersionID", STR("1"));
    put_property(b, "xmpMM:RenditionClass", STR("default"));
    put_property(b, "pdf:Trapped", STR("False"));
    put_property(b, "pdfxid:GTS_PDFXVersion", STR("PDF/X-4"));
}

static unsigned write_xmp(struct writer *w) {
    const struct bound_document *d = w->in->document;
    unsigned number = objects_reserve(&w->objects);
    struct strbuf b;

    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                     "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
    put_namespaces(w, &b);
    put_listed(&b, "dc:title", "Alt", d->title);
    put_listed(&b, "dc:creator", "Seq", d->author);
    put_listed(&b, "dc:description", "Alt", d->subject);
    put_listed(&b, "dc:language", "Bag", d->lang);
    put_property(&b, "pdf:Keywords", d->keywords);
    put_property(&b, "pdf:Producer", STR(PRODUCER));
    put_property(&b, "xmp:CreatorTool", STR(PRODUCER));
    if (d->has_date) {
        struct str date = str_format(w->arena, "%04d-%02d-%02dT00:00:00Z", d->date.year,
                                     d->date.month, d->date.day);
        put_property(&b, "xmp:CreateDate", date);
        put_property(&b, "xmp:ModifyDate", date);
        put_property(&b, "xmp:MetadataDate", date);
    }
    if (w->in->press.on)
        put_press_identity(w, &b);
    else
        put_screen_identity(w, &b);
    strbuf_add_c(&b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    objects_set_stream(&w->objects, number, STR("/Type/Metadata/Subtype/XML"), strbuf_str(&b));
    return number;
}

static void write_info(struct writer *w) {
    const struct bound_document *d = w->in->document;
    struct strbuf b;

    strbuf_init(&b, w->arena);
    put_info_entry(&b, "/Title", d->title);
    put_info_entry(&b, "/Author", d->author);
    put_info_entry(&b, "/Subject", d->subject);
    put_info_entry(&b, "/Keywords", d->keywords);
    strbuf_add_c(&b, "/Creator(" PRODUCER ")/Producer(" PRODUCER ")");
    if (d->has_date)
        for (int i = 0; i < 2; i++)
            strbuf_format(&b, "/%s(D:%04d%02d%02d000000Z)", i ? "ModDate" : "CreationDate",
                          d->date.year, d->date.month, d->date.day);
    if (w->in->press.on)
        strbuf_add_c(&b, "/Trapped/False");
    strbuf_add_char(&b, '\n');
    haru_set_info(w->haru, strbuf_str(&b));
}

static void put_screen_intent(struct writer *w, struct strbuf *b) {
    strbuf_add_c(b, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
                    "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
                    "/RegistryName(http://www.color.org)/DestOutputProfile ");
    put_reference(b, profile_srgb_object(w));
    strbuf_add_c(b, ">>]\n");
}

/* "FOGRA39" of "FOGRA39L_coated.icc": the name under which the ICC's registry has the printing
 * condition. Empty: not one of those. */
static struct str registered_condition(struct str name) {
    size_t at = str_find(name, STR("FOGRA")), end = at + 5;

    if (at == SIZE_MAX)
        return STR_EMPTY;
    while (end < name.n && name.p[end] >= '0' && name.p[end] <= '9')
        end++;
    return end > at + 5 ? str_slice(name, at, end) : STR_EMPTY;
}

static void put_press_intent(struct writer *w, struct strbuf *b) {
    const struct press *p = &w->in->press;
    struct str description = inker_description(w->press.inker);
    struct str condition = registered_condition(p->profile_name);
    unsigned profile = objects_reserve(&w->objects);
    struct str packed = p->packed.n ? p->packed : press_pack(w->arena, p->profile);

    objects_set_stream(&w->objects, profile, STR("/N 4/Filter/FlateDecode"), packed);
    if (!condition.n)
        condition = registered_condition(description);
    strbuf_add_c(b, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier");
    put_text(b, condition.n ? condition : STR("Custom"));
    if (condition.n)
        strbuf_add_c(b, "/RegistryName(http://www.color.org)");
    strbuf_add_c(b, "/Info");
    put_text(b, description.n ? description : p->profile_name);
    strbuf_add_c(b, "/DestOutputProfile ");
    put_reference(b, profile);
    strbuf_add_c(b, ">>]\n");
}

/* A page number as printed, if it is a plain one; else 0. */
static unsigned plain_number(struct str label) {
    unsigned n = 0;

    if (!label.n || label.n > 6 || label.p[0] == '0')
        return 0;
    for (size_t i = 0; i < label.n; i++) {
        if (label.p[i] < '0' || label.p[i] > '9')
            return 0;
        n = n * 10 + (unsigned)(label.p[i] - '0');
    }
    return n;
}

/* Viewers show the label that is printed on the page. Plain numbers that follow each other are one
 * range; every other label is a range of its own. */
static void put_page_labels(struct writer *w, struct strbuf *b) {
    unsigned before = 0;

    strbuf_add_c(b, "/PageLabels<</Nums[");
    for (size_t i = 0; i < w->in->pages->n; i++) {
        struct str label = w->in->pages->v[i].label;
        unsigned number = plain_number(label);
        bool follows = before && number == before + 1;
        before = number;
        if (follows)
            continue;
        put_int(b, (int64_t)i);
        if (number) {
            strbuf_add_c(b, "<</S/D/St ");
            put_int(b, number);
        } else {
            strbuf_add_c(b, "<</P");
            put_text(b, label);
        }
        strbuf_add_c(b, ">>");
    }
    strbuf_add_c(b, "]>>\n");
}

void metadata_make(struct writer *w, unsigned structure) {
    struct strbuf b;

    write_info(w);
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "/Lang");
    put_text(&b, w->in->document->lang);
    strbuf_add_c(&b, "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>\n"
                     "/StructTreeRoot ");
    put_reference(&b, structure);
    strbuf_add_c(&b, "/Metadata ");
    put_reference(&b, write_xmp(w));
    strbuf_add_char(&b, '\n');
    if (w->in->press.on)
        put_press_intent(w, &b);
    else
        put_screen_intent(w, &b);
    put_page_labels(w, &b);
    put_catalog_attachments(w, &b);
    haru_extend_catalog(w->haru, strbuf_str(&b));
}
