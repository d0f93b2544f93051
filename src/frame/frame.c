/* frame.c - building and walking frames. */
#include "frame/frame.h"

#include <assert.h>
#include <string.h>

enum { FIRST_ITEMS = 1 }; /* most frames are a line with one run, or a block in another */

struct frame *frame_new(struct arena *a, length width, length height) {
    struct frame *f = ARENA_NEW(a, struct frame);
    f->arena = a;
    f->width = width;
    f->height = height;
    return f;
}

static struct frame_item *next_item(struct frame *f) {
    if (f->n == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : FIRST_ITEMS;
        f->items =
            arena_grow(f->arena, f->items, f->cap * sizeof *f->items, cap * sizeof *f->items);
        f->cap = cap;
    }
    return &f->items[f->n++];
}

void frame_push(struct frame *f, const struct frame_item *item) {
    *next_item(f) = *item;
}

void frame_push_frame(struct frame *f, const struct frame *inner, length x, length y) {
    assert(inner && inner != f);
    struct frame_item item = {.kind = ITEM_FRAME, .x = x, .y = y, .as.frame = inner};
    frame_push(f, &item);
}

struct frame_item *frame_push_rectangle(struct frame *f, struct color fill, length x, length y,
                                        struct point size) {
    struct frame_item item = {.kind = ITEM_SHAPE, .artifact = ARTIFACT_LAYOUT, .x = x, .y = y};
    item.as.shape.kind = SHAPE_RECTANGLE;
    item.as.shape.width = size.x;
    item.as.shape.height = size.y;
    item.as.shape.fill = fill;
    frame_push(f, &item);
    return &f->items[f->n - 1];
}

struct walk {
    frame_visit *visit;
    void *context;
    bool places; /* leave out what is drawn */
};

static struct frame_item item_of_run(const struct frame_run *r) {
    struct frame_item item = {.kind = ITEM_GLYPHS,
                              .artifact = (enum artifact)r->artifact,
                              .element = r->element,
                              .span = r->span};
    item.as.glyphs.run = r->run;
    item.as.glyphs.color = r->color;
    item.as.glyphs.underline = r->underline;
    return item;
}

static void walk_runs(const struct walk *w, const struct frame_item *runs, struct point at) {
    for (size_t i = 0; i < runs->as.runs.n; i++) {
        const struct frame_run *r = &runs->as.runs.v[i];
        struct frame_item item = item_of_run(r);
        item.x = runs->x + r->x;
        item.y = runs->y + r->y;
        w->visit(w->context, &item, at.x + r->x, at.y + r->y);
    }
}

static void walk(const struct walk *w, const struct frame *f, struct point at) {
    for (size_t i = 0; i < f->n; i++) {
        const struct frame_item *item = &f->items[i];
        struct point here = {at.x + item->x, at.y + item->y};
        if (item->kind == ITEM_FRAME)
            walk(w, item->as.frame, here);
        else if (item->kind == ITEM_LINK || item->kind == ITEM_ANCHOR)
            w->visit(w->context, item, here.x, here.y);
        else if (w->places)
            continue;
        else if (item->kind == ITEM_RUNS)
            walk_runs(w, item, here);
        else
            w->visit(w->context, item, here.x, here.y);
    }
}

void frame_walk(const struct frame *f, frame_visit *visit, void *context) {
    walk(&(struct walk){visit, context, false}, f, (struct point){0, 0});
}

void frame_walk_places(const struct frame *f, frame_visit *visit, void *context) {
    walk(&(struct walk){visit, context, true}, f, (struct point){0, 0});
}

/* --- flat --- */

struct flat {
    struct frame *to;
    struct point at;
    struct frame_run *runs; /* room for all */
    size_t used, from;      /* of it; since `from` they are in no item yet */
};

static void count_item(void *context, const struct frame_item *item, length x, length y) {
    size_t *n = context;
    (void)x, (void)y;
    *n += item->kind == ITEM_GLYPHS;
}

static void end_runs(struct flat *flat) {
    struct frame_item item = {.kind = ITEM_RUNS, .x = flat->at.x, .y = flat->at.y};
    item.as.runs.v = flat->runs + flat->from;
    item.as.runs.n = flat->used - flat->from;
    if (item.as.runs.n > 0)
        frame_push(flat->to, &item);
    flat->from = flat->used;
}

static void add_flat(void *context, const struct frame_item *item, length x, length y) {
    struct flat *flat = context;
    bool fits = x == (int32_t)x && y == (int32_t)y;
    if (item->kind == ITEM_GLYPHS && fits) {
        flat->runs[flat->used++] = (struct frame_run){.run = item->as.glyphs.run,
                                                      .span = item->span,
                                                      .element = item->element,
                                                      .x = (int32_t)x,
                                                      .y = (int32_t)y,
                                                      .color = item->as.glyphs.color,
                                                      .artifact = (uint8_t)item->artifact,
                                                      .underline = item->as.glyphs.underline};
        return;
    }
    end_runs(flat);
    struct frame_item copy = *item;
    copy.x = flat->at.x + x;
    copy.y = flat->at.y + y;
    frame_push(flat->to, &copy);
}

void frame_push_flat(struct frame *f, const struct frame *inner, struct point at,
                     struct arena *arena) {
    size_t n = 0;
    frame_walk(inner, count_item, &n);
    struct flat flat = {.to = f, .at = at, .runs = ARENA_ARRAY(arena, struct frame_run, n)};
    frame_walk(inner, add_flat, &flat);
    end_runs(&flat);
}

struct frame *frame_settle(struct arena *a, const struct frame *f) {
    struct frame *copy = frame_new(a, f->width, f->height);
    copy->baseline = f->baseline;
    copy->n = copy->cap = f->n;
    copy->items = ARENA_ARRAY(a, struct frame_item, f->n);
    if (f->n > 0)
        memcpy(copy->items, f->items, f->n * sizeof *f->items);
    return copy;
}
