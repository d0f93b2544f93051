/* A chart in words: what it is, what it measures, its figures or their ends, where the table is.
 * Only what the chart shows is said: a hidden figure is called hidden. */
#include "document/bind_internal.h"

enum { ALT_POINTS = 12 };

static const char *kind_of(const struct bound_chart *chart) {
    if (chart->series_count == 1)
        return chart->arrange == ARRANGE_PERCENT ? "Bar chart of shares" : "Bar chart";
    switch (chart->arrange) {
    case ARRANGE_GROUPED:
        return "Grouped bar chart";
    case ARRANGE_STACKED:
        return "Stacked bar chart";
    case ARRANGE_PERCENT:
        return "Stacked bar chart of shares";
    }
    return "Bar chart";
}

static struct str without_stop(struct str s) {
    s = str_trim(s);
    while (s.n > 0 && s.p[s.n - 1] == '.')
        s.n--;
    return s;
}

static void say_point(struct strbuf *out, const struct bound_point *point) {
    enum mark mark;
    switch (point->kind) {
    case POINT_VALUE:
        strbuf_add(out, point->label);
        return;
    case POINT_NONE:
        strbuf_add_c(out, "no figure");
        return;
    case POINT_MARK:
        break;
    }
    if (!mark_parse(point->label, &mark)) {
        strbuf_add(out, point->label);
        return;
    }
    switch (mark) {
    case MARK_LOW:
        strbuf_add_c(out, "low");
        return;
    case MARK_NOT_APPLICABLE:
        strbuf_add_c(out, "not applicable");
        return;
    case MARK_NOT_AVAILABLE:
        strbuf_add_c(out, "not available");
        return;
    case MARK_CONFIDENTIAL:
        strbuf_add_c(out, "hidden");
        return;
    }
}

static void say_all(struct strbuf *out, const struct bound_chart *chart) {
    for (size_t s = 0; s < chart->series_count; s++) {
        strbuf_add_c(out, s == 0 ? " " : "; ");
        if (chart->series_count > 1)
            strbuf_format(out, "%.*s: ", STR_ARG(chart->series[s].label));
        for (size_t i = 0; i < chart->category_count; i++) {
            strbuf_format(out, "%s%.*s ", i > 0 ? ", " : "", STR_ARG(chart->categories[i]));
            say_point(out, &chart->series[s].points[i]);
        }
    }
    strbuf_add_char(out, '.');
}

struct extremes {
    size_t high, low, values, marks, none;
};

static struct extremes extremes_of(const struct bound_chart *chart,
                                   const struct bound_series *series) {
    struct extremes e = {0};
    for (size_t i = 0; i < chart->category_count; i++) {
        const struct bound_point *point = &series->points[i];
        if (point->kind != POINT_VALUE) {
            e.marks += point->kind == POINT_MARK;
            e.none += point->kind == POINT_NONE;
            continue;
        }
        if (e.values == 0 || decimal_compare(point->value, series->points[e.high].value) > 0)
            e.high = i;
        if (e.values == 0 || decimal_compare(point->value, series->points[e.low].value) < 0)
            e.low = i;
        e.values++;
    }
    return e;
}

static void say_ends(struct strbuf *out, const struct bound_chart *chart) {
    strbuf_format(out, " %zu categories, from %.*s to %.*s.", chart->category_count,
                  STR_ARG(chart->categories[0]),
                  STR_ARG(chart->categories[chart->category_count - 1]));
    for (size_t s = 0; s < chart->series_count; s++) {
        const struct bound_series *series = &chart->series[s];
        struct extremes e = extremes_of(chart, series);
        strbuf_add_char(out, ' ');
        if (chart->series_count > 1)
            strbuf_format(out, "%.*s: ", STR_ARG(series->label));
        if (e.values == 0) {
            strbuf_format(out, "%co figure is shown", chart->series_count > 1 ? 'n' : 'N');
        } else {
            strbuf_format(out, "%s %.*s (%.*s), lowest %.*s (%.*s)",
                          chart->series_count > 1 ? "highest" : "Highest",
                          STR_ARG(chart->categories[e.high]), STR_ARG(series->points[e.high].label),
                          STR_ARG(chart->categories[e.low]), STR_ARG(series->points[e.low].label));
        }
        if (e.marks > 0)
            strbuf_format(out, "; %zu hidden or not available", e.marks);
        if (e.none > 0)
            strbuf_format(out, "; %zu without a figure", e.none);
        strbuf_add_char(out, '.');
    }
}

struct str chart_alt(struct binder *b, const struct chart_entry *entry) {
    const struct bound_chart *chart = entry->chart;
    if (!str_starts(chart->lang, "en")) {
        struct diag *d = diag_warning(b->s->diags, "alt-language", entry->source->caption_span,
                                      "the text that stands for this chart was written in English");
        diag_help(b->s->diags, d, "write `alt:` in the language of the chart");
    }
    struct strbuf out;
    strbuf_init(&out, b->a);
    struct str measure = without_stop(inline_words(b->a, &chart->subtitle));
    struct inline_text caption = chart->caption;
    if (caption.n > 0) { /* without "Figure 1. " */
        caption.v++;
        caption.n--;
    }
    struct str message = without_stop(inline_words(b->a, &caption));
    strbuf_add_c(&out, kind_of(chart));
    if (message.n > 0)
        strbuf_format(&out, ": %.*s", STR_ARG(message));
    if (measure.n > 0)
        strbuf_format(&out, "%s%.*s", message.n > 0 ? ". " : ": ", STR_ARG(measure));
    strbuf_add_char(&out, '.');
    if (chart->category_count * chart->series_count <= ALT_POINTS)
        say_all(&out, chart);
    else
        say_ends(&out, chart);
    if (entry->twin != NULL && entry->twin->number > 0)
        strbuf_format(&out, " Table %u holds the figures.", entry->twin->number);
    return strbuf_str(&out);
}
