"""RAT01."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.checks.amounts import in_unit, percent, quotient
from auditor.checks.base import CheckContext, Family, check, tick
from auditor.checks.shares_of_parts import shares_of_parts
from auditor.core.claim import Claim, GroupKind
from auditor.core.constraint import ratio
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.interval import Interval

_FULL = 130
"""Per cent: shares of a plan may pass 100, not by much more."""


@check(id="RAT01", family=Family.RATIOS, severity=Severity.MEDIUM)
def share_differs_from_parts(ctx: CheckContext) -> Iterator[Tick]:
    """占比与分子、分母算出的不符。

    ## 检查内容
    “占…的x%”与正文所列部分、总体之商是否一致；找不到总体时，能穷尽总体的各部分（如基本支出与项目支出）占比之和是否超过100%。
    ## 为何重要
    比例由两个数唯一确定，不符说明三者之一有误。
    ## 违反示例
    年末总资产200.00万元，其中流动资产50.00万元，占总资产的35.00%。
    ## 符合示例
    年末总资产200.00万元，其中流动资产50.00万元，占总资产的25.00%。
    ## 局限
    总体须在前文出现，未写明占什么的，与前文任一总额相符即视为相符；按末位四舍五入或截位放宽；找不到总体时不核对。
    """
    for group, share, parts in ctx.groups_of(GroupKind.SHARE):
        part, *wholes = parts
        known = [(w, q) for w in wholes if (q := quotient(part.quantity, w.quantity)) is not None]
        if not known:
            continue
        fitting = [pair for pair in known if share.quantity.lenient.overlaps(pair[1])]
        whole, expected = (fitting or known)[0]
        ok: bool | None = bool(fitting)
        constraint = replace(
            ratio(share.quantity, part.quantity, whole.quantity), promised=not group.observed
        )
        if not ok and _of_less(expected) and not _right_before(ctx, whole, share):
            ok = None
        unit = whole.quantity.unit
        sign = "=" if ok else "≠"
        shown = percent(part.quantity.base_value, whole.quantity.base_value)
        yield tick(
            "RAT01",
            ok,
            stated=share.quantity.text,
            expected=shown,
            working=f"{in_unit(part.quantity, unit)} ÷ {in_unit(whole.quantity, unit)} × 100% = {shown} {sign} {share.quantity.text}",
            evidence=(
                ctx.evidence(share, EvidenceRole.STATED),
                ctx.evidence(part, EvidenceRole.COMPUTED_FROM),
                ctx.evidence(whole, EvidenceRole.COMPUTED_FROM),
            ),
            facts={
                "indicator": share.indicator or part.indicator,
                "part": part.indicator,
                "whole": whole.indicator,
            },
            stated_bounds=share.quantity.base,
            expected_bounds=expected,
            confidence=0.85,
            constraint=constraint,
        )
    yield from shares_of_parts(ctx)


def _right_before(ctx: CheckContext, whole: Claim, share: Claim) -> bool:
    """占年度任务3.2万亩的101.88%: then nothing else is what the share is of."""
    return ctx.document.folded[whole.quantity.span.end : share.quantity.span.start].strip() == "的"


def _of_less(expected: Interval) -> bool:
    """Whether the whole found is smaller than the part: then it is not what the share is of."""
    return expected.low is not None and expected.low > _FULL
