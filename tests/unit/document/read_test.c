/* What an author may write, and what is said to them when it is something else. */
#include "document/read_internal.h"

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
};

static void start(struct fixture *f) {
    f->arena = arena_new();
    diag_list_init(&f->diags, f->arena);
    files_init(&f->files, f->arena, &f->diags);
    f->files.root = STR("/project");
    f->session = (struct session){f->arena, &f->diags, &f->files};
}

static void finish(struct fixture *f) {
    arena_free(f->arena);
}

static void serve(struct fixture *f, const char *path, const char *text) {
    files_fake(&f->files, str_from(path), str_from(text));
}

static struct document *read_as(struct fixture *f, const char *edition) {
    struct document_request request = {.layout_path = STR("/project/layouts/a.yaml"),
                                       .edition = str_from(edition)};
    return document_read(&f->session, &request);
}

static struct document *read_text(struct fixture *f, const char *text) {
    serve(f, "/project/layouts/a.yaml", text);
    return read_as(f, "");
}

#define TOP "quire: 1\ntitle: A title\nlang: en-GB\n"

/* The lines of all diagnostics, as `code line:column`. */
static const char *said(struct fixture *f) {
    struct strbuf b;
    strbuf_init(&b, f->arena);
    diag_sort(&f->diags);
    for (size_t i = 0; i < f->diags.all.n; i++) {
        const struct diag *d = f->diags.all.v[i];
        strbuf_format(&b, "%s%s %u:%u", i ? ", " : "", d->code, d->span.line, d->span.column);
    }
    return strbuf_str(&b).p;
}

static void show_help(struct fixture *f) {
    for (size_t i = 0; i < f->diags.all.n; i++) {
        const struct diag *d = f->diags.all.v[i];
        print_message("  %s: %.*s | %.*s\n", d->code, STR_ARG(d->message), STR_ARG(d->help));
    }
}

struct mistake {
    const char *layout, *said;
    const char *help; /* a part of the first one's help or message; NULL: none is looked for */
};

static bool tells(const struct diag *d, const char *part) {
    return str_find(d->help, str_from(part)) != SIZE_MAX ||
           str_find(d->message, str_from(part)) != SIZE_MAX;
}

static void expect_mistakes(const struct mistake *cases, size_t n) {
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct fixture f;
        start(&f);
        read_text(&f, cases[i].layout);
        const char *got = said(&f);
        if (strcmp(got, cases[i].said) != 0 ||
            (cases[i].help && !tells(f.diags.all.v[0], cases[i].help))) {
            print_message("%s\nexpected: %s (%s)\ngot:      %s\n", cases[i].layout, cases[i].said,
                          cases[i].help ? cases[i].help : "", got);
            show_help(&f);
            wrong++;
        }
        finish(&f);
    }
    assert_int_equal(wrong, 0);
}

#define EXPECT(cases) expect_mistakes(cases, sizeof(cases) / sizeof((cases)[0]))

/* ---- right forms --------------------------------------------------------------------------- */

static void a_text_item_and_each_bare_block_are_read(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d = read_text(&f, TOP "content:\n"
                                                 "  - Plain words\n"
                                                 "  - h2: A heading\n"
                                                 "  - contents:\n"
                                                 "  - space: 6mm\n"
                                                 "  - break: odd\n"
                                                 "  - quote: Words\n"
                                                 "  - x-note: passed over\n"
                                                 "  - tiles: [{value: 1 + 1, label: two}]\n"
                                                 "  - box: [Inside]\n");
    assert_string_equal(said(&f), "");
    assert_int_equal(d->content.n, 8);
    assert_int_equal(d->content.v[0]->kind, BLOCK_TEXT);
    assert_int_equal(d->content.v[1]->as.heading.level, 2);
    assert_int_equal(d->content.v[2]->as.contents.depth, 2);
    assert_int_equal(d->content.v[3]->as.space.value, LENGTH_MM(600));
    assert_int_equal(d->content.v[4]->as.brk, BREAK_ODD);
    assert_int_equal(d->content.v[6]->as.tiles.n, 1);
    assert_int_equal(d->content.v[7]->as.box.content.n, 1);
    finish(&f);
}

