"""Figures are exact decimals: thousands of random cases of each operation against Python's decimal."""

import random
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

from harness import Project, test

CASES = 2000
EXACT = Context(prec=3000, rounding=ROUND_HALF_UP)
HEAD = "quire: 1\ntitle: Test\nlang: en-GB\ndata: {cases: %s}\ncontent:\n"


def ask(expression, cases, source="../data/cases.json"):
    """What the program prints for the expression, case by case. A case is a map of JSON texts."""
    lines = ["{" + ", ".join(f'"{k}": {v}' for k, v in c.items()) + "}" for c in cases]
    item = expression.replace("\\", "\\\\").replace('"', '\\"')
    with Project({"data/cases.json": "[" + ",\n".join(lines) + "]",
                  "layouts/test.yaml": HEAD % source + f'  - list: {{data: cases, item: "{{{{ {item} }}}}"}}\n'
                  }) as project:
        result = project.quire("render", "layouts/test.yaml", "--dump", "bound", "-q")
    assert result.status == 0, result.err[:2000]
    printed = re.findall(r'^ *text: "(.*)"$', result.out.decode(), re.M)
    assert len(printed) == len(cases), f"{len(printed)} of {len(cases)} cases were printed"
    return printed


def compare(expression, cases, expected, read=Decimal):
    wrong = [f"{case}: {got}, not {expected(case)}" for case, got in zip(cases, ask(expression, cases))
             if read(got) != expected(case)]
    assert not wrong, f"{len(wrong)} of {len(cases)} are wrong, such as\n" + "\n".join(wrong[:5])


def number(r, digits=25, places=12, sign=True):
    """A decimal as text: often small, sometimes long, with zeros at either end now and then."""
    n = r.choice([1, 2, 3, r.randint(1, digits)])
    text = str(r.randint(0, 10 ** n - 1) * r.choice([1, 1, 1, 10, 1000]))
    cut = r.choice([0, 0, 2, r.randint(0, places)])
    if cut:
        text = text.zfill(cut + 1)
        text = text[:-cut] + "." + text[-cut:]
    return ("-" if sign and r.random() < 0.4 and text.strip("0.") else "") + text


def pairs(seed, nonzero=False):
    r = random.Random(seed)
    out = []
    while len(out) < CASES:
        case = {"a": number(r), "b": number(r)}
        if not nonzero or Decimal(case["b"]) != 0:
            out.append(case)
    return out


def tie(r, places):
    """A figure that lies exactly between two of `places` decimals."""
    half = Decimal(5).scaleb(-places - 1)
    return format(Decimal(r.randint(-9999, 9999)).scaleb(-places) + half, "f")


def rounded(text, places, how):
    return Decimal(text).quantize(Decimal(1).scaleb(-places), rounding=how, context=EXACT)


def roundings(seed, least, most):
    r = random.Random(seed)
    out = []
    for _ in range(CASES):
        places = r.randint(least, most)
        out.append({"a": r.choice([number(r), tie(r, places)]), "n": str(places)})
    return out


def a(case):
    return Decimal(case["a"])


def b(case):
    return Decimal(case["b"])


@test
def decimals_are_printed_as_they_are_written():
    compare("row.a", pairs(1), lambda c: c["a"], read=str)


@test
def decimals_with_exponents_are_printed_in_plain_digits():
    r = random.Random(2)
    cases = [{"a": number(r, 12) + r.choice("eE") + r.choice(["", "+", "-"]) + str(r.randint(0, 30))}
             for _ in range(CASES)]
    compare("row.a", cases, a)
    assert not any("e" in text.lower() for text in ask("row.a", cases))


@test
def decimals_add_exactly():
    compare("row.a + row.b", pairs(3), lambda c: EXACT.add(a(c), b(c)))


@test
def decimals_subtract_exactly():
    compare("row.a - row.b", pairs(4), lambda c: EXACT.subtract(a(c), b(c)))


@test
def decimals_multiply_exactly():
    compare("row.a * row.b", pairs(5), lambda c: EXACT.multiply(a(c), b(c)))


@test
def decimals_divide_to_34_digits_half_up():
    with localcontext(Context(prec=34, rounding=ROUND_HALF_UP)) as context:
        compare("row.a / row.b", pairs(6, nonzero=True), lambda c: context.divide(a(c), b(c)))


