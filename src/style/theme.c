/* theme.c - the parts of a theme beside its styles: page, fonts, words. */
#include "style/style_internal.h"

static const struct paper {
    const char *name;
    length width, height;
} PAPERS[] = {
    {"A3", LENGTH_MM(29700), LENGTH_MM(42000)},
    {"A4", LENGTH_MM(21000), LENGTH_MM(29700)},
    {"A5", LENGTH_MM(14800), LENGTH_MM(21000)},
    {"A6", LENGTH_MM(10500), LENGTH_MM(14800)},
    {"Letter", 612 * PT, 792 * PT},
    {"Legal", 612 * PT, 1008 * PT},
};
enum { PAPER_COUNT = sizeof PAPERS / sizeof *PAPERS };

static bool expect_map(struct maker *m, const struct node *node, const char *key) {
    if (node->kind == NODE_MAP)
        return true;
    struct str found = node_describe(m->s->arena, node);
    diag_help(m->s->diags,
              diag_error(m->s->diags, "bad-value", node->span, "`%s` is a map, not %.*s", key,
                         STR_ARG(found)),
              "write names with values in braces, or indented under it");
    return false;
}

static void unknown_key(struct maker *m, const struct node_entry *e, const struct str *known,
                        size_t n) {
    if (str_starts(e->key, "x-"))
        return;
    struct str shown = diag_quote(m->s->arena, e->key);
    struct diag *d =
        diag_error(m->s->diags, "unknown-key", e->key_span, "unknown key `%.*s`", STR_ARG(shown));
    struct str near = diag_nearest(e->key, known, n);
    if (near.n)
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
}

static bool page_length(struct maker *m, struct str text, struct span at, length *out) {
    struct dimension d;
    if (!length_read(m, text, at, &d))
        return false;
    if (d.unit == UNIT_ABSOLUTE && d.value >= 0) {
        *out = d.value;
        return true;
    }
    diag_help(m->s->diags,
              diag_error(m->s->diags, "bad-length", at, "a page is measured in mm, cm, in or pt"),
              "write it so: 210mm 297mm, or margin: 20mm");
    return false;
}

/* "A4", "A4 landscape" or "210mm 297mm". */
static void size_read(struct maker *m, const struct node *node) {
    struct page_geometry *page = &m->sheet->page;
    struct str text = str_trim(node->text), known[PAPER_COUNT];
    size_t space = str_find(text, STR(" "));
    struct str first = str_slice(text, 0, space), rest = STR_EMPTY;
    if (space != SIZE_MAX)
        rest = str_trim(str_slice(text, space, text.n));
    for (size_t i = 0; i < PAPER_COUNT; i++) {
        known[i] = str_from(PAPERS[i].name);
        if (!str_equal(known[i], first))
            continue;
        bool landscape = str_is(rest, "landscape");
        if (rest.n && !landscape && !str_is(rest, "portrait")) {
            diag_help(m->s->diags,
                      diag_error(m->s->diags, "bad-value", node->span,
                                 "after the paper's name comes `landscape`, `portrait` or nothing"),
                      "write it so: A4 landscape");
            return;
        }
        page->width = landscape ? PAPERS[i].height : PAPERS[i].width;
        page->height = landscape ? PAPERS[i].width : PAPERS[i].height;
        return;
    }
    if (rest.n && first.n && first.p[0] >= '0' && first.p[0] <= '9') {
        length width = 0, height = 0;
        bool fits =
            page_length(m, first, node->span, &width) && page_length(m, rest, node->span, &height);
        if (fits && width >= 72 * PT && height >= 72 * PT && width <= 14400 * PT &&
            height <= 14400 * PT) {
            page->width = width;
            page->height = height;
        } else if (fits) {
            diag_help(m->s->diags,
                      diag_error(m->s->diags, "bad-value", node->span,
                                 "a page is from 1in to 200in a side"),
                      "write it so: 210mm 297mm");
        }
        return;
    }
    struct str shown = diag_quote(m->s->arena, node->text);
    struct diag *d = diag_error(m->s->diags, "bad-value", node->span, "unknown page size `%.*s`",
                                STR_ARG(shown));
    struct str near = diag_nearest(first, known, PAPER_COUNT);
    if (near.n)
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(m->s->diags, d, "write A3, A4, A5, Letter, `A4 landscape` or `210mm 297mm`");
}

