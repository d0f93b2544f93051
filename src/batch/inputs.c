#include "batch/inputs.h"

#include "pdf/version.h"
#include "source/version.h"
#include "text/version.h"

#include <stdlib.h>
#include <sys/stat.h>

static void add_hash(struct hash *h, const struct hash_value *v) {
    hash_text(h, (struct str){(const char *)v->v, HASH_BYTES});
}

/* ---- what a group's documents share --------------------------------------------------------- */

static int by_key(const void *x, const void *y) {
    const struct map_entry *const *a = x, *const *b = y;
    return str_compare((*a)->key, (*b)->key);
}

/* Layouts, parts, themes, lists of fonts, profiles; data come in by what they put into a document. */
static void add_files(struct hash *h, struct arena *a, const struct plan_group *g) {
    const struct map *read = &g->s->files->read;
    const struct map_entry **sorted = ARENA_ARRAY(a, const struct map_entry *, read->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < read->n; i++) {
        if (!((const struct source *)read->entries[i].value)->figures) {
            sorted[n++] = &read->entries[i];
        }
    }
    qsort(sorted, n, sizeof *sorted, by_key);
    for (size_t i = 0; i < n; i++) {
        hash_text(h, sorted[i]->key);
        hash_text(h, ((const struct source *)sorted[i]->value)->bytes);
    }
}

static void add_font(void *context, struct str path) {
    struct hash *h = context;
    struct stat st;
    hash_text(h, path);
    if (stat(path.p, &st) == 0) {
        hash_number(h, st.st_size);
        hash_number(h, st.st_mtim.tv_sec);
        hash_number(h, st.st_mtim.tv_nsec);
    }
}

struct hash_value inputs_shared(struct arena *a, const struct plan_group *g) {
    struct hash *h = hash_new(a);
    hash_text(h, STR(QUIRE_VERSION));
    hash_text(h, source_versions(a));
    hash_text(h, text_versions(a));
    hash_text(h, pdf_versions(a));
    hash_text(h, g->edition);
    hash_number(h, g->s->diags->strict);
    add_files(h, a, g);
    job_each_font_file(g->p, g->s, add_font, h);
    return hash_end(h);
}

/* ---- a document's own ----------------------------------------------------------------------- */

struct walk {
    struct hash *h;
    struct session *s; /* to read pictures with */
    const struct bound_document *d;
};

static void add_text(struct walk *w, struct str t) {
    hash_text(w->h, t);
}

static void add_number(struct walk *w, int64_t n) {
    hash_number(w->h, n);
}

static void add_dimension(struct walk *w, struct dimension d) {
    add_number(w, d.unit);
    add_number(w, d.value);
}

static void add_decimal(struct walk *w, const struct decimal *d) {
    add_text(w, d ? decimal_text(w->s->arena, d) : STR("none"));
}

static void add_link(struct walk *w, const struct link *l) {
    add_number(w, l != NULL);
    if (l) {
        add_text(w, l->address);
        add_text(w, l->target);
        add_text(w, l->contents);
        add_number(w, l->element);
    }
}

static void add_inline(struct walk *w, const struct inline_text *t) {
    add_number(w, (int64_t)t->n);
    for (size_t i = 0; i < t->n; i++) {
        const struct inline_run *r = &t->v[i];
        add_number(w, (int64_t)r->kind * 4 + r->strong * 2 + r->emphasis);
        add_text(w, r->text);
        add_text(w, r->style);
        add_text(w, r->target);
        add_text(w, r->lang);
        add_number(w, r->element);
        add_link(w, r->link);
    }
}

static void add_picture(struct walk *w, struct str file, struct span at) {
    add_text(w, file);
    if (file.n) {
        const struct source *source = files_read(w->s->files, FILE_IMAGE, file, at);
        add_text(w, source ? source->bytes : STR_EMPTY);
    }
}

static void add_list(struct walk *w, const struct bound_list *list);

static void add_table(struct walk *w, const struct bound_table *t) {
    add_number(w, t->number);
    add_inline(w, &t->caption);
    add_inline(w, &t->source);
    add_text(w, t->continued);
    add_text(w, t->lang);
    add_number(w, (int64_t)t->head_count);
    add_number(w, (int64_t)t->column_count);
    for (size_t i = 0; i < t->column_count; i++) {
        add_dimension(w, t->columns[i].width);
        add_number(w, (int64_t)t->columns[i].align * 2 + t->columns[i].row_header);
    }
    add_number(w, (int64_t)t->row_count);
    for (size_t i = 0; i < t->row_count; i++) {
        const struct bound_row *row = &t->rows[i];
        add_number(w, (int64_t)row->kind);
        add_number(w, (int64_t)row->n);
        for (size_t k = 0; k < row->n; k++) {
            const struct bound_cell *c = &row->cells[k];
            struct inline_run one;
            struct inline_text text = cell_inline(c, &one);
            add_inline(w, &text);
            add_number(w, c->element);
            add_number(w, ((int64_t)c->column << 32) | c->column_span);
            add_number(w, ((int64_t)c->row_span << 8) | (c->align * 4 + c->header * 2 + c->number));
            add_number(w, (int64_t)c->point);
            add_decimal(w, c->figure);
        }
    }
}

