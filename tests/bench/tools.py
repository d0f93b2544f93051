"""Which tools are here, and how each does each work."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import floor
from costs import Job

HERE = Path(__file__).resolve().parent
ORDER = ["quire", "quire, synced", "quire, all cores", "quire, unsynced", "typst", "typst, one process", "typst, python",
         "weasyprint", "reportlab", "libharu", "zlib"]


def output_of(command):
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except OSError:
        return None
    return done.stdout.decode().strip() if done.returncode == 0 else None


class Tools:
    """What is installed; `missing` says of the rest how to get it."""

    def __init__(self, quire, build):
        self.quire, self.build = Path(quire).resolve(), Path(build).resolve()
        self.missing, self.versions = {}, {}
        self.typst = os.environ.get("TYPST") or shutil.which("typst") or self.build / "typst" / "bin" / "typst"
        self.python = self.build / "venv" / "bin" / "python"
        self.has = {
            "quire": self.version("quire", [self.quire, "--version"]),
            "batch": self.version("quire batch", [self.quire, "batch", "--help"], "this build of quire has none"),
            "typst": self.version("typst", [self.typst, "--version"], "make bench-typst, or TYPST=/path/to/typst"),
            "typst, python": self.module("typst"),
            "weasyprint": self.module("weasyprint"),
            "reportlab": self.module("reportlab"),
        }

    def version(self, name, command, remedy=""):
        text = output_of([str(c) for c in command])
        if text is None:
            self.missing[name] = remedy
            return False
        if name != "quire batch":
            self.versions[name] = text.splitlines()[0]
        return True

    def module(self, name):
        code = f"import importlib.metadata as m; print('{name}', m.version('{name}'))"
        label = "typst, python" if name == "typst" else name
        return self.version(label, [self.python, "-c", code], "make bench-deps")

    def compile_typst(self, work, data, out):
        return [self.typst, "compile", "--root", ".", "--font-path", "faces", "--ignore-system-fonts",
                "--ignore-embedded-fonts", "--input", f"data=/{data}", f"layouts/{work}.typ", out]

    def script(self, name, *arguments):
        return [self.python, HERE / "works" / name, "faces", *arguments]

    def one(self, folder, work, data):
        """The jobs of a work that is one document."""
        jobs = []
        out = "out/{}-" + work + ".pdf"
        # No other tool waits until its file is on the disk.
        q = [self.quire, "render", f"layouts/{work}.yaml", "-q", "--no-sync", "-o", out.format("quire")]
        jobs.append(Job("quire", [q], [out.format("quire")], tagged=True))
        synced = [word for word in q if word != "--no-sync"][:-1] + [out.format("quire-synced")]
        jobs.append(Job("quire, synced", [synced], [out.format("quire-synced")], tagged=True,
                        note="waits for the disk, as it does unasked"))
        if self.has["typst"]:
            jobs.append(Job("typst", [self.compile_typst(work, data, out.format("typst"))], [out.format("typst")],
                            tagged=True))
        for tool, name, tagged in (("weasyprint", "weasy.py", True), ("reportlab", "platypus.py", False)):
            if self.has[tool]:
                jobs.append(Job(tool, [self.script(name, work, data, out.format(tool))], [out.format(tool)],
                                tagged=tagged))
        floor.write_script(folder / "floor.txt", [
            floor.script(floor.dump(self.quire, f"layouts/{work}.yaml", folder), out.format("libharu"))])
        jobs.append(Job("libharu", [[self.build / "floor", "draw", "floor.txt"]], [out.format("libharu")],
                        note="same strings at fixed places, built-in fonts, untagged"))
        jobs.append(self.zlib(folder, [q], [out.format("quire")]))
        return jobs

    def zlib(self, folder, commands, outputs, times=1):
        """quire's own streams, packed once more. The file is written before anything is measured."""
        for command in commands:
            subprocess.run([str(c) for c in command], cwd=folder, check=True, capture_output=True)
        floor.write_streams(folder / "streams", floor.streams(folder / o for o in outputs), times)
        return Job("zlib", [[self.build / "floor", "deflate", "streams", "6"]], [],
                   note="quire's streams packed, and nothing else")

    def many(self, folder, count, sample):
        """The jobs of `count` handouts."""
        jobs = []
        districts = json.loads((folder / "data" / "all.json").read_text(encoding="utf-8"))[:sample]
        names = [d["slug"] for d in districts]
        made = [f"out/handouts/{n}.pdf" for n in names]
        batch = [self.quire, "batch", "layouts/batch.yaml", "-q"]
        if self.has["batch"]:
            for tool, options in (("quire", ["-j", "1"]), ("quire, all cores", []),
                                  ("quire, unsynced", ["-j", "1", "--no-sync"])):
                jobs.append(Job(tool, [batch + options], made, tagged=True, clean="out/handouts"))
        if self.has["typst"]:
            jobs.append(Job("typst", [self.compile_typst("handout", f"data/one/{n}.json", f"out/t-{n}.pdf")
                                      for n in names], [f"out/t-{n}.pdf" for n in names], tagged=True,
                            times=count / len(names), note=f"{len(names)} documents measured"))
            jobs.append(Job("typst, one process",
                            [self.compile_typst("handout", "data/all.json", "out/all.pdf")], ["out/all.pdf"],
                            tagged=True, note=f"{2 * count:,} pages at once"))
        scripts = [("weasyprint", ["weasy.py", "handout"], True, 21), ("reportlab", ["platypus.py", "handout"], False, 101),
                   ("typst, python", ["typst_many.py"], True, 201)]
        for tool, (name, *work), tagged, size in scripts:
            if not self.has[tool]:
                continue
            size = min(size, count)
            out = "out/" + tool.replace(", ", "-")
            (folder / out).mkdir(exist_ok=True)
            run = self.script(name, *work, "data/all.json", out)
            jobs.append(Job(tool, [[*run, str(size)]], [f"{out}/{n}.pdf" for n in names[:10]], tagged=tagged,
                            first=[[*run, "1"]], beyond=(count - 1) / (size - 1),
                            note=f"worked out from 1 and {size} documents"))
        return jobs + self.many_floor(folder, count, [d["district"] for d in districts])

    def many_floor(self, folder, count, districts):
        (folder / "out" / "floor").mkdir(exist_ok=True)
        dumps = [floor.dump(self.quire, "layouts/handout.yaml", folder, "--set", f"district={d}")
                 for d in districts]
        floor.write_script(folder / "floor.txt", [
            floor.script(dumps[i % len(dumps)], f"out/floor/{i}.pdf") for i in range(count)])
        renders = [[self.quire, "render", "layouts/handout.yaml", "-q", "--set", f"district={d}", "-o",
                    f"out/z-{i}.pdf"] for i, d in enumerate(districts)]
        return [Job("libharu", [[self.build / "floor", "draw", "floor.txt"]], ["out/floor/0.pdf"],
                    note=f"the strings of {len(dumps)} documents, in turn"),
                self.zlib(folder, renders, [f"out/z-{i}.pdf" for i in range(len(renders))],
                          count // len(renders))]
