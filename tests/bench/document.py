#!/usr/bin/env python3
"""make bench-doc: puts the figures of build/bench/results.json into docs/performance.md, and has quire draw
docs/performance.png from them. A line of docs/scale.md is worked out from them too."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.png"
SCALE = ROOT / "docs" / "scale.md"
BEGIN, END = "<!-- written by make bench-doc: {} -->", "<!-- end -->"
NAMES = {"typst": "Typst", "typst, one process": "Typst, one document of all", "typst, python": "Typst, one process",
         "weasyprint": "WeasyPrint", "reportlab": "ReportLab", "libharu": "plain libharu", "zlib": "zlib alone",
         "quire, all cores": "quire, all cores", "quire, unsynced": "quire, one core, `--no-sync`",
         "quire, synced": "quire, synced"}
DRAWN = ["quire", "typst", "typst, python", "reportlab", "weasyprint", "libharu"]


def short(value):
    """Three figures that count, at most."""
    if value is None:
        return ""
    if value >= 99.5:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 9.95 else f"{value:.2f}"


def time(seconds):
    return f"{short(seconds * 1000)} ms" if seconds < 1 else f"{short(seconds)} s"


def size(octets):
    if octets is None:
        return ""
    return f"{short(octets / 1e6)} MB" if octets >= 1e6 else f"{short(octets / 1e3)} KB"


def table_of(work):
    out = [f"### {work['title']}", "",
           "| Tool | CPU | × quire | Wall | × quire | Peak memory | File | Pages | Tagged |",
           "|---|--:|--:|--:|--:|--:|--:|--:|---|"]
    notes = []
    for line in work["lines"]:
        name = NAMES.get(line["tool"], line["tool"])
        if work["name"] == "batch" and line["tool"] == "quire":
            name = "quire, one core"
        if work["name"] == "batch" and line["tool"] == "typst":
            name = "Typst, a process a document"
        about = "about " if line["estimated"] else ""
        tagged = "" if line["pages"] is None and not line["tagged"] else "yes" if line["tagged"] else "no"
        out.append(f"| {name} | {about}{time(line['cpu'])} | {short(line['cpu_ratio'])} | {about}{time(line['wall'])} | "
                   f"{short(line['wall_ratio'])} | {short(line['peak'] / 1024)} MB | {size(line['size'])} | "
                   f"{format(line['pages'], ',') if line['pages'] else ''} | {tagged} |")
        if line["note"]:
            notes.append(f"{name}: {line['note']}.")
    most = max(line["runs"] for line in work["lines"])
    fewer = [f"{NAMES.get(x['tool'], x['tool'])} of {x['runs']}" for x in work["lines"] if x["runs"] < most]
    out += ["", f"Median of {most} run{'s' if most > 1 else ''}" + "".join(f", {f}" for f in fewer) + ". "
            + " ".join(notes), ""]
    return out


def growth_tables(growth):
    out = ["### Growth", ""]
    if growth["documents"]:
        out += ["| Handouts | CPU | each | Wall | Peak of the largest process |", "|--:|--:|--:|--:|--:|"]
        out += [f"| {g['label']} | {time(g['cpu'])} | {short(g['each'])} ms | {time(g['wall'])} | "
                f"{short(g['peak'] / 1024)} MB |" for g in growth["documents"]]
        out += [""]
    if growth["parent"]:
        few, all_of = growth["parent"]
        out += [f"Memory of the parent process alone, with the data of {all_of['count']:,} districts: "
                f"{short(few['peak'] / 1024)} MB after {few['count']:,} documents, {short(all_of['peak'] / 1024)} MB "
                f"after {all_of['count']:,}.", ""]
    out += ["| Rows of the table | CPU | each | Wall | Peak memory | File |", "|--:|--:|--:|--:|--:|--:|"]
    out += [f"| {g['label']} | {time(g['cpu'])} | {short(g['each'])} µs | {time(g['wall'])} | "
            f"{short(g['peak'] / 1024)} MB | {size(g['size'])} |" for g in growth["rows"]]
    return out + [""]


class Figures:
    """What the results say, by work and tool; None where it was not measured."""

    def __init__(self, results):
        self.lines = {(w["name"], line["tool"]): line for w in results["works"] for line in w["lines"]}
        self.growth = results["growth"]
        self.documents = next((w["count"] for w in results["works"] if w["name"] == "batch"), None)

    def get(self, work, tool, key):
        line = self.lines.get((work, tool))
        return line[key] if line else None

    def ratio(self, work, tool, key, base="quire"):
        a, b = self.get(work, tool, key), self.get(work, base, key)
        return a / b if a and b else None


def goals(results):
    f = Figures(results)
    cpu = f.get("batch", "quire", "cpu")
    batch = cpu * 1000 / f.documents if cpu else None
    rows = f.growth["rows"]
    linear = rows[-1]["cpu"] / rows[0]["cpu"] if rows and rows[-1]["count"] == 10 * rows[0]["count"] else None
    parent = max(0, f.growth["parent"][1]["peak"] - f.growth["parent"][0]["peak"]) / 1024 if f.growth["parent"] else None
    peak, octets, kb = f.get("table", "quire", "peak"), f.get("table", "quire", "size"), f.get("handout", "quire", "size")
    typst, one = f.ratio("batch", "typst", "cpu"), f.ratio("batch", "typst, python", "cpu")
    return [
        ("CPU of a handout in a batch", "at most 2 ms", batch, 2, "ms each", False),
        ("Typst, a process a document, to quire: CPU", "at least 20 times", typst, 20, "times", True),
        ("Typst, one process, to quire: CPU", "at least 5 times", one, 5, "times", True),
        ("a cold handout to Typst's: wall", "at most a quarter", f.ratio("handout", "quire", "wall", "typst"), 0.25, "of it", False),
        ("a handout's file", "at most 30 KB", kb / 1000 if kb else None, 30, "KB", False),
        ("the report to Typst's: wall", "at most a fifth", f.ratio("report", "quire", "wall", "typst"), 0.2, "of it", False),
        ("the table to Typst's: wall", "at most a tenth", f.ratio("table", "quire", "wall", "typst"), 0.1, "of it", False),
        ("the table's peak memory", "at most 300 MiB", peak / 1024 if peak else None, 300, "MiB", False),
        ("the table's file", "at most 10 MB", octets / 1e6 if octets else None, 10, "MB", False),
        ("CPU of ten times the rows", "at most 11 times", linear, 11, "times", False),
        ("growth of the parent from 100 to 10,000 documents", "at most 10 MB", parent, 10, "MB", False),
    ]


def goal_table(results):
    out = ["### Aims", "", "| Measure | Aim | Measured | Reached |", "|---|---|--:|---|"]
    for name, aim, value, bound, unit, least in goals(results):
        if value is None:
            out.append(f"| {name} | {aim} | not measured | |")
            continue
        reached = value >= bound if least else value <= bound
        out.append(f"| {name} | {aim} | {short(value)} {unit} | {'yes' if reached else '**no**'} |")
    return out + [""]


def markdown(results):
    versions = ", ".join(f"{'Typst as a library' if k == 'typst, python' else NAMES.get(k, k)} {v.split()[1]}"
                         for k, v in results["versions"].items())
    out = [f"Measured with {versions}, on {results['processor']}, {results['cores']} cores shared with other work.", ""]
    missing = [f"{name}" for name in results["missing"]]
    if missing:
        out += [f"Not measured, because it was not there: {', '.join(missing)}.", ""]
    out += goal_table(results)
    for work in results["works"]:
        out += table_of(work)
    return "\n".join(out + growth_tables(results["growth"]))


def stage_table(results):
    """Milliseconds of CPU, stage by stage, as `--timings` says."""
    works = [w for w in results["works"] if w.get("stages")]
    if not works:
        return "Not measured."
    out = ["| Stage | " + " | ".join(w["title"].split(":")[0] for w in works) + " |",
           "|---|" + "--:|" * len(works)]
    for name in works[0]["stages"]:
        if any(w["stages"].get(name, 0) >= 0.005 for w in works):
            out.append(f"| {name} | " + " | ".join(f"{short(w['stages'].get(name))} ms" for w in works) + " |")
    return "\n".join(out)


def cost_table(results):
    """For docs/scale.md: what a million handouts cost, by the largest batch that was measured."""
    if not results["growth"]["documents"]:
        return "Not measured."
    largest = results["growth"]["documents"][-1]
    octets = Figures(results).get("batch", "quire", "size")
    out = ["| What | One | A million |", "|---|--:|--:|",
           f"| CPU, with its share of reading the data | {short(largest['each'])} ms | "
           f"{short(largest['each'] / 3.6)} hours of one core |"]
    if octets:
        out.append(f"| bytes of the file | {short(octets / 1000)} KB | {short(octets / 1000)} GB |")
    return "\n".join(out)


def put(text, section, words):
    begin = BEGIN.format(section)
    if begin not in text:
        sys.exit(f"bench-doc: no page has `{begin}`")
    return re.sub(re.escape(begin) + ".*?" + re.escape(END), lambda _: f"{begin}\n{words}\n{END}", text, flags=re.S)


def plain(value):
    """The same as a number for quire's data."""
    return json.loads(short(value).replace(",", ""))


