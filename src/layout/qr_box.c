/* qr_box.c - a QR code on a page: a white ground with the quiet zone, and black bars. */
#include "image/qr.h"
#include "layout/layout_internal.h"

/* Drawn as an artifact: the address itself stands in the section's list. */
bool qr_push(struct layout *l, struct frame *f, const struct link *link, struct point at,
             length side) {
    const struct qr_code *code = qr_encode(l->s, link->address, link->span);
    if (!code)
        return false;
    struct color white = {.set = true, .r = 255, .g = 255, .b = 255};
    struct color black = {.set = true};
    unsigned modules = code->size + 2 * QR_QUIET_ZONE;
    frame_push_rectangle(f, white, at.x, at.y, (struct point){side, side});
    struct qr_bar *bars = ARENA_ARRAY(l->arena, struct qr_bar, qr_bars_most(code));
    size_t n = qr_bars(code, bars);
    for (size_t i = 0; i < n; i++) {
        /* Edges are rounded one by one, so that neighbours meet without a seam. */
        unsigned column = bars[i].column + QR_QUIET_ZONE, row = bars[i].row + QR_QUIET_ZONE;
        length left = length_scale(side, column, modules);
        length right = length_scale(side, column + bars[i].width, modules);
        length top = length_scale(side, row, modules);
        length bottom = length_scale(side, row + 1, modules);
        frame_push_rectangle(f, black, at.x + left, at.y + top,
                             (struct point){right - left, bottom - top});
    }
    return true;
}
