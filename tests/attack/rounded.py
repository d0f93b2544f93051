"""What a reader of a rounded table can work out, by trying.

A table is rounded so that it adds up: each printed figure is one of the two multiples next to its true value,
every sum holds with some multiples, 0 or more, in place of what is hidden, and the deviations add up to the
least there is. Any table that would be printed just so could be the true one. All is tried, nothing is
solved: this was written apart from the solver.
"""

import itertools

FARTHEST = 7      # persons who change places in the tables that are tried, less one
TABLES = 100_000  # tables that are tried


class TooLarge(Exception):
    """There are more combinations than one can try."""


def choices(table, value):
    """The multiples that may be printed for a value, as (multiple, deviation)."""
    low = value // table.base * table.base
    if low == value:
        return [(value, 0)]
    ends = [low, low + table.base]
    if value > table.high and table.small(low):
        ends = ends[1:]
    return [(end, abs(end - value)) for end in ends]


class Roundings:
    """All ways to round a table, hidden cells by anything."""

    def __init__(self, table, hidden, cells):
        self.table, self.hidden, self.cells = table, hidden, cells
        self.sums = [(number, members) for number, members in enumerate(table.sums, len(cells))
                     if not hidden[number]]
        self.values = list(cells) + [sum(cells[i] for i in s) for s in table.sums]
        self.choices = {i: choices(table, v) for i, v in enumerate(self.values) if not hidden[i]}
        self.nearest = {i: min(d for _, d in c) for i, c in self.choices.items()}

    def excess(self, shown):
        """By how much what is printed deviates more than the nearest multiples; None: it cannot be printed."""
        out = 0
        for i, options in self.choices.items():
            found = [d for multiple, d in options if multiple == shown[i]]
            if not found:
                return None
            out += found[0] - self.nearest[i]
        return out

    def better(self, limit):
        """Is there a rounding whose excess is below the limit?"""
        visible = [i for i in range(len(self.cells)) if not self.hidden[i]]

        def cells(depth, chosen, left):
            if left <= 0:
                return False
            if depth == len(visible):
                return self.sums_hold(chosen, left)
            i = visible[depth]
            return any(cells(depth + 1, {**chosen, i: multiple}, left - (d - self.nearest[i]))
                       for multiple, d in self.choices[i])

        return cells(0, {}, limit)

    def sums_hold(self, chosen, left):
        """Can the sums be rounded, with less than this excess, so that all hold?"""
        options = []
        for number, members in self.sums:
            known = sum(chosen[i] for i in members if i in chosen)
            open_cells = frozenset(i for i in members if i not in chosen)
            mine = [(open_cells, multiple - known, d - self.nearest[number])
                    for multiple, d in self.choices[number]
                    if multiple == known or (open_cells and multiple > known)]
            if not mine:
                return False
            options.append(mine)
        return any(sum(e for _, _, e in pick) < left and fills([(c, r) for c, r, _ in pick], self.table.base)
                   for pick in itertools.product(*options))


def fills(rests, base):
    """Are there multiples, 0 or more, that add up to the rest for each group of hidden cells?"""
    rests = [(c, r) for c, r in rests if c or r]
    if any(r < 0 or (r and not c) for c, r in rests):
        return False
    rests = [(c, r) for c, r in rests if c]
    if not rests:
        return True
    group, rest = min(rests, key=lambda e: (len(e[0]), e[1]))
    cell = min(group)
    for value in [rest] if len(group) == 1 else range(0, rest + 1, base):
        if fills([(c - {cell}, r - value) if cell in c else (c, r) for c, r in rests], base):
            return True
    return False


def printed_alike(table, hidden, cells):
    """Would these cells be printed as the table is?"""
    roundings = Roundings(table, hidden, cells)
    excess = roundings.excess(table.shown)
    return excess is not None and not roundings.better(excess)


def hidden_alike(table, hidden, cells):
    """Is each cell of hidden size, or not, as it was, for one who knows that; and no shown sum of it?"""
    sums = [sum(cells[i] for i in s) for k, s in enumerate(table.sums) if not hidden[len(cells) + k]]
    if min(cells) < 0 or any(table.small(v) for v in sums):
        return False
    if table.zeros_shown and any((v == 0) != (w == 0) for v, w in zip(cells, table.cells)):
        return False
    return all(table.small(v) == table.small(w) for v, w in zip(cells, table.cells))


def moves(n, size):
    """All changes of n cells by so many persons altogether."""
    if n == 0:
        if size == 0:
            yield ()
        return
    for mine in range(-size, size + 1):
        for rest in moves(n - 1, size - abs(mine)):
            yield (mine,) + rest


def near_tables(table, hidden, fixed):
    """Tables near the true one that are hidden alike, the nearest first, and only where each shown figure
    could be printed as it is."""
    n = len(table.cells)
    free = [i for i in range(n) if i != fixed]
    base = table.base
    left = TABLES
    for size in range(1, FARTHEST):
        for move in moves(len(free), size):
            left -= 1
            if left < 0:
                raise TooLarge
            cells = list(table.cells)
            for i, by in zip(free, move):
                cells[i] += by
            if any(not hidden[i] and abs(cells[i] - table.shown[i]) >= base for i in free):
                continue
            if any(not hidden[n + k] and abs(sum(cells[i] for i in s) - table.shown[n + k]) >= base
                   for k, s in enumerate(table.sums)):
                continue
            if hidden_alike(table, hidden, cells):
                yield cells


def pinned(table, hidden, aims, one=None):
    """Those hidden figures that are the same in every table that would be printed like this one, for one
    who knows the cell `one`."""
    figures = table.figures()
    left = set(aims)
    assert printed_alike(table, hidden, table.cells), "the table itself would be printed otherwise"
    for cells in near_tables(table, hidden, one) if left else []:
        changed = {t for t in left if sum(cells[i] for i in figures[t][0]) != figures[t][1]}
        if changed and printed_alike(table, hidden, cells):
            left -= changed
        if not left:
            break
    return sorted(left)
