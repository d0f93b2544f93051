#include "source/markdown_internal.h"

#include "base/utf8.h"

#include <string.h>

VEC_DECLARE(note_vec, struct prose_note);

static void append(struct prose_reader *r, struct prose_open *parent, struct prose_node *node) {
    vec_push(r->session->arena, &parent->children, node);
}

static struct prose_open *top(struct prose_reader *r) {
    return &r->open[r->depth - 1];
}

struct prose_node *prose_add(struct prose_reader *r, enum prose_kind kind, size_t from, size_t to) {
    struct prose_node *node = ARENA_NEW(r->session->arena, struct prose_node);
    node->kind = kind;
    node->text = STR_EMPTY;
    node->span = origin_map_span(&r->places, from, to - from);
    append(r, top(r), node);
    return node;
}

bool prose_open_node(struct prose_reader *r, enum prose_kind kind, bool implied) {
    if (r->depth > LIMIT_NESTING) {
        diag_help(r->session->diags,
                  diag_error(r->session->diags, "nested-too-deep",
                             origin_map_span(&r->places, r->last, 1),
                             "this text is nested deeper than %d levels", LIMIT_NESTING),
                  "write it with fewer lists inside lists");
        return false;
    }
    struct prose_node *node = prose_add(r, kind, r->last, r->last + 1);
    r->open[r->depth++] = (struct prose_open){.node = node, .implied = implied};
    return true;
}

/* From the first to the last, cut at the end of the first's line. */
static struct span join(struct span first, struct span last) {
    if (first.line == last.line && last.column + last.length > first.column)
        first.length = last.column + last.length - first.column;
    return first;
}

void prose_close_node(struct prose_reader *r) {
    struct prose_open *o = top(r);
    o->node->children = o->children.v;
    o->node->n = o->children.n;
    if (o->children.n > 0)
        o->node->span = join(o->children.v[0]->span, o->children.v[o->children.n - 1]->span);
    r->depth--;
    if (o->any)
        prose_cover(r, o->from, o->to);
}

void prose_cover(struct prose_reader *r, size_t from, size_t to) {
    struct prose_open *o = top(r);
    if (!o->any || from < o->from)
        o->from = from;
    if (!o->any || to > o->to)
        o->to = to;
    o->any = true;
    r->last = to;
}

/* A tight list's text has no paragraph of its own. */
static bool ensure_paragraph(struct prose_reader *r) {
    struct prose_open *o = top(r);
    bool needs = o->node != NULL && (o->node->kind == PROSE_ITEM || o->node->kind == PROSE_QUOTE);
    return !needs || prose_open_node(r, PROSE_PARAGRAPH, true);
}

static void close_implied(struct prose_reader *r) {
    if (top(r)->implied)
        prose_close_node(r);
}

/* Where the next construct with this sign starts, for a message. */
static struct span find_sign(struct prose_reader *r, const char *sign) {
    struct str rest = str_slice(r->prose->origin.text, r->last, r->prose->origin.text.n);
    size_t found = str_find(rest, str_from(sign));
    size_t at = found == SIZE_MAX ? r->last : r->last + found;
    return origin_map_span(&r->places, at, strlen(sign));
}

/* The next line that holds nothing but the signs of a rule. */
static struct span find_rule(struct prose_reader *r) {
    struct str all = r->prose->origin.text;
    for (size_t at = r->last; at < all.n;) {
        size_t end = at;
        while (end < all.n && all.p[end] != '\n')
            end++;
        struct str line = str_trim(str_slice(all, at, end));
        size_t signs = 0;
        while (signs < line.n && strchr("-*_ \t>", line.p[signs]) != NULL)
            signs++;
        if (line.n >= 3 && signs == line.n)
            return origin_map_span(&r->places, (size_t)(line.p - all.p), line.n);
        at = end + 1;
    }
    return origin_map_span(&r->places, r->last, 1);
}

static void refuse(struct prose_reader *r, struct span at, const char *code, const char *what,
                   const char *help) {
    struct diag *d = diag_error(r->session->diags, code, at, "%s", what);
    diag_help(r->session->diags, d, "%s", help);
}

