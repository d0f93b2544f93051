/* style_internal.h - what the files of style/ share.
 *
 * A *rule* is all that the layers declare under one style's name, one declaration a longhand
 * property, the strongest layer's last. Rules are read first and computed after, so a style may be
 * based on one that stands below it.
 */
#ifndef QUIRE_STYLE_INTERNAL_H
#define QUIRE_STYLE_INTERNAL_H

#include "style/style.h"

enum { PROPERTY_COUNT = 34, LIMIT_COLOR_DEPTH = 16 };

/* The body size that the built-in theme's measures are made for. */
#define BUILT_IN_BODY ((length)12 * PT)

enum property_type {
    PROPERTY_FONT, /* a key of fonts */
    PROPERTY_FONT_SIZE,
    PROPERTY_LINE_HEIGHT,
    PROPERTY_WEIGHT,
    PROPERTY_LENGTH, /* not negative */
    PROPERTY_MARGIN, /* may be negative */
    PROPERTY_WIDTH,
    PROPERTY_COLOR,
    PROPERTY_BORDER,
    PROPERTY_COUNTED, /* a whole number from 1 */
    PROPERTY_SWITCH,  /* a keyword whose value is a bool */
    PROPERTY_CHOICE   /* a keyword whose value is an enum */
};

struct keyword {
    const char *name; /* NULL ends a list */
    unsigned value;
};

struct property {
    const char *name;
    enum property_type type;
    size_t offset, size; /* of its field in struct style */
    const struct keyword *keywords;
    bool inherited; /* as in CSS */
};

/* A property's value, read but not yet computed. */
struct declaration {
    const struct property *property;
    bool built_in;
    struct dimension dimension; /* of a length; a border's width */
    struct color color;
    unsigned number;
    struct str text;
};

enum rule_state { RULE_NEW, RULE_BUSY, RULE_DONE };

struct rule {
    struct str name;
    struct span span;
    bool built_in; /* the built-in theme has a style of this name */
    bool used;     /* something is based on it */
    struct name based_on;
    const struct declaration *declarations[PROPERTY_COUNT];
    enum rule_state state;
    struct style style;
    struct dimension line_height; /* kept, since a plain number follows each style's own size */
};

struct maker {
    struct session *s;
    struct style_sheet *sheet;
    const struct node **layers; /* weakest first; layers[0] is the built-in theme */
    size_t layer_count;
    struct map rules;
    length body_size;    /* what the theme says */
    length edition_size; /* what an edition's `font-size` says, or 0 */
};

/* property.c */
extern const struct property PROPERTIES[PROPERTY_COUNT];
/* Reads one `key: value` of a style into the rule; shorthands set several. */
void property_read(struct maker *m, struct rule *rule, const struct node_entry *entry);
/* Text like "12pt" or "0" to a dimension that is a length; false after a diagnostic. */
bool length_read(struct maker *m, struct str text, struct span at, struct dimension *out);

/* compute.c */
struct rule *rule_compute(struct maker *m, struct rule *rule);
struct rule *rule_find(const struct maker *m, struct str name);

/* color.c */
void colors_read(struct maker *m);
/* A colour of a style: a name, "#rrggbb" or none; with a diagnostic when it is neither. */
bool color_read(struct maker *m, const struct node *node, struct color *out);
bool color_read_text(struct maker *m, struct str text, struct span at, struct color *out);

/* theme.c */
void page_read(struct maker *m);
void fonts_read(struct maker *m);
void words_check_all(struct maker *m);

#endif
