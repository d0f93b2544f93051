"""A file's XMP metadata as plain values, and dates compared by the moment they mean."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta, timezone

from pdffile import Stream

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}


def _value(element):
    """The text of a property: its own, the default language's, or its list's joined."""
    items = element.findall(f".//{RDF}li")
    if not items:
        return (element.text or "").strip()
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    default = [i for i in items if i.get(language) == "x-default"]
    return "; ".join((i.text or "").strip() for i in default or items)


class Metadata:
    def __init__(self, file):
        self.where = str(file.catalog.get("/Metadata", "catalog"))
        found = file.get(file.catalog.get("/Metadata"))
        self.stream = found if isinstance(found, Stream) else None
        self.error, self.values = "", {}
        if self.stream:
            self._read(self.stream.data)

    @classmethod
    def of(cls, file):
        if not hasattr(file, "metadata"):
            file.metadata = cls(file)
        return file.metadata

    def _read(self, data):
        try:
            root = ElementTree.fromstring(data)
        except ElementTree.ParseError as error:
            self.error = str(error)
            return
        for description in root.iter(f"{RDF}Description"):
            self.values.update(description.attrib)
            for element in description:
                self.values[element.tag] = _value(element)

    @property
    def readable(self):
        return self.stream is not None and not self.error

    def get(self, name):
        """The property called so (`dc:title`), or None."""
        prefix, local = name.split(":")
        return self.values.get(f"{{{NAMESPACES[prefix]}}}{local}")


DATE = re.compile(r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?"
                  r"(?:Z|([+-])(\d\d)[':]?(\d\d)?'?)?(?:00'00'?)?\Z")


def moment(text):
    """The moment that a date of Info or of XMP means; None when it is no date."""
    match = DATE.match(text or "")
    if not match:
        return None
    year, month, day, *clock = match.groups()[:6]
    sign, hours, minutes = match.groups()[6:]
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        return datetime(int(year), int(month or 1), int(day or 1), *(int(c or 0) for c in clock),
                        tzinfo=timezone(offset)).astimezone(timezone.utc)
    except ValueError:
        return None


def same_moment(one, other):
    return moment(one) is not None and moment(one) == moment(other)
