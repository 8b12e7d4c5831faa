"""NAR03."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.amounts import agree, difference, in_one_unit, slip_of
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.constraint import equal
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import show
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.table import NumericCell, ParsedTable, TableKind
from auditor.language import normal_form
from auditor.tables.vocabulary import FUND_TOTAL

_AMOUNTS = (Role.INITIAL_BUDGET, Role.BUDGET, Role.FINAL)
_BUDGETS = (Role.INITIAL_BUDGET, Role.BUDGET)
_NATURE = re.compile(r"按(?:支出|收入|资金)?性质分")
_TERM = re.compile(
    r"^(?:基本支出|项目支出|人员经费|(?:日常)?公用经费|[“\"]?三公[”\"]?经费(?:支出)?|公务接待费?"
    r"|公务用车运行(?:维护)?费|政府采购(?:金额|支出)?|总支出|支出合计)$"
)


@check(id="NAR03", family=Family.NARRATIVE, severity=Severity.HIGH)
def tables_state_fact_differently(ctx: CheckContext) -> Iterator[Tick]:
    """同一事项在两张表中数字不一致。

    ## 检查内容
    项目支出绩效自评表的年度资金总额与基础数据表中该项目的预算数、决算数是否一致；整体支出绩效自评表“按支出性质分”的
    基本支出、项目支出与基础数据表同名行是否一致；两张表同名科目、同一年度、同一栏次的金额是否一致。
    ## 为何重要
    两张表填的是同一笔钱，数字不同则至少一处填错。
    ## 违反示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2023年预算数 | 2023年决算数 |
    | --- | --- | --- |
    | 项目支出 | 100.00 | 95.00 |
    | 1、普法宣传经费 | 40.00 | 38.00 |
    | 2、档案数字化 | 60.00 | 57.00 |

    2023年度项目支出绩效自评表

    | 项目名称 | 普法宣传经费 | 主管部门 | 测试局 | | |
    | --- | --- | --- | --- | --- | --- |
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |
    | | 年度资金总额 | 40.00 | 40.00 | 36.00 | 90% |
    ## 符合示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2023年预算数 | 2023年决算数 |
    | --- | --- | --- |
    | 项目支出 | 100.00 | 95.00 |
    | 1、普法宣传经费 | 40.00 | 38.00 |
    | 2、档案数字化 | 60.00 | 57.00 |

    2023年度项目支出绩效自评表

    | 项目名称 | 普法宣传经费 | 主管部门 | 测试局 | | |
    | --- | --- | --- | --- | --- | --- |
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |
    | | 年度资金总额 | 40.00 | 40.00 | 38.00 | 95% |
    ## 局限
    项目按名称完全相同认定，名称相近的只在相符时记录；预算数与年初预算、全年预算之一相符即可；“按性质分”的金额未写栏次，与预算、
    决算之一相符即可，都不相符时只在相差一个数位、相邻两位颠倒或小数点错位时提出，其他同名科目也是如此。
    """
    yield from _projects(ctx)
    yield from _by_nature(ctx)
    yield from _namesakes(ctx)


def _amounts(table: ParsedTable) -> Iterator[NumericCell]:
    for number in table.numbers:
        money = number.quantity.dimension in (Dimension.MONEY, Dimension.NONE)
        if money and number.role in _AMOUNTS and number.block is not TableKind.INDICATORS:
            yield number


def _projects(ctx: CheckContext) -> Iterator[Tick]:
    """The funds of each project's form against the row of that project in a table of the unit."""
    subjects = [normal_form(table.subject) for table in ctx.tables if table.subject]
    for form in ctx.tables:
        name = normal_form(form.subject or "")
        if not name or subjects.count(name) > 1:
            continue
        funds = [n for n in _amounts(form) if FUND_TOTAL.search(n.indicator)]
        for table in ctx.tables:
            if table.subject:
                continue
            rows = [n for n in _amounts(table) if _one_project(name, n.indicator)]
            if len({n.row for n in rows}) == 1:
                exact = normal_form(rows[0].indicator) == name
                yield from _funds(ctx, funds, rows, exact=exact)


def _one_project(name: str, label: str) -> bool:
    label = normal_form(label)
    return len(label) >= 4 and (label == name or label in name or name in label)


