#include "disclosure/disclosure.h"

#define PROFILE_NAME(text)                                                                         \
    { text, sizeof(text) - 1 }

static const struct disclosure_profile PROFILES[] = {
    {PROFILE_NAME("dfe"), 1, 5, DISCLOSURE_ZEROS_SHOWN, 1, MARK_CONFIDENTIAL, DISCLOSURE_EXACT},
    {PROFILE_NAME("dfe-cla"), 1, 5, DISCLOSURE_ZEROS_SHOWN, 1, MARK_CONFIDENTIAL, DISCLOSURE_EXACT},
    {PROFILE_NAME("sac"), 0, 4, DISCLOSURE_ZEROS_HIDDEN, 5, MARK_CONFIDENTIAL, DISCLOSURE_EXACT},
    {PROFILE_NAME("srs10"), 1, 9, DISCLOSURE_ZEROS_JUDGED, 1, MARK_CONFIDENTIAL, DISCLOSURE_EXACT},
};

enum { PROFILE_COUNT = sizeof PROFILES / sizeof *PROFILES };

const struct disclosure_profile *disclosure_profile_find(struct str name) {
    for (size_t i = 0; i < PROFILE_COUNT; i++) {
        if (str_equal(PROFILES[i].name, name))
            return &PROFILES[i];
    }
    return NULL;
}

const struct str *disclosure_profile_names(size_t *n) {
    static struct str names[PROFILE_COUNT];
    for (size_t i = 0; i < PROFILE_COUNT; i++)
        names[i] = PROFILES[i].name;
    *n = PROFILE_COUNT;
    return names;
}
