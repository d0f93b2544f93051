/* bind_internal.h - what the files of the binding half share.
 *
 * A *place* is where a block is bound: the names in reach, the parent of its elements, its
 * language, and the list that it is put into. What can be known only when all is bound (the words
 * of `ref`, a heading's own id, the contents, a chart's alternative text) is noted and done in
 * bind_finish.
 */
#ifndef QUIRE_DOCUMENT_BIND_INTERNAL_H
#define QUIRE_DOCUMENT_BIND_INTERNAL_H

#include "document/bound.h"

enum { LIMIT_BLOCKS = 1000000, LIMIT_SPAN = 1000 };

VEC_DECLARE(bound_vec, struct bound_block *);
VEC_DECLARE(run_vec, struct inline_run);
VEC_DECLARE(index_vec, size_t);
VEC_DECLARE(table_vec, const struct bound_table *);
VEC_DECLARE(figure_vec, struct bound_figure);
VEC_DECLARE(caption_vec, struct bound_caption);

struct prose_part {
    const struct rich *rich;
    struct prose_node **nodes;
    size_t n;
};

struct note_use {
    const void *definition; /* a named_note or a prose_note: with its scope, one number for each */
    struct prose_part text;
    const struct scope *scope;
    struct bound_note note;
    struct str words; /* "[note 1]" */
};
VEC_DECLARE(note_use_vec, struct note_use);

/* The notes that a block defines or that its texts define, in the order of their first use. */
struct note_scope {
    struct note_scope *outer;
    const struct block *block;
    bool *used; /* one for each of the block's own notes */
    const struct scope *scope;
    struct note_use_vec uses;
};

struct place {
    const struct scope *scope;
    element_id parent;      /* with `top`: not used, the open section is the parent */
    struct str lang;        /* in effect for the block */
    struct str parent_lang; /* in effect for the parent element */
    bool top;               /* headings open sections */
    bool cover;             /* inside a master's content: not in the contents */
    struct note_scope *notes;
    struct bound_vec *out;
    const struct block *block; /* whose style and `keep` a new block takes; may be NULL */
};

enum wanted_kind { WANTED_WORDS, WANTED_PAGE, WANTED_LINK };

/* Something that names an id, looked at when all ids are known. */
struct wanted {
    enum wanted_kind kind;
    struct str id;
    struct span span;
    struct inline_run *run; /* WANTED_WORDS: its text is filled in */
    struct link *link;      /* may be NULL */
};
VEC_DECLARE(wanted_vec, struct wanted);

struct target {
    struct str id;
    struct span span;
    struct bound_block *block; /* NULL: left out */
    bool by_condition;         /* left out by its `if` */
};

struct heading_entry {
    struct bound_block *block;
    bool listed;
};
VEC_DECLARE(heading_vec, struct heading_entry);

struct contents_entry {
    struct bound_block *block;
    unsigned depth;
};
VEC_DECLARE(contents_vec, struct contents_entry);

struct chart_entry {
    const struct chart_block *source;
    struct bound_chart *chart;
    struct bound_table *twin;
    struct str typed_alt; /* the author's; empty: written from the data */
};
VEC_DECLARE(chart_vec, struct chart_entry);

struct appendix_entry {
    const struct block *block;
    size_t chart; /* index in charts */
    struct place place;
};
VEC_DECLARE(appendix_vec, struct appendix_entry);

/* An image's `alt` text: of which file, and where. */
struct alt_use {
    struct str file;
    struct span span;
};

struct section {
    unsigned level;
    element_id element;
};

struct binder {
    struct session *s;
    struct arena *a;
    const struct bind_input *in;
    const struct document *d;
    struct bound_document *out;
    struct element_tree *tree;
    struct section sections[6];
    size_t section_count;
    unsigned last_level;
    unsigned tables, figures, notes, table_serial;
    size_t blocks;
    bool too_many;
    struct map ids;        /* id -> struct target * */
    struct map slugs;      /* a heading's slug -> the last number tried (uintptr_t) */
    struct map link_texts; /* a link's text -> its first struct link * */
    struct wanted_vec wanted;
    struct heading_vec headings;
    struct contents_vec contents;
    struct chart_vec charts;
    struct appendix_vec appendix;
    struct map alts;               /* an `alt` text -> its first struct alt_use * */
    struct map abbreviations;      /* short form -> its long form, struct str * */
    bool abbreviation_starts[256]; /* first bytes of the short forms */
    struct table_vec data_tables;  /* those of `table` blocks, in order */
    unsigned unnumbered;           /* attachments of tables and charts without a number */
    struct figure_vec printed;     /* with in->figures */
    struct caption_vec captions;
    struct str figure_in; /* the table or chart that is being bound: "Table 2" */
};

