#include "document/read_internal.h"

#include "base/utf8.h"

/* ---- words --------------------------------------------------------------------------------- */

void help_words(struct reader *r, struct diag *d, struct str word, const struct str *words,
                size_t n) {
    struct str near = diag_nearest(word, words, n);
    if (near.n) {
        diag_help(r->s->diags, d, "did you mean `%.*s`?", STR_ARG(near));
        return;
    }
    struct strbuf b;
    strbuf_init(&b, r->s->arena);
    for (size_t i = 0; i < n; i++)
        strbuf_format(&b, "%s%.*s", i ? ", " : "", STR_ARG(words[i]));
    struct str all = strbuf_str(&b);
    if (n)
        diag_help(r->s->diags, d, n == 1 ? "write %.*s" : "one of: %.*s", STR_ARG(all));
}

/* Cuts the next word off a list of words by spaces. */
static struct str next_word(const char **at) {
    while (**at == ' ')
        ++*at;
    const char *from = *at;
    while (**at && **at != ' ')
        ++*at;
    return (struct str){from, (size_t)(*at - from)};
}

static size_t split_words(struct reader *r, const char *words, struct str **out) {
    size_t n = 0;
    for (const char *p = words; next_word(&p).n;)
        n++;
    *out = ARENA_ARRAY(r->s->arena, struct str, n);
    n = 0;
    for (const char *p = words;;) {
        struct str w = next_word(&p);
        if (!w.n)
            return n;
        (*out)[n++] = w;
    }
}

void help_names(struct reader *r, struct diag *d, struct str word, const char *words) {
    struct str *list;
    size_t n = split_words(r, words, &list);
    help_words(r, d, word, list, n);
}

static int find_word(const char *words, struct str word) {
    int i = 0;
    for (const char *p = words;; i++) {
        struct str w = next_word(&p);
        if (!w.n)
            return -1;
        if (str_equal(w, word))
            return i;
    }
}

/* ---- texts and the traps of YAML ----------------------------------------------------------- */

bool text_whole(struct reader *r, const struct node *node, bool content_item) {
    struct diag_list *l = r->s->diags;
    if (node->trap == TRAP_FOLDED) {
        struct diag *d = diag_error(l, "lines-folded", node->span,
                                    "YAML joined these numbered lines into one paragraph");
        diag_help(l, d, "write `- |` and put the lines under it, indented");
        return false;
    }
    if (node->trap != TRAP_COMMENT)
        return true;
    struct span at = node->trap_at;
    bool meant = content_item;
    if (!meant && at.source) {
        /* `key: value   # comment` is how YAML is commented; `Priority #1` is a text cut short. */
        size_t after = source_offset(at.source, at.line, at.column) + 1;
        struct str bytes = at.source->bytes;
        meant = after < bytes.n && bytes.p[after] != ' ' && bytes.p[after] != '\t' &&
                bytes.p[after] != '#' && bytes.p[after] != '\r' && bytes.p[after] != '\n';
        /* One space alone, in a row of words: `The report # of the year`. */
        bool close = after > 2 && bytes.p[after - 2] == ' ' && bytes.p[after - 3] != ' ';
        meant = meant || (close && str_find(node->text, STR(" ")) != SIZE_MAX);
    }
    if (!meant)
        return true;
    struct diag *d = diag_error(l, "comment-cuts-text", at,
                                "the text ends before this `#`: YAML takes the rest as a comment");
    diag_help(l, d,
              content_item ? "write `- |` and put the text under it, or put it in quotes"
                           : "put the whole text in quotes; before a comment write two spaces");
    return false;
}

/* A key in backquotes; "a table" as it is. */
static struct str shown_key(struct reader *r, const char *key) {
    struct str k = str_from(key);
    if (str_find(k, STR(" ")) != SIZE_MAX)
        return k;
    return str_format(r->s->arena, "`%s`", key);
}

static void report_list_for_text(struct reader *r, const char *key, const struct node *node) {
    struct diag_list *l = r->s->diags;
    struct str k = shown_key(r, key);
    if (node->trap == TRAP_MARK && node->n) {
        struct str mark = node->items[0]->text;
        struct diag *d = diag_error(l, "unquoted-mark", node->span,
                                    "%.*s needs a text, and [%.*s] without quotes is a list",
                                    STR_ARG(k), STR_ARG(mark));
        diag_help(l, d, "write \"[%.*s]\" with the quotes", STR_ARG(mark));
    } else if (node->flow) {
        struct diag *d =
            diag_error(l, "bracket-starts-text", node->span,
                       "%.*s needs a text, and what starts with `[` is a list", STR_ARG(k));
        diag_help(l, d, "put the text in quotes");
    } else {
        struct diag *d = diag_error(l, "wrong-type", node->span,
                                    "%.*s needs a text, and this is a list", STR_ARG(k));
        diag_help(l, d,
                  "a list inside a text is Markdown: write `|` after the key and the "
                  "lines under it");
    }
}

