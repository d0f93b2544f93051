"""Batch runs: what is written, what is not and why, and that neither workers nor shards change a byte."""

import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from harness import Project, _settings, quire, test, tool

LAYOUT = """quire: 1
title: "{{ district.name }}"
lang: en-GB
date: 2023-09-30
data:
  districts: {file: ../data/districts.csv, key: name, types: {count: integer}}
  county: {value: {name: Countyshire}}
params: {district: {from: districts}}
masters:
  default: {footer: {inside: "{{ county.name }}", outside: "Page {{ page }} of {{ pages }}"}}
editions:
  open: {based-on: screen, disclosure: none, marking: Not for publication}
content:
  - h1: "{{ district.name }}"
  - "{{ district.count }} people were seen. [Its page](https://example.org/{{ district.name | slug }})."
  - chart:
      type: bar
      caption: Seen
      subtitle: People, 2023
      data: "[district]"
      category: name
      series: [{field: count, label: Seen}]
"""
BATCH = """quire: 1
batch:
  - {layout: handout.yaml, each: district, output: "../out/{{ district.name | slug }}.pdf"}
"""


def rows(n, start=0):
    return "name,count\n" + "".join(f"District {i:03d},{20 + i * 7 % 90}\n"
                                    for i in range(start, start + n))


def project(n=12, batch=BATCH, layout=LAYOUT):
    return Project({"layouts/handout.yaml": layout, "layouts/all.yaml": batch,
                    "data/districts.csv": rows(n)})


def sums(folder):
    """Every document and public file by its SHA-256."""
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(Path(folder).rglob("*"))
            if p.is_file() and ".quire" not in p.parts and "-of-" not in p.name}


def manifest(folder, name="manifest.json"):
    return json.loads((Path(folder) / name).read_text())


def by_file(folder):
    return {d["file"]: d for d in manifest(folder)["documents"]}


def run(p, *options, expect=0):
    result = p.quire("batch", "layouts/all.yaml", *options)
    assert result.status == expect, f"exit {result.status}\n{result.err}"
    return result


def leftovers(folder):
    return [str(f) for f in Path(folder).rglob("*.quire-tmp")]


@test
def a_batch_has_the_same_bytes_with_any_number_of_workers_and_shards():
    with project(40) as p:
        for j in (1, 2, 8):
            run(p, "-j", j, "--out", f"j{j}")
        expected = sums(p.path / "j1")
        assert len(expected) == 41, expected
        assert sums(p.path / "j2") == expected and sums(p.path / "j8") == expected
        alone = p.quire("render", "layouts/handout.yaml", "--set", "district=District 007", "-o",
                        "alone.pdf")
        assert alone.status == 0, alone.err
        assert (p.path / "alone.pdf").read_bytes() == (p.path / "j1/district-007.pdf").read_bytes()
        run(p, "--shard", "1/1", "--out", "s1")
        assert p.quire("merge", "s1").status == 0
        for k in range(1, 8):
            run(p, "--shard", f"{k}/7", "--out", "s7")
        assert p.quire("merge", "s7").status == 0
        assert sums(p.path / "s1") == expected and sums(p.path / "s7") == expected


@test
def a_manifest_tells_what_was_made_and_holds_no_time():
    with project(3) as p:
        run(p)
        document = by_file(p.path / "out")["district-001.pdf"]
        pdf = (p.path / "out/district-001.pdf").read_bytes()
        assert document == {
            "file": "district-001.pdf", "layout": "layouts/handout.yaml", "edition": "screen",
            "params": {"district": "District 001"}, "status": "written", "pages": 1,
            "bytes": len(pdf), "sha256": hashlib.sha256(pdf).hexdigest(), "title": "District 001",
            "standards": ["pdf/ua-1", "pdf/a-2a"], "checks": {"passed": [], "waived": []},
            "figures": [
                {"what": "districts: District 001, count", "shown": "27", "page": 1},
                {"what": "districts: District 001, count", "shown": "27", "in": "Figure 1",
                 "page": 1}],
            "warnings": []}, document
        first = (p.path / "out/manifest.json").read_bytes()
        run(p)
        assert (p.path / "out/manifest.json").read_bytes() == first


