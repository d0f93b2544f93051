/* chart.h - a bound chart to a frame: scales, axes, bars, labels. Caption, subtitle and source are
 * layout's; this is the drawing and its key.
 *
 * Invariants: bars start at zero, always; a bar's length is its value times one scale, exact to
 * 1/1000 pt (rounded once); every item carries the figure's element; a marked value has no bar and
 * its mark as label; labels never touch or leave the frame; all text is horizontal.
 */
#ifndef QUIRE_CHART_CHART_H
#define QUIRE_CHART_CHART_H

#include "frame/frame.h"

struct chart_request {
    const struct bound_chart *chart;
    length width;
    struct style_sheet *sheet;
    struct font_set *fonts;
    struct str lang;
    bool rtl;                   /* all is mirrored */
    bool grey;                  /* may be printed in one ink: series must differ without hue */
    const struct style *inside; /* a container with a colour of its own, or NULL */
};

/* A frame of the width asked for and the height it needs. NULL after a diagnostic. */
struct frame *chart_layout(struct session *s, const struct chart_request *r);

/* Axis ticks: a round step (1, 2, 2.5 or 5 times a power of ten; whole where the data are whole) with at
 * most `most` ticks from min to max inclusive; min <= 0 <= max. Values are exact decimals. */
struct axis_ticks {
    const struct decimal **v;
    size_t n;
    const struct decimal *low, *high;
};
struct axis_ticks axis_ticks_choose(struct arena *a, const struct decimal *min,
                                    const struct decimal *max, size_t most, bool whole);

#endif
