"""Data as spreadsheets write them: what is read, and which documents a faulty cell refuses."""

import csv
import io
import json
import random
import re

from harness import Project, test

HEAD = "quire: 1\ntitle: Test\nlang: en-GB\n"
FAULTY = "district,child,adult,since\nRugby,3,4,2022-04-01\nWarwick,4 of 9,5,2022-05-01\nStratford,5,6,soon\n"


def bound(files, *options):
    """The text of the bound document, and what was said."""
    with Project(files) as project:
        result = project.quire("render", "layouts/test.yaml", "--dump", "bound", *options)
        return result.status, result.out.decode().replace('" "', ""), result.err


def layout(content, types="{child: number, since: date}", more=""):
    content = re.sub(r"columns: .*", lambda m: re.sub(r"\{field: (\w+)\}", r"{field: \1, header: \1}", m[0]),
                     content)
    return {"layouts/test.yaml": f"{HEAD}data: {{t: {{file: ../data/t.csv, key: district, types: "
                                 f"{types}{more}}}}}\n{content}",
            "data/t.csv": FAULTY}


def places(error):
    return sorted(set(re.findall(r"error\[([a-z-]+)\].*?\n *--> data/t\.csv:(\d+:\d+)", error)))


CHILD, SINCE = ("bad-cell", "3:9"), ("bad-cell", "4:15")

USES = {
    "none": ("content:\n  - |\n    {{ t | sum('adult') }} {{ t['Warwick'].adult }}\n"
             "  - table: {caption: C, data: t, sort: adult, columns: [{field: district}, {field: adult}],"
             " total: All}\n"
             "  - chart: {caption: D, data: t, category: district, series: [{field: adult}]}\n", []),
    "text": ("content:\n  - |\n    {{ t['Warwick'].child }}\n", [CHILD]),
    "a row as a whole": ("content:\n  - |\n    {{ t['Warwick'] }}\n", [CHILD]),
    "title": ("author: \"{{ t | sum('child') }}\"\ncontent: [A]\n", [CHILD]),
    "table": ("content:\n  - table: {caption: C, data: t, columns: [{field: district}, {field: child}],"
              " total: All}\n", [CHILD]),
    "two columns": ("content:\n  - table: {caption: C, data: t, columns: [{field: child},"
                    " {field: since}]}\n", [CHILD, SINCE]),
    "a column's value": ("content:\n  - table: {caption: C, data: t, columns: [{field: district},"
                         " {value: row.child * 2, header: Twice}]}\n", [CHILD]),
    "where": ("content:\n  - table: {caption: C, data: t, where: row.child > 1,"
              " columns: [{field: district}]}\n", [CHILD]),
    "where it is left out": ("content:\n  - table: {caption: C, data: t, where: row.adult < 5,"
                             " columns: [{field: district}, {field: child}]}\n", []),
    "sort": ("content:\n  - table: {caption: C, data: t, sort: child, columns: [{field: district}]}\n",
             [CHILD]),
    "group": ("content:\n  - table: {caption: C, data: t, group: since, columns: [{field: district}]}\n",
              [SINCE]),
    "chart": ("content:\n  - chart: {caption: C, data: t, category: district, series: [{field: child}]}\n",
              [CHILD]),
    "category": ("content:\n  - chart: {caption: C, data: t, category: since, series: [{field: adult}]}\n",
                 [SINCE]),
    "tile": ("content:\n  - tiles: [{value: \"t['Warwick'].child\", label: A}]\n", [CHILD]),
    "list": ("content:\n  - list: {data: t, item: \"{{ row.child }}\"}\n", [CHILD]),
    "for": ("content:\n  - for: {each: t, as: d, content: [\"{{ d.child }}\"]}\n", [CHILD]),
    "param": ("params: {d: {from: t}}\ncontent:\n  - |\n    {{ d.child }}\n", []),
    "check": ("checks: [{that: t | sum('child') == 12, message: M}]\ncontent: [A]\n", [CHILD]),
}


