/* sample.h - a small document made by hand: two pages with everything that pdf/ writes. */
#ifndef QUIRE_TESTS_PDF_SAMPLE_H
#define QUIRE_TESTS_PDF_SAMPLE_H

#include "pdf/pdf.h"
#include "pdf/writer.h"

#include <string.h>

struct sample {
    struct arena *arena;
    struct diag_list diags;
    struct files files;
    struct session session;
    struct font_set *fonts;
    struct style_sheet sheet;
    struct style style;
    struct bound_document document;
    struct page pages[2];
    struct page_list list;
    struct pdf_input in;
};

static inline element_id sample_element(struct sample *s, element_id parent, enum role role) {
    return element_add(&s->document.elements, parent, role, SPAN_NONE);
}

static inline struct element *sample_at(struct sample *s, element_id id) {
    return element_at(&s->document.elements, id);
}

/* One line of text on a page; every run of it carries the element. */
static inline void sample_text(struct sample *s, size_t page, element_id element, const char *text,
                               struct point at) {
    struct text_segment segment = {.text = str_from(text), .style = &s->style, .lang = STR("en")};
    struct text_request request = {
        .segments = &segment, .n = 1, .width = 500 * PT, .lang = STR("en")};
    struct text_block *block = text_layout(s->fonts, &s->session, &request);

    for (size_t l = 0; l < block->n; l++) {
        for (size_t i = 0; i < block->lines[l].n; i++) {
            struct frame_item item = {.kind = ITEM_GLYPHS, .element = element};
            item.x = at.x + block->lines[l].runs[i].x;
            item.y = at.y + (length)l * 15 * PT;
            item.as.glyphs.run = block->lines[l].runs[i].run;
            item.as.glyphs.color = (struct color){.set = true, .r = 0x12, .g = 0x43, .b = 0x6D};
            item.as.glyphs.underline = element && s->document.elements.v[element].role == ROLE_LINK;
            frame_push(s->pages[page].frame, &item);
        }
    }
}

static inline void sample_anchor(struct sample *s, size_t page, const char *id, unsigned heading,
                                 const char *label) {
    struct frame_item item = {.kind = ITEM_ANCHOR, .x = 50 * PT, .y = 60 * PT};

    item.as.anchor.id = str_from(id);
    item.as.anchor.heading = heading;
    item.as.anchor.label = str_from(label);
    frame_push(s->pages[page].frame, &item);
}

static inline void sample_area(struct sample *s, size_t page, const struct link *link,
                               struct point at) {
    struct frame_item item = {.kind = ITEM_LINK, .x = at.x, .y = at.y};

    item.as.link.link = link;
    item.as.link.width = 100 * PT;
    item.as.link.height = 14 * PT;
    frame_push(s->pages[page].frame, &item);
}

static inline void sample_open(struct sample *s, const char *fonts) {
    static struct font_entry entry = {
        .key = {"body", 4}, .family = {"Open Sans", 9}, .weight = 400};
    static struct str fallback[] = {
        {"Noto Sans", 9}, {"Noto Sans Devanagari", 20}, {"Noto Naskh Arabic", 17}};

    memset(s, 0, sizeof *s);
    s->arena = arena_new();
    diag_list_init(&s->diags, s->arena);
    files_init(&s->files, s->arena, &s->diags);
    s->session = (struct session){s->arena, &s->diags, &s->files};
    s->fonts = font_set_new(&s->session, path_absolute(s->arena, str_from(fonts)));
    s->sheet = (struct style_sheet){.arena = s->arena,
                                    .fonts = &entry,
                                    .font_count = 1,
                                    .fallback = fallback,
                                    .fallback_count = 3};
    font_set_use(s->fonts, &s->session, &s->sheet);
    s->style = (struct style){
        .font_family = entry.key, .font_size = 11 * PT, .font_weight = 400, .line_height = 15 * PT};
    s->document = (struct bound_document){.title = STR("Results of pupils \xE2\x80\x93 2023"),
                                          .author = STR("A & B"),
                                          .lang = STR("en"),
                                          .has_date = true,
                                          .date = {2023, 9, 14}};
    element_tree_init(&s->document.elements, s->arena);
    for (unsigned i = 0; i < 2; i++) {
        s->pages[i].frame = frame_new(s->arena, 595276, 841890);
        s->pages[i].number = i + 1;
        s->pages[i].label = str_from(i ? "2" : "i");
    }
    s->list = (struct page_list){.v = s->pages, .n = 2, .cap = 2};
    s->in = (struct pdf_input){.document = &s->document, .pages = &s->list, .fonts = s->fonts};
}

