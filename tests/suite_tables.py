"""Long tables: no row is lost, and a reader meets every cell in its place."""

import re
import sys

from harness import ROOT, Project, test

sys.path.insert(0, str(ROOT / "tests" / "conformance"))
from content import operations  # noqa: E402
from pdffile import File  # noqa: E402

ROWS = 5000
AREAS = ["North", "East-Side", "South and West", "Málaga"]
LAYOUT = """\
quire: 1
title: T
lang: en-GB
data:
  wards: {file: wards.csv, types: {a: integer, b: number}}
content:
  - table:
      caption: All wards
      data: wards
      columns:
        - {field: id, header: No, row-header: true}
        - {field: name, header: Ward}
        - {field: area, header: Area}
        - {field: a, header: A, align: decimal}
        - {field: b, header: B, align: decimal}
"""


def wanted_row(i):
    return [str(i), f"Ward {i * 7919 % 10007}", AREAS[i % len(AREAS)], f"{i * 31 % 9000}", f"{i % 90 + 10}.{i % 9 + 1}"]


def shown(row):
    """As the table prints it: thousands are set off."""
    return [f"{int(row[0]):,}", *row[1:3], f"{int(row[3]):,}", row[4]]


def project(rows):
    lines = ["id,name,area,a,b"] + [",".join(row) for row in rows]
    return Project({"layouts/t.yaml": LAYOUT.replace("wards.csv", "../data/wards.csv"),
                    "data/wards.csv": "\n".join(lines) + "\n"})


def codes_of(file, font):
    """What each code of a font shows, by its ToUnicode map."""
    text = file.get(file.dict(font)["/ToUnicode"]).data.decode("latin-1")
    codes = {}
    for first, last, value in re.findall(r"<([0-9A-F]{4})><([0-9A-F]{4})><([0-9A-F]+)>\n", text):
        shown = bytes.fromhex(value).decode("utf-16-be")
        for i in range(int(last, 16) - int(first, 16) + 1):
            codes[int(first, 16) + i] = shown[:-1] + chr(ord(shown[-1]) + i)
    return codes


def marked_texts(file, page, fonts):
    """The text of each marked-content sequence of a page, by its id."""
    resources = file.dict(file.dict(page)["/Resources"])
    names = file.dict(resources["/Font"])
    content = file.get(file.dict(page)["/Contents"]).data
    texts, now, codes = {}, None, None
    for operator, operands in operations(content):
        if operator == "BDC":
            properties = operands[1] if isinstance(operands[1], dict) else {}
            now = properties.get("/MCID")
        elif operator == "EMC":
            now = None
        elif operator == "Tf":
            font = names[str(operands[0])]
            if font not in fonts:
                fonts[font] = codes_of(file, font)
            codes = fonts[font]
        elif operator in ("Tj", "TJ") and now is not None:
            for piece in operands[0] if operator == "TJ" else operands:
                if isinstance(piece, bytes):
                    texts[now] = texts.get(now, "") + "".join(
                        codes[piece[i] << 8 | piece[i + 1]] for i in range(0, len(piece), 2))
    return texts


class Structure:
    """The structure tree of a file, with the text that its leaves hold."""

    def __init__(self, path):
        self.file = File(path)
        fonts = {}
        self.pages = {page: marked_texts(self.file, page, fonts) for page in self.file.pages}

    def kids(self, element):
        kids = self.file.get(element.get("/K", []))
        return kids if isinstance(kids, list) else [kids]

    def elements(self, element, role):
        """Those of a role below one, in order."""
        for kid in self.kids(element):
            kid = self.file.get(kid)
            if not isinstance(kid, dict):
                continue
            if kid.get("/S") == role:
                yield kid
            else:
                yield from self.elements(kid, role)

    def text(self, element):
        out = ""
        for kid in self.kids(element):
            value = self.file.get(kid)
            if isinstance(value, int):
                out += self.pages[element["/Pg"]].get(value, "")
            elif value.get("/Type") == "/MCR":
                out += self.pages[value["/Pg"]].get(value["/MCID"], "")
            else:
                out += self.text(value)
        return out

    def table(self):
        root = self.file.dict(self.file.catalog["/StructTreeRoot"])
        return next(self.elements(self.file.dict(root["/K"]), "/Table"))

    def rows(self, section):
        return [[(cell["/S"], self.text(cell)) for cell in map(self.file.get, self.kids(row))]
                for part in self.elements(self.table(), section) for row in self.elements(part, "/TR")]


@test(slow=True)
def each_of_5000_rows_is_in_the_structure_with_its_cells_in_order():
    rows = [wanted_row(i) for i in range(1, ROWS + 1)]
    with project(rows) as p:
        done = p.quire("render", "layouts/t.yaml", "-o", "t.pdf", "-q")
        assert done.status == 0, done.err
        tree = Structure(p.path / "t.pdf")
    heads = tree.rows("/THead")
    assert [[text for _, text in row] for row in heads] == [["No", "Ward", "Area", "A", "B"]], heads
    found = tree.rows("/TBody")
    assert len(found) == ROWS, f"{len(found)} rows in the structure"
    for i, row in enumerate(found):
        assert [text for _, text in row] == shown(rows[i]), (i, row)
        assert [role for role, _ in row] == ["/TH"] + ["/TD"] * 4, (i, row)
    assert len(tree.pages) > 100, len(tree.pages)


@test
def a_long_plain_table_leaves_headers_to_its_scopes_and_a_short_one_says_both():
    for count, ids in [(40, True), (600, False)]:
        with project([wanted_row(i) for i in range(1, count + 1)]) as p:
            done = p.quire("render", "layouts/t.yaml", "-o", "t.pdf", "-q")
            assert done.status == 0, done.err
            tree = Structure(p.path / "t.pdf")
        table = tree.table()
        heads = list(tree.elements(table, "/TH"))
        scopes = [tree.file.dict(th["/A"])["/Scope"] for th in heads]
        assert scopes == ["/Column"] * 5 + ["/Row"] * count, scopes[:8]
        assert all(("/ID" in th) == ids for th in heads)
        headers = ["/Headers" in tree.file.dict(td.get("/A")) for td in tree.elements(table, "/TD")]
        assert headers == [ids] * (4 * count), headers[:8]


@test
def a_row_is_neither_lost_nor_said_twice_where_pages_break():
    """Rows of several lines, a group's heading, subtotals: what stands on each page is the whole in order."""
    layout = LAYOUT.replace("      columns:", "      group: area\n      total: true\n      columns:")
    rows = [wanted_row(i) for i in range(1, 201)]
    for row in rows[::17]:
        row[1] = "A ward with a name that is so long that it needs several lines of its column to be printed " * 2
        row[1] = row[1].strip()
    with project(rows) as p:
        p.write("layouts/t.yaml", layout.replace("wards.csv", "../data/wards.csv"))
        done = p.quire("render", "layouts/t.yaml", "-o", "t.pdf", "-q")
        assert done.status == 0, done.err
        tree = Structure(p.path / "t.pdf")
    found = [row for row in tree.rows("/TBody") if len(row) == 5 and row[1][1]]
    names = [(row[0][1], row[1][1].replace("\u00a0", " ")) for row in found]
    wanted = [(row[0], row[1]) for area in dict.fromkeys(r[2] for r in rows) for row in rows if row[2] == area]
    assert [n for n, _ in names] == [n for n, _ in wanted], names[:5]
    for (_, text), (_, name) in zip(names, wanted):
        assert re.sub(r"\s+", "", text) == re.sub(r"\s+", "", name), (text, name)
