/* value.h - what data and expressions are made of.
 *
 * Values are immutable, live on the session's arena, and remember where they came from. A marked
 * value ([c], [x], [z], [low]) is a kind of its own, so that every switch has to deal with it. A poison
 * value stands for one whose diagnostic is already out: it passes through everything in silence. Only a
 * cell that is not what its column holds keeps its diagnostic to itself: whoever takes a value out of a
 * row says that it is used (value_used), and those who use such a cell are refused. As sources are read
 * once for many documents, telling changes nothing in the value.
 */
#ifndef QUIRE_DATA_VALUE_H
#define QUIRE_DATA_VALUE_H

#include "base/decimal.h"
#include "base/map.h"
#include "source/prose.h"

enum value_kind {
    VALUE_POISON,
    VALUE_NULL,
    VALUE_BOOLEAN,
    VALUE_NUMBER,
    VALUE_DATE,
    VALUE_TEXT,
    VALUE_PROSE,
    VALUE_LIST,
    VALUE_MAP,
    VALUE_MARK,
    VALUE_REFERENCE /* ref('id') or pageref('id'): only as a whole piece of a text */
};

/* Weakest first: arithmetic over several gives the strongest. */
enum mark { MARK_LOW, MARK_NOT_APPLICABLE, MARK_NOT_AVAILABLE, MARK_CONFIDENTIAL };

struct date {
    int year, month, day;
};

/* What is wrong with a cell, for the documents that use it. */
struct value_fault {
    const char *code; /* static text */
    struct str message, help;
};

struct value;
struct rich; /* template.h */

struct value {
    enum value_kind kind;
    struct span origin; /* of the cell or node; a computed value has SPAN_NONE */
    union {
        const struct value_fault *fault; /* of a poison value: NULL when its diagnostic is out */
        bool boolean;
        struct {
            const struct decimal *value;
            bool people;   /* a count of persons */
            bool filtered; /* came through a formatting-independent filter such as round */
        } number;
        struct date date;
        struct str text;
        const struct rich *prose;
        struct {
            const struct value **v;
            size_t n;
            const struct dataset *set; /* the source whose rows these are, or NULL */
        } list;
        struct {
            const struct map *entries; /* text -> const struct value *, in order */
            const struct dataset *set; /* the source this is a row of, or NULL */
        } map;
        enum mark mark;
        struct {
            struct str id;
            bool page;
        } reference;
    } as;
};

extern const struct value VALUE_POISON_VALUE;
extern const struct value VALUE_NULL_VALUE;

const struct value *value_boolean(struct arena *a, bool b);
const struct value *value_number(struct arena *a, const struct decimal *d);
const struct value *value_integer(struct arena *a, int64_t n);
const struct value *value_text(struct arena *a, struct str s);
const struct value *value_mark(struct arena *a, enum mark m);
const struct value *value_list(struct arena *a, const struct value **v, size_t n);
/* The value under a key of a map, or NULL. */
const struct value *value_get(const struct value *map, struct str key);
/* A value that is about to be read, compared or printed: tells its fault, if it is a cell with one.
 * Gives the value back. */
const struct value *value_used(struct session *s, const struct value *v);
/* The same for all that a list or map holds, where it is used whole; false if a fault was among it. */
bool value_used_whole(struct session *s, const struct value *v);
/* "[c]" and so on; and the mark that a text is exactly, if it is one. */
struct str mark_text(enum mark m);
bool mark_parse(struct str text, enum mark *out);
/* "a number", "a list of 5 items": for messages. */
struct str value_describe(struct arena *a, const struct value *v);
/* A tree (YAML, JSON) as a value. Texts that are exactly a mark become that mark. */
const struct value *value_from_node(struct session *s, const struct node *node);

#endif
