/* job_internal.h - what the files of the job share: the products of a preparation.
 *
 * There are two views of the data: the truth, which checks see, and what may be shown, which everything
 * else sees. A name of one stands for the same thing in the other.
 */
#ifndef QUIRE_JOB_INTERNAL_H
#define QUIRE_JOB_INTERNAL_H

#include "job.h"

#include "document/bound.h"
#include "frame/frame.h"
#include "image/image.h"
#include "pdf/cache.h"
#include "pdf/pdf.h"

struct view {
    struct dataset **sets; /* one a source, in order */
    struct scope scope;    /* sources, lang, edition, build */
};

struct preparation {
    struct session *s;
    const struct job_options *options;
    struct document *document;
    struct view truth, shown;
    const struct disclosure_result *disclosure; /* NULL: everything is shown */
    bool protected;                             /* `shown` may be bound */
    struct check_result
        *checks; /* of those that are the same in all documents; `check` NULL: not */
    size_t varying_checks;
    struct style_sheet *sheet;
    struct font_set *fonts; /* NULL: a font is missing */
    struct image_cache *images;
    struct pdf_cache *cache;
    struct press press;
    bool press_ready;
    struct job_timings timings;
};

/* job_data.c: the sources, read and with what --set puts into them, as the true view. */
void job_read_sources(struct preparation *p);
/* A --set or --data that means nothing of this layout. */
void job_check_assignments(struct preparation *p);
/* A scope inside a view with a document's params, title and author. */
struct scope *job_scope(struct session *s, const struct preparation *p, const struct view *view,
                        const struct job_choice *choice);
/* The names of a view: its sources, lang, edition, build.date. */
void job_name_view(struct preparation *p, struct view *view);
/* Title and author as names: what they say may hold figures of the scope's view. */
void job_name_texts(struct session *s, const struct document *d, struct scope *scope);

/* job_checks.c: all checks of one document. */
struct check_result *job_checks(struct session *s, const struct preparation *p,
                                const struct job_choice *choice);
/* job_figures.c: the document's figures with the pages that they came to stand on. */
struct printed_list job_printed(struct session *s, const struct bound_document *d,
                                const struct page_list *pages);
/* The same as stable text, a line each. */
void job_dump_printed(struct strbuf *b, const struct printed_list *l);

#endif
