#include "document/bind_internal.h"

#include <assert.h>

element_id place_parent(const struct binder *b, const struct place *p) {
    if (!p->top)
        return p->parent;
    return b->section_count > 0 ? b->sections[b->section_count - 1].element : 1;
}

element_id place_element(struct binder *b, const struct place *p, enum role role,
                         struct span span) {
    element_id id = element_add(b->tree, place_parent(b, p), role, span);
    if (!str_equal(p->lang, p->parent_lang))
        element_words(b->tree, id)->lang = p->lang;
    return id;
}

struct place place_inside(const struct place *p, element_id parent, struct bound_vec *out) {
    struct place inside = *p;
    inside.parent = parent;
    inside.parent_lang = p->lang;
    inside.top = false;
    inside.out = out;
    inside.block = NULL;
    return inside;
}

struct bound_list list_of(const struct bound_vec *v) {
    return (struct bound_list){.v = v->v, .n = v->n};
}

struct scope *scope_inside(struct binder *b, const struct scope *outer) {
    struct scope *scope = ARENA_NEW(b->a, struct scope);
    scope_init(scope, b->a, outer);
    return scope;
}

struct bound_block *block_new(struct binder *b, const struct place *p, enum bound_kind kind,
                              struct span span) {
    struct bound_block *block = ARENA_NEW(b->a, struct bound_block);
    block->kind = kind;
    block->span = span;
    block->lang = p->lang;
    if (p->block != NULL) {
        block->style = p->block->style.text;
        block->keep_together = p->block->keep_together;
    }
    vec_push(b->a, p->out, block);
    b->blocks++;
    return block;
}

/* `words:` of the themes, the strongest layer first; "en-GB" also takes what stands under "en". */
struct str bind_word(struct binder *b, struct str lang, const char *key) {
    size_t dash = str_find(lang, STR("-"));
    struct str base = str_slice(lang, 0, dash == SIZE_MAX ? lang.n : dash);
    for (size_t i = b->d->themes.n; i-- > 0;) {
        const struct node *layer = b->d->themes.v[i];
        const struct node *words =
            layer != NULL && layer->kind == NODE_MAP ? node_get(layer, "words") : NULL;
        if (words == NULL || words->kind != NODE_MAP)
            continue;
        const struct node *own = node_get(words, str_c(b->a, lang));
        const struct node *of_base = node_get(words, str_c(b->a, base));
        const struct node *tried[2] = {own, of_base};
        for (size_t k = 0; k < 2; k++) {
            bool usable = tried[k] != NULL && tried[k]->kind == NODE_MAP;
            for (size_t j = 0; usable && j < tried[k]->n; j++) {
                const struct node_entry *word = &tried[k]->entries[j];
                if (word_key_is(word->key, key) && word->value->kind == NODE_TEXT)
                    return word->value->text;
            }
        }
    }
    return builtin_word(lang, key);
}

static void bind_include(struct binder *b, const struct place *p, const struct block *blk) {
    bind_list(b, p, &blk->as.include);
}

static void bind_space(struct binder *b, const struct place *p, const struct block *blk) {
    block_new(b, p, BOUND_SPACE, blk->span)->as.space = blk->as.space;
}

static void bind_break(struct binder *b, const struct place *p, const struct block *blk) {
    struct bound_block *block = block_new(b, p, BOUND_BREAK, blk->span);
    block->as.brk.column = blk->as.brk == BREAK_COLUMN;
    block->as.brk.odd = blk->as.brk == BREAK_ODD;
}

typedef void bind_function(struct binder *b, const struct place *p, const struct block *blk);

static bind_function *const BINDERS[] = {
    [BLOCK_HEADING] = bind_heading, [BLOCK_TEXT] = bind_text,         [BLOCK_TABLE] = bind_table,
    [BLOCK_CHART] = bind_chart,     [BLOCK_LINKS] = bind_links,       [BLOCK_TILES] = bind_tiles,
    [BLOCK_BOX] = bind_box,         [BLOCK_GRID] = bind_grid,         [BLOCK_IMAGE] = bind_image,
    [BLOCK_QUOTE] = bind_quote,     [BLOCK_LIST] = bind_data_list,    [BLOCK_FOR] = bind_loop,
    [BLOCK_INCLUDE] = bind_include, [BLOCK_SPACE] = bind_space,       [BLOCK_BREAK] = bind_break,
    [BLOCK_MASTER] = bind_master,   [BLOCK_CONTENTS] = bind_contents, [BLOCK_PLACE] = bind_place,
};

/* An id belongs to one block; one that is left out is kept too, so that a reference to it can be
 * told what happened. */
