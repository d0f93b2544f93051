"""Tables, charts and tiles: what their pictures promise, read from the frames and the text."""

import random
import re

from harness import CASES, Project, frames, parse_frames, render, test, tool
from suite_pages import check_page, overlaps, text_box

CHARTS = sorted(p for p in (CASES / "charts").glob("*.yaml")
                if not p.with_suffix(".err").exists())


def pdf_text(path):
    with Project() as project:
        return tool("pdftotext", "-layout", project.write("case.pdf", render(path)), "-")


def bars_of(pages):
    """(page, element) -> bars, for each chart."""
    charts = {}
    for page in pages:
        for item in page.items:
            if item.kind == "bar":
                charts.setdefault((page.number, item.element), []).append(item)
    return charts


def layout(body, data="{}"):
    return f"quire: 1\ntitle: Test\nlang: en-GB\ndata: {data}\ncontent:\n{body}"


def bars(values, extra):
    rows = ", ".join(f"{{k: K{i}, v: {v}}}" for i, v in enumerate(values))
    body = ("  - chart: {type: bar, caption: A, subtitle: B, data: d, category: k, order: data, "
            f"series: [{{field: v, label: V}}], {extra}}}\n")
    with Project({"a.yaml": layout(body, f"{{d: {{value: [{rows}]}}}}")}) as project:
        found = list(bars_of(frames(project.path / "a.yaml")).values())
    return found[0]


@test
def bars_start_at_zero_and_are_as_long_as_their_values():
    values = [7, 3.5, -14, 0.7, 70]
    for direction, start, size in [("horizontal", "x", "width"), ("vertical", "y", "height")]:
        drawn = bars(values, f"direction: {direction}")
        assert len(drawn) == len(values)
        unit = getattr(drawn[-1], size) / values[-1]
        for value, bar in zip(values, drawn):
            assert abs(getattr(bar, size) - abs(value) * unit) < 0.003, (direction, value)
        ends = [(getattr(b, start), getattr(b, start) + getattr(b, size)) for b in drawn]
        above = 0 if direction == "horizontal" else 1
        zero = ends[0][above]
        for value, end in zip(values, ends):
            side = above if value > 0 else 1 - above
            assert abs(end[side] - zero) < 0.003, (direction, value)


@test
def a_longer_axis_makes_shorter_bars_and_never_cuts_one():
    natural, longer = bars([10, 20], "labels: true"), bars([10, 20], "axis: {max: 40}")
    assert abs(longer[1].width * 2 - natural[1].width) < 0.01


def check_labels(name, page):
    """No text touches a bar that it does not stand in, and no zero line goes through one."""
    drawn = [i for i in page.items if i.kind == "bar"]
    lines = [i for i in page.items if i.kind == "rectangle" and
             i.fields.get("fill", "").startswith("#595959") and
             0.5 < min(i.width, i.height) < 0.7]
    for item in (i for i in page.items if i.kind == "text" and i.text.strip()):
        x0, y0, x1, y1 = text_box(item)
        for bar in drawn:
            edges = (bar.x, bar.y, bar.x + bar.width, bar.y + bar.height)
            inside = x0 >= edges[0] and x1 <= edges[2] and y0 >= edges[1] - 1 and \
                y1 <= edges[3] + 1
            assert inside or not overlaps((x0, y0, x1, y1), edges), \
                f"{name}, page {page.number}: \"{item.text}\" touches a bar"
        for line in lines:
            apart = x1 <= line.x or x0 >= line.x + line.width or \
                y1 <= line.y + 0.6 or y0 >= line.y + line.height - 0.6
            assert apart, f"{name}, page {page.number}: a line goes through \"{item.text}\""


@test
def no_label_of_a_chart_touches_a_bar_it_does_not_stand_in_or_the_zero_line():
    for path in CHARTS:
        for page in frames(path):
            check_labels(path.stem, page)


def chart_by_lot(lot):
    """Body and data of a chart of any kind."""
    series, arrange = lot.randint(1, 4), lot.choice(["grouped", "stacked", "percent"])

    def value():
        if arrange != "percent" and lot.random() < 0.1:
            return '"[c]"'
        below = arrange != "percent" and lot.random() < 0.2
        return f"{(-1 if below else 1) * lot.choice([0, 1, 9, 340, 21000.5])}"

    rows = ", ".join(
        f'{{k: "{lot.choice(["Rugby", "Nuneaton and Bedworth", "September 2022"])} {i}", ' +
        ", ".join(f"s{n}: {value()}" for n in range(series)) + "}"
        for i in range(lot.choice([1, 2, 5, 12])))
    fields = ", ".join(f"{{field: s{n}, label: {lot.choice(['Adults', 'Not yet known'])}}}"
                       for n in range(series))
    chart = (f"chart: {{type: bar, caption: C, subtitle: S, data: d, category: k, "
             f"series: [{fields}], arrange: {arrange}, "
             f"direction: {lot.choice(['horizontal', 'vertical'])}, "
             f"labels: {lot.choice(['true', 'false'])}, "
             f"legend: {lot.choice(['auto', 'top', 'bottom', 'none'])}}}")
    body = lot.choice([f"  - {chart}\n", f"  - grid: {{content: [[{{{chart}}}], [Beside it.]]}}\n"])
    return body, f"{{d: {{value: [{rows}]}}}}"


