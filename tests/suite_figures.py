"""Which figures a document prints, by name and page; and `diff`, which tells what changed in them."""

import json
import shutil

from harness import CASES, ROOT, Project, quire, test

LAYOUT = """quire: 1
title: Figures
lang: en-GB
data:
  referrals: {file: ../data/referrals.csv, key: district, types: {child: people, adult: people}}
  report: ../data/report.yaml
  quarters: ../data/quarters.csv
disclosure:
  profile: dfe
  sets: {referrals: {counts: [child, adult], by: district, totals: [column, row], groups: area}}
  same: {report.referrals.child: total child}
content:
  - h1: "{{ report.year }}"
  - |
    {{ report.referrals.child }} of {{ report.budget | money }}; {{ referrals['Ash'].child }},
    {{ (report.budget / 2) | number }}, {{ report.year }}; {{ totals(referrals).adult }} adults.
  - table:
      caption: Referrals, {{ report.year }}
      data: referrals
      columns:
        - {field: district, header: District}
        - {field: child, header: Children}
        - {field: adult, header: Adults}
        - {total: row, header: All}
        - {value: row.adult - row.child, header: Change}
      group: area
      total: {label: County}
  - break: page
  - tiles: [{value: report.budget, label: budget}]
  - chart:
      type: bar
      caption: Children, {{ report.year }}
      subtitle: Number
      data: quarters
      category: quarter
      series: [{field: n, label: N}, {value: row.n * 2, label: Twice}]
  - table: {caption: Typed, header-rows: 1, rows: [[Kind, Number], [All, "{{ report.budget | number }}"]]}
"""
REFERRALS = """district,area,child,adult
Ash,East,3,40
Beech,East,61,52
Elm,West,73,10
Oak,West,84,95
"""
REPORT = "year: 2022-23\nbudget: 3200\nreferrals: {child: 221}\n"
QUARTERS = "quarter,n\nQ1,5\nQ2,7\n"


def files(layout=LAYOUT, referrals=REFERRALS, report=REPORT, quarters=QUARTERS, year="data"):
    return {"layouts/a.yaml": layout, f"{year}/referrals.csv": referrals,
            f"{year}/report.yaml": report, f"{year}/quarters.csv": quarters}


def printed(project, *options):
    done = project.quire("render", "layouts/a.yaml", "--dump", "figures", "-q", *options)
    assert done.status == 0, done.err
    return done.out.decode().splitlines()


@test
def figures_are_listed_by_name_with_their_page():
    with Project(files()) as project:
        lines = printed(project)
    for line in ["page 1: report.referrals.child = 221",
                 "page 1: report.budget = £3,200",
                 "page 1: referrals: Ash, child = [c]",
                 "page 1: (report.budget / 2) = 1,600",
                 "page 1: referrals: total, adult = 197",
                 "page 1, Table 1: referrals: Oak, adult = 95",
                 "page 1, Table 1: referrals: Oak, total = 179",
                 "page 1, Table 1: Referrals, 2022-23: Ash, Change = [c]",
                 "page 1, Table 1: Referrals, 2022-23: Oak, Change = 11",
                 "page 1, Table 1: referrals: area West, adult = 105",
                 "page 1, Table 1: referrals: total, child = [c]",
                 "page 2: report.budget = 3,200",
                 "page 2, Figure 1: quarters: Q2, n = 7",
                 "page 2, Figure 1: Children, 2022-23: Q2, Twice = 14",
                 "page 2, Table 2: report.budget = 3,200",
                 "page 2, Figure 1: Children, 2022-23", "page 2, Table 2: Typed"]:
        assert line in lines, f"{line} is missing from\n" + "\n".join(lines)
    assert not any("report.year" in line for line in lines), "a text is no figure"


@test
def a_transposed_table_lists_the_same_figures():
    layout = LAYOUT.replace("      group: area\n", "      transpose: true\n")
    plain = LAYOUT.replace("      group: area\n", "")
    with Project(files(plain)) as project:
        upright = sorted(printed(project))
    with Project(files(layout)) as project:
        assert sorted(printed(project)) == upright


# --- diff -----------------------------------------------------------------------------------------

BATCH = "quire: 1\nbatch:\n  - {layout: a.yaml, output: ../out/a.pdf}\n"
LATER = REFERRALS.replace("Ash,East,3,40", "Ash,East,2,40").replace("84,95", "86,95")


