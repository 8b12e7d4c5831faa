"""The cells of one sheet → lines of text and grids, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from auditor.core.errors import ReadError
from auditor.reading.builder import GridCell, Place
from auditor.reading.slots import peeled, visible

_SIGNED = re.compile(
    r"^\s*(?:填[表报制]|制表|审核|复核|联系|(?:部门|单位)?负责人|经办|(?:金额)?单位[:：]|注[:：]|备注[:：]|说明[:：]|[省市县区]?级?(?:预算)?(?:部门|单位)(?:名称)?(?:[（(]盖章[)）])?[:：]|日期[:：])"
)
_TITLE = re.compile(
    r"(?:表|名单|附件\s?\d*|报告)\s*(?:[（(].{1,20}[)）])?\s*$|^附[件表]|^表[一二三四五六七八九十\d]"
)
_FEW = 4
_GAP = "    "


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside the tables."""

    text: str
    at: Place


Block = Line | list[GridCell]
_Row = list[GridCell]


@dataclass(slots=True)
class Sheet:
    """What a sheet shows, cell by cell; ``ruled`` are places (row, col) with a border line.

    Rows and columns count from 0 as in the file; ``hidden_rows`` and ``hidden_cols`` are left out.
    """

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    ruled: set[tuple[int, int]] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    loose: list[str] = field(default_factory=list)
    empty_formulas: int = 0


def is_ruled(left: bool, right: bool, top: bool, bottom: bool) -> bool:
    """Whether these border lines make a cell part of a table; a lone line under a title doesn't."""
    return left or right or (top and bottom)


def column_name(col: int) -> str:
    """The letters of a column: 0 is A, 27 is AB."""
    name = ""
    number = col + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def blocks_in(sheet: Sheet, max_cells: int) -> list[Block]:
    """What the sheet shows, from top to bottom. ``ReadError`` (``too_large``) for endless merges."""
    cells = _cells(sheet, max_cells)
    lines = {cell.at for cell in cells if _ruled(sheet, cell)}
    shown = visible(cells, sheet.hidden_rows, sheet.hidden_cols)
    rows: dict[int, _Row] = {}
    for cell in sorted(shown, key=lambda cell: (cell.row, cell.col)):
        rows.setdefault(cell.row, []).append(cell)
    ruled = sum(bool(cell.words) and cell.at in lines for row in rows.values() for cell in row)
    parts = _by_rules(rows, lines) if ruled >= _FEW else _by_gaps(rows)
    blocks = [block for part in parts for block in part]
    blocks.extend(Line(text, Place(sheet=sheet.name)) for text in sheet.loose)
    return blocks


def _cells(sheet: Sheet, max_cells: int) -> list[GridCell]:
    """Filled and ruled cells and merges as cells at their places in the file."""
    places = sheet.ruled | sheet.texts.keys()
    bottom = max((row for row, _ in places), default=-1)
    right = max((col for _, col in places), default=-1)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, last_row, last_col in sheet.merges:
        height, width = min(last_row, bottom) - top + 1, min(last_col, right) - left + 1
        if height < 1 or width < 1:
            continue
        if len(covered) + height * width > 5 * max_cells:
            raise ReadError("too_large", "工作表中的合并范围过大；请检查表格后重新导出。")
        spans[top, left] = (height, width)
        covered.update((top + r, left + c) for r in range(height) for c in range(width))
    cells: list[GridCell] = []
    for row, col in sorted((places - covered) | spans.keys()):
        height, width = spans.get((row, col), (1, 1))
        place = Place(sheet=sheet.name, address=f"{column_name(col)}{row + 1}")
        text = sheet.texts.get((row, col), "")
        cells.append(GridCell(row, col, text, height, width, at=place))
    return cells


def _ruled(sheet: Sheet, cell: GridCell) -> bool:
    return any(
        (cell.row + r, cell.col + c) in sheet.ruled
        for r in range(cell.row_span)
        for c in range(cell.col_span)
    )


def _by_rules(rows: dict[int, _Row], lines: set[Place | None]) -> Iterator[list[Block]]:
    """Rows with border lines are tables; a row without any between them is text."""
    grid: list[_Row] = []
    end = 0
    for number, row in rows.items():
        if grid and number > end:
            yield _table(grid)
            grid = []
        ruled = [cell for cell in row if cell.at in lines]
        filled = _filled(row)
        reached = bool(grid) and number < end
        carries_on = bool(grid) and len(filled) >= 2 and not _is_signed(filled)
        if ruled or reached or carries_on:
            grid.append(row)
            end = max(end if grid[1:] else 0, *(cell.row + cell.row_span for cell in row))
            continue
        if grid:
            yield _table(grid)
            grid = []
        if filled:
            yield [_line(filled)]
    if grid:
        yield _table(grid)


def _by_gaps(rows: dict[int, _Row]) -> Iterator[list[Block]]:
    """Without border lines: tables end at empty rows and at titles."""
    grid: list[_Row] = []
    end = 0
    for number, row in rows.items():
        filled = _filled(row)
        titled = len(filled) == 1 and _TITLE.search(str(filled[0].words)) is not None
        if grid and (number > end or (titled and number >= end)):
            yield _between(grid)
            grid = []
        if filled:
            grid.append(row)
            end = max(end if grid[1:] else 0, *(cell.row + cell.row_span for cell in row))
    if grid:
        yield _between(grid)


def _between(grid: list[_Row]) -> list[Block]:
    """A stretch of rows without lines: single and signature cells at its ends are text."""
    first, last = 0, len(grid)
    while first < last and _is_outside(_filled(grid[first])):
        first += 1
    while last > first and _is_outside(_filled(grid[last - 1])):
        last -= 1
    blocks: list[Block] = [_line(_filled(row)) for row in grid[:first]]
    if first < last:
        blocks.extend(_table(grid[first:last]))
    blocks.extend(_line(_filled(row)) for row in grid[last:])
    return blocks


def _table(grid: list[_Row]) -> list[Block]:
    """The rows as one grid, without empty edges; as lines where no row has two cells."""
    filled = [number for number, row in enumerate(grid) if _filled(row)]
    if not filled:
        return []
    grid = grid[filled[0] : filled[-1] + 1]
    if all(len(_filled(row)) < 2 for row in grid):
        return [_line(_filled(row)) for row in grid if _filled(row)]
    top = grid[0][0].row
    left = min(cell.col for row in grid for cell in _filled(row))
    right = max(cell.col + cell.col_span for row in grid for cell in _filled(row))
    cells = [
        replace(cell, row=cell.row - top, col=cell.col - left, col_span=min(cell.col_span, right - cell.col))
        for row in grid
        for cell in row
        if left <= cell.col < right
    ]  # fmt: skip
    above, inner, below = peeled(cells)
    return [*(_line([c]) for c in above), inner, *(_line([c]) for c in below)]


def _filled(row: Sequence[GridCell]) -> _Row:
    return [cell for cell in row if str(cell.words).strip()]


def _is_signed(filled: _Row) -> bool:
    return any(_SIGNED.match(str(cell.words)) for cell in filled)


def _is_outside(filled: _Row) -> bool:
    return len(filled) < 2 or all(_SIGNED.match(str(cell.words)) for cell in filled)


def _line(filled: _Row) -> Line:
    return Line(_GAP.join(str(cell.words).strip(" ") for cell in filled), filled[0].at or Place())
