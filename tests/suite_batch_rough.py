"""Batch runs in rough hands: files that would be lost, damaged records, signals, few descriptors."""

import json
import os
import random
import resource
import signal
import subprocess
import time

from harness import _settings, quire, test
from suite_batch import BATCH, by_file, leftovers, manifest, project, rows, run

HEAD = "quire: 1\nbatch:\n"
PLAIN = "quire: 1\ntitle: Plain\nlang: en-GB\ncontent: [Text]\n"
INDEXED = BATCH.replace("batch:\n", "index: ../out/index.pdf\nbatch:\n")


def files(folder):
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*")
            if f.is_file() and ".quire" not in f.parts}


def start(p, *options, env=None, **more):
    return subprocess.Popen([str(_settings["quire"]), "batch", "layouts/all.yaml", *options],
                            cwd=p.path, stderr=subprocess.PIPE, env={**os.environ, **(env or {})},
                            **more)


@test
def no_output_takes_the_place_of_a_file_that_the_batch_is_made_from():
    entry = "  - {{layout: {}, output: {}}}\n"
    cases = [
        (HEAD + entry.format("plain.yaml", "plain.yaml"), "layouts/plain.yaml"),
        (HEAD + entry.format("plain.yaml", "all.yaml"), "layouts/all.yaml"),
        (HEAD + entry.format("plain.yaml", "HANDOUT.yaml") + entry.format("handout.yaml", "a.pdf"),
         "layouts/handout.yaml"),
        (HEAD + entry.format("handout.yaml", "../data/districts.csv"), "data/districts.csv"),
        ("quire: 1\nindex: ../data/districts.csv\nbatch:\n" +
         entry.format("handout.yaml", "../data/a.pdf"), "data/districts.csv"),
    ]
    for text, lost in cases:
        with project(3, batch=text) as p:
            p.write("layouts/plain.yaml", PLAIN)
            before = files(p.path)
            result = run(p, expect=1)
            assert "error[output-is-input]" in result.err and f"`{lost}`" in result.err, result.err
            assert files(p.path) == before
    # The same where --out leads there.
    with project(3, batch=HEAD + entry.format("plain.yaml", "../out/plain.yaml")) as p:
        p.write("layouts/plain.yaml", PLAIN)
        assert "output-is-input" in run(p, "--out", "layouts", expect=1).err
        assert (p.path / "layouts/plain.yaml").read_text() == PLAIN


@test
def a_manifest_that_quire_did_not_write_stays():
    with project(2) as p:
        theirs = p.write("out/manifest.json", '{"name": "A web page"}\n')
        result = run(p, expect=1)
        assert "error[manifest-foreign]" in result.err and "out/manifest.json" in result.err
        assert theirs.read_text() == '{"name": "A web page"}\n' and len(files(p.path / "out")) == 1


@test
def names_of_a_plan_that_cannot_all_be_written_are_refused():
    entry = "  - {{layout: plain.yaml, output: {}}}\n"
    cases = [
        (HEAD + entry.format("../out/manifest.json"), "a batch writes its manifest there"),
        (f"quire: 1\nindex: ../out/manifest-1-of-2.json\nbatch:\n{entry.format('../out/a.pdf')}",
         "a batch writes its manifest there"),
        (HEAD + entry.format("../out/a.pdf") + entry.format("../out/A.pdf/b.pdf"),
         "both a file and the folder"),
        (f"quire: 1\nindex: ../out/a.pdf\nbatch:\n{entry.format('../out/a.pdf/b.pdf')}",
         "both a file and the folder"),
        (HEAD + entry.format("../out/"), "`output` names no file"),
        (HEAD + entry.format('""'), "`output` names no file"),
        (HEAD + entry.format("../out/.."), "`output` names no file"),
        (HEAD + "  - {layout: plain.yaml, editions: [screen, screen], output: "
         '"../out/{{ edition }}.pdf"}\n', "named twice"),
    ]
    for text, word in cases:
        with project(1, batch=text) as p:
            p.write("layouts/plain.yaml", PLAIN)
            result = run(p, expect=1)
            assert word in result.err and "layouts/all.yaml" in result.err, f"{word}\n{result.err}"
            assert not (p.path / "out").exists()
    with project(1, batch=HEAD + entry.format("../out/a")) as p:
        p.write("layouts/plain.yaml", PLAIN)
        assert "does not end in `.pdf`" in run(p).err
    with project(1, batch=HEAD + entry.format("../out/a.pdf").replace("output", "editions: [prnt], output")
                 ) as p:
        p.write("layouts/plain.yaml", PLAIN)
        assert "layouts/all.yaml:3:37" in run(p, expect=1).err