static void report_map_for_text(struct reader *r, const char *key, const struct node *node) {
    struct diag_list *l = r->s->diags;
    struct str k = shown_key(r, key);
    if (node->flow) {
        struct diag *d =
            diag_error(l, "brace-starts-text", node->span,
                       "%.*s needs a text, and what starts with `{` is a map", STR_ARG(k));
        diag_help(l, d, "put the text in quotes: \"{{ ... }}\"");
        return;
    }
    struct str word = node->n ? node->entries[0].key : STR_EMPTY;
    struct diag *d = diag_error(l, "text-became-map", node->span,
                                "%.*s needs a text, but the colon after `%.*s` made it a map",
                                STR_ARG(k), STR_ARG(diag_quote(r->s->arena, word)));
    diag_help(l, d, "put the text in quotes, or write `|` and put it under that");
}

static void report_null_for_text(struct reader *r, const char *key, const struct node *node) {
    struct diag_list *l = r->s->diags;
    struct str k = shown_key(r, key);
    if (node->trap == TRAP_COLOUR) {
        struct span at = node->trap_at.source ? node->trap_at : node->span;
        struct diag *d =
            diag_error(l, "unquoted-colour", at,
                       "%.*s is empty: without quotes `#` starts a comment", STR_ARG(k));
        diag_help(l, d, "put it in quotes: \"#12436D\"");
    } else {
        struct diag *d = diag_error(l, "empty-value", node->span, "%.*s has no value", STR_ARG(k));
        diag_help(l, d,
                  "write a value, or take the key away; a value that starts with # needs "
                  "quotes");
    }
}

/* Any scalar will do for a text: `title: 2023` is one. */
bool text_usable(struct reader *r, const char *key, const struct node *node) {
    switch (node->kind) {
    case NODE_LIST:
        report_list_for_text(r, key, node);
        return false;
    case NODE_MAP:
        report_map_for_text(r, key, node);
        return false;
    case NODE_NULL:
        report_null_for_text(r, key, node);
        return false;
    case NODE_BOOLEAN:
    case NODE_NUMBER:
    case NODE_TEXT:
        break;
    }
    return text_whole(r, node, false);
}

static bool wrong_type(struct reader *r, const char *key, const struct node *node,
                       const char *wanted, const char *example) {
    if (node->kind == NODE_NULL) {
        report_null_for_text(r, key, node);
        return false;
    }
    struct str is = node_describe(r->s->arena, node);
    struct diag *d = diag_error(r->s->diags, "wrong-type", node->span, "%.*s needs %s, not %.*s",
                                STR_ARG(shown_key(r, key)), wanted, STR_ARG(is));
    if (example)
        diag_help(r->s->diags, d, "write it so: %s", example);
    return false;
}

bool list_usable(struct reader *r, const char *key, const struct node *node) {
    if (node->kind == NODE_LIST)
        return true;
    return wrong_type(r, key, node, "a list", "one item a line, each after `- `");
}

bool map_usable(struct reader *r, const char *key, const struct node *node, const char *example) {
    if (node->kind == NODE_MAP)
        return true;
    return wrong_type(r, key, node, "keys with values", example);
}

/* ---- single values ------------------------------------------------------------------------- */

struct name name_of_node(const struct node *node) {
    return (struct name){node->text, node->span};
}

bool read_expr(struct reader *r, const char *key, const struct node *node,
               const struct expr **out) {
    if (!text_usable(r, key, node))
        return false;
    struct str text = str_trim(node->text);
    if (str_starts(text, "{{") && str_ends(text, "}}")) {
        struct diag *d = diag_error(r->s->diags, "braces-not-needed", node->span,
                                    "`%s` is an expression and takes no braces", key);
        struct str bare = str_trim(str_slice(text, 2, text.n - 2));
        diag_help(r->s->diags, d, "write %.*s", STR_ARG(diag_quote(r->s->arena, bare)));
        return false;
    }
    struct origin origin = origin_of_node(node);
    *out = expr_parse(r->s, &origin, 0, origin.text.n);
    return *out != NULL;
}

