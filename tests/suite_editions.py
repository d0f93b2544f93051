"""One source, several editions: what each does to the pages, by the frames and the words of the file."""

import re

from harness import CASES, ROOT, Project, add_test, frames, render, test, tool
from suite_pages import check_page

CASE = CASES / "pages" / "editions.yaml"
REPORT = ROOT / "layouts" / "annual-report.yaml"
MM = 72 / 25.4
_cache = {}


def pages(edition, layout=CASE):
    """The pages of an edition, laid out once."""
    if (layout, edition) not in _cache:
        _cache[layout, edition] = frames(layout, "--edition", edition)
    return _cache[layout, edition]


def words(edition):
    """The text of each page."""
    with Project() as project:
        pdf = project.write("edition.pdf", render(CASE, "--edition", edition))
        return tool("pdftotext", "-layout", pdf, "-").split("\f")[:-1]


def check_edition(layout, edition):
    for page in pages(edition, layout):
        check_page(page)


for _edition in ["screen", "press", "large", "secret", "covers", "screen-covers"]:
    add_test(f"pages/editions: nothing overlaps in the edition `{_edition}`",
             lambda e=_edition: check_edition(CASE, e))
for _edition in ["print", "large", "board"]:
    add_test(f"the report: nothing overlaps in the edition `{_edition}`",
             lambda e=_edition: check_edition(REPORT, e))


@test
def the_press_edition_runs_out_over_the_edges_that_are_touched():
    cover = pages("press")[0]
    image = next(i for i in cover.items if i.kind == "image")
    bleed = 3 * MM
    for low, high in [(image.x, image.x + image.width), (image.y, image.y + image.height)]:
        assert low <= -bleed + 0.01, (low, high)
    assert image.x + image.width >= cover.width + bleed - 0.01
    stripe = max((i for i in cover.items if i.kind == "rectangle"), key=lambda i: i.x)
    assert abs(stripe.x + stripe.width - cover.width - bleed) < 0.01, stripe
    assert abs(stripe.y + stripe.height - cover.height - bleed) < 0.01, stripe
    band = max((i for i in pages("press")[1].items if i.kind == "rectangle"), key=lambda i: i.width)
    assert abs(band.x + bleed) < 0.01 and abs(band.width - cover.width - 2 * bleed) < 0.01, band


@test
def nothing_leaves_the_page_of_a_screen_edition():
    for page in pages("screen"):
        for item in page.items:
            if item.kind == "rectangle":
                assert item.x >= 0 and item.x + item.width <= page.width + 0.01, item
                assert item.y >= 0 and item.y + item.height <= page.height + 0.01, item


@test
def facing_pages_have_their_inside_margin_at_the_spine():
    for page in pages("press")[1:4]:
        _, right, _, left = page.margins
        assert (left > right) == (page.number % 2 == 1), page.margins
        number = next(i for i in page.items if i.text.startswith("Page "))
        assert (number.x > page.width / 2) == (page.number % 2 == 1), number
    assert len({tuple(p.margins) for p in pages("screen")[1:4]}) == 1


@test
def blank_pages_make_the_multiple_and_the_back_cover_stays_last():
    text = words("press")
    assert len(text) == 8 and "of 8" in text[1], text[1]
    assert not "".join(text[4:7]).strip()
    assert "second chapter" in text[7]


@test
def an_edition_of_covers_has_them_alone_and_no_link_to_what_is_left_out():
    for edition in ["covers", "screen-covers"]:
        text = words(edition)
        assert len(text) == 2 and "The cover" in text[0] and "second chapter" in text[1], text
    assert [p.number for p in pages("covers")] == [1, 8]
    assert [p.number for p in pages("screen-covers")] == [1, 5]
    with Project() as project:
        pdf = project.write("covers.pdf", render(CASE, "--edition", "screen-covers"))
        assert "/Annots" not in tool("qpdf", "--qdf", "--object-streams=disable", pdf, "-")


@test
def the_marking_is_printed_on_each_page_with_its_number():
    text = words("secret")
    assert len(text) == 5
    for number, page in enumerate(text, 1):
        first = next(line.strip() for line in page.splitlines() if line.strip())
        assert first == f"For the board alone, page {number}", first
    for page in pages("secret"):
        run = next(i for i in page.items if i.text.startswith("For the board"))
        assert run.fields.get("artifact") == "header", run


def codes(page):
    """The white grounds of QR codes."""
    return [i for i in page.items if i.kind == "rectangle" and i.width == i.height and
            i.width > 15 * MM and i.fields.get("fill", "").startswith("#ffffff")]


@test
def each_card_of_the_press_edition_has_a_code_and_no_text_runs_into_it():
    for page in pages("press")[1:4]:
        squares = codes(page)
        assert len(squares) == 4, (page.number, len(squares))
        for square in squares:
            for run in (i for i in page.items if i.kind == "text"):
                apart = run.x >= square.x + square.width or run.x + run.width <= square.x or \
                    run.y <= square.y or run.y - 6 >= square.y + square.height
                assert apart, (page.number, run)
    assert not any(codes(page) for page in pages("screen"))


@test
def large_print_breaks_no_word_of_a_card():
    text = re.sub(r"\s+", " ", " ".join(words("large")))
    for word in ["safeguarding", "Training", "briefing"]:
        assert word in text, word
    tops = {round(i.y) for i in pages("large")[3].items if i.text.startswith("PDF")}
    assert len(tops) >= 2, tops  # fewer than four in a row
