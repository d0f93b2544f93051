#include "source/yaml_internal.h"

#include "source/scalar.h"

#include <string.h>

size_t yaml_offset(const struct yaml *y, size_t index) {
    if (y->blocks == NULL)
        return y->skipped + index;
    size_t at = y->blocks[index / YAML_BLOCK];
    for (size_t left = index % YAML_BLOCK; left > 0 && at < y->text.n; left--) {
        at++;
        while (at < y->text.n && ((unsigned char)y->text.p[at] & 0xC0) == 0x80)
            at++;
    }
    return y->skipped + at;
}

static void index_code_points(struct yaml *y) {
    bool ascii = true;
    for (size_t i = 0; ascii && i < y->text.n; i++)
        ascii = (unsigned char)y->text.p[i] < 0x80;
    if (ascii)
        return;
    y->blocks = ARENA_ARRAY(y->session->arena, uint32_t, y->text.n / YAML_BLOCK + 2);
    size_t count = 0;
    for (size_t i = 0; i < y->text.n; i++) {
        if (((unsigned char)y->text.p[i] & 0xC0) == 0x80)
            continue;
        if (count % YAML_BLOCK == 0)
            y->blocks[count / YAML_BLOCK] = (uint32_t)i;
        count++;
    }
    if (count % YAML_BLOCK == 0)
        y->blocks[count / YAML_BLOCK] = (uint32_t)y->text.n;
}

/* Where a scalar's own text starts: libyaml's event starts at its anchor or tag. */
static size_t scalar_start(const struct yaml *y, const yaml_event_t *e) {
    struct str all = y->source->bytes;
    size_t at = yaml_offset(y, e->start_mark.index);
    size_t end = yaml_offset(y, e->end_mark.index);
    if (e->data.scalar.anchor == NULL && e->data.scalar.tag == NULL)
        return at;
    while (at < end && (all.p[at] == '&' || all.p[at] == '!' || all.p[at] == '#')) {
        bool comment = all.p[at] == '#';
        while (at < end && strchr(comment ? "\r\n" : " \t\r\n", all.p[at]) == NULL)
            at++;
        while (at < end && strchr(" \t\r\n", all.p[at]) != NULL)
            at++;
    }
    return at;
}

static struct span event_span(struct yaml *y, const yaml_event_t *e) {
    size_t from = yaml_offset(y, e->start_mark.index);
    return cursor_span(&y->cursor, from, yaml_offset(y, e->end_mark.index));
}

/* libyaml's time grows with the square of the directives, before its first event. */
static bool directives_fit(struct yaml *y) {
    size_t count = 0;
    bool head = true;
    for (size_t at = 0; at < y->text.n;) {
        const char *end = memchr(y->text.p + at, '\n', y->text.n - at);
        size_t next = end == NULL ? y->text.n : (size_t)(end - y->text.p) + 1;
        struct str line = str_slice(y->text, at, next);
        if (head && str_starts(line, "%")) {
            if (++count > LIMIT_DIRECTIVES) {
                diag_help(y->session->diags,
                          diag_error(y->session->diags, "too-many-directives",
                                     bytes_span(y->source, y->skipped + at, y->skipped + next),
                                     "more than %d lines that start with `%%` before the document",
                                     LIMIT_DIRECTIVES),
                          "take these lines out");
                return false;
            }
        } else if (str_starts(line, "...")) {
            head = true;
        } else if (str_trim(line).n > 0 && !str_starts(str_trim(line), "#")) {
            head = false;
        }
        at = next;
    }
    return true;
}

static struct yaml_anchor *set_anchor(struct yaml *y, const yaml_char_t *name, struct node *node,
                                      struct span at) {
    if (name == NULL)
        return NULL;
    struct yaml_anchor *a = ARENA_NEW(y->session->arena, struct yaml_anchor);
    a->node = node;
    a->at = at;
    map_set(&y->anchors, str_copy(y->session->arena, str_from((const char *)name)), a);
    return a;
}

