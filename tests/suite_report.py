"""The annual report: what a partnership publishes and this project is judged by."""

import csv
import re
import tempfile
from pathlib import Path

from harness import ROOT, frames, quire, render, rendered_file, test, tool

LAYOUT = ROOT / "layouts" / "annual-report.yaml"
DATA = ROOT / "data" / "2022-23"
_cache = {}


def report():
    """The rendered report, made once; the folder lives as long as the process."""
    if "path" not in _cache:
        _cache["folder"] = tempfile.TemporaryDirectory()
        _cache["path"] = rendered_file(_cache["folder"].name, LAYOUT)
    return _cache["path"]


def pages_of_report():
    if "frames" not in _cache:
        _cache["frames"] = frames(LAYOUT)
    return _cache["frames"]


def rows(name):
    with open(DATA / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def figure(key):
    """The first number under a key of report.yaml."""
    text = (DATA / "report.yaml").read_text(encoding="utf-8")
    return int(re.search(rf"^ *{key}: (?:&\w+ )?(\d+)", text, re.M).group(1))


@test
def the_report_has_16_to_24_tagged_a4_pages_and_a_title():
    info = tool("pdfinfo", report())
    assert 16 <= int(re.search(r"Pages: +(\d+)", info).group(1)) <= 24, info
    assert re.search(r"Tagged: +yes", info) and "(A4)" in info, info
    assert "Title:           Safeguarding annual report 2022-23" in info, info


@test
def qpdf_finds_no_fault_in_the_report():
    assert "No syntax or stream encoding errors" in tool("qpdf", "--check", report())


@test
def every_font_is_embedded_subset_and_readable():
    lines = tool("pdffonts", report()).splitlines()[2:]
    assert lines
    for line in lines:
        assert re.search(r"yes +yes +yes +\d+ +\d+$", line), line


def words_of(path):
    return re.sub(r"\s+", " ", tool("pdftotext", "-layout", path, "-"))


@test
def every_figure_of_the_facts_can_be_read_in_the_text():
    text = words_of(report())
    for row in rows("advocacy.csv"):
        assert f"{row['quarter']} {row['s67']} {row['s68']}" in text, row
    for words in ["119,153", "£323,876", "Total 6 6 12", "(187 people", "(58 people", "220", "159", "109",
                  "57", "184", "284", "294", "25", "121", "188", "15", "48", "168", "208", "45 officers",
                  "one Child Safeguarding Practice Review, three Single Agency Reviews",
                  "one Safeguarding Adult Review and one Alternative Learning Review"]:
        assert words in text, words


@test
def small_counts_by_district_are_hidden_and_the_countys_totals_are_not():
    text = words_of(report())
    for row in rows("referrals.csv"):
        child, adult = ("0" if row[c] == "0" else "[c]" for c in ["child", "adult"])
        assert f"{row['district']} {child} {adult} [c]" in text, row
    assert "[c] a small number, hidden so that nobody can be identified." in text
    assert "A number of people so small that it could point to one of them is hidden." in text


@test
def the_board_sees_every_count_on_pages_that_say_so():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.pdf"
        result = quire("render", LAYOUT, "--edition", "board", "-o", path)
        assert result.status == 0, result.err
        text = words_of(path)
        pages = int(re.search(r"Pages: +(\d+)", tool("pdfinfo", path)).group(1))
    for row in rows("referrals.csv"):
        child, adult = int(row["child"]), int(row["adult"])
        assert f"{row['district']} {child} {adult} {child + adult}" in text, row
    assert "Total 6 6 12" in text and "[c]" not in text
    assert text.count("Official sensitive: not for publication") == pages


@test
def each_link_is_one_annotation_for_each_place_where_it_stands():
    urls = re.findall(r"^ *\d+ +Annotation +(\S+)", tool("pdfinfo", "-url", report()), re.M)
    for row in rows("briefings.csv"):
        assert urls.count(row["url"]) == 1, (row["title"], urls.count(row["url"]))
    for row in rows("lessons.csv"):
        assert urls.count(row["url"]) == 2, (row["title"], urls.count(row["url"]))
    documents = re.findall(r"url: (\S+)", (DATA / "documents.yaml").read_text())
    for url in documents:
        assert urls.count(url) == 1, (url, urls.count(url))
    assert len(urls) == 15 + 2 * 4 + 2, len(urls)


@test
def a_link_over_two_lines_has_a_quad_for_each_line():
    text = qdf()
    quads = [len(m.group(1).split()) for m in re.finditer(r"/QuadPoints \[([^\]]*)\]", text)]
    assert any(n >= 16 for n in quads), quads
    assert all(n % 8 == 0 for n in quads)


def qdf():
    if "qdf" not in _cache:
        path = Path(_cache["folder"].name if "folder" in _cache else report().parent) / "q.pdf"
        tool("qpdf", "--qdf", "--object-streams=disable", report(), path)
        _cache["qdf"] = path.read_bytes().decode("latin-1")
    return _cache["qdf"]


@test
def a_screen_reader_meets_headings_tables_and_figures_in_order():
    text = tool("pdfinfo", "-struct-text", report())
    order = ["Welcome from the Independent Chair", "About the partnership", "Safeguarding activity",
             "Progress on our priorities", "Learning from reviews", "North Warwickshire",
             "Briefings", "Strategic Thematic Review", "Making Safeguarding Personal", "Funding and figures"]
    body = text[text.rindex("TOCI"):]
    at = 0
    for words in order:
        found = body.find(words, at)
        assert found >= 0, f"{words} is not where it should be"
        at = found
    for role in ["H1", "H2", "Table", "TR", "TH", "TD", "Figure", "TOC", "TOCI", "Link", "L", "LI"]:
        assert re.search(rf"^\s*{role}\b", text, re.M), f"no {role}"


@test
def each_chart_has_alternative_text_written_from_its_data():
    text = tool("pdfinfo", "-struct", report())
    alts = re.findall(r'Figure.*?(?:Alt|alt)[^"]*"([^"]*)"', text, re.S)
    if not alts:
        alts = re.findall(r"/Alt ", qdf())
    assert len(alts) >= 6, len(alts)


def bars_by_page():
    """(page, chart, series, category) -> the bar's rectangle; charts are told apart by order."""
    out = []
    for page in pages_of_report():
        chart = -1
        last = None
        for item in page.items:
            if item.kind == "bar":
                if item.element != last:
                    chart += 1
                    last = item.element
                out.append((page.number, item.element, int(item.fields["series"]),
                            int(item.fields["category"]), item))
    return out


@test
def bars_are_in_proportion_to_the_data_and_start_at_one_zero_line():
    charts = {}
    for page, element, series, category, item in bars_by_page():
        charts.setdefault(element, []).append((series, category, item))
    assert len(charts) >= 6, len(charts)
    reviewed = {"child": figure("practice") + figure("single_agency"),
                "adult": figure("safeguarding_adult") + figure("alternative")}
    expected = [
        sorted([sum(int(r[who]) for r in rows("referrals.csv")) for who in reviewed] +
               list(reviewed.values())),
        sorted([figure("contacted"), figure("responses")]),
        sorted([figure("open_at_start"), figure("received"), figure("declined"),
                figure("worked_with")]),
        sorted([int(r["s67"]) for r in rows("advocacy.csv")] +
               [int(r["s68"]) for r in rows("advocacy.csv")]),
        sorted([figure("expressed"), figure("not_expressed")]),
        sorted([figure("fully"), figure("partly"), figure("not_achieved")]),
    ]
    for want, (element, bars) in zip(expected, sorted(charts.items())):
        values = [v for v in want if v]
        vertical = len({round(i.y + i.height, 2) for _, _, i in bars}) == 1 and len(bars) > 1 and \
            len({round(i.height, 2) for _, _, i in bars}) > 1
        stacked = not vertical and len({round(i.y, 2) for _, _, i in bars}) == 1
        lengths = sorted(i.height if vertical else i.width for _, _, i in bars)
        lengths = [n for n in lengths if n > 0]
        assert len(lengths) == len(values), (lengths, values)
        scale = lengths[-1] / values[-1]
        for got, value in zip(lengths, values):
            # A stacked bar gives up a hair to the white gap between neighbours.
            assert abs(got - value * scale) <= (1.5 if stacked else 0.01), (got, value * scale)
        if not vertical and not stacked:
            assert len({round(i.x, 2) for _, _, i in bars}) == 1, "bars start at different places"


@test
def the_bars_measured_are_the_bars_painted():
    """The frame dump and the content stream agree: what is measured above is what is printed."""
    streams = page_streams()
    checked = 0
    for page, _, _, _, item in bars_by_page():
        if not item.width or not item.height:
            continue
        height = pages_of_report()[page - 1].height
        want = (item.x, height - item.y - item.height, item.width, item.height)
        rectangles = [tuple(map(float, m.groups())) for m in re.finditer(
            r"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re", streams[page - 1])]
        near = any(all(abs(a - b) < 0.02 for a, b in zip(want, r)) for r in rectangles)
        assert near, f"page {page}: no rectangle {want}"
        checked += 1
    assert checked >= 20, checked


def page_streams():
    """Each page's content, from the uncompressed file, in order."""
    text = qdf()
    objects = {int(m.group(1)): m.group(2) for m in
               re.finditer(r"^(\d+) 0 obj\n(.*?)^endobj", text, re.M | re.S)}
    kids = []

    def walk(number):
        body = objects[number]
        if "/Type /Pages" in body:
            for kid in re.findall(r"(\d+) 0 R", re.search(r"/Kids \[(.*?)\]", body, re.S).group(1)):
                walk(int(kid))
        else:
            kids.append(body)

    root = int(re.search(r"/Root (\d+) 0 R", text).group(1))
    walk(int(re.search(r"/Pages (\d+) 0 R", objects[root]).group(1)))
    streams = []
    for body in kids:
        content = objects[int(re.search(r"/Contents (\d+) 0 R", body).group(1))]
        streams.append(content[content.index("stream"):])
    return streams


@test
def the_same_input_gives_the_same_bytes_from_any_folder():
    first = report().read_bytes()
    assert render(LAYOUT) == first
    with tempfile.TemporaryDirectory() as folder:
        other = quire("render", LAYOUT, "-o", "-", cwd=folder,
                      env={"TZ": "Asia/Kolkata", "LANG": "tr_TR.UTF-8", "HOME": folder})
        assert other.status == 0, other.err
        assert other.out == first
    assert str(ROOT).encode() not in first


@test
def the_parts_that_do_not_make_the_whole_are_told_with_their_reason():
    result = quire("render", LAYOUT, "-o", "-")
    assert "warning[check-failed]: Outcomes do not add up to the enquiries concluded" in result.err
    for words in ["184", "220", "36", "The source gives no outcome for the rest"]:
        assert words in result.err, words
    strict = quire("render", LAYOUT, "-o", "-", "--strict")
    assert strict.status == 1 and not strict.out


@test
def no_figure_is_typed_into_a_layout():
    """Every figure of the data that could be told from a measure of the page is taken from data/."""
    for path in [LAYOUT, *sorted((ROOT / "layouts" / "parts").glob("*.yaml"))]:
        text = path.read_text(encoding="utf-8")
        for value in ["119153", "119,153", "323876", "323,876", "220", "159", "109", "184", "208",
                      "168", "187", "284", "294", "121", "188"]:
            assert not re.search(rf"\b{value}\b(?!mm|pt)", text), f"{path.name} holds {value}"
