#include "document/bind_internal.h"

void bind_heading(struct binder *b, const struct place *p, const struct block *blk) {
    struct bound_block *block = heading_new(b, p, blk->as.heading.level, blk->span);
    struct prose_part part = prose_whole(blk->as.heading.text);
    struct inline_builder ib;
    inline_open(&ib, b, p, block->element);
    inline_add_part(&ib, &part);
    block->as.heading.text = inline_close(&ib);
    if (block->as.heading.text.n == 0 && !ib.faulty)
        diag_help(b->s->diags,
                  diag_error(b->s->diags, "heading-empty", blk->span, "this heading has no words"),
                  "write its words, or take the heading away");
}

static void plain_paragraph(struct binder *b, const struct place *p, struct str text,
                            struct span span) {
    if (str_trim(text).n == 0)
        return;
    struct bound_block *block = block_new(b, p, BOUND_PARAGRAPH, span);
    block->element = place_element(b, p, ROLE_P, span);
    block->as.paragraph = inline_value(b, text, block->element, NULL, span);
}

void bind_text(struct binder *b, const struct place *p, const struct block *blk) {
    const struct rich *rich = blk->as.text.text;
    if (rich == NULL) {
        if (blk->as.text.from == NULL)
            return;
        const struct value *v = expr_eval(b->s, blk->as.text.from, p->scope);
        struct span span = expr_span(blk->as.text.from);
        switch (v->kind) {
        case VALUE_POISON:
            return;
        case VALUE_PROSE:
            rich = v->as.prose;
            break;
        case VALUE_TEXT: /* a value is never Markdown */
            plain_paragraph(b, p, v->as.text, span);
            return;
        case VALUE_NULL:
        case VALUE_BOOLEAN:
        case VALUE_NUMBER:
        case VALUE_DATE:
        case VALUE_LIST:
        case VALUE_MAP:
        case VALUE_MARK:
        case VALUE_REFERENCE:
            diag_error(b->s->diags, "prose-expected", span,
                       "`from` needs prose or a text, not %.*s", STR_ARG(value_describe(b->a, v)));
            return;
        }
    }
    struct prose_part part = prose_whole(rich);
    bind_prose(b, p, &part);
    for (size_t i = 0; i < rich->prose->note_count; i++) {
        const struct prose_note *note = &rich->prose->notes[i];
        bool used = false;
        for (size_t k = 0; k < p->notes->uses.n; k++)
            used = used || p->notes->uses.v[k].definition == (const void *)note;
        if (!used)
            diag_help(b->s->diags,
                      diag_warning(b->s->diags, "note-unused", note->span,
                                   "the note `%.*s` is not printed: no text marks it",
                                   STR_ARG(note->name)),
                      "put `[^%.*s]` where it belongs, or take the note away", STR_ARG(note->name));
    }
}

void bind_quote(struct binder *b, const struct place *p, const struct block *blk) {
    struct bound_block *block = block_new(b, p, BOUND_QUOTE, blk->span);
    block->element = place_element(b, p, ROLE_BLOCKQUOTE, blk->span);
    struct bound_vec content = {0};
    struct place inside = place_inside(p, block->element, &content);
    if (blk->as.quote.text != NULL) {
        struct prose_part part = prose_whole(blk->as.quote.text);
        bind_prose(b, &inside, &part);
    }
    block->as.quote.content = list_of(&content);
    if (blk->as.quote.by != NULL) {
        element_id by = element_add(b->tree, block->element, ROLE_P, blk->span);
        block->as.quote.by = inline_rich(b, &inside, blk->as.quote.by, by);
    }
}

