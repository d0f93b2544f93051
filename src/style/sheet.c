/* sheet.c - layers to a sheet, and what is asked of a sheet. */
#include "style/style_internal.h"

#include <assert.h>

static struct rule *rule_slot(struct maker *m, const struct node_entry *e, bool built_in) {
    struct rule *rule = rule_find(m, e->key);
    if (!rule) {
        rule = ARENA_NEW(m->s->arena, struct rule);
        rule->name = e->key;
        rule->built_in = built_in;
        map_set(&m->rules, e->key, rule);
    }
    rule->span = e->key_span;
    return rule;
}

static void styles_read(struct maker *m) {
    map_init(&m->rules, m->s->arena);
    for (size_t i = 0; i < m->layer_count; i++) {
        const struct node *styles = node_get(m->layers[i], "styles");
        if (!styles)
            continue;
        if (styles->kind != NODE_MAP) {
            diag_help(
                m->s->diags,
                diag_error(m->s->diags, "bad-value", styles->span, "`styles` is a map of names"),
                "write styles: {h1: {font-size: 26pt}}");
            continue;
        }
        for (size_t k = 0; k < styles->n; k++) {
            const struct node_entry *e = &styles->entries[k];
            if (str_starts(e->key, "x-"))
                continue;
            struct rule *rule = rule_slot(m, e, i == 0);
            if (e->value->kind == NODE_MAP) {
                for (size_t p = 0; p < e->value->n; p++)
                    property_read(m, rule, &e->value->entries[p]);
            } else if (e->value->kind != NODE_NULL) {
                diag_help(m->s->diags,
                          diag_error(m->s->diags, "bad-value", e->value->span,
                                     "style `%.*s` is a map of properties", STR_ARG(e->key)),
                          "write it so: {font-size: 12pt, color: ink}");
            }
        }
    }
}

/* Body's own size first: everything else follows it. */
static void sizes_read(struct maker *m) {
    const struct rule *body = rule_find(m, STR("body"));
    m->body_size = BUILT_IN_BODY;
    for (size_t i = 0; body && i < PROPERTY_COUNT; i++) {
        const struct declaration *d = body->declarations[i];
        if (d && d->property->type == PROPERTY_FONT_SIZE)
            m->body_size = d->dimension.unit == UNIT_ABSOLUTE
                               ? d->dimension.value
                               : dimension_resolve(d->dimension, BUILT_IN_BODY, BUILT_IN_BODY);
    }
    for (size_t i = 1; i < m->layer_count; i++) {
        const struct node *size = node_get(m->layers[i], "font-size");
        struct dimension d;
        if (!size || !length_read(m, size->text, size->span, &d))
            continue;
        if (d.unit == UNIT_ABSOLUTE && d.value >= 4 * PT && d.value <= 200 * PT)
            m->edition_size = d.value;
        else
            diag_help(m->s->diags,
                      diag_error(m->s->diags, "bad-length", size->span,
                                 "an edition's `font-size` is from 4pt to 200pt"),
                      "write it so: font-size: 18pt");
    }
}

/* `table.heda` would never be looked up: a part must be one that its block has. */
static void check_part(struct maker *m, const struct rule *rule) {
    size_t dot = str_find(rule->name, STR("."));
    if (rule->built_in || dot == SIZE_MAX)
        return;
    struct str owner = str_slice(rule->name, 0, dot);
    const struct rule *block = rule_find(m, owner);
    struct str *known = ARENA_ARRAY(m->s->arena, struct str, m->rules.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < m->rules.n; i++) {
        const struct rule *r = m->rules.entries[i].value;
        if (r->built_in && str_find(r->name, STR(".")) != SIZE_MAX)
            known[n++] = r->name;
    }
    if (block && !block->built_in)
        return;
    struct diag *d = diag_error(m->s->diags, "unknown-style", rule->span,
                                "nothing has the style `%.*s`", STR_ARG(rule->name));
    struct str near = diag_nearest(rule->name, known, n);
    if (near.n)
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(m->s->diags, d, "a part belongs to a style: define `%.*s` too", STR_ARG(owner));
}

static bool is_used(const struct document *doc, struct str name) {
    for (size_t i = 0; i < doc->style_use_count; i++)
        if (str_equal(doc->style_uses[i].text, name))
            return true;
    return false;
}

/* A style of the author's that nobody names and that is one slip from a built-in one. */
static void check_unused(struct maker *m, const struct document *doc, const struct rule *rule) {
    if (rule->built_in || rule->used || str_find(rule->name, STR(".")) != SIZE_MAX)
        return;
    if (is_used(doc, rule->name))
        return;
    struct str *known = ARENA_ARRAY(m->s->arena, struct str, m->rules.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < m->rules.n; i++) {
        const struct rule *r = m->rules.entries[i].value;
        if (r->built_in)
            known[n++] = r->name;
    }
    struct str near = diag_nearest(rule->name, known, n);
    bool slip = near.n && near.p[0] == rule->name.p[0] && near.n + 1 >= rule->name.n &&
                near.n <= rule->name.n + 1 && rule->name.n > 1;
    if (!slip)
        return;
    struct diag *d = diag_warning(m->s->diags, "unused-style", rule->span,
                                  "no block has the style `%.*s`", STR_ARG(rule->name));
    diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
}

