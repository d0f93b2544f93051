"""Hidden counts: a file is searched for them in every part that a reader could open."""

import re
import subprocess
import zlib
from pathlib import Path

from harness import CASES, Project, quire, test, tool

PLANTED = CASES / "disclosure" / "planted.yaml"
DATA = CASES / "disclosure" / "_planted.csv"


def true_counts():
    rows = [line.split(",") for line in DATA.read_text().split()[1:]]
    return {row[0]: [int(row[1]), int(row[2])] for row in rows}


def parts_of(pdf):
    """Everything in the file, readable: objects and streams, attachments, words, metadata."""
    folder = Path(pdf).parent
    plain = folder / "plain.pdf"
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", "--stream-data=uncompress", pdf,
                    plain], check=False, capture_output=True)
    raw = Path(pdf).read_bytes()
    streams = b""
    for match in re.finditer(rb"stream\r?\n", raw):
        try:
            streams += zlib.decompressobj().decompress(raw[match.end():])
        except zlib.error:
            pass
    data = plain.read_bytes() + raw + streams
    # Glyphs' numbers are written as hexadecimal digits too: those are read below, not as figures.
    bare = re.sub(rb"<[0-9A-Fa-f\s]*>", b"<>", data)
    texts = [bare.decode("latin-1"), bare.replace(b"\0", b"").decode("latin-1")]
    # Texts that the file holds as hexadecimal digits, UTF-16 or not.
    for match in re.finditer(rb"<([0-9A-Fa-f]{8,})>", data):
        digits = match[1] if len(match[1]) % 2 == 0 else match[1] + b"0"
        value = bytes.fromhex(digits.decode())
        texts.append(value.replace(b"\0", b"").decode("latin-1"))
    texts.append(tool("pdftotext", "-layout", pdf, "-"))
    texts.append(tool("pdfinfo", "-meta", pdf))
    texts.append(tool("pdfinfo", pdf))
    texts.append(tool("pdfinfo", "-struct-text", pdf))
    names = tool("qpdf", "--list-attachments", pdf)
    for name in re.findall(r"^(\S+\.csv)", names, re.M):
        texts.append(tool("qpdf", f"--show-attachment={name}", pdf))
    return "\n".join(texts), names


def spellings(n):
    return {str(n), f"{n:,}"}


def found(text, n):
    return any(re.search(rf"(?<![0-9.]){re.escape(s)}(?![0-9])", text) for s in spellings(n))


def rendered(project, *options):
    pdf = project.path / "planted.pdf"
    result = quire("render", PLANTED, "-o", pdf, *options)
    assert result.status == 0, result.err
    return pdf, result.err


@test
def hidden_counts_are_nowhere_in_the_file():
    counts = true_counts()
    with Project() as project:
        pdf, said = rendered(project)
        rows = tool("pdftotext", "-layout", pdf, "-")
        text, attachments = parts_of(pdf)
    assert "table-1.csv" in attachments, attachments
    text += said
    shown = {n for row in re.findall(r"^ *(Ash|Beech|Elm|Oak) +(.*)$", rows, re.M)
             for n in re.findall(r"\d[\d,]*", row[1])}
    shown = {int(n.replace(",", "")) for n in shown}
    hidden = {n for row in counts.values() for n in row if n not in shown}
    assert {74119, 61333, 55197} <= hidden, hidden
    assert len(hidden) >= 4, f"a single hidden cell of a column is its total less the others: {hidden}"
    children = sum(row[0] for row in counts.values())
    assert found(text, children), "the published total is missing"
    for district, row in counts.items():
        secrets = hidden & set(row)
        # Sums and differences of a row tell its counts as well.
        if secrets:
            secrets |= {sum(row), abs(row[0] - row[1])}
        for n in secrets:
            assert not found(text, n), f"{district}: {n} is in the file"


