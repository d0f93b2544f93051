#include "source/yaml_internal.h"

#include <string.h>

/* What libyaml says, and what an author can use. */
struct translation {
    const char *problem;
    const char *context; /* part of it, or NULL for any */
    bool at_context;     /* point at where the construct started */
    const char *code, *message, *help;
};

#define QUOTES "put the text in quotes, or write `- |` and the text on the next line, indented"
#define INDENT "keys of one map stand at the same indent, and a list's items too"

static const struct translation TABLE[] = {
    {"found a tab character", NULL, false, "tab-indent", "a tab is used as indent",
     "indent with spaces"},
    {"found unexpected end of stream", "quoted scalar", true, "quote-not-closed",
     "this quote is not closed", "end the text with the same quote"},
    {"found unexpected document indicator", "quoted scalar", true, "quote-not-closed",
     "this quote is not closed", "end the text with the same quote"},
    {"mapping values are not allowed", NULL, false, "colon-in-text",
     "a colon and a space inside a text make it a key", QUOTES},
    {"did not find expected ',' or ']'", NULL, true, "bracket-not-closed",
     "this list is not closed, or a comma is missing in it",
     "end the list with `]`; a text that starts with `[` goes in quotes"},
    {"did not find expected ',' or '}'", NULL, true, "bracket-not-closed",
     "this map is not closed, or a comma is missing in it",
     "end the map with `}`; a text that starts with `{` goes in quotes"},
    {"block sequence entries are not allowed", NULL, false, "item-not-allowed",
     "a list's item cannot stand here", "put each `- ` on a line of its own"},
    {"unknown escape character", NULL, false, "bad-escape",
     "this is not an escape that a text in double quotes knows",
     "write the backslash twice, or use single quotes"},
    {"did not find expected hexdecimal number", NULL, false, "bad-escape",
     "an escape with \\x, \\u or \\U needs 2, 4 or 8 hexadecimal digits", "correct the digits"},
    {"invalid Unicode character escape", NULL, false, "bad-escape",
     "this escape names no character", "write the character itself"},
    {"indentation indicator", NULL, false, "bad-block-header",
     "the digit after `|` or `>` must be 1 to 9", "leave the digit out"},
    {"alphabetic or numeric character", "alias", true, "text-starts-badly",
     "a text cannot start with `*`: it is read as a reference", QUOTES},
    {"alphabetic or numeric character", "anchor", true, "text-starts-badly",
     "a text cannot start with `&`: it is read as an anchor", QUOTES},
    {"did not find URI escaped octet", NULL, true, "unknown-tag",
     "a text cannot start with `!`: it is read as a tag", QUOTES},
    {"did not find expected whitespace or line break", "tag", true, "unknown-tag",
     "a text cannot start with `!`: it is read as a tag", QUOTES},
    {"undefined tag handle", NULL, false, "unknown-tag",
     "a text cannot start with `!`: it is read as a tag", QUOTES},
    {"could not find expected ':'", NULL, true, "key-without-colon",
     "this line should be a key with a colon after it",
     "write `key: value`; a text of several lines is written under `|`"},
    {"did not find expected <document start>", NULL, false, "text-outside",
     "this does not belong to what stands above it", INDENT},
    {"did not find expected key", NULL, false, "bad-indent",
     "a key is expected here, at this indent", INDENT},
    {"did not find expected '-' indicator", NULL, false, "bad-indent",
     "the list above ends here: this line does not start with `- `", INDENT},
    {"did not find expected node content", NULL, false, "value-missing", "a value is expected here",
     "write the value, or a pair of quotes for an empty text"},
    {"incompatible YAML document", NULL, false, "yaml-version", "this version of YAML is not known",
     "take the line that starts with `%` out"},
    {"%YAML directive", NULL, false, "bad-directive",
     "a line that starts with `%` is read as an instruction to the YAML reader", QUOTES},
    {"%TAG directive", NULL, false, "bad-directive",
     "a line that starts with `%` is read as an instruction to the YAML reader", QUOTES},
    {"directive", NULL, false, "bad-directive",
     "a line that starts with `%` is read as an instruction to the YAML reader", QUOTES},
};

static bool holds(const char *text, const char *part) {
    return text != NULL && strstr(text, part) != NULL;
}