static void check_style_uses(struct maker *m, const struct document *doc) {
    struct str *known = ARENA_ARRAY(m->s->arena, struct str, m->rules.n + 1);
    for (size_t i = 0; i < m->rules.n; i++)
        known[i] = m->rules.entries[i].key;
    for (size_t i = 0; i < doc->style_use_count; i++) {
        const struct name *use = &doc->style_uses[i];
        if (!use->text.n || rule_find(m, use->text))
            continue;
        struct str shown = diag_quote(m->s->arena, use->text);
        struct diag *d = diag_error(m->s->diags, "unknown-style", use->span,
                                    "there is no style `%.*s`", STR_ARG(shown));
        struct str near = diag_nearest(use->text, known, m->rules.n);
        if (near.n)
            diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
        else
            diag_help(m->s->diags, d, "define it under `styles`");
    }
}

static void layers_collect(struct maker *m, const struct document *doc) {
    struct source *own = ARENA_NEW(m->s->arena, struct source);
    own->path = STR("built-in theme");
    own->bytes = builtin_theme();
    own->arena = m->s->arena;
    const struct node *edition = doc->edition ? doc->edition->node : NULL;
    m->layers = ARENA_ARRAY(m->s->arena, const struct node *, doc->themes.n + 2);
    m->layers[m->layer_count++] = yaml_read(m->s, own);
    assert(m->layers[0] && "the built-in theme is well-formed");
    for (size_t i = 0; i < doc->themes.n; i++) {
        const struct node *layer = doc->themes.v[i];
        if (layer == edition)
            edition = NULL;
        if (layer && layer->kind == NODE_MAP)
            m->layers[m->layer_count++] = layer;
    }
    if (edition && edition->kind == NODE_MAP)
        m->layers[m->layer_count++] = edition;
}

struct style_sheet *style_sheet_make(struct session *s, const struct document *d) {
    struct maker m = {.s = s, .sheet = ARENA_NEW(s->arena, struct style_sheet)};
    m.sheet->arena = s->arena;
    layers_collect(&m, d);
    page_read(&m);
    fonts_read(&m);
    colors_read(&m);
    words_check_all(&m);
    styles_read(&m);
    sizes_read(&m);
    map_init(&m.sheet->styles, s->arena);
    for (size_t i = 0; i < m.rules.n; i++) {
        struct rule *rule = rule_compute(&m, m.rules.entries[i].value);
        map_set(&m.sheet->styles, rule->name, &rule->style);
    }
    for (size_t i = 0; i < m.rules.n; i++) {
        check_part(&m, m.rules.entries[i].value);
        check_unused(&m, d, m.rules.entries[i].value);
    }
    check_style_uses(&m, d);
    return m.sheet;
}

const struct style *style_find(const struct style_sheet *sheet, struct str name) {
    return map_get(&sheet->styles, name);
}

const struct style *style_get(const struct style_sheet *sheet, const char *name) {
    const struct style *style = style_find(sheet, str_from(name));
    assert(style && "a built-in style is missing");
    return style;
}

const struct style *style_part(const struct style_sheet *sheet, struct str given,
                               const char *built_in, const char *part) {
    struct str name = given;
    for (unsigned depth = 0; name.n && depth < LIMIT_NESTING; depth++) {
        struct str full = str_format(sheet->arena, "%.*s.%s", STR_ARG(name), part);
        const struct style *style = style_find(sheet, full);
        if (style)
            return style;
        const struct style *owner = style_find(sheet, name);
        name = owner ? owner->based_on : STR_EMPTY;
    }
    return style_get(sheet, str_format(sheet->arena, "%s.%s", built_in, part).p);
}

static bool color_same(struct color x, struct color y) {
    return x.set == y.set && x.r == y.r && x.g == y.g && x.b == y.b;
}

/* Hundredths: text in a colour of the built-in theme takes the container's colour where it has less
 * contrast with the container's ground. */
enum { LEAST_SEEN = 300 };

const struct style *style_within(struct style_sheet *sheet, const struct style *inner,
                                 const struct style *outer) {
    if (!outer || color_same(inner->color, outer->color))
        return inner;
    bool lost = !inner->authored && outer->background.set && !inner->background.set &&
                color_contrast(inner->color, outer->background) < LEAST_SEEN;
    if (!lost && !color_same(inner->color, style_get(sheet, "body")->color))
        return inner;
    struct str name =
        str_format(sheet->arena, "%.*s within %.*s", STR_ARG(inner->name), STR_ARG(outer->name));
    struct style *made = map_get(&sheet->styles, name);
    if (made)
        return made;
    made = ARENA_NEW(sheet->arena, struct style);
    *made = *inner;
    made->name = name;
    made->color = outer->color;
    map_set(&sheet->styles, name, made);
    return made;
}