static void options_of_every_block_stand_beside_its_own(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d =
        read_text(&f, TOP "content:\n"
                          "  - h1: {text: A, id: a, style: big, if: 1 == 1, lang: cy,\n"
                          "         keep: together, notes: {n: A note}}\n");
    assert_string_equal(said(&f), "");
    const struct block *b = d->content.v[0];
    assert_true(str_is(b->id.text, "a"));
    assert_true(str_is(b->style.text, "big"));
    assert_non_null(b->condition);
    assert_true(str_is(b->lang, "cy"));
    assert_true(b->keep_together);
    assert_int_equal(b->note_count, 1);
    assert_int_equal(d->style_use_count, 1);
    finish(&f);
}

static void a_table_reads_its_columns_and_totals(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d = read_text(
        &f, TOP "content:\n"
                "  - table:\n"
                "      caption: A caption\n"
                "      data: referrals\n"
                "      sort: -child\n"
                "      columns:\n"
                "        - {field: district, header: District, width: 2fr, row-header: true}\n"
                "        - {header: Both, columns: [{field: child, header: C, align: decimal},\n"
                "                                   {field: adult, header: A}]}\n"
                "        - {total: row, header: All}\n"
                "        - {value: row.a - row.b, header: Change, link: row.url}\n"
                "      total: {label: Total}\n");
    assert_string_equal(said(&f), "");
    const struct table_block *t = d->content.v[0]->as.table;
    assert_int_equal(t->column_count, 4);
    assert_true(t->sort_descending && str_is(t->sort.text, "child"));
    assert_true(t->columns[0].row_header && t->columns[0].width.unit == UNIT_FR);
    assert_int_equal(t->columns[1].columns[0].align, ALIGN_DECIMAL);
    assert_true(t->columns[2].row_total && t->has_total && t->total_label);
    finish(&f);
}

static void a_literal_table_counts_spans(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d =
        read_text(&f, TOP "content:\n"
                          "  - table:\n"
                          "      header-rows: 1\n"
                          "      rows:\n"
                          "        - [{text: Kind, rowspan: 2}, {text: Number, colspan: 2}]\n"
                          "        - [Children, 2]\n"
                          "        - [Review, \"[c]\", \"\"]\n");
    assert_string_equal(said(&f), "");
    const struct table_block *t = d->content.v[0]->as.table;
    assert_int_equal(t->row_count, 3);
    assert_int_equal(t->rows[0].cells[1].column_span, 2);
    assert_int_equal(t->rows[1].cells[1].row_span, 1);
    finish(&f);
}

static void a_chart_has_its_defaults(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d =
        read_text(&f, TOP "content:\n"
                          "  - chart: {caption: {text: Up, that: 2 > 1}, data: rows, category: k,\n"
                          "            series: [{field: n}], alt: auto, axis: {max: 10}}\n");
    assert_string_equal(said(&f), "");
    const struct chart_block *c = d->content.v[0]->as.chart;
    assert_true(c->caption && c->caption_that && c->labels && !c->alt);
    assert_int_equal(c->order, ORDER_LARGEST);
    assert_true(c->axis.max && !c->axis.min);
    finish(&f);
}

static void sources_params_and_checks_are_read(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d = read_text(
        &f, TOP "data:\n"
                "  report: ../data/report.yaml\n"
                "  referrals: {file: r.csv, types: {child: people}, key: district, skip: 2}\n"
                "  kinds: {value: [1, 2]}\n"
                "params: {district: {from: referrals}}\n"
                "checks:\n"
                "  - {that: 1 == 1, message: No}\n"
                "  - {parts: {of: report.a, are: [report.b, report.c]}, message: No,\n"
                "     severity: warning, because: The source says so}\n"
                "content: [Words]\n");
    assert_string_equal(said(&f), "");
    assert_int_equal(d->source_count, 3);
    assert_true(str_is(d->sources[0].file, "../data/report.yaml"));
    assert_int_equal(d->sources[1].types[0].type, COLUMN_PEOPLE);
    assert_int_equal(d->sources[1].skip, 2);
    assert_non_null(d->sources[2].value);
    assert_true(str_is(d->params[0].from.text, "referrals"));
    assert_int_equal(d->checks[1].are_count, 2);
    assert_true(d->checks[1].warning && !d->checks[0].warning);
    finish(&f);
}

