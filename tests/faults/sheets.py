"""A project of generated handouts whose data can be made wrong, row by row."""

import csv
import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bench"))

import generated  # noqa: E402

LAYOUT = """quire: 1
title: Safeguarding in {{ district.district }}
author: Safeguarding Partnership
lang: en-GB
date: 2023-09-30
data:
  districts:
    file: ../data/districts.csv
    key: district
    types: {district: text, slug: text, telephone: text, updated: date, child: integer, adult: integer, open: integer}
  links: ../data/links.csv
params:
  district: {from: districts}
masters:
  default: {footer: {inside: "{{ title }}", outside: "Page {{ page }} of {{ pages }}"}}
styles:
  second-side: {based-on: h2, break-before: page}
content:
  - h1: Safeguarding in {{ district.district }}
  - tiles:
      - {value: district.child, label: referrals for children}
      - {value: district.adult, label: referrals for adults}
      - {value: district.open, label: cases open}
  - |
    **{{ district.child + district.adult }}** people were referred by {{ district.updated | date }}. *Ring
    {{ district.telephone }} if you are worried about somebody.*
  - h2: {text: Figures, style: second-side}
  - table:
      caption: Referrals
      header-rows: 1
      header-columns: 1
      rows: [[Who, Number], [Children, "{{ district.child }}"], [Adults, "{{ district.adult }}"]]
  - links: {data: links, text: "{{ row.title }}", detail: "{{ row.kind }}", url: "{{ row.url }}", form: cards}
"""
BATCH = """quire: 1
batch:
  - {layout: handout.yaml, each: district, output: "../out/handouts/{{ district.slug }}.pdf"}
"""
BATCH_FILE = "layouts/batch.yaml"
OUT = "out/handouts"
HEADER = ["district", "slug", "updated", "child", "adult", "open", "telephone"]


def rows(count):
    for n in range(count):
        rng = random.Random(generated.SEED + n)
        name = generated.district_name(n)
        yield {"district": name, "slug": generated.slug(name), "updated": f"2023-0{rng.randrange(1, 10)}-1{rng.randrange(10)}",
               "child": rng.randrange(120, 900), "adult": rng.randrange(150, 990), "open": rng.randrange(50, 400),
               "telephone": f"01632 960{rng.randrange(1000):03}"}


# What is put into a cell, by column: nothing that its type could be.
WRONG = {"updated": "last spring", "child": "many", "adult": "n.k.", "open": "12 or 13"}


def write_data(folder, count, bad=()):
    """Rows numbered in `bad` (from 0) have one wrong cell each; gives {slug: (line, column name)}."""
    wrong = {}
    with open(Path(folder) / "data" / "districts.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, HEADER)
        writer.writeheader()
        for n, row in enumerate(rows(count)):
            if n in bad:
                column = list(WRONG)[n % len(WRONG)]
                row[column] = WRONG[column]
                wrong[row["slug"]] = (n + 2, column)
            writer.writerow(row)
    return wrong


def make(folder, count, bad=()):
    """The project; gives what write_data gives."""
    folder = Path(folder)
    for name in ("layouts", "data", "out"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "layouts" / "handout.yaml").write_text(LAYOUT)
    (folder / "layouts" / "batch.yaml").write_text(BATCH)
    rng = random.Random(generated.SEED)
    with open(folder / "data" / "links.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, ["title", "kind", "url"])
        writer.writeheader()
        writer.writerows(generated.link(rng, n) for n in range(6))
    return write_data(folder, count, bad)
