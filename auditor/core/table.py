"""Tables: the logical grid that a reader gives, and what the tables floor reads out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.core.charspan import CharSpan
from auditor.core.period import Period, Role
from auditor.core.quantity import Quantity
from auditor.core.swift import swift


class TableKind(StrEnum):
    """What a grid, or a block of rows in it, is for."""

    BASE_DATA = "base_data"
    INCOME_SPENDING = "income_spending"
    FUNDS = "funds"
    GOALS = "goals"
    INDICATORS = "indicators"
    ROSTER = "roster"
    OTHER = "other"


@swift
@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the logical grid at ``row``, ``col`` (from 0), over ``row_span`` × ``col_span``.

    ``text`` is the folded, stripped text with line breaks inside the cell removed; ``span``
    covers the stripped text in ``Document.text`` (empty span at its place for an empty cell).
    """

    row: int
    col: int
    row_span: int
    col_span: int
    span: CharSpan
    text: str
    is_header: bool = False


@swift
@dataclass(frozen=True, slots=True)
class Table:
    """A grid. ``cells`` are sorted by row, then column.

    ``ragged`` says that the source lost its horizontal spans (a plain-text export): then a
    cell's ``col`` is its place in its own row, rows differ in width, and only rows of one
    width align with each other.
    """

    id: str
    span: CharSpan
    caption: str
    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    kind: TableKind = TableKind.OTHER
    unit: str | None = None
    ragged: bool = False
    caption_span: CharSpan | None = None

    def rows(self) -> list[list[Cell]]:
        """The cells row by row, each row in column order; a row may be empty."""
        rows: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


@swift
@dataclass(frozen=True, slots=True)
class NumericCell:
    """A number stated by a table, with what it is about.

    ``span`` covers the number's text inside the cell (a cell ``其中：基本支出：637.88`` holds a
    label and a number). ``indicator`` is the innermost label; ``row_path`` and ``col_path`` run
    from the outermost label inwards. ``block`` tells the form block that the row belongs to.
    ``subject`` is the project or agency that the whole table is about, where it says.
    """

    table_id: str
    row: int
    col: int
    span: CharSpan
    quantity: Quantity
    indicator: str
    row_path: tuple[str, ...]
    col_path: tuple[str, ...]
    period: Period
    role: Role
    block: TableKind
    subject: str | None = None


@swift
@dataclass(frozen=True, slots=True)
class CellField:
    """One field of an indicator row: its text as written and its quantity, where it has one."""

    text: str
    span: CharSpan
    row: int
    col: int
    quantity: Quantity | None = None


@swift
@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of an indicator table as a record; ``None`` where the form has no such column.

    A ``CellField`` with empty ``text`` is a column that the form has and the unit left empty.
    """

    table_id: str
    row: int
    level1: str
    level2: str
    level3: str
    name: CellField
    target: CellField | None = None
    actual: CellField | None = None
    weight: CellField | None = None
    score: CellField | None = None
    reason: CellField | None = None
    rate: CellField | None = None
    level1_field: CellField | None = None
    level2_field: CellField | None = None
    description: CellField | None = None
    rule: CellField | None = None


@swift
@dataclass(frozen=True, slots=True)
class TotalRow:
    """The closing row of an indicator table (总分 / 合计 / 得分), or of a part of it (小计)."""

    table_id: str
    row: int
    label: CellField
    weight: CellField | None = None
    score: CellField | None = None
    is_part: bool = False


@swift
@dataclass(frozen=True, slots=True)
class FundRow:
    """A row of the funds block (年度资金总额, 其中：财政拨款, …) as a record."""

    table_id: str
    row: int
    name: CellField
    initial: CellField | None = None
    budget: CellField | None = None
    executed: CellField | None = None
    weight: CellField | None = None
    rate: CellField | None = None
    score: CellField | None = None
    is_total: bool = False


@swift
@dataclass(frozen=True, slots=True)
class ParsedTable:
    """Everything that the tables floor understood of one grid."""

    table: Table
    numbers: tuple[NumericCell, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    funds: tuple[FundRow, ...] = ()
    row_paths: tuple[tuple[str, ...], ...] = ()
    subject: str | None = None
    hierarchy: tuple[RowParts, ...] = ()
    blocks: tuple[TableKind, ...] = ()


@swift
@dataclass(frozen=True, slots=True)
class RowParts:
    """Rows of one grid that stand under a parent row by indentation, 其中 or numbering.

    ``complete`` says that the parts list everything (numbered items, or a known identity such
    as 三公经费); a 其中 without it only promises parts ≤ parent.
    """

    table_id: str
    parent: int
    parts: tuple[int, ...]
    complete: bool
