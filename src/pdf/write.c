#include "pdf/write.h"

#include "pdf/digest.h"
#include "pdf/syntax.h"

#include <assert.h>

enum {
    OBJECTS_A_STREAM = 200,
    LIMIT_OBJECTS = 8388607, /* PDF/A-2, 6.1.13 */
    ROW_BYTES = 7
};
#define LIMIT_FILE ((size_t)2147483647)

/* --- the objects --- */

void objects_init(struct objects *o, struct arena *a, const struct haru *h, struct deflater *d) {
    *o = (struct objects){.arena = a, .deflater = d, .first = haru_count(h) + 1};
    strbuf_init(&o->directory, a);
    strbuf_init(&o->bodies, a);
}

unsigned objects_reserve(struct objects *o) {
    vec_push(o->arena, &o->rows, ((struct object_row){0, 0, PLACE_NONE}));
    return o->first + (unsigned)o->rows.n - 1;
}

static struct object_row *row_of(struct objects *o, unsigned number) {
    assert(number >= o->first && number - o->first < o->rows.n);
    return &o->rows.v[number - o->first];
}

void objects_set_stream(struct objects *o, unsigned number, struct str entries, struct str stream) {
    struct object object = {entries, stream};
    struct object_row *row = row_of(o, number);

    assert(row->kind == PLACE_NONE);
    *row = (struct object_row){(uint32_t)o->streams.n, 0, PLACE_STREAM};
    vec_push(o->arena, &o->streams, object);
}

static void close_object_stream(struct objects *o) {
    struct strbuf entries;
    struct str packed;

    if (!o->held)
        return;
    strbuf_init(&entries, o->arena);
    strbuf_add_c(&entries, "/Type/ObjStm/N ");
    put_int(&entries, o->held);
    strbuf_add_c(&entries, "/First ");
    put_int(&entries, (int64_t)o->directory.n);
    strbuf_add_c(&entries, "/Filter/FlateDecode");
    packed = deflater_objects(o->deflater, strbuf_str(&o->directory), strbuf_str(&o->bodies));
    objects_set_stream(o, o->number, strbuf_close(&entries), str_copy(o->arena, packed));
    o->held = 0;
    o->directory.n = 0;
    o->bodies.n = 0;
}

/* Opens the next plain object; its body is then appended to o->bodies. */
static struct object_row hold_object(struct objects *o, unsigned number) {
    struct object_row row;

    if (o->held == OBJECTS_A_STREAM)
        close_object_stream(o);
    if (o->held)
        strbuf_add_char(&o->bodies, ' ');
    else
        o->number = objects_reserve(o);
    row = (struct object_row){o->number, (uint16_t)o->held, PLACE_IN_STREAM};
    put_int(&o->directory, number);
    strbuf_add_char(&o->directory, ' ');
    put_int(&o->directory, (int64_t)o->bodies.n);
    strbuf_add_char(&o->directory, ' ');
    o->held++;
    return row;
}

void objects_set(struct objects *o, unsigned number, struct str body) {
    struct object_row row;

    assert(row_of(o, number)->kind == PLACE_NONE);
    row = hold_object(o, number);
    *row_of(o, number) = row;
    strbuf_add(&o->bodies, body);
}

unsigned objects_add(struct objects *o, struct str body) {
    unsigned number = objects_reserve(o);

    objects_set(o, number, body);
    return number;
}

void objects_set_deflated(struct objects *o, struct deflater *d, unsigned number,
                          struct object raw) {
    struct str entries = str_join2(o->arena, raw.body, STR("/Filter/FlateDecode"));

    objects_set_stream(o, number, entries, deflater_run(d, o->arena, raw.stream));
}

/* --- the file --- */

struct file {
    struct session *s;
    struct haru *haru;
    struct objects *objects;
    struct strbuf out;
    struct object_row *theirs; /* by number */
};

static struct object_row begin_object(struct file *f, unsigned number) {
    struct object_row row = {(uint32_t)f->out.n, 0, PLACE_BYTE};

    put_int(&f->out, number);
    strbuf_add_c(&f->out, " 0 obj\n");
    return row;
}

static void end_object(struct file *f) {
    strbuf_add_c(&f->out, "\nendobj\n");
}

static struct object_row write_stream(struct file *f, unsigned number,
                                      const struct object *object) {
    struct object_row row = begin_object(f, number);

    strbuf_add_c(&f->out, "<<");
    strbuf_add(&f->out, object->body);
    strbuf_add_c(&f->out, "/Length ");
    put_int(&f->out, (int64_t)object->stream.n);
    strbuf_add_c(&f->out, ">>\nstream\n");
    strbuf_add(&f->out, object->stream);
    strbuf_add_c(&f->out, "\nendstream");
    end_object(f);
    return row;
}

static void write_theirs(struct file *f, bool choose(const struct haru *, unsigned)) {
    for (unsigned i = 1; i <= haru_count(f->haru); i++) {
        if (choose(f->haru, i)) {
            f->theirs[i] = begin_object(f, i);
            haru_write(f->haru, i, &f->out);
            end_object(f);
        }
    }
}

