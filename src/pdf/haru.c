#include "pdf/haru.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <hpdf.h>

enum {
    NUMBER_MASK = 0x00FFFFFF,
    CLASS_MASK = 0x00FF,
    PAGES_A_NODE = 64, /* two levels of page tree, well under the array limit */
    XREF_BLOCK = 65536 /* the list is copied each time it grows */
};

VEC_DECLARE(page_vec, HPDF_Page);

struct haru {
    struct session *s;
    HPDF_Doc doc;
    struct page_vec pages;
    HPDF_STATUS error, detail; /* the first one */
    bool press;
    bool reported;
};

static void keep_first_error(HPDF_STATUS error, HPDF_STATUS detail, void *context) {
    struct haru *h = context;

    if (!h->error) {
        h->error = error;
        h->detail = detail;
    }
}

static void fault(struct haru *h) {
    if (!h->error)
        h->error = HPDF_INVALID_OBJECT;
}

struct haru *haru_new(struct session *s, bool press) {
    struct haru *h = ARENA_NEW(s->arena, struct haru);

    h->s = s;
    h->press = press;
    h->doc = HPDF_New(keep_first_error, h);
    if (!h->doc)
        fail_memory();
    h->doc->pdf_version = press ? HPDF_VER_16 : HPDF_VER_17;
    h->doc->xref->entries->items_per_block = XREF_BLOCK;
    HPDF_SetPagesConfiguration(h->doc, PAGES_A_NODE);
    return h;
}

void haru_free(struct haru *h) {
    if (h->doc)
        HPDF_Free(h->doc);
    h->doc = NULL;
}

bool haru_ok(struct haru *h) {
    if (!h->error && HPDF_GetError(h->doc) != HPDF_OK)
        fault(h);
    if (!h->error)
        return true;
    if (h->error == HPDF_FAILD_TO_ALLOC_MEM)
        fail_memory();
    if (!h->reported)
        diag_help(h->s->diags,
                  diag_error(h->s->diags, "internal", SPAN_NONE,
                             "the PDF library refused an object (error 0x%lx, detail %lu)",
                             (unsigned long)h->error, (unsigned long)h->detail),
                  "this is a fault of quire, not of the layout: please report it");
    h->reported = true;
    return false;
}

static HPDF_REAL real_of(length v) {
    return (HPDF_REAL)((double)v / PT);
}

/* Raw dictionaries: entries that the library writes without looking at them. */

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream) {
    const struct str *entries = dict->attr;

    return entries->n
               ? HPDF_Stream_Write(stream, (const HPDF_BYTE *)entries->p, (HPDF_UINT)entries->n)
               : HPDF_OK;
}

static void set_entries(struct haru *h, HPDF_Dict dict, struct str entries) {
    struct str *kept = ARENA_NEW(h->s->arena, struct str);

    if (!dict || dict->attr) {
        fault(h);
        return;
    }
    *kept = entries;
    dict->attr = kept;
    dict->write_fn = write_entries;
}

static void add_raw(struct haru *h, HPDF_Dict to, const char *key, struct str entries) {
    HPDF_Dict dict = HPDF_Dict_New(h->doc->mmgr);

    if (!dict) {
        fault(h);
        return;
    }
    set_entries(h, dict, entries);
    if (HPDF_Dict_Add(to, key, dict) != HPDF_OK)
        fault(h);
}

static unsigned number_of(const void *object) {
    const HPDF_Obj_Header *header = object;

    return header ? header->obj_id & NUMBER_MASK : 0;
}

/* Pages. */

size_t haru_add_page(struct haru *h, length width, length height) {
    HPDF_Page page = HPDF_AddPage(h->doc);

    vec_push(h->s->arena, &h->pages, page);
    if (!page || HPDF_Page_SetWidth(page, real_of(width)) != HPDF_OK ||
        HPDF_Page_SetHeight(page, real_of(height)) != HPDF_OK)
        fault(h);
    return h->pages.n - 1;
}

