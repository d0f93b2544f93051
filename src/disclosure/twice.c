/* A file that is read under two names: what is hidden in one must be hidden in the other. */
#include "disclosure/disclosure.h"

#include "disclosure/model.h"

struct twice {
    struct session *s;
    const struct disclosure_declaration *d;
    struct dataset *const *sets;
    size_t n;
    bool good;
};

static bool same_file(const struct dataset *x, const struct dataset *y) {
    const struct source *file = x->value->origin.source;
    return x != y && !x->declaration->value && !y->declaration->value && file &&
           file == y->value->origin.source;
}

static void refuse(struct twice *t, const struct dataset *other, struct str protects,
                   struct str what) {
    struct str name = other->declaration->name;
    struct diag *d =
        diag_error(t->s->diags, "disclosure-beside", other->declaration->name_span,
                   "`%.*s` reads the file of `%.*s` again, and nothing hides its `%.*s`",
                   STR_ARG(name), STR_ARG(protects), STR_ARG(diag_quote(t->s->arena, what)));
    diag_help(t->s->diags, d, "use `%.*s` in its place, or protect `%.*s` in the same way",
              STR_ARG(protects), STR_ARG(name));
    t->good = false;
}

/* --- tables -------------------------------------------------------------------------------- */

static bool hides(const struct disclosure_declaration *d, struct str source, struct str column) {
    for (size_t i = 0; i < d->set_count; i++) {
        const struct disclosure_set *set = &d->sets[i];
        for (size_t c = 0; str_equal(set->name.text, source) && c < set->count_count; c++) {
            if (str_equal(set->counts[c].text, column))
                return true;
        }
    }
    return false;
}

static bool has_column(const struct dataset *set, struct str column) {
    const struct value *v = set->value;
    return v->kind == VALUE_LIST && v->as.list.n > 0 && value_get(v->as.list.v[0], column) != NULL;
}

static void check_set(struct twice *t, const struct disclosure_set *set) {
    const struct dataset *own = NULL;
    for (size_t i = 0; i < t->n; i++) {
        if (str_equal(t->sets[i]->declaration->name, set->name.text))
            own = t->sets[i];
    }
    for (size_t i = 0; own && i < t->n; i++) {
        bool told = !same_file(own, t->sets[i]);
        for (size_t c = 0; c < set->count_count && !told; c++) {
            struct str column = set->counts[c].text;
            told = has_column(t->sets[i], column) &&
                   !hides(t->d, t->sets[i]->declaration->name, column);
            if (told)
                refuse(t, t->sets[i], set->name.text, column);
        }
    }
}

/* --- copies in trees ----------------------------------------------------------------------- */

static bool has_same(const struct disclosure_declaration *d, struct str path) {
    for (size_t i = 0; i < d->same_count; i++) {
        if (str_equal(d->same[i].path.text, path))
            return true;
    }
    return false;
}

static void check_copy(struct twice *t, struct str path) {
    size_t dot = str_find(path, STR("."));
    struct str source = str_slice(path, 0, dot), rest = str_slice(path, dot, path.n);
    for (size_t i = 0; dot != SIZE_MAX && i < t->n; i++) {
        if (!str_equal(t->sets[i]->declaration->name, source))
            continue;
        for (size_t k = 0; k < t->n; k++) {
            struct str other = str_join2(t->s->arena, t->sets[k]->declaration->name, rest);
            if (same_file(t->sets[i], t->sets[k]) && !has_same(t->d, other))
                refuse(t, t->sets[k], source, str_slice(rest, 1, rest.n));
        }
    }
}

bool model_check_twice(struct session *s, const struct disclosure_declaration *d,
                       struct dataset *const *sets, size_t n) {
    struct twice t = {s, d, sets, n, true};
    for (size_t i = 0; i < d->set_count; i++)
        check_set(&t, &d->sets[i]);
    for (size_t i = 0; i < d->same_count; i++)
        check_copy(&t, d->same[i].path.text);
    return t.good;
}