static size_t line_begin(const struct yaml *y, size_t at) {
    while (at > y->skipped && y->source->bytes.p[at - 1] != '\n')
        at--;
    return at;
}

/* A line at or above the place whose indent holds a no-break space. */
static bool report_no_break_space(const struct yaml *y, size_t at) {
    struct str all = y->source->bytes;
    for (int above = 0; above < 2; above++) {
        size_t line = line_begin(y, at);
        size_t p = line;
        while (p < all.n && (all.p[p] == ' ' || all.p[p] == '\t'))
            p++;
        if (p + 1 < all.n && all.p[p] == '\xC2' && all.p[p + 1] == '\xA0') {
            struct diag *d = diag_error(y->session->diags, "no-break-space-indent",
                                        span_of_bytes(y->source, p, p + 2),
                                        "this line is indented with a no-break space (U+00A0)");
            diag_help(y->session->diags, d, "type the indent again with ordinary spaces");
            return true;
        }
        if (line <= y->skipped)
            return false;
        at = line - 1;
    }
    return false;
}

/* A character that no token starts with: a tab, or a letter YAML keeps for itself. */
static bool report_start(const struct yaml *y, size_t at) {
    struct str all = y->source->bytes;
    char c = at < all.n ? all.p[at] : ' ';
    struct span span = span_of_bytes(y->source, at, at + 1);
    if (c == '\t') {
        struct diag *d =
            diag_error(y->session->diags, "tab-indent", span, "a tab is used as indent");
        diag_help(y->session->diags, d, "indent with spaces");
        return true;
    }
    struct diag *d = diag_error(y->session->diags, "text-starts-badly", span,
                                "a text cannot start with `%c`", c);
    diag_help(y->session->diags, d, QUOTES);
    return true;
}

/* More text behind a closing quote or bracket: the text only seemed to start with one. */
static bool report_after_close(const struct yaml *y, size_t at) {
    struct str all = y->source->bytes;
    size_t line = line_begin(y, at);
    size_t p = at;
    while (p > line && (all.p[p - 1] == ' ' || all.p[p - 1] == '\t'))
        p--;
    char close = p > line ? all.p[p - 1] : ' ';
    if (close != '"' && close != '\'' && close != ']' && close != '}')
        return false;
    char open = close == ']' ? '[' : close == '}' ? '{' : close;
    struct diag *d =
        diag_error(y->session->diags, "text-starts-badly", span_of_bytes(y->source, at, at + 1),
                   "more text stands behind the closing `%c`: a text cannot start "
                   "with `%c` and go on after it",
                   close, open);
    if (open == '[' || open == '{')
        diag_help(y->session->diags, d, QUOTES);
    else
        diag_help(y->session->diags, d,
                  "put the whole text in the other kind of quotes, or write "
                  "`- |` and the text on the next line, indented");
    return true;
}

/* A key that is indented deeper than those above it: YAML sees a text that goes on, then a colon.
 */
static bool report_deep_key(const struct yaml *y, size_t at) {
    size_t line = line_begin(y, at);
    struct str before = str_slice(y->source->bytes, line, at);
    if (str_find(before, STR(": ")) != SIZE_MAX || line <= y->skipped)
        return false;
    size_t spaces = 0;
    while (spaces < before.n && before.p[spaces] == ' ')
        spaces++;
    struct diag *d =
        diag_error(y->session->diags, "bad-indent", span_of_bytes(y->source, line + spaces, at),
                   "this key is indented as if it were part of the text above it");
    diag_help(y->session->diags, d, INDENT);
    return true;
}

/* `{color: #12436D}`: what follows the `#` is a comment, the closing brace too. */
static bool report_comment_in_braces(const struct yaml *y, size_t open) {
    struct str all = y->source->bytes;
    size_t at = open;
    while (at + 1 < all.n && all.p[at] != '\n' && !(all.p[at] == ' ' && all.p[at + 1] == '#'))
        at++;
    if (at + 1 >= all.n || all.p[at] == '\n')
        return false;
    size_t end = at + 2;
    while (end < all.n && strchr("0123456789abcdefABCDEF", all.p[end]) != NULL && all.p[end])
        end++;
    bool colour = end - at - 2 == 6 || end - at - 2 == 3;
    struct diag *d = diag_error(
        y->session->diags, colour ? "unquoted-colour" : "comment-cuts-text",
        span_of_bytes(y->source, at + 1, end),
        colour ? "a colour needs quotes: YAML takes `#` and the rest of the line for a comment"
               : "YAML takes `#` and the rest of the line for a comment, the closing `%c` too",
        all.p[open] == '[' ? ']' : '}');
    if (colour)
        diag_help(y->session->diags, d, "write it as \"%.*s\", with quotes", (int)(end - at - 1),
                  all.p + at + 1);
    else
        diag_help(y->session->diags, d, "put a text with `#` in quotes");
    return true;
}