static bool read_length(struct reader *r, const struct schema_key *key, const struct node *node,
                        struct dimension *out) {
    if (!text_usable(r, key->name, node))
        return false;
    unsigned unit = 0;
    struct dimension d;
    if (dimension_parse(str_trim(node->text), &d)) {
        switch (d.unit) {
        case UNIT_AUTO:
            unit = LENGTH_AUTO;
            break;
        case UNIT_ABSOLUTE:
        case UNIT_EM:
            unit = LENGTH_FIXED;
            break;
        case UNIT_PERCENT:
            unit = LENGTH_PERCENT;
            break;
        case UNIT_FR:
            unit = LENGTH_FR;
            break;
        case UNIT_NUMBER:
            if (d.value == 0) { /* 0 is 0 in every unit */
                d.unit = UNIT_ABSOLUTE;
                unit = LENGTH_FIXED;
            }
            break;
        }
    }
    if (unit & key->units && d.value >= 0) {
        *out = d;
        return true;
    }
    struct diag *g = diag_error(r->s->diags, "bad-length", node->span,
                                "`%s` needs a length, and `%.*s` is none that it takes", key->name,
                                STR_ARG(diag_quote(r->s->arena, node->text)));
    if (node->kind == NODE_NUMBER && node->text.p[0] != '-')
        diag_help(r->s->diags, g, "add a unit: %.*smm, or pt, cm, in, em", STR_ARG(node->text));
    else
        diag_help(r->s->diags, g, "write it so: 12pt, 6mm, 2cm, 1in, 1.5em%s%s%s",
                  key->units & LENGTH_PERCENT ? ", 50%" : "", key->units & LENGTH_FR ? ", 1fr" : "",
                  key->units & LENGTH_AUTO ? ", or auto" : "");
    return false;
}

static bool parse_count(struct str text, unsigned *out) {
    unsigned n = 0;
    if (!text.n || text.n > 9)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        n = n * 10 + (unsigned)(text.p[i] - '0');
    }
    *out = n;
    return true;
}

static bool read_count(struct reader *r, const struct schema_key *key, const struct node *node,
                       unsigned *out) {
    unsigned n;
    if (node->kind == NODE_LIST || node->kind == NODE_MAP || node->kind == NODE_NULL)
        return wrong_type(r, key->name, node, "a whole number", NULL);
    if (parse_count(node->text, &n) && n >= key->min && n <= key->max) {
        *out = n;
        return true;
    }
    struct diag *d = diag_error(r->s->diags, "bad-number", node->span,
                                "`%s` needs a whole number from %u to %u, not `%.*s`", key->name,
                                key->min, key->max, STR_ARG(diag_quote(r->s->arena, node->text)));
    diag_help(r->s->diags, d, "write it so: %s: %u", key->name, key->min ? key->min : 1);
    return false;
}

static bool read_boolean(struct reader *r, const struct schema_key *key, const struct node *node,
                         bool *out) {
    if (node->kind == NODE_BOOLEAN) {
        *out = node->boolean;
        return true;
    }
    if (node->kind != NODE_TEXT)
        return wrong_type(r, key->name, node, "true or false", NULL);
    struct diag *d =
        diag_error(r->s->diags, "wrong-type", node->span, "`%s` needs true or false, not `%.*s`",
                   key->name, STR_ARG(diag_quote(r->s->arena, node->text)));
    bool no = str_is(node->text, "no") || str_is(node->text, "off");
    diag_help(r->s->diags, d, "write %s: %s", key->name, no ? "false" : "true");
    return false;
}

static bool read_word(struct reader *r, const struct schema_key *key, const struct node *node,
                      int *out) {
    if (!text_usable(r, key->name, node))
        return false;
    *out = find_word(key->words, node->text);
    if (*out >= 0)
        return true;
    struct diag *d = diag_error(r->s->diags, "unknown-word", node->span, "`%s` cannot be `%.*s`",
                                key->name, STR_ARG(diag_quote(r->s->arena, node->text)));
    help_names(r, d, node->text, key->words);
    return false;
}

/* A language tag as in BCP 47: letters and digits in parts of at most 8, by hyphens. */
static bool language_tag(struct str text) {
    size_t part = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-' ? part == 0 : !(letter || (i > 1 && c >= '0' && c <= '9')))
            return false;
        part = c == '-' ? 0 : part + 1;
        if (part > 8)
            return false;
    }
    return part > 0 && text.n > 1;
}

