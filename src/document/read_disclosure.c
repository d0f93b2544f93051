/* read_disclosure.c - `disclosure:` as disclosure/ takes it. What must agree with the data (that a set
 * is a source, that a row is there) is found by disclosure/; what stands in the layout alone, here. */
#include "document/read_internal.h"

enum { HIDDEN_MOST = 1000000 };

static struct disclosure_word word_of(const struct node *node) {
    return (struct disclosure_word){str_trim(node->text), node->span};
}

/* One value is a list of one. */
static size_t item_count(const struct node *node) {
    return node->kind == NODE_LIST ? node->n : 1;
}

static const struct node *item_at(const struct node *node, size_t i) {
    return node->kind == NODE_LIST ? node->items[i] : node;
}

/* A plain text with something in it. */
static bool word_usable(struct reader *r, const char *key, const struct node *node) {
    struct name name;
    struct schema_key plain = {.name = key, .type = KEY_NAME};
    if (!read_key_value(r, &plain, node, &name))
        return false;
    if (str_trim(node->text).n > 0)
        return true;
    diag_help(r->s->diags, diag_error(r->s->diags, "empty-value", node->span, "`%s` is empty", key),
              "write what is meant, or take the key away");
    return false;
}

READ_FUNCTION(read_disclosed_word) {
    struct disclosure_word *out = (void *)((char *)object + key->offset);
    if (!word_usable(r, key->name, node))
        return false;
    *out = word_of(node);
    return true;
}

/* ---- the profile --------------------------------------------------------------------------- */

static bool whole_number(struct reader *r, const char *key, const struct node *node, int64_t *out) {
    if (!text_usable(r, key, node))
        return false;
    const struct decimal *d = decimal_parse(r->s->arena, str_trim(node->text));
    if (d && decimal_to_int(d, out) && *out >= 0 && *out <= HIDDEN_MOST)
        return true;
    struct diag *g = diag_error(r->s->diags, "bad-number", node->span,
                                "`%s` takes whole numbers from 0 to %d, not `%.*s`", key,
                                HIDDEN_MOST, STR_ARG(diag_quote(r->s->arena, node->text)));
    diag_help(r->s->diags, g, "write it so: hide: [1, 5]");
    return false;
}

READ_FUNCTION(read_hide) {
    struct disclosure_profile *p = object;
    struct diag_list *l = r->s->diags;
    if (node->kind != NODE_LIST || node->n != 2) {
        diag_help(l,
                  diag_error(l, "bad-range", node->span,
                             "`%s` takes the least and the most count that is hidden", key->name),
                  "write it so: hide: [1, 5]");
        return false;
    }
    if (!whole_number(r, key->name, node->items[0], &p->low) ||
        !whole_number(r, key->name, node->items[1], &p->high))
        return false;
    if (p->low <= p->high && p->high > 0)
        return true;
    diag_help(l,
              diag_error(l, "bad-range", node->span,
                         p->high > 0 ? "the least count that is hidden is above the most"
                                     : "this profile hides no count of persons"),
              "write it so: hide: [1, 5]");
    return false;
}

READ_FUNCTION(read_rounding) {
    struct disclosure_profile *p = object;
    unsigned n = 1;
    struct schema_key plain = {
        .name = key->name, .type = KEY_COUNT, .min = key->min, .max = key->max};
    if (!read_key_value(r, &plain, node, &n))
        return false;
    p->round = n;
    return true;
}

READ_FUNCTION(read_profile_mark) {
    struct disclosure_profile *p = object;
    if (!text_usable(r, key->name, node))
        return false;
    if (mark_parse(str_trim(node->text), &p->mark))
        return true;
    struct diag *d = diag_error(r->s->diags, "unknown-word", node->span, "`%.*s` is no mark",
                                STR_ARG(diag_quote(r->s->arena, node->text)));
    help_names(r, d, node->text, key->words);
    return false;
}

/* `hide: [0, 4]` and `zeros: hidden` say one thing; only one of them would be a guess. */
static bool zeros_agree(struct reader *r, const struct disclosure_profile *p,
                        const struct node *node) {
    if ((p->low == 0) == (p->zeros == DISCLOSURE_ZEROS_HIDDEN))
        return true;
    const struct node *zeros = node_get(node, "zeros");
    struct diag *d = diag_error(r->s->diags, "profile-zeros", (zeros ? zeros : node)->span,
                                p->low == 0 ? "`hide` begins at 0, but zeros are not `hidden`"
                                            : "zeros are `hidden`, but `hide` begins above 0");
    diag_help(r->s->diags, d,
              p->low == 0 ? "write `zeros: hidden`, or let `hide` begin at 1: hide: [1, %lld]"
                          : "take `zeros` away, or let `hide` begin at 0: hide: [0, %lld]",
              (long long)p->high);
    return false;
}

READ_FUNCTION(read_profile) {
    struct disclosure_profile *p = &((struct disclosure_declaration *)object)->profile;
    if (node->kind == NODE_MAP) {
        *p = (struct disclosure_profile){.round = 1, .mark = MARK_CONFIDENTIAL};
        return schema_read(r, key->map, node, p) && zeros_agree(r, p, node);
    }
    if (!word_usable(r, key->name, node))
        return false;
    const struct disclosure_profile *named = disclosure_profile_find(str_trim(node->text));
    if (named) {
        *p = *named;
        return true;
    }
    size_t n;
    const struct str *names = disclosure_profile_names(&n);
    struct diag *d =
        diag_error(r->s->diags, "unknown-profile", node->span, "there is no profile `%.*s`",
                   STR_ARG(diag_quote(r->s->arena, node->text)));
    help_words(r, d, node->text, names, n);
    return false;
}