/* The printing condition that `make profiles` puts into fonts/. */
static inline void sample_profile(struct session *session, struct press *p) {
    struct str path = path_absolute(session->arena, STR("fonts/FOGRA39L_coated.icc"));
    struct source *file = files_read_trusted(session->files, FILE_FONT, path, true);

    p->profile = file ? file->bytes : STR_EMPTY;
    p->profile_name = STR("FOGRA39L_coated.icc");
}

static inline void sample_close(struct sample *s) {
    font_set_free(s->fonts);
    arena_free(s->arena);
}

static inline void sample_table(struct sample *s, element_id parent) {
    element_id table = sample_element(s, parent, ROLE_TABLE);
    element_id head = sample_element(s, table, ROLE_THEAD);
    element_id row = sample_element(s, head, ROLE_TR);
    element_id year = sample_element(s, row, ROLE_TH);
    element_id score = sample_element(s, row, ROLE_TH);
    element_id body = sample_element(s, table, ROLE_TBODY);
    element_id name, value, empty;

    sample_at(s, year)->scope = SCOPE_COLUMN;
    element_heads(&s->document.elements, year)->id = STR("t1-c1");
    sample_at(s, score)->scope = SCOPE_COLUMN;
    element_heads(&s->document.elements, score)->id = STR("t1-c2");
    sample_text(s, 0, year, "Year", (struct point){50 * PT, 200 * PT});
    sample_text(s, 0, score, "Score", (struct point){150 * PT, 200 * PT});
    row = sample_element(s, body, ROLE_TR);
    name = sample_element(s, row, ROLE_TH);
    value = sample_element(s, row, ROLE_TD);
    sample_at(s, name)->scope = SCOPE_ROW;
    element_heads(&s->document.elements, name)->id = STR("t1-r1");
    element_id *headers = ARENA_ARRAY(s->arena, element_id, 2);
    headers[0] = score;
    headers[1] = name;
    element_heads(&s->document.elements, value)->headers = headers;
    element_heads(&s->document.elements, value)->header_count = 2;
    sample_text(s, 0, name, "2022/23", (struct point){50 * PT, 215 * PT});
    sample_text(s, 0, value, "46.2", (struct point){150 * PT, 215 * PT});
    row = sample_element(s, body, ROLE_TR);
    name = sample_element(s, row, ROLE_TH);
    empty = sample_element(s, row, ROLE_TD);
    sample_at(s, name)->scope = SCOPE_ROW;
    element_heads(&s->document.elements, name)->id = STR("t1-r2");
    (void)empty;
    sample_text(s, 0, name, "2021/22", (struct point){50 * PT, 230 * PT});
}

static inline void sample_figure(struct sample *s, element_id parent) {
    static struct point corners[] = {{0, 0}, {40 * PT, 0}, {20 * PT, 30 * PT}};
    static struct image picture = {
        .id = 0, .kind = IMAGE_SAMPLES, .space = IMAGE_RGB, .width = 2, .height = 2};
    element_id figure = sample_element(s, parent, ROLE_FIGURE);
    struct frame_item item = {.kind = ITEM_SHAPE, .element = figure, .x = 50 * PT, .y = 300 * PT};

    element_words(&s->document.elements, figure)->alt =
        STR("A bar (half clear), a triangle and a picture");
    item.as.shape = (struct shape){.kind = SHAPE_RECTANGLE,
                                   .width = 100 * PT,
                                   .height = 20 * PT,
                                   .radius = 4 * PT,
                                   .fill = {.set = true, .r = 0x28, .g = 0xA1},
                                   .stroke = {.set = true},
                                   .stroke_width = 500,
                                   .opacity = 50};
    frame_push(s->pages[0].frame, &item);
    item.x = 160 * PT;
    item.as.shape = (struct shape){.kind = SHAPE_POLYGON,
                                   .points = corners,
                                   .point_count = 3,
                                   .fill = {.set = true, .r = 0xF4}};
    frame_push(s->pages[0].frame, &item);
    item = (struct frame_item){.kind = ITEM_IMAGE, .element = figure, .x = 220 * PT, .y = 300 * PT};
    picture.data = (struct str){"\xFF\0\0\0\xFF\0\0\0\xFF\xFF\xFF\xFF", 12};
    picture.alpha = (struct str){"\xFF\x80\x40\xFF", 4};
    item.as.image.image = &picture;
    item.as.image.width = item.as.image.height = 30 * PT;
    frame_push(s->pages[0].frame, &item);
}

