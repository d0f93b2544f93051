#include "document/schema.h"

#include "document/read_internal.h"
#include "document/schema_table.h"

/* ---- the whole document -------------------------------------------------------------------- */

static const struct schema_key layout_keys[] = {
    {.name = "quire", .type = KEY_NODE, NEEDED, .read = read_version},
    {.name = "based-on", .type = KEY_NODE},
    {.name = "title", .type = KEY_TEMPLATE, AT(document, title), PLACE(document, title_span)},
    {.name = "author", .type = KEY_TEMPLATE, AT(document, author)},
    {.name = "lang", .type = KEY_STR, AT(document, lang), PLACE(document, lang_span)},
    {.name = "date", .type = KEY_NODE, .read = read_date},
    {.name = "subject", .type = KEY_TEMPLATE, AT(document, subject)},
    {.name = "keywords", .type = KEY_LIST, .read = read_keywords},
    {.name = "theme", .type = KEY_NODE},
    {.name = "page", .type = KEY_NODE},
    {.name = "fonts", .type = KEY_NODE},
    {.name = "colors", .type = KEY_NODE},
    {.name = "styles", .type = KEY_NODE},
    {.name = "words", .type = KEY_NODE},
    {.name = "abbreviations", .type = KEY_NODE},
    {.name = "data", .type = KEY_MAP, .map = &SCHEMA_SOURCE, .read = read_sources},
    {.name = "params", .type = KEY_MAP, .map = &SCHEMA_PARAM, .read = read_params},
    {.name = "checks", .type = KEY_LIST, .map = &SCHEMA_CHECK, .read = read_checks},
    {.name = "disclosure", .type = KEY_MAP, .map = &SCHEMA_DISCLOSURE, .read = read_disclosure},
    {.name = "masters", .type = KEY_MAP, .map = &SCHEMA_MASTER, .read = read_masters},
    {.name = "content",
     .type = KEY_CONTENT,
     NEEDED,
     AT(document, content),
     .read = read_block_content},
    {.name = "editions", .type = KEY_MAP, .map = &SCHEMA_EDITION},
};
const struct schema_map SCHEMA_LAYOUT = {
    .name = "a layout", MAP(layout_keys), .size = sizeof(struct document)};

static const struct schema_key theme_map_keys[] = {
    {.name = "quire", .type = KEY_NODE, .read = read_version},
    {.name = "based-on", .type = KEY_NODE},
    {.name = "page", .type = KEY_NODE},
    {.name = "fonts", .type = KEY_NODE},
    {.name = "colors", .type = KEY_NODE},
    {.name = "styles", .type = KEY_NODE},
    {.name = "words", .type = KEY_NODE},
    {.name = "abbreviations", .type = KEY_NODE},
};
const struct schema_map SCHEMA_THEME = {.name = "a theme", MAP(theme_map_keys)};

#define DECL(field) AT(source_declaration, field)
static const struct schema_key source_keys[] = {
    {.name = "file", .type = KEY_STR, DECL(file), PLACE(source_declaration, file_span)},
    {.name = "value", .type = KEY_NODE, DECL(value), .read = read_source_value},
    {.name = "types", .type = KEY_MAP, .read = read_source_types},
    {.name = "encoding",
     .type = KEY_STR,
     DECL(encoding),
     PLACE(source_declaration, encoding_span),
     .words = "utf-8 windows-1252"},
    {.name = "delimiter",
     .type = KEY_STR,
     DECL(delimiter),
     PLACE(source_declaration, delimiter_span)},
    {.name = "skip", .type = KEY_COUNT, DECL(skip), .max = 1000000},
    {.name = "key", .type = KEY_STR, DECL(key), PLACE(source_declaration, key_span)},
};
const struct schema_map SCHEMA_SOURCE = {.name = "a data source",
                                         .main = "file",
                                         MAP(source_keys),
                                         .example = "{file: data/figures.csv}",
                                         .size = sizeof(struct source_declaration)};

static const struct schema_key param_keys[] = {
    {.name = "from", .type = KEY_NAME, AT(param_declaration, from)},
    {.name = "value", .type = KEY_NODE, AT(param_declaration, value), .read = read_param_value},
};
const struct schema_map SCHEMA_PARAM = {.name = "a param",
                                        .example = "{from: referrals}",
                                        MAP(param_keys),
                                        .size = sizeof(struct param_declaration)};

#define SHAPE(text, schema)                                                                        \
    { .name = (text), .type = KEY_MAP, .map = &(schema), .read = read_check_shape }