static void add_chart(struct walk *w, const struct bound_chart *c) {
    add_number(w, c->number);
    add_number(w, c->figure);
    add_inline(w, &c->caption);
    add_inline(w, &c->subtitle);
    add_inline(w, &c->source);
    add_number(w, (int64_t)c->arrange * 1000 + c->direction * 100 + c->legend * 10 + c->labels);
    add_text(w, c->axis_title);
    add_decimal(w, c->axis.min);
    add_decimal(w, c->axis.max);
    add_dimension(w, c->height);
    add_text(w, c->lang);
    add_number(w, (int64_t)c->category_count);
    for (size_t i = 0; i < c->category_count; i++) {
        add_text(w, c->categories[i]);
    }
    add_number(w, (int64_t)c->series_count);
    for (size_t i = 0; i < c->series_count; i++) {
        add_text(w, c->series[i].label);
        for (size_t k = 0; k < c->category_count; k++) {
            const struct bound_point *p = &c->series[i].points[k];
            add_number(w, (int64_t)p->kind);
            add_text(w, p->label);
            add_decimal(w, p->kind == POINT_VALUE ? p->value : NULL);
        }
    }
}

static void add_items(struct walk *w, const struct bound_block *b) {
    add_number(w, b->as.items.ordered * 2 + b->as.items.links);
    for (size_t i = 0; i < b->as.items.n; i++) {
        add_text(w, b->as.items.v[i].label);
        add_list(w, &b->as.items.v[i].content);
    }
}

static void add_cards(struct walk *w, const struct bound_block *b) {
    add_number(w, b->as.cards.columns);
    for (size_t i = 0; i < b->as.cards.n; i++) {
        add_inline(w, &b->as.cards.v[i].title);
        add_inline(w, &b->as.cards.v[i].detail);
        add_link(w, b->as.cards.v[i].link);
    }
}

static void add_tiles(struct walk *w, const struct bound_block *b) {
    for (size_t i = 0; i < b->as.tiles.n; i++) {
        add_inline(w, &b->as.tiles.v[i].value);
        add_inline(w, &b->as.tiles.v[i].label);
    }
}

static void add_grid(struct walk *w, const struct bound_block *b) {
    add_dimension(w, b->as.grid.gap);
    for (size_t i = 0; i < b->as.grid.n; i++) {
        add_dimension(w, b->as.grid.widths[i]);
        add_list(w, &b->as.grid.cells[i]);
    }
}

static void add_image(struct walk *w, const struct bound_block *b) {
    add_picture(w, b->as.image.file, b->as.image.file_span);
    add_dimension(w, b->as.image.width);
    add_dimension(w, b->as.image.height);
    add_number(w, (int64_t)b->as.image.number * 4 + b->as.image.cover * 2 + b->as.image.decorative);
    add_inline(w, &b->as.image.caption);
}

static void add_contents(struct walk *w, const struct bound_block *b) {
    add_inline(w, &b->as.contents.title);
    for (size_t i = 0; i < b->as.contents.n; i++) {
        add_number(w, b->as.contents.v[i].level);
        add_inline(w, &b->as.contents.v[i].text);
    }
}

static void add_place(struct walk *w, const struct bound_block *b) {
    const struct dimension places[] = {b->as.place.top,    b->as.place.left,  b->as.place.right,
                                       b->as.place.bottom, b->as.place.width, b->as.place.height};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        add_dimension(w, places[i]);
    }
    add_list(w, &b->as.place.content);
}

static void add_block(struct walk *w, const struct bound_block *b) {
    switch (b->kind) {
    case BOUND_HEADING:
        add_number(w, b->as.heading.level);
        add_inline(w, &b->as.heading.text);
        add_text(w, b->as.heading.label);
        break;
    case BOUND_PARAGRAPH:
        add_inline(w, &b->as.paragraph);
        break;
    case BOUND_ITEMS:
        add_items(w, b);
        break;
    case BOUND_QUOTE:
        add_list(w, &b->as.quote.content);
        add_inline(w, &b->as.quote.by);
        break;
    case BOUND_TABLE:
        add_table(w, b->as.table);
        break;
    case BOUND_CHART:
        add_chart(w, b->as.chart);
        break;
    case BOUND_CARDS:
        add_cards(w, b);
        break;
    case BOUND_TILES:
        add_tiles(w, b);
        break;
    case BOUND_BOX:
        add_inline(w, &b->as.box.title);
        add_list(w, &b->as.box.content);
        break;
    case BOUND_GRID:
        add_grid(w, b);
        break;
    case BOUND_IMAGE:
        add_image(w, b);
        break;
    case BOUND_SPACE:
        add_dimension(w, b->as.space);
        break;
    case BOUND_BREAK:
        add_number(w, b->as.brk.column * 2 + b->as.brk.odd);
        break;
    case BOUND_MASTER:
        add_text(w, b->as.master.master->name);
        add_list(w, &b->as.master.content);
        break;
    case BOUND_CONTENTS:
        add_contents(w, b);
        break;
    case BOUND_PLACE:
        add_place(w, b);
        break;
    }
}