/* The whole sample; `s` is open. */
static inline void sample_fill(struct sample *s) {
    static struct link web, inner;
    element_id root = 1; /* the Document is there from the start */
    element_id h1 = sample_element(s, root, ROLE_H1);
    element_id p = sample_element(s, root, ROLE_P);
    element_id a = sample_element(s, p, ROLE_LINK);
    element_id list, item, h2, q, b, note, scripts;

    frame_push_rectangle(s->pages[0].frame, (struct color){.set = true, .b = 99}, 0, 0,
                         (struct point){595276, 20 * PT})
        ->artifact = ARTIFACT_BACKGROUND;
    sample_anchor(s, 0, "top", 1, "Results \xE2\x80\x93 all");
    sample_text(s, 0, h1, "Results of the office", (struct point){50 * PT, 60 * PT});
    sample_text(s, 0, p, "Read more at ", (struct point){50 * PT, 100 * PT});
    sample_text(s, 0, a, "the statistics", (struct point){130 * PT, 100 * PT});
    sample_text(s, 0, a, "page", (struct point){50 * PT, 115 * PT});
    sample_text(s, 0, p, " or ask us.", (struct point){80 * PT, 115 * PT});
    web = (struct link){.address = STR("https://example.org/a(b)?c=d&e=\xC3\xA9"),
                        .contents = STR("The statistics page"),
                        .element = a};
    sample_area(s, 0, &web, (struct point){130 * PT, 90 * PT});
    sample_area(s, 0, &web, (struct point){50 * PT, 105 * PT});
    list = sample_element(s, root, ROLE_L);
    sample_at(s, list)->numbering = NUMBERING_DISC;
    item = sample_element(s, list, ROLE_LI);
    sample_text(s, 0, sample_element(s, item, ROLE_LBL), "\xE2\x80\xA2",
                (struct point){50 * PT, 150 * PT});
    sample_text(s, 0, sample_element(s, item, ROLE_LBODY), "A first point",
                (struct point){60 * PT, 150 * PT});
    sample_table(s, root);
    sample_figure(s, root);
    sample_element(s, root, ROLE_P); /* empty: left out */
    h2 = sample_element(s, root, ROLE_H2);
    sample_anchor(s, 1, "scripts", 2, "Scripts");
    sample_text(s, 1, h2, "Scripts", (struct point){50 * PT, 60 * PT});
    scripts = sample_element(s, root, ROLE_P);
    sample_text(s, 1, scripts,
                "office q\xCC\x81 \xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5"
                "\x8D\xE0\xA4\xA6\xE0\xA5\x80",
                (struct point){50 * PT, 100 * PT});
    sample_text(s, 1, scripts, "\xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\xA9",
                (struct point){50 * PT, 120 * PT});
    q = sample_element(s, root, ROLE_P);
    b = sample_element(s, q, ROLE_LINK);
    inner = (struct link){.target = STR("top"), .contents = STR("Back to the top"), .element = b};
    sample_text(s, 1, b, "Back to the top", (struct point){50 * PT, 140 * PT});
    sample_area(s, 1, &inner, (struct point){50 * PT, 130 * PT});
    note = sample_element(s, root, ROLE_NOTE);
    element_heads(&s->document.elements, note)->id = STR("note-1");
    element_words(&s->document.elements, note)->lang = STR("cy");
    sample_text(s, 1, note, "Nodyn", (struct point){50 * PT, 160 * PT});
    sample_text(s, 1, 0, "Page 2", (struct point){50 * PT, 800 * PT});
    s->pages[1].frame->items[s->pages[1].frame->n - 1].artifact = ARTIFACT_FOOTER;
}

#endif
