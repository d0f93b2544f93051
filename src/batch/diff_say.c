/* A change in words. */
#include "batch/diff.h"

#include "base/decimal.h"

enum { PLACES_SHOWN = 4 };

struct str diff_kind_word(enum diff_kind kind) {
    static const struct str words[] = {{"figure", 6},   {"new", 3},   {"gone", 4},
                                       {"caption", 7},  {"pages", 5}, {"status", 6},
                                       {"document", 8}, {"text", 4}};
    return words[kind];
}

/* --- names --------------------------------------------------------------------------------- */

static bool is_source_name(struct str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c != '_' && !(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) {
            return false;
        }
    }
    return s.n > 0;
}

/* A layout's document has no name: there is but one. "referrals: Rugby, child" is "Rugby, child referrals". */
static struct str name_of(struct arena *a, struct str what) {
    if (what.n == 0) {
        return STR("the document");
    }
    size_t colon = str_find(what, STR(": "));
    struct str source = str_slice(what, 0, colon);
    if (colon == SIZE_MAX || !is_source_name(source)) {
        return diag_quote(a, what);
    }
    return str_format(a, "%.*s %.*s", STR_ARG(diag_quote(a, str_slice(what, colon + 2, what.n))),
                      STR_ARG(source));
}

/* --- differences --------------------------------------------------------------------------- */

/* A figure as printed: its sign and number without separators, and what stands around it. */
struct reading {
    const struct decimal *n;
    bool pounds, percent;
};

static struct reading read_figure(struct arena *a, struct str shown) {
    struct reading r = {0};
    struct strbuf digits;
    strbuf_init(&digits, a);
    struct str s = shown;
    if (str_starts(s, "\xE2\x88\x92")) { /* minus */
        strbuf_add_char(&digits, '-');
        s = str_slice(s, 3, s.n);
    }
    r.pounds = str_starts(s, "\xC2\xA3");
    s = r.pounds ? str_slice(s, 2, s.n) : s;
    r.percent = str_ends(s, "%");
    s.n -= r.percent;
    for (size_t i = 0; i < s.n; i++) {
        bool group = s.p[i] == ',' && i > 0 && i + 3 < s.n; /* as English writes thousands */
        if (!group) {
            strbuf_add_char(&digits, s.p[i]);
        }
    }
    r.n = decimal_parse(a, strbuf_str(&digits));
    return r;
}

/* " (1 more)"; empty where the two are no figures of one kind. */
static struct str difference(struct arena *a, const struct diff_change *c) {
    struct reading x = read_figure(a, c->before), y = read_figure(a, c->after);
    if (!x.n || !y.n || x.pounds != y.pounds || x.percent != y.percent) {
        return STR_EMPTY;
    }
    const struct decimal *by = decimal_subtract(a, y.n, x.n);
    if (!by || decimal_sign(by) == 0) {
        return STR_EMPTY;
    }
    struct str text = decimal_text(a, decimal_abs(a, by));
    const char *unit = !x.percent          ? ""
                       : str_is(text, "1") ? " percentage point"
                                           : " percentage points";
    return str_format(a, " (%s%.*s%s %s)", x.pounds ? "\xC2\xA3" : "", STR_ARG(text), unit,
                      decimal_sign(by) > 0 ? "more" : "less");
}

/* --- places -------------------------------------------------------------------------------- */

static void add_place(struct strbuf *b, const struct diff_place *p) {
    if (p->at.source) {
        strbuf_add(b, diag_quote(b->arena, p->at.source->path));
        if (p->at.line) {
            strbuf_format(b, ":%u:%u", p->at.line, p->at.column);
        }
        return;
    }
    strbuf_add(b, diag_quote(b->arena, p->document));
    if (p->page) {
        strbuf_format(b, "%son page %u", p->document.n ? " " : "", p->page);
    }
    if (p->in.n) {
        strbuf_format(b, ", %c%.*s", p->in.p[0] | 0x20, STR_ARG(str_slice(p->in, 1, p->in.n)));
    }
}