static void id_set(struct binder *b, const struct name *id, struct bound_block *block,
                   bool by_condition) {
    if (id->text.n == 0)
        return;
    struct target *earlier = map_get(&b->ids, id->text);
    if (earlier != NULL && earlier->block != NULL && block != NULL) {
        struct diag *d = diag_error(b->s->diags, "duplicate-id", id->span,
                                    "the id `%.*s` is used more than once", STR_ARG(id->text));
        if (span_compare(earlier->span, id->span) == 0) {
            diag_help(b->s->diags, d,
                      "a block inside `for` is made once for each item: leave "
                      "its id out");
        } else {
            diag_help(b->s->diags, d, "give one of the two another id");
            diag_note(b->s->diags, d, earlier->span, "it was first used here");
        }
        return;
    }
    if (earlier != NULL && block == NULL)
        return;
    struct target *target = ARENA_NEW(b->a, struct target);
    *target = (struct target){id->text, id->span, block, by_condition};
    map_set(&b->ids, id->text, target);
    if (block != NULL && block->id.n == 0)
        block->id = id->text;
}

void keep_from(const struct place *p, size_t first) {
    for (size_t i = first; i < p->out->n; i++) {
        p->out->v[i]->keep_together = true;
        p->out->v[i]->keep_previous = i > first;
    }
}

static bool within_limit(struct binder *b, const struct block *blk) {
    if (b->blocks < LIMIT_BLOCKS)
        return true;
    if (!b->too_many)
        diag_help(b->s->diags,
                  diag_error(b->s->diags, "too-many-blocks", blk->span,
                             "the document has more than %d blocks here: that is the limit",
                             LIMIT_BLOCKS),
                  "make several documents of it, with `quire batch`");
    b->too_many = true;
    return false;
}

static void bind_block(struct binder *b, const struct place *outer, const struct block *blk) {
    if (!within_limit(b, blk))
        return;
    struct place p = *outer;
    p.block = blk;
    if (blk->lang.n > 0) {
        struct scope *scope = scope_inside(b, outer->scope);
        scope->lang = blk->lang;
        p.scope = scope;
        p.lang = blk->lang;
    }
    if (blk->condition != NULL) {
        bool ok = true;
        if (!expr_test(b->s, blk->condition, p.scope, &ok) || !ok) {
            id_set(b, &blk->id, NULL, ok);
            return;
        }
    }
    struct note_scope notes;
    notes_open(b, &notes, &p, blk);
    p.notes = &notes;
    size_t before = p.out->n;
    BINDERS[blk->kind](b, &p, blk);
    bool made = p.out->n > before;
    if (blk->keep_together && blk->kind != BLOCK_FOR)
        keep_from(&p, before);
    id_set(b, &blk->id, made ? p.out->v[before] : NULL, false);
    p.block = NULL;
    p.notes = outer->notes;
    notes_close(b, &notes, &p, made ? p.out->v[p.out->n - 1] : NULL);
}

void bind_list(struct binder *b, const struct place *p, const struct block_list *content) {
    struct place inside = *p;
    inside.block = NULL;
    for (size_t i = 0; i < content->n; i++)
        bind_block(b, &inside, content->v[i]);
}

/* ---- masters ---- */

static const struct master *master_named(const struct document *d, struct str name) {
    for (size_t i = 0; i < d->master_count; i++)
        if (str_equal(d->masters[i].name.text, name))
            return &d->masters[i];
    return NULL;
}

static void unknown_master(struct binder *b, const struct name *name) {
    struct str *names = ARENA_ARRAY(b->a, struct str, b->d->master_count + 1);
    for (size_t i = 0; i < b->d->master_count; i++)
        names[i] = b->d->masters[i].name.text;
    struct diag *d = diag_error(b->s->diags, "unknown-master", name->span,
                                "there is no page master `%.*s`", STR_ARG(name->text));
    struct str near = diag_nearest(name->text, names, b->d->master_count);
    if (near.n > 0)
        diag_help(b->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
}

/* What `m` does not say it takes from the master it is based on, in the end from `default`. */
static void master_inherit(struct bound_master *out, const struct master *m) {
    for (size_t k = 0; k < 4; k++)
        if (out->margin[k].unit == UNIT_AUTO)
            out->margin[k] = m->margin[k];
    if (!out->header.given)
        out->header = m->header;
    if (!out->footer.given)
        out->footer = m->footer;
    if (out->background_color.text.n == 0 && out->background_image.n == 0) {
        out->background_color = m->background_color;
        out->background_image = m->background_image;
        out->background_span = m->background_span;
        out->background_cover = m->background_cover;
    }
}

static void master_resolve(struct binder *b, struct bound_master *out, const struct master *m) {
    out->name = m->name.text;
    out->has_content = m->has_content;
    const struct master *fallback = master_named(b->d, STR("default"));
    for (size_t steps = 0; m != NULL; steps++) {
        master_inherit(out, m);
        if (steps > b->d->master_count) {
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "master-cycle", m->based_on.span,
                                 "the page master `%.*s` is based on itself",
                                 STR_ARG(m->name.text)),
                      "base it on another master, or take its `based-on` away");
            return;
        }
        const struct master *next = NULL;
        if (m->based_on.text.n > 0) {
            next = master_named(b->d, m->based_on.text);
            if (next == NULL)
                unknown_master(b, &m->based_on);
        } else if (m != fallback && !out->has_content) {
            next = fallback;
        }
        m = next;
    }
}

