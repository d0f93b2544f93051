#include "document/bind_internal.h"

/* One row of a `links` block, with its link made. */
struct link_row {
    struct link *link;
    element_id body;
    const struct scope *scope;
};

static struct link_row open_row(struct binder *b, const struct place *p, const struct block *blk,
                                element_id list) {
    const struct links_block *from = blk->as.links;
    struct link_row row = {.scope = p->scope};
    struct str address = from->url != NULL ? template_fill(b->s, from->url, p->scope) : STR_EMPTY;
    struct span span = from->url != NULL ? origin_whole(&from->url->origin) : blk->span;
    /* A template that could not be filled has told so already. */
    bool silent = from->url == NULL || (address.n == 0 && from->url->faulty);
    row.link = silent ? NULL : link_make(b, str_trim(address), span);
    if (row.link == NULL)
        return row;
    element_id li = element_add(b->tree, list, ROLE_LI, blk->span);
    row.body = element_add(b->tree, li, ROLE_LBODY, blk->span);
    row.link->element = element_add(b->tree, row.body, ROLE_LINK, blk->span);
    return row;
}

/* The title, all of it inside the link. Where a detail follows, a space parts the two for those who
 * hear or copy them; on paper the link's number does. */
static struct inline_text linked_title(struct binder *b, const struct place *p,
                                       const struct rich *text, struct link *link, bool followed) {
    struct inline_builder ib;
    struct prose_part part = prose_whole(text);
    inline_open(&ib, b, p, link->element);
    ib.link = link;
    inline_add_part(&ib, &part);
    struct inline_run *last = ib.runs.n > 0 ? &ib.runs.v[ib.runs.n - 1] : NULL;
    if (followed && last != NULL)
        last->text = str_join2(b->a, last->text, STR(" "));
    struct inline_text title = inline_close(&ib);
    link_describe(b, link, inline_words(b->a, &title), false);
    return title;
}

static void bind_cards(struct binder *b, const struct place *p, const struct block *blk,
                       const struct rows *rows) {
    const struct links_block *from = blk->as.links;
    struct bound_block *block = block_new(b, p, BOUND_CARDS, blk->span);
    block->element = place_element(b, p, ROLE_L, blk->span);
    block->as.cards.columns = from->columns > 0 ? from->columns : 1;
    block->as.cards.v = ARENA_ARRAY(b->a, struct bound_card, rows->n);
    struct place inside = place_inside(p, block->element, p->out);
    struct scope *scope = scope_inside(b, p->scope);
    inside.scope = scope;
    const struct edition *edition = b->out->edition;
    bool numbered = edition != NULL && edition->links == LINKS_PRINTED;
    for (size_t i = 0; i < rows->n; i++) {
        scope_set(scope, STR("row"), rows->v[i]);
        struct link_row row = open_row(b, &inside, blk, block->element);
        if (row.link == NULL || from->text == NULL)
            continue;
        struct bound_card *card = &block->as.cards.v[block->as.cards.n++];
        card->link = row.link;
        struct str detail =
            from->detail != NULL ? template_fill(b->s, from->detail, scope) : STR_EMPTY;
        card->title = linked_title(b, &inside, from->text, row.link, detail.n > 0 && !numbered);
        if (from->detail == NULL)
            continue;
        card->detail = inline_value(b, detail, row.link->element, row.link,
                                    origin_whole(&from->detail->origin));
    }
}

static struct bound_block *detail_block(struct binder *b, const struct place *p,
                                        const struct template *detail) {
    struct str text = template_fill(b->s, detail, p->scope);
    if (str_trim(text).n == 0)
        return NULL;
    struct span span = origin_whole(&detail->origin);
    struct bound_block *block = block_new(b, p, BOUND_PARAGRAPH, span);
    block->element = place_element(b, p, ROLE_P, span);
    block->style = STR("links.card.detail"); /* as on a card */
    block->as.paragraph = inline_value(b, text, block->element, NULL, span);
    return block;
}

static void bind_link_list(struct binder *b, const struct place *p, const struct block *blk,
                           const struct rows *rows) {
    const struct links_block *from = blk->as.links;
    struct bound_block *block = block_new(b, p, BOUND_ITEMS, blk->span);
    block->element = place_element(b, p, ROLE_L, blk->span);
    element_at(b->tree, block->element)->numbering = NUMBERING_DISC;
    block->as.items.links = true;
    block->as.items.v = ARENA_ARRAY(b->a, struct bound_item, rows->n);
    struct scope *scope = scope_inside(b, p->scope);
    for (size_t i = 0; i < rows->n; i++) {
        scope_set(scope, STR("row"), rows->v[i]);
        struct place names = *p;
        names.scope = scope;
        element_id li = element_add(b->tree, 0, ROLE_LI, blk->span);
        element_id label = element_add(b->tree, li, ROLE_LBL, blk->span);
        element_id body = element_add(b->tree, li, ROLE_LBODY, blk->span);
        struct bound_vec content = {0};
        struct place inside = place_inside(&names, body, &content);
        struct str address = from->url != NULL ? template_fill(b->s, from->url, scope) : STR_EMPTY;
        if (from->url == NULL || from->text == NULL || (address.n == 0 && from->url->faulty))
            continue;
        struct link *link = link_make(b, str_trim(address), origin_whole(&from->url->origin));
        if (link == NULL)
            continue;
        element_attach(b->tree, block->element, li);
        struct bound_block *title = block_new(b, &inside, BOUND_PARAGRAPH, blk->span);
        title->element = place_element(b, &inside, ROLE_P, blk->span);
        link->element = element_add(b->tree, title->element, ROLE_LINK, blk->span);
        title->as.paragraph = linked_title(b, &inside, from->text, link, false);
        if (from->detail != NULL)
            detail_block(b, &inside, from->detail);
        struct bound_item *item = &block->as.items.v[block->as.items.n++];
        item->label = STR("\xE2\x80\xA2");
        item->label_element = label;
        item->content = list_of(&content);
    }
}

void bind_links(struct binder *b, const struct place *p, const struct block *blk) {
    struct rows rows;
    struct rows_request request = {.data = blk->as.links->data, .block = "links block"};
    if (!rows_read(b, p, &request, &rows))
        return;
    if (rows.n == 0) {
        struct bound_block *block = block_new(b, p, BOUND_PARAGRAPH, blk->span);
        block->element = place_element(b, p, ROLE_P, blk->span);
        block->as.paragraph =
            inline_plain(b, bind_word(b, p->lang, "no-data"), block->element, blk->span);
        return;
    }
    if (blk->as.links->list)
        bind_link_list(b, p, blk, &rows);
    else
        bind_cards(b, p, blk, &rows);
}
