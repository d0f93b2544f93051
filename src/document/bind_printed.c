/* bind_printed.c - links on paper: with `printed`, a number in brackets stands behind a link's words
 * and its address at the end of the chapter; with `none`, the words stand alone. Runs after everything
 * else is bound. No annotation goes with such links, so none of them is a Link element.
 *
 * Links of a page by itself (a cover) are listed with the chapter before it, else with the first. */
#include "document/bind_internal.h"

#include <string.h>

VEC_DECLARE(link_vec, const struct link *);

struct printer {
    struct binder *b;
    struct map numbers;      /* address -> (uintptr_t) number */
    struct link_vec section; /* links whose address the open chapter prints */
    struct bound_vec out;
    element_id chapter; /* where its list of addresses goes: a Sect, or the Document */
    size_t held;        /* masters and breaks at the end of `out`: they open what follows */
    bool held_page;     /* one of them is a page by itself */
    bool text_seen;     /* something but pages by themselves has been printed */
};

static size_t number_of(struct printer *p, const struct link *link) {
    size_t number = (size_t)(uintptr_t)map_get(&p->numbers, link->address);
    if (number == 0) {
        number = p->numbers.n + 1;
        map_set(&p->numbers, link->address, (void *)(uintptr_t)number);
    }
    for (size_t i = 0; i < p->section.n; i++) {
        if (str_equal(p->section.v[i]->address, link->address))
            return number;
    }
    vec_push(p->b->a, &p->section, link);
    return number;
}

/* The same in a text and in the list, whatever language stands around it. */
static struct str link_label(struct printer *p, size_t number) {
    struct str word = bind_word(p->b, p->b->out->lang, "link");
    return str_format(p->b->a, "[%.*s %zu]", STR_ARG(word), number);
}

/* True if the words of a link are its address, so that paper lacks nothing: "gov.uk/care". */
static bool says_address(struct printer *p, const struct link *link) {
    static const char *const BEFORE[] = {"https://", "http://", "mailto:", "tel:"};
    struct str address = link->address, words = link->contents;
    if (str_equal(address, words))
        return true;
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++)
        if (str_starts(address, BEFORE[i]))
            address = str_slice(address, strlen(BEFORE[i]), address.n);
    if (str_ends(address, "/") && !str_ends(words, "/"))
        address.n--;
    if (str_starts(link->address, "tel:")) { /* a number is printed with spaces in it */
        struct strbuf digits;
        strbuf_init(&digits, p->b->a);
        for (size_t i = 0; i < words.n; i++)
            if (words.p[i] != ' ')
                strbuf_add_char(&digits, words.p[i]);
        words = strbuf_str(&digits);
    }
    return str_equal(address, words);
}

/* The runs with a mark behind the last run of each link to an address. */
static void print_text(struct printer *p, struct inline_text *text) {
    struct run_vec runs = {0};
    for (size_t i = 0; i < text->n; i++) {
        const struct inline_run *run = &text->v[i];
        const struct link *link = run->link;
        vec_push(p->b->a, &runs, *run);
        if (!link)
            continue;
        bool last = i + 1 == text->n || text->v[i + 1].link != link;
        if (!last || link->address.n == 0 || says_address(p, link))
            continue;
        struct inline_run mark = *run;
        mark.text = str_join2(p->b->a, STR("\xC2\xA0"), link_label(p, number_of(p, link)));
        mark.style = STR("note.mark");
        mark.link = NULL;
        vec_push(p->b->a, &runs, mark);
    }
    *text = (struct inline_text){runs.v, runs.n};
}

static void print_list(struct printer *p, const struct bound_list *list);

static void print_table(struct printer *p, struct bound_table *t) {
    print_text(p, &t->caption);
    for (size_t i = 0; i < t->row_count; i++) {
        for (size_t k = 0; k < t->rows[i].n; k++)
            if (!t->rows[i].cells[k].plain)
                print_text(p, &t->rows[i].cells[k].runs);
    }
    print_text(p, &t->source);
}