static void set_box(struct haru *h, HPDF_Page page, const char *key,
                    const struct haru_rectangle *r) {
    HPDF_Array box = page ? HPDF_Array_New(h->doc->mmgr) : NULL;

    if (!box || HPDF_Dict_Add(page, key, box) != HPDF_OK ||
        HPDF_Array_AddReal(box, real_of(r->left)) != HPDF_OK ||
        HPDF_Array_AddReal(box, real_of(r->bottom)) != HPDF_OK ||
        HPDF_Array_AddReal(box, real_of(r->right)) != HPDF_OK ||
        HPDF_Array_AddReal(box, real_of(r->top)) != HPDF_OK)
        fault(h);
}

void haru_set_boxes(struct haru *h, size_t page, const struct haru_rectangle *bleed,
                    const struct haru_rectangle *trim) {
    set_box(h, h->pages.v[page], "BleedBox", bleed);
    set_box(h, h->pages.v[page], "TrimBox", trim);
}

unsigned haru_page_number(const struct haru *h, size_t index) {
    return number_of(h->pages.v[index]);
}

static HPDF_STATUS write_flate_entry(HPDF_Dict dict, HPDF_Stream stream) {
    (void)dict;
    return HPDF_Stream_WriteStr(stream, "/Filter /FlateDecode\012");
}

void haru_fill_page(struct haru *h, size_t index, const struct haru_page *page) {
    HPDF_Page dict = h->pages.v[index];
    HPDF_PageAttr attr = dict ? dict->attr : NULL;
    HPDF_STATUS status;

    if (!attr || !attr->contents) {
        fault(h);
        return;
    }
    /* The content is compressed here, so the library must not; it would drop a Filter key. */
    attr->contents->write_fn = write_flate_entry;
    status = HPDF_Stream_Write(attr->contents->stream, (const HPDF_BYTE *)page->content.p,
                               (HPDF_UINT)page->content.n);
    if (status == HPDF_OK)
        status = HPDF_Dict_RemoveElement(dict, "Resources"); /* holds a ProcSet */
    if (status == HPDF_OK)
        status = HPDF_Dict_AddNumber(dict, "StructParents", (HPDF_INT32)page->struct_parents);
    if (status == HPDF_OK)
        status = HPDF_Dict_AddName(dict, "Tabs", "S");
    if (status != HPDF_OK)
        fault(h);
    add_raw(h, dict, "Resources", page->resources);
    if (page->transparent)
        add_raw(h, dict, "Group",
                h->press ? STR("/S /Transparency /CS /DeviceCMYK")
                         : STR("/S /Transparency /CS /DeviceRGB"));
}

/* Destinations, outline, links. */

struct haru_destination *haru_add_destination(struct haru *h, const struct haru_place *place) {
    HPDF_Destination d = HPDF_Page_CreateDestination(h->pages.v[place->page]);
    HPDF_Real zoom;

    /* Whole points: nobody sees less, and the library errs with very small fractions. */
    if (!d || HPDF_Destination_SetXYZ(d, (HPDF_REAL)(place->x / PT), (HPDF_REAL)(place->y / PT),
                                      1) != HPDF_OK) {
        fault(h);
        return NULL;
    }
    zoom = HPDF_Array_GetItem(d, 4, HPDF_OCLASS_REAL);
    if (zoom)
        zoom->value = 0; /* "keep the reader's zoom", which the call above refuses */
    else
        fault(h);
    return (struct haru_destination *)d;
}

static HPDF_Binary utf16_string(struct haru *h, struct str text) {
    HPDF_BYTE *bytes = ARENA_ARRAY(h->s->arena, HPDF_BYTE, 2 + 2 * text.n);
    size_t n = 2;

    bytes[0] = 0xFE;
    bytes[1] = 0xFF;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        uint32_t units[2] = {c == UTF8_BAD ? 0xFFFD : c, 0};
        size_t count = 1;
        if (units[0] >= 0x10000) {
            units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            count = 2;
        }
        for (size_t i = 0; i < count; i++) {
            bytes[n++] = (HPDF_BYTE)(units[i] >> 8);
            bytes[n++] = (HPDF_BYTE)(units[i] & 0xFF);
        }
    }
    return HPDF_Binary_New(h->doc->mmgr, bytes, (HPDF_UINT)n);
}

