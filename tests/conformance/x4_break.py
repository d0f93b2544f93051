"""Ways to break the good PDF/X-4 file, each with the rule that must see it.

BREAKS: what is wrong, where (an object of the sample; `name:data` for a stream's data), the text there,
the text instead ("" there: added at the end), the rule.
"""

import subprocess
from functools import partial

from x4_sample import Sample

GSTATE, CONTENT = "flat", "content1:data"

BREAKS = [
    # the file
    ("the header says 1.7", "header", "1.6", "1.7", "header"),
    ("the catalog says 1.7", "catalog", "/Type /Catalog", "/Type /Catalog /Version /1.7", "header"),
    ("no ID", "trailer", "/ID [<0123456789ABCDEF> <0123456789ABCDEF>]", "", "file-id"),
    ("an ID of one string", "trailer", "<0123456789ABCDEF> <", "<", "file-id"),
    ("an empty ID", "trailer", "[<0123456789ABCDEF>", "[<>", "file-id"),
    ("data of an image in another file", "photo", "/Width", "/F (photo.raw) /Width", "external-data"),
    ("an OPI dictionary", "photo", "/Width", "/OPI << /2.0 << >> >> /Width", "external-data"),
    ("another image for print", "photo", "/Width",
     "/Alternates [<< /Image @photo /DefaultForPrinting true >>] /Width", "external-data"),
    ("an inline image in LZW", CONTENT, "/CS /G ID", "/CS /G /F [/A85 /LZW] ID", "compression"),
    ("a font that the resources lack", "content2:data", "/Text", "/Txt", "content"),
    ("an operator that does not exist", "content2:data", "ET", "ETX", "content"),
    ("a string that does not end", "content2:data", "", " (open", "content"),
    # what the file says of itself
    ("no metadata", "catalog", "/Metadata @xmp", "", "metadata-stream"),
    ("metadata that is no XML", "xmp:data", "</x:xmpmeta>", "</x:xmpmeto>", "metadata-stream"),
    ("metadata without its type", "xmp", "/Subtype /XML", "", "metadata-stream"),
    ("another part of the standard", "xmp:data", "PDF/X-4", "PDF/X-4p", "pdfx-version"),
    ("another namespace of the version", "xmp:data", "npes.org/pdfx/ns/id/", "npes.org/pdfx/ns/",
     "pdfx-version"),
    ("no DocumentID", "xmp:data", "uuid:00000000-0000-4000-8000-000000000001", "", "document-id"),
    ("no RenditionClass", "xmp:data", "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>", "",
     "document-id"),
    ("no VersionID", "xmp:data", "<xmpMM:VersionID>1</xmpMM:VersionID>", "", "document-id"),
    ("no Title", "info", "/Title (A sample)", "", "document-info"),
    ("an empty Title", "info", "(A sample)", "()", "document-info"),
    ("no CreationDate", "info", "/CreationDate (D:20230930120000Z)", "", "document-info"),
    ("no ModDate", "info", "/ModDate (D:20230930120000Z)", "", "document-info"),
    ("no Creator", "info", "/Creator (By hand)", "", "document-info"),
    ("no Producer", "info", "/Producer (A test)", "", "document-info"),
    ("no Info", "trailer", "/Info @info", "", ("document-info", "trapped")),
    ("another title in XMP", "xmp:data", "A sample", "Sample", "info-xmp"),
    ("another author in XMP", "xmp:data", "The press", "Press", "info-xmp"),
    ("another date in XMP", "xmp:data", "13:00:00+01:00", "13:00:00Z", "info-xmp"),
    ("no producer in XMP", "xmp:data", "<pdf:Producer>A test</pdf:Producer>", "", "info-xmp"),
    ("Trapped is Unknown", "info", "/Trapped /False", "/Trapped /Unknown", "trapped"),
    ("no Trapped", "info", "/Trapped /False", "", "trapped"),
    ("another Trapped in XMP", "xmp:data", ">False<", ">True<", "trapped"),
    # the output intent
    ("no output intent", "catalog", "/OutputIntents [@intent]", "", "output-intent"),
    ("two output intents", "catalog", "[@intent]", "[@intent @intent]", "output-intent"),
    ("an intent for archives", "intent", "/GTS_PDFX", "/GTS_PDFA1", "output-intent"),
    ("an intent without a name", "intent", "/OutputConditionIdentifier (FOGRA39)", "", "output-intent"),
    ("no profile", "intent", "/DestOutputProfile @profile", "", "intent-profile"),
    ("a profile for a screen", "profile:data", "prtrCMYK", "mntrCMYK", "intent-profile"),
    ("an RGB profile", "profile:data", "prtrCMYK", "prtrRGB ", "intent-profile"),
    ("three components for CMYK", "profile", "/N 4", "/N 3", "intent-profile"),
    ("a damaged profile", "profile:data", "", "tail", "intent-profile"),
    # pages
    ("no TrimBox", "page2", "/TrimBox [20 20 320 440]", "", "trim-box"),
    ("TrimBox and ArtBox", "page1", "/TrimBox", "/ArtBox [30 30 300 400] /TrimBox", "trim-box"),
    ("TrimBox outside the BleedBox", "page1", "[20 20 320 440]", "[5 20 320 440]", "box-nesting"),
    ("BleedBox outside the MediaBox", "page2", "328.5 448.5", "348.5 448.5", "box-nesting"),
    ("a TrimBox from the wrong corner", "page1", "[20 20 320 440]", "[20 440 320 20]",
     "box-order"),
    ("a BleedBox on one page alone", "page2", "/BleedBox [11.5 11.5 328.5 448.5]", "", "box-order"),
    ("a box that is no box", "page2", "[20 20 320 440]", "[20 20 320 (440)]", "trim-box"),
    ("a note without a place", "note", "/Rect [1 1 10 10]", "", "annotations"),
    ("printed to the TrimBox", "catalog", "/PrintArea /MediaBox", "/PrintArea /TrimBox", "viewer-areas"),
    ("a note on the page", "note", "[1 1 10 10]", "[100 100 120 120]", "annotations"),
    ("a note that reaches into the bleed", "note", "[1 1 10 10]", "[1 1 12 12]", "annotations"),
    # actions
    ("a link to an address", "note", "/F 4", "/F 4 /A << /S /URI /URI (https://example.org) >>", "actions"),
    ("an action on opening", "catalog", "/Pages", "/OpenAction << /S /GoTo /D [@page2 /Fit] >> /Pages",
     "actions"),
    ("actions of a page", "page1", "/Parent", "/AA << /O << /S /Named /N /NextPage >> >> /Parent",
     "actions"),
    ("a script", "catalog", "/Pages", "/OpenAction << /S /JavaScript /JS (app.beep\\(\\)) >> /Pages",
     "javascript"),
    ("scripts by name", "catalog", "/Pages",
     "/Names << /JavaScript << /Names [] >> >> /Pages", "javascript"),
    ("layers without a name", "catalog", "/Name (As printed)", "", "optional-content"),
    ("layers twice of one name", "catalog", "/OCGs", "/Configs [<< /Name (As printed) >>] /OCGs",
     "optional-content"),
    ("layers that switch themselves", "catalog", "/Order", "/AS [] /Order", "optional-content"),
    # fonts
    ("a font that is not embedded", "descriptor", "/FontFile2 @program", "", "fonts-embedded"),
    ("a standard font", "resources", "/Text @font",
     "/Text @font /Name @helvetica", "fonts-embedded"),
    ("a font without a descendant", "font", "[@cidfont]", "[]", "fonts-embedded"),
    ("a width that is not the font's", "cidfont", "]] >>", "] 43 [100]] >>", "font-widths"),
    ("a glyph that the font lacks", "cidfont", "/W [", "/W [9000 [600] ", "font-widths"),
    ("a code without a width", "content2:data", "> Tj", "0024> Tj", "font-widths"),
    ("the missing glyph", "content2:data", "> Tj", "0000> Tj", "glyphs"),
    ("a glyph of no font", "content2:data", "> Tj", "FFFF> Tj", "glyphs"),
    ("widths that are none", "cidfont", "/W [", "/W [(x) ", "font-widths"),
    ("a damaged font", "program:data", "hhea", "hhex", "font-widths"),
    # colour
    ("RGB fill", CONTENT, "0.2 0.1 0 0 k", "0.2 0.1 0 rg", "device-rgb"),
    ("RGB stroke", CONTENT, "0 0 0 1 K", "0 0 0 RG", "device-rgb"),
    ("RGB by name", CONTENT, "/Gold cs 0.8 scn", "/DeviceRGB cs 1 0 0 scn", "device-rgb"),
    ("RGB in a form", "glow:data", "1 0 0 0 k", "1 0 0 rg", "device-rgb"),
    ("RGB in a pattern", "hatch:data", "0 1 0 0 K", "0 1 0 RG", "device-rgb"),
    ("an RGB image", "photo", "[/ICCBased @srgb]", "/DeviceRGB", "device-rgb"),
    ("an image with an RGB palette", "photo", "[/ICCBased @srgb]", "[/Indexed /DeviceRGB 0 <000000>]",
     "device-rgb"),
    ("an inline RGB image", CONTENT, "/CS /G ID", "/CS /RGB ID", "device-rgb"),
    ("RGB behind a spot colour", "gold", "/DeviceCMYK", "/DeviceRGB", "device-rgb"),
    ("an RGB shading", "fade", "/DeviceCMYK", "/DeviceRGB", "device-rgb"),
    ("an RGB page group", "page1", "/CS /DeviceCMYK", "/CS /DeviceRGB", "device-rgb"),
    ("an ICC space of too many components", "srgb", "/N 3", "/N 4", "icc-spaces"),
    ("the intent's profile as a space", "photo", "@srgb", "@profile", "icc-spaces"),
    ("a group in RGB by a profile", "glow", "/CS /DeviceCMYK", "/CS [/ICCBased @srgb]", "group-space"),
    ("a group in Lab", "page1", "/CS /DeviceCMYK", "/CS [/Lab << /WhitePoint [0.96 1 0.82] >>]",
     "group-space"),
    ("a blend mode that is none", "soft", "/Multiply", "/Dissolve", "blend-mode"),
    ("an overprint mode that is none", GSTATE, "/OPM 1", "/OPM 2", "overprint-mode"),
    ("a transfer function", GSTATE, "/OPM 1", "/OPM 1 /TR @tint", "transfer"),
    ("a second transfer function", GSTATE, "/TR2 /Default", "/TR2 @tint", "transfer"),
    ("a transfer function in a halftone", GSTATE, "/OPM 1", "/OPM 1 /HT << /HalftoneType 1 /Frequency 60 "
     "/Angle 45 /SpotFunction /Round /TransferFunction @tint >>", "transfer"),
    ("a halftone phase", GSTATE, "/OPM 1", "/OPM 1 /HTP [0 0]", "halftone-phase"),
    ("a PostScript XObject", "glow", "/Subtype /Form", "/Subtype /PS", "postscript"),
    ("a form with PostScript", "glow", "/Subtype /Form", "/Subtype /Form /Subtype2 /PS", "postscript"),
    ("a form for a page elsewhere", "glow", "/Subtype /Form",
     "/Subtype /Form /Ref << /F (other.pdf) /Page 0 >>", "reference-xobject"),
]


