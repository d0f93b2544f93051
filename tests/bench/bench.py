#!/usr/bin/env python3
"""make bench: the same four works by quire, by its peers and by the least that could be done.

Each tool that is found does each work several times, tool by tool in turn, so that what disturbs the machine
disturbs them alike. What is kept is the median. Prints a table with ratios to quire and writes results.json.
"""

import argparse
import functools
import json
import os
import platform
import re
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import projects  # noqa: E402
from costs import Failed, Job, Meter  # noqa: E402
from tools import ORDER, Tools  # noqa: E402

WORKS = ["handout", "report", "table", "batch"]
SLOW = {"weasyprint"}  # three runs are enough of what takes seconds
SLOW_TABLE = 5000  # rows for tools that could not do 50,000 in a bearable time


def compile_helpers(build):
    for name, libraries in (("measure", []), ("floor", ["-lhpdf", "-lz", "-lm"])):
        source, target = HERE / f"{name}.c", build / name
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            subprocess.run([os.environ.get("CC", "cc"), "-O2", "-Wall", "-Wextra", "-o", str(target), str(source),
                            *libraries], check=True)


def progress(words):
    """One line that is written over, on a terminal only."""
    if sys.stderr.isatty():
        print("\r" + words.ljust(60) + ("" if words else "\r"), end="", file=sys.stderr, flush=True)


def measured(meter, jobs, folder, runs):
    """Runs all jobs in turn, `runs` times; a job that fails is left out, and said."""
    failed = {}
    for n in range(runs):
        for job in jobs:
            if job.tool in failed or (n >= 3 and job.tool in SLOW):
                continue
            progress(f"  {job.tool}, run {n + 1} of {runs}")
            try:
                meter.job(job, folder)
            except Failed as fault:
                failed[job.tool] = str(fault)
    progress("")
    for tool, words in failed.items():
        print(f"  {tool} failed: {words}", file=sys.stderr)
    return [job for job in jobs if job.tool not in failed]


def pages(path):
    done = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=False)
    found = re.search(rb"^Pages: +(\d+)", done.stdout, re.M)
    return int(found[1]) if found else None


def line_of(job, folder, scale=1):
    cost = job.median()
    sizes = [Path(folder, o).stat().st_size for o in job.outputs]
    return {
        "tool": job.tool, "cpu": cost.cpu * scale, "wall": cost.wall * scale, "peak": cost.peak,
        "size": statistics.mean(sizes) * scale if sizes else None,
        "pages": pages(Path(folder, job.outputs[0])) if job.outputs else None,
        "tagged": job.tagged, "note": job.note, "runs": len(job.costs),
        "estimated": scale != 1 or job.times != 1 or job.first is not None,
    }


def work(name, title, lines):
    base = next((line for line in lines if line["tool"] == "quire"), None)
    for line in lines:
        for key in ("cpu", "wall", "size"):
            line[key + "_ratio"] = line[key] / base[key] if base and line[key] else None
    lines.sort(key=lambda line: ORDER.index(line["tool"]))
    result = {"name": name, "title": title, "lines": lines}
    print_work(result)
    return result


def number(value, unit=""):
    if value is None:
        return "-"
    return (f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}") + unit


def print_work(result):
    print(f"\n{result['title']}")
    print(f"  {'':18} {'CPU s':>9} {'x':>7} {'wall s':>9} {'x':>7} {'peak MB':>8} {'KB':>8} {'pages':>6}")
    for line in result["lines"]:
        print(f"  {line['tool']:18} {line['cpu']:9.4f} {number(line['cpu_ratio']):>7} {line['wall']:9.4f} "
              f"{number(line['wall_ratio']):>7} {line['peak'] / 1024:8.1f} "
              f"{number(line['size'] / 1000 if line['size'] else None):>8} {line['pages'] or '-':>6}"
              f"{'  ~' if line['estimated'] else ''}{'  ' + line['note'] if line['note'] else ''}", flush=True)


def stages(tools, folder, layout):
    """CPU milliseconds of each stage, as quire itself tells: medians of five runs."""
    runs = {}
    for _ in range(5):
        done = subprocess.run([str(tools.quire), "render", layout, "-q", "--timings", "-o", "out/stages.pdf"],
                              cwd=folder, capture_output=True, text=True, check=True)
        for name, value in re.findall(r"^(\w+) +([\d.]+) ms", done.stderr, re.M):
            runs.setdefault(name, []).append(float(value))
    return {name: statistics.median(values) for name, values in runs.items()}


