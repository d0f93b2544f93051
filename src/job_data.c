#include "job_internal.h"

#include "data/assign.h"

/* --set NAME.path=VALUE for a source: the value in its tree, or a diagnostic. */
static const struct value *assigned(struct preparation *p, struct str name, const struct value *v) {
    const struct document_request *r = &p->options->request;
    struct session *s = p->s;
    for (size_t i = 0; i < r->set_count; i++) {
        struct str path = r->set[i].name;
        size_t dot = str_find(path, STR("."));
        if (dot == SIZE_MAX || !str_equal(str_slice(path, 0, dot), name) ||
            v->kind == VALUE_POISON) {
            continue;
        }
        const struct value *changed =
            value_assign(s->arena, v, str_slice(path, dot + 1, path.n), r->set[i].value);
        if (changed) {
            v = changed;
        } else {
            struct diag *d = diag_error(s->diags, "set-unknown", SPAN_NONE,
                                        "--set %.*s: the data hold no such value",
                                        STR_ARG(diag_quote(s->arena, path)));
            diag_help(s->diags, d, "name a value that the file has: NAME.key=VALUE");
        }
    }
    return v;
}

void job_read_sources(struct preparation *p) {
    const struct document *d = p->document;
    p->truth.sets = ARENA_ARRAY(p->s->arena, struct dataset *, d->source_count);
    for (size_t i = 0; i < d->source_count; i++) {
        struct dataset *set = dataset_read(p->s, &d->sources[i]);
        set->value = assigned(p, d->sources[i].name, set->value);
        p->truth.sets[i] = set;
    }
}

static struct dataset *find_set(const struct document *d, const struct view *view,
                                struct str name) {
    for (size_t i = 0; i < d->source_count; i++) {
        if (str_equal(d->sources[i].name, name)) {
            return view->sets[i];
        }
    }
    return NULL;
}

/* ---- params --------------------------------------------------------------------------------- */

/* Where a param's row is asked for. */
struct param_request {
    struct session *s;
    const struct document *document;
    const struct param_declaration *param;
    const struct dataset *set;
};

