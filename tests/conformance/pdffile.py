"""A PDF file as Python values, read through qpdf's JSON; and what its pages paint with.

Standard library only. An object is what qpdf's JSON says: names begin with `/`, strings with `u:` or
`b:`, references look like `7 0 R`. A stream is a Stream.
"""

import base64
import json
import re
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path

from content import Damaged, Name, OPERATORS, operations

REFERENCE = re.compile(r"\d+ \d+ R\Z")
MAX_NESTING = 24


class Unreadable(Exception):
    """qpdf found no whole PDF file there."""


@dataclass
class Stream:
    dict: dict
    base64: str
    filters: list  # as the file has them, before qpdf decoded anything

    @property
    def data(self):
        return base64.b64decode(self.base64 or "")


def _qpdf_json(path, *options):
    done = subprocess.run(["qpdf", "--json=2", *options, str(path)], capture_output=True, check=False)
    if done.returncode == 2:
        raise Unreadable(done.stderr.decode("utf-8", "replace").strip().splitlines()[0])
    return json.loads(done.stdout), done.stderr.decode("utf-8", "replace")


def text_of(value):
    """The characters of a string object; None when it is no string."""
    if not isinstance(value, str) or value[:2] not in ("u:", "b:"):
        return None
    return value[2:] if value[0] == "u" else bytes.fromhex(value[2:]).decode("latin-1")


class File:
    def __init__(self, path):
        self.path = Path(path)
        whole, self.warnings = _qpdf_json(path, "--json-stream-data=inline",
                                          "--decode-level=generalized")
        bare, _ = _qpdf_json(path, "--json-key=qpdf", "--json-stream-data=none", "--decode-level=none")
        head = re.search(rb"%PDF-(\d)\.(\d)", self.path.read_bytes()[:1024])
        self.header = tuple(map(int, head.groups())) if head else None
        self.encrypted = whole["encrypt"]["encrypted"]
        self.objects = {}
        undecoded = bare["qpdf"][1]
        for name, entry in whole["qpdf"][1].items():
            key = name.removeprefix("obj:")
            if "stream" in entry:
                filters = undecoded[name]["stream"]["dict"].get("/Filter", [])
                self.objects[key] = Stream(entry["stream"]["dict"], entry["stream"].get("data"),
                                           filters if isinstance(filters, list) else [filters])
            else:
                self.objects[key] = entry["value"]
        self.trailer = self.objects.pop("trailer")
        self.catalog = self.dict(self.trailer.get("/Root"))
        self.pages = [page["object"] for page in whole["pages"]]
        self._usage = None

    def get(self, value):
        for _ in range(MAX_NESTING):
            if not (isinstance(value, str) and REFERENCE.match(value)):
                break
            value = self.objects.get(value)
        return value

    def dict(self, value):
        """The dictionary that this is, or that its stream has; else an empty one."""
        value = self.get(value)
        if isinstance(value, Stream):
            return value.dict
        return value if isinstance(value, dict) else {}

    def list(self, value):
        value = self.get(value)
        return value if isinstance(value, list) else []

    def inherited(self, page, key):
        node = self.dict(page)
        for _ in range(64):
            if key in node:
                return self.get(node[key])
            node = self.dict(node.get("/Parent"))
        return None

    def dicts(self):
        """Each dictionary of the file, nested ones too: (its object's number, dictionary)."""
        pending = [("trailer", self.trailer), *self.objects.items()]
        while pending:
            where, value = pending.pop()
            if isinstance(value, Stream):
                value = value.dict
            if isinstance(value, dict):
                yield where, value
                pending.extend((where, v) for v in value.values())
            elif isinstance(value, list):
                pending.extend((where, v) for v in value)

    @property
    def usage(self):
        if self._usage is None:
            self._usage = Usage(self)
        return self._usage


def pdfx_intents(file):
    intents = [file.dict(i) for i in file.list(file.catalog.get("/OutputIntents"))]
    return [i for i in intents if i.get("/S") == "/GTS_PDFX"]


@dataclass(frozen=True)
class Paint:
    """One way in which something is painted: fill, stroke or text, in a colour."""
    page: int
    where: str
    kind: str
    space: str
    values: tuple
    overprint: bool
    mode: int


