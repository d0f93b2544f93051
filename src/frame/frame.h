/* frame.h - what layout makes and pdf/ paints: finished, positioned items.
 *
 * Coordinates grow right and down from the frame's top left corner, in lengths. Items are in painting
 * order, which is reading order for everything that carries an element. A glyph run's y is its
 * baseline. Everything is const once a page is done.
 */
#ifndef QUIRE_FRAME_FRAME_H
#define QUIRE_FRAME_FRAME_H

#include "document/bound.h"
#include "style/style.h"
#include "text/text.h"

struct image; /* image/image.h */

enum item_kind {
    ITEM_GLYPHS, /* a glyph run */
    ITEM_SHAPE,  /* a filled or stroked shape */
    ITEM_IMAGE,
    ITEM_LINK,   /* an active area (a rectangle) of a link; drawn as nothing */
    ITEM_ANCHOR, /* the place of an id: where links, outline and page numbers point */
    ITEM_FRAME,  /* a frame within, at (x, y) */
    ITEM_RUNS    /* glyph runs in little room: frame_walk shows each as ITEM_GLYPHS */
};

enum shape_kind { SHAPE_RECTANGLE, SHAPE_LINE, SHAPE_POLYGON, SHAPE_MODULES };

/* What kind of artifact an item of element 0 is (ISO 32000-1, 14.8.2.2). */
enum artifact {
    ARTIFACT_LAYOUT,
    ARTIFACT_HEADER,
    ARTIFACT_FOOTER,
    ARTIFACT_BACKGROUND,
    ARTIFACT_PAGE
};

struct point {
    length x, y;
};

/* Squares of a grid that touch in a row, from its top left corner. */
struct module_run {
    uint16_t column, row, width;
};

struct shape {
    enum shape_kind kind;
    unsigned grid;        /* MODULES: squares on a side */
    length width, height; /* RECTANGLE: size; LINE: vector from the item's point */
    length radius;        /* rounded corners */
    union {
        struct { /* POLYGON, from the item's point */
            struct point *points;
            size_t point_count;
        };
        struct { /* MODULES: dark squares of a grid (a QR code) of width by width */
            const struct module_run *runs;
            size_t run_count;
        };
    };
    length stroke_width;
    struct color fill;   /* unset: none */
    struct color stroke; /* unset: none */
    uint8_t opacity;     /* percent; 0 means 100 (opaque) */
    /* A bar of a chart: tests measure these against the data. */
    bool bar;
    uint16_t series, category;
};

/* A glyph run of a table's cell; x and y are lengths. */
struct frame_run {
    const struct glyph_run *run;
    struct span span;
    element_id element;
    int32_t x, y;
    struct color color;
    uint8_t artifact;
    bool underline;
};

struct frame_item {
    enum item_kind kind;
    enum artifact artifact; /* when element is 0 */
    element_id element;
    length x, y;
    struct span span;
    union {
        struct {
            const struct glyph_run *run;
            struct color color;
            bool underline;
        } glyphs;
        struct shape shape;
        struct {
            const struct image *image;
            length width, height;
            struct {
                length x, y, width, height;
            } clip; /* all 0: none; in the item's coordinates */
        } image;
        struct {
            const struct link *link;
            length width, height;
        } link;
        struct {
            struct str id;
            unsigned heading; /* 1 to 6 for a heading: becomes an outline entry; else 0 */
            struct str label; /* the outline's text */
        } anchor;
        const struct frame *frame;
        struct {
            const struct frame_run *v;
            size_t n;
        } runs;
    } as;
};

struct frame {
    struct arena *arena;
    length width, height;
    length baseline; /* of the first line from the top, for aligning neighbours; 0 if none */
    struct frame_item *items;
    size_t n, cap;
};

struct page {
    struct frame *frame; /* the whole page */
    unsigned number;     /* from 1 */
    struct str label;    /* as printed */
    struct str section;  /* the running h1 */
    length margin[4];    /* as used on this page: the test of overflow reads it */
    struct str master;
};

struct page_list {
    struct page *v;
    size_t n, cap;
    struct arena *frames; /* of all of them; NULL: the document's. pdf_write() frees it */
};

struct frame *frame_new(struct arena *a, length width, length height);
void frame_push(struct frame *f, const struct frame_item *item);
void frame_push_frame(struct frame *f, const struct frame *inner, length x, length y);
/* The items of a frame, and of those within it, in place of the frame: for what there is much of. Runs
 * go onto `arena`. */
void frame_push_flat(struct frame *f, const struct frame *inner, struct point at,
                     struct arena *arena);
/* A copy with no room for more items. */
struct frame *frame_settle(struct arena *a, const struct frame *f);
/* A filled rectangle of element 0, artifact layout (or as given after with the returned item). */
struct frame_item *frame_push_rectangle(struct frame *f, struct color fill, length x, length y,
                                        struct point size);

/* Visits every leaf item in painting order with its place on the page. */
typedef void frame_visit(void *context, const struct frame_item *item, length x, length y);
void frame_walk(const struct frame *f, frame_visit *visit, void *context);
/* Only links' areas and anchors. */
void frame_walk_places(const struct frame *f, frame_visit *visit, void *context);

#endif