static void a_master_reads_margins_furniture_and_background(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d = read_text(
        &f, TOP "masters:\n"
                "  plain: {margin: {inside: 22mm}, footer: {outside: \"{{ page }}\"}}\n"
                "  cover: {margin: 0mm, header: none, background: brand, content: [{place: {top: "
                "60mm, content: [\"# T\"]}}]}\n"
                "  back: {based-on: plain, background: {image: ../a.jpg, fit: cover}}\n"
                "content: [master: cover, Words, master: default]\n");
    assert_string_equal(said(&f), "");
    assert_int_equal(d->masters[0].margin[3].value, LENGTH_MM(2200));
    assert_int_equal(d->masters[0].margin[0].unit, UNIT_AUTO);
    assert_true(d->masters[1].header.given && !d->masters[1].header.outside);
    assert_true(d->masters[1].has_content && d->masters[1].content.v[0]->kind == BLOCK_PLACE);
    assert_true(d->masters[2].background_cover);
    finish(&f);
}

/* ---- mistakes ------------------------------------------------------------------------------ */

static void a_misspelt_key_or_block_gets_the_nearest_right_one(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "autor: A\ncontent: [A]\n", "unknown-key 4:1", "`author`"},
        {TOP "content:\n  - tabel: {}\n", "unknown-block 5:5", "`table`"},
        {TOP "content:\n  - h1: {text: A, stile: b}\n", "unknown-key 5:19", "`style`"},
        {TOP "content:\n  - break: pages\n", "unknown-word 5:12", "`page`"},
        {TOP "content:\n  - list: {data: a, item: b, form: dots}\n", "unknown-word 5:36",
         "bullets, numbers"},
        {TOP "content:\n  - master: covr\nmasters: {cover: {}}\n", "unknown-master 5:13",
         "`cover`"},
        {TOP "data: {a: {file: b.csv, types: {n: peple}}}\ncontent: [A]\n", "unknown-word 4:36",
         "`people`"},
    };
    EXPECT(cases);
}

static void a_wrong_value_is_told_what_was_expected(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "content:\n  - space: 6\n", "bad-length 5:12", "6mm"},
        {TOP "content:\n  - space: 50%\n", "bad-length 5:12", "12pt"},
        {TOP "content:\n  - contents: {depth: 9}\n", "bad-number 5:23", "from 1 to 6"},
        {TOP "content:\n  - tiles: {items: 3}\n", "wrong-type 5:20", "a list"},
        {TOP "content: words\n", "wrong-type 4:10", "a list"},
        {TOP "date: 30/09/2023\ncontent: [A]\n", "bad-date 4:7", "2023-09-30"},
        {TOP "content:\n  - h1: {text: A, if: \"{{ a }}\"}\n", "braces-not-needed 5:23", "write a"},
        {TOP "content:\n  - image: {file: a, alt: b, decorative: yes}\n", "wrong-type 5:42",
         "true"},
        {TOP "content:\n  - quote: {by: A}\n", "missing-key 5:12", "needs `text`"},
        {"quire: 2\ntitle: A\nlang: en\ncontent: [A]\n", "language-version 1:8", "quire: 1"},
        {"quire: 1\ncontent: [A]\n", "title-missing 1:1, lang-missing 1:1", NULL},
    };
    EXPECT(cases);
}

static void what_yaml_swallows_is_caught(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "content:\n  - Priority # one\n", "comment-cuts-text 5:14", "- |"},
        {TOP "content:\n  - h1: Priority #1\n", "comment-cuts-text 5:18", "quotes"},
        {TOP "content:\n  - h1: Priority   # a remark\n", "", NULL},
        {TOP "masters: {a: {background: brand}}\ncontent:\n  - Contact: us any day\n",
         "unknown-block 6:5", "`Contact` is not a block; if this is a sentence, write `- |`"},
        {TOP "masters:\n  a:\n    background: #12436D\ncontent: [A]\n", "unquoted-colour 6:17",
         "\"#12436D\""},
        {TOP "content:\n  - h1: [c]\n", "unquoted-mark 5:9", "\"[c]\""},
        {TOP "content:\n  - h1: [see below]\n", "bracket-starts-text 5:9", "quotes"},
        {TOP "content:\n  - table: {header-rows: 1, rows: [[A, B], [x, [c]]]}\n",
         "unquoted-mark 5:48", "\"[c]\""},
        {TOP "content:\n  - tiles: [{value: 1, label: one, two}]\n", "comma-ends-value 5:36",
         "`label` in quotes"},
        {TOP "content:\n  - table:\n    caption: A\n    data: b\n", "options-not-indented 6:5",
         "indent"},
        {TOP "content:\n  - h1: A\n    id: b\n", "options-not-indented 6:5", "`text: ...`"},
        {TOP "content:\n  - table:\n    captoin: A\n", "options-not-indented 6:5", "indent"},
        {TOP "content:\n  - id: b\n    h1: A\n", "options-not-indented 5:5", "under `h1`"},
        {TOP "content:\n  - image: {file: \"{{ a }}\", alt: A}\n", "no-expression-here 5:20", NULL},
        {TOP "content:\n  - h1: A\n    h2: B\n", "two-blocks 6:5", "`- `"},
        {TOP "content:\n  - First\n    1. one\n    2. two\n", "lines-folded 5:5", "- |"},
        {TOP "content:\n  -\n  - # A heading\n", "empty-item 5:4, empty-item 6:4", "h1"},
        {TOP "content:\n  - - A\n", "list-in-list 5:5", NULL},
    };
    EXPECT(cases);
}