static void report_tag(struct yaml *y, const yaml_event_t *e, const char *tag) {
    struct span at = event_span(y, e);
    struct str shown = diag_quote(y->session->arena, str_from(tag));
    struct diag *d =
        diag_error(y->session->diags, "unknown-tag", at, "`%s%.*s` is not a tag that is known here",
                   tag[0] == '!' ? "" : "!<", STR_ARG(shown));
    diag_help(y->session->diags, d, "a text that starts with `!` goes in quotes");
}

/* The core tags: the part after `tag:yaml.org,2002:`; NULL after a diagnostic; "" when none. */
static const char *core_tag(struct yaml *y, const yaml_event_t *e, const yaml_char_t *full) {
    static const char prefix[] = "tag:yaml.org,2002:";
    static const char *const known[] = {"str", "int", "float", "bool", "null", "map", "seq"};
    const char *tag = (const char *)full;
    if (tag == NULL)
        return "";
    if (strcmp(tag, "!") == 0)
        return e->type == YAML_SCALAR_EVENT ? "str" : "";
    if (strncmp(tag, prefix, sizeof prefix - 1) == 0) {
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            if (strcmp(tag + sizeof prefix - 1, known[i]) == 0)
                return known[i];
        }
    }
    report_tag(y, e, tag);
    return NULL;
}

static bool tag_fits(const struct node *node, const char *tag) {
    switch (node->kind) {
    case NODE_NULL:
        return strcmp(tag, "null") == 0;
    case NODE_BOOLEAN:
        return strcmp(tag, "bool") == 0;
    case NODE_NUMBER:
        return strcmp(tag, "int") == 0 || strcmp(tag, "float") == 0;
    case NODE_TEXT:
        return strcmp(tag, "str") == 0;
    case NODE_LIST:
        return strcmp(tag, "seq") == 0;
    case NODE_MAP:
        return strcmp(tag, "map") == 0;
    }
    return false;
}

static enum node_style style_of(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return NODE_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return NODE_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
        return NODE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return NODE_FOLDED;
    default:
        return NODE_PLAIN;
    }
}

/* A no-break space looks like an indent and is read as a letter. */
static void check_indent(struct yaml *y, const struct node *node, size_t from) {
    if (node->style != NODE_PLAIN || !str_starts(node->text, "\xC2\xA0"))
        return;
    const char *bytes = y->source->bytes.p;
    size_t line = from;
    while (line > 0 && (bytes[line - 1] == ' ' || bytes[line - 1] == '-'))
        line--;
    if (line > y->skipped && bytes[line - 1] != '\n' && bytes[line - 1] != '\r')
        return;
    struct diag *d = diag_error(y->session->diags, "no-break-space-indent",
                                span_of_bytes(y->source, from, from + 2),
                                "this line is indented with a no-break space (U+00A0)");
    diag_help(y->session->diags, d, "type the indent again with ordinary spaces");
}

static struct node *make_scalar(struct yaml *y, const yaml_event_t *e, bool is_key) {
    struct session *s = y->session;
    struct str text = {(const char *)e->data.scalar.value, e->data.scalar.length};
    struct node *node = build_node(&y->build, NODE_TEXT, SPAN_NONE);
    size_t from = scalar_start(y, e);
    node->style = style_of(e->data.scalar.style);
    bool block = node->style == NODE_LITERAL || node->style == NODE_FOLDED;
    node->span =
        cursor_span(&y->cursor, from, block ? from + 1 : yaml_offset(y, e->end_mark.index));
    node->text = text = str_copy(s->arena, text);
    check_indent(y, node, from);
    if (is_key)
        return node;
    const char *tag = core_tag(y, e, e->data.scalar.tag);
    if (tag == NULL || strcmp(tag, "str") == 0)
        return node;
    if (node->style == NODE_PLAIN || tag[0] != '\0')
        scalar_resolve(s, node, text);
    if (tag[0] != '\0' && !tag_fits(node, tag))
        diag_help(s->diags,
                  diag_error(s->diags, "tag-mismatch", node->span,
                             "this is not what its tag `!!%s` says", tag),
                  "take the tag away, or correct the value");
    return node;
}