TITLES = {"handout": "A two-page handout, cold: one process", "report": "A report of 24 pages"}


def bench_one(tools, meter, options, name):
    folder = projects.make(options.build / "work" / name, districts=1 if name == "handout" else 0)
    data = "data/report.json"
    if name == "handout":
        data = str(next((folder / "data" / "one").glob("*.json")).relative_to(folder))
    runs = options.runs or (11 if name == "handout" else 7)
    jobs = measured(meter, tools.one(folder, name, data), folder, runs)
    result = work(name, TITLES[name], [line_of(job, folder) for job in jobs])
    return {**result, "stages": stages(tools, folder, f"layouts/{name}.yaml")}


def bench_table(tools, meter, options):
    """The whole table by those who can; a tenth by those who would take too long, times ten."""
    folder = projects.make(options.build / "work" / "table", rows=options.rows)
    short = projects.make(options.build / "work" / "table-short", rows=SLOW_TABLE)
    jobs = tools.one(folder, "table", "data/table.csv")
    slow = [job for job in jobs if job.tool == "weasyprint" and options.rows > SLOW_TABLE]
    quick = [job for job in jobs if job not in slow]
    quick = measured(meter, quick, folder, options.runs or 3)
    slow = measured(meter, slow, short, 1)
    lines = [line_of(job, folder) for job in quick]
    for job in slow:
        job.note = f"{SLOW_TABLE:,} rows measured, times {options.rows // SLOW_TABLE}; peak of {SLOW_TABLE:,} rows"
        lines.append(line_of(job, short, options.rows / SLOW_TABLE))
        lines[-1]["pages"] = None
    result = work("table", f"A table of {options.rows:,} rows and 6 columns", lines)
    return {**result, "stages": stages(tools, folder, "layouts/table.yaml")}


def bench_batch(tools, meter, options):
    folder = projects.make(options.build / "work" / "batch", districts=options.documents)
    jobs = measured(meter, tools.many(folder, options.documents, options.sample), folder, options.runs or 3)
    result = work("batch", f"{options.documents:,} handouts", [line_of(job, folder) for job in jobs])
    return {**result, "count": options.documents}


