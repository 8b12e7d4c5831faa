"""NAR03."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from auditor.checks.amounts import agree, difference, in_one_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.constraint import equal
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import show
from auditor.core.period import Role
from auditor.core.quantity import Dimension
from auditor.core.table import NumericCell, ParsedTable, TableKind
from auditor.language import normal_form
from auditor.tables.vocabulary import FUND_TOTAL

_NAMES = re.compile(
    r"(?:部门)?(基本支出|项目支出|人员经费|公用经费|三公经费|公务接待费?|公务用车(?:购置和?及?)?运行维护费?)"
    r"(?:预算调整|合计|小计|支出)?"
)
_MONEY = frozenset({Role.INITIAL_BUDGET, Role.BUDGET, Role.FINAL})
_FUNDS = re.compile(r"财政拨款|一般公共预算|政府性基金|政府采购|资产|项目支出绩效|项目绩效")
_ALIKE = 90


@check(id="NAR03", family=Family.NARRATIVE, severity=Severity.MEDIUM)
def tables_differ_on_one_fact(ctx: CheckContext) -> Iterator[Tick]:
    """两张表中同一事项的数不一致。

    ## 检查内容
    基础数据表、收支表与自评表资金栏中的基本支出、项目支出、公用经费等同名科目，以及基础数据表的项目行与该项目自评表
    的资金总额，同一年度、同一口径（年初预算、全年预算、决算）的数是否一致。
    ## 为何重要
    同一笔钱在附表间不一致，至少一张表填错，据其计算的执行率和得分也不可靠。
    ## 违反示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2023年预算数 | 2023年决算数 |
    | --- | --- | --- |
    | 项目支出 | 90.00 | 85.00 |
    | 1、普法宣传经费 | 40.00 | 40.00 |
    | 2、档案数字化 | 50.00 | 45.00 |

    2023年度项目支出绩效自评表

    | 项目名称 | 档案数字化 | 主管部门 | 测试局 |
    | --- | --- | --- | --- |
    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 |
    | 年度资金总额 | 50.00 | 50.00 | 54.00 |
    ## 符合示例
    2023年度部门整体支出绩效评价基础数据表

    | 经费控制情况（万元） | 2023年预算数 | 2023年决算数 |
    | --- | --- | --- |
    | 项目支出 | 90.00 | 85.00 |
    | 1、普法宣传经费 | 40.00 | 40.00 |
    | 2、档案数字化 | 50.00 | 45.00 |

    2023年度项目支出绩效自评表

    | 项目名称 | 档案数字化 | 主管部门 | 测试局 |
    | --- | --- | --- | --- |
    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 |
    | 年度资金总额 | 50.00 | 50.00 | 45.00 |
    ## 局限
    只比较上列通用科目和名称相同的项目；表题限定财政拨款、政府采购等资金范围的不与其他表比较；没有写明是预算还是决算的
    数，与其中任一相符即视为相符；年初预算与全年预算不互相比较。
    """
    yield from _projects(ctx)
    yield from _items(ctx)


def _projects(ctx: CheckContext) -> Iterator[Tick]:
    """A project's row in a table of the whole unit against the funds of its own form."""
    for form in ctx.tables:
        if not form.subject:
            continue
        totals = [n for n in form.numbers if n.role in _MONEY and FUND_TOTAL.search(n.indicator)]
        for table in ctx.tables:
            if table.subject or table is form:
                continue
            for cell in table.numbers:
                if cell.role not in _MONEY or not _one_project(cell.indicator, form.subject):
                    continue
                for own in totals:
                    if own.role is cell.role and own.period.compatible(cell.period):
                        yield _tick(ctx, own, cell, [cell])


def _one_project(label: str, subject: str) -> bool:
    a, b = normal_form(label), normal_form(subject)
    return len(a) >= 3 and (a == b or fuzz.ratio(a, b) >= _ALIKE)


def _items(ctx: CheckContext) -> Iterator[Tick]:
    """Items of the whole unit that two tables name alike."""
    found: dict[tuple[str, int | None], list[NumericCell]] = {}
    for table in ctx.tables:
        if table.subject or _narrow(table):
            continue
        for cell in table.numbers:
            name = _NAMES.fullmatch(re.sub(r"[“”\"]", "", normal_form(cell.indicator)))
            money = cell.quantity.dimension is Dimension.MONEY
            if name and money and cell.block is not TableKind.INDICATORS:
                found.setdefault((name.group(1), cell.period.year), []).append(cell)
    for cells in found.values():
        for first, second in combinations(cells, 2):
            if first.table_id == second.table_id:
                continue
            if first.role in _MONEY and second.role is first.role:
                yield _tick(ctx, second, first, [first])
            elif second.role is Role.UNKNOWN and first.role in _MONEY:
                row = [n for n in cells if (n.table_id, n.row) == (first.table_id, first.row)]
                if first is row[0]:
                    yield _tick(ctx, second, first, row)


def _narrow(table: ParsedTable) -> bool:
    return bool(_FUNDS.search(table.table.caption))


def _tick(
    ctx: CheckContext, stated: NumericCell, other: NumericCell, accepted: list[NumericCell]
) -> Tick:
    fitting = [n for n in accepted if agree(stated.quantity, n.quantity).ok is not False]
    shown = (fitting or [other])[0]
    a, b = stated.quantity, shown.quantity
    ok = bool(fitting)
    if not ok and agree(a, b).last_digit:
        severity: Severity | None = Severity.LOW
    else:
        severity = None
    pair = in_one_unit(a, b)
    return tick(
        "NAR03",
        ok,
        stated=a.text,
        expected=b.text,
        working=f"{a.text} {show(a.base)} {'=' if ok else '≠'} {b.text} {show(b.base)}",
        evidence=(
            ctx.evidence(stated, EvidenceRole.STATED),
            *(ctx.evidence(n, EvidenceRole.COUNTERPART) for n in fitting or [shown]),
        ),
        facts={
            "indicator": stated.indicator,
            "cell_label": shown.indicator,
            "table": _caption(ctx, stated),
            "other_table": _caption(ctx, shown),
        },
        stated_bounds=a.base,
        expected_bounds=b.base,
        difference=difference(a, b.base_value),
        severity=severity,
        confidence=0.8,
        constraint=equal(*pair, lenient=True) if pair and len(accepted) == 1 else None,
    )


def _caption(ctx: CheckContext, cell: NumericCell) -> str:
    return next((t.table.caption for t in ctx.tables if t.table.id == cell.table_id), "")
