"""What the judges say: veraPDF over every sample and every case, in one run for each standard."""

import re
import subprocess
import tempfile
from pathlib import Path

from harness import CASES, ROOT, case_layouts, layouts, quire, test, tool
from suite_handout import districts, handout

FLAVOURS = ["ua1", "2a", "3a"]


def promises(flavour, path):
    """What the file says of itself: its metadata are not compressed."""
    label = {"ua1": b"<pdfuaid:part>1<", "2a": b"<pdfaid:part>2<", "3a": b"<pdfaid:part>3<"}
    return label[flavour] in path.read_bytes()


def verapdf(flavour, files):
    """File -> True if it passes. All files go to one Java process: starting it is what costs."""
    jar = next((ROOT / "build" / "cache").glob("greenfield-apps-*.jar"), None)
    assert jar, "veraPDF is not there: run make deps-test"
    done = subprocess.run(["java", "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour,
                           "--format", "text", "-v", *files], capture_output=True, text=True,
                          check=False)
    results = {}
    reasons = []
    for line in done.stdout.splitlines():
        match = re.match(r"(PASS|FAIL) (.*?)(?: (?:ua1|2a|3a))?$", line)
        if match:
            results[Path(match.group(2)).name] = match.group(1) == "PASS"
        elif line.strip().startswith("FAIL"):
            reasons.append(line.strip())
    # A reader that has to guess says so, and passes the file all the same.
    reasons += [line for line in done.stderr.splitlines() if line.startswith("WARNING")]
    return results, reasons


@test(slow=True)
def every_layout_and_case_passes_pdf_ua_1_and_pdf_a_2a():
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for path in [*layouts(), *case_layouts()]:
            base = CASES if CASES in path.parents else ROOT
            name = path.relative_to(base).with_suffix(".pdf").as_posix().replace("/", "--")
            result = quire("render", path, "-o", Path(folder) / name)
            assert result.status == 0, f"{path}: {result.err}"
            files.append(Path(folder) / name)
        for edition in ["large", "board"]:
            file = Path(folder) / f"annual-report-{edition}.pdf"
            result = quire("render", ROOT / "layouts" / "annual-report.yaml", "--edition", edition,
                           "-o", file)
            assert result.status == 0, f"{edition}: {result.err}"
            files.append(file)
        for district in districts():
            files.append(handout(folder, district))
        for f in files:
            assert any(promises(x, f) for x in FLAVOURS) or b"GTS_PDFX" in f.read_bytes(), f.name
        for flavour in FLAVOURS:
            chosen = [f for f in files if promises(flavour, f)]
            results, reasons = verapdf(flavour, chosen)
            assert len(results) == len(chosen), f"{flavour}: {len(results)} of {len(chosen)} judged"
            failed = [name for name, good in results.items() if not good]
            assert not failed and not reasons, f"{flavour}: {failed}\n" + "\n".join(reasons[:20])


@test(slow=True)
def the_judge_does_refuse_a_file_that_is_not_tagged():
    """So that a silent judge is not taken for a content one."""
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder) / "good.pdf"
        assert quire("render", ROOT / "layouts" / "annual-report.yaml", "-o", good).status == 0
        bad = Path(folder) / "bad.pdf"
        subprocess.run(["qpdf", "--qdf", "--object-streams=disable", good, bad], check=True)
        text = bad.read_bytes()
        assert b"/StructTreeRoot" in text
        bad.write_bytes(text.replace(b"/StructTreeRoot", b"/StructTreeRooX"))
        results, _ = verapdf("ua1", [bad])
        assert results == {"bad.pdf": False}, results


@test
def the_data_of_tables_and_charts_can_be_taken_out_of_the_file():
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "attached.pdf"
        done = quire("render", CASES / "editions" / "attached.yaml", "-o", file)
        assert done.status == 0, done.err
        tool("pdfdetach", "-saveall", "-o", folder, file)
        found = {p.name: p.read_bytes() for p in Path(folder).glob("*.csv")}
        assert sorted(found) == ["figure-1.csv", "table-1.csv"], sorted(found)
        assert found["table-1.csv"].endswith(b"\r\nNorth,12\r\nSouth,[c]\r\n"), found
