#include "pdf/content.h"

#include "pdf/syntax.h"
#include "pdf/writer.h"

enum {
    OPAQUE = 100,
    CURVE_NUMERATOR = 5523, /* how far a quarter circle's handles reach, in 1/10000 */
    CURVE_DENOMINATOR = 10000
};
#define SOLID_BLACK ((uint32_t)100 << 24)

void content_init(struct content *c, struct writer *w, size_t page) {
    *c = (struct content){.w = w, .page = page, .stroke_width = PT};
    c->height = w->in->pages->v[page].frame->height;
    c->fill = c->stroke = COLOR_UNKNOWN;
    c->out = w->content; /* one buffer for all pages: what counts is kept compressed */
    c->out.n = 0;
}

static void end_path(struct content *c) {
    if (c->path)
        strbuf_add_c(&c->out, "f\n");
    c->path = false;
}

static void close_text(struct content *c) {
    if (c->in_text)
        strbuf_add_c(&c->out, "ET\n");
    c->in_text = false;
}

void content_end_text(struct content *c) {
    bool split = c->in_text && c->marked && c->within;

    end_path(c);
    if (split)
        strbuf_add_c(&c->out, "EMC\n");
    close_text(c);
    if (split && c->element)
        content_begin_element(c, c->element, STR_EMPTY, false);
    else if (split)
        content_begin_artifact(c, c->artifact, false);
}

/* Sequences and text objects nest: neither may end within the other. */
static void open_sequence(struct content *c, bool within) {
    end_path(c);
    if (!within)
        close_text(c);
    c->marked = true;
    c->within = within;
    if (within)
        content_begin_text(c);
}

void content_begin_text(struct content *c) {
    end_path(c);
    if (c->in_text)
        return;
    strbuf_add_c(&c->out, "BT\n");
    c->in_text = true;
    c->line_x = c->line_y = 0;
}

void put_inks(struct strbuf *b, struct inks inks, const char *operator) {
    for (int i = 0; i < INK_COUNT; i++) {
        put_length(b, (length)inks.v[i] * PT / 100);
        strbuf_add_char(b, ' ');
    }
    strbuf_add_c(b, operator);
}

/* Sets a colour that is not set: of the screen, or in inks. */
static void set_color(struct content *c, struct color color, enum ink_use use, bool stroke) {
    uint32_t *now = stroke ? &c->stroke : &c->fill;
    struct inks inks = {{color.r, color.g, color.b, 0}};
    bool press = c->w->press.inker != NULL;
    uint32_t wanted;

    if (press)
        inks = inker_inks(c->w->press.inker, color, use, c->at);
    wanted = (uint32_t)inks.v[0] << 16 | (uint32_t)inks.v[1] << 8 | inks.v[2] |
             (uint32_t)inks.v[3] << 24;
    if (*now == wanted)
        return;
    end_path(c);
    *now = wanted;
    if (press) {
        put_inks(&c->out, inks, stroke ? "K\n" : "k\n");
        return;
    }
    for (int i = 0; i < 3; i++) {
        put_length(&c->out, length_scale(inks.v[i], PT, 255));
        strbuf_add_char(&c->out, ' ');
    }
    strbuf_add_c(&c->out, stroke ? "RG\n" : "rg\n");
}

static void set_overprint(struct content *c, bool on) {
    if (c->overprint == on)
        return;
    end_path(c);
    c->overprint = on;
    c->overprints = true;
    strbuf_add_c(&c->out, on ? "/On gs\n" : "/Off gs\n");
}

void content_fill_color(struct content *c, struct color color, enum ink_use use) {
    set_color(c, color, use, false);
    if (c->w->press.inker)
        set_overprint(c, use == INK_TEXT && c->fill == SOLID_BLACK);
}

static void set_stroke(struct content *c, struct color color, length width) {
    set_color(c, color, INK_AREA, true);
    if (c->stroke_width != width) {
        c->stroke_width = width;
        put_length(&c->out, width);
        strbuf_add_c(&c->out, " w\n");
    }
}

void content_begin_artifact(struct content *c, enum artifact kind, bool within) {
    static const char *const properties[] = {
        [ARTIFACT_LAYOUT] = "<</Type/Layout>>",
        [ARTIFACT_HEADER] = "<</Type/Pagination/Subtype/Header>>",
        [ARTIFACT_FOOTER] = "<</Type/Pagination/Subtype/Footer>>",
        [ARTIFACT_BACKGROUND] = "<</Type/Background>>",
        [ARTIFACT_PAGE] = "<</Type/Page>>"};

    open_sequence(c, within);
    c->element = 0;
    c->artifact = kind;
    c->spoken = false;
    strbuf_add_c(&c->out, "/Artifact ");
    strbuf_add_c(&c->out, properties[kind]);
    strbuf_add_c(&c->out, "BDC\n");
}