struct haru_outline *haru_add_outline(struct haru *h, struct haru_outline *parent, struct str title,
                                      struct haru_destination *to) {
    /* The title's encoders know no character outside the first plane: set our own after. */
    HPDF_Outline o = HPDF_CreateOutline(h->doc, (HPDF_Outline)parent, "x", NULL);
    HPDF_Binary text = o ? utf16_string(h, title) : NULL;

    if (!o || !text || HPDF_Dict_Add(o, "Title", text) != HPDF_OK || !to ||
        HPDF_Outline_SetDestination(o, (HPDF_Destination)to) != HPDF_OK ||
        HPDF_Outline_SetOpened(o, parent ? HPDF_FALSE : HPDF_TRUE) != HPDF_OK)
        fault(h);
    return (struct haru_outline *)o;
}

static HPDF_Rect rectangle_of(const struct haru_rectangle *r) {
    return (HPDF_Rect){real_of(r->left), real_of(r->bottom), real_of(r->right), real_of(r->top)};
}

unsigned haru_add_link(struct haru *h, size_t page, const struct haru_rectangle *r,
                       struct haru_destination *to, struct str entries) {
    HPDF_Annotation a =
        to ? HPDF_Page_CreateLinkAnnot(h->pages.v[page], rectangle_of(r), (HPDF_Destination)to)
           : NULL;

    set_entries(h, a, entries);
    return number_of(a);
}

unsigned haru_add_web_link(struct haru *h, size_t page, const struct haru_rectangle *r,
                           struct str address, struct str entries) {
    HPDF_Annotation a = HPDF_Page_CreateURILinkAnnot(h->pages.v[page], rectangle_of(r),
                                                     str_c(h->s->arena, address));

    set_entries(h, a, entries);
    return number_of(a);
}

/* The document's own dictionaries. */

void haru_extend_catalog(struct haru *h, struct str entries) {
    set_entries(h, h->doc->catalog, entries);
    if (h->doc->outlines && HPDF_SetPageMode(h->doc, HPDF_PAGE_MODE_USE_OUTLINE) != HPDF_OK)
        fault(h);
}

void haru_set_info(struct haru *h, struct str entries) {
    if (HPDF_Dict_RemoveElement(h->doc->info, "Producer") != HPDF_OK)
        fault(h);
    set_entries(h, h->doc->info, entries);
}

/* Saving. */

bool haru_is_press(const struct haru *h) {
    return h->press;
}

unsigned haru_count(const struct haru *h) {
    return h->doc->xref->entries->count - 1; /* entry 0 heads the free list */
}

unsigned haru_catalog_number(const struct haru *h) {
    return number_of(h->doc->catalog);
}

unsigned haru_info_number(const struct haru *h) {
    return number_of(h->doc->info);
}

static void *object_at(const struct haru *h, unsigned number) {
    HPDF_XrefEntry entry = HPDF_Xref_GetEntry(h->doc->xref, number);

    return entry ? entry->obj : NULL;
}

bool haru_is_stream(const struct haru *h, unsigned number) {
    const HPDF_Obj_Header *header = object_at(h, number);

    return header && (header->obj_class & CLASS_MASK) == HPDF_OCLASS_DICT &&
           ((const HPDF_Dict_Rec *)(const void *)header)->stream;
}

bool haru_is_length(const struct haru *h, unsigned number) {
    const HPDF_Obj_Header *header = object_at(h, number);

    return header && (header->obj_class & CLASS_MASK) == HPDF_OCLASS_NUMBER;
}

static HPDF_STATUS append_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n) {
    strbuf_add_bytes(stream->attr, bytes, n);
    return HPDF_OK;
}

void haru_write(struct haru *h, unsigned number, struct strbuf *out) {
    HPDF_Stream stream = HPDF_CallbackWriter_New(h->doc->mmgr, append_bytes, out);
    void *object = object_at(h, number);

    if (!stream || !object || HPDF_Obj_WriteValue(object, stream, NULL) != HPDF_OK)
        fault(h);
    if (stream)
        HPDF_Stream_Free(stream);
}
