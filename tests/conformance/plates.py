"""What a press would get: the inks of each page by Ghostscript, the colour of text, QR codes by zbar."""

import ctypes
import ctypes.util
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

BLACK = (0.0, 0.0, 0.0, 1.0)
PROCESS = ("cyan", "magenta", "yellow", "black")


def _run(*arguments, statuses=(0,)):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, check=False)
    assert done.returncode in statuses, f"{arguments[0]}: {done.stderr.decode()[:400]}"
    return done.stdout.decode("utf-8", "replace")


def ink_coverage(path):
    """For each page the part of its area that each process ink covers: a dictionary by ink."""
    out = _run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=ink_cov", "-o", "-", path)
    rows = re.findall(r"^\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+) CMYK", out, re.M)
    return [dict(zip(PROCESS, (float(v) / 100 for v in row))) for row in rows]


@dataclass
class Plate:
    """One ink of one page: 0 is paper, 255 is full ink; row 0 is the top of the MediaBox."""
    ink: str
    width: int
    height: int
    rows: list

    def _within(self, box, scale):
        x0, y0, x1, y1 = (max(0, round(v * scale)) for v in box)
        return b"".join(row[x0:x1] for row in self.rows[y0:y1])

    def darkest(self, box, scale):
        """The most ink within (x0, y0, x1, y1), points from the top left corner."""
        return max(self._within(box, scale), default=0)

    def spread(self, box, scale):
        """The difference of most and least ink there: 0 on an even ground."""
        values = self._within(box, scale)
        return max(values, default=0) - min(values, default=0)

    def at(self, far, along, across):
        """One spot of a plate of 72 dpi: `far` counts from the left if `across`, else from the top."""
        return self.rows[along][int(far)] if across else self.rows[int(far)][along]

    @property
    def used(self):
        return any(map(max, self.rows))


def plates(path, page, resolution=72):
    """The plates of a page by ink: the four, and each spot colour."""
    with tempfile.TemporaryDirectory() as folder:
        _run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", f"-r{resolution}",
             "-sCompression=none", f"-dFirstPage={page}", f"-dLastPage={page}", "-o",
             Path(folder) / "plate.tif", path)
        found = {}
        for file in sorted(Path(folder).glob("plate*(*)*.tif")):
            ink = re.search(r"\((.*)\)", file.name).group(1).lower()
            found[ink] = _read_tiff(ink, file.read_bytes())
        return found


def total_ink(found, box=None):
    """The most ink that one spot of the page gets, 4.0 being all four in full. Within a box (left, top,
    right, bottom, in points at 72 dpi): the marks outside the bleed are meant to have all inks."""
    left, top, right, bottom = (round(v) for v in box) if box else (0, 0, None, None)
    rows = zip(*([row[left:right] for row in plate.rows[top:bottom]] for plate in found.values()))
    return max(max(map(sum, zip(*inks)), default=0) for inks in rows) / 255


def bleed_faults(found, trim, bleed):
    """Where ink reaches the trim's edge but not the bleed's: words for each side that has it.

    `found` is a page's plates at 72 dpi; the boxes are (left, top, right, bottom) from the media's
    upper left corner, in points.
    """
    ends = {"left": (trim[0] + 1, bleed[0] + 1.5), "right": (trim[2] - 2, bleed[2] - 2.5),
            "top": (trim[1] + 1, bleed[1] + 1.5), "bottom": (trim[3] - 2, bleed[3] - 2.5)}
    faults = []
    for side, (within, beyond) in ends.items():
        across = side in ("left", "right")
        first, last = (trim[1], trim[3]) if across else (trim[0], trim[2])
        for plate in found.values():
            bare = [a for a in range(int(first) + 2, int(last) - 2)
                    if plate.at(within, a, across) > 25 and plate.at(beyond, a, across) == 0]
            if bare:
                faults.append(f"{plate.ink} ends at the trim's {side} edge, "
                              f"{bare[0]} to {bare[-1]} pt along it")
    return faults


def _read_tiff(ink, data):
    """An uncompressed TIFF of one 8-bit channel, as Ghostscript writes it: 0 there is full ink."""
    order = "little" if data[:2] == b"II" else "big"

    def number(at, size):
        return int.from_bytes(data[at:at + size], order)

    tags = {}
    start = number(4, 4)
    for k in range(number(start, 2)):
        at = start + 2 + 12 * k
        size = {3: 2, 4: 4}.get(number(at + 2, 2), 1)
        count = number(at + 4, 4)
        place = at + 8 if size * count <= 4 else number(at + 8, 4)
        tags[number(at, 2)] = [number(place + n * size, size) for n in range(count)]
    width, height = tags[256][0], tags[257][0]
    assert tags[258] == [8] and tags[259] == [1], "the plate is not 8 bits, uncompressed"
    pixels = b"".join(data[o:o + n] for o, n in zip(tags[273], tags[279]))
    inverse = bytes(range(255, -1, -1))
    return Plate(ink, width, height,
                 [pixels[width * y:width * (y + 1)].translate(inverse) for y in range(height)])


def text_colours(file):
    """The colours that text is painted in: {(colour space, values)}, of a pdffile.File."""
    return {(p.space.strip('"'), p.values) for p in file.usage.paints if p.kind == "text"}


def is_black(paint):
    """Painted in black ink alone."""
    return (paint.space, paint.values) in (('"/DeviceCMYK"', BLACK), ('"/DeviceGray"', (0.0,)))


def overprint_faults(file):
    """Black text that does not overprint (OPM 1 in DeviceCMYK), and white that does, in words."""
    faults = []
    for paint in sorted(file.usage.paints, key=repr):
        place = f"page {paint.page}, object {paint.where}"
        white = (paint.space, paint.values) in (('"/DeviceCMYK"', (0.0,) * 4), ('"/DeviceGray"', (1.0,)))
        if paint.kind == "text" and is_black(paint) and \
                not (paint.overprint and paint.mode == 1 and "CMYK" in paint.space):
            faults.append(f"{place}: black text does not overprint")
        if white and paint.overprint:
            faults.append(f"{place}: white {paint.kind} overprints, so it would vanish")
    return faults


def heaviest_ink(file):
    """The largest sum of inks that a colour of the content has, 4.0 being all: (sum, page, values)."""
    sums = [(sum(p.values), p.page, p.values) for p in file.usage.paints if "DeviceCMYK" in p.space]
    return max(sums, default=(0.0, 0, ()))


def qr_codes(path, page, resolution=200):
    """What each QR code of a page says."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page"
        _run("pdftoppm", "-r", resolution, "-f", page, "-l", page, "-gray", "-png", "-singlefile", path,
             picture)
        out = _run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", f"{picture}.png",
                   statuses=(0, 4))  # 4: none found
        return sorted(out.splitlines())


class _Symbol(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("width", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_ubyte))]


def qr_drawing(text, x, y, module):
    """Content stream lines that draw a QR code with its lower left corner there, made by libqrencode."""
    library = ctypes.CDLL(ctypes.util.find_library("qrencode") or "libqrencode.so.4")
    library.QRcode_encodeString8bit.restype = ctypes.POINTER(_Symbol)
    symbol = library.QRcode_encodeString8bit(text.encode(), 0, 1).contents
    lines = ["0 0 0 1 k"]
    for row in range(symbol.width):
        for column in range(symbol.width):
            if symbol.data[row * symbol.width + column] & 1:
                top = y + (symbol.width - 1 - row) * module
                lines.append(f"{x + column * module:g} {top:g} {module:g} {module:g} re f")
    return lines
