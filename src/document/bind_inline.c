#include "document/bind_internal.h"

void inline_open(struct inline_builder *ib, struct binder *b, const struct place *p,
                 element_id element) {
    *ib = (struct inline_builder){.b = b, .p = p, .element = element};
}

struct inline_run *inline_add(struct inline_builder *ib, struct str text, struct span span) {
    struct inline_run run = {.kind = INLINE_TEXT,
                             .text = text,
                             .strong = ib->strong,
                             .emphasis = ib->emphasis,
                             .link = ib->link,
                             .element = ib->element,
                             .span = span};
    abbreviate(ib->b, &ib->runs, &run);
    return &ib->runs.v[ib->runs.n - 1];
}

/* `ref('id')` and `pageref('id')`: a linked run whose words or number come later. */
static void add_reference(struct inline_builder *ib, const struct value *v, struct span span) {
    struct binder *b = ib->b;
    struct wanted wanted = {.kind = v->as.reference.page ? WANTED_PAGE : WANTED_WORDS,
                            .id = v->as.reference.id,
                            .span = span};
    struct inline_run *run = inline_add(ib, STR_EMPTY, span);
    if (v->as.reference.page) {
        run->kind = INLINE_PAGE;
        run->target = wanted.id;
    }
    if (ib->link == NULL) { /* a link does not stand in another */
        element_id reference = element_add(b->tree, ib->element, ROLE_REFERENCE, span);
        struct link *link = ARENA_NEW(b->a, struct link);
        *link = (struct link){.target = wanted.id, .span = span};
        link->element = element_add(b->tree, reference, ROLE_LINK, span);
        run->link = link;
        run->element = link->element;
        wanted.link = link;
    }
    vec_push(b->a, &ib->wanted_runs, ib->runs.n - 1);
    vec_push(b->a, &ib->wanted_runs, b->wanted.n);
    vec_push(b->a, &b->wanted, wanted);
}

static void add_expression(struct inline_builder *ib, const struct rich *r,
                           const struct prose_node *node) {
    const struct expr *e = r->exprs[node->index];
    const struct value *v = e ? expr_eval(ib->b->s, e, ib->p->scope) : &VALUE_POISON_VALUE;
    if (v->kind == VALUE_POISON) {
        ib->faulty = true;
        return;
    }
    if (v->kind == VALUE_REFERENCE) {
        add_reference(ib, v, expr_span(e));
        return;
    }
    struct str text = print_value(ib->b->s, e, v, ib->p->scope);
    if (text.n > 0)
        inline_add(ib, text, expr_span(e));
    note_expression(ib->b, &(struct printed_expression){e, v, ib->p->scope, text, ib->element});
}

static void add_link(struct inline_builder *ib, const struct rich *r, struct prose_node *node) {
    struct binder *b = ib->b;
    struct prose_part part = {r, node->children, node->n};
    struct link *link = NULL;
    if (ib->link == NULL) {
        struct str address = rich_address(b->s, r, node, ib->p->scope);
        link = address.n > 0 || node->address.n == 0 ? link_make(b, address, node->span) : NULL;
    }
    if (link == NULL) {
        inline_add_part(ib, &part);
        return;
    }
    element_id outer = ib->element;
    link->element = element_add(b->tree, outer, ROLE_LINK, node->span);
    ib->link = link;
    ib->element = link->element;
    size_t first = ib->runs.n;
    inline_add_part(ib, &part);
    struct inline_text words = {ib->runs.v + first, ib->runs.n - first};
    link_describe(b, link, inline_words(b->a, &words), node->bare);
    ib->link = NULL;
    ib->element = outer;
}

