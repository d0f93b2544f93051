#include "document/element.h"

#include <assert.h>

static const struct element_words NO_WORDS = {{"", 0}, {"", 0}, {"", 0}};
static const struct element_heads NO_HEADS = {{"", 0}, NULL, 0};

void element_tree_init(struct element_tree *t, struct arena *a) {
    *t = (struct element_tree){.arena = a, .cap = 64};
    t->v = ARENA_ARRAY(a, struct element, t->cap);
    t->v[1].role = ROLE_DOCUMENT;
    t->v[0].words = t->v[1].words = &NO_WORDS;
    t->v[0].heads = t->v[1].heads = &NO_HEADS;
    t->n = 2;
}

element_id element_add(struct element_tree *t, element_id parent, enum role role,
                       struct span span) {
    assert(t->n < UINT32_MAX);
    if (t->n == t->cap) {
        size_t cap = t->cap * 2;
        t->v = arena_grow(t->arena, t->v, t->n * sizeof *t->v, cap * sizeof *t->v);
        t->cap = cap;
    }
    element_id id = (element_id)t->n++;
    t->v[id] = (struct element){.role = role, .span = span, .words = &NO_WORDS, .heads = &NO_HEADS};
    if (parent != 0)
        element_attach(t, parent, id);
    return id;
}

void element_attach(struct element_tree *t, element_id parent, element_id child) {
    struct element *p = element_at(t, parent), *c = element_at(t, child);
    assert(c->parent == 0 && child != parent && child != 1);
    c->parent = parent;
    if (p->last_child == 0)
        p->first_child = child;
    else
        t->v[p->last_child].next = child;
    p->last_child = child;
}

void element_insert(struct element_tree *t, element_id before, element_id child) {
    struct element *p = element_at(t, element_at(t, before)->parent), *c = element_at(t, child);
    assert(c->parent == 0 && child != before && child != 1);
    c->parent = element_at(t, before)->parent;
    c->next = before;
    element_id *at = &p->first_child;
    while (*at != before)
        at = &t->v[*at].next;
    *at = child;
}

struct element *element_at(struct element_tree *t, element_id id) {
    assert(id > 0 && id < t->n);
    return &t->v[id];
}

struct element_words *element_words(struct element_tree *t, element_id id) {
    struct element *e = element_at(t, id);
    if (e->words == &NO_WORDS) {
        struct element_words *own = ARENA_NEW(t->arena, struct element_words);
        *own = NO_WORDS;
        e->words = own;
        return own;
    }
    return (struct element_words *)(uintptr_t)e->words; /* made here, and so ours to change */
}

struct element_heads *element_heads(struct element_tree *t, element_id id) {
    struct element *e = element_at(t, id);
    if (e->heads == &NO_HEADS) {
        struct element_heads *own = ARENA_NEW(t->arena, struct element_heads);
        *own = NO_HEADS;
        e->heads = own;
        return own;
    }
    return (struct element_heads *)(uintptr_t)e->heads;
}

const char *role_name(enum role role) {
    static const char *const NAMES[ROLE_COUNT] = {
        [ROLE_DOCUMENT] = "Document",
        [ROLE_PART] = "Part",
        [ROLE_SECT] = "Sect",
        [ROLE_DIV] = "Div",
        [ROLE_CAPTION] = "Caption",
        [ROLE_BLOCKQUOTE] = "BlockQuote",
        [ROLE_TOC] = "TOC",
        [ROLE_TOCI] = "TOCI",
        [ROLE_H1] = "H1",
        [ROLE_H2] = "H2",
        [ROLE_H3] = "H3",
        [ROLE_H4] = "H4",
        [ROLE_H5] = "H5",
        [ROLE_H6] = "H6",
        [ROLE_P] = "P",
        [ROLE_L] = "L",
        [ROLE_LI] = "LI",
        [ROLE_LBL] = "Lbl",
        [ROLE_LBODY] = "LBody",
        [ROLE_TABLE] = "Table",
        [ROLE_THEAD] = "THead",
        [ROLE_TBODY] = "TBody",
        [ROLE_TFOOT] = "TFoot",
        [ROLE_TR] = "TR",
        [ROLE_TH] = "TH",
        [ROLE_TD] = "TD",
        [ROLE_SPAN] = "Span",
        [ROLE_LINK] = "Link",
        [ROLE_REFERENCE] = "Reference",
        [ROLE_NOTE] = "Note",
        [ROLE_FIGURE] = "Figure",
    };
    assert((unsigned)role < ROLE_COUNT && NAMES[role] != NULL);
    return NAMES[role];
}