static void add_list(struct walk *w, const struct bound_list *list) {
    add_number(w, (int64_t)list->n);
    for (size_t i = 0; i < list->n; i++) {
        const struct bound_block *b = list->v[i];
        add_number(w, (int64_t)b->kind);
        add_text(w, b->id);
        add_text(w, b->style);
        add_text(w, b->lang);
        add_number(w, b->keep_together * 2 + b->keep_previous);
        add_number(w, b->element);
        add_number(w, (int64_t)b->note_count);
        for (size_t k = 0; k < b->note_count; k++) {
            add_inline(w, &b->notes[k].label);
            add_inline(w, &b->notes[k].text);
        }
        add_block(w, b);
    }
}

static void add_elements(struct walk *w, const struct element_tree *t) {
    add_number(w, (int64_t)t->n);
    for (size_t i = 1; i < t->n; i++) {
        const struct element *e = &t->v[i];
        add_number(w, ((int64_t)e->role << 32) | e->parent);
        add_number(w, ((int64_t)e->next << 32) | ((int64_t)e->scope * 16 + e->numbering));
        add_number(w, ((int64_t)e->column_span << 32) | e->row_span);
        add_text(w, e->heads->id);
        add_text(w, e->words->alt);
        add_text(w, e->words->lang);
        add_text(w, e->words->expansion);
        for (size_t k = 0; k < e->heads->header_count; k++) {
            add_number(w, e->heads->headers[k]);
        }
    }
}

/* ---- furniture ------------------------------------------------------------------------------ */

/* A value as layout may find it when it fills a header: all of it. */
static void add_value(struct walk *w, const struct value *v) {
    add_number(w, (int64_t)v->kind);
    if (v->kind == VALUE_LIST) {
        for (size_t i = 0; i < v->as.list.n; i++) {
            add_value(w, v->as.list.v[i]);
        }
    } else if (v->kind == VALUE_MAP) {
        const struct map *m = v->as.map.entries;
        for (size_t i = 0; i < m->n; i++) {
            add_text(w, m->entries[i].key);
            add_value(w, m->entries[i].value);
        }
    } else if (v->kind == VALUE_PROSE) {
        add_text(w, v->as.prose->prose->origin.text);
    } else if (v->kind != VALUE_POISON) {
        add_text(w, value_text_of(w->s->arena, v, STR_EMPTY));
    }
}

static void add_names(struct walk *w, const struct expr *e) {
    for (const struct scope *in = w->d->scope; in; in = in->outer) {
        for (size_t i = 0; i < in->names.n; i++) {
            if (expr_uses(e, in->names.entries[i].key)) {
                add_value(w, in->names.entries[i].value);
            }
        }
    }
}

static void add_furniture(struct walk *w, const struct furniture *f) {
    const struct template *parts[] = {f->inside, f->center, f->outside};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; parts[i] && k < parts[i]->n; k++) {
            if (parts[i]->parts[k].expr) {
                add_names(w, parts[i]->parts[k].expr);
            }
        }
    }
}

static void add_masters(struct walk *w) {
    for (size_t i = 0; i < w->d->master_count; i++) {
        const struct bound_master *m = &w->d->masters[i];
        add_furniture(w, &m->header);
        add_furniture(w, &m->footer);
        add_picture(w, m->background_image, m->background_span);
    }
    const struct edition *e = w->d->edition;
    for (size_t k = 0; e && e->marking && k < e->marking->n; k++) {
        if (e->marking->parts[k].expr) {
            add_names(w, e->marking->parts[k].expr);
        }
    }
}

struct hash_value inputs_hash(struct session *s, const struct hash_value *shared,
                              const struct bound_document *d) {
    struct walk w = {hash_new(s->arena), s, d};
    add_hash(w.h, shared);
    add_text(&w, d->title);
    add_text(&w, d->author);
    add_text(&w, d->subject);
    add_text(&w, d->keywords);
    add_text(&w, d->lang);
    add_number(&w,
               d->has_date ? ((int64_t)d->date.year * 16 + d->date.month) * 32 + d->date.day : -1);
    add_elements(&w, &d->elements);
    add_list(&w, &d->content);
    add_masters(&w);
    for (size_t i = 0; i < d->attachment_count; i++) {
        add_text(&w, d->attachments[i].name);
        add_text(&w, d->attachments[i].description);
        add_text(&w, d->attachments[i].bytes);
        add_number(&w, d->attachments[i].element);
    }
    for (size_t i = 0; i < d->check_count; i++) {
        add_number(&w, d->checks[i].passed);
    }
    for (size_t i = 0; i < s->diags->all.n; i++) {
        add_text(&w, s->diags->all.v[i]->message);
    }
    return hash_end(w.h);
}