static void what_a_screen_reader_needs_is_asked_for(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "content:\n  - image: a.png\n", "alt-missing 5:12", "decorative: true"},
        {TOP "content:\n  - image: {file: a.png, alt: \"\"}\n", "alt-missing 5:19", NULL},
        {TOP "content:\n  - image: {file: a.png, alt: A, decorative: true}\n",
         "alt-and-decorative 5:12", NULL},
        {TOP "content:\n  - table: {rows: [[A, B]]}\n", "table-header-missing 5:12",
         "header-rows: 1"},
        {TOP "content:\n  - table: {data: a, columns: [{field: b}]}\n", "missing-key 5:32",
         "`header`"},
    };
    EXPECT(cases);
}

static void tables_and_charts_must_hang_together(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "content:\n  - table: {header-rows: 1, rows: [[A, B], [C]]}\n", "ragged-row 5:44",
         "1 column,"},
        {TOP "content:\n  - table: {header-rows: 1, sort: a, rows: [[A], [B]]}\n",
         "key-out-of-place 5:29", "`rows`"},
        {TOP "content:\n  - table: {caption: A}\n", "missing-key 5:12", "`data` or `rows`"},
        {TOP "content:\n  - table: {data: a, columns: [{field: b, value: c, header: D}]}\n",
         "two-sources 5:32", NULL},
        {TOP "content:\n  - chart: {caption: A, data: a, category: b, series: [{label: c}]}\n",
         "missing-key 5:56", "`field` or `value`"},
        {TOP "content:\n  - grid: {widths: [1fr], content: [[A], [B]]}\n", "grid-widths 5:11",
         "1 widths and 2 cells"},
        {TOP "content:\n  - place: {content: [A]}\n", "place-outside-master 5:12", NULL},
        {TOP "content:\n  - box: [break: page]\n", "break-inside 5:18", "a box"},
    };
    EXPECT(cases);
}

static void names_cannot_be_taken_twice_or_be_reserved(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "data: {row: {value: 1}}\ncontent: [A]\n", "reserved-name 4:8", "my_row"},
        {TOP "data: {my-data: {value: 1}}\ncontent: [A]\n", "bad-name 4:8", "my_data"},
        {TOP "data: {a: {value: 1}}\nparams: {a: {value: 1}}\ncontent: [A]\n", "name-hidden 5:10",
         NULL},
        {TOP "data: {a: {value: [1]}}\ncontent:\n  - for: {each: a, as: a, content: [A]}\n",
         "name-hidden 6:24", NULL},
        {TOP "checks: [{that: 1, message: A, severity: warning}]\ncontent: [A]\n",
         "because-missing 4:10", NULL},
    };
    EXPECT(cases);
}

static void all_mistakes_come_out_in_one_run(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "autor: A\nmasters: {a: {margn: 2mm}}\ncontent:\n  - tabel: {}\n  - space: 6\n"
             "  - image: a.png\n",
         "unknown-key 4:1, unknown-key 5:15, unknown-block 7:5, bad-length 8:12, alt-missing 9:12",
         NULL},
    };
    EXPECT(cases);
}

/* ---- files --------------------------------------------------------------------------------- */

