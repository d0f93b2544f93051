/* document.h - the checked document: a layout as its author wrote it, every key known, every text
 * and expression parsed, nothing evaluated.
 *
 * document_read reads a layout (and what it is based on, includes, themes) by one schema table
 * (schema.h), which also drives the unknown-key errors, the defaults, `quire schema` and the
 * reference in docs/. Keys that LANGUAGE has and quire does not yet build are refused with
 * "not yet", never ignored.
 */
#ifndef QUIRE_DOCUMENT_DOCUMENT_H
#define QUIRE_DOCUMENT_DOCUMENT_H

#include "base/length.h"
#include "data/check.h"
#include "data/dataset.h"
#include "data/format.h"
#include "data/template.h"

#include "disclosure/disclosure.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_TEXT,
    BLOCK_TABLE,
    BLOCK_CHART,
    BLOCK_LINKS,
    BLOCK_TILES,
    BLOCK_BOX,
    BLOCK_GRID,
    BLOCK_IMAGE,
    BLOCK_QUOTE,
    BLOCK_LIST,
    BLOCK_FOR,
    BLOCK_INCLUDE,
    BLOCK_SPACE,
    BLOCK_BREAK,
    BLOCK_MASTER,
    BLOCK_CONTENTS,
    BLOCK_PLACE
};

struct block;

struct block_list {
    struct block **v;
    size_t n;
};

/* A name with its place: a style, a master, an id. Empty p: not given. */
struct name {
    struct str text;
    struct span span;
};

struct named_note {
    struct name name;
    const struct rich *text;
};

enum cell_align { ALIGN_AUTO, ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_DECIMAL };

struct table_column {
    struct span span;
    struct name field;
    const struct expr *value; /* `value:` */
    bool row_total;           /* `{total: row}` */
    const struct rich *header;
    struct table_column *columns; /* a header over several: no field of its own */
    size_t column_count;
    struct dimension width; /* AUTO when absent */
    bool row_header;
    enum cell_align align;
    bool has_format;
    struct value_format format;
    const struct expr *link;
};

struct literal_cell {
    const struct rich *text;
    unsigned column_span, row_span; /* at least 1 */
    struct span span;
};

struct literal_row {
    struct literal_cell *cells;
    size_t n;
    struct span span;
};

struct table_block {
    const struct rich *caption;
    struct span caption_span;
    const struct expr *data, *where;
    struct name sort;
    bool sort_descending;
    struct table_column *columns;
    size_t column_count;
    struct name group;
    bool has_total;
    const struct rich *total_label;
    bool transpose;
    const struct rich *source;
    unsigned header_rows, header_columns; /* literal */
    struct literal_row *rows;
    size_t row_count;
    bool literal;
};

enum chart_arrange { ARRANGE_GROUPED, ARRANGE_STACKED, ARRANGE_PERCENT };
enum chart_direction { DIRECTION_HORIZONTAL, DIRECTION_VERTICAL };
enum chart_order { ORDER_LARGEST, ORDER_SMALLEST, ORDER_DATA };
enum chart_legend { LEGEND_AUTO, LEGEND_NONE, LEGEND_TOP, LEGEND_BOTTOM };
enum chart_twin { TWIN_NONE, TWIN_AFTER, TWIN_APPENDIX };

struct chart_series {
    struct span span;
    struct name field;
    const struct expr *value;
    const struct template *label; /* NULL: the field's name */
};

struct chart_axis {
    const struct template *title;
    const struct decimal *min, *max; /* NULL: auto (min: 0) */
    bool has_format;
    struct value_format format;
};

struct chart_block {
    const struct rich *caption;
    const struct expr *caption_that; /* `that:` checks the message against the data */
    struct span caption_span;
    const struct rich *subtitle, *source;
    const struct expr *data, *where;
    struct name category;
    struct chart_series *series;
    size_t series_count;
    enum chart_arrange arrange;
    enum chart_direction direction;
    enum chart_order order;
    bool labels;
    enum chart_legend legend;
    struct chart_axis axis;
    struct dimension height;    /* AUTO */
    const struct template *alt; /* NULL: auto */
    struct span alt_span;
    enum chart_twin twin;
};

struct tile {
    struct span span;
    const struct expr *value;
    const struct template *label;
};

struct links_block {
    const struct expr *data;
    const struct rich *text;
    const struct template *url;
    struct span url_span;
    const struct template *detail; /* may be NULL */
    bool list;                     /* form: list */
    unsigned columns;
};

struct image_block {
    struct str file;
    struct span file_span;
    const struct template *alt; /* NULL: none given */
    bool decorative;
    struct dimension width, height;
    const struct rich *caption;
    bool fit_cover;
};

struct master;

struct place_block {
    struct dimension top, left, right, bottom, width, height;
    struct block_list content;
};