static void masters_resolve(struct binder *b) {
    const struct document *d = b->d;
    bool own_default = master_named(d, STR("default")) != NULL;
    size_t n = d->master_count + (own_default ? 0 : 1);
    struct bound_master *v = ARENA_ARRAY(b->a, struct bound_master, n);
    for (size_t i = 0; i < d->master_count; i++) {
        master_resolve(b, &v[i], &d->masters[i]);
        if (str_is(v[i].name, "default"))
            b->out->default_master = &v[i];
    }
    if (!own_default) {
        v[n - 1].name = STR("default");
        b->out->default_master = &v[n - 1];
    }
    b->out->masters = v;
    b->out->master_count = n;
}

void bind_master(struct binder *b, const struct place *p, const struct block *blk) {
    const struct bound_master *found = NULL;
    for (size_t i = 0; i < b->out->master_count; i++)
        if (str_equal(b->out->masters[i].name, blk->as.master.text))
            found = &b->out->masters[i];
    if (found == NULL) {
        unknown_master(b, &blk->as.master);
        return;
    }
    struct bound_block *block = block_new(b, p, BOUND_MASTER, blk->span);
    block->as.master.master = found;
    const struct master *m = master_named(b->d, found->name);
    if (m == NULL || !m->has_content)
        return;
    /* A page by itself: what was open before it ends here, and its headings open nothing. */
    if (p->top)
        b->section_count = 0;
    block->element = place_element(b, p, ROLE_DIV, blk->span);
    struct bound_vec content = {0};
    struct place inside = place_inside(p, block->element, &content);
    inside.cover = true;
    bind_list(b, &inside, &m->content);
    block->as.master.content = list_of(&content);
}

/* ---- the document ---- */

static void fill_properties(struct binder *b) {
    struct bound_document *out = b->out;
    const struct document *d = b->d;
    const struct scope *scope = b->in->scope;
    if (d->title != NULL)
        out->title = template_fill(b->s, d->title, scope);
    if (d->author != NULL)
        out->author = template_fill(b->s, d->author, scope);
    if (d->subject != NULL)
        out->subject = template_fill(b->s, d->subject, scope);
    struct strbuf keywords;
    strbuf_init(&keywords, b->a);
    for (size_t i = 0; i < d->keyword_count; i++) {
        strbuf_add_c(&keywords, i > 0 ? ", " : "");
        strbuf_add(&keywords, template_fill(b->s, d->keywords[i], scope));
    }
    out->keywords = strbuf_str(&keywords);
    out->lang = d->lang;
    out->has_date = d->has_date;
    out->date = d->date;
    out->scope = scope;
    out->edition = d->edition;
    out->checks = b->in->checks;
    out->check_count = d->check_count;
}

/* The appendix stands before a last page that is a page by itself, such as a back cover. */
static void bind_content(struct binder *b, const struct place *p, struct block_list content) {
    struct block_list last = {content.v, 0};
    const struct block *end = content.n > 0 ? content.v[content.n - 1] : NULL;
    const struct master *m =
        end != NULL && end->kind == BLOCK_MASTER ? master_named(b->d, end->as.master.text) : NULL;
    if (m != NULL && m->has_content) {
        content.n--;
        last = (struct block_list){content.v + content.n, 1};
    }
    bind_list(b, p, &content);
    bind_appendix(b, p);
    bind_list(b, p, &last);
}

struct bound_document *document_bind(struct session *s, const struct bind_input *in) {
    struct binder b = {.s = s, .a = s->arena, .in = in, .d = in->document};
    b.out = ARENA_NEW(b.a, struct bound_document);
    b.tree = &b.out->elements;
    element_tree_init(b.tree, b.a);
    element_at(b.tree, 1)->span = in->document->span;
    map_init(&b.ids, b.a);
    map_init(&b.slugs, b.a);
    map_init(&b.link_texts, b.a);
    map_init(&b.alts, b.a);
    abbreviations_read(&b);
    fill_properties(&b);
    masters_resolve(&b);
    struct bound_vec content = {0};
    struct place p = {.scope = in->scope,
                      .parent = 1,
                      .lang = in->document->lang,
                      .parent_lang = in->document->lang,
                      .top = true,
                      .out = &content};
    bind_content(&b, &p, in->document->content);
    b.out->content = list_of(&content);
    bind_finish(&b);
    bind_print_links(&b);
    bind_attachments(&b);
    figures_finish(&b);
    return b.out;
}
