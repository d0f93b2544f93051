#include "document/bind_internal.h"

void notes_open(struct binder *b, struct note_scope *ns, const struct place *p,
                const struct block *blk) {
    *ns = (struct note_scope){.outer = p->notes, .block = blk, .scope = p->scope};
    ns->used = ARENA_ARRAY(b->a, bool, blk->note_count);
}

static struct note_use *find_use(struct note_scope *ns, const void *definition,
                                 const struct scope *scope) {
    for (size_t i = 0; i < ns->uses.n; i++)
        if (ns->uses.v[i].definition == definition && ns->uses.v[i].scope == scope)
            return &ns->uses.v[i];
    return NULL;
}

/* "[note 1]": a noun that is written small inside a sentence, but for German. */
static struct str mark_words(struct binder *b, struct str lang, unsigned number) {
    struct str word = bind_word(b, lang, "note");
    bool small = word.n > 0 && word.p[0] >= 'A' && word.p[0] <= 'Z' && !str_starts(lang, "de");
    if (!small)
        return str_format(b->a, "[%.*s %u]", STR_ARG(word), number);
    return str_format(b->a, "[%c%.*s %u]", word.p[0] - 'A' + 'a',
                      STR_ARG(str_slice(word, 1, word.n)), number);
}

/* The number is given at the first mark; the text is bound when the block is done, so that the
 * note's element is made after what stands before it. */
static const struct note_use *use_of(struct inline_builder *ib, struct note_scope *ns,
                                     const void *definition, const struct prose_part *text,
                                     const struct scope *scope) {
    struct binder *b = ib->b;
    const struct note_use *known = find_use(ns, definition, scope);
    if (known != NULL)
        return known;
    struct note_use use = {.definition = definition, .text = *text, .scope = scope};
    unsigned number = ++b->notes;
    use.words = mark_words(b, ib->p->lang, number);
    use.note.id = str_format(b->a, "note-%u", number);
    vec_push(b->a, &ns->uses, use);
    return &ns->uses.v[ns->uses.n - 1];
}

static struct bound_note note_of(struct binder *b, struct note_scope *ns, const struct place *p,
                                 size_t i) {
    struct note_use use = ns->uses.v[i];
    struct span span = use.text.n > 0 ? use.text.nodes[0]->span : SPAN_NONE;
    struct bound_note note = use.note;
    note.element = place_element(b, p, ROLE_NOTE, span);
    element_heads(b->tree, note.element)->id = note.id;
    element_id label = element_add(b->tree, note.element, ROLE_LBL, span);
    note.label = inline_plain(b, use.words, label, span);
    struct place inside = *p;
    inside.notes = ns;
    inside.scope = use.scope;
    struct inline_builder ib;
    inline_open(&ib, b, &inside, note.element);
    inline_add_part(&ib, &use.text);
    note.text = inline_close(&ib);
    return note;
}

static void add_mark(struct inline_builder *ib, const struct note_use *use, struct span span) {
    struct binder *b = ib->b;
    if (ib->runs.n > 0)
        inline_add(ib, STR("\xC2\xA0"), span);
    struct inline_run *run = inline_add(ib, use->words, span);
    run->style = STR("note.mark");
    if (ib->link != NULL)
        return;
    element_id reference = element_add(b->tree, ib->element, ROLE_REFERENCE, span);
    struct link *link = ARENA_NEW(b->a, struct link);
    *link = (struct link){.target = use->note.id, .contents = use->words, .span = span};
    link->element = element_add(b->tree, reference, ROLE_LINK, span);
    run->link = link;
    run->element = link->element;
}

static const struct prose_note *own_note(const struct rich *r, struct str name) {
    for (size_t i = 0; i < r->prose->note_count; i++)
        if (str_equal(r->prose->notes[i].name, name))
            return &r->prose->notes[i];
    return NULL;
}

static void unknown_note(struct inline_builder *ib, const struct rich *r,
                         const struct prose_node *node) {
    struct binder *b = ib->b;
    VEC_DECLARE(, struct str) names = {0};
    for (size_t i = 0; i < r->prose->note_count; i++)
        vec_push(b->a, &names, r->prose->notes[i].name);
    for (const struct note_scope *ns = ib->p->notes; ns != NULL; ns = ns->outer)
        for (size_t i = 0; i < ns->block->note_count; i++)
            vec_push(b->a, &names, ns->block->notes[i].name.text);
    struct diag *d = diag_error(b->s->diags, "unknown-note", node->span, "there is no note `%.*s`",
                                STR_ARG(node->text));
    struct str near = diag_nearest(node->text, names.v, names.n);
    if (near.n > 0)
        diag_help(b->s->diags, d, "did you mean `[^%.*s]`?", STR_ARG(near));
    else
        diag_help(b->s->diags, d,
                  "define it under the text, `[^%.*s]: ...`, or in the block's "
                  "`notes:`",
                  STR_ARG(node->text));
}

void notes_mark(struct inline_builder *ib, const struct rich *r, const struct prose_node *node) {
    struct note_scope *ns = ib->p->notes;
    const struct prose_note *own = own_note(r, node->text);
    if (ns == NULL) /* a chart's caption once more, over its table: the note stands at the chart */
        return;
    if (own != NULL) {
        struct prose_part part = {r, own->content, own->n};
        struct note_use use = *use_of(ib, ns, own, &part, ib->p->scope);
        add_mark(ib, &use, node->span);
        return;
    }
    for (; ns != NULL; ns = ns->outer) {
        for (size_t i = 0; i < ns->block->note_count; i++) {
            const struct named_note *note = &ns->block->notes[i];
            if (!str_equal(note->name.text, node->text))
                continue;
            ns->used[i] = true;
            struct prose_part part = prose_whole(note->text);
            struct note_use use = *use_of(ib, ns, note, &part, ns->scope);
            add_mark(ib, &use, node->span);
            return;
        }
    }
    unknown_note(ib, r, node);
}

static void check_used(struct binder *b, const struct note_scope *ns) {
    for (size_t i = 0; i < ns->block->note_count; i++) {
        const struct name *name = &ns->block->notes[i].name;
        if (ns->used[i])
            continue;
        struct diag *d =
            diag_warning(b->s->diags, "note-unused", name->span,
                         "the note `%.*s` is not printed: no text marks it", STR_ARG(name->text));
        diag_help(b->s->diags, d, "put `[^%.*s]` where it belongs", STR_ARG(name->text));
    }
}

void notes_close(struct binder *b, struct note_scope *ns, const struct place *p,
                 struct bound_block *last) {
    if (last == NULL)
        return;
    VEC_DECLARE(, struct bound_note) notes = {0};
    for (size_t i = 0; i < last->note_count && ns->uses.n > 0; i++)
        vec_push(b->a, &notes, last->notes[i]);
    for (size_t i = 0; i < ns->uses.n; i++) { /* a note may mark another: uses may grow */
        struct bound_note note = note_of(b, ns, p, i);
        vec_push(b->a, &notes, note);
    }
    check_used(b, ns);
    if (ns->uses.n == 0)
        return;
    last->notes = notes.v;
    last->note_count = notes.n;
}