@test
def a_batch_without_documents_says_so():
    with project(0) as p:
        result = run(p, "--no-sync")
        assert "warning[no-rows]" in result.err and "0 written" in result.err, result.err
        assert manifest(p.path / "out")["documents"] == []
    with project(3) as p:
        assert "0 written" in run(p, "--shard", "900/1000").err
        result = p.quire("merge", "out")
        assert result.status == 1 and "979 more of shard-missing" in result.err, result.err


@test
def faulty_data_cost_no_earlier_document():
    for data, word in (("", "csv-empty"), ("name,count\n", "no-rows"), ("nom,count\nA,1\n", "error[")):
        with project(4) as p:
            run(p)
            before = files(p.path / "out")
            p.write("data/districts.csv", data)
            result = p.quire("batch", "layouts/all.yaml", "--changed", "--prune")
            assert word in result.err and "--prune removed nothing" in result.err, result.err
            after = files(p.path / "out")
            assert {k: v for k, v in after.items() if k.endswith(".pdf")} == \
                {k: v for k, v in before.items() if k.endswith(".pdf")}
            p.write("data/districts.csv", rows(3))
            run(p, "--changed", "--prune")
            assert sorted(by_file(p.path / "out")) == [f"district-00{i}.pdf" for i in range(3)]
            assert not (p.path / "out/district-003.pdf").exists()


@test
def a_damaged_state_hides_no_wrong_file_and_reaches_no_manifest():
    rng = random.Random(6)
    with project(3, batch=INDEXED) as p:
        run(p)
        good = files(p.path / "out")
        for name in ("state.json", "journal.jsonl"):
            at = p.path / "out/.quire" / name
            whole = (p.path / "out/.quire/state.json").read_bytes()
            for i in range(60):
                damaged = bytearray(whole)
                if i % 2:
                    damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
                else:
                    del damaged[rng.randrange(len(damaged)):]
                at.write_bytes(damaged)
                if i % 3 == 0:
                    (p.path / f"out/district-00{rng.randrange(3)}.pdf").write_bytes(b"%PDF-1.7")
                assert run(p, "--changed", "--no-sync", "-q").err == ""
                assert files(p.path / "out") == good, bytes(damaged)


@test
def a_state_cannot_lead_out_of_its_folder():
    with project(2) as p:
        run(p)
        victim = p.write("precious.pdf", "precious")
        state = p.path / "out/.quire/state.json"
        state.write_text(state.read_text().replace('{"file":"district-000.pdf"',
                                                   '{"file":"../precious.pdf"', 1))
        run(p, "--prune")
        assert victim.read_text() == "precious"


@test
def a_damaged_manifest_of_a_shard_is_not_merged():
    with project(5, batch=INDEXED) as p:
        for k in (1, 2):
            run(p, "--shard", f"{k}/2", "--no-sync", "-q")
        assert p.quire("merge", "out").status == 0
        at, other = p.path / "out/manifest-1-of-2.json", p.path / "out/manifest-2-of-2.json"
        whole, merged = at.read_bytes(), (p.path / "out/manifest.json").read_bytes()
        damaged = [whole[:n] for n in range(0, len(whole) - 1, 97)]
        damaged += [whole[:-3], other.read_bytes(), b"{}\n",
                    whole.replace(b'"index":"index.pdf"', b'"index":"../evil.pdf"'),
                    whole.replace(b'"file":"district-000.pdf"', b'"file":"../evil.pdf"')]
        for text in damaged:
            at.write_bytes(text)
            result = p.quire("merge", "out")
            assert result.status == 1 and "shard 1 of 2 has a manifest that is damaged" in result.err
            assert (p.path / "out/manifest.json").read_bytes() == merged
            assert not (p.path / "evil.pdf").exists()
        at.write_bytes(whole[:-3])
        assert p.quire("diff", "out/manifest.json", "out/manifest-1-of-2.json").status == 1