static void add_node(struct inline_builder *ib, const struct rich *r, struct prose_node *node) {
    struct prose_part part = {r, node->children, node->n};
    bool strong = ib->strong, emphasis = ib->emphasis;
    switch (node->kind) {
    case PROSE_TEXT:
        if (node->text.n > 0)
            inline_add(ib, node->text, node->span);
        return;
    case PROSE_EXPRESSION:
        add_expression(ib, r, node);
        return;
    case PROSE_EMPHASIS:
        ib->emphasis = true;
        break;
    case PROSE_STRONG:
        ib->strong = true;
        break;
    case PROSE_LINK:
        add_link(ib, r, node);
        return;
    case PROSE_BREAK:
        inline_add(ib, STR_EMPTY, node->span)->kind = INLINE_BREAK;
        return;
    case PROSE_NOTE:
        notes_mark(ib, r, node);
        return;
    case PROSE_PARAGRAPH: /* a text of one line that was read as blocks */
        if (ib->runs.n > 0)
            inline_add(ib, STR_EMPTY, node->span)->kind = INLINE_BREAK;
        break;
    case PROSE_HEADING:
    case PROSE_LIST:
    case PROSE_ITEM:
    case PROSE_QUOTE:
        diag_error(ib->b->s->diags, "block-in-line", node->span,
                   "a heading, list or quote cannot stand in a text of one line");
        return;
    }
    inline_add_part(ib, &part);
    ib->strong = strong;
    ib->emphasis = emphasis;
}

void inline_add_part(struct inline_builder *ib, const struct prose_part *part) {
    for (size_t i = 0; i < part->n; i++)
        add_node(ib, part->rich, part->nodes[i]);
}

struct inline_text inline_close(struct inline_builder *ib) {
    for (size_t i = 0; i < ib->wanted_runs.n; i += 2)
        ib->b->wanted.v[ib->wanted_runs.v[i + 1]].run = &ib->runs.v[ib->wanted_runs.v[i]];
    return (struct inline_text){.v = ib->runs.v, .n = ib->runs.n};
}

struct inline_text inline_rich(struct binder *b, const struct place *p, const struct rich *r,
                               element_id element) {
    struct inline_builder ib;
    struct prose_part part = prose_whole(r);
    inline_open(&ib, b, p, element);
    inline_add_part(&ib, &part);
    return inline_close(&ib);
}

struct inline_text inline_plain(struct binder *b, struct str text, element_id element,
                                struct span span) {
    struct inline_run *run = ARENA_NEW(b->a, struct inline_run);
    *run = (struct inline_run){.kind = INLINE_TEXT, .text = text, .element = element, .span = span};
    return (struct inline_text){.v = run, .n = text.n > 0 ? 1 : 0};
}

struct inline_text inline_value(struct binder *b, struct str text, element_id element,
                                const struct link *link, struct span span) {
    struct run_vec runs = {0};
    struct inline_run run = {
        .kind = INLINE_TEXT, .text = text, .element = element, .link = link, .span = span};
    if (text.n > 0)
        abbreviate(b, &runs, &run);
    return (struct inline_text){runs.v, runs.n};
}

struct str inline_words(struct arena *a, const struct inline_text *t) {
    struct strbuf words;
    strbuf_init(&words, a);
    for (size_t i = 0; i < t->n; i++) {
        const struct inline_run *run = &t->v[i];
        if (run->kind == INLINE_BREAK)
            strbuf_add_char(&words, ' ');
        else if (run->kind == INLINE_TEXT && !str_is(run->style, "note.mark"))
            strbuf_add(&words, run->text);
    }
    return str_trim(strbuf_str(&words));
}

bool inline_blank(const struct inline_text *t) {
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].kind == INLINE_PAGE || t->v[i].link != NULL || str_trim(t->v[i].text).n > 0)
            return false;
    return true;
}

struct inline_text inline_caption(struct binder *b, const struct place *p,
                                  const struct caption_words *words) {
    struct inline_builder ib;
    struct prose_part part = prose_whole(words->caption);
    inline_open(&ib, b, p, words->element);
    struct str word = bind_word(b, p->lang, words->key);
    inline_add(&ib, str_format(b->a, "%.*s %u. ", STR_ARG(word), words->number),
               origin_whole(&words->caption->prose->origin));
    inline_add_part(&ib, &part);
    return inline_close(&ib);
}
