"""The rules of PDF/X-4 about what is painted: fonts, colour, transparency, forms."""

import hashlib
import re
from dataclasses import dataclass

from pdffile import Stream, pdfx_intents
from truetype import Font, FontDamaged
from x4_rule import rule


def intent_profile(file):
    """The bytes of the output intent's profile."""
    for intent in pdfx_intents(file):
        stream = file.get(intent.get("/DestOutputProfile"))
        if isinstance(stream, Stream):
            return stream.data
    return b""


# --- fonts ----------------------------------------------------------------------------------------


PROGRAMMED = ("/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2")


def fonts(file):
    """(where, dictionary) of each font that needs a program; of the descendant of a composite one."""
    for where, entry in file.objects.items():
        entry = file.dict(entry)
        if entry.get("/Subtype") in PROGRAMMED:
            yield where, entry


@rule("fonts-embedded", "ISO 32000-1 9.9", "every font is embedded")
def check_embedded(file):
    for where, font in fonts(file):
        descriptor = file.dict(font.get("/FontDescriptor"))
        programs = [file.get(descriptor.get(k)) for k in ("/FontFile", "/FontFile2", "/FontFile3")]
        if not any(isinstance(p, Stream) and p.data for p in programs):
            yield where, f"the font {font.get('/BaseFont', '')} is not embedded"
    for where, entry in file.dicts():
        if entry.get("/Subtype") == "/Type0" and not file.list(entry.get("/DescendantFonts")):
            yield where, f"the font {entry.get('/BaseFont', '')} has no descendant"


def cid_widths(file, font):
    """Character code -> width, as the font dictionary has it."""
    widths, entries = {}, [file.get(v) for v in file.list(font.get("/W"))]
    flat = [v for e in entries for v in (map(file.get, e) if isinstance(e, list) else [e])]
    if not all(isinstance(v, (int, float)) for v in flat):
        raise FontDamaged("W does not hold numbers")
    while len(entries) >= 2:
        if isinstance(entries[1], list):
            widths.update(enumerate(map(file.get, entries[1]), entries[0]))
            entries = entries[2:]
        else:
            widths.update(dict.fromkeys(range(entries[0], entries[1] + 1), entries[2]))
            entries = entries[3:]
    return widths


@dataclass
class Outlines:
    """A composite font with TrueType outlines: what a code shows, by its dictionary and its program."""
    where: str
    widths: dict
    default: float
    map: bytes   # CIDToGIDMap, or None: codes are glyphs
    program: Font

    def glyph(self, code):
        return code if self.map is None else int.from_bytes(self.map[2 * code:2 * code + 2], "big")


def outlines(file, where):
    """Outlines of the font with that number; None for a font of another kind, or damaged."""
    font = file.dict(where)
    program = file.get(file.dict(font.get("/FontDescriptor")).get("/FontFile2"))
    if font.get("/Subtype") != "/CIDFontType2" or not isinstance(program, Stream):
        return None
    glyphs = file.get(font.get("/CIDToGIDMap"))
    return Outlines(where, cid_widths(file, font), file.get(font.get("/DW", 1000)),
                    glyphs.data if isinstance(glyphs, Stream) else None, Font(program.data))


def shown_codes(file):
    """(outlines, code, page, where) of each code that is shown in a font of two-byte codes."""
    for reference, strings in file.usage.shown.items():
        font = file.dict(reference)
        below = file.list(font.get("/DescendantFonts"))
        if font.get("/Encoding") != "/Identity-H" or not below:
            continue
        try:
            found = outlines(file, below[0])
        except FontDamaged:
            continue  # the rule about widths says so
        codes = {}
        for string, place in strings.items():
            for k in range(0, len(string) - 1, 2):
                codes.setdefault(int.from_bytes(string[k:k + 2], "big"), place)
        for code, place in codes.items() if found else ():
            yield found, code, *place


@rule("font-widths", "ISO 32000-1 9.7.4.3", "a font's dictionary and its program give the same widths")
def check_widths(file):
    for where, _ in fonts(file):
        try:
            found = outlines(file, where)
        except FontDamaged as damage:
            yield where, f"the font is damaged: {damage}"
            continue
        for code, width in found.widths.items() if found else ():
            wanted = found.program.width(found.glyph(code))
            if wanted is None or abs(wanted - width) > 1:
                yield where, f"code {code} is {width} wide, its glyph {found.glyph(code)} is {wanted} wide"
                break
    for found, code, page, where in shown_codes(file):
        wanted = found.program.width(found.glyph(code)) if found.glyph(code) else None
        if code not in found.widths and wanted is not None and abs(wanted - found.default) > 1:
            yield found.where, f"code {code} has no width, but is shown in object {where}", page


@rule("glyphs", "ISO 32000-1 9.7.6.3", "text shows glyphs that its font has, never the missing glyph")
def check_glyphs(file):
    for found, code, page, where in shown_codes(file):
        glyph = found.glyph(code)
        if glyph == 0 or found.program.width(glyph) is None:
            yield where, f"code {code} of the font in object {found.where} shows glyph {glyph}", page


# --- colour ---------------------------------------------------------------------------------------


def family(file, space):
    """DeviceCMYK, ICCBased ...: what kind of colour space this is."""
    space = file.get(space)
    return (file.get(space[0]) if space else None) if isinstance(space, list) else space


