/* style.h - theme layers to computed styles: CSS names, CSS meaning.
 *
 * A sheet is made once for an edition. A style is looked up by name (`h1`, `table.head`, or the name
 * an author gives in `style:`) and is interned: equal looks are one pointer. `based-on` is followed,
 * `em` refers to the style's own font-size, a font-size in em or % to the style it is based on.
 * Built-in names are in docs/language.md; a part's name is `block.part`. An inner block inherits the
 * text properties of what it stands in only by naming: there is no cascade by nesting, except that
 * style_within() gives a style for text inside a container with a colour of its own.
 */
#ifndef QUIRE_STYLE_STYLE_H
#define QUIRE_STYLE_STYLE_H

#include "base/length.h"
#include "document/document.h"

struct color {
    bool set; /* false: transparent, or not given */
    uint8_t r, g, b;
    bool has_print;   /* the theme's own print value */
    uint8_t print[4]; /* C M Y K in percent */
};

enum side { SIDE_TOP, SIDE_END, SIDE_BOTTOM, SIDE_START };
enum text_align { TEXT_START, TEXT_END, TEXT_CENTER, TEXT_JUSTIFY };
enum break_rule { BREAK_AUTO, BREAK_AVOID, BREAK_TO_PAGE, BREAK_TO_ODD, BREAK_TO_COLUMN };
enum list_style { LIST_DISC, LIST_DASH, LIST_NONE, LIST_DECIMAL };

struct border {
    length width; /* 0: none */
    struct color color;
};

struct style {
    struct str name;
    struct str based_on;    /* empty: none given */
    struct str font_family; /* a key of fonts */
    length font_size;
    unsigned font_weight; /* 100 to 900; 0: the font entry's own */
    bool italic;
    bool underline;
    bool tabular_figures;
    length line_height; /* absolute */
    length letter_spacing;
    struct color color, background;
    bool
        authored; /* the colour is one that a theme, a layout or an edition gives to this style or to
                      one that it is based on: never changed unasked */
    length padding[4], margin[4]; /* by enum side */
    struct border border[4];
    length border_radius;
    struct dimension width; /* AUTO, ABSOLUTE, PERCENT; page: see full_bleed */
    bool width_page;
    enum text_align text_align;
    bool hyphens;
    enum list_style list_style;
    unsigned column_count; /* 1 */
    length column_gap;
    enum break_rule break_before, break_after;
    bool break_inside_avoid;
    unsigned orphans, widows;
};

/* One entry of `fonts:`. */
struct font_entry {
    struct str key;
    struct str family; /* or */
    struct str file;   /* as written */
    struct span span;
    unsigned weight; /* default weight, 400 */
    bool italic;
};

struct page_geometry {
    length width, height;
    length margin[4]; /* top, outside, bottom, inside: by enum side */
};

struct style_sheet {
    struct arena *arena;
    struct page_geometry page;
    struct font_entry *fonts;
    size_t font_count;
    struct str *fallback; /* family names in order */
    size_t fallback_count;
    struct map colors; /* name -> struct color * */
    struct color *series;
    size_t series_count;
    struct map styles; /* name -> struct style * (computed) */
};

/* Never NULL. Checks style_uses of the document: an unknown style is an error with a near name. */
struct style_sheet *style_sheet_make(struct session *s, const struct document *d);
/* The style of that name; asserts that it exists: every name is built in or was checked. */
const struct style *style_get(const struct style_sheet *sheet, const char *name);
const struct style *style_find(const struct style_sheet *sheet, struct str name); /* or NULL */
/* `inner` drawn inside `outer`: takes outer's colour where inner's is the body's own. */
const struct style *style_within(struct style_sheet *sheet, const struct style *inner,
                                 const struct style *outer);
/* A colour by name or "#rrggbb"; unset after a diagnostic. */
struct color style_color(struct session *s, const struct style_sheet *sheet, struct str text,
                         struct span at);
/* A part of an author's style: `given.part`, or that of a style `given` is based on, else
 * `built_in.part`: style_part(sheet, block->style, "box", "title"). */
const struct style *style_part(const struct style_sheet *sheet, struct str given,
                               const char *built_in, const char *part);
/* WCAG 2 contrast of two colours in hundredths: 450 is 4.5 to 1. */
unsigned color_contrast(struct color x, struct color y);
/* The colour nearest to `c`, darker or lighter, whose contrast with `ground` is at least `wanted`;
 * black or white where none reaches it. */
struct color color_passing(struct color c, struct color ground, unsigned wanted);
/* The YAML text of the built-in theme. */
struct str builtin_theme(void);

#endif
