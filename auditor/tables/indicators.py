"""Indicator blocks: rows as records, for the national form and its provincial variants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from auditor.core.quantity import Dimension, Quantity, Unit
from auditor.core.table import Cell, CellField, IndicatorRow, TotalRow
from auditor.quantities import parse_cell
from auditor.tables.grid import Grid
from auditor.tables.vocabulary import TOTAL_LABEL, Column, indicator_column, squeeze

SCORE_UNIT = Unit("分", Dimension.SCORE, Decimal(1), "分")
PERCENT_UNIT = Unit("%", Dimension.PERCENT, Decimal(1), "%")

_LEVELS = (Column.LEVEL1, Column.LEVEL2, Column.LEVEL3)
_SCORED = frozenset({Column.WEIGHT, Column.SCORE})
_VALUED = frozenset({Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.SCORE})
_LEVEL_WORD = re.compile(r"^[^()\d]{0,20}?指标(?!值)")


@dataclass(slots=True)
class Block:
    """One indicator block of a grid: the header row, its columns, and what was read."""

    header_row: int
    columns: dict[int, Column]
    rows: list[IndicatorRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    last_row: int = 0


def find_blocks(grid: Grid) -> list[Block]:
    """All indicator blocks of the grid, in order."""
    blocks: list[Block] = []
    for row in range(len(grid.rows)):
        columns = _columns(grid, row)
        if columns is not None:
            blocks.append(Block(row, columns, last_row=row))
    for index, block in enumerate(blocks):
        end = blocks[index + 1].header_row if index + 1 < len(blocks) else len(grid.rows)
        _read_block(grid, block, end)
    return blocks


def _columns(grid: Grid, row: int) -> dict[int, Column] | None:
    columns: dict[int, Column] = {}
    for cell in grid.rows[row]:
        column = indicator_column(cell.text)
        if column is not None and column not in columns.values():
            columns[cell.col] = column
    found = set(columns.values())
    named = found & {Column.LEVEL3, Column.LEVEL2, Column.LEVEL1}
    if not named or not found & _VALUED:
        return None
    if Column.LEVEL3 not in found and len(named) == 1 and len(found & _VALUED) < 2:
        return None
    return columns


def _read_block(grid: Grid, block: Block, end: int) -> None:
    inherited: dict[Column, CellField] = {}
    for row in range(block.header_row + 1, end):
        cells = grid.rows[row]
        if not cells:
            continue
        total = _total_row(grid, block, row)
        if total is not None:
            block.totals.append(total)
            block.last_row = row
            continue
        fields = _fields(grid, block, row)
        if fields is None:
            if grid.headers[row]:
                return
            continue
        record = _record(grid, row, fields, inherited)
        block.last_row = row
        if record is not None:
            block.rows.append(record)


def _fields(grid: Grid, block: Block, row: int) -> dict[Column, CellField] | None:
    header = grid.rows[block.header_row]
    cells = grid.rows[row]
    fields: dict[Column, CellField] = {}
    if grid.table.ragged:
        shift = len(header) - len(cells)
        first_known = min(block.columns)
        if shift and not (0 < shift <= first_known):
            return None
        for cell in cells:
            column = block.columns.get(cell.col + shift)
            if column is not None:
                fields[column] = cell_field(cell, column)
        return fields
    for cell in cells:
        over = grid.aligned(block.header_row, cell)
        column = block.columns.get(over.col) if over is not None else None
        if column is None or over is None:
            continue
        known = fields.get(column)
        if known is None or not known.text:
            fields[column] = cell_field(cell, column)
    for column in _LEVELS + tuple(_VALUED):
        if column not in fields and column in block.columns.values():
            spanning = _spanning(grid, block, row, column)
            if spanning is not None:
                fields[column] = spanning
    return fields


def _spanning(grid: Grid, block: Block, row: int, column: Column) -> CellField | None:
    """A cell of ``column`` that began in a row above and reaches down over ``row``."""
    if column not in (Column.LEVEL1, Column.LEVEL2):
        return None
    col = next(c for c, known in block.columns.items() if known is column)
    for above in range(row - 1, block.header_row, -1):
        for cell in grid.rows[above]:
            if cell.col <= col < cell.col + cell.col_span and cell.row + cell.row_span > row:
                return cell_field(cell, column)
    return None


def cell_field(cell: Cell, column: Column | None = None) -> CellField:
    """The cell as a field, its quantity read under the column's own unit."""
    default = SCORE_UNIT if column in _SCORED else None
    if column is Column.COMPLETION or column is Column.RATE:
        default = PERCENT_UNIT
    return CellField(cell.text, cell.span, cell.row, cell.col, _single(cell, default))