@test
def changed_makes_only_what_its_data_changed():
    with project(6) as p:
        run(p)
        assert "0 written, 6 unchanged" in run(p, "--changed").err
        data = p.path / "data/districts.csv"
        data.write_text(data.read_text().replace("District 002,34", "District 002,35"))
        assert "1 written, 5 unchanged" in run(p, "--changed").err
        # What stands in every document changes every document.
        p.write("layouts/handout.yaml", LAYOUT.replace("Countyshire", "Otherby"))
        assert "6 written, 0 unchanged" in run(p, "--changed").err
        p.write("layouts/handout.yaml", LAYOUT.replace("People, 2023", "People, 2024"))
        assert "6 written, 0 unchanged" in run(p, "--changed").err
        # A file that somebody changed or took away is made again.
        (p.path / "out/district-003.pdf").unlink()
        (p.path / "out/district-004.pdf").write_bytes(b"%PDF-1.7 something else")
        assert "2 written, 4 unchanged" in run(p, "--changed").err
        # A damaged state is as good as none.
        state = p.path / "out/.quire/state.json"
        state.write_bytes(state.read_bytes()[:700])
        result = run(p, "--changed")
        assert "unchanged" in result.err and not leftovers(p.path)
        assert len(by_file(p.path / "out")) == 6


@test
def what_is_made_no_more_is_listed_and_pruned_when_asked():
    with project(4) as p:
        run(p)
        (p.path / "out/notes.txt").write_text("mine")
        p.write("data/districts.csv", rows(3))
        result = run(p, "--changed")
        assert "district-003.pdf" in result.err and "--prune" in result.err, result.err
        assert (p.path / "out/district-003.pdf").exists()
        run(p, "--changed", "--prune")
        assert not (p.path / "out/district-003.pdf").exists()
        assert (p.path / "out/notes.txt").exists()


@test
def a_document_that_crashes_hangs_or_eats_memory_costs_itself_alone():
    with project(30) as p:
        for name, options, expect, word in (
                ("QUIRE_TEST_CRASH", (), 3, "SIGABRT"),
                ("QUIRE_TEST_HANG", ("--max-time", "1"), 1, "longer than 1 second "),
                ("QUIRE_TEST_GROW", ("--max-memory", "200M"), 1, "more memory")):
            if name == "QUIRE_TEST_GROW" and "/san/" in str(_settings["quire"]):
                continue  # the sanitizer's own memory knows no bound
            result = quire("batch", "layouts/all.yaml", *options, cwd=p.path, env={name: "5"})
            assert result.status == expect, f"{name}: exit {result.status}\n{result.err}"
            assert word in result.err, result.err
            documents = by_file(p.path / "out")
            bad = [d for d in documents.values() if d["status"] != "written"]
            assert len(documents) == 30 and len(bad) == 1 and word in bad[0]["cause"], bad
            assert bad[0]["file"] == "district-004.pdf"


@test
def an_interrupted_batch_says_what_is_missing_and_is_completed_later():
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with project(30) as p:
            running = subprocess.Popen(
                [str(_settings["quire"]), "batch", "layouts/all.yaml", "-j", "1"], cwd=p.path,
                stderr=subprocess.PIPE, env={**os.environ, "QUIRE_TEST_HANG": "9"})
            while not (p.path / "out").exists() or len(list((p.path / "out").glob("*.pdf"))) < 8:
                time.sleep(0.01)
            began = time.monotonic()
            running.send_signal(number)
            running.communicate(timeout=10)
            assert running.returncode == status, running.returncode
            assert time.monotonic() - began < 2.5
            documents = by_file(p.path / "out")
            missing = [d for d in documents.values() if d["status"] == "missing"]
            assert len(documents) == 30 and len(missing) == 22, len(missing)
            assert not leftovers(p.path)
            assert "22 written, 8 unchanged" in run(p, "--changed").err


@test
def a_second_run_in_the_same_folder_is_turned_away_or_waits():
    with project(30) as p:
        first = subprocess.Popen([str(_settings["quire"]), "batch", "layouts/all.yaml"],
                                 cwd=p.path, stderr=subprocess.DEVNULL,
                                 env={**os.environ, "QUIRE_TEST_HANG": "1"})
        while not (p.path / "out/.quire/lock").exists() or \
                not (p.path / "out/.quire/lock").read_text():
            time.sleep(0.01)
        second = p.quire("batch", "layouts/all.yaml")
        assert second.status == 3 and str(first.pid) in second.err, second.err
        waiting = subprocess.Popen([str(_settings["quire"]), "batch", "layouts/all.yaml", "--wait"],
                                   cwd=p.path, stderr=subprocess.DEVNULL)
        time.sleep(0.1)
        assert waiting.poll() is None
        first.send_signal(signal.SIGTERM)
        first.wait(timeout=10)
        assert waiting.wait(timeout=20) == 0


