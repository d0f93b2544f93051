/* property.c - the one table of CSS properties, and the reading of their values. */
#include "style/style_internal.h"

#include <string.h>

static const struct keyword ALIGNS[] = {{"start", TEXT_START},
                                        {"end", TEXT_END},
                                        {"center", TEXT_CENTER},
                                        {"justify", TEXT_JUSTIFY},
                                        {NULL, 0}};
static const struct keyword SLANTS[] = {{"normal", 0}, {"italic", 1}, {NULL, 0}};
static const struct keyword DECORATIONS[] = {{"none", 0}, {"underline", 1}, {NULL, 0}};
static const struct keyword NUMERALS[] = {{"normal", 0}, {"tabular-nums", 1}, {NULL, 0}};
static const struct keyword HYPHENS[] = {{"none", 0}, {"auto", 1}, {NULL, 0}};
static const struct keyword LISTS[] = {{"disc", LIST_DISC},
                                       {"dash", LIST_DASH},
                                       {"none", LIST_NONE},
                                       {"decimal", LIST_DECIMAL},
                                       {NULL, 0}};
static const struct keyword BREAKS[] = {{"auto", BREAK_AUTO},        {"avoid", BREAK_AVOID},
                                        {"page", BREAK_TO_PAGE},     {"odd", BREAK_TO_ODD},
                                        {"column", BREAK_TO_COLUMN}, {NULL, 0}};
static const struct keyword INSIDE[] = {{"auto", 0}, {"avoid", 1}, {NULL, 0}};
static const struct keyword WEIGHTS[] = {{"normal", 400}, {"bold", 700}, {NULL, 0}};

#define FIELD(f) offsetof(struct style, f), sizeof(((struct style *)0)->f)

const struct property PROPERTIES[PROPERTY_COUNT] = {
    {"font-family", PROPERTY_FONT, FIELD(font_family), NULL, true},
    {"font-size", PROPERTY_FONT_SIZE, FIELD(font_size), NULL, true},
    {"font-weight", PROPERTY_WEIGHT, FIELD(font_weight), WEIGHTS, true},
    {"font-style", PROPERTY_SWITCH, FIELD(italic), SLANTS, true},
    {"text-decoration", PROPERTY_SWITCH, FIELD(underline), DECORATIONS, false},
    {"font-variant-numeric", PROPERTY_SWITCH, FIELD(tabular_figures), NUMERALS, true},
    {"line-height", PROPERTY_LINE_HEIGHT, FIELD(line_height), NULL, true},
    {"letter-spacing", PROPERTY_MARGIN, FIELD(letter_spacing), NULL, true},
    {"color", PROPERTY_COLOR, FIELD(color), NULL, true},
    {"background", PROPERTY_COLOR, FIELD(background), NULL, false},
    {"padding-top", PROPERTY_LENGTH, FIELD(padding[SIDE_TOP]), NULL, false},
    {"padding-right", PROPERTY_LENGTH, FIELD(padding[SIDE_END]), NULL, false},
    {"padding-bottom", PROPERTY_LENGTH, FIELD(padding[SIDE_BOTTOM]), NULL, false},
    {"padding-left", PROPERTY_LENGTH, FIELD(padding[SIDE_START]), NULL, false},
    {"margin-top", PROPERTY_MARGIN, FIELD(margin[SIDE_TOP]), NULL, false},
    {"margin-right", PROPERTY_MARGIN, FIELD(margin[SIDE_END]), NULL, false},
    {"margin-bottom", PROPERTY_MARGIN, FIELD(margin[SIDE_BOTTOM]), NULL, false},
    {"margin-left", PROPERTY_MARGIN, FIELD(margin[SIDE_START]), NULL, false},
    {"border-top", PROPERTY_BORDER, FIELD(border[SIDE_TOP]), NULL, false},
    {"border-right", PROPERTY_BORDER, FIELD(border[SIDE_END]), NULL, false},
    {"border-bottom", PROPERTY_BORDER, FIELD(border[SIDE_BOTTOM]), NULL, false},
    {"border-left", PROPERTY_BORDER, FIELD(border[SIDE_START]), NULL, false},
    {"border-radius", PROPERTY_LENGTH, FIELD(border_radius), NULL, false},
    {"width", PROPERTY_WIDTH, FIELD(width), NULL, false},
    {"text-align", PROPERTY_CHOICE, FIELD(text_align), ALIGNS, true},
    {"hyphens", PROPERTY_SWITCH, FIELD(hyphens), HYPHENS, true},
    {"list-style", PROPERTY_CHOICE, FIELD(list_style), LISTS, true},
    {"column-count", PROPERTY_COUNTED, FIELD(column_count), NULL, false},
    {"column-gap", PROPERTY_LENGTH, FIELD(column_gap), NULL, false},
    {"break-before", PROPERTY_CHOICE, FIELD(break_before), BREAKS, false},
    {"break-after", PROPERTY_CHOICE, FIELD(break_after), BREAKS, false},
    {"break-inside", PROPERTY_SWITCH, FIELD(break_inside_avoid), INSIDE, false},
    {"orphans", PROPERTY_COUNTED, FIELD(orphans), NULL, true},
    {"widows", PROPERTY_COUNTED, FIELD(widows), NULL, true},
};

