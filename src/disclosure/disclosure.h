/* disclosure.h - small counts of people are hidden so that nobody can work them out.
 *
 * Data sets in, protected data sets out. document/ reads a layout's `disclosure:` into the declarations
 * below; the job calls disclosure_protect() once, after the checks and before binding, with all sources.
 * The pattern depends on the data and the declarations alone.
 *
 * Every figure that the block publishes (cell, declared total, group, `same:`, `published:`) is one
 * equation over the cells of its set. What a profile calls small is hidden (primary), then as little
 * else as makes it safe (secondary), then an attacker in whole numbers must fail to pin any of it.
 */
#ifndef QUIRE_DISCLOSURE_DISCLOSURE_H
#define QUIRE_DISCLOSURE_DISCLOSURE_H

#include "data/dataset.h"

#include "base/session.h"

struct model;

/* --- what a layout declares ---------------------------------------------------------------- */

enum disclosure_zeros {
    DISCLOSURE_ZEROS_SHOWN,
    DISCLOSURE_ZEROS_HIDDEN, /* a zero is of hidden size */
    DISCLOSURE_ZEROS_JUDGED  /* shown; the report counts them for the person who judges */
};

enum disclosure_goal {
    DISCLOSURE_EXACT, /* no hidden count can be worked out */
    DISCLOSURE_RANGE  /* and each could as well be above the hidden sizes */
};

struct disclosure_profile {
    struct str name;   /* empty: the author's own map */
    int64_t low, high; /* hidden sizes, both inclusive */
    enum disclosure_zeros zeros;
    int64_t round; /* what is shown is rounded to this, so that it adds up; 1: exact */
    enum mark mark;
    enum disclosure_goal goal;
};

/* `dfe`, `dfe-cla`, `sac`, `srs10`; NULL if there is none of that name. */
const struct disclosure_profile *disclosure_profile_find(struct str name);
const struct str *disclosure_profile_names(size_t *n);

/* A word of the layout with its place. An empty text: absent. */
struct disclosure_word {
    struct str text;
    struct span span;
};

struct disclosure_set {
    struct disclosure_word name; /* of a data source that is a list of rows */
    struct disclosure_word *counts;
    size_t count_count;
    struct disclosure_word *by; /* what tells rows apart; with several, `at` joins them by ", " */
    size_t by_count;
    bool column_totals, row_totals, grand_total;
    struct disclosure_word *groups; /* fields; each group's columns are published (and its rows' */
    size_t group_count;             /* total, with row totals) */
    struct span span;
};

/* `same: {report.referrals.child: total child}`. The figure is `total COUNT` (a column), `total`
 * (grand), `total KEY` (a row) or `KEY COUNT`; where several sets fit, the set's name stands first. */
struct disclosure_same {
    struct disclosure_word path, figure;
};

/* `published:` and `override:`. at: a key, `total` or `all`; count: a count, `total`, or absent for all
 * of the row. */
struct disclosure_at {
    struct disclosure_word set, at, count;
    struct disclosure_word source;              /* published */
    struct disclosure_word reason, approved_by; /* override */
    struct span span;                           /* of the whole entry */
};

struct disclosure_declaration {
    struct disclosure_profile profile;
    struct disclosure_set *sets;
    size_t set_count;
    struct disclosure_same *same;
    size_t same_count;
    struct disclosure_at *published, *overrides;
    size_t published_count, override_count;
    struct span span;
};

/* --- what comes out ------------------------------------------------------------------------ */

struct disclosure_group {
    struct str field, value;       /* value as text */
    const struct value **columns;  /* one a count */
    const struct value *row_total; /* NULL unless row totals are declared */
};

/* A protected row and its total. */
struct disclosure_row {
    const struct value *row, *total;
};

/* The published totals of one set: numbers, or marks where hidden. NULL where none is declared. */
struct disclosure_totals {
    const struct disclosure_set *set;
    const struct value *map; /* for `totals(set)`: count -> total; and `total`, the grand total */
    const struct value **columns;    /* one a count, or NULL */
    const struct value **rows;       /* one a row of the data set, in its order, or NULL */
    const struct value *grand;       /* also with row and column totals: the sum of what is shown */
    struct disclosure_group *groups; /* group fields in order, values in data order */
    size_t group_count;
    bool hidden;                  /* something in this set is hidden */
    struct disclosure_row *index; /* the rows by address, for disclosure_row_total */
    size_t row_count;
};

struct disclosure_copy {
    struct str path;
    const struct value *value;
};

struct disclosure_result {
    bool ok; /* false: an error is out, and every count is hidden */
    struct dataset *
        *sets; /* as given, in order; a protected set and a tree with copies are new ones */
    struct disclosure_totals *totals; /* one a declared set that was found */
    size_t total_count;
    struct disclosure_copy *copies; /* already in `sets`; listed for the record */
    size_t copy_count;
    size_t primary, secondary; /* distinct figures hidden, totals among them */
    size_t zeros_shown;
    struct model **models; /* for disclosure_explain */
    size_t model_count;
};

