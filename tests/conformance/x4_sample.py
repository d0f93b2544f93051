"""A small PDF/X-4 file written by hand, so that the checker can be tested without the program.

Its objects are PDF source text by name; `@name` in it is a reference. Tests break them by replacing text.
"""

import re
import zlib
from pathlib import Path

from truetype import Font

ROOT = Path(__file__).resolve().parents[2]
FONT = ROOT / "fonts" / "OpenSans-Regular.ttf"
PROFILES = Path("/usr/share/color/icc/ghostscript")  # comes with Debian's ghostscript

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A sample</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>The press</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>2023-09-30T12:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>2023-09-30T13:00:00+01:00</xmp:ModifyDate>
<xmp:CreatorTool>By hand</xmp:CreatorTool>
<pdf:Producer>A test</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<xmpMM:DocumentID>uuid:00000000-0000-4000-8000-000000000001</xmpMM:DocumentID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<xmpMM:VersionID>1</xmpMM:VersionID>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

PAINTED = """q /Layers BMC 0.2 0.1 0 0 k 11.5 400 317 48.5 re f EMC Q
/Flat gs 0 0 0 1 k BT /Text 12 Tf 40 300 Td <{hello}> Tj [<{hello}> -200 <{hello}>] TJ ET
q /Gold cs 0.8 scn 40 200 60 20 re f Q
q /Weave cs /Hatch scn 120 200 60 20 re f Q
q /Perceptual ri 40 0 0 40 200 200 cm /Photo Do Q
q 20 0 0 20 260 200 cm BI /W 3 /H 2 /BPC 8 /CS /G ID \x10 EI\x80\xff EI Q
/Soft gs /Glow Do
q 40 100 60 40 re W n /Fade sh Q
0.25 w 0 0 0 1 K 40 290 m 300 290 l S % a rule"""

OBJECTS = {
    "catalog": "<< /Type /Catalog /Pages @pages /Metadata @xmp /OutputIntents [@intent] "
               "/ViewerPreferences << /DisplayDocTitle true /PrintArea /MediaBox >> "
               "/OCProperties << /OCGs [@layer] /D << /Name (As printed) /Order [@layer] >> >> >>",
    "pages": "<< /Type /Pages /Count 2 /Kids [@page1 @page2] /MediaBox [0 0 340 460] >>",
    "page1": "<< /Type /Page /Parent @pages /BleedBox [11.5 11.5 328.5 448.5] "
             "/TrimBox [20 20 320 440] /Resources @resources /Contents [@content1] /Annots [@note] "
             "/Group << /Type /Group /S /Transparency /CS /DeviceCMYK >> >>",
    "page2": "<< /Type /Page /Parent @pages /BleedBox [11.5 11.5 328.5 448.5] "
             "/TrimBox [20 20 320 440] /Resources << /Font << /Text @font >> >> /Contents @content2 >>",
    "note": "<< /Type /Annot /Subtype /Text /Rect [1 1 10 10] /F 4 /Contents (outside) >>",
    "info": "<< /Title (A sample) /Author (The press) /CreationDate (D:20230930120000Z) "
            "/ModDate (D:20230930120000Z) /Creator (By hand) /Producer (A test) /Trapped /False >>",
    "intent": "<< /Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (FOGRA39) "
              "/Info (coated) /DestOutputProfile @profile >>",
    "layer": "<< /Type /OCG /Name (English) >>",
    "resources": "<< /Font << /Text @font >> /ExtGState << /Flat @flat /Soft @soft >> "
                 "/XObject << /Photo @photo /Glow @glow >> /Shading << /Fade @fade >> "
                 "/Pattern << /Hatch @hatch >> "
                 "/ColorSpace << /Gold @gold /Weave [/Pattern] >> >>",
    "flat": "<< /Type /ExtGState /OP true /op true /OPM 1 /TR2 /Default /SMask /None >>",
    "soft": "<< /Type /ExtGState /ca 0.5 /BM /Multiply /op false >>",
    "gold": "[/Separation /Gold /DeviceCMYK @tint]",
    "tint": "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 0.2 0.8 0.1] /N 1 >>",
    "fade": "<< /ShadingType 2 /ColorSpace /DeviceCMYK /Coords [40 0 100 0] /Function @tint >>",
    "font": "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+OpenSans /Encoding /Identity-H "
            "/DescendantFonts [@cidfont] >>",
    "descriptor": "<< /Type /FontDescriptor /FontName /AAAAAA+OpenSans /Flags 4 "
                  "/FontBBox [-550 -271 1204 1048] /ItalicAngle 0 /Ascent 1069 /Descent -293 "
                  "/CapHeight 714 /StemV 88 /FontFile2 @program >>",
}