void bind_data_list(struct binder *b, const struct place *p, const struct block *blk) {
    struct rows rows;
    struct rows_request request = {.data = blk->as.list.data, .block = "list"};
    if (!rows_read(b, p, &request, &rows))
        return;
    if (rows.n == 0) { /* an L without items is not a list */
        plain_paragraph(b, p, bind_word(b, p->lang, "no-data"), blk->span);
        return;
    }
    struct bound_block *block = block_new(b, p, BOUND_ITEMS, blk->span);
    block->element = place_element(b, p, ROLE_L, blk->span);
    element_at(b->tree, block->element)->numbering =
        blk->as.list.numbers ? NUMBERING_DECIMAL : NUMBERING_DISC;
    block->as.items.ordered = blk->as.list.numbers;
    block->as.items.v = ARENA_ARRAY(b->a, struct bound_item, rows.n);
    block->as.items.n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        struct scope *scope = scope_inside(b, p->scope); /* a note in an item keeps it */
        struct bound_item *item = &block->as.items.v[i];
        element_id li = element_add(b->tree, block->element, ROLE_LI, blk->span);
        item->label_element = element_add(b->tree, li, ROLE_LBL, blk->span);
        item->label = blk->as.list.numbers ? str_format(b->a, "%zu.", i + 1) : STR("\xE2\x80\xA2");
        struct bound_vec content = {0};
        struct place inside =
            place_inside(p, element_add(b->tree, li, ROLE_LBODY, blk->span), &content);
        scope_set(scope, STR("row"), rows.v[i]);
        inside.scope = scope;
        if (blk->as.list.item != NULL) {
            struct prose_part part = prose_whole(blk->as.list.item);
            bind_prose(b, &inside, &part);
        } else {
            if (value_used_whole(b->s, rows.v[i]))
                plain_paragraph(b, &inside, value_text_of(b->a, rows.v[i], p->lang), blk->span);
        }
        item->content = list_of(&content);
    }
}

void bind_loop(struct binder *b, const struct place *p, const struct block *blk) {
    const struct name *as = &blk->as.loop.as;
    struct rows rows;
    struct rows_request request = {.data = blk->as.loop.each, .block = "`for`"};
    if (!rows_read(b, p, &request, &rows))
        return;
    if (as->text.n > 0 && scope_get(p->scope, as->text) != NULL) {
        struct diag *d = diag_error(b->s->diags, "name-hidden", as->span,
                                    "`%.*s` already names something here", STR_ARG(as->text));
        diag_help(b->s->diags, d, "choose another name after `as`");
        return;
    }
    struct place inside = *p;
    for (size_t i = 0; i < rows.n && !b->too_many; i++) {
        struct scope *scope = scope_inside(b, p->scope); /* notes and appendices keep it */
        inside.scope = scope;
        scope_set(scope, as->text, rows.v[i]);
        size_t before = p->out->n;
        bind_list(b, &inside, &blk->as.loop.content);
        if (blk->keep_together) /* each round by itself: all of them may be many pages */
            keep_from(p, before);
    }
}

void bind_tiles(struct binder *b, const struct place *p, const struct block *blk) {
    size_t n = blk->as.tiles.n;
    if (n == 0)
        return;
    struct bound_block *block = block_new(b, p, BOUND_TILES, blk->span);
    block->element = place_element(b, p, ROLE_L, blk->span);
    block->as.tiles.v = ARENA_ARRAY(b->a, struct bound_tile, n);
    block->as.tiles.n = n;
    for (size_t i = 0; i < n; i++) {
        const struct tile *tile = &blk->as.tiles.v[i];
        element_id li = element_add(b->tree, block->element, ROLE_LI, tile->span);
        element_id body = element_add(b->tree, li, ROLE_LBODY, tile->span);
        element_id value = element_add(b->tree, body, ROLE_P, tile->span);
        element_id label = element_add(b->tree, body, ROLE_P, tile->span);
        const struct value *v =
            tile->value != NULL ? expr_eval(b->s, tile->value, p->scope) : &VALUE_POISON_VALUE;
        struct str text = figure_text(b, v, NULL, p->lang);
        if (v->kind == VALUE_NULL)
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "tile-empty", expr_span(tile->value),
                                 "this tile has no value: the data have none here"),
                      "say what stands there then: `{value: x | default('none')}`");
        block->as.tiles.v[i].value =
            inline_plain(b, text, value, tile->value ? expr_span(tile->value) : tile->span);
        note_expression(b, &(struct printed_expression){tile->value, v, p->scope, text, value});
        if (tile->label != NULL)
            block->as.tiles.v[i].label =
                inline_value(b, template_fill(b->s, tile->label, p->scope), label, NULL,
                             origin_whole(&tile->label->origin));
    }
}