def drawn(results, name, title, unit, scale):
    work = next((w for w in results["works"] if w["name"] == name), None)
    rows = []
    for tool in DRAWN:
        line = next((x for x in work["lines"] if x["tool"] == tool), None) if work else None
        if line:
            label = "Typst, each alone" if (name, tool) == ("batch", "typst") else NAMES.get(tool, tool)
            rows.append({"name": label, "value": plain(line["cpu"] * scale)})
    return {"title": title, "unit": unit, "rows": rows} if rows else None


def chart_data(results):
    charts = [drawn(results, "handout", "One handout of two pages, cold", "Milliseconds of CPU", 1000),
              drawn(results, "report", "One report of 24 pages", "Milliseconds of CPU", 1000),
              drawn(results, "table", "A table of 50,000 rows", "Seconds of CPU", 1),
              drawn(results, "batch", "1,000 handouts", "Seconds of CPU", 1)]
    growth = results["growth"]
    for key, what, unit in (("documents", "handouts", "Milliseconds of CPU for each handout"),
                            ("rows", "rows", "Microseconds of CPU for each row")):
        rows = [{"name": f"{g['label']} {what}", "value": plain(g["each"])} for g in growth[key]]
        charts.append({"title": f"quire: more {what}", "unit": unit, "rows": rows} if rows else None)
    charts = [c for c in charts if c]
    if len(charts) % 2:
        charts.pop()
    return {"pairs": [{"left": a, "right": b} for a, b in zip(charts[::2], charts[1::2])]}


