/* compute.c - rules to computed styles: based-on followed, lengths made absolute. */
#include "style/style_internal.h"

#include <stddef.h>
#include <string.h>

#define SMALLEST ((length)8 * PT)

/* What CSS would call the initial values, in quire's measures. */
static void initial_style(struct rule *rule) {
    rule->style = (struct style){.name = rule->name,
                                 .font_family = STR("text"),
                                 .font_size = BUILT_IN_BODY,
                                 .color = {.set = true},
                                 .column_count = 1,
                                 .column_gap = LENGTH_MM(600),
                                 .orphans = 2,
                                 .widows = 2};
    rule->line_height = (struct dimension){UNIT_NUMBER, 1450};
}

struct rule *rule_find(const struct maker *m, struct str name) {
    return map_get(&m->rules, name);
}

/* For `mine.title` where `mine` is based on a style that has a part `title`: that part. */
static struct rule *part_base(struct maker *m, struct str name) {
    size_t dot = str_find(name, STR("."));
    if (dot == SIZE_MAX)
        return NULL;
    struct str part = str_slice(name, dot, name.n);
    struct rule *owner = rule_find(m, str_slice(name, 0, dot));
    for (unsigned depth = 0; owner && depth < LIMIT_NESTING; depth++) {
        if (!owner->based_on.text.n)
            return NULL;
        struct rule *base = rule_find(m, str_join2(m->s->arena, owner->based_on.text, part));
        if (base)
            return base;
        owner = rule_find(m, owner->based_on.text);
    }
    return NULL;
}

static struct rule *named_base(struct maker *m, struct rule *rule) {
    struct rule *base = rule_find(m, rule->based_on.text);
    if (base) {
        base->used = true;
        return base;
    }
    struct str *known = ARENA_ARRAY(m->s->arena, struct str, m->rules.n + 1);
    for (size_t i = 0; i < m->rules.n; i++)
        known[i] = m->rules.entries[i].key;
    struct str shown = diag_quote(m->s->arena, rule->based_on.text);
    struct diag *d = diag_error(m->s->diags, "unknown-style", rule->based_on.span,
                                "there is no style `%.*s`", STR_ARG(shown));
    struct str near = diag_nearest(rule->based_on.text, known, m->rules.n);
    if (near.n)
        diag_help(m->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(m->s->diags, d, "define it under `styles`, or base this on `body`");
    return NULL;
}

/* A style based on another takes all of it. One of the built-in names, and a part, with no
 * `based-on` takes from the body only what CSS inherits; a style of the author's own takes all of
 * the body. */
static void take_base(struct maker *m, struct rule *rule) {
    bool is_body = str_is(rule->name, "body");
    struct rule *base = rule->based_on.text.n ? named_base(m, rule) : NULL;
    if (!base && !rule->based_on.text.n && !rule->built_in)
        base = part_base(m, rule->name);
    bool whole = base != NULL;
    if (!base && !is_body)
        base = rule_find(m, STR("body"));
    initial_style(rule);
    if (!base)
        return;
    rule_compute(m, base);
    bool part = str_find(rule->name, STR(".")) != SIZE_MAX;
    if (base->state != RULE_DONE)
        return;
    rule->line_height = base->line_height;
    if (whole || !(rule->built_in || part)) {
        rule->style = base->style;
        rule->style.name = rule->name;
        return;
    }
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        const struct property *p = &PROPERTIES[i];
        if (p->inherited)
            memcpy((char *)&rule->style + p->offset, (const char *)&base->style + p->offset,
                   p->size);
    }
}

/* Sizes of the built-in theme follow the theme's body size; all follow an edition's. */
static length scaled(const struct maker *m, const struct declaration *d, length value) {
    length size = m->edition_size ? m->edition_size : m->body_size;
    length out = length_scale(value, size, d->built_in ? BUILT_IN_BODY : m->body_size);
    /* A small body must not take labels and notes below what can be read. */
    return d->built_in ? length_max(out, length_min(size, SMALLEST)) : out;
}

/* Distances of the page (margins, paddings) follow an edition's size only. */
static length scaled_distance(const struct maker *m, length value) {
    if (!m->edition_size)
        return value;
    return length_scale(value, m->edition_size, m->body_size);
}

