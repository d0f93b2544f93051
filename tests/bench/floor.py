"""What floor.c draws and packs: taken from what quire itself placed and wrote."""

import hashlib
import re
import subprocess
import zlib
from pathlib import Path

A4_HEIGHT = 841.89
FACES = {"OpenSans": 0, "OpenSans-Bold": 1, "OpenSans-Semibold": 1, "OpenSans-Italic": 2}
TEXT = re.compile(r'text="((?:\\.|[^"\\])*)"')


def script(dump, path):
    """The commands of one document, from quire's frame dump: the same strings at the same places."""
    lines = [f"D\t{path}"]
    for line in dump.splitlines():
        words = line.split(" ")
        kind = words[2] if line.startswith("  ") else words[0]
        fields = dict(w.split("=", 1) for w in words if "=" in w)
        if kind == "page":
            lines.append("P")
        elif kind == "text":
            string = re.sub(r"\\(.)", r"\1", TEXT.search(line)[1])
            lines.append(f"T\t{FACES.get(fields['font'], 0)}\t{fields['size']}\t{fields['x']}\t"
                         f"{A4_HEIGHT - float(fields['y']):.3f}\t{string}")
        elif kind in ("rectangle", "bar"):
            x, y, w, h = (float(fields[k]) for k in "xywh")
            color = re.match(r"#([0-9a-f]{6})", fields.get("fill", ""))
            lines.append(f"R\t{x}\t{A4_HEIGHT - y - h:.3f}\t{w}\t{h}\t{color[1] if color else '000000'}")
        elif kind == "link" and "address" in fields:
            x, y, w, h = (float(fields[k]) for k in "xywh")
            address = fields["address"].strip('"')
            lines.append(f"L\t{x}\t{A4_HEIGHT - y - h:.3f}\t{x + w:.3f}\t{A4_HEIGHT - y:.3f}\t{address}")
    return "\n".join(lines) + "\n"


def dump(quire, layout, folder, *options):
    done = subprocess.run([str(quire), "render", str(layout), "--dump", "frames", "-q", *options], cwd=folder,
                          capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def write_script(path, parts):
    Path(path).write_bytes("".join(parts).encode("cp1252", "replace"))


def streams(paths):
    """Each distinct packed stream of the files, unpacked: what is alike is packed once."""
    seen, out = set(), []
    for path in paths:
        raw = Path(path).read_bytes()
        for match in re.finditer(rb"stream\r?\n", raw):
            if raw[match.start() - 3:match.start()] == b"end":
                continue
            try:
                plain = zlib.decompressobj().decompress(raw[match.end():])
            except zlib.error:
                continue
            digest = hashlib.sha256(plain).digest()
            if digest not in seen:
                seen.add(digest)
                out.append(plain)
    return out


def write_streams(path, plain, times=1):
    with open(path, "wb") as f:
        for _ in range(times):
            for stream in plain:
                f.write(len(stream).to_bytes(4, "little") + stream)
