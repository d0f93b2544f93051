"""What an author can get wrong for a reader who cannot see, or not well: each named at its line."""

import re

from harness import Project, test

LAYOUT = """\
quire: 1
title: Lint
lang: en-GB
data: {d: {value: [{n: A, x: 3, y: 2}, {n: B, x: 1, y: 4}]}}
colors: {series: ["#C0D8F0", "#F46A25"]}
styles:
  pale: {based-on: body, color: "#FFFFFF", background: "#FFF8C0"}
  tiny: {based-on: body, font-size: 7pt}
content:
  - h1: One
  - h3: Three
  - |
    [Click here](https://example.org/a) for more.
  - |
    See https://example.org/b for more.
  - |
    [The plan](https://example.org/c) and [The plan](https://example.org/d).
  - image: {file: logo.png, width: 20mm}
  - image: {file: logo.png, alt: The logo, width: 20mm}
  - image: {file: other.png, alt: The logo, width: 20mm}
  - image: {file: logo.png, alt: logo.png, width: 20mm}
  - image: {file: logo.png, decorative: true, caption: A logo, width: 20mm}
  - table: {caption: No header, rows: [[a, b], [c, d]]}
  - chart: {type: bar, caption: Both, data: d, category: n, series: [{field: x}, {field: y}], labels: false, legend: none}
  - h2: Two
"""

LOOKS = """\
quire: 1
title: Looks
lang: en-GB
data: {d: {value: [{n: A, x: 3}, {n: B, x: 1}]}}
colors: {series: ["#C0D8F0", "#F46A25"]}
styles:
  body: {font-size: 11pt}
  pale: {based-on: body, color: "#FFFFFF", background: "#FFF8C0"}
  tiny: {based-on: body, font-size: 7pt}
content:
  - h1: One
  - text: {text: White on pale yellow, style: pale}
  - text: {text: Seven points, style: tiny}
  - chart: {type: bar, caption: Pale bars, data: d, category: n, series: [{field: x}]}
"""

# Code, line, a word of the remedy.
EXPECTED = [
    ("heading-skip", 11, "h2"), ("link-text", 13, ""), ("link-text", 15, ""),
    ("link-text", 17, ""), ("alt-missing", 18, "alt"), ("alt-duplicate", 20, ""),
    ("alt-text", 21, ""), ("decorative-caption", 22, ""), ("table-header-missing", 23, "header"),
    ("colour-only", 24, ""),
]
EXPECTED_LOOKS = [
    ("body-too-small", None, "12pt"), ("contrast", 12, '"#'), ("type-too-small", 13, "8pt"),
    ("chart-contrast", 4, '"#'),
]


def diagnostics(text):
    """(code, line, whole text) of each."""
    out = []
    for part in re.split(r"\n(?=(?:error|warning)\[)", text):
        head = re.match(r"(?:error|warning)\[([a-z-]+)\]", part)
        place = re.search(r"--> \S+?:(\d+):\d+", part)
        if head:
            out.append((head.group(1), int(place.group(1)) if place else None, part))
    return out


def check(project, layout, expected):
    project.write("layouts/lint.yaml", layout)
    result = project.quire("check", "layouts/lint.yaml")
    assert result.status == 1, result.err
    found = diagnostics(result.err)
    missing = []
    for codes, line, remedy in expected:
        if not any(code in codes.split("|") and (line is None or at == line) and "= help:" in part
                   and remedy in part for code, at, part in found):
            missing.append(f"{codes} at line {line}")
    assert not missing, f"not reported: {missing}\n{result.err}"


def logo():
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + \
            struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([18, 67, 109]) * 8 for _ in range(8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@test
def what_a_screen_reader_would_stumble_over_is_named_at_its_line_with_a_remedy():
    with Project() as project:
        project.write("layouts/logo.png", logo())
        project.write("layouts/other.png", logo())
        check(project, LAYOUT, EXPECTED)


@test
def what_weak_eyes_cannot_read_is_named_with_the_nearest_colour_that_passes():
    with Project() as project:
        check(project, LOOKS, EXPECTED_LOOKS)


@test
def series_that_look_alike_in_grey_are_named_for_the_press_alone():
    with Project() as project:
        project.write("layouts/grey.yaml", """\
quire: 1
title: Grey
lang: en-GB
date: 2023-09-30
data: {d: {value: [{n: A, x: 3, y: 2, z: 4}, {n: B, x: 1, y: 4, z: 2}]}}
content:
  - h1: One
  - chart: {type: bar, caption: Two, data: d, category: n, series: [{field: x}, {field: y}]}
  - chart: {type: bar, caption: Three, data: d, category: n, series: [{field: x}, {field: y}, {field: z}]}
""")
        printed = project.quire("check", "layouts/grey.yaml", "--edition", "print")
        found = diagnostics(printed.err)
        assert [(c, line) for c, line, _ in found] == [("grey-alike", 9)], printed.err
        assert printed.status == 0
        assert "warning[" not in project.quire("check", "layouts/grey.yaml").err