static void print_chart(struct printer *p, struct bound_chart *c) {
    print_text(p, &c->caption);
    print_text(p, &c->subtitle);
    print_text(p, &c->source);
}

/* The detail is part of the title's link: one mark is enough. */
static void print_cards(struct printer *p, struct bound_block *block) {
    for (size_t i = 0; i < block->as.cards.n; i++)
        print_text(p, &block->as.cards.v[i].title);
}

static void print_contents(struct printer *p, struct bound_block *block) {
    for (size_t i = 0; i < block->as.contents.n; i++) {
        print_text(p, &block->as.contents.v[i].text);
        print_text(p, &block->as.contents.v[i].page);
    }
}

static void print_block(struct printer *p, struct bound_block *block) {
    switch (block->kind) {
    case BOUND_HEADING:
        print_text(p, &block->as.heading.text);
        break;
    case BOUND_PARAGRAPH:
        print_text(p, &block->as.paragraph);
        break;
    case BOUND_ITEMS:
        for (size_t i = 0; i < block->as.items.n; i++)
            print_list(p, &block->as.items.v[i].content);
        break;
    case BOUND_QUOTE:
        print_list(p, &block->as.quote.content);
        print_text(p, &block->as.quote.by);
        break;
    case BOUND_TABLE:
        print_table(p, block->as.table);
        break;
    case BOUND_CHART:
        print_chart(p, block->as.chart);
        break;
    case BOUND_CARDS:
        print_cards(p, block);
        break;
    case BOUND_BOX:
        print_text(p, &block->as.box.title);
        print_list(p, &block->as.box.content);
        break;
    case BOUND_GRID:
        for (size_t i = 0; i < block->as.grid.n; i++)
            print_list(p, &block->as.grid.cells[i]);
        break;
    case BOUND_IMAGE:
        print_text(p, &block->as.image.caption);
        break;
    case BOUND_MASTER:
        print_list(p, &block->as.master.content);
        break;
    case BOUND_CONTENTS:
        print_contents(p, block);
        break;
    case BOUND_PLACE:
        print_list(p, &block->as.place.content);
        break;
    case BOUND_TILES:
    case BOUND_SPACE:
    case BOUND_BREAK:
        break;
    }
    for (size_t i = 0; i < block->note_count; i++) {
        print_text(p, &block->notes[i].label);
        print_text(p, &block->notes[i].text);
    }
}

static void print_list(struct printer *p, const struct bound_list *list) {
    for (size_t i = 0; i < list->n; i++)
        print_block(p, list->v[i]);
}

static struct bound_block *paragraph_of(struct printer *p, element_id parent, struct str text,
                                        struct str style) {
    struct bound_block *block = ARENA_NEW(p->b->a, struct bound_block);
    block->kind = BOUND_PARAGRAPH;
    block->lang = p->b->out->lang;
    block->style = style;
    block->element = element_add(p->b->tree, parent, ROLE_P, SPAN_NONE);
    block->as.paragraph = inline_plain(p->b, text, block->element, SPAN_NONE);
    return block;
}

static struct bound_item address_item(struct printer *p, element_id list, const struct link *link) {
    element_id item = element_add(p->b->tree, list, ROLE_LI, link->span);
    struct bound_item out = {.label = link_label(p, number_of(p, link))};
    out.label_element = element_add(p->b->tree, item, ROLE_LBL, link->span);
    element_id body = element_add(p->b->tree, item, ROLE_LBODY, link->span);
    struct bound_block **v = ARENA_NEW(p->b->a, struct bound_block *);
    v[0] = paragraph_of(p, body, link->address, STR("links.address"));
    out.content = (struct bound_list){v, 1};
    return out;
}

