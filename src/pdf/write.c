#include "pdf/write.h"

#include "pdf/digest.h"
#include "pdf/syntax.h"

#include <assert.h>

enum {
    OBJECTS_A_STREAM = 200,
    LIMIT_OBJECTS = 8388607, /* PDF/A-2, 6.1.13 */
    TYPE_FREE = 0,
    TYPE_PLACE = 1,
    TYPE_IN_STREAM = 2
};
#define LIMIT_FILE ((size_t)2147483647)

/* One row of the cross-reference stream. */
struct row {
    uint8_t type;
    uint32_t place; /* byte offset, or number of the object stream */
    uint16_t index; /* in the object stream */
};

struct file {
    struct session *s;
    struct haru *haru;
    struct objects *objects;
    struct deflater *deflater;
    struct strbuf out;
    struct row *rows;
    unsigned count; /* rows, 0 included */
    /* The object stream being filled. */
    unsigned stream_number, held;
    struct strbuf directory, bodies;
};

void objects_init(struct objects *o, struct arena *a, const struct haru *h) {
    *o = (struct objects){.arena = a, .first = haru_count(h) + 1};
}

unsigned objects_reserve(struct objects *o) {
    vec_push(o->arena, &o->list, ((struct object){STR_EMPTY, STR_EMPTY, false}));
    return o->first + (unsigned)o->list.n - 1;
}

static struct object *object_of(struct objects *o, unsigned number) {
    assert(number >= o->first && number - o->first < o->list.n);
    return &o->list.v[number - o->first];
}

void objects_set(struct objects *o, unsigned number, struct str body) {
    object_of(o, number)->body = body;
}

unsigned objects_add(struct objects *o, struct str body) {
    unsigned number = objects_reserve(o);

    objects_set(o, number, body);
    return number;
}

void objects_set_stream(struct objects *o, unsigned number, struct str entries, struct str stream) {
    *object_of(o, number) = (struct object){entries, stream, true};
}

void objects_set_deflated(struct objects *o, struct deflater *d, unsigned number,
                          struct object raw) {
    struct str entries = str_join2(o->arena, raw.body, STR("/Filter/FlateDecode"));

    objects_set_stream(o, number, entries, deflater_run(d, raw.stream));
}

static void begin_object(struct file *f, unsigned number) {
    f->rows[number] = (struct row){TYPE_PLACE, (uint32_t)f->out.n, 0};
    put_int(&f->out, number);
    strbuf_add_c(&f->out, " 0 obj\n");
}

static void end_object(struct file *f) {
    strbuf_add_c(&f->out, "\nendobj\n");
}

static void write_stream(struct file *f, unsigned number, const struct object *object) {
    begin_object(f, number);
    strbuf_add_c(&f->out, "<<");
    strbuf_add(&f->out, object->body);
    strbuf_add_c(&f->out, "/Length ");
    put_int(&f->out, (int64_t)object->stream.n);
    strbuf_add_c(&f->out, ">>\nstream\n");
    strbuf_add(&f->out, object->stream);
    strbuf_add_c(&f->out, "\nendstream");
    end_object(f);
}

static void close_object_stream(struct file *f) {
    struct object packed = {.is_stream = true};
    struct strbuf entries;
    struct str whole;

    if (!f->held)
        return;
    strbuf_init(&entries, f->s->arena);
    strbuf_add_c(&entries, "/Type/ObjStm/N ");
    put_int(&entries, f->held);
    strbuf_add_c(&entries, "/First ");
    put_int(&entries, (int64_t)f->directory.n);
    strbuf_add_c(&entries, "/Filter/FlateDecode");
    packed.body = strbuf_str(&entries);
    whole = str_join2(f->s->arena, strbuf_str(&f->directory), strbuf_str(&f->bodies));
    packed.stream = deflater_run(f->deflater, whole);
    write_stream(f, f->stream_number, &packed);
    f->stream_number++;
    f->held = 0;
    f->directory.n = 0;
    f->bodies.n = 0;
}

/* Opens the next plain object; its body is then appended to f->bodies. */
static void hold_object(struct file *f, unsigned number) {
    if (f->held == OBJECTS_A_STREAM)
        close_object_stream(f);
    if (f->held)
        strbuf_add_char(&f->bodies, ' ');
    f->rows[number] = (struct row){TYPE_IN_STREAM, f->stream_number, (uint16_t)f->held};
    put_int(&f->directory, number);
    strbuf_add_char(&f->directory, ' ');
    put_int(&f->directory, (int64_t)f->bodies.n);
    strbuf_add_char(&f->directory, ' ');
    f->held++;
}

static void write_theirs(struct file *f, bool choose(const struct haru *, unsigned)) {
    for (unsigned i = 1; i <= haru_count(f->haru); i++) {
        if (choose(f->haru, i)) {
            begin_object(f, i);
            haru_write(f->haru, i, &f->out);
            end_object(f);
        }
    }
}

