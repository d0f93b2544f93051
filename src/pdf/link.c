#include "pdf/link.h"

#include "pdf/syntax.h"
#include "pdf/writer.h"

enum { LIMIT_ADDRESS = 32767 }; /* of a string in PDF/A-2 */

struct walk {
    struct writer *w;
    size_t page;
    length height;
};

static void keep_anchor(struct walk *k, const struct frame_item *item, length x, length y) {
    struct links *all = &k->w->links;
    struct link_anchor *a = ARENA_NEW(k->w->arena, struct link_anchor);

    a->id = item->as.anchor.id;
    a->label = item->as.anchor.label;
    a->heading = item->as.anchor.heading;
    a->place = (struct haru_place){k->page, length_max(x, 0), length_max(k->height - y, 0)};
    vec_push(k->w->arena, &all->anchors, a);
    if (a->id.n && !map_has(&all->by_id, a->id))
        map_set(&all->by_id, a->id, a);
}

static void visit(void *context, const struct frame_item *item, length x, length y) {
    struct walk *k = context;

    if (item->kind == ITEM_ANCHOR) {
        keep_anchor(k, item, x, y);
    } else if (item->kind == ITEM_LINK) {
        length top = k->height - y;
        struct link_area area = {item->as.link.link,
                                 k->page,
                                 {x, top - item->as.link.height, x + item->as.link.width, top},
                                 false};
        vec_push(k->w->arena, &k->w->links.areas, area);
    }
}

struct haru_destination *links_destination(struct writer *w, struct link_anchor *a) {
    if (!a->destination)
        a->destination = haru_add_destination(w->haru, &a->place);
    return a->destination;
}

static length floor_point(length v) {
    return (v >= 0 ? v / PT : -((-v + PT - 1) / PT)) * PT;
}

static length ceil_point(length v) {
    return -floor_point(-v);
}

/* All areas of one link on one page: the rectangle around them (whole points, so that none lies
 * outside by a rounding), and each as four corners. */
static struct haru_rectangle gather(struct writer *w, size_t from, struct strbuf *quads) {
    struct link_area *v = w->links.areas.v;
    struct haru_rectangle r = v[from].rectangle;
    element_id element = v[from].link->element;

    for (size_t i = from; i < w->links.areas.n && v[i].page == v[from].page; i++) {
        const struct haru_rectangle *q = &v[i].rectangle;
        const length corners[8] = {q->left,  q->bottom, q->right, q->bottom,
                                   q->right, q->top,    q->left,  q->top};
        if (v[i].done || v[i].link->element != element)
            continue;
        v[i].done = true;
        r.left = length_min(r.left, q->left);
        r.bottom = length_min(r.bottom, q->bottom);
        r.right = length_max(r.right, q->right);
        r.top = length_max(r.top, q->top);
        for (int c = 0; c < 8; c++)
            put_space_length(quads, corners[c]);
    }
    return (struct haru_rectangle){floor_point(r.left), floor_point(r.bottom), ceil_point(r.right),
                                   ceil_point(r.top)};
}

/* An address in ASCII: other bytes and what no address may hold are escaped. */
static struct str ascii_address(struct writer *w, struct str address) {
    struct strbuf b;

    strbuf_init(&b, w->arena);
    for (size_t i = 0; i < address.n; i++) {
        unsigned char c = (unsigned char)address.p[i];
        if (c > ' ' && c < 0x7F && c != '"' && c != '<' && c != '>' && c != '\\') {
            strbuf_add_char(&b, (char)c);
        } else {
            strbuf_add_char(&b, '%');
            put_hex(&b, c, 2);
        }
    }
    return strbuf_str(&b);
}

static unsigned annotate(struct writer *w, const struct link_area *area,
                         const struct haru_rectangle *r, struct str entries) {
    const struct link *link = area->link;

    if (link->address.n) {
        struct str address = ascii_address(w, link->address);
        if (address.n > LIMIT_ADDRESS) {
            struct diag *d = diag_error(w->s->diags, "link-too-long", link->span,
                                        "this address has %zu characters; a PDF allows %d",
                                        address.n, LIMIT_ADDRESS);
            diag_help(w->s->diags, d, "link to a page from which the long address is reached");
            return 0;
        }
        return haru_add_web_link(w->haru, area->page, r, address, entries);
    } else {
        struct link_anchor *to = map_get(&w->links.by_id, link->target);
        if (!to) {
            refuse_internal(w->s, link->span,
                            str_format(w->arena,
                                       "this link goes to `%.*s`, which was never placed on a page",
                                       STR_ARG(link->target)));
            return 0;
        }
        return haru_add_link(w->haru, area->page, r, links_destination(w, to), entries);
    }
}

static void make_annotation(struct writer *w, size_t from) {
    const struct link_area *area = &w->links.areas.v[from];
    const struct link *link = area->link;
    struct link_note note = {link->element, area->page, 0};
    struct haru_rectangle r;
    struct strbuf b;

    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "/F 4/Border[0 0 0]/StructParent ");
    put_int(&b, (int64_t)(w->in->pages->n + w->links.notes.n));
    strbuf_add_c(&b, "/Contents");
    put_text(&b, link->contents.n  ? link->contents
                 : link->address.n ? link->address
                                   : link->target);
    strbuf_add_c(&b, "/QuadPoints[");
    r = gather(w, from, &b);
    strbuf_add_c(&b, "]\n");
    note.number = annotate(w, area, &r, strbuf_str(&b));
    if (note.number)
        vec_push(w->arena, &w->links.notes, note);
}

void links_make(struct writer *w) {
    map_init(&w->links.by_id, w->arena);
    for (size_t i = 0; i < w->in->pages->n; i++) {
        const struct frame *frame = w->in->pages->v[i].frame;
        struct walk k = {w, i, frame->height};
        frame_walk_places(frame, visit, &k);
    }
    for (size_t i = 0; i < w->links.areas.n; i++) {
        const struct link_area *area = &w->links.areas.v[i];
        if (area->done)
            continue;
        if (area->link->element == 0 || area->link->element >= w->in->document->elements.n)
            refuse_internal(w->s, area->link->span,
                            STR("this link has no place in the structure tree (PDF/UA-1, 7.18.5)"));
        else
            make_annotation(w, i);
    }
}
