#include "source/build.h"

#include "source/bytes.h"
#include "source/scalar.h"

#include <string.h>
#include <yajl/yajl_parse.h>

/* yajl tells what it read and not where: the tokens it must have passed are found again, from the
 * end of the one before. */
struct json {
    struct session *session;
    const struct source *source;
    struct str all;
    size_t at;       /* end of the last token */
    size_t from, to; /* the token that the callback in hand is about */
    struct cursor cursor;
    struct build build;
};

static bool is_filler(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ':';
}

static size_t string_end(struct str s, size_t at) {
    for (at++; at < s.n && s.p[at] != '"'; at++) {
        if (s.p[at] == '\\')
            at++;
    }
    return at < s.n ? at + 1 : s.n;
}

static struct span next_token(struct json *j) {
    struct str s = j->all;
    size_t from = j->at;
    while (from < s.n && is_filler(s.p[from]))
        from++;
    size_t to = from;
    if (to < s.n && s.p[to] == '"') {
        to = string_end(s, to);
    } else if (to < s.n && strchr("[]{}", s.p[to]) != NULL) {
        to++;
    } else {
        while (to < s.n && !is_filler(s.p[to]) && strchr("[]{}\"", s.p[to]) == NULL)
            to++;
    }
    j->from = from;
    j->to = j->at = to;
    return cursor_span(&j->cursor, from, to);
}

