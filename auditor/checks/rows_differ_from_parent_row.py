"""SUM02."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.checks.amounts import amount, difference, stated_base, sum_working
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.constraint import at_most, sum_of
from auditor.core.finding import EvidenceRole, Severity, Tick, Verdict
from auditor.core.interval import total
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.table import NumericCell, ParsedTable, RowParts, TableKind
from auditor.language import complement_set

_SKIPPED_ROLES = frozenset({Role.RATE, Role.GROWTH, Role.SHARE, Role.SCORE, Role.WEIGHT})
_MONEY_ROLES = frozenset({Role.BUDGET, Role.FINAL, Role.INITIAL_BUDGET})
_CHAPTER = re.compile(r"\s*[一二三四五六七八九十]+[、.]")
_NUMBERED = re.compile(r"\s*\d{1,2}[、.](?!\d)")
_NATURE = re.compile(r"按(?:支出|收入|资金)性质分")
_ECONOMIC = re.compile(r"基本支出$|项目支出$")
_DEEPEST = 40
_EACH = re.compile(r"单价|均价|平均|[人户亩次]均|折合|(?:补助|补贴|收费)标准|元/[一-鿿]")
"""Columns of prices and averages, which nobody adds up."""


@check(id="SUM02", family=Family.SUMS, severity=Severity.HIGH)
def rows_differ_from_parent_row(ctx: CheckContext) -> Iterator[Tick]:
    """表内分项之和与上级行不符。

    ## 检查内容
    表中编号列全的分项（1、2、3、…）、三公经费的三个组成、年度资金总额的各项来源，逐列相加是否等于上级行；
    “按支出性质分”“按收入性质分”的各项之和是否等于资金总额；合计行是否等于各行之和。
    ## 为何重要
    表内勾稽关系是决算数据的基本要求。
    ## 违反示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
    | --- | --- | --- |
    | 三公经费 | 9.00 | 7.00 |
    | 1、公务用车购置和维护经费 | 4.00 | 3.00 |
    | 2、出国经费 | 0 | 0 |
    | 3、公务接待 | 5.00 | 5.00 |
    ## 符合示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2022年决算数 | 2023年决算数 |
    | --- | --- | --- |
    | 三公经费 | 9.00 | 8.00 |
    | 1、公务用车购置和维护经费 | 4.00 | 3.00 |
    | 2、出国经费 | 0 | 0 |
    | 3、公务接待 | 5.00 | 5.00 |
    ## 局限
    “其中”只列部分的不作相等核对，只看有无分项超过上级行，增减额列的“其中”不核对；编号分项在每一列都不足上级行的，可能没有列全，不作判断；分项有空白且已填部分不超过上级行的不作判断；缩进和编号丢失的表可能识别不出上下级。
    """
    for table in ctx.tables:
        columns = _columns(table)
        for group in table.hierarchy:
            made = [_group(ctx, table, group, found) for found in columns.values()]
            yield from _undecided_if_short([one for one in made if one is not None], group, columns)
        yield from _by_nature(ctx, table)
        yield from _total_rows(ctx, table, columns)


def _columns(table: ParsedTable) -> dict[int, dict[int, NumericCell]]:
    """Numbers by column, then row; indicator rows and rates left out."""
    columns: dict[int, dict[int, NumericCell]] = {}
    for number in table.numbers:
        if number.block is TableKind.INDICATORS or number.role in _SKIPPED_ROLES:
            continue
        if number.quantity.dimension is Dimension.PERCENT or _is_price(number):
            continue
        columns.setdefault(number.col, {})[number.row] = number
    return columns


def _is_price(number: NumericCell) -> bool:
    unit = number.quantity.unit
    return bool(
        _EACH.search("".join(number.col_path[-1:])) or (unit is not None and "/" in unit.name)
    )


def _group(
    ctx: CheckContext, table: ParsedTable, group: RowParts, column: dict[int, NumericCell]
) -> Tick | None:
    whole = column.get(group.parent)
    parts = [column[row] for row in group.parts if row in column]
    if (
        whole is None
        or not parts
        or not _same_width(table, [group.parent, *(p.row for p in parts)])
    ):
        return None
    missing = [row for row in group.parts if row not in column and _filled(table, row)]
    expected = total(stated_base(part.quantity) for part in parts)
    ok: bool | None = whole.quantity.base.overlaps(expected)
    over = expected.low is not None and whole.quantity.base.high is not None
    exceeds = over and (expected.low or Decimal(0)) > (whole.quantity.base.high or Decimal(0))
    full = group.complete or complement_set([part.indicator for part in parts])
    if not full:
        if any(n.role is Role.CHANGE or n.quantity.value < 0 for n in (whole, *parts)):
            return None
        if not exceeds and not ok:
            return _listed_in_part(ctx, table, whole, parts)
        ok = False if exceeds and len(group.parts) == 1 else (None if not ok else True)
    elif not ok and missing and not exceeds:
        ok = None
    return _tick(ctx, table, whole, parts, ok, promised=full)


def _listed_in_part(
    ctx: CheckContext, table: ParsedTable, whole: NumericCell, parts: Sequence[NumericCell]
) -> Tick:
    """其中 rows that needn't be all: no part of them is more than the row above."""
    made = _tick(ctx, table, whole, parts, True)
    largest = max(parts, key=lambda part: part.quantity.base_value)
    return replace(
        made,
        working=sum_working(whole.quantity, [part.quantity for part in parts]).replace("≠", "≤"),
        constraint=at_most((largest.quantity,), whole.quantity),
    )