@test
def sixty_charts_by_lot_are_drawn_clear_or_refused_for_lack_of_room():
    drawn = 0
    for seed in range(60):
        body, data = chart_by_lot(random.Random(seed))
        with Project({"a.yaml": layout(body, data)}) as project:
            result = project.quire("render", "a.yaml", "--dump", "frames")
        if result.status:
            codes = set(re.findall(r"error\[(.*?)\]", result.err))
            assert codes <= {"chart-too-narrow", "colour-only"}, result.err
            continue
        drawn += 1
        for page in parse_frames(result.out.decode()):
            check_page(page)
            check_labels(f"chart {seed}", page)
    assert drawn >= 45, drawn


@test
def names_under_bars_are_never_broken_inside_a_word():
    text = pdf_text(CASES / "charts" / "vertical.yaml")
    for month in ["September", "December", "February", "November"]:
        assert text.count(month) >= 3, f"{month} is broken"


@test
def a_row_taller_than_a_page_is_split_and_loses_no_word():
    words = re.findall(r"word\d{4}", pdf_text(CASES / "tables" / "tall.yaml"))
    assert words == [f"word{i:04d}" for i in range(1100)]


@test
def two_hundred_rows_stand_in_order_under_a_repeated_head():
    text = pdf_text(CASES / "tables" / "long.yaml")
    assert re.findall(r"\bR\d{3}\b", text) == [f"R{i:03d}" for i in range(1, 201)]
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 3
    for number, page in enumerate(pages):
        assert "Reference" in page and "Days" in page
        assert ("(continued)" in page) == (number > 0)


@test
def a_last_row_or_a_total_is_never_alone_on_a_page():
    for rows in range(20, 60):
        for total in ["", ", total: {label: All}"]:
            data = ", ".join(f"{{n: Row{i}, v: {i}}}" for i in range(rows))
            body = ("  - table: {caption: C, data: d, columns: [{field: n, header: N}, "
                    f"{{field: v, header: V}}]{total}}}\n")
            with Project({"a.yaml": layout(body, f"{{d: {{value: [{data}]}}}}")}) as project:
                pages = frames(project.path / "a.yaml")
            words = [[i.text for i in p.items if re.fullmatch(r"Row\d+|All", i.text)]
                     for p in pages]
            assert sum(map(len, words)) == rows + (1 if total else 0)
            assert all(len(w) >= 2 for w in words), (rows, total)


@test
def notes_stay_with_the_last_rows_of_their_table():
    for lead in range(520, 640, 6):
        body = (f"  - space: {lead}pt\n  - table:\n      caption: \"C[^a]\"\n      header-rows: 1\n"
                "      rows: [[A, B], [one, \"1\"], [two, \"2\"], [three, \"3\"], [four, \"4\"]]\n"
                "      notes: {a: Thenote.}\n")
        with Project({"a.yaml": layout("  - Before.\n" + body)}) as project:
            pages = frames(project.path / "a.yaml")
        texts = [[i.text for i in p.items] for p in pages]
        where = [k for k, t in enumerate(texts) if any("Thenote." in x for x in t)]
        assert len(where) == 1 and "four" in texts[where[0]], (lead, texts)


@test
def figures_of_a_column_stand_on_one_point():
    values = ["1.25", "100", "-3.5", "0.125", "[c]"]
    data = ", ".join(f"{{n: Row{i}, v: \"{v}\"}}" if v[0] == "[" else f"{{n: Row{i}, v: {v}}}"
                     for i, v in enumerate(values))
    body = "  - table: {caption: C, data: d, columns: [{field: n, header: N}, " \
           "{field: v, header: V, align: decimal}]}\n"
    with Project({"a.yaml": layout(body, f"{{d: {{value: [{data}]}}}}")}) as project:
        items = {i.text: i for p in frames(project.path / "a.yaml") for i in p.items}
    figure = items["0.125"].width / 5  # tabular figures; a point is narrower
    digit = items["100"].width / 3
    points = {"1.25": items["1.25"].x + digit, "100": items["100"].x + 3 * digit,
              "0.125": items["0.125"].x + digit, "[c]": items["[c]"].x + items["[c]"].width}
    assert figure < digit
    assert max(points.values()) - min(points.values()) < 0.05, points


@test
def a_figure_is_never_wider_than_its_column():
    body = ("  - table: {caption: C, data: d, columns: [{field: n, header: N, width: 60mm}, "
            "{field: v, header: V, width: 5mm}, {field: v, header: W, width: 5mm}]}\n")
    data = "{d: {value: [{n: Name, v: 1234567.25}]}}"
    with Project({"a.yaml": layout(body, data)}) as project:
        result = project.quire("render", "a.yaml", "-o", "a.pdf")
        assert result.status == 0 and "warning[column-too-narrow]" in result.err, result.err
        figures = [i for p in frames(project.path / "a.yaml") for i in p.items
                   if i.text == "1,234,567.25"]
    assert len(figures) == 2 and figures[0].x + figures[0].width < figures[1].x