/* Shorthands: the longhands stand in the table as top, right, bottom, left. */
static const struct shorthand {
    const char *name, *first;
} SHORTHANDS[] = {{"padding", "padding-top"}, {"margin", "margin-top"}, {"border", "border-top"}};
enum { SHORTHAND_COUNT = sizeof SHORTHANDS / sizeof *SHORTHANDS };

static const struct property *property_find(struct str name) {
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        if (str_is(name, PROPERTIES[i].name))
            return &PROPERTIES[i];
    return NULL;
}

/* The next word of a value: words stand apart by spaces, but not inside brackets. */
static bool next_word(struct str text, size_t *at, struct str *word) {
    size_t i = *at, depth = 0;
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'))
        i++;
    size_t from = i;
    while (i < text.n && (depth > 0 || (text.p[i] != ' ' && text.p[i] != '\t'))) {
        if (text.p[i] == '(')
            depth++;
        if (text.p[i] == ')' && depth > 0)
            depth--;
        i++;
    }
    *at = i;
    *word = str_slice(text, from, i);
    return i > from;
}

bool length_read(struct maker *m, struct str text, struct span at, struct dimension *out) {
    struct str shown = diag_quote(m->s->arena, text);
    if (!dimension_parse(text, out) || out->unit == UNIT_AUTO) {
        struct diag *d =
            diag_error(m->s->diags, "bad-length", at, "`%.*s` is not a length", STR_ARG(shown));
        diag_help(m->s->diags, d, "a length is a number and a unit: pt, mm, cm, in, em or %%");
        return false;
    }
    if (out->unit != UNIT_NUMBER)
        return true;
    if (out->value < 0) {
        struct diag *d = diag_error(m->s->diags, "bad-length", at,
                                    "`%.*s` is negative and has no unit", STR_ARG(shown));
        diag_help(m->s->diags, d, "write a number above 0, with a unit where it is a length");
        return false;
    }
    struct diag *d =
        diag_error(m->s->diags, "bad-length", at, "the length `%.*s` has no unit", STR_ARG(shown));
    diag_help(m->s->diags, d, "did you mean `%.*spt`?", STR_ARG(shown));
    return false;
}

static bool not_negative(struct maker *m, const struct property *p, struct dimension d,
                         struct span at) {
    if (d.value >= 0)
        return true;
    diag_help(m->s->diags,
              diag_error(m->s->diags, "bad-length", at, "`%s` cannot be negative", p->name),
              "write 0 or more; only a margin may be negative");
    return false;
}

static bool read_keyword(struct maker *m, const struct property *p, const struct node *node,
                         unsigned *out) {
    struct str known[16];
    size_t n = 0;
    struct strbuf list;
    strbuf_init(&list, m->s->arena);
    for (const struct keyword *k = p->keywords; k->name; k++) {
        if (str_is(node->text, k->name)) {
            *out = k->value;
            return true;
        }
        if (n)
            strbuf_add_c(&list, k[1].name ? ", " : " or ");
        strbuf_format(&list, "`%s`", k->name);
        known[n++] = str_from(k->name);
    }
    struct str shown = diag_quote(m->s->arena, node->text), all = strbuf_str(&list);
    struct str near = diag_nearest(node->text, known, n);
    struct diag *d = diag_error(m->s->diags, "bad-value", node->span, "`%s` cannot be `%.*s`",
                                p->name, STR_ARG(shown));
    if (near.n)
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(m->s->diags, d, "it is %.*s", STR_ARG(all));
    return false;
}

