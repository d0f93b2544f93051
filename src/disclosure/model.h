/* model.h - one set of a disclosure block: its rows as cells, its published sums as figures. */
#ifndef QUIRE_DISCLOSURE_MODEL_H
#define QUIRE_DISCLOSURE_MODEL_H

#include "disclosure/disclosure.h"

#include "disclosure/figures.h"

#include "base/vec.h"

VEC_DECLARE(figure_vec, struct figure);
VEC_DECLARE(figure_list, uint32_t);

/* Rows that have one value in a group field. */
struct model_group {
    struct str field, value;
    struct figure_list rows;
    uint32_t *columns; /* figures, one a count; FIGURE_NONE until asked for */
    uint32_t row_total;
};
VEC_DECLARE(model_group_vec, struct model_group);

struct model_note {
    struct str label;
    const struct disclosure_at *override;  /* shown by it */
    const struct disclosure_at *published; /* shown for it */
};
VEC_DECLARE(model_note_vec, struct model_note);

/* What a column beside the counts is to them. */
enum beside_role {
    BESIDE_COPY,           /* of a count */
    BESIDE_ROW_TOTAL,      /* the sum of all counts */
    BESIDE_PART,           /* the sum of some */
    BESIDE_SHARE_OF_ROW,   /* a count's share of the row's counts */
    BESIDE_SHARE_OF_COLUMN /* a count's share of its column */
};

struct beside {
    struct str name;
    enum beside_role role;
    size_t count;   /* COPY, SHARE */
    uint32_t parts; /* PART: the counts, as bits */
    int places;     /* SHARE: decimals of the percentage */
};
VEC_DECLARE(beside_vec, struct beside);

struct model {
    struct session *s;
    const struct disclosure_declaration *d;
    const struct disclosure_set *set;
    const struct dataset *data;
    size_t rows, counts;
    struct str *keys;                     /* by row */
    const struct value **cell;            /* rows by counts: a number or a mark */
    uint32_t *row_totals, *column_totals; /* figures; FIGURE_NONE until asked for */
    uint32_t grand;
    struct model_group_vec groups;
    struct figure_vec all;
    struct model_note_vec notes; /* by figure */
    struct figures f;
    struct beside_vec beside;
    bool good;
};

/* Reads the set's rows; `good` is false after a diagnostic. */
struct model *model_read(struct session *s, const struct disclosure_declaration *d,
                         const struct disclosure_set *set, const struct dataset *data);
/* The figure of a sum, made when first asked for; FIGURE_NONE if it holds a marked cell. */
uint32_t model_row(struct model *m, size_t row);
uint32_t model_column(struct model *m, size_t count);
uint32_t model_grand(struct model *m);
uint32_t model_group_column(struct model *m, struct model_group *g, size_t count);
uint32_t model_group_row(struct model *m, struct model_group *g);
/* The number of a count or row by its name, or SIZE_MAX. */
size_t model_find_count(const struct model *m, struct str name);
size_t model_find_row(const struct model *m, struct str key);
struct model_group *model_find_group(struct model *m, struct str value);
/* Makes f ready for figures_protect. */
void model_finish(struct model *m);

/* Finds columns that repeat, add up or divide counts, and rows that are the sum of the others. */
void model_read_beside(struct model *m);
const struct beside *model_find_beside(const struct model *m, struct str column);
/* Refuses what stands beside the counts and would tell one that is hidden, or rounded; sets `good`. */
void model_check_beside(struct model *m);
/* What the public sees in such a column: as the counts it is made of. */
const struct value *model_beside_value(const struct model *m, const struct beside *b, size_t row,
                                       const struct value *old);
/* Refuses figures of trees that are a hidden or rounded total by name and size, and are not declared
 * `same`. */
void model_check_trees(struct model *m, struct dataset *const *sets, size_t n);

/* twice.c: refuses sources that read a protected file again, unprotected. */
bool model_check_twice(struct session *s, const struct disclosure_declaration *d,
                       struct dataset *const *sets, size_t n);

/* The figures that an `at` and `count` mean; false after a diagnostic. */
bool model_resolve(struct model *m, const struct disclosure_at *at, struct figure_list *out);
/* Forces what the overrides of this set show, then what is published elsewhere. */
void model_force(struct model *m);
/* Says what cannot be protected, and what to do. */
void model_refuse(struct model *m);
/* Says where rounded figures do not add up as printed, and why. */
void model_check_adding(struct model *m);
/* Everything hidden, after a refusal. */
void model_hide_all(struct model *m);

/* A `same:` entry that belongs to one of the models. */
struct model_copy {
    const struct disclosure_same *same;
    struct model *model;
    uint32_t figure;
};
/* Whose figure it is; false after a diagnostic. */
bool model_resolve_same(struct session *s, struct model **models, size_t n,
                        struct model_copy *copy);

/* What the public sees of a figure: its number, rounded where the profile rounds, or a mark. */
const struct value *model_value(const struct model *m, uint32_t figure);
const struct value *model_row_value(const struct model *m, size_t row);
/* The protected copy of the data set. */
struct dataset *model_dataset(const struct model *m);
/* Its totals; `set` is that copy. */
struct disclosure_totals model_totals(struct model *m, const struct dataset *set);

#endif
