"""Indicator blocks: rows as records, for the national form and its provincial variants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from auditor.core.quantity import Dimension, Quantity, Unit
from auditor.core.table import Cell, CellField, IndicatorRow, TotalRow
from auditor.quantities import find_unit_marker, parse_cell
from auditor.tables.dimensions import headed
from auditor.tables.grid import Grid
from auditor.tables.heads import Head, head_at
from auditor.tables.vocabulary import (
    ELLIPSIS,
    FORM_HEAD,
    SUBTOTAL,
    TEMPLATE_NAME,
    TOTAL_LABEL,
    Column,
    indicator_column,
    squeeze,
)

SCORE_UNIT = Unit("分", Dimension.SCORE, Decimal(1), "分")
PERCENT_UNIT = Unit("%", Dimension.PERCENT, Decimal(1), "%")

_MARKS = re.compile(r"[≥≤>=<≧≦]{1,2}")
_BARE_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LEVELS = (Column.LEVEL1, Column.LEVEL2, Column.LEVEL3)
_SCORED = frozenset({Column.WEIGHT, Column.SCORE})
_NAMES = frozenset({Column.LEVEL3})
_VALUED = frozenset({Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.SCORE})
_MARKED = re.compile(
    r"(?:评价|考核|自评|评分|得分)?(?:维度|项目|内容|方面|类别|要素)$|(?:年度|具体)?(?:绩效)?目标(?:内容)?$"
)
"""What the first column of a table of marks is called."""
_LEVEL_WORD = re.compile(r"^[^()\d]{0,20}?指标(?!值)")


@dataclass(slots=True)
class Block:
    """One indicator block of a grid: its head, its columns, and what was read."""

    head: Head
    rows: list[IndicatorRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    inherited: dict[Column, CellField] = field(default_factory=dict)
    last_row: int = 0
    closed: bool = False

    @property
    def columns(self) -> dict[int, Column]:
        """What each place of the head holds."""
        return self.head.columns


def find_blocks(grid: Grid) -> list[Block]:
    """All indicator blocks of the grid, in order.

    A head that is repeated before any total (a new page) goes on with its block.
    """
    blocks: list[Block] = []
    row = 0
    while row < len(grid.rows):
        head = _head(grid, row)
        if head is not None:
            if not (blocks and not blocks[-1].totals and blocks[-1].head.texts == head.texts):
                blocks.append(Block(head))
            blocks[-1].heads.extend(range(head.first, head.last + 1))
            blocks[-1].last_row, blocks[-1].closed = head.last, False
            row = head.last + 1
            continue
        if blocks and not blocks[-1].closed and grid.rows[row]:
            _read_row(grid, blocks[-1], row)
        row += 1
    for block in blocks:
        block.rows, parts = headed(block.rows)
        block.totals = sorted([*parts, *block.totals], key=lambda total: total.row)
    return blocks


def _head(grid: Grid, row: int) -> Head | None:
    """The head of an indicator block that begins at ``row``."""
    if not any("指标" in cell.text for cell in grid.rows[row]):
        return _marks_head(grid, row)
    head = head_at(grid, row, indicator_column)
    found = set(head.columns.values())
    named = found & set(_LEVELS)
    if not named or not found & _VALUED:
        return None
    if Column.LEVEL3 not in found and len(named) == 1 and len(found & _VALUED) < 2:
        return None
    return head


def _marks_head(grid: Grid, row: int) -> Head | None:
    """The head of a table of marks that doesn't say 指标: 评价维度 | 分值 | 得分, 绩效目标 | 完成情况 | 得分."""
    cells = grid.rows[row]
    if grid.table.ragged or not cells or not _MARKED.match(squeeze(cells[0].text)):
        return None
    head = head_at(grid, row, indicator_column)
    if not set(head.columns.values()) >= _SCORED:
        return None
    first = Column.GOAL if "目标" in cells[0].text else Column.LEVEL3
    return replace(head, columns=head.columns | {cells[0].col: first})


def _read_row(grid: Grid, block: Block, row: int) -> None:
    cells = grid.rows[row]
    label = next((squeeze(cell.text) for cell in cells if cell.text), "")
    if FORM_HEAD.match(label):
        block.closed = True
        return
    total = _total_row(grid, block, row)
    if total is not None:
        block.totals.append(total)
        block.last_row = row
        return
    fields = _fields(grid, block, row)
    if fields is None:
        block.closed = grid.headers[row]
        return
    record = _record(grid, row, fields, block.inherited)
    block.last_row = row
    if record is not None:
        block.rows.append(record)


def _fields(grid: Grid, block: Block, row: int) -> dict[Column, CellField] | None:
    """The fields of a row; ``None`` where it doesn't line up with the head."""
    cells = grid.rows[row]
    columns = block.columns
    fields: dict[Column, CellField] = {}
    shift = 0
    if grid.table.ragged:
        shift = block.head.width - len(cells)
        if shift and not (0 < shift <= min(columns)):
            return None
    named = _named_unit(cells, columns, shift)
    for cell in cells:
        for place in range(cell.col + shift, cell.col + shift + cell.col_span):
            column = columns.get(place)
            if column is None:
                continue
            known = fields.get(column)
            if known is None or not known.text:
                fields[column] = cell_field(cell, column, named)
            break
    _compose(fields)
    for place, column in columns.items():
        if column in (Column.LEVEL1, Column.LEVEL2) and column not in fields:
            above = grid.at(row, place)
            if above is not None and above.row > block.head.last:
                fields[column] = cell_field(above, column)
    return fields