@test
def a_faulty_cell_refuses_the_documents_that_use_it_and_no_other():
    wrong = []
    for use, (content, expected) in USES.items():
        status, _, error = bound(layout(content))
        if places(error) != sorted(expected) or status != (1 if expected else 0):
            wrong.append(f"{use}: exit {status}\n{error}")
        if error.count("error[bad-cell]") != len(expected):
            wrong.append(f"{use}: told more than once\n{error}")
    assert not wrong, "\n".join(wrong)


@test
def a_param_that_is_the_row_with_the_faulty_cell_is_refused_and_another_is_not():
    files = layout("params: {d: {from: t}}\ncontent:\n  - |\n    {{ d.district }} {{ d.child }}\n")
    status, text, error = bound(files, "--set", "d=Rugby")
    assert status == 0 and "Rugby 3" in text, error
    status, _, error = bound(files, "--set", "d=Warwick")
    assert status == 1 and places(error) == [CHILD], error


@test
def a_faulty_count_under_disclosure_control_refuses_every_document_that_reads_it():
    for by, cell in (("district", CHILD), ("since", SINCE)):
        rule = (f"disclosure: {{profile: dfe, sets: {{t: {{counts: [child, adult], by: {by}}}}}}}\n"
                "content: [Nothing of it is printed]\n")
        types = "{child: people, adult: people, since: date}"
        status, _, error = bound(layout(rule, types))
        assert status == 1 and cell in places(error), f"{by}: {error}"


@test
def a_message_about_a_cell_names_the_column_the_text_and_what_to_do():
    _, _, error = bound(layout("content:\n  - |\n    {{ t['Warwick'].child }}\n"))
    for words in ("column `child` cannot hold the text '4 of 9'", "data/t.csv:3:9",
                  "3 | Warwick,4 of 9,5,2022-05-01", "expected a number such as 1234.5"):
        assert words in error, f"{words}\n{error}"


SHEET = "Title,,\r\n,,\r\nDistrict,Spent,When,\r\n\"North\r\nWarwickshire\",\"£1,234.50\",1-Apr-22,\r\n" \
        ",,,\r\nRugby,(12),01/05/2022,\r\n,,,\r\n"


def sheet_layout(options):
    return (f"{HEAD}data: {{t: {{file: ../data/t.csv, skip: 2, types: {{Spent: money, When: date}}{options}}}}}\n"
            "content:\n  - |\n    {{ t | length }} rows, {{ t | sum('Spent') | money(2) }},"
            " {{ t[0].When | date }}, {{ t[1].When | date('%B') }}, {{ t[0].District }}.\n")


@test
def one_sheet_saved_in_each_of_a_spreadsheets_ways_is_read_alike():
    ways = {"UTF-8 with its mark": (SHEET.encode("utf-8-sig"), ""),
            "UTF-8": (SHEET.encode(), ""),
            "old Macintosh line ends": (SHEET.replace("\r\n", "\r").encode(), ""),
            "Windows": (SHEET.encode("cp1252"), ", encoding: windows-1252"),
            "semicolons": (SHEET.replace("\"£1,234.50\"", "£1234.50").replace(",", ";").encode(),
                           ", delimiter: \";\""),
            "tabs": (SHEET.replace("\"£1,234.50\"", "£1234.50").replace(",", "\t").encode(),
                     ", delimiter: tab")}
    for way, (data, options) in ways.items():
        status, text, error = bound({"layouts/test.yaml": sheet_layout(options), "data/t.csv": data})
        assert status == 0 and not error, f"{way}: {error}"
        assert "2 rows, £1,222.50, 1 April 2022, May, North\\nWarwickshire." in text, f"{way}: {text}"


@test
def a_sheet_saved_in_another_way_than_said_is_refused_with_the_remedy():
    ways = {
        "Windows as UTF-8": (SHEET.encode("cp1252"), "", "not-utf-8", "t.csv:5:16",
                             "encoding: windows-1252"),
        "UTF-8 as Windows": (SHEET.encode(), ", encoding: windows-1252", "not-windows-1252", "t.csv:5:16",
                             "take `encoding: windows-1252` away"),
        "Unicode Text": (SHEET.replace(",", "\t").encode("utf-16"), "", "not-utf-8", "t.csv:1:1",
                         "CSV UTF-8 (comma delimited)"),
    }
    for way, (data, options, code, place, remedy) in ways.items():
        status, _, error = bound({"layouts/test.yaml": sheet_layout(options), "data/t.csv": data})
        assert status == 1 and f"error[{code}]" in error and place in error and remedy in error, \
            f"{way}: {error}"
        assert error.count("error[") == 1, f"{way}: {error}"