/* ---- sets ---------------------------------------------------------------------------------- */

/* A list's items, each once. */
READ_FUNCTION(read_disclosed_words) {
    struct disclosure_word **out = (void *)((char *)object + key->offset);
    struct disclosure_set *set = object;
    size_t *count = out == &set->counts ? &set->count_count
                    : out == &set->by   ? &set->by_count
                                        : &set->group_count;
    size_t n = item_count(node);
    bool good = true;
    *out = ARENA_ARRAY(r->s->arena, struct disclosure_word, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct node *item = item_at(node, i);
        if (!word_usable(r, key->name, item)) {
            good = false;
            continue;
        }
        struct disclosure_word word = word_of(item);
        bool again = false;
        for (size_t k = 0; k < *count; k++)
            again = again || str_equal((*out)[k].text, word.text);
        if (again) {
            good = false;
            diag_help(r->s->diags,
                      diag_error(r->s->diags, "duplicate-word", word.span,
                                 "`%s` names `%.*s` twice", key->name,
                                 STR_ARG(diag_quote(r->s->arena, word.text))),
                      "leave one of them out");
            continue;
        }
        (*out)[(*count)++] = word;
    }
    if (*count > 0 || !good || !key->required)
        return good;
    diag_help(r->s->diags,
              diag_error(r->s->diags, "empty-value", node->span, "`%s` is empty", key->name),
              "write it so: %s", SCHEMA_DISCLOSED_SET.example);
    return false;
}

READ_FUNCTION(read_set_totals) {
    struct disclosure_set *set = object;
    bool *const kinds[] = {&set->column_totals, &set->row_totals, &set->grand_total};
    struct schema_key word = {.name = key->name, .type = KEY_WORD, .words = key->words};
    bool good = true;
    for (size_t i = 0; i < item_count(node); i++) {
        unsigned index = 0;
        if (read_key_value(r, &word, item_at(node, i), &index))
            *kinds[index] = true;
        else
            good = false;
    }
    return good;
}

READ_FUNCTION(read_disclosed_sets) {
    struct disclosure_declaration *d = object;
    if (!map_usable(r, key->name, node, "sets: {referrals: {counts: [child], by: district}}"))
        return false;
    d->sets = ARENA_ARRAY(r->s->arena, struct disclosure_set, node->n + 1);
    bool good = true;
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (is_extension(e->key))
            continue;
        struct disclosure_set set = {.name = {e->key, e->key_span}, .span = e->key_span};
        if (schema_read(r, key->map, e->value, &set))
            d->sets[d->set_count++] = set;
        else
            good = false;
    }
    return good;
}

/* ---- same, published, override ------------------------------------------------------------- */

READ_FUNCTION(read_same) {
    struct disclosure_declaration *d = object;
    if (!map_usable(r, key->name, node, "same: {report.referrals.child: total child}"))
        return false;
    d->same = ARENA_ARRAY(r->s->arena, struct disclosure_same, node->n + 1);
    bool good = true;
    for (size_t i = 0; i < node->n; i++) {
        const struct node_entry *e = &node->entries[i];
        if (is_extension(e->key))
            continue;
        if (word_usable(r, key->name, e->value))
            d->same[d->same_count++] =
                (struct disclosure_same){{e->key, e->key_span}, word_of(e->value)};
        else
            good = false;
    }
    return good;
}

static bool read_entries(struct reader *r, const struct schema_key *key, const struct node *node,
                         struct disclosure_at **out, size_t *n) {
    if (!list_usable(r, key->name, node))
        return false;
    *out = ARENA_ARRAY(r->s->arena, struct disclosure_at, node->n + 1);
    bool good = true;
    for (size_t i = 0; i < node->n; i++) {
        struct disclosure_at at = {.span = node->items[i]->span};
        if (schema_read(r, key->map, node->items[i], &at))
            (*out)[(*n)++] = at;
        else
            good = false;
    }
    return good;
}

READ_FUNCTION(read_published) {
    struct disclosure_declaration *d = object;
    return read_entries(r, key, node, &d->published, &d->published_count);
}

READ_FUNCTION(read_override) {
    struct disclosure_declaration *d = object;
    return read_entries(r, key, node, &d->overrides, &d->override_count);
}

/* ---- the block ----------------------------------------------------------------------------- */

/* Without a profile nothing would be hidden, and without sets nothing is protected. */
static bool block_whole(struct reader *r, const struct node *node) {
    static const char *const needed[] = {"profile", "sets"};
    bool good = true;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        const struct node *value = node_get(node, needed[i]);
        bool empty = value && value->kind == NODE_MAP && value->n == 0;
        if (value && !empty)
            continue;
        struct diag *d = diag_error(r->s->diags, "missing-key", value ? value->span : node->span,
                                    value ? "`%s` is empty" : "disclosure needs `%s`", needed[i]);
        diag_help(r->s->diags, d, "write it so: %s", SCHEMA_DISCLOSURE.example);
        good = false;
    }
    return good;
}

/* A block that is read in part would protect in part: what is faulty stops the document. */
READ_FUNCTION(read_disclosure) {
    struct document *document = object;
    struct disclosure_declaration *d = &document->disclosure;
    d->span = node->span;
    if (node->kind == NODE_MAP && node->n == 0)
        return true;
    bool good = schema_read(r, key->map, node, d) && block_whole(r, node);
    document->disclosure_faulty = !good;
    return good;
}
