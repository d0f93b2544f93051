/* legend.c - the key: a square in each series' colour and its name, in the order of the bars. */
#include "chart/chart_internal.h"

bool legend_wanted(const struct drawing *d, enum chart_legend where) {
    enum chart_legend asked = d->c->legend;
    if (asked == LEGEND_AUTO)
        asked = d->c->series_count > 1 && !d->direct ? LEGEND_TOP : LEGEND_NONE;
    return asked == where;
}

/* Series that only a key tells apart must differ in lightness as well as in hue. */
static void check_grey(const struct drawing *d) {
    enum { LEAST_APART = 150 }; /* hundredths of contrast between two greys */
    for (size_t i = 0; d->r->grey && i < d->c->series_count; i++) {
        for (size_t k = i + 1; k < d->c->series_count; k++) {
            if (color_contrast(d->colors[i], d->colors[k]) >= LEAST_APART)
                continue;
            struct diag *g = diag_warning(d->s->diags, "grey-alike", d->c->span,
                                          "printed in grey, `%.*s` looks like `%.*s`",
                                          STR_ARG(diag_quote(d->a, d->c->series[i].label)),
                                          STR_ARG(diag_quote(d->a, d->c->series[k].label)));
            diag_help(d->s->diags, g,
                      "show two series, give each a chart of its own, or choose `colors: series:` "
                      "that are light and dark in turn");
        }
    }
}

void legend_draw(struct drawing *d) {
    check_grey(d);
    length step = CHART_KEY + CHART_LABEL_GAP, x = 0, row = d->key->line_height;
    for (size_t i = 0; i < d->c->series_count; i++) {
        struct label name = label_make(d, d->c->series[i].label, d->key, d->width - step);
        if (x > 0 && x + step + name.width > d->width) {
            x = 0;
            d->top += row;
            row = d->key->line_height;
        }
        length middle = d->top + d->key->line_height / 2;
        struct point square = {x, middle - CHART_KEY / 2};
        draw_rectangle(d, d->colors[i], square, (struct point){CHART_KEY, CHART_KEY});
        label_draw_top(d, &name, (struct point){x + step, d->top}, name.width, TEXT_START);
        row = length_max(row, name.height);
        x += step + name.width + 4 * CHART_LABEL_GAP;
    }
    d->top += row;
}