@test
def a_title_above_the_names_and_another_delimiter_are_told_once_with_the_remedy():
    start = f"{HEAD}data: {{t: ../data/t.csv}}\ncontent:\n  - |\n    {{{{ t | length }}}} {{{{ t[0].District }}}}\n"
    rows = "".join(f"Row {i};1;2\n" for i in range(50))
    for data, code, remedy in (
            ("Referrals\n\n" + "District,a,b\n" + rows.replace(";", ","), "csv-title", "skip: 2"),
            ("District;a;b\n" + rows, "csv-delimiter", 'delimiter: ";"')):
        status, _, error = bound({"layouts/test.yaml": start, "data/t.csv": data})
        assert status == 1 and f"error[{code}]" in error and remedy in error, error
        assert error.count("error[") == 1, error


SHARES = ("district,area,n\nRugby,East,1\nWarwick,South,1\nStratford,South,1\n")


def shares_layout(data, table, more=""):
    return {"data/t.csv": data,
            "layouts/test.yaml": f"{HEAD}data: {{t: {{file: ../data/t.csv, key: district}}{more}}}\ncontent:\n"
                                 f"  - table:\n      caption: Shares\n      data: t\n{table}"}


COLUMNS = ("      columns:\n        - {field: district, header: District}\n"
           "        - {field: n, header: Share, format: %s}\n")


@test
def a_columns_shares_add_up_to_100_as_printed_in_groups_and_total():
    table = COLUMNS % "percent(sum=100)" + "      group: area\n      total: All\n"
    status, text, error = bound(shares_layout(SHARES, table))
    assert status == 0 and not error, error
    printed = re.findall(r'"(\d+%)"', text)
    assert printed == ["34%", "34%", "33%", "33%", "66%", "100%"], text
    status, text, error = bound(shares_layout(SHARES, COLUMNS % '"percent(1, sum=100)"' + "      total: All\n"))
    assert re.findall(r'"([\d.]+%)"', text) == ["33.4%", "33.3%", "33.3%", "100.0%"], text + error


@test
def with_one_hidden_figure_no_share_of_the_column_is_told():
    data = SHARES.replace("South,1\nStr", "South,[c]\nStr")
    status, text, error = bound(shares_layout(data, COLUMNS % "percent(sum=100)" + "      total: All\n"))
    assert status == 0, error
    assert "%" not in text and text.count('"[c]"') == 4, text


@test
def shares_of_figures_below_or_at_zero_and_of_an_empty_cell_are_told():
    for data, code, status in ((SHARES.replace("East,1", "East,-1"), "error[no-shares]", 1),
                               (re.sub(r",1\n", ",0\n", SHARES), "error[no-shares]", 1),
                               (SHARES.replace("East,1", "East,"), "warning[total-incomplete]", 0)):
        got, _, error = bound(shares_layout(data, COLUMNS % "percent(sum=100)"))
        assert got == status and code in error, error


@test
def a_charts_axis_takes_no_shares():
    content = ("content:\n  - chart: {caption: C, data: t, category: district, series: [{field: adult}],"
               " axis: {format: percent(sum=100)}}\n")
    status, _, error = bound(layout(content))
    assert status == 1 and "error[unknown-format]" in error and "arrange: percent" in error, error


