/* frame.c - building and walking frames. */
#include "frame/frame.h"

#include <assert.h>

enum { FIRST_ITEMS = 4 };

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

static void walk(const struct frame *f, struct point at, frame_visit *visit, void *context) {
    for (size_t i = 0; i < f->n; i++) {
        const struct frame_item *item = &f->items[i];
        struct point here = {at.x + item->x, at.y + item->y};
        if (item->kind == ITEM_FRAME)
            walk(item->as.frame, here, visit, context);
        else
            visit(context, item, here.x, here.y);
    }
}

void frame_walk(const struct frame *f, frame_visit *visit, void *context) {
    walk(f, (struct point){0, 0}, visit, context);
}
