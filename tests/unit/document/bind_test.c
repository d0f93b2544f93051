/* What a bound document holds: texts in place, numbers, links, notes, the structure tree. */
#include "bind_fixture.h"

static void each_heading_opens_a_section_in_the_section_above(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "content:\n- h1: One\n- text\n- h2: In one\n- text\n- h1: Two\n");
    assert_string_equal(said(&f), "");
    assert_string_equal(tree(&f), "Document(Sect(H1 P Sect(H2 P)) Sect(H1))");
    finish(&f);
}

static void mistakes_are_told_at_their_places(void **state) {
    (void)state;
    static const struct {
        const char *content, *told;
    } CASES[] = {
        {"- h1: A\n- h3: B\n", "heading-skip 6:3"},
        {"- h2: A\n", "heading-skip 5:3"},
        {"- {h1: {text: A, id: x}}\n- {h1: {text: B, id: x}}\n", "duplicate-id 6:22"},
        {"- \"See {{ ref('x') }}.\"\n", "unknown-id 5:11"},
        {"- '[A page](javascript:x)'\n", "link-scheme 5:5"},
        {"- '[A page](#nowhere)'\n", "unknown-id 5:5"},
        {"- '[click here](https://a.example)'\n", "link-text 5:5"},
        {"- '[A](https://a.example/1) and [A](https://a.example/2)'\n", "link-text 5:34"},
        {"- 'A text.[^n]'\n", "unknown-note 5:11"},
        {"- {text: {text: A, notes: {n: B}}}\n", "note-unused 5:28"},
        {"- master: cover\n", "unknown-master 5:11"},
        {"- image: {file: a.png, alt: \"{{ '' }}\"}\n", "alt-missing 5:29"},
        {"- table: {rows: [[A, B], [C]], header-rows: 1}\n", "ragged-row 5:26"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct fixture f;
        start(&f);
        bind_text_of(&f, str_c(f.arena, str_format(f.arena, "content:\n%s", CASES[i].content)));
        if (strcmp(said(&f), CASES[i].told) != 0)
            print_message("%s", CASES[i].content);
        assert_string_equal(said(&f), CASES[i].told);
        finish(&f);
    }
}

static void mistakes_over_data_are_told_at_their_places(void **state) {
    (void)state;
    static const struct {
        const char *content, *told;
    } CASES[] = {
        {"- table: {data: referrals, columns: [{field: distict, header: distict}]}\n",
         "unknown-field 12:46"},
        {"- table: {data: referrals, sort: chid, columns: [{field: child, header: child}]}\n",
         "unknown-field 12:34"},
        {"- chart: {type: bar, caption: {text: More, that: 1 > 2}, subtitle: S, data: referrals,"
         " category: district, series: [{field: child}]}\n",
         "caption-untrue 12:31"},
        {"- chart: {type: bar, caption: C, subtitle: S, data: empty, category: district,"
         " series: [{field: child}]}\n",
         "chart-empty 12:3"},
        {"- chart: {type: bar, caption: C, subtitle: S, data: referrals, category: district,"
         " series: [{field: area}]}\n",
         "chart-value 6:29, chart-value 7:32, chart-value 8:31"},
        {"- for: {each: referrals, as: empty, content: [x]}\n", "name-hidden 12:30"},
        {"- chart: {type: bar, caption: C, subtitle: S, data: gaps, category: a,"
         " series: [{field: b}]}\n",
         "chart-category 10:18"},
        {"- list: {data: 5, item: x}\n", "rows-expected 12:16"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct fixture f;
        start(&f);
        bind_text_of(
            &f, str_c(f.arena, str_format(f.arena, REFERRALS "content:\n%s", CASES[i].content)));
        if (strcmp(said(&f), CASES[i].told) != 0)
            print_message("%s", CASES[i].content);
        assert_string_equal(said(&f), CASES[i].told);
        finish(&f);
    }
}

static void a_reference_takes_the_words_of_what_stands_later(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS
                 "content:\n"
                 "- \"See {{ ref('t') }}, {{ ref('h') }}, page {{ pageref('t') }}.\"\n"
                 "- h1: {text: Words, id: h}\n"
                 "- table: {id: t, caption: Figures, data: referrals, columns: [{field: child,"
                 " header: child}]}\n");
    assert_string_equal(said(&f), "");
    assert_string_equal(shown(&f, &block_at(&f, 0)->as.paragraph),
                        "See Table 1{t}, Words{h}, page #t{t}.");
    assert_string_equal(shown(&f, &block_at(&f, 2)->as.table->caption), "Table 1. Figures");
    assert_non_null(strstr(tree(&f), "P(Reference(Link) Reference(Link) Reference(Link))"));
    finish(&f);
}

static void a_reference_to_a_block_left_out_says_so(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "content:\n- \"{{ ref('h') }}\"\n- h1: {text: Words, id: h, if: 1 > 2}\n");
    assert_string_equal(said(&f), "ref-absent 5:7");
    finish(&f);
}