def _funds(
    ctx: CheckContext, funds: Sequence[NumericCell], rows: Sequence[NumericCell], *, exact: bool
) -> Iterator[Tick]:
    for cell in rows:
        sides = _BUDGETS if cell.role in _BUDGETS else (Role.FINAL,)
        told = [n for n in funds if n.role in sides and n.period.year == cell.period.year]
        if not told:
            continue
        told.sort(key=lambda n: n.role is not cell.role)
        fitting = [n for n in told if agree(n.quantity, cell.quantity).ok]
        ok = True if fitting else (False if exact else None)
        yield _tick(ctx, (fitting or told)[0], (cell,), ok, promised=exact)


def _by_nature(ctx: CheckContext) -> Iterator[Tick]:
    """基本支出 and 项目支出 of the unit's form, of no column, against the rows of that name."""
    for form in ctx.tables:
        for number in form.numbers:
            if number.role is not Role.UNKNOWN or not number.col_path:
                continue
            if form.subject or not _NATURE.search(number.col_path[0]):
                continue
            for table in ctx.tables:
                if table is form or table.subject:
                    continue
                rows = [
                    n
                    for n in _amounts(table)
                    if number.indicator in n.indicator and n.period.compatible(number.period)
                ]
                if rows and len({n.row for n in rows}) == 1:
                    yield _of_no_column(ctx, number, rows)


def _of_no_column(ctx: CheckContext, number: NumericCell, rows: Sequence[NumericCell]) -> Tick:
    fitting = [n for n in rows if agree(n.quantity, number.quantity).ok]
    if fitting:
        return _tick(ctx, number, fitting, True, promised=len(fitting) == len(rows))
    alike = {n.quantity.value for n in rows}
    slipped = len(alike) == 1 and _slip(number, rows[0])
    return _tick(ctx, number, rows, False if slipped else None, promised=False)


def _slip(a: NumericCell, b: NumericCell) -> bool:
    return a.quantity.scale == b.quantity.scale and slip_of(a.quantity.value, b.quantity.value)


def _namesakes(ctx: CheckContext) -> Iterator[Tick]:
    """The usual headings in two tables of the unit, each told once a table and column."""
    told: dict[tuple[str, Role, int | None], list[NumericCell]] = {}
    for table in ctx.tables:
        if table.subject:
            continue
        for number in _amounts(table):
            name = normal_form(number.indicator)
            if _TERM.match(name):
                told.setdefault((name, number.role, number.period.year), []).append(number)
    for cells in told.values():
        tables = [n.table_id for n in cells]
        if len(cells) < 2 or len(set(tables)) < len(tables):
            continue
        first = cells[0]
        for other in cells[1:]:
            ok: bool | None = agree(first.quantity, other.quantity).ok
            if ok is False and not _slip(first, other):
                ok = None
            yield _tick(ctx, other, (first,), ok, promised=ok is not None)


def _tick(
    ctx: CheckContext,
    stated: NumericCell,
    others: Sequence[NumericCell],
    ok: bool | None,
    *,
    promised: bool,
) -> Tick:
    expected = others[0]
    pair = in_one_unit(stated.quantity, expected.quantity)
    relation = "=" if ok else "≠"
    found = agree(stated.quantity, expected.quantity)
    return tick(
        "NAR03",
        ok,
        stated=stated.quantity.text,
        expected=expected.quantity.text,
        working=f"{stated.quantity.text} {show(stated.quantity.base)} {relation} {expected.quantity.text} {show(expected.quantity.base)}",
        evidence=(
            ctx.evidence(stated, EvidenceRole.STATED),
            *(ctx.evidence(n, EvidenceRole.COUNTERPART) for n in others),
        ),
        facts={"indicator": expected.indicator, "column": " / ".join(expected.col_path)},
        stated_bounds=stated.quantity.base,
        expected_bounds=expected.quantity.base,
        difference=difference(stated.quantity, expected.quantity.base_value),
        severity=Severity.MEDIUM if found.last_digit else Severity.HIGH,
        confidence=0.85,
        constraint=equal(*pair, lenient=True, promised=promised) if pair else None,
    )