static bool take_scalar(struct yaml *y, const yaml_event_t *e) {
    struct build *b = &y->build;
    bool is_key = build_wants_key(b);
    struct span at = event_span(y, e);
    if (e->data.scalar.length > LIMIT_SCALAR) {
        diag_help(y->session->diags,
                  diag_error(y->session->diags, "text-too-long", at,
                             "a text of %zu bytes; at most %d are allowed", e->data.scalar.length,
                             LIMIT_SCALAR),
                  "put long texts into a file of prose");
        b->stopped = true;
        return false;
    }
    struct node *node = make_scalar(y, e, is_key);
    if (is_key)
        y->key_end = yaml_offset(y, e->end_mark.index);
    struct yaml_anchor *a = set_anchor(y, e->data.scalar.anchor, node, at);
    if (a != NULL) {
        a->nodes = 1;
        a->bytes = node->text.n;
    }
    if (!build_count(b, 1, node->text.n, at))
        return false;
    if (is_key)
        return build_key(b, node, node->style == NODE_PLAIN && str_is(node->text, "<<"));
    size_t from = yaml_offset(y, e->start_mark.index);
    yaml_trap_scalar(y, node, from, yaml_offset(y, e->end_mark.index));
    struct build_level *l = b->depth == 0 ? NULL : &b->levels[b->depth - 1];
    if (l != NULL && l->node->kind == NODE_MAP && l->node->flow && node->kind == NODE_NULL &&
        node->text.n == 0 && l->entries.n > 0)
        yaml_trap_comma(y, node, l->entries.v[l->entries.n - 1].value);
    return build_value(b, node);
}

static bool take_alias(struct yaml *y, const yaml_event_t *e) {
    struct build *b = &y->build;
    struct str name = str_from((const char *)e->data.alias.anchor);
    struct yaml_anchor *a = map_get(&y->anchors, name);
    struct span at = event_span(y, e);
    if (a == NULL || a->open) {
        struct str shown = diag_quote(y->session->arena, name);
        struct diag *d = diag_error(y->session->diags, "unknown-alias", at,
                                    a == NULL ? "`*%.*s` names nothing: there is no `&%.*s` above"
                                              : "`*%.*s` stands inside `&%.*s` itself",
                                    STR_ARG(shown), STR_ARG(shown));
        diag_help(y->session->diags, d,
                  "a text that starts with `*` goes in quotes or under `- |`");
        b->stopped = a != NULL;
        if (b->stopped)
            return false;
        struct node *poison = build_node(b, NODE_TEXT, at);
        poison->text = str_format(y->session->arena, "*%.*s", STR_ARG(name));
        return build_wants_key(b) ? build_key(b, poison, false) : build_value(b, poison);
    }
    a->used = true;
    if (!build_count(b, a->nodes, a->bytes, at))
        return false;
    if (!build_wants_key(b))
        return build_value(b, a->node);
    if (a->node->kind != NODE_LIST && a->node->kind != NODE_MAP)
        return build_key(b, a->node, false);
    diag_help(y->session->diags,
              diag_error(y->session->diags, "key-not-text", at, "a key must be a text, not %s",
                         a->node->kind == NODE_LIST ? "a list" : "a map"),
              "write a text before the colon, in quotes if it starts with `[` or `{`");
    b->stopped = true;
    return false;
}