@test
def decimals_divide_down_to_whole_numbers():
    compare("row.a // row.b", pairs(7, nonzero=True),
            lambda c: Decimal(Fraction(c["a"]) // Fraction(c["b"])))


@test
def decimals_leave_a_remainder_with_the_divisors_sign():
    compare("row.a % row.b", pairs(8, nonzero=True),
            lambda c: Fraction(c["a"]) % Fraction(c["b"]), read=Fraction)


@test
def decimals_divided_down_and_put_together_again_are_the_same():
    compare("row.a // row.b * row.b + row.a % row.b", pairs(9, nonzero=True), a)


@test
def decimals_lose_nothing_there_and_back():
    compare("row.a + row.b - row.b", pairs(10), a)


@test
def decimals_are_negated_and_freed_of_their_sign():
    compare("-row.a", pairs(11), lambda c: a(c).copy_negate())
    compare("row.a | abs", pairs(12), lambda c: a(c).copy_abs())


@test
def decimals_are_rounded_half_up():
    compare("row.a | round(row.n)", roundings(13, 0, 15), lambda c: rounded(c["a"], int(c["n"]), ROUND_HALF_UP))


@test
def decimals_are_rounded_half_up_to_tens_and_hundreds():
    compare("row.a | round(row.n)", roundings(14, -9, -1), lambda c: rounded(c["a"], int(c["n"]), ROUND_HALF_UP))


@test
def decimals_are_rounded_half_even():
    compare("row.a | round(row.n, method='even')", roundings(15, -5, 12),
            lambda c: rounded(c["a"], int(c["n"]), ROUND_HALF_EVEN))


@test
def decimals_are_rounded_down_and_up():
    compare("row.a | round(row.n, method='floor')", roundings(16, -5, 12),
            lambda c: rounded(c["a"], int(c["n"]), ROUND_FLOOR))
    compare("row.a | round(row.n, method='ceil')", roundings(17, -5, 12),
            lambda c: rounded(c["a"], int(c["n"]), ROUND_CEILING))


@test
def decimals_compare_by_value_not_by_form():
    cases = pairs(18)
    r = random.Random(18)
    for case in cases[::3]:  # the same figure, written otherwise
        case["b"] = case["a"] + ("0" * r.randint(0, 3) if "." in case["a"] else r.choice(["", ".0", ".00"]))
    compare("(row.a < row.b) ~ (row.a <= row.b) ~ (row.a == row.b) ~ (row.a != row.b) ~ (row.a >= row.b) ~ "
            "(row.a > row.b)", cases,
            lambda c: "".join(str(x).lower() for x in (a(c) < b(c), a(c) <= b(c), a(c) == b(c), a(c) != b(c),
                                                       a(c) >= b(c), a(c) > b(c))), read=str)


def lists(seed, sign=True):
    r = random.Random(seed)
    return [{"v": "[" + ", ".join(number(r, 14, 6, sign) for _ in range(r.randint(1, 9))) + "]"}
            for _ in range(CASES)]


def values(case):
    return [Decimal(text) for text in case["v"][1:-1].split(", ")]


def total(figures):
    out = Decimal(0)
    for figure in figures:
        out = EXACT.add(out, figure)
    return out


@test
def decimals_in_lists_are_added_up_exactly():
    compare("row.v | sum", lists(19), lambda c: total(values(c)))


@test
def decimals_in_lists_have_their_mean_to_34_digits():
    with localcontext(Context(prec=34, rounding=ROUND_HALF_UP)) as context:
        compare("row.v | mean", lists(20), lambda c: context.divide(total(values(c)), len(values(c))))


@test
def decimals_in_lists_have_their_least_greatest_and_middle():
    def middle(case):
        v = sorted(values(case))
        n = len(v)
        return v[n // 2] if n % 2 else EXACT.divide(EXACT.add(v[n // 2 - 1], v[n // 2]), 2)
    compare("row.v | min", lists(21), lambda c: min(values(c)))
    compare("row.v | max", lists(22), lambda c: max(values(c)))
    compare("row.v | median", lists(23), middle)


@test
def decimals_in_lists_are_sorted_by_value():
    def split(text):
        return [Decimal(x) for x in text.split(", ")]
    compare("row.v | sort", lists(24), lambda c: sorted(values(c)), read=split)
    compare("row.v | sort(reverse=true)", lists(25), lambda c: sorted(values(c), reverse=True), read=split)


def grouped(text, places, how=ROUND_HALF_UP):
    shown = rounded(text, places, how)
    return ("−" if shown < 0 else "") + format(shown.copy_abs(), ",f")


@test
def decimals_are_printed_with_separators_and_decimals():
    compare("row.a | number(row.n)", roundings(26, 0, 12), lambda c: grouped(c["a"], int(c["n"])), read=str)


@test
def decimals_are_printed_as_percentages():
    compare("row.a | percent(row.n)", roundings(27, 0, 9),
            lambda c: grouped(str(EXACT.multiply(a(c), Decimal(100))), int(c["n"])) + "%", read=str)


@test
def decimals_are_printed_as_money():
    def money(case):
        shown = grouped(case["a"], 2)
        return "−£" + shown[1:] if shown.startswith("−") else "£" + shown
    compare("row.a | money(2)", pairs(28), money, read=str)


def largest_remainder(figures, places):
    """In whole numbers, apart from the program's way: hand out unit by unit."""
    whole = Fraction(sum(map(Fraction, figures)))
    units = 100 * 10 ** places
    exact = [Fraction(f) * units / whole for f in figures]
    given = [int(x) for x in exact]
    order = sorted(range(len(figures)), key=lambda i: (given[i] - exact[i], -Fraction(figures[i]), i))
    for i in order[:units - sum(given)]:
        given[i] += 1
    return given


@test
def shares_add_up_to_100_by_largest_remainder():
    cases = [c for c in lists(29, sign=False) if total(values(c)) > 0]
    assert len(cases) > CASES * 0.9
    for places in (0, 1, 3):
        for case, text in zip(cases, ask(f"row.v | percent({places}, sum=100)", cases)):
            got = [int(x.replace(".", "").replace(",", "")) for x in text.rstrip("%").split("%, ")]
            figures = values(case)
            exact = [Fraction(f) * 100 * 10 ** places / Fraction(total(figures)) for f in figures]
            assert sum(got) == 100 * 10 ** places, f"{case}: {text}"
            assert all(abs(g - e) < 1 for g, e in zip(got, exact)), f"{case}: {text}"
            assert got == largest_remainder(figures, places), f"{case}: {text}"


@test
def decimals_are_read_from_cells_in_all_the_ways_they_are_written():
    """Grouped, in brackets, with a sign on either side, as money and as percentages."""
    r = random.Random(30)
    rows, expected = [], []
    for _ in range(CASES):
        text = number(r, 12, 4, sign=False)
        whole, dot, part = text.partition(".")
        digits = f"{int(whole):,}".replace(",", r.choice([",", "\u00a0", "\u202f", ""])) + dot + part
        way, value = r.choice([("{}", 1), ("-{}", -1), ("−{}", -1), ("({})", -1), ("{}-", -1), ("+{}", 1), (" {}\u00a0", 1)])
        pound = r.choice(["", "£"])
        rows.append(f'"{way.format(digits)}","{way.format(pound + digits)}","{way.format(digits + "%")}"')
        expected.append(value * Decimal(text))
    source = ("{file: ../data/cells.csv, types: {n: number, m: money, p: percent}}")
    with Project({"data/cells.csv": "n,m,p\n" + "\n".join(rows) + "\n",
                  "layouts/test.yaml": HEAD % source +
                  '  - list: {data: cases, item: "{{ row.n }} {{ row.m }} {{ row.p * 100 }}"}\n'}) as project:
        result = project.quire("render", "layouts/test.yaml", "--dump", "bound", "-q")
    assert result.status == 0, result.err[:2000]
    printed = re.findall(r'^ *text: "(.*)"$', result.out.decode().replace('" "', ""), re.M)
    assert len(printed) == CASES
    for row, text, value in zip(rows, printed, expected):
        assert [Decimal(x) for x in text.split()] == [value] * 3, f"{row}: {text}, not {value}"