static void write_objects(struct file *f) {
    const struct object_list *own = &f->objects->list;
    unsigned theirs = haru_count(f->haru);

    write_theirs(f, haru_is_stream);
    write_theirs(f, haru_is_length); /* known now */
    for (size_t i = 0; i < own->n; i++)
        if (own->v[i].is_stream)
            write_stream(f, f->objects->first + (unsigned)i, &own->v[i]);
    for (unsigned i = 1; i <= theirs; i++) {
        if (!haru_is_stream(f->haru, i) && !haru_is_length(f->haru, i)) {
            hold_object(f, i);
            haru_write(f->haru, i, &f->bodies);
        }
    }
    for (size_t i = 0; i < own->n; i++) {
        if (!own->v[i].is_stream) {
            hold_object(f, f->objects->first + (unsigned)i);
            strbuf_add(&f->bodies, own->v[i].body.n ? own->v[i].body : STR("null"));
        }
    }
    close_object_stream(f);
}

/* Of everything before the trailer: the same content has the same ID. */
static void put_id(struct strbuf *b, struct str content) {
    struct digest d = digest_begin();

    digest_add(&d, content);
    strbuf_add_char(b, '<');
    put_digest(b, &d);
    strbuf_add_char(b, '>');
}

static struct str pack_rows(const struct file *f) {
    struct strbuf b;

    strbuf_init(&b, f->s->arena);
    for (unsigned i = 0; i < f->count; i++) {
        const struct row *r = &f->rows[i];
        uint16_t last = i == 0 ? 65535 : r->index;
        unsigned char bytes[7] = {r->type,
                                  (unsigned char)(r->place >> 24),
                                  (unsigned char)(r->place >> 16),
                                  (unsigned char)(r->place >> 8),
                                  (unsigned char)r->place,
                                  (unsigned char)(last >> 8),
                                  (unsigned char)last};
        strbuf_add_bytes(&b, bytes, sizeof bytes);
    }
    return strbuf_str(&b);
}

static void write_trailer(struct file *f, unsigned number) {
    size_t start = f->out.n;
    struct object x = {.is_stream = true};
    struct strbuf b, id;

    strbuf_init(&id, f->s->arena);
    put_id(&id, (struct str){f->out.p, f->out.n});
    strbuf_init(&b, f->s->arena);
    strbuf_add_c(&b, "/Type/XRef/W[1 4 2]/Size ");
    put_int(&b, f->count);
    strbuf_add_c(&b, "/Root ");
    put_reference(&b, haru_catalog_number(f->haru));
    strbuf_add_c(&b, "/Info ");
    put_reference(&b, haru_info_number(f->haru));
    strbuf_add_c(&b, "/ID[");
    strbuf_add(&b, strbuf_str(&id));
    strbuf_add(&b, strbuf_str(&id));
    strbuf_add_c(&b, "]/Filter/FlateDecode");
    f->rows[number] = (struct row){TYPE_PLACE, (uint32_t)start, 0};
    x.body = strbuf_str(&b);
    x.stream = deflater_run(f->deflater, pack_rows(f));
    write_stream(f, number, &x);
    strbuf_add_c(&f->out, "startxref\n");
    put_int(&f->out, (int64_t)start);
    strbuf_add_c(&f->out, "\n%%EOF\n");
}

struct str pdf_file(struct session *s, struct haru *h, struct objects *o, struct deflater *d) {
    struct file f = {.s = s, .haru = h, .objects = o, .deflater = d};
    unsigned top = o->first + (unsigned)o->list.n;
    unsigned plain = haru_count(h); /* upper bound of what goes into object streams */

    assert(haru_count(h) + 1 == o->first); /* else numbers would stand for two things */
    for (size_t i = 0; i < o->list.n; i++)
        plain += !o->list.v[i].is_stream;
    /* Room for the object streams and the cross-reference stream, numbered last. */
    f.count = top + plain / OBJECTS_A_STREAM + 2;
    if (f.count > LIMIT_OBJECTS) {
        diag_help(s->diags,
                  diag_error(s->diags, "limit-objects", SPAN_NONE,
                             "the document needs %u PDF objects; PDF/A allows %d (6.1.13)", f.count,
                             LIMIT_OBJECTS),
                  "make two documents of it");
        return STR_EMPTY;
    }
    f.rows = ARENA_ARRAY(s->arena, struct row, f.count);
    f.stream_number = top;
    strbuf_init(&f.out, s->arena);
    strbuf_init(&f.directory, s->arena);
    strbuf_init(&f.bodies, s->arena);
    strbuf_add_c(&f.out, haru_is_press(h) ? "%PDF-1.6\n" : "%PDF-1.7\n");
    strbuf_add_c(&f.out, "%\xE2\xE3\xCF\xD3\n");
    write_objects(&f);
    f.count = f.stream_number + 1;
    write_trailer(&f, f.stream_number);
    if (f.out.n > LIMIT_FILE) {
        diag_help(
            s->diags,
            diag_error(s->diags, "limit-file", SPAN_NONE, "the PDF would be larger than 2 GiB"),
            "make two documents of it, or save its pictures smaller");
        return STR_EMPTY;
    }
    return haru_ok(h) ? strbuf_str(&f.out) : STR_EMPTY;
}
