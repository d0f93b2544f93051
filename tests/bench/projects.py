"""Makes the folders that the bench works in: layouts, data and the same four font files for every tool."""

import shutil
from pathlib import Path

import generated

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FACES = ["Regular", "Bold", "Italic", "Semibold"]
FAMILIES = """Open Sans:
  package: fonts-open-sans
  folder: open-sans
  400: OpenSans-Regular.ttf
  400 italic: OpenSans-Italic.ttf
  600: OpenSans-Semibold.ttf
  700: OpenSans-Bold.ttf
"""
BATCH = """quire: 1
batch:
  - {layout: handout.yaml, each: district, output: "../out/handouts/{{ district.slug }}.pdf"}
"""


def write_sources(data, all_districts):
    """quire's three sources, as they would come from three systems; and one file with all for the others."""
    apart = ("partners", "links")
    for name in apart:
        generated.write_json(data / f"{name}.json", [{"district": d["district"], "rows": d[name]} for d in all_districts])
    generated.write_json(data / "districts.json",
                         [{k: v for k, v in d.items() if k not in apart} for d in all_districts])
    generated.write_json(data / "all.json", all_districts)


def make(folder, districts=0, rows=0):
    """A project with the works' layouts, `districts` handouts' data and a table of `rows` rows."""
    folder = Path(folder)
    if folder.exists():
        shutil.rmtree(folder)
    for name in ("layouts", "data", "fonts", "faces", "out"):
        (folder / name).mkdir(parents=True)
    for face in FACES:
        # `faces` has the four files and nothing else, for tools that scan a folder.
        for target in ("fonts", "faces"):
            shutil.copy(ROOT / "fonts" / f"OpenSans-{face}.ttf", folder / target)
    (folder / "fonts" / "families.yaml").write_text(FAMILIES)
    for layout in sorted((HERE / "works").glob("*.[yt][ay][mp]*")):
        shutil.copy(layout, folder / "layouts")
    (folder / "layouts" / "batch.yaml").write_text(BATCH)
    generated.write_json(folder / "data" / "report.json", generated.report())
    if districts:
        all_districts = [generated.district(n) for n in range(districts)]
        write_sources(folder / "data", all_districts)
        for d in all_districts[:50]:
            generated.write_json(folder / "data" / "one" / f"{d['slug']}.json", d)
    if rows:
        generated.write_table(folder / "data" / "table.csv", rows)
    return folder
