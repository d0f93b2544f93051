"""What the analyst sees in private: `protect`, `trace`, and what they never tell."""

import json

from harness import CASES, Project, quire, test

REFERRALS = CASES / "disclosure" / "referrals.yaml"
PUBLIC = CASES / "disclosure" / "public-totals.yaml"

LAYOUT = """quire: 1
title: Small
lang: en-GB
data:
  r: {{file: r.csv, key: d, types: {{a: people, b: people}}}}
disclosure:
  profile: dfe
  sets: {{r: {{counts: [a, b], by: d, totals: [column, row]}}}}
  {more}
editions: {{open: {{disclosure: none, marking: Secret}}}}
content: ["Text."]
"""
DATA = "d,a,b\nAsh,3,40\nBeech,61,52\nElm,73,0\nOak,84,95\n"


def project(more="published: []", data=DATA):
    return Project({"a.yaml": LAYOUT.format(more=more), "r.csv": data})


# --- protect --------------------------------------------------------------------------------------


@test
def the_private_report_shows_each_figure_with_its_reason_and_range():
    with project() as p:
        done = p.quire("protect", "a.yaml", "--explain")
    assert done.status == 0, done.err
    text = done.out.decode()
    lines = text.splitlines()
    assert lines[0].startswith("PRIVATE: ") and lines[-1] == lines[0], text
    assert "profile dfe: counts of 1 to 5 are hidden" in text
    rows = {line.split()[0]: line.split()[1:] for line in lines if line.startswith("  ")}
    assert rows["Ash"] == ["3", "p", "40", "s", "43"], text
    assert rows["total"] == ["221", "187", "408"], text
    assert "r.csv:2:5: r: Ash, a is 3, of hidden size; can be narrowed to 1 to " in text, text
    assert "hidden for another" in text, text
    assert "1 zero is shown." in text, text


@test
def the_summary_holds_no_true_figure():
    with project() as p:
        done = p.quire("protect", "a.yaml")
        told = json.loads(p.quire("protect", "a.yaml", "--format", "json").out)
    assert done.status == 0, done.err
    text = done.out.decode()
    assert "r: 4 of 8 counts hidden, 0 of 7 totals hidden" in text, text
    for count in ("61", "52", "73", "84", "95", "43"):
        assert count not in text, text
    assert told["sets"][0]["cells-hidden"] == 4 and "rows" not in told["sets"][0], told
    assert "primary" not in json.dumps(told) and "61" not in json.dumps(told), told


@test
def another_profile_can_be_tried():
    with project() as p:
        wide = p.quire("protect", "a.yaml", "--profile", "sac")
        wrong = p.quire("protect", "a.yaml", "--profile", "dff")
    assert "profile sac: counts of 0 to 4 are hidden" in wide.out.decode(), wide.out
    assert wrong.status == 2 and "dfe, dfe-cla, sac, srs10" in wrong.err, wrong.err


@test
def it_says_whether_rounded_figures_add_up():
    with project() as p:
        text = p.quire("protect", "a.yaml", "--profile", "sac").out.decode()
        told = json.loads(p.quire("protect", "a.yaml", "--profile", "sac", "--format", "json").out)
        assert "other counts are rounded to 5 so that totals add up" in text, text
        assert "by itself" not in text and told["sets"][0]["rounded"] == "adding up", told
        p.write("r.csv", "d,a,b\nAsh,6,40\nBeech,6,52\nElm,6,80\nOak,0,95\n")
        p.write("a.yaml", LAYOUT.format(more="").replace("profile: dfe", "profile: {hide: [1, 5], round: 5}")
                .replace("[column, row]", "column"))
        done = p.quire("protect", "a.yaml")
        text, told = done.out.decode(), json.loads(p.quire("protect", "a.yaml", "--format", "json").out)
    assert "rounded-alone" in done.err and done.status == 0, done.err
    assert "each figure is rounded by itself, and totals may not add up" in text, text
    assert told["sets"][0]["rounded"] == "alone", told


@test
def the_report_as_json_says_the_same():
    with project() as p:
        told = json.loads(p.quire("protect", "a.yaml", "--explain", "--format", "json").out)
    (ash,) = [row for row in told["sets"][0]["rows"] if row["key"] == "Ash"]
    assert ash["counts"][0] == {"value": 3, "shown": "[c]", "why": "primary"}, ash
    assert ash["total"] == {"value": 43, "shown": "43", "why": "shown"}, ash
    (figure,) = [f for f in told["figures"] if f["figure"] == "Ash, a"]
    assert (figure["line"], figure["column"], figure["least"]) == (2, 5, 1), figure
    assert told["private"], told


@test
def what_was_decided_is_listed_with_its_reason():
    more = """override:
    - {set: r, at: Ash, count: a, reason: The families agreed, approved_by: J. Moore}
  published: [{set: r, at: total, count: b, source: "report, page 9"}]"""
    with project(more) as p:
        text = p.quire("protect", "a.yaml", "--explain").out.decode()
    assert "The families agreed; approved by J. Moore" in text, text
    assert "report, page 9" in text and "3 o" in text, text


