"""Disclosure control, attacked: 2,000 random tables go through the solver, and an attacker who was
written apart from it (tests/attack/attack.py) tries to work out what it hid."""

import random
import subprocess
import sys
import time
from pathlib import Path

from harness import ROOT, _settings, test

sys.path.insert(0, str(Path(__file__).resolve().parent / "attack"))

import attack  # noqa: E402

TABLES, QUICK = 2000, 240
OPTIMUM_CELLS = 9  # larger tables have too many patterns to try them all


def solve(texts):
    """The lines that the solver's test program answers, one a table: verdict, pattern, leaks."""
    program = Path(_settings["quire"]).parent / "tests" / "disclosure" / "figures_test"
    subprocess.run(["make", "-s", f"VARIANT={program.parents[2].name}",
                    str(program.relative_to(ROOT))], cwd=ROOT, check=True, capture_output=True)
    done = subprocess.run([program, "-"], input="".join(texts), capture_output=True, text=True,
                          check=False, timeout=300)
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == len(texts), done.stderr[:500]
    return [line.split() for line in lines]


def attacked(seeds):
    """Tables with what the solver hid, those that it refused as None; each is attacked."""
    tables = [attack.random_table(seed) for seed in seeds]
    out, faults, tried = [], [], 0
    for seed, table, answer in zip(seeds, tables, solve([t.written() for t in tables])):
        if answer[0] != "safe":
            faults.append(f"table {seed} is refused: {table.cells} {table.sums}")
            continue
        hidden = [c != "." for c in answer[1]]
        if table.base > 1:
            table.shown = [int(v) for v in answer[answer.index("=") + 2:]]
        out.append((seed, table, hidden))
        try:
            faults += [f"table {seed}: {leak}: {table.cells} {table.sums} {answer[1]}"
                       for leak in attack.leaks(table, hidden)]
            tried += 1
        except attack.TooLarge:
            pass
    assert not faults, "\n".join(faults[:10])
    assert tried >= 0.95 * len(tables), f"only {tried} of {len(tables)} could be tried in full"
    return out


@test
def an_attacker_pins_none_of_a_few_hundred_tables():
    attacked(range(QUICK))


def compare(results):
    """Cells hidden besides the primary ones: ours and the fewest that would do."""
    compared = ours = fewest = 0
    for seed, table, hidden in results:
        cells = range(len(table.cells))
        if len(table.cells) > OPTIMUM_CELLS or table.base > 1:
            continue  # another pattern would be rounded otherwise
        extra = sum(hidden[i] and not table.small(table.cells[i]) for i in cells)
        primary = sum(table.small(v) for v in table.cells)
        try:
            best = attack.optimum(table, hidden, extra, 3000)
        except attack.TooLarge:
            best = None
        if best is None:
            continue
        compared, ours, fewest = compared + 1, ours + extra, fewest + best
        assert primary + extra <= 1.5 * (primary + best), \
            f"table {seed} hides {primary + extra} cells where {primary + best} do"
    return compared, ours, fewest


@test(slow=True)
def an_attacker_pins_none_of_two_thousand_tables_and_little_more_than_needed_is_hidden():
    compared, ours, fewest = compare(attacked(range(TABLES)))
    assert compared >= TABLES // 4, f"only {compared} tables were compared"
    assert ours <= 1.05 * fewest, f"{ours} cells are hidden where {fewest} would do"


# --- rounding -------------------------------------------------------------------------------------


def rounded_tables(seeds):
    for seed in seeds:
        table = attack.random_table(seed)
        table.low, table.high, table.zeros_shown, table.base = 0, 4, False, 5
        yield seed, table


def adds_up(table, hidden, shown):
    """Is each printed figure next to its true value, and does every sum of printed figures hold?"""
    for number, (members, value) in enumerate(table.figures()):
        if not hidden[number] and (shown[number] % table.base or abs(shown[number] - value) >= table.base):
            return f"figure {number} is {value}, printed as {shown[number]}"
    sums = [(shown[n], [i for i in members if not hidden[i]], [i for i in members if hidden[i]])
            for n, (members, _) in enumerate(table.figures())
            if n >= len(table.cells) and not hidden[n]]
    rests = [(frozenset(gone), total - sum(shown[i] for i in seen)) for total, seen, gone in sums]
    return "" if attack.rounded.fills(rests, table.base) else "it does not add up"


@test
def rounded_tables_add_up_as_they_are_printed():
    tables = list(rounded_tables(range(400)))
    pushed = 0
    for (seed, table), answer in zip(tables, solve([t.written() for _, t in tables])):
        assert answer[0] == "safe", f"table {seed} is refused: {table.cells} {table.sums}"
        at = answer.index("=")
        assert answer[at + 1] == "1", f"table {seed}: outcome {answer[at + 1]}: {table.cells} {table.sums}"
        shown, hidden = [int(v) for v in answer[at + 2:]], [c != "." for c in answer[1]]
        fault = adds_up(table, hidden, shown)
        assert not fault, f"table {seed}: {fault}: {table.cells} {table.sums} {answer}"
        pushed += sum(abs(s - v) > 2 for s, h, (_, v) in zip(shown, hidden, table.figures()) if not h)
    assert pushed > 100, f"only {pushed} figures were not rounded to the nearest"


