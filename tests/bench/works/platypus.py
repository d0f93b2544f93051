"""The four works for ReportLab: platypus stories from the same data. ReportLab writes no tags.

python platypus.py FONTS handout|report|table DATA OUT [COUNT]: with COUNT, DATA is a list of districts
and OUT a folder; the first COUNT are written by this one process.
"""

import csv
import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (BaseDocTemplate, Frame, LongTable, PageBreak, PageTemplate, Paragraph,
                                Spacer, Table, TableStyle)
from reportlab.platypus.tableofcontents import TableOfContents

BRAND, SECOND, GREY, TINT, RULE, INK = map(HexColor, ["#12436D", "#F46A25", "#595959", "#EEF3F7", "#C9D3DC",
                                                      "#1d1d1b"])
BODY = ParagraphStyle("body", fontName="Sheet", fontSize=12, leading=16.8, spaceAfter=3 * mm, textColor=INK)


def style(name, **keys):
    return ParagraphStyle(name, parent=BODY, **keys)


H1 = style("h1", fontName="Sheet-Bold", fontSize=26, leading=31, textColor=BRAND)
H2 = style("h2", fontName="Sheet-Bold", fontSize=16, leading=21, textColor=BRAND)
LEAD = style("lead", fontSize=14.5, leading=20, textColor=GREY)
CAPTION = style("caption", fontName="Sheet-Semibold", fontSize=11.5, leading=15, spaceAfter=2 * mm,
                spaceBefore=3 * mm)
SUBTITLE = style("subtitle", fontSize=9.5, leading=13, textColor=GREY, spaceAfter=0)
TILE = style("tile", fontName="Sheet-Bold", fontSize=25, leading=28, textColor=BRAND, spaceAfter=0)
SMALL = style("small", fontSize=9, leading=11.7, textColor=GREY, spaceAfter=0)
CARD = style("card", fontSize=9, leading=12, textColor=GREY, spaceAfter=0)
POINT = style("point", leftIndent=6 * mm, bulletIndent=2 * mm)
CELLS = [("FONT", (0, 0), (-1, -1), "Sheet", 10, 13), ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
         ("TOPPADDING", (0, 0), (-1, -1), 2.8), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
         ("LEFTPADDING", (0, 0), (-1, -1), 2.8), ("RIGHTPADDING", (0, 0), (-1, -1), 2.8),
         ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE), ("LINEBELOW", (0, 0), (-1, 0), 1.2, BRAND),
         ("FONT", (0, 0), (-1, 0), "Sheet-Semibold", 10, 13)]


class Document(BaseDocTemplate):
    """Footers on each page, and headings told to the contents."""

    def __init__(self, path, title):
        super().__init__(path, pagesize=A4, title=title, author="Safeguarding Partnership", lang="en-GB",
                         leftMargin=25 * mm, rightMargin=25 * mm, topMargin=24 * mm, bottomMargin=24 * mm)
        frame = Frame(25 * mm, 24 * mm, 160 * mm, 249 * mm, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self.furniture))
        self.words, self.pages = title, None

    def furniture(self, canvas, _):
        canvas.setFont("Sheet", 9)
        canvas.setFillColor(GREY)
        canvas.drawString(25 * mm, 14 * mm, self.words)
        of = f" of {self.pages}" if self.pages else ""
        canvas.drawRightString(185 * mm, 14 * mm, f"Page {canvas.getPageNumber()}{of}")

    def afterFlowable(self, flowable):
        if isinstance(flowable, Paragraph) and flowable.style.name in ("h1", "h2"):
            words = flowable.getPlainText()
            if words != "Contents":
                self.notify("TOCEntry", (int(flowable.style.name == "h2"), words, self.page))


