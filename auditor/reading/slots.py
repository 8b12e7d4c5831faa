"""Grids without hidden rows and columns, and without titles and notes that stand in them."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from auditor.reading.builder import GridCell


def visible(
    cells: Iterable[GridCell], hidden_rows: Collection[int], hidden_cols: Collection[int]
) -> list[GridCell]:
    """The cells that show, moved up and left over what is hidden.

    A cell that spans hidden places shrinks; one that begins on a hidden place and reaches out of
    it shows where it comes out, as in a workbook.
    """
    if not hidden_rows and not hidden_cols:
        return list(cells)
    rows, cols = sorted(hidden_rows), sorted(hidden_cols)
    kept: list[GridCell] = []
    for cell in cells:
        row, height = _shown(cell.row, cell.row_span, rows)
        col, width = _shown(cell.col, cell.col_span, cols)
        if height and width:
            kept.append(replace(cell, row=row, col=col, row_span=height, col_span=width))
    return kept


def _shown(start: int, span: int, hidden: list[int]) -> tuple[int, int]:
    """Place and length of ``[start, start + span)`` when the hidden numbers are taken out."""
    before = bisect.bisect_left(hidden, start)
    inside = bisect.bisect_left(hidden, start + span) - before
    return start - before, span - inside


def peeled(
    cells: Sequence[GridCell],
) -> tuple[list[GridCell], list[GridCell], list[GridCell]]:
    """Titles above, the grid itself, notes below.

    A first or last row is a title or a note when one filled cell takes its whole width: web pages
    and workbooks put the heading of a form and its remarks into the grid.
    """
    by_row: dict[int, list[GridCell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    width = max((cell.col + cell.col_span for cell in cells), default=0)
    numbers = sorted(by_row)
    first, last = 0, len(numbers)
    while first < last and _whole_row(by_row[numbers[first]], width):
        first += 1
    while last > first and _whole_row(by_row[numbers[last - 1]], width):
        last -= 1
    if width < 2 or first == last or (first == 0 and last == len(numbers)):
        return [], list(cells), []
    top, bottom = numbers[first], numbers[last - 1]
    inner = [replace(cell, row=cell.row - top) for cell in cells if top <= cell.row <= bottom]
    above = [cell for number in numbers[:first] for cell in by_row[number]]
    below = [cell for number in numbers[last:] for cell in by_row[number]]
    return above, inner, below


def _whole_row(row: list[GridCell], width: int) -> bool:
    only = row[0]
    return len(row) == 1 and only.col_span >= width and only.row_span == 1 and bool(only.words)