@test
def mistakes_of_a_batch_file_are_told_at_their_place():
    entry = '  - {{layout: handout.yaml, {}}}\n'
    cases = [
        ("quire: 1\nbatsh: []\n", "did you mean `batch`?"),
        ("quire: 1\nbatch: []\n", "has no document"),
        ("quire: 1\nbatch:\n" + entry.format("otput: ../out/a.pdf"), "did you mean `output`?"),
        ("quire: 1\nbatch:\n  - {layout: handuot.yaml, output: ../out/a.pdf}\n",
         "did you mean `handout.yaml`?"),
        ("quire: 1\nbatch:\n" + entry.format("each: distrikt, output: ../out/a.pdf"),
         "did you mean `district`?"),
        ("quire: 1\nbatch:\n" + entry.format("each: district, output: ../out/a.pdf"),
         "name them after a field in which all rows differ"),
        ("quire: 1\nbatch:\n" + entry.format("editions: [screen, open], output: ../out/a.pdf"),
         "put `{{ edition }}` into the name"),
        ("quire: 1\nbatch:\n" + entry.format("output: ../../a.pdf"), "outside the project"),
        ("quire: 1\nbatch:\n" + entry.format("output: ../out/.a.pdf"), "starts with a dot"),
        (LAYOUT, "this is a layout, not a batch"),
    ]
    for text, word in cases:
        with project(3, batch=text) as p:
            result = run(p, expect=1)
            assert word in result.err, f"{word!r} is not in\n{result.err}"
            assert "layouts/all.yaml" in result.err and not (p.path / "out").exists()


@test
def names_that_a_file_system_takes_for_one_are_refused():
    batch = BATCH.replace("{{ district.name | slug }}", "{{ district.name }}")
    for first, second in (("Rugby", "RUGBY"), ("Caf\u00e9", "Cafe\u0301"), ("Stra\u00dfe", "STRASSE")):
        with project(1, batch=batch) as p:
            p.write("data/districts.csv", f"name,count\n{first},30\n{second},40\n")
            assert "differs from another output only in case or accents" in run(p, expect=1).err


@test
def a_value_cannot_lead_out_of_the_output_folder():
    batch = BATCH.replace("{{ district.name | slug }}", "{{ district.name }}")
    with project(1, batch=batch) as p:
        p.write("data/districts.csv", 'name,count\nRugby,30\n../../evil,40\nA/B,50\n"a\\b",60\n')
        result = run(p, expect=1)
        assert result.err.count("holds a separator") == 3, result.err
        assert "1 written, 0 unchanged, 3 refused" in result.err, result.err
        assert sorted(f.name for f in p.path.glob("out/*.pdf")) == ["Rugby.pdf"]
        assert not list(p.path.parent.glob("evil*"))


@test
def a_link_in_the_output_folder_leads_nowhere():
    with project(2) as p:
        victim = p.write("victim.txt", "precious")
        (p.path / "out").mkdir()
        (p.path / "out/district-000.pdf").symlink_to(victim)
        run(p)
        assert victim.read_text() == "precious"
        assert not (p.path / "out/district-000.pdf").is_symlink()
        batch = BATCH.replace("../out/", "../out/sub/").replace(
            "batch:\n", "index: ../out/index.pdf\nbatch:\n")
        p.write("layouts/all.yaml", batch)
        (p.path / "elsewhere").mkdir()
        (p.path / "out/sub").symlink_to(p.path / "elsewhere")
        result = run(p, expect=3)
        assert "cannot write" in result.err and not list((p.path / "elsewhere").iterdir())


@test
def an_edition_that_shows_everything_has_a_manifest_of_its_own():
    batch = """quire: 1
index: ../out/index.pdf
batch:
  - {layout: handout.yaml, each: district, editions: [screen, open], output: "../out/{{ edition }}/{{ district.name | slug }}.pdf"}
"""
    with project(2, batch=batch) as p:
        run(p)
        assert sorted(by_file(p.path / "out")) == ["screen/district-000.pdf", "screen/district-001.pdf"]
        restricted = manifest(p.path / "out", "manifest-restricted.json")
        assert [d["file"] for d in restricted["documents"]] == [
            "open/district-000.pdf", "open/district-001.pdf"]
        words = tool("pdftotext", p.path / "out/index.pdf", "-")
        assert "District 001" in words and "open/" not in words, words
        links = tool("pdfinfo", "-url", p.path / "out/index.pdf")
        assert "./screen/district-001.pdf" in links, links
        tool("qpdf", "--check", p.path / "out/index.pdf")