static void refuse_code(struct prose_reader *r, const char *sign) {
    refuse(r, find_sign(r, sign), "markdown-code", "code is not part of a text's Markdown",
           "write the words without backticks; a backtick itself is \\`");
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context) {
    struct prose_reader *r = context;
    close_implied(r);
    switch (type) {
    case MD_BLOCK_DOC:
        return 0;
    case MD_BLOCK_QUOTE:
        return !prose_open_node(r, PROSE_QUOTE, false);
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        if (!prose_open_node(r, PROSE_LIST, false))
            return 1;
        if (type == MD_BLOCK_OL) {
            top(r)->node->ordered = true;
            top(r)->node->start = ((MD_BLOCK_OL_DETAIL *)detail)->start;
            top(r)->node->tight = ((MD_BLOCK_OL_DETAIL *)detail)->is_tight != 0;
        } else {
            top(r)->node->tight = ((MD_BLOCK_UL_DETAIL *)detail)->is_tight != 0;
        }
        return 0;
    case MD_BLOCK_LI:
        return !prose_open_node(r, PROSE_ITEM, false);
    case MD_BLOCK_H:
        if (!prose_open_node(r, PROSE_HEADING, false))
            return 1;
        top(r)->node->level = ((MD_BLOCK_H_DETAIL *)detail)->level;
        return 0;
    case MD_BLOCK_P:
        return !prose_open_node(r, PROSE_PARAGRAPH, false);
    case MD_BLOCK_HR:
        refuse(r, find_rule(r), "markdown-rule",
               "a line across the page is not part of a "
               "text's Markdown",
               "take out the line of dashes, stars or underscores");
        return 0;
    case MD_BLOCK_CODE:
        refuse_code(r, ((MD_BLOCK_CODE_DETAIL *)detail)->fence_char == '~' ? "~~~" : "```");
        r->refused++;
        return 0;
    case MD_BLOCK_HTML:
        refuse(r, find_sign(r, "<"), "markdown-html", "HTML is not part of a text's Markdown",
               "write the text without tags; a `<` itself is \\<");
        r->refused++;
        return 0;
    case MD_BLOCK_TABLE:
        refuse(r, find_sign(r, "|"), "markdown-table", "a table is not part of a text's Markdown",
               "use a `table:` block with `rows:`");
        r->refused++;
        return 0;
    default:
        return 0;
    }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context) {
    (void)detail;
    struct prose_reader *r = context;
    close_implied(r);
    switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
    case MD_BLOCK_H:
    case MD_BLOCK_P:
        prose_close_node(r);
        return 0;
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_TABLE:
        r->refused--;
        return 0;
    default:
        return 0;
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context) {
    struct prose_reader *r = context;
    if (!ensure_paragraph(r))
        return 1;
    switch (type) {
    case MD_SPAN_EM:
        return !prose_open_node(r, PROSE_EMPHASIS, false);
    case MD_SPAN_STRONG:
        return !prose_open_node(r, PROSE_STRONG, false);
    case MD_SPAN_A:
        if (!prose_open_node(r, PROSE_LINK, false))
            return 1;
        prose_link(r, top(r)->node, detail);
        return 0;
    case MD_SPAN_IMG:
        refuse(r, find_sign(r, "!["), "markdown-image", "an image is not part of a text's Markdown",
               "use an `image:` block, with `alt:` for those who cannot see it");
        r->refused++;
        return 0;
    case MD_SPAN_CODE:
        refuse_code(r, "`");
        return 0;
    default:
        return 0;
    }
}

/* True when a link's text is its address. */
static bool is_bare(struct arena *a, const struct prose_node *link) {
    if (link->n == 0 || link->address.n != 1 || link->address.v[0].expression)
        return false;
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < link->n; i++) {
        if (link->children[i]->kind != PROSE_TEXT)
            return false;
        strbuf_add(&b, link->children[i]->text);
    }
    struct str text = strbuf_str(&b), address = link->address.v[0].text;
    return str_equal(text, address) ||
           (str_starts(address, "mailto:") && str_equal(str_slice(address, 7, address.n), text)) ||
           (str_starts(address, "http://") && str_equal(str_slice(address, 7, address.n), text));
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context) {
    (void)detail;
    struct prose_reader *r = context;
    if (type == MD_SPAN_IMG)
        r->refused--;
    if (type != MD_SPAN_EM && type != MD_SPAN_STRONG && type != MD_SPAN_A)
        return 0;
    struct prose_node *node = top(r)->node;
    prose_close_node(r);
    if (type == MD_SPAN_A)
        node->bare = is_bare(r->session->arena, node);
    return 0;
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context) {
    struct prose_reader *r = context;
    if (r->refused > 0) {
        prose_skip(r, (struct str){text, size});
        return 0;
    }
    if (!ensure_paragraph(r))
        return 1;
    prose_text(r, type, (struct str){text, size});
    return 0;
}