static const struct schema_key check_keys[] = {
    {.name = "that", .type = KEY_EXPR, AT(check, that)},
    SHAPE("parts", SCHEMA_PARTS),
    SHAPE("range", SCHEMA_RANGE),
    SHAPE("unique", SCHEMA_UNIQUE),
    SHAPE("no-decrease", SCHEMA_NO_DECREASE),
    SHAPE("links", SCHEMA_CHECK_LINKS),
    SHAPE("dates", SCHEMA_DATES),
    SHAPE("agree", SCHEMA_AGREE),
    {.name = "message", .type = KEY_TEMPLATE, NEEDED, AT(check, message)},
    {.name = "severity", .type = KEY_SWITCH, AT(check, warning), .words = "error warning"},
    {.name = "because", .type = KEY_STR, AT(check, because)},
};
#undef SHAPE
const struct schema_map SCHEMA_CHECK = {.name = "a check",
                                        .example =
                                            "{that: total == 12, message: The total is wrong}",
                                        MAP(check_keys),
                                        .size = sizeof(struct check)};

static const struct schema_key parts_keys[] = {
    {.name = "of", .type = KEY_EXPR, NEEDED, AT(check, of)},
    {.name = "are", .type = KEY_LIST, NEEDED, .read = read_check_are},
};
const struct schema_map SCHEMA_PARTS = {.name = "parts",
                                        .example = "{of: total, are: [yes, no]}",
                                        MAP(parts_keys),
                                        .size = sizeof(struct check)};

static const struct schema_key range_keys[] = {
    {.name = "of", .type = KEY_NODE, NEEDED, .read = read_check_of},
    {.name = "field", .type = KEY_NAME, .read = read_check_field},
    {.name = "from", .type = KEY_NODE, .read = read_check_from},
    {.name = "to", .type = KEY_NODE, .read = read_check_to},
};
const struct schema_map SCHEMA_RANGE = {.name = "range",
                                        .example = "{of: rows, field: share, from: 0, to: 100}",
                                        MAP(range_keys),
                                        .size = sizeof(struct check)};

static const struct schema_key unique_keys[] = {
    {.name = "of", .type = KEY_EXPR, NEEDED, AT(check, of)},
    {.name = "by", .type = KEY_NODE, .read = read_check_by},
};
const struct schema_map SCHEMA_UNIQUE = {.name = "unique",
                                         .example = "{of: rows, by: [district, year]}",
                                         MAP(unique_keys),
                                         .size = sizeof(struct check)};

static const struct schema_key no_decrease_keys[] = {
    {.name = "of", .type = KEY_NODE, NEEDED, .read = read_check_of},
    {.name = "field", .type = KEY_NAME, .read = read_check_field},
};
const struct schema_map SCHEMA_NO_DECREASE = {.name = "no-decrease",
                                              .example = "{of: years, field: total}",
                                              MAP(no_decrease_keys),
                                              .size = sizeof(struct check)};

static const struct schema_key links_check_keys[] = {
    {.name = "of", .type = KEY_EXPR, NEEDED, AT(check, of)},
    {.name = "field", .type = KEY_NAME, .read = read_check_field},
};
const struct schema_map SCHEMA_CHECK_LINKS = {.name = "links",
                                              .example = "{of: briefings, field: url}",
                                              MAP(links_check_keys),
                                              .size = sizeof(struct check)};

static const struct schema_key dates_keys[] = {
    {.name = "of", .type = KEY_EXPR, NEEDED, AT(check, of)},
    {.name = "field", .type = KEY_NAME, .read = read_check_field},
    {.name = "from", .type = KEY_NODE, NEEDED, .read = read_check_from},
    {.name = "to", .type = KEY_NODE, NEEDED, .read = read_check_to},
};
const struct schema_map SCHEMA_DATES = {
    .name = "dates",
    .example = "{of: rows, field: date, from: 2022-04-01, to: 2023-03-31}",
    MAP(dates_keys),
    .size = sizeof(struct check)};

static const struct schema_key agree_keys[] = {
    {.name = "of", .type = KEY_EXPR, NEEDED, AT(check, of)},
    {.name = "with", .type = KEY_EXPR, NEEDED, AT(check, with)},
    {.name = "by", .type = KEY_NODE, NEEDED, .read = read_check_by},
    {.name = "fields", .type = KEY_NODE, NEEDED, .read = read_check_fields},
};
const struct schema_map SCHEMA_AGREE = {.name = "agree",
                                        .example =
                                            "{of: rows, with: others, by: district, fields: [n]}",
                                        MAP(agree_keys),
                                        .size = sizeof(struct check)};

/* ---- masters and editions ------------------------------------------------------------------ */

