#include "text/paragraph.h"

enum { SHORT_WORD_BYTES = 8, LEAST_LINES = 3, WIDTH_STEPS = 4, WIDTH_STEP_PERCENT = 3 };

length line_room(const struct line_frame *f, size_t first_unit) {
    return first_unit == 0 ? f->width - f->first_indent : f->width;
}

/* End of the longest line from `first` that fits; at least one unit. */
static size_t fill_line(const struct paragraph *p, length room, size_t first, size_t to) {
    length used = 0;
    size_t best = first + 1;
    for (size_t i = first; i < to; i++) {
        const struct text_unit *u = &p->units.v[i];
        if (used + u->width > room) {
            break;
        }
        if (used + u->width + u->hyphen <= room) {
            best = i + 1;
        }
        used += u->width + u->space;
    }
    return best;
}

static void fill_lines(struct paragraph *p, const struct line_frame *f, struct break_range units) {
    for (size_t first = units.first; first < units.end;) {
        size_t end = fill_line(p, line_room(f, first), first, units.end);
        struct break_range line = {first, end};
        vec_push(p->scratch, &p->lines, line);
        first = end;
    }
}

static bool ends_badly(const struct paragraph *p, size_t from) {
    struct break_range last = p->lines.v[p->lines.n - 1];
    const struct text_unit *u = &p->units.v[last.first];
    return p->lines.n - from >= LEAST_LINES && last.end - last.first == 1 &&
           p->pieces.v[u->end - 1].to - p->pieces.v[u->first].from <= SHORT_WORD_BYTES;
}

void break_ragged(struct paragraph *p, const struct line_frame *f, struct break_range units) {
    size_t from = p->lines.n;
    fill_lines(p, f, units);
    size_t count = p->lines.n - from;
    /* A short word alone on the last line: slightly shorter lines bring it company. */
    for (int step = 1; step <= WIDTH_STEPS && ends_badly(p, from); step++) {
        struct line_frame narrower = *f;
        narrower.width = length_scale(f->width, 100 - step * WIDTH_STEP_PERCENT, 100);
        p->lines.n = from;
        fill_lines(p, &narrower, units);
        if (p->lines.n - from != count) {
            break;
        }
    }
    if (p->lines.n - from != count || ends_badly(p, from)) {
        p->lines.n = from;
        fill_lines(p, f, units);
    }
}
