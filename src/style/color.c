/* color.c - colours of a theme, their names, and the contrast of two. */
#include "style/style_internal.h"

#include <string.h>

/* sRGB to linear light, in millionths: the arithmetic of WCAG without floating point. */
static const uint32_t LINEAR[256] = {
    0,      304,    607,    911,     1214,   1518,   1821,   2125,   2428,   2732,   3035,   3347,
    3677,   4025,   4391,   4777,    5182,   5605,   6049,   6512,   6995,   7499,   8023,   8568,
    9134,   9721,   10330,  10960,   11612,  12286,  12983,  13702,  14444,  15209,  15996,  16807,
    17642,  18500,  19382,  20289,   21219,  22174,  23153,  24158,  25187,  26241,  27321,  28426,
    29557,  30713,  31896,  33105,   34340,  35601,  36889,  38204,  39546,  40915,  42311,  43735,
    45186,  46665,  48172,  49707,   51269,  52861,  54480,  56128,  57805,  59511,  61246,  63010,
    64803,  66626,  68478,  70360,   72272,  74214,  76185,  78187,  80220,  82283,  84376,  86500,
    88656,  90842,  93059,  95307,   97587,  99899,  102242, 104616, 107023, 109462, 111932, 114435,
    116971, 119538, 122139, 124772,  127438, 130136, 132868, 135633, 138432, 141263, 144128, 147027,
    149960, 152926, 155926, 158961,  162029, 165132, 168269, 171441, 174647, 177888, 181164, 184475,
    187821, 191202, 194618, 198069,  201556, 205079, 208637, 212231, 215861, 219526, 223228, 226966,
    230740, 234551, 238398, 242281,  246201, 250158, 254152, 258183, 262251, 266356, 270498, 274677,
    278894, 283149, 287441, 291771,  296138, 300544, 304987, 309469, 313989, 318547, 323143, 327778,
    332452, 337164, 341914, 346704,  351533, 356400, 361307, 366253, 371238, 376262, 381326, 386429,
    391572, 396755, 401978, 407240,  412543, 417885, 423268, 428690, 434154, 439657, 445201, 450786,
    456411, 462077, 467784, 473531,  479320, 485150, 491021, 496933, 502886, 508881, 514918, 520996,
    527115, 533276, 539479, 545724,  552011, 558340, 564712, 571125, 577580, 584078, 590619, 597202,
    603827, 610496, 617207, 623960,  630757, 637597, 644480, 651406, 658375, 665387, 672443, 679542,
    686685, 693872, 701102, 708376,  715694, 723055, 730461, 737910, 745404, 752942, 760525, 768151,
    775822, 783538, 791298, 799103,  806952, 814847, 822786, 830770, 838799, 846873, 854993, 863157,
    871367, 879622, 887923, 896269,  904661, 913099, 921582, 930111, 938686, 947307, 955973, 964686,
    973445, 982251, 991102, 1000000,
};

static uint64_t luminance(struct color c) {
    return (2126 * (uint64_t)LINEAR[c.r] + 7152 * (uint64_t)LINEAR[c.g] +
            722 * (uint64_t)LINEAR[c.b]) /
           10000;
}

unsigned color_contrast(struct color x, struct color y) {
    uint64_t a = luminance(x) + 50000, b = luminance(y) + 50000;
    uint64_t light = a > b ? a : b, dark = a > b ? b : a;
    return (unsigned)(light * 100 / dark);
}

static struct color blend(struct color c, unsigned target, unsigned part) {
    struct color mixed = {.set = true};
    mixed.r = (uint8_t)((c.r * (255 - part) + target * part + 127) / 255);
    mixed.g = (uint8_t)((c.g * (255 - part) + target * part + 127) / 255);
    mixed.b = (uint8_t)((c.b * (255 - part) + target * part + 127) / 255);
    return mixed;
}

