/* columns.c - a stack in columns of equal width, balanced where it ends. */
#include "layout/layout_internal.h"

/* Balancing stops when the height is known this well. */
enum { BALANCE_STEP = PT };

struct column_set {
    struct layout *l;
    const struct stack *st;
    const struct columns *columns;
    struct region region;
    length width;
    const struct resume *from;
};

struct column_try {
    struct fragment *parts;
    size_t n;
    length height; /* of the highest */
    struct resume resume;
};

/* Fills columns of one height. `strict`: a trial, where nothing may be forced in. */
static bool columns_try(const struct column_set *set, length height, bool strict,
                        struct column_try *out) {
    struct layout *l = set->l;
    const struct resume *from = set->from;
    *out =
        (struct column_try){.parts = ARENA_ARRAY(l->arena, struct fragment, set->columns->count)};
    for (unsigned i = 0; i < set->columns->count; i++) {
        struct region column = {.width = set->width,
                                .height = height,
                                .full_height = set->region.full_height,
                                .empty = set->region.empty && !strict};
        struct fragment f = stack_layout(l, set->st, column, from, NULL);
        if (!f.frame)
            break;
        out->parts[out->n++] = f;
        out->height = length_max(out->height, f.frame->height);
        out->resume = f.resume;
        if (f.resume.done)
            return true;
        from = resume_keep(l, f.resume);
    }
    return false;
}

/* The least height in which all that is left fits. */
static struct column_try columns_balance(const struct column_set *set, struct column_try best) {
    length low = 0, high = best.height;
    for (size_t i = 0; i < best.n; i++)
        low += best.parts[i].frame->height;
    low /= (length)set->columns->count + 1;
    while (high - low > BALANCE_STEP) {
        length middle = low + (high - low) / 2;
        struct column_try attempt;
        if (columns_try(set, middle, true, &attempt)) {
            best = attempt;
            high = length_min(middle, attempt.height);
        } else {
            low = middle;
        }
    }
    return best;
}

struct fragment columns_layout(struct layout *l, const struct stack *st,
                               const struct columns *columns, struct region region,
                               const struct resume *from) {
    unsigned count = columns->count ? columns->count : 1;
    struct columns each = {.count = count, .gap = columns->gap, .rtl = columns->rtl};
    struct column_set set = {l, st, &each, region, 0, from};
    set.width = (region.width - each.gap * (length)(count - 1)) / (length)count;
    struct layout_piece first = {.count = 1};
    if (st->n)
        st->piece(l, st, 0, &first);
    set.width = layout_room(l, set.width, first.span);
    struct context old = l->context;
    l->context.columns = true;
    struct column_try filled;
    bool all = columns_try(&set, region.height, false, &filled);
    if (filled.n == 0) {
        l->context = old;
        return (struct fragment){.frame = NULL};
    }
    if (all)
        filled = columns_balance(&set, filled);
    l->context = old;
    struct frame *f = frame_new(l->arena, region.width, filled.height);
    f->baseline = filled.parts[0].frame->baseline;
    for (size_t i = 0; i < filled.n; i++) {
        length x = (set.width + each.gap) * (length)i;
        if (each.rtl)
            x = region.width - x - set.width;
        frame_push_frame(f, filled.parts[i].frame, x, 0);
    }
    return (struct fragment){.frame = f, .resume = filled.resume};
}
