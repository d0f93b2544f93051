#include "data/letters.h"

#include "base/utf8.h"

/* Ranges in which upper and lower case alternate; `even`: the upper one is even. */
static const struct pairs {
    uint32_t first, last;
    bool even;
} pairs[] = {
    {0x100, 0x12F, true},  {0x132, 0x137, true},   {0x139, 0x148, false},  {0x14A, 0x177, true},
    {0x179, 0x17E, false}, {0x1CD, 0x1DC, false},  {0x1DE, 0x1EF, true},   {0x1F8, 0x21F, true},
    {0x222, 0x233, true},  {0x3D8, 0x3EF, true},   {0x460, 0x481, true},   {0x48A, 0x4BF, true},
    {0x4D0, 0x52F, true},  {0x1E00, 0x1E95, true}, {0x1EA0, 0x1EFF, true},
};

/* Ranges of capitals whose small letters lie a fixed distance on. */
static const struct shift {
    uint32_t first, last, distance;
} shifts[] = {
    {'A', 'Z', 32},     {0xC0, 0xD6, 32},   {0xD8, 0xDE, 32},   {0x386, 0x386, 38},
    {0x388, 0x38A, 37}, {0x38C, 0x38C, 64}, {0x38E, 0x38F, 63}, {0x391, 0x3A1, 32},
    {0x3A3, 0x3AB, 32}, {0x400, 0x40F, 80}, {0x410, 0x42F, 32}, {0x531, 0x556, 48},
};

uint32_t letter_lower(uint32_t c) {
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c == 0x130)
        return 'i';
    if (c == 0x178)
        return 0xFF;
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        if (c >= shifts[i].first && c <= shifts[i].last)
            return c + shifts[i].distance;
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (c >= pairs[i].first && c <= pairs[i].last)
            return (c % 2 == 0) == pairs[i].even ? c + 1 : c;
    }
    return c;
}

uint32_t letter_upper(uint32_t c) {
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    if (c == 0x131)
        return 'I';
    if (c == 0xFF)
        return 0x178;
    if (c == 0x3C2) /* final sigma */
        return 0x3A3;
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        uint32_t from = shifts[i].first + shifts[i].distance;
        uint32_t to = shifts[i].last + shifts[i].distance;
        if (c >= from && c <= to && c != 0xF7)
            return c - shifts[i].distance;
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (c >= pairs[i].first && c <= pairs[i].last)
            return (c % 2 == 0) == pairs[i].even ? c : c - 1;
    }
    return c;
}

bool letter_is(uint32_t c) {
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
           !(c >= 0x3000 && c <= 0x3004) && !(c >= 0xE000 && c <= 0xF8FF) && c != 0xFEFF &&
           c != 0xFFFD && c < 0x1F000;
}

struct str text_upper(struct arena *a, struct str s) {
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == 0xDF)
            strbuf_add_c(&b, "SS");
        else
            strbuf_add_code_point(&b, letter_upper(c));
    }
    return strbuf_str(&b);
}

struct str text_lower(struct arena *a, struct str s) {
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < s.n;)
        strbuf_add_code_point(&b, letter_lower(utf8_next(s, &i)));
    return strbuf_str(&b);
}

struct str text_title(struct arena *a, struct str s) {
    struct strbuf b;
    strbuf_init(&b, a);
    bool inside = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        strbuf_add_code_point(&b, inside ? letter_lower(c) : letter_upper(c));
        inside = letter_is(c) || (c >= '0' && c <= '9') || (inside && (c == '\'' || c == 0x2019));
    }
    return strbuf_str(&b);
}

/* The plain Latin letters of an accented one (lower case), or NULL. */
static const char *plain_letters(uint32_t c) {
    static const struct {
        uint32_t first, last;
        const char *letters;
    } table[] = {
        {0xDF, 0xDF, "ss"},    {0xE0, 0xE5, "a"},     {0xE6, 0xE6, "ae"},    {0xE7, 0xE7, "c"},
        {0xE8, 0xEB, "e"},     {0xEC, 0xEF, "i"},     {0xF0, 0xF0, "d"},     {0xF1, 0xF1, "n"},
        {0xF2, 0xF6, "o"},     {0xF8, 0xF8, "o"},     {0xF9, 0xFC, "u"},     {0xFD, 0xFD, "y"},
        {0xFE, 0xFE, "th"},    {0xFF, 0xFF, "y"},     {0x100, 0x105, "a"},   {0x106, 0x10D, "c"},
        {0x10E, 0x111, "d"},   {0x112, 0x11B, "e"},   {0x11C, 0x123, "g"},   {0x124, 0x127, "h"},
        {0x128, 0x131, "i"},   {0x132, 0x133, "ij"},  {0x134, 0x135, "j"},   {0x136, 0x138, "k"},
        {0x139, 0x142, "l"},   {0x143, 0x14B, "n"},   {0x14C, 0x151, "o"},   {0x152, 0x153, "oe"},
        {0x154, 0x159, "r"},   {0x15A, 0x161, "s"},   {0x162, 0x167, "t"},   {0x168, 0x173, "u"},
        {0x174, 0x175, "w"},   {0x176, 0x178, "y"},   {0x179, 0x17E, "z"},   {0x218, 0x219, "s"},
        {0x21A, 0x21B, "t"},   {0x1E80, 0x1E85, "w"}, {0x1EA0, 0x1EB7, "a"}, {0x1EB8, 0x1EC7, "e"},
        {0x1EC8, 0x1ECB, "i"}, {0x1ECC, 0x1EE3, "o"}, {0x1EE4, 0x1EF1, "u"}, {0x1EF2, 0x1EF9, "y"},
    };
    for (size_t i = 0; c >= table[0].first && i < sizeof table / sizeof *table; i++) {
        if (c >= table[i].first && c <= table[i].last)
            return table[i].letters;
    }
    return NULL;
}

struct str text_slug(struct arena *a, struct str s) {
    struct strbuf b;
    strbuf_init(&b, a);
    bool gap = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = letter_lower(utf8_next(s, &i));
        if (c == '\'' || c == 0x2019 || (c >= 0x300 && c <= 0x36F))
            continue; /* "King's" is kings; a combining accent goes like a composed one */
        bool kept = letter_is(c) || (c >= '0' && c <= '9');
        if (!kept) {
            gap = b.n > 0;
            continue;
        }
        if (gap)
            strbuf_add_char(&b, '-');
        gap = false;
        const char *plain = plain_letters(c);
        if (plain)
            strbuf_add_c(&b, plain);
        else
            strbuf_add_code_point(&b, c);
    }
    return strbuf_str(&b);
}

/* The next letter as it counts for order: 0 at the end. */
static uint32_t order_letter(struct str s, size_t *i) {
    while (*i < s.n) {
        unsigned char byte = (unsigned char)s.p[*i];
        uint32_t c = byte < 0x80 ? byte : utf8_next(s, i);
        *i += byte < 0x80;
        c = letter_lower(c);
        if (c >= 0x300 && c <= 0x36F)
            continue;
        const char *plain = plain_letters(c);
        return plain ? (uint32_t)(unsigned char)plain[0] : c;
    }
    return 0;
}

int text_order(struct str x, struct str y) {
    size_t i = 0, j = 0;
    for (;;) {
        uint32_t c = order_letter(x, &i), d = order_letter(y, &j);
        if (c != d)
            return c < d ? -1 : 1;
        if (c == 0)
            return str_compare(x, y);
    }
}