class Peak:
    """The peak of one process alone, without its workers: read from the system while it runs."""

    def __init__(self, command, folder):
        process = subprocess.Popen([str(c) for c in command], cwd=folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        self.kb = 0
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            try:
                found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
                self.kb = int(found[1]) if found else self.kb
            except (OSError, ProcessLookupError):
                pass
            try:
                process.wait(0.01)
            except subprocess.TimeoutExpired:
                pass
        self.status = process.returncode


def repeated(meter, command, folder, runs, clean=None):
    """The median of some runs of one command."""
    job = Job("quire", [command], [], clean=clean)
    for _ in range(runs):
        meter.job(job, folder)
    return job.median()


def grow_documents(tools, meter, options):
    """quire alone, 100 documents to 10,000; each run has the data of its own documents only."""
    out = []
    for count in options.growth_documents:
        folder = projects.make(options.build / "work" / f"grow-{count}", districts=count)
        command = [tools.quire, "batch", "layouts/batch.yaml", "-q", "-j", "1"]
        cost = repeated(meter, command, folder, 3 if count <= 1000 else 1, "out/handouts")
        out.append({"count": count, "label": f"{count:,}", "cpu": cost.cpu, "wall": cost.wall, "peak": cost.peak,
                    "each": cost.cpu / count * 1000})
        print(f"  {count:6,} documents: CPU {cost.cpu:8.3f} s, {cost.cpu / count * 1000:.2f} ms each, wall "
              f"{cost.wall:8.3f} s, peak {cost.peak / 1024:.0f} MB", flush=True)
    return out


def parent_memory(tools, options):
    """The parent's own peak with one set of data: a hundredth of its documents, and all."""
    count = max(options.growth_documents)
    folder = options.build / "work" / f"grow-{count}"
    out = []
    for share, options_of in ((count // 100, ["--shard", "1/100", "--out", "out/some"]), (count, ["--out", "out/all"])):
        peak = Peak([tools.quire, "batch", "layouts/batch.yaml", "-q", "-j", "2", *options_of], folder)
        out.append({"count": share, "peak": peak.kb, "status": peak.status})
        print(f"  parent with the data of {count:,} documents, {share:,} made: peak {peak.kb / 1024:.1f} MB, exit "
              f"{peak.status}", flush=True)
    return out


def grow_rows(tools, meter, options):
    out = []
    for count in options.growth_rows:
        folder = projects.make(options.build / "work" / f"rows-{count}", rows=count)
        command = [tools.quire, "render", "layouts/table.yaml", "-q", "-o", "out/table.pdf"]
        cost = repeated(meter, command, folder, 3)
        size = (folder / "out" / "table.pdf").stat().st_size
        out.append({"count": count, "label": f"{count:,}", "cpu": cost.cpu, "wall": cost.wall, "peak": cost.peak,
                    "size": size, "each": cost.cpu / count * 1e6})
        print(f"  {count:6,} rows: CPU {cost.cpu:8.3f} s, {cost.cpu / count * 1e6:.1f} us each, wall {cost.wall:8.3f} "
              f"s, peak {cost.peak / 1024:.0f} MB, {size / 1e6:.1f} MB of file", flush=True)
    return out


def growth(tools, meter, options):
    print("\nGrowth, quire alone")
    result = {"rows": grow_rows(tools, meter, options), "documents": [], "parent": []}
    if tools.has["batch"]:
        result["documents"] = grow_documents(tools, meter, options)
        result["parent"] = parent_memory(tools, options)
    return result


def processor():
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quire", type=Path, required=True)
    parser.add_argument("--build", type=Path, default=HERE.parents[1] / "build" / "bench")
    parser.add_argument("--quick", action="store_true", help="small counts, one run: is everything in order?")
    parser.add_argument("--runs", type=int, help="runs of each job; else 11, 7, 3 and 3")
    parser.add_argument("works", nargs="*", help=f"of {', '.join(WORKS)}, growth; else all")
    options = parser.parse_args()
    options.rows, options.documents, options.sample = 50000, 1000, 20
    options.growth_documents, options.growth_rows = [100, 1000, 10000], [5000, 10000, 20000, 50000]
    if options.quick:
        options.rows, options.documents, options.sample, options.runs = 2000, 50, 5, 1
        options.growth_documents, options.growth_rows = [100, 200], [1000, 2000]
    unknown = set(options.works) - {*WORKS, "growth"}
    if unknown:
        parser.error(f"no work is called {', '.join(sorted(unknown))}")
    options.works = options.works or [*WORKS, "growth"]
    options.build = options.build.resolve()
    return options


def start_results(tools, options, path):
    """What is known of the machine, and the figures of earlier runs, which stay until they are measured again."""
    old = json.loads(path.read_text()) if path.exists() else {}
    if old.get("quick") != options.quick:
        old = {}
    return {"versions": tools.versions, "missing": tools.missing, "processor": processor(), "cores": os.cpu_count(),
            "quick": options.quick, "works": old.get("works", []),
            "growth": old.get("growth", {"rows": [], "documents": [], "parent": []})}


def main():
    options = arguments()
    (options.build / "work").mkdir(parents=True, exist_ok=True)
    compile_helpers(options.build)
    tools, meter = Tools(options.quire, options.build), Meter(options.build)
    if not tools.has["quire"]:
        sys.exit("bench: no quire: run make first")
    for name, version in tools.versions.items():
        print(f"{name}: {version}")
    for name, remedy in tools.missing.items():
        print(f"{name}: not here, not measured ({remedy})")
    path = options.build / "results.json"
    results = start_results(tools, options, path)
    kinds = {"table": bench_table, "batch": bench_batch}
    for name in options.works:
        if name == "growth":
            results["growth"] = growth(tools, meter, options)
        else:
            bench = kinds.get(name) or functools.partial(bench_one, name=name)
            results["works"] = [w for w in results["works"] if w["name"] != name] + [bench(tools, meter, options=options)]
            results["works"].sort(key=lambda w: WORKS.index(w["name"]))
        # Kept after each work: the rest can be measured later.
        path.write_text(json.dumps(results, indent=1))
    print(f"\n~ worked out from a smaller run, as the line says\nwritten: {os.path.relpath(path)}")


main()
