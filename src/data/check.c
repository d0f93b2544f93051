#include "data/check_internal.h"

struct str shown(struct report *r, const struct value *v) {
    return diag_quote(r->s->arena, value_text_of(r->s->arena, v, STR("en")));
}

struct str shown_text(struct report *r, const struct expr *e) {
    return diag_quote(r->s->arena, str_trim(expr_text(e)));
}

struct str quoted(struct report *r, const struct expr *e) {
    return str_format(r->s->arena, "`%.*s`", STR_ARG(shown_text(r, e)));
}

void add_figure(struct report *r, struct span span, struct str text) {
    struct figure f = {text, span};
    for (size_t i = 0; i < r->figures.n; i++) {
        if (span_compare(r->figures.v[i].span, span) == 0 && str_equal(r->figures.v[i].text, text))
            return;
    }
    vec_push(r->s->arena, &r->figures, f);
}

static bool is_path(const struct expr *e) {
    return e->kind == EXPR_NAME || e->kind == EXPR_FIELD || e->kind == EXPR_INDEX;
}

static bool is_aggregate(const struct expr *e) {
    static const char *const names[] = {"sum", "min", "max", "mean", "median"};
    for (size_t i = 0; e->kind == EXPR_FILTER && i < sizeof names / sizeof *names; i++) {
        if (str_is(e->text, names[i]))
            return true;
    }
    return false;
}

/* The cell to point at first: the only one that is as large as the difference (a row too many, or a
 * figure counted twice), else the first. */
static size_t suspect(struct report *r, const struct value **cells, size_t n) {
    size_t found = 0, times = 0;
    for (size_t i = 0; r->difference && decimal_sign(r->difference) != 0 && i < n; i++) {
        if (cells[i]->kind != VALUE_NUMBER ||
            decimal_compare(cells[i]->as.number.value, decimal_abs(r->s->arena, r->difference)) !=
                0)
            continue;
        found = i;
        times++;
    }
    return times == 1 ? found : 0;
}

static const struct value *cell_of(const struct value *item, const struct value *field) {
    return field ? value_get(item, field->as.text) : item;
}

static void collect_cells(struct report *r, const struct expr *e, const struct value *list) {
    struct arena *a = r->s->arena;
    const struct value *field = e->n > 1 ? expr_eval(&r->quiet, e->args[1], r->scope) : NULL;
    const struct value **cells = ARENA_ARRAY(a, const struct value *, list->as.list.n);
    size_t n = 0;
    if (field && field->kind != VALUE_TEXT)
        return;
    for (size_t i = 0; i < list->as.list.n; i++) {
        const struct value *cell = cell_of(list->as.list.v[i], field);
        if (cell && cell->origin.source)
            cells[n++] = cell;
    }
    if (n == 0)
        return;
    struct str name = field ? str_format(a, "column %.*s", STR_ARG(diag_quote(a, field->as.text)))
                            : shown_text(r, e->args[0]);
    struct str total = shown(r, expr_eval(&r->quiet, e, r->scope));
    size_t first = suspect(r, cells, n);
    add_figure(r, cells[first]->origin,
               str_is(e->text, "sum")
                   ? str_format(a, "%.*s adds up to %.*s", STR_ARG(name), STR_ARG(total))
                   : str_format(a, "the %.*s of %.*s is %.*s", STR_ARG(e->text), STR_ARG(name),
                                STR_ARG(total)));
    for (size_t i = 0; i < n && i < FIGURES_SHOWN; i++) {
        if (i != first)
            add_figure(r, cells[i]->origin, str_format(a, "%.*s", STR_ARG(shown(r, cells[i]))));
    }
    if (n > FIGURES_SHOWN)
        add_figure(r, SPAN_NONE, str_format(a, "and %zu more cells", n - FIGURES_SHOWN));
}

void collect(struct report *r, const struct expr *e) {
    if (is_path(e)) {
        const struct value *v = expr_eval(&r->quiet, e, r->scope);
        if (v->origin.source && v->kind != VALUE_LIST && v->kind != VALUE_MAP)
            add_figure(r, v->origin,
                       str_format(r->s->arena, "%.*s is %.*s", STR_ARG(shown_text(r, e)),
                                  STR_ARG(shown(r, v))));
        return;
    }
    if (is_aggregate(e)) {
        const struct value *list = expr_eval(&r->quiet, e->args[0], r->scope);
        if (list->kind == VALUE_LIST)
            collect_cells(r, e, list);
    }
    for (size_t i = 0; i < e->n; i++)
        collect(r, e->args[i]);
}