@test
def hidden_counts_are_in_no_other_output():
    """Manifest, index, differences, traces, summaries, every stage, and what is said meanwhile."""
    counts = true_counts()
    hidden = [74119, 61333, 55197]
    expressions = ["referrals", "referrals | sum('child')", "referrals['Ash'].child", "title",
                   "referrals | map('child') | join('; ')", "totals(referrals)", "report", "author",
                   "referrals | sort('child') | map('district')", "referrals | max('adult')",
                   "referrals['Ash'].child > 5"]
    batch = ("quire: 1\nindex: ../out/index.pdf\nbatch:\n  - {layout: planted.yaml, each: district, "
             "output: '../out/{{ district.district | slug }}.pdf'}\n")
    later = DATA.read_text().replace("74119", "74121")
    layout = PLANTED.read_text()
    assert set(hidden) <= {n for row in counts.values() for n in row}
    with Project({"layouts/planted.yaml": layout, "layouts/_planted.csv": DATA.read_text(),
                  "layouts/board.yaml": batch, "old/_planted.csv": later,
                  "new/_planted.csv": DATA.read_text(),
                  "layouts/folders.yaml": layout.replace("_planted.csv", "../new/_planted.csv")
                  .replace("  same: {report.child: total child, report.ash: Ash child}\n", ""),
                  "layouts/later.yaml": layout.replace("_planted.csv", "../old/_planted.csv")
                  .replace("317760", "317762").replace("ash: 74119", "ash: 74121")}) as project:
        runs = [["batch", "layouts/board.yaml"], ["check", "layouts/planted.yaml"],
                ["protect", "layouts/planted.yaml"],
                ["protect", "layouts/planted.yaml", "--format", "json"],
                ["diff", "layouts/planted.yaml", "layouts/later.yaml"],
                ["diff", "old", "new", "--layout", "layouts/folders.yaml"], ["diff", "out", "out"]]
        runs += [["render", "layouts/planted.yaml", "--dump", stage]
                 for stage in ("bound", "tags", "frames", "figures")]
        runs += [["trace", "layouts/planted.yaml", e, "--format", f]
                 for e in expressions for f in ("human", "json")]
        said = []
        for run in runs:
            done = project.quire(*run)
            said.append((" ".join(run), done.out.decode("utf-8", "replace") + done.err))
        manifest = (project.path / "out" / "manifest.json").read_text()
        said += [(p.name, parts_of(p)[0]) for p in (project.path / "out").glob("index*.pdf")]
    said.append(("manifest", manifest))
    assert any(what == "index.pdf" for what, _ in said), "there is no index"
    assert "99,077" in manifest and '"[c]"' in manifest, "the manifest has no figures"
    for what, text in said:
        for n in hidden + [74121]:
            assert not found(text, n), f"{what}: {n} in {text[:2000]}"


@test
def an_edition_that_shows_everything_has_the_counts():
    """The search finds what is there: the same layout, with nothing hidden."""
    with Project() as project:
        pdf, _ = rendered(project, "--edition", "board")
        text, _ = parts_of(pdf)
    for row in true_counts().values():
        for n in row:
            assert found(text, n), n
    assert "[c]" not in text.replace("[c]\\", "")


@test
def one_district_hides_the_same_cells_as_the_report():
    with Project() as project:
        tables = set()
        for name in ["Ash", "Beech", "Elm", "Oak"]:
            pdf, _ = rendered(project, "--set", f"district={name}")
            words = tool("pdftotext", "-layout", pdf, "-")
            tables.add(tuple(re.findall(r"^ *(?:Ash|Beech|Elm|Oak) .*$", words, re.M)))
    assert len(tables) == 1, tables


@test
def a_hidden_figure_never_decides_what_is_shown():
    layout = PLANTED.read_text().replace("sort: -child", "where: row.child > 100")
    with Project({"layouts/a.yaml": layout, "layouts/_planted.csv": DATA.read_text()}) as project:
        result = project.quire("render", "layouts/a.yaml")
    assert result.status == 1 and "marked-condition" in result.err, result.err


