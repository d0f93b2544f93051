"""Text on its way to the page and back: words, letters, links, lines, breaks and sizes."""

import re
import unicodedata
from collections import Counter

from harness import CASES, Project, frames, parse_frames, quire, rendered_file, test, tool

HEAD = "quire: 1\ntitle: T\nlang: en-GB\n"
# Sentences that must come back from the file letter for letter.
SENTENCES = {
    "english": ["The office staff filed five difficult affidavits: fluffy waffles, offline traffic, a baffled official.",
                "Combining marks: q\u0301 and a\u0323\u0308 and \u1ebd\u0301",
                "No-break spaces keep 12\u00a0mm and Mr\u00a0Smith whole. The well\u2011known non\u2011breaking hyphen stays U+2011.",
                "\u201cCurly quotes\u201d, \u2018single ones\u2019, an en dash 2022\u201323"],
    "welsh": ["Tŷ, dŵr, gŵyl, ŵyn, môr, sïo, cŵn, Ŵyl, Ŷd, llythrennau dwbl: ch, dd, ff, ng, ll, ph, rh, th.",
              "Tabl 1. Atgyfeiriadau yn ôl ardal"],
    "polish": ["Zażółć gęślą jaźń. Pójdźże, kiń tę chmurność w głąb flaszy!", "Tabela 1. Zgłoszenia według powiatów"],
    "greek": ["Πολυτονικό: Ἐν ἀρχῇ ἦν ὁ λόγος, καὶ ὁ λόγος ἦν πρὸς τὸν θεόν. «Εισαγωγικά», άνω τελεία· ερώτηση;"],
    "punjabi": ["ਉਨ੍ਹਾਂ ਸਭਨਾ ਨੂੰ ਤਰਕ ਅਤੇ ਜ਼ਮੀਰ ਦੀ ਸੌਗਾਤ ਮਿਲੀ ਹੋਈ ਹੈ।", "ਸਾਲ 2022-23 ਵਿੱਚ 1,234 ਰੈਫ਼ਰਲ ਮਿਲੇ। Warwickshire ਵਿੱਚ।"],
}


def words_of(text):
    text = unicodedata.normalize("NFC", text.replace("\u00ad", "").replace("\u00a0", " "))
    return " ".join(re.split("[ \n\f]+", text))


def page_text(case):
    with Project() as project:
        return tool("pdftotext", rendered_file(project.path, CASES / "text" / f"{case}.yaml"), "-")


@test
def sentences_in_many_scripts_come_back_from_the_file():
    for case, sentences in SENTENCES.items():
        text = words_of(page_text(case))
        for sentence in sentences:
            assert words_of(sentence) in text, f"{case}: not found: {sentence}\nin {text}"


def right_to_left_letters(text):
    return Counter(c for c in text if "\u0590" <= c <= "\u06ff")


@test
def no_letter_of_a_right_to_left_text_is_lost():
    added = {"arabic": "جدول", "urdu": "", "mixed": "جدول"}
    for case, word in added.items():
        source = (CASES / "text" / f"{case}.yaml").read_text(encoding="utf-8")
        source = re.sub("(?m)^title: .*$", "", source)
        wanted = right_to_left_letters(source + word)
        found = right_to_left_letters(page_text(case))
        assert wanted == found, f"{case}: lost {wanted - found}, added {found - wanted}"


