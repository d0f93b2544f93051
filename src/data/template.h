/* template.h - texts with expressions: plain (titles, labels, alt, names) and rich (Markdown).
 *
 * Parsed once when the layout is read; filled with values when the document is bound.
 */
#ifndef QUIRE_DATA_TEMPLATE_H
#define QUIRE_DATA_TEMPLATE_H

#include "data/expr.h"
#include "source/prose.h"

struct template_part {
    struct str literal;      /* when expr is NULL */
    const struct expr *expr; /* NULL also when the expression was faulty: then literal is empty */
};

struct template {
    struct origin origin;
    struct template_part *parts;
    size_t n;
    bool faulty;
};

/* A Markdown text: the tree of prose, and its expressions, parsed, by prose->expressions' index. */
struct rich {
    struct prose *prose;
    const struct expr **exprs; /* NULL where faulty */
};

/* Never NULL. */
struct template *template_parse(struct session *s, const struct origin *origin);
struct rich *rich_parse(struct session *s, const struct origin *origin, enum markdown_mode mode);

/* The text with its values. Warns (number-unformatted) about a whole number of 10,000 or more printed
 * without a filter. References are a diagnostic here: they belong in prose. */
struct str template_fill(struct session *s, const struct template *t, const struct scope *scope);
/* True if one of its expressions reads this name. */
bool template_uses(const struct template *t, struct str name);
/* One expression's text as a text prints it, with the same warning. */
struct str print_value(struct session *s, const struct expr *e, const struct value *v,
                       const struct scope *scope);
/* The pieces of a link's address with values put in; address_index as in prose.h. */
struct str rich_address(struct session *s, const struct rich *r, const struct prose_node *link,
                        const struct scope *scope);

#endif