static const struct schema_key master_keys[] = {
    {.name = "based-on", .type = KEY_NAME, AT(master, based_on)},
    {.name = "margin", .type = KEY_NODE, .map = &SCHEMA_MARGIN, .read = read_margin},
    {.name = "header",
     .type = KEY_MAP,
     AT(master, header),
     .map = &SCHEMA_FURNITURE,
     .read = read_furniture},
    {.name = "footer",
     .type = KEY_MAP,
     AT(master, footer),
     .map = &SCHEMA_FURNITURE,
     .read = read_furniture},
    {.name = "background", .type = KEY_NODE, .map = &SCHEMA_BACKGROUND, .read = read_background},
    {.name = "content", .type = KEY_CONTENT, AT(master, content), .read = read_master_content},
};
const struct schema_map SCHEMA_MASTER = {.name = "a page master",
                                         MAP(master_keys),
                                         .example = "{margin: 20mm}",
                                         .size = sizeof(struct master)};

#define SIDE(text, i)                                                                              \
    { .name = (text), .type = KEY_LENGTH, AT(master, margin[i]), .units = LENGTH_FIXED }
static const struct schema_key margin_keys[] = {SIDE("top", 0), SIDE("outside", 1),
                                                SIDE("bottom", 2), SIDE("inside", 3)};
const struct schema_map SCHEMA_MARGIN = {.name = "margin",
                                         MAP(margin_keys),
                                         .example = "{top: 20mm, bottom: 22mm}",
                                         .size = sizeof(struct master)};

static const struct schema_key furniture_keys[] = {
    {.name = "inside", .type = KEY_TEMPLATE, AT(furniture, inside)},
    {.name = "center", .type = KEY_TEMPLATE, AT(furniture, center)},
    {.name = "outside", .type = KEY_TEMPLATE, AT(furniture, outside)},
};
const struct schema_map SCHEMA_FURNITURE = {.name = "a header or footer",
                                            MAP(furniture_keys),
                                            .example = "{outside: \"Page {{ page }}\"}, or none",
                                            .size = sizeof(struct furniture)};

static const struct schema_key background_keys[] = {
    {.name = "image",
     .type = KEY_STR,
     NEEDED,
     AT(master, background_image),
     PLACE(master, background_span)},
    {.name = "fit",
     .type = KEY_SWITCH,
     AT(master, background_cover),
     .words = "contain cover",
     .fallback = "cover"},
};
const struct schema_map SCHEMA_BACKGROUND = {
    .name = "background",
    MAP(background_keys),
    .example = "a colour's name, or {image: picture.jpg, fit: cover}",
    .size = sizeof(struct master)};

#define OF_EDITION(field) AT(edition, field)
static const struct schema_key edition_keys[] = {
    {.name = "based-on", .type = KEY_NAME, OF_EDITION(based_on)},
    {.name = "standard",
     .type = KEY_LIST,
     .words = "pdf/ua-1 pdf/a-2a pdf/a-3a pdf/x-4",
     .read = read_standards},
    {.name = "links", .type = KEY_WORD, OF_EDITION(links), .words = "live printed none"},
    {.name = "font-size", .type = KEY_LENGTH, .units = LENGTH_FIXED, .read = read_edition_size},
    {.name = "disclosure", .type = KEY_WORD, .words = "none", .read = read_open},
    {.name = "marking", .type = KEY_TEMPLATE, OF_EDITION(marking)},
    {.name = "attach", .type = KEY_SWITCH, OF_EDITION(attach_data), .words = "none data"},
    {.name = "bleed", .type = KEY_LENGTH, .units = LENGTH_FIXED, .read = read_bleed},
    {.name = "marks",
     .type = KEY_LIST,
     .words = "crop registration colorbar",
     .read = read_press_marks},
    {.name = "profile", .type = KEY_NAME, OF_EDITION(profile)},
    {.name = "ink-limit", .type = KEY_NODE, .read = read_ink_limit},
    {.name = "page-multiple", .type = KEY_COUNT, OF_EDITION(page_multiple), .min = 1, .max = 32},
    {.name = "only", .type = KEY_LIST, .read = read_only},
    {.name = "page", .type = KEY_NODE},
    {.name = "fonts", .type = KEY_NODE},
    {.name = "colors", .type = KEY_NODE},
    {.name = "styles", .type = KEY_NODE},
    {.name = "words", .type = KEY_NODE},
    {.name = "abbreviations", .type = KEY_NODE},
};
const struct schema_map SCHEMA_EDITION = {.name = "an edition",
                                          MAP(edition_keys),
                                          .example = "{based-on: screen, font-size: 18pt}",
                                          .size = sizeof(struct edition)};

/* ---- looking up ---------------------------------------------------------------------------- */

const struct schema_key *schema_find_key(const struct schema_map *map, struct str name) {
    for (; map; map = map->common)
        for (size_t i = 0; i < map->n; i++)
            if (str_is(name, map->keys[i].name))
                return &map->keys[i];
    return NULL;
}