class Sample:
    """The good file; `objects` and `streams` may be changed before it is written."""

    def __init__(self, lines=None):
        font = Font(FONT.read_bytes())
        text = {character: font.glyph(character) for character in "Hello, press"}
        widths = " ".join(f"{g} [{font.width(g):.3f}]" for g in sorted(set(text.values())))
        hello = "".join(f"{text[c]:04X}" for c in "Hello, press")
        self.header = "%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"
        self.trailer = "<< /Root @catalog /Info @info /ID [<0123456789ABCDEF> <0123456789ABCDEF>] >>"
        self.objects = dict(OBJECTS)
        self.objects["cidfont"] = (
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+OpenSans /CIDToGIDMap /Identity "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor @descriptor /W [{widths}] >>")
        page = "0 0 0 1 k BT /Text 12 Tf 40 300 Td <" + hello + "> Tj ET"
        self.streams = {
            "xmp": ["/Type /Metadata /Subtype /XML", XMP.encode()],
            "profile": ["/N 4", (PROFILES / "default_cmyk.icc").read_bytes()],
            "srgb": ["/N 3", (PROFILES / "srgb.icc").read_bytes()],
            "program": ["", FONT.read_bytes()],
            "photo": ["/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 "
                      "/ColorSpace [/ICCBased @srgb]", bytes(range(0, 240, 20))],
            "glow": ["/Type /XObject /Subtype /Form /BBox [0 0 340 460] /Resources << >> "
                     "/Group << /S /Transparency /CS /DeviceCMYK /I true >>",
                     b"1 0 0 0 k 120 100 60 40 re f"],
            "hatch": ["/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] "
                      "/XStep 4 /YStep 4 /Resources << >>", b"0 1 0 0 K 0 0 m 4 4 l S"],
            "content1": ["", PAINTED.format(hello=hello).encode("latin-1")],
            "content2": ["", (page + "\n" + "\n".join(lines or [])).encode("latin-1")],
        }

    def replace(self, name, old, new):
        """Changes the one place where `old` stands, or adds `new` to the end where `old` is empty: in an
        object, a stream's dictionary (`name`) or its data (`name:data`), the trailer or the header."""
        part, data = name.removesuffix(":data"), name.endswith(":data")
        if part in self.streams:
            whole = self.streams[part][data]
        else:
            whole = getattr(self, part, None) or self.objects[part]
        if data:
            old, new = old.encode("latin-1"), new.encode("latin-1")
        assert not old or whole.count(old) == 1, f"{name} has {whole.count(old)} x {old}"
        changed = whole.replace(old, new) if old else whole + new
        if part in self.streams:
            self.streams[part][data] = changed
        elif part in ("header", "trailer"):
            setattr(self, part, changed)
        else:
            self.objects[part] = changed

    def _stream(self, name, numbers):
        entries, data = self.streams[name]
        if name != "xmp" and "/Filter" not in entries:
            entries, data = entries + " /Filter /FlateDecode", zlib.compress(data, 1)
        head = f"<< {self._resolved(entries, numbers)} /Length {len(data)} >>\nstream\n"
        return head.encode("latin-1") + data + b"\nendstream"

    @staticmethod
    def _resolved(text, numbers):
        return re.sub(r"@(\w+)", lambda m: f"{numbers[m.group(1)]} 0 R", text)

    def bytes(self):
        names = [*self.objects, *self.streams]
        numbers = {name: k for k, name in enumerate(names, 1)}
        out, offsets = bytearray(self.header.encode("latin-1")), []
        for name in names:
            offsets.append(len(out))
            body = self._stream(name, numbers) if name in self.streams else \
                self._resolved(self.objects[name], numbers).encode("latin-1")
            out += f"{numbers[name]} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(names) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
        trailer = self._resolved(self.trailer, numbers).replace("<<", f"<< /Size {len(names) + 1}", 1)
        out += f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)

    def write(self, path):
        Path(path).write_bytes(self.bytes())
        return path
