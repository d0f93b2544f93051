/* layout_internal.h - what the files of layout/ share.
 *
 * A *stack* is a list of pieces that stand below one another: the blocks of a flow, a list's items,
 * rows of cards, rows of the contents. It is poured into *regions*; each call gives one *fragment*
 * and a *resume* value that says where to go on. Resume is a value: laying the same child in the
 * same region from the same resume gives the same fragment, so a trial costs nothing but time.
 *
 * Rules that every layout function keeps: in a region that is empty it makes progress, whatever the
 * height; in one that is not, it gives a NULL frame rather than something that does not fit. A
 * fragment's frame holds no outer margins: those are the stack's, which lets them collapse.
 */
#ifndef QUIRE_LAYOUT_INTERNAL_H
#define QUIRE_LAYOUT_INTERNAL_H

#include "layout/layout.h"

/* A page number that was printed in this pass, to be compared with where its target came to stand.
 */
struct page_use {
    struct str target;
    unsigned printed; /* 0: not known yet */
    struct span span;
};
VEC_DECLARE(page_use_list, struct page_use);

/* What a container tells the blocks inside it. */
struct context {
    const struct style *inside;    /* the nearest container with a colour of its own, or NULL */
    const struct style *text;      /* of paragraphs without a style of their own; NULL: `p` */
    enum artifact artifact;        /* of runs with element 0 */
    bool top;                      /* the regions are pages: a break makes a new page */
    bool columns;                  /* the regions are columns */
    bool cover;                    /* a master's own content */
    length bleed_start, bleed_end; /* from the region's edges to the page's */
};

struct layout {
    struct session *s;
    const struct layout_input *in;
    struct style_sheet *sheet;
    struct font_set *fonts;
    struct arena *frames;  /* of what pages are made of; NULL: the document's */
    struct arena *arena;   /* where frames are made now: the same, but for cells of tables */
    struct arena *scratch; /* for less than a fragment; whoever uses it marks and releases it */
    struct arena *cells;   /* of tables' rows that are not poured yet */
    struct arena_mark cells_start;
    unsigned cells_serial, cells_rows; /* how often they were forgotten; rows since then */
    struct map page_of;                /* id -> (uintptr_t) page number of the last pass */
    unsigned pass;                     /* from 1 */
    unsigned page_count;               /* of the last pass */
    struct table_box *last_table;      /* the table being poured: table.c's own */
    struct context context;
    struct page_use_list uses; /* of this pass */
    struct map kept;           /* paragraphs and styles made once: see paragraph_keep */
};

struct region {
    length width;
    length height;      /* left here */
    length full_height; /* of an empty region after this one */
    bool empty;         /* nothing stands in it yet: what does not fit here fits nowhere */
};

/* Where a breakable goes on. All zeros: at its start. */
struct resume {
    size_t at;                  /* child, row or line */
    size_t part;                /* lines of that row already placed, columns done ... */
    const struct resume *inner; /* of the child or of each cell (`inner_count`) */
    size_t inner_count;
    bool done;
};

struct fragment {
    struct frame *frame;  /* NULL: nothing fitted here, try a new region */
    struct resume resume; /* resume.done: the child is finished */
};

/* The two arenas besides the document's; made at first use, freed by layout_close(). */
void layout_open(struct layout *l);
void layout_close(struct layout *l);

/* --- stacks (flow_distribute.c) --- */

enum forced_break { FORCED_NONE, FORCED_REGION, FORCED_ODD, FORCED_MASTER };

struct layout_piece;
typedef struct fragment piece_layout(struct layout *l, const struct layout_piece *p,
                                     struct region region, const struct resume *from);

struct layout_piece {
    piece_layout *layout; /* NULL: nothing to lay out */
    const void *data;     /* what it is made of; `index` within it where that is a list */
    size_t index;
    size_t count;              /* children of the stack it stands for, at least 1 */
    const struct style *style; /* may be NULL */
    length margin[4];
    struct dimension width;
    bool width_page;
    bool keep_next;     /* stay with what follows */
    bool keep_previous; /* stay with what stands above */
    bool kept_previous; /* the same, if all that is kept so fits a page */
    bool keep_together;
    bool space; /* white space only: not at a region's top after a break */
    bool rtl;
    enum forced_break before; /* asks for a new page before it */
    enum forced_break after;  /* ... after it */
    bool column_before;       /* asks for a new column before it */
    enum forced_break forced; /* it is itself such a break */
    struct span span;
};