static void missing_source(const struct param_request *r) {
    struct diag_list *l = r->s->diags;
    const struct name *from = &r->param->from;
    struct diag *d = diag_error(l, "param-source", from->span, "there is no data source `%.*s`",
                                STR_ARG(from->text));
    size_t n = r->document->source_count;
    struct str *names = ARENA_ARRAY(r->s->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++) {
        names[i] = r->document->sources[i].name;
    }
    struct str near = diag_nearest(from->text, names, n);
    if (near.n) {
        diag_help(l, d, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(l, d, "name a source of `data:` that has a `key`");
    }
}

static void missing_row(const struct param_request *r, const struct assignment *set) {
    struct session *s = r->s;
    const struct map *keys = &r->set->by_key;
    struct str *names = ARENA_ARRAY(s->arena, struct str, keys->n + 1);
    for (size_t i = 0; i < keys->n; i++) {
        names[i] = keys->entries[i].key;
    }
    struct diag *e =
        diag_error(s->diags, "set-unknown", SPAN_NONE,
                   "--set %.*s: no row of `%.*s` has the key `%.*s`", STR_ARG(set->name),
                   STR_ARG(r->param->from.text), STR_ARG(diag_quote(s->arena, set->value)));
    struct str near = diag_nearest(set->value, names, keys->n);
    if (near.n) {
        diag_help(s->diags, e, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(s->diags, e, "name a row by its `%.*s`", STR_ARG(r->set->declaration->key));
    }
}

/* The row that a param stands for: the chosen one, --set's, else the first. */
static const struct value *param_row(const struct param_request *r, const struct assignment *set,
                                     const struct param_choice *choice) {
    struct session *s = r->s;
    if (!r->set) {
        missing_source(r);
        return &VALUE_POISON_VALUE;
    }
    const struct value *rows = r->set->value;
    if (rows->kind == VALUE_POISON) {
        return rows;
    }
    if (!r->set->declaration->key.n || rows->kind != VALUE_LIST || rows->as.list.n == 0) {
        struct diag *e = diag_error(s->diags, "param-source", r->param->from.span,
                                    "a param takes a row of a source with a `key` and rows");
        diag_help(s->diags, e, "give `%.*s` a `key:`", STR_ARG(r->param->from.text));
        return &VALUE_POISON_VALUE;
    }
    if (choice) {
        return rows->as.list.v[choice->row];
    }
    if (!set) {
        return rows->as.list.v[0];
    }
    const struct value *row = map_get(&r->set->by_key, set->value);
    if (!row) {
        missing_row(r, set);
        return &VALUE_POISON_VALUE;
    }
    return row;
}

static const struct value *param_value(struct session *s, const struct preparation *p,
                                       const struct param_request *r,
                                       const struct param_choice *choice) {
    const struct document_request *request = &p->options->request;
    const struct assignment *set = NULL;
    for (size_t k = 0; k < request->set_count; k++) {
        if (str_equal(request->set[k].name, r->param->name.text)) {
            set = &request->set[k];
        }
    }
    if (r->param->from.text.n) {
        return param_row(r, set, choice);
    }
    if (set) {
        return value_assign(s->arena, &VALUE_NULL_VALUE, STR_EMPTY, set->value);
    }
    return r->param->value ? value_from_node(s, r->param->value) : &VALUE_NULL_VALUE;
}

struct scope *job_scope(struct session *s, const struct preparation *p, const struct view *view,
                        const struct job_choice *choice) {
    const struct document *d = p->document;
    struct scope *scope = ARENA_NEW(s->arena, struct scope);
    scope_init(scope, s->arena, &view->scope);
    for (size_t i = 0; i < d->param_count; i++) {
        const struct param_choice *chosen = NULL;
        for (size_t k = 0; k < choice->param_count; k++) {
            if (str_equal(choice->params[k].param, d->params[i].name.text)) {
                chosen = &choice->params[k];
            }
        }
        struct param_request r = {s, d, &d->params[i], find_set(d, view, d->params[i].from.text)};
        scope_set(scope, d->params[i].name.text, param_value(s, p, &r, chosen));
    }
    return scope;
}

const struct document *job_document(const struct preparation *p) {
    return p->document;
}

static const struct dataset *param_set(const struct preparation *p, struct str param) {
    for (size_t i = 0; p->document && i < p->document->param_count; i++) {
        const struct param_declaration *d = &p->document->params[i];
        if (str_equal(d->name.text, param) && d->from.text.n) {
            return find_set(p->document, &p->shown, d->from.text);
        }
    }
    return NULL;
}

const struct value *job_param_rows(const struct preparation *p, struct str param) {
    const struct dataset *set = p->document && p->protected ? param_set(p, param) : NULL;
    bool usable = set && set->value->kind == VALUE_LIST && set->declaration->key.n;
    return usable ? set->value : NULL;
}

struct str job_row_key(struct arena *a, const struct preparation *p, const struct param_choice *c) {
    const struct dataset *set = param_set(p, c->param);
    const struct value *key = value_get(set->value->as.list.v[c->row], set->declaration->key);
    return key ? value_text_of(a, key, p->document->lang) : STR_EMPTY;
}

const struct scope *job_shown(struct session *s, const struct preparation *p,
                              const struct job_choice *choice) {
    struct scope *scope = job_scope(s, p, &p->shown, choice);
    job_name_texts(s, p->document, scope);
    return scope;
}

/* ---- what the command line names ------------------------------------------------------------ */

/* What could have been named: sources, and params where `params`. */
static void help_known(struct preparation *p, struct diag *d, struct str name, bool params) {
    const struct document *doc = p->document;
    struct str *known =
        ARENA_ARRAY(p->s->arena, struct str, doc->source_count + doc->param_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < doc->source_count; i++) {
        known[n++] = doc->sources[i].name;
    }
    for (size_t i = 0; params && i < doc->param_count; i++) {
        known[n++] = doc->params[i].name.text;
    }
    struct str near = diag_nearest(name, known, n);
    if (near.n) {
        diag_help(p->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
    } else {
        diag_help(p->s->diags, d,
                  params ? "write PARAM=VALUE, or SOURCE.key=VALUE"
                         : "write SOURCE=FILE, with a name under `data:`");
    }
}

static bool is_param(const struct document *d, struct str name) {
    for (size_t i = 0; i < d->param_count; i++) {
        if (str_equal(d->params[i].name.text, name)) {
            return true;
        }
    }
    return false;
}

/* A path goes into a source; a plain name is a param's. */
bool job_can_set(const struct preparation *p, struct str path) {
    size_t dot = str_find(path, STR("."));
    return p->document &&
           (dot != SIZE_MAX ? find_set(p->document, &p->truth, str_slice(path, 0, dot)) != NULL
                            : is_param(p->document, path));
}

bool job_can_replace(const struct preparation *p, struct str source) {
    return p->document && find_set(p->document, &p->truth, source);
}

/* A --set or --data whose name is nothing of this layout is a mistake, not a no-op. */
void job_check_assignments(struct preparation *p) {
    const struct document_request *r = &p->options->request;
    struct session *s = p->s;
    for (size_t i = 0; i < r->set_count; i++) {
        struct str path = r->set[i].name;
        size_t dot = str_find(path, STR("."));
        if (!job_can_set(p, path)) {
            struct diag *d = diag_error(
                s->diags, "set-unknown", SPAN_NONE, "--set %.*s: the layout has no %s of that name",
                STR_ARG(diag_quote(s->arena, path)), dot == SIZE_MAX ? "param" : "data source");
            help_known(p, d, str_slice(path, 0, dot), true);
        }
    }
    for (size_t i = 0; i < r->data_count; i++) {
        if (!job_can_replace(p, r->data[i].name)) {
            struct diag *d = diag_error(s->diags, "set-unknown", SPAN_NONE,
                                        "--data %.*s: the layout has no data source of that name",
                                        STR_ARG(diag_quote(s->arena, r->data[i].name)));
            help_known(p, d, r->data[i].name, false);
        }
    }
}

/* ---- names ---------------------------------------------------------------------------------- */

static const struct value *build_map(struct arena *a, const struct document *d) {
    struct map *build = ARENA_NEW(a, struct map);
    map_init(build, a);
    struct value *date = ARENA_NEW(a, struct value);
    date->kind = d->has_date ? VALUE_DATE : VALUE_NULL;
    date->as.date = d->date;
    map_set(build, STR("date"), date);
    struct value *map = ARENA_NEW(a, struct value);
    map->kind = VALUE_MAP;
    map->as.map.entries = build;
    return map;
}

void job_name_view(struct preparation *p, struct view *view) {
    struct arena *a = p->s->arena;
    const struct document *d = p->document;
    scope_init(&view->scope, a, NULL);
    view->scope.lang = d->lang;
    for (size_t i = 0; i < d->source_count; i++) {
        scope_set(&view->scope, d->sources[i].name, view->sets[i]->value);
    }
    scope_set(&view->scope, STR("lang"), value_text(a, d->lang));
    scope_set(&view->scope, STR("edition"),
              value_text(a, d->edition ? d->edition->name.text : STR("screen")));
    scope_set(&view->scope, STR("build"), build_map(a, d));
}

void job_name_texts(struct session *s, const struct document *d, struct scope *scope) {
    const struct template *texts[] = {d->title, d->author};
    const struct str names[] = {STR("title"), STR("author")};
    for (size_t i = 0; i < 2; i++) {
        if (texts[i]) {
            scope_set(scope, names[i], value_text(s->arena, template_fill(s, texts[i], scope)));
        }
    }
}
