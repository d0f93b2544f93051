#include "document/bind_internal.h"

struct inline_text bind_source_line(struct binder *b, const struct place *p,
                                    const struct source_words *words) {
    const struct rich *source = words->source;
    if (source == NULL && !words->hidden && !words->missing)
        return (struct inline_text){0};
    struct span span = source != NULL ? origin_whole(&source->prose->origin) : words->span;
    element_id element = place_element(b, p, ROLE_P, span);
    struct inline_builder ib;
    inline_open(&ib, b, p, element);
    if (source != NULL) {
        struct prose_part part = prose_whole(source);
        inline_add(&ib, str_format(b->a, "%.*s: ", STR_ARG(bind_word(b, p->lang, "source"))), span);
        inline_add_part(&ib, &part);
    }
    if (words->hidden)
        add_sign_note(&ib, mark_text(b->d->disclosure.profile.mark), "hidden-number", span);
    if (words->missing)
        add_sign_note(&ib, STR(NO_FIGURE), "no-data", span);
    return inline_close(&ib);
}

void table_begin(struct binder *b, const struct place *p, struct bound_table *t,
                 const struct rich *caption, struct span span) {
    t->lang = p->lang;
    t->continued = str_format(b->a, " (%.*s)", STR_ARG(bind_word(b, p->lang, "continued")));
    t->element = place_element(b, p, ROLE_TABLE, span);
    if (caption == NULL)
        return;
    t->number = ++b->tables;
    struct place inside = place_inside(p, t->element, p->out);
    t->caption_element = element_add(b->tree, t->element, ROLE_CAPTION, span);
    t->caption = inline_caption(
        b, &inside, &(struct caption_words){caption, "table", t->number, t->caption_element});
}

void bind_table(struct binder *b, const struct place *p, const struct block *blk) {
    const struct table_block *from = blk->as.table;
    struct bound_block *block = block_new(b, p, BOUND_TABLE, blk->span);
    struct bound_table *t = ARENA_NEW(b->a, struct bound_table);
    block->as.table = t;
    table_begin(b, p, t, from->caption, blk->span);
    block->element = t->element;
    struct table_builder tb = {.b = b, .p = p, .t = t};
    struct str outer = b->figure_in;
    figures_inside(b, t->number > 0 ? str_format(b->a, "Table %u", t->number) : outer);
    note_caption(b, &t->caption, t->caption_element);
    if (from->literal)
        bind_literal(&tb, from, blk);
    else
        bind_columns(&tb, from, blk);
    t->source = bind_source_line(
        b, p, &(struct source_words){from->source, table_shows_hidden(b, t), false, blk->span});
    figures_inside(b, outer);
    /* Nothing was made: its diagnostics are out, and layout must not meet an empty table. */
    if (t->row_count == 0)
        p->out->n--;
    else
        vec_push(b->a, &b->data_tables, t);
}