static void margin_read(struct maker *m, const struct node *node) {
    static const struct str SIDES[] = {{"top", 3}, {"outside", 7}, {"bottom", 6}, {"inside", 6}};
    length *margin = m->sheet->page.margin, all;
    if (node->kind == NODE_TEXT || node->kind == NODE_NUMBER) {
        if (page_length(m, node->text, node->span, &all))
            for (size_t i = 0; i < 4; i++)
                margin[i] = all;
        return;
    }
    if (!expect_map(m, node, "margin"))
        return;
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        size_t side = 0;
        while (side < 4 && !str_equal(SIDES[side], e->key))
            side++;
        if (side == 4 && (str_is(e->key, "left") || str_is(e->key, "right")))
            side = str_is(e->key, "left") ? SIDE_START : SIDE_END;
        if (side == 4)
            unknown_key(m, e, SIDES, 4);
        else
            page_length(m, e->value->text, e->value->span, &margin[side]);
    }
}

static void check_page(struct maker *m, struct span at) {
    const struct page_geometry *page = &m->sheet->page;
    const length *margin = page->margin;
    if (margin[SIDE_START] + margin[SIDE_END] + 36 * PT <= page->width &&
        margin[SIDE_TOP] + margin[SIDE_BOTTOM] + 36 * PT <= page->height)
        return;
    diag_help(
        m->s->diags,
        diag_error(m->s->diags, "page-too-small", at, "the margins leave no room on the page"),
        "make the margins smaller, or the page larger");
}

void page_read(struct maker *m) {
    static const struct str KEYS[] = {{"size", 4}, {"margin", 6}};
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct node *page = node_get(m->layers[i], "page");
        if (!page || !expect_map(m, page, "page"))
            continue;
        for (size_t k = 0; k < page->n; k++) {
            const struct node_entry *e = &page->entries[k];
            if (str_is(e->key, "size"))
                size_read(m, e->value);
            else if (str_is(e->key, "margin"))
                margin_read(m, e->value);
            else
                unknown_key(m, e, KEYS, 2);
        }
        check_page(m, page->span);
    }
}

static bool font_weight_read(struct maker *m, const struct node *node, unsigned *out) {
    struct str t = node->text;
    if (t.n == 3 && t.p[0] >= '1' && t.p[0] <= '9' && t.p[1] == '0' && t.p[2] == '0')
        *out = (unsigned)(t.p[0] - '0') * 100;
    else if (str_is(t, "normal") || str_is(t, "bold"))
        *out = str_is(t, "bold") ? 700 : 400;
    else
        return false;
    (void)m;
    return true;
}

static void font_key_read(struct maker *m, const struct node_entry *e, struct font_entry *font) {
    static const struct str KEYS[] = {{"family", 6}, {"file", 4}, {"weight", 6}, {"style", 5}};
    struct str text = e->value->text;
    bool bad = false;
    if (str_is(e->key, "family"))
        font->family = text, bad = e->value->kind != NODE_TEXT;
    else if (str_is(e->key, "file"))
        font->file = text, bad = e->value->kind != NODE_TEXT;
    else if (str_is(e->key, "weight"))
        bad = !font_weight_read(m, e->value, &font->weight);
    else if (str_is(e->key, "style")) {
        font->italic = str_is(text, "italic");
        bad = !font->italic && !str_is(text, "normal");
    } else {
        unknown_key(m, e, KEYS, 4);
    }
    if (!bad)
        return;
    struct str found = node_describe(m->s->arena, e->value);
    struct diag *d = diag_error(m->s->diags, "bad-value", e->value->span,
                                "a font's `%.*s` cannot be %.*s", STR_ARG(e->key), STR_ARG(found));
    if (str_is(e->key, "weight"))
        diag_help(m->s->diags, d, "weights are 100, 200 ... 900; 400 is normal, 700 bold");
    if (str_is(e->key, "style"))
        diag_help(m->s->diags, d, "it is `normal` or `italic`");
}

