#include "data/total_row.h"

#include "data/letters.h"

static bool is_total_word(struct arena *a, struct str text) {
    enum { LONGEST = 40 };
    if (text.n > LONGEST)
        return false;
    struct str word = str_trim(text_lower(a, text));
    return str_starts(word, "total") || str_ends(word, " total") || str_is(word, "all") ||
           str_is(word, "overall") || str_is(word, "cyfanswm");
}

struct str total_row_name(struct arena *a, const struct value *row, struct str *field) {
    for (size_t i = 0; row->kind == VALUE_MAP && i < row->as.map.entries->n; i++) {
        const struct map_entry *e = &row->as.map.entries->entries[i];
        const struct value *v = e->value;
        if (v->kind != VALUE_TEXT || !is_total_word(a, v->as.text))
            continue;
        *field = e->key;
        return v->as.text;
    }
    return STR_EMPTY;
}

static const struct decimal *sum_of(struct arena *a, const struct row_figures *of) {
    const struct decimal *sum = decimal_from(a, 0);
    for (size_t i = 0; sum && i < of->n; i++) {
        const struct value *v = of->v[i * of->stride];
        sum = v->kind == VALUE_NUMBER ? decimal_add(a, sum, v->as.number.value) : NULL;
    }
    return sum;
}

size_t total_row_find(struct arena *a, const struct row_figures *of) {
    enum { LEAST = 3, LAST = 3 }; /* of two rows that are alike one may well be called All */
    const struct decimal *sum = NULL;
    struct str field;
    for (size_t i = 0; of->n >= LEAST && i < of->n; i++) {
        bool at_end = i == 0 || i + LAST >= of->n;
        if (!at_end || total_row_name(a, of->rows[i], &field).n == 0)
            continue;
        sum = sum ? sum : sum_of(a, of);
        if (!sum || decimal_sign(sum) == 0)
            return SIZE_MAX;
        const struct decimal *own = of->v[i * of->stride]->as.number.value;
        const struct decimal *twice = decimal_add(a, own, own);
        if (twice && decimal_compare(twice, sum) == 0)
            return i;
    }
    return SIZE_MAX;
}

void total_row_lint(struct session *s, const struct row_figures *of) {
    size_t i = total_row_find(s->arena, of);
    struct str field;
    if (i == SIZE_MAX)
        return;
    struct str name = diag_quote(s->arena, total_row_name(s->arena, of->rows[i], &field));
    const struct value *v = of->v[i * of->stride];
    struct diag *d = diag_warning(
        s->diags, "total-row", v->origin.source ? v->origin : of->rows[i]->origin,
        "the row '%.*s' is the total of the others, and is added to them", STR_ARG(name));
    diag_help(s->diags, d,
              "take the row out of the data, or leave it out here: `rejectattr('%.*s', '==', "
              "'%.*s')`",
              STR_ARG(diag_quote(s->arena, field)), STR_ARG(name));
}
