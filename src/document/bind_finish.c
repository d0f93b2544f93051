#include "document/bind_internal.h"

#include "base/utf8.h"

/* Its block was faulty, and that was said. */
static bool is_lost(const struct binder *b, struct str id) {
    for (size_t i = 0; i < b->d->lost_id_count; i++)
        if (str_equal(b->d->lost_ids[i].text, id))
            return true;
    return false;
}

static void unknown_id(struct binder *b, const struct wanted *w) {
    if (is_lost(b, w->id))
        return;
    struct str *ids = ARENA_ARRAY(b->a, struct str, b->ids.n);
    for (size_t i = 0; i < b->ids.n; i++)
        ids[i] = b->ids.entries[i].key;
    struct diag *d = diag_error(b->s->diags, "unknown-id", w->span,
                                "no block of this document has the id `%.*s`", STR_ARG(w->id));
    struct str near = diag_nearest(w->id, ids, b->ids.n);
    if (near.n > 0)
        diag_help(b->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_help(b->s->diags, d, "give the block that is meant `id: %.*s`", STR_ARG(w->id));
}

/* "Table 3", "Figure 2" or the heading's text; empty where it has no such words. */
static struct str target_words(struct binder *b, const struct bound_block *block) {
    const char *key = NULL;
    unsigned number = 0;
    if (block->kind == BOUND_TABLE) {
        key = "table";
        number = block->as.table->number;
    } else if (block->kind == BOUND_CHART) {
        key = "figure";
        number = block->as.chart->number;
    } else if (block->kind == BOUND_IMAGE) {
        key = "figure";
        number = block->as.image.number;
    } else if (block->kind == BOUND_HEADING) {
        return inline_words(b->a, &block->as.heading.text);
    }
    if (number == 0)
        return STR_EMPTY;
    return str_format(b->a, "%.*s %u", STR_ARG(bind_word(b, block->lang, key)), number);
}

static void no_words(struct binder *b, const struct wanted *w, const struct bound_block *block) {
    if (is_lost(b, w->id))
        return;
    struct diag *d = diag_error(b->s->diags, "ref-words", w->span,
                                "`%.*s` has no words to refer to it by", STR_ARG(w->id));
    if (block->kind == BOUND_TABLE || block->kind == BOUND_CHART || block->kind == BOUND_IMAGE)
        diag_help(b->s->diags, d, "give it a caption: only captioned ones are numbered");
    else
        diag_help(b->s->diags, d,
                  "refer to a heading, or to a table, chart or image with a "
                  "caption; or write a link: `[words](#%.*s)`",
                  STR_ARG(w->id));
}

static void resolve(struct binder *b, const struct wanted *w, bool headings) {
    const struct target *target = map_get(&b->ids, w->id);
    const struct bound_block *block = target != NULL ? target->block : NULL;
    if ((block != NULL && block->kind == BOUND_HEADING) != headings)
        return;
    if (target == NULL) {
        unknown_id(b, w);
        return;
    }
    if (block == NULL) {
        if (target->by_condition)
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "ref-absent", w->span,
                                 "`%.*s` is left out of this document by its `if`", STR_ARG(w->id)),
                      "give the text that refers to it the same `if`");
        else if (b->s->diags->errors == 0)
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "ref-absent", w->span,
                                 "`%.*s` made nothing that could be referred to", STR_ARG(w->id)),
                      "refer to a block that prints something");
        return;
    }
    struct str words = target_words(b, block);
    if (w->kind == WANTED_WORDS && words.n == 0) {
        no_words(b, w, block);
        return;
    }
    if (w->kind == WANTED_WORDS)
        w->run->text = words;
    if (w->link != NULL && w->link->contents.n == 0)
        w->link->contents = words.n > 0 ? words : w->id;
}

/* A heading without an id gets one from its words, after all ids of authors are known. */
static void name_heading(struct binder *b, struct bound_block *block) {
    if (block->id.n > 0)
        return;
    struct str words = block->as.heading.label;
    struct strbuf slug;
    strbuf_init(&slug, b->a);
    for (size_t at = 0; at < words.n && slug.n < 60;) {
        uint32_t c = utf8_next(words, &at);
        if (c >= 'A' && c <= 'Z')
            c = c - 'A' + 'a';
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                    (c >= 0xC0 && c != UTF8_BAD && c != 0x2013 && c != 0x2014 && c != 0x2019);
        if (kept)
            strbuf_add_code_point(&slug, c);
        else if (slug.n > 0 && slug.p[slug.n - 1] != '-' && c != '\'' && c != 0x2019)
            strbuf_add_char(&slug, '-');
    }
    struct str base = strbuf_str(&slug);
    if (str_ends(base, "-"))
        base.n--;
    if (base.n == 0)
        base = STR("section");
    struct str id = base;
    uintptr_t k = (uintptr_t)map_get(&b->slugs, base);
    while (map_has(&b->ids, id)) {
        k = k < 2 ? 2 : k + 1;
        id = str_format(b->a, "%.*s-%u", STR_ARG(base), (unsigned)k);
    }
    map_set(&b->slugs, base, (void *)k);
    struct target *target = ARENA_NEW(b->a, struct target);
    *target = (struct target){.id = id, .span = block->span, .block = block};
    map_set(&b->ids, id, target);
    block->id = id;
}

/* Notes are anchors too: an author's id may not be one of theirs. */
static void check_note_ids(struct binder *b) {
    for (unsigned k = 1; k <= b->notes; k++) {
        const struct target *taken = map_get(&b->ids, str_format(b->a, "note-%u", k));
        if (taken != NULL)
            diag_help(b->s->diags,
                      diag_error(b->s->diags, "duplicate-id", taken->span,
                                 "the id `%.*s` is the program's own, for a note",
                                 STR_ARG(taken->id)),
                      "choose another id");
    }
}

void bind_finish(struct binder *b) {
    check_note_ids(b);
    /* Numbers first: a heading that is referred to may itself refer to a table. */
    for (size_t i = 0; i < b->wanted.n; i++)
        resolve(b, &b->wanted.v[i], false);
    for (size_t i = 0; i < b->wanted.n; i++)
        resolve(b, &b->wanted.v[i], true);
    for (size_t i = 0; i < b->headings.n; i++) {
        struct bound_block *block = b->headings.v[i].block;
        block->as.heading.label = inline_words(b->a, &block->as.heading.text);
        name_heading(b, block);
    }
    contents_finish(b);
    for (size_t i = 0; i < b->charts.n; i++) {
        const struct chart_entry *entry = &b->charts.v[i];
        element_words(b->tree, entry->chart->figure)->alt =
            entry->typed_alt.n > 0 ? entry->typed_alt : chart_alt(b, entry);
    }
}
