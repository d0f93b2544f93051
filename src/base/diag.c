#include "base/diag.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

void diag_list_init(struct diag_list *l, struct arena *a) {
    *l = (struct diag_list){.arena = a};
}

static struct diag *diag_add(struct diag_list *l, const struct diag *like, const char *format,
                             va_list args) {
    struct diag *d = ARENA_NEW(l->arena, struct diag);
    *d = *like;
    d->message = str_vformat(l->arena, format, args);
    d->label = d->help = STR_EMPTY;
    d->order = l->all.n;
    if (l->strict) {
        d->severity = SEVERITY_ERROR;
    }
    if (d->severity == SEVERITY_ERROR) {
        l->errors++;
    } else {
        l->warnings++;
    }
    l->machine = l->machine || d->machine;
    vec_push(l->arena, &l->all, d);
    return d;
}

struct diag *diag_error(struct diag_list *l, const char *code, struct span at, const char *format,
                        ...) {
    va_list args;
    va_start(args, format);
    struct diag *d = diag_add(
        l, &(struct diag){.severity = SEVERITY_ERROR, .code = code, .span = at}, format, args);
    va_end(args);
    return d;
}

struct diag *diag_warning(struct diag_list *l, const char *code, struct span at, const char *format,
                          ...) {
    va_list args;
    va_start(args, format);
    struct diag *d = diag_add(
        l, &(struct diag){.severity = SEVERITY_WARNING, .code = code, .span = at}, format, args);
    va_end(args);
    return d;
}

struct diag *diag_machine(struct diag_list *l, struct span at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct diag like = {.severity = SEVERITY_ERROR, .code = "machine", .span = at, .machine = true};
    struct diag *d = diag_add(l, &like, format, args);
    va_end(args);
    return d;
}

void diag_label(struct diag_list *l, struct diag *d, const char *format, ...) {
    va_list args;
    va_start(args, format);
    d->label = str_vformat(l->arena, format, args);
    va_end(args);
}

void diag_help(struct diag_list *l, struct diag *d, const char *format, ...) {
    va_list args;
    va_start(args, format);
    d->help = str_vformat(l->arena, format, args);
    va_end(args);
}

void diag_note(struct diag_list *l, struct diag *d, struct span at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct diag_note note = {at, str_vformat(l->arena, format, args)};
    va_end(args);
    vec_push(l->arena, &d->notes, note);
}

static int compare_diags(const void *a, const void *b) {
    const struct diag *x = *(struct diag *const *)a, *y = *(struct diag *const *)b;
    int order = span_compare(x->span, y->span);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

void diag_sort(struct diag_list *l) {
    if (l->all.n < 2) {
        return;
    }
    qsort(l->all.v, l->all.n, sizeof *l->all.v, compare_diags);
    size_t kept = 1;
    for (size_t i = 1; i < l->all.n; i++) {
        struct diag *d = l->all.v[i], *last = l->all.v[kept - 1];
        bool repeated = strcmp(d->code, last->code) == 0 &&
                        span_compare(d->span, last->span) == 0 &&
                        str_equal(d->message, last->message);
        if (!repeated) {
            l->all.v[kept++] = d;
        } else if (d->severity == SEVERITY_ERROR) {
            l->errors--;
        } else {
            l->warnings--;
        }
    }
    l->all.n = kept;
}

struct str diag_quote(struct arena *a, struct str text) {
    enum { LONGEST = 80 };
    struct strbuf b;
    strbuf_init(&b, a);
    size_t count = 0;
    for (size_t at = 0; at < text.n; count++) {
        if (count == LONGEST) {
            strbuf_add_c(&b, "...");
            break;
        }
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (c == UTF8_BAD || c < 0x100) {
            if (utf8_is_unsafe(c)) {
                strbuf_format(&b, "\\x%02X", (unsigned char)text.p[from]);
                continue;
            }
        } else if (utf8_is_unsafe(c)) {
            strbuf_format(&b, "\\u%04X", c);
            continue;
        }
        strbuf_add(&b, str_slice(text, from, at));
    }
    return strbuf_str(&b);
}

enum { NEAR_LONGEST = 48 };

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '_' ? '-' : c;
}

/* Damerau-Levenshtein by bytes (optimal string alignment), case and _ against - not counted. */
static size_t distance(struct str a, struct str b) {
    size_t rows[3][NEAR_LONGEST + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.n; j++) {
        last[j] = j;
    }
    for (size_t i = 1; i <= a.n; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t cost = lower(a.p[i - 1]) != lower(b.p[j - 1]);
            size_t best = last[j - 1] + cost;
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) &&
                lower(a.p[i - 2]) == lower(b.p[j - 1]) && before[j - 2] + 1 < best) {
                best = before[j - 2] + 1;
            }
            now[j] = best;
        }
        size_t *swap = before;
        before = last;
        last = now;
        now = swap;
    }
    return last[b.n];
}

struct str diag_nearest(struct str word, const struct str *candidates, size_t n) {
    struct str best = STR_EMPTY;
    size_t best_distance = SIZE_MAX;
    if (word.n > NEAR_LONGEST) {
        return best;
    }
    for (size_t i = 0; i < n; i++) {
        if (candidates[i].n > NEAR_LONGEST) {
            continue;
        }
        size_t d = distance(word, candidates[i]);
        size_t longer = word.n > candidates[i].n ? word.n : candidates[i].n;
        bool near = d * 3 <= longer || (longer <= 3 && d <= 1 && longer > 1);
        if (near && d < best_distance) {
            best = candidates[i];
            best_distance = d;
        }
    }
    return best;
}
