#include "text/paragraph.h"

/* A segment that asks for it stays on one line where it fits. */
static void keep_segments(struct paragraph *p, length width) {
    for (size_t i = 0; i < p->pieces.n;) {
        size_t from = i, segment = p->items.v[p->pieces.v[i].item].segment;
        length total = 0;
        while (i < p->pieces.n && p->items.v[p->pieces.v[i].item].segment == segment) {
            total += p->pieces.v[i++].width;
        }
        if (!p->segments[segment].no_break || total > width) {
            continue;
        }
        for (size_t k = from; k + 1 < i; k++) {
            if (p->pieces.v[k].after == AFTER_BREAK) {
                p->pieces.v[k].after = AFTER_KEEP;
                p->pieces.v[k].soft_hyphen = false;
                p->pieces.v[k].hyphen = 0;
            }
        }
    }
}

/* Reads the unit that starts at piece `first`. */
static struct text_unit next_unit(const struct paragraph *p, size_t first) {
    struct text_unit u = {.first = first, .end = first};
    bool ended = false;
    while (!ended && u.end < p->pieces.n) {
        const struct text_piece *piece = &p->pieces.v[u.end++];
        if (piece->kind == PIECE_SPACE) {
            u.space += piece->width;
        } else if (piece->kind != PIECE_NEWLINE) {
            /* Spaces that turn out to stand within the unit. */
            u.stretch += u.space;
            u.width += u.space + piece->width;
            u.space = 0;
            u.stretch += piece->kind == PIECE_FIXED_SPACE ? piece->width : 0;
        }
        ended = piece->after != AFTER_KEEP;
        u.hard = piece->after == AFTER_HARD;
        u.hyphen = ended ? piece->hyphen : 0;
    }
    return u;
}

/* Advance of each cluster, at its first byte. */
static length *cluster_advances(struct paragraph *p, const struct text_piece *piece) {
    length *advances = ARENA_ARRAY(p->temp, length, piece->to - piece->from);
    for (size_t i = 0; i < piece->shaped->n; i++) {
        advances[piece->shaped->glyphs[i].cluster] += piece->shaped->glyphs[i].advance;
    }
    return advances;
}

/* Cuts a word that is wider than a line into parts that fit, at grapheme boundaries. */
static void cut_word(struct paragraph *p, struct piece_vec *out, const struct text_piece *piece,
                     length room) {
    const length *advances = cluster_advances(p, piece);
    struct str text = str_slice(p->text, 0, piece->to);
    for (size_t from = piece->from; from < piece->to;) {
        size_t end = from, last = from;
        length width = 0;
        while (end < piece->to) {
            size_t next = grapheme_end(text, end);
            for (size_t i = end; i < next; i++) {
                width += advances[i - piece->from];
            }
            if (width > room && end > from) {
                break;
            }
            last = end;
            end = next;
        }
        struct text_piece part = *piece;
        part.from = from;
        part.to = end;
        part.shaped = shape_text(p, &p->items.v[piece->item], from, end);
        if (part.shaped->width > room && last > from) {
            /* A kern or a joined form was lost at the cut. */
            part.to = last;
            part.shaped = shape_text(p, &p->items.v[piece->item], from, last);
        }
        part.width = part.shaped->width;
        if (part.to < piece->to) {
            part.after = AFTER_BREAK;
            part.soft_hyphen = false;
            part.hyphen = 0;
        }
        vec_push(p->temp, out, part);
        from = part.to;
    }
}

static void cut_unit(struct paragraph *p, struct piece_vec *out, const struct text_unit *u,
                     length room) {
    length used = 0;
    for (size_t i = u->first; i < u->end; i++) {
        struct text_piece piece = p->pieces.v[i];
        if (used > 0 && used + piece.width > room && piece.kind != PIECE_SPACE) {
            out->v[out->n - 1].after = AFTER_BREAK;
            used = 0;
        }
        if (piece.width > room && piece.kind == PIECE_WORD) {
            if (!p->overflow) {
                p->overflow = true;
                const struct text_segment *from = &p->segments[p->items.v[piece.item].segment];
                p->overflow_at = span_find(from->span, str_slice(p->text, piece.from, piece.to),
                                           2 * from->text.n);
            }
            cut_word(p, out, &piece, room);
            used = out->v[out->n - 1].width;
        } else {
            vec_push(p->temp, out, piece);
            used += piece.width;
        }
    }
}

static void cut_wide_units(struct paragraph *p, const struct line_frame *f) {
    bool wide = false;
    for (size_t i = 0; i < p->pieces.n;) {
        struct text_unit u = next_unit(p, i);
        wide = wide || u.width + u.hyphen > length_max(line_room(f, i), 1);
        i = u.end;
    }
    if (!wide) {
        return;
    }
    struct piece_vec out = {0};
    for (size_t i = 0; i < p->pieces.n;) {
        struct text_unit u = next_unit(p, i);
        length room = length_max(line_room(f, i), 1);
        if (u.width + u.hyphen > room) {
            cut_unit(p, &out, &u, length_max(room - u.hyphen, 1));
        } else {
            for (size_t k = u.first; k < u.end; k++) {
                vec_push(p->temp, &out, p->pieces.v[k]);
            }
        }
        i = u.end;
    }
    p->pieces.n = 0;
    for (size_t i = 0; i < out.n; i++) {
        vec_push(p->scratch, &p->pieces, out.v[i]);
    }
}

void paragraph_unite(struct paragraph *p, const struct line_frame *f) {
    keep_segments(p, f->width);
    cut_wide_units(p, f);
    for (size_t i = 0; i < p->pieces.n;) {
        struct text_unit u = next_unit(p, i);
        vec_push(p->scratch, &p->units, u);
        i = u.end;
    }
}