static void apply_font_size(struct maker *m, struct rule *rule, const struct declaration *d) {
    length base = rule->style.font_size; /* of what it is based on */
    if (str_is(rule->name, "body"))
        rule->style.font_size = m->edition_size ? m->edition_size : m->body_size;
    else if (d->dimension.unit == UNIT_ABSOLUTE)
        rule->style.font_size = scaled(m, d, d->dimension.value);
    else
        rule->style.font_size = dimension_resolve(d->dimension, base, base);
}

static length resolve(const struct maker *m, const struct rule *rule, const struct declaration *d) {
    if (d->dimension.unit == UNIT_ABSOLUTE)
        return scaled_distance(m, d->dimension.value);
    return dimension_resolve(d->dimension, rule->style.font_size, 0);
}

static void apply(struct maker *m, struct rule *rule, const struct declaration *d) {
    const struct property *p = d->property;
    char *field = (char *)&rule->style + p->offset;
    switch (p->type) {
    case PROPERTY_FONT:
        *(struct str *)(void *)field = d->text;
        break;
    case PROPERTY_FONT_SIZE:
        break; /* already done: em needs it */
    case PROPERTY_LINE_HEIGHT:
        rule->line_height = d->dimension;
        break;
    case PROPERTY_LENGTH:
    case PROPERTY_MARGIN:
        *(length *)(void *)field = resolve(m, rule, d);
        break;
    case PROPERTY_WIDTH:
        rule->style.width = d->dimension;
        rule->style.width_page = d->number != 0;
        if (d->dimension.unit == UNIT_EM)
            rule->style.width = (struct dimension){UNIT_ABSOLUTE, resolve(m, rule, d)};
        break;
    case PROPERTY_COLOR:
        *(struct color *)(void *)field = d->color;
        if (p->offset == offsetof(struct style, color))
            rule->style.authored = !d->built_in;
        break;
    case PROPERTY_BORDER: {
        struct border b = {dimension_resolve(d->dimension, rule->style.font_size, 0), d->color};
        if (!b.color.set)
            b.color = rule->style.color;
        *(struct border *)(void *)field = b;
        break;
    }
    case PROPERTY_WEIGHT:
    case PROPERTY_COUNTED:
        *(unsigned *)(void *)field = d->number;
        break;
    case PROPERTY_SWITCH:
        *(bool *)(void *)field = d->number != 0;
        break;
    case PROPERTY_CHOICE:
        memcpy(field, &d->number, p->size);
        break;
    }
}

static void compute_line_height(struct maker *m, struct rule *rule) {
    struct dimension d = rule->line_height;
    length size = rule->style.font_size;
    if (d.unit == UNIT_NUMBER)
        rule->style.line_height = length_scale(size, d.value, 1000);
    else if (d.unit == UNIT_ABSOLUTE)
        rule->style.line_height = scaled_distance(m, d.value);
    else
        rule->style.line_height = dimension_resolve(d, size, size);
}

struct rule *rule_compute(struct maker *m, struct rule *rule) {
    if (rule->state == RULE_DONE)
        return rule;
    if (rule->state == RULE_BUSY) {
        diag_help(m->s->diags,
                  diag_error(m->s->diags, "style-cycle", rule->based_on.span,
                             "style `%.*s` is based on itself", STR_ARG(rule->name)),
                  "base it on another style, such as `body`");
        return rule;
    }
    rule->state = RULE_BUSY;
    take_base(m, rule);
    rule->style.based_on = rule->based_on.text;
    for (size_t i = 0; i < PROPERTY_COUNT; i++) {
        const struct declaration *d = rule->declarations[i];
        if (d && d->property->type == PROPERTY_FONT_SIZE)
            apply_font_size(m, rule, d);
    }
    /* A border without a colour takes the text's, which stands before it in the table. */
    for (size_t i = 0; i < PROPERTY_COUNT; i++)
        if (rule->declarations[i])
            apply(m, rule, rule->declarations[i]);
    compute_line_height(m, rule);
    rule->state = RULE_DONE;
    return rule;
}
