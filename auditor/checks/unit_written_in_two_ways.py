"""UNI03."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, forms
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import CellField

_WAN = re.compile(r"\d\s*万$")
_WAN_YUAN = re.compile(r"\d\s*万元$")


@check(id="UNI03", family=Family.UNITS, severity=Severity.LOW, contradiction=False)
def unit_written_in_two_ways(ctx: CheckContext) -> Iterator[Tick]:
    """同一指标的单位写法不一。

    ## 检查内容
    同一指标行的指标值与完成值一处写“万”、一处写“万元”；各张自评表的执行率有的带“%”、有的不带。
    ## 为何重要
    单位写法不一影响数据汇总和机器读取。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 成本指标 | 支出不超过批复 | ≤845.20万 | 845.20万元 | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 成本指标 | 支出不超过批复 | ≤845.20万元 | 845.20万元 | 10 | 10 | 无 |
    ## 局限
    只看上列两种写法；栏目标题已写明单位的不提出。
    """
    every = list(forms(ctx))
    for form in every:
        for row in form.rows:
            cells = [cell for cell in (row.target, row.actual) if cell is not None]
            short = [cell for cell in cells if _WAN.search(cell.text.strip())]
            full = [cell for cell in cells if _WAN_YUAN.search(cell.text.strip())]
            if short and full:
                yield _tick(ctx, form, short[0], form, full[0], row.level3)
    rates = [(form, form.fund.rate) for form in every if form.fund and form.fund.rate]
    signed = [(form, rate) for form, rate in rates if "%" in rate.text]
    bare = [(form, rate) for form, rate in rates if rate.quantity and "%" not in rate.text]
    if signed and bare and not _head_says(bare[0]):
        yield _tick(ctx, bare[0][0], bare[0][1], signed[0][0], signed[0][1], "执行率")


def _head_says(found: tuple[Form, CellField]) -> bool:
    form, rate = found
    return any(
        "%" in cell.text and cell.col == rate.col and cell.row < rate.row
        for cell in form.table.table.cells
    )


def _tick(
    ctx: CheckContext, form: Form, cell: CellField, other_form: Form, other: CellField, name: str
) -> Tick:
    return tick(
        "UNI03",
        False,
        stated=cell.text,
        expected=other.text,
        working=f"{cell.text} ↔ {other.text}",
        evidence=[
            form.evidence(ctx, cell, EvidenceRole.STATED, name),
            other_form.evidence(ctx, other, EvidenceRole.COUNTERPART, name),
        ],
        facts={"indicator": name},
        confidence=0.9,
    )
