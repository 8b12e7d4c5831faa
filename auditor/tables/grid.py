"""Rows of a grid and how their cells line up under header rows."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

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

    @classmethod
    def of(cls, table: Table) -> Grid:
        """The grid of ``table`` with its header rows found."""
        rows = tuple(tuple(row) for row in table.rows())
        headers = tuple(is_header_row(row) for row in rows)
        numbers = tuple(number for number, header in enumerate(headers) if header)
        return cls(table, rows, headers, numbers)

    def width(self, row: int) -> int:
        """Cells of the row in a ragged table, columns of the grid otherwise."""
        return len(self.rows[row]) if self.table.ragged else self.table.n_cols

    def aligned(self, header_row: int, cell: Cell) -> Cell | None:
        """The cell of ``header_row`` that stands over ``cell``; ``None`` where rows don't align."""
        header = self.rows[header_row]
        if self.table.ragged:
            if len(header) != len(self.rows[cell.row]):
                return None
            return header[cell.col]
        return next(
            (
                other
                for other in header
                if other.col < cell.col + cell.col_span and cell.col < other.col + other.col_span
            ),
            None,
        )

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
            if over.text:
                yield over
            last = row

    def above(self, cell: Cell) -> Cell | None:
        """The nearest non-empty cell over ``cell`` in its column, header or not."""
        for row in range(cell.row - 1, max(cell.row - _ABOVE, 0) - 1, -1):
            over = self.aligned(row, cell)
            if over is not None and over.text:
                return over
        return None


def is_numeric(cell: Cell) -> bool:
    """Whether the cell's text is little else than one number."""
    found = parse_cell(cell.text)
    if not found:
        return False
    covered = sum(len(squeeze(quantity.text)) for quantity in found)
    return covered * 2 >= len(squeeze(cell.text))


def is_header_row(row: tuple[Cell, ...]) -> bool:
    """A row of column names: two or more, none a number, most in the vocabulary of forms."""
    filled = [cell for cell in row if cell.text]
    if any(cell.is_header for cell in filled):
        return True
    if len(filled) < 2 or any(len(cell.text) > 30 for cell in filled):
        return False
    named = 0
    for cell in filled:
        text = squeeze(cell.text)
        if (
            PLACEHOLDER.match(text)
            or _LABELLED.search(text)
            or (is_numeric(cell) and not HEADER_WORD.search(text))
        ):
            return False
        named += bool(HEADER_WORD.search(text))
    return named >= 2 and named * 2 >= len(filled)
