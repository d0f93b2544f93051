/* bleed.c - what touches the page's edge runs on into the bleed, so that no white line is left where
 * the paper is cut. Grounds and rules grow; a picture is made larger, and clipped where it does not touch. */
#include "layout/layout_internal.h"

#define TOUCHES LENGTH_MM(10)

struct bleed {
    struct arena *arena;
    length width, height; /* of the page */
    length by;
};

struct sides {
    length left, top, right, bottom;
};

const struct edition *edition_of(const struct layout *l) {
    return l->in && l->in->document ? l->in->document->edition : NULL;
}

length edition_bleed(const struct layout *l) {
    const struct edition *e = edition_of(l);
    if (!e || e->bleed.unit != UNIT_ABSOLUTE || !edition_promises(e, "pdf/x-4"))
        return 0;
    return length_max(e->bleed.value, 0);
}

/* Moves the sides that touch the page's edges out; false where none does. */
static bool run_out(const struct bleed *b, struct sides *s) {
    struct sides old = *s;
    bool seen = s->right > 0 && s->bottom > 0 && s->left < b->width && s->top < b->height;
    if (!seen)
        return false;
    if (s->left <= TOUCHES)
        s->left = length_min(s->left, -b->by);
    if (s->top <= TOUCHES)
        s->top = length_min(s->top, -b->by);
    if (s->right >= b->width - TOUCHES)
        s->right = length_max(s->right, b->width + b->by);
    if (s->bottom >= b->height - TOUCHES)
        s->bottom = length_max(s->bottom, b->height + b->by);
    return s->left != old.left || s->top != old.top || s->right != old.right ||
           s->bottom != old.bottom;
}

static bool bleed_shape(const struct bleed *b, struct frame_item *item, struct point at) {
    struct shape *shape = &item->as.shape;
    if (shape->kind != SHAPE_RECTANGLE || !shape->fill.set || shape->bar)
        return false;
    struct sides s = {at.x, at.y, at.x + shape->width, at.y + shape->height};
    if (!run_out(b, &s))
        return false;
    item->x += s.left - at.x;
    item->y += s.top - at.y;
    shape->width = s.right - s.left;
    shape->height = s.bottom - s.top;
    return true;
}

/* How long a side has to be, with its middle where it is, to reach from `low` to `high`. */
static length to_reach(length at, length size, length low, length high) {
    length middle = at + size / 2;
    return length_max(size, 2 * length_max(middle - low, high - middle) + 2);
}

static bool bleed_image(const struct bleed *b, struct frame_item *item, struct point at) {
    length width = item->as.image.width, height = item->as.image.height;
    struct sides s = {at.x, at.y, at.x + width, at.y + height};
    if (item->as.image.clip.width > 0) {
        s.left += item->as.image.clip.x;
        s.top += item->as.image.clip.y;
        s.right = s.left + item->as.image.clip.width;
        s.bottom = s.top + item->as.image.clip.height;
    }
    if (width <= 0 || height <= 0 || !run_out(b, &s))
        return false;
    length wide = to_reach(at.x, width, s.left, s.right);
    length high = to_reach(at.y, height, s.top, s.bottom);
    if (length_scale(wide, height, width) >= high)
        high = length_scale(wide, height, width);
    else
        wide = length_scale(high, width, height);
    struct point moved = {at.x + width / 2 - wide / 2, at.y + height / 2 - high / 2};
    item->x += moved.x - at.x;
    item->y += moved.y - at.y;
    item->as.image.width = wide;
    item->as.image.height = high;
    item->as.image.clip.x = s.left - moved.x;
    item->as.image.clip.y = s.top - moved.y;
    item->as.image.clip.width = s.right - s.left;
    item->as.image.clip.height = s.bottom - s.top;
    return true;
}

/* The frame itself where nothing in it touches an edge, else a copy. */
static const struct frame *bleed_frame(const struct bleed *b, const struct frame *f,
                                       struct point at) {
    struct frame *copy = NULL;
    for (size_t i = 0; i < f->n; i++) {
        struct frame_item item = f->items[i];
        struct point here = {at.x + item.x, at.y + item.y};
        bool changed = false;
        if (item.kind == ITEM_SHAPE) {
            changed = bleed_shape(b, &item, here);
        } else if (item.kind == ITEM_IMAGE) {
            changed = bleed_image(b, &item, here);
        } else if (item.kind == ITEM_FRAME) {
            item.as.frame = bleed_frame(b, item.as.frame, here);
            changed = item.as.frame != f->items[i].as.frame;
        }
        if (changed && !copy) {
            copy = frame_new(b->arena, f->width, f->height);
            copy->baseline = f->baseline;
            for (size_t k = 0; k < i; k++)
                frame_push(copy, &f->items[k]);
        }
        if (copy)
            frame_push(copy, &item);
    }
    return copy ? copy : f;
}

struct frame *page_bleed(struct layout *l, struct frame *page) {
    struct bleed b = {l->arena, page->width, page->height, edition_bleed(l)};
    if (b.by == 0)
        return page;
    const struct frame *f = bleed_frame(&b, page, (struct point){0, 0});
    if (f == page)
        return page;
    struct frame *out = frame_new(l->arena, f->width, f->height);
    for (size_t i = 0; i < f->n; i++)
        frame_push(out, &f->items[i]);
    return out;
}
