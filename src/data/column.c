#include "data/column.h"

#include "data/format.h"
#include "data/letters.h"

const struct value *cell_value(struct arena *a, struct str text, struct span at) {
    struct value *v = ARENA_NEW(a, struct value);
    struct str trimmed = str_trim(text);
    v->origin = at;
    if (trimmed.n == 0) {
        v->kind = VALUE_NULL;
    } else if (mark_parse(trimmed, &v->as.mark)) {
        v->kind = VALUE_MARK;
    } else {
        v->kind = VALUE_TEXT;
        v->as.text = text;
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
        struct str t = str_trim(cells[i]->as.text);
        bool whole = false;
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

static bool take(struct str *t, const char *prefix) {
    if (!str_starts(*t, prefix))
        return false;
    *t = str_trim(str_slice(*t, str_from(prefix).n, t->n));
    return true;
}

/* Thousands may be set off by commas, but then rightly: 1,234,567.89. */
static bool strip_commas(struct arena *a, struct str t, struct str *out) {
    struct strbuf b;
    size_t run = 0;
    bool grouped = false, whole = true;
    strbuf_init(&b, a);
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        if (c == ',' && whole) {
            if (grouped ? run != 3 : run == 0 || run > 3)
                return false;
            grouped = true;
            run = 0;
            continue;
        }
        if (c == '.' && whole) {
            whole = false;
            if (grouped && run != 3)
                return false;
        } else if (c < '0' || c > '9') {
            return false;
        }
        run++;
        strbuf_add_char(&b, c);
    }
    *out = strbuf_str(&b);
    return !(grouped && whole && run != 3);
}

static const struct decimal *parse_figure(struct arena *a, struct str t, enum column_type type) {
    t = str_trim(t);
    bool negative = take(&t, "-") || take(&t, "\xE2\x88\x92");
    if (type == COLUMN_MONEY)
        take(&t, "\xC2\xA3");
    if (!negative)
        negative = take(&t, "-") || take(&t, "\xE2\x88\x92");
    if (type == COLUMN_PERCENT) {
        if (!str_ends(t, "%"))
            return NULL;
        t = str_trim(str_slice(t, 0, t.n - 1));
    }
    if (!strip_commas(a, t, &t))
        return NULL;
    const struct decimal *d = decimal_parse(a, t);
    if (d && type == COLUMN_PERCENT) {
        const struct decimal *hundredth = decimal_parse(a, STR("0.01"));
        d = decimal_multiply(a, d, hundredth);
    }
    return d && negative ? decimal_negate(a, d) : d;
}

/* 2023-09-30, or as Excel writes it in Britain: 30/09/2023, 1/4/2022. */
static bool parse_date(struct str t, struct date *out) {
    int part[3] = {0, 0, 0};
    size_t field = 0, digits = 0;
    if (date_parse(t, out))
        return true;
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] == '/') {
            if (digits == 0 || field == 2 || digits > 2)
                return false;
            field++;
            digits = 0;
        } else if (t.p[i] >= '0' && t.p[i] <= '9' && digits < 4) {
            part[field] = part[field] * 10 + (t.p[i] - '0');
            digits++;
        } else {
            return false;
        }
    }
    return field == 2 && digits == 4 && date_make(part[2], part[1], part[0], out);
}

static bool parse_boolean(struct arena *a, struct str t, bool *out) {
    struct str word = text_lower(a, t);
    *out = str_is(word, "true") || str_is(word, "yes");
    return *out || str_is(word, "false") || str_is(word, "no");
}

static const char *expectation(enum column_type type) {
    switch (type) {
    case COLUMN_INTEGER:
        return "a whole number such as 1234 or 1,234";
    case COLUMN_NUMBER:
        return "a number such as 1234.5 or 1,234.5";
    case COLUMN_PERCENT:
        return "a percentage such as 12%; for fractions use the type number";
    case COLUMN_MONEY:
        return "an amount such as \xC2\xA3"
               "1,234.50";
    case COLUMN_DATE:
        return "a date such as 2022-04-01 or 01/04/2022";
    case COLUMN_BOOLEAN:
        return "true or false, or yes or no";
    case COLUMN_PEOPLE:
        return "a count of persons: a whole number from 0";
    case COLUMN_INFERRED:
    case COLUMN_TEXT:
        break;
    }
    return "a text";
}

static const struct value *refuse(struct session *s, struct str column, enum column_type type,
                                  const struct value *cell) {
    struct diag *d =
        diag_error(s->diags, "bad-cell", cell->origin, "column `%.*s` cannot hold %.*s",
                   STR_ARG(diag_quote(s->arena, column)), STR_ARG(value_describe(s->arena, cell)));
    diag_help(s->diags, d, "expected %s, or a mark such as [x]", expectation(type));
    return &VALUE_POISON_VALUE;
}

static bool number_fits(const struct decimal *d, enum column_type type) {
    if (type == COLUMN_PEOPLE && decimal_sign(d) < 0)
        return false;
    return (type != COLUMN_PEOPLE && type != COLUMN_INTEGER) || decimal_is_integer(d);
}

static bool convert_text(struct session *s, enum column_type type, const struct value *cell,
                         struct value *out) {
    struct str t = str_trim(cell->as.text);
    switch (type) {
    case COLUMN_INFERRED:
    case COLUMN_TEXT:
        *out = *cell;
        return true;
    case COLUMN_DATE:
        out->kind = VALUE_DATE;
        return parse_date(t, &out->as.date);
    case COLUMN_BOOLEAN:
        out->kind = VALUE_BOOLEAN;
        return parse_boolean(s->arena, t, &out->as.boolean);
    case COLUMN_INTEGER:
    case COLUMN_NUMBER:
    case COLUMN_PERCENT:
    case COLUMN_MONEY:
    case COLUMN_PEOPLE:
        out->kind = VALUE_NUMBER;
        out->as.number.value = parse_figure(s->arena, t, type);
        out->as.number.people = type == COLUMN_PEOPLE;
        return out->as.number.value && number_fits(out->as.number.value, type);
    }
    return false;
}

const struct value *cell_convert(struct session *s, struct str column, enum column_type type,
                                 const struct value *cell) {
    if (cell->kind == VALUE_NULL && type == COLUMN_PEOPLE) {
        struct diag *d = diag_error(s->diags, "people-blank", cell->origin,
                                    "a cell of the people column `%.*s` is empty",
                                    STR_ARG(diag_quote(s->arena, column)));
        diag_help(s->diags, d,
                  "write 0 if there were none, [x] if the figure is not available, "
                  "[z] if it does not apply");
        return &VALUE_POISON_VALUE;
    }
    if (cell->kind == VALUE_NULL || cell->kind == VALUE_MARK || cell->kind == VALUE_POISON ||
        type == COLUMN_INFERRED || (type == COLUMN_TEXT && cell->kind == VALUE_TEXT))
        return cell;
    struct value *out = ARENA_NEW(s->arena, struct value);
    out->origin = cell->origin;
    bool numeric = type != COLUMN_TEXT && type != COLUMN_DATE && type != COLUMN_BOOLEAN;
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
    return refuse(s, column, type, cell);
}