static void notes_are_numbered_through_the_document_and_follow_their_block(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "content:\n"
                     "- |\n"
                     "  One.[^b] Two.[^a] Again.[^b]\n"
                     "\n"
                     "  [^a]: The *first*.\n"
                     "  [^b]: The second.\n"
                     "- text: {text: 'Three.[^c]', notes: {c: The third}}\n");
    assert_string_equal(said(&f), "");
    assert_string_equal(shown(&f, &block_at(&f, 0)->as.paragraph),
                        "One.\xC2\xA0[note 1]{note-1} Two.\xC2\xA0[note 2]{note-2} "
                        "Again.\xC2\xA0[note 1]{note-1}");
    assert_int_equal(block_at(&f, 0)->note_count, 2);
    assert_string_equal(shown(&f, &block_at(&f, 0)->notes[1].text), "The first.");
    assert_string_equal(shown(&f, &block_at(&f, 1)->notes[0].label), "[note 3]");
    assert_string_equal(tree(&f), "Document(P(Reference(Link) Reference(Link) Reference(Link)) "
                                  "Note(Lbl) Note(Lbl) P(Reference(Link)) Note(Lbl))");
    finish(&f);
}

static void a_note_after_a_later_heading_is_made_after_its_parent(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "content:\n- |\n  One.[^a]\n\n  # Head\n\n  Two.\n\n  [^a]: Note.\n");
    assert_string_equal(said(&f), "");
    assert_string_equal(tree(&f), "Document(P(Reference(Link)) Sect(H1 P Note(Lbl)))");
    finish(&f);
}

static void contents_list_all_headings_but_their_own_and_name_them(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "content:\n- contents: {depth: 2, title: Contents}\n- h1: A b\n- h2: C\n"
                     "- h3: Deep\n- h1: {text: A b}\n");
    assert_string_equal(said(&f), "");
    const struct bound_block *c = block_at(&f, 1);
    assert_int_equal(c->kind, BOUND_CONTENTS);
    assert_int_equal(c->as.contents.n, 3);
    assert_string_equal(shown(&f, &c->as.contents.v[0].text), "A b {a-b}");
    assert_string_equal(shown(&f, &c->as.contents.v[2].page), "#a-b-2{a-b-2}");
    assert_string_equal(tree(&f),
                        "Document(Sect(H1 TOC(TOCI(Reference(Link)) TOC(TOCI(Reference(Link)))"
                        " TOCI(Reference(Link)))) Sect(H1 Sect(H2 Sect(H3))) Sect(H1))");
    finish(&f);
}

static void a_table_by_columns_has_heads_values_and_a_total(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f,
                 REFERRALS "content:\n"
                           "- table:\n"
                           "    caption: Referrals\n"
                           "    data: referrals\n"
                           "    sort: -child\n"
                           "    columns:\n"
                           "      - {field: district, header: District}\n"
                           "      - {header: People, columns: [{field: child, header: Children},"
                           " {field: adult, header: Adults}]}\n"
                           "      - {total: row, header: All}\n"
                           "    total: {label: Whole}\n"
                           "    source: Records\n");
    assert_string_equal(said(&f), "");
    const struct bound_table *t = block_at(&f, 0)->as.table;
    assert_string_equal(rows_shown(&f, t),
                        "h:[District]^2|[People]<2|[All]^2 h:[Children]|[Adults] "
                        "b:[Warwick]|5|[c]|[c] b:[Nuneaton]|2|1,300|1,302 b:[Rugby]|0|2|2 "
                        "t:[Whole]|7|[c]|[c]");
    assert_int_equal(t->head_count, 2);
    assert_string_equal(headers_of(&f, t, 3, 1), "People, Children, Nuneaton");
    assert_string_equal(headers_of(&f, t, 1, 0), "People");
    assert_int_equal(t->rows[2].cells[1].align, ALIGN_DECIMAL);
    assert_int_equal(t->rows[2].cells[2].point, 3);
    assert_string_equal(shown(&f, &t->source), "Source: Records");
    assert_non_null(strstr(tree(&f), "Table(Caption THead(TR(TH TH TH) TR(TH TH)) TBody("));
    assert_non_null(strstr(tree(&f), "TFoot(TR(TH TD TD TD))) P)"));
    finish(&f);
}

