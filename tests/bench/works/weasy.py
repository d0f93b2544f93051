"""The four works for WeasyPrint: HTML from the same data, tagged for PDF/UA-1.

python weasy.py FONTS handout|report|table DATA OUT [COUNT]: with COUNT, DATA is a list of districts
and OUT a folder; the first COUNT are written by this one process.
"""

import csv
import json
import sys
from html import escape
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@font-face { font-family: Sheet; font-weight: 400; src: url(FONTS/OpenSans-Regular.ttf) }
@font-face { font-family: Sheet; font-weight: 400; font-style: italic; src: url(FONTS/OpenSans-Italic.ttf) }
@font-face { font-family: Sheet; font-weight: 600; src: url(FONTS/OpenSans-Semibold.ttf) }
@font-face { font-family: Sheet; font-weight: 700; src: url(FONTS/OpenSans-Bold.ttf) }
@page { size: A4; margin: 24mm 25mm;
  @bottom-left { content: string(title); font: 9pt Sheet; color: #595959 }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt Sheet; color: #595959 } }
html { font: 12pt/1.4 Sheet; color: #1d1d1b }
title { string-set: title content() }
body { margin: 0; string-set: title attr(data-title) }
h1 { font-size: 26pt; color: #12436D; margin: 0 0 3mm; line-height: 1.2 }
h2 { font-size: 16pt; color: #12436D; margin: 0 0 2.5mm }
p { margin: 0 0 3mm }
a { color: #12436D; text-decoration: none }
.page { break-before: page }
.lead { font-size: 14.5pt; color: #595959 }
.tiles { display: flex; gap: 6mm; margin-bottom: 4mm }
.tiles div { flex: 1; border-top: 1.4pt solid #12436D; padding-top: 2mm; font-size: 9.5pt }
.tiles b { display: block; font-size: 25pt; line-height: 1.1; color: #12436D }
figure { margin: 4mm 0 }
figcaption, caption { font-size: 11.5pt; font-weight: 600; text-align: left; margin-bottom: 2mm }
.subtitle { font-size: 9.5pt; color: #595959; margin: 0 }
svg { display: block }
table { border-collapse: collapse; width: 100%; font-size: 10pt; line-height: 1.3; margin: 4mm 0 }
th, td { text-align: right; padding: 1mm; border-bottom: 0.5pt solid #C9D3DC; font-weight: 400 }
th:first-child, td:first-child { text-align: left; width: 40% }
thead th { font-weight: 600; border-bottom: 1.2pt solid #12436D }
tfoot th, tfoot td { font-weight: 700 }
tfoot { display: table-row-group }
.box { background: #EEF3F7; border-left: 1.4mm solid #F46A25; padding: 4mm }
.box b.title { display: block; color: #12436D }
.cards { display: flex; flex-wrap: wrap; gap: 4mm }
.cards a { display: block; box-sizing: border-box; background: #EEF3F7; border-top: 1.4pt solid #28A197;
  padding: 2.5mm; font-size: 9pt; line-height: 1.3; color: #595959 }
.cards b { display: block; font-size: 10pt; font-weight: 600; color: #12436D }
.four a { width: 37mm } .three a { width: 50.5mm }
.contents p { border-bottom: 0.5pt solid #C9D3DC; padding: 1.5mm 0; margin: 0 }
.contents a { color: #1d1d1b } .contents a::after { content: target-counter(attr(href), page); float: right }
.contents .second { padding-left: 7mm; font-size: 11pt }
table.long { font-size: 9pt; line-height: 1.2; table-layout: fixed; margin-top: 0 }
table.long th, table.long td { padding: 0.5mm; text-align: left; width: auto }
table.long th:nth-child(n+5), table.long td:nth-child(n+5) { text-align: right }
"""
SERIES = ["#12436D", "#F46A25"]


def columns_chart(caption, subtitle, rows, category, series):
    """Upright bars as SVG: 454 by 150 points."""
    top = max(row[field] for row in rows for field, _ in series)
    alt = caption + ". " + "; ".join(
        f"{row[category]}: " + ", ".join(f"{label} {row[field]}" for field, label in series) for row in rows)
    out = []
    x = 0
    for field, label in series:
        out.append(f'<rect x="{x}" y="0" width="8" height="8" fill="{SERIES[len(out) // 2]}"/>'
                   f'<text x="{x + 12}" y="8">{label}</text>')
        out.append("")
        x += 68
    slot = 454 / len(rows)
    bar = (slot - 24) / len(series)
    for i, row in enumerate(rows):
        for k, (field, _) in enumerate(series):
            height = 105 * row[field] / top
            left = i * slot + 12 + k * bar
            out.append(f'<rect x="{left:.2f}" y="{132 - height:.2f}" width="{bar - 1:.2f}" '
                       f'height="{height:.2f}" fill="{SERIES[k]}"/><text x="{left + bar / 2:.2f}" '
                       f'y="{128 - height:.2f}" font-weight="600" text-anchor="middle">{row[field]}</text>')
        out.append(f'<text x="{(i + 0.5) * slot:.2f}" y="146" text-anchor="middle">{row[category]}</text>')
    return figure(caption, subtitle, alt, 150, out + ['<rect x="0" y="132" width="454" height="0.6" fill="#595959"/>'])


def bars_chart(caption, subtitle, rows, category, field):
    rows = sorted(rows, key=lambda row: -row[field])
    top = rows[0][field]
    alt = caption + ". " + "; ".join(f"{row[category]}: {row[field]}" for row in rows)
    out = []
    for i, row in enumerate(rows):
        y = 15 * i
        width = 310 * row[field] / top
        out.append(f'<text x="108" y="{y + 10}" text-anchor="end">{escape(row[category])}</text>'
                   f'<rect x="112" y="{y + 2}" width="{width:.2f}" height="9" fill="#12436D"/>'
                   f'<text x="{width + 116:.2f}" y="{y + 10}" font-weight="600">{row[field]}</text>')
    return figure(caption, subtitle, alt, 15 * len(rows), out)


def figure(caption, subtitle, alt, height, parts):
    return (f'<figure><figcaption>{caption}</figcaption><p class="subtitle">{subtitle}</p>'
            f'<svg role="img" aria-label="{escape(alt)}" width="454pt" height="{height}pt" '
            f'viewBox="0 0 454 {height}" font-family="Sheet" font-size="9.5">{"".join(parts)}</svg></figure>')


def table(caption, head, rows, total):
    def cells(row):
        return "".join(f"<td>{c:,}</td>" if isinstance(c, int) else f"<td>{c}</td>" for c in row[1:])
    body = "".join(f'<tr><th scope="row">{row[0]}</th>{cells(row)}</tr>' for row in rows)
    return (f"<table><caption>{caption}</caption><thead><tr>"
            + "".join(f'<th scope="col">{h}</th>' for h in head) + f"</tr></thead><tbody>{body}</tbody>"
            f'<tfoot><tr><th scope="row">{total[0]}</th>{cells(total)}</tr></tfoot></table>')


def cards(links, name):
    return f'<div class="cards {name}">' + "".join(
        f'<a href="{l["url"]}"><b>{escape(l["title"])}</b>{l["kind"]}</a>' for l in links) + "</div>"


def page(title, body):
    return (f'<html lang="en-GB"><head><title>{title}</title><meta name="author" content="Safeguarding '
            f'Partnership"></head><body data-title="{title}">{body}</body></html>')


def handout(d):
    tiles = [(f"{d['referrals']:,}", "referrals in the year"), (f"{d['enquiries']:,}", "enquiries concluded"),
             (f"{d['visited']}%", "visited in five days")]
    partners = d["partners"]
    declined = [p["made"] - p["taken"] for p in partners]
    return page(f"Safeguarding in {d['district']}", "".join([
        f"<h1>Safeguarding in {d['district']}</h1><p class=lead>{d['lead']}</p><div class=tiles>",
        *(f"<div><b>{value}</b>{label}</div>" for value, label in tiles),
        f"</div><p><b>{d['child']:,}</b> children and <b>{d['adult']:,}</b> adults were referred in "
        f"<i>2022-23</i>. {d['about']}</p>",
        columns_chart("Figure 1. Referrals over five years", f"Number of referrals, {d['district']}",
                      d["years"], "year", [("child", "Children"), ("adult", "Adults")]),
        f"<div class=box><b class=title>If you are worried about somebody</b>Ring <b>{d['telephone']}</b>, "
        f"at any hour. {d['plan']}</div><h2 class=page>Who made the referrals</h2><p>{d['lesson']}</p>",
        table("Table 1. Referrals by partner, 2022-23", ["Partner", "Made", "Taken up", "Declined"],
              [(p["partner"], p["made"], p["taken"], n) for p, n in zip(partners, declined)],
              ("All partners", sum(p["made"] for p in partners), sum(p["taken"] for p in partners),
               sum(declined))),
        bars_chart("Figure 2. Days until the first visit", "Mean number of days, by partner", partners,
                   "partner", "days"),
        cards(d["links"], "four")]))


def report(r):
    contents, body = [], []
    for n, c in enumerate(r["chapters"]):
        contents.append(f'<p><a href="#c{n}">{c["title"]}</a></p><p class=second>'
                        f'<a href="#s{n}">{c["second"]}</a></p>')
        body += [f'<h1 class=page id=c{n}>{c["title"]}</h1><p class=lead>{c["lead"]}</p>',
                 *(f"<p>{words}</p>" for words in c["paragraphs"]),
                 columns_chart(f"Figure {n + 1}. Referrals over five years", "Number of referrals", c["years"],
                               "year", [("child", "Children"), ("adult", "Adults")]),
                 f'<h2 class=page id=s{n}>{c["second"]}</h2>', *(f"<p>{words}</p>" for words in c["after"]),
                 table(f"Table {n + 1}. Referrals by partner", ["Partner", "2021-22", "2022-23"],
                       [(x["partner"], x["before"], x["now"]) for x in c["rows"]],
                       ("All partners", sum(x["before"] for x in c["rows"]), sum(x["now"] for x in c["rows"]))),
                 "<ul>" + "".join(f"<li>{words}</li>" for words in c["points"]) + "</ul>"]
    contents.append("<p><a href=#links>Briefings</a></p>")
    return page(r["title"], "<h1>Contents</h1><div class=contents>" + "".join(contents) + "</div>" + "".join(body)
                + "<h1 class=page id=links>Briefings</h1>" + cards(r["links"], "three"))


def long_table(path):
    out = []
    with open(path, encoding="utf-8", newline="") as f:
        for row in list(csv.reader(f))[1:]:
            y, m, d = row[1].split("-")
            out.append(f'<tr><th scope="row">{row[0]}</th><td>{d}/{m}/{y}</td><td>{row[2]}</td>'
                       f"<td>{row[3]}</td><td>{row[4]}</td><td>{float(row[5]):,.2f}</td></tr>")
    head = "".join(f'<th scope="col">{h}</th>' for h in
                   ["Reference", "Received", "District", "Partner", "Number", "Cost"])
    return page("Referrals of the year", "<h1>Referrals of the year</h1><table class=long><caption>Table 1. Every "
                f"referral</caption><thead><tr>{head}</tr></thead><tbody>{''.join(out)}</tbody></table>")


def main():
    fonts, work, data, out = sys.argv[1:5]
    config = FontConfiguration()
    style = CSS(string=STYLE.replace("FONTS", Path(fonts).resolve().as_uri()), font_config=config)

    def write(html, path):
        HTML(string=html).write_pdf(path, stylesheets=[style], font_config=config, pdf_variant="pdf/ua-1")

    if work == "table":
        write(long_table(data), out)
        return
    read = json.loads(Path(data).read_text(encoding="utf-8"))
    if work == "report":
        write(report(read), out)
    elif len(sys.argv) > 5:
        for d in read[:int(sys.argv[5])]:
            write(handout(d), f"{out}/{d['slug']}.pdf")
    else:
        write(handout(read), out)


main()
