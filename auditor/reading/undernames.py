"""Where the cells of a spaced table stand: under which name of its head, on the screen.

Cells typed by hand stand a few blanks off their column; rows with a cell for each column, and rows
that are placed, tell where their columns stand better than the head does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from auditor.core.charspan import CharSpan

_WIDEST = 40
"""Columns of a form at most: each cell is measured from its line's beginning."""
OFF = 3
"""Blanks that a cell may stand off its column, as typed by hand."""
_FAR = 10_000
_Extent = tuple[int, int]


def under_head(
    rows: Sequence[Sequence[CharSpan]], begins: Sequence[int], text: str
) -> list[list[CharSpan]] | None:
    """The rows with an empty cell for each column that has none, by the columns on the screen.

    ``rows`` begin with the head, ``begins`` are the offsets of their lines. ``None`` where a cell
    stands under no column, or under two as well.
    """
    width = len(rows[0])
    if width > _WIDEST or any(len(row) > width for row in rows):
        return None
    extents = [
        [on_screen(span, begin, text) for span in row]
        for row, begin in zip(rows, begins, strict=True)
    ]
    known: list[set[_Extent]] = [{extent} for extent in extents[0]]
    for row in extents[1:]:
        if len(row) == width:
            _learn(known, row, range(width))
    found: list[list[CharSpan]] = []
    for spans, row, begin in zip(rows, extents, begins, strict=True):
        places = _places(row, known) if len(row) < width else tuple(range(width))
        if places is None:
            return None
        _learn(known, row, places)
        found.append(filled(dict(zip(places, spans, strict=True)), width, begin))
    return found


def _learn(known: Sequence[set[_Extent]], row: Sequence[_Extent], places: Sequence[int]) -> None:
    for place, extent in zip(places, row, strict=True):
        known[place].add(extent)


def filled(cells: Mapping[int, CharSpan], width: int, at: int) -> list[CharSpan]:
    """``cells`` by column as a row of ``width``, empty ones right behind those before, or at ``at``."""
    full: list[CharSpan] = []
    for column in range(width):
        cell = cells.get(column, CharSpan(at, at))
        full.append(cell)
        at = cell.end
    return full


def _places(row: Sequence[_Extent], known: Sequence[set[_Extent]]) -> tuple[int, ...] | None:
    """The columns of the cells from left to right; the nearest ones, and no others as near."""
    best: list[tuple[int, int, tuple[int, ...]]] = [(0, 1, ())] * (len(known) + 1)
    for cell in row:
        off = [_off(cell, extents) for extents in known]
        following: list[tuple[int, int, tuple[int, ...]]] = [(_FAR, 1, ())]
        for column, distance in enumerate(off):
            before = best[column]
            here = (
                (before[0] + distance, before[1], (*before[2], column))
                if distance <= OFF and before[0] < _FAR
                else (_FAR, 1, ())
            )
            following.append(_nearer(following[-1], here))
        best = following
    cost, ways, places = best[-1]
    return places if cost < _FAR and ways == 1 else None


def _nearer(
    a: tuple[int, int, tuple[int, ...]], b: tuple[int, int, tuple[int, ...]]
) -> tuple[int, int, tuple[int, ...]]:
    if a[0] == b[0] < _FAR:
        return a[0], a[1] + b[1], a[2]
    return a if a[0] <= b[0] else b


def _off(cell: _Extent, extents: set[_Extent]) -> int:
    """How far the cell's beginning or end is from that of a cell of the column."""
    return min(min(abs(start - cell[0]), abs(end - cell[1])) for start, end in extents)


def on_screen(span: CharSpan, begin: int, text: str) -> _Extent:
    """Where the span starts and ends on a screen, Chinese characters being two columns wide."""
    start = _columns(text[begin : span.start])
    return start, start + _columns(text[span.start : span.end].rstrip())


def _columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
