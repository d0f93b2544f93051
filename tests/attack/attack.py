#!/usr/bin/env python3
"""An attacker who tries every whole number: written apart from the solver, to judge what it hides.

A problem is a table as its readers see it: `cells` (the true counts), `sums` (lists of cell numbers),
`forced` (sums that cannot be hidden) and a pattern of what is hidden. The attacker knows every visible
figure, the sizes that are hidden and, where zeros are shown, that a hidden count is not 0. She tries all
whole numbers that agree with that. A figure is pinned if it comes out the same each time.

Where figures are rounded she knows the base, that what is printed adds up and is as near to the true
figures as that allows: she rounds each table that she thinks of, and drops those that would be printed
otherwise (rounded.py).
"""

import itertools
import random

import rounded


class Table:
    def __init__(self, cells, sums, low=1, high=5, zeros_shown=True):
        self.base = 1      # what is shown is rounded to this
        self.shown = None  # and so it is printed, by figure
        self.cells, self.sums = list(cells), [sorted(s) for s in sums]
        self.low, self.high, self.zeros_shown = low, high, zeros_shown

    def figures(self):
        """Every figure as (members, value): the cells, then the sums."""
        return [((i,), v) for i, v in enumerate(self.cells)] + \
               [(tuple(s), sum(self.cells[i] for i in s)) for s in self.sums]

    def small(self, value):
        return self.low <= value <= self.high and not (value == 0 and self.zeros_shown)

    def written(self):
        """As the test program reads it."""
        lines = [f"{self.low} {self.high} {int(self.zeros_shown)} {self.base}",
                 " ".join(map(str, self.cells))]
        lines += ["+ " + " ".join(map(str, s)) for s in self.sums]
        return "\n".join(lines) + "\n.\n"


TooLarge = rounded.TooLarge


class Attack:
    """All solutions of what is visible, kept as the values each hidden figure takes."""

    def __init__(self, table, hidden, *, sizes, revealed=None, limit=60_000):
        self.table, self.hidden, self.sizes = table, hidden, sizes
        self.left = limit
        self.figures = table.figures()
        self.unknown = [i for i in range(len(table.cells)) if hidden[i]]
        self.bounds = {i: self.bound(i) for i in self.unknown}
        if revealed is not None:
            self.bounds[revealed] = (table.cells[revealed], table.cells[revealed])
        self.equations = self.make_equations()
        self.seen = {}

    def bound(self, figure):
        value = self.figures[figure][1]
        least = 1 if self.table.zeros_shown else 0
        if not self.sizes:
            return least, None
        if self.table.small(value):
            return max(least, self.table.low), self.table.high
        return (self.table.high + 1 if value > self.table.high else least), None

    def make_equations(self):
        """(hidden cells, least, most) of each sum that tells something."""
        out = []
        for number, (members, value) in enumerate(self.figures):
            if number < len(self.table.cells):
                continue
            cells = [i for i in members if i in self.bounds]
            known = sum(self.table.cells[i] for i in members if i not in self.bounds)
            if not cells:
                continue
            if not self.hidden[number]:
                out.append((cells, value - known, value - known))
        return out

    def components(self):
        """Hidden cells that share an equation, group by group."""
        left, groups = set(self.unknown), []
        while left:
            group, queue = set(), [min(left)]
            while queue:
                cell = queue.pop()
                if cell in group:
                    continue
                group.add(cell)
                for cells, _, _ in self.equations:
                    if cell in cells:
                        queue.extend(c for c in cells if c not in group)
            left -= group
            groups.append(sorted(group))
        return groups

    def solutions(self, group):
        """Every solution of one group of cells, by trying."""
        equations = [e for e in self.equations if e[0][0] in group]
        order = self.order(group, equations)
        value = {}

        def limits(cell):
            least, most = self.bounds[cell]
            for cells, low, high in equations:
                if cell not in cells:
                    continue
                known = sum(value.get(c, 0) for c in cells)
                rest = [c for c in cells if c not in value and c != cell]
                if high is not None:
                    top = high - known - sum(self.bounds[c][0] for c in rest)
                    most = top if most is None else min(most, top)
                if all(self.bounds[c][1] is not None for c in rest):
                    least = max(least, low - known - sum(self.bounds[c][1] for c in rest))
            return least, most

        def go(depth):
            self.left -= 1
            if self.left < 0:
                raise TooLarge
            if depth == len(order):
                yield dict(value)
                return
            cell = order[depth]
            least, most = limits(cell)
            if most is None:  # without a bound: two values tell as much as all
                most = max(least, self.table.cells[cell]) + 1
            for v in range(least, most + 1):
                value[cell] = v
                yield from go(depth + 1)
            value.pop(cell, None)

        return go(0)

    @staticmethod
    def order(group, equations):
        """Cells of short equations first: they leave the fewest choices."""
        out = []
        for cells, _, _ in sorted(equations, key=lambda e: len(e[0])):
            out += [c for c in cells if c not in out]
        return out + [c for c in group if c not in out]

    def pinned(self, targets):
        """Those of the hidden figures that have one value in every solution."""
        out = []
        for group in self.components():
            mine = {}
            for t in targets:
                parts = [i for i in self.figures[t][0] if i in self.bounds]
                if parts and parts[0] in group:
                    mine[t] = parts
            varied, first = set(), {}
            if not mine:
                continue
            for solution in self.solutions(group):
                for t, parts in mine.items():
                    v = sum(solution[i] for i in parts if i in solution)
                    if any(i not in solution for i in parts) or first.setdefault(t, v) != v:
                        varied.add(t)
                if len(varied) == len(mine):
                    break
            out += [t for t in mine if t not in varied]
        return out