def lzw(data):
    """A short text in LZW that never uses a code of two bytes."""
    assert len(data) < 254
    bits = "".join(f"{code:09b}" for code in (256, *data, 257))
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _compressed_image(sample):
    entries, data = sample.streams["photo"]
    sample.streams["photo"] = [entries + " /Filter /LZWDecode", lzw(data)]


def _compressed_metadata(sample):
    entries, data = sample.streams["xmp"]
    sample.streams["xmp"] = [entries + " /Filter /ASCIIHexDecode", data.hex().encode() + b">"]


def _overprinting_profile(sample):
    """A CMYK profile that is not the intent's, overprinting with OPM 1."""
    entries, data = sample.streams["profile"]
    sample.streams["cmyk"] = [entries, data[:40] + b"TEST" + data[44:]]
    sample.replace("resources", "/Gold @gold", "/Gold [/ICCBased @cmyk]")
    sample.replace("content1:data", "0.8 scn", "0 0 0 1 scn")


# Breaks that are more than one replacement.
SPECIAL = [
    ("an image in LZW", _compressed_image, "compression"),
    ("compressed metadata", _compressed_metadata, "metadata-stream"),
    ("overprint mode 1 with a CMYK profile", _overprinting_profile, "overprint-mode"),
]


def _broken(where, old, new):
    sample = Sample()
    if "@helvetica" in new:
        sample.objects["helvetica"] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    sample.replace(where, old, new)
    return sample


def _changed(change):
    sample = Sample()
    change(sample)
    return sample


def breaks():
    """(what is wrong, what makes the broken sample, the rules that must see it)."""
    for words, where, old, new, rules in BREAKS:
        yield words, partial(_broken, where, old, new), rules if isinstance(rules, tuple) else (rules,)
    for words, change, rule in SPECIAL:
        yield words, partial(_changed, change), (rule,)


def encrypt(good, bad):
    """A file that opens without a password, but is encrypted."""
    subprocess.run(["qpdf", "--compress-streams=n", "--encrypt", "", "owner", "128", "--use-aes=y", "--",
                    good, bad], check=True)


def lose_table(good, bad):
    """A file whose cross-reference table is not where it says."""
    data = good.read_bytes()
    start = data.rindex(b"startxref\n")
    bad.write_bytes(data[:start] + b"startxref\n7\n%%EOF\n")