def columns_chart(caption, subtitle, rows, category, series):
    top = max(row[field] for row in rows for field, _ in series)
    drawing = Drawing(160 * mm, 150)
    colors = [BRAND, SECOND]
    for k, (_, label) in enumerate(series):
        drawing.add(Rect(68 * k, 140, 8, 8, fillColor=colors[k], strokeColor=None))
        drawing.add(String(68 * k + 12, 140, label, fontName="Sheet", fontSize=9.5, fillColor=INK))
    slot = 160 * mm / len(rows)
    bar = (slot - 24) / len(series)
    for i, row in enumerate(rows):
        for k, (field, _) in enumerate(series):
            height = 100 * row[field] / top
            left = i * slot + 12 + k * bar
            drawing.add(Rect(left, 16, bar - 1, height, fillColor=colors[k], strokeColor=None))
            drawing.add(String(left + bar / 2, 19 + height, str(row[field]), fontName="Sheet-Semibold",
                               fontSize=9.5, textAnchor="middle", fillColor=INK))
        drawing.add(String((i + 0.5) * slot, 4, row[category], fontName="Sheet", fontSize=9.5,
                           textAnchor="middle", fillColor=INK))
    drawing.add(Rect(0, 15.4, 160 * mm, 0.6, fillColor=GREY, strokeColor=None))
    return [Paragraph(caption, CAPTION), Paragraph(subtitle, SUBTITLE), drawing, Spacer(1, 3 * mm)]


def bars_chart(caption, subtitle, rows, category, field):
    rows = sorted(rows, key=lambda row: -row[field])
    top = rows[0][field]
    drawing = Drawing(160 * mm, 15 * len(rows))
    for i, row in enumerate(rows):
        y = 15 * (len(rows) - 1 - i)
        width = 310 * row[field] / top
        drawing.add(String(108, y + 4, row[category], fontName="Sheet", fontSize=9.5, textAnchor="end",
                           fillColor=INK))
        drawing.add(Rect(112, y + 3, width, 9, fillColor=BRAND, strokeColor=None))
        drawing.add(String(width + 116, y + 4, str(row[field]), fontName="Sheet-Semibold", fontSize=9.5,
                           fillColor=INK))
    return [Paragraph(caption, CAPTION), Paragraph(subtitle, SUBTITLE), drawing, Spacer(1, 3 * mm)]


def figures_table(caption, head, rows, total):
    def cells(row):
        return [f"{c:,}" if isinstance(c, int) else c for c in row]
    widths = [160 * mm * 2 / (len(head) + 1)] + [160 * mm / (len(head) + 1)] * (len(head) - 1)
    table = Table([head, *map(cells, rows), cells(total)], widths, repeatRows=1)
    table.setStyle(TableStyle([*CELLS, ("FONT", (0, -1), (-1, -1), "Sheet-Bold", 10, 13)]))
    return [Paragraph(caption, CAPTION), table, Spacer(1, 3 * mm)]


def cards(links, columns):
    cells = [Paragraph(f'<a href="{l["url"]}"><font name="Sheet-Semibold" size="10" color="#12436D">'
                       f'{escape(l["title"])}</font><br/>{l["kind"]}</a>', CARD) for l in links]
    table = Table([cells[i:i + columns] for i in range(0, len(cells), columns)], [160 * mm / columns] * columns)
    table.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), TINT), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                               ("LINEABOVE", (0, 0), (-1, -1), 1.4, HexColor("#28A197"))]))
    return [table]


def tiles(items):
    table = Table([[[Paragraph(value, TILE), Paragraph(label, SMALL)] for value, label in items]],
                  [160 * mm / len(items)] * len(items))
    table.setStyle(TableStyle([("LINEABOVE", (0, 0), (-1, -1), 1.4, BRAND), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return [table, Spacer(1, 3 * mm)]


def handout(d, path):
    partners = d["partners"]
    declined = [p["made"] - p["taken"] for p in partners]
    title = f"Safeguarding in {d['district']}"
    box = Table([[[Paragraph("If you are worried about somebody", style(
        "box", fontName="Sheet-Bold", textColor=BRAND, spaceAfter=0)), Paragraph(
            f"Ring <b>{d['telephone']}</b>, at any hour. {d['plan']}", BODY)]]], [160 * mm])
    box.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), TINT), ("LINEBEFORE", (0, 0), (0, -1), 4, SECOND),
                             ("LEFTPADDING", (0, 0), (-1, -1), 11)]))
    story = [
        Paragraph(title, H1), Paragraph(d["lead"], LEAD),
        *tiles([(f"{d['referrals']:,}", "referrals in the year"), (f"{d['enquiries']:,}", "enquiries concluded"),
                (f"{d['visited']}%", "visited in five days")]),
        Paragraph(f"<b>{d['child']:,}</b> children and <b>{d['adult']:,}</b> adults were referred in <i>2022-23</i>. "
                  f"{d['about']}", BODY),
        *columns_chart("Figure 1. Referrals over five years", f"Number of referrals, {d['district']}", d["years"],
                       "year", [("child", "Children"), ("adult", "Adults")]),
        box, PageBreak(), Paragraph("Who made the referrals", H2), Paragraph(d["lesson"], BODY),
        *figures_table("Table 1. Referrals by partner, 2022-23", ["Partner", "Made", "Taken up", "Declined"],
                       [(p["partner"], p["made"], p["taken"], n) for p, n in zip(partners, declined)],
                       ("All partners", sum(p["made"] for p in partners), sum(p["taken"] for p in partners),
                        sum(declined))),
        *bars_chart("Figure 2. Days until the first visit", "Mean number of days, by partner", partners, "partner",
                    "days"),
        *cards(d["links"], 4)]
    document = Document(path, title)
    document.pages = 2
    document.build(story)