static bool read_font(struct maker *m, const struct node *node, struct declaration *out) {
    struct str *keys = ARENA_ARRAY(m->s->arena, struct str, m->sheet->font_count + 1);
    for (size_t i = 0; i < m->sheet->font_count; i++) {
        keys[i] = m->sheet->fonts[i].key;
        if (str_equal(keys[i], node->text)) {
            out->text = keys[i];
            return true;
        }
    }
    struct str shown = diag_quote(m->s->arena, node->text);
    struct diag *d = diag_error(m->s->diags, "unknown-font", node->span,
                                "`fonts` has no entry `%.*s`", STR_ARG(shown));
    struct str near = diag_nearest(node->text, keys, m->sheet->font_count);
    if (near.n)
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(m->s->diags, d, "`font-family` names a key of `fonts`, such as `text`");
    return false;
}

/* A whole number without sign of at most 4 digits. */
static bool read_whole(struct str text, unsigned *out) {
    unsigned value = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9' || i == 4)
            return false;
        value = value * 10 + (unsigned)(text.p[i] - '0');
    }
    *out = value;
    return text.n > 0;
}

static bool read_weight(struct maker *m, const struct property *p, const struct node *node,
                        unsigned *out) {
    if (!read_whole(node->text, out))
        return read_keyword(m, p, node, out);
    if (*out >= 100 && *out <= 900 && *out % 100 == 0)
        return true;
    struct diag *d =
        diag_error(m->s->diags, "bad-value", node->span, "there is no font weight %u", *out);
    diag_help(m->s->diags, d,
              "weights are 100, 200 ... 900; 400 is normal, 600 semibold, 700 bold");
    return false;
}

static bool read_count(struct maker *m, const struct property *p, const struct node *node,
                       unsigned *out) {
    if (read_whole(node->text, out) && *out >= 1 && *out <= 99)
        return true;
    struct str shown = diag_quote(m->s->arena, node->text);
    diag_help(m->s->diags,
              diag_error(m->s->diags, "bad-value", node->span,
                         "`%s` is a whole number from 1 to 99, not `%.*s`", p->name,
                         STR_ARG(shown)),
              "write a whole number such as 2");
    return false;
}

/* True, after a diagnostic, if a colour without quotes was taken for a comment. */
static bool colour_lost(struct maker *m, const struct node *node) {
    if (node->trap != TRAP_COMMENT || !node->trap_at.source)
        return false;
    struct str line = source_line(node->trap_at.source, node->trap_at.line);
    size_t hash = str_find(line, STR(" #"));
    size_t digits = 0;
    while (hash + 2 + digits < line.n &&
           strchr("0123456789abcdefABCDEF", line.p[hash + 2 + digits]))
        digits++;
    if (digits != 6 && digits != 3)
        return false;
    struct diag *d = diag_error(m->s->diags, "unquoted-colour", node->trap_at,
                                "what follows ` #` is a comment, so this colour is lost");
    diag_help(m->s->diags, d, "put the whole value in quotes");
    return true;
}

/* Where a word of a value stands. In the built-in theme there is nobody to be told. */
static struct span word_span(const struct maker *m, const struct node *node, struct str word) {
    if (node->span.source == m->layers[0]->span.source)
        return node->span;
    return node_span_at(node, (size_t)(word.p - node->text.p), word.n);
}

/* "1pt rule", "1pt solid #C9D3DC", "none": width and colour in any order. */
static bool read_border(struct maker *m, const struct node *node, struct declaration *out) {
    struct str word;
    bool has_width = false;
    if (str_is(node->text, "none") || str_is(node->text, "0"))
        return true;
    if (colour_lost(m, node))
        return false;
    for (size_t at = 0; next_word(node->text, &at, &word);) {
        struct span place = word_span(m, node, word);
        if (str_is(word, "solid"))
            continue;
        if ((word.p[0] >= '0' && word.p[0] <= '9') || word.p[0] == '-' || word.p[0] == '.') {
            if (!length_read(m, word, place, &out->dimension))
                return false;
            if (out->dimension.unit != UNIT_ABSOLUTE && out->dimension.unit != UNIT_EM) {
                diag_help(m->s->diags,
                          diag_error(m->s->diags, "bad-length", place,
                                     "a border's width is in pt, mm or em"),
                          "write it so: 0.5pt rule");
                return false;
            }
            has_width = true;
        } else if (!color_read_text(m, word, place, &out->color)) {
            return false;
        }
    }
    if (has_width && out->dimension.value >= 0)
        return true;
    struct diag *d = diag_error(m->s->diags, "bad-value", node->span, "this border has no width");
    diag_help(m->s->diags, d, "write a width and a colour, such as `0.5pt rule`");
    return false;
}

