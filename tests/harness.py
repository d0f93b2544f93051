"""What the suites share: running quire, reading its dumps, comparing golden files."""

import difflib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
TESTS = []
_settings = {"quire": None, "update": False}


@dataclass
class Test:
    name: str
    run: object
    slow: bool


def configure(quire, update):
    _settings.update(quire=quire, update=update)


def program():
    """The program under test, for trials that start it in ways of their own."""
    return _settings["quire"]


def test(function=None, *, slow=False):
    """Registers a test; its name is its function's, read as a sentence."""
    def register(f):
        TESTS.append(Test(f.__name__.replace("_", " "), f, slow))
        return f
    return register(function) if function else register


def add_test(name, function, slow=False):
    TESTS.append(Test(name, function, slow))


@dataclass
class Result:
    status: int
    out: bytes
    err: str


def quire(*arguments, cwd=ROOT, env=None):
    """Runs the program under test."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=1",
                   **(env or {})}
    done = subprocess.run([str(_settings["quire"]), *map(str, arguments)], cwd=cwd,
                          capture_output=True, env=environment, check=False, timeout=120)
    return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def quire_redirected(redirection, *arguments, cwd=ROOT):
    """The same under a shell, with its standard output sent elsewhere: ">&-" closes it."""
    done = subprocess.run(["sh", "-c", f'"$@" {redirection}', "sh", str(_settings["quire"]),
                           *map(str, arguments)], cwd=cwd, capture_output=True, check=False,
                          timeout=120)
    return Result(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def tool(*arguments):
    """Runs another program; gives its standard output, fails on its failure."""
    done = subprocess.run([str(a) for a in arguments], capture_output=True, check=False)
    assert done.returncode == 0, f"{arguments[0]} failed: {done.stderr.decode()[:500]}"
    return done.stdout.decode("utf-8", "replace")


class Project:
    """A temporary project folder: files by name, rendered and thrown away."""

    def __init__(self, files=None):
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name)
        for name, text in (files or {}).items():
            self.write(name, text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def write(self, name, text):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
        return path

    def quire(self, *arguments):
        return quire(*arguments, cwd=self.path)


def render(layout, *options, expect=0):
    """The PDF's bytes."""
    result = quire("render", layout, "-o", "-", *options)
    assert result.status == expect, f"exit {result.status}\n{result.err}"
    return result.out


def rendered_file(folder, layout, *options):
    path = Path(folder) / (Path(layout).stem + ".pdf")
    result = quire("render", layout, "-o", path, *options)
    assert result.status == 0, f"exit {result.status}\n{result.err}"
    return path


def golden(path, text):
    """Compares with a golden file; with --update shows the difference and accepts it."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    if old == text:
        return
    difference = "".join(difflib.unified_diff(old.splitlines(True), text.splitlines(True),
                                              str(path.name), "now"))
    if _settings["update"]:
        print(difference)
        path.write_text(text, encoding="utf-8")
        return
    raise AssertionError(f"differs from {path.relative_to(ROOT)}:\n{difference[:4000]}")


def layouts():
    """The layouts of the samples; a file that says `batch:` only lists others."""
    return [p for p in sorted((ROOT / "layouts").glob("*.yaml"))
            if not re.search(r"^batch:", p.read_text(encoding="utf-8"), re.M)]


def case_layouts():
    """Cases that must render: those with no .err beside them."""
    return [p for p in sorted(CASES.glob("*/*.yaml"))
            if not p.with_suffix(".err").exists() and not p.name.startswith("_")]


def refused_cases():
    return [p for p in sorted(CASES.glob("*/*.yaml")) if p.with_suffix(".err").exists()]


# --- the frame dump ---------------------------------------------------------------------------


def number(text):
    return float(text)


@dataclass
class Item:
    kind: str
    x: float
    y: float
    width: float
    height: float
    element: int
    fields: dict
    text: str


@dataclass
class Page:
    number: int
    width: float
    height: float
    margins: list
    items: list
    master: str


def frames(layout, *options):
    """Pages of the frame dump."""
    result = quire("render", layout, "--dump", "frames", *options)
    assert result.status == 0, result.err
    return parse_frames(result.out.decode("utf-8"))


def parse_frames(text):
    pages = []
    for line in text.splitlines():
        quoted = re.search(r' text="((?:\\.|[^"\\])*)"', line)
        words = re.sub(r' text="(?:\\.|[^"\\])*"', "", line).split()
        if not words:
            continue
        fields = dict(w.split("=", 1) for w in words if "=" in w)
        if words[0] == "page":
            margins = [float(fields[side]) for side in ("top", "right", "bottom", "left")]
            pages.append(Page(int(fields["number"]), float(fields["w"]), float(fields["h"]),
                              margins, [], fields.get("master", "").strip('"')))
        elif pages:
            pages[-1].items.append(Item(
                words[0], float(fields["x"]), float(fields["y"]), float(fields.get("w", 0)),
                float(fields.get("h", 0)), int(fields.get("element", 0)), fields,
                quoted.group(1) if quoted else ""))
    return pages
