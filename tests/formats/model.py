"""A report before it has a format: headings, paragraphs and tables with their merges.

``truth`` gives what a perfect reader would recover, in the form of ``formats.json`` that
``auditor evaluate`` reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Cell:
    """``text`` may hold line breaks; ``rows`` and ``cols`` are what it spans."""

    text: str
    rows: int = 1
    cols: int = 1


@dataclass(frozen=True)
class Placed:
    row: int
    col: int
    cell: Cell


@dataclass(frozen=True)
class Table:
    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""

    def placed(self) -> list[Placed]:
        """The cells at their logical rows and columns."""
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
        return max(p.col + p.cell.cols for p in self.placed())

    def covering(self) -> list[list[tuple[Placed, bool]]]:
        """For each row the cells in it from left to right, and whether they begin there."""
        rows: list[list[tuple[Placed, bool]]] = [[] for _ in self.rows]
        for placed in sorted(self.placed(), key=lambda p: p.col):
            for offset in range(placed.cell.rows):
                rows[placed.row + offset].append((placed, offset == 0))
        return rows


@dataclass(frozen=True)
class Text:
    text: str
    level: int = 0
    """0 a paragraph, 1 the title, 2 and 3 headings."""


Indicator = tuple[str, str, str, str, str, str, str, str]


@dataclass(frozen=True)
class Report:
    blocks: tuple[Text | Table, ...]
    indicators: tuple[Indicator, ...] = ()
    planted: tuple[str, ...] = field(default=())
    """Checks that the planted contradictions answer to."""

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    def lines(self) -> Iterator[str]:
        """All text in reading order, a table's cells row by row."""
        for block in self.blocks:
            if isinstance(block, Text):
                yield block.text
                continue
            yield block.caption
            if block.unit:
                yield f"单位：{block.unit}"
            yield from (p.cell.text for p in sorted(block.placed(), key=lambda p: (p.row, p.col)))

    def truth(self) -> dict[str, Any]:
        keys = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")
        return {
            "text": "\n".join(self.lines()),
            "tables": [
                [[p.row, p.col, p.cell.rows, p.cell.cols, p.cell.text] for p in table.placed()]
                for table in self.tables
            ],
            "indicators": [dict(zip(keys, row, strict=True)) for row in self.indicators],
        }
