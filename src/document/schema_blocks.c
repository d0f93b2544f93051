#include "document/schema.h"

#include "document/read_internal.h"
#include "document/schema_table.h"

static const struct schema_key common_keys[] = {
    {.name = "id", .type = KEY_NAME, AT(block, id)},
    {.name = "style", .type = KEY_NAME, AT(block, style), .read = read_style},
    {.name = "if", .type = KEY_EXPR, AT(block, condition)},
    {.name = "lang", .type = KEY_STR, AT(block, lang)},
    {.name = "keep", .type = KEY_WORD, .words = "together", .read = read_keep},
    {.name = "notes", .type = KEY_MAP, .read = read_notes},
};
const struct schema_map SCHEMA_BLOCK = {
    .name = "a block", MAP(common_keys), .size = sizeof(struct block)};

#define BLOCK_MAP(title, array, S)                                                                 \
    .name = (title), .common = &SCHEMA_BLOCK, MAP(array), .size = sizeof(struct S)

static const struct schema_key heading_keys[] = {
    {.name = "text", .type = KEY_RICH, NEEDED, AT(block, as.heading.text)},
};
static const struct schema_map heading_map = {BLOCK_MAP("a heading", heading_keys, block),
                                              .main = "text", .example = "h1: Introduction"};

static const struct schema_key text_keys[] = {
    {.name = "text", .type = KEY_PROSE, AT(block, as.text.text)},
    {.name = "from", .type = KEY_EXPR, AT(block, as.text.from)},
};
static const struct schema_map text_map = {BLOCK_MAP("text", text_keys, block), .main = "text",
                                           .example = "text: {from: welcome}"};

static const struct schema_key table_keys[] = {
    {.name = "caption",
     .type = KEY_RICH,
     AT(table_block, caption),
     PLACE(table_block, caption_span)},
    {.name = "data", .type = KEY_EXPR, AT(table_block, data)},
    {.name = "where", .type = KEY_EXPR, AT(table_block, where)},
    {.name = "sort", .type = KEY_NAME, .read = read_sort},
    {.name = "columns", .type = KEY_LIST, .map = &SCHEMA_COLUMN, .read = read_columns},
    {.name = "group", .type = KEY_NAME, AT(table_block, group)},
    {.name = "total", .type = KEY_MAP, .map = &SCHEMA_TOTAL, .read = read_total},
    {.name = "transpose", .type = KEY_BOOLEAN, AT(table_block, transpose), .fallback = "false"},
    {.name = "source", .type = KEY_RICH, AT(table_block, source)},
    {.name = "header-rows", .type = KEY_COUNT, AT(table_block, header_rows), .max = 100},
    {.name = "header-columns", .type = KEY_COUNT, AT(table_block, header_columns), .max = 100},
    {.name = "rows", .type = KEY_LIST, .map = &SCHEMA_CELL, .read = read_rows},
};
static const struct schema_map table_map = {
    BLOCK_MAP("a table", table_keys, table_block),
    .example = "table: {data: referrals, columns: [{field: district, header: District}]}"};

static const struct schema_key column_keys[] = {
    {.name = "field", .type = KEY_NAME, AT(table_column, field)},
    {.name = "value", .type = KEY_EXPR, AT(table_column, value)},
    {.name = "total", .type = KEY_WORD, .words = "row", .read = read_row_total},
    {.name = "header", .type = KEY_RICH, NEEDED, AT(table_column, header)},
    {.name = "columns", .type = KEY_LIST, .map = &SCHEMA_COLUMN, .read = read_nested_columns},
    {.name = "width",
     .type = KEY_LENGTH,
     AT(table_column, width),
     .units = LENGTH_FIXED | LENGTH_PERCENT | LENGTH_FR | LENGTH_AUTO},
    {.name = "row-header", .type = KEY_BOOLEAN, AT(table_column, row_header), .fallback = "false"},
    {.name = "align",
     .type = KEY_WORD,
     AT(table_column, align),
     .words = "auto start center end decimal"},
    {.name = "format", .type = KEY_NODE, .read = read_column_format},
    {.name = "link", .type = KEY_EXPR, AT(table_column, link)},
};
const struct schema_map SCHEMA_COLUMN = {.name = "a column",
                                         MAP(column_keys),
                                         .example = "{field: district, header: District}",
                                         .size = sizeof(struct table_column)};

static const struct schema_key total_keys[] = {
    {.name = "label", .type = KEY_RICH, AT(table_block, total_label)},
};
const struct schema_map SCHEMA_TOTAL = {.name = "total",
                                        .main = "label",
                                        MAP(total_keys),
                                        .example = "{label: Total}",
                                        .size = sizeof(struct table_block)};