def _single(cell: Cell, default: Unit | None) -> Quantity | None:
    found = parse_cell(cell.text, default)
    if not found:
        return None
    if len(found) > 1 and sum(len(q.text) for q in found) * 2 < len(squeeze(cell.text)):
        return None
    return relocate(found[0], cell)


def relocate(quantity: Quantity, cell: Cell) -> Quantity:
    """``quantity`` of ``cell.text`` with its span moved into ``Document.text``.

    Where line breaks inside the cell were dropped from ``cell.text`` the whole cell is taken.
    """
    if len(cell.span) == len(cell.text):
        span = quantity.span.shift(cell.span.start)
    else:
        span = cell.span
    return replace(quantity, span=span)


def _record(
    grid: Grid,
    row: int,
    fields: Mapping[Column, CellField],
    inherited: dict[Column, CellField],
) -> IndicatorRow | None:
    levels: dict[Column, CellField | None] = {}
    for level in (Column.LEVEL1, Column.LEVEL2):
        own = fields.get(level)
        if own is not None and own.text:
            if level is Column.LEVEL1:
                inherited.pop(Column.LEVEL2, None)
            inherited[level] = own
        levels[level] = inherited.get(level)
    name = fields.get(Column.LEVEL3) or fields.get(Column.LEVEL2) or fields.get(Column.LEVEL1)
    if name is None or not name.text:
        return None
    level1, level2 = levels[Column.LEVEL1], levels[Column.LEVEL2]
    return IndicatorRow(
        table_id=grid.table.id,
        row=row,
        level1=_level_name(level1),
        level2=_level_name(level2),
        level3=squeeze(name.text),
        name=name,
        target=fields.get(Column.TARGET),
        actual=fields.get(Column.ACTUAL),
        weight=fields.get(Column.WEIGHT),
        score=fields.get(Column.SCORE),
        reason=fields.get(Column.REASON),
        rate=fields.get(Column.COMPLETION),
        level1_field=level1,
        level2_field=level2,
    )


def _level_name(cell: CellField | None) -> str:
    if cell is None:
        return ""
    text = squeeze(cell.text)
    match = _LEVEL_WORD.search(text)
    return match.group() if match else text


def _total_row(grid: Grid, block: Block, row: int) -> TotalRow | None:
    cells = grid.rows[row]
    label = next((cell for cell in cells if cell.text), None)
    if label is None or not TOTAL_LABEL.match(squeeze(label.text)):
        return None
    scored: dict[Column, CellField] = {}
    if not grid.table.ragged:
        for cell in cells:
            over = grid.aligned(block.header_row, cell)
            column = block.columns.get(over.col) if over is not None else None
            if column in _SCORED and cell is not label:
                scored[column] = cell_field(cell, column)
    if not any(known.quantity for known in scored.values()):
        scored = _scores_in_order(cells, label, block)
    return TotalRow(
        grid.table.id,
        row,
        CellField(label.text, label.span, row, label.col),
        scored.get(Column.WEIGHT),
        scored.get(Column.SCORE),
    )


def _scores_in_order(cells: tuple[Cell, ...], label: Cell, block: Block) -> dict[Column, CellField]:
    numbers = [cell_field(cell, Column.SCORE) for cell in cells if cell is not label and cell.text]
    numbers = [known for known in numbers if known.quantity is not None]
    has = set(block.columns.values())
    if len(numbers) >= 2 and has >= _SCORED:
        return {Column.WEIGHT: numbers[0], Column.SCORE: numbers[1]}
    if len(numbers) == 1:
        only = Column.SCORE if Column.SCORE in has else Column.WEIGHT
        return {only: numbers[0]}
    return {}