static struct str difference_text(struct report *r, struct str left, struct str right) {
    struct arena *a = r->s->arena;
    struct str by = decimal_text(a, decimal_abs(a, r->difference));
    int sign = decimal_sign(r->difference);
    if (sign == 0)
        return str_format(a, "%.*s and %.*s are equal", STR_ARG(left), STR_ARG(right));
    return str_format(a, "%.*s is %.*s %s than %.*s", STR_ARG(left), STR_ARG(by),
                      sign > 0 ? "more" : "less", STR_ARG(right));
}

/* A message may be written over several lines. */
static struct str one_line(struct arena *a, struct str text) {
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!space || (b.n > 0 && b.p[b.n - 1] != ' '))
            strbuf_add_char(&b, space ? ' ' : c);
    }
    return str_trim(strbuf_str(&b));
}

/* The diagnostic: the message at the first figure, the others as notes, then the check itself. */
struct diag *report_failure(struct report *r) {
    struct diag_list *l = r->s->diags;
    const struct check *c = r->check;
    struct str filled = c->message ? template_fill(r->s, c->message, r->scope) : STR_EMPTY;
    struct str message = one_line(r->s->arena, filled);
    if (message.n == 0)
        message = STR("a check failed");
    bool placed = r->figures.n > 0 && r->figures.v[0].span.source;
    struct span at = placed ? r->figures.v[0].span : c->span;
    r->reported = true;
    struct diag *d = c->warning ? diag_warning(l, "check-failed", at, "%.*s", STR_ARG(message))
                                : diag_error(l, "check-failed", at, "%.*s", STR_ARG(message));
    for (size_t i = 0; i < r->figures.n; i++) {
        if (i == 0)
            diag_label(l, d, "%.*s", STR_ARG(r->figures.v[i].text));
        else
            diag_note(l, d, r->figures.v[i].span, "%.*s", STR_ARG(r->figures.v[i].text));
    }
    return d;
}

static void note_sides(struct report *r, struct diag *d, const struct expr *e,
                       const struct value *x, const struct value *y) {
    struct str left = quoted(r, e->args[0]), right = quoted(r, e->args[1]);
    diag_note(r->s->diags, d, expr_span(e), "%.*s is %.*s, %.*s is %.*s", STR_ARG(left),
              STR_ARG(shown(r, x)), STR_ARG(right), STR_ARG(shown(r, y)));
    if (r->difference)
        diag_help(r->s->diags, d, "%.*s%s", STR_ARG(difference_text(r, left, right)),
                  str_is(e->text, "==") ? "; correct one of them" : "");
}

void note_reason(struct report *r, struct diag *d) {
    if (r->check->warning && r->check->because.n > 0)
        diag_note(r->s->diags, d, SPAN_NONE, "because: %.*s", STR_ARG(r->check->because));
}

static const struct decimal *difference_of(struct arena *a, const struct value *x,
                                           const struct value *y) {
    if (x->kind != VALUE_NUMBER || y->kind != VALUE_NUMBER)
        return NULL;
    return decimal_subtract(a, x->as.number.value, y->as.number.value);
}

/* Of `a and b` the part that is false, of others the whole. */
static const struct expr *failing_part(struct report *r, const struct expr *e) {
    while (e->kind == EXPR_AND) {
        bool ok;
        e = expr_test(&r->quiet, e->args[0], r->scope, &ok) ? e->args[1] : e->args[0];
    }
    return e;
}

static void fail_condition(struct report *r) {
    const struct expr *e = failing_part(r, r->check->that);
    if (e->kind != EXPR_COMPARE) {
        collect(r, e);
        struct diag *d = report_failure(r);
        diag_note(r->s->diags, d, expr_span(e), "`%.*s` does not hold", STR_ARG(shown_text(r, e)));
        note_reason(r, d);
        return;
    }
    const struct value *x = expr_eval(&r->quiet, e->args[0], r->scope);
    const struct value *y = expr_eval(&r->quiet, e->args[1], r->scope);
    r->difference = difference_of(r->s->arena, x, y);
    collect(r, e);
    struct diag *d = report_failure(r);
    note_sides(r, d, e, x, y);
    note_reason(r, d);
}