static const struct schema_key cell_keys[] = {
    {.name = "text", .type = KEY_RICH, NEEDED, AT(literal_cell, text)},
    {.name = "colspan",
     .type = KEY_COUNT,
     AT(literal_cell, column_span),
     .min = 1,
     .max = 1000,
     .fallback = "1"},
    {.name = "rowspan",
     .type = KEY_COUNT,
     AT(literal_cell, row_span),
     .min = 1,
     .max = 1000,
     .fallback = "1"},
};
const struct schema_map SCHEMA_CELL = {.name = "a cell",
                                       .main = "text",
                                       MAP(cell_keys),
                                       .example = "{text: Number, colspan: 2}",
                                       .size = sizeof(struct literal_cell)};

static const struct schema_key chart_keys[] = {
    {.name = "type", .type = KEY_WORD, .words = "bar", .offset = SIZE_MAX},
    {.name = "caption",
     .type = KEY_NODE,
     NEEDED,
     .map = &SCHEMA_CAPTION,
     .read = read_chart_caption,
     PLACE(chart_block, caption_span)},
    {.name = "subtitle", .type = KEY_RICH, AT(chart_block, subtitle)},
    {.name = "data", .type = KEY_EXPR, NEEDED, AT(chart_block, data)},
    {.name = "where", .type = KEY_EXPR, AT(chart_block, where)},
    {.name = "category", .type = KEY_NAME, NEEDED, AT(chart_block, category)},
    {.name = "series", .type = KEY_LIST, NEEDED, .map = &SCHEMA_SERIES, .read = read_series},
    {.name = "arrange",
     .type = KEY_WORD,
     AT(chart_block, arrange),
     .words = "grouped stacked percent"},
    {.name = "direction",
     .type = KEY_WORD,
     AT(chart_block, direction),
     .words = "horizontal vertical"},
    {.name = "order", .type = KEY_WORD, AT(chart_block, order), .words = "largest smallest data"},
    {.name = "labels", .type = KEY_BOOLEAN, AT(chart_block, labels), .fallback = "true"},
    {.name = "legend", .type = KEY_WORD, AT(chart_block, legend), .words = "auto none top bottom"},
    {.name = "axis", .type = KEY_MAP, .map = &SCHEMA_AXIS, .read = read_axis},
    {.name = "height",
     .type = KEY_LENGTH,
     AT(chart_block, height),
     .units = LENGTH_FIXED | LENGTH_AUTO},
    {.name = "alt",
     .type = KEY_TEMPLATE,
     AT(chart_block, alt),
     PLACE(chart_block, alt_span),
     .read = read_alt},
    {.name = "table", .type = KEY_WORD, AT(chart_block, twin), .words = "none after appendix"},
    {.name = "source", .type = KEY_RICH, AT(chart_block, source)},
};
static const struct schema_map chart_map = {
    BLOCK_MAP("a chart", chart_keys, chart_block),
    .example = "chart: {caption: .., data: referrals, category: district, series: [{field: n}]}"};

static const struct schema_key caption_keys[] = {
    {.name = "text", .type = KEY_RICH, NEEDED, AT(chart_block, caption)},
    {.name = "that", .type = KEY_EXPR, AT(chart_block, caption_that)},
};
const struct schema_map SCHEMA_CAPTION = {
    .name = "a caption",
    .main = "text",
    MAP(caption_keys),
    .size = sizeof(struct chart_block),
    .example = "{text: Rugby has most referrals, that: first(rows).district == 'Rugby'}"};

static const struct schema_key series_keys[] = {
    {.name = "field", .type = KEY_NAME, AT(chart_series, field)},
    {.name = "value", .type = KEY_EXPR, AT(chart_series, value)},
    {.name = "label", .type = KEY_TEMPLATE, AT(chart_series, label)},
};
const struct schema_map SCHEMA_SERIES = {.name = "a series",
                                         MAP(series_keys),
                                         .example = "{field: child, label: Children}",
                                         .size = sizeof(struct chart_series)};

static const struct schema_key axis_keys[] = {
    {.name = "title", .type = KEY_TEMPLATE, AT(chart_axis, title)},
    {.name = "min", .type = KEY_NODE, AT(chart_axis, min), .read = read_axis_bound},
    {.name = "max", .type = KEY_NODE, AT(chart_axis, max), .read = read_axis_bound},
    {.name = "format", .type = KEY_NODE, .read = read_axis_format},
};
const struct schema_map SCHEMA_AXIS = {.name = "an axis",
                                       MAP(axis_keys),
                                       .example = "{title: Referrals, min: 0, max: auto}",
                                       .size = sizeof(struct chart_axis)};