static void rows_are_sorted_with_marked_and_missing_values_last(void **state) {
    (void)state;
    static const struct {
        const char *sort, *rows;
    } CASES[] = {
        {"v", "h:[N]|[V] b:[B]|1 b:[D]|3 b:[A]|[c] b:[C]|"},
        {"-v", "h:[N]|[V] b:[D]|3 b:[B]|1 b:[A]|[c] b:[C]|"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct fixture f;
        start(&f);
        bind_text_of(
            &f, str_c(f.arena,
                      str_format(
                          f.arena,
                          "data: {d: {value: [{n: A, v: '[c]'}, {n: B, v: 1}, {n: C, v: null}, {n: "
                          "D, v: 3}]}}\n"
                          "content:\n- table: {data: d, sort: %s, columns: [{field: n, header: N},"
                          " {field: v, header: V}]}\n",
                          CASES[i].sort)));
        assert_string_equal(said(&f), "");
        assert_string_equal(rows_shown(&f, block_at(&f, 0)->as.table), CASES[i].rows);
        finish(&f);
    }
}

static void a_theme_has_its_own_words_and_a_note_its_place_under_a_table(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "words: {en: {table: Grid}}\n" REFERRALS
                     "content:\n- table: {caption: 'C[^n]', notes: {n: Why}, data: referrals, "
                     "columns: [{field: child, header: 'Children[^n]'}], source: S}\n");
    assert_string_equal(said(&f), "");
    const struct bound_block *b = block_at(&f, 0);
    assert_string_equal(shown(&f, &b->as.table->caption), "Grid 1. C\xC2\xA0[note 1]{note-1}");
    assert_int_equal(b->note_count, 1);
    assert_string_equal(shown(&f, &b->notes[0].text), "Why");
    assert_non_null(strstr(tree(&f), ") P Note(Lbl))"));
    finish(&f);
}

static void groups_have_a_heading_row_and_subtotals(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n- table: {data: referrals, group: area, columns: "
                               "[{field: district, header: district}, {field: child, header:"
                               " child}],"
                               " total: {label: Total}}\n");
    assert_string_equal(said(&f), "");
    const struct bound_table *t = block_at(&f, 0)->as.table;
    assert_string_equal(rows_shown(&f, t),
                        "h:[district]|[child] g:[East]<2 b:[Rugby]|0 b:[Warwick]|5 "
                        "s:[Total, East]|5 g:[North]<2 b:[Nuneaton]|2 s:[Total, North]|2 "
                        "t:[Total]|7");
    assert_string_equal(headers_of(&f, t, 3, 1), "child, East, Warwick");
    assert_string_equal(headers_of(&f, t, 8, 1), "child, Total");
    finish(&f);
}

static void a_table_of_no_rows_says_so(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n- table: {data: referrals, where: row.child > 9, "
                               "columns: [{field: district, header: district}, {field: child,"
                               " header: child}]}\n");
    assert_string_equal(said(&f), "");
    assert_string_equal(rows_shown(&f, block_at(&f, 0)->as.table),
                        "h:[district]|[child] b:No data<2");
    finish(&f);
}

static void a_table_is_transposed(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n- table: {data: referrals, transpose: true, total: {},"
                               " columns: [{field: district, header: district}, {field: child,"
                               " header: child}]}\n");
    assert_string_equal(said(&f), "");
    const struct bound_table *t = block_at(&f, 0)->as.table;
    assert_string_equal(rows_shown(&f, t), "h:[district]|[Rugby]|[Nuneaton]|[Warwick]|[Total] "
                                           "b:[child]|0|2|5|7");
    assert_string_equal(headers_of(&f, t, 1, 2), "Nuneaton, child");
    finish(&f);
}