@test
def a_table_too_wide_for_the_page_is_set_smaller():
    sizes = []
    for n in [3, 5]:
        fields = ", ".join(f"{{value: '1234567.25 | number(2)', header: C{i}}}" for i in range(n))
        body = ("  - table: {caption: C, data: d, columns: [{field: n, header: N}, " + fields +
                "]}\n")
        with Project({"a.yaml": layout(body, "{d: {value: [{n: Name}]}}")}) as project:
            pages = frames(project.path / "a.yaml")
        sizes.append(next(float(i.fields["size"]) for p in pages for i in p.items
                          if i.text == "Name"))
    assert sizes[0] == 11 and 9 <= sizes[1] < 11, sizes


@test
def a_table_of_many_columns_is_cut_and_repeats_what_heads_its_rows():
    path = CASES / "tables" / "bands.yaml"
    items = [i for p in frames(path) for i in p.items if i.kind == "text"]

    def count(text, real):
        return sum(i.text == text and (i.element != 0) == real for i in items)

    for text in ["Warwickshire County Council", "Partner", "Total", "Others"]:
        assert (count(text, True), count(text, False)) == (1, 2), text
    for text in ["April", "October", "Spring", "5,678,901.23", "1,234,573.89"]:
        assert (count(text, True), count(text, False)) == (1, 0), text
    assert len({i.fields["size"] for i in items if i.text in ("April", "October")}) == 1


@test
def text_in_a_dark_box_is_pale_also_in_tables_and_charts():
    for path in [CASES / "tables" / "places.yaml", CASES / "charts" / "places.yaml"]:
        for page in frames(path):
            ground = next((i for i in page.items if i.kind == "rectangle" and i.height > 80 and
                           i.fields.get("fill", "").startswith("#12436d")), None)
            for item in page.items:
                inside = ground and item.kind == "text" and ground.y < item.y < ground.y + ground.height
                bar = any(b.kind == "bar" and b.x <= item.x <= b.x + b.width and
                          b.y <= item.y <= b.y + b.height for b in page.items)
                if inside and not bar:
                    assert item.fields["color"].startswith("#ffffff"), (path.stem, item.text)


@test
def words_of_two_scripts_in_a_row_stand_on_one_baseline():
    items = [i for p in frames(CASES / "tables" / "arabic.yaml") for i in p.items]
    rows = [{i.y for i in items if i.text in row}
            for row in [("12.5", "1,204", "الشمال"), ("3", "[c]", "الجنوب")]]
    assert all(len(row) == 1 for row in rows), rows


@test
def a_chart_in_a_language_from_the_right_grows_to_the_left():
    body = ("  - chart: {type: bar, lang: ar, caption: A, subtitle: B, data: d, category: k, "
            "series: [{field: v, label: V}], alt: C}\n")
    data = "{d: {value: [{k: One, v: 4}, {k: Two, v: 2}]}}"
    with Project({"a.yaml": layout(body, data)}) as project:
        items = [i for p in frames(project.path / "a.yaml") for i in p.items]
    bars_now = [i for i in items if i.kind == "bar"]
    ends = {round(b.x + b.width, 2) for b in bars_now}
    names = [i for i in items if i.text in ("One", "Two")]
    assert len(ends) == 1 and len(names) == 2, ends
    assert all(n.x > max(ends) for n in names)


@test
def a_single_tile_is_no_wider_than_a_third_of_the_page():
    body = "  - tiles: [{value: '12', label: people}]\n"
    with Project({"a.yaml": layout(body)}) as project:
        rules = [i for p in frames(project.path / "a.yaml") for i in p.items
                 if i.kind == "rectangle"]
    assert rules and all(i.width < 430 / 3 for i in rules), [i.width for i in rules]


@test
def an_image_that_asks_for_more_than_its_place_is_made_smaller_and_that_is_said():
    photo = (CASES / "blocks" / "_photo.jpg").read_bytes()
    with Project({"a.yaml": "", "p.jpg": photo}) as project:
        for size, said in [("width: 900mm", "900 mm wide"), ("height: 600mm", "600 mm high")]:
            (project.path / "a.yaml").write_text(
                layout(f"  - image: {{file: p.jpg, alt: A photo, {size}}}\n"))
            result = project.quire("render", "a.yaml", "-o", "a.pdf")
            assert result.status == 0, result.err
            assert result.err.count("warning[image-too-wide]") == 1 and said in result.err, result.err
            assert "150 mm of its place" in result.err, result.err
        for size in ["width: 100%", "width: 150mm", "width: auto", "height: 40mm"]:
            (project.path / "a.yaml").write_text(
                layout(f"  - image: {{file: p.jpg, alt: A photo, {size}}}\n"))
            result = project.quire("render", "a.yaml", "-o", "a.pdf")
            assert result.status == 0 and "image-too-wide" not in result.err, (size, result.err)
