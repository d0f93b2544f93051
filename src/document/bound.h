/* bound.h - the bound document: loops unrolled, figures in place, every text final but for page
 * numbers; a chart's order, series, alternative text and data twin decided; structure tree made.
 *
 * Layout reads this and styles; nothing below here evaluates an expression, but for furniture
 * (page, pages, section), whose templates layout fills page by page with `scope`.
 */
#ifndef QUIRE_DOCUMENT_BOUND_H
#define QUIRE_DOCUMENT_BOUND_H

#include "document/document.h"
#include "document/element.h"

/* A hyperlink: to an address, or to an id of this document. */
struct link {
    struct str address;  /* https, http, mailto, tel; empty for an internal link */
    struct str target;   /* a block's id; empty for an address */
    struct str contents; /* where it goes, in words: the annotation's Contents */
    element_id element;  /* the Link (or Reference's Link) element */
    struct span span;
};

enum inline_kind {
    INLINE_TEXT,
    INLINE_BREAK, /* hard line break */
    INLINE_PAGE   /* the number of the page where `target` stands; layout fills it */
};

struct inline_run {
    enum inline_kind kind;
    struct str text;
    bool strong, emphasis;
    struct str style; /* an inline style such as "note.mark"; empty: none */
    const struct link *link;
    struct str target; /* INLINE_PAGE: an id */
    element_id element;
    struct str lang; /* empty: the block's */
    struct span span;
};

struct inline_text {
    struct inline_run *v;
    size_t n;
};

struct bound_block;

struct bound_list {
    struct bound_block **v;
    size_t n;
};

enum bound_kind {
    BOUND_HEADING,
    BOUND_PARAGRAPH,
    BOUND_ITEMS,
    BOUND_QUOTE,
    BOUND_TABLE,
    BOUND_CHART,
    BOUND_CARDS,
    BOUND_TILES,
    BOUND_BOX,
    BOUND_GRID,
    BOUND_IMAGE,
    BOUND_SPACE,
    BOUND_BREAK,
    BOUND_MASTER,
    BOUND_CONTENTS,
    BOUND_PLACE
};

struct bound_item {   /* of a list */
    struct str label; /* "•" or "3." */
    element_id label_element;
    struct bound_list content;
};

/* Most cells of a long table are words or a figure and nothing more: these have no run of their own, see
 * cell_inline(). */
struct bound_cell {
    union {
        struct str text;         /* `plain`: a run of the cell's own element and place */
        struct inline_text runs; /* else */
    };
    element_id element; /* TH or TD */
    unsigned column, column_span, row_span;
    enum cell_align align; /* never AUTO */
    bool plain;
    bool header;
    bool number;  /* a figure or a mark: tabular figures */
    size_t point; /* ALIGN_DECIMAL: byte offset in the first run of what stands after the units
                     (decimal separator or the text's end); for a mark the text's end */
    const struct decimal *figure; /* the number as it is, however it is printed; NULL: none */
    struct span span;
};

enum row_kind { ROW_HEAD, ROW_BODY, ROW_GROUP, ROW_SUBTOTAL, ROW_TOTAL };

struct bound_row {
    enum row_kind kind;
    struct bound_cell *cells; /* in column order; a cell that a row_span above covers is absent */
    size_t n;
    struct span span;
};

struct bound_column {
    struct dimension width;
    enum cell_align align;
    bool row_header;
};

struct bound_table {
    unsigned number;            /* Table 3; 0: no caption, not counted */
    struct inline_text caption; /* with "Table 3. " before it; empty: none */
    element_id element, caption_element;
    struct bound_column *columns;
    size_t column_count;
    struct bound_row *rows; /* head rows first, total last */
    size_t row_count, head_count;
    struct inline_text source; /* with "Source: " before it; its element is a P after the table */
    struct str continued;      /* " (continued)" in the table's language */
    struct str lang;
};

enum point_kind { POINT_VALUE, POINT_MARK, POINT_NONE };
#define NO_FIGURE "\xE2\x80\x93" /* the label of a POINT_NONE */

struct bound_point {
    enum point_kind kind;
    const struct decimal *value; /* POINT_VALUE */
    struct str label;            /* as printed: "54", "[c]" */
    struct span span;
};

struct bound_series {
    struct str label;
    struct bound_point *points; /* one a category */
};

struct bound_chart {
    unsigned number;
    struct inline_text caption, subtitle, source;
    element_id figure; /* ROLE_FIGURE with Alt; all drawing carries it */
    struct str *categories;
    size_t category_count;
    struct bound_series *series;
    size_t series_count;
    enum chart_arrange arrange;
    enum chart_direction direction;
    bool labels;
    enum chart_legend legend;
    struct chart_axis axis;
    struct str axis_title;
    struct dimension height;
    struct str lang;
    struct span span;
};

struct bound_card {
    struct inline_text title;  /* all runs carry the link */
    struct inline_text detail; /* may be empty */
    const struct link *link;
};

