/* pages.c - the page loop: masters, forced breaks, and passes until page numbers stand still. */
#include "layout/layout_internal.h"

/* A page before its furniture, which needs to know how many pages there are. */
struct sheet {
    const struct bound_master *master;
    struct frame *body;
    length x, y;
    bool blank;                      /* stands only so that the next page is odd */
    const struct bound_block *cover; /* a master's own content: its headings are no running heads */
};
VEC_DECLARE(sheet_list, struct sheet);

struct paging {
    struct layout *l;
    const struct bound_list *content;
    const struct bound_master *master;
    struct sheet_list sheets;
    struct resume at;
    bool odd;  /* the next page has to be */
    bool full; /* the limit is reached */
};

static void add_sheet(struct paging *p, struct sheet sheet) {
    if (p->sheets.n >= LIMIT_PAGES) {
        if (!p->full)
            diag_help(p->l->s->diags,
                      diag_error(p->l->s->diags, "too-many-pages", SPAN_NONE,
                                 "the document has more than %d pages", LIMIT_PAGES),
                      "make several documents of it");
        p->full = true;
        return;
    }
    vec_push(p->l->arena, &p->sheets, sheet);
}

static const struct bound_block *next_block(const struct paging *p) {
    if (p->at.done || p->at.at >= p->content->n || p->at.inner)
        return NULL;
    return p->content->v[p->at.at];
}

static struct frame *blank_frame(struct layout *l) {
    return frame_new(l->arena, l->sheet->page.width, l->sheet->page.height);
}

static void make_odd(struct paging *p) {
    if (p->odd && p->sheets.n % 2 == 1)
        add_sheet(p, (struct sheet){.master = p->master, .body = blank_frame(p->l), .blank = true});
    p->odd = false;
}

static unsigned next_number(const struct paging *p) {
    return (unsigned)p->sheets.n + 1;
}

/* Masters and breaks at the head of a page ask for no page of their own. */
static void page_heads(struct paging *p) {
    const struct bound_block *b;
    while ((b = next_block(p)) != NULL && !p->full) {
        if (b->kind == BOUND_BREAK) {
            p->odd = p->odd || b->as.brk.odd;
        } else if (b->kind == BOUND_MASTER && b->as.master.master->has_content) {
            make_odd(p);
            add_sheet(p, (struct sheet){.master = b->as.master.master,
                                        .cover = b,
                                        .body = master_content(p->l, b, next_number(p))});
        } else if (b->kind == BOUND_MASTER) {
            p->master = b->as.master.master;
        } else {
            bool plain = b->kind != BOUND_SPACE && b->kind != BOUND_PLACE;
            if (plain && block_style(p->l, b)->break_before == BREAK_TO_ODD)
                p->odd = true;
            return;
        }
        p->at = (struct resume){.at = p->at.at + 1, .part = 1};
    }
}

static void fill_page(struct paging *p) {
    struct layout *l = p->l;
    length margin[4];
    master_margins(l, p->master, next_number(p), margin);
    const struct page_geometry *g = &l->sheet->page;
    struct region region = {.width = g->width - margin[SIDE_START] - margin[SIDE_END],
                            .height = g->height - margin[SIDE_TOP] - margin[SIDE_BOTTOM],
                            .empty = true};
    region.full_height = region.height;
    l->context = (struct context){
        .top = true, .bleed_start = margin[SIDE_START], .bleed_end = margin[SIDE_END]};
    struct stack st = flow_stack(p->content);
    enum forced_break stopped;
    struct fragment f = stack_layout(l, &st, region, &p->at, &stopped);
    bool stuck =
        f.frame->n == 0 && !f.resume.done && f.resume.at == p->at.at && stopped == FORCED_NONE;
    p->at = f.resume;
    if (stuck) {
        const struct bound_block *b = p->content->v[p->at.at];
        diag_help(l->s->diags,
                  diag_error(l->s->diags, "overflow", b->span, "this does not fit on a page"),
                  "make it lower, or the page larger");
        p->at = (struct resume){.at = p->at.at + 1};
        return;
    }
    p->odd = p->odd || stopped == FORCED_ODD;
    add_sheet(p, (struct sheet){.master = p->master,
                                .body = f.frame,
                                .x = margin[SIDE_START],
                                .y = margin[SIDE_TOP]});
}

/* Blank pages up to the edition's multiple: before a last page that stands alone, else at the end. */
static void make_multiple(struct paging *p) {
    const struct edition *e = p->l->in->document->edition;
    unsigned multiple = e ? e->page_multiple : 0;
    if (multiple <= 1 || p->sheets.n % multiple == 0)
        return;
    struct sheet last = p->sheets.v[p->sheets.n - 1];
    bool alone = last.cover && p->sheets.n > 1;
    p->sheets.n -= alone;
    while ((p->sheets.n + alone) % multiple != 0 && !p->full)
        add_sheet(p, (struct sheet){.master = p->master, .body = blank_frame(p->l), .blank = true});
    if (!alone)
        return;
    last.body = master_content(p->l, last.cover, next_number(p)); /* it may have changed sides */
    add_sheet(p, last);
}