static void parse(struct prose_reader *r, struct str buffer, size_t shift, size_t base) {
    static const MD_PARSER parser = {
        0,           MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_TABLES,
        enter_block, leave_block,
        enter_span,  leave_span,
        take_text,   NULL,
        NULL};
    r->buffer = buffer;
    r->shift = shift;
    r->base = base;
    r->last = base;
    r->refused = 0;
    r->open[0] = (struct prose_open){.node = NULL};
    r->depth = 1;
    if (md_parse(buffer.p, (MD_SIZE)buffer.n, &parser, r) == -1)
        fail_memory();
    while (r->depth > 1)
        prose_close_node(r);
}

/* Text [from, to) as inline nodes: no line of it is taken for a heading, a list or a quote. */
static struct prose_open parse_inline(struct prose_reader *r, size_t from, size_t to) {
    const char *marked = r->cuts.marked;
    while (from < to && strchr(" \t\r\n", marked[from]) != NULL && marked[from] != '\0')
        from++;
    while (to > from && strchr(" \t\r\n", marked[to - 1]) != NULL && marked[to - 1] != '\0')
        to--;
    if (from == to)
        return (struct prose_open){.node = NULL};
    /* The bracket before it keeps the start from being taken for a block. */
    char *line = arena_alloc(r->session->arena, to - from + 2);
    line[0] = '(';
    for (size_t i = from; i < to; i++)
        line[1 + i - from] = (char)(marked[i] == '\n' || marked[i] == '\r' ? ' ' : marked[i]);
    parse(r, (struct str){line, to - from + 1}, 1, from);
    struct prose_open *doc = &r->open[0];
    if (doc->children.n == 0)
        return *doc;
    struct prose_node *paragraph = doc->children.v[0];
    struct prose_open inside = {.node = NULL};
    inside.children.v = paragraph->children;
    inside.children.n = paragraph->n;
    return inside;
}

static void read_notes(struct prose_reader *r) {
    struct note_vec notes = {NULL, 0, 0};
    for (size_t i = 0; i < r->cuts.definitions.n; i++) {
        const struct definition *d = &r->cuts.definitions.v[i];
        struct prose_open content = parse_inline(r, d->from, d->to);
        struct prose_note note = {d->name, origin_map_span(&r->places, d->offset, d->name.n + 3),
                                  content.children.v, content.children.n};
        vec_push(r->session->arena, &notes, note);
    }
    r->prose->notes = notes.v;
    r->prose->note_count = notes.n;
}

struct prose *markdown_read(struct session *s, const struct origin *origin,
                            enum markdown_mode mode) {
    struct prose *prose = ARENA_NEW(s->arena, struct prose);
    prose->origin = *origin;
    struct prose_reader *r = ARENA_NEW(s->arena, struct prose_reader);
    r->session = s;
    r->prose = prose;
    size_t bad = utf8_find_bad(origin->text);
    if (bad != SIZE_MAX) {
        struct diag *d = diag_error(s->diags, "not-utf-8", origin_span(origin, bad, 1),
                                    "byte 0x%02X is not UTF-8", (unsigned char)origin->text.p[bad]);
        diag_help(s->diags, d, "save the file as UTF-8");
        prose->origin.text = str_slice(origin->text, 0, bad);
    }
    r->places = origin_map_make(s->arena, &prose->origin);
    cuts_make(s, prose, mode, &r->cuts);
    struct prose_open top_level;
    if (mode == MARKDOWN_INLINE) {
        top_level = parse_inline(r, 0, prose->origin.text.n);
    } else {
        parse(r, (struct str){r->cuts.blocks, r->cuts.n}, 0, 0);
        top_level = r->open[0];
        read_notes(r);
    }
    prose->blocks = top_level.children.v;
    prose->n = top_level.children.n;
    return prose;
}
