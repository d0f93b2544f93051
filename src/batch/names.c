#include "batch/names.h"

#include "base/utf8.h"
#include "data/format.h"

#include <string.h>
#include <unicase.h>
#include <uninorm.h>

enum { LIMIT_PART = 255 }; /* bytes of a file's name on the file systems we know */

/* A value that stands in a name is a part of one: it may not open or leave a folder. */
static bool value_usable(struct session *s, const struct expr *e, struct str text) {
    const char *why = NULL;
    for (size_t at = 0; !why && at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        why = c == '/' || c == '\\' ? "holds a separator"
              : utf8_is_unsafe(c)   ? "holds a control character"
                                    : NULL;
    }
    why = text.n == 0 ? "is empty" : why;
    if (!why) {
        return true;
    }
    struct diag *d = diag_error(s->diags, "bad-output", expr_span(e),
                                "`%.*s` cannot stand in a file's name: it %s",
                                STR_ARG(diag_quote(s->arena, text)), why);
    diag_help(s->diags, d, "`| slug` makes a safe name of any text");
    return false;
}

static bool add_value(struct session *s, struct strbuf *b, const struct expr *e,
                      const struct scope *scope) {
    const struct value *v = expr_eval(s, e, scope);
    if (v->kind == VALUE_POISON) {
        return false;
    }
    if (v->kind == VALUE_MARK || v->kind == VALUE_LIST || v->kind == VALUE_MAP ||
        v->kind == VALUE_PROSE || v->kind == VALUE_REFERENCE) {
        struct diag *d =
            diag_error(s->diags, "bad-output", expr_span(e), "a file cannot be named after %.*s",
                       STR_ARG(value_describe(s->arena, v)));
        diag_help(s->diags, d, "name it after a text or a number in which the documents differ");
        return false;
    }
    struct str text = value_text_of(s->arena, v, scope_lang(scope));
    strbuf_add(b, text);
    return value_usable(s, e, text);
}

struct str name_fill(struct session *s, const struct template *t, const struct scope *scope) {
    struct strbuf b;
    bool good = !t->faulty;
    strbuf_init(&b, s->arena);
    for (size_t i = 0; i < t->n; i++) {
        const struct expr *e = t->parts[i].expr;
        if (!e) {
            strbuf_add(&b, t->parts[i].literal);
        } else if (!add_value(s, &b, e, scope)) {
            good = false;
        }
    }
    return good ? strbuf_str(&b) : STR_EMPTY;
}

static const char *part_fault(struct str part) {
    if (part.n == 0 || str_is(part, ".") || str_is(part, "..")) {
        return "a part of it is empty, `.` or `..`";
    }
    if (part.p[0] == '.' || part.p[0] == '-') {
        return "a part of it starts with a dot or a dash";
    }
    if (part.n > LIMIT_PART - 32) { /* room for a temporary's own letters */
        return "a part of it is longer than 223 bytes";
    }
    for (size_t at = 0; at < part.n;) {
        uint32_t c = utf8_next(part, &at);
        if (c == '\\' || utf8_is_unsafe(c)) {
            return "it holds a backslash or a control character";
        }
    }
    return NULL;
}

const char *name_fault(struct str below) {
    const char *fault = NULL;
    while (!fault) {
        size_t slash = str_find(below, STR("/"));
        fault = part_fault(str_slice(below, 0, slash));
        if (slash == SIZE_MAX) {
            break;
        }
        below = str_slice(below, slash + 1, below.n);
    }
    return fault;
}

struct str name_folded(struct arena *a, struct str name) {
    bool ascii = true;
    char *lower = ARENA_ARRAY(a, char, name.n + 1);
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        ascii = ascii && (unsigned char)c < 0x80;
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
    }
    if (ascii) {
        return (struct str){lower, name.n};
    }
    /* A buffer that is too small makes the library allocate: room for the longest expansion. */
    size_t n = name.n * 12 + 16;
    uint8_t *room = ARENA_ARRAY(a, uint8_t, n);
    uint8_t *folded = u8_casefold((const uint8_t *)name.p, name.n, NULL, UNINORM_NFC, room, &n);
    if (folded != room) {
        return name;
    }
    return (struct str){(const char *)room, n};
}

bool name_is_ours(struct str below) {
    return str_starts(below, ".quire/") ||
           (str_starts(below, "manifest") && str_ends(below, ".json"));
}

struct str name_literal_folder(const struct template *t) {
    struct str literal = t->n && !t->parts[0].expr ? t->parts[0].literal : STR_EMPTY;
    return path_folder(literal);
}
