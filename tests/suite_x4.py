"""The print edition: the rules of PDF/X-4, the judge's own tests, plates, boxes and QR codes."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import (ROOT, Project, add_test, case_layouts, layouts, parse_frames, quire,
                     rendered_file, test)

sys.path.insert(0, str(Path(__file__).resolve().parent / "conformance"))

import plates  # noqa: E402
import x4  # noqa: E402
import x4_break  # noqa: E402
from content import Damaged, operations  # noqa: E402
from pdffile import File, text_of  # noqa: E402
from x4_sample import Sample  # noqa: E402

MM = 72 / 25.4
ADDRESS = "https://www.example.gov.uk/briefings/one?year=2023"


# --- the judge itself -----------------------------------------------------------------------------


def rules_seen(path):
    return {fault.rule.name for fault in x4.check(path)}


@test
def the_judge_of_print_accepts_a_good_file():
    with tempfile.TemporaryDirectory() as folder:
        good = Sample().write(Path(folder) / "good.pdf")
        subprocess.run(["qpdf", "--check", good], check=True, capture_output=True)
        faults = x4.check(good)
        assert not faults, "\n".join(map(str, faults))


@test
def the_judge_of_print_accepts_the_same_file_in_object_streams():
    with tempfile.TemporaryDirectory() as folder:
        good = Sample().write(Path(folder) / "good.pdf")
        small = Path(folder) / "small.pdf"
        subprocess.run(["qpdf", "--object-streams=generate", good, small], check=True)
        faults = x4.check(small)
        assert not faults, "\n".join(map(str, faults))


def break_tests():
    def one(sample, rules):
        def run():
            with tempfile.TemporaryDirectory() as folder:
                seen = rules_seen(sample().write(Path(folder) / "broken.pdf"))
            assert seen == set(rules), f"seen by {sorted(seen)}, not by {sorted(rules)}"
        return run
    for words, sample, rules in x4_break.breaks():
        add_test(f"the judge of print sees {words}", one(sample, rules))


break_tests()


@test
def the_judge_of_print_sees_encryption():
    with tempfile.TemporaryDirectory() as folder:
        good = Sample().write(Path(folder) / "good.pdf")
        x4_break.encrypt(good, Path(folder) / "bad.pdf")
        assert rules_seen(Path(folder) / "bad.pdf") == {"encryption"}


@test
def the_judge_of_print_sees_a_file_that_needs_repair_or_is_none():
    with tempfile.TemporaryDirectory() as folder:
        good = Sample().write(Path(folder) / "good.pdf")
        x4_break.lose_table(good, Path(folder) / "bad.pdf")
        assert rules_seen(Path(folder) / "bad.pdf") == {"readable"}
        (Path(folder) / "none.pdf").write_bytes(b"not a PDF")
        assert rules_seen(Path(folder) / "none.pdf") == {"readable"}


@test
def every_rule_of_the_judge_of_print_is_seen_to_fail():
    seen = {rule for _, _, rules in x4_break.breaks() for rule in rules} | {"encryption", "readable"}
    assert seen == {rule.name for rule in x4.RULES}, seen ^ {rule.name for rule in x4.RULES}


@test
def the_judge_of_print_says_file_rule_object_and_page():
    with tempfile.TemporaryDirectory() as folder:
        sample = Sample()
        sample.replace("page2", "/TrimBox [20 20 320 440]", "")
        bad = sample.write(Path(folder) / "bad.pdf")
        good = Sample().write(Path(folder) / "good.pdf")
        done = subprocess.run([sys.executable, x4.__file__, good, bad], capture_output=True, text=True,
                              check=False)
        lines = done.stdout.splitlines()
        assert done.returncode == 1 and len(lines) == 2, done.stdout
        assert lines[0].startswith(f"PASS {good} ("), lines[0]
        wanted = re.escape(f"FAIL {bad} [trim-box] page 2, object ") + r"\d+ 0 R: it has no TrimBox"
        assert re.match(wanted, lines[1]), lines[1]
        alone = subprocess.run([sys.executable, x4.__file__, good], capture_output=True, check=False)
        assert alone.returncode == 0


@test
def plates_and_ink_coverage_name_the_inks_of_a_page():
    with tempfile.TemporaryDirectory() as folder:
        good = Sample().write(Path(folder) / "good.pdf")
        both, text = plates.ink_coverage(good)
        assert both["cyan"] > 0.02 and both["black"] > 0, both
        assert text["black"] > 0 and not any(text[i] for i in ("cyan", "magenta", "yellow")), text
        colour, black = plates.plates(good, 1), plates.plates(good, 2)
        assert set(colour) == {"cyan", "magenta", "yellow", "black", "gold"}, set(colour)
        assert [ink for ink, plate in black.items() if plate.used] == ["black"]
        assert colour["gold"].darkest((40, 240, 100, 260), 1) > 150
        assert colour["gold"].darkest((40, 140, 300, 165), 1) == 0


@test
def text_that_does_not_overprint_is_seen():
    with tempfile.TemporaryDirectory() as folder:
        good = Sample().write(Path(folder) / "good.pdf")
        assert plates.text_colours(File(good)) == {("/DeviceCMYK", plates.BLACK)}
        faults = plates.overprint_faults(File(good))
        assert len(faults) == 1 and faults[0].startswith("page 2"), faults
        sample = Sample()
        sample.replace("content1:data", "0 0 0 1 k", "0 0 0 0 k")
        faults = plates.overprint_faults(File(sample.write(Path(folder) / "white.pdf")))
        assert "white text overprints" in "".join(faults), faults
        sample.replace("content1:data", "0.2 0.1 0 0 k", "0.9 0.9 0.9 0.9 k")
        assert plates.heaviest_ink(File(sample.write(Path(folder) / "heavy.pdf")))[0] == 3.6


@test
def ink_that_ends_at_the_trim_is_seen_and_the_heaviest_spot_measured():
    trim, bleed = (20, 20, 320, 440), (11.5, 11.5, 328.5, 448.5)
    with tempfile.TemporaryDirectory() as folder:
        found = plates.plates(Sample().write(Path(folder) / "good.pdf"), 1)
        assert plates.bleed_faults(found, trim, bleed) == []
        assert 1.0 <= plates.total_ink(found) <= 4.0, plates.total_ink(found)
        sample = Sample()
        sample.replace("content1:data", "0.2 0.1 0 0 k 11.5 400 317 48.5 re",
                       "0.9 0.9 0.8 0.9 k 20 400 300 40 re")
        found = plates.plates(sample.write(Path(folder) / "bare.pdf"), 1)
        assert abs(plates.total_ink(found) - 3.5) < 0.02, plates.total_ink(found)
        faults = plates.bleed_faults(found, trim, bleed)
        assert {f.split()[5] for f in faults} == {"left", "right", "top"}, faults


@test
def qr_codes_are_read_from_a_page():
    with tempfile.TemporaryDirectory() as folder:
        drawn = plates.qr_drawing(ADDRESS, 40, 80, 2.5) + plates.qr_drawing("second", 200, 80, 2.5)
        file = Sample(lines=drawn).write(Path(folder) / "codes.pdf")
        assert plates.qr_codes(file, 2) == [ADDRESS, "second"]
        assert plates.qr_codes(file, 1) == []


CONTENT = [
    (b"1 0 0 rg", [("rg", [1, 0, 0])]),
    (b"-.5 +2. 7 re%f\nf", [("re", [-0.5, 2, 7]), ("f", [])]),
    (b"(a(b)c\\)\\n\\101\\\nd)Tj", [("Tj", [b"a(b)c)\nAd"])]),
    (b"<41 4>Tj[(x)-200<42>]TJ", [("Tj", [b"A@"]), ("TJ", [[b"x", -200, b"B"]])]),
    (b"/A#20b gs/Span<</E(x)/M[1 true]>>BDC", [("gs", ["/A b"]),
                                              ("BDC", ["/Span", {"/E": b"x", "/M": [1, True]}])]),
    (b"BI/W 2/CS/RGB ID 1 0 0 rg EI\xff( EI Q", [("BI", [{"/W": 2, "/CS": "/RGB"}]), ("Q", [])]),
    (b"(1 0 0 rg)'", [("'", [b"1 0 0 rg"])]),
]
DAMAGED = [b"(open", b"[1 2", b"1 2", b"]", b"BI ID abc", b"1 0 0 rg >"]


@test
def content_streams_are_read_as_operators_strings_and_images():
    for data, wanted in CONTENT:
        assert list(operations(data)) == wanted, f"{data}: {list(operations(data))}"
    for data in DAMAGED:
        try:
            found = list(operations(data))
        except Damaged:
            continue
        raise AssertionError(f"{data} was read as {found}")


# --- what quire prints ----------------------------------------------------------------------------

SHEET = {
    "sheet.yaml": """quire: 1