def sentences(project, *arguments, expect=0):
    done = project.quire("diff", *arguments)
    assert done.status == expect, done.err
    return done.out.decode().splitlines(), done.err


def two_years(**after):
    """A project with two folders of data, and a layout that reads the newer one."""
    layout = LAYOUT.replace("../data/", "../data/new/")
    tree = files(layout, year="data/old")
    tree.update(files(layout, year="data/new", **after))
    return Project(tree)


@test
def manifests_tell_which_figures_changed_and_where_they_are_printed():
    with Project(files()) as project:
        project.write("layouts/board.yaml", BATCH)
        assert project.quire("batch", "layouts/board.yaml").status == 0
        shutil.copytree(project.path / "out", project.path / "old")
        project.write("data/referrals.csv", LATER)
        project.write("data/report.yaml", REPORT.replace("221", "222").replace("3200", "3400"))
        assert project.quire("batch", "layouts/board.yaml").status == 0
        lines, _ = sentences(project, "old", "out/manifest.json")
        assert ("Oak, child referrals: 84 is now 86 (2 more); printed in a.pdf on page 1, table 1"
                in lines), lines
        assert ("report.budget: £3,200 is now £3,400 (£200 more); printed in a.pdf on page 1"
                in lines), lines
        assert ("report.budget: 3,200 is now 3,400 (200 more); printed in a.pdf on page 2, and in "
                "a.pdf on page 2, table 2" in lines), lines
        assert not any(line.startswith(("Ash, child", "Beech, adult")) for line in lines), lines
        same, _ = sentences(project, "out", "out", "--exit-code")
        assert same == ["no figure that is shown has changed"], same
        _, said = sentences(project, "old", "out", "--exit-code", expect=1)
        assert said == "", said


@test
def manifests_tell_of_documents_that_came_went_or_are_refused():
    two = BATCH + "  - {layout: b.yaml, output: ../out/b.pdf}\n"
    with Project(files()) as project:
        project.write("layouts/board.yaml", BATCH)
        assert project.quire("batch", "layouts/board.yaml").status == 0
        shutil.copytree(project.path / "out", project.path / "old")
        broken = LAYOUT + "checks: [{that: 1 == 2, message: Never}]\n"
        project.write("layouts/b.yaml", LAYOUT)
        project.write("layouts/a.yaml", broken)
        project.write("layouts/board.yaml", two)
        assert project.quire("batch", "layouts/board.yaml").status == 1
        lines, _ = sentences(project, "old", "out")
        assert lines[0].startswith("a.pdf is refused now (check-failed at layouts/a.yaml:"), lines
        assert lines[0].endswith("; it was written before") and lines[1] == "b.pdf is new", lines
        back, _ = sentences(project, "out", "old")
        assert back == ["a.pdf is written now; it was refused before", "b.pdf is gone"], back


@test
def data_folders_are_protected_before_they_are_compared():
    report = REPORT.replace("221", "222")
    with two_years(referrals=LATER, report=report, quarters=QUARTERS + "Q3,9\n") as project:
        project.write("data/new/note.md", "Hello")
        for side, n in (("old", 1), ("new", 2)):
            project.write(f"data/{side}/other.csv", f"name,n\nx,{n}\n")
        lines, said = sentences(project, "data/old", "data/new")
    assert "Oak, child referrals: 84 is now 86 (2 more); data/new/referrals.csv:5:10" in lines, lines
    assert "total, child referrals: 221 is now 222 (1 more)" in lines, lines
    assert "the row 'Q3' of quarters is new; data/new/quarters.csv:4:1" in lines, lines
    assert "the file note.md is new" in lines, lines
    assert "x, n other: 1 is now 2 (1 more); data/new/other.csv:2:3" in lines, lines
    assert not any("Ash" in line for line in lines), lines
    assert said == "other.csv: no layout reads it, so nothing in it was hidden\n", said


@test
def data_that_cannot_be_protected_are_not_compared():
    layout = LAYOUT.replace("../data/", "../data/new/").replace(
        "sets: {referrals: {counts: [child, adult],", "sets: {referrals: {counts: [child],")
    with two_years(referrals=LATER, report=REPORT.replace("221", "222")) as project:
        project.write("layouts/a.yaml", layout)
        done = project.quire("diff", "data/old", "data/new")
        assert done.status == 1 and "people-unprotected" in done.err, done.err
        assert b"84" not in done.out and b"is now" not in done.out, done.out


