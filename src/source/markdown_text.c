#include "source/markdown_internal.h"

#include <stdlib.h>
#include <string.h>

struct entity {
    const char *name;
    uint32_t code_point;
};

static const struct entity ENTITIES[] = {
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},    {"shy", 0xAD},      {"pound", 0xA3},   {"euro", 0x20AC},  {"cent", 0xA2},
    {"yen", 0xA5},     {"sect", 0xA7},     {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122},
    {"deg", 0xB0},     {"plusmn", 0xB1},   {"times", 0xD7},   {"divide", 0xF7},  {"frac12", 0xBD},
    {"frac14", 0xBC},  {"frac34", 0xBE},   {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"bull", 0x2022},  {"hellip", 0x2026},
    {"middot", 0xB7},  {"minus", 0x2212},  {"ensp", 0x2002},  {"emsp", 0x2003},  {"thinsp", 0x2009},
    {"zwnj", 0x200C},  {"zwj", 0x200D},    {"lrm", 0x200E},   {"rlm", 0x200F},   {"eacute", 0xE9},
    {"egrave", 0xE8},  {"agrave", 0xE0},   {"aacute", 0xE1},  {"ccedil", 0xE7},  {"uuml", 0xFC},
    {"ouml", 0xF6},    {"auml", 0xE4},     {"ntilde", 0xF1},  {"szlig", 0xDF},   {"larr", 0x2190},
    {"rarr", 0x2192},  {"le", 0x2264},     {"ge", 0x2265},    {"ne", 0x2260},    {"laquo", 0xAB},
    {"raquo", 0xBB},   {"dagger", 0x2020}, {"para", 0xB6},    {"iexcl", 0xA1},   {"iquest", 0xBF},
};

static bool entity_code_point(struct str name, uint32_t *out) {
    if (name.n > 1 && name.p[0] == '#') {
        bool hex = name.p[1] == 'x' || name.p[1] == 'X';
        uint32_t value = 0;
        for (size_t i = hex ? 2 : 1; i < name.n && value <= 0x10FFFF; i++) {
            char c = name.p[i];
            uint32_t digit = c >= 'a'   ? (uint32_t)(c - 'a') + 10
                             : c >= 'A' ? (uint32_t)(c - 'A') + 10
                                        : (uint32_t)(c - '0');
            value = value * (hex ? 16 : 10) + digit;
        }
        bool good = value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
        *out = good ? value : 0xFFFD;
        return true;
    }
    for (size_t i = 0; i < sizeof ENTITIES / sizeof *ENTITIES; i++) {
        if (str_is(name, ENTITIES[i].name)) {
            *out = ENTITIES[i].code_point;
            return true;
        }
    }
    return false;
}

bool entity_text(struct arena *a, struct str entity, struct str *out) {
    uint32_t code_point;
    *out = entity;
    if (entity.n < 3 || !entity_code_point(str_slice(entity, 1, entity.n - 1), &code_point))
        return false;
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_add_code_point(&b, code_point);
    *out = strbuf_str(&b);
    return true;
}

/* Offset in the origin's text of a pointer md4c gives, or `last` when it points elsewhere. */
static size_t offset_of(const struct prose_reader *r, const char *p) {
    uintptr_t at = (uintptr_t)p, start = (uintptr_t)r->buffer.p;
    if (at < start + r->shift || at > start + r->buffer.n)
        return r->last;
    return at - start - r->shift + r->base;
}

static void add_literal(struct prose_reader *r, struct str text, size_t from, size_t to) {
    if (text.n == 0)
        return;
    struct prose_node *node = prose_add(r, PROSE_TEXT, from, to);
    node->text = text;
    prose_cover(r, from, to);
}

