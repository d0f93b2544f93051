#!/usr/bin/env python3
"""Checks files against the rules of PDF/X-4 (ISO 15930-7:2010) and says PASS or FAIL for each.

    python3 tests/conformance/x4.py FILE...

Each rule is a function with a name, the clause of ISO 32000-1 that defines what it speaks of, and its
meaning in plain words. ISO 15930-7 restricts those clauses. A file is "checked" by this, not certified.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import x4_paint  # noqa: E402, F401 (its rules)
from metadata import Metadata, same_moment  # noqa: E402
from pdffile import File, Stream, Unreadable, pdfx_intents, text_of  # noqa: E402
from x4_rule import RULES, Fault, rule  # noqa: E402

BOX_SLACK = 0.001


# --- the file -------------------------------------------------------------------------------------


@rule("readable", "ISO 32000-1 7.5", "the file can be read without repair")
def check_readable(file):
    if file.warnings:
        yield "file", file.warnings.strip().splitlines()[0]
    if not file.pages:
        yield "file", "it has no page"


@rule("header", "ISO 32000-1 7.5.2", "the version is PDF 1.6 or earlier")
def check_header(file):
    if not file.header:
        yield "header", "there is no %PDF- header"
    elif file.header > (1, 6):
        yield "header", "the header says PDF {}.{}".format(*file.header)
    version = re.fullmatch(r"/(\d)\.(\d)", str(file.catalog.get("/Version", "/1.0")))
    if not version or tuple(map(int, version.groups())) > (1, 6):
        yield "catalog", f"its Version is {file.catalog.get('/Version')}"


@rule("encryption", "ISO 32000-1 7.6", "the file is not encrypted")
def check_encryption(file):
    if file.encrypted:
        yield "trailer", "it has an encryption dictionary"


@rule("file-id", "ISO 32000-1 14.4", "the trailer has an ID of two strings")
def check_id(file):
    parts = [text_of(part) for part in file.list(file.trailer.get("/ID"))]
    if len(parts) != 2 or not all(parts):
        yield "trailer", f"ID is {file.trailer.get('/ID', 'missing')}"


@rule("compression", "ISO 32000-1 7.4", "no stream is compressed with LZW or has a Crypt filter")
def check_compression(file):
    for where, value in file.objects.items():
        for name in value.filters if isinstance(value, Stream) else []:
            if name in ("/LZWDecode", "/LZW", "/Crypt"):
                yield where, f"its filter is {name}"
    for page, where, image in file.usage.inline:
        names = image.get("/F", image.get("/Filter", []))
        for name in names if isinstance(names, list) else [names]:
            if name in ("/LZWDecode", "/LZW", "/Crypt"):
                yield where, f"an inline image has the filter {name}", page


@rule("external-data", "ISO 32000-1 7.3.8, 8.9.5.4, 14.11.7",
      "everything that is printed is inside the file: no external stream, no OPI, no other image for print")
def check_external(file):
    for where, value in file.objects.items():
        if isinstance(value, Stream) and {"/F", "/FFilter", "/FDecodeParms"} & set(value.dict):
            yield where, "its data are in another file"
        if isinstance(value, Stream) and "/OPI" in value.dict:
            yield where, "it has an OPI dictionary"
    for where, entry in file.dicts():
        if entry.get("/DefaultForPrinting") is True:
            yield where, "an alternate image would be printed instead"


@rule("content", "ISO 32000-1 7.8.2, 7.8.3",
      "page content is whole and names only what its resources have")
def check_content(file):
    for page, where, words in file.usage.faults:
        yield where, words, page


# --- what the file says of itself -----------------------------------------------------------------


@rule("metadata-stream", "ISO 32000-1 14.3.2",
      "the catalog has XMP metadata, well formed and not compressed")
def check_metadata(file):
    metadata = Metadata.of(file)
    if metadata.stream is None:
        yield "catalog", "it has no Metadata stream"
        return
    if metadata.stream.filters:
        yield metadata.where, f"it is compressed: {' '.join(metadata.stream.filters)}"
    if metadata.error:
        yield metadata.where, f"it is not well-formed XMP: {metadata.error}"
    if metadata.stream.dict.get("/Type") != "/Metadata" or \
            metadata.stream.dict.get("/Subtype") != "/XML":
        yield metadata.where, "its Type is not Metadata or its Subtype is not XML"


@rule("pdfx-version", "ISO 15930-7, identification", "XMP has pdfxid:GTS_PDFXVersion PDF/X-4")
def check_version(file):
    metadata = Metadata.of(file)
    value = metadata.get("pdfxid:GTS_PDFXVersion")
    if metadata.readable and value != "PDF/X-4":
        yield metadata.where, f"pdfxid:GTS_PDFXVersion is {value or 'missing'}"


@rule("document-id", "ISO 15930-7, identification",
      "XMP has xmpMM:DocumentID, xmpMM:RenditionClass and xmpMM:VersionID")
def check_document_id(file):
    metadata = Metadata.of(file)
    for name in ("xmpMM:DocumentID", "xmpMM:RenditionClass", "xmpMM:VersionID"):
        if metadata.readable and not metadata.get(name):
            yield metadata.where, f"{name} is missing"


@rule("document-info", "ISO 32000-1 14.3.3",
      "Info has Title, CreationDate, ModDate, Creator and Producer")
def check_info(file):
    info = file.dict(file.trailer.get("/Info"))
    for key in ("/Title", "/CreationDate", "/ModDate", "/Creator", "/Producer"):
        if not text_of(file.get(info.get(key))):
            yield str(file.trailer.get("/Info", "trailer")), f"Info has no {key[1:]}"


ALIKE = {"/Title": "dc:title", "/CreationDate": "xmp:CreateDate", "/ModDate": "xmp:ModifyDate",
         "/Creator": "xmp:CreatorTool", "/Producer": "pdf:Producer", "/Author": "dc:creator",
         "/Subject": "dc:description", "/Keywords": "pdf:Keywords"}


@rule("info-xmp", "ISO 32000-1 14.3", "Info and XMP say the same")
def check_alike(file):
    metadata = Metadata.of(file)
    info = file.dict(file.trailer.get("/Info"))
    for key, name in ALIKE.items():
        here, there = text_of(file.get(info.get(key))), metadata.get(name)
        if not here or not metadata.readable:
            continue  # what is missing in Info is another rule's
        alike = same_moment(here, there) if key.endswith("Date") else here == there
        if not alike:
            yield metadata.where, f"Info has {key[1:]} \"{here}\", XMP has {name} \"{there}\""


@rule("trapped", "ISO 32000-1 14.3.3, 14.11.6", "Trapped is True or False in Info, and the same in XMP")
def check_trapped(file):
    metadata = Metadata.of(file)
    value = file.get(file.dict(file.trailer.get("/Info")).get("/Trapped"))
    if value not in ("/True", "/False"):
        yield str(file.trailer.get("/Info", "trailer")), f"Trapped is {value or 'missing'} in Info"
    elif metadata.readable and metadata.get("pdf:Trapped") != value[1:]:
        yield metadata.where, f"Trapped is {value} in Info, {metadata.get('pdf:Trapped')} in XMP"


@rule("output-intent", "ISO 32000-1 14.11.5",
      "there is exactly one GTS_PDFX output intent, and it is named")
def check_intent(file):
    intents = pdfx_intents(file)
    if len(intents) != 1:
        yield "catalog", f"it has {len(intents)} output intents with S GTS_PDFX"
    for intent in intents:
        if not text_of(file.get(intent.get("/OutputConditionIdentifier"))):
            yield "catalog", "the output intent has no OutputConditionIdentifier"


@rule("intent-profile", "ISO 32000-1 14.11.5",
      "the output intent embeds an ICC profile of class prtr for CMYK, version 4 at most")
def check_profile(file):
    for intent in pdfx_intents(file):
        where = str(intent.get("/DestOutputProfile", "output intent"))
        stream = file.get(intent.get("/DestOutputProfile"))
        if not isinstance(stream, Stream):
            yield where, "no DestOutputProfile is embedded"
            continue
        data = stream.data
        if data[36:40] != b"acsp" or len(data) < 132 or int.from_bytes(data[:4], "big") != len(data):
            yield where, "the profile is no whole ICC profile"
        elif data[8] > 4 or data[12:16] != b"prtr" or data[16:20] != b"CMYK":
            kind, space = (data[a:a + 4].decode("latin-1") for a in (12, 16))
            yield where, f"the profile is of class {kind}, space {space}, version {data[8]}"
        elif stream.dict.get("/N") != 4:
            yield where, f"N is {stream.dict.get('/N')}, not 4"


# --- pages ----------------------------------------------------------------------------------------

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


def numbers(file, values):
    """Four numbers; None for anything else."""
    found = [file.get(v) for v in values]
    whole = len(found) == 4 and all(type(v) in (int, float) for v in found)
    return found if whole else None


def box(file, page, name):
    """The box that a page has itself or inherits: four numbers, or None."""
    inherits = name in ("/MediaBox", "/CropBox")
    value = file.inherited(page, name) if inherits else file.get(file.dict(page).get(name))
    return numbers(file, value) if isinstance(value, list) else None


def bleed(file, page):
    """The area that a press needs: the BleedBox, or what stands in for it."""
    return box(file, page, "/BleedBox") or box(file, page, "/CropBox") or box(file, page, "/MediaBox")


def inside(inner, outer):
    return all(inner[k] >= outer[k] - BOX_SLACK for k in (0, 1)) and \
        all(inner[k] <= outer[k] + BOX_SLACK for k in (2, 3))


@rule("trim-box", "ISO 32000-1 14.11.2",
      "every page has a MediaBox and a TrimBox, and not an ArtBox as well")
def check_trim(file):
    for number, page in enumerate(file.pages, 1):
        trim, art = box(file, page, "/TrimBox"), box(file, page, "/ArtBox")
        if not box(file, page, "/MediaBox"):
            yield page, "it has no MediaBox", number
        if not trim and not art:
            yield page, "it has no TrimBox", number
        elif trim and art:
            yield page, "it has a TrimBox and an ArtBox", number


@rule("box-nesting", "ISO 32000-1 14.11.2", "the TrimBox is inside the BleedBox, that inside the MediaBox")
def check_nesting(file):
    for number, page in enumerate(file.pages, 1):
        present = [(n, box(file, page, n)) for n in BOXES if box(file, page, n)]
        media = box(file, page, "/MediaBox")
        trim = box(file, page, "/TrimBox") or box(file, page, "/ArtBox")
        for name, corners in present:
            if name != "/CropBox" and media and not inside(corners, media):
                yield page, f"its {name[1:]} {corners} leaves the MediaBox {media}", number
        own = box(file, page, "/BleedBox")
        if own and trim and not inside(trim, own):
            yield page, f"its TrimBox {trim} leaves the BleedBox {own}", number


@rule("box-order", "ISO 32000-1 7.9.5, 14.11.2",
      "boxes are written from the lower left to the upper right, and all pages have the same ones")
def check_order(file):
    sets = []
    for number, page in enumerate(file.pages, 1):
        present = [(n, box(file, page, n)) for n in BOXES if box(file, page, n)]
        sets.append({n for n, _ in present} - {"/CropBox"})
        for name, corners in present:
            if corners[0] >= corners[2] or corners[1] >= corners[3]:
                yield page, f"its {name[1:]} is {corners}", number
        if "/BleedBox" in sets[0] ^ sets[-1]:
            yield page, "not every page has a BleedBox", number


@rule("viewer-areas", "ISO 32000-1 12.2",
      "ViewArea, ViewClip, PrintArea and PrintClip name MediaBox or BleedBox")
def check_areas(file):
    preferences = file.dict(file.catalog.get("/ViewerPreferences"))
    for key in ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip"):
        if preferences.get(key, "/MediaBox") not in ("/MediaBox", "/BleedBox"):
            yield "catalog", f"{key[1:]} is {preferences[key]}"


@rule("annotations", "ISO 32000-1 12.5",
      "no annotation but a TrapNet or a PrinterMark touches the area that is printed")
def check_annotations(file):
    for number, page in enumerate(file.pages, 1):
        area = bleed(file, page)
        for entry in file.list(file.dict(page).get("/Annots")):
            annotation = file.dict(entry)
            rect = numbers(file, file.list(annotation.get("/Rect")))
            where = entry if isinstance(entry, str) else page
            if annotation.get("/Subtype") in ("/TrapNet", "/PrinterMark"):
                continue
            kind = str(annotation.get("/Subtype", "/without a kind"))[1:]
            if not rect or not area:
                yield where, f"an annotation ({kind}) has no place", number
                continue
            (left, right), (low, high) = sorted(rect[0::2]), sorted(rect[1::2])
            if left <= area[2] and right >= area[0] and low <= area[3] and high >= area[1]:
                yield where, f"an annotation ({kind}) at {rect} touches the BleedBox {area}", number


# --- what a reader could be made to do ------------------------------------------------------------

ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide",
           "/Named", "/SubmitForm", "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition", "/Trans",
           "/GoTo3DView"}


@rule("javascript", "ISO 32000-1 12.6.4.16", "there is no JavaScript")
def check_javascript(file):
    for where, entry in file.dicts():
        if entry.get("/S") == "/JavaScript" or "/JS" in entry or "/JavaScript" in entry:
            yield where, "it holds JavaScript"


@rule("actions", "ISO 32000-1 12.6", "there are no actions")
def check_actions(file):
    for where, entry in file.dicts():
        if "/AA" in entry:
            yield where, "it has additional actions (AA)"
        for key in ("/A", "/OpenAction", "/PA", "/Next"):
            kind = file.dict(entry.get(key)).get("/S") if key in entry else None
            if kind in ACTIONS:
                yield where, f"it has an action ({key[1:]}) of kind {kind[1:]}"


@rule("optional-content", "ISO 32000-1 8.11.4",
      "each configuration of layers has a name of its own, and none switches by itself (AS)")
def check_layers(file):
    properties = file.dict(file.catalog.get("/OCProperties"))
    entries = [properties.get("/D"), *file.list(properties.get("/Configs"))]
    names = set()
    for entry in entries if properties else []:
        configuration = file.dict(entry)
        name = text_of(file.get(configuration.get("/Name")))
        if not name:
            yield "catalog", "a configuration of its optional content has no Name"
        elif name in names:
            yield "catalog", f"two configurations of its optional content are called {name}"
        if "/AS" in configuration:
            yield "catalog", "a configuration of its optional content has AS"
        names.add(name)


# --- the verdict ----------------------------------------------------------------------------------


def check(path):
    """All faults of a file, rule by rule."""
    try:
        file = File(path)
    except Unreadable as reason:
        readable = next(r for r in RULES if r.check is check_readable)
        return [Fault(readable, "file", str(reason))]
    return [fault for rule_ in RULES for fault in _faults(rule_, file)]


def _faults(rule_, file):
    try:
        return [Fault(rule_, *fault) for fault in rule_.check(file)]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as reason:
        return [Fault(rule_, "file", f"what it looks at is of a wrong kind ({reason})")]


def main(paths):
    if not paths:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    failed = False
    for path in paths:
        faults = check(path)
        for fault in faults:
            print(f"FAIL {path} {fault}")
        if not faults:
            print(f"PASS {path} ({len(RULES)} rules)")
        failed = failed or bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
