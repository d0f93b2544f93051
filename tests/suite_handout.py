"""The handouts: one sheet for each district, and what they and the annual report hide together."""

import csv
import re
import shutil
import tempfile
from pathlib import Path

from harness import ROOT, Project, frames, quire, test, tool
from suite_protected import found, parts_of

LAYOUTS = ROOT / "layouts"
HANDOUT = LAYOUTS / "handout.yaml"
REFERRALS = ROOT / "data" / "2022-23" / "referrals.csv"
EDITIONS = ["screen", "print"]


def referrals():
    with open(REFERRALS, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def districts():
    return [row["district"] for row in referrals()]


def handout(folder, district, edition="screen", layout=HANDOUT, extra=()):
    path = Path(folder) / f"{district}-{edition}.pdf"
    result = quire("render", layout, "--set", f"district={district}", "--edition", edition, "-o", path,
                   *extra)
    assert result.status == 0, result.err
    return path


def words_of(path):
    return re.sub(r"\s+", " ", tool("pdftotext", "-layout", path, "-"))


@test
def a_handout_is_two_pages_for_every_district_in_both_editions():
    with tempfile.TemporaryDirectory() as folder:
        for district in districts():
            for edition in EDITIONS:
                info = tool("pdfinfo", handout(folder, district, edition))
                assert re.search(r"Pages: +2\n", info), (district, edition, info)
                assert f"Safeguarding in {district}, 2022-23" in info, info


@test
def both_sides_of_a_handout_are_used():
    """No page ends in its upper 60 percent."""
    for district in districts():
        for edition in EDITIONS:
            pages = frames(HANDOUT, "--set", f"district={district}", "--edition", edition)
            for page in pages:
                bottom = page.height - page.margins[2]
                lowest = max(i.y for i in page.items if i.kind == "text" and i.y < bottom)
                assert lowest > 0.6 * page.height, (district, edition, page.number, lowest)


@test
def a_handout_names_its_district_says_what_to_do_and_where_to_turn():
    with tempfile.TemporaryDirectory() as folder:
        path = handout(folder, "Stratford upon Avon")
        text = words_of(path)
        urls = re.findall(r"^ *\d+ +Annotation +(\S+)", tool("pdfinfo", "-url", path), re.M)
        paper = words_of(handout(folder, "Stratford upon Avon", "print"))
    for words in ["Stratford upon Avon", "Call 999", "the police on 101", "208", "159", "284 of 294",
                  "£323,876", "187", "58", "220", "184", "109", "twelve times"]:
        assert words in text, words
    assert len(set(urls)) >= 7, urls
    assert all(u.startswith("https://www.safeguardingwarwickshire.co.uk/") for u in urls), urls
    assert "[link 4]" in paper and "7MB_Early_Help_v02_30_12_22.pdf" in re.sub(r"\s", "", paper)
    assert "www.safeguardingwarwickshire.co.uk" in paper


def marks_of(layout, district=None):
    """(district, child, adult) as they are printed: from the chart of a handout, else from the table."""
    options = ["--set", f"district={district}"] if district else []
    result = quire("render", layout, "--dump", "bound", *options)
    assert result.status == 0, result.err
    text = result.out.decode("utf-8")
    if district:
        first = re.search(r'categories "([^"]*)"', text).group(1)
        values = [re.search(rf'series "{who}" \S+?/"([^"]*)"', text).group(1)
                  for who in ["Children", "Adults"]]
        return {first: tuple(values)}
    out = {}
    for name in districts():
        cells = re.search(rf'"{name}".*\n.*?"([^"]*)".*\n.*?"([^"]*)"', text)
        out[name] = cells.groups()
    return out


@test
def the_report_and_each_handout_hide_the_same_counts():
    together = marks_of(LAYOUTS / "annual-report.yaml")
    assert sum(v == "[c]" for pair in together.values() for v in pair) == 7, together
    for district in districts():
        assert marks_of(HANDOUT, district)[district] == together[district], district


# Counts that stand nowhere else in the samples, and are of hidden size by the profile put in dfe's place.
PLANTED = {"Rugby": (0, 23813), "Nuneaton and Bedworth": (21713, 34057), "Stratford upon Avon": (31847, 45191),
           "North Warwickshire": (40591, 0), "Warwick": (52963, 0)}


def planted(folder):
    """The samples with other counts, and the data of tables and charts attached to the screen edition."""
    root = Path(folder)
    for name in ["layouts", "data"]:
        shutil.copytree(ROOT / name, root / name)
    lines = ["district,child,adult", *(f"{d},{c},{a}" for d, (c, a) in PLANTED.items())]
    (root / "data" / "2022-23" / "referrals.csv").write_text("\n".join(lines) + "\n")
    child, adult = (sum(v[i] for v in PLANTED.values()) for i in (0, 1))
    change(root / "data" / "2022-23" / "report.yaml", "child: &child 6", f"child: &child {child}")
    change(root / "data" / "2022-23" / "report.yaml", "adult: &adult 6", f"adult: &adult {adult}")
    change(root / "layouts" / "parts" / "figures.yaml", "profile: dfe", "profile: {hide: [1, 79999]}")
    for name in ["annual-report.yaml", "handout.yaml"]:
        change(root / "layouts" / name, "editions:\n",
               "editions:\n  screen: {standard: [pdf/ua-1, pdf/a-3a], attach: data}\n")
    return root, child, adult


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


@test(slow=True)
def no_hidden_count_is_in_any_part_of_the_report_or_of_a_handout():
    with tempfile.TemporaryDirectory() as folder:
        root, child, adult = planted(folder)
        out = root / "out"
        out.mkdir()
        report = out / "report.pdf"
        result = quire("render", root / "layouts" / "annual-report.yaml", "-o", report)
        assert result.status == 0, result.err
        files = [report, *(handout(out, d, layout=root / "layouts" / "handout.yaml") for d in PLANTED)]
        heard = result.err
        secrets = {n for pair in PLANTED.values() for n in (*pair, sum(pair), abs(pair[0] - pair[1])) if n}
        for file in files:
            text, attachments = parts_of(file)
            assert "figure-1.csv" in attachments, (file.name, attachments)
            assert found(text, child) and found(text, adult), "a published total is missing"
            for n in secrets:
                assert not found(text + heard, n), f"{file.name}: {n} is in the file"
        for stage in ["bound", "tags", "frames"]:
            dump = quire("render", root / "layouts" / "annual-report.yaml", "--dump", stage)
            assert dump.status == 0, dump.err
            for n in secrets:
                assert not found(dump.out.decode("utf-8"), n), f"{stage}: {n}"
        board = out / "board.pdf"
        result = quire("render", root / "layouts" / "annual-report.yaml", "--edition", "board", "-o", board)
        assert result.status == 0, result.err
        text, _ = parts_of(board)
        for pair in PLANTED.values():
            for n in pair:
                assert found(text, n), f"the search does not find {n}"


PUBLIC = """quire: 1
based-on: annual-report.yaml
disclosure:
  published:
{entries}
content:
  - h1: Referrals
"""


@test
def totals_of_districts_that_are_public_already_are_refused_with_what_to_leave_out():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ["layouts", "data"]:
            shutil.copytree(ROOT / name, root / name)
        entries = "\n".join(f"    - {{set: referrals, at: {d}, count: total, source: last year's report}}"
                            for d in districts())
        layout = root / "layouts" / "public.yaml"
        layout.write_text(PUBLIC.format(entries=entries), encoding="utf-8")
        result = quire("render", layout, "-o", root / "public.pdf")
        assert result.status == 1 and not (root / "public.pdf").exists(), result.err
        layout.write_text(PUBLIC.format(entries="    []"), encoding="utf-8")
        without = quire("render", layout, "-o", root / "public.pdf")
        assert without.status == 0, without.err
    for district in districts():
        assert f"hiding `{district}, total` here protects nobody" in result.err, result.err
    assert "already public in last year's report" in result.err
    assert "leave it out of `counts`, merge rows" in result.err


@test
def the_samples_have_no_warning_but_the_two_that_the_data_deserve():
    for layout in ["annual-report.yaml", "handout.yaml"]:
        for edition in EDITIONS:
            with Project() as project:
                result = quire("render", LAYOUTS / layout, "--edition", edition, "-o",
                               project.path / "a.pdf")
            assert result.status == 0, result.err
            assert re.findall(r"^warning\[([^]]*)\]", result.err, re.M) == ["check-failed"] * 2, result.err


@test
def every_chosen_briefing_is_one_of_the_years_briefings():
    with open(ROOT / "data" / "2022-23" / "handout-briefings.csv", encoding="utf-8", newline="") as f:
        chosen = [row["title"] for row in csv.DictReader(f)]
    with open(ROOT / "data" / "2022-23" / "briefings.csv", encoding="utf-8", newline="") as f:
        known = [row["title"] for row in csv.DictReader(f)]
    assert 4 <= len(chosen) <= 8 and set(chosen) <= set(known), chosen