void content_begin_element(struct content *c, element_id element, struct str actual, bool within) {
    enum role role = c->w->in->document->elements.v[element].role;

    open_sequence(c, within);
    c->element = element;
    c->spoken = actual.n > 0;
    strbuf_add_char(&c->out, '/');
    /* Some readers look for ActualText in a Span alone; the structure tree has the true role. */
    strbuf_add_c(&c->out, actual.n ? "Span" : role_name(role));
    strbuf_add_c(&c->out, "<</MCID ");
    put_int(&c->out, tags_mark(c->w, c->page, element));
    if (actual.n) {
        strbuf_add_c(&c->out, "/ActualText<FEFF");
        put_utf16(&c->out, actual);
        strbuf_add_char(&c->out, '>');
    }
    strbuf_add_c(&c->out, ">>BDC\n");
}

void content_end_marked(struct content *c) {
    end_path(c);
    if (!c->within)
        close_text(c);
    strbuf_add_c(&c->out, "EMC\n");
    c->marked = false;
}

static void put_point(struct content *c, length x, length y, const char *operator) {
    put_length(&c->out, x);
    put_space_length(&c->out, y);
    strbuf_add_c(&c->out, operator);
}

static void put_box(struct content *c, const struct haru_rectangle *r, const char *operator) {
    put_length(&c->out, r->left);
    put_space_length(&c->out, r->bottom);
    put_space_length(&c->out, r->right - r->left);
    put_space_length(&c->out, r->top - r->bottom);
    strbuf_add_c(&c->out, operator);
}

static void put_curve(struct content *c, const length p[6]) {
    for (int i = 0; i < 6; i++) {
        put_length(&c->out, p[i]);
        strbuf_add_char(&c->out, ' ');
    }
    strbuf_add_c(&c->out, "c\n");
}

length content_handle(length radius) {
    return length_scale(radius, CURVE_NUMERATOR, CURVE_DENOMINATOR);
}

static void put_rounded(struct content *c, const struct haru_rectangle *r, length radius) {
    length most = length_min(r->right - r->left, r->top - r->bottom) / 2;
    length d = length_min(radius, most);
    length k = d - content_handle(d);
    length l = r->left, b = r->bottom, e = r->right, t = r->top;

    put_point(c, l + d, b, " m\n");
    put_point(c, e - d, b, " l\n");
    put_curve(c, (const length[]){e - k, b, e, b + k, e, b + d});
    put_point(c, e, t - d, " l\n");
    put_curve(c, (const length[]){e, t - k, e - k, t, e - d, t});
    put_point(c, l + d, t, " l\n");
    put_curve(c, (const length[]){l + k, t, l, t - k, l, t - d});
    put_point(c, l, b + d, " l\n");
    put_curve(c, (const length[]){l, b + k, l + k, b, l + d, b});
    strbuf_add_c(&c->out, "h\n");
}

/* Squares of one unit in a system of their own: a code has hundreds, and they share their edges. */
static void put_modules(struct content *c, const struct shape *s, length x, length y) {
    int64_t millionths = length_scale(s->width, PT, s->grid);

    c->modules = true;
    strbuf_format(&c->out, "q %lld.%06lld 0 0 %lld.%06lld ", (long long)(millionths / 1000000),
                  (long long)(millionths % 1000000), (long long)(millionths / 1000000),
                  (long long)(millionths % 1000000));
    put_point(c, x, c->height - y - s->height, " cm\n");
    for (size_t i = 0; i < s->run_count; i++) {
        put_int(&c->out, s->runs[i].column);
        strbuf_add_char(&c->out, ' ');
        put_int(&c->out, (int64_t)s->grid - s->runs[i].row - 1);
        strbuf_add_char(&c->out, ' ');
        put_int(&c->out, s->runs[i].width);
        strbuf_add_c(&c->out, " 1 re\n");
    }
    strbuf_add_c(&c->out, "f Q\n");
}

static void put_path(struct content *c, const struct shape *s, length x, length y) {
    length top = c->height - y;

    if (s->kind == SHAPE_RECTANGLE) {
        struct haru_rectangle r = {x, top - s->height, x + s->width, top};
        if (s->radius > 0)
            put_rounded(c, &r, s->radius);
        else
            put_box(c, &r, " re\n");
    } else if (s->kind == SHAPE_LINE) {
        put_point(c, x, top, " m ");
        put_point(c, x + s->width, top - s->height, " l\n");
    } else {
        for (size_t i = 0; i < s->point_count; i++)
            put_point(c, x + s->points[i].x, top - s->points[i].y, i ? " l\n" : " m\n");
        strbuf_add_c(&c->out, "h\n");
    }
}

