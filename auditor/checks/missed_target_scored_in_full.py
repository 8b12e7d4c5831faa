"""TGT01."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from auditor.checks.amounts import in_one_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, row_ticks
from auditor.checks.targets import is_cost, kind_of, numeric
from auditor.core.constraint import within
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval
from auditor.core.quantity import Dimension, Quantity
from auditor.core.table import IndicatorRow

_EXECUTION = re.compile(r"(?:预算|资金|支出)执行率")


@check(id="TGT01", family=Family.TARGETS, severity=Severity.HIGH)
def missed_target_scored_in_full(ctx: CheckContext) -> Iterator[Tick]:
    """未完成目标却得满分。

    ## 检查内容
    定量指标的实际完成值未达到年度指标值，而得分等于分值。
    ## 为何重要
    财预〔2020〕10号：未完成指标值的，按完成值与指标值的比例记分。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 7期 | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 7期 | 10 | 7 | 受场地影响 |
    ## 局限
    指标值未写≥≤时，成本、时限、控制类指标不判断方向，其余按越大越好；单位不能换算的不比较；实际值为概数的按区间比较。
    """
    yield from row_ticks(ctx, lambda form, row: _tick(ctx, form, row))


def _tick(ctx: CheckContext, form: Form, row: IndicatorRow) -> Tick | None:
    target, actual = numeric(row.target), numeric(row.actual)
    weight, score = numeric(row.weight), numeric(row.score)
    if target is None or actual is None or weight is None or score is None:
        return None
    wanted = _wanted(target, row)
    pair = in_one_unit(actual, target)
    if wanted is None or pair is None or kind_of(actual) != kind_of(target):
        return None
    met = pair[0].base.overlaps(wanted.scale(pair[1].scale))
    ok = met or score.value < weight.value
    if not ok and _EXECUTION.search(row.level3) and _rounded_up(pair[0], pair[1], weight, score):
        return None
    missed = "" if met else " ∉ "
    fields = [f for f in (row.target, row.actual, row.weight, row.score) if f is not None]
    labels = ("指标值", "完成值", "分值", "得分")
    return tick(
        "TGT01",
        ok,
        stated=f"{actual.text} {score.value}/{weight.value}",
        expected=target.text,
        working=f"{actual.text}{missed or ' ∈ '}{target.text}; {score.value} {'=' if score.value == weight.value else '<'} {weight.value}",
        evidence=[
            form.evidence(
                ctx,
                cell,
                EvidenceRole.STATED if label in ("完成值", "得分") else EvidenceRole.COUNTERPART,
                f"{row.level3} {label}",
            )
            for cell, label in zip(fields, labels, strict=True)
        ],
        facts={
            "indicator": row.level3,
            "target": target.text,
            "actual": actual.text,
            "weight": str(weight.value),
            "score": str(score.value),
        },
        stated_bounds=pair[0].base,
        expected_bounds=wanted.scale(pair[1].scale),
        confidence=0.9,
        constraint=replace(
            within(pair[0], wanted.scale(pair[1].scale)), promised=score.value >= weight.value
        ),
    )


def _rounded_up(actual: Quantity, target: Quantity, weight: Quantity, score: Quantity) -> bool:
    """Whether 10 points × 95.4 % are 10 in whole points; a rate of execution is scored so (SCO05)."""
    if not target.base_value:
        return False
    exact = weight.value * actual.base_value / target.base_value
    return exact.quantize(Decimal(1).scaleb(-max(score.decimals, 0)), ROUND_HALF_UP) >= weight.value


def _wanted(target: Quantity, row: IndicatorRow) -> Interval | None:
    """The interval that meets the target; ``None`` where its direction isn't known."""
    if target.comparator in (">=", ">", "<=", "<"):
        return target.bounds
    if target.dimension is Dimension.RANK:
        return replace(target.bounds, low=None)
    if is_cost(row) or target.dimension is Dimension.MONEY or target.hedge:
        return None
    return Interval(target.bounds.low, None)
