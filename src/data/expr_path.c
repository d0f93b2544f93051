/* Names, fields, items and rows: how an expression reaches a value, and what is said when it does not. */
#include "data/expr_internal.h"

#include "data/dataset.h"
#include "data/letters.h"

VEC_DECLARE(str_list, struct str);

static struct str nearest_of_map(struct session *s, const struct map *m, struct str name) {
    struct str_list keys = {0};
    for (size_t i = 0; i < m->n; i++)
        vec_push(s->arena, &keys, m->entries[i].key);
    return diag_nearest(name, keys.v, keys.n);
}

/* "a, b, c and 4 more": what could have been written. */
static struct str list_keys(struct session *s, const struct map *m) {
    enum { SHOWN = 8 };
    struct strbuf b;
    strbuf_init(&b, s->arena);
    for (size_t i = 0; i < m->n && i < SHOWN; i++)
        strbuf_format(&b, "%s%.*s", i > 0 ? ", " : "",
                      STR_ARG(diag_quote(s->arena, m->entries[i].key)));
    if (m->n > SHOWN)
        strbuf_format(&b, " and %zu more", m->n - SHOWN);
    return strbuf_str(&b);
}

static void help_with_key(struct session *s, struct diag *d, const struct map *m, struct str name) {
    struct str near = nearest_of_map(s, m, name);
    if (near.n > 0)
        diag_help(s->diags, d, "did you mean `%.*s`?", STR_ARG(diag_quote(s->arena, near)));
    else if (m->n > 0)
        diag_help(s->diags, d, "there are: %.*s", STR_ARG(list_keys(s, m)));
}