@test
def merge_names_the_shard_and_the_documents_that_are_missing():
    with project(9) as p:
        assert p.quire("merge", "layouts").status == 1
        run(p, "--shard", "1/3")
        result = p.quire("merge", "out")
        assert result.status == 1 and "shard 2 of 3 has no manifest" in result.err, result.err
        assert run(p, "--shard", "1/4", expect=2).err.count("made in 3 shards")
        run(p, "--shard", "2/3")
        hanging = subprocess.Popen([str(_settings["quire"]), "batch", "layouts/all.yaml", "--shard",
                                    "3/3"], cwd=p.path, stderr=subprocess.DEVNULL,
                                   env={**os.environ, "QUIRE_TEST_HANG": "6"})
        while not (p.path / "out/manifest-3-of-3.json").exists():
            time.sleep(0.01)
        hanging.kill()
        hanging.wait()
        result = p.quire("merge", "out")
        assert result.status == 3 and "missing: district-005.pdf" in result.err, result.err
        run(p, "--shard", "3/3", "--changed")
        assert p.quire("merge", "out").status == 0
        assert len(by_file(p.path / "out")) == 9


@test
def a_scheduler_task_finds_its_shard_and_a_repeated_one_is_the_same():
    def slurm(p, index, least, most, count, expect=0, step=1):
        result = quire("batch", "layouts/all.yaml", "--shard", "slurm", cwd=p.path, env={
            "SLURM_ARRAY_TASK_ID": str(index), "SLURM_ARRAY_TASK_MIN": str(least),
            "SLURM_ARRAY_TASK_MAX": str(most), "SLURM_ARRAY_TASK_COUNT": str(count),
            "SLURM_ARRAY_TASK_STEP": str(step)})
        assert result.status == expect, f"exit {result.status}\n{result.err}"
        return result
    with project(8) as p:
        assert "number of shards is not known" in slurm(p, 2, 2, 2, 1, expect=2).err
        slurm(p, 1, 1, 4, 4)
        assert (p.path / "out/manifest-1-of-4.json").exists()
        slurm(p, 3, 3, 3, 1)  # sbatch --array=3: one task repeated
        assert (p.path / "out/manifest-3-of-4.json").exists()
        slurm(p, 5, 5, 5, 1, expect=2)
        assert "SLURM_ARRAY_TASK_ID is not set" in run(p, "--shard", "slurm", expect=2).err
    with project(8) as p:
        for index in (0, 2, 4, 6):
            slurm(p, index, 0, 6, 4, step=2)
        assert p.quire("merge", "out").status == 0
    with project(8) as p:
        for index in range(2):
            result = quire("batch", "layouts/all.yaml", "--shard", "k8s/2", cwd=p.path,
                           env={"JOB_COMPLETION_INDEX": str(index)})
            assert result.status == 0, result.err
        assert p.quire("merge", "out").status == 0


@test
def wrong_options_of_a_batch_are_usage():
    with project(1) as p:
        for options in (["-j", "0"], ["-j", "x"], ["--shard", "3/2"], ["--shard", "slrum"],
                        ["--max-time", "soon"], ["--max-memory", "1X"]):
            assert run(p, *options, expect=2).err.startswith("quire: ")
        run(p, "-j2", "--max-memory=2G", "--max-time=5", "--no-sync", "-q")


@test
def a_layout_that_is_wrong_refuses_its_own_documents_alone():
    batch = BATCH + '  - {layout: broken.yaml, output: ../out/broken.pdf}\n'
    with project(2, batch=batch) as p:
        p.write("layouts/broken.yaml", "quire: 1\ntitle: x\nlang: en-GB\ncontent: [{h7: x}]\n")
        result = run(p, expect=1)
        assert "did you mean `h1`?" in result.err
        documents = by_file(p.path / "out")
        assert documents["broken.pdf"]["status"] == "refused"
        assert documents["broken.pdf"]["why"][0]["code"] == "unknown-block"
        assert documents["district-001.pdf"]["status"] == "written"


