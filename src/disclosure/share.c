/* Rule 9: a percentage must not say what its counts do not. */
#include "disclosure/disclosure.h"

__extension__ typedef __int128 wide;

static bool small(const struct disclosure_profile *p, int64_t value) {
    if (value == 0)
        return p->zeros == DISCLOSURE_ZEROS_HIDDEN;
    return value >= p->low && value <= p->high;
}

/* The least numerator that prints at least `printed`, half up: ceil((2 printed - 1) * base / (2 scale)). */
static int64_t least_numerator(int64_t printed, int64_t base, int64_t scale) {
    wide top = ((wide)2 * printed - 1) * base, bottom = (wide)2 * scale;
    return top <= 0 ? 0 : (int64_t)((top + bottom - 1) / bottom);
}

/* Whether some numerator over this base that prints the same is not of hidden size, nor its rest. */
static bool has_cover(const struct disclosure_profile *p, int64_t printed, int64_t base,
                      int64_t scale) {
    int64_t from = least_numerator(printed, base, scale);
    int64_t to = least_numerator(printed + 1, base, scale);
    for (int64_t n = from; n < to && n <= base; n++) {
        if (!small(p, n) && !small(p, base - n))
            return true;
        if (n <= p->high && to > p->high + 1 && base - n > p->high)
            n = p->high; /* the next is the first above the hidden sizes */
    }
    return false;
}

enum disclosure_share_verdict disclosure_share(const struct disclosure_profile *p,
                                               const struct disclosure_share *share) {
    if (share->numerator_hidden || share->complement_hidden)
        return DISCLOSURE_SHARE_HIDDEN;
    if (share->base <= 0 || share->numerator < 0 || share->numerator > share->base)
        return DISCLOSURE_SHARE_SHOWN; /* not a share of persons */
    int64_t scale = 100;
    for (int i = 0; i < share->places && i < 9; i++)
        scale *= 10;
    wide twice = (wide)2 * share->numerator * scale + share->base;
    int64_t printed = (int64_t)(twice / ((wide)2 * share->base));
    int64_t shown = p->round > 1 ? share->base_shown : share->base;
    int64_t from = shown < share->base ? shown : share->base;
    int64_t to = shown < share->base ? share->base : shown;
    for (int64_t base = from > 0 ? from : 1; base <= to; base++) {
        if (has_cover(p, printed, base, scale))
            return DISCLOSURE_SHARE_SHOWN;
    }
    return DISCLOSURE_SHARE_TELLS;
}