static struct sheet_list paging_pass(struct layout *l) {
    const struct bound_document *d = l->in->document;
    struct paging p = {.l = l, .content = &d->content, .master = d->default_master};
    while (!p.at.done && !p.full) {
        page_heads(&p);
        if (p.at.at >= p.content->n)
            break;
        make_odd(&p);
        fill_page(&p);
    }
    if (p.sheets.n == 0)
        add_sheet(&p, (struct sheet){.master = d->default_master, .body = blank_frame(l)});
    make_multiple(&p);
    return p.sheets;
}

void layout_open(struct layout *l) {
    if (l->scratch)
        return;
    l->scratch = arena_new();
    l->cells = arena_new();
    /* Each keeps its first chunk. */
    arena_alloc(l->scratch, 0);
    arena_alloc(l->cells, 0);
    l->cells_start = arena_mark(l->cells);
}

void layout_close(struct layout *l) {
    arena_free(l->scratch);
    arena_free(l->cells);
    l->scratch = l->cells = NULL;
}

/* --- where ids came to stand --- */

struct place_finder {
    struct layout *l;
    unsigned page;
    const struct frame_item *section; /* the page's first h1 */
    const struct frame_item *last;    /* and its last */
};

static void find_place(void *context, const struct frame_item *item, length x, length y) {
    struct place_finder *f = context;
    (void)x, (void)y;
    if (item->kind != ITEM_ANCHOR)
        return;
    struct str id = item->as.anchor.id;
    if (f->l && id.n && !map_has(&f->l->page_of, id))
        map_set(&f->l->page_of, id, (void *)(uintptr_t)f->page);
    if (item->as.anchor.heading == 1) {
        if (!f->section)
            f->section = item;
        f->last = item;
    }
}

/* Do all page numbers that were printed agree with where things stand now? */
static bool labels_stand(struct layout *l, const struct sheet_list *sheets) {
    map_init(&l->page_of, l->arena);
    for (size_t i = 0; i < sheets->n; i++) {
        struct place_finder f = {.l = l, .page = (unsigned)i + 1};
        frame_walk_places(sheets->v[i].body, find_place, &f);
    }
    l->page_count = (unsigned)sheets->n;
    for (size_t i = 0; i < l->uses.n; i++) {
        unsigned now = (unsigned)(uintptr_t)map_get(&l->page_of, l->uses.v[i].target);
        if (now != l->uses.v[i].printed)
            return false;
    }
    return true;
}

static void check_targets(struct layout *l) {
    if (l->s->diags->errors)
        return; /* what is missing may be what was refused */
    for (size_t i = 0; i < l->uses.n; i++)
        if (!map_has(&l->page_of, l->uses.v[i].target))
            diag_help(l->s->diags,
                      diag_error(l->s->diags, "page-unknown", l->uses.v[i].span,
                                 "`%.*s` stands on no page, so its page number cannot be printed",
                                 STR_ARG(l->uses.v[i].target)),
                      "refer to a block that stands in the content");
}

static void finish_page(struct layout *l, const struct sheet *sheet, struct str *section,
                        struct page *page) {
    page->frame = blank_frame(l);
    page->label = str_format(l->s->arena, "%u", page->number);
    master_margins(l, sheet->master, page->number, page->margin);
    page->master = sheet->master ? sheet->master->name : STR_EMPTY;
    struct place_finder f = {.page = page->number};
    frame_walk_places(sheet->body, find_place, &f);
    bool running = !sheet->cover && f.section;
    page->section = running ? f.section->as.anchor.label : *section;
    if (running)
        *section = f.last->as.anchor.label;
    struct marking marking = marking_make(l, page);
    bool furnished = sheet->master && !sheet->blank;
    if (furnished) {
        length taken = marking.frame ? marking.y + marking.frame->height : 0;
        master_background(l, sheet->master, page->frame);
        furniture_paint(l, sheet->master, page, false, taken);
    }
    if (!sheet->blank)
        frame_push_frame(page->frame, sheet->body, sheet->x, sheet->y);
    if (furnished)
        furniture_paint(l, sheet->master, page, true, 0);
    page->frame = page_bleed(l, page->frame);
    if (marking.frame)
        marking_paint(l, &marking, page);
}

struct page_list *layout_pages(struct session *s, const struct layout_input *in) {
    struct layout l = {.s = s, .in = in, .sheet = in->sheet, .fonts = in->fonts};
    l.frames = l.arena = arena_new_within(s->arena);
    struct sheet_list sheets;
    bool stands;
    map_init(&l.page_of, l.arena);
    do {
        l.pass++;
        l.uses = (struct page_use_list){0};
        sheets = paging_pass(&l);
        stands = labels_stand(&l, &sheets);
    } while (!stands && l.pass < LIMIT_PASSES);
    if (!stands)
        diag_help(s->diags,
                  diag_error(
                      s->diags, "pages-unstable", SPAN_NONE,
                      "page numbers still change after %d passes: a reference moves its own target",
                      LIMIT_PASSES),
                  "give the text near the reference more room, or leave a `pageref` out");
    check_targets(&l);
    if (in->passes)
        *in->passes = l.pass;
    struct page_list *pages = ARENA_NEW(s->arena, struct page_list);
    pages->frames = l.frames;
    struct str section = STR_EMPTY;
    for (size_t i = 0; i < sheets.n; i++) {
        struct page page = {.number = (unsigned)i + 1};
        finish_page(&l, &sheets.v[i], &section, &page);
        vec_push(s->arena, pages, page);
    }
    pages_select(&l, pages);
    layout_close(&l);
    return pages;
}