PROTECTED = """quire: 1
title: "{{ district.name }}"
lang: en-GB
date: 2023-09-30
data:
  districts: {file: ../data/districts.csv, key: name, types: {count: people}}
params: {district: {from: districts}}
disclosure: {profile: %s, sets: {districts: {counts: [count], by: name, totals: [column]}}}
content:
  - h1: "{{ district.name }}"
  - "{{ district.count }} people, {{ totals(districts).count }} in all."
"""


@test
def two_layouts_that_protect_one_source_differently_are_refused_together():
    batch = BATCH + """  - {layout: other.yaml, output: ../out/other.pdf}
  - {layout: plain.yaml, output: ../out/plain.pdf}
"""
    with project(9, batch=batch, layout=PROTECTED % "dfe") as p:
        p.write("layouts/other.yaml", PROTECTED % "srs10")
        p.write("layouts/plain.yaml", "quire: 1\ntitle: Plain\nlang: en-GB\ncontent: [Text]\n")
        result = run(p, expect=1)
        assert "layouts/handout.yaml" in result.err and "layouts/other.yaml" in result.err
        assert [f.name for f in (p.path / "out").glob("*.pdf")] == ["plain.pdf"]
        p.write("layouts/other.yaml", PROTECTED % "dfe")
        run(p)


@test
def a_count_is_hidden_alike_alone_and_in_a_batch_and_stands_in_no_file_around():
    with project(3, layout=PROTECTED % "dfe", batch=BATCH.replace(
            "quire: 1\n", "quire: 1\nindex: ../out/index.pdf\n")) as p:
        p.write("data/districts.csv", "name,count\nAsh,4\nBeech,73111\nElm,82223\nOak,91337\n")
        run(p)
        for name in ("ash", "beech", "elm", "oak"):
            alone = p.quire("render", "layouts/handout.yaml", "--set",
                            f"district={name.title()}", "-o", "alone.pdf")
            assert alone.status == 0, alone.err
            assert (p.path / "alone.pdf").read_bytes() == (p.path / f"out/{name}.pdf").read_bytes()
        text = (p.path / "out/manifest.json").read_text()
        shown = {f["what"]: f["shown"] for d in manifest(p.path / "out")["documents"]
                 for f in d["figures"]}
        hidden = [what for what, mark in shown.items() if mark == "[c]"]
        assert "districts: Ash, count" in hidden and len(hidden) == 2, shown
        other = next(w for w in hidden if "Ash" not in w)
        count = {"Beech": "73111", "Elm": "82223", "Oak": "91337"}[other.split(": ")[1].split(",")[0]]
        for place in (text, (p.path / "out/.quire/state.json").read_text(),
                      tool("pdftotext", p.path / "out/index.pdf", "-")):
            assert count not in place


@test
def a_cell_that_is_wrong_refuses_the_documents_that_use_it_alone():
    with project(6) as p:
        data = p.path / "data/districts.csv"
        data.write_text(data.read_text().replace("District 002,34", "District 002,many"))
        result = run(p, expect=1)
        assert "data/districts.csv:4:14" in result.err and "5 written" in result.err, result.err
        documents = by_file(p.path / "out")
        assert documents["district-002.pdf"]["status"] == "refused"
        why = documents["district-002.pdf"]["why"][0]
        assert why["at"] == "data/districts.csv:4:14" and "many" not in json.dumps(why), why


@test
def set_and_data_go_to_the_layouts_that_know_them():
    batch = BATCH + "  - {layout: plain.yaml, output: ../out/plain.pdf}\n"
    with project(2, batch=batch) as p:
        p.write("layouts/plain.yaml", "quire: 1\ntitle: Plain\nlang: en-GB\ncontent: [Text]\n")
        run(p, "--set", "county.name=Elsewhere")
        assert "Elsewhere" in tool("pdftotext", p.path / "out/district-000.pdf", "-")
        result = run(p, "--set", "cuonty.name=Elsewhere", expect=1)
        assert "no layout of this batch has that name" in result.err
        assert "for each row" in run(p, "--set", "district=District 001", expect=1).err
        p.write("data/other.csv", rows(3, 40))
        run(p, "--data", "districts=data/other.csv", "--prune")
        assert (p.path / "out/district-042.pdf").exists()