def report(r, path):
    contents = TableOfContents()
    contents.levelStyles = [style("toc1", spaceAfter=1.5 * mm), style("toc2", fontSize=11, leftIndent=7 * mm,
                                                                      spaceAfter=1.3 * mm)]
    story = [Paragraph("Contents", H1), contents]
    for n, c in enumerate(r["chapters"]):
        story += [
            PageBreak(), Paragraph(c["title"], H1), Paragraph(c["lead"], LEAD),
            *(Paragraph(words, BODY) for words in c["paragraphs"]),
            *columns_chart(f"Figure {n + 1}. Referrals over five years", "Number of referrals", c["years"], "year",
                           [("child", "Children"), ("adult", "Adults")]),
            PageBreak(), Paragraph(c["second"], H2), *(Paragraph(words, BODY) for words in c["after"]),
            *figures_table(f"Table {n + 1}. Referrals by partner", ["Partner", "2021-22", "2022-23"],
                           [(x["partner"], x["before"], x["now"]) for x in c["rows"]],
                           ("All partners", sum(x["before"] for x in c["rows"]), sum(x["now"] for x in c["rows"]))),
            *(Paragraph(words, POINT, bulletText="\u2022") for words in c["points"])]
    story += [PageBreak(), Paragraph("Briefings", H1), *cards(r["links"], 3)]
    document = Document(path, r["title"])
    document.pages = 24
    document.multiBuild(story)


def long_table(data, path):
    rows = [["Reference", "Received", "District", "Partner", "Number", "Cost"]]
    with open(data, encoding="utf-8", newline="") as f:
        for row in list(csv.reader(f))[1:]:
            y, m, d = row[1].split("-")
            rows.append([row[0], f"{d}/{m}/{y}", row[2], row[3], row[4], f"{float(row[5]):,.2f}"])
    table = LongTable(rows, [160 * mm * n / 16 for n in (2, 2, 4, 4, 2, 2)], rowHeights=14.9, repeatRows=1)
    table.setStyle(TableStyle([
        ("FONT", (0, 0), (-1, -1), "Sheet", 9, 10.8), ("ALIGN", (4, 0), (-1, -1), "RIGHT"),
        ("FONT", (0, 0), (-1, 0), "Sheet-Semibold", 9, 10.8), ("LINEBELOW", (0, 0), (-1, 0), 1.2, BRAND),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE), ("TOPPADDING", (0, 0), (-1, -1), 1.4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4), ("LEFTPADDING", (0, 0), (-1, -1), 1.4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.4)]))
    Document(path, "Referrals of the year").build([Paragraph("Referrals of the year", H1),
                                                   Paragraph("Table 1. Every referral", CAPTION), table])


def main():
    fonts, work, data, out = sys.argv[1:5]
    for name, face in [("Sheet", "Regular"), ("Sheet-Bold", "Bold"), ("Sheet-Italic", "Italic"),
                       ("Sheet-Semibold", "Semibold")]:
        pdfmetrics.registerFont(TTFont(name, f"{fonts}/OpenSans-{face}.ttf"))
    pdfmetrics.registerFontFamily("Sheet", normal="Sheet", bold="Sheet-Bold", italic="Sheet-Italic",
                                  boldItalic="Sheet-Bold")
    if work == "table":
        long_table(data, out)
        return
    read = json.loads(Path(data).read_text(encoding="utf-8"))
    if work == "report":
        report(read, out)
    elif len(sys.argv) > 5:
        for d in read[:int(sys.argv[5])]:
            handout(d, f"{out}/{d['slug']}.pdf")
    else:
        handout(read, out)


main()
