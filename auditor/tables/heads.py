"""Header rows of a form's block → what each of its columns holds.

A place is a column of the grid; in a ragged table, which lost its horizontal spans, it is the
number of a cell in rows as wide as the lowest header row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from auditor.core.swift import swift
from auditor.core.table import Cell
from auditor.tables.grid import Grid, stretch
from auditor.tables.vocabulary import Column, squeeze

Namer = Callable[[str], Column | None]
_LEVELS = (Column.LEVEL1, Column.LEVEL2, Column.LEVEL3)
_GENERIC = re.compile(r"^(?:绩效|评价|考核)?指标(?:体系|名称|内容)?$|^绩效指标名称$")
_BY_WIDTH = {
    1: (Column.LEVEL3,),
    2: (Column.LEVEL1, Column.LEVEL3),
    3: (Column.LEVEL1, Column.LEVEL2, Column.LEVEL3),
}


@swift
@dataclass(frozen=True, slots=True)
class Head:
    """Rows ``first`` to ``last`` and the meaning of the ``width`` places under them."""

    first: int
    last: int
    width: int
    columns: dict[int, Column]
    texts: tuple[str, ...]
    """The words of the rows, to know a repeated head by."""


def head_at(grid: Grid, row: int, name: Namer) -> Head:
    """The head that begins at ``row``: two rows where the next one parts its columns."""
    last = row + 1 if _is_parted(grid, row, name) else row
    leaves = _leaves(grid, row, last)
    columns = _columns(leaves, name)
    columns, width = _with_levels(grid, last, leaves, columns)
    texts = tuple(
        squeeze(cell.text) for number in range(row, last + 1) for cell in grid.rows[number] if cell.text
    )  # fmt: skip
    return Head(row, last, width, columns, texts)


def _is_parted(grid: Grid, row: int, name: Namer) -> bool:
    """Whether the row below holds nothing but column names, under a name that takes several."""
    if row + 1 >= len(grid.rows):
        return False
    below = [cell for cell in grid.rows[row + 1] if cell.text]
    here = [cell for cell in grid.rows[row] if cell.text]
    if len(below) < 2 or len(here) < 2 or not all(name(cell.text) for cell in below):
        return False
    if grid.table.ragged:
        return len(grid.rows[row + 1]) > len(grid.rows[row]) and bool(
            stretch(grid.rows[row], grid.rows[row + 1])
        )
    if grid.flat:
        texts = {cell.col: cell.text for cell in grid.rows[row]}
        return any(not texts.get(cell.col) for cell in below)
    return any(cell.row_span > 1 for cell in here) and any(cell.col_span > 1 for cell in here)


def _leaves(grid: Grid, first: int, last: int) -> list[tuple[Cell, ...]]:
    """For each place the header cells over it, innermost first, empty ones left out."""
    if grid.table.ragged:
        return _ragged_leaves(grid, first, last)
    leaves: list[tuple[Cell, ...]] = []
    left: Cell | None = None
    for col in range(grid.table.n_cols):
        over: list[Cell] = []
        for row in range(last, first - 1, -1):
            cell = grid.at(row, col)
            if grid.flat and row == first:
                left = cell if cell is not None and cell.text else left
                cell = left
            if cell is not None and cell.text and cell not in over:
                over.append(cell)
        leaves.append(tuple(over))
    return leaves


def _ragged_leaves(grid: Grid, first: int, last: int) -> list[tuple[Cell, ...]]:
    upper = grid.rows[first]
    if first == last:
        return [(cell,) if cell.text else () for cell in upper]
    places = stretch(upper, grid.rows[last])
    leaves: list[tuple[Cell, ...]] = []
    for place, cell in enumerate(grid.rows[last]):
        parent = upper[places[place]] if place in places else None
        leaves.append(tuple(c for c in (cell, parent) if c is not None and c.text))
    return leaves


def _columns(leaves: list[tuple[Cell, ...]], name: Namer) -> dict[int, Column]:
    """The meaning of each place; of several columns of one meaning the first is taken.

    Weights of every level (指标 | 权重 | 指标 | 权重) are the exception: the one behind the
    innermost level counts.
    """
    named: list[tuple[int, Column, Cell]] = []
    for place, cells in enumerate(leaves):
        found = next(((name(c.text), c) for c in cells if name(c.text) is not None), None)
        if found is not None and found[0] is not None:
            named.append((place, found[0], found[1]))
    innermost = max((place for place, column, _ in named if column in _LEVELS), default=-1)
    chosen: dict[Column, tuple[int, Cell]] = {}
    for place, column, cell in named:
        known = chosen.get(column)
        behind = column is Column.WEIGHT and known is not None and known[0] < innermost < place
        if known is None or behind:
            chosen[column] = (place, cell)
    return {place: column for place, column, cell in named if chosen[column][1] is cell}


def _with_levels(
    grid: Grid, last: int, leaves: list[tuple[Cell, ...]], columns: dict[int, Column]
) -> tuple[dict[int, Column], int]:
    """Levels under one name for all of them (绩效指标 over three columns), and the width."""
    width = len(leaves)
    known = {column for column in columns.values() if column in _LEVELS}
    places = [p for p, cells in enumerate(leaves) if cells and _GENERIC.match(squeeze(cells[0].text))]  # fmt: skip
    if not places or known - {Column.LEVEL3} == {Column.LEVEL1, Column.LEVEL2}:
        missing = Column.LEVEL3 not in known
        return ({**columns, places[-1]: Column.LEVEL3} if places and missing else columns), width
    if known - {Column.LEVEL3}:
        return columns, width
    first, count = places[0], len([p for p in places if leaves[p][0] is leaves[places[0]][0]])
    extra = _wider_by(grid, last, width) if grid.table.ragged else 0
    moved = {p + extra if p > first else p: column for p, column in columns.items()}
    levels = _BY_WIDTH.get(min(count + extra, 3), ())
    return {**moved, **{first + i: level for i, level in enumerate(levels)}}, width + extra


def _wider_by(grid: Grid, last: int, width: int) -> int:
    """How many cells more than the head the first row below it has; 0 for more than two."""
    below = next((len(cells) for cells in grid.rows[last + 1 :] if cells), width)
    return below - width if 0 < below - width <= 2 else 0
