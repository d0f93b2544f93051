#include "pdf/press.h"

#include "pdf/content.h"
#include "pdf/syntax.h"
#include "pdf/writer.h"

/* Measures outside the trim. Marks begin where the bleed ends, and never nearer than NEAREST. */
#define NEAREST LENGTH_MM(300)
#define MARK_ROOM LENGTH_MM(700)
#define CROP_LENGTH LENGTH_MM(500)
#define TARGET_CENTRE LENGTH_MM(350) /* of a registration mark, from where marks begin */
#define TARGET_ARM LENGTH_MM(275)
#define TARGET_RADIUS LENGTH_MM(150)
#define PATCH LENGTH_MM(500)
#define PATCH_GAP LENGTH_MM(150)
#define PATCH_MARGIN LENGTH_MM(600) /* from the trim's corner, and from the target in the middle */
#define MARK_WIDTH ((length)PT / 4)

static bool has_marks(const struct press *p) {
    return p->crop || p->registration || p->colorbar;
}

static length marks_begin(const struct press *p) {
    return length_max(p->bleed, NEAREST);
}

length press_room(const struct press *p) {
    if (!p->on)
        return 0;
    return has_marks(p) ? marks_begin(p) + MARK_ROOM : p->bleed;
}

/* ---- the document --------------------------------------------------------------------------- */

struct str press_pack(struct arena *a, struct str profile) {
    return deflater_run(deflater_new(a, DEFLATE_QUICK), a, profile);
}

bool press_check(struct session *s, struct press *p) {
    p->inker = inker_new(s, p);
    if (!p->inker)
        return false;
    p->packed = press_pack(s->arena, p->profile);
    return true;
}

void press_release(struct press *p) {
    inker_free(p->inker);
    p->inker = NULL;
}

static void refuse_undated(struct writer *w) {
    struct diag *d = diag_error(w->s->diags, "date-missing", w->in->press.span,
                                "pdf/x-4 needs a date in the file, and this document has none");

    diag_help(w->s->diags, d,
              "write `date: 2023-09-30` in the layout, or set SOURCE_DATE_EPOCH for the run");
}

bool press_begin(struct writer *w) {
    const struct press *p = &w->in->press;
    size_t errors = w->s->diags->errors;

    if (!p->on)
        return true;
    if (!w->in->document->has_date)
        refuse_undated(w);
    if (p->bleed < 0)
        diag_help(
            w->s->diags,
            diag_error(w->s->diags, "bad-value", p->span, "a bleed cannot be less than nothing"),
            "write for example bleed: 3mm");
    w->press.room = press_room(p);
    w->press.digest = digest_begin();
    w->press.inker = p->inker ? inker_for(p->inker, w->s) : inker_new(w->s, p);
    return w->s->diags->errors == errors;
}

void press_end(struct writer *w) {
    if (!w->in->press.inker)
        inker_free(w->press.inker);
    w->press.inker = NULL;
}

static struct haru_rectangle trim_of(const struct writer *w, size_t page) {
    const struct frame *frame = w->in->pages->v[page].frame;
    length room = w->press.room;

    return (struct haru_rectangle){room, room, room + frame->width, room + frame->height};
}

static struct haru_rectangle grown(struct haru_rectangle r, length by) {
    return (struct haru_rectangle){r.left - by, r.bottom - by, r.right + by, r.top + by};
}

void press_add_pages(struct writer *w) {
    for (size_t i = 0; i < w->in->pages->n; i++) {
        struct haru_rectangle trim = trim_of(w, i), bleed = grown(trim, w->in->press.bleed);
        haru_add_page(w->haru, trim.right + w->press.room, trim.top + w->press.room);
        if (w->in->press.on)
            haru_set_boxes(w->haru, i, &bleed, &trim);
    }
}

/* ---- one page ------------------------------------------------------------------------------- */

void press_open_page(struct content *c) {
    struct haru_rectangle bleed = grown(trim_of(c->w, c->page), c->w->in->press.bleed);

    strbuf_add_c(&c->out, "q\n");
    put_length(&c->out, bleed.left);
    put_space_length(&c->out, bleed.bottom);
    put_space_length(&c->out, bleed.right - bleed.left);
    put_space_length(&c->out, bleed.top - bleed.bottom);
    strbuf_add_c(&c->out, " re W n\n1 0 0 1");
    put_space_length(&c->out, c->w->press.room);
    put_space_length(&c->out, c->w->press.room);
    strbuf_add_c(&c->out, " cm\n");
}

static void put_line(struct strbuf *b, struct point from, struct point to) {
    put_length(b, from.x);
    put_space_length(b, from.y);
    strbuf_add_c(b, " m ");
    put_length(b, to.x);
    put_space_length(b, to.y);
    strbuf_add_c(b, " l S\n");
}

