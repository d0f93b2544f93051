"""An author's mistakes: each named with file, line, column and a remedy, all in one run."""

import json
import os
import re

from harness import Project, quire, quire_redirected, test

HEAD = "quire: 1\ntitle: Test\nlang: en-GB\n"

MISTAKES = {
    "unknown-key": ("content:\n  - table:\n      captoin: Kinds\n      header-rows: 1\n"
                    "      rows: [[A, B], [c, d]]\n", 6, "did you mean `caption`"),
    "undefined-name": ("data: {report: {value: {year: 1}}}\ncontent:\n"
                       "  - |\n    In {{ reprot.year }} it rained.\n", 7, "did you mean `report`"),
    "bad-number": ("content:\n  - h1: One\n  - contents: {depth: deep}\n", 6, ""),
    "bad-length": ("content:\n  - space: 6 furlongs\n", 5, ""),
    "file-missing": ("data: {report: figures.yaml}\ncontent:\n  - Hello.\n", 4, ""),
    "duplicate-key": ("content:\n  - chart: {type: bar, type: bar}\n", 5, ""),
    "check-failed": ("data: {r: {value: {a: 1, b: 2}}}\nchecks:\n  - that: r.a == r.b\n"
                     "    message: They differ\ncontent:\n  - Hello.\n", 4, ""),
    "unknown-style": ("content:\n  - text: {text: Hello, style: leed}\n", 5, "did you mean `lead`"),
    "alt-missing": ("content:\n  - image: {file: logo.png, width: 40mm}\n", 5, "alt"),
    "file-cycle": ("content:\n  - include: parts/a.yaml\n", None, ""),
}


@test
def ten_mistakes_are_each_refused_with_their_place_and_a_remedy():
    failures = []
    for code, (body, line, remedy) in MISTAKES.items():
        with Project({"layouts/test.yaml": HEAD + body,
                      "layouts/parts/a.yaml": "- include: b.yaml\n",
                      "layouts/parts/b.yaml": "- include: a.yaml\n"}) as project:
            out = project.write("out/test.pdf", b"earlier file")
            result = project.quire("render", "layouts/test.yaml")
            problems = []
            if result.status != 1:
                problems.append(f"exit {result.status}")
            if f"error[{code}]" not in result.err:
                problems.append("another code")
            place = re.search(r"--> (\S+?):(\d+):(\d+)", result.err)
            if not place or (line and int(place.group(2)) != line):
                problems.append(f"not at line {line}")
            if "^" not in result.err or "= help:" not in result.err or remedy not in result.err:
                problems.append("no caret, no help or another remedy")
            if out.read_bytes() != b"earlier file" or len(list((project.path / "out").iterdir())) != 1:
                problems.append("the earlier file was touched")
            if problems:
                failures.append(f"{code}: {', '.join(problems)}\n{result.err}")
    assert not failures, "\n".join(failures)


@test
def several_mistakes_of_several_kinds_come_out_in_one_run():
    body = ("data: {r: {value: {a: 1, b: 2}}}\n"
            "checks: [{that: r.a == r.b, message: They differ}]\n"
            "content:\n"
            "  - h1: {text: One, styel: lead}\n"
            "  - |\n    A {{ nothing }} here.\n"
            "  - text: {text: Hello, style: leed}\n"
            "  - space: 6 furlongs\n"
            "  - image: {file: logo.png}\n")
    with Project({"layouts/test.yaml": HEAD + body}) as project:
        result = project.quire("check", "layouts/test.yaml")
        assert result.status == 1
        for code in ["check-failed", "unknown-key", "undefined-name", "unknown-style", "bad-length",
                     "alt-missing"]:
            assert f"error[{code}]" in result.err, f"no {code}\n{result.err}"
        lines = [int(n) for n in re.findall(r"--> layouts/test.yaml:(\d+):", result.err)]
        assert lines == sorted(lines), lines


