"""A small reader of content streams: operators with their operands."""

import re

TOKEN = re.compile(rb"""
    (?P<space>[\x00\t\n\f\r ]+|%[^\r\n]*)
  | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z))
  | /(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*)
  | (?P<open><<|\[)
  | (?P<close>>>|\])
  | <(?P<hex>[0-9A-Fa-f\x00\t\n\f\r ]*)>
  | (?P<string>\()
  | (?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]+)
  | (?P<other>.)
""", re.X | re.S)
IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r /]|\Z)")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
CONSTANTS = {b"true": True, b"false": False, b"null": None}
OPERATORS = set("""b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k
    l M m MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y
    ' \"""".split())


class Name(str):
    """A name, with its slash."""


class Damaged(Exception):
    """What stands there is no content stream."""


def _string(data, at):
    """A literal string from behind its bracket: its bytes and where it ends."""
    out, depth = bytearray(), 1
    while at < len(data):
        byte = data[at:at + 1]
        at += 1
        if byte == b"\\":
            octal = re.compile(rb"[0-7]{1,3}").match(data, at)
            line_end = re.compile(rb"\r\n?|\n").match(data, at)
            if octal:
                out.append(int(octal.group(), 8) & 255)
                at = octal.end()
            elif line_end:
                at = line_end.end()
            else:
                out += ESCAPES.get(data[at:at + 1], data[at:at + 1])
                at += 1
            continue
        depth += {b"(": 1, b")": -1}.get(byte, 0)
        if depth == 0:
            return bytes(out), at
        out += byte
    raise Damaged("a string does not end")


def _name(raw):
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), raw)
    return Name("/" + plain.decode("utf-8", "replace"))


def _hexadecimal(raw):
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _pairs(values):
    return dict(zip(values[::2], values[1::2]))


def _tokens(data):
    """(kind, value, where it ends); after an `ID` the reader is told where the image ends."""
    at = 0
    while at < len(data):
        match = TOKEN.match(data, at)
        at = match.end()
        kind = match.lastgroup
        if kind == "space":
            continue
        raw = match.group(kind)
        value = raw
        if kind == "number":
            value = float(raw)
        elif kind == "name":
            value = _name(raw)
        elif kind == "hex":
            kind, value = "string", _hexadecimal(raw)
        elif kind == "string":
            value, at = _string(data, at)
        elif kind == "word" and raw in CONSTANTS:
            kind, value = "constant", CONSTANTS[raw]
        elif kind == "word" and raw == b"ID":
            end = IMAGE_END.search(data, at)
            if not end:
                raise Damaged("an inline image does not end")
            at = end.end()
        elif kind == "other":
            raise Damaged(f"`{raw.decode('latin-1')}` has no place in a content stream")
        yield kind, value


def operations(data):
    """Each operator and its operands; an inline image is a `BI` with its dictionary."""
    operands, nested = [], []
    for kind, value in _tokens(data):
        if kind == "open":
            nested.append((value, operands))
            operands = []
        elif kind == "close":
            if not nested:
                raise Damaged("a bracket closes what was not opened")
            opened, outer = nested.pop()
            outer.append(_pairs(operands) if opened == b"<<" else operands)
            operands = outer
        elif kind != "word":
            operands.append(value)
        elif value == b"BI":
            operands = []
        elif value == b"ID":
            yield "BI", [_pairs(operands)]
            operands = []
        else:
            yield value.decode("latin-1"), operands
            operands = []
    if nested or operands:
        raise Damaged("the stream ends within an operation")