/* In reading order the list stands where it is printed: before what follows in its parent. */
static void place_list(struct printer *p, element_id child, const struct bound_block *next) {
    element_id at = next ? next->element : 0;
    while (at > 1 && element_at(p->b->tree, at)->parent != p->chapter)
        at = element_at(p->b->tree, at)->parent;
    if (at > 1)
        element_insert(p->b->tree, at, child);
    else
        element_attach(p->b->tree, p->chapter, child);
}

/* The open chapter's addresses, as a titled list before `next`. */
static void close_chapter(struct printer *p, const struct bound_block *next) {
    struct link_vec links = p->section;
    struct element_tree *tree = p->b->tree;
    if (links.n == 0 || (next && !p->text_seen))
        return;
    struct str words = bind_word(p->b, p->b->out->lang, "addresses");
    struct bound_block *title = paragraph_of(p, 0, words, STR("links.addresses"));
    place_list(p, title->element, next);
    vec_push(p->b->a, &p->out, title);
    struct bound_block *block = ARENA_NEW(p->b->a, struct bound_block);
    block->kind = BOUND_ITEMS;
    block->lang = p->b->out->lang;
    block->style = STR("links.address");
    block->element = element_add(tree, 0, ROLE_L, SPAN_NONE);
    place_list(p, block->element, next);
    element_at(tree, block->element)->numbering = NUMBERING_DECIMAL;
    block->as.items.ordered = true;
    block->as.items.v = ARENA_ARRAY(p->b->a, struct bound_item, links.n);
    block->as.items.n = links.n;
    for (size_t i = 0; i < links.n; i++)
        block->as.items.v[i] = address_item(p, block->element, links.v[i]);
    vec_push(p->b->a, &p->out, block);
    p->section = (struct link_vec){0};
}

static bool opens_chapter(const struct bound_block *block) {
    return block->kind == BOUND_HEADING && block->as.heading.level == 1;
}

static bool is_page(const struct bound_block *block) {
    return block->kind == BOUND_MASTER && block->as.master.master->has_content;
}

static bool is_held(const struct bound_block *block) {
    return block->kind == BOUND_MASTER || block->kind == BOUND_BREAK;
}

/* Before the block at `i`, and before what is held in front of it. */
static void end_chapter(struct printer *p, const struct bound_list *content, size_t i) {
    const struct bound_block *next = NULL;
    for (size_t k = i - p->held; k < content->n && !next; k++)
        next = content->v[k]->element ? content->v[k] : NULL;
    p->out.n -= p->held;
    close_chapter(p, next);
    for (; p->held > 0; p->held--)
        vec_push(p->b->a, &p->out, content->v[i - p->held]);
    p->held_page = false;
    p->chapter = 1;
}

static void print_content(struct printer *p, struct bound_list *content) {
    for (size_t i = 0; i < content->n; i++) {
        struct bound_block *block = content->v[i];
        if (opens_chapter(block) || (p->held_page && !is_held(block)))
            end_chapter(p, content, i);
        if (opens_chapter(block))
            p->chapter = element_at(p->b->tree, block->element)->parent;
        print_block(p, block);
        p->held = is_held(block) ? p->held + 1 : 0;
        p->held_page = p->held && (p->held_page || is_page(block));
        p->text_seen = p->text_seen || !(is_held(block) || block->kind == BOUND_CONTENTS);
        vec_push(p->b->a, &p->out, block);
    }
    end_chapter(p, content, content->n);
    *content = list_of(&p->out);
}

void bind_print_links(struct binder *b) {
    enum edition_links links = b->out->edition ? b->out->edition->links : LINKS_LIVE;
    if (links == LINKS_LIVE)
        return;
    for (element_id id = 1; id < b->tree->n; id++)
        if (element_at(b->tree, id)->role == ROLE_LINK)
            element_at(b->tree, id)->role = ROLE_SPAN;
    if (links != LINKS_PRINTED)
        return;
    struct printer p = {.b = b, .chapter = 1};
    map_init(&p.numbers, b->a);
    print_content(&p, &b->out->content);
}