def nested(file, space, depth=0):
    """A colour space and those inside it: the base of an index, the alternates of inks."""
    space = file.get(space)
    if space is None or depth > 8:
        return
    yield space
    if not isinstance(space, list) or len(space) < 2:
        return
    inner = {"/Indexed": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}.get(file.get(space[0]))
    if inner is not None and inner < len(space):
        yield from nested(file, space[inner], depth + 1)
    if family(file, space) == "/DeviceN" and len(space) > 4:
        attributes = file.dict(space[4])
        for ink in file.dict(attributes.get("/Colorants")).values():
            yield from nested(file, ink, depth + 1)
        yield from nested(file, file.dict(attributes.get("/Process")).get("/ColorSpace"), depth + 1)


def used_spaces(file):
    """(page, where, colour space) of everything painted, with the spaces inside, each once."""
    seen = set()
    for page, where, space in file.usage.spaces:
        for part in nested(file, space):
            if (page, where, repr(part)) not in seen:
                seen.add((page, where, repr(part)))
                yield page, where, part


@rule("device-rgb", "ISO 32000-1 8.6.4",
      "nothing is painted in DeviceRGB, whose meaning a CMYK press cannot know")
def check_rgb(file):
    for page, where, space in used_spaces(file):
        if family(file, space) == "/DeviceRGB":
            yield where, "it uses DeviceRGB", page
    for page, where, group in file.usage.groups:
        if family(file, group.get("/CS")) == "/DeviceRGB":
            yield where, "its transparency group is in DeviceRGB", page


@rule("icc-spaces", "ISO 32000-1 8.6.5.5",
      "an ICCBased space fits its profile, and is not the output intent's own profile again")
def check_icc(file):
    intent = hashlib.sha256(intent_profile(file)).digest()
    for page, where, space in used_spaces(file):
        if family(file, space) != "/ICCBased":
            continue
        stream = file.get(space[1]) if len(space) > 1 else None
        data = stream.data if isinstance(stream, Stream) else b""
        inks = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}.get(data[16:20])
        if data[36:40] != b"acsp" or inks != stream.dict.get("/N"):
            yield where, "its ICC profile is damaged or has another number of components", page
        elif hashlib.sha256(data).digest() == intent:
            yield where, "its profile is that of the output intent: DeviceCMYK is meant", page


@rule("group-space", "ISO 32000-1 11.4.7, 11.6.6",
      "transparency is blended in the family of the output intent")
def check_groups(file):
    for page, where, group in file.usage.groups:
        space = file.get(group.get("/CS"))
        kind = family(file, space)
        stream = file.get(space[1]) if kind == "/ICCBased" and len(space) > 1 else None
        fits = kind in (None, "/DeviceCMYK", "/DeviceGray", "/DeviceRGB") or \
            (isinstance(stream, Stream) and stream.dict.get("/N") in (1, 4))  # RGB: rule device-rgb
        if not fits:
            yield where, f"its transparency group is in {str(kind)[1:]}", page


BLEND_MODES = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten",
               "/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion",
               "/Hue", "/Saturation", "/Color", "/Luminosity"}


@rule("blend-mode", "ISO 32000-1 11.3.5", "blend modes are those that the standard defines")
def check_blend(file):
    for page, where, state in file.usage.gstates:
        modes = file.get(state.get("/BM", []))
        for mode in modes if isinstance(modes, list) else [modes]:
            if mode not in BLEND_MODES:
                yield where, f"its blend mode is {mode}", page


@rule("overprint-mode", "ISO 32000-1 8.6.7",
      "OPM is 0 or 1, and not 1 where a colour by a CMYK profile overprints")
def check_overprint(file):
    for page, where, state in file.usage.gstates:
        if file.get(state.get("/OPM", 0)) not in (0, 1):
            yield where, f"its OPM is {state['/OPM']}", page
    for paint in sorted(file.usage.paints, key=repr):
        if paint.overprint and paint.mode == 1 and paint.space.startswith('["/ICCBased"'):
            profile = re.search(r'"(\d+ \d+ R)"', paint.space)
            if profile and file.dict(profile.group(1)).get("/N") == 4:
                yield paint.where, f"{paint.kind} overprints in an ICCBased CMYK colour", paint.page


@rule("transfer", "ISO 32000-1 10.4, 10.5",
      "there are no transfer functions: TR is Identity, TR2 is Default")
def check_transfer(file):
    for where, entry in file.dicts():
        is_state = entry.get("/Type") in ("/ExtGState", None)
        if is_state and "/TR" in entry and "/S" not in entry and file.get(entry["/TR"]) != "/Identity":
            yield where, "it has a transfer function (TR)"
        if "/TR2" in entry and file.get(entry["/TR2"]) != "/Default":
            yield where, "it has a transfer function (TR2)"
        halftone = file.get(entry.get("/TransferFunction", "/Identity"))
        if "/HalftoneType" in entry and halftone != "/Identity":
            yield where, "its halftone has a transfer function"


@rule("halftone-phase", "ISO 32000-1 10.5", "there is no halftone phase (HTP)")
def check_phase(file):
    for where, entry in file.dicts():
        if "/HTP" in entry:
            yield where, "it has HTP"


@rule("postscript", "ISO 32000-1 8.8.2", "there is no PostScript XObject")
def check_postscript(file):
    for where, value in file.objects.items():
        if not isinstance(value, Stream):
            continue
        kinds = (value.dict.get("/Subtype"), value.dict.get("/Subtype2"), *value.dict)
        if "/PS" in kinds:
            yield where, "it holds PostScript"


@rule("reference-xobject", "ISO 32000-1 8.10.4", "no form stands for a page of another file (Ref)")
def check_reference(file):
    for where, value in file.objects.items():
        if isinstance(value, Stream) and value.dict.get("/Subtype") == "/Form" and "/Ref" in value.dict:
            yield where, "it is a reference XObject"