@test
def diagnostics_as_json_are_one_object_a_line():
    with Project({"layouts/test.yaml": HEAD + "content:\n  - tabel: {}\n"}) as project:
        result = project.quire("check", "layouts/test.yaml", "--format", "json")
        assert result.status == 1
        objects = [json.loads(line) for line in result.err.splitlines()]
        assert objects and objects[0]["severity"] == "error" and objects[0]["line"] == 5
        assert objects[0]["file"] == "layouts/test.yaml"


@test
def usage_mistakes_exit_with_2():
    for arguments in [[], ["rendr"], ["render"], ["render", "--edtion", "x", "a.yaml"],
                      ["render", "a.yaml", "b.yaml"], ["render", "a.yaml", "--set", "x"],
                      ["render", "a.yaml", "--dump", "soup"], ["batch"], ["merge"],
                      ["batch", "x.yaml", "-j", "none"], ["explain", "x"]]:
        result = quire(*arguments)
        assert result.status == 2, (arguments, result.status, result.err)
        assert result.err.startswith("quire: "), result.err
    assert "did you mean `render`" in quire("rendr").err
    assert "did you mean `--edition`" in quire("render", "--edtion", "x").err


@test
def help_and_version_go_to_standard_output():
    assert b"quire render" in quire("--help").out
    version = quire("--version").out.decode()
    for library in ["libharu", "HarfBuzz", "libyaml", "zlib"]:
        assert library in version, version
    assert b"--edition" in quire("render", "--help").out


@test
def a_missing_layout_is_a_mistake_and_a_full_disk_a_failure():
    assert quire("render", "no-such.yaml").status == 1
    with Project({"layouts/test.yaml": HEAD + "content:\n  - Hello.\n"}) as project:
        result = project.quire("render", "layouts/test.yaml", "-o", "/dev/full/x.pdf")
        assert result.status == 3, (result.status, result.err)
        if os.geteuid() != 0:
            folder = project.path / "closed"
            folder.mkdir(mode=0o500)
            assert project.quire("render", "layouts/test.yaml", "-o", folder / "x.pdf").status == 3


@test
def what_standard_output_does_not_take_is_a_failure_of_the_machine():
    with Project({"layouts/test.yaml": HEAD + "content:\n  - Hello.\n"}) as project:
        for where in [">&-", ">/dev/full"]:
            for words in [["render", "layouts/test.yaml", "-o", "-"], ["--version"], ["--help"],
                          ["render", "--help"]]:
                result = quire_redirected(where, *words, cwd=project.path)
                assert result.status == 3, (where, words, result.status)
                assert "cannot write to standard output" in result.err, result.err
            result = quire_redirected(where, "render", "layouts/test.yaml", cwd=project.path)
            assert result.status == 0, (where, result.err)  # it has nothing to say there


@test
def a_file_that_the_document_is_made_from_is_never_overwritten():
    layout = HEAD + "data: {r: ../data/r.csv}\ncontent:\n  - \"{{ r | length }}\"\n"
    files = {"layouts/test.yaml": layout, "data/r.csv": "a,b\n1,2\n"}
    with Project(files) as project:
        (project.path / "data/link.pdf").symlink_to("r.csv")
        for name in ["layouts/test.yaml", "data/r.csv", "data/link.pdf"]:
            for option in ["--output", "--depfile"]:
                result = project.quire("render", "layouts/test.yaml", option, name)
                assert result.status == 1, (name, option, result.status)
                assert "error[output-is-input]" in result.err, result.err
        for name, text in files.items():
            assert (project.path / name).read_text() == text, name
        assert not (project.path / "out").exists(), "refused, and a PDF was written"


@test
def a_file_name_cannot_give_orders_to_the_terminal():
    with Project({"layouts/\033[31mred\n.yaml": HEAD + "content:\n  - \"{{ a }}\"\n"}) as project:
        result = project.quire("check", "layouts/\033[31mred\n.yaml")
        assert result.status == 1
        assert "--> layouts/?[31mred?.yaml:5:" in result.err, result.err
        assert "\033" not in result.err, result.err