static void an_included_list_stands_in_its_place(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/parts/b.yaml", "- One\n- include: c.yaml\n");
    serve(&f, "/project/layouts/parts/c.yaml", "- Two\n- space: 6\n");
    const struct document *d = read_text(&f, TOP "content:\n  - include: parts/b.yaml\n");
    assert_string_equal(said(&f), "bad-length 2:10");
    const struct block_list *list = &d->content.v[0]->as.include;
    assert_int_equal(list->n, 2);
    assert_int_equal(list->v[1]->as.include.n, 1);
    finish(&f);
}

static void a_file_that_includes_itself_is_refused_with_the_chain(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/b.yaml", "- include: c.yaml\n");
    serve(&f, "/project/layouts/c.yaml", "- include: b.yaml\n");
    read_text(&f, TOP "content:\n  - include: b.yaml\n");
    assert_string_equal(said(&f), "file-cycle 1:12");
    assert_int_equal(f.diags.all.v[0]->notes.n, 1);
    finish(&f);
}

static void files_may_name_each_other_sixteen_deep(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    for (int i = 0; i < 20; i++) {
        struct str path = str_format(f.arena, "/project/layouts/p%d.yaml", i);
        struct str text = str_format(f.arena, "- include: p%d.yaml\n", i + 1);
        files_fake(&f.files, path, text);
    }
    read_text(&f, TOP "content:\n  - include: p0.yaml\n");
    assert_string_equal(said(&f), "include-too-deep 1:12");
    assert_true(str_ends(f.diags.all.v[0]->span.source->path, "p14.yaml")); /* the layout is one */
    finish(&f);
}

static void a_layout_may_name_256_files(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/b.yaml", "- Words\n");
    struct strbuf b;
    strbuf_init(&b, f.arena);
    strbuf_add_c(&b, TOP "content:\n");
    for (int i = 0; i < 260; i++)
        strbuf_add_c(&b, "  - include: b.yaml\n");
    const struct document *d = read_text(&f, strbuf_str(&b).p);
    assert_string_equal(said(&f), "too-many-includes 260:14"); /* the layout is one; told once */
    assert_int_equal(d->content.n, 255);
    finish(&f);
}

static void a_layout_cannot_be_based_on_itself(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/b.yaml", TOP "based-on: a.yaml\n");
    const struct document *d = read_text(&f, TOP "based-on: b.yaml\ncontent: [A]\n");
    assert_string_equal(said(&f), "file-cycle 4:11");
    assert_true(str_ends(f.diags.all.v[0]->span.source->path, "b.yaml"));
    assert_int_equal(d->content.n, 1);
    finish(&f);
}

static void a_base_gives_what_the_layout_does_not_say_but_no_content(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/base.yaml",
          "quire: 1\ntitle: Base\nlang: en-GB\nauthor: Someone\n"
          "data: {a: {file: a.csv, key: k}, b: b.csv}\n"
          "masters: {default: {margin: 1mm, header: {inside: I}}}\ncontent: [Base words, More]\n");
    const struct document *d =
        read_text(&f, "quire: 1\nbased-on: base.yaml\ntitle: Own\n"
                      "data: {a: {value: [1]}}\n"
                      "masters: {default: {header: {outside: O}}}\ncontent: [Own words]\n");
    assert_string_equal(said(&f), "");
    assert_true(str_is(d->title->origin.text, "Own"));
    assert_true(str_is(d->author->origin.text, "Someone"));
    assert_int_equal(d->content.n, 1);
    assert_int_equal(d->source_count, 2);
    assert_true(d->sources[0].value && !d->sources[0].file.n && str_is(d->sources[0].key, "k"));
    assert_true(d->masters[0].header.inside && d->masters[0].header.outside);
    finish(&f);
}

static void the_content_of_a_base_is_not_taken(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/base.yaml", TOP "content: [Words]\n");
    const struct document *d = read_text(&f, "quire: 1\nbased-on: base.yaml\n");
    assert_string_equal(said(&f), "missing-key 1:1");
    assert_int_equal(d->content.n, 0);
    finish(&f);
}