/* ---- bind.c ---- */
element_id place_parent(const struct binder *b, const struct place *p);
/* An element under the place's parent, with a language where it differs from the parent's. */
element_id place_element(struct binder *b, const struct place *p, enum role role, struct span span);
/* A place inside an element; `out` gets its blocks. */
struct place place_inside(const struct place *p, element_id parent, struct bound_vec *out);
struct bound_block *block_new(struct binder *b, const struct place *p, enum bound_kind kind,
                              struct span span);
void bind_list(struct binder *b, const struct place *p, const struct block_list *content);
struct bound_list list_of(const struct bound_vec *v);
/* A word that quire adds itself: from a theme's `words:`, else the built-in one. */
struct str bind_word(struct binder *b, struct str lang, const char *key);
struct scope *scope_inside(struct binder *b, const struct scope *outer);

/* ---- bind_block.c: all but tables and charts ---- */
void bind_heading(struct binder *b, const struct place *p, const struct block *blk);
void bind_text(struct binder *b, const struct place *p, const struct block *blk);
void bind_quote(struct binder *b, const struct place *p, const struct block *blk);
void bind_data_list(struct binder *b, const struct place *p, const struct block *blk);
/* What came of one block that is kept together, from `first` on, is kept with each other too. */
void keep_from(const struct place *p, size_t first);
void bind_loop(struct binder *b, const struct place *p, const struct block *blk);
void bind_links(struct binder *b, const struct place *p, const struct block *blk);
void bind_tiles(struct binder *b, const struct place *p, const struct block *blk);
void bind_box(struct binder *b, const struct place *p, const struct block *blk);
void bind_grid(struct binder *b, const struct place *p, const struct block *blk);
void bind_image(struct binder *b, const struct place *p, const struct block *blk);
void bind_place(struct binder *b, const struct place *p, const struct block *blk);
void bind_master(struct binder *b, const struct place *p, const struct block *blk);
void bind_contents(struct binder *b, const struct place *p, const struct block *blk);

/* ---- bind_prose.c ---- */
struct prose_part prose_whole(const struct rich *r);
/* Blocks of Markdown; a run of inline nodes is one paragraph. */
void bind_prose(struct binder *b, const struct place *p, const struct prose_part *part);
/* A heading with its section; the text is filled by the caller. */
struct bound_block *heading_new(struct binder *b, const struct place *p, unsigned level,
                                struct span span);

/* ---- bind_inline.c ---- */
struct inline_builder {
    struct binder *b;
    const struct place *p;
    element_id element;
    struct link *link;
    bool strong, emphasis;
    bool faulty; /* an expression was refused: that its text is missing is no news */
    struct run_vec runs;
    struct index_vec wanted_runs; /* run index, wanted index, in pairs */
};
void inline_open(struct inline_builder *ib, struct binder *b, const struct place *p,
                 element_id element);
struct inline_run *inline_add(struct inline_builder *ib, struct str text, struct span span);
void inline_add_part(struct inline_builder *ib, const struct prose_part *part);
struct inline_text inline_close(struct inline_builder *ib);
struct inline_text inline_rich(struct binder *b, const struct place *p, const struct rich *r,
                               element_id element);
struct inline_text inline_plain(struct binder *b, struct str text, element_id element,
                                struct span span);
/* A text of the data, with its abbreviations; link may be NULL. */
struct inline_text inline_value(struct binder *b, struct str text, element_id element,
                                const struct link *link, struct span span);
/* The words alone: no note marks, breaks as spaces. */
struct str inline_words(struct arena *a, const struct inline_text *t);
bool inline_blank(const struct inline_text *t);
/* "Table 3. " and then the text. */
struct caption_words {
    const struct rich *caption;
    const char *key; /* of the word before the number: "table" */
    unsigned number;
    element_id element;
};
struct inline_text inline_caption(struct binder *b, const struct place *p,
                                  const struct caption_words *words);

/* ---- bind_abbreviate.c ---- */
void abbreviations_read(struct binder *b);
/* Adds the run; what is an abbreviation in it as a run and an element of its own. At least one run is
 * added, and the last one ends as `run` does. */
void abbreviate(struct binder *b, struct run_vec *runs, const struct inline_run *run);
bool has_abbreviation(const struct binder *b, struct str text);

