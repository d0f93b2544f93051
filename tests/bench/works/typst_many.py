"""The handouts by Typst's own library in one process: one compiler, one compile a document.

python typst_many.py FONTS DATA OUT COUNT
"""

import json
import sys
from pathlib import Path

import typst

fonts, data, out, count = sys.argv[1:5]
districts = json.loads(Path(data).read_text(encoding="utf-8"))[:int(count)]
compiler = typst.Compiler(input="layouts/handout.typ", root=".", font_paths=typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]))
for n, d in enumerate(districts):
    one = Path(out) / f"one-{n}.json"
    one.write_text(json.dumps(d, ensure_ascii=False), encoding="utf-8")
    compiler.compile(output=f"{out}/{d['slug']}.pdf", sys_inputs={"data": f"/{one}"})