static void themes_come_weakest_first(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/t.yaml", "based-on: u.yaml\nfonts: {text: {family: A}}\n");
    serve(&f, "/project/layouts/u.yaml",
          "fonts: {text: {family: B, weight: 700}, head: {family: C}}\n");
    serve(&f, "/project/layouts/a.yaml",
          TOP "theme: t.yaml\nstyles: {body: {color: ink}}\n"
              "editions: {large: {font-size: 18pt}}\n"
              "content: [A]\n");
    const struct document *d = read_as(&f, "large");
    assert_string_equal(said(&f), "");
    assert_int_equal(d->themes.n, 3);
    const struct node *fonts = node_get(d->themes.v[0], "fonts");
    assert_int_equal(fonts->n, 2);
    assert_null(node_get(node_get(fonts, "text"), "weight")); /* an entry is replaced whole */
    assert_non_null(node_get(d->themes.v[1], "styles"));
    assert_null(node_get(d->themes.v[1], "title"));
    assert_non_null(node_get(d->themes.v[2], "font-size"));
    finish(&f);
}

/* ---- editions ------------------------------------------------------------------------------ */

static void an_edition_inherits_what_it_does_not_say(void **state) {
    (void)state;
    static const char layout[] = TOP
        "masters: {cover: {margin: 0mm}}\n"
        "editions:\n"
        "  large: {font-size: 18pt, links: none}\n"
        "  huge: {based-on: large, font-size: 24pt}\n"
        "  press: {based-on: print, bleed: 5mm, marks: crop, ink-limit: 280%, page-multiple: 4}\n"
        "  leaf: {based-on: press, marks: [], only: [cover, default], ink-limit: 240}\n"
        "  sheet: {standard: [pdf/x-4], profile: own.icc}\n"
        "  archive: {standard: [pdf/a-3a], attach: data}\n"
        "  board: {based-on: archive, disclosure: none, marking: Secret, attach: none}\n"
        "content: [A]\n";
    static const struct {
        const char *edition;
        size_t standards, only;
        enum edition_links links;
        bool attach, open, crop, colorbar;
        int bleed;
        unsigned ink, multiple;
    } cases[] = {
        {"", 2, 0, LINKS_LIVE, false, false, false, false, 0, 300, 1},
        {"huge", 2, 0, LINKS_NONE, false, false, false, false, 0, 300, 1},
        {"print", 1, 0, LINKS_PRINTED, false, false, true, true, 3, 300, 1},
        {"press", 1, 0, LINKS_PRINTED, false, false, true, false, 5, 280, 4},
        {"leaf", 1, 2, LINKS_PRINTED, false, false, false, false, 5, 240, 4},
        {"sheet", 1, 0, LINKS_PRINTED, false, false, true, true, 3, 300, 1},
        {"archive", 1, 0, LINKS_LIVE, true, false, false, false, 0, 300, 1},
        {"board", 1, 0, LINKS_LIVE, false, true, false, false, 0, 300, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fixture f;
        start(&f);
        serve(&f, "/project/layouts/a.yaml", layout);
        const struct edition *e = read_as(&f, cases[i].edition)->edition;
        assert_string_equal(said(&f), "");
        assert_int_equal(e->standard_count, cases[i].standards);
        assert_int_equal(e->only_count, cases[i].only);
        assert_int_equal(e->links, cases[i].links);
        assert_int_equal(e->attach_data, cases[i].attach);
        assert_int_equal(e->disclosure_none, cases[i].open);
        assert_int_equal(e->marking != NULL, cases[i].open);
        assert_int_equal(e->crop, cases[i].crop);
        assert_int_equal(e->colorbar, cases[i].colorbar);
        assert_int_equal(e->bleed.unit, cases[i].bleed ? UNIT_ABSOLUTE : UNIT_AUTO);
        assert_int_equal(e->bleed.value, LENGTH_MM(cases[i].bleed * 100));
        assert_int_equal(e->ink_limit, cases[i].ink);
        assert_int_equal(e->page_multiple, cases[i].multiple);
        finish(&f);
    }
}

static void an_edition_that_is_not_there_is_reported(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    serve(&f, "/project/layouts/a.yaml", TOP "content: [A]\n");
    const struct document *d = read_as(&f, "scren");
    assert_string_equal(said(&f), "unknown-edition 1:1");
    assert_true(str_is(d->edition->name.text, "screen"));
    finish(&f);
}

#define ONE(keys) TOP "editions: {a: {" keys "}}\ncontent: [A]\n"
static void an_edition_says_what_can_be_kept(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {ONE("standard: [pdf/x-4, pdf/ua-1]"), "standards-conflict 4:26", "two editions"},
        {ONE("standard: [pdf/x-4], links: live"), "links-standard 4:44", "links: printed"},
        {ONE("attach: data"), "attach-standard 4:24", "pdf/a-3a"},
        {ONE("disclosure: none, marking: ' '"), "marking-missing 4:28", NULL},
        {TOP "editions:\n  a: {disclosure: none, marking: Secret}\n"
             "  b: {based-on: a, marking: ''}\ncontent: [A]\n",
         "marking-missing 6:29", NULL},
        {ONE("attach: csv"), "unknown-word 4:24", "data"},
        {ONE("bleed: 3"), "bad-length 4:23", "3mm"},
        {ONE("bleed: 1em"), "bad-length 4:23", "3mm"},
        {ONE("marks: [crop, color-bar]"), "unknown-word 4:30", "`colorbar`"},
        {ONE("ink-limit: 500%"), "bad-number 4:27", "300%"},
        {ONE("page-multiple: 0"), "bad-number 4:31", NULL},
        {ONE("only: [covr, default], based-on: screen"), "unknown-master 4:23", NULL},
    };
    EXPECT(cases);
}