struct color color_passing(struct color c, struct color ground, unsigned wanted) {
    if (color_contrast(c, ground) >= wanted)
        return c;
    for (unsigned part = 1; part <= 255; part++) {
        struct color darker = blend(c, 0, part), lighter = blend(c, 255, part);
        if (color_contrast(darker, ground) >= wanted)
            return darker;
        if (color_contrast(lighter, ground) >= wanted)
            return lighter;
    }
    struct color black = {.set = true}, white = {.set = true, .r = 255, .g = 255, .b = 255};
    return color_contrast(black, ground) > color_contrast(white, ground) ? black : white;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* "#rrggbb" or "#rgb". */
static bool hex_parse(struct str text, struct color *out) {
    unsigned v[6];
    if (text.n != 7 && text.n != 4)
        return false;
    if (text.p[0] != '#')
        return false;
    for (size_t i = 0; i + 1 < text.n; i++) {
        int digit = hex_digit(text.p[i + 1]);
        if (digit < 0)
            return false;
        v[i] = (unsigned)digit;
    }
    if (text.n == 4) {
        *out = (struct color){.set = true,
                              .r = (uint8_t)(v[0] * 17),
                              .g = (uint8_t)(v[1] * 17),
                              .b = (uint8_t)(v[2] * 17)};
        return true;
    }
    *out = (struct color){.set = true,
                          .r = (uint8_t)(v[0] * 16 + v[1]),
                          .g = (uint8_t)(v[2] * 16 + v[3]),
                          .b = (uint8_t)(v[4] * 16 + v[5])};
    return true;
}

/* "cmyk(83 39 0 57)": four whole percentages, with spaces or commas between. */
static bool cmyk_parse(struct str text, uint8_t out[4]) {
    if (!str_starts(text, "cmyk(") || !str_ends(text, ")"))
        return false;
    size_t n = 0, i = 5;
    while (i + 1 < text.n) {
        if (strchr(" ,%", text.p[i])) {
            i++;
            continue;
        }
        unsigned value = 0;
        size_t from = i;
        while (i + 1 < text.n && text.p[i] >= '0' && text.p[i] <= '9' && value <= 100)
            value = value * 10 + (unsigned)(text.p[i++] - '0');
        if (i == from || value > 100 || n == 4)
            return false;
        out[n++] = (uint8_t)value;
    }
    return n == 4;
}

static void unknown_color(struct session *s, const struct map *colors, struct str text,
                          struct span at) {
    struct str *known = ARENA_ARRAY(s->arena, struct str, colors->n + 1);
    for (size_t i = 0; i < colors->n; i++)
        known[i] = colors->entries[i].key;
    struct str shown = diag_quote(s->arena, text);
    if (text.n && text.p[0] == '#') {
        struct diag *d =
            diag_error(s->diags, "bad-colour", at, "`%.*s` is not a colour", STR_ARG(shown));
        diag_help(s->diags, d, "after # come six hexadecimal digits, as in \"#12436D\"");
        return;
    }
    struct diag *d =
        diag_error(s->diags, "unknown-colour", at, "there is no colour `%.*s`", STR_ARG(shown));
    struct str near = diag_nearest(text, known, colors->n);
    if (near.n)
        diag_help(s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(s->diags, d, "name it under `colors`, or write it as \"#12436D\"");
}

struct color style_color(struct session *s, const struct style_sheet *sheet, struct str text,
                         struct span at) {
    struct color c = {0};
    const struct color *named = map_get(&sheet->colors, text);
    if (named)
        return *named;
    if (str_is(text, "none") || str_is(text, "transparent") || hex_parse(text, &c))
        return c;
    unknown_color(s, &sheet->colors, text, at);
    return c;
}

bool color_read_text(struct maker *m, struct str text, struct span at, struct color *out) {
    size_t before = m->s->diags->errors;
    *out = style_color(m->s, m->sheet, text, at);
    return m->s->diags->errors == before;
}

bool color_read(struct maker *m, const struct node *node, struct color *out) {
    return color_read_text(m, node->text, node->span, out);
}

static const struct node *latest(const struct maker *m, struct str name) {
    for (size_t i = m->layer_count; i-- > 0;) {
        const struct node *colors = node_get(m->layers[i], "colors");
        const struct node_entry *e =
            colors && colors->kind == NODE_MAP ? node_entry(colors, name) : NULL;
        if (e)
            return e->value;
    }
    return NULL;
}

static void unquoted(struct maker *m, const struct node *node) {
    if (node->trap == TRAP_COLOUR) {
        struct diag *d = diag_error(m->s->diags, "unquoted-colour", node->trap_at,
                                    "a colour needs quotes: YAML takes `#` for a comment");
        diag_help(m->s->diags, d, "write it as \"#12436D\", with quotes");
        return;
    }
    struct str found = node_describe(m->s->arena, node);
    struct diag *d = diag_error(m->s->diags, "bad-colour", node->span,
                                "a colour was expected, not %.*s", STR_ARG(found));
    diag_help(m->s->diags, d,
              "write \"#12436D\", or {screen: \"#12436D\", print: \"cmyk(83 39 0 57)\"}");
}

static struct color color_of(struct maker *m, const struct node *node, unsigned depth);

static struct color color_of_map(struct maker *m, const struct node *node, unsigned depth) {
    struct color c = {0};
    const struct node *screen = node_get(node, "screen"), *print = node_get(node, "print");
    static const struct str KEYS[] = {{"screen", 6}, {"print", 5}};
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (str_is(e->key, "screen") || str_is(e->key, "print") || str_starts(e->key, "x-"))
            continue;
        struct str near = diag_nearest(e->key, KEYS, 2);
        struct diag *d =
            diag_error(m->s->diags, "unknown-key", e->key_span,
                       "a colour has `screen` and `print`, not `%.*s`", STR_ARG(e->key));
        if (near.n)
            diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    }
    if (screen)
        c = color_of(m, screen, depth + 1);
    else
        diag_help(
            m->s->diags,
            diag_error(m->s->diags, "missing-key", node->span, "this colour has no `screen` value"),
            "write {screen: \"#12436D\", print: \"cmyk(83 39 0 57)\"}");
    if (!print)
        return c;
    c.has_print = cmyk_parse(print->text, c.print);
    if (c.has_print)
        return c;
    struct diag *d =
        diag_error(m->s->diags, "bad-colour", print->span, "a print colour is four percentages");
    diag_help(m->s->diags, d, "write it as \"cmyk(83 39 0 57)\"");
    return c;
}

static struct color color_of(struct maker *m, const struct node *node, unsigned depth) {
    struct color c = {0};
    if (node->kind == NODE_MAP)
        return color_of_map(m, node, depth);
    if (node->kind != NODE_TEXT) {
        unquoted(m, node);
        return c;
    }
    if (hex_parse(node->text, &c))
        return c;
    const struct node *other = latest(m, node->text);
    if (other && depth < LIMIT_COLOR_DEPTH && other->kind != NODE_LIST)
        return color_of(m, other, depth + 1);
    if (other) {
        diag_help(
            m->s->diags,
            diag_error(m->s->diags, "colour-cycle", node->span, "this colour is defined by itself"),
            "write its value: \"#12436D\"");
        return c;
    }
    unknown_color(m->s, &m->sheet->colors, node->text, node->span);
    return c;
}

static void series_read(struct maker *m, const struct node *node) {
    if (node->kind != NODE_LIST || node->n == 0) {
        diag_help(m->s->diags,
                  diag_error(m->s->diags, "bad-value", node->span, "`series` is a list of colours"),
                  "write series: [\"#12436D\", \"#28A197\"]");
        return;
    }
    m->sheet->series = ARENA_ARRAY(m->s->arena, struct color, node->n);
    m->sheet->series_count = node->n;
    for (size_t i = 0; i < node->n; i++)
        m->sheet->series[i] = color_of(m, node->items[i], 0);
}

/* Every name first, so that a misspelt one finds its neighbours; then each name's last value. */
void colors_read(struct maker *m) {
    map_init(&m->sheet->colors, m->s->arena);
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct node *colors = node_get(m->layers[i], "colors");
        if (!colors)
            continue;
        if (colors->kind != NODE_MAP) {
            diag_help(
                m->s->diags,
                diag_error(m->s->diags, "bad-value", colors->span, "`colors` is a map of names"),
                "write colors: {brand: \"#12436D\"}");
            continue;
        }
        for (size_t k = 0; k < colors->n; k++) {
            struct str name = colors->entries[k].key;
            if (str_is(name, "series") || str_starts(name, "x-"))
                continue;
            if (!map_has(&m->sheet->colors, name))
                map_set(&m->sheet->colors, name, ARENA_NEW(m->s->arena, struct color));
        }
    }
    for (size_t i = 0; i < m->sheet->colors.n; i++) {
        struct map_entry *e = &m->sheet->colors.entries[i];
        *(struct color *)e->value = color_of(m, latest(m, e->key), 0);
    }
    series_read(m, latest(m, STR("series")));
}