static void font_read(struct maker *m, const struct node_entry *e, struct font_entry *out) {
    struct font_entry font = {.key = e->key, .span = e->value->span, .weight = 400};
    if (!expect_map(m, e->value, "a font"))
        return;
    for (size_t i = 0; i < e->value->n; i++)
        font_key_read(m, &e->value->entries[i], &font);
    if (font.family.n && font.file.n)
        diag_help(m->s->diags,
                  diag_error(m->s->diags, "bad-value", font.span,
                             "a font has `family` or `file`, not both"),
                  "keep `file` for a font of your own, `family` for one that is installed");
    else if (!font.family.n && !font.file.n)
        diag_help(m->s->diags,
                  diag_error(m->s->diags, "missing-key", font.span,
                             "this font has neither `family` nor `file`"),
                  "write it so: {family: Open Sans}");
    else
        *out = font; /* an entry is replaced whole */
    if (out->family.n || out->file.n)
        return;
    out->family = m->sheet->fonts[0].family; /* faulty, and that was said */
    out->span = m->sheet->fonts[0].span;
}

static void fallback_read(struct maker *m, const struct node *node) {
    if (node->kind != NODE_LIST) {
        diag_help(
            m->s->diags,
            diag_error(m->s->diags, "bad-value", node->span, "`fallback` is a list of families"),
            "write it so: [Noto Sans, Noto Sans Arabic]");
        return;
    }
    m->sheet->fallback = ARENA_ARRAY(m->s->arena, struct str, node->n);
    m->sheet->fallback_count = 0;
    for (size_t i = 0; i < node->n; i++) {
        if (node->items[i]->kind == NODE_TEXT)
            m->sheet->fallback[m->sheet->fallback_count++] = node->items[i]->text;
        else
            diag_help(m->s->diags,
                      diag_error(m->s->diags, "bad-value", node->items[i]->span,
                                 "a family's name was expected"),
                      "write it so: [Noto Sans, Noto Sans Arabic]");
    }
}

static struct font_entry *font_slot(struct style_sheet *sheet, struct str key) {
    for (size_t i = 0; i < sheet->font_count; i++)
        if (str_equal(sheet->fonts[i].key, key))
            return &sheet->fonts[i];
    sheet->fonts[sheet->font_count].key = key;
    return &sheet->fonts[sheet->font_count++];
}

void fonts_read(struct maker *m) {
    size_t most = 2;
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct node *fonts = node_get(m->layers[i], "fonts");
        if (fonts)
            most += fonts->n;
    }
    m->sheet->fonts = ARENA_ARRAY(m->s->arena, struct font_entry, most);
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct node *fonts = node_get(m->layers[i], "fonts");
        if (!fonts || !expect_map(m, fonts, "fonts"))
            continue;
        for (size_t k = 0; k < fonts->n; k++) {
            const struct node_entry *e = &fonts->entries[k];
            if (str_starts(e->key, "x-"))
                continue;
            if (str_is(e->key, "fallback"))
                fallback_read(m, e->value);
            else
                font_read(m, e, font_slot(m->sheet, e->key));
        }
    }
    /* A theme that names its text family alone has its headings in that family too. */
    const struct source *own = m->layers[0]->span.source;
    struct font_entry *text = font_slot(m->sheet, STR("text"));
    struct font_entry *head = font_slot(m->sheet, STR("head"));
    if (head->span.source != own || text->span.source == own)
        return;
    head->family = text->family;
    head->file = text->file;
    head->span = text->span;
}

static void words_check(struct maker *m, const struct node_entry *lang) {
    static const struct str KEYS[] = {
        {"table", 5}, {"figure", 6},  {"page", 4},     {"continued", 9}, {"source", 6},
        {"total", 5}, {"no-data", 7}, {"note", 4},     {"contents", 8},  {"of", 2},
        {"chart", 5}, {"link", 4},    {"addresses", 9}};
    enum { KEY_COUNT = sizeof KEYS / sizeof *KEYS };
    if (!expect_map(m, lang->value, "a language's words"))
        return;
    for (size_t i = 0; i < lang->value->n; i++) {
        const struct node_entry *e = &lang->value->entries[i];
        bool known = false;
        for (size_t k = 0; k < KEY_COUNT; k++)
            known |= word_key_is(e->key, KEYS[k].p);
        if (!known)
            unknown_key(m, e, KEYS, KEY_COUNT);
        if (e->value->kind != NODE_TEXT)
            diag_help(m->s->diags,
                      diag_error(m->s->diags, "bad-value", e->value->span, "a word is a text"),
                      "write it so: {table: Panel}");
    }
}

/* Binding takes the words from the layers itself; here their keys are checked. */
void words_check_all(struct maker *m) {
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct node *w = node_get(m->layers[i], "words");
        for (size_t k = 0; w && expect_map(m, w, "words") && k < w->n; k++)
            words_check(m, &w->entries[k]);
    }
}