title: A sheet for the press
lang: en-GB
date: 2023-09-30
data:
  b:
    value:
      - {title: One, url: "%s"}
      - {title: Two, url: "https://www.example.gov.uk/a-longer-address/with/folders/two.pdf"}
      - {title: Three, url: "https://www.example.org/three#part"}
content:
  - h1: Briefings
  - text: A paragraph of body text, black on white, that a press prints in one ink.
  - links: {data: b, text: "{{ row.title }}", url: "{{ row.url }}"}
""" % ADDRESS,
}
SHEET_ADDRESSES = sorted([ADDRESS, "https://www.example.gov.uk/a-longer-address/with/folders/two.pdf",
                          "https://www.example.org/three#part"])


def printed(folder, layout):
    path = Path(folder) / (Path(layout).stem + "-print.pdf")
    result = quire("render", layout, "--edition", "print", "-o", path)
    assert result.status == 0, f"exit {result.status}\n{result.err}"
    return path


def print_layouts():
    """Each layout, and the cases made for the press."""
    cases = sorted((ROOT / "tests" / "cases" / "print").glob("*.yaml"))
    return [*layouts(), *(c for c in cases
                          if not c.name.startswith("_") and not c.with_suffix(".err").exists())]


def check_boxes(file, path, edge):
    """No annotation, and the BleedBox 3 mm (or what the edition says) outside the TrimBox."""
    for number, page in enumerate(file.pages, 1):
        assert not file.list(file.dict(page).get("/Annots")), f"{path}: page {number} has annotations"
        trim, bleed = x4.box(file, page, "/TrimBox"), x4.box(file, page, "/BleedBox")
        assert bleed, f"{path}: page {number} has no BleedBox"
        given = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
        assert all(edge is None or abs(g - edge) < 0.05 for g in given), \
            f"{path}: page {number} bleeds {given} pt"


@test(slow=True)
def every_print_edition_passes_the_rules_of_pdf_x_4():
    with tempfile.TemporaryDirectory() as folder:
        for layout in print_layouts():
            path = printed(folder, layout)
            faults = x4.check(path)
            assert not faults, f"{layout}:\n" + "\n".join(map(str, faults[:20]))
            subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


@test(slow=True)
def the_reports_print_edition_has_bleed_overprinting_black_and_no_heavy_ink():
    with tempfile.TemporaryDirectory() as folder:
        path = printed(folder, ROOT / "layouts" / "annual-report.yaml")
        file = File(path)
        check_boxes(file, path, 3 * MM)
        assert len(file.pages) % 4 == 0, f"{len(file.pages)} pages"
        faults = plates.overprint_faults(file)
        assert not faults, "\n".join(faults[:10])
        total, page, values = plates.heaviest_ink(file)
        assert total <= 3.0 + 1e-6, f"page {page}: {values} is {total:.0%} of ink"


@test(slow=True)
def every_case_has_whole_content_embedded_fonts_true_widths_and_no_missing_glyph():
    """What veraPDF does not see behind a CIDToGIDMap, on the screen edition too."""
    wanted = {"readable", "content", "fonts-embedded", "font-widths", "glyphs", "file-id"}
    rules = [r for r in x4.RULES if r.name in wanted]
    assert len(rules) == len(wanted)
    with tempfile.TemporaryDirectory() as folder:
        for path in [*layouts(), *case_layouts()]:
            file = File(rendered_file(folder, path))
            faults = [f"{r.name}: {fault}" for r in rules for fault in r.check(file)]
            assert not faults, f"{path}: " + "\n".join(faults[:5])


def from_top_left(corners, media):
    """A box as (left, top, right, bottom) from the upper left corner of the media."""
    return (corners[0] - media[0], media[3] - corners[3], corners[2] - media[0], media[3] - corners[1])


@test(slow=True)
def what_touches_the_edge_of_the_report_runs_into_the_bleed():
    with tempfile.TemporaryDirectory() as folder:
        path = printed(folder, ROOT / "layouts" / "annual-report.yaml")
        file = File(path)
        for number in sorted({1, 2, 3, len(file.pages)}):
            boxes = [x4.box(file, file.pages[number - 1], n) for n in
                     ("/MediaBox", "/TrimBox", "/BleedBox")]
            trim, bleed = (from_top_left(b, boxes[0]) for b in boxes[1:])
            found = plates.plates(path, number)
            faults = plates.bleed_faults(found, trim, bleed)
            assert not faults, f"page {number}: " + "\n".join(faults)
            heaviest = plates.total_ink(found, trim)
            assert heaviest <= 3.01, f"page {number}: {heaviest:.0%}"


# What stands in the file of a printed sheet, what the same number of bytes makes of it, who sees it.
EDITS = [
    (b"%PDF-1.6", b"%PDF-1.7", "header"),
    (b"/TrimBox", b"/TrimBoX", "trim-box"),
    (b"PDF/X-4<", b"PDF/X-3<", "pdfx-version"),
    (b"/GTS_PDFX", b"/GTS_PDFA", "output-intent"),
    (b"/OutputConditionIdentifier", b"/OutputConditionIdentifieX", "output-intent"),
    (b"/Trapped /False", b"/Trapped /FalsE", "trapped"),
    (b"prtrCMYK", b"scnrCMYK", "intent-profile"),
    (b"/FontFile2", b"/FontFileX", "fonts-embedded"),
    (b"xmpMM:VersionID", b"xmpMM:VersionIX", "document-id"),
    (b"/ModDate", b"/ModDatE", "document-info"),
    (b"0 0 0 1 k", b"0 0 00 rg", "device-rgb"),
]


@test
def edits_of_a_printed_file_are_seen_by_the_judge():
    with Project(SHEET) as project, tempfile.TemporaryDirectory() as folder:
        path, plain = printed(folder, project.path / "sheet.yaml"), Path(folder) / "plain.pdf"
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, plain], check=True)
        assert rules_seen(plain) == set(), rules_seen(plain)
        whole = plain.read_bytes()
        for old, new, rule in EDITS:
            assert len(old) == len(new) and old in whole, old
            (Path(folder) / "bad.pdf").write_bytes(whole.replace(old, new))
            assert rules_seen(Path(folder) / "bad.pdf") == {rule}, \
                f"{old} -> {new}: {rules_seen(Path(folder) / 'bad.pdf')}"


def body_runs(layout):
    """The runs of text in the colour that most text has, by page."""
    result = quire("render", layout, "--edition", "print", "--dump", "frames")
    assert result.status == 0, result.err
    pages = parse_frames(result.out.decode("utf-8"))
    runs = [(p.number, i) for p in pages for i in p.items if i.kind == "text" and i.text.strip()]
    colours = [i.fields.get("color") for _, i in runs]
    body = max(set(colours), key=colours.count)
    return [(number, i) for number, i in runs if i.fields.get("color") == body]


def check_black(path, number, runs):
    """The coloured plates do not vary where a run of body text stands: the text is on K alone."""
    scale = 2
    file = File(path)
    page = file.pages[number - 1]
    trim, media = x4.box(file, page, "/TrimBox"), x4.box(file, page, "/MediaBox")
    left, top = trim[0] - media[0], media[3] - trim[3]
    found = plates.plates(path, number, 72 * scale)
    for item in runs:
        size = float(item.fields["size"])
        box = (left + item.x + 0.5, top + item.y - 0.5 * size, left + item.x + item.width - 0.5,
               top + item.y)
        assert found["black"].darkest(box, scale) > 100, \
            f"page {number}: \"{item.text}\" is not on the black plate"
        for ink in ("cyan", "magenta", "yellow"):
            assert found[ink].spread(box, scale) <= 3, \
                f"page {number}: \"{item.text}\" is on the {ink} plate"


@test(slow=True)
def body_text_of_the_print_edition_is_on_the_black_plate_alone():
    layout = ROOT / "layouts" / "annual-report.yaml"
    runs = body_runs(layout)
    numbers = sorted({number for number, _ in runs})
    with tempfile.TemporaryDirectory() as folder:
        path = printed(folder, layout)
        for number in numbers[::4]:
            check_black(path, number, [i for n, i in runs if n == number])


@test(slow=True)
def printed_cards_have_qr_codes_that_say_their_addresses():
    with Project(SHEET) as project, tempfile.TemporaryDirectory() as folder:
        path = printed(folder, project.path / "sheet.yaml")
        file = File(path)
        found = [a for n in range(1, len(file.pages) + 1) for a in plates.qr_codes(path, n)]
        assert sorted(found) == SHEET_ADDRESSES, found
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True,
                              check=True).stdout
        for address in SHEET_ADDRESSES:
            assert address in re.sub(r"\n\s*", "", text), f"{address} is not printed"


@test(slow=True)
def qr_codes_of_the_report_say_addresses_that_the_screen_edition_links_to():
    layout = ROOT / "layouts" / "annual-report.yaml"
    with tempfile.TemporaryDirectory() as folder:
        screen = Path(folder) / "screen.pdf"
        assert quire("render", layout, "-o", screen).status == 0
        links = {text_of(d["/URI"]) for _, d in File(screen).dicts() if "/URI" in d}
        path = printed(folder, layout)
        found = [a for n in range(1, len(File(path).pages) + 1) for a in plates.qr_codes(path, n)]
        assert found, "there is no QR code"
        assert set(found) <= links, set(found) - links
