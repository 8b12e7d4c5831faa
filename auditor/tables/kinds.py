"""Which block of a form each row belongs to, and what the whole grid is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from auditor.core.table import Cell, FundRow, TableKind
from auditor.tables.grid import Grid
from auditor.tables.indicators import Block
from auditor.tables.vocabulary import FORM_HEAD, PROJECT_NAME, squeeze

_GOALS = re.compile(r"预期目标|年初设定目标|年度总体目标|目标完成情况")
_ROSTER = re.compile(r"^姓名$")
_INCOME = re.compile(
    r"收支|收入.{0,8}支出|支出(?:情况|明细|决算|预算|构成)?(?:一览|汇总)?表|预算执行情况|资金(?:使用|支出|收支)情况"
)
_BASE = re.compile(r"财政供养人员|经费控制情况|基础数据|三公经费")


def row_kinds(
    grid: Grid, blocks: Iterable[Block], funds: Iterable[FundRow]
) -> dict[int, TableKind]:
    """Row number → kind of block; rows that belong to no known block are left out."""
    kinds: dict[int, TableKind] = {}
    # One look over all the words tells of most forms that no cell need be asked.
    words = "\n".join([cell.text for cell in grid.table.cells])
    base = bool(_BASE.search(grid.table.caption)) or (
        bool(_BASE.search(words))
        and any(_BASE.search(cell.text) for cell in grid.table.cells if len(cell.text) <= 20)
    )
    roster = "姓" in words and any(_ROSTER.match(squeeze(c.text)) for c in grid.table.cells)
    whole: TableKind | None = None
    if roster:
        whole = TableKind.ROSTER
    elif base:
        whole = TableKind.BASE_DATA
    elif _INCOME.search(squeeze(grid.table.caption)):
        whole = TableKind.INCOME_SPENDING
    if whole is not None:
        kinds.update(dict.fromkeys(range(len(grid.rows)), whole))
    for fund in funds:
        kinds[fund.row] = TableKind.FUNDS
    for row, cells in enumerate(grid.rows if _GOALS.search("".join(words.split())) else ()):
        if sum(bool(_GOALS.search(squeeze(cell.text))) for cell in cells) >= 2 and not any(
            len(cell.text) > 60 for cell in cells
        ):
            kinds[row] = kinds[min(row + 1, len(grid.rows) - 1)] = TableKind.GOALS
    for block in blocks:
        for row in range(block.head.first, block.last_row + 1):
            kinds[row] = TableKind.INDICATORS
    return kinds


def table_kind(kinds: dict[int, TableKind]) -> TableKind:
    """The kind of the whole grid: indicator rows first, else the most frequent block."""
    counts = Counter(kinds.values())
    if counts[TableKind.INDICATORS]:
        return TableKind.INDICATORS
    return counts.most_common(1)[0][0] if counts else TableKind.OTHER


def project_name(grid: Grid) -> str | None:
    """What a 项目名称 label of the grid names, ``None`` where there is no such label."""
    return next(filter(None, map(named_project, grid.rows)), None)


def named_project(row: Sequence[Cell]) -> str | None:
    """What a 项目名称 label of the row names: the next filled cell, unless that is a label."""
    if not any("称" in cell.text for cell in row):
        return None
    filled = [squeeze(cell.text) for cell in row if cell.text]
    for here, after in pairwise(filled):
        if PROJECT_NAME.match(here) and not FORM_HEAD.match(after):
            return after
    return None