/* Two lines at each corner of the trim, pointing at it from outside the bleed. */
static void put_crop(struct strbuf *b, const struct haru_rectangle *trim, length from) {
    for (int corner = 0; corner < 4; corner++) {
        struct point at = {corner & 1 ? trim->right : trim->left,
                           corner & 2 ? trim->top : trim->bottom};
        length across = corner & 1 ? 1 : -1, up = corner & 2 ? 1 : -1;
        length to = from + CROP_LENGTH;
        put_line(b, (struct point){at.x + across * from, at.y},
                 (struct point){at.x + across * to, at.y});
        put_line(b, (struct point){at.x, at.y + up * from}, (struct point){at.x, at.y + up * to});
    }
}

static void put_arc(struct strbuf *b, const length p[6]) {
    for (int i = 0; i < 6; i++) {
        put_length(b, p[i]);
        strbuf_add_char(b, ' ');
    }
    strbuf_add_c(b, "c\n");
}

/* A circle with a cross through it. */
static void put_target(struct strbuf *b, struct point at) {
    length r = TARGET_RADIUS, k = content_handle(r), x = at.x, y = at.y;

    put_line(b, (struct point){x - TARGET_ARM, y}, (struct point){x + TARGET_ARM, y});
    put_line(b, (struct point){x, y - TARGET_ARM}, (struct point){x, y + TARGET_ARM});
    put_length(b, x + r);
    put_space_length(b, y);
    strbuf_add_c(b, " m\n");
    put_arc(b, (const length[]){x + r, y + k, x + k, y + r, x, y + r});
    put_arc(b, (const length[]){x - k, y + r, x - r, y + k, x - r, y});
    put_arc(b, (const length[]){x - r, y - k, x - k, y - r, x, y - r});
    put_arc(b, (const length[]){x + k, y - r, x + r, y - k, x + r, y});
    strbuf_add_c(b, "h S\n");
}

static void put_targets(struct strbuf *b, const struct haru_rectangle *trim, length from) {
    length off = from + TARGET_CENTRE;
    length middle = (trim->left + trim->right) / 2, half = (trim->bottom + trim->top) / 2;

    put_target(b, (struct point){middle, trim->bottom - off});
    put_target(b, (struct point){middle, trim->top + off});
    put_target(b, (struct point){trim->left - off, half});
    put_target(b, (struct point){trim->right + off, half});
}

/* Solids, overprints of two, half tints and a grey of three: what a printer measures. */
static void put_patches(struct strbuf *b, const struct haru_rectangle *trim, length from) {
    static const uint8_t patches[][INK_COUNT] = {
        {100, 0, 0, 0},   {0, 100, 0, 0},   {0, 0, 100, 0},   {0, 0, 0, 100},
        {0, 100, 100, 0}, {100, 0, 100, 0}, {100, 100, 0, 0}, {50, 0, 0, 0},
        {0, 50, 0, 0},    {0, 0, 50, 0},    {0, 0, 0, 50},    {50, 40, 40, 0}};
    enum { COUNT = sizeof patches / sizeof *patches };
    length space = (trim->right - trim->left) / 2 - 2 * PATCH_MARGIN;
    length width = length_min(PATCH, space / COUNT);

    for (int i = 0; i < COUNT && width > 0; i++) {
        put_inks(b, (struct inks){{patches[i][0], patches[i][1], patches[i][2], patches[i][3]}},
                 "k ");
        put_length(b, trim->left + PATCH_MARGIN + i * width);
        put_space_length(b, trim->bottom - from - PATCH_GAP - PATCH);
        put_space_length(b, width);
        put_space_length(b, PATCH);
        strbuf_add_c(b, " re f\n");
    }
}

unsigned press_registration(struct writer *w) {
    if (!w->press.registration)
        w->press.registration = objects_add(
            &w->objects, STR("[/Separation/All/DeviceCMYK<</FunctionType 2/Domain[0 1]/N 1"
                             "/C0[0 0 0 0]/C1[1 1 1 1]>>]"));
    return w->press.registration;
}

void press_close_page(struct content *c) {
    const struct press *p = &c->w->in->press;
    struct haru_rectangle trim = trim_of(c->w, c->page);
    length from = marks_begin(p);

    strbuf_add_c(&c->out, "Q\n");
    digest_add(&c->w->press.digest, strbuf_str(&c->out));
    if (!has_marks(p))
        return;
    content_begin_artifact(c, ARTIFACT_PAGE, false);
    if (p->colorbar)
        put_patches(&c->out, &trim, from);
    if (p->crop || p->registration) {
        c->registration = true;
        strbuf_add_c(&c->out, "/All CS 1 SCN ");
        put_length(&c->out, MARK_WIDTH);
        strbuf_add_c(&c->out, " w\n");
    }
    if (p->crop)
        put_crop(&c->out, &trim, from);
    if (p->registration)
        put_targets(&c->out, &trim, from);
    content_end_marked(c);
}