static void add_cut(struct prose_reader *r, const struct cut *cut) {
    size_t end = cut->offset + cut->length;
    struct prose_node *node =
        prose_add(r, cut->note ? PROSE_NOTE : PROSE_EXPRESSION, cut->offset, end);
    node->index = cut->index;
    if (cut->note)
        node->text = cut->text;
    prose_cover(r, cut->offset, end);
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Literal text [from, to). Line breaks were made spaces where a text is read as one line: two
 * spaces or a backslash before one make it a hard break, here as in Markdown. */
static void add_lines(struct prose_reader *r, size_t from, size_t to) {
    struct str all = r->prose->origin.text;
    size_t at = from;
    while (at < to) {
        const char *found = memchr(all.p + at, '\n', to - at);
        size_t line = found == NULL ? to : (size_t)(found - all.p);
        if (found == NULL) {
            add_literal(r, str_slice(all, at, to), at, to);
            return;
        }
        size_t end = line;
        while (end > at && is_space(all.p[end - 1]))
            end--;
        size_t spaces = line - end - (line > end && all.p[line - 1] == '\r' ? 1 : 0);
        bool slash = spaces == 0 && end > at && all.p[end - 1] == '\\';
        add_literal(r, str_slice(all, at, slash ? end - 1 : end), at, slash ? end - 1 : end);
        if (slash || spaces >= 2) {
            prose_add(r, PROSE_BREAK, line, line + 1);
            prose_cover(r, line, line + 1);
        } else {
            add_literal(r, STR(" "), line, line + 1);
        }
        at = line + 1;
        while (at < to && is_space(all.p[at]))
            at++;
    }
}

static void add_text(struct prose_reader *r, struct str text) {
    if (text.n > 0 && text.p < r->buffer.p + r->shift && text.p >= r->buffer.p)
        text = str_slice(text, r->shift, text.n);
    size_t base = offset_of(r, text.p);
    size_t at = 0;
    while (at < text.n) {
        const char *mark = memchr(text.p + at, CUT_BYTE, text.n - at);
        size_t end = mark == NULL ? text.n : (size_t)(mark - text.p);
        if (end > at)
            add_lines(r, base + at, base + end);
        const struct cut *cut = mark == NULL ? NULL : cut_at(&r->cuts, text, end);
        if (cut != NULL)
            add_cut(r, cut);
        at = cut != NULL ? end + cut->length : end + (mark != NULL ? 1 : 0);
    }
}

static void add_entity(struct prose_reader *r, struct str text) {
    struct session *s = r->session;
    size_t from = offset_of(r, text.p);
    struct str shown;
    if (!entity_text(s->arena, text, &shown)) {
        struct str quoted = diag_quote(s->arena, text);
        struct diag *d =
            diag_warning(s->diags, "markdown-entity", origin_map_span(&r->places, from, text.n),
                         "`%.*s` is not a name that is known here; it is printed as "
                         "it stands",
                         STR_ARG(quoted));
        diag_help(s->diags, d, "write the character itself");
        shown = str_copy(s->arena, text);
    }
    add_literal(r, shown, from, from + text.n);
}

static void refuse_html(struct prose_reader *r, struct str text) {
    size_t from = offset_of(r, text.p);
    struct diag *d =
        diag_error(r->session->diags, "markdown-html", origin_map_span(&r->places, from, text.n),
                   "HTML is not part of a text's Markdown");
    diag_help(r->session->diags, d, "write the text without tags; a `<` itself is \\<");
    r->last = from + text.n;
}

void prose_skip(struct prose_reader *r, struct str text) {
    size_t end = offset_of(r, text.p) + text.n;
    if (end > r->last && end <= r->prose->origin.text.n)
        r->last = end;
}

void prose_text(struct prose_reader *r, MD_TEXTTYPE type, struct str text) {
    size_t at = r->last;
    switch (type) {
    case MD_TEXT_NULLCHAR:
        add_literal(r, STR("\xEF\xBF\xBD"), at, at + 1);
        return;
    case MD_TEXT_BR:
        prose_add(r, PROSE_BREAK, at, at + 1);
        prose_cover(r, at, at + 1);
        return;
    case MD_TEXT_SOFTBR:
        add_literal(r, STR(" "), at, at + 1);
        return;
    case MD_TEXT_ENTITY:
        add_entity(r, text);
        return;
    case MD_TEXT_HTML:
        refuse_html(r, text);
        return;
    default:
        add_text(r, text);
        return;
    }
}

/* What md4c shows in our own buffer stays; what it built itself is gone after its call. */
static struct str keep(const struct prose_reader *r, struct str s) {
    uintptr_t at = (uintptr_t)s.p, start = (uintptr_t)r->buffer.p;
    bool ours = at >= start && at + s.n <= start + r->buffer.n;
    return ours ? s : str_copy(r->session->arena, s);
}

/* A link's address in pieces: md4c's text, its entities undone, its cuts put back. */
static void add_address(struct prose_reader *r, struct prose_node *link, struct str part) {
    struct arena *a = r->session->arena;
    struct {
        struct piece *v;
        size_t n, cap;
    } pieces = {link->address.v, link->address.n, link->address.n};
    size_t at = 0;
    while (at < part.n) {
        const char *mark = memchr(part.p + at, CUT_BYTE, part.n - at);
        size_t end = mark == NULL ? part.n : (size_t)(mark - part.p);
        const struct cut *cut = mark == NULL ? NULL : cut_at(&r->cuts, part, end);
        struct piece *before = pieces.n > 0 ? &pieces.v[pieces.n - 1] : NULL;
        if (end > at && before != NULL && !before->expression) {
            before->text = str_join2(a, before->text, str_slice(part, at, end));
        } else if (end > at) {
            struct piece p = {false, keep(r, str_slice(part, at, end)), r->last};
            vec_push(a, &pieces, p);
        }
        if (cut != NULL) {
            struct str whole = r->prose->origin.text;
            size_t from = cut->note ? cut->offset : cut->offset + 2;
            size_t n = cut->note ? cut->length : cut->text.n;
            struct piece p = {!cut->note, str_slice(whole, from, from + n), from};
            if (!cut->note && link->address_index == SIZE_MAX)
                link->address_index = cut->index;
            vec_push(a, &pieces, p);
        }
        at = cut != NULL ? end + cut->length : end + (mark != NULL ? 1 : 0);
    }
    link->address = (struct pieces){pieces.v, pieces.n};
}

void prose_link(struct prose_reader *r, struct prose_node *link, const MD_SPAN_A_DETAIL *detail) {
    const MD_ATTRIBUTE *href = &detail->href;
    link->address_index = SIZE_MAX;
    for (size_t i = 0; href->size > 0 && href->substr_offsets[i] < href->size; i++) {
        struct str part = {href->text + href->substr_offsets[i],
                           href->substr_offsets[i + 1] - href->substr_offsets[i]};
        if (href->substr_types[i] == MD_TEXT_ENTITY)
            entity_text(r->session->arena, part, &part);
        add_address(r, link, part);
    }
    if (link->address_index == SIZE_MAX)
        link->address_index = 0;
    if (detail->title.size > 0) {
        struct diag *d =
            diag_warning(r->session->diags, "link-title", origin_map_span(&r->places, r->last, 1),
                         "a link's title in quotes is not printed");
        diag_help(r->session->diags, d, "say it in the link's text");
    }
}