static bool read_length(struct maker *m, const struct property *p, const struct node *node,
                        struct dimension *out) {
    if (!length_read(m, node->text, node->span, out))
        return false;
    bool percent = p->type == PROPERTY_FONT_SIZE || p->type == PROPERTY_LINE_HEIGHT ||
                   p->type == PROPERTY_WIDTH;
    if (out->unit == UNIT_FR || (out->unit == UNIT_PERCENT && !percent)) {
        struct diag *d = diag_error(m->s->diags, "bad-length", node->span, "`%s` cannot be in %s",
                                    p->name, out->unit == UNIT_FR ? "`fr`" : "percent");
        diag_help(m->s->diags, d, "use pt, mm or em");
        return false;
    }
    return p->type == PROPERTY_MARGIN || not_negative(m, p, *out, node->span);
}

static bool read_font_size(struct maker *m, const struct property *p, const struct node *node,
                           struct dimension *out) {
    if (!read_length(m, p, node, out))
        return false;
    bool small = out->unit == UNIT_ABSOLUTE && out->value < PT;
    if (!small && out->value > 0 && (out->unit != UNIT_ABSOLUTE || out->value <= 1000 * PT))
        return true;
    diag_help(m->s->diags,
              diag_error(m->s->diags, "bad-value", node->span, "a font size is from 1pt to 1000pt"),
              "write it so: 12pt");
    return false;
}

static bool read_line_height(struct maker *m, const struct property *p, const struct node *node,
                             struct dimension *out) {
    if (dimension_parse(node->text, out) && out->unit == UNIT_NUMBER && out->value > 0 &&
        out->value <= 10000)
        return true;
    return read_length(m, p, node, out);
}

static bool read_width(struct maker *m, const struct property *p, const struct node *node,
                       struct declaration *out) {
    out->number = str_is(node->text, "page");
    out->dimension = (struct dimension){UNIT_AUTO, 0};
    if (out->number || str_is(node->text, "auto"))
        return true;
    return read_length(m, p, node, &out->dimension);
}

static bool is_built(struct maker *m, const struct property *p, const struct node *node,
                     unsigned value) {
    if (p->keywords != HYPHENS || !value)
        return true;
    struct diag *d = diag_error(m->s->diags, "not-yet", node->span,
                                "`hyphens: auto`: quire does not build this yet");
    diag_help(m->s->diags, d, "leave it out, and put soft hyphens into words that are too long");
    return false;
}

static bool read_value(struct maker *m, const struct node *node, struct declaration *out) {
    const struct property *p = out->property;
    switch (p->type) {
    case PROPERTY_FONT:
        return read_font(m, node, out);
    case PROPERTY_FONT_SIZE:
        return read_font_size(m, p, node, &out->dimension);
    case PROPERTY_LINE_HEIGHT:
        return read_line_height(m, p, node, &out->dimension);
    case PROPERTY_WEIGHT:
        return read_weight(m, p, node, &out->number);
    case PROPERTY_LENGTH:
    case PROPERTY_MARGIN:
        return read_length(m, p, node, &out->dimension);
    case PROPERTY_WIDTH:
        return read_width(m, p, node, out);
    case PROPERTY_COLOR:
        return color_read(m, node, &out->color);
    case PROPERTY_BORDER:
        return read_border(m, node, out);
    case PROPERTY_COUNTED:
        return read_count(m, p, node, &out->number);
    case PROPERTY_SWITCH:
    case PROPERTY_CHOICE:
        return read_keyword(m, p, node, &out->number) && is_built(m, p, node, out->number);
    }
    return false;
}

/* The declaration, or NULL after a diagnostic. */
static struct declaration *declaration_read(struct maker *m, const struct property *p,
                                            const struct node *node) {
    struct declaration *d = ARENA_NEW(m->s->arena, struct declaration);
    d->property = p;
    d->built_in = node->span.source == m->layers[0]->span.source;
    return read_value(m, node, d) ? d : NULL;
}

