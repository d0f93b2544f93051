/* diag.h - what is told to the author: gathered here, printed by cli/ alone.
 *
 * Three kinds of failure are never mixed: a mistake of the author (diag_error, diag_warning), a
 * failure of the machine (diag_machine, with the system's reason), a bug of ours (assert). A stage
 * gathers all its diagnostics; a faulty node becomes a poison value that later stages pass over.
 *
 *     struct diag *d = diag_error(diags, "unknown-key", span, "unknown key `%.*s`", STR_ARG(key));
 *     diag_help(diags, d, "did you mean `%s`?", near);
 *
 * Codes are lower-case words joined by hyphens and stable: users search for them. All texts are
 * copied to the list's arena. Text from data is cut and cleaned by diag_quote first.
 */
#ifndef QUIRE_BASE_DIAG_H
#define QUIRE_BASE_DIAG_H

#include "base/span.h"
#include "base/vec.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct diag_note {
    struct span span; /* may be SPAN_NONE */
    struct str text;
};
VEC_DECLARE(diag_notes, struct diag_note);

struct diag {
    enum severity severity;
    bool machine;     /* a failure of the machine: exit status 3 */
    const char *code; /* static text */
    struct span span;
    struct str message;
    struct str label; /* beside the caret; may be empty */
    struct str help;  /* the remedy; may be empty */
    struct diag_notes notes;
    size_t order; /* of arrival, to sort stably */
};
VEC_DECLARE(diag_vec, struct diag *);

struct diag_list {
    struct arena *arena;
    struct diag_vec all;
    size_t errors, warnings; /* with strict, warnings are counted and marked as errors */
    bool machine;
    bool strict;
};

void diag_list_init(struct diag_list *l, struct arena *a);
struct diag *diag_error(struct diag_list *l, const char *code, struct span at, const char *format,
                        ...) __attribute__((format(printf, 4, 5)));
struct diag *diag_warning(struct diag_list *l, const char *code, struct span at, const char *format,
                          ...) __attribute__((format(printf, 4, 5)));
struct diag *diag_machine(struct diag_list *l, struct span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_label(struct diag_list *l, struct diag *d, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_help(struct diag_list *l, struct diag *d, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_note(struct diag_list *l, struct diag *d, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* By file, line, column, then arrival; repeats of the same code, place and message are dropped. */
void diag_sort(struct diag_list *l);
/* Text from data, safe to show: at most 80 characters, control characters as \xNN. */
struct str diag_quote(struct arena *a, struct str text);
/* The nearest of the candidates to a misspelt word (Damerau-Levenshtein, at most a third of its
 * letters wrong), or an empty text. */
struct str diag_nearest(struct str word, const struct str *candidates, size_t n);

#endif
