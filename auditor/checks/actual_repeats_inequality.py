"""TGT03."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import forms
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import CellField

_SIGN = re.compile(r"^\s*(≥|≤|>|<|=|不低于|不少于|不超过|不高于|大于|小于)")
_WORD = re.compile(r"(?:以上|以下|以内)\s*$")


@check(id="TGT03", family=Family.TARGETS, severity=Severity.MEDIUM, contradiction=False)
def actual_repeats_inequality(ctx: CheckContext) -> Iterator[Tick]:
    """实际完成值照抄不等式，不是实测值。

    ## 检查内容
    实际完成值写成“≥90%”“≤100%”等不等式，与指标值相同或只是形式相同。
    ## 为何重要
    完成值应是实测结果；不等式不能据以记分。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 满意度指标 | 满意度 | 群众满意度 | ≥90% | ≥90% | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 满意度指标 | 满意度 | 群众满意度 | ≥90% | 93.5% | 10 | 10 | 无 |
    ## 局限
    只带等号的照抄（=100%）和“90%以上”一类写法列为低级别。
    """
    for form in forms(ctx):
        for row in form.rows:
            actual = row.actual
            if actual is None or actual.quantity is None:
                continue
            ok = not (_SIGN.match(actual.text) or _WORD.search(actual.text))
            target = row.target.text if row.target is not None else ""
            cells: list[tuple[CellField | None, str, EvidenceRole]] = [
                (row.name, "指标", EvidenceRole.COUNTERPART),
                (row.target, "指标值", EvidenceRole.COUNTERPART),
                (actual, "完成值", EvidenceRole.STATED),
                (row.score, "得分", EvidenceRole.COUNTERPART),
            ]
            yield tick(
                "TGT03",
                ok,
                stated=actual.text,
                expected=target,
                working=f"{target} ↔ {actual.text}",
                evidence=[
                    form.evidence(ctx, cell, role, f"{row.level3} {label}")
                    for cell, label, role in cells
                    if cell is not None and cell.text
                ],
                facts={"indicator": row.level3, "target": target, "actual": actual.text},
                severity=_severity(actual),
                confidence=0.95,
            )


def _severity(actual: CellField) -> Severity:
    sign = _SIGN.match(actual.text)
    return Severity.MEDIUM if sign and sign.group(1) != "=" else Severity.LOW
