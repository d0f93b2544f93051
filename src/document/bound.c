#include "document/bound.h"

struct inline_text cell_inline(const struct bound_cell *cell, struct inline_run *one) {
    if (!cell->plain)
        return cell->runs;
    *one = (struct inline_run){
        .kind = INLINE_TEXT, .text = cell->text, .element = cell->element, .span = cell->span};
    return (struct inline_text){one, cell->text.n > 0 ? 1 : 0};
}

bool cell_blank(const struct bound_cell *cell) {
    return cell->plain ? cell->text.n == 0 : cell->runs.n == 0;
}
