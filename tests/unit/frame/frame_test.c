#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frame/frame.h"

struct seen {
    length x[8], y[8];
    size_t n;
};

static void see(void *context, const struct frame_item *item, length x, length y) {
    struct seen *s = context;
    assert_int_not_equal(item->kind, ITEM_FRAME);
    s->x[s->n] = x;
    s->y[s->n++] = y;
}

static void walking_adds_up_the_places_of_nested_frames(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct color black = {.set = true};
    struct frame *inner = frame_new(a, 10, 10);
    frame_push_rectangle(inner, black, 1, 2, (struct point){3, 3});
    struct frame *middle = frame_new(a, 20, 20);
    frame_push_frame(middle, inner, 10, 20);
    struct frame *outer = frame_new(a, 900, 900);
    frame_push_rectangle(outer, black, 7, 8, (struct point){1, 1});
    frame_push_frame(outer, middle, 100, 200);
    frame_push_frame(outer, inner, -5, 0);
    struct seen seen = {.n = 0};
    frame_walk(outer, see, &seen);
    static const length x[] = {7, 111, -4}, y[] = {8, 222, 2};
    assert_int_equal(seen.n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(seen.x[i], x[i]);
        assert_int_equal(seen.y[i], y[i]);
    }
    arena_free(a);
}

static void items_keep_their_order_as_a_frame_grows(void **state) {
    (void)state;
    struct arena *a = arena_new();
    struct frame *f = frame_new(a, 10, 10);
    for (length i = 0; i < 100; i++) {
        struct frame_item item = {.kind = ITEM_ANCHOR, .x = i};
        frame_push(f, &item);
    }
    assert_int_equal(f->n, 100);
    for (size_t i = 0; i < f->n; i++)
        assert_int_equal(f->items[i].x, (length)i);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walking_adds_up_the_places_of_nested_frames),
        cmocka_unit_test(items_keep_their_order_as_a_frame_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
