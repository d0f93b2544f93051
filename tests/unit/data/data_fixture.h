/* data_fixture.h - a session over files in memory, and a scope with a few figures in it. */
#ifndef QUIRE_TESTS_DATA_FIXTURE_H
#define QUIRE_TESTS_DATA_FIXTURE_H

#include "base/session.h"
#include "data/dataset.h"
#include "data/expr.h"
#include "data/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct session s;
    struct diag_list diags;
    struct files files;
    struct scope scope;
};

static inline int fixture_setup(void **state) {
    struct arena *a = arena_new();
    struct fixture *f = ARENA_NEW(a, struct fixture);
    diag_list_init(&f->diags, a);
    files_init(&f->files, a, &f->diags);
    f->files.root = STR("/p");
    f->s = (struct session){a, &f->diags, &f->files};
    scope_init(&f->scope, a, NULL);
    f->scope.lang = STR("en-GB");
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state) {
    struct fixture *f = *state;
    arena_free(f->s.arena);
    return 0;
}

static inline void forget_diagnostics(struct fixture *f) {
    diag_list_init(&f->diags, f->s.arena);
}

static inline struct source *fixture_source(struct fixture *f, const char *path,
                                            const char *bytes) {
    struct str absolute = str_format(f->s.arena, "/p/%s", path);
    files_fake(&f->files, absolute, str_copy(f->s.arena, str_from(bytes)));
    return files_read_trusted(&f->files, FILE_DATA, absolute, false);
}

/* Puts a YAML tree into the scope. */
static inline const struct value *fixture_yaml(struct fixture *f, const char *name,
                                               const char *text) {
    struct str path = str_format(f->s.arena, "%s.yaml", name);
    struct node *node = yaml_read(&f->s, fixture_source(f, path.p, text));
    const struct value *v = value_from_node(&f->s, node);
    scope_set(&f->scope, str_from(name), v);
    return v;
}

/* Puts a CSV source into the scope. `types` is "column:type column:type" or NULL. */
static inline struct dataset *fixture_csv(struct fixture *f, const char *name, const char *text,
                                          const char *key) {
    struct source_declaration *d = ARENA_NEW(f->s.arena, struct source_declaration);
    d->name = str_from(name);
    d->override_file = str_format(f->s.arena, "/p/%s.csv", name);
    if (key)
        d->key = str_from(key);
    files_fake(&f->files, d->override_file, str_copy(f->s.arena, str_from(text)));
    struct dataset *set = dataset_read(&f->s, d);
    scope_set(&f->scope, d->name, set->value);
    return set;
}

/* The value of an expression as a text prints it, or "code@column: message". */
static inline const char *evaluate(struct fixture *f, const char *text) {
    struct source *source = ARENA_NEW(f->s.arena, struct source);
    source->path = STR("expression");
    source->bytes = str_copy(f->s.arena, str_from(text));
    struct origin origin = origin_of_source(source);
    forget_diagnostics(f);
    struct expr *e = expr_parse(&f->s, &origin, 0, origin.text.n);
    const struct value *v = e ? expr_eval(&f->s, e, &f->scope) : &VALUE_POISON_VALUE;
    if (f->diags.all.n == 0) {
        assert_int_not_equal(v->kind, VALUE_POISON);
        return str_c(f->s.arena, value_text_of(f->s.arena, v, scope_lang(&f->scope)));
    }
    assert_int_equal(v->kind, VALUE_POISON);
    const struct diag *d = f->diags.all.v[0];
    return str_format(f->s.arena, "%s@%u: %.*s%s%.*s", d->code, d->span.column, STR_ARG(d->message),
                      d->help.n > 0 ? " | " : "", STR_ARG(d->help))
        .p;
}

#endif
