"""Ruled lines → grids of cells with spans. Shared by PDF pages and recognised images.

Lines that touch make one grid. Each stretch of a grid line where nothing is ruled joins the two
elementary cells beside it, so that merged cells come out with their spans. All lengths in points.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from auditor.reading.pages import Box, Ruling

Ruled = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Labels = np.ndarray[tuple[int, int], np.dtype[np.int32]]

SNAP = 3.0
"""Lines closer than this are one: double borders, borders of neighbouring cells drawn twice."""
MAX_RULINGS = 1_200
MAX_PLACES = 250_000
_OPEN = 6.0
_MIN_SIDE = 5.0
_MIN_WIDTH = 60.0


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a grid before it has text.

    ``closed`` says that lines stand round it; one side may be missing at the edge of the grid,
    where a page ends.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled grid: the places of its column lines ``xs`` and row lines ``ys``, and its slots."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box_of(self, slot: Slot) -> Box:
        """The place of a slot on the page."""
        return (
            self.xs[slot.col],
            self.ys[slot.row],
            self.xs[slot.col + slot.col_span],
            self.ys[slot.row + slot.row_span],
        )

    def owners(self) -> dict[tuple[int, int], int]:
        """The number of the slot that covers each elementary cell, by row and column."""
        return {
            (slot.row + r, slot.col + c): number
            for number, slot in enumerate(self.slots)
            for r in range(slot.row_span)
            for c in range(slot.col_span)
        }

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the grid."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the elementary cell at a point inside the grid."""
        row = min(max(bisect.bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        col = min(max(bisect.bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, col


def merged(rulings: Iterable[Ruling], gap: float = SNAP) -> list[Ruling]:
    """Rulings with those on one line joined where they touch within ``gap``."""
    ordered = sorted(rulings)
    if len(ordered) > MAX_RULINGS * 10:
        ordered = sorted(sorted(ordered, key=lambda r: r.low - r.high)[: MAX_RULINGS * 10])
    found: list[Ruling] = []
    index = 0
    while index < len(ordered):
        end = index + 1
        while end < len(ordered) and ordered[end].at - ordered[end - 1].at <= SNAP:
            end += 1
        found.extend(_joined(ordered[index:end], gap))
        index = end
    return found


def _joined(line: Sequence[Ruling], gap: float) -> list[Ruling]:
    """Stretches that touch, each at the mean place of its own rulings weighted by length."""
    groups: list[list[Ruling]] = []
    high = 0.0
    for ruling in sorted(line, key=lambda r: r.low):
        if groups and ruling.low <= high + gap:
            groups[-1].append(ruling)
            high = max(high, ruling.high)
        else:
            groups.append([ruling])
            high = ruling.high
    out: list[Ruling] = []
    for group in groups:
        length = max(sum(r.high - r.low for r in group), 1e-6)
        at = sum(r.at * (r.high - r.low) for r in group) / length
        out.append(Ruling(at, group[0].low, max(r.high for r in group)))
    return out


def grids_of(across: Iterable[Ruling], down: Iterable[Ruling], gap: float = SNAP) -> list[Grid]:
    """The grids of two or more cells that the rulings draw, from the top of the page down.

    A grid that lies inside a cell of another is left to that cell.
    """
    rows = _longest(merged(across, gap))
    cols = _longest(merged(down, gap))
    if not rows or not cols:
        return []
    found: list[Grid] = []
    for some_rows, some_cols in _components(rows, cols):
        grid = _grid(some_rows, some_cols)
        if grid is not None:
            found.append(grid)
    return sorted(_outermost(found), key=lambda grid: (grid.ys[0], grid.xs[0]))


def _longest(rulings: list[Ruling]) -> list[Ruling]:
    kept = [r for r in rulings if r.high - r.low >= _MIN_SIDE]
    if len(kept) <= MAX_RULINGS:
        return kept
    return sorted(sorted(kept, key=lambda r: r.low - r.high)[:MAX_RULINGS])


def _components(
    rows: Sequence[Ruling], cols: Sequence[Ruling]
) -> Iterable[tuple[list[Ruling], list[Ruling]]]:
    """Rulings in groups that touch."""
    r, c = np.array(rows), np.array(cols)
    touch = (
        (r[:, 1, None] - SNAP <= c[None, :, 0])
        & (c[None, :, 0] <= r[:, 2, None] + SNAP)
        & (c[None, :, 1] - SNAP <= r[:, 0, None])
        & (r[:, 0, None] <= c[None, :, 2] + SNAP)
    )
    first, second = np.nonzero(touch)
    size = len(rows) + len(cols)
    graph = csr_matrix((np.ones(len(first)), (first, second + len(rows))), shape=(size, size))
    count, labels = connected_components(graph, directed=False)
    groups: list[tuple[list[Ruling], list[Ruling]]] = [([], []) for _ in range(count)]
    for index, label in enumerate(labels.tolist()):
        if index < len(rows):
            groups[label][0].append(rows[index])
        else:
            groups[label][1].append(cols[index - len(rows)])
    return [group for group in groups if len(group[0]) >= 2 and group[1]]


def _grid(rows: list[Ruling], cols: list[Ruling]) -> Grid | None:
    cols = cols + _missing_sides(rows, cols)
    rows = rows + _missing_sides(cols, rows)
    for _ in range(2):
        rows = _trimmed(rows, cols)
        cols = _trimmed(cols, rows)
    ys = _places(rows)
    xs = _places(cols)
    if len(ys) < 2 or len(xs) < 2 or not 2 <= (len(ys) - 1) * (len(xs) - 1) <= MAX_PLACES:
        return None
    if xs[-1] - xs[0] < _MIN_WIDTH:
        return None
    slots = _slots(_ruled(ys, xs, rows), _ruled(xs, ys, cols))
    if len(slots) < 2:
        return None
    return Grid(xs, ys, slots)


def _missing_sides(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """Sides that nobody drew: most lines run out to one place beyond the outermost crossing."""
    first = min(r.at for r in crossing)
    last = max(r.at for r in crossing)
    made: list[Ruling] = []
    for out in (
        [(r.low, r.at) for r in lines if r.low < first - _OPEN],
        [(r.high, r.at) for r in lines if r.high > last + _OPEN],
    ):
        if len(out) < 2 or len(out) * 2 < len(lines):
            continue
        end = sorted(end for end, _ in out)[len(out) // 2]
        near = [at for place, at in out if abs(place - end) <= SNAP]
        if len(near) >= 2 and len(near) * 2 >= len(lines):
            made.append(Ruling(end, min(near), max(near)))
    return made


def _trimmed(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """Lines cut back to their outermost crossings; those that cross fewer than two go.

    A line may also end where the grid ends: at a page end the last border is often not drawn.
    """
    kept: list[Ruling] = []
    outer = (min((o.at for o in crossing), default=0.0), max((o.at for o in crossing), default=0.0))
    for line in lines:
        at = [
            other.at
            for other in crossing
            if line.low - SNAP <= other.at <= line.high + SNAP
            and other.low - SNAP <= line.at <= other.high + SNAP
        ]
        if at:
            at.extend(end for end in outer if line.low - SNAP <= end <= line.high + SNAP)
        if len(at) >= 2 and max(at) - min(at) >= _MIN_SIDE:
            kept.append(Ruling(line.at, min(at), max(at)))
    return kept


def _places(lines: Sequence[Ruling]) -> tuple[float, ...]:
    found: list[float] = []
    for at in sorted({line.at for line in lines}):
        if not found or at - found[-1] > SNAP:
            found.append(at)
    return tuple(found)


def _ruled(places: tuple[float, ...], steps: tuple[float, ...], lines: Sequence[Ruling]) -> Ruled:
    """``[i, k]``: a line stands at ``places[i]`` from ``steps[k]`` to ``steps[k + 1]``."""
    found = np.zeros((len(places), len(steps) - 1), dtype=np.bool_)
    low, high = np.array(steps[:-1]), np.array(steps[1:])
    for line in lines:
        index = bisect.bisect_left(places, line.at - SNAP / 2)
        near = [k for k in (index - 1, index, index + 1) if 0 <= k < len(places)]
        nearest = min(near, key=lambda k: abs(places[k] - line.at))
        shared = np.minimum(high, line.high) - np.maximum(low, line.low)
        found[nearest] |= shared >= 0.6 * (high - low)
    return found


def _slots(
    across: Ruled,
    down: Ruled,
) -> tuple[Slot, ...]:
    """``across[i, j]``: line above row ``i`` at column ``j``; ``down[j, i]``: left of column."""
    n_rows, n_cols = across.shape[0] - 1, down.shape[0] - 1
    index = np.arange(n_rows * n_cols).reshape(n_rows, n_cols)
    beside = ~down[1:-1, :].T
    below = ~across[1:-1, :]
    first = np.concatenate([index[:, :-1][beside], index[:-1, :][below]])
    second = np.concatenate([index[:, 1:][beside], index[1:, :][below]])
    size = n_rows * n_cols
    graph = csr_matrix((np.ones(len(first)), (first, second)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    open_sides = _open_labels(across, down, labels.reshape(n_rows, n_cols))
    groups: dict[int, list[int]] = {}
    for at, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(at)
    found: list[Slot] = []
    for label, members in groups.items():
        closed = label not in open_sides
        found.extend(_rectangles([divmod(at, n_cols) for at in members], closed))
    return tuple(sorted(found, key=lambda slot: (slot.row, slot.col)))


def _open_labels(
    across: Ruled,
    down: Ruled,
    labels: Labels,
) -> set[int]:
    """Labels of cells that reach the outer bounds on two sides where no line closes them."""
    sides = (
        labels[0][~across[0]],
        labels[-1][~across[-1]],
        labels[:, 0][~down[0]],
        labels[:, -1][~down[-1]],
    )
    open_sides: Counter[int] = Counter()
    for side in sides:
        open_sides.update({int(label) for label in side})
    return {label for label, count in open_sides.items() if count > 1}


def _rectangles(members: list[tuple[int, int]], closed: bool) -> list[Slot]:
    """One rectangle, or the runs of each row where a broken line left another shape."""
    rows = [row for row, _ in members]
    cols = [col for _, col in members]
    top, left = min(rows), min(cols)
    height, width = max(rows) - top + 1, max(cols) - left + 1
    if height * width == len(members):
        return [Slot(top, left, height, width, closed)]
    runs: list[Slot] = []
    for row, col in sorted(members):
        last = runs[-1] if runs else None
        if last is not None and last.row == row and last.col + last.col_span == col:
            runs[-1] = Slot(row, last.col, 1, last.col_span + 1, closed)
        else:
            runs.append(Slot(row, col, 1, 1, closed))
    out: list[Slot] = []
    above: dict[tuple[int, int], int] = {}
    for run in runs:
        key = (run.col, run.col_span)
        slot = out[above[key]] if key in above else None
        if slot is not None and slot.row + slot.row_span == run.row:
            out[above[key]] = Slot(slot.row, slot.col, slot.row_span + 1, slot.col_span, closed)
        else:
            above[key] = len(out)
            out.append(run)
    return out


def _outermost(grids: Sequence[Grid]) -> list[Grid]:
    """The grids that don't lie inside a cell of another."""
    kept: list[Grid] = []
    owners: dict[int, dict[tuple[int, int], int]] = {}
    for grid in grids:
        around = [other for other in grids if other is not grid and _within(grid.box, other.box)]
        for other in around:
            if id(other) not in owners:
                owners[id(other)] = other.owners()
            known = owners[id(other)]
            x0, y0, x1, y1 = grid.box
            slot = other.slots[known[other.place((x0 + x1) / 2, (y0 + y1) / 2)]]
            if _within(grid.box, other.box_of(slot)):
                break
        else:
            kept.append(grid)
    return kept


def _within(box: Box, other: Box) -> bool:
    return (
        other[0] - SNAP <= box[0]
        and other[1] - SNAP <= box[1]
        and box[2] <= other[2] + SNAP
        and box[3] <= other[3] + SNAP
    )
