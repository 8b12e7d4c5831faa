"""TGT09."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.forms import forms
from auditor.core.finding import EvidenceRole, Severity, Tick

_NOTHING = re.compile(r"定性(?:指标|目标|描述|评价)?|定量(?:指标|目标)?|(?:见|详见)(?:附件|附表)")


@check(id="TGT09", family=Family.TARGETS, severity=Severity.LOW, contradiction=False)
def target_states_nothing(ctx: CheckContext) -> Iterator[Tick]:
    """指标值没有内容。

    ## 检查内容
    年度指标值只填“定性”“定性指标”等字样，没有写明要达到什么。
    ## 为何重要
    财预〔2020〕10号要求指标细化、可衡量；没有目标内容的指标无从判断是否完成。
    ## 违反示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 效益指标 | 社会效益 | 带动群众增收 | 定性 | 带动86户增收 | 10 | 10 | 无 |
    ## 符合示例
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | --- | --- | --- | --- | --- | --- | --- | --- |
    | 效益指标 | 社会效益 | 带动群众增收 | 带动80户以上增收 | 带动86户增收 | 10 | 10 | 无 |
    ## 局限
    同一张表合为一条提出；“效果明显”一类空泛的目标不在此列；指标值留空的不判断。
    """
    for form in forms(ctx):
        empty = [
            row
            for row in form.rows
            if row.target is not None and _NOTHING.fullmatch(re.sub(r"\s", "", row.target.text))
        ]
        if not empty:
            continue
        texts = "、".join(dict.fromkeys(row.target.text for row in empty if row.target))
        yield tick(
            "TGT09",
            False,
            stated=texts,
            expected="—",
            working="、".join(f"{row.level3}: {row.target.text}" for row in empty if row.target),
            evidence=[
                piece
                for row in empty
                if row.target is not None
                for piece in (
                    form.evidence(ctx, row.target, EvidenceRole.STATED, f"{row.level3} 指标值"),
                    form.evidence(ctx, row.name, EvidenceRole.COUNTERPART, "指标"),
                )
            ],
            facts={"indicator": "、".join(row.level3 for row in empty), "count": str(len(empty))},
            confidence=0.95,
        )
