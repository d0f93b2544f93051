#include "document/bind_internal.h"

struct prose_part prose_whole(const struct rich *r) {
    return (struct prose_part){.rich = r, .nodes = r->prose->blocks, .n = r->prose->n};
}

/* Each heading opens a Sect that closes at the next heading of the same or a higher level. */
static void section_open(struct binder *b, unsigned level, struct span span) {
    while (b->section_count > 0 && b->sections[b->section_count - 1].level >= level)
        b->section_count--;
    element_id parent = b->section_count > 0 ? b->sections[b->section_count - 1].element : 1;
    struct section section = {level, element_add(b->tree, parent, ROLE_SECT, span)};
    b->sections[b->section_count++] = section;
}

static void check_level(struct binder *b, unsigned level, struct span span) {
    if (level > b->last_level + 1) {
        struct diag *d;
        if (b->last_level == 0)
            d = diag_error(b->s->diags, "heading-skip", span,
                           "the first heading is h%u: it must be h1", level);
        else
            d = diag_error(b->s->diags, "heading-skip", span,
                           "h%u follows h%u: a heading level is left out", level, b->last_level);
        diag_help(b->s->diags, d, "make it h%u; its looks can be set with `style:`",
                  b->last_level + 1);
    }
    b->last_level = level;
}

struct bound_block *heading_new(struct binder *b, const struct place *p, unsigned level,
                                struct span span) {
    level = level < 1 ? 1 : level > 6 ? 6 : level;
    check_level(b, level, span);
    if (p->top)
        section_open(b, level, span);
    struct bound_block *block = block_new(b, p, BOUND_HEADING, span);
    block->element = place_element(b, p, (enum role)(ROLE_H1 + (int)level - 1), span);
    block->as.heading.level = level;
    struct heading_entry entry = {block, !p->cover};
    vec_push(b->a, &b->headings, entry);
    return block;
}

/* A paragraph; one without words makes no block and no element. */
static void bind_paragraph(struct binder *b, const struct place *p, const struct prose_part *part,
                           struct span span) {
    element_id element = element_add(b->tree, 0, ROLE_P, span);
    struct inline_builder ib;
    inline_open(&ib, b, p, element);
    inline_add_part(&ib, part);
    struct inline_text text = inline_close(&ib);
    bool wanted = ib.wanted_runs.n > 0;
    if (!wanted && inline_blank(&text))
        return;
    element_attach(b->tree, place_parent(b, p), element);
    if (!str_equal(p->lang, p->parent_lang))
        element_words(b->tree, element)->lang = p->lang;
    struct bound_block *block = block_new(b, p, BOUND_PARAGRAPH, span);
    block->element = element;
    block->as.paragraph = text;
}

static void bind_items(struct binder *b, const struct place *p, const struct rich *r,
                       const struct prose_node *node) {
    struct bound_block *block = block_new(b, p, BOUND_ITEMS, node->span);
    block->element = place_element(b, p, ROLE_L, node->span);
    element_at(b->tree, block->element)->numbering =
        node->ordered ? NUMBERING_DECIMAL : NUMBERING_DISC;
    block->as.items.ordered = node->ordered;
    block->as.items.v = ARENA_ARRAY(b->a, struct bound_item, node->n);
    block->as.items.n = node->n;
    for (size_t i = 0; i < node->n; i++) {
        const struct prose_node *child = node->children[i];
        struct bound_item *item = &block->as.items.v[i];
        element_id li = element_add(b->tree, block->element, ROLE_LI, child->span);
        item->label_element = element_add(b->tree, li, ROLE_LBL, child->span);
        item->label =
            node->ordered ? str_format(b->a, "%zu.", node->start + i) : STR("\xE2\x80\xA2");
        struct bound_vec content = {0};
        struct place inside =
            place_inside(p, element_add(b->tree, li, ROLE_LBODY, child->span), &content);
        struct prose_part part = {r, child->children, child->n};
        bind_prose(b, &inside, &part);
        item->content = list_of(&content);
    }
}

static void bind_prose_quote(struct binder *b, const struct place *p, const struct rich *r,
                             const struct prose_node *node) {
    struct bound_block *block = block_new(b, p, BOUND_QUOTE, node->span);
    block->element = place_element(b, p, ROLE_BLOCKQUOTE, node->span);
    struct bound_vec content = {0};
    struct place inside = place_inside(p, block->element, &content);
    struct prose_part part = {r, node->children, node->n};
    bind_prose(b, &inside, &part);
    block->as.quote.content = list_of(&content);
}

static bool is_block(const struct prose_node *node) {
    switch (node->kind) {
    case PROSE_PARAGRAPH:
    case PROSE_HEADING:
    case PROSE_LIST:
    case PROSE_ITEM:
    case PROSE_QUOTE:
        return true;
    case PROSE_TEXT:
    case PROSE_EXPRESSION:
    case PROSE_EMPHASIS:
    case PROSE_STRONG:
    case PROSE_LINK:
    case PROSE_BREAK:
    case PROSE_NOTE:
        break;
    }
    return false;
}

static void bind_prose_block(struct binder *b, const struct place *p, const struct rich *r,
                             struct prose_node *node) {
    struct prose_part part = {r, node->children, node->n};
    struct place unstyled = *p;
    switch (node->kind) {
    case PROSE_HEADING: {
        /* The block's style is for its paragraphs: a heading inside keeps its own. */
        unstyled.block = NULL;
        struct bound_block *block = heading_new(b, &unstyled, node->level, node->span);
        struct inline_builder ib;
        inline_open(&ib, b, &unstyled, block->element);
        inline_add_part(&ib, &part);
        block->as.heading.text = inline_close(&ib);
        return;
    }
    case PROSE_LIST:
        bind_items(b, p, r, node);
        return;
    case PROSE_QUOTE:
        bind_prose_quote(b, p, r, node);
        return;
    case PROSE_ITEM:
        bind_prose(b, p, &part);
        return;
    default:
        bind_paragraph(b, p, &part, node->span);
        return;
    }
}

void bind_prose(struct binder *b, const struct place *p, const struct prose_part *part) {
    size_t i = 0;
    while (i < part->n) {
        if (is_block(part->nodes[i])) {
            bind_prose_block(b, p, part->rich, part->nodes[i]);
            i++;
            continue;
        }
        size_t first = i;
        while (i < part->n && !is_block(part->nodes[i]))
            i++;
        struct prose_part run = {part->rich, part->nodes + first, i - first};
        bind_paragraph(b, p, &run, part->nodes[first]->span);
    }
}
