#include "document/bind_internal.h"

#include "data/address.h"

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static struct str lowered(struct arena *a, struct str s) {
    struct strbuf out;
    strbuf_init(&out, a);
    for (size_t i = 0; i < s.n; i++)
        strbuf_add_char(&out, lower(s.p[i]));
    return strbuf_str(&out);
}

static bool address_allowed(struct binder *b, struct str address, struct span span) {
    const char *why = address_fault(address);
    if (why == NULL || (b->d->local_links && address_is_relative(address)))
        return true;
    struct diag *d = diag_error(b->s->diags, "link-scheme", span, "the link to `%.*s` %s",
                                STR_ARG(diag_quote(b->a, address)), why);
    diag_help(b->s->diags, d,
              "links may be https, http, mailto or tel, or `#` and an id of this "
              "document");
    return false;
}

/* An address in a PDF is ASCII: other bytes are written as %XX. */
static struct str ascii_address(struct arena *a, struct str address) {
    struct strbuf out;
    strbuf_init(&out, a);
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c < 0x80)
            strbuf_add_char(&out, address.p[i]);
        else
            strbuf_format(&out, "%%%02X", c);
    }
    return strbuf_str(&out);
}

struct link *link_make(struct binder *b, struct str address, struct span span) {
    struct link *link = ARENA_NEW(b->a, struct link);
    link->span = span;
    if (address.n > 1 && address.p[0] == '#') {
        link->target = str_slice(address, 1, address.n);
        struct wanted wanted = {
            .kind = WANTED_LINK, .id = link->target, .span = span, .link = link};
        vec_push(b->a, &b->wanted, wanted);
        return link;
    }
    if (!address_allowed(b, address, span))
        return NULL;
    link->address = ascii_address(b->a, address);
    return link;
}

static bool says_nothing(struct str words) {
    static const char *const EMPTY_WORDS[] = {
        "click here", "click", "here",          "read more", "more",     "link",
        "this link",  "this",  "find out more", "details",   "download",
    };
    for (size_t i = 0; i < sizeof EMPTY_WORDS / sizeof *EMPTY_WORDS; i++)
        if (str_is(words, EMPTY_WORDS[i]))
            return true;
    return false;
}

static struct str without_stop(struct str words) {
    while (words.n > 0 && (words.p[words.n - 1] == '.' || words.p[words.n - 1] == ':'))
        words.n--;
    return str_trim(words);
}

void link_describe(struct binder *b, struct link *link, struct str words, bool bare) {
    struct diag_list *diags = b->s->diags;
    struct str where = link->address.n > 0 ? link->address : link->target;
    link->contents = words.n > 0 ? words : where;
    struct str plain = without_stop(lowered(b->a, str_trim(words)));
    if (bare || (words.n > 0 && str_equal(words, link->address))) {
        struct diag *d = diag_warning(diags, "link-text", link->span,
                                      "a bare address says little to a reader who hears it");
        diag_help(diags, d, "write `[what it is](%.*s)`", STR_ARG(diag_quote(b->a, where)));
        return;
    }
    if (words.n == 0) {
        diag_help(diags, diag_error(diags, "link-text", link->span, "this link has no text"),
                  "write words between the brackets that say where it goes");
        return;
    }
    if (says_nothing(plain)) {
        struct diag *d = diag_warning(diags, "link-text", link->span,
                                      "the link text `%.*s` does not say where it goes",
                                      STR_ARG(diag_quote(b->a, words)));
        diag_help(diags, d, "name the page or document that it opens");
        return;
    }
    struct link *first = map_get(&b->link_texts, plain);
    if (first == NULL) {
        map_set(&b->link_texts, plain, link);
    } else if (!str_equal(first->address, link->address) ||
               !str_equal(first->target, link->target)) {
        struct diag *d = diag_warning(diags, "link-text", link->span,
                                      "two links read `%.*s` but go to different places",
                                      STR_ARG(diag_quote(b->a, words)));
        diag_note(diags, d, first->span, "the other one is here");
        diag_help(diags, d, "say in each what tells it from the other");
    }
}
