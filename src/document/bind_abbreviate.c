/* bind_abbreviate.c - `abbreviations:`: each whole word of a text that is one becomes a Span that
 * carries its long form, which a screen reader may say. */
#include "document/bind_internal.h"

#include "base/utf8.h"
#include "data/letters.h"

static void bad_long_form(struct binder *b, const struct node *node) {
    diag_help(b->s->diags,
              diag_error(b->s->diags, "bad-value", node->span,
                         "`abbreviations` gives each short form its long form in words"),
              "write it so: abbreviations: {MASH: Multi-Agency Safeguarding Hub}");
}

static void read_layer(struct binder *b, const struct node *map) {
    if (map->kind != NODE_MAP) {
        bad_long_form(b, map);
        return;
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct node_entry *e = &map->entries[i];
        if (str_starts(e->key, "x-"))
            continue;
        struct str words = e->value->kind == NODE_TEXT ? str_trim(e->value->text) : STR_EMPTY;
        if (words.n == 0 || str_trim(e->key).n == 0) {
            bad_long_form(b, e->value);
            continue;
        }
        struct str *kept = ARENA_NEW(b->a, struct str);
        *kept = words;
        map_set(&b->abbreviations, e->key, kept);
        b->abbreviation_starts[(unsigned char)e->key.p[0]] = true;
    }
}

/* A stronger layer's long form replaces a weaker one's. */
void abbreviations_read(struct binder *b) {
    map_init(&b->abbreviations, b->a);
    for (size_t i = 0; i < b->d->themes.n; i++) {
        const struct node *layer = b->d->themes.v[i];
        const struct node *map =
            layer != NULL && layer->kind == NODE_MAP ? node_get(layer, "abbreviations") : NULL;
        if (map != NULL)
            read_layer(b, map);
    }
}

/* Part of a word, or of an address. */
static bool joins(uint32_t c) {
    return letter_is(c) || (c >= '0' && c <= '9') || c == '_' || c == '/' || c == '@' || c == '#';
}

/* The longest abbreviation that stands at `at` as a word of its own; NULL: none. */
static const struct map_entry *abbreviation_at(const struct binder *b, struct str text, size_t at) {
    const struct map_entry *found = NULL;
    if (!b->abbreviation_starts[(unsigned char)text.p[at]])
        return NULL;
    for (size_t i = 0; i < b->abbreviations.n; i++) {
        const struct map_entry *e = &b->abbreviations.entries[i];
        size_t end = at + e->key.n;
        if (end > text.n || !str_equal(str_slice(text, at, end), e->key))
            continue;
        size_t after = end;
        bool whole = end == text.n || !joins(utf8_next(text, &after));
        if (whole && (found == NULL || found->key.n < e->key.n))
            found = e;
    }
    return found;
}

bool has_abbreviation(const struct binder *b, struct str text) {
    bool inside = false; /* of a word */
    for (size_t at = 0; at < text.n && b->abbreviations.n > 0;) {
        if (!inside && abbreviation_at(b, text, at) != NULL)
            return true;
        inside = joins(utf8_next(text, &at));
    }
    return false;
}

static void push_words(struct binder *b, struct run_vec *runs, const struct inline_run *like,
                       struct str text) {
    struct inline_run run = *like;
    run.text = text;
    if (text.n > 0)
        vec_push(b->a, runs, run);
}

void abbreviate(struct binder *b, struct run_vec *runs, const struct inline_run *run) {
    struct str text = run->text;
    size_t from = 0;
    bool inside = false; /* of a word */
    for (size_t at = 0; at < text.n && b->abbreviations.n > 0;) {
        const struct map_entry *found = inside ? NULL : abbreviation_at(b, text, at);
        if (found == NULL) {
            inside = joins(utf8_next(text, &at));
            continue;
        }
        push_words(b, runs, run, str_slice(text, from, at));
        struct inline_run word = *run;
        word.element = element_add(b->tree, run->element, ROLE_SPAN, run->span);
        element_words(b->tree, word.element)->expansion = *(const struct str *)found->value;
        push_words(b, runs, &word, found->key);
        from = at += found->key.n;
    }
    struct inline_run rest = *run;
    rest.text = str_slice(text, from, text.n);
    if (from == 0 || rest.text.n > 0)
        vec_push(b->a, runs, rest);
}
