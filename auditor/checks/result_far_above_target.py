"""TGT13."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor.checks.amounts import in_one_unit
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, row_ticks
from auditor.checks.targets import is_cost, kind_of, numeric
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import plain
from auditor.core.quantity import DISCRETE, Dimension
from auditor.core.table import IndicatorRow

_COUNTED = DISCRETE - {Dimension.RANK} | {
    Dimension.AREA, Dimension.LENGTH, Dimension.WEIGHT, Dimension.VOLUME, Dimension.MONEY,
}  # fmt: skip
_NO_REASON = re.compile(r"^(?:无(?:偏差)?|[/\-—\s])*$")
_FEW = 5
"""A target below this many is soon doubled."""


@check(id="TGT13", family=Family.TARGETS, severity=Severity.LOW, contradiction=False)
def result_far_above_target(ctx: CheckContext) -> Iterator[Tick]:
    """完成值远超指标值而未说明。

    ## 检查内容
    数量类指标的实际完成值达到指标值的若干倍以上（默认2倍，可在设置中修改），得满分，偏差原因栏没有说明。
    ## 为何重要
    财预〔2020〕10号：因年初指标值设定明显偏低造成超额较多的，应按偏离度适当调减分值。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 培训农户人次 | ≥200人次 | 960人次 | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 培训农户人次 | ≥200人次 | 236人次 | 10 | 10 | 无 |
    ## 局限
    比率类、成本和控制类指标及小于5的指标值不判断；写有说明的不提出。
    """
    limit = Decimal(str(ctx.settings.over_fulfilment))
    yield from row_ticks(ctx, lambda form, row: _tick(ctx, form, row, limit))


def _tick(ctx: CheckContext, form: Form, row: IndicatorRow, limit: Decimal) -> Tick | None:
    target, actual = numeric(row.target), numeric(row.actual)
    weight, score = numeric(row.weight), numeric(row.score)
    if target is None or actual is None or weight is None or score is None:
        return None
    if target.dimension not in _COUNTED or kind_of(target) != kind_of(actual) or is_cost(row):
        return None
    pair = in_one_unit(actual, target)
    if pair is None or target.comparator in ("<", "<=") or target.value < _FEW:
        return None
    times = pair[0].base_value / pair[1].base_value
    explained = row.reason is not None and not _NO_REASON.match(row.reason.text)
    ok = times < limit or explained or score.value < weight.value
    shown = plain(round(times, 2))
    cells = [
        (row.target, "指标值", EvidenceRole.COUNTERPART),
        (row.actual, "完成值", EvidenceRole.STATED),
    ]
    return tick(
        "TGT13",
        ok,
        stated=actual.text,
        expected=target.text,
        working=f"{actual.text} ÷ {target.text} = {shown} {'<' if times < limit else '≥'} {plain(limit)}",
        evidence=[
            form.evidence(ctx, cell, role, f"{row.level3} {label}")
            for cell, label, role in cells
            if cell is not None
        ],
        facts={"indicator": row.level3, "times": shown},
        stated_bounds=pair[0].base,
        confidence=0.85,
    )
