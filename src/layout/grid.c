/* grid.c - cells side by side; each goes on by itself in the next region. */
#include "layout/layout_internal.h"

static length default_gap(struct layout *l, const struct bound_block *b) {
    const struct style *own = block_style(l, b);
    return own->column_gap > 0 ? own->column_gap : own->font_size * 2;
}

/* Fixed widths first; the rest is shared by fr, of which AUTO is one. */
static void grid_widths(struct layout *l, const struct bound_block *b, length room,
                        length *widths) {
    length em = layout_style(l, STR_EMPTY, "body")->font_size;
    length fixed = 0, given = 0;
    int64_t shares = 0, used = 0;
    for (size_t i = 0; i < b->as.grid.n; i++) {
        struct dimension d =
            b->as.grid.widths ? b->as.grid.widths[i] : (struct dimension){UNIT_FR, 1000};
        if (d.unit == UNIT_FR || d.unit == UNIT_AUTO || d.unit == UNIT_NUMBER) {
            widths[i] = -1;
            shares += d.unit == UNIT_FR ? d.value : 1000;
        } else {
            widths[i] = dimension_resolve(d, em, room);
            fixed += widths[i];
        }
    }
    length rest = length_max(room - fixed, 0);
    for (size_t i = 0; i < b->as.grid.n; i++) {
        if (widths[i] >= 0)
            continue;
        struct dimension d =
            b->as.grid.widths ? b->as.grid.widths[i] : (struct dimension){UNIT_FR, 1000};
        used += d.unit == UNIT_FR ? d.value : 1000;
        length upto = shares > 0 ? length_scale(rest, used, shares) : 0;
        widths[i] = upto - given; /* the shares add up exactly */
        given = upto;
    }
    if (fixed > room) {
        struct diag *d = diag_error(l->s->diags, "overflow", b->span,
                                    "the grid's widths are more than the space there is");
        diag_help(l->s->diags, d, "use `fr` for a column: it takes a share of what is left");
        return;
    }
    for (size_t i = 0; i < b->as.grid.n; i++)
        widths[i] = layout_room(l, widths[i], b->span);
}

struct grid_cells {
    const length *widths;
    struct fragment *parts;
    struct resume *next;
    size_t n;
    bool progress, done;
};

static void grid_pour(struct layout *l, const struct bound_block *b, struct region region,
                      const struct resume *from, struct grid_cells *out) {
    out->done = true;
    for (size_t i = 0; i < out->n; i++) {
        const struct resume *before = from && from->inner ? &from->inner[i] : NULL;
        if (before && before->done) {
            out->next[i] = *before;
            continue;
        }
        struct region cell = region;
        cell.width = out->widths[i];
        out->parts[i] = flow_layout(l, &b->as.grid.cells[i], cell, before);
        if (out->parts[i].frame) {
            out->next[i] = out->parts[i].resume;
            out->progress = out->progress || out->parts[i].frame->height > 0 || out->next[i].done;
        } else if (before) {
            out->next[i] = *before;
        }
        out->done = out->done && out->next[i].done;
    }
}

struct fragment grid_layout(struct layout *l, const struct bound_block *b, struct region region,
                            const struct resume *from) {
    size_t n = b->as.grid.n;
    struct frame *f = frame_new(l->arena, region.width, 0);
    if (n == 0)
        return (struct fragment){.frame = f, .resume = {.done = true}};
    length em = layout_style(l, STR_EMPTY, "body")->font_size;
    length gap = b->as.grid.gap.unit == UNIT_AUTO
                     ? default_gap(l, b)
                     : dimension_resolve(b->as.grid.gap, em, region.width);
    length *widths = ARENA_ARRAY(l->arena, length, n);
    grid_widths(l, b, region.width - gap * (length)(n - 1), widths);
    struct grid_cells cells = {.widths = widths,
                               .parts = ARENA_ARRAY(l->arena, struct fragment, n),
                               .next = ARENA_ARRAY(l->arena, struct resume, n),
                               .n = n};
    struct context old = context_enter(l, NULL, NULL);
    const struct style *own = block_style(l, b);
    if (own->background.set)
        l->context.inside = own;
    grid_pour(l, b, region, from, &cells);
    l->context = old;
    /* A cell that cannot even begin here takes its neighbours along, if nothing has begun. */
    for (size_t i = 0; i < n && !region.empty && resume_at_start(from); i++)
        if (!cells.parts[i].frame)
            return (struct fragment){.frame = NULL};
    if (!cells.progress && !region.empty)
        return (struct fragment){.frame = NULL};
    bool rtl = lang_is_rtl(layout_lang(l, b->lang));
    length x = 0;
    for (size_t i = 0; i < n; i++) {
        const struct frame *part = cells.parts[i].frame;
        if (part) {
            frame_push_frame(f, part, rtl ? region.width - x - widths[i] : x, 0);
            f->height = length_max(f->height, part->height);
            if (i == 0)
                f->baseline = part->baseline;
        }
        x += widths[i] + gap;
    }
    struct resume resume = {.part = 1, .inner = cells.next, .inner_count = n, .done = cells.done};
    return (struct fragment){.frame = f, .resume = resume};
}
