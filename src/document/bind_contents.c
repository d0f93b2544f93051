#include "document/bind_internal.h"

/* The title is a heading of its own before the list; what the list holds is known at the end. */
void bind_contents(struct binder *b, const struct place *p, const struct block *blk) {
    const struct template *title = blk->as.contents.title;
    if (title != NULL) {
        struct place plain = *p;
        plain.block = NULL;
        struct span span = origin_whole(&title->origin);
        struct bound_block *heading = heading_new(b, &plain, 1, span);
        b->headings.v[b->headings.n - 1].listed = false;
        heading->as.heading.text =
            inline_plain(b, template_fill(b->s, title, p->scope), heading->element, span);
    }
    struct bound_block *block = block_new(b, p, BOUND_CONTENTS, blk->span);
    block->element = place_element(b, p, ROLE_TOC, blk->span);
    struct contents_entry entry = {block, blk->as.contents.depth > 0 ? blk->as.contents.depth : 2};
    vec_push(b->a, &b->contents, entry);
}

/* A list of a lower level is a TOC inside the TOC, after its item. */
struct toc_levels {
    element_id toc[7];
    unsigned level[7];
    size_t n;
};

static element_id toc_for(struct binder *b, struct toc_levels *levels, unsigned level,
                          struct span span) {
    while (levels->n > 1 && levels->level[levels->n - 1] > level)
        levels->n--;
    if (levels->level[levels->n - 1] < level) {
        element_id inner = element_add(b->tree, levels->toc[levels->n - 1], ROLE_TOC, span);
        levels->toc[levels->n] = inner;
        levels->level[levels->n++] = level;
    }
    return levels->toc[levels->n - 1];
}

static void entry_fill(struct binder *b, struct bound_entry *entry,
                       const struct bound_block *heading, element_id toc) {
    element_id item = element_add(b->tree, toc, ROLE_TOCI, heading->span);
    element_id reference = element_add(b->tree, item, ROLE_REFERENCE, heading->span);
    struct link *link = ARENA_NEW(b->a, struct link);
    *link = (struct link){
        .target = heading->id, .contents = heading->as.heading.label, .span = heading->span};
    link->element = element_add(b->tree, reference, ROLE_LINK, heading->span);
    entry->level = heading->as.heading.level;
    entry->link = link;
    /* The space parts the words from the number for those who read or copy the text. */
    struct str words = str_join2(b->a, heading->as.heading.label, STR(" "));
    entry->text = inline_plain(b, words, link->element, heading->span);
    entry->page = inline_plain(b, STR(" "), link->element, heading->span);
    entry->page.v[0].kind = INLINE_PAGE;
    entry->page.v[0].text = STR_EMPTY;
    entry->page.v[0].target = heading->id;
    entry->page.v[0].link = link;
    if (entry->text.n > 0)
        entry->text.v[0].link = link;
}

static void contents_fill(struct binder *b, const struct contents_entry *contents) {
    struct bound_block *block = contents->block;
    struct toc_levels levels = {.toc = {block->element}, .level = {1}, .n = 1};
    block->as.contents.v = ARENA_ARRAY(b->a, struct bound_entry, b->headings.n);
    for (size_t i = 0; i < b->headings.n; i++) {
        const struct bound_block *heading = b->headings.v[i].block;
        if (!b->headings.v[i].listed || heading->as.heading.level > contents->depth)
            continue;
        element_id toc = toc_for(b, &levels, heading->as.heading.level, heading->span);
        entry_fill(b, &block->as.contents.v[block->as.contents.n++], heading, toc);
    }
    if (block->as.contents.n == 0) {
        struct diag *d = diag_warning(b->s->diags, "contents-empty", block->span,
                                      "the contents are empty: no heading is listed");
        diag_help(b->s->diags, d, "contents list h1 to h%u", contents->depth);
    }
}

void contents_finish(struct binder *b) {
    for (size_t i = 0; i < b->contents.n; i++)
        contents_fill(b, &b->contents.v[i]);
}