static const struct schema_key links_keys[] = {
    {.name = "data", .type = KEY_EXPR, NEEDED, AT(links_block, data)},
    {.name = "text", .type = KEY_RICH, NEEDED, AT(links_block, text)},
    {.name = "url",
     .type = KEY_TEMPLATE,
     NEEDED,
     AT(links_block, url),
     PLACE(links_block, url_span)},
    {.name = "detail", .type = KEY_TEMPLATE, AT(links_block, detail)},
    {.name = "form", .type = KEY_SWITCH, AT(links_block, list), .words = "cards list"},
    {.name = "columns",
     .type = KEY_COUNT,
     AT(links_block, columns),
     .min = 1,
     .max = 12,
     .fallback = "3"},
};
static const struct schema_map links_map = {
    BLOCK_MAP("links", links_keys, links_block),
    .example = "links: {data: briefings, text: \"{{ row.title }}\", url: \"{{ row.url }}\"}"};

static const struct schema_key tiles_keys[] = {
    {.name = "items", .type = KEY_LIST, NEEDED, .map = &SCHEMA_TILE, .read = read_tiles},
};
static const struct schema_map tiles_map = {
    BLOCK_MAP("tiles", tiles_keys, block), .main = "items",
    .example = "tiles: [{value: report.budget | money, label: agreed budget}]"};

static const struct schema_key tile_keys[] = {
    {.name = "value", .type = KEY_EXPR, NEEDED, AT(tile, value)},
    {.name = "label", .type = KEY_TEMPLATE, NEEDED, AT(tile, label)},
};
const struct schema_map SCHEMA_TILE = {.name = "a tile",
                                       MAP(tile_keys),
                                       .example = "{value: report.budget, label: budget}",
                                       .size = sizeof(struct tile)};

static const struct schema_key box_keys[] = {
    {.name = "title", .type = KEY_RICH, AT(block, as.box.title)},
    {.name = "content",
     .type = KEY_CONTENT,
     NEEDED,
     AT(block, as.box.content),
     .read = read_block_content},
};
static const struct schema_map box_map = {BLOCK_MAP("a box", box_keys, block), .main = "content",
                                          .example = "box: {title: Note, content: [...]}"};

static const struct schema_key grid_keys[] = {
    {.name = "widths",
     .type = KEY_LIST,
     .units = LENGTH_FIXED | LENGTH_PERCENT | LENGTH_FR,
     .read = read_widths},
    {.name = "gap",
     .type = KEY_LENGTH,
     AT(block, as.grid.gap),
     .units = LENGTH_FIXED,
     .fallback = "8mm"},
    {.name = "content", .type = KEY_LIST, NEEDED, .read = read_cells},
};
static const struct schema_map grid_map = {
    BLOCK_MAP("a grid", grid_keys, block),
    .example = "grid: {widths: [1fr, 1fr], content: [[...], [...]]}"};

static const struct schema_key image_keys[] = {
    {.name = "file", .type = KEY_STR, NEEDED, AT(image_block, file), PLACE(image_block, file_span)},
    {.name = "alt", .type = KEY_TEMPLATE, AT(image_block, alt)},
    {.name = "decorative", .type = KEY_BOOLEAN, AT(image_block, decorative), .fallback = "false"},
    {.name = "width",
     .type = KEY_LENGTH,
     AT(image_block, width),
     .units = LENGTH_FIXED | LENGTH_PERCENT | LENGTH_AUTO},
    {.name = "height",
     .type = KEY_LENGTH,
     AT(image_block, height),
     .units = LENGTH_FIXED | LENGTH_AUTO},
    {.name = "caption", .type = KEY_RICH, AT(image_block, caption)},
    {.name = "fit", .type = KEY_SWITCH, AT(image_block, fit_cover), .words = "contain cover"},
};
static const struct schema_map image_map = {
    BLOCK_MAP("an image", image_keys, image_block), .main = "file",
    .example = "image: {file: logo.png, alt: The partnership's logo}"};

static const struct schema_key quote_keys[] = {
    {.name = "text", .type = KEY_PROSE, NEEDED, AT(block, as.quote.text)},
    {.name = "by", .type = KEY_RICH, AT(block, as.quote.by)},
};
static const struct schema_map quote_map = {BLOCK_MAP("a quote", quote_keys, block), .main = "text",
                                            .example = "quote: {text: .., by: A parent}"};

static const struct schema_key list_keys[] = {
    {.name = "data", .type = KEY_EXPR, NEEDED, AT(block, as.list.data)},
    {.name = "item", .type = KEY_RICH, NEEDED, AT(block, as.list.item)},
    {.name = "form", .type = KEY_SWITCH, AT(block, as.list.numbers), .words = "bullets numbers"},
};
static const struct schema_map list_map = {
    BLOCK_MAP("a list", list_keys, block),
    .example = "list: {data: duties, item: \"{{ row }}\"}; a fixed list is Markdown in `- |`"};

