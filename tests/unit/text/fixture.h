/* fixture.h - a session, fonts and styles made by hand for the tests of text/. */
#ifndef QUIRE_TESTS_TEXT_FIXTURE_H
#define QUIRE_TESTS_TEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/text.h"

#include <stdio.h>
#include <string.h>

struct bench {
    struct arena *arena;
    struct diag_list diags;
    struct files files;
    struct session s;
    struct font_set *fonts;
    struct style_sheet sheet;
    struct font_entry entries[2];
    struct str fallback[8];
    struct style style;
};

static struct source theme_file = {.path = {"theme.yaml", 10}, .bytes = {"", 0}};

static inline struct bench *bench_new(const char *const *fallback, size_t n) {
    struct arena *a = arena_new();
    struct bench *b = ARENA_NEW(a, struct bench);
    b->arena = a;
    diag_list_init(&b->diags, a);
    files_init(&b->files, a, &b->diags);
    b->s = (struct session){a, &b->diags, &b->files};
    b->fonts = font_set_new(&b->s, path_absolute(a, STR("fonts")));
    b->entries[0] = (struct font_entry){
        STR("text"), STR("Open Sans"), STR_EMPTY, {&theme_file, 1, 1, 1}, 400, false};
    b->entries[1] = (struct font_entry){
        STR("head"), STR("Noto Serif"), STR_EMPTY, {&theme_file, 2, 1, 1}, 700, false};
    for (size_t i = 0; i < n; i++) {
        b->fallback[i] = str_from(fallback[i]);
    }
    b->sheet = (struct style_sheet){.arena = a,
                                    .fonts = b->entries,
                                    .font_count = 2,
                                    .fallback = b->fallback,
                                    .fallback_count = n};
    b->style = (struct style){.font_family = STR("text"), .font_size = 12 * PT};
    return b;
}

static inline void bench_free(struct bench *b) {
    font_set_free(b->fonts);
    arena_free(b->arena);
}

/* Lays one segment out. */
static inline struct text_block *bench_layout(struct bench *b, const char *text, length width,
                                              enum text_align align, const char *lang) {
    struct text_segment *segment = ARENA_NEW(b->arena, struct text_segment);
    *segment = (struct text_segment){.text = str_from(text),
                                     .style = &b->style,
                                     .lang = str_from(lang),
                                     .span = {&theme_file, 7, 3, 1}};
    return text_layout(
        b->fonts, &b->s,
        &(struct text_request){
            .segments = segment, .n = 1, .width = width, .align = align, .lang = str_from(lang)});
}

/* The lines' texts, with `|` between lines and none between runs. */
static inline const char *bench_lines(struct bench *b, const struct text_block *block) {
    struct strbuf out;
    strbuf_init(&out, b->arena);
    for (size_t i = 0; i < block->n; i++) {
        if (i > 0) {
            strbuf_add_char(&out, '|');
        }
        for (size_t k = 0; k < block->lines[i].n; k++) {
            strbuf_add(&out, block->lines[i].runs[k].run->text);
        }
    }
    return strbuf_str(&out).p;
}

/* What must hold for every block: sums, clusters, no glyph 0 unless poisoned. */
static inline void bench_check(const struct text_block *block, length width) {
    assert_true(block->n > 0);
    for (size_t i = 0; i < block->n; i++) {
        const struct text_line *line = &block->lines[i];
        length sum = 0;
        for (size_t k = 0; k < line->n; k++) {
            const struct glyph_run *run = line->runs[k].run;
            length advances = 0;
            for (size_t g = 0; g < run->n; g++) {
                advances += run->glyphs[g].advance;
                assert_true(run->glyphs[g].cluster < run->text.n);
                assert_true(block->poisoned || run->glyphs[g].id != 0);
                if (g > 0) {
                    assert_true(run->rtl ? run->glyphs[g].cluster <= run->glyphs[g - 1].cluster
                                         : run->glyphs[g].cluster >= run->glyphs[g - 1].cluster);
                }
            }
            assert_int_equal(advances, run->width);
            assert_true(line->runs[k].x >= 0);
            assert_true(line->runs[k].x + run->width <= width);
            sum += run->width;
        }
        assert_int_equal(sum, line->width);
        assert_true(line->width <= width);
    }
}

static inline void bench_print(const struct diag_list *l) {
    for (size_t i = 0; i < l->all.n; i++) {
        print_message("%s: %.*s / %.*s\n", l->all.v[i]->code, STR_ARG(l->all.v[i]->message),
                      STR_ARG(l->all.v[i]->help));
    }
}

#endif
