"""What a batch must survive. Each function is one trial, in a temporary project, at any size; it raises
AssertionError. suite_batch_faults.py runs them small, endurance.py at full size."""

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import sheets  # noqa: E402
from sheets import BATCH_FILE, OUT  # noqa: E402

LIMIT = 900  # seconds that one run may take before the trial is given up


class Trial:
    """A project in a temporary folder, and the program to be tried on it."""

    def __init__(self, quire, folder):
        self.program, self.folder, self.out = str(quire), Path(folder), Path(folder) / OUT

    def arguments(self, *options):
        return [self.program, "batch", BATCH_FILE, "-q", *map(str, options)]

    def environment(self, **switches):
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{k: str(v) for k, v in switches.items()}}

    def run(self, *options, **switches):
        return subprocess.run(self.arguments(*options), cwd=self.folder, env=self.environment(**switches),
                              capture_output=True, text=True, timeout=LIMIT, check=False)

    def start(self, *options, **switches):
        """A process group of its own, so that all of it can be killed and seen."""
        return subprocess.Popen(self.arguments(*options), cwd=self.folder, env=self.environment(**switches),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)

    def files(self):
        return {p.name: p.read_bytes() for p in sorted(self.out.glob("*.pdf"))}

    def manifest(self):
        return json.loads((self.out / "manifest.json").read_text(encoding="utf-8"))

    def documents(self):
        return {d["file"]: d for d in self.manifest()["documents"]}

    def leftovers(self):
        return sorted(str(p.relative_to(self.out)) for p in self.out.rglob("*.quire-tmp"))


@contextmanager
def trial(quire, count, bad=(), folder=None):
    with tempfile.TemporaryDirectory(dir=folder) as name:
        t = Trial(quire, name)
        t.wrong = sheets.make(name, count, bad)
        yield t


def expect(result, status, what):
    assert result.returncode == status, \
        f"{what}: exit {result.returncode}, not {status}\n{result.stdout[-500:]}{result.stderr[-3000:]}"


def whole(data):
    """Is it a PDF from its first line to its last, with its reference table where it says?"""
    end = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data[-64:])
    if not data.startswith(b"%PDF-1.") or not end:
        return False
    at = data[int(end[1]):int(end[1]) + 40]
    return at.startswith(b"xref") or re.match(rb"\d+ 0 obj", at) is not None


def check_files(t, documents):
    """Every file written stands there, whole, with the hash that the manifest gives; and no other."""
    written = {f: d for f, d in documents.items() if d["status"] == "written"}
    found = t.files()
    assert set(found) == set(written), f"files and manifest differ: {sorted(set(found) ^ set(written))[:10]}"
    for name, data in found.items():
        assert whole(data), f"{name} is not whole"
        assert len(data) == written[name]["bytes"], f"{name}: {len(data)} bytes, not {written[name]['bytes']}"
        assert hashlib.sha256(data).hexdigest() == written[name]["sha256"], f"{name} is not what the manifest says"
        assert written[name]["pages"] == 2, f"{name} has {written[name]['pages']} pages"