static void an_edition_in_a_circle_is_refused(void **state) {
    (void)state;
    static const struct mistake cases[] = {
        {TOP "editions: {a: {based-on: b}, b: {based-on: a}}\ncontent: [A]\n", "edition-cycle 4:44",
         NULL},
        {TOP "editions: {a: {based-on: scren}}\ncontent: [A]\n", "unknown-edition 4:26",
         "`screen`"},
        {TOP "editions: {a: {standard: [pdf/ua-2]}}\ncontent: [A]\n", "unknown-word 4:27",
         "pdf/ua-1"},
        {TOP "editions: {a: {disclosure: none}}\ncontent: [A]\n", "marking-missing 4:28", NULL},
    };
    EXPECT(cases);
}

static void the_id_of_a_faulty_block_is_kept(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    const struct document *d =
        read_text(&f, TOP "content:\n  - chart: {id: c, caption: A}\n  - h1: {text: B, id: h}\n");
    assert_int_equal(f.diags.errors, 3); /* data, category, series */
    assert_int_equal(d->content.n, 1);
    assert_int_equal(d->lost_id_count, 1);
    assert_true(str_is(d->lost_ids[0].text, "c"));
    finish(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_item_and_each_bare_block_are_read),
        cmocka_unit_test(options_of_every_block_stand_beside_its_own),
        cmocka_unit_test(a_table_reads_its_columns_and_totals),
        cmocka_unit_test(a_literal_table_counts_spans),
        cmocka_unit_test(a_chart_has_its_defaults),
        cmocka_unit_test(sources_params_and_checks_are_read),
        cmocka_unit_test(a_master_reads_margins_furniture_and_background),
        cmocka_unit_test(a_misspelt_key_or_block_gets_the_nearest_right_one),
        cmocka_unit_test(a_wrong_value_is_told_what_was_expected),
        cmocka_unit_test(what_yaml_swallows_is_caught),
        cmocka_unit_test(what_a_screen_reader_needs_is_asked_for),
        cmocka_unit_test(tables_and_charts_must_hang_together),
        cmocka_unit_test(names_cannot_be_taken_twice_or_be_reserved),
        cmocka_unit_test(all_mistakes_come_out_in_one_run),
        cmocka_unit_test(an_included_list_stands_in_its_place),
        cmocka_unit_test(a_file_that_includes_itself_is_refused_with_the_chain),
        cmocka_unit_test(files_may_name_each_other_sixteen_deep),
        cmocka_unit_test(a_layout_may_name_256_files),
        cmocka_unit_test(a_layout_cannot_be_based_on_itself),
        cmocka_unit_test(a_base_gives_what_the_layout_does_not_say_but_no_content),
        cmocka_unit_test(the_content_of_a_base_is_not_taken),
        cmocka_unit_test(themes_come_weakest_first),
        cmocka_unit_test(an_edition_inherits_what_it_does_not_say),
        cmocka_unit_test(an_edition_that_is_not_there_is_reported),
        cmocka_unit_test(an_edition_says_what_can_be_kept),
        cmocka_unit_test(an_edition_in_a_circle_is_refused),
        cmocka_unit_test(the_id_of_a_faulty_block_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