@test
def a_reader_who_knows_the_rounding_pins_none():
    """She rounds every table that she can think of, by trying all roundings."""
    attacked([seed for seed in range(600) if seed % 10 == 9 and seed != 199])  # 199 takes a while


@test
def a_reader_who_knows_the_rounding_finds_what_leaks():
    """5, 5 and a total of 20: the two are 7 at most, the total is 18 at least, and so the rest is 4."""
    told = attack.Table([4, 7, 7], [range(3)], 0, 4, False)
    told.base, told.shown = 5, [-1, 5, 5, 20]
    assert attack.leaks(told, pattern("c . . ."))
    (answer,) = solve([told.written()])
    assert answer[0] == "safe" and answer[1][1:3] != "..", answer
    loose = attack.Table([3, 20, 25], [range(3)], 0, 4, False)
    loose.base, loose.shown = 5, [-1, 20, 25, 50]
    assert not attack.leaks(loose, pattern("c . . ."))


@test
def large_rounded_tables_add_up():
    table = large_table(317, 12, 9)
    columns = attack.Table(large_table(5000, 4, 20).cells, [range(c, 20000, 4) for c in range(4)])
    for one in (table, columns):
        one.low, one.high, one.zeros_shown, one.base = 0, 4, False, 5
        (answer,) = solve([one.written()])
        at = answer.index("=")
        assert answer[0] == "safe" and answer[at + 1] == "1", answer[:1]
        shown, hidden = [int(v) for v in answer[at + 2:]], [c != "." for c in answer[1]]
        for number, (members, value) in enumerate(one.figures()):
            if hidden[number]:
                continue
            assert shown[number] % 5 == 0 and abs(shown[number] - value) < 5, (number, value)
            if not any(hidden[i] for i in members):
                assert shown[number] == sum(shown[i] for i in members), number


# --- the attacker herself -------------------------------------------------------------------------


def pattern(text):
    return [c == "c" for c in text.split()]


@test
def the_attacker_finds_what_is_known_to_leak():
    pair = attack.Table([1, 1, 9, 14], [range(4)])
    assert attack.leaks(pair, pattern("c c . . .")), "two counts of 1 that add up to 2"
    assert not attack.leaks(pair, pattern("c c c . ."))
    alone = attack.Table([3, 20, 30], [range(3)])
    assert attack.leaks(alone, pattern("c . . ."))
    assert attack.leaks(alone, pattern(". . . .")), "a small count that is printed"
    assert not attack.leaks(alone, pattern("c c . ."))
    told = attack.Table([1, 5, 20], [range(3)])
    assert attack.leaks(told, pattern("c c . .")), "the 1 knows the 5"
    sizes = attack.Table([1, 6, 20], [range(3)])
    assert attack.leaks(sizes, pattern("c c . .")), "1 + 6, and the other is above 5"
    square = attack.Table([3, 20, 30, 12, 15, 40, 25, 9, 33],
                          [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8]])
    assert attack.leaks(square, pattern("c c . . . . . . . " + ". " * 6))
    assert not attack.leaks(square, pattern("c c . c c . . . . " + ". " * 6))
    assert attack.optimum(square, pattern("c c . c c . . . . " + ". " * 6), 4) == 3


# --- speed ----------------------------------------------------------------------------------------


def large_table(rows, columns, groups):
    """Areas in groups, with totals of columns, areas and groups, and the grand total."""
    rng = random.Random(7)
    counts = [int(rng.expovariate(1 / (base * rng.uniform(0.3, 2))))
              for base in rng.choices((3, 10, 40, 150), k=rows) for _ in range(columns)]
    member = [r * groups // rows for r in range(rows)]
    sums = [[r * columns + c for c in range(columns)] for r in range(rows)]
    for g in range(groups):
        inside = [r for r in range(rows) if member[r] == g]
        sums += [[r * columns + c for r in inside] for c in range(columns)]
        sums.append([r * columns + c for r in inside for c in range(columns)])
    sums += [[r * columns + c for r in range(rows)] for c in range(columns)]
    sums.append(list(range(rows * columns)))
    return attack.Table(counts, sums)


def timed(rows, columns, groups):
    text = large_table(rows, columns, groups).written()
    started = time.monotonic()
    (answer,) = solve([text])
    assert answer[0] == "safe", f"refused: {answer[2:12]}"
    assert "P" in answer[1] and "s" in answer[1]
    return time.monotonic() - started


@test
def three_hundred_areas_by_twelve_measures_take_less_than_five_seconds():
    seconds = timed(317, 12, 9)
    assert seconds < 5, f"{seconds:.1f} s"


@test(slow=True)
def five_thousand_rows_take_less_than_a_minute():
    for columns in (4, 12):
        seconds = timed(5000, columns, 20)
        assert seconds < 60, f"{seconds:.1f} s with {columns} columns"