/* `{that: rows[0].n == 1}`: between braces or brackets a plain text cannot hold another of them. */
static bool report_bracket_in_text(const struct yaml *y, size_t at) {
    struct str all = y->source->bytes;
    char c = at < all.n ? all.p[at] : ' ', before = at > y->skipped ? all.p[at - 1] : ' ';
    bool inside = before != ' ' && before != '\n' && before != '\t' && before != ',';
    if (!inside || (c != '[' && c != '{'))
        return false;
    struct diag *d =
        diag_error(y->session->diags, "bracket-in-text", span_of_bytes(y->source, at, at + 1),
                   "inside braces or brackets a text without quotes ends before `%c`", c);
    diag_help(y->session->diags, d, "put the whole text in quotes: {that: \"rows[0].n == 1\"}");
    return true;
}

/* `- > 50 people`: a text that YAML takes for the head of a block of text. */
static bool report_block_head(const struct yaml *y, size_t at) {
    struct diag *d = diag_error(
        y->session->diags, "text-starts-badly", span_of_bytes(y->source, at, at + 1),
        "a text cannot start with `%c`: it announces a block of text", y->source->bytes.p[at]);
    diag_help(y->session->diags, d, QUOTES);
    return true;
}

static void report_reader(const struct yaml *y, const yaml_parser_t *parser) {
    size_t at = y->skipped + parser->problem_offset;
    struct span span = span_of_bytes(y->source, at, at + 1);
    if (holds(parser->problem, "control characters")) {
        struct diag *d = diag_error(y->session->diags, "control-character", span,
                                    "the character U+%04X cannot stand in a text",
                                    (unsigned)parser->problem_value);
        diag_help(y->session->diags, d, "take it out");
        return;
    }
    diag_help(y->session->diags,
              diag_error(y->session->diags, "not-utf-8", span, "this byte is not UTF-8"),
              "save the file as UTF-8");
}

void yaml_report(const struct yaml *y, const yaml_parser_t *parser) {
    if (parser->error == YAML_READER_ERROR) {
        report_reader(y, parser);
        return;
    }
    size_t at = yaml_offset(y, parser->problem_mark.index);
    if (report_no_break_space(y, at))
        return;
    if (holds(parser->problem, "cannot start any token")) {
        report_start(y, at);
        return;
    }
    bool indent = holds(parser->problem, "did not find expected key") ||
                  holds(parser->problem, "did not find expected '-' indicator") ||
                  holds(parser->problem, "did not find expected <document start>");
    if (indent && report_after_close(y, at))
        return;
    if (holds(parser->problem, "mapping values are not allowed") && report_deep_key(y, at))
        return;
    size_t context = yaml_offset(y, parser->context_mark.index);
    if (holds(parser->problem, "did not find expected ','") && report_comment_in_braces(y, context))
        return;
    if (holds(parser->problem, "did not find expected ','") && report_bracket_in_text(y, at))
        return;
    if (holds(parser->problem, "did not find expected comment or line break") &&
        holds(parser->context, "block scalar") && report_block_head(y, context))
        return;
    for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
        const struct translation *t = &TABLE[i];
        if (!holds(parser->problem, t->problem) ||
            (t->context != NULL && !holds(parser->context, t->context)))
            continue;
        size_t place = t->at_context ? context : at;
        struct diag *d = diag_error(y->session->diags, t->code,
                                    span_of_bytes(y->source, place, place + 1), "%s", t->message);
        diag_help(y->session->diags, d, "%s", t->help);
        return;
    }
    diag_help(y->session->diags,
              diag_error(y->session->diags, "not-yaml", span_of_bytes(y->source, at, at + 1),
                         "this is not well-formed YAML: %s", parser->problem),
              "look at the quotes, colons and indents near this place");
}
