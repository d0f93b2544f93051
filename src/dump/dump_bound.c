#include "dump/dump_bound.h"

static const char *const KINDS[] = {"heading", "paragraph", "items",    "quote", "table", "chart",
                                    "cards",   "tiles",     "box",      "grid",  "image", "space",
                                    "break",   "master",    "contents", "place"};

static void dump_list(struct strbuf *b, unsigned depth, const struct bound_list *list);

static void dump_items(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    for (size_t i = 0; i < block->as.items.n; i++) {
        dump_indent(b, depth);
        strbuf_add_c(b, "item ");
        dump_quoted(b, block->as.items.v[i].label);
        strbuf_add_char(b, '\n');
        dump_list(b, depth + 1, &block->as.items.v[i].content);
    }
}

static void dump_cards(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    for (size_t i = 0; i < block->as.cards.n; i++) {
        const struct bound_card *card = &block->as.cards.v[i];
        dump_inline(b, depth, "card", &card->title);
        dump_inline(b, depth + 1, "detail", &card->detail);
    }
}

static void dump_grid(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    for (size_t i = 0; i < block->as.grid.n; i++) {
        dump_indent(b, depth);
        strbuf_format(b, "cell %zu", i);
        dump_dimension(b, "width", block->as.grid.widths[i]);
        strbuf_add_char(b, '\n');
        dump_list(b, depth + 1, &block->as.grid.cells[i]);
    }
}

static void dump_contents(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    dump_inline(b, depth, "title", &block->as.contents.title);
    for (size_t i = 0; i < block->as.contents.n; i++) {
        const struct bound_entry *e = &block->as.contents.v[i];
        dump_indent(b, depth);
        strbuf_format(b, "entry level=%u\n", e->level);
        dump_inline(b, depth + 1, "text", &e->text);
        dump_inline(b, depth + 1, "page", &e->page);
    }
}

static void dump_image(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    dump_indent(b, depth);
    strbuf_add_c(b, "image");
    dump_field(b, "file", block->as.image.file);
    dump_dimension(b, "width", block->as.image.width);
    dump_dimension(b, "height", block->as.image.height);
    strbuf_format(b, "%s%s\n", block->as.image.cover ? " cover" : "",
                  block->as.image.decorative ? " decorative" : "");
    dump_inline(b, depth, "caption", &block->as.image.caption);
}

static void dump_place_block(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    dump_indent(b, depth);
    strbuf_add_c(b, "at");
    dump_dimension(b, "top", block->as.place.top);
    dump_dimension(b, "left", block->as.place.left);
    dump_dimension(b, "right", block->as.place.right);
    dump_dimension(b, "bottom", block->as.place.bottom);
    dump_dimension(b, "width", block->as.place.width);
    dump_dimension(b, "height", block->as.place.height);
    strbuf_add_char(b, '\n');
    dump_list(b, depth, &block->as.place.content);
}

static void dump_master_use(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    dump_indent(b, depth);
    strbuf_add_c(b, "master");
    dump_field(b, "name", block->as.master.master ? block->as.master.master->name : STR_EMPTY);
    strbuf_add_char(b, '\n');
    dump_list(b, depth, &block->as.master.content);
}

static void dump_small(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    dump_indent(b, depth);
    if (block->kind == BOUND_SPACE)
        dump_dimension(b, "height", block->as.space);
    else
        strbuf_format(b, " at=%s%s", block->as.brk.column ? "column" : "page",
                      block->as.brk.odd ? " odd" : "");
    strbuf_add_char(b, '\n');
}

static void dump_inside(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    switch (block->kind) {
    case BOUND_HEADING:
        dump_inline(b, depth, "text", &block->as.heading.text);
        break;
    case BOUND_PARAGRAPH:
        dump_inline(b, depth, "text", &block->as.paragraph);
        break;
    case BOUND_ITEMS:
        dump_items(b, depth, block);
        break;
    case BOUND_QUOTE:
        dump_list(b, depth, &block->as.quote.content);
        dump_inline(b, depth, "by", &block->as.quote.by);
        break;
    case BOUND_TABLE:
        dump_table(b, depth, block->as.table);
        break;
    case BOUND_CHART:
        dump_chart(b, depth, block->as.chart);
        break;
    case BOUND_CARDS:
        dump_cards(b, depth, block);
        break;
    case BOUND_TILES:
        for (size_t i = 0; i < block->as.tiles.n; i++) {
            dump_inline(b, depth, "tile", &block->as.tiles.v[i].value);
            dump_inline(b, depth + 1, "label", &block->as.tiles.v[i].label);
        }
        break;
    case BOUND_BOX:
        dump_inline(b, depth, "title", &block->as.box.title);
        dump_list(b, depth, &block->as.box.content);
        break;
    case BOUND_GRID:
        dump_grid(b, depth, block);
        break;
    case BOUND_IMAGE:
        dump_image(b, depth, block);
        break;
    case BOUND_SPACE:
    case BOUND_BREAK:
        dump_small(b, depth, block);
        break;
    case BOUND_MASTER:
        dump_master_use(b, depth, block);
        break;
    case BOUND_CONTENTS:
        dump_contents(b, depth, block);
        break;
    case BOUND_PLACE:
        dump_place_block(b, depth, block);
        break;
    }
}

static void dump_block(struct strbuf *b, unsigned depth, const struct bound_block *block) {
    dump_indent(b, depth);
    strbuf_add_c(b, KINDS[block->kind]);
    if (block->kind == BOUND_HEADING)
        strbuf_format(b, " level=%u", block->as.heading.level);
    dump_field(b, "id", block->id);
    dump_field(b, "style", block->style);
    dump_field(b, "lang", block->lang);
    if (block->keep_together)
        strbuf_add_c(b, " keep=together");
    if (block->element != 0)
        strbuf_format(b, " element=%u", block->element);
    dump_place(b, block->span);
    strbuf_add_char(b, '\n');
    dump_inside(b, depth + 1, block);
    for (size_t i = 0; i < block->note_count; i++) {
        dump_inline(b, depth + 1, "note", &block->notes[i].label);
        dump_inline(b, depth + 2, "text", &block->notes[i].text);
    }
}

static void dump_list(struct strbuf *b, unsigned depth, const struct bound_list *list) {
    for (size_t i = 0; i < list->n; i++)
        dump_block(b, depth, list->v[i]);
}

void dump_bound(struct strbuf *b, const struct bound_document *d) {
    strbuf_add_c(b, "document");
    dump_field(b, "title", d->title);
    dump_field(b, "author", d->author);
    dump_field(b, "subject", d->subject);
    dump_field(b, "keywords", d->keywords);
    dump_field(b, "lang", d->lang);
    if (d->has_date)
        strbuf_format(b, " date=%04d-%02d-%02d", d->date.year, d->date.month, d->date.day);
    strbuf_add_char(b, '\n');
    dump_list(b, 1, &d->content);
}
