"""Funds blocks: 年度资金总额 and its parts over 年初预算 / 全年预算 / 执行 / 分值 / 执行率 / 得分."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.core.table import Cell, CellField, FundRow
from auditor.tables.grid import Grid
from auditor.tables.heads import Head, head_at
from auditor.tables.indicators import cell_field
from auditor.tables.vocabulary import (
    FUND_PART,
    FUND_TOTAL,
    PLACEHOLDER,
    Column,
    fund_column,
    squeeze,
)

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_MONEY = frozenset({Column.INITIAL, Column.BUDGET, Column.EXECUTED})


def find_funds(grid: Grid) -> tuple[FundRow, ...]:
    """The fund rows of every funds block in the grid; empty where there is none.

    A block begins at a header row with two money columns and a rate or score column.
    """
    rows: list[FundRow] = []
    for row in range(len(grid.rows)):
        head = _head(grid, row)
        if head is not None:
            rows.extend(_read(grid, head))
    return tuple(rows)


def _head(grid: Grid, row: int) -> Head | None:
    if len([1 for cell in grid.rows[row] if fund_column(cell.text) is not None]) < 2:
        return None
    head = head_at(grid, row, fund_column)
    left_out = _of_this_year(grid, head) | _over_labels(grid, head)
    head = replace(head, columns=_without(grid, head, left_out))
    found = set(head.columns.values())
    if len(found & _MONEY) < 2 or not found & {Column.RATE, Column.SCORE, Column.WEIGHT}:
        return None
    return head


def _of_this_year(grid: Grid, head: Head) -> set[int]:
    """Places of earlier years than the latest that the head names: 2023年决算数 | 2024年决算数."""
    years: dict[int, int] = {}
    for cell in _head_cells(grid, head):
        found = _YEAR.search(cell.text)
        for place in range(cell.col, cell.col + cell.col_span):
            if found is not None:
                years[place] = int(found.group())
    latest = max(years.values(), default=0)
    return {place for place, year in years.items() if year < latest}


def _over_labels(grid: Grid, head: Head) -> set[int]:
    """The place of a name such as 年度预算数 that stands over the labels of the rows (总额, 其中…)."""
    place = min(head.columns, default=0)
    if head.columns.get(place) not in _MONEY or head.last + 1 >= len(grid.rows):
        return set()
    under = next((cell for cell in grid.rows[head.last + 1] if cell.col == place), None)
    label = squeeze(under.text) if under is not None else ""
    return {place} if FUND_PART.search(label) or FUND_TOTAL.search(label) else set()


def _head_cells(grid: Grid, head: Head) -> list[Cell]:
    return [cell for row in range(head.first, head.last + 1) for cell in grid.rows[row]]


def _without(grid: Grid, head: Head, places: set[int]) -> dict[int, Column]:
    """The columns of ``head`` when those at ``places`` are none of them."""
    if not places:
        return head.columns
    named = {place: column for place, column in head.columns.items() if place not in places}
    taken = set(named.values())
    for cell in _head_cells(grid, head):
        column = fund_column(cell.text)
        if column is not None and column not in taken and cell.col not in places:
            named[cell.col] = column
            taken.add(column)
    return named


def _read(grid: Grid, head: Head) -> list[FundRow]:
    found: list[FundRow] = []
    for row in range(head.last + 1, len(grid.rows)):
        cells = grid.rows[row]
        if grid.headers[row] or (grid.table.ragged and len(cells) != head.width):
            break
        fields = _fields(head, cells)
        name = _name(head, cells)
        if name is None and found:
            break
        if name is None or not _is_fund(name, fields):
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


def _is_fund(name: CellField, fields: dict[Column, CellField]) -> bool:
    """A row with an amount, or one that names a source of money and was left empty."""
    money = [fields[column] for column in fields if column in _MONEY]
    if any(known.quantity for known in money):
        return True
    return bool(FUND_PART.search(name.text)) and not any(
        known.text and not PLACEHOLDER.match(known.text) for known in money
    )


def _fields(head: Head, cells: tuple[Cell, ...]) -> dict[Column, CellField]:
    fields: dict[Column, CellField] = {}
    for cell in cells:
        for place in range(cell.col, cell.col + cell.col_span):
            column = head.columns.get(place)
            if column is not None:
                fields.setdefault(column, cell_field(cell, column))
                break
    return fields


def _name(head: Head, cells: tuple[Cell, ...]) -> CellField | None:
    first = min(head.columns)
    labels = [cell for cell in cells if cell.col < first and cell.text]
    if not labels:
        return None
    return cell_field(labels[-1])