@dataclass
class _State:
    fill: tuple = ("/DeviceGray", (0.0,))
    stroke: tuple = ("/DeviceGray", (0.0,))
    op: bool = False
    OP: bool = False
    opm: int = 0
    rendering: int = 0
    font: str = ""
    depth: int = 0  # of forms within forms

    def copy(self, deeper=0):
        return replace(self, depth=self.depth + deeper)


@dataclass
class Usage:
    """What the pages use: everything that their content and its resources name, with page and place."""
    file: File
    spaces: list = field(default_factory=list)    # (page, where, colour space)
    gstates: list = field(default_factory=list)   # (page, where, dictionary)
    groups: list = field(default_factory=list)    # (page, where, dictionary)
    inline: list = field(default_factory=list)    # (page, where, dictionary)
    faults: list = field(default_factory=list)    # (page, where, words)
    paints: set = field(default_factory=set)
    shown: dict = field(default_factory=dict)     # font -> {string: (page, where) of its first use}

    def __post_init__(self):
        for number, page in enumerate(self.file.pages, 1):
            Walk(self, number).page(page)


DEVICE = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
FILLS = {"f": "f", "F": "f", "f*": "f", "B": "fs", "B*": "fs", "b": "fs", "b*": "fs", "S": "s", "s": "s"}
TEXT = {"Tj", "TJ", "'", '"'}