/* ---- bind_link.c ---- */
/* A link to an address or, with `#`, to an id; NULL after a diagnostic. */
struct link *link_make(struct binder *b, struct str address, struct span span);
void link_describe(struct binder *b, struct link *link, struct str words, bool bare);

/* ---- bind_notes.c ---- */
void notes_open(struct binder *b, struct note_scope *ns, const struct place *p,
                const struct block *blk);
/* The notes used, as elements after the block and as its notes. */
void notes_close(struct binder *b, struct note_scope *ns, const struct place *p,
                 struct bound_block *last);
/* A `[^name]` of a text. */
void notes_mark(struct inline_builder *ib, const struct rich *r, const struct prose_node *node);

/* ---- bind_printed.c ---- */
/* What the edition makes of links: nothing where they are live. */
void bind_print_links(struct binder *b);

/* ---- bind_rows.c ---- */
struct rows {
    const struct value **v;
    size_t n;
};
struct rows_request {
    const struct expr *data, *where;
    const char *block; /* "table": for messages */
    bool maps;         /* each item must be a map */
};
/* false after a diagnostic. */
bool rows_read(struct binder *b, const struct place *p, const struct rows_request *request,
               struct rows *out);
/* Reports a field that no row has. */
bool rows_have(struct binder *b, const struct rows *rows, const struct name *field);
const struct value *row_field(struct binder *b, const struct value *row, struct str field);
/* Stable; marked and missing values last, in data order. */
void rows_sort(struct binder *b, struct rows *rows, const struct name *field, bool descending);
/* A stable order of values, as indexes. */
size_t *keys_in_order(struct arena *a, const struct value **v, size_t n, bool descending);
/* Numbers and marks added up: the strongest mark, else the sum, NULL where there is no number. */
const struct value *rows_sum(struct binder *b, const struct value **v, size_t n, struct span span);
/* As a table or chart prints it: separators of thousands where it has no format of its own. */
struct str figure_text(struct binder *b, const struct value *v, const struct value_format *f,
                       struct str lang);

/* ---- bind_column_values.c ---- */
struct column_values {
    const struct value **values; /* the first; `stride` apart */
    size_t rows, stride;
    const struct table_column *column;
};
/* Each figure becomes its share of all, as a fraction, so that what is printed adds up to 100; with a
 * mark among them all become marks. False after a diagnostic. */
bool column_shares(struct binder *b, struct column_values *c);
/* Warns where a column that is to be added up holds the total of its rows, or is not numeric because
 * one cell makes it text. */
void lint_sum(struct binder *b, const struct column_values *c, const struct value *const *rows,
              bool numeric);

/* ---- bind_cells.c ---- */
/* A number that a filter has made a text of ("12.5%"): it lines up like one. */
bool figure_like(const struct value *v);
struct column_heads {
    element_id v[16];
    size_t n;
};
struct held_cell { /* a cell of a row above that reaches into this row */
    unsigned left;
    element_id header; /* 0: it is a TD */
};
struct table_builder {
    struct binder *b;
    const struct place *p;
    struct bound_table *t;
    unsigned serial, next_header;
    bool by_scope;      /* the scopes alone say which cells head a cell: no ids, no Headers */
    element_id section; /* THead, TBody or TFoot */
    element_id group;   /* the group's heading cell, or 0 */
    struct column_heads *heads; /* one a column */
    struct held_cell *held;     /* one a column */
    struct bound_row *row;      /* open */
    element_id row_element;
    size_t row_cap, cell_cap;
    unsigned column;  /* where the next cell goes */
    struct str point; /* the decimal separator of the table's language */
};
struct cell_spec {
    struct inline_text text;
    const struct rich *rich; /* or plain text: */
    struct str plain;
    struct str address;       /* a link over the plain text; empty: none */
    struct span address_span; /* unset: the cell's */
    struct span span;
    unsigned column_span, row_span;
    enum cell_align align;
    enum scope_of_header scope; /* NONE: a TD */
    bool number;
    const struct decimal *figure;
    size_t point;
    const struct scope *names; /* for rich; NULL: the place's */
};
void table_open(struct table_builder *tb, struct binder *b, const struct place *p,
                struct bound_table *t);
void row_open(struct table_builder *tb, enum row_kind kind, struct span span);
void cell_add(struct table_builder *tb, const struct cell_spec *spec);
/* Fills what is missing, sets Headers. */
void row_close(struct table_builder *tb);
/* Where the digits before the decimal separator end. */
size_t figure_point(const struct table_builder *tb, struct str text);
/* A THead, TBody or TFoot for the rows that follow. */
void section_of_rows(struct table_builder *tb, enum role role, struct span span);