static void declare(struct rule *rule, const struct property *p, const struct declaration *d,
                    struct arena *a) {
    if (!d)
        return;
    struct declaration *copy = ARENA_NEW(a, struct declaration);
    *copy = *d;
    copy->property = p;
    rule->declarations[p - PROPERTIES] = copy;
}

/* One to four values, as CSS takes them: all; vertical, horizontal; top, horizontal, bottom; each.
 */
static void declare_sides(struct maker *m, struct rule *rule, const struct property *first,
                          const struct node *node) {
    static const unsigned char WHICH[5][4] = {
        {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
    struct declaration *values[4] = {NULL};
    struct str word;
    size_t n = 0;
    if (first->type == PROPERTY_BORDER)
        values[n++] = declaration_read(m, first, node);
    for (size_t at = 0; first->type != PROPERTY_BORDER && next_word(node->text, &at, &word); n++) {
        if (n == 4) {
            diag_help(
                m->s->diags,
                diag_error(m->s->diags, "bad-value", node->span, "this has more than four lengths"),
                "they are top, right, bottom, left");
            return;
        }
        struct node part = *node;
        part.text = word;
        part.span = word_span(m, node, word);
        values[n] = declaration_read(m, first, &part);
    }
    if (n == 0)
        diag_help(m->s->diags,
                  diag_error(m->s->diags, "bad-length", node->span, "a length was expected"),
                  "write it so: 6pt, 3mm, 0.5em");
    for (size_t i = 0; n && i < 4; i++)
        declare(rule, first + i, values[WHICH[n][i]], m->s->arena);
}

static void unknown_property(struct maker *m, const struct node_entry *entry) {
    struct str known[PROPERTY_COUNT + SHORTHAND_COUNT + 1];
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        known[i] = str_from(PROPERTIES[i].name);
    for (size_t i = 0; i < SHORTHAND_COUNT; i++)
        known[PROPERTY_COUNT + i] = str_from(SHORTHANDS[i].name);
    known[PROPERTY_COUNT + SHORTHAND_COUNT] = STR("based-on");
    struct str near = diag_nearest(entry->key, known, PROPERTY_COUNT + SHORTHAND_COUNT + 1);
    if (str_is(entry->key, "background-color"))
        near = STR("background");
    struct str shown = diag_quote(m->s->arena, entry->key);
    struct diag *d = diag_error(m->s->diags, "unknown-property", entry->key_span,
                                "a style has no property `%.*s`", STR_ARG(shown));
    struct str font = str_join2(m->s->arena, STR("font-"), entry->key);
    if (!near.n && property_find(font))
        near = font;
    if (near.n) {
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
        return;
    }
    struct strbuf all;
    strbuf_init(&all, m->s->arena);
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        strbuf_format(&all, "%s%s", i ? ", " : "", PROPERTIES[i].name);
    diag_help(m->s->diags, d, "one of: %.*s", STR_ARG(strbuf_str(&all)));
}

void property_read(struct maker *m, struct rule *rule, const struct node_entry *entry) {
    const struct node *node = entry->value;
    if (str_starts(entry->key, "x-"))
        return;
    bool scalar = node->kind == NODE_TEXT || node->kind == NODE_NUMBER;
    const struct property *p = property_find(entry->key);
    const struct property *first = NULL;
    for (size_t i = 0; i < SHORTHAND_COUNT; i++)
        if (str_is(entry->key, SHORTHANDS[i].name))
            first = property_find(str_from(SHORTHANDS[i].first));
    bool base = str_is(entry->key, "based-on");
    if (!p && !first && !base) {
        unknown_property(m, entry);
    } else if (!scalar && node->trap == TRAP_COLOUR) {
        struct diag *d = diag_error(m->s->diags, "unquoted-colour", node->trap_at,
                                    "a colour needs quotes: YAML takes `#` for a comment");
        diag_help(m->s->diags, d, "write it as \"#12436D\", with quotes");
    } else if (!scalar) {
        struct str found = node_describe(m->s->arena, node);
        diag_help(m->s->diags,
                  diag_error(m->s->diags, "bad-value", node->span,
                             "`%.*s` is a plain value, not %.*s", STR_ARG(entry->key),
                             STR_ARG(found)),
                  "write it so: color: \"#12436D\"");
    } else if (base) {
        rule->based_on = (struct name){node->text, node->span};
    } else if (first) {
        declare_sides(m, rule, first, node);
    } else {
        declare(rule, p, declaration_read(m, p, node), m->s->arena);
    }
}