@test
def a_named_layout_protects():
    with two_years(referrals=LATER, report=REPORT.replace("221", "222")) as project:
        (project.path / "layouts" / "a.yaml").rename(project.path / "elsewhere.yaml")
        project.write("elsewhere.yaml", LAYOUT.replace("../data/", "data/new/"))
        lines, said = sentences(project, "data/old", "data/new", "--layout", "elsewhere.yaml")
        assert not any("Ash" in line for line in lines) and said == "", (lines, said)
        (project.path / "elsewhere.yaml").unlink()
        told = json.loads(project.quire("diff", "data/old", "data/new", "--format", "json").out)
        assert "referrals.csv" in told["unprotected"], told
        # A layout of another year's folder knows the file by its name.
        project.write("layouts/a.yaml", LAYOUT.replace("../data/", "../data/next/"))
        lines, said = sentences(project, "data/old", "data/new")
        assert not any("Ash" in line for line in lines) and said == "", (lines, said)


@test
def a_layout_in_a_folder_below_protects_too():
    with two_years(referrals=LATER, report=REPORT.replace("221", "222")) as project:
        (project.path / "layouts" / "a.yaml").unlink()
        project.write("layouts/north/a.yaml", LAYOUT.replace("../data/", "../../data/new/"))
        lines, said = sentences(project, "data/old", "data/new")
    assert not any("Ash" in line for line in lines) and said == "", (lines, said)


@test
def layouts_are_compared_by_what_they_print():
    with Project(files()) as project:
        other = LAYOUT.replace("  - break: page\n", "").replace("caption: Typed", "caption: Budget")
        project.write("layouts/b.yaml", other.replace("{{ (report.budget / 2) | number }}, ", ""))
        lines, _ = sentences(project, "layouts/a.yaml", "layouts/b.yaml")
        same, _ = sentences(project, "layouts/a.yaml", "layouts/a.yaml")
    assert lines == [
        "the document has 1 page, not 2",
        "the caption of Table 2: 'Typed' is now 'Budget'; printed on page 1, table 2",
        "(report.budget / 2) is gone: it was 1,600; it was printed on page 1"], lines
    assert same == ["no figure that is shown has changed"], same


@test
def things_that_cannot_be_compared_are_refused():
    with Project(files()) as project:
        assert project.quire("diff", "layouts/a.yaml", "data").status == 2
        assert project.quire("diff", "layouts/a.yaml").status == 2
        assert project.quire("diff", "layouts/a.yaml", "layouts/a.yaml", "--layout", "x").status == 2
        project.write("x.json", "{}")
        assert project.quire("diff", "x.json", "x.json", "--set", "a=b").status == 2
        done = project.quire("diff", "x.json", "x.json")
        assert done.status == 1 and "bad-manifest" in done.err, done.err
        assert project.quire("diff", "y.json", "x.json").status == 1


# --- several layouts ------------------------------------------------------------------------------


@test
def layouts_of_a_batch_that_protect_one_file_differently_are_refused_together():
    batch = BATCH + "  - {layout: b.yaml, output: ../out/b.pdf}\n  - {layout: c.yaml, output: ../out/c.pdf}\n"
    wider = LAYOUT.replace("profile: dfe", "profile: srs10")
    alone = "quire: 1\ntitle: Alone\nlang: en-GB\ncontent: [Text.]\n"
    with Project(files()) as project:
        for name, text in (("b", wider), ("c", alone), ("board", batch)):
            project.write(f"layouts/{name}.yaml", text)
        done = project.quire("batch", "layouts/board.yaml")
        assert done.status == 1, done.err
        assert "disclosure-disagree" in done.err and "by another profile" in done.err, done.err
        assert "layouts/a.yaml:" in done.err and "layouts/b.yaml:" in done.err, done.err
        documents = json.loads((project.path / "out/manifest.json").read_text())["documents"]
        assert {d["file"]: d["status"] for d in documents} == {
            "a.pdf": "refused", "b.pdf": "refused", "c.pdf": "written"}, documents
        project.write("layouts/b.yaml", LAYOUT)
        assert project.quire("batch", "layouts/board.yaml").status == 0