@test
def a_link_over_two_lines_is_one_annotation_with_two_quads():
    with Project() as project:
        pdf = rendered_file(project.path, CASES / "text" / "links.yaml")
        plain = project.path / "plain.pdf"
        tool("qpdf", "--qdf", "--object-streams=disable", pdf, plain)
        bytes_of = plain.read_bytes().decode("latin-1")
    quads = [len(q.split()) // 8 for q in re.findall(r"/QuadPoints\s*\[([^\]]*)\]", bytes_of)]
    assert quads.count(2) == 2, f"quads of the links: {quads}"  # a sentence's link, and "the part on notes"
    assert quads.count(3) == 1, f"quads of the links: {quads}"  # the bare address


@test
def a_bare_address_breaks_after_slashes():
    lines = page_text("links").split("\n")
    first = next(line for line in lines if "https://www.safeguarding" in line)
    assert first.endswith("/"), first


@test
def justified_lines_fill_the_measure_and_the_last_keeps_its_own_width():
    page = frames(CASES / "text" / "justified.yaml")[0]
    right = page.width - page.margins[1]
    ends = {}
    for item in page.items:
        if item.kind == "text":
            ends[item.y] = max(ends.get(item.y, 0), item.x + item.width)
    rows = [ends[y] for y in sorted(ends)][1:7]
    assert all(abs(end - right) < 0.6 for end in rows[:5]), rows
    assert rows[5] < right - 50, rows


FLOW = HEAD + """page: {size: A5, margin: 18mm}
content:
  - h1: Start
  - space: %dmm
  - "First line of a text that is long enough to need several lines on this small page, so that it can be broken somewhere, and more words, and more."
  - h2: A heading
  - h3: Below it
  - "Text of a section that is long enough to need several lines on this small page, so that it can be broken somewhere, and more words, and more, and still more of them."
  - text:
      keep: together
      text: "Kept text that is long enough to need several lines on this small page, so that it could be broken somewhere, and more words, and more, and still more of them.\\n\\nKept too.\\n\\n- Kept item"
"""


def lines_by_page(pages, start):
    """For each page the lines (their y) of the paragraph that starts so."""
    found = {}
    for page in pages:
        for item in page.items:
            if item.kind == "text" and item.element == start:
                found.setdefault(page.number, set()).add(item.y)
    return found


@test
def no_heading_ends_a_page_and_no_line_stands_alone():
    broken = 0
    for height in range(40, 145, 3):
        with Project({"case.yaml": FLOW % height}) as project:
            result = project.quire("render", "case.yaml", "--dump", "frames")
            assert result.status == 0, result.err
            pages = parse_frames(result.out.decode())
        elements = {}
        for page in pages:
            runs = [i for i in page.items if i.kind == "text"]
            last = max(runs, key=lambda i: i.y)
            assert last.text not in ("A heading", "Below it"), f"{height} mm: page {page.number} ends with a heading"
            for run in runs:
                for word in ("First", "Text", "Kept text"):
                    if run.text.startswith(word):
                        elements[word] = run.element
        kept = {page.number for page in pages for i in page.items if i.kind == "text" and i.text.startswith("Kept")}
        assert len(kept) == 1, f"{height} mm: a text that is kept together stands on pages {kept}"
        for word, element in elements.items():
            lines = lines_by_page(pages, element)
            assert all(len(v) > 1 for v in lines.values()), f"{height} mm: a line alone: {word} {lines}"
            if word == "Kept text":
                assert len(lines) == 1, f"{height} mm: kept text was broken"
            broken += len(lines) > 1
    assert broken > 3, "the test never saw a paragraph broken"


@test
def each_round_of_a_loop_is_kept_together():
    layout = HEAD + """page: {size: A5, margin: 18mm}
content:
  - h1: One
  - for: {each: range(30), as: i, keep: together, content: [{h2: "Head{{ i }}"}, "Text{{ i }}", "More{{ i }}"]}
"""
    with Project({"case.yaml": layout}) as project:
        pages = parse_frames(project.quire("render", "case.yaml", "--dump", "frames").out.decode())
    assert len(pages) > 3
    for page in pages:
        text = "".join(i.text for i in page.items if i.kind == "text")
        for k in range(30):
            found = [bool(re.search(f"{word}{k}(?!\\d)", text)) for word in ("Head", "Text", "More")]
            assert all(found) or not any(found), f"page {page.number}: round {k} is parted: {found}"


@test
def a_space_at_the_end_makes_no_empty_page():
    for height in (6, 200, 400):
        layout = HEAD + f"content:\n  - h1: One\n  - Text.\n  - space: {height}mm\n"
        with Project({"case.yaml": layout}) as project:
            result = project.quire("render", "case.yaml", "--dump", "frames")
            assert len(parse_frames(result.out.decode())) == 1, f"{height} mm"


def sizes(*options):
    found = {}
    for page in frames(CASES / "themes" / "editions.yaml", *options):
        for item in page.items:
            if item.kind == "text":
                found.setdefault(item.text, float(item.fields["size"]))
    return found


@test
def in_large_print_all_sizes_follow_the_body():
    screen, large = sizes(), sizes("--edition", "large")
    shared = [text for text in screen if text in large]
    assert len(shared) > 10, shared
    for text in shared:
        assert abs(large[text] / screen[text] - 1.5) < 0.01, f"{text}: {screen[text]} and {large[text]}"


@test
def the_command_line_sets_parameters_and_data():
    layout = HEAD + """data: {rows: {file: rows.csv, key: name}}
params: {row_of: {from: rows}, word: {value: plain}}
content:
  - h1: One
  - "{{ row_of.name }} {{ row_of.n }} {{ word }} {{ rows | sum('n') }}"
"""
    files = {"case.yaml": layout, "rows.csv": "name,n\nNorth,1\nSouth,2\n", "other.csv": "name,n\nEast,5\n"}

    def said(project, *options):
        result = project.quire("render", "case.yaml", "--dump", "frames", *options)
        assert result.status == 0, result.err
        runs = [i for i in parse_frames(result.out.decode())[0].items if i.kind == "text"]
        return "".join(i.text for i in runs if i.y == runs[-1].y)

    with Project(files) as project:
        assert said(project) == "North 1 plain 3"
        assert said(project, "--set", "row_of=South", "--set", "word=fancy") == "South 2 fancy 3"
        assert said(project, "--data", "rows=other.csv") == "East 5 plain 5"
        for option in (["--set", "nothing=1"], ["--data", "nothing=other.csv"], ["--set", "row_of=West"]):
            result = project.quire("render", "case.yaml", "-o", "-", *option)
            assert result.status in (1, 2) and "help" in result.err, f"{option}: {result.status} {result.err}"


@test
def every_error_of_the_refused_cases_has_a_remedy():
    for path in sorted(CASES.glob("refused/*.err")):
        for part in re.split(r"\n\n", path.read_text(encoding="utf-8")):
            if re.match(r"(error|warning)\[", part):
                assert "= help: " in part, f"{path.name}: {part}"