static const struct schema_key for_keys[] = {
    {.name = "each", .type = KEY_EXPR, NEEDED, AT(block, as.loop.each)},
    {.name = "as", .type = KEY_NAME, NEEDED, AT(block, as.loop.as)},
    {.name = "content",
     .type = KEY_CONTENT,
     NEEDED,
     AT(block, as.loop.content),
     .read = read_loop_content},
};
static const struct schema_map for_map = {BLOCK_MAP("for", for_keys, block),
                                          .example =
                                              "for: {each: stories, as: story, content: [...]}"};

static const struct schema_key include_keys[] = {
    {.name = "file", .type = KEY_STR, NEEDED, AT(block, as.include), .read = read_include},
};
static const struct schema_map include_map = {BLOCK_MAP("include", include_keys, block),
                                              .main = "file",
                                              .example = "include: parts/funding.yaml"};

static const struct schema_key space_keys[] = {
    {.name = "height", .type = KEY_LENGTH, NEEDED, AT(block, as.space), .units = LENGTH_FIXED},
};
static const struct schema_map space_map = {BLOCK_MAP("space", space_keys, block), .main = "height",
                                            .example = "space: 6mm"};

static const struct schema_key break_keys[] = {
    {.name = "at", .type = KEY_WORD, AT(block, as.brk), .words = "page column odd"},
};
static const struct schema_map break_map = {BLOCK_MAP("a break", break_keys, block), .main = "at",
                                            .example = "break: page"};

static const struct schema_key master_block_keys[] = {
    {.name = "name", .type = KEY_NAME, NEEDED, AT(block, as.master)},
};
static const struct schema_map master_block_map = {BLOCK_MAP("master", master_block_keys, block),
                                                   .main = "name", .example = "master: cover"};

static const struct schema_key contents_keys[] = {
    {.name = "depth",
     .type = KEY_COUNT,
     AT(block, as.contents.depth),
     .min = 1,
     .max = 6,
     .fallback = "2"},
    {.name = "title", .type = KEY_TEMPLATE, AT(block, as.contents.title)},
};
static const struct schema_map contents_map = {BLOCK_MAP("contents", contents_keys, block),
                                               .main = "depth",
                                               .example = "contents: {depth: 2, title: Contents}"};

#define EDGE(field)                                                                                \
    {                                                                                              \
        .name = #field, .type = KEY_LENGTH, AT(place_block, field),                                \
        .units = LENGTH_FIXED | LENGTH_PERCENT | LENGTH_AUTO                                       \
    }
static const struct schema_key place_keys[] = {
    EDGE(top),
    EDGE(left),
    EDGE(right),
    EDGE(bottom),
    EDGE(width),
    EDGE(height),
    {.name = "content",
     .type = KEY_CONTENT,
     NEEDED,
     AT(place_block, content),
     .read = read_block_content},
};
static const struct schema_map place_map = {
    BLOCK_MAP("place", place_keys, place_block),
    .example = "place: {top: 60mm, left: 20mm, width: 120mm, content: [...]}"};

static const struct schema_block blocks[] = {
    {"h1", BLOCK_HEADING, 1, false, &heading_map},
    {"h2", BLOCK_HEADING, 2, false, &heading_map},
    {"h3", BLOCK_HEADING, 3, false, &heading_map},
    {"h4", BLOCK_HEADING, 4, false, &heading_map},
    {"h5", BLOCK_HEADING, 5, false, &heading_map},
    {"h6", BLOCK_HEADING, 6, false, &heading_map},
    {"text", BLOCK_TEXT, 0, false, &text_map},
    {"table", BLOCK_TABLE, 0, true, &table_map},
    {"chart", BLOCK_CHART, 0, true, &chart_map},
    {"links", BLOCK_LINKS, 0, true, &links_map},
    {"tiles", BLOCK_TILES, 0, false, &tiles_map},
    {"box", BLOCK_BOX, 0, false, &box_map},
    {"grid", BLOCK_GRID, 0, false, &grid_map},
    {"image", BLOCK_IMAGE, 0, true, &image_map},
    {"quote", BLOCK_QUOTE, 0, false, &quote_map},
    {"list", BLOCK_LIST, 0, false, &list_map},
    {"for", BLOCK_FOR, 0, false, &for_map},
    {"include", BLOCK_INCLUDE, 0, false, &include_map},
    {"space", BLOCK_SPACE, 0, false, &space_map},
    {"break", BLOCK_BREAK, 0, false, &break_map},
    {"master", BLOCK_MASTER, 0, false, &master_block_map},
    {"contents", BLOCK_CONTENTS, 0, false, &contents_map},
    {"place", BLOCK_PLACE, 0, true, &place_map},
};

const struct schema_block *schema_blocks(size_t *n) {
    *n = sizeof blocks / sizeof blocks[0];
    return blocks;
}

const struct schema_block *schema_find_block(struct str name) {
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if (str_is(name, blocks[i].name))
            return &blocks[i];
    return NULL;
}
