#!/usr/bin/env python3
"""Checks what the compiler does not: include direction, third-party headers, printing, sizes, format."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"

# Data flows down this list: a folder may include itself and those above it, nothing else.
ORDER = ["base", "source", "data", "disclosure", "document", "style", "text", "frame", "image",
         "chart", "layout", "pdf", "dump", "job", "batch", "cli"]

# Above, but not for it: painting never measures, and what is measured knows nothing of painting.
NEVER = {"pdf": {"layout", "chart", "data", "source", "disclosure"}, "layout": {"source"},
         "chart": {"source"}}

# A third-party header is included in its own folder alone (here: in these files).
THIRD_PARTY = {
    r"yaml\.h|md4c\.h|yajl/.*": ["source/"],
    r"gmp\.h": ["base/decimal"],
    r"hb(-.*)?\.h|fribidi.*|linebreak.*|wordbreak.*|graphemebreak.*|hyphen\.h|fontconfig/.*": ["text/"],
    r"png\.h|jpeglib\.h|jerror\.h": ["image/"],
    r"hpdf.*\.h": ["pdf/haru", "pdf/version"],
    r"zlib\.h": ["pdf/"],
    r"lcms2\.h": ["pdf/color"],
    r"uni(case|norm)\.h": ["batch/names"],
    r"nettle/.*": ["batch/hash"],
}
PRINTS = re.compile(r"\b(printf|fprintf|puts|fputs|putchar|perror|exit|getenv)\s*\(")
ALLOCATES = re.compile(r"\b(malloc|calloc|realloc|free|strdup)\s*\(")
FILE_LINES, FUNCTION_LINES = 600, 60
# Flat tables and switches, where length is no complexity.
LONG_FILES = {"style/builtin_theme.c", "document/schema.c"}

LIBRARY_FLAGS = subprocess.run(["pkg-config", "--cflags-only-I", "harfbuzz", "fribidi", "libpng"],
                               capture_output=True, text=True, check=False).stdout.split()

faults = []


def fault(path, line, text):
    faults.append(f"{path.relative_to(ROOT)}:{line}: {text}")


def stage(relative):
    return relative.parts[0] if len(relative.parts) > 1 else "job"


def strip_comments(text):
    """The code with comments and strings blanked, line numbers kept."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', blank, text,
                  flags=re.S)


def check_includes(path, relative, text):
    own = stage(relative)
    first = True
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#include\s+(["<])([^">]+)[">]', line)
        if not match:
            continue
        kind, name = match.groups()
        if kind == '"':
            target = name.split("/")[0] if "/" in name else "job"
            if target not in ORDER:
                fault(path, number, f"`{name}`: includes are written from src/, as folder/file.h")
            elif ORDER.index(target) > ORDER.index(own):
                fault(path, number, f"{own}/ may not include {target}/: data flows the other way")
            elif target in NEVER.get(own, ()):
                fault(path, number, f"{own}/ may not include {target}/: that is another stage's work")
            header = relative.with_suffix(".h")
            inner = name.startswith(own + "/") and name.endswith("_internal.h")
            if first and path.suffix == ".c" and (SRC / header).exists() and \
                    name != str(header) and not inner:
                fault(path, number, f"its own header {header} comes first")
        first = False
        for pattern, allowed in THIRD_PARTY.items():
            if re.fullmatch(pattern, name) and kind == "<":
                if not any(str(relative).startswith(a) for a in allowed):
                    fault(path, number, f"<{name}> belongs to {' or '.join(allowed)} alone")


def check_calls(path, relative, code):
    own = stage(relative)
    for number, line in enumerate(code.splitlines(), 1):
        if own != "cli" and PRINTS.search(line):
            fault(path, number, "printing, exit and the environment belong to cli/")
        if own != "base" and ALLOCATES.search(line) and str(relative) not in ALLOCATES_ALLOWED:
            fault(path, number, "malloc and free belong to base/: use the arena")