@test
def a_run_with_more_workers_than_descriptors_ends():
    def few(n):
        return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (n, n))
    with project(30) as p:
        running = start(p, "-j", "64", "--no-sync", preexec_fn=few(24))
        _, err = running.communicate(timeout=60)
        assert running.returncode == 0 and b"30 written" in err, err
        running = start(p, "-j", "64", "--no-sync", preexec_fn=few(8))
        _, err = running.communicate(timeout=60)
        assert running.returncode == 3 and b"Too many open files" in err, err


@test
def a_signal_ends_a_run_in_every_phase():
    rng = random.Random(9)
    with project(60, batch=INDEXED) as p:
        began = time.monotonic()
        run(p, "--no-sync", "-q")
        whole, good = time.monotonic() - began, files(p.path / "out")
        for i in range(16):
            number = (signal.SIGINT, signal.SIGTERM)[i % 2]
            for f in (p.path / "out").glob("*.pdf"):
                f.unlink()
            running = start(p, "--no-sync", "-q", start_new_session=True)
            time.sleep(0.01 + rng.random() * whole)
            sent = time.monotonic()
            os.killpg(running.pid, number)
            if i % 4 == 3:
                os.killpg(running.pid, number)
            _, err = running.communicate(timeout=20)
            assert running.returncode in (0, 128 + number, -number), (running.returncode, err)
            assert b"failed" not in err and b"error" not in err, err
            assert time.monotonic() - sent < 3
            run(p, "--changed", "--no-sync", "-q")
            assert {k: v for k, v in files(p.path / "out").items() if ".quire-tmp" not in k} == good


@test
def who_waits_for_another_run_can_be_interrupted():
    with project(3) as p:
        first = start(p, env={"QUIRE_TEST_HANG": "1"})
        lock = p.path / "out/.quire/lock"
        while not lock.exists() or not lock.read_text():
            time.sleep(0.01)
        waiting = start(p, "--wait", "--out", "layouts/../out")
        time.sleep(0.3)
        assert waiting.poll() is None
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(timeout=5) == 130
        first.terminate()
        first.communicate(timeout=10)
        assert first.returncode == 143


@test
def a_failure_of_writing_is_told_and_costs_no_earlier_file():
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    with project(3) as p:
        run(p)
        before = files(p.path / "out")
        running = start(p, preexec_fn=small)
        _, err = running.communicate(timeout=60)
        assert running.returncode == 3 and b"File too large" in err, err
        after = files(p.path / "out")
        assert {k: v for k, v in after.items() if k.endswith(".pdf")} == \
            {k: v for k, v in before.items() if k.endswith(".pdf")}
        assert not leftovers(p.path)


@test
def the_surroundings_change_no_byte():
    with project(3) as p:
        run(p, "--out", "a")
        result = quire("batch", p.path / "layouts/all.yaml", "--out", p.path / "b", cwd="/", env={
            "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"})
        assert result.status == 0, result.err
        assert files(p.path / "a") == files(p.path / "b")


@test
def too_little_memory_for_any_document_is_told_of_each():
    if "/san/" in str(_settings["quire"]):
        return  # the sanitizer's own memory knows no bound
    with project(5) as p:
        result = run(p, "--max-memory", "1M", expect=1)
        assert result.err.count("needs more memory than 1 MiB") == 5, result.err
        causes = [d.get("cause", "") for d in json.loads(
            (p.path / "out/manifest.json").read_text())["documents"]]
        assert all("more memory" in c for c in causes), causes
        assert run(p, "--max-memory", "800", expect=2).err.startswith("quire: --max-memory")


@test
def what_several_layouts_warn_of_is_said_once():
    with project(3, batch=BATCH.replace("each: district,", "each: district, editions: [screen, open],")
                 .replace("/{{ dis", "/{{ edition }}/{{ dis")) as p:
        p.write("layouts/handout.yaml", (p.path / "layouts/handout.yaml").read_text() + """checks:
  - {that: 1 == 2, message: One is not two, severity: warning, because: it never was}
""")
        result = run(p)
        assert "6 written" in result.err and result.err.count("warning[") == 1, result.err


@test
def an_option_before_the_command_is_named():
    result = quire("-q", "batch", "x.yaml")
    assert result.status == 2 and "quire COMMAND -q" in result.err, result.err
    result = quire("trace", "no.yaml", "1")
    assert result.status == 1 and "nothing was written" not in result.err, result.err
    assert "relative to the folder that you are in" in result.err, result.err