/* A path, a name: known before there are any data. */
static bool without_expression(struct reader *r, const struct schema_key *key,
                               const struct node *node) {
    if (!node->text.n) {
        diag_help(r->s->diags,
                  diag_error(r->s->diags, "empty-value", node->span, "`%s` is empty", key->name),
                  "write a value, or take the key away");
        return false;
    }
    size_t at = str_find(node->text, STR("{{"));
    if (at == SIZE_MAX)
        return true;
    struct diag *d = diag_error(r->s->diags, "no-expression-here", node_span_at(node, at, 2),
                                "`%s` takes no expression", key->name);
    diag_help(r->s->diags, d, "write it as it is, without `{{ }}`");
    return false;
}

static bool read_str(struct reader *r, const struct schema_key *key, const struct node *node,
                     struct str *out) {
    int word;
    if (!text_usable(r, key->name, node) || !without_expression(r, key, node) ||
        (key->words && !read_word(r, key, node, &word)))
        return false;
    if (str_is(STR("lang"), key->name) && !language_tag(node->text)) {
        struct diag *d =
            diag_error(r->s->diags, "bad-language", node->span, "`%.*s` is not a language tag",
                       STR_ARG(diag_quote(r->s->arena, node->text)));
        diag_help(r->s->diags, d, "write it so: en-GB, cy, pl");
        return false;
    }
    *out = node->text;
    return true;
}

static bool read_text(struct reader *r, const struct schema_key *key, const struct node *node,
                      void *at) {
    if (!text_usable(r, key->name, node))
        return false;
    struct origin origin = origin_of_node(node);
    if (key->type == KEY_TEMPLATE) {
        *(const struct template **)at = template_parse(r->s, &origin);
        return true;
    }
    enum markdown_mode mode = key->type == KEY_PROSE ? MARKDOWN_BLOCKS : MARKDOWN_INLINE;
    *(const struct rich **)at = rich_parse(r->s, &origin, mode);
    return true;
}

static bool read_name(struct reader *r, const struct schema_key *key, const struct node *node,
                      struct name *out) {
    if (!text_usable(r, key->name, node) || !without_expression(r, key, node))
        return false;
    *out = name_of_node(node);
    return true;
}

bool read_key_value(struct reader *r, const struct schema_key *key, const struct node *node,
                    void *object) {
    char *at = (char *)object + (key->offset == SIZE_MAX ? 0 : key->offset);
    int word;
    if (key->span_offset)
        *(struct span *)(void *)((char *)object + key->span_offset) = node->span;
    if (key->read)
        return key->read(r, key, node, object);
    switch (key->type) {
    case KEY_TEMPLATE:
    case KEY_RICH:
    case KEY_PROSE:
        return read_text(r, key, node, at);
    case KEY_EXPR:
        return read_expr(r, key->name, node, (const struct expr **)(void *)at);
    case KEY_NAME:
        return read_name(r, key, node, (struct name *)(void *)at);
    case KEY_STR:
        return read_str(r, key, node, (struct str *)(void *)at);
    case KEY_BOOLEAN:
        return read_boolean(r, key, node, (bool *)at);
    case KEY_COUNT:
        return read_count(r, key, node, (unsigned *)(void *)at);
    case KEY_LENGTH:
        return read_length(r, key, node, (struct dimension *)(void *)at);
    case KEY_WORD:
        if (!read_word(r, key, node, &word))
            return false;
        if (key->offset != SIZE_MAX) /* a key of one word has nothing to write */
            *(unsigned *)(void *)at = (unsigned)word;
        return true;
    case KEY_SWITCH:
        if (!read_word(r, key, node, &word))
            return false;
        *(bool *)at = word == 1;
        return true;
    case KEY_LIST:
    case KEY_MAP:
    case KEY_CONTENT:
    case KEY_NODE:
        break; /* kept for later */
    }
    return true;
}

void read_key_default(const struct schema_key *key, void *object) {
    if (!key->fallback || key->read)
        return;
    char *at = (char *)object + key->offset;
    struct str text = str_from(key->fallback);
    if (key->type == KEY_BOOLEAN)
        *(bool *)at = str_is(text, "true");
    else if (key->type == KEY_COUNT)
        parse_count(text, (unsigned *)(void *)at);
    else if (key->type == KEY_LENGTH)
        dimension_parse(text, (struct dimension *)(void *)at);
    else if (key->type == KEY_SWITCH)
        *(bool *)at = find_word(key->words, text) == 1;
}