static bool open_container(struct yaml *y, const yaml_event_t *e) {
    struct build *b = &y->build;
    bool map = e->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *anchor = map ? e->data.mapping_start.anchor : e->data.sequence_start.anchor;
    const yaml_char_t *tag = map ? e->data.mapping_start.tag : e->data.sequence_start.tag;
    size_t from = yaml_offset(y, e->start_mark.index);
    struct node *node =
        build_node(b, map ? NODE_MAP : NODE_LIST, cursor_span(&y->cursor, from, from + 1));
    node->flow = map ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                     : e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    const char *core = core_tag(y, e, tag);
    if (core != NULL && core[0] != '\0' && !tag_fits(node, core))
        diag_help(y->session->diags,
                  diag_error(y->session->diags, "tag-mismatch", node->span,
                             "this is not what its tag `!!%s` says", core),
                  "take the tag away, or correct the value");
    if (build_wants_key(b) && map && from > 0 && y->source->bytes.p[from - 1] == '{') {
        struct diag *d = diag_error(y->session->diags, "expression-without-quotes",
                                    span_of_bytes(y->source, from - 1, from + 1),
                                    "a text that starts with an expression needs quotes");
        diag_help(y->session->diags, d, "write it in double quotes: \"{{ ... }}\"");
        b->stopped = true;
        return false;
    }
    struct yaml_anchor *a = set_anchor(y, anchor, node, node->span);
    if (a != NULL)
        *a = (struct yaml_anchor){node, b->nodes, b->bytes, true, a->used, a->at};
    if (!build_open(b, node))
        return false;
    y->opened[b->depth - 1] = a;
    return build_count(b, 1, 0, node->span);
}

static bool close_container(struct yaml *y) {
    struct build *b = &y->build;
    struct yaml_anchor *a = y->opened[b->depth - 1];
    struct node *node = build_close(b);
    if (a != NULL) {
        a->nodes = b->nodes - a->nodes;
        a->bytes = b->bytes - a->bytes;
        a->open = false;
    }
    yaml_trap_list(node);
    return build_value(b, node);
}

static bool take_event(struct yaml *y, const yaml_event_t *e, size_t *documents) {
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++*documents > 1) {
            struct diag *d = diag_error(y->session->diags, "two-documents", event_span(y, e),
                                        "a second document starts here; a file holds one");
            diag_help(y->session->diags, d, "take out the line `---`, or make two files");
            return false;
        }
        return true;
    case YAML_SCALAR_EVENT:
        return take_scalar(y, e);
    case YAML_ALIAS_EVENT:
        return take_alias(y, e);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_container(y, e);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_container(y);
    default:
        return true;
    }
}

static bool read_events(struct yaml *y, yaml_parser_t *parser) {
    size_t documents = 0;
    for (;;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            if (parser->error == YAML_MEMORY_ERROR)
                fail_memory();
            yaml_report(y, parser);
            return false;
        }
        bool last = event.type == YAML_STREAM_END_EVENT;
        bool good = take_event(y, &event, &documents);
        yaml_event_delete(&event);
        if (!good)
            return false;
        if (last)
            return true;
    }
}

/* `- &more and more`: YAML takes the first word for a name that is given to the rest. */
static void check_anchors(const struct yaml *y) {
    for (size_t i = 0; i < y->anchors.n; i++) {
        const struct yaml_anchor *a = y->anchors.entries[i].value;
        if (a->used || a->node->style != NODE_PLAIN || a->node->kind == NODE_LIST ||
            a->node->kind == NODE_MAP)
            continue;
        struct diag *d =
            diag_error(y->session->diags, "text-starts-badly", a->at,
                       "`&%.*s` names a value that nothing refers to: a text cannot start with `&`",
                       STR_ARG(diag_quote(y->session->arena, y->anchors.entries[i].key)));
        diag_help(y->session->diags, d,
                  "put the text in quotes, or write `- |` and the text on the next line, indented");
    }
}

struct node *yaml_read(struct session *s, const struct source *source) {
    struct yaml y = {.session = s, .source = source};
    if (!bytes_accept(s, source, &y.text, &y.skipped) || !directives_fit(&y))
        return NULL;
    index_code_points(&y);
    y.cursor = cursor_at_start(source, y.skipped);
    build_init(&y.build, s, source);
    map_init(&y.anchors, s->arena);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        fail_memory();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)y.text.p, y.text.n);
    bool good = read_events(&y, &parser);
    yaml_parser_delete(&parser);
    if (!good)
        return NULL;
    check_anchors(&y);
    if (y.build.root == NULL)
        return build_node(&y.build, NODE_NULL, bytes_span(source, y.skipped, y.skipped + 1));
    return y.build.root;
}