/* All that is plain goes into object streams; then these and the other streams can be written. */
static void write_objects(struct file *f) {
    struct objects *o = f->objects;

    write_theirs(f, haru_is_stream);
    write_theirs(f, haru_is_length); /* known now */
    for (unsigned i = 1; i <= haru_count(f->haru); i++) {
        if (!haru_is_stream(f->haru, i) && !haru_is_length(f->haru, i)) {
            f->theirs[i] = hold_object(o, i);
            haru_write(f->haru, i, &o->bodies);
        }
    }
    for (size_t i = 0; i < o->rows.n; i++)
        if (o->rows.v[i].kind == PLACE_NONE && o->first + i != o->number)
            objects_set(o, o->first + (unsigned)i, STR("null"));
    close_object_stream(o);
    for (size_t i = 0; i < o->rows.n; i++) {
        struct object_row *row = &o->rows.v[i];
        if (row->kind == PLACE_STREAM)
            *row = write_stream(f, o->first + (unsigned)i, &o->streams.v[row->place]);
    }
}

/* Of everything before the trailer: the same content has the same ID. */
static void put_id(struct strbuf *b, struct str content) {
    struct digest d = digest_begin();

    digest_add(&d, content);
    strbuf_add_char(b, '<');
    put_digest(b, &d);
    strbuf_add_char(b, '>');
}

/* Each row less the one above: those of one object stream differ by 1 in their last byte alone. */
static void put_row(struct strbuf *b, const struct object_row *row, unsigned char before[]) {
    unsigned char bytes[1 + ROW_BYTES] = {2, /* PNG's predictor "up" */
                                          row->kind,
                                          (unsigned char)(row->place >> 24),
                                          (unsigned char)(row->place >> 16),
                                          (unsigned char)(row->place >> 8),
                                          (unsigned char)row->place,
                                          (unsigned char)(row->index >> 8),
                                          (unsigned char)row->index};
    for (int i = 0; i < ROW_BYTES; i++) {
        unsigned char byte = bytes[1 + i];
        bytes[1 + i] = (unsigned char)(byte - before[i]);
        before[i] = byte;
    }
    strbuf_add_bytes(b, bytes, sizeof bytes);
}

static struct str pack_rows(const struct file *f) {
    unsigned char before[ROW_BYTES] = {0};
    struct object_row head = {0, 65535, PLACE_NONE}; /* of the list of free objects */
    struct strbuf b;

    strbuf_init(&b, f->s->arena);
    put_row(&b, &head, before);
    for (unsigned i = 1; i < f->objects->first; i++)
        put_row(&b, &f->theirs[i], before);
    for (size_t i = 0; i < f->objects->rows.n; i++)
        put_row(&b, &f->objects->rows.v[i], before);
    return strbuf_str(&b);
}

static void write_trailer(struct file *f) {
    struct objects *o = f->objects;
    unsigned number = objects_reserve(o);
    size_t start = f->out.n;
    struct object x;
    struct strbuf b, id;

    strbuf_init(&id, f->s->arena);
    put_id(&id, (struct str){f->out.p, f->out.n});
    strbuf_init(&b, f->s->arena);
    strbuf_add_c(&b, "/Type/XRef/W[1 4 2]/Size ");
    put_int(&b, number + 1);
    strbuf_add_c(&b, "/Root ");
    put_reference(&b, haru_catalog_number(f->haru));
    strbuf_add_c(&b, "/Info ");
    put_reference(&b, haru_info_number(f->haru));
    strbuf_add_c(&b, "/ID[");
    strbuf_add(&b, strbuf_str(&id));
    strbuf_add(&b, strbuf_str(&id));
    strbuf_add_c(&b, "]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns ");
    put_int(&b, ROW_BYTES);
    strbuf_add_c(&b, ">>");
    *row_of(o, number) = (struct object_row){(uint32_t)start, 0, PLACE_BYTE};
    x = (struct object){strbuf_str(&b), deflater_run(o->deflater, o->arena, pack_rows(f))};
    write_stream(f, number, &x);
    strbuf_add_c(&f->out, "startxref\n");
    put_int(&f->out, (int64_t)start);
    strbuf_add_c(&f->out, "\n%%EOF\n");
}

static bool within_limits(struct file *f) {
    unsigned count = f->objects->first + (unsigned)f->objects->rows.n;

    if (count > LIMIT_OBJECTS)
        diag_help(f->s->diags,
                  diag_error(f->s->diags, "limit-objects", SPAN_NONE,
                             "the document needs %u PDF objects; PDF/A allows %d (6.1.13)", count,
                             LIMIT_OBJECTS),
                  "make two documents of it");
    if (f->out.n > LIMIT_FILE)
        diag_help(
            f->s->diags,
            diag_error(f->s->diags, "limit-file", SPAN_NONE, "the PDF would be larger than 2 GiB"),
            "make two documents of it, or save its pictures smaller");
    return count <= LIMIT_OBJECTS && f->out.n <= LIMIT_FILE;
}

struct str pdf_file(struct session *s, struct haru *h, struct objects *o) {
    struct file f = {.s = s, .haru = h, .objects = o};

    assert(haru_count(h) + 1 == o->first); /* else numbers would stand for two things */
    f.theirs = ARENA_ARRAY(s->arena, struct object_row, o->first);
    strbuf_init(&f.out, s->arena);
    strbuf_add_c(&f.out, haru_is_press(h) ? "%PDF-1.6\n" : "%PDF-1.7\n");
    strbuf_add_c(&f.out, "%\xE2\xE3\xCF\xD3\n");
    write_objects(&f);
    write_trailer(&f);
    if (!within_limits(&f))
        return STR_EMPTY;
    return haru_ok(h) ? strbuf_str(&f.out) : STR_EMPTY;
}
