#include "dump/dump_internal.h"

static const char *const SIDES[] = {"top", "end", "bottom", "start"};

static void dump_sides(struct strbuf *b, const char *key, const length v[4]) {
    if (v[0] == 0 && v[1] == 0 && v[2] == 0 && v[3] == 0)
        return;
    strbuf_format(b, " %s=", key);
    for (size_t i = 0; i < 4; i++) {
        if (i > 0)
            strbuf_add_char(b, ',');
        length_print(b, v[i]);
    }
}

static void dump_borders(struct strbuf *b, const struct style *s) {
    for (size_t i = 0; i < 4; i++) {
        if (s->border[i].width == 0)
            continue;
        strbuf_format(b, " border-%s=", SIDES[i]);
        length_print(b, s->border[i].width);
        dump_color(b, "color", s->border[i].color);
    }
    if (s->border_radius != 0)
        dump_length(b, "border-radius", s->border_radius);
}

static void dump_text_part(struct strbuf *b, const struct style *s) {
    static const char *const aligns[] = {"start", "end", "center", "justify"};
    strbuf_format(b, " font=%.*s", STR_ARG(s->font_family));
    dump_length(b, "size", s->font_size);
    strbuf_format(b, " weight=%u", s->font_weight);
    dump_length(b, "line-height", s->line_height);
    if (s->letter_spacing != 0)
        dump_length(b, "letter-spacing", s->letter_spacing);
    if (s->italic)
        strbuf_add_c(b, " italic");
    if (s->underline)
        strbuf_add_c(b, " underline");
    if (s->tabular_figures)
        strbuf_add_c(b, " tabular");
    if (s->hyphens)
        strbuf_add_c(b, " hyphens");
    strbuf_format(b, " align=%s", aligns[s->text_align]);
}

static void dump_breaks(struct strbuf *b, const struct style *s) {
    static const char *const rules[] = {"auto", "avoid", "page", "odd", "column"};
    static const char *const lists[] = {"disc", "dash", "none", "decimal"};
    strbuf_format(b, " break-before=%s break-after=%s%s", rules[s->break_before],
                  rules[s->break_after], s->break_inside_avoid ? " break-inside=avoid" : "");
    strbuf_format(b, " orphans=%u widows=%u list=%s", s->orphans, s->widows, lists[s->list_style]);
    if (s->column_count > 1) {
        strbuf_format(b, " columns=%u", s->column_count);
        dump_length(b, "column-gap", s->column_gap);
    }
}

static void dump_style(struct strbuf *b, const struct style *s) {
    dump_text_part(b, s);
    dump_color(b, "color", s->color);
    dump_color(b, "background", s->background);
    dump_sides(b, "margin", s->margin);
    dump_sides(b, "padding", s->padding);
    dump_borders(b, s);
    if (s->width_page)
        strbuf_add_c(b, " width=page");
    else if (s->width.unit != UNIT_AUTO)
        dump_dimension(b, "width", s->width);
    dump_breaks(b, s);
}

static void dump_fonts(struct strbuf *b, const struct style_sheet *sheet) {
    for (size_t i = 0; i < sheet->font_count; i++) {
        const struct font_entry *f = &sheet->fonts[i];
        strbuf_format(b, "font %.*s", STR_ARG(f->key));
        dump_field(b, "family", f->family);
        dump_field(b, "file", f->file);
        strbuf_format(b, " weight=%u%s\n", f->weight, f->italic ? " italic" : "");
    }
    for (size_t i = 0; i < sheet->fallback_count; i++)
        strbuf_format(b, "fallback %.*s\n", STR_ARG(sheet->fallback[i]));
}

void dump_styles(struct strbuf *b, const struct style_sheet *sheet) {
    strbuf_add_c(b, "page");
    dump_length(b, "w", sheet->page.width);
    dump_length(b, "h", sheet->page.height);
    dump_sides(b, "margin", sheet->page.margin);
    strbuf_add_char(b, '\n');
    dump_fonts(b, sheet);
    for (size_t i = 0; i < sheet->colors.n; i++) {
        const struct map_entry *e = &sheet->colors.entries[i];
        strbuf_format(b, "color %.*s", STR_ARG(e->key));
        dump_color(b, "value", *(const struct color *)e->value);
        strbuf_add_char(b, '\n');
    }
    for (size_t i = 0; i < sheet->series_count; i++) {
        strbuf_format(b, "series %zu", i);
        dump_color(b, "value", sheet->series[i]);
        strbuf_add_char(b, '\n');
    }
    for (size_t i = 0; i < sheet->styles.n; i++) {
        const struct map_entry *e = &sheet->styles.entries[i];
        strbuf_format(b, "style %.*s", STR_ARG(e->key));
        dump_style(b, e->value);
        strbuf_add_char(b, '\n');
    }
}