struct stack {
    size_t n;
    const void *data;
    /* Describes child i; `out` is zeroed with count 1. */
    void (*piece)(struct layout *l, const struct stack *st, size_t i, struct layout_piece *out);
};

/* Pours a stack from `from` on. `stopped` (may be NULL) tells of a forced break that ended it;
 * resume.at is then the child to go on with. */
struct fragment stack_layout(struct layout *l, const struct stack *st, struct region region,
                             const struct resume *from, enum forced_break *stopped);
/* Takes the style's margins, width and break rules into a piece. */
void piece_take_style(struct layout_piece *p, const struct style *style);
/* Something that cannot be broken: a whole frame, or no frame in a region with too little room; in
 * an empty region that is too low for it, an error. */
struct fragment fragment_whole(struct layout *l, struct frame *f, struct region region,
                               struct span span);
/* The width, or an error at `span` and the least that text can stand in. */
length layout_room(struct layout *l, length width, struct span span);
const struct resume *resume_keep(struct layout *l, struct resume r);
bool resume_at_start(const struct resume *r);

/* --- flow.c, flow_collect.c: bound blocks --- */

/* Any list of bound blocks in a region. */
struct fragment flow_layout(struct layout *l, const struct bound_list *content,
                            struct region region, const struct resume *from);
/* The same as a stack, for those who need its forced breaks or columns. */
struct stack flow_stack(const struct bound_list *content);
/* One block without its outer margins: its anchor, decoration, content and notes. */
struct fragment block_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from);
/* The style of a block: the author's, else the built-in one of its kind and place. */
const struct style *block_style(struct layout *l, const struct bound_block *block);
/* The first of `given`, `name`, `body` that the sheet has. */
const struct style *layout_style(struct layout *l, struct str given, const char *name);
/* The style's type and colour alone, with the margins of another: for text inside a container. */
const struct style *text_only(struct layout *l, const struct style *style,
                              const struct style *margins);
/* The text's type in the colour and weight of another style: for labels. */
const struct style *text_with(struct layout *l, const struct style *text, const struct style *look);
/* Sets the context for what stands inside a container; gives the old one, to be put back. */
struct context context_enter(struct layout *l, const struct style *inside,
                             const struct style *text);
bool lang_is_rtl(struct str lang);
/* The language of a block, else the document's. */
struct str layout_lang(const struct layout *l, struct str lang);

/* --- blocks of their own files --- */

/* One table, with caption, head (repeated, with "continued"), source line. */
struct fragment table_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from);
/* One chart or image with its caption, subtitle, source line; never broken. */
struct frame *figure_layout(struct layout *l, const struct bound_block *block, length width);

struct fragment box_layout(struct layout *l, const struct bound_block *block, struct region region,
                           const struct resume *from);
struct fragment quote_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from);
struct fragment items_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from);
/* The style of a list's labels and indent: the author's where it is made for lists, else `list`. */
const struct style *items_style(struct layout *l, const struct bound_block *block);
struct fragment grid_layout(struct layout *l, const struct bound_block *block, struct region region,
                            const struct resume *from);
struct fragment tiles_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from);
struct fragment cards_layout(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from);
struct fragment contents_layout(struct layout *l, const struct bound_block *block,
                                struct region region, const struct resume *from);

/* columns.c: a stack in balanced columns. */
struct columns {
    unsigned count;
    length gap;
    bool rtl;
};
struct fragment columns_layout(struct layout *l, const struct stack *st,
                               const struct columns *columns, struct region region,
                               const struct resume *from);

/* --- paragraph.c --- */

/* Inline text in a style to lines; each line a frame of the line height, its runs with their
 * elements, ITEM_LINK areas and underlines. */
