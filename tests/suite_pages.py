"""Every layout of the project and every case: nothing touches, leaves the page or is cut."""

import re

from harness import (ROOT, CASES, Project, add_test, case_layouts, frames, golden, layouts, quire,
                     refused_cases, render, tool)

EDGE = 0.6  # points: rounding, and what a slanted letter may stand out


def text_box(item):
    """Where the ink of a run of text can be: x-height letters and a little more."""
    size = float(item.fields.get("size", 10))
    return item.x, item.y - 0.62 * size, item.x + item.width, item.y + 0.12 * size


def overlaps(a, b):
    return min(a[2], b[2]) - max(a[0], b[0]) > EDGE and min(a[3], b[3]) - max(a[1], b[1]) > EDGE


def check_page(page):
    runs = [i for i in page.items if i.kind == "text" and i.text.strip()]
    boxes = sorted(((text_box(i), i) for i in runs), key=lambda b: b[0][1])
    for k, (box, item) in enumerate(boxes):
        for other_box, other in boxes[k + 1:]:
            if other_box[1] > box[3]:
                break
            assert not overlaps(box, other_box), \
                f"page {page.number}: \"{item.text}\" and \"{other.text}\" overlap at {box}"
    top, right, bottom, left = page.margins
    for item in runs:
        x0, y0, x1, y1 = text_box(item)
        inside_page = x0 >= -EDGE and x1 <= page.width + EDGE and y0 >= -EDGE and \
            y1 <= page.height + EDGE
        assert inside_page, f"page {page.number}: \"{item.text}\" leaves the page"
        if item.fields.get("artifact") in ("header", "footer"):
            continue
        assert x0 >= left - EDGE and x1 <= page.width - right + EDGE, \
            f"page {page.number}: \"{item.text}\" stands in a side margin: {x0} to {x1}"
        assert y0 >= top - EDGE and y1 <= page.height - bottom + EDGE, \
            f"page {page.number}: \"{item.text}\" stands in the head or foot margin"


def check_layout(path):
    pages = frames(path)
    assert pages, "no page"
    for page in pages:
        check_page(page)


def check_file(path):
    """The PDF of a case: well formed, tagged, the same bytes twice, in reading order."""
    first = render(path)
    assert first == render(path), "two runs differ"
    with Project() as project:
        pdf = project.write("case.pdf", first)
        tool("qpdf", "--check", pdf)
        assert "Tagged:          yes" in tool("pdfinfo", pdf)
        text = path.with_suffix(".txt")
        if text.exists():
            golden(text, tool("pdftotext", "-layout", pdf, "-"))
        struct = path.with_suffix(".struct")
        if struct.exists():
            heard = tool("pdfinfo", "-struct-text", pdf)
            golden(struct, re.sub(r"^ *Object \d+ \d+\n", "", heard, flags=re.M))


def check_dump(path, stage):
    result = quire("render", path.relative_to(ROOT), "--dump", stage)
    assert result.status == 0, result.err
    golden(path.with_suffix("." + stage), result.out.decode("utf-8"))


def check_refusal(path):
    result = quire("check", path.relative_to(ROOT))
    assert result.status == 1, f"exit {result.status}\n{result.err}"
    golden(path.with_suffix(".err"), result.err)


def name_of(path):
    return path.relative_to(CASES if CASES in path.parents else ROOT).with_suffix("").as_posix()


for _path in [*layouts(), *case_layouts()]:
    add_test(f"{name_of(_path)}: nothing overlaps and nothing leaves its margins",
             lambda p=_path: check_layout(p))
for _path in case_layouts():
    add_test(f"{name_of(_path)}: a sound, tagged, repeatable file", lambda p=_path: check_file(p))
    for _stage in ["frames", "tags", "bound"]:
        if _path.with_suffix("." + _stage).exists():
            add_test(f"{name_of(_path)}: the same {_stage}",
                     lambda p=_path, s=_stage: check_dump(p, s))
for _path in refused_cases():
    add_test(f"{name_of(_path)}: refused with these words", lambda p=_path: check_refusal(p))
