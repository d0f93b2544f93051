#include "job.h"

#include "job_internal.h"

#include "dump/dump.h"
#include "job_inspect.h"
#include "layout/layout.h"

#include <time.h>

static double cpu_milliseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void time_stage(struct job_timings *t, const char *stage) {
    double now = cpu_milliseconds();
    if (t->n < JOB_TIMINGS) {
        t->v[t->n++] = (struct job_timing){stage, now - t->mark};
    }
    t->mark = now;
}

/* ---- what documents share ------------------------------------------------------------------- */

static void open_root(struct preparation *p) {
    struct session *s = p->s;
    const struct job_options *o = p->options;
    s->files->root = o->root.n ? path_absolute(s->arena, o->root)
                               : files_find_root(s->arena, o->request.layout_path);
    for (size_t i = 0; i < o->allowed_count; i++) {
        vec_push(s->arena, &s->files->allowed, path_absolute(s->arena, o->allowed[i]));
    }
}

/* SOURCE_DATE_EPOCH stands in for a layout's `date`; the clock never does. */
static void take_epoch(struct preparation *p) {
    struct session *s = p->s;
    struct document *d = p->document;
    struct str text = p->options->request.epoch;
    if (!text.n || d->has_date) {
        return;
    }
    const struct decimal *seconds = decimal_parse(s->arena, text);
    const int64_t year_10000 = 253402300800;
    int64_t value = 0;
    struct tm tm;
    if (!seconds || !decimal_to_int(seconds, &value) || value < 0 || value >= year_10000 ||
        !gmtime_r(&(time_t){value}, &tm)) {
        struct diag *e = diag_error(s->diags, "bad-epoch", SPAN_NONE, "SOURCE_DATE_EPOCH is `%.*s`",
                                    STR_ARG(diag_quote(s->arena, text)));
        diag_help(s->diags, e, "it takes whole seconds since 1970, or give the layout a `date:`");
        return;
    }
    d->date = (struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
    d->has_date = true;
}

static bool shows_all(const struct document *d) {
    return d->edition && d->edition->disclosure_none;
}

/* --profile: to see what another profile would hide. */
static void take_profile(struct preparation *p) {
    if (p->options->profile) {
        p->document->disclosure.profile = *p->options->profile;
    }
}

/* The protected sets take the place of the true ones, in every name that expressions know. Where what
 * is to be hidden is not known, nothing may be made of the figures. */
static void protect(struct preparation *p) {
    const struct document *d = p->document;
    p->shown = p->truth;
    take_profile(p);
    p->protected = !d->disclosure_faulty;
    if (!p->protected || shows_all(d)) {
        return;
    }
    struct disclosure_result *r =
        disclosure_protect(p->s, &d->disclosure, p->truth.sets, d->source_count);
    for (size_t i = 0; r->ok && i < d->source_count; i++) {
        if (r->sets[i] != p->truth.sets[i]) {
            const struct disclosure_totals *t = disclosure_totals_of(r, d->sources[i].name);
            r->sets[i]->totals = t ? t->map : NULL;
        }
    }
    p->disclosure = r;
    p->protected = r->ok;
    p->shown.sets = r->sets;
    job_name_view(p, &p->shown);
}

static void read_data(struct preparation *p) {
    const struct document *d = p->document;
    job_read_sources(p);
    if (!p->options->several) {
        job_check_assignments(p);
    }
    disclosure_true_totals(p->s, &d->disclosure, p->truth.sets, d->source_count);
    job_name_view(p, &p->truth);
    time_stage(&p->timings, "data");
    protect(p);
    time_stage(&p->timings, "disclosure");
}

/* The output profile where an edition names none: the coated condition of European offset printing. */
static const char default_profile[] = "FOGRA39L_coated.icc";

/* A bare name is looked for among the program's own files first. */
static const struct source *read_profile(struct preparation *p, const struct name *named) {
    struct session *s = p->s;
    struct str name = named->text.n ? named->text : str_from(default_profile);
    if (str_find(name, STR("/")) == SIZE_MAX) {
        struct str own = path_resolve(s->arena, p->options->own_fonts, name);
        const struct source *source = files_read_trusted(s->files, FILE_PROFILE, own, true);
        if (source) {
            return source;
        }
    }
    if (named->text.n) {
        return files_read(s->files, FILE_PROFILE, name, named->span);
    }
    struct diag *d = diag_error(s->diags, "profile-missing", p->document->span,
                                "the output profile %.*s is not installed", STR_ARG(name));
    diag_help(s->diags, d, "run `make profiles`, or name another with `profile:`");
    return NULL;
}

/* What the edition asks of the press; off for a screen edition. false after a diagnostic. */
static bool plan_press(struct preparation *p) {
    const struct edition *e = p->document->edition;
    if (!edition_promises(e, "pdf/x-4")) {
        return true;
    }
    const struct source *profile = read_profile(p, &e->profile);
    if (!profile) {
        return false;
    }
    struct str name = e->profile.text.n ? e->profile.text : str_from(default_profile);
    p->press = (struct press){.on = true,
                              .crop = e->crop,
                              .registration = e->registration,
                              .colorbar = e->colorbar,
                              .bleed = dimension_resolve(e->bleed, 0, 0),
                              .profile = profile->bytes,
                              .profile_name = name,
                              .ink_limit = e->ink_limit,
                              .span = e->name.span.source ? e->name.span : p->document->span};
    return press_check(p->s, &p->press);
}

static void open_fonts(struct preparation *p) {
    p->fonts = font_set_new(p->s, p->options->own_fonts);
    if (!font_set_use(p->fonts, p->s, p->sheet)) {
        font_set_free(p->fonts);
        p->fonts = NULL;
    }
}

struct preparation *job_read(struct session *s, const struct job_options *options) {
    struct preparation *p = ARENA_NEW(s->arena, struct preparation);
    p->s = s;
    p->options = options;
    p->timings.mark = cpu_milliseconds();
    open_root(p);
    p->document = document_read(s, &options->request);
    time_stage(&p->timings, "document");
    if (p->document) {
        take_epoch(p);
        read_data(p);
    }
    return p;
}

struct preparation *job_prepare(struct session *s, const struct job_options *options) {
    struct preparation *p = job_read(s, options);
    if (!p->document) {
        return p;
    }
    p->sheet = style_sheet_make(s, p->document);
    time_stage(&p->timings, "style");
    open_fonts(p);
    p->images = image_cache_new(s->arena);
    p->cache = pdf_cache_new();
    p->press_ready = s->diags->errors == 0 && options->stop != JOB_DUMP && plan_press(p);
    time_stage(&p->timings, "fonts");
    return p;
}

void job_each_font_file(const struct preparation *p, struct session *s,
                        void (*file)(void *context, struct str path), void *context) {
    if (p->fonts) {
        font_set_each_file(p->fonts, s, file, context);
    }
}

void job_release(struct preparation *p) {
    font_set_free(p->fonts);
    p->fonts = NULL;
    press_release(&p->press);
    pdf_cache_free(p->cache);
    p->cache = NULL;
}

/* ---- one document --------------------------------------------------------------------------- */

/* What the stages of one document hand on. */
struct job {
    struct session *s;
    struct preparation *p;
    const struct job_choice *choice;
    struct job_result *out;
    struct check_result *checks;
    struct bound_document *bound;
    struct page_list *pages;
};

static bool no_errors(const struct job *j) {
    return j->s->diags->errors == 0 && j->p->s->diags->errors == 0;
}

/* Without protection that holds nothing is bound: what it would say could tell a figure. */
static void run_bind(struct job *j) {
    struct preparation *p = j->p;
    if (!p->protected) {
        return;
    }
    struct scope *scope = job_scope(j->s, p, &p->shown, j->choice);
    job_name_texts(j->s, p->document, scope);
    struct bind_input in = {.document = p->document,
                            .sets = p->shown.sets,
                            .scope = scope,
                            .checks = j->checks,
                            .disclosure = p->disclosure,
                            .figures = p->options->figures};
    j->bound = document_bind(j->s, &in);
    j->out->bound = j->bound;
    time_stage(&j->out->timings, "bind");
}

static bool run_layout(struct job *j) {
    struct preparation *p = j->p;
    if (!j->bound || !p->fonts) {
        return false;
    }
    struct layout_input in = {.document = j->bound,
                              .sheet = p->sheet,
                              .fonts = p->fonts,
                              .images = p->images,
                              .span = p->document->span,
                              .passes = &j->out->passes};
    j->pages = layout_pages(j->s, &in);
    if (j->pages && j->s->diags->errors == 0 &&
        edition_promises(p->document->edition, "pdf/ua-1")) {
        layout_check_legible(j->s, &in, j->pages);
    }
    time_stage(&j->out->timings, "layout");
    j->out->pages = j->pages ? (unsigned)j->pages->n : 0;
    if (p->options->figures && j->pages) {
        j->out->printed = job_printed(j->s, j->bound, j->pages);
        time_stage(&j->out->timings, "figures");
    }
    return j->pages != NULL;
}

static void run_pdf(struct job *j) {
    struct pdf_input in = {.document = j->bound,
                           .pages = j->pages,
                           .fonts = j->p->fonts,
                           .press = j->p->press,
                           .cache = j->p->cache};
    j->out->bytes = pdf_write(j->s, &in);
    time_stage(&j->out->timings, "pdf");
}

static bool is_dump(const struct job_options *o, const char *stage) {
    return str_is(o->dump_stage, stage);
}

static void dump_stage(struct job *j) {
    const struct job_options *o = j->p->options;
    struct strbuf b;
    strbuf_init(&b, j->s->arena);
    if (is_dump(o, "bound") && j->bound) {
        dump_bound(&b, j->bound);
    } else if (is_dump(o, "tags") && j->bound) {
        dump_tags(&b, j->bound);
    } else if (is_dump(o, "styles") && j->p->sheet) {
        dump_styles(&b, j->p->sheet);
    } else if (is_dump(o, "frames") && j->pages) {
        dump_frames(&b, j->pages);
    } else if (is_dump(o, "figures")) {
        job_dump_printed(&b, &j->out->printed);
    }
    j->out->bytes = strbuf_str(&b);
}

static void collect_inputs(struct job *j) {
    const struct map *read = &j->s->files->read;
    for (size_t i = 0; i < read->n; i++) {
        vec_push(j->s->arena, &j->out->inputs, read->entries[i].key);
    }
}

bool job_make(struct session *s, struct preparation *p, const struct job_choice *choice,
              struct job_result *out) {
    *out = (struct job_result){.bytes = STR_EMPTY, .root = s->files->root};
    out->timings.mark = cpu_milliseconds();
    struct job j = {.s = s, .p = p, .choice = choice, .out = out};
    if (p->document) {
        const struct edition *e = p->document->edition;
        out->default_edition = !e || str_is(e->name.text, "screen");
        job_check(p);
        j.checks = job_checks(s, p, choice);
        time_stage(&out->timings, "checks");
        run_bind(&j);
        out->had =
            j.bound && no_errors(&j) && choice->have && choice->have(choice->context, j.bound);
        bool laid = !out->had && run_layout(&j);
        if (p->options->stop == JOB_DUMP) {
            dump_stage(&j);
        } else if (laid && no_errors(&j) && p->press_ready) {
            run_pdf(&j);
        }
    }
    collect_inputs(&j);
    return no_errors(&j);
}

bool job_run(struct session *s, const struct job_options *options, struct job_result *out) {
    struct preparation *p = job_prepare(s, options);
    bool good = job_make(s, p, &(struct job_choice){0}, out);
    struct job_timings shared = p->timings;
    for (size_t i = 0; i < out->timings.n && shared.n < JOB_TIMINGS; i++) {
        shared.v[shared.n++] = out->timings.v[i];
    }
    out->timings = shared;
    job_release(p);
    return good;
}
