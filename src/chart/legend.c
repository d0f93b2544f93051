/* legend.c - the key: a square in each series' colour and its name, in the order of the bars. */
#include "chart/chart_internal.h"

bool legend_wanted(const struct drawing *d, enum chart_legend where) {
    enum chart_legend asked = d->c->legend;
    if (asked == LEGEND_AUTO)
        asked = d->c->series_count > 1 && !d->direct ? LEGEND_TOP : LEGEND_NONE;
    return asked == where;
}

void legend_draw(struct drawing *d) {
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
