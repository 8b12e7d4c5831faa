"""TGT02."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import forms
from auditor.checks.targets import is_vague, numeric
from auditor.core.finding import EvidenceRole, Severity, Tick


@check(id="TGT02", family=Family.TARGETS, severity=Severity.MEDIUM, contradiction=False)
def vague_actual_for_numeric_target(ctx: CheckContext) -> Iterator[Tick]:
    """定量指标只填笼统的完成情况。

    ## 检查内容
    年度指标值是数量，而实际完成值只写“已完成”“效果明显”等，没有数。
    ## 为何重要
    没有完成值就无法核对得分。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 已完成 | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 数量指标 | 举办培训 | ≥10期 | 12期 | 10 | 10 | 无 |
    ## 局限
    定性指标不在此列；完成值为空的另见TGT06；只认常见的笼统用语，其他文字叙述不判断。
    """
    for form in forms(ctx):
        for row in form.rows:
            target, actual = numeric(row.target), row.actual
            if target is None or target.unit is None or actual is None or not actual.text:
                continue
            if row.target is None:
                continue
            ok: bool | None = True if actual.quantity is not None else None
            if ok is None and is_vague(actual.text):
                ok = False
            fields = [
                (row.target, "指标值", EvidenceRole.COUNTERPART),
                (actual, "完成值", EvidenceRole.STATED),
            ]
            fields += [
                (cell, label, EvidenceRole.COUNTERPART)
                for cell, label in ((row.weight, "分值"), (row.score, "得分"))
                if cell is not None and cell.text
            ]
            yield tick(
                "TGT02",
                ok,
                stated=actual.text,
                expected=row.target.text,
                working=f"{row.target.text} ↔ {actual.text}",
                evidence=[
                    form.evidence(ctx, row.name, EvidenceRole.COUNTERPART, "指标"),
                    *(
                        form.evidence(ctx, c, role, f"{row.level3} {label}")
                        for c, label, role in fields
                    ),
                ],
                facts={"indicator": row.level3, "target": row.target.text, "actual": actual.text},
                confidence=0.95,
            )
