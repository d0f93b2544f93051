/* qr_box.c - a QR code on a page: a white ground with the quiet zone, and black bars. */
#include "image/qr.h"
#include "layout/layout_internal.h"

#define QR_CODE_LEAST LENGTH_MM(1510) /* of the code alone: 15 mm, and what rounding takes */
#define QR_MODULE_LEAST LENGTH_MM(41)

/* A code costs time and is asked for by each pass: it is made once. */
static const struct qr_code *code_of(struct layout *l, const struct link *link) {
    static const char kind[] = "qr";
    const void *key[2] = {kind, link};
    struct str name = {(const char *)key, sizeof key};
    if (!l->kept.arena)
        map_init(&l->kept, l->arena);
    const struct qr_code *code = map_get(&l->kept, name);
    if (code)
        return code;
    code = qr_encode(l->s, link->address, link->span);
    if (code)
        map_set(&l->kept, str_copy(l->arena, name), (void *)(uintptr_t)code);
    return code;
}

length qr_least(struct layout *l, const struct link *link) {
    const struct qr_code *code = code_of(l, link);
    if (!code)
        return 0;
    int64_t modules = code->size + 2 * QR_QUIET_ZONE;
    return length_max(length_scale(QR_CODE_LEAST, modules, code->size), QR_MODULE_LEAST * modules);
}

/* Drawn as an artifact: the address itself stands in the section's list. */
bool qr_push(struct layout *l, struct frame *f, const struct link *link, struct point at,
             length side) {
    const struct qr_code *code = code_of(l, link);
    if (!code)
        return false;
    struct color white = {.set = true, .r = 255, .g = 255, .b = 255};
    struct color black = {.set = true};
    frame_push_rectangle(f, white, at.x, at.y, (struct point){side, side})->span = link->span;
    struct module_run *runs = ARENA_ARRAY(l->arena, struct module_run, qr_runs_most(code));
    struct frame_item item = {.kind = ITEM_SHAPE, .artifact = ARTIFACT_LAYOUT, .span = link->span};
    item.x = at.x;
    item.y = at.y;
    item.as.shape = (struct shape){.kind = SHAPE_MODULES,
                                   .width = side,
                                   .height = side,
                                   .fill = black,
                                   .runs = runs,
                                   .run_count = qr_runs(code, runs),
                                   .grid = code->size + 2 * QR_QUIET_ZONE};
    frame_push(f, &item);
    return true;
}