struct bound_tile {
    struct inline_text value, label;
};

struct bound_entry {         /* of the contents */
    unsigned level;          /* 1 = h1 */
    struct inline_text text; /* linked */
    struct inline_text page; /* one INLINE_PAGE run, linked */
    const struct link *link;
};

struct bound_note {           /* printed under its block */
    struct inline_text label; /* "[note 1]" */
    struct inline_text text;
    element_id element;
    struct str id; /* the anchor that its marks link to; also the element's id */
};

struct bound_master {
    struct str name;
    struct dimension margin[4];
    struct furniture header, footer;
    struct name background_color;
    struct str background_image;
    struct span background_span;
    bool background_cover;
    bool has_content;
    struct bound_list content; /* bound when a `master:` block uses it: see BOUND_MASTER */
};

struct bound_block {
    enum bound_kind kind;
    struct span span;
    struct str id;    /* unique; empty: none */
    struct str style; /* the author's `style:`; empty: the block's own */
    struct str lang;
    bool keep_together;
    bool keep_previous; /* part of one that is kept together, and not its first */
    element_id element;
    struct bound_note *notes;
    size_t note_count;
    union {
        struct {
            unsigned level;
            struct inline_text text;
            struct str label; /* plain: for outline, contents and running heads */
        } heading;
        struct inline_text paragraph;
        struct {
            bool ordered;
            bool links; /* `links` with form: list */
            struct bound_item *v;
            size_t n;
        } items;
        struct {
            struct bound_list content;
            struct inline_text by; /* may be empty */
        } quote;
        struct bound_table *table;
        struct bound_chart *chart;
        struct {
            unsigned columns;
            struct bound_card *v;
            size_t n;
        } cards;
        struct {
            struct bound_tile *v;
            size_t n;
        } tiles;
        struct {
            struct inline_text title;
            struct bound_list content;
        } box;
        struct {
            struct dimension *widths;
            struct dimension gap;
            struct bound_list *cells;
            size_t n;
        } grid;
        struct {
            struct str file; /* resolved later through files_read with file_span */
            struct span file_span;
            bool decorative; /* element is 0 */
            struct dimension width, height;
            bool cover;
            struct inline_text caption; /* with "Figure 2. " where captioned */
            unsigned number;
        } image;
        struct dimension space;
        struct {
            bool column, odd;
        } brk;
        struct {
            const struct bound_master *master;
            struct bound_list content; /* of a master that is one page by itself */
        } master;
        struct {
            struct inline_text title; /* of its own heading block: see bind; may be empty */
            struct bound_entry *v;
            size_t n;
        } contents;
        struct {
            struct dimension top, left, right, bottom, width, height;
            struct bound_list content;
        } place;
    } as;
};

/* A file inside the PDF: what one table or chart shows, as CSV (UTF-8, CRLF). */
struct attachment {
    struct str name;        /* "table-1.csv", "figure-2.csv": distinct */
    struct str description; /* the caption in words, else the name */
    struct str bytes;
    element_id element; /* the Table or Figure that it belongs to */
};

/* A figure of the data where it is printed. */
struct bound_figure {
    struct str
        what; /* its name, the same from run to run: "referrals: Rugby, child", "report.budget" */
    struct str shown; /* as printed; a mark as the mark */
    struct str in;    /* "Table 2", "Figure 1", or empty: running text */
    element_id element;
};

/* Of a table or chart. */
struct bound_caption {
    struct str in, text;
    element_id element;
};

struct bound_document {
    struct str title, author, subject, keywords; /* keywords joined by ", " */
    struct str lang;
    bool has_date;
    struct date date;
    struct element_tree elements;
    struct bound_list content;
    struct bound_master *masters;
    size_t master_count;
    const struct bound_master *default_master;
    const struct scope *scope; /* for furniture */
    const struct edition *edition;
    struct attachment *attachments; /* with `attach: data`: tables in order, then charts */
    size_t attachment_count;
    struct bound_figure *figures; /* where they were asked for, in reading order */
    size_t figure_count;
    struct bound_caption *captions;
    size_t caption_count;
    struct check_result *checks;
    size_t check_count;
};

struct bind_input {
    const struct document *document;
    struct dataset **sets;     /* one a source, in order; after disclosure */
    const struct scope *scope; /* sources, params, title, author, lang, edition, build.date */
    struct check_result *checks;
    const struct disclosure_result *disclosure; /* NULL: everything is shown */
    bool figures;                               /* note which figures are printed, and where */
};

/* What stands in a cell as runs; *one is room for that of a plain cell. */
struct inline_text cell_inline(const struct bound_cell *cell, struct inline_run *one);
/* Without any run. */
bool cell_blank(const struct bound_cell *cell);

/* Never NULL. Faulty blocks are left out after their diagnostics. */
struct bound_document *document_bind(struct session *s, const struct bind_input *in);

#endif
