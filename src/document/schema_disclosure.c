/* The schema's tables of `disclosure:`. */
#include "document/read_internal.h"
#include "document/schema_table.h"

static const struct schema_key disclosure_keys[] = {
    {.name = "profile", .type = KEY_NODE, .map = &SCHEMA_PROFILE, .read = read_profile},
    {.name = "sets", .type = KEY_MAP, .map = &SCHEMA_DISCLOSED_SET, .read = read_disclosed_sets},
    {.name = "same", .type = KEY_MAP, .read = read_same},
    {.name = "published", .type = KEY_LIST, .map = &SCHEMA_PUBLISHED, .read = read_published},
    {.name = "override", .type = KEY_LIST, .map = &SCHEMA_OVERRIDE, .read = read_override},
};
const struct schema_map SCHEMA_DISCLOSURE = {
    .name = "disclosure",
    MAP(disclosure_keys),
    .example = "{profile: dfe, sets: {referrals: {counts: [child], by: district}}}",
    .size = sizeof(struct disclosure_declaration)};

static const struct schema_key profile_keys[] = {
    {.name = "hide", .type = KEY_LIST, NEEDED, .read = read_hide},
    {.name = "zeros",
     .type = KEY_WORD,
     AT(disclosure_profile, zeros),
     .words = "shown hidden judged"},
    {.name = "round", .type = KEY_COUNT, .min = 1, .max = 1000000, .read = read_rounding},
    {.name = "mark", .type = KEY_NODE, .words = "[c] [x] [z] [low]", .read = read_profile_mark},
    {.name = "protect", .type = KEY_WORD, AT(disclosure_profile, goal), .words = "exact range"},
};
const struct schema_map SCHEMA_PROFILE = {.name = "a profile",
                                          MAP(profile_keys),
                                          .example = "profile: dfe, or profile: {hide: [1, 5]}",
                                          .size = sizeof(struct disclosure_profile)};

static const struct schema_key set_keys[] = {
    {.name = "counts",
     .type = KEY_LIST,
     NEEDED,
     AT(disclosure_set, counts),
     .read = read_disclosed_words},
    {.name = "by", .type = KEY_LIST, NEEDED, AT(disclosure_set, by), .read = read_disclosed_words},
    {.name = "totals", .type = KEY_LIST, .words = "column row grand", .read = read_set_totals},
    {.name = "groups", .type = KEY_LIST, AT(disclosure_set, groups), .read = read_disclosed_words},
};
const struct schema_map SCHEMA_DISCLOSED_SET = {
    .name = "a set",
    MAP(set_keys),
    .example = "{counts: [child, adult], by: district, totals: [column]}",
    .size = sizeof(struct disclosure_set)};

#define FIGURE(field) .type = KEY_NAME, AT(disclosure_at, field), .read = read_disclosed_word
static const struct schema_key published_keys[] = {
    {.name = "set", NEEDED, FIGURE(set)},
    {.name = "at", NEEDED, FIGURE(at)},
    {.name = "count", FIGURE(count)},
    {.name = "source", NEEDED, FIGURE(source)},
};
const struct schema_map SCHEMA_PUBLISHED = {
    .name = "a published figure",
    MAP(published_keys),
    .example = "{set: referrals, at: Rugby, count: child, source: \"report of 2021-22, page 9\"}",
    .size = sizeof(struct disclosure_at)};

static const struct schema_key override_keys[] = {
    {.name = "set", NEEDED, FIGURE(set)},
    {.name = "at", NEEDED, FIGURE(at)},
    {.name = "count", FIGURE(count)},
    {.name = "reason", NEEDED, FIGURE(reason)},
    {.name = "approved_by", NEEDED, FIGURE(approved_by)},
};
const struct schema_map SCHEMA_OVERRIDE = {
    .name = "an override",
    MAP(override_keys),
    .example = "{set: referrals, at: Rugby, count: child, reason: \"the family asked for it\", "
               "approved_by: \"A. Chair\"}",
    .size = sizeof(struct disclosure_at)};
