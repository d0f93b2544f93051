#include "pdf/color.h"

#include <lcms2.h>

#include <math.h>
#include <string.h>

enum {
    WHOLE = 100,
    DEFAULT_LIMIT = 300,
    GREY_SPREAD = 4, /* channels that differ by less are a grey: #1d1d1b */
    DARK = 0x38,     /* text as dark as this is black, of whatever cast: #212b32 */
    DARK_SPREAD = 24,
    SOLID = 95 /* this much black and more is printed without a screen: its edges stay sharp */
};

struct known {
    uint8_t rgb[3];
    uint8_t print[INK_COUNT];
    bool has_print, text;
    struct inks inks;
};
VEC_DECLARE(known_list, struct known);

struct inker {
    struct arena *arena;
    struct session *s; /* of the document at hand */
    unsigned limit;
    cmsContext context;
    cmsHPROFILE from, to;
    cmsHTRANSFORM transform;
    double lightness[WHOLE + 1]; /* L* of so many percent of black alone */
    struct known_list known;
};

/* ---- the profile ---------------------------------------------------------------------------- */

static bool refuse(struct session *s, const struct press *p, const char *why) {
    struct diag *d =
        diag_error(s->diags, "profile-unusable", p->span, "the colour profile `%.*s` %s",
                   STR_ARG(diag_quote(s->arena, p->profile_name)), why);

    diag_help(s->diags, d, "name an ICC output profile for CMYK, such as FOGRA39L_coated.icc");
    return false;
}

static bool check_profile(struct inker *k, const struct press *p) {
    if (!k->to)
        return refuse(k->s, p, "is damaged, or no ICC profile");
    if (cmsGetColorSpace(k->to) != cmsSigCmykData)
        return refuse(k->s, p, "is not for the four inks of a press (CMYK)");
    if (cmsGetDeviceClass(k->to) != cmsSigOutputClass)
        return refuse(k->s, p, "is not one of an output device (class `prtr`)");
    return true;
}

static bool measure_black(struct inker *k) {
    cmsHPROFILE lab = cmsCreateLab4ProfileTHR(k->context, NULL);
    cmsHTRANSFORM t = lab ? cmsCreateTransformTHR(k->context, k->to, TYPE_CMYK_DBL, lab,
                                                  TYPE_Lab_DBL, INTENT_RELATIVE_COLORIMETRIC,
                                                  cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE)
                          : NULL;

    for (int percent = 0; t && percent <= WHOLE; percent++) {
        double ink[INK_COUNT] = {0, 0, 0, percent};
        cmsCIELab seen;
        cmsDoTransform(t, ink, &seen, 1);
        k->lightness[percent] = seen.L;
    }
    if (lab)
        cmsCloseProfile(lab);
    if (t)
        cmsDeleteTransform(t);
    return t != NULL;
}

struct inker *inker_new(struct session *s, const struct press *p) {
    struct inker *k = ARENA_NEW(s->arena, struct inker);

    k->arena = s->arena;
    k->s = s;
    k->limit = p->ink_limit ? p->ink_limit : DEFAULT_LIMIT;
    k->context = cmsCreateContext(NULL, NULL);
    if (!k->context)
        fail_memory();
    if (p->profile.n < UINT32_MAX)
        k->to = cmsOpenProfileFromMemTHR(k->context, p->profile.p, (cmsUInt32Number)p->profile.n);
    if (!check_profile(k, p)) {
        inker_free(k);
        return NULL;
    }
    k->from = cmsCreate_sRGBProfileTHR(k->context);
    if (k->from)
        k->transform = cmsCreateTransformTHR(
            k->context, k->from, TYPE_RGB_8, k->to, TYPE_CMYK_DBL, INTENT_RELATIVE_COLORIMETRIC,
            cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOOPTIMIZE | cmsFLAGS_NOCACHE);
    if (!k->transform || !measure_black(k)) {
        refuse(s, p, "has no table from colours to inks and back");
        inker_free(k);
        return NULL;
    }
    return k;
}

void inker_free(struct inker *k) {
    if (!k)
        return;
    if (k->transform)
        cmsDeleteTransform(k->transform);
    if (k->from)
        cmsCloseProfile(k->from);
    if (k->to)
        cmsCloseProfile(k->to);
    cmsDeleteContext(k->context);
}

struct inker *inker_for(struct inker *k, struct session *s) {
    k->s = s;
    k->known.n = 0; /* each document is told of its colours */
    return k;
}

struct str inker_description(const struct inker *k) {
    char text[256] = "";
    size_t n;

    cmsGetProfileInfoASCII(k->to, cmsInfoDescription, "en", "US", text, sizeof text);
    text[sizeof text - 1] = '\0';
    n = strlen(text);
    for (size_t i = 0; i < n; i++)
        if (text[i] < ' ' || text[i] > '~')
            text[i] = '?';
    return str_copy(k->s->arena, (struct str){text, n});
}

struct str color_library_version(struct arena *a) {
    int version = cmsGetEncodedCMMversion();

    return str_format(a, "%d.%d", version / 1000, version % 1000 / 10);
}

/* ---- one colour ----------------------------------------------------------------------------- */

static unsigned sum_of(struct inks inks) {
    unsigned sum = 0;

    for (int i = 0; i < INK_COUNT; i++)
        sum += inks.v[i];
    return sum;
}

/* Equal parts of the three colours are a grey that black can make: each percent exchanged saves two.
 * What is still too much is taken from the colours in proportion, which keeps the hue. */
struct inks inks_limit(struct inks inks, unsigned limit) {
    unsigned sum = sum_of(inks), grey = WHOLE, colours, room;