static void a_literal_table_keeps_its_spans_and_heads(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "content:\n- table:\n    header-rows: 1\n    header-columns: 1\n"
                     "    rows: [['', {text: Both, colspan: 2}],"
                     " [{text: A, rowspan: 2}, '1.5', '2'], ['12', '[c]']]\n");
    assert_string_equal(said(&f), "");
    const struct bound_table *t = block_at(&f, 0)->as.table;
    assert_string_equal(rows_shown(&f, t), "h:|[Both]<2 b:[A]^2|1.5|2 b:12|[c]");
    assert_string_equal(headers_of(&f, t, 2, 0), "Both, A");
    assert_int_equal(t->rows[1].cells[1].point, 1);
    assert_int_equal(t->rows[2].cells[0].column, 1);
    assert_int_equal(t->rows[2].cells[1].point, 3);
    finish(&f);
}

static void a_cell_is_linked(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n- table: {data: referrals, columns: "
                               "[{field: district, link: row.url, header: district}, {field:"
                               " child, header: child}]}\n");
    assert_string_equal(said(&f), "");
    assert_non_null(
        strstr(rows_shown(&f, block_at(&f, 0)->as.table), "[Rugby{https://a.example/1}]|0"));
    finish(&f);
}

#define CHART                                                                                      \
    "- chart:\n    type: bar\n    id: c\n    caption: More in Warwick\n"                           \
    "    subtitle: Referrals, 2022-23\n    data: referrals\n    category: district\n"

static void a_chart_is_ordered_by_its_first_series_with_marks_last(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n" CHART
                               "    series: [{field: adult, label: Adults}]\n    order:"
                               " smallest\n");
    assert_string_equal(said(&f), "");
    const struct bound_chart *c = block_at(&f, 0)->as.chart;
    assert_string_equal(str_c(f.arena, c->categories[0]), "Rugby");
    assert_string_equal(str_c(f.arena, c->categories[2]), "Warwick");
    assert_int_equal(c->series[0].points[2].kind, POINT_MARK);
    assert_string_equal(str_c(f.arena, c->series[0].points[1].label), "1,300");
    assert_string_equal(str_c(f.arena, element_at(&f.bound->elements, c->figure)->words->alt),
                        "Bar chart: More in Warwick. Referrals, 2022-23. "
                        "Rugby 2, Nuneaton 1,300, Warwick hidden.");
    assert_string_equal(tree(&f), "Document(P P Figure)");
    finish(&f);
}

static void a_chart_has_its_figures_as_a_table(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n" CHART "    series: [{field: child, label: Children},"
                               " {field: adult, label: Adults}]\n    table: after\n"
                               "- \"{{ ref('c') }}\"\n");
    assert_string_equal(said(&f), "");
    const struct bound_chart *c = block_at(&f, 0)->as.chart;
    assert_int_equal(block_at(&f, 1)->kind, BOUND_TABLE);
    assert_string_equal(rows_shown(&f, block_at(&f, 1)->as.table),
                        "h:[District]|[Children]|[Adults] b:[Warwick]|5|[c] "
                        "b:[Nuneaton]|2|1,300 b:[Rugby]|0|2");
    assert_string_equal(str_c(f.arena, element_at(&f.bound->elements, c->figure)->words->alt),
                        "Grouped bar chart: More in Warwick. Referrals, 2022-23. "
                        "Children: Warwick 5, Nuneaton 2, Rugby 0; "
                        "Adults: Warwick hidden, Nuneaton 1,300, Rugby 2. "
                        "Table 1 holds the figures.");
    assert_string_equal(shown(&f, &block_at(&f, 2)->as.paragraph), "Figure 1{c}");
    finish(&f);
}

static void an_appendix_stands_after_all_content(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n" CHART "    series: [{field: child, label: Children}]\n"
                               "    table: appendix\n- h1: Last\n");
    assert_string_equal(said(&f), "");
    assert_int_equal(f.bound->content.n, 3);
    assert_int_equal(block_at(&f, 2)->kind, BOUND_TABLE);
    assert_non_null(strstr(tree(&f), "Document(P P Figure Sect(H1 Table("));
    finish(&f);
}

