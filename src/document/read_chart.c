#include "document/read_internal.h"

READ_FUNCTION(read_chart_caption) {
    return schema_read_value(r, key->map, node, object);
}

READ_FUNCTION(read_alt) {
    struct chart_block *c = object;
    if (!text_usable(r, key->name, node))
        return false;
    if (str_is(node->text, "auto") && node->style == NODE_PLAIN)
        return true;
    struct origin origin = origin_of_node(node);
    c->alt = template_parse(r->s, &origin);
    if (!str_trim(node->text).n) {
        struct diag *d = diag_error(r->s->diags, "alt-missing", node->span,
                                    "this chart's alternative text is empty");
        diag_help(r->s->diags, d, "write `alt: auto`, or say what the chart shows");
    }
    return true;
}

READ_FUNCTION(read_series) {
    struct chart_block *c = object;
    if (!list_usable(r, key->name, node))
        return false;
    bool good = node->n > 0;
    if (!node->n)
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "empty-value", node->span, "`series` is empty"),
                  "write `series: [{field: child, label: Children}]`");
    c->series = ARENA_ARRAY(r->s->arena, struct chart_series, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const struct node *item = node->items[i];
        struct chart_series s = {.span = item->span};
        bool fine = schema_read(r, key->map, item, &s);
        if (item->kind == NODE_MAP) {
            bool field = node_get(item, "field"), value = node_get(item, "value");
            if (field == value) {
                struct diag *d = diag_error(r->s->diags, "missing-key", item->span,
                                            field ? "a series takes `field` or `value`, not both"
                                                  : "a series needs `field` or `value`");
                diag_help(r->s->diags, d, "write it so: %s", key->map->example);
                fine = false;
            } else if (value && !s.label && !node_get(item, "label")) {
                struct diag *d = diag_error(r->s->diags, "missing-key", item->span,
                                            "a series with `value` needs a `label`");
                diag_help(r->s->diags, d, "say in a word or two what is counted");
                fine = false;
            }
        }
        fine = fine && (s.field.text.n || s.value);
        if (fine)
            c->series[c->series_count++] = s;
        good = good && fine;
    }
    return good;
}

READ_FUNCTION(read_axis) {
    struct chart_block *c = object;
    return schema_read(r, key->map, node, &c->axis);
}

READ_FUNCTION(read_axis_bound) {
    const struct decimal **out = (const struct decimal **)(void *)((char *)object + key->offset);
    if (!text_usable(r, key->name, node))
        return false;
    if (str_is(node->text, "auto"))
        return true;
    *out = decimal_parse(r->s->arena, node->text);
    if (*out)
        return true;
    struct diag *d =
        diag_error(r->s->diags, "bad-number", node->span, "`%s` needs a number or auto, not `%.*s`",
                   key->name, STR_ARG(diag_quote(r->s->arena, node->text)));
    diag_help(r->s->diags, d, "write it so: %s: 0", key->name);
    return false;
}

READ_FUNCTION(read_axis_format) {
    struct chart_axis *axis = object;
    if (!text_usable(r, key->name, node))
        return false;
    struct origin origin = origin_of_node(node);
    axis->has_format = value_format_parse(r->s, &origin, &axis->format);
    if (!axis->format.shares || !axis->has_format)
        return axis->has_format;
    struct diag *d = diag_error(r->s->diags, "unknown-format", node->span,
                                "an axis shows figures as they are, not as shares of 100");
    diag_help(
        r->s->diags, d,
        "`arrange: percent` draws shares; `format: percent(sum=100)` is for a table's column");
    axis->has_format = false;
    return false;
}

bool finish_chart(struct reader *r, struct block *b, const struct node *node) {
    const struct chart_block *c = b->as.chart;
    const struct chart_axis *axis = &c->axis;
    if (axis->min && axis->max && decimal_compare(axis->min, axis->max) >= 0) {
        const struct node *at = node_get(node, "axis");
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "axis-empty", at ? at->span : node->span,
                             "the axis ends where it starts, or before"),
                  "make `max` larger than `min`, or leave it out");
        return false;
    }
    if (axis->min && decimal_sign(axis->min) > 0) {
        const struct node *at = node_get(node_get(node, "axis"), "min");
        struct diag *d = diag_error(r->s->diags, "axis-not-from-zero", at ? at->span : node->span,
                                    "bars start at zero, so `min` cannot be above it");
        diag_help(r->s->diags, d, "take `min` away");
        return false;
    }
    return true;
}