class Walk:
    """Follows one page's content into the forms, patterns, glyphs and appearances it uses."""

    def __init__(self, usage, number):
        self.usage, self.file, self.number = usage, usage.file, number
        self.seen = set()

    def page(self, page):
        node = self.file.dict(page)
        resources = self.file.inherited(page, "/Resources")
        if "/Group" in node:
            self.usage.groups.append((self.number, page, self.file.dict(node["/Group"])))
        contents = self.file.get(node.get("/Contents"))
        parts = contents if isinstance(contents, list) else [contents]
        streams = [s for s in map(self.file.get, parts) if isinstance(s, Stream)]
        self.stream(page, b"\n".join(s.data for s in streams), resources, _State())
        for annotation in self.file.list(node.get("/Annots")):
            self.appearances(self.file.dict(annotation).get("/AP"))

    def appearances(self, value, depth=0):
        target = self.file.get(value)
        if isinstance(target, Stream):
            self.form(value, {}, _State())
        elif isinstance(target, dict) and depth < 3:
            for entry in target.values():
                self.appearances(entry, depth + 1)

    def form(self, reference, resources, state):
        if reference in self.seen or state.depth > MAX_NESTING:
            return
        self.seen.add(reference)
        stream = self.file.get(reference)
        own = self.file.get(stream.dict.get("/Resources")) or resources
        if "/Group" in stream.dict:
            self.usage.groups.append((self.number, reference, self.file.dict(stream.dict["/Group"])))
        self.stream(reference, stream.data, own, state.copy(deeper=1))

    def stream(self, where, data, resources, state):
        resources = self.file.dict(resources)
        self.resources(where, resources, _State(depth=state.depth))
        stack = []
        try:
            for name, operands in operations(data):
                if name == "q":
                    stack.append(state.copy())
                elif name == "Q":
                    state = stack.pop() if stack else state
                elif name == "Do":
                    self.xobject(where, resources, operands, state)
                elif name in OPERATORS:
                    self.operator(where, resources, state, (name, operands))
                else:
                    self.fault(where, f"`{name}` is no operator")
        except Damaged as damage:
            self.fault(where, str(damage))

    def fault(self, where, words):
        self.usage.faults.append((self.number, where, words))

    def named(self, where, resources, kind, name):
        entries = self.file.dict(resources.get(kind))
        if name not in entries:
            self.fault(where, f"{kind[1:]} {name} is not in the resources")
        return entries.get(name)

    def xobject(self, where, resources, operands, state):
        reference = self.named(where, resources, "/XObject", operands[-1] if operands else "")
        target = self.file.get(reference)
        if isinstance(target, Stream) and target.dict.get("/Subtype") == "/Form":
            self.form(reference, resources, state)

    def operator(self, where, resources, state, operation):
        name, operands = operation
        if name.lower() in DEVICE:
            colour = (DEVICE[name.lower()], tuple(operands))
            self.colour(where, state, (name.isupper(), colour))
        elif name in ("cs", "CS"):
            space = self.space(where, resources, operands[-1] if operands else "")
            self.colour(where, state, (name == "CS", (space, ())))
        elif name in ("sc", "scn", "SC", "SCN"):
            side = "stroke" if name[0] == "S" else "fill"
            values = tuple(o for o in operands if not isinstance(o, Name))
            setattr(state, side, (getattr(state, side)[0], values))
        elif name == "gs":
            self.gstate(state, self.named(where, resources, "/ExtGState", operands[-1]))
        elif name == "Tr":
            state.rendering = int(operands[-1])
        elif name == "Tf":
            state.font = self.named(where, resources, "/Font", operands[0])
        elif name == "sh":
            self.named(where, resources, "/Shading", operands[-1])
        elif name == "BI":
            self.inline(where, resources, operands[0])
        elif name in TEXT:
            self.show(where, state, operands[-1] if operands else [])
            self.paint(where, state, name)
        elif name in FILLS:
            self.paint(where, state, name)

    def colour(self, where, state, change):
        stroking, colour = change
        self.usage.spaces.append((self.number, where, colour[0]))
        setattr(state, "stroke" if stroking else "fill", colour)

    def space(self, where, resources, name):
        if name in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"):
            return name
        return self.file.get(self.named(where, resources, "/ColorSpace", name))

    def gstate(self, state, reference):
        entry = self.file.dict(reference)
        if "/OP" in entry:
            state.OP = bool(entry["/OP"])
            state.op = state.OP
        state.op = bool(entry.get("/op", state.op))
        state.opm = entry.get("/OPM", state.opm)

    def inline(self, where, resources, entry):
        self.usage.inline.append((self.number, where, entry))
        space = entry.get("/CS", entry.get("/ColorSpace"))
        if isinstance(space, list):
            space = [SHORT.get(s, s) if isinstance(s, str) else s for s in space]
        elif space is not None:
            space = SHORT.get(space, space)
            space = self.space(where, resources, space)
        if space is not None:
            self.usage.spaces.append((self.number, where, space))

    def show(self, where, state, shown):
        strings = self.usage.shown.setdefault(str(state.font), {})
        for part in shown if isinstance(shown, list) else [shown]:
            if isinstance(part, bytes):
                strings.setdefault(part, (self.number, where))

    def paint(self, where, state, name):
        sides = FILLS.get(name)
        kind = None
        if sides is None:
            kind = "text"
            sides = {0: "f", 1: "s", 2: "fs", 4: "f", 5: "s", 6: "fs"}.get(state.rendering, "")
        for side in sides:
            space, values = state.fill if side == "f" else state.stroke
            self.usage.paints.add(Paint(
                self.number, where, kind or {"f": "fill", "s": "stroke"}[side], json.dumps(space),
                values, state.op if side == "f" else state.OP, state.opm))

    def resources(self, where, resources, fresh):
        """What is named is judged, whether or not an operator uses it."""
        usage, file = self.usage, self.file
        for name, space in file.dict(resources.get("/ColorSpace")).items():
            usage.spaces.append((self.number, where, file.get(space)))
        for entry in file.dict(resources.get("/ExtGState")).values():
            place = entry if isinstance(entry, str) else where
            state = file.dict(entry)
            usage.gstates.append((self.number, place, state))
            mask = file.dict(state.get("/SMask"))
            if isinstance(file.get(mask.get("/G")), Stream):
                self.form(mask["/G"], {}, fresh)
        for entry in file.dict(resources.get("/Shading")).values():
            self.shading(entry if isinstance(entry, str) else where, entry)
        for entry in file.dict(resources.get("/XObject")).values():
            image = file.dict(entry)
            if image.get("/Subtype") == "/Image" and "/ColorSpace" in image:
                usage.spaces.append((self.number, entry, file.get(image["/ColorSpace"])))
        for entry in file.dict(resources.get("/Pattern")).values():
            pattern = file.dict(entry)
            if pattern.get("/PatternType") == 2:
                self.shading(entry if isinstance(entry, str) else where, pattern.get("/Shading"))
            elif isinstance(file.get(entry), Stream):
                self.form(entry, resources, fresh)
        for entry in file.dict(resources.get("/Font")).values():
            font = file.dict(entry)
            for glyph in file.dict(font.get("/CharProcs")).values():
                self.form(glyph, font.get("/Resources", resources), fresh)

    def shading(self, where, entry):
        space = self.file.dict(entry).get("/ColorSpace")
        self.usage.spaces.append((self.number, where, self.file.get(space)))