void bind_box(struct binder *b, const struct place *p, const struct block *blk) {
    struct bound_block *block = block_new(b, p, BOUND_BOX, blk->span);
    block->element = place_element(b, p, ROLE_DIV, blk->span);
    struct bound_vec content = {0};
    struct place inside = place_inside(p, block->element, &content);
    if (blk->as.box.title != NULL) {
        element_id title = element_add(b->tree, block->element, ROLE_P, blk->span);
        block->as.box.title = inline_rich(b, &inside, blk->as.box.title, title);
    }
    bind_list(b, &inside, &blk->as.box.content);
    block->as.box.content = list_of(&content);
}

void bind_grid(struct binder *b, const struct place *p, const struct block *blk) {
    size_t n = blk->as.grid.n;
    struct bound_block *block = block_new(b, p, BOUND_GRID, blk->span);
    block->element = place_element(b, p, ROLE_DIV, blk->span);
    block->as.grid.gap = blk->as.grid.gap;
    block->as.grid.n = n;
    block->as.grid.cells = ARENA_ARRAY(b->a, struct bound_list, n);
    block->as.grid.widths = ARENA_ARRAY(b->a, struct dimension, n);
    if (blk->as.grid.width_count > 0 && blk->as.grid.width_count != n)
        diag_help(b->s->diags,
                  diag_error(b->s->diags, "grid-widths", blk->span,
                             "this grid has %zu widths and %zu cells", blk->as.grid.width_count, n),
                  "give one width for each content list");
    for (size_t i = 0; i < n; i++) {
        struct dimension one = {UNIT_FR, 1000};
        block->as.grid.widths[i] = i < blk->as.grid.width_count ? blk->as.grid.widths[i] : one;
        struct bound_vec content = {0};
        element_id cell = element_add(b->tree, block->element, ROLE_DIV, blk->span);
        struct place inside = place_inside(p, cell, &content);
        bind_list(b, &inside, &blk->as.grid.cells[i]);
        block->as.grid.cells[i] = list_of(&content);
    }
}

void bind_place(struct binder *b, const struct place *p, const struct block *blk) {
    const struct place_block *from = blk->as.place;
    struct bound_block *block = block_new(b, p, BOUND_PLACE, blk->span);
    block->element = place_element(b, p, ROLE_DIV, blk->span);
    block->as.place.top = from->top;
    block->as.place.left = from->left;
    block->as.place.right = from->right;
    block->as.place.bottom = from->bottom;
    block->as.place.width = from->width;
    block->as.place.height = from->height;
    struct bound_vec content = {0};
    struct place inside = place_inside(p, block->element, &content);
    bind_list(b, &inside, &from->content);
    block->as.place.content = list_of(&content);
}

/* The Figure and its caption are neighbours: a Figure's Alt stands for all that is inside it. */
void bind_image(struct binder *b, const struct place *p, const struct block *blk) {
    const struct image_block *from = blk->as.image;
    struct bound_block *block = block_new(b, p, BOUND_IMAGE, blk->span);
    block->as.image.file = from->file;
    block->as.image.file_span = from->file_span;
    block->as.image.decorative = from->decorative;
    block->as.image.width = from->width;
    block->as.image.height = from->height;
    block->as.image.cover = from->fit_cover;
    if (!from->decorative) {
        struct str alt = from->alt != NULL ? template_fill(b->s, from->alt, p->scope) : STR_EMPTY;
        /* An `alt` that is not there or blank as it is written was told on reading. */
        if (from->alt != NULL && str_trim(from->alt->origin.text).n && str_trim(alt).n == 0) {
            struct diag *d =
                diag_error(b->s->diags, "alt-missing", origin_whole(&from->alt->origin),
                           "this image has no `alt` text");
            diag_help(b->s->diags, d,
                      "say what it shows in `alt:`, or write "
                      "`decorative: true` if it shows nothing");
        }
        if (from->alt != NULL) {
            struct span span = origin_whole(&from->alt->origin);
            lint_alt(b, alt, from->file, span);
            lint_alt_again(b, alt, from->file, span);
        }
        block->element = place_element(b, p, ROLE_FIGURE, blk->span);
        element_words(b->tree, block->element)->alt = alt;
    }
    if (from->caption != NULL) {
        block->as.image.number = ++b->figures;
        element_id caption = place_element(b, p, ROLE_P, blk->span);
        block->as.image.caption = inline_caption(
            b, p, &(struct caption_words){from->caption, "figure", b->figures, caption});
    }
}