    if (sum <= limit)
        return inks;
    for (int i = 0; i < INK_BLACK; i++)
        grey = inks.v[i] < grey ? inks.v[i] : grey;
    if (grey > (unsigned)(WHOLE - inks.v[INK_BLACK]))
        grey = (unsigned)(WHOLE - inks.v[INK_BLACK]);
    if (grey > (sum - limit + 1) / 2)
        grey = (sum - limit + 1) / 2;
    for (int i = 0; i < INK_BLACK; i++)
        inks.v[i] = (uint8_t)(inks.v[i] - grey);
    inks.v[INK_BLACK] = (uint8_t)(inks.v[INK_BLACK] + grey);
    if (inks.v[INK_BLACK] > limit)
        inks.v[INK_BLACK] = (uint8_t)limit;
    colours = sum_of(inks) - inks.v[INK_BLACK];
    room = limit - inks.v[INK_BLACK];
    for (int i = 0; i < INK_BLACK && colours > room; i++)
        inks.v[i] = (uint8_t)(inks.v[i] * room / colours);
    return inks;
}

static unsigned spread_of(struct color c) {
    unsigned high = c.r > c.g ? c.r : c.g, low = c.r < c.g ? c.r : c.g;

    high = c.b > high ? c.b : high;
    low = c.b < low ? c.b : low;
    return high - low;
}

/* A colour that black ink alone stands for. */
static bool is_grey(struct color c, enum ink_use use) {
    if (use == INK_TEXT && c.r <= DARK && c.g <= DARK && c.b <= DARK)
        return spread_of(c) <= DARK_SPREAD;
    return spread_of(c) <= GREY_SPREAD;
}

static double linear(unsigned channel) {
    double v = channel / 255.0;

    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* The lightness of a screen's colour, as CIE L*. */
static double lightness_of(struct color c) {
    double y = 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);

    return y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27;
}

/* As much black as looks as light as the grey; solid where no ink is as dark. */
static struct inks black_alone(const struct inker *k, struct color c) {
    double wanted = lightness_of(c);
    int best = 0;

    for (int percent = 1; percent <= WHOLE; percent++)
        if (fabs(k->lightness[percent] - wanted) < fabs(k->lightness[best] - wanted))
            best = percent;
    return (struct inks){{0, 0, 0, (uint8_t)(best >= SOLID ? WHOLE : best)}};
}

static bool is_black_alone(const uint8_t print[INK_COUNT]) {
    return !print[INK_CYAN] && !print[INK_MAGENTA] && !print[INK_YELLOW];
}

static struct inks convert(const struct inker *k, struct color c) {
    const uint8_t rgb[3] = {c.r, c.g, c.b};
    double exact[INK_COUNT];
    struct inks inks;

    cmsDoTransform(k->transform, rgb, exact, 1);
    for (int i = 0; i < INK_COUNT; i++)
        inks.v[i] = (uint8_t)(fmin(fmax(exact[i], 0), WHOLE) + 0.5);
    return inks;
}

static struct inks limited(struct inker *k, struct inks inks, struct color c, struct span at) {
    struct inks less = inks_limit(inks, k->limit);
    unsigned sum = sum_of(inks);
    struct diag *d;

    if (sum <= k->limit)
        return inks;
    if (c.has_print) {
        d = diag_error(k->s->diags, "ink-limit", at,
                       "the print colour cmyk(%u %u %u %u) lays down %u %% of ink; the limit is "
                       "%u %%",
                       inks.v[INK_CYAN], inks.v[INK_MAGENTA], inks.v[INK_YELLOW], inks.v[INK_BLACK],
                       sum, k->limit);
        diag_help(k->s->diags, d, "in the theme, write for example print: \"cmyk(%u %u %u %u)\"",
                  less.v[INK_CYAN], less.v[INK_MAGENTA], less.v[INK_YELLOW], less.v[INK_BLACK]);
    } else {
        d = diag_warning(k->s->diags, "ink-limit", at,
                         "the colour #%02x%02x%02x would need %u %% of ink; it is printed with "
                         "less colour and more black, cmyk(%u %u %u %u), for the limit of %u %%",
                         c.r, c.g, c.b, sum, less.v[INK_CYAN], less.v[INK_MAGENTA],
                         less.v[INK_YELLOW], less.v[INK_BLACK], k->limit);
        diag_help(k->s->diags, d, "give the colour a `print:` value of your own in the theme");
    }
    return less;
}

static struct inks find_inks(const struct inker *k, struct color c, enum ink_use use) {
    bool black = c.has_print && is_black_alone(c.print);
    struct inks inks;

    if (is_grey(c, use) && !black && (use == INK_TEXT || !c.has_print))
        return black_alone(k, c);
    if (!c.has_print)
        return convert(k, c);
    for (int i = 0; i < INK_COUNT; i++)
        inks.v[i] = c.print[i];
    return inks;
}

static bool is_same(const struct known *x, struct color c, enum ink_use use) {
    return x->rgb[0] == c.r && x->rgb[1] == c.g && x->rgb[2] == c.b &&
           x->text == (use == INK_TEXT) && x->has_print == c.has_print &&
           (!c.has_print || !memcmp(x->print, c.print, sizeof x->print));
}

struct inks inker_inks(struct inker *k, struct color c, enum ink_use use, struct span at) {
    struct known fresh = {{c.r, c.g, c.b}, {0}, c.has_print, use == INK_TEXT, {{0}}};

    for (size_t i = 0; i < k->known.n; i++)
        if (is_same(&k->known.v[i], c, use))
            return k->known.v[i].inks;
    if (c.has_print)
        memcpy(fresh.print, c.print, sizeof fresh.print);
    fresh.inks = limited(k, find_inks(k, c, use), c, at);
    vec_push(k->arena, &k->known, fresh);
    return fresh.inks;
}