@test
def rows_of_another_source_and_groups_stand_in_one_table():
    files = {"data/t.csv": SHARES, "data/areas.csv": "area,name,homes\nSouth,The south,200\nEast,The east,50\n",
             "layouts/test.yaml": f"{HEAD}data: {{t: ../data/t.csv, areas: {{file: ../data/areas.csv, key: area}}}}\n"
             "content:\n  - table:\n      caption: By area\n      data: t | groupby('area')\n      columns:\n"
             "        - {header: Area, value: 'areas[row.grouper].name'}\n"
             "        - {header: Number, value: row.list | sum('n')}\n"
             "        - {header: Per 100 homes, value: \"(row.list | sum('n')) / areas[row.grouper].homes * 100\","
             " format: number(1)}\n"}
    status, text, error = bound(files)
    assert status == 0 and not error, error
    for cell in ('"The east"', '"The south"', '"2.0"', '"1.0"'):
        assert cell in text, text
    files["data/areas.csv"] = "area,name,homes\nSouth,The south,200\nEeast,The east,50\n"
    status, _, error = bound(files)
    assert status == 1 and "no row of `areas` has the key 'East'" in error and "did you mean `Eeast`?" in error
    assert "data/t.csv:2:7: the key comes from here" in error, error


@test
def a_column_that_one_cell_makes_text_is_told_where_its_total_would_stand():
    table = COLUMNS.replace(", format: %s", "") + "      total: All\n"
    for data, words in ((SHARES.replace("East,1", "East,4 of 9"), "data/t.csv:2:12"),
                        (SHARES.replace("1\n", '"1,000"\n'), "give the column a type")):
        status, _, error = bound(shares_layout(data, table))
        assert status == 0 and "warning[total-text]" in error and words in error, error
    codes = SHARES.replace("East,1", "East,0012")
    for data in (codes.replace("1\n", "0013\n"), SHARES.replace("1\n", "abc\n"), SHARES):
        files = shares_layout(data, table)
        files["layouts/test.yaml"] = files["layouts/test.yaml"].replace("key: district", "key: district, types: {n: text}")
        status, _, error = bound(files)
        assert status == 0 and not error, error


PIECES = ["Rugby", "x", "é", "£5", "a b", "it's", '"', '""', ",", ";", "|", "\t", "\n", "1,234", "= 1", "–", "Ŵ", "#"]
WINDOWS_PIECES = [p for p in PIECES if p != "Ŵ"]


def random_table(r, pieces):
    """Cells as a person fills them: none is empty or a mark, none starts or ends with a space."""
    def cell():
        while True:
            text = "".join(r.choice(pieces) for _ in range(r.randint(1, 6)))
            if text == text.strip() and text not in ("x", "#"):
                return text
    return [[cell() for _ in range(3)] for _ in range(r.randint(1, 6))]


def written(r, table, delimiter, quoting, ends):
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    rows.writerow(["a", "b", "c"])
    rows.writerows(table)
    text = out.getvalue()
    blank = r.choice(["", "\n", delimiter * 2 + "\n"])
    return (text + blank).replace("\n", ends)


@test
def tables_that_another_program_wrote_in_any_dialect_are_read_as_it_wrote_them():
    r = random.Random(5)
    with Project() as project:
        for i in range(200):
            delimiter = r.choice([",", ";", "\t", "|"])
            windows = r.random() < 0.4
            table = random_table(r, WINDOWS_PIECES if windows else PIECES)
            quoting = r.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
            text = written(r, table, delimiter, quoting, r.choice(["\n", "\r\n", "\r"]))
            if "£" not in text and "é" not in text and "–" not in text:
                windows = False
            data = text.encode("cp1252" if windows else r.choice(["utf-8", "utf-8-sig"]))
            project.write("data/t.csv", data)
            name = {"\t": "tab"}.get(delimiter, f'"{delimiter}"')
            encoding = ", encoding: windows-1252" if windows else ""
            project.write("layouts/test.yaml",
                          f"{HEAD}data: {{t: {{file: ../data/t.csv, delimiter: {name}{encoding},"
                          " types: {a: text, b: text, c: text}}}\ncontent:\n  - for:\n      each: t\n      as: line\n"
                          "      content:\n        - tiles: [{value: line.a, label: A}, {value: line.b, label: B},"
                          " {value: line.c, label: C}]\n")
            result = project.quire("render", "layouts/test.yaml", "--dump", "bound", "-q")
            assert result.status == 0, f"{data}\n{result.err}"
            found = re.findall(r'^ *tile: "((?:\\.|[^"\\])*)"$', result.out.decode(), re.M)
            cells = [re.sub(r"\\(x09|.)", lambda m: {"n": "\n", "x09": "\t"}.get(m[1], m[1]), c) for c in found]
            assert cells == [c for row in table for c in row], f"table {i}: {data}\n{cells}"


