"""A report before it has a format: paragraphs and tables whose numbers carry marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``[start, end)`` of a text that state ``key``; ``value`` and ``unit`` as printed.

    ``value`` is ``None`` for words (a direction, a grade). ``nth`` counts how often the key was
    told before on the same side.
    """

    start: int
    end: int
    key: str
    value: str | None = None
    unit: str | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Rich:
    """Text with marks, sorted by place."""

    text: str
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: Rich | str) -> Rich:
        right = Rich(other) if isinstance(other, str) else other
        shift = len(self.text)
        moved = (replace(m, start=m.start + shift, end=m.end + shift) for m in right.marks)
        return Rich(self.text + right.text, (*self.marks, *moved))

    def insert(self, at: int, text: str) -> Rich:
        """``text`` before character ``at``; a mark that ``at`` falls into grows by it."""
        moved = tuple(
            replace(
                m,
                start=m.start + (len(text) if m.start >= at else 0),
                end=m.end + (len(text) if m.end > at else 0),
            )
            for m in self.marks
        )
        return Rich(self.text[:at] + text + self.text[at:], moved)

    def marked(self, key: str) -> Rich:
        """The whole text under one more mark."""
        return Rich(self.text, (*self.marks, Mark(0, len(self.text), key)))


def join(parts: Iterable[Rich | str], by: str = "") -> Rich:
    """The parts one behind the other, ``by`` between them."""
    found = Rich("")
    for number, part in enumerate(parts):
        if number and by:
            found = found + by
        found = found + part
    return found


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph (level 0), the title (1) or a heading (2, 3)."""

    content: Rich
    level: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """``content`` may hold line breaks; ``rows`` and ``cols`` are what it spans.

    ``row_label`` and ``column_label`` are what a reader takes the number for.
    """

    content: Rich
    rows: int = 1
    cols: int = 1
    row_label: str = ""
    column_label: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its logical row and column."""

    row: int
    col: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``sheet`` names the sheet in a workbook, ``note`` stands below it."""

    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""
    note: str = ""
    sheet: str = ""

    def placed(self) -> list[Placed]:
        """The cells at their logical rows and columns, row by row."""
        taken: set[tuple[int, int]] = set()
        found: list[Placed] = []
        for number, row in enumerate(self.rows):
            col = 0
            for cell in row:
                while (number, col) in taken:
                    col += 1
                found.append(Placed(number, col, cell))
                taken.update(
                    (number + r, col + c) for r in range(cell.rows) for c in range(cell.cols)
                )
                col += cell.cols
        return found

    @property
    def width(self) -> int:
        """Logical columns."""
        return max(p.col + p.cell.cols for p in self.placed())

    def covering(self) -> list[list[tuple[Placed, bool]]]:
        """For each row the cells in it from left to right, and whether they begin there."""
        rows: list[list[tuple[Placed, bool]]] = [[] for _ in self.rows]
        for placed in sorted(self.placed(), key=lambda p: p.col):
            for offset in range(placed.cell.rows):
                rows[placed.row + offset].append((placed, offset == 0))
        return rows


Block = Para | Grid


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark at its offsets in the text as the tool reads it; ``grid`` is ``None`` in the narrative."""

    start: int
    end: int
    mark: Mark
    grid: str | None = None
    cell: Cell | None = None
    cell_start: int = 0
    cell_end: int = 0


def spots_in(content: Rich, at: int, grid: str | None, cell: Cell | None) -> Iterator[Spot]:
    """The marks of a content that begins at offset ``at``."""
    for mark in content.marks:
        end = at + len(content.text)
        yield Spot(at + mark.start, at + mark.end, mark, grid, cell, at, end)