static void a_long_chart_is_told_by_its_ends(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "content:\n- chart: {type: bar, caption: C, subtitle: S, data:"
                     " 'range(15)', category: a, "
                     "series: [{value: row, label: A}]}\n");
    assert_string_equal(said(&f), "rows-expected 5:54");
    finish(&f);
    start(&f);
    serve(&f, "/project/layouts/d.csv",
          "a,b\nA,1\nB,2\nC,3\nD,4\nE,5\nF,6\nG,7\nH,8\nI,9\nJ,10\nK,11\nL,12\nM,13\n");
    bind_text_of(&f, "data: {d: d.csv}\ncontent:\n- chart: {type: bar, caption: C, subtitle: S,"
                     " data: d, category: a, "
                     "series: [{field: b, label: B}]}\n");
    assert_string_equal(said(&f), "");
    const struct bound_chart *c = block_at(&f, 0)->as.chart;
    assert_string_equal(str_c(f.arena, element_at(&f.bound->elements, c->figure)->words->alt),
                        "Bar chart: C. S. 13 categories, from M to A. Highest M (13), lowest A"
                        " (1).");
    finish(&f);
}

static void cards_hold_title_and_detail_inside_the_link(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n- links: {data: referrals, text: '{{ row.district }}', "
                               "url: '{{ row.url }}', detail: '{{ row.area }}', columns: 2}\n");
    assert_string_equal(said(&f), "");
    const struct bound_block *b = block_at(&f, 0);
    assert_int_equal(b->kind, BOUND_CARDS);
    assert_int_equal(b->as.cards.n, 3);
    assert_string_equal(shown(&f, &b->as.cards.v[1].title), "Nuneaton {https://a.example/2}");
    assert_string_equal(shown(&f, &b->as.cards.v[1].detail), "North{https://a.example/2}");
    assert_string_equal(tree(&f), "Document(L(LI(LBody(Link)) LI(LBody(Link)) LI(LBody(Link))))");
    finish(&f);
}

static void assert_attached(const struct attachment *a, const char *name, const char *description,
                            const char *bytes) {
    assert_true(str_is(a->name, name));
    assert_true(str_is(a->description, description));
    assert_string_equal(a->bytes.p, bytes);
}

static void data_are_attached_as_they_are_shown_with_full_figures(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f,
                 "editions: {screen: {standard: [pdf/a-3a], attach: data}}\n"
                 "data:\n"
                 "  rows: {value: [{name: '=SUM(A1)', n: 12345.678, m: '[c]'},\n"
                 "    {name: 'a, \"b\"', n: -5, m: 2}]}\n"
                 "content:\n"
                 "  - table:\n"
                 "      caption: Counts\n"
                 "      data: rows\n"
                 "      columns: [{field: name, header: Name},\n"
                 "        {header: Both, columns: [{field: n, header: N, format: number(1)},\n"
                 "          {field: m, header: M}]}]\n"
                 "      total: {label: Total}\n"
                 "  - table: {header-rows: 1, rows: [[Kind, Number], [A, '-x'], [B, '+44 1']]}\n"
                 "  - chart: {caption: A message, data: rows, category: name, order: data,\n"
                 "      series: [{field: n, label: Cases}]}\n");
    assert_int_equal(f.diags.errors, 0);
    assert_int_equal(f.bound->attachment_count, 3);
    const struct attachment *a = f.bound->attachments;
    assert_attached(&a[0], "table-1.csv", "Table 1. Counts",
                    "Name,Both: N,Both: M\r\n'=SUM(A1),12345.678,[c]\r\n\"a, \"\"b\"\"\",-5,2\r\n"
                    "Total,12340.678,[c]\r\n");
    assert_attached(&a[1], "table-a1.csv", "table-a1.csv", "Kind,Number\r\nA,'-x\r\nB,'+44 1\r\n");
    assert_attached(&a[2], "figure-1.csv", "Figure 1. A message",
                    "Name,Cases\r\n'=SUM(A1),12345.678\r\n\"a, \"\"b\"\"\",-5\r\n");
    assert_int_equal(element_at(&f.bound->elements, a[2].element)->role, ROLE_FIGURE);
    finish(&f);
}