struct block {
    enum block_kind kind;
    struct span span;
    struct name id, style;
    const struct expr *condition; /* `if:` or NULL */
    struct str lang;
    bool keep_together;
    struct named_note *notes;
    size_t note_count;
    union {
        struct {
            unsigned level;
            const struct rich *text;
        } heading;
        struct {
            const struct rich *text; /* or */
            const struct expr *from; /* a prose value */
        } text;
        struct table_block *table;
        struct chart_block *chart;
        struct links_block *links;
        struct {
            struct tile *v;
            size_t n;
        } tiles;
        struct {
            const struct rich *title;
            struct block_list content;
        } box;
        struct {
            struct dimension *widths;
            size_t width_count;
            struct dimension gap;
            struct block_list *cells;
            size_t n;
        } grid;
        struct image_block *image;
        struct {
            const struct rich *text;
            const struct rich *by;
        } quote;
        struct {
            const struct expr *data; /* with item */
            const struct rich *item;
            bool numbers;
        } list;
        struct {
            const struct expr *each;
            struct name as;
            struct block_list content;
        } loop;
        struct block_list include;
        struct dimension space;
        enum { BREAK_PAGE, BREAK_COLUMN, BREAK_ODD } brk;
        struct name master;
        struct {
            unsigned depth;
            const struct template *title; /* NULL: none */
        } contents;
        struct place_block *place;
    } as;
};

/* A header's or footer's three places. NULL: nothing there. */
struct furniture {
    bool given; /* false: inherit; true with all NULL: none */
    const struct template *inside, *center, *outside;
};

struct master {
    struct name name, based_on;
    struct dimension margin[4]; /* top, outside (right), bottom, inside (left); AUTO: the page's */
    struct furniture header, footer;
    struct name background_color; /* a colour's name or "#rrggbb" */
    struct str background_image;
    struct span background_span;
    bool background_cover;
    bool has_content;
    struct block_list content;
};

/* One layer of looks, weakest first: built-in theme, theme file, layout, edition. Each is a map with
 * any of page, fonts, colors, styles, words; style/ reads them. */
struct theme_layers {
    const struct node **v;
    size_t n;
};

enum edition_links { LINKS_LIVE, LINKS_PRINTED, LINKS_NONE };

/* One way to render the document. What an edition does not say it takes from the one it is based on,
 * `screen` where it names none. */
struct edition {
    struct name name, based_on;
    struct str standards[4]; /* promises: "pdf/ua-1", "pdf/a-2a", "pdf/a-3a", "pdf/x-4" */
    size_t standard_count;
    const struct node *node; /* as written; NULL: built in. Its theme keys are a layer of looks */
    const struct edition *base; /* what it is a copy of, but for its own keys; NULL: none */
    enum edition_links links;
    bool disclosure_none;           /* shows everything; then marking is set */
    const struct template *marking; /* printed on every page, or NULL */
    bool attach_data;               /* the data of each table and chart as CSV (pdf/a-3a) */
    /* The press: */
    struct dimension bleed;            /* AUTO: none */
    bool crop, registration, colorbar; /* marks */
    struct name profile;               /* an ICC file's name or path; empty: FOGRA39L_coated.icc */
    unsigned ink_limit;                /* percent; 0: the default */
    unsigned page_multiple;            /* 0 or 1: any number of pages */
    struct name *only;                 /* masters whose pages alone are written; none: all */
    size_t only_count;
};

/* True if the edition names the standard. */
bool edition_promises(const struct edition *e, const char *standard);

struct param_declaration {
    struct name name;
    struct name from;         /* a keyed source, or empty */
    const struct node *value; /* a default, or NULL */
};

/* What the command line adds. */
struct assignment {
    struct str name, value;
};

struct document_request {
    struct str layout_path;  /* as typed */
    struct assignment *data; /* --data NAME=FILE */
    size_t data_count;
    struct assignment *set; /* --set a.b=VALUE */
    size_t set_count;
    struct str edition;       /* empty: screen */
    struct span edition_span; /* where it is named, if in a file */
    bool strict;              /* warnings are errors */
    bool local_links; /* relative addresses are links to files beside this one: the program's own
                           index of a folder alone */
    struct str epoch; /* SOURCE_DATE_EPOCH: seconds since 1970 UTC, for a layout without `date` */
};

struct document {
    struct span span; /* of the layout */
    const struct template *title, *author, *subject;
    const struct template **keywords;
    size_t keyword_count;
    struct span title_span, lang_span;
    struct str lang;
    bool local_links; /* as the request has it */
    bool has_date;
    struct date date;
    struct source_declaration *sources;
    size_t source_count;
    struct param_declaration *params;
    size_t param_count;
    struct check *checks;
    size_t check_count;
    struct disclosure_declaration disclosure; /* without sets: no block */
    bool disclosure_faulty; /* its mistakes are out; what it protects is not known */
    struct master *masters;
    size_t master_count;
    struct edition *editions; /* the built-in screen first unless overridden */
    size_t edition_count;
    const struct edition *edition; /* the one asked for */
    struct theme_layers themes;
    struct block_list content;
    struct name *style_uses; /* every style named anywhere, for style/ to check */
    size_t style_use_count;
    struct name *lost_ids; /* of faulty blocks: references to them are no mistake */
    size_t lost_id_count;
};

/* NULL only when the layout could not be read at all; else what could be read, with diagnostics. */
struct document *document_read(struct session *s, const struct document_request *request);

#endif
