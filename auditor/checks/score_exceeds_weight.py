"""SCO02."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import Form, forms
from auditor.core.constraint import at_most
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import CellField


@check(id="SCO02", family=Family.SCORES, severity=Severity.HIGH)
def score_exceeds_weight(ctx: CheckContext) -> Iterator[Tick]:
    """得分超过分值。

    ## 检查内容
    自评表每一行（含预算执行率、总分行）的得分是否不超过分值。
    ## 为何重要
    得分以分值为上限（财预〔2020〕10号自评表）。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 10 | 12 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥5期 | 6期 | 10 | 10 | 无 |
    ## 局限
    允许加分的地方办法可在设置中关闭本项。
    """
    for form in forms(ctx):
        for row in form.rows:
            yield from _tick(ctx, form, row.level3, row.weight, row.score)
        if form.fund is not None:
            yield from _tick(ctx, form, form.fund.name.text, form.fund.weight, form.fund.score)


def _tick(
    ctx: CheckContext, form: Form, name: str, weight: CellField | None, score: CellField | None
) -> Iterator[Tick]:
    if weight is None or score is None or weight.quantity is None or score.quantity is None:
        return
    ok = score.quantity.value <= weight.quantity.value
    yield tick(
        "SCO02",
        ok,
        stated=score.text,
        expected=f"≤ {weight.text}",
        working=f"{score.text} {'≤' if ok else '>'} {weight.text}",
        evidence=(
            form.evidence(ctx, score, EvidenceRole.STATED, f"{name} 得分"),
            form.evidence(ctx, weight, EvidenceRole.COUNTERPART, f"{name} 分值"),
        ),
        facts={"indicator": name},
        stated_bounds=score.quantity.base,
        expected_bounds=weight.quantity.base,
        confidence=0.95,
        constraint=at_most((score.quantity,), weight.quantity),
    )
