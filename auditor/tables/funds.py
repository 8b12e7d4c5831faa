"""Funds blocks: 年度资金总额 and its parts over 年初预算 / 全年预算 / 执行 / 分值 / 执行率 / 得分."""

from __future__ import annotations

from auditor.core.table import Cell, CellField, FundRow
from auditor.tables.grid import Grid
from auditor.tables.indicators import cell_field
from auditor.tables.vocabulary import FUND_TOTAL, Column, fund_column, squeeze

_MONEY = frozenset({Column.INITIAL, Column.BUDGET, Column.EXECUTED})


def find_funds(grid: Grid) -> tuple[FundRow, ...]:
    """The fund rows of every funds block in the grid; empty where there is none.

    A block begins at a header row with two money columns and a rate or score column.
    """
    rows: list[FundRow] = []
    for row in range(len(grid.rows)):
        columns = _columns(grid, row)
        if columns is not None:
            rows.extend(_read(grid, row, columns))
    return tuple(rows)


def _columns(grid: Grid, row: int) -> dict[int, Column] | None:
    columns: dict[int, Column] = {}
    for cell in grid.rows[row]:
        column = fund_column(cell.text)
        if column is not None and column not in columns.values():
            columns[cell.col] = column
    found = set(columns.values())
    if len(found & _MONEY) < 2 or not found & {Column.RATE, Column.SCORE, Column.WEIGHT}:
        return None
    return columns


def _read(grid: Grid, header_row: int, columns: dict[int, Column]) -> list[FundRow]:
    found: list[FundRow] = []
    for row in range(header_row + 1, len(grid.rows)):
        cells = grid.rows[row]
        if grid.headers[row] or (grid.table.ragged and len(cells) != len(grid.rows[header_row])):
            break
        fields = _fields(grid, header_row, columns, cells)
        name = _name(grid, header_row, columns, cells)
        if name is None or not any(fields[c].quantity for c in fields if c in _MONEY):
            if found and name is None:
                break
            continue
        found.append(
            FundRow(
                grid.table.id,
                row,
                name,
                initial=fields.get(Column.INITIAL),
                budget=fields.get(Column.BUDGET),
                executed=fields.get(Column.EXECUTED),
                weight=fields.get(Column.WEIGHT),
                rate=fields.get(Column.RATE),
                score=fields.get(Column.SCORE),
                is_total=bool(FUND_TOTAL.search(squeeze(name.text))),
            )
        )
    return found


def _fields(
    grid: Grid, header_row: int, columns: dict[int, Column], cells: tuple[Cell, ...]
) -> dict[Column, CellField]:
    fields: dict[Column, CellField] = {}
    for cell in cells:
        over = grid.aligned(header_row, cell)
        column = columns.get(over.col) if over is not None else None
        if column is not None and column not in fields:
            fields[column] = cell_field(cell, column)
    return fields


def _name(
    grid: Grid, header_row: int, columns: dict[int, Column], cells: tuple[Cell, ...]
) -> CellField | None:
    first = min(columns)
    labels = [cell for cell in cells if cell.col < first and cell.text]
    if not labels:
        return None
    return cell_field(labels[-1])
