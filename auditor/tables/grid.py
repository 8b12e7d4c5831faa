"""Rows of a grid and how their cells line up under header rows."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.core.table import Cell, Table
from auditor.quantities import parse_cell
from auditor.tables.vocabulary import HEADER_WORD, PLACEHOLDER, squeeze

_REACH = 40
_ABOVE = 200
"""How many rows up a label is looked for; longer lists repeat their labels."""

_LABELLED = re.compile(r":-?\d")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its rows at hand; ``rows[r]`` is sorted by column and may be empty."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    headers: tuple[bool, ...]
    """Whether each row is a header row."""
    header_rows: tuple[int, ...]
    flat: bool
    """Whether no cell of a true grid spans anything: a pipe table, which lost its merges."""
    _places: dict[tuple[int, int], Cell]
    _stretched: dict[int, dict[int, int]]
    """For header rows over wider ones in a ragged table: place below → number of its cell."""

    @classmethod
    def of(cls, table: Table) -> Grid:
        """The grid of ``table`` with its header rows found."""
        rows = tuple(tuple(row) for row in table.rows())
        headers = tuple(is_header_row(row) for row in rows)
        numbers = tuple(number for number, header in enumerate(headers) if header)
        flat = not table.ragged and all(c.row_span == c.col_span == 1 for c in table.cells)
        places = {
            (cell.row + r, cell.col + c): cell
            for cell in table.cells
            for r in range(cell.row_span)
            for c in range(cell.col_span)
        }
        stretched = {
            row: stretch(rows[row], rows[row + 1])
            for row in (numbers[:-1] if table.ragged else ())
            if headers[row + 1]
        }
        return cls(table, rows, headers, numbers, flat, places, stretched)

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers a place, also from a row above."""
        return self._places.get((row, col))

    def width(self, row: int) -> int:
        """Cells of the row in a ragged table, columns of the grid otherwise."""
        return len(self.rows[row]) if self.table.ragged else self.table.n_cols

    def aligned(self, header_row: int, cell: Cell) -> Cell | None:
        """The cell of ``header_row`` that stands over ``cell``; ``None`` where rows don't align."""
        header = self.rows[header_row]
        if self.table.ragged:
            if len(header) == len(self.rows[cell.row]):
                return header[cell.col]
            return self._stretched_over(header_row, cell)
        return next(
            (
                other
                for other in header
                if other.col < cell.col + cell.col_span and cell.col < other.col + other.col_span
            ),
            None,
        )

    def _stretched_over(self, header_row: int, cell: Cell) -> Cell | None:
        places = self._stretched.get(header_row)
        if places is None or len(self.rows[header_row + 1]) != len(self.rows[cell.row]):
            return None
        number = places.get(cell.col)
        return self.rows[header_row][number] if number is not None else None

    def headers_over(self, cell: Cell) -> Iterator[Cell]:
        """Header cells over ``cell``, innermost first: the nearest block of header rows."""
        last: int | None = None
        at = bisect.bisect_left(self.header_rows, cell.row) - 1
        for row in reversed(self.header_rows[max(at - _REACH, 0) : at + 1]):
            if last is not None and row != last - 1:
                return
            over = self.aligned(row, cell)
            if over is None or over.row + over.row_span > cell.row:
                if last is not None:
                    return
                continue
            if self.flat and not over.text and last is not None:
                over = self._merged_from_left(row, last, over) or over
            if over.text:
                yield over
            last = row

    def _merged_from_left(self, row: int, below: int, cell: Cell) -> Cell | None:
        """Whose merge an empty header cell may be: the next filled one left, parted below."""
        for col in range(cell.col, -1, -1):
            over, under = self.at(row, col), self.at(below, col)
            if over is None or under is None or not under.text:
                return None
            if over.text:
                return over
        return None

    def above(self, cell: Cell) -> Cell | None:
        """The nearest non-empty cell over ``cell`` in its column, header or not."""
        for row in range(cell.row - 1, max(cell.row - _ABOVE, 0) - 1, -1):
            over = self.aligned(row, cell)
            if over is not None and over.text:
                return over
        return None


def stretch(upper: Sequence[Cell], lower: Sequence[Cell]) -> dict[int, int]:
    """Places in a row → numbers of the cells in the narrower header row right above it.

    In a ragged table a header row stands for more places than it has cells: places that are empty
    below are its cells merged down, what stands between them is parted below it.
    """
    empty = {place for place, cell in enumerate(lower) if not cell.text}
    groups, filled = len(upper) - len(empty), len(lower) - len(empty)
    if not 0 < groups < filled or not empty:
        return {}
    runs = {
        place for place, cell in enumerate(lower) if cell.text and (place - 1 in empty or not place)
    }
    if len(runs) != groups and (len(runs) > 1 or filled % groups):
        return _edges(empty, len(upper), len(lower))
    size = filled // groups if len(runs) == 1 else filled
    found: dict[int, int] = {}
    number, taken = -1, 0
    for place in range(len(lower)):
        if place in empty or place in runs or taken == size:
            number, taken = number + 1, 0
        taken += place not in empty
        found[place] = number
    return found


def _edges(empty: set[int], above: int, below: int) -> dict[int, int]:
    """The empty places at both ends, which are merged down whatever stands between them."""
    found: dict[int, int] = {}
    at = 0
    while at in empty:
        found[at] = at
        at += 1
    at = 1
    while below - at in empty and below - at not in found:
        found[below - at] = above - at
        at += 1
    return found


@lru_cache(maxsize=8_192)
def is_number(text: str) -> bool:
    """Whether a cell's text is little else than one number."""
    found = parse_cell(text)
    if not found:
        return False
    covered = sum(len(squeeze(quantity.text)) for quantity in found)
    return covered * 2 >= len(squeeze(text))


def is_header_row(row: tuple[Cell, ...]) -> bool:
    """A row of column names: two or more, none a number, most in the vocabulary of forms."""
    filled = [cell for cell in row if cell.text]
    if any(cell.is_header for cell in filled):
        return True
    if len(filled) < 2 or any(len(cell.text) > 30 for cell in filled):
        return False
    named = 0
    for cell in filled:
        known = _names_column(cell.text)
        if known is None:
            return False
        named += known
    return named >= 2 and named * 2 >= len(filled)


@lru_cache(maxsize=8_192)
def _names_column(text: str) -> bool | None:
    """Whether a cell's text is in the vocabulary of forms; ``None`` where it heads no column."""
    plain = squeeze(text)
    if PLACEHOLDER.match(plain) or _LABELLED.search(plain):
        return None
    named = HEADER_WORD.search(plain) is not None
    return None if not named and is_number(text) else named