static void help_with_name(struct session *s, struct diag *d, const struct expr *e,
                           const struct scope *scope) {
    static const char *const late[] = {"page", "pages", "section"};
    struct str_list names = {0};
    for (const struct scope *in = scope; in; in = in->outer) {
        for (size_t i = 0; i < in->names.n; i++)
            vec_push(s->arena, &names, in->names.entries[i].key);
    }
    for (size_t i = 0; i < sizeof late / sizeof *late; i++) {
        if (str_is(e->text, late[i])) {
            diag_help(s->diags, d, "`%s` is known in headers and footers only", late[i]);
            return;
        }
    }
    if (str_is(e->text, "row")) {
        diag_help(s->diags, d, "`row` is known inside a table, chart, list or links block only");
        return;
    }
    struct str near = diag_nearest(e->text, names.v, names.n);
    if (near.n > 0)
        diag_help(s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    else if (filter_exists(e->text))
        diag_help(s->diags, d, "%.*s is a filter: write `value | %.*s`", STR_ARG(e->text),
                  STR_ARG(e->text));
    else if (str_is(e->text, "author") || str_is(e->text, "title") || str_is(e->text, "lang"))
        diag_help(s->diags, d, "the layout does not say it: give it a line `%.*s: ...`",
                  STR_ARG(e->text));
    else
        diag_help(s->diags, d,
                  "a name is a source of `data:`, a param or a loop's variable; a "
                  "text stands in quotes: '%.*s'",
                  STR_ARG(diag_quote(s->arena, e->text)));
}

const struct value *value_named(struct session *s, const struct expr *e,
                                const struct scope *scope) {
    const struct value *v = scope_get(scope, e->text);
    if (v)
        return value_used(s, v);
    struct diag *d = diag_error(s->diags, "undefined-name", expr_name_span(e),
                                "there is no `%.*s` here", STR_ARG(diag_quote(s->arena, e->text)));
    help_with_name(s, d, e, scope);
    return &VALUE_POISON_VALUE;
}

const struct value *value_field_found(struct session *s, const struct value *of, struct str name) {
    if (of->kind == VALUE_POISON || of->kind == VALUE_MARK)
        return of;
    const struct value *v = value_get(of, name);
    return v ? value_used(s, v) : NULL;
}

const struct value *value_field(struct session *s, struct span at, const struct value *of,
                                struct str name) {
    const struct value *found = value_field_found(s, of, name);
    if (found)
        return found;
    struct str shown = diag_quote(s->arena, name);
    if (of->kind == VALUE_MAP) {
        struct diag *d =
            diag_error(s->diags, "unknown-field", at, "there is no field `%.*s`", STR_ARG(shown));
        help_with_key(s, d, of->as.map.entries, name);
        if (of->origin.source)
            diag_note(s->diags, d, of->origin, "the fields are those of this entry");
        return &VALUE_POISON_VALUE;
    }
    struct diag *d = diag_error(s->diags, "type-mismatch", at,
                                "a field `%.*s` is asked of %.*s, which has no fields",
                                STR_ARG(shown), STR_ARG(value_describe(s->arena, of)));
    if (of->kind == VALUE_LIST)
        diag_help(s->diags, d,
                  "one item is written list[0], one row of a keyed source "
                  "source['key'], the field of all items list | map('%.*s')",
                  STR_ARG(shown));
    if (of->origin.source)
        diag_note(s->diags, d, of->origin, "this value");
    return &VALUE_POISON_VALUE;
}

/* A list that a filter made has the key of its source, but not all of its rows. */
static bool list_holds(const struct value *list, const struct value *row) {
    const struct value *whole = list->as.list.set->value;
    if (whole && whole->kind == VALUE_LIST && whole->as.list.v == list->as.list.v)
        return true;
    for (size_t i = 0; i < list->as.list.n; i++) {
        if (list->as.list.v[i] == row)
            return true;
    }
    return false;
}

/* The key of a row as `key:` knows it, or an empty text. */
static struct str key_text(struct session *s, const struct value *key) {
    if (key->kind != VALUE_TEXT && key->kind != VALUE_NUMBER && key->kind != VALUE_DATE &&
        key->kind != VALUE_BOOLEAN)
        return STR_EMPTY;
    return value_text_of(s->arena, key, STR("en"));
}

static bool is_keyed(const struct value *of) {
    return of->kind == VALUE_LIST && of->as.list.set && of->as.list.set->by_key.n > 0;
}

static const struct value *row_of_key(const struct value *list, struct str key) {
    const struct value *row = is_keyed(list) ? map_get(&list->as.list.set->by_key, key) : NULL;
    return row && list_holds(list, row) ? row : NULL;
}

static bool keyed_by_numbers(const struct value *of) {
    if (!is_keyed(of))
        return false;
    const struct dataset *set = of->as.list.set;
    const struct value *key = value_get(set->by_key.entries[0].value, set->declaration->key);
    return key && key->kind == VALUE_NUMBER;
}

bool row_is_missing(struct session *s, const struct value *of, const struct value *key) {
    struct str text = key_text(s, key);
    bool place = key->kind == VALUE_NUMBER && !keyed_by_numbers(of);
    return is_keyed(of) && text.n > 0 && !place && !row_of_key(of, text);
}

/* Letters and digits alone, small: what is left where two texts only look different. */
static struct str bare_letters(struct session *s, struct str text) {
    static const char *const signs[] = {
        " ", "\n",           "\t",           "\xC2\xA0",     "-",           "_", "'", ".",
        ",", "\xE2\x80\x99", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x93"};
    struct str small = text_lower(s->arena, text);
    struct strbuf b;
    strbuf_init(&b, s->arena);
    for (size_t i = 0; i < small.n;) {
        size_t skip = 0;
        for (size_t k = 0; skip == 0 && k < sizeof signs / sizeof *signs; k++) {
            if (str_starts(str_slice(small, i, small.n), signs[k]))
                skip = str_from(signs[k]).n;
        }
        if (skip == 0)
            strbuf_add_char(&b, small.p[i]);
        i += skip > 0 ? skip : 1;
    }
    return strbuf_str(&b);
}

/* The nearest key; where it differs in spaces, signs or capitals alone, that is said, as it is hard to
 * see. */
static void help_with_row(struct session *s, struct diag *d, const struct map *rows,
                          struct str key) {
    struct str bare = bare_letters(s, key);
    for (size_t i = 0; i < rows->n; i++) {
        if (!str_equal(bare_letters(s, rows->entries[i].key), bare))
            continue;
        diag_help(s->diags, d, "there is `%.*s`: the two differ in spaces, signs or capitals",
                  STR_ARG(diag_quote(s->arena, rows->entries[i].key)));
        return;
    }
    help_with_key(s, d, rows, key);
}

static const struct value *report_row(struct session *s, const struct expr *e,
                                      const struct value *list, const struct value *key) {
    const struct dataset *set = list->as.list.set;
    struct str text = key_text(s, key);
    struct diag *d = diag_error(
        s->diags, "unknown-row", expr_name_span(e), "no row of `%.*s` has the key '%.*s'",
        STR_ARG(set->declaration->name), STR_ARG(diag_quote(s->arena, text)));
    if (map_has(&set->by_key, text))
        diag_help(s->diags, d, "a filter left that row out");
    else
        help_with_row(s, d, &set->by_key, text);
    if (e->args[1]->kind == EXPR_CONSTANT)
        return &VALUE_POISON_VALUE;
    if (key->origin.source)
        diag_note(s->diags, d, key->origin, "the key comes from here");
    diag_note(s->diags, d, SPAN_NONE,
              "if a row may be missing, say what stands there then: `%.*s.field | default(0)`",
              STR_ARG(diag_quote(s->arena, str_trim(expr_text(e)))));
    return &VALUE_POISON_VALUE;
}

static const struct value *index_keyed(struct session *s, const struct expr *e,
                                       const struct value *list, const struct value *key) {
    if (!is_keyed(list)) {
        struct diag *d = diag_error(s->diags, "no-key", expr_name_span(e),
                                    "this list has no key, so '%.*s' names no row",
                                    STR_ARG(diag_quote(s->arena, key_text(s, key))));
        diag_help(s->diags, d, "give its source a `key:`, the column in which all rows differ");
        return &VALUE_POISON_VALUE;
    }
    const struct value *row = row_of_key(list, key_text(s, key));
    return row ? row : report_row(s, e, list, key);
}

/* A number that is typed out is a place in the list, or a key where the list has no such place. Of two
 * rows that it could mean neither is guessed. */
static const struct value *report_two_rows(struct session *s, const struct expr *e,
                                           const struct value *index) {
    struct str text = diag_quote(s->arena, decimal_text(s->arena, index->as.number.value));
    struct diag *d =
        diag_error(s->diags, "key-or-place", expr_name_span(e),
                   "%.*s is the key of one row and the place of another", STR_ARG(text));
    diag_help(s->diags, d,
              "give the key's column the type text: `types: {...: text}`, and write "
              "['%.*s'] for the key",
              STR_ARG(text));
    return &VALUE_POISON_VALUE;
}

static const struct value *index_number(struct session *s, const struct expr *e,
                                        const struct value *list, const struct value *index) {
    bool typed = e->args[1]->kind == EXPR_CONSTANT || e->args[1]->kind == EXPR_NEGATE;
    if (!typed && keyed_by_numbers(list)) /* a join */
        return index_keyed(s, e, list, index);
    int64_t i, n = (int64_t)list->as.list.n;
    bool place = decimal_to_int(index->as.number.value, &i) && i < n && i >= -n;
    const struct value *item = place ? list->as.list.v[i < 0 ? i + n : i] : NULL;
    const struct value *row = row_of_key(list, key_text(s, index));
    if (row && item && row != item)
        return report_two_rows(s, e, index);
    if (row || item)
        return row ? row : value_used(s, item);
    struct diag *d = diag_error(
        s->diags, "index-out-of-range", expr_name_span(e), "%.*s is not the place of an item",
        STR_ARG(diag_quote(s->arena, decimal_text(s->arena, index->as.number.value))));
    if (n > 0)
        diag_help(s->diags, d, "the list has %lld item%s: 0 to %lld", (long long)n,
                  n == 1 ? "" : "s", (long long)(n - 1));
    else
        diag_help(s->diags, d, "the list is empty");
    return &VALUE_POISON_VALUE;
}

const struct value *value_index(struct session *s, const struct expr *e, const struct value *of,
                                const struct value *index) {
    if (of->kind == VALUE_POISON || of->kind == VALUE_MARK)
        return of;
    if (index->kind == VALUE_POISON)
        return index;
    if (index->kind == VALUE_MARK) {
        report_marked_condition(s, expr_name_span(e), index);
        return &VALUE_POISON_VALUE;
    }
    if (of->kind == VALUE_LIST && index->kind == VALUE_NUMBER)
        return index_number(s, e, of, index);
    if (of->kind == VALUE_LIST && key_text(s, index).n > 0)
        return index_keyed(s, e, of, index);
    if (index->kind == VALUE_TEXT)
        return value_field(s, expr_name_span(e), of, index->as.text);
    if (of->kind == VALUE_MAP && index->kind == VALUE_NUMBER)
        return value_field(s, expr_name_span(e), of,
                           decimal_text(s->arena, index->as.number.value));
    struct diag *d =
        diag_error(s->diags, "type-mismatch", expr_name_span(e), "%.*s cannot be looked up in %.*s",
                   STR_ARG(value_describe(s->arena, index)), STR_ARG(value_describe(s->arena, of)));
    if (index->origin.source)
        diag_note(s->diags, d, index->origin, "the key comes from here");
    return &VALUE_POISON_VALUE;
}