static void lists_loops_tiles_and_boxes_are_filled(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n"
                               "- list: {data: referrals, item: '{{ row.district }}', form:"
                               " numbers}\n"
                               "- for: {each: referrals, as: place, content: ['In {{ place.area"
                               " }}']}\n"
                               "- tiles: [{value: 'referrals[1].adult', label: adults}]\n"
                               "- box: {title: Note, content: [Inside]}\n"
                               "- quote: {text: Said, by: Someone}\n");
    assert_string_equal(said(&f), "");
    const struct bound_block *list = block_at(&f, 0);
    assert_int_equal(list->as.items.n, 3);
    assert_string_equal(str_c(f.arena, list->as.items.v[2].label), "3.");
    assert_string_equal(shown(&f, &block_at(&f, 2)->as.paragraph), "In North");
    assert_string_equal(shown(&f, &block_at(&f, 4)->as.tiles.v[0].value), "1,300");
    assert_string_equal(shown(&f, &block_at(&f, 5)->as.box.title), "Note");
    assert_non_null(strstr(tree(&f), "L(LI(Lbl LBody(P))"));
    assert_non_null(strstr(tree(&f), "L(LI(LBody(P P))) Div(P P) BlockQuote(P P))"));
    finish(&f);
}

static void a_block_of_another_language_says_so_and_formats_by_it(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, REFERRALS "content:\n- table: {lang: pl, caption: Liczby, data: referrals, "
                               "columns: [{field: district, header: district}, {field: adult,"
                               " header: adult}]}\n");
    assert_string_equal(said(&f), "");
    const struct bound_table *t = block_at(&f, 0)->as.table;
    assert_string_equal(str_c(f.arena, element_at(&f.bound->elements, t->element)->words->lang),
                        "pl");
    assert_string_equal(shown(&f, &t->caption), "Tabela 1. Liczby");
    finish(&f);
}

static void a_cover_is_a_page_of_its_own_outside_the_contents(void **state) {
    (void)state;
    struct fixture f;
    start(&f);
    bind_text_of(&f, "masters:\n  default: {footer: {inside: Foot}}\n"
                     "  cover: {header: none, footer: none, content: ['# Cover']}\n"
                     "  plain: {margin: 5mm}\n"
                     "content:\n- master: cover\n- contents: {depth: 1}\n- h1: One\n"
                     "- master: plain\n- h1: Two\n");
    assert_string_equal(said(&f), "");
    assert_int_equal(block_at(&f, 0)->as.master.content.n, 1);
    assert_int_equal(block_at(&f, 1)->as.contents.n, 2);
    assert_non_null(block_at(&f, 3)->as.master.master->footer.inside);
    assert_null(block_at(&f, 0)->as.master.master->footer.inside);
    assert_string_equal(str_c(f.arena, f.bound->default_master->name), "default");
    finish(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_heading_opens_a_section_in_the_section_above),
        cmocka_unit_test(mistakes_are_told_at_their_places),
        cmocka_unit_test(mistakes_over_data_are_told_at_their_places),
        cmocka_unit_test(a_reference_takes_the_words_of_what_stands_later),
        cmocka_unit_test(a_reference_to_a_block_left_out_says_so),
        cmocka_unit_test(notes_are_numbered_through_the_document_and_follow_their_block),
        cmocka_unit_test(a_note_after_a_later_heading_is_made_after_its_parent),
        cmocka_unit_test(contents_list_all_headings_but_their_own_and_name_them),
        cmocka_unit_test(a_table_by_columns_has_heads_values_and_a_total),
        cmocka_unit_test(rows_are_sorted_with_marked_and_missing_values_last),
        cmocka_unit_test(a_theme_has_its_own_words_and_a_note_its_place_under_a_table),
        cmocka_unit_test(groups_have_a_heading_row_and_subtotals),
        cmocka_unit_test(a_table_of_no_rows_says_so),
        cmocka_unit_test(a_table_is_transposed),
        cmocka_unit_test(a_literal_table_keeps_its_spans_and_heads),
        cmocka_unit_test(a_cell_is_linked),
        cmocka_unit_test(a_chart_is_ordered_by_its_first_series_with_marks_last),
        cmocka_unit_test(a_chart_has_its_figures_as_a_table),
        cmocka_unit_test(an_appendix_stands_after_all_content),
        cmocka_unit_test(a_long_chart_is_told_by_its_ends),
        cmocka_unit_test(cards_hold_title_and_detail_inside_the_link),
        cmocka_unit_test(data_are_attached_as_they_are_shown_with_full_figures),
        cmocka_unit_test(lists_loops_tiles_and_boxes_are_filled),
        cmocka_unit_test(a_block_of_another_language_says_so_and_formats_by_it),
        cmocka_unit_test(a_cover_is_a_page_of_its_own_outside_the_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