def _undecided_if_short(
    ticks: Sequence[Tick], group: RowParts, columns: dict[int, dict[int, NumericCell]]
) -> Iterator[Tick]:
    """The ticks of one group; a list that is short in every column doesn't name all parts.

    The components of 三公经费 and their like are all of it by nature.
    """
    short = len(ticks) > 1 and all(
        one.verdict is Verdict.INCONSISTENT and _below(one) for one in ticks
    )
    if short:
        rows = [n for column in columns.values() for r, n in column.items() if r in group.parts]
        short = not complement_set(list(dict.fromkeys(n.indicator for n in rows)))
    for one in ticks:
        if short:
            open_sum = one.constraint and replace(one.constraint, promised=False)
            yield replace(one, verdict=Verdict.UNDECIDED, constraint=open_sum)
        else:
            yield one


def _below(one: Tick) -> bool:
    stated, parts = one.stated_bounds, one.expected_bounds
    if stated is None or parts is None or stated.low is None or parts.high is None:
        return False
    return parts.high < stated.low


def _filled(table: ParsedTable, row: int) -> bool:
    return any(number.row == row for number in table.numbers)


def _same_width(table: ParsedTable, rows: Sequence[int]) -> bool:
    if not table.table.ragged:
        return True
    widths = dict.fromkeys(rows, 0)
    for cell in table.table.cells:
        if cell.row in widths:
            widths[cell.row] += 1
    return len(set(widths.values())) == 1


def _tick(
    ctx: CheckContext,
    table: ParsedTable,
    whole: NumericCell,
    parts: Sequence[NumericCell],
    ok: bool | None,
    *,
    promised: bool = True,
) -> Tick:
    quantities = [part.quantity for part in parts]
    base = sum((q.base_value for q in quantities), start=Decimal(0))
    return tick(
        "SUM02",
        ok,
        stated=whole.quantity.text,
        expected=amount(base, whole.quantity.unit),
        working=sum_working(whole.quantity, quantities),
        evidence=(
            ctx.evidence(whole, EvidenceRole.STATED),
            *(ctx.evidence(part, EvidenceRole.COMPUTED_FROM) for part in parts),
        ),
        facts={
            "indicator": whole.indicator,
            "column": " / ".join(whole.col_path),
            "table": table.table.caption,
        },
        stated_bounds=whole.quantity.base,
        expected_bounds=total(q.base for q in quantities),
        difference=difference(whole.quantity, base),
        confidence=0.9,
        constraint=sum_of(whole.quantity, quantities, promised=promised),
    )