# A third-party library that hands out memory of its own, or asks for an allocator.
ALLOCATES_ALLOWED = set()


def check_header(path, relative, text):
    guard = "QUIRE_" + re.sub(r"[^A-Z0-9]", "_", str(relative.with_suffix("")).upper()) + "_H"
    short = "QUIRE_" + relative.stem.upper() + "_H"  # layout/layout_internal.h names its folder once
    if f"#ifndef {guard}" not in text and f"#ifndef {short}" not in text:
        fault(path, 1, f"the include guard should be {guard}")
    if not text.startswith(f"/* {relative.name} - "):
        fault(path, 1, f"a header opens with `/* {relative.name} - what it does`")
    compiler = shutil.which("cc") or "gcc"
    result = subprocess.run([compiler, "-std=c11", "-D_GNU_SOURCE", "-fsyntax-only", "-x", "c",
                             "-I", str(SRC), *LIBRARY_FLAGS, "-"], input=f'#include "{relative}"\n',
                            capture_output=True, text=True, check=False)
    if result.returncode:
        fault(path, 1, "does not compile alone:\n" + result.stderr)


def check_functions():
    if not shutil.which("ctags"):
        return
    sources = [str(p) for p in SRC.rglob("*.c")]
    tags = subprocess.run(["ctags", "-f", "-", "--languages=C", "--kinds-C=f", "--fields=+neS",
                           *sources], capture_output=True, text=True, check=True).stdout
    sizes = []
    for line in tags.splitlines():
        fields = line.split("\t")
        start = end = 0
        signature = ""
        for field in fields:
            if field.startswith("line:"):
                start = int(field[5:])
            elif field.startswith("end:"):
                end = int(field[4:])
            elif field.startswith("signature:"):
                signature = field[10:]
        path = Path(fields[1])
        sizes.append((end - start + 1, path, start, fields[0]))
        count = signature.count(",") + 1 - signature.count("...")
        if count > 5:
            fault(path, start, f"{fields[0]} has {count} parameters: pass a struct (at most 5)")
    sizes.sort(key=lambda s: -s[0])
    print("longest functions:")
    for size, path, start, name in sizes[:10]:
        print(f"  {size:4} {path.relative_to(ROOT)}:{start} {name}")
    for size, path, start, name in sizes:
        if size > FUNCTION_LINES:
            body = path.read_text().splitlines()[start - 1:start - 1 + size]
            cases = sum(bool(re.match(r"\s*(case |default:|\{|\[)", b)) for b in body)
            if cases * 5 < size:
                fault(path, start, f"{name} has {size} lines (at most {FUNCTION_LINES}, but for a "
                                   "flat table or switch)")


def check_format():
    if not shutil.which("clang-format"):
        return
    files = [str(p) for p in sorted(SRC.rglob("*.[ch]"))]
    files += [str(p) for p in sorted((ROOT / "tests" / "unit").rglob("*.[ch]"))]
    result = subprocess.run(["clang-format", "--dry-run", "-Werror", *files], capture_output=True,
                            text=True, check=False)
    seen = set()
    for line in result.stderr.splitlines():
        match = re.match(r"(.*?):(\d+):\d+: error", line)
        if match and match.group(1) not in seen:
            seen.add(match.group(1))
            fault(Path(match.group(1)), int(match.group(2)), "not formatted: run `make format`")


def main():
    for path in sorted(SRC.rglob("*.[ch]")):
        relative = path.relative_to(SRC)
        text = path.read_text()
        check_includes(path, relative, text)
        code = strip_comments(text)
        check_calls(path, relative, code)
        if path.suffix == ".h":
            check_header(path, relative, text)
        lines = text.count("\n")
        if lines > FILE_LINES and str(relative) not in LONG_FILES:
            fault(path, lines, f"{lines} lines (at most {FILE_LINES})")
    check_functions()
    check_format()
    for text in faults:
        print(text, file=sys.stderr)
    print(f"lint: {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())
