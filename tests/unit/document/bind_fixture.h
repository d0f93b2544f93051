/* bind_fixture.h - a layout as text, bound; and what came of it as one line of text. */
#ifndef QUIRE_TESTS_BIND_FIXTURE_H
#define QUIRE_TESTS_BIND_FIXTURE_H

#include "document/bound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

struct fixture {
    struct arena *arena;
    struct diag_list diags;
    struct files files;
    struct session session;
    struct bound_document *bound;
};

static inline void start(struct fixture *f) {
    f->arena = arena_new();
    diag_list_init(&f->diags, f->arena);
    files_init(&f->files, f->arena, &f->diags);
    f->files.root = STR("/project");
    f->session = (struct session){f->arena, &f->diags, &f->files};
}

static inline void finish(struct fixture *f) {
    arena_free(f->arena);
}

static inline void serve(struct fixture *f, const char *path, const char *text) {
    files_fake(&f->files, str_from(path), str_from(text));
}

#define TOP "quire: 1\ntitle: A title\nlang: en-GB\n"

/* Binds the layout TOP + text; sources are read as a job reads them. */
static inline void bind_text_of(struct fixture *f, const char *text) {
    serve(f, "/project/layouts/a.yaml", str_c(f->arena, str_format(f->arena, TOP "%s", text)));
    struct document_request request = {.layout_path = STR("/project/layouts/a.yaml")};
    struct document *d = document_read(&f->session, &request);
    assert_non_null(d);
    struct scope *scope = ARENA_NEW(f->arena, struct scope);
    scope_init(scope, f->arena, NULL);
    scope->lang = d->lang;
    for (size_t i = 0; i < d->source_count; i++) {
        struct dataset *set = dataset_read(&f->session, &d->sources[i]);
        scope_set(scope, d->sources[i].name, set->value);
    }
    struct bind_input in = {.document = d, .scope = scope};
    f->bound = document_bind(&f->session, &in);
    assert_non_null(f->bound);
}

/* The diagnostics: `code line:column`, in order. */
static inline const char *said(struct fixture *f) {
    struct strbuf b;
    strbuf_init(&b, f->arena);
    diag_sort(&f->diags);
    for (size_t i = 0; i < f->diags.all.n; i++) {
        const struct diag *d = f->diags.all.v[i];
        strbuf_format(&b, "%s%s %u:%u", i > 0 ? ", " : "", d->code, d->span.line, d->span.column);
    }
    return strbuf_str(&b).p;
}

static inline void tree_to(struct strbuf *b, struct element_tree *t, element_id id) {
    strbuf_add_c(b, role_name(element_at(t, id)->role));
    element_id child = element_at(t, id)->first_child;
    if (child == 0)
        return;
    strbuf_add_char(b, '(');
    for (; child != 0; child = element_at(t, child)->next) {
        /* pdf/ numbers parents first */
        assert_true(child > id && element_at(t, child)->parent == id);
        tree_to(b, t, child);
        if (element_at(t, child)->next != 0)
            strbuf_add_char(b, ' ');
    }
    strbuf_add_char(b, ')');
}

/* The structure tree: "Document(Sect(H1 P))". */
static inline const char *tree(struct fixture *f) {
    struct strbuf b;
    strbuf_init(&b, f->arena);
    tree_to(&b, &f->bound->elements, 1);
    return strbuf_str(&b).p;
}

/* Words, with links as `words{where}`, numbers of pages as `#id`. */
static inline const char *shown(struct fixture *f, const struct inline_text *t) {
    struct strbuf b;
    strbuf_init(&b, f->arena);
    for (size_t i = 0; i < t->n; i++) {
        const struct inline_run *run = &t->v[i];
        if (run->kind == INLINE_PAGE)
            strbuf_format(&b, "#%.*s", STR_ARG(run->target));
        else if (run->kind == INLINE_BREAK)
            strbuf_add_char(&b, '/');
        strbuf_add(&b, run->text);
        if (run->link != NULL)
            strbuf_format(&b, "{%.*s%.*s}", STR_ARG(run->link->address),
                          STR_ARG(run->link->target));
    }
    return strbuf_str(&b).p;
}

static inline struct bound_block *block_at(struct fixture *f, size_t i) {
    assert_true(i < f->bound->content.n);
    return f->bound->content.v[i];
}

/* A table's rows: "h:a|b b:c|d t:e|f"; headers as `[a]`, spans as `a<2`. */
static inline const char *rows_shown(struct fixture *f, const struct bound_table *t) {
    static const char KINDS[] = {[ROW_HEAD] = 'h',
                                 [ROW_BODY] = 'b',
                                 [ROW_GROUP] = 'g',
                                 [ROW_SUBTOTAL] = 's',
                                 [ROW_TOTAL] = 't'};
    struct strbuf b;
    strbuf_init(&b, f->arena);
    for (size_t r = 0; r < t->row_count; r++) {
        strbuf_format(&b, "%s%c:", r > 0 ? " " : "", KINDS[t->rows[r].kind]);
        for (size_t i = 0; i < t->rows[r].n; i++) {
            const struct bound_cell *c = &t->rows[r].cells[i];
            struct inline_run one;
            struct inline_text text = cell_inline(c, &one);
            strbuf_format(&b, "%s%s%s%s", i > 0 ? "|" : "", c->header ? "[" : "", shown(f, &text),
                          c->header ? "]" : "");
            if (c->column_span > 1)
                strbuf_format(&b, "<%u", c->column_span);
            if (c->row_span > 1)
                strbuf_format(&b, "^%u", c->row_span);
        }
    }
    return strbuf_str(&b).p;
}

/* The ids of the cells that head a cell, as their words: "Rugby, Children". */
static inline const char *headers_of(struct fixture *f, const struct bound_table *t, size_t row,
                                     size_t cell) {
    struct strbuf b;
    strbuf_init(&b, f->arena);
    const struct element *e = element_at(&f->bound->elements, t->rows[row].cells[cell].element);
    for (size_t k = 0; k < e->heads->header_count; k++)
        for (size_t r = 0; r < t->row_count; r++)
            for (size_t i = 0; i < t->rows[r].n; i++)
                if (t->rows[r].cells[i].element == e->heads->headers[k]) {
                    struct inline_run one;
                    struct inline_text text = cell_inline(&t->rows[r].cells[i], &one);
                    strbuf_format(&b, "%s%s", b.n > 0 ? ", " : "", shown(f, &text));
                }
    return strbuf_str(&b).p;
}

#define REFERRALS                                                                                  \
    "data:\n"                                                                                      \
    "  referrals: {value: [\n"                                                                     \
    "    {district: Rugby, area: East, child: 0, adult: 2, url: 'https://a.example/1'},\n"         \
    "    {district: Nuneaton, area: North, child: 2, adult: 1300, url: 'https://a.example/2'},\n"  \
    "    {district: Warwick, area: East, child: 5, adult: '[c]', url: 'https://a.example/3'}]}\n"  \
    "  empty: {value: []}\n"                                                                       \
    "  gaps: {value: [{a: null, b: 1}]}\n"

#endif
