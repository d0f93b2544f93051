/* job.h - documents from a layout to their bytes. job.c is the only file that knows the order.
 *
 * A document is made in two parts. job_prepare does what all documents of one layout and edition share:
 * layout, data, checks, disclosure, styles, fonts. job_make makes one document of it, for one choice of
 * its params. job_run does both for a single document.
 *
 * A preparation lives on its session's arena and is const for whoever makes documents of it, but for
 * caches (shaped words, pictures, styles within styles) that never change what comes out. A document
 * has a session of its own, whose arena may be freed once its bytes are written.
 */
#ifndef QUIRE_JOB_H
#define QUIRE_JOB_H

#include "base/session.h"
#include "document/document.h"

/* JOB_CHECK does all that rendering does, and leaves the writing of files to nobody. */
enum job_stop { JOB_CHECK, JOB_RENDER, JOB_DUMP };

struct job_timing {
    const char *stage;
    double milliseconds; /* of CPU */
};
enum { JOB_TIMINGS = 16 };

struct job_timings {
    struct job_timing v[JOB_TIMINGS];
    size_t n;
    double mark; /* CPU time at the last entry */
};

struct job_options {
    struct document_request request;
    struct str root;     /* --root, or empty */
    struct str *allowed; /* --allow-path */
    size_t allowed_count;
    struct str own_fonts; /* the program's fonts folder */
    enum job_stop stop;
    struct str dump_stage;
    bool several; /* layouts are asked with the same --set and --data: each takes what it knows */
    bool figures; /* list the figures that are printed */
    const struct disclosure_profile *profile; /* in place of the layout's; NULL: the layout's own */
};

/* A figure of the data as it is printed. Only what may be seen: a hidden one is its mark. */
struct printed_figure {
    struct str what;  /* its name, the same from run to run: "referrals: Rugby, child" */
    struct str shown; /* as printed */
    struct str in;    /* "Table 2", "Figure 1"; empty: running text */
    unsigned page;    /* the first that it stands on, from 1 */
};

struct printed_caption {
    struct str in, text;
    unsigned page;
};

/* In reading order; what stands on no page that is written is left out. */
struct printed_list {
    struct printed_figure *figures;
    size_t figure_count;
    struct printed_caption *captions;
    size_t caption_count;
};

struct job_result {
    struct str bytes;                   /* the PDF, or the dump; empty when refused */
    const struct bound_document *bound; /* NULL: it did not come so far */
    unsigned pages, passes;
    struct str root;
    bool default_edition;
    bool had; /* the choice's `have` said so */
    struct job_timings timings;
    struct path_list inputs;
    struct printed_list printed; /* with job_options.figures; on the document's arena */
};

struct preparation;
struct bound_document;

/* The row of its source that a param stands for in one document. */
struct param_choice {
    struct str param;
    size_t row;
};

/* What is different in one document. All zeros: what the options' --set says, else first rows. */
struct job_choice {
    const struct param_choice *params;
    size_t param_count;
    /* Asked once the document is bound; true: no page of it is needed. NULL: always made. */
    bool (*have)(void *context, const struct bound_document *bound);
    void *context;
};

/* NULL when the layout could not be read at all. Diagnostics go to s->diags; with errors there no
 * document can be made, but job_make may still be called to find more mistakes. */
struct preparation *job_prepare(struct session *s, const struct job_options *options);
/* Runs the checks that no param can change, if they have not been run: their failures, with true figures,
 * go to the preparation's diagnostics. job_make does it for its first document. */
void job_check(struct preparation *p);
void job_release(struct preparation *p);
/* One document. `s` may be the preparation's own session, or another one with the same files.
 * false when a diagnostic of severity error stands in s->diags or in the preparation's. */
bool job_make(struct session *s, struct preparation *p, const struct job_choice *choice,
              struct job_result *out);

/* --- what a batch asks of a preparation --- */

/* NULL when the layout could not be read. */
const struct document *job_document(const struct preparation *p);
/* The source's rows that a param stands for, as a list that may be shown; NULL if it is no param of
 * this layout, or one without rows. */
const struct value *job_param_rows(const struct preparation *p, struct str param);
/* The key of such a row, as text. */
struct str job_row_key(struct arena *a, const struct preparation *p, const struct param_choice *c);
/* The names that a document's texts may use: nothing of it is hidden. */
const struct scope *job_shown(struct session *s, const struct preparation *p,
                              const struct job_choice *choice);

/* Whether two layouts protect the files that both read alike; for each pair of a batch. What shows
 * everything is no part of it. false after diagnostics in `s` that name both places. */
bool job_agree(struct session *s, const struct preparation *x, const struct preparation *y);
/* Whether `--set PATH=` or `--data SOURCE=` means something of this layout. */
bool job_can_set(const struct preparation *p, struct str path);
bool job_can_replace(const struct preparation *p, struct str source);
/* Every file that a font of the theme may be drawn from. */
void job_each_font_file(const struct preparation *p, struct session *s,
                        void (*file)(void *context, struct str path), void *context);

/* A single document. false when a diagnostic of severity error stands in s->diags. */
bool job_run(struct session *s, const struct job_options *options, struct job_result *out);

#endif