def draw(quire, build, results):
    (build / "chart.json").write_text(json.dumps(chart_data(results)))
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "performance.pdf"
        subprocess.run([str(quire), "render", str(HERE / "chart.yaml"), "-q", "-o", str(pdf)], check=True)
        facts = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
        if not re.search(r"^Pages:\s+1$", facts, re.M):
            sys.exit("the charts do not fit the one page of the picture: make the page of chart.yaml higher")
        subprocess.run(["pdftoppm", "-r", "96", "-png", "-singlefile", str(pdf), str(PICTURE.with_suffix(""))], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quire", type=Path, required=True)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "bench")
    options = parser.parse_args()
    path = options.build / "results.json"
    if not path.exists():
        sys.exit("bench-doc: there are no figures: run make bench first")
    results = json.loads(path.read_text())
    if results["quick"]:
        sys.exit("bench-doc: the figures are of a quick run, which measures nothing: run make bench")
    text = PAGE.read_text(encoding="utf-8")
    text = put(text, "figures", markdown(results))
    PAGE.write_text(put(text, "stages", stage_table(results)), encoding="utf-8")
    SCALE.write_text(put(SCALE.read_text(encoding="utf-8"), "costs", cost_table(results)), encoding="utf-8")
    draw(options.quire.resolve(), options.build, results)
    print(f"{PAGE.relative_to(ROOT)} and {PICTURE.relative_to(ROOT)} have the figures of {path.name}")


main()