@test
def columns_beside_the_counts_are_named():
    data = "d,a,b,all\nAsh,3,40,43\nBeech,61,52,113\nElm,73,10,83\nOak,84,95,179\n"
    with project(data=data) as p:
        text = p.quire("protect", "a.yaml", "--explain").out.decode()
        told = json.loads(p.quire("protect", "a.yaml", "--explain", "--format", "json").out)
    assert "r: all is the sum of the row's counts" in text, text
    assert told["beside"] == [{"set": "r", "column": "all", "is": "the sum of the row's counts"}], told


@test
def a_refusal_is_explained_and_a_layout_without_a_block_says_so():
    done = quire("protect", PUBLIC, "--explain")
    assert done.status == 1 and "disclosure-public" in done.err, done.err
    assert "Rugby" in done.out.decode() and "2 !" not in done.err, done.out
    without = quire("protect", PUBLIC)
    assert without.status == 1 and without.out == b"", without.out
    with project(data=DATA.replace("61", "many")) as p:
        done = p.quire("protect", "a.yaml", "--explain")
        assert done.status == 1 and "bad-cell" in done.err and done.out == b"", done
    with project() as p:
        done = p.quire("protect", "a.yaml", "--explain", "--edition", "open")
        assert done.status == 0 and done.out == b"" and "shows everything" in done.err, done


@test
def a_file_that_is_read_twice_is_protected_twice():
    twice = LAYOUT.replace("  r: {{file", "  again: r.csv\n  r: {{file")
    with Project({"a.yaml": twice.format(more="published: []"), "r.csv": DATA}) as p:
        done = p.quire("check", "a.yaml")
        assert done.status == 1 and "`again` reads the file of `r` again" in done.err, done.err
        assert done.err.count("disclosure-beside") == 1, done.err
        both = twice.replace("sets: {{r: ", "sets: {{again: {{counts: [a, b], by: d, totals: "
                             "[column, row]}}, r: ")
        p.write("a.yaml", both.format(more="published: []"))
        done = p.quire("check", "a.yaml")
        assert done.status == 0, done.err
    tree = twice.replace("again: r.csv", "t: t.yaml\n  u: t.yaml").format(
        more="same: {t.a: total a}")
    with Project({"a.yaml": tree, "r.csv": DATA, "t.yaml": "a: 221\n"}) as p:
        done = p.quire("check", "a.yaml")
        assert done.status == 1 and "`u` reads the file of `t` again" in done.err, done.err


# --- trace ----------------------------------------------------------------------------------------


def cells(project, expression, *options):
    done = project.quire("trace", "a.yaml", expression, "--format", "json", *options)
    assert done.status == 0, done.err
    told = json.loads(done.out)
    return told["value"], [(c["use"], c["row"], c.get("field"), c.get("shown"))
                           for c in told["cells"]]


@test
def a_trace_names_the_cells_of_a_figure_as_they_are_shown():
    with project() as p:
        value, made = cells(p, "r | sum('a')")
        assert value == "[c]" and made[0] == ("made of", "Ash", "a", "[c]"), made
        assert ("made of", "Oak", "a", "84") in made and len(made) == 4, made
        value, made = cells(p, "totals(r).a")
        assert value == "221" and len(made) == 4, (value, made)
        text = p.quire("trace", "a.yaml", "{{ r | selectattr('d', '==', 'Oak') | sum('b') }}")
        assert text.out.decode() == (
            "{{ r | selectattr('d', '==', 'Oak') | sum('b') }} is 95\nmade of:\n"
            "  r.csv:5:8: r: Oak, b is 95\ndecided by:\n  r.csv:2:1: r: Ash, d is 'Ash'\n"
            "  r.csv:3:1: r: Beech, d is 'Beech'\n  r.csv:4:1: r: Elm, d is 'Elm'\n"
            "  r.csv:5:1: r: Oak, d is 'Oak'\n"), text.out


@test
def a_trace_tells_no_true_value_unless_its_edition_does():
    with project() as p:
        for expression in ["r", "r[0]", "r['Ash'].a", "r | sum('a')", "r | max('a')",
                           "r | map('a') | join(' ')", "r['Ash'].a ~ ''", "title"]:
            done = p.quire("trace", "a.yaml", expression)
            text = done.out.decode() + done.err
            assert done.status == 0 and "is 3\n" not in text and " 40" not in text, text
        done = p.quire("trace", "a.yaml", "r['Ash'].a > 2")
        assert done.status == 1 and "marked-condition" in done.err and not done.out, done.err
        value, made = cells(p, "r | sum('a')", "--edition", "open")
    assert value == "221" and made[0] == ("made of", "Ash", "a", "3"), made


@test
def a_trace_of_a_refused_layout_tells_nothing():
    done = quire("trace", PUBLIC, "referrals | sum('child')")
    assert done.status == 1 and done.out == b"", done
    with project() as p:
        done = p.quire("trace", "a.yaml", "r | summ('a')")
        assert done.status == 1 and "the expression:1:5" in done.err and "`sum`" in done.err, done.err
        assert p.quire("trace", "a.yaml").status == 2