/* Protects `n` sources. The true sets are left as they are. With an empty declaration (no sets) it only
 * reports `people` columns that are in no set. */
struct disclosure_result *disclosure_protect(struct session *s,
                                             const struct disclosure_declaration *d,
                                             struct dataset *const *sets, size_t n);

/* The totals of the set that rows of this source belong to, or NULL. */
const struct disclosure_totals *disclosure_totals_of(const struct disclosure_result *r,
                                                     struct str source);
/* The published total of one protected row, or NULL. */
const struct value *disclosure_row_total(const struct disclosure_result *r,
                                         const struct value *row);
/* The group's totals, or NULL. */
const struct disclosure_group *disclosure_group_of(const struct disclosure_totals *t,
                                                   struct str field, struct str value);

/* Gives each source that is a declared set the totals of its true figures, for `totals(set)` in checks and
 * in editions that show everything. */
void disclosure_true_totals(struct session *s, const struct disclosure_declaration *d,
                            struct dataset *const *sets, size_t n);

/* --- the private report -------------------------------------------------------------------- */

enum disclosure_why {
    DISCLOSURE_SHOWN,
    DISCLOSURE_PRIMARY,    /* a cell of hidden size */
    DISCLOSURE_TOTAL,      /* a total, group or copy of hidden size */
    DISCLOSURE_SECONDARY,  /* hidden so that another cannot be worked out */
    DISCLOSURE_OVERRIDDEN, /* of hidden size, shown by an override */
    DISCLOSURE_UNSAFE      /* could not be protected: the set is refused */
};

/* A figure of a set's table. */
struct disclosure_entry {
    const struct value *shown; /* NULL: not published */
    int64_t value;
    bool counted; /* false: no count, but the mark that stands in the data */
    enum disclosure_why why;
};

struct disclosure_grid_group {
    struct str field, value;
    struct disclosure_entry *columns; /* one a count */
    struct disclosure_entry total;
};

/* A set as a table: its true figures, and which are hidden. */
struct disclosure_grid {
    const struct disclosure_set *set;
    size_t rows, counts;
    const struct str *keys;              /* by row */
    struct disclosure_entry *cells;      /* rows by counts */
    struct disclosure_entry *row_totals; /* one a row; NULL: none is published */
    struct disclosure_entry *totals;     /* one a count; NULL: none is published */
    struct disclosure_entry grand;
    struct disclosure_grid_group *groups;
    size_t group_count;
    bool alone; /* rounded figures do not add up: each is rounded by itself */
    bool rough; /* they do, and might be nearer to the true ones: that was not worked out */
};

/* One figure that is hidden, overridden, or a zero that a person judges. */
struct disclosure_line {
    struct str set, label; /* "Rugby, child"; "total, child"; "area North, child" */
    int64_t value;
    enum disclosure_why why;
    int64_t least, most; /* what an attacker can narrow it to; most is INT64_MAX without a bound */
    bool proved;         /* false: not worked out (thousands are hidden), or at least as wide */
    struct span origin;  /* the cell, for a total the set */
    const struct disclosure_at *override, *published;
};

/* A column beside the counts that would tell them, and is shown or hidden with them. */
struct disclosure_beside {
    struct str set, column;
    struct str what; /* "`child` again", "the sum of all counts" */
};

/* Holds true figures: never for a published file. */
struct disclosure_report {
    struct disclosure_grid *grids;
    size_t grid_count;
    struct disclosure_line *lines;
    size_t line_count;
    struct disclosure_line *zeros; /* with a profile whose zeros are judged */
    size_t zero_count;
    struct disclosure_beside *beside;
    size_t beside_count;
};

/* What disclosure_protect has hidden, and why; of a refused layout, what could not be protected. */
struct disclosure_report *disclosure_explain(struct session *s, const struct disclosure_result *r);

/* --- several layouts ----------------------------------------------------------------------- */

struct disclosure_side {
    const struct disclosure_declaration *declaration;
    const struct source_declaration *sources;
    const struct str *files; /* one a source: its absolute path; empty: it has no file */
    size_t n;
};

/* Whether two layouts hide the same of each file that both read: profile, set, sums, copies, what is
 * public and what is overridden. false after diagnostics that name both places. */
bool disclosure_agree(struct session *s, const struct disclosure_side *x,
                      const struct disclosure_side *y);

/* --- percentages --------------------------------------------------------------------------- */

struct disclosure_share {
    int64_t numerator, base;
    int places; /* decimals printed */
    bool numerator_hidden, complement_hidden;
    int64_t base_shown; /* as printed where the profile rounds */
};

enum disclosure_share_verdict {
    DISCLOSURE_SHARE_SHOWN,
    DISCLOSURE_SHARE_HIDDEN, /* the numerator or its complement is hidden */
    DISCLOSURE_SHARE_TELLS   /* every pair that prints the same is of hidden size */
};

/* May 100 * numerator / base be printed? What is printed for the base tells that it
 * is anything from its true value to that. */
enum disclosure_share_verdict disclosure_share(const struct disclosure_profile *p,
                                               const struct disclosure_share *share);

#endif
