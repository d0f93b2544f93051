/* layout_fixture.h - a bound document made by hand, laid out with the built-in theme. */
#ifndef QUIRE_TESTS_LAYOUT_FIXTURE_H
#define QUIRE_TESTS_LAYOUT_FIXTURE_H

/* cmocka asks for these before its own header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "layout/layout_internal.h"

struct fixture {
    struct arena *arena;
    struct diag_list diags;
    struct files files;
    struct session session;
    struct document source;
    struct bound_document document;
    struct bound_master master;
    struct edition edition;
    struct scope scope;
    struct font_set *fonts;
    struct layout_input input;
    struct layout layout;
    struct {
        struct bound_block **v;
        size_t n, cap;
    } blocks;
    unsigned passes;
};

static inline void fixture_open(struct fixture *f) {
    memset(f, 0, sizeof *f);
    f->arena = arena_new();
    diag_list_init(&f->diags, f->arena);
    files_init(&f->files, f->arena, &f->diags);
    f->session = (struct session){f->arena, &f->diags, &f->files};
    f->document.lang = STR("en-GB");
    f->edition.links = LINKS_LIVE;
    f->document.edition = &f->edition;
    f->document.default_master = &f->master;
    f->master.name = STR("default");
    scope_init(&f->scope, f->arena, NULL);
    f->document.scope = &f->scope;
    element_tree_init(&f->document.elements, f->arena);
    f->input.document = &f->document;
    f->input.sheet = style_sheet_make(&f->session, &f->source);
    f->fonts = font_set_new(&f->session, path_absolute(f->arena, STR("fonts")));
    assert_true(font_set_use(f->fonts, &f->session, f->input.sheet));
    f->input.fonts = f->fonts;
    f->input.images = image_cache_new(f->arena);
    f->input.passes = &f->passes;
    f->layout = (struct layout){.s = &f->session,
                                .in = &f->input,
                                .sheet = f->input.sheet,
                                .fonts = f->fonts,
                                .arena = f->arena,
                                .pass = 1};
}

static inline void fixture_close(struct fixture *f) {
    layout_close(&f->layout);
    font_set_free(f->fonts);
    arena_free(f->arena);
}

/* A style of the sheet that a test may change. */
static inline struct style *fixture_style(struct fixture *f, const char *name) {
    struct style *st = map_get(&f->input.sheet->styles, str_from(name));
    assert_non_null(st);
    return st;
}

static inline struct inline_text inline_of(struct fixture *f, const char *text) {
    struct inline_run *run = ARENA_NEW(f->arena, struct inline_run);
    run->text = str_from(text);
    return (struct inline_text){run, 1};
}

static inline struct bound_block *block_make(struct fixture *f, enum bound_kind kind) {
    struct bound_block *b = ARENA_NEW(f->arena, struct bound_block);
    b->kind = kind;
    b->element = 1;
    return b;
}

/* Appends to the document's content. */
static inline struct bound_block *block_add(struct fixture *f, enum bound_kind kind) {
    struct bound_block *b = block_make(f, kind);
    vec_push(f->arena, &f->blocks, b);
    return b;
}

static inline struct bound_block *text_add(struct fixture *f, const char *text) {
    struct bound_block *b = block_add(f, BOUND_PARAGRAPH);
    b->as.paragraph = inline_of(f, text);
    return b;
}

static inline struct bound_block *heading_add(struct fixture *f, unsigned level, const char *text) {
    struct bound_block *b = block_add(f, BOUND_HEADING);
    b->as.heading.level = level;
    b->as.heading.text = inline_of(f, text);
    b->as.heading.label = str_from(text);
    return b;
}

static inline struct bound_block *space_add(struct fixture *f, length height) {
    struct bound_block *b = block_add(f, BOUND_SPACE);
    b->as.space = (struct dimension){UNIT_ABSOLUTE, height};
    return b;
}

/* A text of n lines: hard breaks make their number certain. */
static inline struct inline_text lines_of(struct fixture *f, size_t n) {
    struct inline_run *v = ARENA_ARRAY(f->arena, struct inline_run, 2 * n);
    for (size_t i = 0; i < n; i++) {
        v[2 * i].text = str_format(f->arena, "line %zu", i + 1);
        v[2 * i + 1].kind = INLINE_BREAK;
    }
    return (struct inline_text){v, 2 * n - 1};
}

static inline struct bound_block *lines_add(struct fixture *f, size_t n) {
    struct bound_block *b = block_add(f, BOUND_PARAGRAPH);
    b->as.paragraph = lines_of(f, n);
    return b;
}

static inline struct bound_list fixture_content(struct fixture *f) {
    struct bound_list content = {f->blocks.v, f->blocks.n};
    f->blocks.v = NULL;
    f->blocks.n = f->blocks.cap = 0;
    return content;
}

static inline struct page_list *fixture_pages(struct fixture *f) {
    f->document.content = fixture_content(f);
    return layout_pages(&f->session, &f->input);
}

/* --- what is on a page --- */

struct found {
    const char *wanted;
    enum item_kind kind;
    size_t n;
    length x, y;          /* of the first */
    length width, height; /* of a link or shape */
    length lowest;
};

static inline void found_visit(void *context, const struct frame_item *item, length x, length y) {
    struct found *f = context;
    if (item->kind != f->kind)
        return;
    if (item->kind == ITEM_GLYPHS && f->wanted &&
        str_find(item->as.glyphs.run->text, str_from(f->wanted)) == SIZE_MAX)
        return;
    if (f->n++ == 0) {
        f->x = x;
        f->y = y;
        f->width = item->kind == ITEM_LINK ? item->as.link.width : 0;
        f->height = item->kind == ITEM_LINK ? item->as.link.height : 0;
    }
    f->lowest = length_max(f->lowest, y);
}

static inline struct found find_text(const struct frame *frame, const char *text) {
    struct found f = {.wanted = text, .kind = ITEM_GLYPHS};
    frame_walk(frame, found_visit, &f);
    return f;
}

static inline struct found find_kind(const struct frame *frame, enum item_kind kind) {
    struct found f = {.kind = kind};
    frame_walk(frame, found_visit, &f);
    return f;
}

static inline size_t page_with(const struct page_list *pages, const char *text) {
    for (size_t i = 0; i < pages->n; i++)
        if (find_text(pages->v[i].frame, text).n)
            return i + 1;
    return 0;
}

#endif
