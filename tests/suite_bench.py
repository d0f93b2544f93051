"""The works of `make bench` are what docs/performance.md says of them. Nothing is measured here."""

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import harness
from harness import quire, test, tool

sys.path.insert(0, str(Path(__file__).resolve().parent / "bench"))

import floor  # noqa: E402
import generated  # noqa: E402
import projects  # noqa: E402


@contextmanager
def project(**counts):
    with tempfile.TemporaryDirectory() as folder:
        yield projects.make(Path(folder) / "p", **counts)


def rendered(folder, work, *options):
    pdf = folder / "out" / f"{work}.pdf"
    result = quire("render", folder / "layouts" / f"{work}.yaml", "-o", pdf, *options)
    assert result.status == 0 and not result.err, result.err
    return pdf


def page_count(pdf):
    return int(tool("pdfinfo", pdf).split("Pages:")[1].split()[0])


@test
def the_bench_has_a_handout_of_two_pages_eight_links_and_four_faces():
    with project(districts=3) as folder:
        pdf = rendered(folder, "handout", "--set", f"district={generated.district_name(2)}")
        assert page_count(pdf) == 2
        assert tool("pdfinfo", "-url", pdf).count("https://") == 8
        assert len([line for line in tool("pdffonts", pdf).splitlines() if "OpenSans" in line]) == 4
        structure = tool("pdfinfo", "-struct", pdf)
        assert structure.count("Figure") == 2 and structure.count("Table") == 1, structure


@test
def the_bench_has_a_report_of_24_pages_and_a_table_that_loses_no_row():
    with project(rows=500) as folder:
        assert page_count(rendered(folder, "report")) == 24
        words = tool("pdftotext", "-layout", rendered(folder, "table"), "-")
        missing = [row[0] for row in generated.table_rows(500) if row[0] not in words]
        assert not missing, missing


@test
def the_floor_of_the_bench_draws_every_string_that_quire_places():
    with project(districts=1) as folder:
        dump = floor.dump(harness.program(), "layouts/handout.yaml", folder)
        script = floor.script(dump, "x.pdf").splitlines()
    kinds = [line[0] for line in script]
    assert kinds.count("P") == 2 and kinds.count("L") == 8, kinds
    assert kinds.count("T") == dump.count("\n  text "), "strings are missing"
    assert kinds.count("R") == dump.count("\n  rectangle ") + dump.count("\n  bar "), "rectangles are missing"


@test
def generated_districts_differ_in_name_and_have_no_small_counts():
    names = {generated.district_name(n) for n in range(10000)}
    assert len(names) == 10000 and len({generated.slug(n) for n in names}) == 10000
    assert generated.district(7) == generated.district(7)
    for n in range(50):
        d = generated.district(n)
        counts = [d["child"], d["adult"], d["enquiries"]] + [p["made"] for p in d["partners"]]
        counts += [p["taken"] for p in d["partners"]] + [y[k] for y in d["years"] for k in ("child", "adult")]
        assert min(counts) > 9, counts
