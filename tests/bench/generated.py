"""What the four works say: generated districts, a report's text and the rows of a long table.

Everything comes from a seed, so each tool and each machine sets the same words. The districts and
figures are invented, and every count is far above what could tell who somebody is.
"""

import csv
import json
import random
from datetime import date, timedelta

SEED = 20230930
FIRST = ["Ash", "Beech", "Brook", "Burn", "Castle", "Clay", "Cold", "Dunn", "East", "Elm", "Fair",
         "Fern", "Glen", "Green", "Hawk", "Hazel", "High", "Holm", "King", "Lang", "Lime", "Long",
         "Mill", "North", "Oak", "Raven", "Red", "Rose", "South", "Stone", "Thorn", "West"]
SECOND = ["bridge", "bury", "by", "church", "combe", "cote", "dale", "field", "ford", "ham",
          "hurst", "ley", "minster", "stead", "thorpe", "ton", "well", "wick", "wood", "worth"]
THIRD = ["", " Abbey", " Common", " Cross", " End", " Green", " Grove", " Hill", " Lacy", " Magna",
         " Market", " Parva", " Regis", " Row", " St Mary", " Vale", " Wells"]
PARTNERS = ["Schools", "Police", "Health visitors", "Hospitals", "Housing", "Early help",
            "Members of the public", "Care homes"]
YEARS = ["2018-19", "2019-20", "2020-21", "2021-22", "2022-23"]
SUBJECTS = ["Schools", "The police", "Health visitors", "Social workers", "The partnership",
            "Housing officers", "Hospitals", "Care providers", "Every agency", "The board",
            "Independent reviewers", "Young people", "Parents and carers", "The duty desk"]
VERBS = ["reported", "reviewed", "agreed", "looked again at", "asked for", "tested", "shared",
         "wrote down", "changed", "explained", "followed up", "set out", "compared", "began"]
OBJECTS = ["what had been learned from earlier cases", "the way a worry is passed on",
           "how soon a family is visited", "the training that new staff receive",
           "the words that are used in letters", "a single form for all agencies",
           "the reasons why a referral was closed", "the plans made for each child",
           "how people say what they want to happen", "the figures for each quarter",
           "what works when a young person goes missing", "help that comes before a crisis",
           "the support that carers have a right to", "who holds the records, and for how long"]
ENDS = ["during the year", "with partners in each district", "at two meetings in the spring",
        "after the audit of case files", "so that nobody has to tell their story twice",
        "and the result was published", "as the plan for the year had said", "before the summer",
        "and will do so again next year", "in plain English", "together with families",
        "because the review had asked for it"]
TITLES = ["Harmful behaviour", "New partners in a household", "Reviews of adults' cases",
          "Suicide awareness", "A referral to the front door", "Modern slavery", "Early help",
          "Contextual safeguarding", "Accidents at home", "Part-time timetables", "Dogs and children",
          "Missing from home", "Self-neglect", "Mental capacity", "Online safety", "Fire at home"]
KINDS = ["7-minute briefing, PDF", "Lessons learned, PDF", "Guide for families, PDF"]
CHAPTERS = ["Leadership", "Children at the centre", "Adults and their wishes", "Exploitation",
            "Prevention and early help", "Reviews and their lessons", "Training", "Education",
            "Health and care", "Police and courts", "Looking ahead"]


def sentence(rng):
    return f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)} {rng.choice(ENDS)}."


def paragraph(rng, sentences):
    return " ".join(sentence(rng) for _ in range(sentences))


def district_name(index):
    """Each index up to 10,880 has a name of its own."""
    first = FIRST[index % len(FIRST)]
    index //= len(FIRST)
    second = SECOND[index % len(SECOND)]
    return first + second + THIRD[index // len(SECOND) % len(THIRD)]


def slug(name):
    return name.lower().replace(" ", "-").replace("'", "")


def link(rng, number):
    kind = rng.choice(KINDS)
    title = TITLES[(number + rng.randrange(2)) % len(TITLES)]
    return {"title": f"{title} {number + 1}", "kind": kind,
            "url": f"https://www.example.org/briefings/{slug(title)}-{number + 1}.pdf"}


def district(index):
    """One district: its figures by year and by partner, two texts, eight links."""
    rng = random.Random(SEED + index)
    name = district_name(index)
    years = [{"year": y, "child": rng.randrange(120, 900), "adult": rng.randrange(150, 990)}
             for y in YEARS]
    now = years[-1]
    partners = [{"partner": p, "made": rng.randrange(60, 400), "taken": rng.randrange(30, 60),
                 "days": rng.randrange(11, 58)} for p in PARTNERS]
    return {
        "district": name,
        "slug": slug(name),
        "referrals": now["child"] + now["adult"],
        "child": now["child"],
        "adult": now["adult"],
        "enquiries": rng.randrange(200, 1400),
        "visited": rng.randrange(71, 99),
        "lead": f"What was done in {name} to keep children and adults safe, and what comes next.",
        "about": paragraph(rng, 5),
        "lesson": paragraph(rng, 3),
        "plan": paragraph(rng, 3),
        "years": years,
        "partners": partners,
        "links": [link(rng, n) for n in range(8)],
        "telephone": f"01632 960{rng.randrange(1000):03}",
    }


def report():
    """A report of 24 pages: contents, eleven chapters of two pages, a page of links."""
    rng = random.Random(SEED)
    chapters = []
    for title in CHAPTERS:
        chapters.append({
            "title": title,
            "lead": sentence(rng),
            "paragraphs": [paragraph(rng, 5) for _ in range(3)],
            "second": f"What changed in {title[0].lower()}{title[1:]}",
            "after": [paragraph(rng, 5) for _ in range(2)],
            "points": [sentence(rng) for _ in range(3)],
            "rows": [{"partner": p, "before": rng.randrange(60, 900), "now": rng.randrange(60, 900)}
                     for p in PARTNERS[:6]],
            "years": [{"year": y, "child": rng.randrange(120, 900), "adult": rng.randrange(150, 990)}
                      for y in YEARS],
        })
    return {"title": "Safeguarding report 2022-23", "chapters": chapters,
            "links": [link(rng, n) for n in range(12)]}


HEADER = ["reference", "received", "district", "partner", "referrals", "cost"]


def table_rows(count):
    rng = random.Random(SEED)
    start = date(2022, 4, 1)
    for n in range(count):
        yield [f"WS-{n + 1:06}", (start + timedelta(days=rng.randrange(365))).isoformat(),
               district_name(rng.randrange(400)), rng.choice(PARTNERS), rng.randrange(20, 900),
               f"{rng.randrange(1000, 90000)}.{rng.randrange(100):02}"]


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def write_table(path, count):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(HEADER)
        writer.writerows(table_rows(count))
