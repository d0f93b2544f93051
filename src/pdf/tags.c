#include "pdf/tags.h"

#include "pdf/syntax.h"
#include "pdf/writer.h"

#include <assert.h>
#include <stdlib.h>

void tags_init(struct writer *w) {
    const struct element_tree *tree = &w->in->document->elements;
    struct tags *t = &w->tags;

    t->n = tree->n;
    t->elements = ARENA_ARRAY(w->arena, struct tag_element, t->n);
    vec_push(w->arena, &t->boxes, (struct tag_box){.set = false});
    t->pages = ARENA_ARRAY(w->arena, struct tag_elements, w->in->pages->n);
    for (element_id id = 1; id < t->n; id++) {
        const struct element *e = &tree->v[id];
        assert(e->parent < id); /* parents are made first */
        t->elements[id].began = UINT32_MAX;
        t->elements[id].figure = t->elements[e->parent].figure;
        if (e->role == ROLE_FIGURE) {
            t->elements[id].figure = (uint32_t)t->boxes.n;
            vec_push(w->arena, &t->boxes, (struct tag_box){.set = false});
        }
    }
}

static void add_mark(struct writer *w, element_id element, struct tag_mark mark) {
    struct tags *t = &w->tags;
    struct tag_element *e = &t->elements[element];

    if (t->marks.n < e->began)
        e->began = (uint32_t)t->marks.n;
    vec_push(w->arena, &t->marks, mark);
    if (e->last)
        t->marks.v[e->last - 1].next = (uint32_t)t->marks.n;
    else
        e->first = (uint32_t)t->marks.n;
    e->last = (uint32_t)t->marks.n;
}

unsigned tags_mark(struct writer *w, size_t page, element_id element) {
    struct tag_elements *on_page = &w->tags.pages[page];
    unsigned id = (unsigned)on_page->n;

    add_mark(w, element, (struct tag_mark){.page = (uint32_t)page, .id = id});
    vec_push(w->arena, on_page, element);
    return id;
}

void tags_annotate(struct writer *w, size_t page, element_id element, unsigned annotation) {
    add_mark(w, element,
             (struct tag_mark){.page = (uint32_t)page, .id = annotation, .annotation = true});
    vec_push(w->arena, &w->tags.annotations, element);
}

void tags_cover(struct writer *w, element_id element, const struct tag_box *box) {
    uint32_t figure = w->tags.elements[element].figure;
    struct tag_box *b = &w->tags.boxes.v[figure];

    if (!figure)
        return;
    if (!b->set) {
        *b = *box;
        b->set = true;
    } else if (b->page == box->page) {
        b->left = length_min(b->left, box->left);
        b->bottom = length_min(b->bottom, box->bottom);
        b->right = length_max(b->right, box->right);
        b->top = length_max(b->top, box->top);
    }
}

/* Elements with nothing in them are left out, but for cells, which keep a table's grid. Children
 * have larger ids than their parents, so one pass backwards settles both questions. */
static void number_elements(struct writer *w) {
    const struct element_tree *tree = &w->in->document->elements;
    struct tags *t = &w->tags;
    bool *kept = ARENA_ARRAY(w->arena, bool, t->n);

    for (element_id id = (element_id)t->n - 1; id > 0; id--) {
        const struct element *e = &tree->v[id];
        kept[id] = kept[id] || t->elements[id].first || e->role == ROLE_TD || e->role == ROLE_TH ||
                   id == 1;
        kept[e->parent] = kept[e->parent] || kept[id];
        if (t->elements[id].began < t->elements[e->parent].began)
            t->elements[e->parent].began = t->elements[id].began;
    }
    for (element_id id = 1; id < t->n; id++)
        if (kept[id])
            t->elements[id].number = objects_reserve(&w->objects);
}

static void put_mark(struct writer *w, struct strbuf *b, const struct tag_mark *m, size_t page) {
    if (m->annotation) {
        strbuf_add_c(b, "<</Type/OBJR/Pg ");
        put_reference(b, haru_page_number(w->haru, m->page));
        strbuf_add_c(b, "/Obj ");
        put_reference(b, m->id);
        strbuf_add_c(b, ">>");
    } else if (m->page == page) {
        put_int(b, m->id);
    } else {
        strbuf_add_c(b, "<</Type/MCR/Pg ");
        put_reference(b, haru_page_number(w->haru, m->page));
        strbuf_add_c(b, "/MCID ");
        put_int(b, m->id);
        strbuf_add_c(b, ">>");
    }
}

static void put_kids_upto(struct writer *w, struct strbuf *b, size_t *at, size_t upto) {
    const struct tags *t = &w->tags;

    for (; *at < upto; ++*at) {
        put_reference(b, t->elements[t->kids.v[*at]].number);
        strbuf_add_char(b, ' ');
    }
}

/* Children stand in tree order; what is painted directly stands after the last child that began
 * before it. */
