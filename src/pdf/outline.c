#include "pdf/writer.h"

enum { LEVELS = 7 };

/* Headings nest by level; a level that is skipped hangs on the nearest one above. */
void outline_make(struct writer *w) {
    struct haru_outline *open[LEVELS] = {NULL};

    for (size_t i = 0; i < w->links.anchors.n; i++) {
        struct link_anchor *a = w->links.anchors.v[i];
        struct haru_outline *parent = NULL;
        if (a->heading == 0 || a->heading >= LEVELS)
            continue;
        for (unsigned level = 1; level < a->heading; level++)
            if (open[level])
                parent = open[level];
        open[a->heading] = haru_add_outline(w->haru, parent, a->label, links_destination(w, a));
        for (unsigned level = a->heading + 1; level < LEVELS; level++)
            open[level] = NULL;
    }
}
