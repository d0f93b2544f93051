#include "data/column.h"

#include "data/cell_text.h"
#include "data/format.h"

const struct value *cell_value(struct arena *a, struct str text, struct span at) {
    struct value *v = ARENA_NEW(a, struct value);
    struct str trimmed = str_trim_wide(text);
    v->origin = at;
    if (trimmed.n == 0) {
        v->kind = VALUE_NULL;
    } else if (mark_parse(trimmed, &v->as.mark)) {
        v->kind = VALUE_MARK;
    } else {
        v->kind = VALUE_TEXT;
        v->as.text = trimmed;
    }
    return v;
}

/* Digits as YAML's core schema has them: no signs of money, no commas, no leading zero. */
static bool plain_number(struct str t, bool *whole) {
    size_t i = t.n > 0 && t.p[0] == '-' ? 1 : 0, from = i;
    while (i < t.n && t.p[i] >= '0' && t.p[i] <= '9')
        i++;
    if (i == from || (t.p[from] == '0' && i > from + 1))
        return false;
    *whole = i == t.n;
    if (*whole)
        return true;
    if (t.p[i] != '.' || i + 1 == t.n)
        return false;
    for (i++; i < t.n; i++) {
        if (t.p[i] < '0' || t.p[i] > '9')
            return false;
    }
    return true;
}

static bool plain_boolean(struct str t) {
    return str_is(t, "true") || str_is(t, "false") || str_is(t, "TRUE") || str_is(t, "FALSE");
}

enum column_type column_infer(const struct value **cells, size_t n) {
    bool all_number = true, all_whole = true, all_date = true, all_boolean = true, any = false;
    struct date date;
    for (size_t i = 0; i < n; i++) {
        if (cells[i]->kind != VALUE_TEXT)
            continue;
        struct str t = cells[i]->as.text;
        bool whole = false;
        if (cell_accident(t) != CELL_SOUND) /* it hides what the others show */
            continue;
        any = true;
        all_number = all_number && plain_number(t, &whole);
        all_whole = all_whole && whole;
        all_date = all_date && date_parse(t, &date);
        all_boolean = all_boolean && plain_boolean(t);
        if (!all_number && !all_date && !all_boolean)
            return COLUMN_TEXT;
    }
    if (!any)
        return COLUMN_TEXT;
    if (all_number)
        return all_whole ? COLUMN_INTEGER : COLUMN_NUMBER;
    return all_date ? COLUMN_DATE : COLUMN_BOOLEAN;
}

/* A cell that is no such thing: told where it is used, so that an unused one stops nobody. */
static const struct value *refuse(struct arena *a, const struct column_declaration *column,
                                  const struct value *cell) {
    struct value_fault *fault = ARENA_NEW(a, struct value_fault);
    struct value *v = ARENA_NEW(a, struct value);
    struct str name = diag_quote(a, column->name);
    bool text = cell->kind == VALUE_TEXT;
    bool accident = text && cell_accident(cell->as.text) != CELL_SOUND;
    fault->code = "bad-cell";
    fault->message = str_format(a, "column `%.*s` cannot hold %.*s", STR_ARG(name),
                                STR_ARG(value_describe(a, cell)));
    fault->help = cell_remedy(a, text ? cell->as.text : STR_EMPTY, column->type);
    if (accident && column->type == COLUMN_INFERRED)
        fault->help = str_format(a, "%.*s; if it is meant so, write `types: {%.*s: text}`",
                                 STR_ARG(fault->help), STR_ARG(name));
    if (cell->kind == VALUE_NULL) {
        fault->code = "people-blank";
        fault->message =
            str_format(a, "a cell of the people column `%.*s` is empty", STR_ARG(name));
        fault->help = STR("write 0 if there were none, [x] if the figure is not available, "
                          "[z] if it does not apply");
    }
    v->kind = VALUE_POISON;
    v->origin = cell->origin;
    v->as.fault = fault;
    return v;
}

static bool number_fits(const struct decimal *d, enum column_type type) {
    if (type == COLUMN_PEOPLE && decimal_sign(d) < 0)
        return false;
    return (type != COLUMN_PEOPLE && type != COLUMN_INTEGER) || decimal_is_integer(d);
}

static bool convert_text(struct session *s, enum column_type type, const struct value *cell,
                         struct value *out) {
    struct str t = cell->as.text;
    switch (type) {
    case COLUMN_INFERRED:
    case COLUMN_TEXT:
        *out = *cell;
        return true;
    case COLUMN_DATE:
        out->kind = VALUE_DATE;
        return cell_date(t, &out->as.date);
    case COLUMN_BOOLEAN:
        out->kind = VALUE_BOOLEAN;
        return cell_boolean(t, &out->as.boolean);
    case COLUMN_INTEGER:
    case COLUMN_NUMBER:
    case COLUMN_PERCENT:
    case COLUMN_MONEY:
    case COLUMN_PEOPLE:
        out->kind = VALUE_NUMBER;
        out->as.number.value = cell_figure(s->arena, t, type);
        out->as.number.people = type == COLUMN_PEOPLE;
        return out->as.number.value && number_fits(out->as.number.value, type);
    }
    return false;
}

const struct value *cell_convert(struct session *s, const struct column_declaration *column,
                                 const struct value *cell) {
    enum column_type type = column->type;
    if (cell->kind == VALUE_NULL && type == COLUMN_PEOPLE)
        return refuse(s->arena, column, cell);
    if (cell->kind == VALUE_NULL || cell->kind == VALUE_MARK || cell->kind == VALUE_POISON ||
        type == COLUMN_INFERRED || (type == COLUMN_TEXT && cell->kind == VALUE_TEXT))
        return cell;
    struct value *out = ARENA_NEW(s->arena, struct value);
    out->origin = cell->origin;
    bool numeric = type != COLUMN_TEXT && type != COLUMN_DATE && type != COLUMN_BOOLEAN &&
                   type != COLUMN_PERCENT; /* is 12 twelve percent, or twelve times the whole? */
    if (cell->kind == VALUE_TEXT) {
        if (convert_text(s, type, cell, out))
            return out;
    } else if (cell->kind == VALUE_NUMBER && numeric) {
        *out = *cell;
        out->as.number.people = type == COLUMN_PEOPLE;
        if (number_fits(cell->as.number.value, type))
            return out;
    } else if ((cell->kind == VALUE_DATE && type == COLUMN_DATE) ||
               (cell->kind == VALUE_BOOLEAN && type == COLUMN_BOOLEAN)) {
        return cell;
    } else if (type == COLUMN_TEXT && cell->kind != VALUE_LIST && cell->kind != VALUE_MAP) {
        out->kind = VALUE_TEXT;
        out->as.text = value_text_of(s->arena, cell, STR("en"));
        return out;
    }
    return refuse(s->arena, column, cell);
}

const struct value *cell_infer(struct session *s, const struct column_declaration *column,
                               const struct value *cell) {
    if (cell->kind == VALUE_TEXT && cell_accident(cell->as.text) != CELL_SOUND)
        return refuse(s->arena, &(struct column_declaration){.name = column->name}, cell);
    return cell_convert(s, column, cell);
}