static unsigned hex4(struct str s, size_t at) {
    unsigned value = 0;
    for (size_t i = at; i < at + 4 && i < s.n; i++) {
        char c = s.p[i];
        value = value * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

/* Half of a surrogate pair stands for no character. */
static void check_surrogates(struct json *j) {
    struct str s = str_slice(j->all, 0, j->to);
    for (size_t at = j->from; at + 5 < s.n; at++) {
        if (s.p[at] != '\\')
            continue;
        at++;
        if (s.p[at] != 'u')
            continue;
        unsigned c = hex4(s, at + 1);
        bool pair = c >= 0xD800 && c < 0xDC00 && at + 10 < s.n && s.p[at + 5] == '\\' &&
                    s.p[at + 6] == 'u' && hex4(s, at + 7) >= 0xDC00 && hex4(s, at + 7) < 0xE000;
        if (pair)
            at += 10;
        else if (c >= 0xD800 && c < 0xE000)
            diag_help(j->session->diags,
                      diag_error(j->session->diags, "bad-escape",
                                 bytes_span(j->source, at - 1, at + 5),
                                 "this escape is half of a pair and stands for no character"),
                      "write the character itself, or both halves of its escape");
    }
}

static int take(struct json *j, struct node *node) {
    return build_count(&j->build, 1, node->text.n, node->span) && build_value(&j->build, node);
}

static int take_null(void *context) {
    struct json *j = context;
    return take(j, build_node(&j->build, NODE_NULL, next_token(j)));
}

static int take_boolean(void *context, int value) {
    struct json *j = context;
    struct node *node = build_node(&j->build, NODE_BOOLEAN, next_token(j));
    node->text = value ? STR("true") : STR("false");
    node->boolean = value != 0;
    return take(j, node);
}

static int take_number(void *context, const char *text, size_t n) {
    struct json *j = context;
    struct node *node = build_node(&j->build, NODE_NUMBER, next_token(j));
    node->text = str_copy(j->session->arena, (struct str){text, n});
    if (!scalar_check_number(j->session, node, node->text))
        node->kind = NODE_TEXT;
    return take(j, node);
}

static struct node *make_text(struct json *j, const unsigned char *text, size_t n) {
    struct node *node = build_node(&j->build, NODE_TEXT, next_token(j));
    node->style = NODE_DOUBLE_QUOTED;
    check_surrogates(j);
    if (n > LIMIT_SCALAR) {
        diag_help(j->session->diags,
                  diag_error(j->session->diags, "text-too-long", node->span,
                             "a text of %zu bytes; at most %d are allowed", n, LIMIT_SCALAR),
                  "put long texts into a file of prose");
        j->build.stopped = true;
        return NULL;
    }
    node->text = str_copy(j->session->arena, (struct str){(const char *)text, n});
    return node;
}

static int take_text(void *context, const unsigned char *text, size_t n) {
    struct node *node = make_text(context, text, n);
    return node != NULL && take(context, node);
}

static int take_key(void *context, const unsigned char *text, size_t n) {
    struct json *j = context;
    struct node *node = make_text(j, text, n);
    return node != NULL && build_count(&j->build, 1, n, node->span) &&
           build_key(&j->build, node, false);
}

static int open_container(struct json *j, enum node_kind kind) {
    struct node *node = build_node(&j->build, kind, next_token(j));
    node->flow = true;
    return build_open(&j->build, node) && build_count(&j->build, 1, 0, node->span);
}

static int open_map(void *context) {
    return open_container(context, NODE_MAP);
}

static int open_list(void *context) {
    return open_container(context, NODE_LIST);
}

static int close_container(void *context) {
    struct json *j = context;
    next_token(j);
    return build_value(&j->build, build_close(&j->build));
}

/* yajl does not look whether its memory was given: ours is, or the process ends. */
enum { BLOCK_HEADER = 16 };

static void *json_malloc(void *context, size_t size) {
    char *block = arena_alloc(context, size + BLOCK_HEADER);
    memcpy(block, &size, sizeof size);
    return block + BLOCK_HEADER;
}

static void *json_realloc(void *context, void *old, size_t size) {
    if (old == NULL)
        return json_malloc(context, size);
    char *block = (char *)old - BLOCK_HEADER;
    size_t had;
    memcpy(&had, block, sizeof had);
    if (had >= size)
        return old;
    block = arena_grow(context, block, had + BLOCK_HEADER, size + BLOCK_HEADER);
    memcpy(block, &size, sizeof size);
    return block + BLOCK_HEADER;
}

static void json_free(void *context, void *block) {
    (void)context; /* the arena frees it */
    (void)block;
}

struct complaint {
    const char *yajl, *code, *message, *help;
};

static const struct complaint COMPLAINTS[] = {
    {"trailing garbage", "json-trailing", "more text stands behind the value",
     "a JSON file holds one value"},
    {"premature EOF", "json-unfinished", "the file ends inside a value",
     "close every quote, bracket and brace"},
    {"separated by a colon", "not-json", "a colon is missing between key and value", NULL},
    {"after key and value", "not-json", "a comma or the closing `}` is missing here", NULL},
    {"after array element", "not-json", "a comma or the closing `]` is missing here", NULL},
    {"invalid object key", "not-json", "a key must be a text in double quotes", NULL},
    {"inside a string", "bad-escape", "this escape is not one that JSON knows",
     "write a backslash itself twice"},
    {"invalid character inside string", "control-character",
     "a line break, tab or control character stands inside a text",
     "write \\n for a line break and \\t for a tab"},
    {"invalid (non-hex) character", "bad-escape", "\\u needs 4 hexadecimal digits", NULL},
    {"malformed number", "not-json", "this is not a number as JSON writes it",
     "a digit must follow the point, the `e` and the minus"},
    {"comments are not enabled", "not-json", "JSON has no comments", NULL},
    {"unallowed token", "not-json", "a value is expected here", "is there a comma too many?"},
    {"invalid char", "not-json", "this is not a JSON value",
     "a text goes in double quotes; true, false and null are the only words"},
    {"invalid string in json text", "not-json", "true, false and null are the only words",
     "a text goes in double quotes"},
};

static void report(struct json *j, yajl_handle handle, size_t skipped) {
    size_t at = skipped + yajl_get_bytes_consumed(handle);
    unsigned char *text = yajl_get_error(handle, 0, NULL, 0);
    const char *said = text == NULL ? "" : (const char *)text;
    bool ended = strstr(said, "premature EOF") != NULL;
    if (ended)
        at = j->all.n;
    else if (at > skipped && strstr(said, "invalid character inside string") == NULL)
        at--;
    const struct complaint *found = NULL;
    for (size_t i = 0; found == NULL && i < sizeof COMPLAINTS / sizeof *COMPLAINTS; i++) {
        if (strstr(said, COMPLAINTS[i].yajl) != NULL)
            found = &COMPLAINTS[i];
    }
    struct diag *d = diag_error(j->session->diags, found == NULL ? "not-json" : found->code,
                                bytes_span(j->source, at, at + 1), "%s",
                                found == NULL ? "this is not well-formed JSON" : found->message);
    if (found != NULL && found->help != NULL)
        diag_help(j->session->diags, d, "%s", found->help);
    yajl_free_error(handle, text);
}

static bool parse(struct json *j, struct str text, size_t skipped) {
    static const yajl_callbacks callbacks = {
        take_null, take_boolean,    NULL,      NULL,           take_number, take_text, open_map,
        take_key,  close_container, open_list, close_container};
    yajl_alloc_funcs memory = {json_malloc, json_realloc, json_free, j->session->arena};
    yajl_handle handle = yajl_alloc(&callbacks, &memory, j);
    yajl_status status = yajl_parse(handle, (const unsigned char *)text.p, text.n);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(handle);
    if (status == yajl_status_error)
        report(j, handle, skipped);
    yajl_free(handle);
    return status == yajl_status_ok;
}

struct node *json_read(struct session *s, const struct source *source) {
    struct json j = {.session = s, .source = source, .all = source->bytes};
    struct str text;
    size_t skipped;
    if (!bytes_accept(s, source, &text, &skipped))
        return NULL;
    j.at = skipped;
    j.cursor = cursor_at_start(source, skipped);
    build_init(&j.build, s, source);
    if (!parse(&j, text, skipped) || j.build.stopped)
        return NULL;
    return j.build.root;
}
