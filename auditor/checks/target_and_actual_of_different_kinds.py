"""TGT04."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import forms
from auditor.checks.targets import kind_of, numeric
from auditor.core.finding import EvidenceRole, Severity, Tick


@check(id="TGT04", family=Family.TARGETS, severity=Severity.HIGH, contradiction=False)
def target_and_actual_of_different_kinds(ctx: CheckContext) -> Iterator[Tick]:
    """指标值与完成值量纲不同。

    ## 检查内容
    指标值是名次、数量或金额，而完成值是百分比，或反过来，两者无法比较。
    ## 为何重要
    量纲不同的完成值不能说明目标是否完成。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 质量指标 | 全市考核排名 | 前5名 | 100% | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 产出指标 | 质量指标 | 全市考核排名 | 前5名 | 第3名 | 10 | 10 | 无 |
    ## 局限
    没有单位的数不判断；数量指标以100%表示完成程度的列为中级别；各种量词之间、人与人次之间不作区分。
    """
    for form in forms(ctx):
        for row in form.rows:
            target, actual = numeric(row.target), numeric(row.actual)
            if target is None or actual is None or row.target is None or row.actual is None:
                continue
            wanted, given = kind_of(target), kind_of(actual)
            if wanted is None or given is None:
                continue
            ok = wanted == given
            fields = [
                (row.name, "指标", EvidenceRole.COUNTERPART),
                (row.target, "指标值", EvidenceRole.COUNTERPART),
                (row.actual, "完成值", EvidenceRole.STATED),
                (row.score, "得分", EvidenceRole.COUNTERPART),
            ]
            yield tick(
                "TGT04",
                ok,
                stated=row.actual.text,
                expected=row.target.text,
                working=f"{row.target.text} ({wanted}) ↔ {row.actual.text} ({given})",
                evidence=[
                    form.evidence(ctx, cell, role, f"{row.level3} {label}")
                    for cell, label, role in fields
                    if cell is not None and cell.text
                ],
                facts={
                    "indicator": row.level3,
                    "target": row.target.text,
                    "actual": row.actual.text,
                },
                severity=Severity.HIGH if "rank" in (wanted, given) else Severity.MEDIUM,
                confidence=0.9,
            )