@test
def a_row_that_is_the_total_of_the_others_is_told_where_it_is_added_to_them():
    texts = "content:\n  - |\n    {{ t | sum('n') }}\n"
    table = "content:\n  - table:\n      caption: Shares\n      data: t\n" + COLUMNS.replace(", format: %s", "")
    for data, told in ((SHARES + "Total,,3\n", True), (SHARES.replace("Rugby", "All,,3\nRugby"), True),
                       (SHARES + "County total,,3\nSource: police,,0\n", True), (SHARES + "Total,,4\n", False),
                       (SHARES + "Alcester,,3\n", False), (SHARES + "Total,,[c]\n", False), (SHARES, False)):
        for content in (texts, table + "      total: Warwickshire\n", table):
            files = {"data/t.csv": data, "layouts/test.yaml": f"{HEAD}data: {{t: ../data/t.csv}}\n{content}"}
            status, _, error = bound(files)
            expected = told and content != table
            assert status == 0 and ("warning[total-row]" in error) == expected, f"{data}{content}{error}"
            assert error.count("warning[") == expected, error
    files = {"data/t.csv": SHARES + "Total,,3\n", "layouts/test.yaml":
             f"{HEAD}data: {{t: ../data/t.csv}}\n" + texts.replace("t |", "t | rejectattr('district', '==', 'Total') |")}
    status, text, error = bound(files)
    assert status == 0 and not error and '"3"' in text, error


HANDOUTS = {"layouts/batch.yaml": 'quire: 1\nbatch:\n  - {layout: test.yaml, each: d, output: "../out/{{ d.district | slug }}.pdf"}\n'}


def batch(files):
    """Exit status, what was said, the documents of the manifest and its text."""
    with Project({**files, **HANDOUTS}) as project:
        result = project.quire("batch", "layouts/batch.yaml", "-j", "1")
        text = (project.path / "out/manifest.json").read_text(encoding="utf-8")
        return result.status, result.err, {d["file"]: d for d in json.loads(text)["documents"]}, text


@test
def of_a_batch_only_the_documents_that_use_a_faulty_cell_are_refused():
    content = "params: {d: {from: t}}\ncontent:\n  - |\n    {{ d.district }} {{ d.child }}\n"
    status, error, documents, _ = batch(layout(content))
    states = {name: d["status"] for name, d in documents.items()}
    assert states == {"rugby.pdf": "written", "warwick.pdf": "refused", "stratford.pdf": "written"}, states
    assert status == 1 and places(error) == [CHILD], error
    rule = "disclosure: {profile: dfe, sets: {t: {counts: [child, adult], by: district}}}\n"
    status, error, documents, _ = batch(layout(rule + content, "{child: people, adult: people}"))
    assert status == 1 and {d["status"] for d in documents.values()} == {"refused"}, documents
    assert CHILD in places(error), error


@test
def a_manifest_names_checks_passed_and_waived_and_none_of_their_figures():
    content = ("params: {d: {from: t}}\nchecks:\n"
               "  - {that: t | sum('adult') == 4321, severity: warning, because: It is known,\n"
               "     message: \"Adults add up to {{ t | sum('adult') }} and\\n not to {{ 4300 + 21 }}\"}\n"
               "  - {range: {of: t, field: adult, from: 0, to: 7777}, message: \"{{ t | length }} districts\"}\n"
               "content:\n  - |\n    {{ d.district }}\n")
    status, error, documents, text = batch(layout(content, "{adult: integer}"))
    assert status == 0 and "Adults add up to 15 and not to 4321" in error, error
    for document in documents.values():
        assert document["checks"] == {"passed": ["… districts"], "waived": [
            {"check": "Adults add up to … and not to …", "because": "It is known"}]}, document["checks"]
    assert "4321" not in text and "7777" not in text, text