SMALL = """quire: 1
title: Small
lang: {lang}
data:
  r: {{value: [{{d: A, a: 3}}, {{d: B, a: 12}}, {{d: C, a: 25}}], types: {{a: people}}}}
disclosure: {{profile: dfe, sets: {{r: {{counts: a, by: d, totals: [column]}}}}}}
editions: {{open: {{disclosure: none, marking: Secret}}}}
content:
  - {block}
"""
CHART = ("chart: {type: bar, subtitle: N, data: r, category: d, series: [{field: a, label: A}], "
         "caption: %s, alt: %s}")


def small(block, *options, lang="en-GB"):
    """What is said, and the words of the pages."""
    with Project({"a.yaml": SMALL.format(block=block, lang=lang)}) as project:
        result = project.quire("render", "a.yaml", "-o", "a.pdf", *options)
        assert result.status == 0, result.err
        return result.err, tool("pdftotext", "-layout", project.path / "a.pdf", "-")


@test
def typed_words_over_hidden_figures_are_warned_of():
    said, _ = small(CHART % ("A has three", "A has 3."))
    assert said.count("warning[typed-text]") == 2, said
    said, _ = small(CHART % ("{text: All are shown, that: 'true'}", "auto"))
    assert "typed-text" not in said, said
    for telling in ["C made 25 of them", "A made fewest", "Every district referred", "Twice as many as A",
                    "Up to 10 referrals in 2021-22", "Fell by 4.5%", "2022-23: 31"]:
        said, _ = small(CHART % (f'"{telling}"', "auto"))
        assert said.count("warning[typed-text]") == 1, (telling, said)
    said, _ = small(CHART % ("Liczba w A", "auto"), lang="pl")
    assert "typed-text" in said, said


@test
def a_caption_without_a_figure_in_it_is_not_warned_of():
    for plain in ["Referrals by district", "Referrals by district, 2022-23", "Referrals, 2022/23",
                  "April 2022 to March 2023", "Referrals by {{ 'three' }} {{ 3 }}",
                  "Referrals from the whole county"]:
        said, _ = small(CHART % (f'"{plain}"', "auto"), "--strict")
        assert not said, (plain, said)
    said, _ = small(CHART % ("A has three", "A has 3."), "--edition", "open")
    assert "typed-text" not in said, said


@test
def a_note_explains_the_mark_once_in_the_language_of_the_table():
    table = "table: {caption: T, data: r, columns: [{field: d, header: D}, {field: a, header: A}]%s}"
    _, words = small(table % "")
    assert words.count("[c] a small number, hidden so that nobody can be identified.") == 1, words
    _, words = small(table % ", source: Records")
    assert "Source: Records. [c] a small number" in words.replace("\u00a0", " "), words
    _, words = small(table % "", lang="cy")
    assert "[c] rhif bach" in words.replace("\u00a0", " "), words
    _, words = small(table % ", where: row.d == 'C'")
    assert "[c]" not in words, words
    _, words = small(table % "", "--edition", "open")
    assert "[c]" not in words and "small number" not in words, words


@test
def shares_of_a_bar_with_a_hidden_part_are_refused():
    chart = CHART % ("A", "auto")
    layout = SMALL.format(block=chart.replace("bar,", "bar, arrange: percent,"), lang="en-GB")
    with Project({"a.yaml": layout}) as project:
        result = project.quire("render", "a.yaml")
    assert result.status == 1 and "chart-hidden-share" in result.err, result.err


@test
def a_warning_never_tells_a_hidden_figure():
    """The title is filled with true figures for the checks: what is said of that is not heard."""
    layout = PLANTED.read_text().replace("sum('adult')", "sum('adult') + 1")
    layout = layout.replace("title: Referrals, {{", "title: Referrals, {{ referrals[0].child }} {{")
    with Project({"layouts/a.yaml": layout, "layouts/_planted.csv": DATA.read_text()}) as project:
        result = project.quire("render", "layouts/a.yaml")
    assert result.status == 0, result.err
    for row in true_counts().values():
        for n in row:
            assert not found(result.err, n), result.err
