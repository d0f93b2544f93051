/* diff.h - what changed between two sets of documents, or between two folders of data, in sentences.
 *
 * Only what may be shown is compared: manifests hold what documents print, data are protected on both
 * sides by the layouts that read them first. A hidden figure is its mark, before and after, and nothing is
 * said of it.
 */
#ifndef QUIRE_BATCH_DIFF_H
#define QUIRE_BATCH_DIFF_H

#include "base/map.h"
#include "job.h"

/* --- what is compared ---------------------------------------------------------------------- */

struct diff_document {
    struct str file;   /* its name, the same on both sides; empty: what a layout makes */
    struct str status; /* "written", "refused", "failed"; empty: not known */
    struct str why;    /* the first reason of one that is not written; may be empty */
    unsigned pages;
    struct printed_list printed;
};
VEC_DECLARE(diff_documents, struct diff_document);

/* --- what comes out ------------------------------------------------------------------------ */

enum diff_kind {
    DIFF_FIGURE,   /* a figure is another one */
    DIFF_NEW,      /* a figure, row, column or file that was not there */
    DIFF_GONE,     /* the other way round */
    DIFF_CAPTION,  /* of a table or chart */
    DIFF_PAGES,    /* a document has more or fewer */
    DIFF_STATUS,   /* a document is refused now, or no longer */
    DIFF_DOCUMENT, /* a document is new (before is empty) or gone (after is empty) */
    DIFF_TEXT      /* prose */
};

struct diff_place {
    struct str document;
    struct str in;  /* "Table 2", or empty */
    unsigned page;  /* 0: none */
    struct span at; /* in data */
};
VEC_DECLARE(diff_places, struct diff_place);

struct diff_change {
    enum diff_kind kind;
    struct str what;
    struct str before, after; /* as shown */
    struct str why;           /* DIFF_STATUS: the first reason; may be empty */
    struct diff_places places;
};
VEC_DECLARE(diff_changes, struct diff_change);

struct diff {
    struct arena *a;
    struct diff_changes changes;
    struct map known;       /* kind, name and values -> the change's number, plus 1 */
    struct path_list plain; /* data files that no layout reads: nothing protected them */
    bool refused;           /* a side could not be read or protected: its diagnostics are out */
};

void diff_init(struct diff *d, struct arena *a);
/* One change more, or one place more of a change that is known. */
void diff_add(struct diff *d, const struct diff_change *change, const struct diff_place *place);
void diff_documents(struct diff *d, const struct diff_documents *before,
                    const struct diff_documents *after);
/* "Rugby, adult referrals: 2 is now 3 (1 more); printed in rugby.pdf on page 1, table 2" */
struct str diff_sentence(struct arena *a, const struct diff_change *c);
struct str diff_kind_word(enum diff_kind kind);

/* --- reading ------------------------------------------------------------------------------- */

/* The documents of a manifest; false after a diagnostic. */
bool diff_read_manifest(struct session *s, struct str path, struct diff_documents *out);
/* A layout as the one document that it makes. false after a diagnostic. */
bool diff_read_layout(struct session *s, const struct job_options *options,
                      struct diff_documents *out);

struct diff_data_request {
    const struct job_options *options; /* root, allowed folders, fonts */
    struct str before, after;          /* folders */
    struct str layout; /* --layout: whose disclosure protects; empty: all layouts of the root */
    /* Where the diagnostics of one layout go. */
    struct session *(*open)(void *context);
    void (*close)(void *context, struct session *s);
    void *context;
};
void diff_data(struct diff *d, const struct diff_data_request *r);

#endif
