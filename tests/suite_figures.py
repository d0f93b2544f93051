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
    {{ (report.budget / 2) | number }}, {{ report.year }}.
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