void content_shape(struct content *c, const struct shape *s, length x, length y) {
    bool fill = s->fill.set && s->kind != SHAPE_LINE;
    bool stroke = s->stroke.set && s->stroke_width > 0;
    bool clear = s->opacity > 0 && s->opacity < OPAQUE;
    uint32_t old_fill = c->fill, old_stroke = c->stroke;
    length old_width = c->stroke_width;

    if ((!fill && !stroke) || (s->kind == SHAPE_POLYGON && s->point_count < 2))
        return;
    bool joins = s->kind == SHAPE_RECTANGLE && !stroke && !clear && s->radius <= 0;
    if (!joins || c->in_text)
        content_end_text(c);
    set_overprint(c, false);
    if (clear) {
        c->opacities[s->opacity] = true;
        strbuf_add_c(&c->out, "q /G");
        put_int(&c->out, s->opacity);
        strbuf_add_c(&c->out, " gs\n");
    }
    if (fill)
        content_fill_color(c, s->fill, INK_AREA);
    if (stroke)
        set_stroke(c, s->stroke, s->stroke_width);
    if (s->kind == SHAPE_MODULES) {
        put_modules(c, s, x, y);
        return;
    }
    put_path(c, s, x, y);
    if (joins) {
        c->path = true;
        return;
    }
    strbuf_add_c(&c->out, fill && stroke ? "B\n" : fill ? "f\n" : "S\n");
    if (clear) {
        strbuf_add_c(&c->out, "Q\n");
        c->fill = old_fill;
        c->stroke = old_stroke;
        c->stroke_width = old_width;
    }
}

void content_rectangle(struct content *c, struct color color, const struct haru_rectangle *r) {
    content_end_text(c);
    content_fill_color(c, color, INK_TEXT);
    put_box(c, r, " re f\n");
}

static void use_image(struct content *c, const struct image *image) {
    for (size_t i = 0; i < c->images.n; i++)
        if (c->images.v[i]->id == image->id)
            return;
    vec_push(c->w->arena, &c->images, image);
}

void content_image(struct content *c, const struct frame_item *item, length x, length y) {
    const struct image *image = item->as.image.image;
    length width = item->as.image.width, height = item->as.image.height;

    if (!pdf_image_use(c->w, image))
        return;
    use_image(c, image);
    content_end_text(c);
    set_overprint(c, false);
    strbuf_add_c(&c->out, "q\n");
    if (item->as.image.clip.width > 0 && item->as.image.clip.height > 0) {
        length left = x + item->as.image.clip.x, top = c->height - y - item->as.image.clip.y;
        struct haru_rectangle r = {left, top - item->as.image.clip.height,
                                   left + item->as.image.clip.width, top};
        put_box(c, &r, " re W n\n");
    }
    put_length(&c->out, width);
    strbuf_add_c(&c->out, " 0 0");
    put_space_length(&c->out, height);
    put_space_length(&c->out, x);
    put_space_length(&c->out, c->height - y - height);
    strbuf_add_c(&c->out, " cm /I");
    put_int(&c->out, image->id);
    strbuf_add_c(&c->out, " Do\nQ\n");
}

bool content_is_transparent(const struct content *c) {
    for (int i = 1; i < OPAQUE; i++)
        if (c->opacities[i])
            return true;
    for (size_t i = 0; i < c->images.n; i++)
        if (c->images.v[i]->alpha.n)
            return true;
    return false;
}

static void put_states(const struct content *c, struct strbuf *b) {
    bool any = c->overprints;

    if (any)
        strbuf_add_c(b, "/ExtGState<</On<</Type/ExtGState/OP true/op true/OPM 1>>"
                        "/Off<</Type/ExtGState/OP false/op false/OPM 1>>");
    for (int i = 1; i < OPAQUE; i++) {
        if (!c->opacities[i])
            continue;
        strbuf_add_c(b, any ? "/G" : "/ExtGState<</G");
        put_int(b, i);
        strbuf_add_c(b, "<</Type/ExtGState/ca ");
        put_length(b, (length)i * PT / OPAQUE);
        strbuf_add_c(b, "/CA ");
        put_length(b, (length)i * PT / OPAQUE);
        strbuf_add_c(b, ">>");
        any = true;
    }
    if (any)
        strbuf_add_c(b, ">>");
}

struct str content_resources(const struct content *c) {
    struct strbuf b;

    strbuf_init(&b, c->w->arena);
    if (c->fonts.n) {
        strbuf_add_c(&b, "/Font<<");
        for (size_t i = 0; i < c->fonts.n; i++) {
            strbuf_add_c(&b, "/F");
            put_int(&b, c->fonts.v[i]->index);
            strbuf_add_char(&b, ' ');
            put_reference(&b, c->fonts.v[i]->number);
        }
        strbuf_add_c(&b, ">>");
    }
    if (c->images.n) {
        strbuf_add_c(&b, "/XObject<<");
        for (size_t i = 0; i < c->images.n; i++) {
            strbuf_add_c(&b, "/I");
            put_int(&b, c->images.v[i]->id);
            strbuf_add_char(&b, ' ');
            put_reference(&b, pdf_image_use(c->w, c->images.v[i]));
        }
        strbuf_add_c(&b, ">>");
    }
    if (c->registration) {
        strbuf_add_c(&b, "/ColorSpace<</All ");
        put_reference(&b, press_registration(c->w));
        strbuf_add_c(&b, ">>");
    }
    put_states(c, &b);
    return strbuf_str(&b);
}
