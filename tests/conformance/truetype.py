"""What the tests need of a TrueType font: the widths of its glyphs and the glyphs of characters."""

import struct


class FontDamaged(Exception):
    """A table is missing or short."""


class Font:
    def __init__(self, data):
        try:
            count, = struct.unpack_from(">H", data, 4)
            self.tables = {}
            for k in range(count):
                tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * k)
                self.tables[tag] = data[offset:offset + length]
            self.units, = struct.unpack_from(">H", self.tables[b"head"], 18)
            self.measured, = struct.unpack_from(">H", self.tables[b"hhea"], 34)
            self.glyphs, = struct.unpack_from(">H", self.tables[b"maxp"], 4)
            self.advances = struct.unpack_from(">" + "Hh" * self.measured, self.tables[b"hmtx"])[::2]
        except (struct.error, KeyError) as reason:
            raise FontDamaged(str(reason)) from reason
        if not self.advances or not self.units:
            raise FontDamaged("it measures nothing")

    def width(self, glyph):
        """In thousandths of the size; None for a glyph that the font does not have."""
        if glyph >= self.glyphs:
            return None
        return self.advances[min(glyph, self.measured - 1)] * 1000 / self.units

    def glyph(self, character):
        """By the character map of format 4."""
        table = self.tables[b"cmap"]
        for k in range(struct.unpack_from(">H", table, 2)[0]):
            start, = struct.unpack_from(">I", table, 8 + 8 * k)
            if struct.unpack_from(">H", table, start)[0] == 4:
                return self._format_4(table[start:], ord(character))
        raise FontDamaged("it has no character map of format 4")

    @staticmethod
    def _format_4(table, code):
        twice, = struct.unpack_from(">H", table, 6)
        for at in range(14, 14 + twice, 2):
            end, = struct.unpack_from(">H", table, at)
            if code > end:
                continue
            start, delta, shift = (struct.unpack_from(">H", table, at + 2 + n * twice)[0]
                                   for n in (1, 2, 3))
            if code < start:
                return 0
            if not shift:
                return (code + delta) & 0xFFFF
            place = at + 2 + 3 * twice + shift + 2 * (code - start)
            glyph, = struct.unpack_from(">H", table, place)
            return (glyph + delta) & 0xFFFF if glyph else 0
        return 0
