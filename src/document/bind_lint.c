/* bind_lint.c - what a reader who does not see the page, or its colours, would miss: texts that stand
 * for pictures and say nothing, series that only a colour tells apart. */
#include "document/bind_internal.h"

#include "data/letters.h"

static struct str without_stop(struct str s) {
    s = str_trim(s);
    while (s.n > 0 && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ' '))
        s.n--;
    return s;
}

static struct str file_name(struct str path) {
    size_t from = 0;
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '/')
            from = i + 1;
    return str_slice(path, from, path.n);
}

static bool is_file_name(struct str alt, struct str file) {
    static const char *const ENDS[] = {".png", ".jpg",  ".jpeg", ".gif", ".svg",
                                       ".pdf", ".webp", ".tif",  ".tiff"};
    if (str_equal(alt, file))
        return true;
    if (str_find(alt, STR(" ")) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (str_ends(alt, ENDS[i]))
            return true;
    /* "logo-2023" of logo-2023.png */
    return file.n > alt.n && alt.n > 0 && str_equal(str_slice(file, 0, alt.n), alt) &&
           file.p[alt.n] == '.' &&
           (str_find(alt, STR("-")) != SIZE_MAX || str_find(alt, STR("_")) != SIZE_MAX);
}

void lint_alt(struct binder *b, struct str alt, struct str path, struct span span) {
    static const char *const STARTS[] = {"image of ", "picture of ", "an image of ",
                                         "a picture of "};
    struct str plain = without_stop(text_lower(b->a, alt));
    struct diag_list *l = b->s->diags;
    if (is_file_name(plain, text_lower(b->a, file_name(path)))) {
        diag_help(l,
                  diag_warning(l, "alt-text", span,
                               "this `alt` text is a file's name and does not say what is shown"),
                  "say what the picture shows to a reader who hears the page");
        return;
    }
    for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++) {
        if (!str_starts(plain, STARTS[i]))
            continue;
        diag_help(l,
                  diag_warning(l, "alt-text", span,
                               "a screen reader says already that this is a picture"),
                  "start with what it shows: leave the first words out");
        return;
    }
}

void lint_alt_again(struct binder *b, struct str alt, struct str path, struct span span) {
    struct str plain = without_stop(text_lower(b->a, alt));
    if (plain.n == 0)
        return;
    struct alt_use *use = ARENA_NEW(b->a, struct alt_use);
    *use = (struct alt_use){path, span};
    const struct alt_use *first = map_get(&b->alts, plain);
    if (first == NULL) {
        map_set(&b->alts, plain, use);
        return;
    }
    if (str_equal(first->file, path))
        return;
    struct diag *d = diag_warning(b->s->diags, "alt-duplicate", span,
                                  "two different images have the same `alt` text");
    diag_help(b->s->diags, d, "say what each shows, so that they can be told apart");
    diag_note(b->s->diags, d, first->span, "the other one is here");
}

/* `caption` is without its number. */
void lint_chart_alt(struct binder *b, struct str alt, struct str caption, struct span span) {
    lint_alt(b, alt, STR_EMPTY, span);
    struct str plain = without_stop(text_lower(b->a, alt));
    if (plain.n == 0 || !str_equal(plain, without_stop(text_lower(b->a, caption))))
        return;
    diag_help(b->s->diags,
              diag_warning(b->s->diags, "alt-caption", span,
                           "this `alt` text only says the caption again"),
              "leave `alt` out and it is written from the data, or say what the bars show");
}

void lint_chart_colours(struct binder *b, const struct block *blk) {
    const struct chart_block *chart = blk->as.chart;
    if (chart->series_count < 2 || chart->labels || chart->legend != LEGEND_NONE)
        return;
    static const char MESSAGE[] =
        "only colour tells the series of this chart apart: it has neither labels nor a legend";
    struct diag_list *l = b->s->diags;
    bool promised = edition_promises(b->d->edition, "pdf/ua-1");
    struct diag *d = promised ? diag_error(l, "colour-only", blk->span, "%s", MESSAGE)
                              : diag_warning(l, "colour-only", blk->span, "%s", MESSAGE);
    diag_help(l, d, "take `legend: none` away%s", promised ? " (pdf/ua-1, WCAG 1.4.1)" : "");
}