def _compose(fields: dict[Column, CellField]) -> None:
    """Target and result of the forms of the budget system, whose sign and unit have columns (≥ | 280 | 件)."""
    unit, sign = fields.pop(Column.UNIT, None), fields.pop(Column.SIGN, None)
    measure = squeeze(unit.text) if unit is not None else ""
    marks = squeeze(sign.text) if sign is not None else ""
    marks = marks if _MARKS.fullmatch(marks) else ""
    for column, mark in ((Column.TARGET, marks), (Column.ACTUAL, "")):
        known = fields.get(column)
        if known is None or not _BARE_NUMBER.fullmatch(known.text) or not (measure or mark):
            continue
        text = f"{mark}{squeeze(known.text)}{measure}"
        found = parse_cell(text)
        if len(found) == 1:
            fields[column] = replace(known, text=text, quantity=replace(found[0], span=known.span))


def _named_unit(cells: Sequence[Cell], columns: Mapping[int, Column], shift: int) -> Unit | None:
    """The unit that the row's own label gives for its figures: 波形护栏（万米）."""
    labels = [cell for cell in cells if columns.get(cell.col + shift) in _NAMES]
    return next((unit for cell in labels if (unit := find_unit_marker(cell.text))), None)


def cell_field(cell: Cell, column: Column | None = None, named: Unit | None = None) -> CellField:
    """The cell as a field, its quantity read under the column's own unit, or the label's."""
    default = SCORE_UNIT if column in _SCORED else None
    if column in (Column.TARGET, Column.ACTUAL):
        default = named
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
    q = quantity
    whole = len(cell.span) != len(cell.text)
    span = cell.span if whole else q.span.shift(cell.span.start)
    return Quantity(
        span, q.text, q.value, q.unit, q.decimals, q.bounds, q.hedge, q.comparator
    )  # fmt: skip


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
    if Column.GOAL in fields:
        fields = _goal_as_name(fields)
    name = fields.get(Column.LEVEL3) or fields.get(Column.LEVEL2) or fields.get(Column.LEVEL1)
    plain = TEMPLATE_NAME.sub("", squeeze(name.text)) if name is not None else ""
    if name is None or not plain or ELLIPSIS.match(plain):
        return None
    level1, level2 = levels[Column.LEVEL1], levels[Column.LEVEL2]
    return IndicatorRow(
        table_id=grid.table.id,
        row=row,
        level1=_level_name(level1),
        level2=_level_name(level2),
        level3=plain,
        name=name,
        target=fields.get(Column.TARGET),
        actual=fields.get(Column.ACTUAL),
        weight=fields.get(Column.WEIGHT),
        score=fields.get(Column.SCORE),
        reason=fields.get(Column.REASON),
        rate=fields.get(Column.COMPLETION),
        level1_field=level1,
        level2_field=level2,
        description=fields.get(Column.DESCRIPTION),
        rule=fields.get(Column.RULE),
    )


def _goal_as_name(fields: Mapping[Column, CellField]) -> dict[Column, CellField]:
    """A goal in one cell (回访满意率90%以上) as name and target; of the result's figures the one of its kind."""
    goal = fields[Column.GOAL]
    found = {Column.TARGET: goal, **fields, Column.LEVEL3: goal}
    actual, asked = fields.get(Column.ACTUAL), found[Column.TARGET].quantity
    if actual is None or asked is None:
        return found
    like = [q for q in parse_cell(actual.text) if q.dimension is asked.dimension]
    whole = len(actual.span) != len(actual.text)
    told = [
        replace(q, span=actual.span if whole else q.span.shift(actual.span.start)) for q in like
    ]
    return {**found, Column.ACTUAL: replace(actual, quantity=told[0] if len(told) == 1 else None)}


def _level_name(cell: CellField | None) -> str:
    if cell is None:
        return ""
    text = squeeze(cell.text)
    match = _LEVEL_WORD.search(text)
    return match.group() if match else text


def _total_row(grid: Grid, block: Block, row: int) -> TotalRow | None:
    cells = grid.rows[row]
    label = _total_label(cells)
    if label is None:
        return None
    scored: dict[Column, CellField] = {}
    if not grid.table.ragged:
        for cell in cells:
            column = block.columns.get(cell.col)
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
        SUBTOTAL.fullmatch(squeeze(label.text)) is not None,
    )


def _total_label(cells: Sequence[Cell]) -> Cell | None:
    """总分 in front, or a 小计 (投入小计) in front or behind its level's own name."""
    first = [cell for cell in cells if cell.text][: len(_LEVELS)]
    if first and TOTAL_LABEL.match(squeeze(first[0].text)):
        return first[0]
    return next((cell for cell in first if SUBTOTAL.fullmatch(squeeze(cell.text))), None)


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