def check_with_qpdf(t, names, sample):
    names = sorted(names)
    for name in random.Random(1).sample(names, min(sample, len(names))):
        done = subprocess.run(["qpdf", "--check", str(t.out / name)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"


def bad_rows_a_crash_and_a_hang(quire, count, bad_share=100, max_time=5, sample=50):
    """1 % of the rows wrong, one document crashes and one hangs: all others are written."""
    rng = random.Random(count)
    bad = set(rng.sample(range(count), count // bad_share))
    crash, hang = sorted(rng.sample(sorted(set(range(count)) - bad), 2))
    with trial(quire, count, bad) as t:
        slugs = [row["slug"] for row in sheets.rows(count)]
        switches = {"QUIRE_TEST_CRASH": crash + 1, "QUIRE_TEST_HANG": hang + 1}
        first = t.run("--max-time", max_time, **switches)
        expect(first, 3, "with a crash")
        documents = t.documents()
        assert len(documents) == count, f"{len(documents)} documents in the manifest, not {count}"
        written = [d for d in documents.values() if d["status"] == "written"]
        assert len(written) == count - len(bad) - 2, f"{len(written)} written"
        check_files(t, documents)
        check_with_qpdf(t, [d["file"] for d in written], sample)
        for slug, (line, column) in t.wrong.items():
            d = documents[f"{slug}.pdf"]
            places = " ".join(w.get("at", "") for w in d["why"])
            assert d["status"] == "refused" and f"districts.csv:{line}:" in places, f"{d}: not line {line}"
            told = first.stderr.replace("\n", " ")
            assert f"districts.csv:{line}:" in told, f"line {line} ({sheets.WRONG[column]}) is not told"
        dead, slow = documents[f"{slugs[crash]}.pdf"], documents[f"{slugs[hang]}.pdf"]
        assert dead["status"] == "failed" and "SIG" in dead.get("cause", ""), dead
        assert slow["status"] == "refused" and slow.get("cause"), slow
        assert not t.leftovers(), t.leftovers()
        before = {p.name: p.stat().st_mtime_ns for p in t.out.glob("*.pdf")}
        # What is missing, and nothing else.
        second = t.run("--changed")
        expect(second, 1, "without a crash, rows still wrong")
        after = {p.name: p.stat().st_mtime_ns for p in t.out.glob("*.pdf")}
        new = set(after) - set(before)
        assert new == {f"{slugs[crash]}.pdf", f"{slugs[hang]}.pdf"}, new
        touched = [n for n in before if before[n] != after[n]]
        assert not touched, f"{len(touched)} files were made again, such as {touched[:3]}"
        check_files(t, t.documents())
        sheets.write_data(t.folder, count)
        expect(t.run("--changed"), 0, "with the rows corrected")
        last = {p.name: p.stat().st_mtime_ns for p in t.out.glob("*.pdf")}
        assert set(last) - set(after) == {f"{s}.pdf" for s in t.wrong}, "the corrected rows were not all made"
        assert all(last[n] == after[n] for n in after), "files were made again"
        return f"{len(written):,} written, {count - len(written):,} listed; then 2 made, then {len(bad):,}"


def reference(t):
    """An undisturbed run: its files, its manifest, how long it took. The folder is then as it was."""
    started = time.monotonic()
    result = t.run("--out", t.folder / "whole", "-j", "2")
    seconds = time.monotonic() - started
    expect(result, 0, "undisturbed")
    undisturbed = Trial(t.program, t.folder)
    undisturbed.out = t.folder / "whole"
    return undisturbed.files(), (undisturbed.out / "manifest.json").read_bytes(), seconds


def group_is_gone(group, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def killed_at_random(quire, count, times, seed=7):
    """kill -9 at any moment: whatever has its final name is whole, and the next run completes the rest."""
    rng = random.Random(seed)
    early = partly = 0
    with trial(quire, count) as t:
        files, manifest, seconds = reference(t)
        assert len(files) == count
        n = 0
        while n < times:
            subprocess.run(["rm", "-rf", str(t.out)], check=True)
            process = t.start("-j", "2")
            time.sleep(rng.uniform(0, seconds))
            if process.poll() is not None:
                # It was over already: the machine is quicker now. Does not count.
                process.communicate()
                seconds *= 0.9
                continue
            # Every second time the parent alone: its workers must not live on.
            if n % 2:
                os.kill(process.pid, signal.SIGKILL)
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=30)
            assert group_is_gone(process.pid, 5), "workers live on 5 s after their parent was killed"
            left = t.files()
            for name, data in left.items():
                assert data == files[name], f"kill {n}: {name} is not what an undisturbed run writes"
            early += not left
            partly += 0 < len(left) < count
            expect(t.run("--changed", "-j", "2"), 0, f"after kill {n}")
            assert t.files() == files, f"after kill {n}: not the same files"
            assert (t.out / "manifest.json").read_bytes() == manifest, f"after kill {n}: not the same manifest"
            assert not t.leftovers(), f"after kill {n}: {t.leftovers()}"
            n += 1
        check_with_qpdf(t, files, 3)
    return f"{times} kills, {early} before the first file, {partly} in between"


def interrupted(quire, count, number, status):
    """A signal ends the run within 2 s, with a manifest, even while a document hangs."""
    with trial(quire, count) as t:
        process = t.start("-j", "2", QUIRE_TEST_HANG=count // 2)
        end = time.monotonic() + 60
        while not any(t.out.glob("*.pdf")) and time.monotonic() < end:
            time.sleep(0.01)
        started = time.monotonic()
        process.send_signal(number)
        _, told = process.communicate(timeout=30)
        seconds = time.monotonic() - started
        assert process.returncode == status, f"exit {process.returncode}, not {status}\n{told[-1000:]}"
        assert seconds <= 2, f"it took {seconds:.2f} s"
        assert group_is_gone(process.pid, 1), "a worker lives on"
        documents = t.documents()
        assert len(documents) == count, f"{len(documents)} documents in the manifest"
        missing = [d for d in documents.values() if d["status"] == "missing"]
        assert missing, "it was over before the signal: nothing was tried"
        check_files(t, documents)
        assert not t.leftovers(), t.leftovers()
        expect(t.run("--changed"), 0, "afterwards")
        assert len(t.files()) == count
        return f"exit {status} after {seconds:.2f} s, {len(missing):,} of {count:,} missing and said so"


def two_at_one_folder(quire, count):
    """The second run ends at once and names the first; with --wait it comes after it."""
    with trial(quire, count) as t:
        first = t.start("-j", "1", "--max-time", "4", QUIRE_TEST_HANG=1)
        lock = t.out / ".quire" / "lock"
        end = time.monotonic() + 30
        while not (lock.exists() and lock.read_bytes()) and time.monotonic() < end:
            time.sleep(0.01)
        second = t.run("-j", "1")
        expect(second, 3, "the second run")
        assert str(first.pid) in second.stderr, f"{first.pid} is not named: {second.stderr}"
        assert first.poll() is None, "the first run was over: nothing was tried"
        third = t.start("-j", "1", "--wait")
        first.communicate(timeout=60)
        assert first.returncode == 1, f"the first: exit {first.returncode}"
        _, told = third.communicate(timeout=120)
        assert third.returncode == 0, f"the one that waited: exit {third.returncode}\n{told[-1000:]}"
        assert len(t.files()) == count
        check_files(t, t.documents())
        return "the second named the first, the third waited for it"


def merged_twice(quire, count):
    """A share made again after a merge carries nothing of the others' into the next merge."""
    with trial(quire, count) as t:
        for k in (1, 2, 3):
            expect(t.run("--shard", f"{k}/3"), 0, f"share {k}")
        merge = [t.program, "merge", OUT]
        for again in ("1/3", "3/3"):
            done = subprocess.run(merge, cwd=t.folder, capture_output=True, text=True, check=False)
            expect(done, 0, f"merge before {again}")
            manifest = (t.out / "manifest.json").read_bytes()
            next(t.out.glob("*.pdf")).unlink()
            expect(t.run("--shard", again, "--changed"), 0, again)
        for k in (1, 2, 3):
            expect(t.run("--shard", f"{k}/3", "--changed"), 0, f"share {k} again")
        expect(subprocess.run(merge, cwd=t.folder, capture_output=True, text=True, check=False), 0, "last merge")
        assert (t.out / "manifest.json").read_bytes() == manifest, "another manifest"
        assert len(t.files()) == count
        check_files(t, t.documents())
        return "the same manifest each time"


def mount_small(folder, kilobytes):
    """A file system of its own that is soon full; False where that is not allowed."""
    return subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
                          capture_output=True, check=False).returncode == 0


def disk_full_as_if_root(quire, count):
    """The same where we are not root: in a name space of our own, in which we may mount."""
    probe = ["unshare", "--user", "--map-root-user", "--mount"]
    allowed = subprocess.run([*probe, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    if allowed.returncode or os.geteuid() == 0:
        return "NOT TRIED: mounting a small file system is not allowed here"
    done = subprocess.run([*probe, sys.executable, __file__, str(quire), str(count)], capture_output=True,
                          text=True, check=False, timeout=LIMIT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def disk_full(quire, count):
    """No space left: exit 3, what was there before is kept, and no part of a file has a final name."""
    with trial(quire, count) as t:
        files, _, _ = reference(t)
        t.out.mkdir(parents=True, exist_ok=True)
        sizes = [len(data) for data in files.values()]
        # Room for half of them.
        if not mount_small(t.out, max(128, sum(sizes) // 2 // 1024)):
            return disk_full_as_if_root(quire, count)
        try:
            sheets.write_data(t.folder, 3)
            expect(t.run(), 0, "three documents")
            before = t.files()
            assert len(before) == 3
            sheets.write_data(t.folder, count)
            result = t.run("-j", "2")
            expect(result, 3, "with a full disk")
            assert "No space left on device" in result.stderr, result.stderr[-1000:]
            left = t.files()
            assert len(left) < count, "the disk was not full: nothing was tried"
            for name, data in before.items():
                assert left.get(name) == data, f"{name} was there before and is lost"
            for name, data in left.items():
                assert data == files[name], f"{name} is not whole"
            assert not t.leftovers(), t.leftovers()
        finally:
            subprocess.run(["umount", str(t.out)], check=True)
    return f"{len(left):,} of {count:,} written, the earlier 3 kept"


if __name__ == "__main__":
    print(disk_full(Path(sys.argv[1]), int(sys.argv[2])))