def _by_nature(ctx: CheckContext, table: ParsedTable) -> Iterator[Tick]:
    """按支出性质分 / 按收入性质分: the listed kinds against any of the total's columns."""
    groups: dict[str, list[NumericCell]] = {}
    for number in table.numbers:
        if number.col_path and _NATURE.search(number.col_path[0]):
            groups.setdefault(number.col_path[0], []).append(number)
    totals = [fund for fund in table.funds if fund.is_total]
    if len(totals) != 1:
        return
    known = [n for n in table.numbers if n.row == totals[0].row and n.role in _MONEY_ROLES]
    if not known:
        return
    for parts in groups.values():
        expected = total(part.quantity.base for part in parts)
        fitting = [n for n in known if n.quantity.base.overlaps(expected)]
        whole = (fitting or known)[0]
        ok = True if fitting else (False if complement_set([p.indicator for p in parts]) else None)
        yield _tick(ctx, table, whole, parts, ok)


def _chapters(table: ParsedTable, rows: set[int]) -> set[int] | None:
    """The rows 一、二、三、 (1. 2. 3.) of a table, where all others stand under them; else ``None``."""
    below = {row for group in table.hierarchy for row in group.parts}
    top = rows - below
    first = {cell.row: cell.text for cell in reversed(table.table.cells) if cell.text}
    marked = any(all(p.match(first.get(row, "")) for row in top) for p in (_CHAPTER, _NUMBERED))
    return top if top and marked else None


def _total_rows(
    ctx: CheckContext, table: ParsedTable, columns: dict[int, dict[int, NumericCell]]
) -> Iterator[Tick]:
    """The 合计 row of a plain list, or of one in chapters (一、二、) with sub-rows."""
    if table.table.ragged or (table.funds and table.indicators):
        return
    labels = {n.row: n.indicator for numbers in columns.values() for n in numbers.values()}
    totals = [row for row, label in labels.items() if re.fullmatch(r"合计|总计", label)]
    if any(fund.is_total and fund.row not in totals for fund in table.funds):
        return
    if len(totals) != 1 or totals[0] not in (max(labels), min(labels)):
        return
    if table.hierarchy:
        top = _chapters(table, set(labels) - set(totals))
        if top is None or any(group.parent == totals[0] for group in table.hierarchy):
            return
        columns = {
            col: {row: n for row, n in rows.items() if row in top or row == totals[0]}
            for col, rows in columns.items()
        }
    elif totals[0] != max(labels):
        return
    for column in columns.values():
        whole = column.get(totals[0])
        parts = [n for row, n in sorted(column.items()) if row != totals[0]]
        if (
            whole is None
            or len(parts) < 2
            or any(re.search(r"其中|小计", p.indicator) for p in parts)
        ):
            continue
        if not _adds_up(whole, parts):
            parts = _outermost(ctx, table, parts)
        yield _tick(ctx, table, whole, parts, _adds_up(whole, parts) or _open(parts))


def _adds_up(whole: NumericCell, parts: Sequence[NumericCell]) -> bool:
    return whole.quantity.base.overlaps(total(stated_base(p.quantity) for p in parts))


def _open(parts: Sequence[NumericCell]) -> bool | None:
    """Undecided where 基本支出 and 项目支出 stand among rows that may be parts of theirs."""
    both = [p.indicator for p in parts if _ECONOMIC.search(p.indicator)]
    return None if complement_set(both) and len(parts) > len(both) else False


def _outermost(
    ctx: CheckContext, table: ParsedTable, parts: Sequence[NumericCell]
) -> list[NumericCell]:
    """The rows that stand farthest out, without those that add up to the row above them."""
    first = {cell.row: cell.span.start for cell in reversed(table.table.cells) if cell.text}
    text = ctx.document.text
    indents = {}
    for part in parts:
        before = text[max(0, first[part.row] - _DEEPEST) : first[part.row]]
        indents[part.row] = len(before) - len(before.rstrip(" \u3000"))
    outer = [part for part in parts if indents[part.row] == min(indents.values())]
    outer = outer if len(outer) > 1 else list(parts)
    kept: list[NumericCell] = []
    at = 0
    while at < len(outer):
        kept.append(outer[at])
        ends = (end for end in range(at + 3, len(outer) + 1))
        at = next((end for end in ends if _adds_up(outer[at], outer[at + 1 : end])), at + 1)
    return kept if len(kept) > 1 else outer