def targets(table, hidden):
    """Hidden figures of hidden size; a sum that is one cell over again is that cell."""
    out = []
    for number, (members, value) in enumerate(table.figures()):
        parts = [i for i in members if hidden[i]]
        if hidden[number] and table.small(value) and (number < len(table.cells) or len(parts) > 1):
            out.append(number)
    return out


def leaks(table, hidden, limit=60_000):
    """What can be worked out, in words; empty if nothing can."""
    out = []
    aims = targets(table, hidden)
    for number, (_, value) in enumerate(table.figures()):
        if table.small(value) and not hidden[number]:
            out.append(f"figure {number} is printed: {value}")
    ones = [i for i, v in enumerate(table.cells) if v == 1 and hidden[i]]
    if table.base > 1:
        for one in [None] + ones:
            left = [t for t in aims if t != one]
            out += [f"figure {t} has one value for who knows cell {one}"
                    for t in rounded.pinned(table, hidden, left, one)]
        return out
    for sizes in (False, True):
        attack = Attack(table, hidden, sizes=sizes, limit=limit)
        out += [f"figure {t} has one value (sizes known: {sizes})" for t in attack.pinned(aims)]
    for one in ones:
        for sizes in (False, True):
            attack = Attack(table, hidden, sizes=sizes, revealed=one, limit=limit)
            out += [f"figure {t} has one value for who knows cell {one} (sizes known: {sizes})"
                    for t in attack.pinned([t for t in aims if t != one])]
    return out


def optimum(table, hidden, budget, limit=50_000):
    """The fewest cells besides the primary ones that make it safe, the sums hidden as given; at most
    `budget` of them. None if it takes too long to tell."""
    cells = range(len(table.cells))
    base = [bool(hidden[i]) if i >= len(table.cells) else table.small(table.cells[i])
            for i in range(len(hidden))]
    candidates = [i for i in cells if not base[i] and table.cells[i] > 0]
    tried = 0
    for count in range(budget + 1):
        for extra in itertools.combinations(candidates, count):
            tried += 1
            if tried > limit:
                return None
            pattern = list(base)
            for i in extra:
                pattern[i] = True
            if not leaks(table, pattern):
                return count
    return budget


# --- random tables --------------------------------------------------------------------------------


def counts(rng, n):
    """Small counts among larger ones, and some zeros."""
    spread = rng.choice((8, 15, 30, 60))
    return [rng.choice((0, rng.randint(1, 6), rng.randint(1, spread), rng.randint(6, spread + 6)))
            for _ in range(n)]


def one_way(rng):
    n = rng.randint(2, 9)
    return Table(counts(rng, n), [range(n)])


def two_way(rng):
    rows, columns = rng.randint(2, 5), rng.randint(2, 4)
    sums = [[r * columns + c for c in range(columns)] for r in range(rows)]
    sums += [[r * columns + c for r in range(rows)] for c in range(columns)]
    if rng.random() < 0.5:
        sums.append(range(rows * columns))
    return Table(counts(rng, rows * columns), sums)


def grouped(rng):
    """Rows in groups with sub-totals, column totals, sometimes row totals and the group's."""
    groups, columns = rng.randint(2, 3), rng.randint(1, 3)
    member = sorted(rng.randrange(groups) for _ in range(rng.randint(3, 6)))
    rows = len(member)
    sums = [[r * columns + c for r in range(rows)] for c in range(columns)]
    for g in set(member):
        sums += [[r * columns + c for r in range(rows) if member[r] == g] for c in range(columns)]
    if columns > 1 and rng.random() < 0.6:
        sums += [[r * columns + c for c in range(columns)] for r in range(rows)]
        sums += [[r * columns + c for r in range(rows) if member[r] == g for c in range(columns)]
                 for g in set(member)]
    return Table(counts(rng, rows * columns), sums)


def linked(rng):
    """One population counted by three things, of which tables of two at a time are printed."""
    sizes = [2, rng.randint(2, 3), rng.randint(2, 3)]
    places = list(itertools.product(*map(range, sizes)))
    sums = []
    for kept in ([(0, 1), (0, 2)] if rng.random() < 0.5 else [(0, 1), (0, 2), (1, 2)]):
        for key in itertools.product(*(range(sizes[k]) for k in kept)):
            sums.append([i for i, p in enumerate(places) if tuple(p[k] for k in kept) == key])
    sums.append(range(len(places)))
    return Table(counts(rng, len(places)), sums)


SHAPES = (one_way, two_way, grouped, linked)


def random_table(seed):
    rng = random.Random(seed)
    table = SHAPES[seed % len(SHAPES)](rng)
    if seed % 5 == 4:
        table.low, table.high, table.zeros_shown = 0, 4, False
        table.base = 5 if seed % 2 else 1
    return table