/* ---- bind_table.c, bind_columns.c, bind_literal.c ---- */
void bind_table(struct binder *b, const struct place *p, const struct block *blk);
void bind_columns(struct table_builder *tb, const struct table_block *t, const struct block *blk);
void bind_literal(struct table_builder *tb, const struct table_block *t, const struct block *blk);
/* Where a figure comes from and, if one is `hidden` or `missing`, what its sign means; empty where there is
 * nothing to say. */
struct source_words {
    const struct rich *source; /* may be NULL */
    bool hidden, missing;
    struct span span; /* of the block */
};
struct inline_text bind_source_line(struct binder *b, const struct place *p,
                                    const struct source_words *words);
/* Numbers a table and makes its element and Caption; caption may be NULL. */
void table_begin(struct binder *b, const struct place *p, struct bound_table *t,
                 const struct rich *caption, struct span span);

/* ---- bind_chart.c, bind_alt.c ---- */
void bind_chart(struct binder *b, const struct place *p, const struct block *blk);
/* The tables of `table: appendix`, put after all content. */
void bind_appendix(struct binder *b, const struct place *p);
struct str chart_alt(struct binder *b, const struct chart_entry *entry);

/* "home_area" as a heading: "Home area". */
struct str heading_of_field(struct arena *a, struct str field);

/* ---- bind_lint.c: warnings, and what a standard refuses ---- */
/* path: of the image, or empty. */
void lint_alt(struct binder *b, struct str alt, struct str path, struct span span);
void lint_alt_again(struct binder *b, struct str alt, struct str path, struct span span);
void lint_chart_alt(struct binder *b, struct str alt, struct str caption, struct span span);
void lint_chart_colours(struct binder *b, const struct block *blk);

/* ---- bind_protected.c ---- */
/* Of which protected set these rows are; `whole`: all of it. */
struct protected_rows {
    const struct disclosure_totals *totals; /* NULL: of none */
    bool whole;
};
struct protected_rows rows_protected(struct binder *b, const struct rows *rows);
/* A sum line's cell. `row`: one of the group whose subtotal it is; NULL: the total of the table. */
struct sum_place {
    const struct table_block *table;
    const struct table_column *column;
    const struct value *row;
};
/* The set's own total, where the table shows all of it; NULL: what is shown is added up. */
const struct value *published_sum(struct binder *b, const struct protected_rows *p,
                                  const struct sum_place *place);
bool is_hidden_label(const struct binder *b, struct str label);
bool table_shows_hidden(const struct binder *b, const struct bound_table *t);
bool chart_shows_hidden(const struct binder *b, const struct bound_chart *chart);
/* What a sign in a figure's place means, after what stands there: a hidden figure's mark, say. */
void add_sign_note(struct inline_builder *ib, struct str sign, const char *word, struct span span);

/* ---- bind_typed.c ---- */
struct typed_text {
    const char *what; /* "caption" */
    const struct origin *origin;
    struct str lang;
    bool alt;
};
/* Warns of typed words that may tell a figure, over rows with hidden ones. */
void lint_typed(struct binder *b, const struct protected_rows *p, const struct typed_text *text);

/* ---- bind_figures.c: which figures are printed, where that was asked for ---- */
/* An expression in running text, with its value as printed. */
struct printed_expression {
    const struct expr *e;
    const struct value *v;
    const struct scope *scope;
    struct str shown;
    element_id element;
};
void note_expression(struct binder *b, const struct printed_expression *p);
/* "referrals: Rugby, child"; empty where the row is of no source. */
struct str name_of_field(struct binder *b, const struct value *row, struct str field);
/* A figure of a table or chart; without a name of its own it is called by caption, row and column. */
struct printed_cell {
    struct str what; /* or: */
    struct str row, column;
    struct inline_text caption; /* with "Table 3. " before it */
    struct str shown;
    element_id element;
};
void note_cell(struct binder *b, const struct printed_cell *cell);
/* A column's or series' own name for a row's figure. */
struct str name_of_value(struct binder *b, const struct expr *e, const struct scope *scope);
/* "Table 2" for what is bound from here on, and its caption; number 0: none. */
void figures_inside(struct binder *b, struct str in);
void note_caption(struct binder *b, const struct inline_text *caption, element_id element);
void figures_finish(struct binder *b);

/* ---- bind_attach.c ---- */
/* The data of tables and charts, where the edition attaches them. */
void bind_attachments(struct binder *b);

/* ---- bind_contents.c, bind_finish.c ---- */
void contents_finish(struct binder *b);
void bind_finish(struct binder *b);

#endif