struct paragraph_request {
    const struct inline_text *text;
    const struct style *style; /* font, alignment, line height; its margins are the caller's */
    length width;
    element_id element; /* where a run names none */
    struct str lang;
    const struct style *inside; /* a container with a colour of its own, or NULL */
    bool plain_links;           /* links look like the text around them */
    bool no_areas;              /* no ITEM_LINK: the caller makes one for the whole */
};
struct paragraph {
    struct frame **lines;
    size_t n;
    length width;  /* of the widest line */
    length height; /* of all lines */
};
struct paragraph *paragraph_layout(struct layout *l, const struct paragraph_request *r);
struct text_extent paragraph_measure(struct layout *l, const struct paragraph_request *r);
/* All lines one below the other, as one frame. */
struct frame *paragraph_frame(struct layout *l, const struct paragraph_request *r);
/* Its lines into a frame from (x, y) on; gives the y below the last. */
length paragraph_push(struct frame *f, const struct paragraph *p, length x, length y);
/* As paragraph_layout, but made once for the same runs, style and width: the runs must live as long
 * as the document. One with page numbers is made again in each pass. */
struct paragraph *paragraph_keep(struct layout *l, const struct paragraph_request *r);
/* The lines of a paragraph as a breakable, with the style's widows and orphans. */
struct fragment lines_layout(struct layout *l, const struct paragraph_request *r,
                             struct region region, const struct resume *from);

/* --- box.c --- */

/* Background and borders of a style behind [0, 0, size], as artifacts of what stands at `span`. */
void paint_box(struct frame *f, const struct style *style, struct point size, struct span span);
/* Padding and border together, start and end changed over where the text runs from the right. */
struct edges {
    length top, right, bottom, left;
};
struct edges style_edges(const struct style *style, bool rtl);
void paint_box_mirrored(struct frame *f, const struct style *style, struct point size,
                        struct span span, bool rtl);
/* The block inside its style's padding, border and background. */
struct fragment decorated_layout(struct layout *l, const struct bound_block *block,
                                 const struct style *style, struct region region,
                                 const struct resume *from);
/* flow.c: a block's inside, by its kind. */
struct fragment block_inside(struct layout *l, const struct bound_block *block,
                             struct region region, const struct resume *from);

/* --- pages: furniture.c, master.c --- */

/* The margins of page `number` of this master: where pages face each other, inside is at the spine.
 */
void master_margins(const struct layout *l, const struct bound_master *m, unsigned number,
                    length margin[4]);
/* The left page of two that face each other: furniture and margins are mirrored. */
bool page_is_mirrored(const struct layout *l, unsigned number);
void master_background(struct layout *l, const struct bound_master *m, struct frame *page);
/* The one page of a master with content, as page `number`. */
struct frame *master_content(struct layout *l, const struct bound_block *block, unsigned number);
/* The header of a page (or its footer), painted into its margin; `page` has its number, section
 * and margins. A header stands below `taken`, what the marking needs of the margin. */
void furniture_paint(struct layout *l, const struct bound_master *m, struct page *page, bool footer,
                     length taken);
/* The edition's marking, at the page's head; a NULL frame where the edition has none. */
struct marking {
    struct frame *frame;
    length x, y;
    struct span span;
};
struct marking marking_make(struct layout *l, const struct page *page);
/* Onto the page, above all else; an error where it would cover something. */
void marking_paint(struct layout *l, const struct marking *m, struct page *page);

/* bleed.c: the edition that is laid out, or NULL in a test without one. */
const struct edition *edition_of(const struct layout *l);
/* How far the press edition's pages run out over their edges, and a page so drawn. */
length edition_bleed(const struct layout *l);
struct frame *page_bleed(struct layout *l, struct frame *page);

/* selection.c: keeps the pages that the edition asks for. */
void pages_select(struct layout *l, struct page_list *pages);

/* --- QR codes (qr_box.c) --- */

/* The least side of a link's code, quiet zone included, that a telephone reads from paper; 0 after
 * a diagnostic. */
length qr_least(struct layout *l, const struct link *link);
/* A link's address as a square of `side`, quiet zone included; false after a diagnostic. */
bool qr_push(struct layout *l, struct frame *f, const struct link *link, struct point at,
             length side);

#endif