static void put_kids(struct writer *w, struct strbuf *b, element_id id) {
    const struct element_tree *tree = &w->in->document->elements;
    struct tags *t = &w->tags;
    uint32_t mark = t->elements[id].first;
    size_t page = mark ? t->marks.v[mark - 1].page : 0, at = 0;

    t->kids.n = 0;
    for (element_id k = tree->v[id].first_child; k; k = tree->v[k].next)
        if (t->elements[k].number)
            vec_push(w->arena, &t->kids, k);
    if (mark) {
        strbuf_add_c(b, "/Pg ");
        put_reference(b, haru_page_number(w->haru, page));
    } else if (!t->kids.n) {
        return; /* an empty cell */
    }
    if (mark && !t->kids.n && !t->marks.v[mark - 1].next) { /* nearly always, in a table */
        strbuf_add_c(b, t->marks.v[mark - 1].annotation ? "/K" : "/K ");
        put_mark(w, b, &t->marks.v[mark - 1], page);
        return;
    }
    strbuf_add_c(b, "/K[");
    for (; mark; mark = t->marks.v[mark - 1].next) {
        size_t upto = t->kids.n; /* one past the last child that began before this mark */
        while (upto > at && t->elements[t->kids.v[upto - 1]].began >= mark - 1)
            upto--;
        put_kids_upto(w, b, &at, upto);
        put_mark(w, b, &t->marks.v[mark - 1], page);
        strbuf_add_char(b, ' ');
    }
    put_kids_upto(w, b, &at, t->kids.n);
    if (b->p[b->n - 1] == ' ')
        b->n--;
    strbuf_add_c(b, "]");
}

static void put_table_attributes(struct writer *w, struct strbuf *b, const struct element *e) {
    static const char *const scopes[] = {"", "/Scope/Column", "/Scope/Row", "/Scope/Both"};
    const struct element_tree *tree = &w->in->document->elements;

    strbuf_add_c(b, "/A<</O/Table");
    strbuf_add_c(b, scopes[e->scope]);
    if (e->column_span > 1) {
        strbuf_add_c(b, "/ColSpan ");
        put_int(b, e->column_span);
    }
    if (e->row_span > 1) {
        strbuf_add_c(b, "/RowSpan ");
        put_int(b, e->row_span);
    }
    if (e->heads->header_count) {
        strbuf_add_c(b, "/Headers[");
        for (size_t i = 0; i < e->heads->header_count; i++)
            if (tree->v[e->heads->headers[i]].heads->id.n)
                put_literal(b, tree->v[e->heads->headers[i]].heads->id);
        strbuf_add_c(b, "]");
    }
    strbuf_add_c(b, ">>");
}

static void put_attributes(struct writer *w, struct strbuf *b, element_id id) {
    static const char *const numberings[] = {"None", "Disc", "Decimal"};
    const struct element *e = &w->in->document->elements.v[id];
    const struct tag_box *box =
        &w->tags.boxes.v[e->role == ROLE_FIGURE ? w->tags.elements[id].figure : 0];

    if (e->scope != SCOPE_NONE || e->column_span > 1 || e->row_span > 1 || e->heads->header_count) {
        put_table_attributes(w, b, e);
    } else if (e->role == ROLE_L) {
        strbuf_add_c(b, "/A<</O/List/ListNumbering/");
        strbuf_add_c(b, numberings[e->numbering]);
        strbuf_add_c(b, ">>");
    } else if (box->set) {
        strbuf_add_c(b, "/A<</O/Layout/Placement/Block/BBox[");
        put_length(b, box->left + w->press.room);
        put_space_length(b, box->bottom + w->press.room);
        put_space_length(b, box->right + w->press.room);
        put_space_length(b, box->top + w->press.room);
        strbuf_add_c(b, "]>>");
    }
}

static void put_text_entry(struct strbuf *b, const char *key, struct str text) {
    if (text.n) {
        strbuf_add_c(b, key);
        put_text(b, text);
    }
}

static void write_element(struct writer *w, element_id id, unsigned root) {
    const struct element *e = &w->in->document->elements.v[id];
    const struct tags *t = &w->tags;
    struct strbuf b = w->scratch; /* there may be a million elements: keep only what is used */

    b.n = 0;
    strbuf_add_c(&b, "<</S/");
    strbuf_add_c(&b, role_name(e->role));
    strbuf_add_c(&b, "/P ");
    put_reference(&b, e->parent ? t->elements[e->parent].number : root);
    put_text_entry(&b, "/Alt", e->words->alt);
    put_text_entry(&b, "/Lang", e->words->lang);
    put_text_entry(&b, "/E", e->words->expansion);
    if (e->heads->id.n) {
        strbuf_add_c(&b, "/ID");
        put_literal(&b, e->heads->id);
    }
    put_attributes(w, &b, id);
    if (t->elements[id].attached)
        put_element_attachments(w, &b, id);
    put_kids(w, &b, id);
    strbuf_add_c(&b, ">>");
    objects_set(&w->objects, t->elements[id].number, strbuf_str(&b));
    w->scratch = b;
}

