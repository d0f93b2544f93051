/* bind_printed.c - `links: printed`: on paper a link is a number in brackets, and its address stands at
 * the end of the section. Runs after everything else is bound; the links stop being Link elements,
 * since no annotation goes with them. */
#include "document/bind_internal.h"

VEC_DECLARE(link_vec, const struct link *);

struct printer {
    struct binder *b;
    struct map numbers;      /* address -> (uintptr_t) number */
    struct link_vec section; /* links whose address the open section prints */
    bool mark;               /* add "[link 3]" behind the words */
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

static struct str link_label(struct printer *p, struct str lang, size_t number) {
    struct str word = bind_word(p->b, lang.n ? lang : p->b->out->lang, "link");
    return str_format(p->b->a, "[%.*s %zu]", STR_ARG(word), number);
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
        element_at(p->b->tree, link->element)->role = ROLE_SPAN;
        bool last = i + 1 == text->n || text->v[i + 1].link != link;
        if (!last || link->address.n == 0)
            continue;
        size_t number = number_of(p, link);
        if (!p->mark)
            continue;
        struct inline_run mark = *run;
        mark.text = str_join2(p->b->a, STR("\xC2\xA0"), link_label(p, run->lang, number));
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
            print_text(p, &t->rows[i].cells[k].text);
    }
    print_text(p, &t->source);
}

static void print_chart(struct printer *p, struct bound_chart *c) {
    print_text(p, &c->caption);
    print_text(p, &c->subtitle);
    print_text(p, &c->source);
}

/* A card carries its address as a QR code: no mark in its title, but the address is listed. */
static void print_cards(struct printer *p, struct bound_block *block) {
    for (size_t i = 0; i < block->as.cards.n; i++) {
        struct bound_card *card = &block->as.cards.v[i];
        p->mark = false;
        print_text(p, &card->title);
        print_text(p, &card->detail);
        p->mark = true;
    }
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
    struct bound_item out = {.label = link_label(p, STR_EMPTY, number_of(p, link))};
    out.label_element = element_add(p->b->tree, item, ROLE_LBL, link->span);
    element_id body = element_add(p->b->tree, item, ROLE_LBODY, link->span);
    struct bound_block **v = ARENA_NEW(p->b->a, struct bound_block *);
    v[0] = paragraph_of(p, body, link->address, STR("links.address"));
    out.content = (struct bound_list){v, 1};
    return out;
}

/* The open section's addresses, as a titled list under `parent`. */
static void close_section(struct printer *p, element_id parent, struct bound_vec *out) {
    struct link_vec links = p->section;
    if (links.n == 0)
        return;
    struct str words = bind_word(p->b, p->b->out->lang, "addresses");
    struct bound_block *title = paragraph_of(p, parent, words, STR("links.addresses"));
    vec_push(p->b->a, out, title);
    struct bound_block *block = ARENA_NEW(p->b->a, struct bound_block);
    block->kind = BOUND_ITEMS;
    block->lang = p->b->out->lang;
    block->element = element_add(p->b->tree, parent, ROLE_L, SPAN_NONE);
    element_at(p->b->tree, block->element)->numbering = NUMBERING_DECIMAL;
    block->as.items.ordered = true;
    block->as.items.v = ARENA_ARRAY(p->b->a, struct bound_item, links.n);
    block->as.items.n = links.n;
    for (size_t i = 0; i < links.n; i++)
        block->as.items.v[i] = address_item(p, block->element, links.v[i]);
    vec_push(p->b->a, out, block);
    p->section = (struct link_vec){0};
}

static bool opens_section(const struct bound_block *block) {
    return block->kind == BOUND_HEADING && block->as.heading.level == 1;
}

void bind_print_links(struct binder *b) {
    struct printer p = {.b = b, .mark = true};
    map_init(&p.numbers, b->a);
    struct bound_list *content = &b->out->content;
    struct bound_vec out = {0};
    element_id section = 1;
    size_t held = 0; /* masters and breaks that end a section stand behind its addresses */
    for (size_t i = 0; i <= content->n; i++) {
        struct bound_block *block = i < content->n ? content->v[i] : NULL;
        if (!block || opens_section(block)) {
            out.n -= held;
            close_section(&p, section, &out);
            for (; held > 0; held--)
                vec_push(b->a, &out, content->v[i - held]);
        }
        if (!block)
            break;
        if (opens_section(block))
            section = element_at(b->tree, block->element)->parent;
        print_block(&p, block);
        bool trailing = block->kind == BOUND_MASTER || block->kind == BOUND_BREAK;
        held = trailing ? held + 1 : 0;
        vec_push(b->a, &out, block);
    }
    *content = list_of(&out);
}
