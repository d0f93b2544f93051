/* chart_internal.h - what the files of chart/ share.
 *
 * A bar is known by where it begins and ends along the value axis, counted from the zero line,
 * growing with the value. bars_horizontal.c and bars_vertical.c turn that into rectangles and place
 * labels.
 */
#ifndef QUIRE_CHART_INTERNAL_H
#define QUIRE_CHART_INTERNAL_H

#include "chart/chart.h"

#define CHART_BAR_GAP ((length)1200)   /* white between bars of one category */
#define CHART_LABEL_GAP ((length)4000) /* between a bar's end and its label; between two labels */
#define CHART_LINE ((length)600)       /* the zero line */
#define CHART_GRID_LINE ((length)500)
enum { LIMIT_CATEGORIES = 1000 };

#define CHART_KEY ((length)8000) /* side of a key's square */

/* A text broken into lines. */
struct label {
    const struct text_block *block;
    const struct style *style;
    length width, height; /* of its lines */
    length cap;           /* height of its capitals */
    struct span span;
};

struct bar {
    length from, to; /* from the zero line; from == to: no bar */
    bool drawn;      /* false for a mark and for nothing */
};

struct drawing {
    struct session *s;
    struct arena *a;
    const struct chart_request *r;
    const struct bound_chart *c;
    struct frame *f;
    const struct style *label, *value, *axis, *key;
    struct color grid, ground; /* ground: what the chart stands on */
    struct color *colors;      /* one a series */
    length width, top;         /* top: where the next thing goes */
    length height;             /* what the author wants of it; 0: auto */
    bool stacked;              /* stacked or percent */
    bool rtl;
    bool direct; /* the series' names stand at the only bar's parts */
    bool values; /* the value stands on each bar */
    const struct decimal *low, *high, *range;
    struct axis_ticks ticks; /* n == 0: none are drawn */
    length extent;           /* of the whole value axis */
    length zero;             /* of the zero line from the axis's low end */
    struct bar *bars;        /* by category * series_count + series */
};

/* A label to place in a row, and where it came to stand. */
struct placed {
    struct label label;
    length left;
    size_t row; /* 0 is next to the bar */
    struct color color;
};

/* label.c */
struct label label_make(struct drawing *d, struct str text, const struct style *style,
                        length width);
/* Lines in [x, x + width], flush by `align`, centred about y. */
void label_draw_middle(struct drawing *d, const struct label *label, struct point at, length width,
                       enum text_align align);
/* The same from its top edge. */
void label_draw_top(struct drawing *d, const struct label *label, struct point at, length width,
                    enum text_align align);
void label_draw_color(struct drawing *d, const struct label *label, struct point middle,
                      struct color color);
/* Moves labels (in order of `left`) sideways until none touch, in as few rows as can be; gives the
 * number of rows. All stay in [0, width]. */
size_t labels_spread(struct placed *v, size_t n, length width);

/* legend.c */
void legend_draw(struct drawing *d);
bool legend_wanted(const struct drawing *d, enum chart_legend where);

/* axis.c */
/* low, high and range of the values; false after a diagnostic. */
bool axis_fit(struct drawing *d);
void axis_choose_ticks(struct drawing *d);
/* The place of every bar for an axis of this extent. */
void axis_place_bars(struct drawing *d, length extent);
length axis_at(const struct drawing *d, const struct decimal *value);
struct str axis_tick_text(const struct drawing *d, const struct decimal *value);

/* chart.c */
/* The left edge of something drawn: everything is placed as from the left, and mirrored here. */
length draw_left(const struct drawing *d, length left, length width);
void draw_bar(struct drawing *d, size_t series, size_t category, struct point at,
              struct point size);
void draw_rectangle(struct drawing *d, struct color fill, struct point at, struct point size);
const struct bound_point *point_of(const struct drawing *d, size_t series, size_t category);
const struct bar *bar_of(const struct drawing *d, size_t series, size_t category);
/* The text of a point's label: in a stack, where a mark or a zero has no bar, it names its series.
 */
struct str point_text(const struct drawing *d, size_t series, size_t category);
/* Ink or white, whichever stands out from the series' colour. */
struct color text_on(const struct drawing *d, size_t series);

/* The two directions; false after a diagnostic. */
bool bars_horizontal(struct drawing *d);
/* Whether the names of the only bar's parts can stand above them. */
bool bars_direct(struct drawing *d);
bool bars_vertical(struct drawing *d);

#endif