/* The number tree from marked content and annotations to elements. */

static void put_parent_key(struct strbuf *b, const void *context, size_t i) {
    (void)context;
    put_int(b, (int64_t)i);
}

static void put_parent_value(struct strbuf *b, const void *context, size_t i) {
    const struct writer *w = context;
    const struct tags *t = &w->tags;
    size_t pages = w->in->pages->n;

    if (i >= pages) {
        put_reference(b, t->elements[t->annotations.v[i - pages]].number);
        return;
    }
    strbuf_add_char(b, '[');
    for (size_t k = 0; k < t->pages[i].n; k++) {
        if (k)
            strbuf_add_char(b, ' ');
        put_reference(b, t->elements[t->pages[i].v[k]].number);
    }
    strbuf_add_char(b, ']');
}

/* The name tree from ids to elements. */

struct id_entry {
    struct str id;
    unsigned number;
};
VEC_DECLARE(id_entries, struct id_entry);

static int compare_ids(const void *x, const void *y) {
    return str_compare(((const struct id_entry *)x)->id, ((const struct id_entry *)y)->id);
}

static void put_id_key(struct strbuf *b, const void *context, size_t i) {
    put_literal(b, ((const struct id_entry *)context)[i].id);
}

static void put_id_value(struct strbuf *b, const void *context, size_t i) {
    put_reference(b, ((const struct id_entry *)context)[i].number);
}

/* 0 when no element has an id. */
static unsigned write_id_tree(struct writer *w) {
    const struct element_tree *tree = &w->in->document->elements;
    struct id_entries all = {0};
    struct tag_tree ids = {STR("Names"), 0, put_id_key, put_id_value, NULL};

    for (element_id id = 1; id < w->tags.n; id++)
        if (tree->v[id].heads->id.n && w->tags.elements[id].number)
            vec_push(w->arena, &all,
                     ((struct id_entry){tree->v[id].heads->id, w->tags.elements[id].number}));
    if (!all.n)
        return 0;
    qsort(all.v, all.n, sizeof *all.v, compare_ids);
    ids.n = all.n;
    ids.context = all.v;
    return tag_tree_write(w, &ids);
}

static bool has_annotation(const struct tags *t, element_id id) {
    for (uint32_t m = t->elements[id].first; m; m = t->marks.v[m - 1].next)
        if (t->marks.v[m - 1].annotation)
            return true;
    return false;
}

/* Only a live link is a Link; what is printed or left out is text. */
static bool has_live_links(const struct writer *w) {
    const struct edition *e = w->in->document->edition;

    return !w->in->press.on && (!e || e->links == LINKS_LIVE);
}

static void check_elements(struct writer *w) {
    const struct element_tree *tree = &w->in->document->elements;
    bool live = has_live_links(w);

    for (element_id id = 1; id < w->tags.n; id++) {
        const struct element *e = &tree->v[id];
        if (!w->tags.elements[id].number)
            continue;
        if (!e->parent && id != 1)
            refuse_internal(w->s, e->span, STR("this hangs on no other element (PDF/UA-1, 7.1)"));
        if (e->role == ROLE_FIGURE && !e->words->alt.n)
            refuse_internal(w->s, e->span,
                            STR("this figure has no alternative text (PDF/UA-1, 7.3)"));
        if (e->role == ROLE_LINK && live && !has_annotation(&w->tags, id))
            refuse_internal(w->s, e->span,
                            STR("this link has text and no active area (PDF/UA-1, 7.18.5)"));
    }
}

unsigned tags_finish(struct writer *w) {
    struct tag_tree parents = {STR("Nums"), w->in->pages->n + w->tags.annotations.n, put_parent_key,
                               put_parent_value, w};
    unsigned root = objects_reserve(&w->objects), ids;
    struct strbuf b;

    number_elements(w);
    check_elements(w);
    for (element_id id = 1; id < w->tags.n; id++)
        if (w->tags.elements[id].number)
            write_element(w, id, root);
    strbuf_init(&b, w->arena);
    strbuf_add_c(&b, "<</Type/StructTreeRoot/K ");
    put_reference(&b, w->tags.n > 1 ? w->tags.elements[1].number : 0);
    strbuf_add_c(&b, "/ParentTree ");
    put_reference(&b, tag_tree_write(w, &parents));
    strbuf_add_c(&b, "/ParentTreeNextKey ");
    put_int(&b, (int64_t)parents.n);
    ids = write_id_tree(w);
    if (ids) {
        strbuf_add_c(&b, "/IDTree ");
        put_reference(&b, ids);
    }
    strbuf_add_c(&b, ">>");
    objects_set(&w->objects, root, strbuf_str(&b));
    return root;
}