static void add_places(struct strbuf *b, const struct diff_change *c) {
    const struct diff_places *places = &c->places;
    size_t shown = places->n <= PLACES_SHOWN ? places->n : PLACES_SHOWN - 1;
    bool data = places->n && places->v[0].at.source;
    const char *in = places->n && places->v[0].document.n ? "in " : "";
    if (places->n) {
        strbuf_format(b, "; %s%s",
                      data                   ? ""
                      : c->kind == DIFF_GONE ? "it was printed "
                                             : "printed ",
                      data ? "" : in);
    }
    for (size_t i = 0; i < shown; i++) {
        if (i > 0) {
            strbuf_format(b, "%s%s", i + 1 == places->n ? ", and " : ", ", in);
        }
        add_place(b, &places->v[i]);
    }
    if (shown < places->n) {
        strbuf_format(b, ", and in %zu more places", places->n - shown);
    }
}

/* --- sentences ----------------------------------------------------------------------------- */

static void say_document(struct strbuf *b, const struct diff_change *c, struct str name) {
    if (c->kind == DIFF_PAGES) {
        strbuf_format(b, "%.*s has %.*s page%s, not %.*s", STR_ARG(name), STR_ARG(c->after),
                      str_is(c->after, "1") ? "" : "s", STR_ARG(c->before));
    } else if (c->kind == DIFF_STATUS) {
        strbuf_format(b, "%.*s is %.*s now", STR_ARG(name), STR_ARG(c->after));
        if (c->why.n) {
            strbuf_format(b, " (%.*s)", STR_ARG(diag_quote(b->arena, c->why)));
        }
        strbuf_format(b, "; it was %.*s before", STR_ARG(c->before));
    } else if (c->before.n == 0) {
        strbuf_format(b, "%.*s is new", STR_ARG(name));
        if (!str_is(c->after, "written")) {
            strbuf_format(b, ", and %.*s", STR_ARG(c->after));
        }
    } else {
        strbuf_format(b, "%.*s is gone", STR_ARG(name));
    }
}

static void say_caption(struct strbuf *b, const struct diff_change *c, struct str name) {
    struct arena *a = b->arena;
    struct str before = diag_quote(a, c->before), after = diag_quote(a, c->after);
    if (!c->before.n) {
        strbuf_format(b, "%.*s is new: '%.*s'", STR_ARG(name), STR_ARG(after));
    } else if (!c->after.n) {
        strbuf_format(b, "%.*s is gone: '%.*s'", STR_ARG(name), STR_ARG(before));
    } else {
        strbuf_format(b, "the caption of %.*s: '%.*s' is now '%.*s'", STR_ARG(name),
                      STR_ARG(before), STR_ARG(after));
    }
}

struct str diff_sentence(struct arena *a, const struct diff_change *c) {
    struct strbuf b;
    strbuf_init(&b, a);
    struct str name = name_of(a, c->what);
    struct str before = diag_quote(a, c->before), after = diag_quote(a, c->after);
    switch (c->kind) {
    case DIFF_FIGURE:
        strbuf_format(&b, "%.*s: %.*s is now %.*s%.*s", STR_ARG(name), STR_ARG(before),
                      STR_ARG(after), STR_ARG(difference(a, c)));
        break;
    case DIFF_NEW:
        strbuf_format(&b, "%.*s is new%s%.*s", STR_ARG(name), after.n ? ": " : "", STR_ARG(after));
        break;
    case DIFF_GONE:
        strbuf_format(&b, "%.*s is gone%s%.*s", STR_ARG(name), before.n ? ": it was " : "",
                      STR_ARG(before));
        break;
    case DIFF_CAPTION:
        say_caption(&b, c, name);
        break;
    case DIFF_PAGES:
    case DIFF_STATUS:
    case DIFF_DOCUMENT:
        say_document(&b, c, name);
        return strbuf_str(&b);
    case DIFF_TEXT:
        strbuf_format(&b, "%.*s has another text", STR_ARG(name));
        break;
    }
    add_places(&b, c);
    return strbuf_str(&b);
}