/* The sum of the parts, or NULL where a part is no number: then its diagnostic is out. */
static const struct value *add_parts(struct session *s, const struct check *c,
                                     const struct scope *scope) {
    const struct decimal *sum = decimal_from(s->arena, 0);
    bool good = true;
    for (size_t i = 0; i < c->are_count; i++) {
        const struct value *v = expr_eval(s, c->are[i], scope);
        if (v->kind == VALUE_NUMBER) {
            sum = sum ? decimal_add(s->arena, sum, v->as.number.value) : NULL;
            continue;
        }
        good = false;
        if (v->kind == VALUE_MARK)
            report_marked_condition(s, expr_span(c->are[i]), v);
        else if (v->kind != VALUE_POISON)
            diag_error(s->diags, "type-mismatch", expr_span(c->are[i]),
                       "a part must be a number, and this is %.*s",
                       STR_ARG(value_describe(s->arena, v)));
    }
    return good && sum ? value_number(s->arena, sum) : NULL;
}

static void fail_parts(struct report *r, const struct value *whole, const struct value *sum) {
    const struct check *c = r->check;
    r->difference = difference_of(r->s->arena, sum, whole);
    collect(r, c->of);
    for (size_t i = 0; i < c->are_count; i++)
        collect(r, c->are[i]);
    struct diag *d = report_failure(r);
    struct str name = quoted(r, c->of);
    diag_note(r->s->diags, d, expr_span(c->of), "%.*s is %.*s, its parts add up to %.*s",
              STR_ARG(name), STR_ARG(shown(r, whole)), STR_ARG(shown(r, sum)));
    if (r->difference)
        diag_help(r->s->diags, d, "%.*s; correct a part, or the whole",
                  STR_ARG(difference_text(r, STR("the sum of the parts"), name)));
    note_reason(r, d);
}

static bool check_parts(struct report *r) {
    struct session *s = r->s;
    const struct check *c = r->check;
    const struct value *whole = expr_eval(s, c->of, r->scope);
    const struct value *sum = add_parts(s, c, r->scope);
    if (!sum || whole->kind == VALUE_POISON)
        return false;
    bool ok = true;
    bool equal =
        values_compare(s, &(struct comparison){expr_span(c->of), whole, STR("=="), sum}, &ok);
    if (ok && !equal)
        fail_parts(r, whole, sum);
    return ok && equal;
}

static bool check_condition(struct report *r) {
    bool ok = true;
    bool holds = expr_test(r->s, r->check->that, r->scope, &ok);
    if (ok && !holds)
        fail_condition(r);
    return ok && holds;
}

static bool run_check(struct report *r) {
    switch (r->check->kind) {
    case CHECK_CONDITION:
        return r->check->that && check_condition(r);
    case CHECK_PARTS:
        return r->check->of && check_parts(r);
    case CHECK_RANGE:
    case CHECK_DATES:
        return check_range(r);
    case CHECK_UNIQUE:
        return check_unique(r);
    case CHECK_NO_DECREASE:
        return check_no_decrease(r);
    case CHECK_LINKS:
        return check_links(r);
    case CHECK_AGREE:
        return check_agree(r);
    }
    return false;
}

void checks_run(struct session *s, const struct check *checks, size_t n, const struct scope *scope,
                struct check_result *results) {
    struct diag_list ignored;
    diag_list_init(&ignored, s->arena);
    for (size_t i = 0; i < n; i++) {
        const struct check *c = &checks[i];
        struct report r = {
            .s = s, .quiet = {s->arena, &ignored, s->files}, .scope = scope, .check = c};
        results[i] = (struct check_result){.check = c, .passed = run_check(&r)};
        results[i].waived = !results[i].passed && r.reported && c->warning;
        results[i].name = check_public_name(s->arena, c);
    }
}

bool check_uses(const struct check *c, struct str name) {
    bool uses = expr_uses(c->that, name) || expr_uses(c->of, name) || expr_uses(c->from, name) ||
                expr_uses(c->to, name) || expr_uses(c->with, name);
    for (size_t i = 0; i < c->are_count; i++)
        uses = uses || expr_uses(c->are[i], name);
    return uses || (c->message && template_uses(c->message, name));
}

struct str check_public_name(struct arena *a, const struct check *c) {
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; c->message && i < c->message->n; i++) {
        const struct template_part *part = &c->message->parts[i];
        strbuf_add(&b, part->expr ? STR("\xE2\x80\xA6") : part->literal);
    }
    struct str name = one_line(a, strbuf_str(&b));
    return name.n > 0 ? name : STR("a check without a message");
}
